#include "delta/names.h"

static struct str key_of(struct arena *a, const struct delta_job *j, bool by_repo)
{
    return by_repo ? ARENA_JOIN(a, j->repo, (struct str){ "", 1 }, j->name) : j->name;
}

void job_names_init(struct job_names *n, struct arena *a, const struct delta_job *const *jobs, size_t count,
                    bool by_repo)
{
    *n = (struct job_names){
        .jobs = jobs,
        .count = count,
        .keys = ARENA_ARRAY(a, struct str, count),
        .next = ARENA_ARRAY(a, size_t, count),
    };
    map_init(&n->first, a);
    /* From the last to the first: what the map holds in the end is the first of each name. */
    for (size_t i = count; i-- > 0;) {
        void **at;
        n->keys[i] = key_of(a, jobs[i], by_repo);
        at = map_at(&n->first, n->keys[i]);
        n->next[i] = *at ? (size_t)(uintptr_t)*at - 1 : SIZE_MAX;
        *at = (void *)(uintptr_t)(i + 1);
    }
}

size_t job_names_first(const struct job_names *n, struct str key)
{
    void *at = n->count ? map_get(&n->first, key) : NULL;

    return at ? (size_t)(uintptr_t)at - 1 : SIZE_MAX;
}
