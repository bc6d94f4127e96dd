#include "delta/reconcile.h"

bool delta_job_required(const struct delta_job *j)
{
    return !j->optional && !j->skip_report;
}

bool delta_job_automatic(const struct delta_job *j)
{
    return j->always_run || j->run_if_changed.len || j->skip_if_only_changed.len;
}

static void add(struct delta_repo_change *r, struct arena *a, const struct delta_job *job, enum delta_cause cause,
                const struct delta_job *before)
{
    r->added = arena_grow(a, r->added, r->added_count, &r->added_cap, sizeof *r->added);
    r->added[r->added_count++] = (struct delta_added){ .job = job, .cause = cause, .before = before };
}

/* addedBlockingPresubmits. The two tests of an old job do not exclude each other. */
static void find_added(struct delta_repo_change *r, struct arena *a, const struct job_names *old,
                       const struct job_names *now)
{
    for (size_t i = 0; i < now->count; i++) {
        const struct delta_job *n = now->jobs[i], *o;
        size_t at;
        if (!delta_job_required(n) || !delta_job_automatic(n))
            continue;
        at = job_names_first(old, now->keys[i]);
        if (at == SIZE_MAX) {
            add(r, a, n, CAUSE_NEW, NULL);
            continue;
        }
        o = old->jobs[at];
        if (o->skip_report && !n->skip_report)
            add(r, a, n, CAUSE_REPORTS, o);
        if (!str_eq(o->run_if_changed, n->run_if_changed) || !str_eq(o->skip_if_only_changed, n->skip_if_only_changed))
            add(r, a, n, CAUSE_FILES, o);
    }
}

/* removedPresubmits. */
static void find_retired(struct delta_repo_change *r, struct arena *a, const struct job_names *old,
                         const struct job_names *now, bool optional)
{
    for (size_t i = 0; i < old->count; i++) {
        const struct delta_job *o = old->jobs[i];
        if (job_names_first(now, old->keys[i]) != SIZE_MAX)
            continue;
        if (!optional && !delta_job_required(o)) {
            r->spared = arena_grow(a, r->spared, r->spared_count, &r->spared_cap, sizeof *r->spared);
            r->spared[r->spared_count++] = o;
            continue;
        }
        r->retired = arena_grow(a, r->retired, r->retired_count, &r->retired_cap, sizeof *r->retired);
        r->retired[r->retired_count++] = (struct delta_retired){
            .job = o,
            .first_of_name = job_names_first(old, old->keys[i]) == i,
        };
    }
}

/* migratedBlockingPresubmits: every old job of the name with another context, not only the first. */
static void find_migrated(struct delta_repo_change *r, struct arena *a, const struct job_names *old,
                          const struct job_names *now)
{
    for (size_t i = 0; i < now->count; i++) {
        const struct delta_job *n = now->jobs[i];
        if (!delta_job_required(n))
            continue;
        for (size_t k = job_names_first(old, now->keys[i]); k != SIZE_MAX; k = old->next[k]) {
            if (str_eq(old->jobs[k]->context, n->context))
                continue;
            r->migrated = arena_grow(a, r->migrated, r->migrated_count, &r->migrated_cap, sizeof *r->migrated);
            r->migrated[r->migrated_count++] = (struct delta_migrated){ .before = old->jobs[k], .after = n };
        }
    }
}

void reconcile_repo(struct delta_repo_change *r, struct arena *a, const struct job_names *old,
                    const struct job_names *now, bool optional)
{
    find_added(r, a, old, now);
    find_retired(r, a, old, now, optional);
    find_migrated(r, a, old, now);
}
