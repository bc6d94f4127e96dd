#include "command/judge.h"

struct judging {
    struct comparison *comparison;
    struct arena *arena;
    size_t cap;
};

static void note(struct judging *j, struct str words, bool limit)
{
    struct comparison *c = j->comparison;

    c->loosened = arena_grow(j->arena, c->loosened, c->loosened_count, &j->cap, sizeof *c->loosened);
    c->loosened[c->loosened_count++] = (struct loosened){ words, limit };
}

static void compare_severities(struct judging *j, const struct rule_settings *was, const struct rule_settings *is)
{
    for (size_t i = 0; i < rule_count; i++)
        if (is->severity[i] < was->severity[i])
            note(j,
                 arena_printf(j->arena, "rule %s is %s, and was %s", rules[i]->id, severity_name(is->severity[i]),
                              severity_name(was->severity[i])),
                 rules[i]->delta || rules[i]->fact);
}

static const struct node *parameters_of(const struct project *p, struct str id)
{
    const struct node *found = NULL;

    for (size_t i = 0; i < p->rule_count; i++)
        if (p->rules[i].is_use && str_eq(p->rules[i].id, id))
            found = p->rules[i].parameters;
    return found;
}

/* The digits that it begins with: 50, or 20 of 20%. */
static uint64_t number_of(const struct node *n)
{
    struct str s = node_text(n);
    uint64_t v = 0;

    for (size_t i = 0; i < s.len && s.p[i] >= '0' && s.p[i] <= '9' && v < UINT64_MAX / 10; i++)
        v = v * 10 + (uint64_t)(s.p[i] - '0');
    return v;
}

/* A limit that is higher, or that was not given before and replaces the default. */
static bool is_looser(const struct node *was, const struct node *is)
{
    bool looser = false;

    if (node_kind(is) == NODE_MAPPING) {
        for (const struct node *k = node_first_key(is); k && !looser; k = node_next_key(is, k))
            looser =
                !str_eq(node_text(k), STR("severity")) && is_looser(node_get(was, node_text(k)), node_pair_value(k));
        return looser;
    }
    return !was || number_of(is) > number_of(was);
}

static void compare_limits(struct judging *j, const struct project *was, const struct project *is)
{
    for (size_t i = 0; i < is->rule_count; i++) {
        const struct rule *r = is->rules[i].is_use ? rule_find(is->rules[i].id) : NULL;
        if (r && r->delta && is_looser(parameters_of(was, is->rules[i].id), is->rules[i].parameters))
            note(j, arena_printf(j->arena, "limits of %s are raised", r->id), true);
    }
}

static void compare_skippable(struct judging *j, const struct project *was, const struct project *is)
{
    for (size_t i = 0; i < is->skippable_count; i++) {
        bool before = false;
        for (size_t k = 0; k < was->skippable_count; k++)
            before = before || str_eq(was->skippable[k], is->skippable[i]);
        if (!before)
            note(j, arena_printf(j->arena, "guard %.*s may be skipped", STR_ARG(is->skippable[i])), true);
    }
}

void judge_compare(struct comparison *c, struct arena *a, const struct opened_side *before,
                   const struct opened_side *after, const struct window *w)
{
    const struct project *was = &before->project, *is = &after->project;
    struct judging j = { .comparison = c, .arena = a };
    struct rule_settings then, now;

    if (was->text.len == 0 || str_eq(was->text, is->text))
        return;
    if (project_rule_settings(was, &then, a, w, NULL) && project_rule_settings(is, &now, a, w, NULL))
        compare_severities(&j, &then, &now);
    compare_limits(&j, was, is);
    compare_skippable(&j, was, is);
}
