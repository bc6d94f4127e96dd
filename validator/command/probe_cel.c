#include "command/probe_cel_value.h"
#include "command/probe_kinds.h"

static const char *const stages[] = { "parse", "check", "program", "eval" };

static void refuse(struct probe *p, struct str text, const struct cel_issues *issues)
{
    json_member_bool(p->answer, STR("ok"), false);
    json_member_string(p->answer, STR("at"), str_c(stages[issues->stage]));
    if (issues->stage == CEL_STAGE_PROGRAM) {
        json_member_string(p->answer, STR("error"), issues->items[0].message);
        return;
    }
    probe_cel_issues(p->answer, p->arena, STR("<input>"), text, issues);
}

static void answer_failure(struct probe *p, struct str text, const struct cel_value *v)
{
    struct cel_issues issues = { 0 };

    cel_issue_add(&issues, p->arena, text, v->failure->offset, v->failure->message);
    json_member_bool(p->answer, STR("ok"), false);
    json_member_string(p->answer, STR("at"), STR("eval"));
    json_member_string(p->answer, STR("error"), v->failure->message);
    json_key(p->answer, STR("issues"));
    json_begin_array(p->answer);
    json_begin_object(p->answer);
    json_member_int(p->answer, STR("line"), issues.items[0].line);
    json_member_int(p->answer, STR("col"), issues.items[0].column);
    json_member_string(p->answer, STR("msg"), v->failure->message);
    json_end_object(p->answer);
    json_end_array(p->answer);
}

static void evaluate(struct probe *p, const struct cel_program *program)
{
    const struct node *bindings = node_get(p->question, STR("bindings"));
    struct cel_bindings b = { probe_cel_find, (void *)(uintptr_t)bindings };
    struct cel_machine m = { 0 };
    struct cel_value v;

    if (cel_evaluate(program, &m, &b, &v) == CEL_VALUE) {
        probe_ok(p);
        json_key(p->answer, STR("value"));
        probe_cel_write(p->answer, p->arena, &v);
    } else {
        answer_failure(p, cel_program_text(program), &v);
    }
    json_member_string(p->answer, STR("type"), cel_type_formal(p->arena, cel_program_type(program)));
    json_key(p->answer, STR("cost"));
    json_uint(p->answer, m.cost);
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
