#include "cel/check.h"

enum { DEEPEST_TYPE = 600 };

struct cel_undo {
    uint32_t var;
    const struct cel_type *was;
};

uint32_t cel_unifier_fresh(struct cel_unifier *u, uint32_t count)
{
    uint32_t first = (uint32_t)u->count;

    for (uint32_t i = 0; i < count; i++) {
        u->bound = arena_grow(u->arena, (void *)(uintptr_t)u->bound, u->count, &u->cap, sizeof(*u->bound));
        u->bound[u->count++] = NULL;
    }
    return first;
}

static void bind(struct cel_unifier *u, const struct cel_type *var, const struct cel_type *to)
{
    u->trail = arena_grow(u->arena, u->trail, u->trail_count, &u->trail_cap, sizeof(*u->trail));
    u->trail[u->trail_count++] = (struct cel_undo){ var->var, u->bound[var->var] };
    u->bound[var->var] = to;
}

size_t cel_unifier_mark(const struct cel_unifier *u)
{
    return u->trail_count;
}

void cel_unifier_return(struct cel_unifier *u, size_t mark)
{
    while (u->trail_count > mark) {
        const struct cel_undo *undo = &u->trail[--u->trail_count];
        u->bound[undo->var] = undo->was;
    }
}

static const struct cel_type *found(const struct cel_unifier *u, const struct cel_type *t)
{
    return t->kind == CEL_TYPE_PARAM && t->var < u->count ? u->bound[t->var] : NULL;
}

/* Counts a step; false when there have been too many, or types nest too deep. */
static bool step(struct cel_unifier *u, unsigned depth)
{
    if (depth > DEEPEST_TYPE)
        u->steps = CEL_MOST_CHECK_STEPS;
    return u->steps < CEL_MOST_CHECK_STEPS && ++u->steps;
}

static const struct cel_type *substitute(struct cel_unifier *u, const struct cel_type *t, bool to_dyn, unsigned depth)
{
    const struct cel_type *params[CEL_TYPE_PARAMETERS], *bound;

    if (!t->has_param || !step(u, depth))
        return t;
    bound = found(u, t);
    if (bound)
        return substitute(u, bound, to_dyn, depth + 1);
    if (t->kind == CEL_TYPE_PARAM)
        return to_dyn ? &cel_type_dyn : t;
    for (unsigned i = 0; i < t->count; i++)
        params[i] = substitute(u, t->params[i], to_dyn, depth + 1);
    return cel_type_with(u->arena, t, params);
}

const struct cel_type *cel_substitute(struct cel_unifier *u, const struct cel_type *t, bool to_dyn)
{
    return substitute(u, t, to_dyn, 0);
}

static bool less_specific(const struct cel_type *a, const struct cel_type *b, unsigned depth)
{
    if (a->kind == CEL_TYPE_DYN || a->kind == CEL_TYPE_PARAM || depth > DEEPEST_TYPE)
        return true;
    if (b->kind == CEL_TYPE_DYN || b->kind == CEL_TYPE_PARAM)
        return false;
    if (b->kind == CEL_TYPE_NULL && (a->nullable || a->kind == CEL_TYPE_NULL))
        return true;
    if (a->kind == CEL_TYPE_NULL && b->nullable)
        return false;
    if (a->kind != b->kind)
        return false;
    if (a->nullable != b->nullable)
        return a->nullable;
    if (a->count != b->count || !str_eq(a->name, b->name))
        return false;
    for (unsigned i = 0; i < a->count; i++)
        if (!less_specific(a->params[i], b->params[i], depth + 1))
            return false;
    return true;
}

const struct cel_type *cel_most_general(const struct cel_type *a, const struct cel_type *b)
{
    return less_specific(a, b, 0) ? a : b;
}

/* Whether the variable does not occur within a type. */
static bool absent(struct cel_unifier *u, const struct cel_type *var, const struct cel_type *within, unsigned depth)
{
    const struct cel_type *bound;

    if (!within->has_param)
        return true;
    if (!step(u, depth) || cel_type_equal(var, within))
        return false;
    if (within->kind == CEL_TYPE_PARAM) {
        bound = found(u, within);
        return !bound || absent(u, var, bound, depth + 1);
    }
    for (unsigned i = 0; i < within->count; i++)
        if (!absent(u, var, within->params[i], depth + 1))
            return false;
    return true;
}

static bool assign(struct cel_unifier *u, const struct cel_type *from, const struct cel_type *to, unsigned depth);

/* Whether `var` may stand for t. *had: it stood for something before. */
static bool may_stand_for(struct cel_unifier *u, const struct cel_type *t, const struct cel_type *var, bool *had,
                          unsigned depth)
{
    const struct cel_type *bound = found(u, var), *general;

    *had = true;
    if (t->kind == var->kind && cel_type_equal(t, var))
        return true;
    if (bound) {
        if (t->kind == bound->kind && cel_type_equal(t, bound))
            return true;
        if (!assign(u, t, bound, depth + 1))
            return false;
        general = cel_most_general(t, bound);
        if (absent(u, var, general, depth + 1))
            bind(u, var, general);
        return true;
    }
    *had = false;
    if (!absent(u, var, t, depth + 1))
        return false;
    bind(u, var, t);
    return true;
}

static bool takes_null(const struct cel_type *t)
{
    switch (t->kind) {
    case CEL_TYPE_NULL:
    case CEL_TYPE_OPAQUE:
    case CEL_TYPE_STRUCT:
    case CEL_TYPE_TIMESTAMP:
    case CEL_TYPE_DURATION:
        return true;
    default:
        return t->nullable;
    }
}

static bool is_wild(const struct cel_type *t)
{
    return t->kind == CEL_TYPE_DYN || t->kind == CEL_TYPE_ERROR;
}

static bool assign_parts(struct cel_unifier *u, const struct cel_type *from, const struct cel_type *to, unsigned depth)
{
    if (from->kind != to->kind || from->count != to->count || !str_eq(from->name, to->name))
        return false;
    for (unsigned i = 0; i < from->count; i++)
        if (!assign(u, from->params[i], to->params[i], depth + 1))
            return false;
    return true;
}

static bool assign(struct cel_unifier *u, const struct cel_type *from, const struct cel_type *to, unsigned depth)
{
    bool had = false;

    if (!step(u, depth))
        return true;
    if (to->kind == CEL_TYPE_PARAM) {
        if (may_stand_for(u, from, to, &had, depth))
            return true;
        if (had)
            return false;
    }
    if (from->kind == CEL_TYPE_PARAM)
        return may_stand_for(u, to, from, &had, depth);
    if (is_wild(from) || is_wild(to))
        return true;
    if (from->kind == CEL_TYPE_NULL)
        return takes_null(to);
    if (to->kind == CEL_TYPE_NULL)
        return takes_null(from);
    switch (from->kind) {
    case CEL_TYPE_TYPE:
        if (to->kind == CEL_TYPE_TYPE && !from->has_param && !to->has_param)
            return true;
        return assign_parts(u, from, to, depth);
    case CEL_TYPE_OPAQUE:
    case CEL_TYPE_LIST:
    case CEL_TYPE_MAP:
        return assign_parts(u, from, to, depth);
    default:
        return cel_type_takes(to, from);
    }
}

bool cel_assignable_all(struct cel_unifier *u, const struct cel_type *const *from, const struct cel_type *const *to,
                        size_t count)
{
    size_t mark = cel_unifier_mark(u);

    for (size_t i = 0; i < count; i++)
        if (!assign(u, from[i], to[i], 0)) {
            cel_unifier_return(u, mark);
            return false;
        }
    return true;
}

bool cel_assignable(struct cel_unifier *u, const struct cel_type *from, const struct cel_type *to)
{
    return cel_assignable_all(u, &from, &to, 1);
}

static bool is_primitive(const struct cel_type *t)
{
    return t->kind >= CEL_TYPE_BOOL && t->kind <= CEL_TYPE_BYTES;
}

static const struct cel_type *join_nullable(struct arena *arena, const struct cel_type *a, const struct cel_type *b)
{
    if (a->kind == CEL_TYPE_NULL && is_primitive(b))
        return b->nullable ? b : cel_type_nullable(arena, b);
    if (b->kind == CEL_TYPE_NULL && is_primitive(a))
        return a->nullable ? a : cel_type_nullable(arena, a);
    if (a->kind == b->kind && is_primitive(a) && a->nullable != b->nullable)
        return a->nullable ? a : b;
    return NULL;
}

const struct cel_type *cel_join(struct cel_unifier *u, struct arena *a, const struct cel_type *so_far,
                                const struct cel_type *t)
{
    const struct cel_type *nullable;

    if (!so_far)
        return t;
    if (cel_assignable(u, so_far, t))
        return cel_most_general(so_far, t);
    if (cel_assignable(u, t, so_far))
        return cel_most_general(t, so_far);
    nullable = join_nullable(a, so_far, t);
    return nullable ? nullable : &cel_type_dyn;
}
