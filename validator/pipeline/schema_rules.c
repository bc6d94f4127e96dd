#include "pipeline/schema_rules.h"

#include <stdlib.h>

static void judge(void *context, const struct node *rules, const struct node *self, struct arena *a,
                  void (*say)(void *to, struct str text), void *to)
{
    (void)context;
    (void)rules;
    (void)self;
    (void)a;
    (void)say;
    (void)to;
}

struct schema_extension schema_rules(void)
{
    return (struct schema_extension){ STR("x-cel-validations"), judge, NULL };
}

/* A rule's own form. */
static struct str check_rules(const struct node *rules, struct arena *a)
{
    size_t i = 0;

    if (node_kind(rules) != NODE_SEQUENCE)
        return STR("x-cel-validations must be an array");
    for (const struct node *r = node_first(rules); r; r = node_next(rules, r), i++) {
        const struct node *rule = node_get(r, STR("rule")), *message = node_get(r, STR("message"));

        if (node_kind(r) != NODE_MAPPING)
            return arena_printf(a, "x-cel-validations[%zu]: must be an object", i);
        if (node_kind(rule) != NODE_STRING || node_text(rule).len == 0)
            return arena_printf(a, "x-cel-validations[%zu]: missing \"rule\" field", i);
        if (node_kind(message) != NODE_STRING || node_text(message).len == 0)
            return arena_printf(a, "x-cel-validations[%zu]: missing \"message\" field", i);
    }
    return (struct str){ "", 0 };
}

struct str schema_rules_check(const struct node *schema, struct arena *a)
{
    for (const struct node *n = schema, *end = schema + schema->span; n < end; n++)
        if (n->flags & FLAG_KEY && !(n->flags & FLAG_DEAD) && node_is(n, STR("x-cel-validations"))) {
            struct str error = check_rules(node_pair_value(n), a);

            if (error.len)
                return error;
        }
    return (struct str){ "", 0 };
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
