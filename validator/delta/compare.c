#include "delta/compare.h"

struct rule_settings compare_settings(struct arena *a, const struct rule_settings *s)
{
    struct rule_settings only = *s;

    only.severity = ARENA_ARRAY(a, enum severity, rule_count);
    for (size_t i = 0; i < rule_count; i++)
        only.severity[i] = rules[i]->fact || rules[i]->undecided || rules[i]->delta ? s->severity[i] : SEVERITY_OFF;
    return only;
}

static bool says_undecided(const struct findings *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->rule->undecided)
            return true;
    return false;
}

/* Silences do not reach facts, and a comparison judges by nothing else, so those of the trees play no part. */
void compare_trees(struct comparison *c, const struct compare_source *before, const struct compare_source *after,
                   const struct rule_settings *settings, unsigned threads, struct findings *out)
{
    struct load_wish wish = { .detail = true };

    *c = (struct comparison){ 0 };
    prow_tree_load_for(&c->before, before->fs, &before->paths, settings, threads, &wish, &c->problems);
    prow_tree_load_for(&c->after, after->fs, &after->paths, settings, threads, &wish, out);
    delta_side_from_tree(&c->old, before->name, &c->before);
    delta_side_from_tree(&c->now, after->name, &c->after);
    findings_sort(&c->problems);
    c->comparable = c->before.broken + c->after.broken == 0 && !says_undecided(&c->problems) && !says_undecided(out);
    if (!c->comparable)
        return;
    delta_init(&c->delta, &c->old, &c->now);
    run_delta_rules(settings, out, &c->delta);
}

void compare_free(struct comparison *c)
{
    delta_free(&c->delta);
    delta_side_free(&c->old);
    delta_side_free(&c->now);
    prow_tree_free(&c->before);
    prow_tree_free(&c->after);
    findings_free(&c->problems);
}
