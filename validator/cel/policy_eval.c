#include "cel/policy_tree.h"
#include "cel/program.h"

/* A variable of a rule that is open, with its value once somebody asked. */
struct variable {
    const struct policy_variable *of;
    const struct variable *outer;
    struct cel_value value;
    bool known;
};

struct evaluation {
    struct cel_machine *machine;
    const struct cel_bindings *bindings;
    bool explain;
    enum cel_outcome outcome;
};

/* What an expression sees: the variables of the rules around it, innermost first. */
struct frame {
    struct evaluation *e;
    struct variable *variables;
};

static bool evaluate(struct evaluation *e, const struct cel_program *p, struct variable *seen, struct cel_value *out);

static bool find(void *context, struct arena *a, struct str name, struct cel_value *out)
{
    const struct frame *f = context;

    for (struct variable *v = f->variables; v; v = (struct variable *)(uintptr_t)v->outer) {
        if (!str_eq(v->of->full, name))
            continue;
        if (!v->known) {
            v->known = true;
            evaluate(f->e, v->of->program, (struct variable *)(uintptr_t)v->outer, &v->value);
        }
        *out = v->value;
        return true;
    }
    return f->e->bindings && f->e->bindings->find && f->e->bindings->find(f->e->bindings->context, a, name, out);
}

/* False when it failed; the error is the value then. */
static bool evaluate(struct evaluation *e, const struct cel_program *p, struct variable *seen, struct cel_value *out)
{
    struct frame frame = { e, seen };
    struct cel_bindings b = { find, &frame };
    uint64_t before = e->machine->cost;
    enum cel_outcome outcome = cel_evaluate(p, e->machine, &b, out);

    e->machine->cost += before;
    if (outcome != CEL_VALUE)
        e->outcome = outcome == CEL_STOPPED || e->outcome == CEL_STOPPED ? CEL_STOPPED : CEL_FAILED;
    return outcome == CEL_VALUE;
}

/* 1 the match holds, 0 it does not, -1 an error in *out. */
static int holds(struct evaluation *e, const struct policy_match *m, struct variable *seen, struct cel_value *out)
{
    struct cel_failure *f;

    if (m->always)
        return 1;
    if (!evaluate(e, m->holds, seen, out))
        return -1;
    if (e->machine->coverage)
        cel_cover(e->machine->coverage, m->holds->root, out);
    if (out->kind == CEL_BOOL)
        return out->b;
    f = ARENA_NEW(&e->machine->arena, struct cel_failure);
    f->message = STR("no such overload");
    *out = (struct cel_value){ .kind = CEL_ERROR, .failure = f };
    e->outcome = CEL_FAILED;
    return -1;
}

struct results {
    struct cel_value *items;
    size_t count, cap;
};

enum gave { GAVE_VALUE, GAVE_NOTHING, GAVE_ERROR };

static enum gave run_rule(struct evaluation *e, const struct policy_rule *rule, struct variable *seen,
                          struct results *list, struct cel_value *out);

/* What one match that holds gives: a value, or with list, values that are added to it. */
static enum gave run_match(struct evaluation *e, const struct policy_match *m, struct variable *seen,
                           struct results *list, struct cel_value *out)
{
    const struct cel_program *p = e->explain ? m->explains : m->gives;

    if (m->rule)
        return run_rule(e, m->rule, seen, list, out);
    if (!p)
        return GAVE_NOTHING;
    if (!evaluate(e, p, seen, out))
        return GAVE_ERROR;
    if (!list)
        return GAVE_VALUE;
    list->items = arena_grow(&e->machine->arena, list->items, list->count, &list->cap, sizeof(*list->items));
    list->items[list->count++] = *out;
    return GAVE_VALUE;
}

static struct variable *open_variables(struct evaluation *e, const struct policy_rule *rule, struct variable *seen)
{
    struct variable *made = ARENA_ARRAY(&e->machine->arena, struct variable, rule->variable_count + 1);

    for (size_t i = 0; i < rule->variable_count; i++) {
        made[i] = (struct variable){ .of = &rule->variables[i], .outer = seen };
        seen = &made[i];
    }
    return seen;
}

static enum gave run_rule(struct evaluation *e, const struct policy_rule *rule, struct variable *seen,
                          struct results *list, struct cel_value *out)
{
    struct results own = { 0 }, *to = rule->aggregate && !list ? &own : list;
    enum gave gave;
    int held;

    seen = open_variables(e, rule, seen);
    for (size_t i = 0; i < rule->match_count; i++) {
        const struct policy_match *m = &rule->matches[i];
        if (e->explain && !m->rule && !m->explains)
            continue; /* says nothing, and is left out */
        held = holds(e, m, seen, out);
        if (held < 0)
            return GAVE_ERROR;
        if (!held)
            continue;
        gave = run_match(e, m, seen, to, out);
        if (gave == GAVE_ERROR)
            return gave;
        /* Only a rule that stands there without a condition lets the next match try when it gives nothing. */
        if (!rule->aggregate && (gave == GAVE_VALUE || !m->always || list))
            return gave;
    }
    if (to != &own)
        return GAVE_NOTHING;
    *out = cel_list_value(&e->machine->arena, own.items, own.count);
    return GAVE_VALUE;
}

enum cel_outcome cel_policy_evaluate(const struct cel_policy *p, struct cel_machine *m, const struct cel_bindings *b,
                                     bool explain, struct cel_value *out)
{
    struct evaluation e = { .machine = m, .bindings = b, .explain = explain };
    enum gave gave;

    arena_reset(&m->arena);
    m->keep = true;
    m->cost = 0;
    gave = run_rule(&e, p->rule, NULL, NULL, out);
    m->keep = false;
    if (gave == GAVE_ERROR)
        return e.outcome;
    if (p->rule->optional)
        *out = gave == GAVE_VALUE ? cel_some(&m->arena, *out) : cel_none();
    return CEL_VALUE;
}
