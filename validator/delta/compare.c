#include "delta/compare.h"

#include "delta/required.h"
#include "delta/retirements.h"

static bool is_wanted(const struct rule *r)
{
    return r->fact || r->undecided || r->delta || ack_rule(r);
}

struct rule_settings compare_settings(struct arena *a, const struct rule_settings *s)
{
    struct rule_settings only = *s;

    only.severity = ARENA_ARRAY(a, enum severity, rule_count);
    for (size_t i = 0; i < rule_count; i++)
        only.severity[i] = is_wanted(rules[i]) ? s->severity[i] : SEVERITY_OFF;
    return only;
}

static bool says_undecided(const struct findings *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->rule->undecided)
            return true;
    return false;
}

static bool is_doubt(const struct finding *f)
{
    return f->rule->about == SUBJECT_TREE;
}

/* With files missing, what seems to be retired is most likely what was not there to be read. */
static bool looks_half_synced(const struct delta *d, const struct findings *out)
{
    for (size_t i = 0; i < out->count; i++)
        if (is_doubt(out->items[i]) && out->items[i]->severity == SEVERITY_ERROR &&
            (d->after->files < d->before->files || d->totals.after == 0))
            return true;
    return false;
}

static void leave_doubt(struct findings *out)
{
    size_t n = 0;

    for (size_t i = 0; i < out->count; i++)
        if (!out->items[i]->rule->delta || is_doubt(out->items[i]))
            out->items[n++] = out->items[i];
    out->count = n;
}

static bool report_cut(const struct cut_found *cut, const struct rule_settings *settings, struct acks *acks,
                       struct findings *out)
{
    if (!cut->sign || ack_covers(acks, "tree-shrank", STR(""), STR(""), STR("")))
        return false;
    report_rule(settings, out, STR("tree-shrank"), whole_file(cut->path), "this file%s", cut->sign);
    return true;
}

bool compare_judge(struct delta *d, const struct rule_settings *settings, struct acks *acks,
                   const struct cut_found *cut, struct findings *out)
{
    bool doubtful;

    if (acks)
        acks_apply(acks, d);
    run_delta_rules(settings, out, d);
    doubtful = report_cut(cut, settings, acks, out);
    doubtful = looks_half_synced(d, out) || doubtful;
    if (doubtful)
        leave_doubt(out);
    if (acks)
        acks_report(acks, settings, out);
    return doubtful;
}

/* Whether a finding is about nothing but files that did not change. */
static bool is_unchanged(const struct comparison *c, const struct finding *f)
{
    bool unchanged = map_get(&c->plan.unchanged, f->at.file) != NULL;

    for (const struct related *r = f->related; r && unchanged; r = r->next)
        unchanged = map_get(&c->plan.unchanged, r->at.file) != NULL;
    return unchanged;
}

/* What BEFORE has too, in files that did not change, is no matter of the change. What could not be looked at stays. */
static void drop_known(const struct comparison *c, struct findings *out)
{
    struct arena a = { 0 };
    struct map known;
    size_t kept = 0;

    map_init(&known, &a);
    for (size_t i = 0; i < c->problems.count; i++)
        *map_at(&known, finding_fingerprint(&a, c->problems.items[i])) = &a;
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i]->rule->undecided || !is_unchanged(c, out->items[i]) ||
            !map_get(&known, finding_fingerprint(&a, out->items[i])))
            out->items[kept++] = out->items[i];
    out->count = kept;
    arena_free(&a);
}

static void load(struct comparison *c, const struct compare_source *before, const struct compare_source *after,
                 const struct rule_settings *settings, unsigned threads, struct findings *out)
{
    struct plan_side old = { .fs = before->fs, .paths = &before->paths };
    struct plan_side now = { .fs = after->fs, .paths = &after->paths, .outlines = after->outlines };
    struct load_wish wish;

    plan_make(&c->plan, &old, &now, settings->window, threads);
    wish = plan_wish_after(&c->plan);
    prow_tree_load_for(&c->after, after->fs, &after->paths, settings, threads, &wish, out);
    wish = plan_wish_before(&c->plan, &c->after);
    prow_tree_load_for(&c->before, before->fs, &before->paths, settings, threads, &wish, &c->problems);
    findings_sort(&c->problems);
}

/* Silences do not reach facts, and a comparison judges by nothing else, so those of the trees play no part. */
void compare_trees(struct comparison *c, const struct compare_source *before, const struct compare_source *after,
                   const struct rule_settings *settings, struct acks *acks, unsigned threads, struct findings *out)
{
    struct cut_found cut = { 0 };

    *c = (struct comparison){ 0 };
    load(c, before, after, settings, threads, out);
    delta_side_from_tree(&c->old, before->name, &c->before);
    delta_side_from_tree(&c->now, after->name, &c->after);
    c->old.resolved = before->resolved;
    c->now.resolved = after->resolved;
    c->now.one_file = after->one_file;
    delta_side_require(&c->old, &c->before, settings->window);
    delta_side_require(&c->now, &c->after, settings->window);
    c->comparable = c->before.broken + c->after.broken == 0 && !says_undecided(&c->problems) && !says_undecided(out);
    drop_known(c, out);
    if (!c->comparable)
        return;
    delta_init(&c->delta, &c->old, &c->now);
    if (!after->committed) /* a commit is always whole: what is empty there was committed so */
        cut = cut_find(&c->plan);
    c->doubtful = compare_judge(&c->delta, settings, acks, &cut, out);
}

void compare_free(struct comparison *c)
{
    delta_free(&c->delta);
    delta_side_free(&c->old);
    delta_side_free(&c->now);
    prow_tree_free(&c->before); /* it borrowed from after */
    prow_tree_free(&c->after);
    findings_free(&c->problems);
    plan_free(&c->plan);
}
