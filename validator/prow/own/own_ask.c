/* One rule asked about one subject. */
#include "prow/own/own_subject.h"

void own_subject_add(struct own_subject *s, struct str name, struct cel_value value)
{
    if (s->count < OWN_MOST_NAMES)
        s->names[s->count++] = (struct own_named){ name, value };
}

static bool find(void *context, struct arena *a, struct str name, struct cel_value *out);

static void in_trouble(struct own_asking *k, const struct cel_value *error)
{
    if (k->trouble.len == 0)
        k->trouble = error->kind == CEL_ERROR && error->failure ? error->failure->message : STR("it gives no value");
}

enum cel_outcome own_evaluate(struct own_asking *k, const struct own_expression *e, struct cel_machine *m,
                              struct cel_value *out)
{
    const struct cel_bindings b = { find, k };
    enum cel_outcome outcome;

    m->coverage = k->coverage;
    outcome = cel_evaluate(e->program, m, &b, out);
    k->cost += m->cost;
    if (outcome != CEL_VALUE)
        in_trouble(k, out);
    return outcome;
}

static bool find_variable(struct own_asking *k, struct str name, struct cel_value *out)
{
    for (size_t i = 0; i < k->rule->variable_count; i++) {
        struct own_known *v = &k->variables[i];
        if (!str_eq(k->rule->variables[i].name, name))
            continue;
        if (!v->asked) {
            v->asked = true;
            v->outcome = own_evaluate(k, &k->rule->variables[i].value, &v->machine, &v->value);
        }
        *out = v->value;
        return v->outcome == CEL_VALUE;
    }
    return false;
}

static bool find(void *context, struct arena *a, struct str name, struct cel_value *out)
{
    struct own_asking *k = context;

    (void)a;
    for (size_t i = 0; i < k->subject->count; i++)
        if (str_eq(k->subject->names[i].name, name))
            return *out = k->subject->names[i].value, true;
    return find_variable(k, name, out);
}

/* A finding for each text that is not empty and each false; without a text, the rule's message is meant. */
static bool take_output(struct own_asking *k, const struct cel_value *v)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, e;
    bool fits = true;

    if (v->kind == CEL_OPTIONAL)
        return !v->some || take_output(k, v->some);
    if (v->kind == CEL_BOOL && !v->b)
        *ARENA_PUSH(&k->arena, k->messages, k->message_count, k->message_cap) = STR("");
    else if (v->kind == CEL_STRING && v->n)
        *ARENA_PUSH(&k->arena, k->messages, k->message_count, k->message_cap) = arena_copy(&k->arena, cel_text(v));
    else if (v->kind == CEL_LIST)
        while (fits && cel_next(&k->arena, v, &c, &key, &e))
            fits = (e.kind == CEL_BOOL || e.kind == CEL_STRING) && take_output(k, &e);
    else
        fits = v->kind == CEL_BOOL || v->kind == CEL_STRING;
    return fits;
}

/* What explains an output that is only false. */
static void explain(struct own_asking *k)
{
    const struct cel_bindings b = { find, k };
    struct cel_value v;

    if (k->message_count != 1 || k->messages[0].len || !cel_policy_has_explanations(k->rule->policy) ||
        cel_policy_evaluate(k->rule->policy, &k->machine, &b, true, &v) != CEL_VALUE)
        return;
    if (v.kind == CEL_OPTIONAL)
        v = v.some ? *v.some : cel_null();
    if (v.kind == CEL_STRING)
        k->messages[0] = arena_copy(&k->arena, cel_text(&v));
}

static enum own_answer ask_policy(struct own_asking *k)
{
    const struct cel_bindings b = { find, k };
    enum cel_outcome outcome;
    struct cel_value v;

    k->machine.coverage = k->coverage;
    outcome = cel_policy_evaluate(k->rule->policy, &k->machine, &b, false, &v);
    k->cost += k->machine.cost;
    if (outcome != CEL_VALUE)
        return in_trouble(k, &v), OWN_IN_DOUBT;
    if (!take_output(k, &v))
        return k->trouble = STR("the policy gives neither a bool nor a text"), OWN_IN_DOUBT;
    if (k->trouble.len)
        return OWN_IN_DOUBT;
    explain(k);
    return k->message_count ? OWN_BROKEN : OWN_HOLDS;
}

enum own_answer own_ask(struct own_asking *k, const struct own_rule *rule, const struct own_subject *s)
{
    struct cel_value v;

    for (size_t i = 0; i < rule->variable_count; i++)
        k->variables[i].asked = false;
    arena_reset(&k->arena);
    k->messages = NULL;
    k->message_count = k->message_cap = 0;
    k->trouble = s->refused.len ? ARENA_JOIN(&k->arena, STR("Prow refuses it: "), s->refused) : STR("");
    k->rule = rule;
    k->subject = s;
    if (k->trouble.len)
        return OWN_IN_DOUBT;
    if (rule->when.program && own_evaluate(k, &rule->when, &k->machine, &v) != CEL_VALUE)
        return OWN_IN_DOUBT;
    if (rule->when.program && v.kind != CEL_BOOL)
        return k->trouble = STR("when gives no bool"), OWN_IN_DOUBT;
    if (rule->when.program && !v.b)
        return k->trouble.len ? OWN_IN_DOUBT : OWN_NOT_ASKED;
    if (rule->policy)
        return ask_policy(k);
    if (own_evaluate(k, &rule->require, &k->machine, &v) != CEL_VALUE)
        return OWN_IN_DOUBT;
    if (v.kind != CEL_BOOL)
        return k->trouble = STR("require gives no bool"), OWN_IN_DOUBT;
    return k->trouble.len ? OWN_IN_DOUBT : v.b ? OWN_HOLDS : OWN_BROKEN;
}

size_t own_finding_count(const struct own_asking *k)
{
    return k->rule->policy ? k->message_count : 1;
}

struct str own_message(struct own_asking *k, size_t which, struct arena *a)
{
    struct cel_value v;

    if (k->rule->policy && k->messages[which].len)
        return arena_copy(a, k->messages[which]);
    if (k->rule->message.program && own_evaluate(k, &k->rule->message, &k->machine, &v) == CEL_VALUE &&
        v.kind == CEL_STRING)
        return arena_copy(a, cel_text(&v));
    return arena_copy(a, str_c(k->rule->rule.summary));
}

void own_asking_free(struct own_asking *k)
{
    for (size_t i = 0; i < OWN_MOST_VARIABLES; i++)
        cel_machine_free(&k->variables[i].machine);
    cel_machine_free(&k->machine);
    cel_machine_free(&k->at);
    arena_free(&k->arena);
}

struct cel_value own_deployed(const struct window *w, struct arena *a)
{
    struct cel_value *items = ARENA_ARRAY(a, struct cel_value, w->count);

    for (size_t i = 0; i < w->count; i++)
        items[i] = cel_string(w->versions[i].text);
    return cel_list_value(a, items, w->count);
}
