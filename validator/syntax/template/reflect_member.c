/* Fields and methods by name, with Go's promotion through embedded structs: the shallowest one counts, and a
 * name that stands twice at that depth is none. */
#include "syntax/template/reflect.h"

enum search { FIELDS = 1, METHODS = 2 };

struct lookup {
    struct str name;
    int want;
    struct reflect_path now; /* where the search is */
    struct reflect_path hit;
    size_t hits;
};

static void note_hit(struct lookup *l, const struct template_type *owner, size_t field,
                     const struct template_method *method)
{
    l->hits++;
    l->hit = l->now;
    l->hit.owner = owner;
    l->hit.field = field;
    l->hit.method = method;
}

static void search_here(struct lookup *l, const struct template_type *type)
{
    if (l->want & FIELDS)
        for (size_t i = 0; i < type->field_count; i++)
            if (str_eq(type->fields[i].name, l->name))
                note_hit(l, type, i, NULL);
    if (l->want & METHODS)
        for (size_t i = 0; i < type->method_count; i++)
            if (str_eq(type->methods[i].name, l->name))
                note_hit(l, type, 0, &type->methods[i]);
}

/* Looks at the structs embedded exactly this deep; recursion ends at REFLECT_DEPTH. */
static void search_at(struct lookup *l, const struct template_type *type, size_t depth)
{
    if (depth == 0) {
        search_here(l, type);
        return;
    }
    for (size_t i = 0; i < type->field_count; i++) {
        if (!type->fields[i].embedded)
            continue;
        l->now.through[l->now.depth++] = i;
        search_at(l, type->fields[i].type, depth - 1);
        l->now.depth--;
    }
}

static bool search(const struct template_type *type, struct str name, int want, struct reflect_path *path)
{
    struct lookup l = { .name = name, .want = want };
    size_t deepest = type->kind == TEMPLATE_STRUCT ? REFLECT_DEPTH : 0;

    for (size_t depth = 0; depth <= deepest && l.hits == 0; depth++)
        search_at(&l, type, depth);
    *path = l.hit;
    return l.hits == 1;
}

bool reflect_find_field(const struct template_type *type, struct str name, struct reflect_path *path)
{
    return type->kind == TEMPLATE_STRUCT && search(type, name, FIELDS, path);
}

/* Fields take part in the search because they hide methods of their name. */
bool reflect_find_method(const struct template_type *type, struct str name, bool pointer, struct reflect_path *path)
{
    if (!search(type, name, FIELDS | METHODS, path) || !path->method)
        return false;
    return pointer || !(path->method->flags & METHOD_POINTER);
}

static struct template_value walk_through(struct template_value v, const struct reflect_path *path)
{
    for (size_t i = 0; i < path->depth; i++)
        v = reflect_field(v, path->through[i]);
    return v;
}

struct template_value reflect_walk(struct template_value v, const struct reflect_path *path)
{
    return reflect_field(walk_through(v, path), path->field);
}

static bool not_known(struct template_call *call)
{
    call->undecided = true;
    call->error = STR("what this method answers is not known here");
    return false;
}

/* A call on a nil pointer. Go's wrapper of a method with receiver T names the method in its panic; promoted
 * ones load the pointer. */
static bool call_nil(struct template_value v, const struct reflect_path *path, struct template_call *call)
{
    const struct template_type *type = v.type->elem;
    unsigned flags = path->method->flags;
    struct str base = type->name;
    size_t dot = str_find_char(base, '.');

    if (path->depth > 0 || (flags & METHOD_LOADS)) {
        call->error = STR("runtime error: invalid memory address or nil pointer dereference");
        return false;
    }
    if (flags & METHOD_POINTER) {
        call->receiver = v;
        return (flags & METHOD_NIL) && path->method->run ? path->method->run(call) : not_known(call);
    }
    if (dot != SIZE_MAX)
        base = str_from(base, dot + 1);
    call->error = arena_printf(call->arena, "value method %.*s.%.*s.%.*s called using nil *%.*s pointer",
                               STR_ARG(type->package), STR_ARG(base), STR_ARG(path->method->name), STR_ARG(base));
    return false;
}

bool reflect_call(struct template_value v, const struct reflect_path *path, struct template_call *call)
{
    bool pointer = reflect_kind(v) == TEMPLATE_POINTER;
    bool wants_pointer = path->method->flags & METHOD_POINTER;

    call->method = path->method;
    if (pointer && !v.target)
        return call_nil(v, path, call);
    if (!path->method->run)
        return not_known(call);
    if (pointer && path->depth == 0 && wants_pointer) {
        call->receiver = v;
    } else {
        v = walk_through(pointer ? reflect_elem(v) : v, path);
        call->receiver = wants_pointer ? reflect_address(call->arena, v) : v;
    }
    return path->method->run(call);
}
