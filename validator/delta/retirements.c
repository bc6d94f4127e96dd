#include "delta/retirements.h"

bool retired_plainly(const struct delta_retired *x)
{
    return x->fate == FATE_PLAIN && !x->ack;
}

size_t repo_retired_names(const struct delta_repo_change *r)
{
    size_t n = 0;

    for (size_t i = 0; i < r->retired_count; i++)
        n += r->retired[i].first_of_name && retired_plainly(&r->retired[i]);
    return n;
}

bool repo_is_emptied(const struct delta_repo_change *r)
{
    return r->before && r->after == 0 && repo_retired_names(r);
}

struct str repo_org(struct str repo)
{
    size_t slash = str_rfind_char(repo, '/');

    return str_slice(repo, 0, slash);
}

bool org_is_emptied(const struct delta *d, struct str org)
{
    size_t repos = 0;

    for (size_t i = 0; i < d->before->repo_count; i++) {
        const struct delta_repo *r = &d->before->repos[i], *now = delta_side_repo(d->after, r->repo);
        if (!str_eq(repo_org(r->repo), org) || r->presubmits == 0)
            continue;
        if (now && now->presubmits)
            return false;
        repos++;
    }
    return repos >= 2;
}

struct place whole_file(struct str file)
{
    return (struct place){ file, { 0 }, false };
}

size_t side_jobs(const struct delta_side *s)
{
    return s->counts[PRESUBMIT] + s->counts[POSTSUBMIT] + s->counts[PERIODIC];
}

void say_where_jobs_may_be(struct check *c, const struct delta *d)
{
    if (d->after->one_file && side_jobs(d->after) == 0)
        detail(c, "%.*s holds not one job: if its job files are elsewhere, give what holds them too",
               STR_ARG(d->after->name));
}

static void count_repo(struct retirements *s, struct map *by_file, const struct delta_repo_change *r)
{
    size_t names = repo_retired_names(r), most = (size_t)(uintptr_t)map_get(by_file, s->file);

    s->names += names;
    if (repo_is_emptied(r)) {
        s->emptied++;
        s->emptied_names += names;
    }
    for (size_t i = 0; i < r->retired_count; i++) {
        const struct delta_retired *x = &r->retired[i];
        void **at;
        if (!retired_plainly(x))
            continue;
        s->entries++;
        at = map_at(by_file, x->job->at.file);
        *at = (void *)((uintptr_t)*at + 1);
        if ((size_t)(uintptr_t)*at > most) {
            most = (size_t)(uintptr_t)*at;
            s->file = x->job->at.file;
        }
    }
}

void retirements_count(struct retirements *s, struct arena *a, const struct delta *d)
{
    struct map by_file;

    *s = (struct retirements){ 0 };
    map_init(&by_file, a);
    for (size_t i = 0; i < d->repo_count; i++)
        count_repo(s, &by_file, &d->repos[i]);
}
