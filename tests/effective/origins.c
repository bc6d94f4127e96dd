#include "effective/origins.h"

struct walk {
    const struct effective *effective;
    struct arena *arena;
    struct str *why;
};

static struct str json_of(const struct walk *w, const struct govalue *v)
{
    struct buf out = { 0 };
    struct str text;

    govalue_json(v, &w->effective->go, w->arena, &out);
    text = arena_copy(w->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* The text from the line that the place begins on. */
static struct str text_from(const struct prow_file *f, struct place at)
{
    struct str rest = f->tape.source, line;

    for (uint32_t number = 1; number < at.span.line && str_cut(rest, '\n', &line, &rest); number++)
        ;
    return rest;
}

/* What stands in the source where the node does, if that is on or after the line of its place. */
static struct str bytes_at(const struct prow_file *f, struct place at, const struct node *n)
{
    struct str from = text_from(f, at);

    return (size_t)(from.p - f->tape.source.p) > n->start ? STR("") : str_slice(f->tape.source, n->start, n->end);
}

/* A block of lines depends on the indentation around it: each line has to end one of the source, in order. */
static bool lines_stand_there(const struct govalue *v, const struct prow_file *f, struct place at)
{
    struct str rest = text_from(f, at), value = v->text, line, want;
    bool more = str_cut(rest, '\n', &line, &rest);

    while (more && str_cut(value, '\n', &want, &value)) {
        more = str_cut(rest, '\n', &line, &rest);
        if (!str_ends(line, want))
            return false;
    }
    return value.len == 0 || str_ends(str_slice(rest, 0, str_find_char(rest, '\n')), value);
}

/* Nothing at all, or a null: the zero value. */
static bool is_null_there(const struct govalue *v, struct str bytes)
{
    return v->node->kind == NODE_NULL && govalue_is_zero(v) &&
           (bytes.len == 0 || str_eq(bytes, STR("null")) || str_eq(bytes, STR("~")));
}

/* Whether the bytes there are the value: a scalar alone is a YAML document. */
static bool stands_there(const struct walk *w, const struct govalue *v, const struct prow_file *f)
{
    struct prow_file part = { .path = f->path, .role = f->role };
    struct place at = prow_place(f, v->node);
    struct govalue *read;
    const struct node *where;
    struct str error, bytes = bytes_at(f, at, v->node);

    if (at.span.line && (is_null_there(v, bytes) || (v->node->style == STYLE_LITERAL && lines_stand_there(v, f, at))))
        return true;
    if (at.span.line == 0 || bytes.len == 0 || !prow_file_parse(&part, bytes, w->arena) || !part.tape.root)
        return false;
    read = effective_decode(w->effective, w->arena, &part, part.tape.root, v->declared, NULL, &error, &where);
    return read && str_eq(json_of(w, read), json_of(w, v));
}

static bool fail(const struct walk *w, struct str path, const struct govalue *v, const char *what)
{
    *w->why = arena_printf(w->arena, "%.*s = %.*s: %s", STR_ARG(path), STR_ARG(json_of(w, v)), what);
    return false;
}

static bool leaf_holds(const struct walk *w, struct str path, const struct govalue *v, const struct go_field *field)
{
    if (!v->node) {
        bool stated = field && (v->origin ? field->fill != NULL
                                          : field->always || field->missing || field->type->kind == GO_STRUCT);
        return stated || fail(w, path, v, "neither written nor a default that the schemas state");
    }
    if (!v->origin || !v->origin->file)
        return fail(w, path, v, "its place is in no file");
    return stands_there(w, v, v->origin->file) || fail(w, path, v, "it does not stand where its origin says");
}

static bool value_holds(const struct walk *w, struct str path, const struct govalue *v, const struct go_field *field);

static bool members_hold(const struct walk *w, struct str path, const struct govalue *v)
{
    struct govalue_member *m;
    size_t n = govalue_members(v, &w->effective->go, w->arena, &m);

    for (size_t i = 0; i < n; i++)
        if (!value_holds(w, ARENA_JOIN(w->arena, path, STR("."), m[i].key), m[i].value, m[i].field))
            return false;
    return true;
}

static bool value_holds(const struct walk *w, struct str path, const struct govalue *v, const struct go_field *field)
{
    if (v->over && !value_holds(w, path, v->over, field))
        return false;
    if (govalue_is_object(v) && v->count + (v->type->kind == GO_STRUCT) > 0)
        return members_hold(w, path, v);
    for (size_t i = 0; govalue_is_list(v) && i < v->count; i++)
        if (!value_holds(w, arena_printf(w->arena, "%.*s[%zu]", STR_ARG(path), i), v->items[i], NULL))
            return false;
    return (govalue_is_list(v) && v->count) || leaf_holds(w, path, v, field);
}

bool origins_hold(const struct effective *e, const struct effective_job *job, struct arena *a, struct str *why)
{
    struct walk w = { e, a, why };

    return value_holds(&w, STR(""), job->value, NULL);
}
