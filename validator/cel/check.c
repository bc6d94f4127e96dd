#include "cel/check.h"

/* Arguments that a call may have and still fit an overload. */
enum { MOST_ARGS = 5 };

struct scope {
    struct str name;
    const struct cel_type *type;
    const struct scope *outer;
};

struct checker {
    struct arena *arena;
    const struct cel_env *env;
    struct str text;
    struct cel_issues *issues;
    const struct scope *scope; /* variables of the macros around */
    struct cel_unifier u;
};

static void check(struct checker *c, struct cel_expr *e);

static void complain(struct checker *c, uint32_t at, struct str message)
{
    cel_issue_add(c->issues, c->arena, c->text, at, message);
}

static void undeclared(struct checker *c, uint32_t at, struct str name)
{
    bool shown = c->env->kubernetes || c->env->container.len;

    complain(c, at,
             shown ? ARENA_JOIN(c->arena, STR("undeclared reference to '"), name, STR("' (in container '"),
                                c->env->container, STR("')"))
                   : ARENA_JOIN(c->arena, STR("undeclared reference to '"), name, STR("'")));
}

static struct str type_text(struct checker *c, const struct cel_type *t)
{
    return cel_type_text(c->arena, t);
}

static void mismatch(struct checker *c, uint32_t at, const struct cel_type *wanted, const struct cel_type *found)
{
    complain(c, at,
             ARENA_JOIN(c->arena, STR("expected type '"), type_text(c, wanted), STR("' but found '"),
                        type_text(c, found), STR("'")));
}

static const struct scope *find_local(const struct checker *c, struct str name)
{
    const struct scope *s = c->scope;

    while (s && !str_eq(s->name, name))
        s = s->outer;
    return s;
}

/* A declared variable or a type of this name, in the container or around it. */
static bool resolve_global(struct checker *c, struct cel_expr *e, struct str name)
{
    const struct cel_variable *v;
    const struct cel_type *t;
    struct str full;

    for (size_t step = 0; cel_env_candidate(c->env, c->arena, name, &step, &full);) {
        if (str_eq(full, STR("google.protobuf.NullValue.NULL_VALUE"))) {
            e->kind = CEL_EXPR_LITERAL;
            e->value = cel_int(0);
            e->type = &cel_type_int;
            return true;
        }
        if ((v = cel_env_find_variable(c->env, full))) {
            e->type = v->type;
        } else if ((t = cel_env_find_type(c->env, full))) {
            e->type = cel_type_type_of(c->arena, t);
            e->value = cel_type_value(t);
        } else {
            continue;
        }
        e->kind = CEL_EXPR_IDENT;
        e->name = full;
        e->resolved = true;
        return true;
    }
    return false;
}

static void check_ident(struct checker *c, struct cel_expr *e)
{
    const struct scope *local = find_local(c, e->name);

    e->resolved = false;
    if (local) {
        e->type = local->type;
    } else if (!resolve_global(c, e, e->name)) {
        e->type = &cel_type_error;
        undeclared(c, e->at, e->name);
    }
}

/* The first name of a chain of selections. */
static const struct cel_expr *root_of(const struct cel_expr *e)
{
    while (e->kind == CEL_EXPR_SELECT)
        e = e->operand;
    return e;
}

static const struct cel_type *struct_field(struct checker *c, const struct cel_expr *e, const struct cel_type *t)
{
    const struct cel_fields *fields = c->env->fields;
    /* of x.?name it is an argument */
    struct str name = e->kind == CEL_EXPR_CALL ? cel_text(&e->args[1]->value) : e->name;
    struct str near = STR(""), message = ARENA_JOIN(c->arena, STR("undefined field '"), name, STR("'"));
    const struct cel_type *found = fields && t->of ? fields->find(fields->context, t, name, &near) : NULL;

    if (found)
        return found;
    if (near.len)
        message = ARENA_JOIN(c->arena, message, STR("; did you mean "), near, STR("?"));
    complain(c, e->at, message);
    return &cel_type_error;
}

/* The type that a field of e's operand has; operand is checked first. */
static const struct cel_type *check_field(struct checker *c, const struct cel_expr *e, struct cel_expr *operand,
                                          bool optional)
{
    const struct cel_type *t, *result = &cel_type_dyn;
    bool unwrapped;

    check(c, operand);
    t = cel_substitute(&c->u, operand->type, false);
    unwrapped = cel_type_is_optional(t);
    if (unwrapped)
        t = t->params[0];
    switch (t->kind) {
    case CEL_TYPE_MAP:
        result = t->params[1];
        break;
    case CEL_TYPE_PARAM:
        cel_assignable(&c->u, &cel_type_dyn, t);
        break;
    case CEL_TYPE_STRUCT:
        result = struct_field(c, e, t);
        break;
    case CEL_TYPE_DYN:
    case CEL_TYPE_ERROR:
        break;
    default:
        complain(c, e->at,
                 ARENA_JOIN(c->arena, STR("type '"), type_text(c, t), STR("' does not support field selection")));
    }
    return unwrapped || optional ? cel_type_optional_of(c->arena, result) : result;
}

static void check_select(struct checker *c, struct cel_expr *e)
{
    const struct cel_expr *root = root_of(e);
    const struct cel_type *t;
    struct str name;

    if (!e->test_only && root->kind == CEL_EXPR_IDENT && !find_local(c, root->name) &&
        cel_expr_qualified(c->arena, e, &name) && resolve_global(c, e, name))
        return;
    t = check_field(c, e, e->operand, false);
    e->type = e->test_only ? &cel_type_bool : cel_substitute(&c->u, t, false);
}

static void check_opt_select(struct checker *c, struct cel_expr *e)
{
    const struct cel_type *t = check_field(c, e, e->args[0], true);
    const struct cel_function *f = cel_env_find_function(c->env, e->name);

    check(c, e->args[1]);
    e->type = cel_substitute(&c->u, t, false);
    e->function = f;
    if (f && f->count) {
        e->overloads = ARENA_ARRAY(c->arena, const struct cel_overload *, 1);
        e->overloads[e->overload_count++] = &f->overloads[0];
    }
}

/* Parameters of a declaration as fresh variables. */
static const struct cel_type *instantiate(struct checker *c, const struct cel_type *t, uint32_t first)
{
    const struct cel_type *params[CEL_TYPE_PARAMETERS];

    if (!t->has_param)
        return t;
    if (t->kind == CEL_TYPE_PARAM)
        return cel_type_param(c->arena, t->var + first);
    for (unsigned i = 0; i < t->count; i++)
        params[i] = instantiate(c, t->params[i], first);
    return cel_type_with(c->arena, t, params);
}

static void no_overload(struct checker *c, const struct cel_expr *e, const struct cel_function *f)
{
    struct str shown = STR(""), part;
    size_t first = e->member;

    if (e->member)
        shown = ARENA_JOIN(c->arena, type_text(c, cel_substitute(&c->u, e->args[0]->type, true)), STR("."));
    shown = ARENA_JOIN(c->arena, shown, STR("("));
    for (size_t i = first; i < e->count; i++) {
        part = type_text(c, cel_substitute(&c->u, e->args[i]->type, true));
        shown = ARENA_JOIN(c->arena, shown, i > first ? STR(", ") : STR(""), part);
    }
    complain(c, e->at,
             ARENA_JOIN(c->arena, STR("found no matching overload for '"), f->name, STR("' applied to '"), shown,
                        STR(")'")));
}

static bool is_logic(struct str name)
{
    return str_eq(name, STR("_&&_")) || str_eq(name, STR("_||_"));
}

static void check_logic(struct checker *c, struct cel_expr *e)
{
    e->type = &cel_type_bool;
    for (size_t i = 0; i < e->count; i++)
        if (!cel_assignable(&c->u, e->args[i]->type, &cel_type_bool)) {
            mismatch(c, e->args[i]->at, &cel_type_bool, cel_substitute(&c->u, e->args[i]->type, false));
            e->type = &cel_type_error;
        }
}

/* Whether an overload takes the call's arguments; *result is its type then. */
static bool fits(struct checker *c, const struct cel_expr *e, const struct cel_overload *o,
                 const struct cel_type **result)
{
    const struct cel_type *from[MOST_ARGS], *to[MOST_ARGS];
    uint32_t first = 0;

    if (o->member != e->member || o->count != e->count)
        return false;
    if (o->params)
        first = cel_unifier_fresh(&c->u, o->params);
    for (unsigned i = 0; i < o->count; i++) {
        from[i] = e->args[i]->type;
        to[i] = instantiate(c, o->args[i], first);
    }
    if (!cel_assignable_all(&c->u, from, to, o->count))
        return false;
    *result = cel_substitute(&c->u, instantiate(c, o->result, first), false);
    return true;
}

/* Comparisons of numbers of different types are declared, and only Kubernetes lets the checker use them. */
static bool disabled(const struct checker *c, const struct cel_overload *o)
{
    return !c->env->kubernetes && o->count == 2 && o->args[0]->kind >= CEL_TYPE_INT &&
           o->args[0]->kind <= CEL_TYPE_DOUBLE && o->args[1]->kind >= CEL_TYPE_INT &&
           o->args[1]->kind <= CEL_TYPE_DOUBLE && o->args[0]->kind != o->args[1]->kind &&
           (str_starts(o->id, STR("less_")) || str_starts(o->id, STR("greater_")));
}

static void resolve_overloads(struct checker *c, struct cel_expr *e, const struct cel_function *f)
{
    const struct cel_type *t;
    size_t cap = 0;

    e->function = f;
    e->type = NULL;
    e->overloads = NULL;
    e->overload_count = 0;
    if (is_logic(f->name)) {
        check_logic(c, e);
        return;
    }
    for (size_t i = 0; i < f->count; i++) {
        if (disabled(c, &f->overloads[i]) || !fits(c, e, &f->overloads[i], &t))
            continue;
        e->overloads =
            arena_grow(c->arena, (void *)(uintptr_t)e->overloads, e->overload_count, &cap, sizeof(*e->overloads));
        e->overloads[e->overload_count++] = &f->overloads[i];
        if (!e->type)
            e->type = t;
        else if (e->type->kind != CEL_TYPE_DYN && !cel_type_equal(t, e->type))
            e->type = &cel_type_dyn;
    }
    if (!e->type) {
        no_overload(c, e, f);
        e->type = &cel_type_error;
    }
}

static const struct cel_function *find_function(struct checker *c, struct str name)
{
    const struct cel_function *f = NULL;
    struct str full;

    for (size_t step = 0; !f && cel_env_candidate(c->env, c->arena, name, &step, &full);)
        f = cel_env_find_function(c->env, full);
    return f;
}

static void check_call(struct checker *c, struct cel_expr *e)
{
    const struct cel_function *f = NULL;
    struct str prefix;

    if (str_eq(e->name, STR("_?._")) && e->count == 2) {
        check_opt_select(c, e);
        return;
    }
    for (size_t i = e->member; i < e->count; i++)
        check(c, e->args[i]);
    if (e->member && cel_expr_qualified(c->arena, e->args[0], &prefix)) {
        f = find_function(c, ARENA_JOIN(c->arena, prefix, STR("."), e->name));
        if (f) {
            e->member = false;
            e->args++;
            e->count--;
        }
    }
    if (e->member)
        check(c, e->args[0]);
    if (!f)
        f = find_function(c, e->name);
    if (f) {
        e->name = f->name;
        resolve_overloads(c, e, f);
        return;
    }
    e->type = &cel_type_error;
    undeclared(c, e->at, e->name);
}

/* The type inside of an optional element, which has to be an optional. */
static const struct cel_type *unwrap(struct checker *c, const struct cel_expr *e)
{
    if (cel_type_is_optional(e->type))
        return e->type->params[0];
    if (e->type->kind != CEL_TYPE_DYN)
        mismatch(c, e->at, cel_type_optional_of(c->arena, e->type), e->type);
    return e->type;
}

/* A row of literals that is joined; when they have no type in common, what that taught of variables is forgotten. */
struct row {
    const struct cel_type *type;
    size_t mark;
    bool marked;
};

static void join_row(struct checker *c, struct row *row, const struct cel_type *t)
{
    if (!row->marked && ((row->type && row->type->has_param) || t->has_param)) {
        row->mark = cel_unifier_mark(&c->u);
        row->marked = true;
    }
    row->type = cel_join(&c->u, c->arena, row->type, t);
}

static const struct cel_type *end_row(struct checker *c, struct row *row)
{
    if (!row->type)
        return cel_type_param(c->arena, cel_unifier_fresh(&c->u, 1));
    if (row->marked && row->type->kind == CEL_TYPE_DYN)
        cel_unifier_return(&c->u, row->mark);
    return row->type;
}

static void check_list(struct checker *c, struct cel_expr *e)
{
    struct row row = { 0 };

    for (size_t i = 0; i < e->count; i++) {
        check(c, e->args[i]);
        join_row(c, &row, e->optional && e->optionals[i] ? unwrap(c, e->args[i]) : e->args[i]->type);
    }
    e->type = cel_type_list_of(c->arena, end_row(c, &row));
}

static void check_map(struct checker *c, struct cel_expr *e)
{
    struct row keys = { 0 }, values = { 0 };
    const struct cel_type *key;

    for (size_t i = 0; i < e->count; i++) {
        struct cel_entry *entry = &e->entries[i];
        check(c, entry->key);
        join_row(c, &keys, entry->key->type);
        check(c, entry->value);
        join_row(c, &values, entry->optional ? unwrap(c, entry->value) : entry->value->type);
    }
    key = end_row(c, &keys);
    e->type = cel_type_map_of(c->arena, key, end_row(c, &values));
}

/* The field types of the messages that stand for simple values; NULL for a field they don't have. */
static const struct cel_type *field_type(const struct cel_type *of, struct str field)
{
    static const struct {
        struct str field;
        const struct cel_type *type;
    } kinds[] = {
        { STR_INIT("bool_value"), &cel_type_bool },     { STR_INIT("number_value"), &cel_type_double },
        { STR_INIT("string_value"), &cel_type_string }, { STR_INIT("null_value"), &cel_type_dyn },
        { STR_INIT("list_value"), &cel_type_list },     { STR_INIT("struct_value"), &cel_type_map },
    };

    for (size_t i = 0; of->kind == CEL_TYPE_DYN && i < COUNT_OF(kinds); i++)
        if (str_eq(field, kinds[i].field))
            return kinds[i].type;
    if (of->kind == CEL_TYPE_DYN)
        return NULL;
    if (of->kind == CEL_TYPE_LIST || of->kind == CEL_TYPE_MAP)
        return str_eq(field, of->kind == CEL_TYPE_LIST ? STR("values") : STR("fields")) ? of : NULL;
    if (of->kind == CEL_TYPE_TIMESTAMP || of->kind == CEL_TYPE_DURATION)
        return str_eq(field, STR("seconds")) || str_eq(field, STR("nanos")) ? &cel_type_int : NULL;
    return str_eq(field, STR("value")) ? of : NULL;
}

static void check_field_value(struct checker *c, const struct cel_type *of, struct cel_entry *entry)
{
    const struct cel_type *field = field_type(of, entry->field), *t;

    check(c, entry->value);
    t = entry->optional ? unwrap(c, entry->value) : entry->value->type;
    if (!field)
        complain(c, entry->at, ARENA_JOIN(c->arena, STR("undefined field '"), entry->field, STR("'")));
    else if (!cel_assignable(&c->u, field, t))
        complain(c, entry->at,
                 ARENA_JOIN(c->arena, STR("expected type of field '"), entry->field, STR("' is '"), type_text(c, field),
                            STR("' but provided type is '"), type_text(c, t), STR("'")));
}

static void check_struct(struct checker *c, struct cel_expr *e)
{
    const struct cel_type *type = NULL;
    struct str full;

    for (size_t step = 0; !type && cel_env_candidate(c->env, c->arena, e->name, &step, &full);)
        type = cel_env_message(full);
    if (!type) {
        e->type = &cel_type_error;
        undeclared(c, e->at, e->name);
        return;
    }
    e->name = full;
    e->type = type->kind >= CEL_TYPE_BOOL && type->kind <= CEL_TYPE_BYTES ? cel_type_nullable(c->arena, type) : type;
    for (size_t i = 0; i < e->count; i++)
        check_field_value(c, type, &e->entries[i]);
}

static void enter(struct checker *c, struct str name, const struct cel_type *type)
{
    struct scope *s = ARENA_NEW(c->arena, struct scope);

    *s = (struct scope){ name, type, c->scope };
    c->scope = s;
}

/* Types of a loop's variables over a range. */
static void range_types(struct checker *c, const struct cel_expr *range, bool two, const struct cel_type **first,
                        const struct cel_type **second)
{
    const struct cel_type *t = cel_substitute(&c->u, range->type, false);

    *first = *second = &cel_type_dyn;
    switch (t->kind) {
    case CEL_TYPE_LIST:
        *first = two ? &cel_type_int : t->params[0];
        *second = t->params[0];
        break;
    case CEL_TYPE_MAP:
        *first = t->params[0];
        *second = t->params[1];
        break;
    case CEL_TYPE_DYN:
    case CEL_TYPE_ERROR:
    case CEL_TYPE_PARAM:
        cel_assignable(&c->u, &cel_type_dyn, t);
        break;
    default:
        complain(c, range->at,
                 ARENA_JOIN(c->arena, STR("expression of type '"), type_text(c, t),
                            STR("' cannot be range of a comprehension (must be list, map, or dynamic)")));
        *first = *second = &cel_type_error;
    }
}

static void assert_type(struct checker *c, const struct cel_expr *e, const struct cel_type *wanted)
{
    if (!cel_assignable(&c->u, wanted, e->type))
        mismatch(c, e->at, wanted, e->type);
}

static void check_loop(struct checker *c, struct cel_expr *e)
{
    const struct scope *outer = c->scope, *inner;
    const struct cel_type *first, *second;
    struct cel_loop *l = e->loop;

    check(c, l->range);
    check(c, l->init);
    enter(c, l->accu, l->init->type);
    inner = c->scope;
    range_types(c, l->range, l->var2.len > 0, &first, &second);
    enter(c, l->var, first);
    if (l->var2.len)
        enter(c, l->var2, second);
    check(c, l->condition);
    assert_type(c, l->condition, &cel_type_bool);
    check(c, l->step);
    assert_type(c, l->step, l->init->type);
    c->scope = inner;
    check(c, l->result);
    c->scope = outer;
    e->type = cel_substitute(&c->u, l->result->type, false);
}

static void check_literal(struct cel_expr *e)
{
    e->type = cel_type_of(&e->value);
}

static void check(struct checker *c, struct cel_expr *e)
{
    if (c->u.steps >= CEL_MOST_CHECK_STEPS || ++c->u.steps >= CEL_MOST_CHECK_STEPS) {
        e->type = &cel_type_dyn;
        return;
    }
    switch (e->kind) {
    case CEL_EXPR_LITERAL:
        check_literal(e);
        break;
    case CEL_EXPR_IDENT:
        check_ident(c, e);
        break;
    case CEL_EXPR_SELECT:
        check_select(c, e);
        break;
    case CEL_EXPR_CALL:
        check_call(c, e);
        break;
    case CEL_EXPR_LIST:
        check_list(c, e);
        break;
    case CEL_EXPR_MAP:
        check_map(c, e);
        break;
    case CEL_EXPR_STRUCT:
        check_struct(c, e);
        break;
    default:
        check_loop(c, e);
    }
}

bool cel_check(struct arena *a, const struct cel_env *env, struct str text, struct cel_expr *root,
               const struct cel_type **type, struct cel_issues *issues)
{
    struct checker c = { .arena = a, .env = env, .text = text, .issues = issues, .u = { .arena = a } };
    size_t before = issues->count;

    issues->stage = CEL_STAGE_CHECK;
    check(&c, root);
    if (issues->count == before && c.u.steps >= CEL_MOST_CHECK_STEPS)
        complain(&c, CEL_NOWHERE, STR("checking the types takes too long: more than 4000000 steps"));
    *type = cel_substitute(&c.u, root->type, true);
    if (issues->count == before)
        cel_validate(a, env, text, root, &c.u, issues);
    cel_issues_sort(issues);
    return issues->count == before;
}
