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

/* The lines from the one that the place begins on, to the end of the place: nothing but the place is taken from prowgate. */
static struct str bytes_at(const struct walk *w, const struct prow_file *f, struct place at, const struct node *n)
{
    struct str rest = f->tape.source, line;
    uint32_t number = 1;

    while (number < at.span.line && str_cut(rest, '\n', &line, &rest))
        number++;
    (void)w;
    if ((size_t)(rest.p - f->tape.source.p) > n->start)
        return STR("");
    return str_slice(f->tape.source, n->start, n->end);
}

/* Whether the bytes there are the value: a scalar alone is a YAML document. */
static bool stands_there(const struct walk *w, const struct govalue *v, const struct prow_file *f)
{
    struct prow_file part = { .path = f->path, .role = f->role };
    struct place at = prow_place(f, v->node);
    struct govalue *read;
    const struct node *where;
    struct str error, bytes = bytes_at(w, f, at, v->node);

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
        bool stated = field && (v->origin ? field->fill != NULL : field->always || field->type->kind == GO_STRUCT);
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
