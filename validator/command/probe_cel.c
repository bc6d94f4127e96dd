#include "command/probe_cel_value.h"
#include "command/probe_kinds.h"

static const char *const stages[] = { "parse", "check", "program", "eval" };

static void refuse(struct probe *p, struct str text, const struct cel_issues *issues)
{
    json_put_bool(p->answer, "ok", false);
    json_put_string(p->answer, "at", str_c(stages[issues->stage]));
    if (issues->stage == CEL_STAGE_PROGRAM) {
        json_put_string(p->answer, "error", issues->items[0].message);
        return;
    }
    probe_cel_issues(p->answer, STR("<input>"), text, issues);
}

static void answer_failure(struct probe *p, struct str text, const struct cel_value *v)
{
    struct cel_issues issues = { 0 };
    json_t *issue;

    cel_issue_add(&issues, p->arena, text, v->failure->offset, v->failure->message);
    json_put_bool(p->answer, "ok", false);
    json_put_string(p->answer, "at", STR("eval"));
    json_put_string(p->answer, "error", v->failure->message);
    issue = json_add_object(json_put_array(p->answer, "issues"));
    json_put_int(issue, "line", issues.items[0].line);
    json_put_int(issue, "col", issues.items[0].column);
    json_put_string(issue, "msg", v->failure->message);
}

static void evaluate(struct probe *p, const struct cel_program *program)
{
    const struct node *bindings = node_get(p->question, STR("bindings"));
    struct cel_bindings b = { probe_cel_find, (void *)(uintptr_t)bindings };
    struct cel_machine m = { 0 };
    struct cel_value v;

    if (cel_evaluate(program, &m, &b, &v) == CEL_VALUE) {
        probe_ok(p);
        probe_cel_put(p->answer, p->arena, &v);
    } else {
        answer_failure(p, cel_program_text(program), &v);
    }
    json_put_string(p->answer, "type", cel_type_formal(p->arena, cel_program_type(program)));
    json_put_int(p->answer, "cost", m.cost > INT64_MAX ? INT64_MAX : (int64_t)m.cost);
    cel_machine_free(&m);
}

void probe_cel(struct probe *p)
{
    bool kubernetes = node_is(node_get(p->question, STR("env")), STR("kubernetes"));
    struct cel_program *program;
    struct cel_issues issues;
    struct cel_env *env;
    struct str text;

    if (!probe_text(p, "expr", &text)) {
        probe_refuse(p, STR("probe cel wants \"expr\" or \"expr_b64\""));
        return;
    }
    env = cel_env_new(p->arena, kubernetes ? CEL_LIB_K8S : CEL_LIB_ALL | CEL_LIB_BLOCKS);
    env->container = node_text(node_get(p->question, STR("container")));
    probe_cel_declare(env, node_get(p->question, STR("type_env")), node_get(p->question, STR("bindings")));
    program = cel_compile(env, p->arena, text,
                          node_true(node_get(p->question, STR("disable_check"))) ? CEL_UNCHECKED : 0, &issues);
    if (program)
        evaluate(p, program);
    else
        refuse(p, text, &issues);
    cel_program_free(program);
}
