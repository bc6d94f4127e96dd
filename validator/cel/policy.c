#include "cel/policy_tree.h"

#include "base/utf8.h"
#include "cel/run.h"
#include "syntax/yaml/yaml.h"

enum { MOST_NESTED = 100 };

struct compiler {
    struct arena *arena;
    struct cel_policy *policy;
    struct cel_issues *issues;
    size_t nested;
};

static void complain(struct compiler *c, uint32_t at, struct str message)
{
    cel_issue_add(c->issues, c->arena, c->policy->source, at, message);
}

/* The byte so many code points behind another. */
static uint32_t step(struct str source, uint32_t at, size_t points)
{
    size_t w;

    while (points-- > 0 && at < source.len) {
        utf8_decode(str_from(source, at), &w);
        at += (uint32_t)w;
    }
    return at;
}

uint32_t policy_place(struct str source, const struct policy_text *t, uint32_t offset)
{
    return step(source, t->at, utf8_count(str_slice(t->text, 0, offset)));
}

/* Compiles one text of the policy; issues get their places in the file. */
static struct cel_program *compile(struct compiler *c, const struct cel_env *env, const struct policy_text *t)
{
    struct cel_issues found;
    struct cel_program *p = cel_compile(env, c->arena, t->text, 0, &found);

    for (size_t i = 0; i < found.count; i++) {
        uint32_t offset = found.items[i].offset;
        complain(c, offset == CEL_NOWHERE ? offset : policy_place(c->policy->source, t, offset),
                 found.items[i].message);
    }
    return p;
}

static void compile_rule(struct compiler *c, struct policy_rule *rule, const struct cel_env *env, bool in_aggregate);

static const struct cel_env *compile_variables(struct compiler *c, struct policy_rule *rule, const struct cel_env *env)
{
    for (size_t i = 0; i < rule->variable_count; i++) {
        struct policy_variable *v = &rule->variables[i];
        struct cel_env *wider = cel_env_extend(c->arena, env);
        v->program = compile(c, env, &v->expression);
        v->full = ARENA_JOIN(c->arena, STR("variables."), v->name.text);
        if (cel_env_variable(wider, v->full, v->program ? cel_program_type(v->program) : &cel_type_dyn))
            env = wider;
        else
            complain(c, v->at,
                     ARENA_JOIN(c->arena, STR("invalid variable declaration: overlapping identifier for name '"),
                                v->full, STR("'")));
        if (++c->nested == MOST_NESTED + 1)
            complain(c, v->name.at, STR("variable exceeds nested expression limit"));
    }
    return env;
}

static bool is_literal(const struct cel_program *p, bool value)
{
    struct cel_value v;

    return p && cel_program_literal(p, &v) && v.kind == CEL_BOOL && v.b == value;
}

static const struct cel_type *match_type(const struct policy_match *m)
{
    return m->rule ? m->rule->type : m->gives ? cel_program_type(m->gives) : &cel_type_error;
}

static void compile_match(struct compiler *c, struct policy_match *m, const struct cel_env *env, bool in_aggregate)
{
    if (m->condition.given) {
        m->holds = compile(c, env, &m->condition);
        m->always = is_literal(m->holds, true);
    }
    if (m->output.given)
        m->gives = compile(c, env, &m->output);
    if (m->explanation.given)
        m->explains = compile(c, env, &m->explanation);
    if (m->rule) {
        compile_rule(c, m->rule, env, in_aggregate);
        if (++c->nested == MOST_NESTED + 1)
            complain(c, m->rule->at, STR("rule exceeds nested expression limit"));
    }
}

static void check_types(struct compiler *c, const struct policy_rule *rule)
{
    const struct cel_type *first = NULL, *t;

    for (size_t i = 0; i < rule->match_count; i++) {
        const struct policy_match *m = &rule->matches[i];
        t = match_type(m);
        if (t->kind == CEL_TYPE_ERROR)
            continue;
        if (!first)
            first = t;
        if (cel_type_takes(first, t) || cel_type_takes(t, first))
            continue;
        complain(c, m->output.given ? m->output.at : m->rule->at,
                 ARENA_JOIN(c->arena, STR("incompatible output types: block has output type "),
                            cel_type_text(c->arena, t), STR(", but previous outputs have type "),
                            cel_type_text(c->arena, first)));
        return;
    }
}

static void check_reachable(struct compiler *c, const struct policy_rule *rule)
{
    for (size_t i = rule->match_count; i-- > 0;) {
        const struct policy_match *m = &rule->matches[i];
        if (is_literal(m->holds, false))
            complain(c, m->at, STR("Condition is always false"));
        if (rule->aggregate || !m->always || (m->rule && m->rule->optional) || i + 1 == rule->match_count)
            continue;
        if (m->rule)
            complain(c, m->rule->at, STR("rule creates unreachable outputs"));
        else
            complain(c, m->at, STR("match creates unreachable outputs"));
        return;
    }
}

static bool may_be_none(const struct policy_rule *rule)
{
    bool optional = false;

    if (rule->aggregate)
        return false;
    for (size_t i = 0; i < rule->match_count; i++) {
        const struct policy_match *m = &rule->matches[i];
        if (m->rule && m->rule->optional && !m->always)
            return true;
        if (m->always && !(m->rule && m->rule->optional))
            return false;
        optional = true;
    }
    return optional;
}

static void compile_rule(struct compiler *c, struct policy_rule *rule, const struct cel_env *env, bool in_aggregate)
{
    if (in_aggregate && rule->aggregate)
        complain(c, rule->at, STR("nested aggregate rules are not allowed"));
    rule->env = compile_variables(c, rule, env);
    for (size_t i = 0; i < rule->match_count; i++)
        compile_match(c, &rule->matches[i], rule->env, in_aggregate || rule->aggregate);
    rule->optional = may_be_none(rule);
    rule->type = rule->match_count ? match_type(&rule->matches[0]) : &cel_type_dyn;
    if (rule->aggregate)
        rule->type = cel_type_list_of(c->arena, rule->type);
    check_types(c, rule);
    check_reachable(c, rule);
}

/* What the checker says of the whole, in which a condition chooses: a place it has none. */
static void check_conditions(struct compiler *c, const struct policy_rule *rule)
{
    const struct cel_type *out = rule->aggregate  ? rule->type
                                 : rule->optional ? cel_type_optional_of(c->arena, rule->type)
                                                  : rule->type;
    struct str shown = cel_type_text(c->arena, out);

    for (size_t i = 0; i < rule->match_count; i++) {
        const struct policy_match *m = &rule->matches[i];
        const struct cel_type *t = m->holds ? cel_program_type(m->holds) : &cel_type_bool;
        if (!m->always && !cel_type_takes(&cel_type_bool, t) && t->kind != CEL_TYPE_DYN)
            complain(c, CEL_NOWHERE,
                     ARENA_JOIN(c->arena, STR("found no matching overload for '_?_:_' applied to '("),
                                cel_type_text(c->arena, t), STR(", "), shown, STR(", "), shown, STR(")'")));
        if (m->rule)
            check_conditions(c, m->rule);
    }
}

static bool is_qualified(struct str name)
{
    bool dot = false;

    for (size_t i = 0; i < name.len; i++) {
        char ch = name.p[i];
        bool letter = ((ch | 32) >= 'a' && (ch | 32) <= 'z') || ch == '_', digit = ch >= '0' && ch <= '9';
        if (ch == '.') {
            dot = true;
            if (i == 0 || i + 1 == name.len || name.p[i - 1] == '.')
                return false;
        } else if (!letter && !digit) {
            return false;
        }
    }
    return dot;
}

static const struct cel_env *import(struct compiler *c, const struct cel_env *env)
{
    const struct cel_policy *p = c->policy;
    struct cel_env *wider;

    if (p->import_count == 0)
        return env;
    wider = cel_env_extend(c->arena, env);
    wider->abbreviations = ARENA_ARRAY(c->arena, struct str, p->import_count);
    wider->abbreviation_count = 0;
    for (size_t i = 0; i < p->import_count; i++) {
        struct str name = p->imports[i].name.text;
        if (is_qualified(name))
            wider->abbreviations[wider->abbreviation_count++] = name;
        else
            complain(c, p->imports[i].name.given ? p->imports[i].name.at : p->imports[i].at,
                     ARENA_JOIN(c->arena, STR("error configuring import: invalid qualified name: "), name,
                                STR(", wanted name of the form 'qualified.name'")));
    }
    return wider;
}

struct cel_policy *cel_policy_compile_node(const struct cel_env *env, struct arena *a, struct str text,
                                           const struct node *node, unsigned flags, struct cel_issues *issues)
{
    struct cel_policy *p = ARENA_NEW(a, struct cel_policy);
    struct compiler c = { a, p, issues, 0 };

    *issues = (struct cel_issues){ .stage = CEL_STAGE_PARSE };
    p->source = text;
    if (!policy_read(p, a, node, flags, issues))
        return NULL;
    issues->stage = CEL_STAGE_CHECK;
    compile_rule(&c, p->rule, import(&c, env), false);
    if (issues->count == 0)
        check_conditions(&c, p->rule);
    cel_issues_sort(issues);
    if (issues->count == 0)
        return p;
    cel_policy_free(p);
    return NULL;
}

struct cel_policy *cel_policy_compile(const struct cel_env *env, struct arena *a, struct str text, unsigned flags,
                                      struct cel_issues *issues)
{
    struct yaml_error e;
    struct tape t;

    *issues = (struct cel_issues){ .stage = CEL_STAGE_PARSE };
    if (!yaml_read(&t, a, text, NULL, &e)) {
        cel_issue_add(issues, a, text, CEL_NOWHERE, e.message);
        return NULL;
    }
    if (!t.root) {
        cel_issue_add(issues, a, text, CEL_NOWHERE, STR("got yaml node of kind 0, wanted mapping node"));
        return NULL;
    }
    return cel_policy_compile_node(env, a, t.source, t.root, flags, issues);
}

static void free_rule(struct policy_rule *rule)
{
    if (!rule)
        return;
    for (size_t i = 0; i < rule->variable_count; i++)
        cel_program_free(rule->variables[i].program);
    for (size_t i = 0; i < rule->match_count; i++) {
        cel_program_free(rule->matches[i].holds);
        cel_program_free(rule->matches[i].gives);
        cel_program_free(rule->matches[i].explains);
        free_rule(rule->matches[i].rule);
    }
}

void cel_policy_free(struct cel_policy *p)
{
    if (p)
        free_rule(p->rule);
}

const struct cel_type *cel_policy_type(const struct cel_policy *p)
{
    return p->rule->type;
}

struct str cel_policy_name(const struct cel_policy *p)
{
    return p->name.text;
}

bool cel_policy_has_explanations(const struct cel_policy *p)
{
    return p->explained;
}
