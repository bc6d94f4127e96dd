#include "prow/jobs/repeats.h"

/* The presubmits of a repo that have one name. */
struct namesakes {
    struct fingerprint key;
    const struct outline_job *first;
    bool differ, required; /* any from the first; any of them, as far as optional tells */
};

void repeats_init(struct repeats *r, struct arena *a)
{
    map_init(&r->names, a);
    map_init(&r->clashing, a);
}

static struct namesakes *namesakes_of(struct repeats *r, struct str repo, const struct outline_job *j)
{
    struct fingerprint key = fingerprint_then(fingerprint_of(repo), j->name);
    struct namesakes *n = map_get(&r->names, (struct str){ (const char *)&key, sizeof key });

    if (n)
        return n;
    n = ARENA_NEW(r->names.arena, struct namesakes);
    *n = (struct namesakes){ .key = key, .first = j };
    *map_at(&r->names, (struct str){ (const char *)&n->key, sizeof n->key }) = n;
    return n;
}

/* Optional ones are neither triggered nor does a status move to them. */
static void add_job(struct repeats *r, struct str repo, const struct outline_job *j)
{
    struct namesakes *n = namesakes_of(r, repo, j);

    n->differ =
        n->differ || !fingerprint_eq(n->first->context, j->context) || !fingerprint_eq(n->first->compared, j->compared);
    n->required = n->required || !j->optional;
    if (n->differ && n->required)
        *map_at(&r->clashing, repo) = r;
}

void repeats_add(struct repeats *r, const struct outline *o)
{
    for (size_t i = 0; i < o->count; i++)
        for (size_t k = 0; o->repos[i].list && k < o->repos[i].jobs; k++)
            add_job(r, o->repos[i].repo, &o->repos[i].list[k]);
}

bool repeats_touch(const struct repeats *r, const struct outline *o)
{
    for (size_t i = 0; i < o->count; i++)
        if (o->repos[i].list && map_get(&r->clashing, o->repos[i].repo))
            return true;
    return false;
}
