/* What the conditions of an expression came to, for tests of expressions. */
#include "cel/policy_tree.h"
#include "cel/program.h"

/* Operations nest as deep as expressions, and macros add a little. */
enum { DEEPEST = 2000 };

void cel_coverage_init(struct cel_coverage *c, struct arena *a)
{
    *c = (struct cel_coverage){ .arena = a };
    map_init(&c->by_part, a);
}

static struct str key_of(const struct cel_op *const *part)
{
    return (struct str){ (const char *)part, sizeof *part };
}

void cel_cover(struct cel_coverage *c, const struct cel_op *part, const struct cel_value *value)
{
    struct cel_decision *d = map_get(&c->by_part, key_of(&part));

    if (value->kind != CEL_BOOL)
        return;
    if (!d) {
        d = ARENA_NEW(c->arena, struct cel_decision);
        d->part = part;
        *map_at(&c->by_part, key_of(&d->part)) = d;
    }
    d->held |= value->b;
    d->failed |= !value->b;
}

struct gaps {
    const struct cel_coverage *coverage;
    void (*tell)(void *context, uint32_t at, bool held, bool failed);
    void *context;
};

static void look_at(const struct gaps *g, const struct cel_op *part)
{
    const struct cel_decision *d = map_get(&g->coverage->by_part, key_of(&part));

    if (part->run != cel_op_constant && !(d && d->held && d->failed))
        g->tell(g->context, part->at, d && d->held, d && d->failed);
}

static void walk(const struct gaps *g, const struct cel_op *op, unsigned depth)
{
    bool logic;

    if (!op || depth > DEEPEST)
        return;
    logic = op->run == cel_op_and || op->run == cel_op_or;
    if (op->run == cel_op_conditional)
        look_at(g, op->x);
    if (!op->args) { /* of a call x and y stand among its arguments, too */
        walk(g, op->x, depth + 1);
        walk(g, op->y, depth + 1);
        walk(g, op->z, depth + 1);
    }
    for (size_t i = 0; op->args && i < op->count; i++) {
        if (logic)
            look_at(g, op->args[i]);
        walk(g, op->args[i], depth + 1);
    }
}

void cel_coverage_gaps(const struct cel_coverage *c, const struct cel_program *p,
                       void (*tell)(void *context, uint32_t at, bool held, bool failed), void *context)
{
    const struct gaps g = { c, tell, context };

    walk(&g, p->root, 0);
}

/* What is told of one text of a policy, with its place in the file. */
struct policy_gaps {
    const struct cel_coverage *coverage;
    const struct policy_text *text;
    struct str source;
    void (*tell)(void *context, uint32_t at, bool held, bool failed);
    void *context;
};

static void tell_text(void *context, uint32_t at, bool held, bool failed)
{
    const struct policy_gaps *g = context;

    g->tell(g->context, policy_place(g->source, g->text, at), held, failed);
}

static void program_gaps(struct policy_gaps *g, const struct cel_program *p, const struct policy_text *text)
{
    g->text = text;
    if (p)
        cel_coverage_gaps(g->coverage, p, tell_text, g);
}

static void rule_gaps(struct policy_gaps *g, const struct policy_rule *rule)
{
    for (size_t i = 0; i < rule->variable_count; i++)
        program_gaps(g, rule->variables[i].program, &rule->variables[i].expression);
    for (size_t i = 0; i < rule->match_count; i++) {
        const struct policy_match *m = &rule->matches[i];
        if (m->holds) {
            const struct gaps whole = { g->coverage, tell_text, g };
            g->text = &m->condition;
            look_at(&whole, m->holds->root);
        }
        program_gaps(g, m->holds, &m->condition);
        program_gaps(g, m->gives, &m->output);
        if (m->rule)
            rule_gaps(g, m->rule);
    }
}

void cel_policy_gaps(const struct cel_coverage *c, const struct cel_policy *p,
                     void (*tell)(void *context, uint32_t at, bool held, bool failed), void *context)
{
    struct policy_gaps g = { .coverage = c, .source = p->source, .tell = tell, .context = context };

    rule_gaps(&g, p->rule);
}
