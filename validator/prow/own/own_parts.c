/* The parts of a rule: expressions, variables, where its findings point to, what mends them. */
#include "prow/own/own_reading.h"

#include <string.h>

enum { MOST_PREFIXES = 32 };

/* What somebody may have meant by a name that is not declared; empty when it is not that. */
static struct str meant(const struct own_rule *o, struct str message)
{
    static const struct str undeclared = STR_INIT("undeclared reference to '");

    return str_starts(message, undeclared)
               ? own_types_nearest(o->on, str_slice(message, undeclared.len, message.len - 1))
               : STR("");
}

static void refuse(struct own_reader *r, const struct own_rule *o, const struct node *n, const char *name,
                   const struct cel_issues *issues)
{
    for (size_t i = 0; i < issues->count; i++) {
        const struct cel_issue *e = &issues->items[i];
        struct str near = meant(o, e->message);
        own_complain_at(r, n, own_written_at(r->source, n, e->offset == CEL_NOWHERE ? 0 : e->offset),
                        "%s: %.*s%s%.*s%s", name, STR_ARG(e->message), near.len ? "; did you mean " : "", STR_ARG(near),
                        near.len ? "?" : "");
    }
}

void own_compile(struct own_reader *r, const struct own_rule *o, const struct cel_env *env, const struct node *n,
                 const char *name, const struct cel_type *type, struct own_expression *out)
{
    struct cel_issues issues = { 0 };

    if (!n)
        return;
    *out = (struct own_expression){ .node = n, .text = node_text(n) };
    if (node_kind(n) == NODE_SEQUENCE || node_kind(n) == NODE_MAPPING || node_kind(n) == NODE_NULL) {
        own_complain_at(r, n, SIZE_MAX, "%s of an own rule is a CEL expression", name);
        return;
    }
    out->program = cel_compile(env, r->rules->arena, out->text, 0, &issues);
    if (!out->program)
        refuse(r, o, n, name, &issues);
    else if (type && cel_program_type(out->program)->kind != type->kind &&
             cel_program_type(out->program)->kind != cel_type_dyn.kind)
        own_complain_at(r, n, own_written_at(r->source, n, 0), "%s must be a %s", name,
                        type == &cel_type_bool ? "bool" : "string");
}

void own_read_variables(struct own_reader *r, struct own_rule *o, struct cel_env *env)
{
    const struct node *n = node_get(o->node, STR("variables"));

    if (n && node_kind(n) != NODE_MAPPING) {
        own_complain_at(r, n, SIZE_MAX, "variables: is a mapping of names to CEL expressions");
        return;
    }
    if (node_count(n) > OWN_MOST_VARIABLES) {
        own_complain_at(r, n, SIZE_MAX, "a rule has at most %d variables", OWN_MOST_VARIABLES);
        return;
    }
    o->variables = ARENA_ARRAY(r->rules->arena, struct own_variable, node_count(n));
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        struct own_variable *v = &o->variables[o->variable_count];
        *v = (struct own_variable){ .name = ARENA_JOIN(r->rules->arena, STR("variables."), node_text(k)) };
        own_compile(r, o, env, node_pair_value(k), "a variable", NULL, &v->value);
        cel_env_variable(env, v->name, v->value.program ? cel_program_type(v->value.program) : &cel_type_error);
        o->variable_count++;
    }
}

/* Nothing but steps into a variable whose values are written somewhere. */
static bool is_path(const struct own_rule *o, struct str s)
{
    static const char others[] = "_.[]\"'`/-?";
    size_t end = 0;

    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (!((c | 32) >= 'a' && (c | 32) <= 'z') && !(c >= '0' && c <= '9') && !(c && strchr(others, c)))
            return false;
    }
    while (end < s.len && s.p[end] != '.' && s.p[end] != '[')
        end++;
    return own_types_is_root(o->on, str_slice(s, 0, end));
}

/* The path, and it without its last part, and so on: where a value is missing, what would hold it is pointed at. */
void own_read_at(struct own_reader *r, struct own_rule *o, const struct cel_env *env)
{
    const struct node *n = node_get(o->node, STR("at"));
    struct str path = node_text(n);

    if (!n)
        return;
    if (!is_path(o, path)) {
        own_complain_at(r, n, SIZE_MAX,
                        "at: is the path of a value, as job.spec.containers[0].image; it begins with a variable that "
                        "is written somewhere: job, source, preset, config, plugins, presubmits, postsubmits, was or "
                        "is");
        return;
    }
    o->at = ARENA_ARRAY(r->rules->arena, struct own_expression, MOST_PREFIXES);
    own_compile(r, o, env, n, "at", NULL, &o->at[0]);
    o->at_count = 1;
    for (size_t i = path.len; i-- > 0 && o->at_count < MOST_PREFIXES;) {
        struct cel_issues ignored = { 0 };
        struct own_expression e = { .node = n, .text = str_slice(path, 0, i) };
        if (path.p[i] != '.' && path.p[i] != '[')
            continue;
        e.program = cel_compile(env, r->rules->arena, e.text, 0, &ignored);
        if (e.program)
            o->at[o->at_count++] = e;
    }
}

/* What takes the value's place has its type: another one would not load. Only types that have names are compared, as
 * what a field with a decoder of its own takes is not known here. */
static void check_set(struct own_reader *r, const struct own_rule *o)
{
    static const char *const names[] = { [CEL_TYPE_BOOL] = "bool", [CEL_TYPE_INT] = "int", [CEL_TYPE_STRING] = "string",
                                         [CEL_TYPE_LIST] = "list", [CEL_TYPE_MAP] = "map", [CEL_TYPE_STRUCT] = "map" };
    const struct own_expression *set = &o->fix.set, *at = o->at_count ? &o->at[0] : NULL;
    const char *is = NULL, *wanted = NULL;
    unsigned kind;

    if (!set->program || !at || !at->program)
        return;
    kind = cel_program_type(set->program)->kind;
    is = kind < COUNT_OF(names) ? names[kind] : NULL;
    kind = cel_program_type(at->program)->kind;
    wanted = kind < COUNT_OF(names) ? names[kind] : NULL;
    if (is && wanted && is != wanted && strcmp(is, wanted) != 0)
        own_complain_at(r, set->node, own_written_at(r->source, set->node, 0),
                        "set: gives a %s, and %.*s, which it takes the place of, is a %s", is, STR_ARG(at->text),
                        wanted);
}

void own_read_fix(struct own_reader *r, struct own_rule *o, const struct cel_env *env)
{
    static const char *const known[] = { "title", "set", "remove", "safe", NULL };
    const struct node *n = node_get(o->node, STR("fix"));
    const struct node *set = node_get(n, STR("set")), *remove = node_get(n, STR("remove"));

    if (!n)
        return;
    if (node_kind(n) != NODE_MAPPING) {
        own_complain_at(r, n, SIZE_MAX, "fix: is a mapping: set, or remove: true, of what at: points to");
        return;
    }
    own_check_fields(r, n, known, "fix:");
    if (!o->at_count)
        own_complain_at(r, n, SIZE_MAX, "fix: edits the value that at: points to, and there is no at:");
    if ((set == NULL) == !node_true(remove))
        own_complain_at(r, n, SIZE_MAX, "fix: has set:, the CEL expression of the new value, or remove: true");
    own_compile(r, o, env, node_get(n, STR("title")), "title", &cel_type_string, &o->fix.title);
    own_compile(r, o, env, set, "set", NULL, &o->fix.set);
    check_set(r, o);
    o->fix.given = true;
    o->fix.remove = node_true(remove);
    o->fix.safe = node_true(node_get(n, STR("safe")));
}

/* What a policy's outputs may be: a bool, a text, or lists of these. */
static bool is_answer(const struct cel_type *t)
{
    if (cel_type_is_optional(t) || t->kind == CEL_TYPE_LIST)
        t = t->params[0];
    return t->kind == CEL_TYPE_BOOL || t->kind == CEL_TYPE_STRING || t->kind == CEL_TYPE_DYN;
}

void own_read_policy(struct own_reader *r, struct own_rule *o, const struct cel_env *env)
{
    const struct node *n = node_get(o->node, STR("policy"));
    struct cel_issues issues;

    if (!n)
        return;
    o->policy = cel_policy_compile_node(env, r->rules->arena, r->source, n, 0, &issues);
    for (size_t i = 0; !o->policy && i < issues.count; i++) {
        const struct cel_issue *e = &issues.items[i];
        struct str near = meant(o, e->message);
        own_complain_at(r, n, e->offset == CEL_NOWHERE ? SIZE_MAX : e->offset, "policy: %.*s%s%.*s%s",
                        STR_ARG(e->message), near.len ? "; did you mean " : "", STR_ARG(near), near.len ? "?" : "");
    }
    if (o->policy && !is_answer(cel_policy_type(o->policy)))
        own_complain_at(r, n, SIZE_MAX,
                        "the outputs of a policy are bools, false where something is wrong, or texts that say what is");
}
