#include "pipeline/schema_rules.h"

#include "base/buf.h"
#include "base/quote.h"

#include <stdlib.h>

struct schema_rule {
    const struct node *list; /* the keyword's value that it stands in */
    struct cel_program *program;
    struct str text, message;
};

static bool find_self(void *context, struct arena *a, struct str name, struct cel_value *out)
{
    (void)a;
    *out = cel_tape_value(context);
    return str_eq(name, STR("self"));
}

/* What one rule says of the value; empty where it holds. Failing to be evaluated is a violation, too. */
static struct str violation(struct schema_judging *j, const struct schema_rule *r, const struct node *self,
                            struct arena *a)
{
    const struct cel_bindings bindings = { find_self, (void *)(uintptr_t)self };
    struct cel_value v;

    switch (cel_evaluate(r->program, &j->machine, &bindings, &v)) {
    case CEL_VALUE:
        return v.kind == CEL_BOOL && v.b ? (struct str){ "", 0 } : r->message;
    case CEL_STOPPED:
        j->undecided = true;
        break;
    case CEL_FAILED:
        break;
    }
    return ARENA_JOIN(a, STR("CEL evaluation error for rule "), arena_quote(a, r->text), STR(": "), v.failure->message);
}

static void judge(void *context, const struct node *rules, const struct node *self, struct arena *a,
                  void (*say)(void *to, struct str text), void *to)
{
    struct schema_judging *j = context;

    for (size_t i = 0; i < j->set->count; i++) {
        const struct schema_rule *r = &j->set->items[i];
        struct str said = r->list == rules ? violation(j, r, self, a) : (struct str){ "", 0 };
        if (said.len)
            say(to, said);
    }
}

struct schema_extension schema_rules(struct schema_judging *j)
{
    return (struct schema_extension){ STR("x-cel-validations"), judge, j };
}

/* cel-go's form of what it refuses: each issue with its line and a mark below its column. */
static struct str refusal(const struct cel_issues *issues, struct str text, struct arena *a)
{
    struct buf out = { 0 };
    struct str words;

    buf_printf(&out, "failed to %s CEL expression: ", issues->stage == CEL_STAGE_PARSE ? "parse" : "check");
    for (size_t i = 0; i < issues->count; i++) {
        const struct cel_issue *at = &issues->items[i];
        struct str line = text, rest = text;
        for (int32_t n = 0; n < at->line; n++)
            str_cut(rest, '\n', &line, &rest);
        buf_printf(&out, "%sERROR: <input>:%d:%u: %.*s%s\n | %.*s\n | ", i ? "\n" : "", (int)at->line, at->column,
                   STR_ARG(at->message),
                   str_starts(at->message, STR("undeclared reference")) ? " (in container '')" : "", STR_ARG(line));
        for (uint32_t n = 1; n < at->column; n++)
            buf_char(&out, '.');
        buf_char(&out, '^');
    }
    words = arena_copy(a, buf_str(&out));
    buf_free(&out);
    return words;
}

/* Compiles one; the words after "x-cel-validations[i]: " where that can't be. */
static struct str compile(struct schema_rule *r, const struct cel_env *env, const struct node *of, struct arena *a)
{
    const struct node *rule = node_get(of, STR("rule")), *message = node_get(of, STR("message"));
    struct cel_issues issues = { 0 };
    const struct cel_type *type;

    if (node_kind(of) != NODE_MAPPING)
        return STR("must be an object");
    if (node_kind(rule) != NODE_STRING || node_text(rule).len == 0)
        return STR("missing \"rule\" field");
    if (node_kind(message) != NODE_STRING || node_text(message).len == 0)
        return STR("missing \"message\" field");
    r->text = node_text(rule);
    r->message = node_text(message);
    r->program = cel_compile(env, a, r->text, 0, &issues);
    if (!r->program)
        return refusal(&issues, r->text, a);
    type = cel_program_type(r->program);
    if (type != &cel_type_bool)
        return ARENA_JOIN(a, STR("CEL expression must return bool, got "), cel_type_text(a, type));
    return (struct str){ "", 0 };
}

static struct str compile_list(struct schema_rule_set *set, const struct cel_env *env, const struct node *list,
                               struct arena *a)
{
    size_t i = 0;

    if (node_kind(list) != NODE_SEQUENCE)
        return STR("x-cel-validations must be an array");
    for (const struct node *of = node_first(list); of; of = node_next(list, of), i++) {
        struct schema_rule rule = { .list = list };
        struct str error = compile(&rule, env, of, a);
        if (rule.program)
            *ARENA_PUSH(a, set->items, set->count, set->cap) = rule;
        if (error.len)
            return arena_printf(a, "x-cel-validations[%zu]: %.*s", i, STR_ARG(error));
    }
    return (struct str){ "", 0 };
}

struct str schema_rules_compile(struct schema_rule_set *set, const struct node *schema, struct arena *a)
{
    struct cel_env *env = cel_env_new(a, CEL_LIB_ALL);

    cel_env_variable(env, STR("self"), &cel_type_dyn);
    for (const struct node *n = schema, *end = schema + schema->span; n < end; n++)
        if (n->flags & FLAG_KEY && !(n->flags & FLAG_DEAD) && node_is(n, STR("x-cel-validations"))) {
            struct str error = compile_list(set, env, node_pair_value(n), a);
            if (error.len)
                return error;
        }
    return (struct str){ "", 0 };
}

void schema_rules_free(struct schema_rule_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        cel_program_free(set->items[i].program);
    *set = (struct schema_rule_set){ 0 };
}

static struct str unescape(struct arena *a, struct str token)
{
    char *out = arena_take(a, token.len + 1);
    size_t n = 0;

    for (size_t i = 0; i < token.len; i++) {
        if (token.p[i] == '~' && i + 1 < token.len && (token.p[i + 1] == '0' || token.p[i + 1] == '1'))
            out[n++] = token.p[++i] == '0' ? '~' : '/';
        else
            out[n++] = token.p[i];
    }
    return (struct str){ out, n };
}

static bool leads_somewhere(const struct node *root, struct str pointer, struct arena *a)
{
    const struct node *at = root;
    struct str token, rest = str_from(pointer, 1);
    bool more = pointer.len > 0;

    while (more && at) {
        more = str_cut(rest, '/', &token, &rest);
        if (node_kind(at) == NODE_SEQUENCE) {
            const struct node *e = node_first(at);

            for (size_t i = 0, want = (size_t)strtoul(arena_copy(a, token).p, NULL, 10); e && i < want; i++)
                e = node_next(at, e);
            at = e;
        } else {
            at = node_get(at, unescape(a, token));
        }
    }
    return at != NULL;
}

struct str schema_rules_missing_ref(const struct tape *schema, struct arena *a)
{
    for (const struct node *n = schema->root, *end = n + n->span; n < end; n++) {
        struct str ref;

        if (!(n->flags & FLAG_KEY) || n->flags & FLAG_DEAD || !node_is(n, STR("$ref")))
            continue;
        ref = node_text(node_pair_value(n));
        if (str_starts(ref, STR("#/")) && !leads_somewhere(schema->root, str_from(ref, 1), a))
            return ref;
    }
    return (struct str){ "", 0 };
}
