/* Examples of own rules, and what they leave unseen. */
#include "prow/own/own_subject.h"

static const char *kind_of(unsigned on)
{
    return on & OWN_PRESUBMIT ? "presubmit" : on & OWN_POSTSUBMIT ? "postsubmit" : "periodic";
}

static const char *thing_of(unsigned on)
{
    return on & OWN_PRESET ? "preset" : on & OWN_CONFIG ? "config" : on & OWN_PLUGINS ? "plugins" : "job";
}

/* What the example says of a variable, or NULL. */
static const struct node *given(const struct own_rule *rule, const struct node *example, struct str name)
{
    bool named = own_types_example_is_named(rule->on, example);

    if (str_eq(name, STR("source")) && !(named && node_get(example, name)))
        name = str_c(thing_of(rule->on));
    if (named)
        return node_get(example, name);
    return str_eq(name, str_c(thing_of(rule->on))) ? example : NULL;
}

static void subject_of(struct own_subject *s, const struct own_rule *rule, const struct node *example, struct arena *a)
{
    struct cel_value value;
    struct str name;

    *s = (struct own_subject){ .what = "example" };
    for (size_t i = 0; own_types_next(rule->on, &i, &name, &value, a);) {
        const struct node *n = given(rule, example, name);
        if (n)
            value = cel_tape_value(n);
        else if (str_eq(name, STR("kind")))
            value = cel_string(str_c(kind_of(rule->on)));
        own_subject_add(s, name, value);
    }
}

struct own_tried own_try(const struct own_rule *rule, const struct own_example *e, struct cel_coverage *coverage,
                         struct arena *a)
{
    struct own_asking k = { .coverage = coverage };
    struct own_tried tried = { 0 };
    enum own_answer answer;
    struct own_subject s;

    subject_of(&s, rule, e->node, a);
    answer = own_ask(&k, rule, &s);
    tried.asked = answer != OWN_NOT_ASKED;
    tried.finds = answer == OWN_BROKEN;
    if (answer == OWN_IN_DOUBT)
        tried.trouble = arena_copy(a, k.trouble);
    if (tried.finds)
        tried.message = own_message(&k, 0, a);
    own_asking_free(&k);
    return tried;
}

struct gaps {
    const struct own_rule *rule;
    const struct own_expression *of; /* NULL: places are those in the source already */
    struct arena *arena;
    struct own_gap *items;
    size_t count, cap;
};

static void tell(void *context, uint32_t at, bool held, bool failed)
{
    struct gaps *g = context;
    size_t written = g->of ? own_written_at(g->rule->source, g->of->node, at) : at;

    if (!held)
        *ARENA_PUSH(g->arena, g->items, g->count, g->cap) = (struct own_gap){ written, "true" };
    if (!failed)
        *ARENA_PUSH(g->arena, g->items, g->count, g->cap) = (struct own_gap){ written, "false" };
}

size_t own_gaps(const struct own_rule *rule, const struct cel_coverage *coverage, struct arena *a,
                struct own_gap **gaps)
{
    const struct own_expression *expressions[OWN_MOST_VARIABLES + 3];
    struct gaps g = { .rule = rule, .arena = a };
    size_t count = 0;

    for (size_t i = 0; i < rule->variable_count; i++)
        expressions[count++] = &rule->variables[i].value;
    expressions[count++] = &rule->when;
    expressions[count++] = &rule->require;
    expressions[count++] = &rule->message;
    for (size_t i = 0; i < count; i++) {
        g.of = expressions[i];
        if (g.of->program)
            cel_coverage_gaps(coverage, g.of->program, tell, &g);
    }
    g.of = NULL;
    if (rule->policy)
        cel_policy_gaps(coverage, rule->policy, tell, &g);
    *gaps = g.items;
    return g.count;
}
