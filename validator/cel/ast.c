/* Building trees of expressions. */
#include "cel/parse.h"

struct cel_expr *cel_expr_new(struct arena *a, enum cel_expr_kind kind, uint32_t where)
{
    struct cel_expr *e = ARENA_NEW(a, struct cel_expr);

    e->kind = (uint8_t)kind;
    e->at = where;
    e->height = 1;
    return e;
}

struct cel_expr *cel_expr_ident(struct arena *a, uint32_t where, struct str name)
{
    struct cel_expr *e = cel_expr_new(a, CEL_EXPR_IDENT, where);

    e->name = name;
    return e;
}

struct cel_expr *cel_expr_literal(struct arena *a, uint32_t where, struct cel_value value)
{
    struct cel_expr *e = cel_expr_new(a, CEL_EXPR_LITERAL, where);

    e->value = value;
    return e;
}

void cel_expr_grow_over(struct cel_expr *e, const struct cel_expr *part)
{
    if (part && part->height >= e->height)
        e->height = part->height + 1;
}

struct cel_expr *cel_expr_call(struct arena *a, uint32_t where, struct str name, struct cel_expr **args, size_t count)
{
    struct cel_expr *e = cel_expr_new(a, CEL_EXPR_CALL, where);

    e->name = name;
    e->args = args;
    e->count = count;
    for (size_t i = 0; i < count; i++)
        cel_expr_grow_over(e, args[i]);
    return e;
}

struct cel_expr *cel_expr_op(struct arena *a, uint32_t where, struct str name, struct cel_expr *x, struct cel_expr *y,
                             struct cel_expr *z)
{
    struct cel_expr **args = ARENA_ARRAY(a, struct cel_expr *, 3);

    args[0] = x;
    args[1] = y;
    args[2] = z;
    return cel_expr_call(a, where, name, args, 1u + (y != NULL) + (z != NULL));
}

bool cel_expr_qualified(struct arena *a, const struct cel_expr *e, struct str *name)
{
    struct str rest;

    if (e->kind == CEL_EXPR_IDENT) {
        *name = e->name;
        return true;
    }
    if (e->kind != CEL_EXPR_SELECT || e->test_only || !cel_expr_qualified(a, e->operand, &rest))
        return false;
    *name = ARENA_JOIN(a, rest, STR("."), e->name);
    return true;
}

bool cel_is_reserved(struct str name)
{
    static const struct str words[] = {
        STR_INIT("as"),    STR_INIT("break"),  STR_INIT("const"),    STR_INIT("continue"), STR_INIT("else"),
        STR_INIT("false"), STR_INIT("for"),    STR_INIT("function"), STR_INIT("if"),       STR_INIT("import"),
        STR_INIT("in"),    STR_INIT("let"),    STR_INIT("loop"),     STR_INIT("package"),  STR_INIT("namespace"),
        STR_INIT("null"),  STR_INIT("return"), STR_INIT("true"),     STR_INIT("var"),      STR_INIT("void"),
        STR_INIT("while"),
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (str_eq(name, words[i]))
            return true;
    return false;
}
