#include "report/show_job.h"

#include "report/safe.h"
#include "report/yaml_writer.h"
#include "syntax/json/json.h"

/* Longest value in the table of differences. */
enum { CELL = 48 };

static struct str json_text_of(const struct effective *e, struct arena *a, const struct govalue *v)
{
    struct buf json = { 0 };
    struct str text;

    govalue_json(v, &e->go, a, &json);
    text = arena_copy(a, buf_str(&json));
    buf_free(&json);
    return text;
}

struct str show_value(const struct effective *e, struct arena *a, const struct govalue *v)
{
    struct str json;

    if (v->type->kind == GO_STRING)
        return v->text;
    json = json_text_of(e, a, v);
    return json.len > 1 && json.p[0] == '"' ? str_slice(json, 1, json.len - 1) : json; /* a duration, a quantity */
}

struct str show_origin(struct arena *a, const struct govalue *v, const struct go_field *field)
{
    const struct origin *o = v->origin;
    struct place at;

    if (!v->node || !o || !o->file)
        return field && field->fill && o ? ARENA_JOIN(a, STR("Prow's default: "), str_c(field->fill))
                                         : STR("set by nobody");
    at = prow_place(o->file, v->node);
    return o->what.len ? arena_printf(a, "%.*s:%u (%.*s)", STR_ARG(at.file), at.span.line, STR_ARG(o->what))
                       : arena_printf(a, "%.*s:%u", STR_ARG(at.file), at.span.line);
}

/* A YAML document while it is written. */
struct showing {
    const struct effective *effective;
    const struct show_style *style;
    struct arena *arena;
    struct yaml_writer writer;
};

/* What the value took the place of, the latest first. */
static void note_overridden(struct showing *s, const struct govalue *v, struct str key, const struct go_field *field)
{
    for (const struct govalue *was = v->over; was; was = was->over) {
        struct str text = show_value(s->effective, s->arena, was);
        struct str label = key.len ? ARENA_JOIN(s->arena, key, STR(": ")) : STR("");
        yaml_note_struck(&s->writer, ARENA_JOIN(s->arena, label, text), show_origin(s->arena, was, field));
    }
}

static void put_value(struct showing *s, const struct govalue *v, const struct go_field *field);

static void put_object(struct showing *s, const struct govalue *v)
{
    struct govalue_member *m;
    size_t n = govalue_members(v, &s->effective->go, s->arena, &m);

    if (s->style->origins && n == 0 && v->node)
        yaml_note(&s->writer, show_origin(s->arena, v, NULL));
    yaml_map_begin(&s->writer);
    for (size_t i = 0; i < n; i++) {
        if (s->style->origins)
            note_overridden(s, m[i].value, m[i].key, m[i].field);
        yaml_text(&s->writer, m[i].key);
        put_value(s, m[i].value, m[i].field);
    }
    yaml_map_end(&s->writer);
}

static void put_list(struct showing *s, const struct govalue *v)
{
    if (s->style->origins && v->count == 0 && v->node)
        yaml_note(&s->writer, show_origin(s->arena, v, NULL));
    yaml_list_begin(&s->writer);
    for (size_t i = 0; i < v->count; i++)
        put_value(s, v->items[i], NULL);
    yaml_list_end(&s->writer);
}

/* JSON that a type with its own decoder keeps. Its depth is bounded by the reader of it. */
static void put_json(struct showing *s, const struct node *n)
{
    if (n->kind == NODE_MAPPING) {
        yaml_map_begin(&s->writer);
        for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
            yaml_text(&s->writer, node_text(k));
            put_json(s, node_pair_value(k));
        }
        yaml_map_end(&s->writer);
    } else if (n->kind == NODE_SEQUENCE) {
        yaml_list_begin(&s->writer);
        for (const struct node *e = node_first(n); e; e = node_next(n, e))
            put_json(s, e);
        yaml_list_end(&s->writer);
    } else if (n->kind == NODE_STRING) {
        yaml_text(&s->writer, node_text(n));
    } else {
        yaml_plain(&s->writer, node_text(n));
    }
}

static void put_scalar(struct showing *s, const struct govalue *v)
{
    struct json_error error;
    struct tape tape;

    if (v->type->kind == GO_STRING && (v->made || v->declared->kind != GO_POINTER))
        yaml_text(&s->writer, v->text);
    else if (v->type->kind == GO_ANY && json_read(&tape, s->arena, json_text_of(s->effective, s->arena, v), &error))
        put_json(s, tape.root);
    else
        yaml_plain(&s->writer, show_value(s->effective, s->arena, v));
}

static void put_value(struct showing *s, const struct govalue *v, const struct go_field *field)
{
    if (govalue_is_object(v)) {
        put_object(s, v);
    } else if (govalue_is_list(v)) {
        put_list(s, v);
    } else {
        if (s->style->origins)
            yaml_note(&s->writer, show_origin(s->arena, v, field));
        put_scalar(s, v);
    }
}

static void put_heading(const struct show_job *j, struct buf *out)
{
    buf_printf(out, "# %s ", job_kind_name(j->kind));
    put_safe(out, j->name);
    if (j->kind != PERIODIC || j->extra.len)
        buf_put(out, j->kind == PERIODIC ? STR(", with the defaults of ") : STR(" of "));
    put_safe(out, j->kind == PERIODIC ? j->extra : j->repo);
    buf_put(out, STR(", "));
    put_safe(out, j->at.file);
    buf_printf(out, ":%u\n", j->at.span.line);
}

static bool put_form(const struct show_form *f, const struct show_style *style, struct arena *a, struct buf *out)
{
    struct showing s = { f->effective, style, a, { 0 } };

    if (!f->job.value) {
        buf_put(out, STR("# not loaded: "));
        put_safe(out, f->job.error);
        buf_put(out, STR("\nnull\n"));
        return true;
    }
    yaml_writer_begin(&s.writer, style->color);
    put_value(&s, f->job.value, NULL);
    return yaml_writer_end(&s.writer, out);
}

/* A growing list of leaves. */
struct leaves {
    const struct effective *effective;
    struct arena *arena;
    struct show_leaf *items;
    size_t count, cap;
};

static void collect(struct leaves *l, struct str path, const struct govalue *v, const struct go_field *field)
{
    struct govalue_member *m;
    size_t n = govalue_is_object(v) ? govalue_members(v, &l->effective->go, l->arena, &m) : 0;

    for (size_t i = 0; i < n; i++)
        collect(l, path.len ? ARENA_JOIN(l->arena, path, STR("."), m[i].key) : m[i].key, m[i].value, m[i].field);
    for (size_t i = 0; govalue_is_list(v) && i < v->count; i++)
        collect(l, arena_element(l->arena, path, i), v->items[i], NULL);
    if (n || (govalue_is_list(v) && v->count))
        return;
    l->items = arena_grow(l->arena, l->items, l->count, &l->cap, sizeof *l->items);
    l->items[l->count++] = (struct show_leaf){ path, v, field };
}

size_t show_leaves(const struct effective *e, const struct govalue *job, struct arena *a, struct show_leaf **leaves)
{
    struct leaves l = { .effective = e, .arena = a };

    collect(&l, STR(""), job, NULL);
    *leaves = l.items;
    return l.count;
}

/* One path at which forms differ, and what each has there. */
struct difference {
    struct str path;
    struct str *cells; /* by form; p NULL where there is nothing */
};

/* By path, in the order in which they are met. */
static void find_cells(const struct show_job *j, struct arena *a, struct map *by_path)
{
    map_init(by_path, a);
    for (size_t i = 0; i < j->form_count; i++) {
        const struct show_form *f = &j->forms[i];
        struct show_leaf *leaves = NULL;
        size_t n = f->job.value ? show_leaves(f->effective, f->job.value, a, &leaves) : 0;
        for (size_t k = 0; k < n; k++) {
            void **at = map_at(by_path, leaves[k].path);
            struct str *cells = *at;
            if (!cells)
                *at = cells = ARENA_ARRAY(a, struct str, j->form_count);
            cells[i] = show_value(f->effective, a, leaves[k].value);
            cells[i] = cells[i].len ? cells[i] : STR("\"\"");
        }
    }
}

static bool differs(const struct str *cells, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!cells[i].p != !cells[0].p || !str_eq(cells[i], cells[0]))
            return true;
    return false;
}

/* Left-justified; what is too long, or goes over lines, ends in dots. */
static void put_cell(struct buf *out, struct str s, size_t width)
{
    struct buf safe = { 0 };

    put_safe(&safe, s);
    if (safe.len > width)
        buf_printf(out, "%.*s...", (int)width - 3, safe.p);
    else
        buf_printf(out, "%-*.*s", (int)width, (int)safe.len, safe.len ? safe.p : "");
    buf_free(&safe);
}

static size_t column(const struct map *by_path, size_t forms, size_t i, struct str head)
{
    size_t most = head.len;

    for (size_t k = 0; k < by_path->count; k++) {
        const struct str *cells = by_path->entries[k].value;
        size_t len = differs(cells, forms) ? (cells[i].p ? cells[i].len : 1) : 0;
        most = len > most ? len : most;
    }
    return most > CELL && head.len <= CELL ? CELL : most;
}

static void put_row(struct buf *out, struct str path, size_t path_width, const struct str *cells, const size_t *widths,
                    size_t n)
{
    buf_put(out, STR("#   "));
    put_cell(out, path, path_width);
    for (size_t i = 0; i < n; i++) {
        buf_put(out, STR("  "));
        put_cell(out, cells[i].p ? cells[i] : STR("-"), widths[i]);
    }
    while (out->len && out->p[out->len - 1] == ' ')
        out->len--;
    buf_char(out, '\n');
}

/* Versions side by side: only what is not the same. */
static void put_differences(const struct show_job *j, struct arena *a, struct buf *out)
{
    struct str *heads = ARENA_ARRAY(a, struct str, j->form_count);
    size_t *widths = ARENA_ARRAY(a, size_t, j->form_count), path_width = 0;
    struct map by_path;

    find_cells(j, a, &by_path);
    for (size_t i = 0; i < j->form_count; i++) {
        heads[i] = j->forms[i].versions;
        widths[i] = column(&by_path, j->form_count, i, heads[i]);
    }
    for (size_t k = 0; k < by_path.count; k++)
        if (differs(by_path.entries[k].value, j->form_count) && by_path.entries[k].key.len > path_width)
            path_width = by_path.entries[k].key.len;
    buf_put(out, STR("# the deployed versions make different jobs of it:\n"));
    put_row(out, STR(""), path_width, heads, widths, j->form_count);
    for (size_t k = 0; k < by_path.count; k++)
        if (differs(by_path.entries[k].value, j->form_count))
            put_row(out, by_path.entries[k].key, path_width, by_path.entries[k].value, widths, j->form_count);
}

bool show_job_yaml(const struct show_job *j, const struct show_style *style, struct arena *a, struct buf *out)
{
    bool ok = true;

    put_heading(j, out);
    if (j->form_count > 1)
        put_differences(j, a, out);
    for (size_t i = 0; i < j->form_count; i++) {
        if (i)
            buf_put(out, STR("---\n"));
        if (j->form_count > 1) {
            buf_put(out, STR("# by "));
            put_safe(out, j->forms[i].versions);
            buf_char(out, '\n');
        }
        ok = put_form(&j->forms[i], style, a, out) && ok;
    }
    return ok;
}
