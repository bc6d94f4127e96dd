#include "cel/check.h"
#include "cel/program.h"

struct local {
    struct str name;
    uint32_t slot;
    const struct local *outer;
};

struct planner {
    struct arena *arena;
    const struct cel_env *env;
    struct cel_program *program;
    struct cel_issues *issues;
    const struct local *locals;
    size_t depth, variable_cap; /* depth: locals in use here */
};

static struct cel_op *plan(struct planner *p, const struct cel_expr *e);

static struct cel_op *new_op(struct planner *p, const struct cel_expr *e, cel_operation *run)
{
    struct cel_op *op = ARENA_NEW(p->arena, struct cel_op);

    op->run = run;
    op->at = e->at;
    return op;
}

static struct cel_op *constant(struct planner *p, const struct cel_expr *e, struct cel_value v)
{
    struct cel_op *op = new_op(p, e, cel_op_constant);

    op->value = v;
    return op;
}

static bool is_constant(const struct cel_op *op)
{
    return op->run == cel_op_constant;
}

/* Runs an operation on constants now; refused with its error. Kubernetes folds what its interpreter's optimizer folds.
 */
static struct cel_op *fold(struct planner *p, const struct cel_expr *e, struct cel_op *op)
{
    struct cel_machine machine = { .unlimited = true };
    struct cel_run run = { .arena = p->arena,
                           .machine = &machine,
                           .cost_limit = UINT64_MAX,
                           .work = 100000,
                           .memory = 1 << 20,
                           .folding = true,
                           .kubernetes = true };
    struct cel_value v;

    cel_do(&run, op, &v);
    cel_machine_free(&machine);
    if (run.stopped)
        return op;
    if (v.kind != CEL_ERROR)
        return constant(p, e, v);
    p->issues->stage = CEL_STAGE_PROGRAM;
    cel_issue_add(p->issues, p->arena, p->program->text, CEL_NOWHERE, v.failure->message);
    return op;
}

static uint32_t variable_slot(struct planner *p, struct str name)
{
    struct cel_program *g = p->program;

    for (size_t i = 0; i < g->variable_count; i++)
        if (str_eq(g->variables[i], name))
            return (uint32_t)i;
    g->variables = arena_grow(p->arena, g->variables, g->variable_count, &p->variable_cap, sizeof(*g->variables));
    g->variables[g->variable_count] = name;
    return (uint32_t)g->variable_count++;
}

static const struct local *find_local(const struct planner *p, struct str name)
{
    const struct local *l = p->locals;

    while (l && !str_eq(l->name, name))
        l = l->outer;
    return l;
}

/* A global name: variable or type. NULL when there is none in the container or around it. */
static struct cel_op *plan_global(struct planner *p, const struct cel_expr *e, struct str name)
{
    const struct cel_type *t;
    struct cel_op *op;
    struct str full;

    for (size_t step = 0; cel_env_candidate(p->env, p->arena, name, &step, &full);) {
        if (cel_env_find_variable(p->env, full)) {
            op = new_op(p, e, cel_op_variable);
            op->attribute = true;
            op->charge = 1;
            op->name = full;
            op->slot = variable_slot(p, full);
            return op;
        }
        if ((t = cel_env_find_type(p->env, full)))
            return constant(p, e, cel_type_value(t));
    }
    return NULL;
}

static struct cel_op *plan_ident(struct planner *p, const struct cel_expr *e)
{
    const struct local *l = e->resolved ? NULL : find_local(p, e->name);
    struct cel_op *op;

    if (l) {
        op = new_op(p, e, cel_op_local);
        op->attribute = true;
        op->charge = 1;
        op->slot = l->slot;
        op->name = e->name;
        return op;
    }
    op = plan_global(p, e, e->resolved ? ARENA_JOIN(p->arena, STR("."), e->name) : e->name);
    if (op)
        return op;
    op = new_op(p, e, cel_op_unbound);
    op->attribute = true;
    op->name = e->name;
    return op;
}

static struct cel_op *plan_field(struct planner *p, const struct cel_expr *e, const struct cel_op *operand,
                                 cel_operation *run, struct str name)
{
    struct cel_op *op = new_op(p, e, run);

    op->x = operand;
    op->name = name;
    op->value = cel_string(name);
    op->attribute = true;
    op->charge = operand->attribute ? 1 : 2;
    op->begins_chain = !operand->attribute || !operand->x;
    return op;
}

static const struct cel_expr *root_of(const struct cel_expr *e)
{
    while (e->kind == CEL_EXPR_SELECT && !e->test_only)
        e = e->operand;
    return e;
}

static struct cel_op *plan_select(struct planner *p, const struct cel_expr *e)
{
    const struct cel_expr *root = root_of(e);
    struct cel_op *op;
    struct str name;

    /* Without the checker a chain may be a full name. */
    if (!e->type && root->kind == CEL_EXPR_IDENT && !find_local(p, root->name) &&
        cel_expr_qualified(p->arena, e, &name) && (op = plan_global(p, e, name)))
        return op;
    op = plan_field(p, e, plan(p, e->operand), e->test_only ? cel_op_has : cel_op_select, e->name);
    if (e->test_only && p->env->kubernetes)
        op->charge--;
    return op;
}

static const struct cel_op *const *plan_args(struct planner *p, const struct cel_expr *e)
{
    const struct cel_op **args = ARENA_ARRAY(p->arena, const struct cel_op *, e->count);

    for (size_t i = 0; i < e->count; i++)
        args[i] = plan(p, e->args[i]);
    return args;
}

static bool all_constant(const struct cel_op *op)
{
    for (size_t i = 0; i < op->count; i++)
        if (!is_constant(op->args[i]))
            return false;
    return true;
}

static struct cel_op *plan_list(struct planner *p, const struct cel_expr *e)
{
    struct cel_op *op = new_op(p, e, cel_op_list);

    op->args = plan_args(p, e);
    op->count = e->count;
    op->optionals = e->optional ? e->optionals : NULL;
    return p->env->kubernetes && !op->optionals && all_constant(op) ? fold(p, e, op) : op;
}

static struct cel_op *plan_map(struct planner *p, const struct cel_expr *e)
{
    struct cel_op *op = new_op(p, e, cel_op_map);
    const struct cel_op **args = ARENA_ARRAY(p->arena, const struct cel_op *, 2 * e->count);
    bool optional = false;

    for (size_t i = 0; i < e->count; i++) {
        args[2 * i] = plan(p, e->entries[i].key);
        args[2 * i + 1] = plan(p, e->entries[i].value);
        optional |= e->entries[i].optional;
    }
    op->args = args;
    op->count = 2 * e->count;
    op->entries = e->entries;
    return p->env->kubernetes && !optional && all_constant(op) ? fold(p, e, op) : op;
}

/* The start of a chain of selections, without which a condition's branch and an index are charged. */
static void free_root(struct cel_op *op)
{
    while (op->attribute && op->x)
        op = (struct cel_op *)(uintptr_t)op->x;
    if (op->attribute && op->charge)
        op->charge--;
}

static struct cel_op *plan_conditional(struct planner *p, const struct cel_expr *e)
{
    struct cel_op *op = new_op(p, e, cel_op_conditional), *y, *z;

    op->x = plan(p, e->args[0]);
    op->y = y = plan(p, e->args[1]);
    op->z = z = plan(p, e->args[2]);
    if (y->attribute)
        free_root(y);
    if (z->attribute)
        free_root(z);
    return op;
}

static struct cel_op *plan_index(struct planner *p, const struct cel_expr *e, bool optional)
{
    struct cel_op *operand = plan(p, e->args[0]), *index = plan(p, e->args[1]), *op;

    if (is_constant(index) && index->value.kind == CEL_STRING) {
        op = plan_field(p, e, operand, optional ? cel_op_opt_select : cel_op_select, cel_text(&index->value));
        op->value = index->value;
        return op;
    }
    op = plan_field(p, e, operand, optional ? cel_op_opt_index : cel_op_index, STR(""));
    op->y = index;
    if (index->attribute)
        free_root(index);
    return op;
}

/* Terms of nested && or || in a row. */
static void gather(struct planner *p, const struct cel_expr *e, struct str name, const struct cel_op ***terms,
                   size_t *count, size_t *cap)
{
    if (e->kind == CEL_EXPR_CALL && e->count == 2 && str_eq(e->name, name)) {
        gather(p, e->args[0], name, terms, count, cap);
        gather(p, e->args[1], name, terms, count, cap);
        return;
    }
    *terms = arena_grow(p->arena, (void *)(uintptr_t)*terms, *count, cap, sizeof(**terms));
    (*terms)[*count] = plan(p, e);
    ++*count;
}

static struct cel_op *plan_logic(struct planner *p, const struct cel_expr *e, cel_operation *run)
{
    struct cel_op *op = new_op(p, e, run);
    const struct cel_op **terms = NULL;
    size_t cap = 0;

    gather(p, e, e->name, &terms, &op->count, &cap);
    op->args = terms;
    return op;
}

static struct cel_op *plan_call(struct planner *p, const struct cel_expr *e)
{
    struct cel_op *op = new_op(p, e, cel_op_call);

    op->args = plan_args(p, e);
    op->count = e->count;
    op->name = e->name;
    if (op->count > 0)
        op->x = op->args[0];
    if (op->count > 1)
        op->y = op->args[1];
    if (e->type && e->overload_count) {
        op->overloads = e->overloads;
        op->overload_count = e->overload_count;
        if (e->overload_count == 1 || e->overloads[0]->cost_by_name)
            op->cost = e->overloads[0]->cost;
    } else if (e->function) {
        const struct cel_overload **all = ARENA_ARRAY(p->arena, const struct cel_overload *, e->function->count);
        for (size_t i = 0; i < e->function->count; i++)
            if (e->function->overloads[i].member == e->member && e->function->overloads[i].count == e->count)
                all[op->overload_count++] = &e->function->overloads[i];
        op->overloads = all;
    }
    return op;
}

/* What the optimizer of Kubernetes' interpreter runs at once: conversions of constants. */
static bool is_conversion(struct str name)
{
    static const struct str names[] = { STR_INIT("bool"), STR_INIT("bytes"), STR_INIT("double"), STR_INIT("duration"),
                                        STR_INIT("dyn"),  STR_INIT("int"),   STR_INIT("string"), STR_INIT("timestamp"),
                                        STR_INIT("type"), STR_INIT("uint") };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (str_eq(name, names[i]))
            return true;
    return false;
}

static struct cel_constant_pattern *keep_pattern(struct planner *p, struct str text)
{
    struct cel_constant_pattern *kept = ARENA_NEW(p->arena, struct cel_constant_pattern);

    kept->text = text;
    kept->next = p->program->patterns;
    p->program->patterns = kept;
    return kept;
}

static void check_pattern(struct planner *p, const struct cel_op *op)
{
    struct regex_error e;

    if (op->y->value.kind != CEL_STRING || regex_check(p->arena, cel_text(&op->y->value), REGEX_GO_NEWEST, &e))
        return;
    p->issues->stage = CEL_STAGE_PROGRAM;
    cel_issue_add(p->issues, p->arena, p->program->text, CEL_NOWHERE, e.message);
}

static struct cel_op *specialize(struct planner *p, const struct cel_expr *e, struct cel_op *op)
{
    bool member = e->member;

    if (op->count == 2 && is_constant(op->y) && op->y->value.kind == CEL_STRING && str_eq(e->name, STR("matches"))) {
        op->pattern = keep_pattern(p, cel_text(&op->y->value));
        op->run = cel_op_matches;
    }
    if (p->env->kubernetes && op->count >= 2 && is_constant(op->y) &&
        (op->pattern || str_eq(e->name, STR("find")) || str_eq(e->name, STR("findAll"))))
        check_pattern(p, op);
    if (member && op->count == 2 && (p->env->libraries & CEL_LIB_OPTIONALS)) {
        if (str_eq(e->name, STR("or")))
            op->run = cel_op_or_optional;
        else if (str_eq(e->name, STR("orValue")))
            op->run = cel_op_or_value;
    }
    if (p->env->kubernetes && op->count == 1 && !member && is_constant(op->x) && is_conversion(e->name))
        return fold(p, e, op);
    return op;
}

static const struct {
    struct str name;
    unsigned order;
} comparisons[] = { { STR_INIT("_<_"), 1 }, { STR_INIT("_<=_"), 3 }, { STR_INIT("_>_"), 4 }, { STR_INIT("_>=_"), 6 } };

static struct cel_op *plan_operator(struct planner *p, const struct cel_expr *e)
{
    struct cel_op *op;

    if (str_eq(e->name, STR("_&&_")))
        return plan_logic(p, e, cel_op_and);
    if (str_eq(e->name, STR("_||_")))
        return plan_logic(p, e, cel_op_or);
    if (str_eq(e->name, STR("_?_:_")) && e->count == 3)
        return plan_conditional(p, e);
    if (e->count == 2 &&
        (str_eq(e->name, STR("_[_]")) || str_eq(e->name, STR("_[?_]")) || str_eq(e->name, STR("_?._"))))
        return plan_index(p, e, !str_eq(e->name, STR("_[_]")));
    op = plan_call(p, e);
    if (str_eq(e->name, STR("!_")))
        op->run = cel_op_not;
    if (e->count != 2)
        return op;
    if (str_eq(e->name, STR("_==_")) || str_eq(e->name, STR("_!=_"))) {
        op->run = cel_op_equal;
        op->macro = str_eq(e->name, STR("_!=_"));
    } else if (str_eq(e->name, STR("@in"))) {
        op->run = cel_op_in;
        if (p->env->kubernetes && is_constant(op->y) && op->y->value.kind == CEL_LIST)
            op->macro = 1; /* looked up in a set, which is not counted */
    } else if (str_eq(e->name, STR("_+_"))) {
        op->run = cel_op_add;
    }
    for (size_t i = 0; i < sizeof(comparisons) / sizeof(*comparisons); i++)
        if (str_eq(e->name, comparisons[i].name)) {
            op->run = cel_op_compare;
            op->order = comparisons[i].order;
        }
    return op;
}

static struct cel_op *plan_function(struct planner *p, struct cel_expr *e)
{
    char c = e->name.len ? e->name.p[0] : '\0';
    struct str prefix, full;

    if (!e->type && e->member && cel_expr_qualified(p->arena, e->args[0], &prefix)) {
        /* Without the checker a method may be a function with a full name. */
        for (size_t step = 0;
             cel_env_candidate(p->env, p->arena, ARENA_JOIN(p->arena, prefix, STR("."), e->name), &step, &full);) {
            const struct cel_function *f = cel_env_find_function(p->env, full);
            if (!f)
                continue;
            e->function = f;
            e->name = f->name;
            e->member = false;
            e->args++;
            e->count--;
            break;
        }
    }
    if (!e->function)
        e->function = cel_env_find_function(p->env, str_trim_prefix(e->name, STR(".")));
    if (c == '_' || c == '!' || str_eq(e->name, STR("@in")))
        return plan_operator(p, e);
    return specialize(p, e, plan_call(p, e));
}

static uint32_t enter(struct planner *p, struct str name)
{
    struct local *l = ARENA_NEW(p->arena, struct local);

    *l = (struct local){ name, (uint32_t)p->depth, p->locals };
    p->locals = l;
    if (++p->depth > p->program->local_count)
        p->program->local_count = p->depth;
    return l->slot;
}

static struct cel_op *plan_bind(struct planner *p, const struct cel_expr *e)
{
    struct cel_op *op = new_op(p, e, cel_op_bind);
    const struct local *outer = p->locals;
    size_t depth = p->depth;

    op->x = plan(p, e->loop->init);
    op->slot = enter(p, e->loop->accu);
    op->y = plan(p, e->loop->result);
    p->locals = outer;
    p->depth = depth;
    return op;
}

static cel_operation *loop_operation(enum cel_macro_kind macro)
{
    switch (macro) {
    case CEL_MACRO_ALL:
        return cel_op_all;
    case CEL_MACRO_EXISTS:
        return cel_op_exists;
    case CEL_MACRO_EXISTS_ONE:
        return cel_op_exists_one;
    case CEL_MACRO_MAP:
    case CEL_MACRO_FILTER:
        return cel_op_map_macro;
    default:
        return cel_op_transform_map;
    }
}

static struct cel_op *plan_loop(struct planner *p, const struct cel_expr *e)
{
    const struct local *outer = p->locals;
    const struct cel_loop *l = e->loop;
    size_t depth = p->depth;
    struct cel_op *op;

    if (l->macro == CEL_MACRO_BIND)
        return plan_bind(p, e);
    op = new_op(p, e, loop_operation((enum cel_macro_kind)l->macro));
    op->macro = l->macro;
    op->x = plan(p, l->range);
    op->slot = enter(p, l->var);
    op->slot2 = UINT32_MAX;
    if (l->var2.len)
        op->slot2 = enter(p, l->var2);
    if (l->filter) {
        struct cel_op *filter = plan(p, l->filter);
        op->z = filter;
    }
    op->y = plan(p, l->body);
    p->locals = outer;
    p->depth = depth;
    return op;
}

static struct cel_op *plan_struct(struct planner *p, const struct cel_expr *e)
{
    struct cel_op *op = new_op(p, e, cel_op_failure);
    const struct cel_type *type = NULL;
    const struct cel_op **args = ARENA_ARRAY(p->arena, const struct cel_op *, e->count);
    struct str full;

    for (size_t step = 0; !type && cel_env_candidate(p->env, p->arena, e->name, &step, &full);)
        type = cel_env_message(full);
    if (type) {
        op->run = cel_op_struct;
        op->value = cel_type_value(type);
        op->name = full;
        op->entries = e->entries;
        op->count = e->count;
        for (size_t i = 0; i < e->count; i++)
            args[i] = plan(p, e->entries[i].value);
        op->args = args;
        return op;
    }
    op->name = ARENA_JOIN(p->arena, STR("unknown type: "), e->name);
    return op;
}

static struct cel_op *plan(struct planner *p, const struct cel_expr *e)
{
    switch (e->kind) {
    case CEL_EXPR_LITERAL:
        return constant(p, e, e->value);
    case CEL_EXPR_IDENT:
        return plan_ident(p, e);
    case CEL_EXPR_SELECT:
        return plan_select(p, e);
    case CEL_EXPR_CALL:
        return plan_function(p, (struct cel_expr *)(uintptr_t)e);
    case CEL_EXPR_LIST:
        return plan_list(p, e);
    case CEL_EXPR_MAP:
        return plan_map(p, e);
    case CEL_EXPR_STRUCT:
        return plan_struct(p, e);
    default:
        return plan_loop(p, e);
    }
}

struct cel_program *cel_plan(const struct cel_env *env, struct arena *a, struct str text, struct cel_expr *root,
                             const struct cel_type *type, struct cel_issues *issues)
{
    struct planner p = { .arena = a, .env = env, .issues = issues };
    size_t before = issues->count;

    p.program = ARENA_NEW(a, struct cel_program);
    p.program->text = text;
    p.program->env = env;
    p.program->type = type;
    p.program->tree = root;
    p.program->root = plan(&p, root);
    return issues->count == before ? p.program : NULL;
}
