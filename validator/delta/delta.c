#include "delta/delta.h"
#include "delta/change.h"
#include "delta/fate.h"
#include "delta/names.h"
#include "delta/preset_change.h"
#include "delta/reconcile.h"
#include "delta/required.h"
#include "schema/behaviour.h"

#include <stdlib.h>

static void push(struct arena *a, const struct delta_job ***list, size_t *count, size_t *cap,
                 const struct delta_job *job)
{
    *list = arena_grow(a, *list, *count, cap, sizeof **list);
    (*list)[(*count)++] = job;
}

/* Jobs of now whose name old does not have. */
static void find_fresh(struct arena *a, const struct job_names *old, const struct job_names *now,
                       const struct delta_job ***list, size_t *count, size_t *cap)
{
    for (size_t i = 0; i < now->count; i++)
        if (job_names_first(old, now->keys[i]) == SIZE_MAX)
            push(a, list, count, cap, now->jobs[i]);
}

static struct job_names names_of(struct delta *d, const struct delta_repo *r)
{
    struct job_names n = { 0 };

    if (r)
        job_names_init(&n, &d->arena, r->jobs, r->count, false);
    return n;
}

static void count_fates(struct delta *d, const struct delta_repo_change *r)
{
    struct map worst; /* name to its fate plus one */

    map_init(&worst, &d->arena);
    for (size_t i = 0; i < r->retired_count; i++) {
        void **at = map_at(&worst, r->retired[i].job->name);
        if (!*at || r->retired[i].fate == FATE_PLAIN)
            *at = (void *)(uintptr_t)(r->retired[i].fate + 1);
    }
    for (size_t i = 0; i < worst.count; i++)
        d->totals.names[(uintptr_t)worst.entries[i].value - 1]++;
}

static void keep(struct delta *d, const struct delta_repo_change *r)
{
    if (r->added_count + r->retired_count + r->migrated_count + r->change_count + r->fresh_count + r->spared_count == 0)
        return;
    d->repos = arena_grow(&d->arena, d->repos, d->repo_count, &d->repo_cap, sizeof *d->repos);
    d->repos[d->repo_count++] = *r;
    d->totals.added += r->added_count;
    d->totals.retired += r->retired_count;
    d->totals.migrated += r->migrated_count;
    count_fates(d, r);
}

/* Without jobs at hand both sides have the same ones: see struct delta_repo. */
static bool listed(const struct delta_repo *r)
{
    return r && r->count == r->presubmits;
}

/* What is in none of its lists any more is told all the same. */
static void leave_alone(struct delta *d, struct delta_repo_change *r)
{
    const struct reconciler_flags *f = &d->reconciler.flags;

    if (reconciler_names_deny(&f->denylist_all, r->repo))
        r->denied = DENIED_ALL;
    else if (reconciler_names_deny(&f->denylist, r->repo))
        r->denied = DENIED_TRIGGERS;
    if (r->denied != DENIED_NOTHING)
        r->added_count = 0;
    if (r->denied != DENIED_ALL)
        return;
    for (size_t i = 0; i < r->retired_count; i++)
        push(&d->arena, &r->spared, &r->spared_count, &r->spared_cap, r->retired[i].job);
    r->retired_count = r->migrated_count = 0;
}

static void compare_repo(struct delta *d, const struct delta_repo *before, const struct delta_repo *after)
{
    struct delta_repo_change r = {
        .repo = before ? before->repo : after->repo,
        .before = before ? before->presubmits : 0,
        .after = after ? after->presubmits : 0,
    };
    struct change_list changes = { 0 };
    struct job_names old, now;

    if (!listed(before) && !listed(after))
        return;
    old = names_of(d, before);
    now = names_of(d, after);
    find_fresh(&d->arena, &old, &now, &r.fresh, &r.fresh_count, &r.fresh_cap);
    if (before) {
        reconcile_repo(&r, &d->arena, &old, &now,
                       behaviour_may_hold(&d->reconciler.window, BEHAVIOUR_RECONCILER_RETIRES_OPTIONAL));
        leave_alone(d, &r);
        fate_repo(d, &r, after);
        changes_find(d, &changes, &old, &now);
    }
    r.changes = changes.items;
    r.change_count = changes.count;
    r.change_cap = changes.cap;
    keep(d, &r);
}

static int by_name(const void *pa, const void *pb)
{
    const struct delta_repo_change *a = pa, *b = pb;

    return str_cmp(a->repo, b->repo);
}

static void compare_presubmits(struct delta *d)
{
    for (size_t i = 0; i < d->before->repo_count; i++)
        compare_repo(d, &d->before->repos[i], delta_side_repo(d->after, d->before->repos[i].repo));
    for (size_t i = 0; i < d->after->repo_count; i++)
        if (!delta_side_repo(d->before, d->after->repos[i].repo))
            compare_repo(d, NULL, &d->after->repos[i]);
    if (d->repo_count)
        qsort(d->repos, d->repo_count, sizeof *d->repos, by_name);
}

/* All central jobs of a kind. */
static struct job_names all_of(struct delta *d, const struct delta_side *s, enum job_kind kind)
{
    const struct delta_job **jobs = NULL;
    size_t count = 0, cap = 0;
    struct job_names n;

    for (size_t i = 0; i < s->job_count; i++)
        if (s->jobs[i].kind == kind && !s->jobs[i].inrepo)
            push(&d->arena, &jobs, &count, &cap, &s->jobs[i]);
    job_names_init(&n, &d->arena, jobs, count, true);
    return n;
}

static void compare_others(struct delta *d, struct delta_others *o, enum job_kind kind)
{
    struct job_names old = all_of(d, d->before, kind), now = all_of(d, d->after, kind);
    struct change_list changes = { 0 };

    find_fresh(&d->arena, &old, &now, &o->fresh, &o->fresh_count, &o->fresh_cap);
    find_fresh(&d->arena, &now, &old, &o->gone, &o->gone_count, &o->gone_cap);
    changes_find(d, &changes, &old, &now);
    o->changes = changes.items;
    o->change_count = changes.count;
    o->change_cap = changes.cap;
}

/* Its own version, where the window says who runs what. */
static void find_reconciler(struct delta *d, const struct window *w, const struct reconciler_flags *flags)
{
    struct delta_reconciler *r = &d->reconciler;
    struct version *own;
    size_t count = 0;

    if (flags)
        r->flags = *flags;
    r->newest = version_newest();
    r->window = (struct window){ &r->newest, 1 };
    if (!w || w->count == 0)
        return;
    own = ARENA_ARRAY(&d->arena, struct version, w->count);
    for (size_t i = 0; i < w->count; i++)
        if (str_eq(w->versions[i].component, STR("status-reconciler")))
            own[count++] = w->versions[i];
    r->window = count ? (struct window){ own, count } : *w;
}

void delta_init(struct delta *d, const struct delta_side *before, const struct delta_side *after,
                const struct delta_wish *wish)
{
    *d = (struct delta){ .before = before, .after = after, .lost_lists = { .fs = wish->after } };
    find_reconciler(d, wish->window, wish->flags);
    d->totals.before = before->counts[PRESUBMIT];
    d->totals.after = after->counts[PRESUBMIT];
    compare_presubmits(d);
    compare_others(d, &d->postsubmits, POSTSUBMIT);
    compare_others(d, &d->periodics, PERIODIC);
    preset_changes_find(d);
    delta_demands_find(d);
    merging_changes_find(d);
    pipelines_delta_init(&d->pipelines, &before->pipelines, &after->pipelines);
}

void delta_free(struct delta *d)
{
    pipelines_delta_free(&d->pipelines);
    patterns_free(&d->patterns);
    lost_lists_free(&d->lost_lists);
    arena_free(&d->scratch);
    arena_free(&d->arena);
}
