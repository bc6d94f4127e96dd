#include "cel/policy.h"
#include "command/probe_cel_value.h"
#include "command/probe_kinds.h"

static void put_outcome(struct probe *p, json_t *o, const struct cel_policy *policy, const struct node *input,
                        bool explain)
{
    struct cel_bindings b = { probe_cel_find, (void *)(uintptr_t)input };
    struct cel_machine m = { 0 };
    struct cel_value v;

    if (cel_policy_evaluate(policy, &m, &b, explain, &v) == CEL_VALUE) {
        probe_cel_put(o, p->arena, &v);
    } else {
        json_add_text(json_put_array(o, "error"), v.failure->message);
    }
    cel_machine_free(&m);
}

static void put_outputs(struct probe *p, json_t *o, const struct cel_policy *policy, bool explain)
{
    const struct node *inputs = node_get(p->question, STR("inputs"));
    json_t *list = json_put_array(o, "outputs");

    for (const struct node *e = node_first(inputs); e; e = node_next(inputs, e))
        put_outcome(p, json_add_object(list), policy, node_value(e), explain);
}

void probe_cel_policy(struct probe *p)
{
    struct cel_policy *policy;
    struct cel_issues issues;
    struct cel_env *env;
    struct str text;
    bool simple = node_true(node_get(p->question, STR("simple_variables")));

    if (!probe_text(p, "policy", &text)) {
        probe_refuse(p, STR("probe cel-policy wants \"policy\""));
        return;
    }
    env = cel_env_new(p->arena, CEL_LIB_ALL);
    probe_cel_declare(env, node_get(p->question, STR("vars")), NULL);
    policy = cel_policy_compile(env, p->arena, text, simple ? CEL_POLICY_SIMPLE_VARIABLES : 0, &issues);
    if (!policy) {
        json_put_bool(p->answer, "ok", false);
        json_put_string(p->answer, "at", issues.stage == CEL_STAGE_PARSE ? STR("parse") : STR("compile"));
        probe_cel_issues(p->answer, STR("policy.yaml"), text, &issues);
        return;
    }
    probe_ok(p);
    put_outputs(p, p->answer, policy, false);
    if (cel_policy_has_explanations(policy))
        put_outputs(p, json_put_object(p->answer, "explanation"), policy, true);
    cel_policy_free(policy);
}
