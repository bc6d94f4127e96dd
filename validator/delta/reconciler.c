#include "delta/reconciler.h"

#include "base/quote.h"
#include "delta/reconcile.h"
#include "schema/behaviour.h"

struct pulls_of {
    const struct reconciler_pull **items;
    size_t count, cap;
};

struct running {
    struct reconciler_answer *out;
    struct arena *arena;
    const struct window *window;
    const struct reconciler_options *options;
    struct map pulls; /* struct pulls_of by org/repo */
    struct patterns patterns;
};

static void fail(struct running *r, struct str error)
{
    struct reconciler_answer *out = r->out;

    out->errors = arena_grow(r->arena, out->errors, out->error_count, &out->error_cap, sizeof *out->errors);
    out->errors[out->error_count++] = error;
}

/* A key that is no org/repo is told and passed over; the part that met it has failed. */
static bool is_repo(struct running *r, struct str key)
{
    if (str_find_char(key, '/') != SIZE_MAX)
        return true;
    fail(r,
         ARENA_JOIN(r->arena, STR("string "), arena_quote(r->arena, key), STR(" can not be interpreted as org/repo")));
    return false;
}

static const struct pulls_of *pulls_of(const struct running *r, struct str repo)
{
    static const struct pulls_of none;
    const struct pulls_of *found = map_get(&r->pulls, repo);

    return found ? found : &none;
}

static struct reconciler_act *act(struct running *r, struct reconciler_acts *acts, struct str repo)
{
    acts->items = arena_grow(r->arena, acts->items, acts->count, &acts->cap, sizeof *acts->items);
    acts->items[acts->count] = (struct reconciler_act){ .repo = repo };
    return &acts->items[acts->count++];
}

static bool matches_files(struct running *r, const struct delta_job *j, const struct reconciler_pull *p)
{
    for (size_t i = 0; i < p->file_count; i++)
        if (j->run_if_changed.len ? patterns_match(&r->patterns, j->run_if_changed, p->files[i])
                                  : !patterns_match(&r->patterns, j->skip_if_only_changed, p->files[i]))
            return true;
    return false;
}

static bool starts_on(struct running *r, const struct delta_job *j, const struct reconciler_pull *p)
{
    return branches_include(r->arena, &j->branches, &r->patterns, p->branch) &&
           (j->always_run || !behaviour_may_hold(r->window, BEHAVIOUR_RECONCILER_MINDS_CHANGED_FILES) ||
            matches_files(r, j, p));
}

static struct str number_of(struct running *r, const struct reconciler_pull *p)
{
    return arena_printf(r->arena, "%.*s#%lld", STR_ARG(p->repo), (long long)p->number);
}

/* False where starting fails. */
static bool start(struct running *r, const struct delta_repo_change *c, const struct reconciler_pull *p)
{
    const struct delta_job **jobs = ARENA_ARRAY(r->arena, const struct delta_job *, c->added_count);
    struct reconciler_act *a;
    size_t count = 0;

    if (p->untrusted)
        return true;
    for (size_t i = 0; i < c->added_count; i++)
        if (starts_on(r, c->added[i].job, p))
            jobs[count++] = c->added[i].job;
    if (reconciler_names_have(&r->options->fail_run, number_of(r, p))) {
        fail(r, ARENA_JOIN(r->arena, STR("failed to trigger jobs for "), number_of(r, p),
                           STR(": injected failure starting jobs")));
        return false;
    }
    if (!count)
        return true;
    a = act(r, &r->out->triggered, c->repo);
    a->started = jobs;
    a->started_count = count;
    a->pulls = ARENA_NEW(r->arena, const struct reconciler_pull *);
    a->pulls[a->pull_count++] = p;
    return true;
}

/* False where nothing more may be done. */
static bool trigger_repo(struct running *r, const struct delta_repo_change *c)
{
    const struct pulls_of *pulls = pulls_of(r, c->repo);
    bool skips_drafts = behaviour_may_hold(r->window, BEHAVIOUR_RECONCILER_SKIPS_DRAFTS);

    if (!c->added_count || !is_repo(r, c->repo) || reconciler_names_deny(&r->options->denylist, c->repo) ||
        reconciler_names_deny(&r->options->denylist_all, c->repo))
        return true;
    if (reconciler_names_have(&r->options->fail_list, c->repo)) {
        fail(r, ARENA_JOIN(r->arena, STR("failed to list pull requests for "), c->repo,
                           STR(": injected failure listing pull requests")));
        return r->options->continue_on_error;
    }
    for (size_t i = 0; i < pulls->count; i++)
        if (!(pulls->items[i]->draft && skips_drafts) && !pulls->items[i]->unmergeable &&
            !start(r, c, pulls->items[i]) && !r->options->continue_on_error)
            return false;
    return true;
}

/* The pull requests against branches of the old job; false where Prow dies of its pattern. */
static bool find_pulls(struct running *r, struct reconciler_act *a, const struct delta_job *j)
{
    const struct pulls_of *pulls = pulls_of(r, a->repo);

    a->from = j;
    a->pulls = ARENA_ARRAY(r->arena, const struct reconciler_pull *, pulls->count);
    if (r->options->saved_state && pulls->count && (j->branches.only_count || j->branches.skip_count))
        return r->out->panics = true, false;
    for (size_t i = 0; i < pulls->count; i++)
        if (branches_include(r->arena, &j->branches, &r->patterns, pulls->items[i]->branch))
            a->pulls[a->pull_count++] = pulls->items[i];
    return true;
}

/* Whether an act on this context fails, and whether that ends the part. */
static bool fails(struct running *r, const struct reconciler_names *which, const char *what, struct str context)
{
    if (!reconciler_names_have(which, context))
        return false;
    fail(r, ARENA_JOIN(r->arena, STR("injected failure "), str_c(what), STR(" "), context));
    return true;
}

static bool retire_repo(struct running *r, const struct delta_repo_change *c)
{
    if (!is_repo(r, c->repo) || reconciler_names_deny(&r->options->denylist_all, c->repo))
        return true;
    for (size_t i = 0; i < c->retired_count; i++) {
        const struct delta_job *j = c->retired[i].job;
        if (fails(r, &r->options->fail_retire, "retiring", j->context)) {
            if (!r->options->continue_on_error)
                return false;
        } else if (!find_pulls(r, act(r, &r->out->retired, c->repo), j)) {
            return false;
        }
    }
    return true;
}

static bool migrate_repo(struct running *r, const struct delta_repo_change *c)
{
    if (!is_repo(r, c->repo) || reconciler_names_deny(&r->options->denylist_all, c->repo))
        return true;
    for (size_t i = 0; i < c->migrated_count; i++) {
        const struct delta_migrated *m = &c->migrated[i];
        struct reconciler_act *a;
        if (fails(r, &r->options->fail_migrate, "migrating", m->before->context)) {
            if (!r->options->continue_on_error)
                return false;
            continue;
        }
        a = act(r, &r->out->migrated, c->repo);
        a->to = m->after;
        if (!find_pulls(r, a, m->before))
            return false;
    }
    return true;
}

/* One of the three parts; false where it failed and the others are not begun. */
static bool part(struct running *r, bool (*repo)(struct running *r, const struct delta_repo_change *c))
{
    size_t errors = r->out->error_count;

    for (size_t i = 0; i < r->out->repo_count; i++)
        if (!repo(r, &r->out->repos[i]))
            return false;
    return r->options->continue_on_error || r->out->error_count == errors;
}

static void compare(struct running *r, const struct delta_side *before, const struct delta_side *after)
{
    bool optional = behaviour_may_hold(r->window, BEHAVIOUR_RECONCILER_RETIRES_OPTIONAL);

    r->out->repos = ARENA_ARRAY(r->arena, struct delta_repo_change, before->repo_count);
    r->out->repo_count = before->repo_count;
    for (size_t i = 0; i < before->repo_count; i++) {
        const struct delta_repo *was = &before->repos[i], *is = delta_side_repo(after, was->repo);
        struct job_names old, now;
        job_names_init(&old, r->arena, was->jobs, was->count, false);
        job_names_init(&now, r->arena, is ? is->jobs : NULL, is ? is->count : 0, false);
        r->out->repos[i].repo = was->repo;
        reconcile_repo(&r->out->repos[i], r->arena, &old, &now, optional);
    }
}

static void index_pulls(struct running *r, const struct reconciler_pull *pulls, size_t count)
{
    map_init(&r->pulls, r->arena);
    for (size_t i = 0; i < count; i++) {
        void **at = map_at(&r->pulls, pulls[i].repo);
        struct pulls_of *of = *at;
        if (!of)
            *at = of = ARENA_NEW(r->arena, struct pulls_of);
        of->items = arena_grow(r->arena, of->items, of->count, &of->cap, sizeof *of->items);
        of->items[of->count++] = &pulls[i];
    }
}

void reconciler_run(struct reconciler_answer *out, struct arena *a, const struct delta_side *before,
                    const struct delta_side *after, const struct window *w, const struct reconciler_options *o,
                    const struct reconciler_pull *pulls, size_t pull_count)
{
    struct running r = { .out = out, .arena = a, .window = w, .options = o };

    *out = (struct reconciler_answer){ 0 };
    index_pulls(&r, pulls, pull_count);
    compare(&r, before, after);
    if (part(&r, trigger_repo) && part(&r, retire_repo))
        part(&r, migrate_repo);
    patterns_free(&r.patterns);
}
