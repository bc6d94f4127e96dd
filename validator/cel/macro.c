/* The macros of CEL and its extensions, expanded as cel-go expands them: the checker's answers depend on it. A loop also
 * keeps which macro it was, so that the evaluator need not run the expansion. */
#include "cel/parse.h"

struct macro_call {
    struct cel_parser *p;
    struct arena *a;
    uint32_t at; /* of the call: every new node stands there */
    struct str name;
    struct cel_expr *target;
    struct cel_expr **args;
    size_t count;
};

static struct cel_expr *refuse(struct macro_call *m, uint32_t at, struct str message)
{
    cel_issue_add(m->p->issues, m->a, m->p->text, at, message);
    return cel_expr_literal(m->a, m->at, cel_null());
}

static struct cel_expr *literal(struct macro_call *m, struct cel_value v)
{
    return cel_expr_literal(m->a, m->at, v);
}

static struct cel_expr *accu(struct macro_call *m)
{
    return cel_expr_ident(m->a, m->at, CEL_ACCUMULATOR);
}

static struct cel_expr *op(struct macro_call *m, struct str name, struct cel_expr *x, struct cel_expr *y,
                           struct cel_expr *z)
{
    return cel_expr_op(m->a, m->at, name, x, y, z);
}

static struct cel_expr *list_of(struct macro_call *m, struct cel_expr **items, size_t count)
{
    struct cel_expr *e = cel_expr_new(m->a, CEL_EXPR_LIST, m->at);

    e->args = items;
    e->count = count;
    for (size_t i = 0; i < count; i++)
        if (items[i]->height >= e->height)
            e->height = items[i]->height + 1;
    return e;
}

static struct cel_expr *list_of_one(struct macro_call *m, struct cel_expr *e)
{
    struct cel_expr **items = ARENA_ARRAY(m->a, struct cel_expr *, 1);

    items[0] = e;
    return list_of(m, items, 1);
}

static struct cel_expr *loop(struct macro_call *m, struct cel_loop parts)
{
    struct cel_expr *e = cel_expr_new(m->a, CEL_EXPR_LOOP, m->at);
    const struct cel_expr *const all[] = { parts.range, parts.init, parts.condition, parts.step, parts.result };

    e->loop = ARENA_NEW(m->a, struct cel_loop);
    *e->loop = parts;
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        if (all[i]->height >= e->height)
            e->height = all[i]->height + 1;
    return e;
}

/* A simple name as a macro's variable; an empty one, with an issue, when it is none. */
static struct str variable(struct macro_call *m, const struct cel_expr *e, const char *otherwise)
{
    if (e->kind != CEL_EXPR_IDENT || e->name.p[0] == '.') {
        refuse(m, e->at, str_c(otherwise));
        return STR("");
    }
    if (str_eq(e->name, CEL_ACCUMULATOR) || str_eq(e->name, STR("__result__"))) {
        refuse(m, e->at, STR("iteration variable overwrites accumulator variable"));
        return STR("");
    }
    return e->name;
}

static struct cel_expr *expand_has(struct macro_call *m)
{
    struct cel_expr *e = m->args[0], *made;

    if (e->kind != CEL_EXPR_SELECT || e->test_only)
        return refuse(m, e->at, STR("invalid argument to has() macro"));
    made = cel_expr_new(m->a, CEL_EXPR_SELECT, m->at);
    *made = *e;
    made->at = m->at;
    made->test_only = true;
    return made;
}

/* The variables of a loop with body as its last argument. */
static bool loop_variables(struct macro_call *m, bool two, struct cel_loop *l, const char *otherwise)
{
    l->range = m->target;
    l->accu = CEL_ACCUMULATOR;
    l->var = variable(m, m->args[0], two ? "argument must be a simple name" : otherwise);
    if (l->var.len == 0)
        return false;
    if (two) {
        l->var2 = variable(m, m->args[1], "argument must be a simple name");
        if (l->var2.len == 0)
            return false;
        if (str_eq(l->var, l->var2)) {
            refuse(m, m->args[1]->at, ARENA_JOIN(m->a, STR("duplicate variable name: "), l->var));
            return false;
        }
    }
    return true;
}

static struct cel_expr *failed(struct macro_call *m)
{
    return literal(m, cel_null());
}

static struct cel_expr *expand_all(struct macro_call *m, bool two)
{
    struct cel_loop l = { .macro = CEL_MACRO_ALL, .body = m->args[m->count - 1] };

    if (!loop_variables(m, two, &l, "argument must be a simple name"))
        return failed(m);
    l.init = literal(m, cel_bool(true));
    l.condition = op(m, STR("@not_strictly_false"), accu(m), NULL, NULL);
    l.step = op(m, STR("_&&_"), accu(m), l.body, NULL);
    l.result = accu(m);
    return loop(m, l);
}

static struct cel_expr *expand_exists(struct macro_call *m, bool two)
{
    struct cel_loop l = { .macro = CEL_MACRO_EXISTS, .body = m->args[m->count - 1] };

    if (!loop_variables(m, two, &l, "argument must be a simple name"))
        return failed(m);
    l.init = literal(m, cel_bool(false));
    l.condition = op(m, STR("@not_strictly_false"), op(m, STR("!_"), accu(m), NULL, NULL), NULL, NULL);
    l.step = op(m, STR("_||_"), accu(m), l.body, NULL);
    l.result = accu(m);
    return loop(m, l);
}

static struct cel_expr *expand_exists_one(struct macro_call *m, bool two)
{
    struct cel_loop l = { .macro = CEL_MACRO_EXISTS_ONE, .body = m->args[m->count - 1] };

    if (!loop_variables(m, two, &l, "argument must be a simple name"))
        return failed(m);
    l.init = literal(m, cel_int(0));
    l.condition = literal(m, cel_bool(true));
    l.step = op(m, STR("_?_:_"), l.body, op(m, STR("_+_"), accu(m), literal(m, cel_int(1)), NULL), accu(m));
    l.result = op(m, STR("_==_"), accu(m), literal(m, cel_int(1)), NULL);
    return loop(m, l);
}

/* map and transformList, with a filter where there is one argument more. */
static struct cel_expr *expand_map(struct macro_call *m, bool two)
{
    struct cel_loop l = { .macro = CEL_MACRO_MAP, .body = m->args[m->count - 1] };

    if (!loop_variables(m, two, &l, "argument is not an identifier"))
        return failed(m);
    if (m->count == 3u + two)
        l.filter = m->args[m->count - 2];
    l.init = list_of(m, NULL, 0);
    l.condition = literal(m, cel_bool(true));
    l.step = op(m, STR("_+_"), accu(m), list_of_one(m, l.body), NULL);
    if (l.filter)
        l.step = op(m, STR("_?_:_"), l.filter, l.step, accu(m));
    l.result = accu(m);
    return loop(m, l);
}

static struct cel_expr *expand_filter(struct macro_call *m)
{
    struct cel_loop l = { .macro = CEL_MACRO_FILTER, .filter = m->args[1], .body = m->args[0] };

    if (!loop_variables(m, false, &l, "argument is not an identifier"))
        return failed(m);
    l.init = list_of(m, NULL, 0);
    l.condition = literal(m, cel_bool(true));
    l.step = op(m, STR("_+_"), accu(m), list_of_one(m, m->args[0]), NULL);
    l.step = op(m, STR("_?_:_"), l.filter, l.step, accu(m));
    l.result = accu(m);
    return loop(m, l);
}

static struct cel_expr *expand_transform_map(struct macro_call *m, bool entry)
{
    struct cel_loop l = { .macro = entry ? CEL_MACRO_TRANSFORM_ENTRY : CEL_MACRO_TRANSFORM_MAP,
                          .body = m->args[m->count - 1] };

    if (!loop_variables(m, true, &l, NULL))
        return failed(m);
    if (m->count == 4)
        l.filter = m->args[2];
    l.init = cel_expr_new(m->a, CEL_EXPR_MAP, m->at);
    l.condition = literal(m, cel_bool(true));
    l.step = entry ? op(m, STR("cel.@mapInsert"), accu(m), l.body, NULL)
                   : op(m, STR("cel.@mapInsert"), accu(m), cel_expr_ident(m->a, m->at, l.var), l.body);
    if (l.filter)
        l.step = op(m, STR("_?_:_"), l.filter, l.step, accu(m));
    l.result = accu(m);
    return loop(m, l);
}

/* result, with a variable set to value. */
static struct cel_expr *bind(struct macro_call *m, struct str name, struct cel_expr *value, struct cel_expr *result)
{
    struct cel_loop l = {
        .macro = CEL_MACRO_BIND, .var = STR("#unused"), .accu = name, .init = value, .result = result
    };

    l.range = list_of(m, NULL, 0);
    l.condition = literal(m, cel_bool(false));
    l.step = cel_expr_ident(m->a, m->at, name);
    return loop(m, l);
}

static struct cel_expr *expand_bind(struct macro_call *m)
{
    if (m->args[0]->kind != CEL_EXPR_IDENT)
        return refuse(m, m->args[0]->at, STR("cel.bind() variable names must be simple identifiers"));
    return bind(m, m->args[0]->name, m->args[1], m->args[2]);
}

static struct cel_expr *member_call(struct macro_call *m, struct str name, struct cel_expr *target)
{
    struct cel_expr *e = op(m, name, target, NULL, NULL);

    e->member = true;
    return e;
}

/* target.optMap(v, f): target.hasValue() ? optional.of(bind v = target.value(): f) : optional.none() */
static struct cel_expr *expand_opt_map(struct macro_call *m, bool flat)
{
    struct cel_expr *target = m->target, *input = target, *made, *body;
    struct str hold = STR("@target");

    if (m->args[0]->kind != CEL_EXPR_IDENT)
        return refuse(m, m->args[0]->at,
                      flat ? STR("optFlatMap() variable name must be a simple identifier")
                           : STR("optMap() variable name must be a simple identifier"));
    if (target->kind != CEL_EXPR_IDENT)
        input = cel_expr_ident(m->a, m->at, hold);
    body = bind(m, m->args[0]->name, member_call(m, STR("value"), input), m->args[1]);
    if (!flat)
        body = op(m, STR("optional.of"), body, NULL, NULL);
    made = op(m, STR("_?_:_"), member_call(m, STR("hasValue"), input), body,
              cel_expr_call(m->a, m->at, STR("optional.none"), NULL, 0));
    return input == target ? made : bind(m, hold, target, made);
}

static bool is_named(const struct cel_expr *e, struct str name)
{
    return e && e->kind == CEL_EXPR_IDENT && str_eq(e->name, name);
}

/* Whether the checker may find a number in it: anything but a literal that is none. */
static bool may_be_number(const struct cel_expr *e)
{
    switch (e->kind) {
    case CEL_EXPR_LITERAL:
        return e->value.kind == CEL_INT || e->value.kind == CEL_UINT || e->value.kind == CEL_DOUBLE;
    case CEL_EXPR_LIST:
    case CEL_EXPR_MAP:
    case CEL_EXPR_STRUCT:
        return false;
    default:
        return true;
    }
}

static bool list_of_numbers(const struct cel_expr *e)
{
    if (e->kind != CEL_EXPR_LIST || e->count == 0)
        return false;
    for (size_t i = 0; i < e->count; i++)
        if (!may_be_number(e->args[i]))
            return false;
    return true;
}

static struct cel_expr *expand_extreme(struct macro_call *m, bool least)
{
    struct str shown = least ? STR("math.least()") : STR("math.greatest()");
    struct str name = least ? STR("math.@min") : STR("math.@max");

    if (m->count == 0)
        return refuse(m, m->target->at, ARENA_JOIN(m->a, shown, STR(" requires at least one argument")));
    if (m->count == 1 && !list_of_numbers(m->args[0]) && !may_be_number(m->args[0]))
        return refuse(m, m->args[0]->at, ARENA_JOIN(m->a, shown, STR(" invalid single argument value")));
    for (size_t i = 0; i < m->count && m->count > 1; i++)
        if (!may_be_number(m->args[i]))
            return refuse(m, m->args[i]->at, ARENA_JOIN(m->a, shown, STR(" simple literal arguments must be numeric")));
    if (m->count <= 2)
        return cel_expr_call(m->a, m->at, name, m->args, m->count);
    return op(m, name, list_of(m, m->args, m->count), NULL, NULL);
}

static struct cel_expr *expand_sort_by(struct macro_call *m)
{
    struct str input = STR("@__sortBy_input__");
    struct macro_call map = *m;
    struct cel_expr *keys, *call;

    if (m->target->kind == CEL_EXPR_LITERAL || m->target->kind == CEL_EXPR_MAP || m->target->kind == CEL_EXPR_STRUCT)
        return refuse(m, m->target->at,
                      STR("sortBy can only be applied to a list, identifier, comprehension, call or select "
                          "expression"));
    map.target = cel_expr_ident(m->a, m->at, input);
    keys = expand_map(&map, false);
    call = op(m, STR("@sortByAssociatedKeys"), cel_expr_ident(m->a, m->at, input), keys, NULL);
    call->member = true;
    return bind(m, input, m->target, call);
}

/* cel.block and its variables, as the specification's tests write them. */
static struct cel_expr *expand_block(struct macro_call *m)
{
    int64_t n = m->args[0]->kind == CEL_EXPR_LITERAL ? m->args[0]->value.i : -1;

    if (str_eq(m->name, STR("block")) && m->count == 2 && m->args[0]->kind == CEL_EXPR_LIST) {
        struct cel_expr *made = m->args[1];
        for (size_t i = m->args[0]->count; i-- > 0;)
            made = bind(m, arena_printf(m->a, "@index%zu", i), m->args[0]->args[i], made);
        return made;
    }
    if (str_eq(m->name, STR("index")) && m->count == 1 && n >= 0)
        return cel_expr_ident(m->a, m->at, arena_printf(m->a, "@index%lld", (long long)n));
    if (m->count == 2 && n >= 0 && m->args[1]->kind == CEL_EXPR_LITERAL && str_eq(m->name, STR("iterVar")))
        return cel_expr_ident(m->a, m->at,
                              arena_printf(m->a, "@it:%lld:%lld", (long long)n, (long long)m->args[1]->value.i));
    if (m->count == 2 && n >= 0 && m->args[1]->kind == CEL_EXPR_LITERAL && str_eq(m->name, STR("accuVar")))
        return cel_expr_ident(m->a, m->at,
                              arena_printf(m->a, "@ac:%lld:%lld", (long long)n, (long long)m->args[1]->value.i));
    return NULL;
}

static struct cel_expr *expand_two(struct macro_call *m)
{
    bool three = m->count == 3;

    if (three && str_eq(m->name, STR("all")))
        return expand_all(m, true);
    if (three && str_eq(m->name, STR("exists")))
        return expand_exists(m, true);
    if (three && (str_eq(m->name, STR("existsOne")) || str_eq(m->name, STR("exists_one"))))
        return expand_exists_one(m, true);
    if (str_eq(m->name, STR("transformList")))
        return expand_map(m, true);
    if (str_eq(m->name, STR("transformMap")))
        return expand_transform_map(m, false);
    if (str_eq(m->name, STR("transformMapEntry")))
        return expand_transform_map(m, true);
    return NULL;
}

static struct cel_expr *expand_one(struct macro_call *m)
{
    if (str_eq(m->name, STR("map")))
        return expand_map(m, false);
    if (m->count != 2)
        return NULL;
    if (str_eq(m->name, STR("all")))
        return expand_all(m, false);
    if (str_eq(m->name, STR("exists")))
        return expand_exists(m, false);
    if (str_eq(m->name, STR("exists_one")))
        return expand_exists_one(m, false);
    if (str_eq(m->name, STR("filter")))
        return expand_filter(m);
    return NULL;
}

static struct cel_expr *expand_extension(struct macro_call *m)
{
    const struct cel_syntax *s = m->p->syntax;

    if (s->optionals && m->count == 2 && str_eq(m->name, STR("optMap")))
        return expand_opt_map(m, false);
    if (s->optionals && m->count == 2 && str_eq(m->name, STR("optFlatMap")))
        return expand_opt_map(m, true);
    if (s->bindings && m->count == 3 && str_eq(m->name, STR("bind")) && is_named(m->target, STR("cel")))
        return expand_bind(m);
    if (s->blocks && m->count && is_named(m->target, STR("cel")))
        return expand_block(m);
    if (s->sort_by && m->count == 2 && str_eq(m->name, STR("sortBy")))
        return expand_sort_by(m);
    if (s->math && is_named(m->target, STR("math")) && str_eq(m->name, STR("least")))
        return expand_extreme(m, true);
    if (s->math && is_named(m->target, STR("math")) && str_eq(m->name, STR("greatest")))
        return expand_extreme(m, false);
    return NULL;
}

struct cel_expr *cel_macro(struct cel_parser *p, uint32_t at, struct str name, struct cel_expr *target,
                           struct cel_expr **args, size_t count)
{
    struct macro_call m = { p, p->arena, at, name, target, args, count };
    struct cel_expr *e = NULL;

    if (!target)
        return count == 1 && str_eq(name, STR("has")) ? expand_has(&m) : NULL;
    if (count == 2 || (count == 3 && str_eq(name, STR("map"))))
        e = expand_one(&m);
    if (!e && p->syntax->two_variables && (count == 3 || count == 4))
        e = expand_two(&m);
    return e ? e : expand_extension(&m);
}
