#include "delta/reconciler_flags.h"

#include "base/path.h"
#include "prow/versions/deployed.h"
#include "syntax/yaml/yaml.h"

enum { LARGEST_MANIFEST = 16 << 20, MOST_LEVELS = 64 };

bool reconciler_names_have(const struct reconciler_names *l, struct str text)
{
    for (size_t i = 0; i < l->count; i++)
        if (str_eq(l->names[i], text))
            return true;
    return false;
}

bool reconciler_names_deny(const struct reconciler_names *l, struct str repo)
{
    struct str org, name;

    str_cut(repo, '/', &org, &name);
    return reconciler_names_have(l, org) || reconciler_names_have(l, repo);
}

struct reading {
    struct reconciler_flags *flags;
    struct arena *arena;
    struct str file;
    uint32_t first_line; /* of the document */
    struct str source;
};

static void add(struct reading *r, struct reconciler_names *to, struct str name)
{
    to->names = arena_grow(r->arena, to->names, to->count, &to->cap, sizeof *to->names);
    to->names[to->count++] = arena_copy(r->arena, name);
}

static bool is_true(struct str value)
{
    return !str_eq(value, STR("false")) && !str_eq(value, STR("0")) && !str_eq(value, STR("f")) &&
           !str_eq(value, STR("F")) && !str_eq(value, STR("FALSE")) && !str_eq(value, STR("False"));
}

/* The lists had another name until 2020. */
static void take(struct reading *r, struct str name, struct str value)
{
    struct reconciler_flags *f = r->flags;

    if (str_eq(name, STR("dry-run")))
        f->dry_run = is_true(value);
    else if (str_eq(name, STR("continue-on-error")))
        f->continue_on_error = is_true(value);
    else if (str_eq(name, STR("denylist")) || str_eq(name, STR("blacklist")))
        add(r, &f->denylist, value);
    else if (str_eq(name, STR("denylist-all")) || str_eq(name, STR("blacklist-all")))
        add(r, &f->denylist_all, value);
}

static bool is_list(struct str name)
{
    return str_eq(name, STR("denylist")) || str_eq(name, STR("denylist-all")) || str_eq(name, STR("blacklist")) ||
           str_eq(name, STR("blacklist-all"));
}

/* Go's flags: one dash or two, the value behind "=" or, for what is no switch, as the next argument. */
static void take_arguments(struct reading *r, const struct node *list)
{
    struct str waiting = STR("");

    if (node_kind(list) != NODE_SEQUENCE)
        return;
    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        struct str s = node_text(node_value(e)), name, value;
        if (waiting.len) {
            take(r, waiting, s);
            waiting = STR("");
            continue;
        }
        if (!str_starts(s, STR("-")))
            continue;
        s = str_from(s, str_starts(s, STR("--")) ? 2 : 1);
        if (str_cut(s, '=', &name, &value))
            take(r, name, value);
        else if (is_list(s))
            waiting = s;
        else
            take(r, s, STR("true"));
    }
}

static bool runs_it(const struct node *image)
{
    struct str name = node_text(image);
    size_t slash = str_rfind_char(name, '/'), end = 0;

    name = slash == SIZE_MAX ? name : str_from(name, slash + 1);
    while (end < name.len && name.p[end] != ':' && name.p[end] != '@')
        end++;
    return str_eq(deployed_component_name(str_slice(name, 0, end)), STR("status-reconciler"));
}

static void take_container(struct reading *r, const struct node *container, const struct node *image)
{
    struct reconciler_flags *f = r->flags;

    *f = (struct reconciler_flags){ .found = true, .dry_run = true, .file = r->file };
    f->line = r->first_line + span_of(r->source, image).line - 1;
    take_arguments(r, node_get(container, STR("command")));
    take_arguments(r, node_get(container, STR("args")));
}

/* Containers stand at different depths in what runs pods. */
static void look(struct reading *r, const struct node *n, unsigned level)
{
    const struct node *image = node_kind(n) == NODE_MAPPING ? node_get(n, STR("image")) : NULL;

    if (r->flags->found || level > MOST_LEVELS)
        return;
    if (node_kind(image) == NODE_STRING && runs_it(image)) {
        take_container(r, n, image);
        return;
    }
    if (node_kind(n) == NODE_MAPPING)
        for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k))
            look(r, node_pair_value(k), level + 1);
    else if (node_kind(n) == NODE_SEQUENCE)
        for (const struct node *e = node_first(n); e; e = node_next(n, e))
            look(r, node_value(e), level + 1);
}

/* Where the next document begins, after the line of three dashes; SIZE_MAX past the last. */
static size_t next_document(struct str text, size_t from)
{
    size_t at = str_find(str_from(text, from), STR("\n---"));

    return at == SIZE_MAX ? SIZE_MAX : from + at + 1;
}

static uint32_t lines_before(struct str text, size_t end)
{
    uint32_t n = 0;

    for (size_t i = 0; i < end; i++)
        n += text.p[i] == '\n';
    return n;
}

void reconciler_flags_read(struct reconciler_flags *f, struct arena *a, struct str file, struct str text)
{
    struct reading r = { f, a, file, 1, text };
    struct arena scratch = { 0 };
    struct yaml_error error;
    struct tape t;

    if (!str_has(text, STR("status-reconciler")))
        return;
    for (size_t from = 0, end; from < text.len && !f->found; from = end) {
        end = next_document(text, from);
        end = end == SIZE_MAX ? text.len : end;
        if (yaml_read(&t, &scratch, str_slice(text, from, end), &YAML_LIMITS, &error)) {
            r.source = t.source;
            r.first_line = 1 + lines_before(text, from);
            look(&r, t.root, 0);
        }
        arena_reset(&scratch);
    }
    arena_free(&scratch);
}

void reconciler_flags_find(struct reconciler_flags *f, struct arena *a, const struct fs *fs, struct str config,
                           struct str jobs)
{
    struct deployed d = { 0 };
    struct buf bytes = { 0 };
    struct fs_error error;

    *f = (struct reconciler_flags){ 0 };
    deployed_discover(&d, a, fs, config, jobs);
    for (size_t i = 0; i < d.count + d.untagged_count && !f->found; i++) {
        const struct deployed_image *x = i < d.count ? &d.images[i] : &d.untagged[i - d.count];
        if (!str_eq(x->component, STR("status-reconciler")))
            continue;
        buf_reset(&bytes);
        if (fs_read(fs, x->at.file, LARGEST_MANIFEST, &bytes, &error))
            reconciler_flags_read(f, a, x->at.file, buf_str(&bytes));
    }
    buf_free(&bytes);
}
