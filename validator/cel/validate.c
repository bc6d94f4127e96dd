/* What is looked at in a tree that has its types: constant arguments that can't work. */
#include "cel/check.h"
#include "cel/format.h"
#include "cel/network.h"
#include "cel/time.h"
#include "syntax/regex/regex.h"

struct validator {
    struct arena *arena;
    const struct cel_env *env;
    struct str text;
    struct cel_unifier *u;
    struct cel_issues *issues;
};

static void complain(struct validator *v, uint32_t at, struct str message)
{
    cel_issue_add(v->issues, v->arena, v->text, at, message);
}

static const struct cel_type *type_of(struct validator *v, const struct cel_expr *e)
{
    return e->type ? cel_substitute(v->u, e->type, true) : &cel_type_dyn;
}

/* The first part of an argument that %s can't show, with the words; NULL when it can. */
static const struct cel_expr *unshown(struct validator *v, const struct cel_expr *e, char letter, struct str *words)
{
    const struct cel_type *t = type_of(v, e);
    const struct cel_expr *bad = NULL;

    if (t->kind == CEL_TYPE_DYN)
        return NULL;
    *words = cel_clause_refuses(v->arena, letter, t);
    if (words->len)
        return e;
    for (size_t i = 0; letter == 's' && e->kind == CEL_EXPR_LIST && i < e->count && !bad; i++)
        bad = unshown(v, e->args[i], letter, words);
    for (size_t i = 0; letter == 's' && e->kind == CEL_EXPR_MAP && i < e->count && !bad; i++) {
        bad = unshown(v, e->entries[i].key, letter, words);
        if (!bad)
            bad = unshown(v, e->entries[i].value, letter, words);
    }
    return bad;
}

static void check_format(struct validator *v, const struct cel_expr *e)
{
    struct str format = cel_text(&e->args[0]->value), words = STR("");
    const struct cel_expr *list = e->args[1], *bad;
    struct cel_clause c;
    size_t used = 0;

    for (size_t i = 0; i < format.len; i++) {
        if (format.p[i] != '%')
            continue;
        if (i + 1 < format.len && format.p[i + 1] == '%') {
            i++;
            continue;
        }
        if (i + 1 >= format.len)
            words = STR("unexpected end of string");
        else if (used >= list->count)
            words = arena_printf(v->arena, "index %zu out of range", used);
        if (words.len || !cel_clause_read(v->arena, format, i, v->env->kubernetes, &c, &words)) {
            complain(v, e->at, words);
            return;
        }
        bad = unshown(v, list->args[used++], c.letter, &words);
        if (bad) {
            complain(v, bad->at, words);
            return;
        }
        i = c.end - 1;
    }
    if (list->count > used)
        complain(v, e->at,
                 arena_printf(v->arena, "too many arguments supplied to string.format (expected %zu, got %zu)", used,
                              list->count));
}

static bool is_text(const struct cel_expr *e)
{
    return e->kind == CEL_EXPR_LITERAL && e->value.kind == CEL_STRING;
}

static void check_address(struct validator *v, const struct cel_expr *e, bool net)
{
    struct str error;
    struct cel_ip ip;

    if (net ? cel_cidr_read(v->arena, cel_text(&e->args[0]->value), false, &ip, &error)
            : cel_ip_read(v->arena, cel_text(&e->args[0]->value), &ip, &error))
        return;
    complain(v, e->args[0]->at,
             ARENA_JOIN(v->arena, net ? STR("invalid cidr argument: ") : STR("invalid ip argument: "), error));
}

static void check_constant(struct validator *v, const struct cel_expr *e, const struct cel_expr *arg, bool valid)
{
    if (!valid)
        complain(v, arg->at, ARENA_JOIN(v->arena, STR("invalid "), e->name, STR(" argument")));
}

/* Kubernetes also looks at constant durations, timestamps and patterns. */
static void check_kubernetes(struct validator *v, const struct cel_expr *e)
{
    const struct cel_expr *last = e->args[e->count - 1];
    struct cel_value ignored;
    struct regex_error re;
    struct str error;

    if (!is_text(last))
        return;
    if (str_eq(e->name, STR("duration")))
        check_constant(v, e, last, cel_duration_read(v->arena, cel_text(&last->value), &ignored));
    else if (str_eq(e->name, STR("timestamp")))
        check_constant(v, e, last, cel_time_read(v->arena, cel_text(&last->value), &ignored, &error));
    else if (str_eq(e->name, STR("matches")))
        check_constant(v, e, last, regex_check(v->arena, cel_text(&last->value), REGEX_GO_NEWEST, &re));
}

static void check_call(struct validator *v, const struct cel_expr *e)
{
    unsigned libraries = v->env->libraries;

    if ((libraries & CEL_LIB_STRINGS) && e->member && e->count == 2 && str_eq(e->name, STR("format")) &&
        is_text(e->args[0]) && e->args[1]->kind == CEL_EXPR_LIST)
        check_format(v, e);
    if ((libraries & CEL_LIB_NETWORK) && !e->member && e->count == 1 && is_text(e->args[0]) &&
        (str_eq(e->name, STR("ip")) || str_eq(e->name, STR("cidr"))))
        check_address(v, e, str_eq(e->name, STR("cidr")));
    if (v->env->kubernetes && e->count)
        check_kubernetes(v, e);
}

/* Kubernetes wants literals of one type, but for dyn. */
static void check_same(struct validator *v, const struct cel_type **first, const struct cel_expr *e, bool optional)
{
    const struct cel_type *t = type_of(v, e);

    if (optional && cel_type_is_optional(t))
        t = t->params[0];
    if (!*first)
        *first = t;
    else if (!cel_type_takes(*first, t) && !cel_type_takes(t, *first))
        complain(v, e->at,
                 ARENA_JOIN(v->arena, STR("expected type '"), cel_type_text(v->arena, *first), STR("' but found '"),
                            cel_type_text(v->arena, t), STR("'")));
}

static void check_literals(struct validator *v, const struct cel_expr *e)
{
    const struct cel_type *first = NULL, *values = NULL;

    for (size_t i = 0; i < e->count; i++)
        if (e->kind == CEL_EXPR_LIST) {
            check_same(v, &first, e->args[i], e->optional && e->optionals[i]);
        } else {
            check_same(v, &first, e->entries[i].key, false);
            check_same(v, &values, e->entries[i].value, e->entries[i].optional);
        }
}

static void walk(struct validator *v, const struct cel_expr *e, bool in_format)
{
    if (v->u->steps >= CEL_MOST_CHECK_STEPS || ++v->u->steps >= CEL_MOST_CHECK_STEPS)
        return;
    switch (e->kind) {
    case CEL_EXPR_SELECT:
        walk(v, e->operand, false);
        break;
    case CEL_EXPR_CALL:
        check_call(v, e);
        for (size_t i = 0; i < e->count; i++)
            walk(v, e->args[i], str_eq(e->name, STR("format")) && i == 1);
        break;
    case CEL_EXPR_LIST:
    case CEL_EXPR_MAP:
        if (v->env->kubernetes && !in_format)
            check_literals(v, e);
        for (size_t i = 0; i < e->count; i++)
            if (e->kind == CEL_EXPR_LIST) {
                walk(v, e->args[i], false);
            } else {
                walk(v, e->entries[i].key, false);
                walk(v, e->entries[i].value, false);
            }
        break;
    case CEL_EXPR_LOOP:
        walk(v, e->loop->range, false);
        walk(v, e->loop->init, false);
        walk(v, e->loop->step, false);
        walk(v, e->loop->result, false);
        break;
    default:
        break;
    }
}

void cel_validate(struct arena *a, const struct cel_env *env, struct str text, struct cel_expr *root,
                  struct cel_unifier *u, struct cel_issues *issues)
{
    struct validator v = { a, env, text, u, issues };

    walk(&v, root, false);
}
