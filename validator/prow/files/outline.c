#include "prow/files/outline.h"

/* What counts of a job. */
enum { KEY_NAME, KEY_CONTEXT, KEY_OPTIONAL, KEY_SKIP_REPORT, KEY_RUN_IF_CHANGED, KEY_SKIP_IF_ONLY_CHANGED, KEYS };

static const struct str keys[KEYS] = { STR_INIT("name"),           STR_INIT("context"),
                                       STR_INIT("optional"),       STR_INIT("skip_report"),
                                       STR_INIT("run_if_changed"), STR_INIT("skip_if_only_changed") };

static void put_value(struct outline_job *j, unsigned key, struct str value)
{
    struct fingerprint f = fingerprint_of(value);

    if (key == KEY_NAME)
        j->name = f;
    else if (key == KEY_OPTIONAL)
        j->optional = str_eq(value, STR("true"));
    else if (value.len == 0 || (key == KEY_SKIP_REPORT && str_eq(value, STR("false"))))
        return;
    else if (key == KEY_CONTEXT)
        j->context = f;
    else
        j->compared = fingerprint_with(j->compared, fingerprint_then(fingerprint_of(keys[key]), f));
}

static void put_defaults(struct outline_job *j)
{
    if (!fingerprint_known(j->context))
        j->context = j->name;
}

static struct outline_job *list_jobs(struct arena *a, const struct node *jobs)
{
    struct outline_job *list, *j;

    if (node_kind(jobs) != NODE_SEQUENCE)
        return NULL;
    list = j = ARENA_ARRAY(a, struct outline_job, node_count(jobs));
    for (const struct node *n = node_first(jobs); n; n = node_next(jobs, n), j++) {
        for (unsigned i = 0; i < KEYS; i++)
            put_value(j, i, node_text(node_field(node_value(n), keys[i])));
        put_defaults(j);
    }
    return list;
}

static void add_repos(struct outline *o, struct arena *a, enum job_kind kind, const struct node *map)
{
    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k)) {
        const struct node *jobs = node_pair_value(k);
        struct outline_repo r = { .repo = node_text(k), .kind = kind, .jobs = node_count(jobs) };
        if (kind == PRESUBMIT)
            r.list = list_jobs(a, jobs);
        *ARENA_PUSH(a, o->repos, o->count, o->cap) = r;
    }
}

void outline_of_tape(struct outline *o, struct arena *a, const struct tape *t)
{
    const struct node *periodics = node_field(t->root, STR("periodics"));

    *o = (struct outline){ .periodics = node_count(periodics), .periodic_list = list_jobs(a, periodics) };
    add_repos(o, a, PRESUBMIT, node_field(t->root, STR("presubmits")));
    add_repos(o, a, POSTSUBMIT, node_field(t->root, STR("postsubmits")));
}

static struct outline_job *copy_list(struct arena *a, const struct outline_job *list, size_t count)
{
    struct outline_job *copy = list ? ARENA_ARRAY(a, struct outline_job, count) : NULL;

    for (size_t i = 0; list && i < count; i++)
        copy[i] = list[i];
    return copy;
}

struct outline outline_copy(struct arena *a, const struct outline *o)
{
    struct outline copy = *o;

    copy.repos = ARENA_ARRAY(a, struct outline_repo, o->count);
    copy.periodic_list = copy_list(a, o->periodic_list, o->periodics);
    for (size_t i = 0; i < o->count; i++) {
        copy.repos[i] = o->repos[i];
        copy.repos[i].repo = arena_copy(a, o->repos[i].repo);
        copy.repos[i].list = copy_list(a, o->repos[i].list, o->repos[i].jobs);
    }
    return copy;
}
