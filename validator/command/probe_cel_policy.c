#include "cel/policy.h"
#include "command/probe_cel_value.h"
#include "command/probe_kinds.h"

static void write_outcome(struct probe *p, const struct cel_policy *policy, const struct node *input, bool explain)
{
    struct cel_bindings b = { probe_cel_find, (void *)(uintptr_t)input };
    struct cel_machine m = { 0 };
    struct cel_value v;

    json_begin_object(p->answer);
    if (cel_policy_evaluate(policy, &m, &b, explain, &v) == CEL_VALUE) {
        json_key(p->answer, STR("value"));
        probe_cel_write(p->answer, p->arena, &v);
    } else {
        json_key(p->answer, STR("error"));
        json_begin_array(p->answer);
        json_string(p->answer, v.failure->message);
        json_end_array(p->answer);
    }
    json_end_object(p->answer);
    cel_machine_free(&m);
}

static void write_outputs(struct probe *p, const struct cel_policy *policy, bool explain)
{
    const struct node *inputs = node_get(p->question, STR("inputs"));

    json_key(p->answer, STR("outputs"));
    json_begin_array(p->answer);
    for (const struct node *e = node_first(inputs); e; e = node_next(inputs, e))
        write_outcome(p, policy, node_value(e), explain);
    json_end_array(p->answer);
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
        json_member_bool(p->answer, STR("ok"), false);
        json_member_string(p->answer, STR("at"), issues.stage == CEL_STAGE_PARSE ? STR("parse") : STR("compile"));
        probe_cel_issues(p->answer, p->arena, STR("policy.yaml"), text, &issues);
        return;
    }
    probe_ok(p);
    write_outputs(p, policy, false);
    if (cel_policy_has_explanations(policy)) {
        json_key(p->answer, STR("explanation"));
        json_begin_object(p->answer);
        write_outputs(p, policy, true);
        json_end_object(p->answer);
    }
    cel_policy_free(policy);
}
