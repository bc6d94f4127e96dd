#include "report/delta_lines.h"

#include "report/delta_words.h"

#include <stdlib.h>

const char *delta_section_title(enum delta_section s)
{
    static const char *const titles[SECTION_COUNT] = {
        [SECTION_PLAIN] = "retired, gone",
        [SECTION_RENAMED] = "retired, renamed",
        [SECTION_BRANCH_END] = "retired, end of a branch",
        [SECTION_IN_REPO] = "retired, moved to the repository",
        [SECTION_SPARED] = "gone, status left alone",
        [SECTION_ADDED] = "triggered",
        [SECTION_MIGRATED] = "status moved",
        [SECTION_CHANGED] = "changed",
        [SECTION_NEW] = "new, not triggered",
    };

    return titles[s];
}

static bool is_told(const struct delta_change *c)
{
    return (c->fields & ~(unsigned)FIELDS_COUNTED) != 0;
}

struct visiting {
    size_t left; /* lines that may still be visited */
    size_t count;
    bool pulls; /* are known */
    void (*visit)(void *context, const struct delta_line *line);
    void *context;
    struct buf words, name;
};

static void tell(struct visiting *v, struct str name, struct place at, size_t pulls)
{
    struct delta_line line = { name, buf_str(&v->words), at, v->pulls ? pulls : SIZE_MAX };

    v->count++;
    if (v->left) {
        v->left--;
        v->visit(v->context, &line);
    }
}

static void each_retired(struct visiting *v, const struct delta_repo_change *r, enum delta_fate fate)
{
    for (size_t i = 0; i < r->retired_count; i++) {
        if (r->retired[i].fate != fate)
            continue;
        buf_reset(&v->words);
        if (v->left)
            delta_fate_words(&v->words, &r->retired[i]);
        tell(v, r->retired[i].job->name, r->retired[i].job->at, r->retired[i].pulls);
    }
}

static void each_spared(struct visiting *v, const struct delta_repo_change *r)
{
    for (size_t i = 0; i < r->spared_count; i++) {
        buf_reset(&v->words);
        buf_put(&v->words, r->denied == DENIED_ALL ? STR("status-reconciler leaves the repo alone (--denylist-all)")
                                                   : STR("was not required, which this status-reconciler passes over"));
        tell(v, r->spared[i]->name, r->spared[i]->at, SIZE_MAX);
    }
}

static void each_added(struct visiting *v, const struct delta_repo_change *r)
{
    for (size_t i = 0; i < r->added_count; i++) {
        buf_reset(&v->words);
        buf_put(&v->words, str_c(delta_cause_words(r->added[i].cause)));
        buf_put(&v->words, STR(", "));
        delta_branch_words(&v->words, &r->added[i].job->branches);
        tell(v, r->added[i].job->name, r->added[i].job->at, r->added[i].pulls);
    }
}

static void each_migrated(struct visiting *v, const struct delta_repo_change *r)
{
    for (size_t i = 0; i < r->migrated_count; i++) {
        buf_reset(&v->words);
        buf_put(&v->words, STR("from context "));
        buf_put(&v->words, r->migrated[i].before->context);
        buf_put(&v->words, STR(" to "));
        buf_put(&v->words, r->migrated[i].after->context);
        tell(v, r->migrated[i].after->name, r->migrated[i].after->at, r->migrated[i].pulls);
    }
}

static void each_change(struct visiting *v, const struct delta *d, const struct delta_repo_change *r)
{
    for (size_t i = 0; i < r->change_count; i++) {
        if (!is_told(&r->changes[i]))
            continue;
        buf_reset(&v->words);
        if (v->left)
            delta_change_words(&v->words, d, &r->changes[i]);
        tell(v, r->changes[i].after->name, r->changes[i].after->at, SIZE_MAX);
    }
}

/* Those that are triggered stand in both lists in the order of the jobs. */
static void each_new(struct visiting *v, const struct delta_repo_change *r)
{
    size_t added = 0;

    for (size_t i = 0; i < r->fresh_count; i++) {
        const struct delta_job *j = r->fresh[i];
        while (added < r->added_count && r->added[added].cause != CAUSE_NEW)
            added++;
        if (added < r->added_count && r->added[added].job == j) {
            added++;
            continue;
        }
        buf_reset(&v->words);
        buf_put(&v->words, !delta_job_required(j)         ? STR("not required")
                           : !delta_job_automatic(j)      ? STR("waits for a comment")
                           : r->denied == DENIED_TRIGGERS ? STR("status-reconciler starts nothing there (--denylist)")
                           : r->denied == DENIED_ALL ? STR("status-reconciler leaves the repo alone (--denylist-all)")
                                                     : STR("the repo had no presubmits before"));
        tell(v, j->name, j->at, SIZE_MAX);
    }
}

static void walk(struct visiting *v, const struct delta *d, const struct delta_repo_change *r, enum delta_section s)
{
    switch (s) {
    case SECTION_PLAIN:
        each_retired(v, r, FATE_PLAIN);
        break;
    case SECTION_RENAMED:
        each_retired(v, r, FATE_RENAMED);
        break;
    case SECTION_BRANCH_END:
        each_retired(v, r, FATE_BRANCH_END);
        break;
    case SECTION_IN_REPO:
        each_retired(v, r, FATE_IN_REPO);
        break;
    case SECTION_SPARED:
        each_spared(v, r);
        break;
    case SECTION_ADDED:
        each_added(v, r);
        break;
    case SECTION_MIGRATED:
        each_migrated(v, r);
        break;
    case SECTION_CHANGED:
        each_change(v, d, r);
        break;
    case SECTION_NEW:
        each_new(v, r);
        break;
    case SECTION_COUNT:
        break;
    }
    buf_free(&v->words);
}

size_t delta_section_count(const struct delta_repo_change *r, enum delta_section s)
{
    struct visiting v = { 0 };

    walk(&v, NULL, r, s);
    return v.count;
}

void delta_section_each(const struct delta *d, const struct delta_repo_change *r, enum delta_section s, size_t most,
                        void (*visit)(void *context, const struct delta_line *line), void *context)
{
    struct visiting v = { .left = most, .pulls = d->pulls.known, .visit = visit, .context = context };

    walk(&v, d, r, s);
}

size_t delta_repo_actions(const struct delta_repo_change *r)
{
    return r->added_count + r->retired_count + r->migrated_count;
}

static int by_actions(const void *pa, const void *pb)
{
    const struct delta_repo_change *a = *(const struct delta_repo_change *const *)pa;
    const struct delta_repo_change *b = *(const struct delta_repo_change *const *)pb;

    if (delta_repo_actions(a) != delta_repo_actions(b))
        return delta_repo_actions(a) > delta_repo_actions(b) ? -1 : 1;
    return str_cmp(a->repo, b->repo);
}

const struct delta_repo_change **delta_repos_ranked(const struct delta *d, struct arena *a, size_t *count)
{
    const struct delta_repo_change **list = ARENA_ARRAY(a, const struct delta_repo_change *, d->repo_count);

    *count = 0;
    for (size_t i = 0; i < d->repo_count; i++)
        for (int s = 0; s < SECTION_COUNT; s++)
            if (delta_section_count(&d->repos[i], (enum delta_section)s)) {
                list[(*count)++] = &d->repos[i];
                break;
            }
    if (*count)
        qsort(list, *count, sizeof *list, by_actions);
    return list;
}

static void add_sums(struct delta_sums *sums, const struct delta_change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned f = changes[i].fields;
        if (f & FIELD_WORK)
            sums->work++;
        else if (f & FIELD_OWN)
            sums->own++;
        else if (f & FIELD_GIVEN)
            sums->given++;
        else if (f & FIELD_DEFAULTS)
            sums->defaults++;
    }
}

struct delta_sums delta_sums_of(const struct delta *d)
{
    struct delta_sums sums = { 0 };

    for (size_t i = 0; i < d->repo_count; i++)
        add_sums(&sums, d->repos[i].changes, d->repos[i].change_count);
    add_sums(&sums, d->postsubmits.changes, d->postsubmits.change_count);
    add_sums(&sums, d->periodics.changes, d->periodics.change_count);
    return sums;
}

/* "2 contexts retired", after a comma where something stands before it. */
static void put_part(struct buf *out, size_t start, size_t n, const char *one, const char *many)
{
    if (n == 0)
        return;
    if (out->len > start)
        buf_put(out, STR(", "));
    buf_printf(out, "%zu %s", n, n == 1 ? one : many);
}

static void put_fates(struct buf *out, const size_t *fates)
{
    size_t start;

    buf_put(out, STR(" ("));
    start = out->len;
    put_part(out, start, fates[FATE_PLAIN], "gone", "gone");
    put_part(out, start, fates[FATE_RENAMED], "renamed", "renamed");
    put_part(out, start, fates[FATE_BRANCH_END], "at the end of its branch", "at the end of their branches");
    put_part(out, start, fates[FATE_IN_REPO], "moved to its repository", "moved to their repositories");
    buf_char(out, ')');
}

void delta_headline(struct buf *out, const struct delta *d)
{
    size_t start = out->len, fates[4] = { 0 };

    for (size_t i = 0; i < d->repo_count; i++)
        for (size_t k = 0; k < d->repos[i].retired_count; k++)
            fates[d->repos[i].retired[k].fate]++;
    put_part(out, start, d->totals.retired, "context retired", "contexts retired");
    if (d->totals.retired)
        put_fates(out, fates);
    put_part(out, start, d->totals.added, "job triggered", "jobs triggered");
    put_part(out, start, d->totals.migrated, "status moved", "statuses moved");
    if (out->len == start)
        buf_put(out, STR("nothing"));
    if (d->pulls.known)
        buf_printf(out, "; touches %zu of %zu", d->pulls.touched, d->pulls.open);
}

static bool is_no_repo(struct str key)
{
    return str_find_char(key, '/') == SIZE_MAX;
}

/* The first such key among what changed, or, where none changed, among all; empty without any. */
static struct str key_that_ends(const struct delta *d, bool *changed)
{
    const struct delta_side *sides[] = { d->before, d->after };

    *changed = true;
    for (size_t i = 0; i < d->repo_count; i++)
        if (is_no_repo(d->repos[i].repo))
            return d->repos[i].repo;
    *changed = false;
    for (size_t s = 0; s < COUNT_OF(sides); s++)
        for (size_t i = 0; i < sides[s]->repo_count; i++)
            if (is_no_repo(sides[s]->repos[i].repo))
                return sides[s]->repos[i].repo;
    return STR("");
}

void delta_reconciler_words(struct buf *out, const struct delta *d)
{
    const struct reconciler_flags *f = &d->reconciler.flags;
    struct str key;
    bool changed;

    if (f->dry_run) {
        buf_put(out, STR("status-reconciler runs with --dry-run, and acts on nothing"));
        return;
    }
    if (!f->found || f->continue_on_error)
        return;
    key = key_that_ends(d, &changed);
    if (key.len)
        buf_printf(out, "status-reconciler runs without --continue-on-error, and %.*s is no org/repo: it %s",
                   STR_ARG(key), changed ? "retires and moves nothing" : "moves no status");
}

void delta_repo_headline(struct buf *out, const struct delta_repo_change *r)
{
    size_t start = out->len;

    put_part(out, start, r->retired_count, "retired", "retired");
    put_part(out, start, r->added_count, "triggered", "triggered");
    put_part(out, start, r->migrated_count, "moved", "moved");
}

static void put_names(struct buf *out, const struct delta_job *const *jobs, size_t count, size_t most,
                      void (*safe)(struct buf *out, struct str s))
{
    buf_put(out, STR(" ("));
    for (size_t i = 0; i < count && i < most; i++) {
        buf_put(out, i ? STR(", ") : STR(""));
        safe(out, jobs[i]->name);
    }
    buf_put(out, count > most ? STR(", ...)") : STR(")"));
}

void delta_others_words(struct buf *out, const struct delta_others *o, size_t most,
                        void (*safe)(struct buf *out, struct str s))
{
    size_t start = out->len, told = 0;

    put_part(out, start, o->gone_count, "gone", "gone");
    if (o->gone_count)
        put_names(out, o->gone, o->gone_count, most, safe);
    put_part(out, start, o->fresh_count, "new", "new");
    if (o->fresh_count)
        put_names(out, o->fresh, o->fresh_count, most, safe);
    for (size_t i = 0; i < o->change_count; i++)
        told += is_told(&o->changes[i]);
    put_part(out, start, told, "changed", "changed");
}

static void put_demands(struct buf *out, const struct delta_demands *list, size_t most,
                        void (*safe)(struct buf *out, struct str s))
{
    buf_put(out, STR(" ("));
    for (size_t i = 0; i < list->count && i < most; i++) {
        buf_put(out, i ? STR(", ") : STR(""));
        safe(out, list->list[i]->context);
    }
    buf_put(out, list->count > most ? STR(", ...)") : STR(")"));
}

void delta_demand_words(struct buf *out, const struct delta *d, size_t most,
                        void (*safe)(struct buf *out, struct str s))
{
    size_t start = out->len;

    put_part(out, start, d->lost.count, "gone", "gone");
    if (d->lost.count)
        put_demands(out, &d->lost, most, safe);
    put_part(out, start, d->gained.count, "new", "new");
    if (d->gained.count)
        put_demands(out, &d->gained, most, safe);
}

void delta_merging_words(struct buf *out, const struct delta_merge_change *m, size_t most)
{
    for (size_t i = 0; i < m->count && i < most; i++) {
        buf_put(out, i ? STR(", ") : STR(""));
        buf_put(out, m->where[i]);
    }
    if (m->count > most)
        buf_printf(out, " and %zu more", m->count - most);
    buf_put(out, STR(": "));
    buf_put(out, m->words);
}

bool delta_has_jobs(const struct delta *d)
{
    return d->before->files || d->after->files || d->before->job_count || d->after->job_count;
}
