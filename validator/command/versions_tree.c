#include "command/versions.h"

#include "command/command.h"
#include "rule/rule.h"

static bool load(struct tree_changes *t, size_t side, struct arena *a, const struct project *p, const struct fs *fs,
                 const struct window *w, unsigned threads)
{
    struct rule_settings settings;

    if (!project_rule_settings(p, &settings, a, w, NULL))
        return false;
    prow_tree_load(&t->trees[side], fs, &p->paths, &settings, threads, &t->all[side]);
    silences_apply(&t->trees[side].silences, &settings, &t->all[side]);
    findings_sort(&t->all[side]);
    return true;
}

static void count_up(struct map *m, struct arena *a, const struct findings *list)
{
    for (size_t i = 0; i < list->count; i++) {
        void **at = map_at(m, finding_fingerprint(a, list->items[i]));
        *at = (void *)((uintptr_t)*at + 1);
    }
}

static void push(struct findings *out, struct finding *f)
{
    out->items = arena_grow(&out->arena, out->items, out->count, &out->cap, sizeof(struct finding *));
    out->items[out->count++] = f;
}

/* The findings of list that other has not: as many of a kind as it has more. Suppressed ones do not count. */
static void subtract(struct findings *out, const struct findings *list, const struct findings *other)
{
    struct arena a = { 0 };
    struct map counts;

    map_init(&counts, &a);
    count_up(&counts, &a, other);
    for (size_t i = 0; i < list->count; i++) {
        void **at = map_at(&counts, finding_fingerprint(&a, list->items[i]));
        if (*at) {
            *at = (void *)((uintptr_t)*at - 1);
        } else if (!list->items[i]->suppressed) {
            push(out, list->items[i]);
        }
    }
    arena_free(&a);
}

/* Adds those that keep the run from deciding. */
static void take_undecided(struct findings *out, const struct findings *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (finding_undecided(list->items[i]))
            push(out, list->items[i]);
}

bool tree_changes_find(struct tree_changes *t, struct arena *a, const struct project *p, const struct fs *fs,
                       const struct comparison *c, unsigned threads)
{
    size_t undecided = 0;

    *t = (struct tree_changes){ 0 };
    if (!load(t, 0, a, p, fs, &c->from.window, threads) || !load(t, 1, a, p, fs, &c->to.window, threads))
        return false;
    subtract(&t->appear, &t->all[1], &t->all[0]);
    subtract(&t->vanish, &t->all[0], &t->all[1]);
    take_undecided(&t->undecided, &t->all[1]);
    take_undecided(&t->undecided, &t->vanish);
    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; i < t->all[side].count; i++)
            undecided += finding_undecided(t->all[side].items[i]);
    t->verdict = verdict_from(undecided, verdict_of(&t->appear, false) == VERDICT_REJECT);
    return true;
}

void tree_changes_free(struct tree_changes *t)
{
    findings_free(&t->appear);
    findings_free(&t->vanish);
    findings_free(&t->undecided);
    for (size_t side = 0; side < 2; side++) {
        findings_free(&t->all[side]);
        if (t->trees[side].scratch)
            prow_tree_free(&t->trees[side]);
    }
}
