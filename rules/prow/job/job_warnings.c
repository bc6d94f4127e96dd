#include "rules/prow/job/job_warnings.h"

#include "base/map.h"
#include "rules/prow/job/agent.h"

#include <stdlib.h>

/* What a label holds: metav1's limit, which Prow keeps as a number of its own. */
enum { LONGEST_NAME = 63 };

bool job_is_central(const struct job *j)
{
    return j->file->role != ROLE_INREPO;
}

/* Without a main file nobody knows what decorate_all_jobs says. */
static bool defaults_known(const struct job *j)
{
    const struct prow_file *main = j->config->file;

    return main && !main->broken && main->read_error.len == 0;
}

bool job_not_decorated(struct check *c, const struct job *j)
{
    if (!agent_is(j, "kubernetes") || j->decorate || !defaults_known(j))
        return false;
    job_report(c, j, "decorate",
               "job %.*s runs a pod without Prow's pod utilities: nobody clones its repo or uploads its log; set "
               "decorate: true",
               STR_ARG(j->name));
    return true;
}

bool job_name_is_long(struct check *c, const struct job *j)
{
    if (!agent_is(j, "kubernetes") || j->name.len <= LONGEST_NAME)
        return false;
    job_report(c, j, "name",
               "the name of this job has %zu bytes; it becomes a label of the pod, and a label holds %d",
               j->name.len, LONGEST_NAME);
    return true;
}

struct ref {
    const struct node *first, *again; /* again: NULL until it is named for the second time */
};

struct refs {
    struct map by_name; /* "org/repo" to struct ref */
    struct str *twice;  /* each once, in the order of the second naming */
    size_t count;
};

static void add_ref(struct refs *r, struct str name, const struct node *at)
{
    void **place = map_at(&r->by_name, name);
    struct ref *ref = *place;

    if (!ref) {
        *place = ref = ARENA_NEW(r->by_name.arena, struct ref);
        ref->first = at;
    } else if (!ref->again) {
        ref->again = at;
        r->twice[r->count++] = name;
    }
}

static int by_text(const void *a, const void *b)
{
    const struct str *one = a, *other = b;

    return str_cmp(*one, *other);
}

static struct str joined(struct arena *a, const struct refs *r)
{
    struct str *sorted = ARENA_ARRAY(a, struct str, r->count);

    for (size_t i = 0; i < r->count; i++)
        sorted[i] = r->twice[i];
    qsort(sorted, r->count, sizeof *sorted, by_text);
    return arena_list(a, STR(","), sorted, r->count);
}

/* The name of the key that the job is listed under stands above its list: the job itself stands for it. */
static void tell_twice(struct check *c, const struct job *j, const struct refs *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct ref *ref = map_get(&r->by_name, r->twice[i]);
        bool own = ref->first == j->node;
        if (i == 0)
            job_report_at(c, j, prow_place(j->file, ref->again), STR("extra_refs"),
                          "job %.*s checks out %.*s twice%s", STR_ARG(j->name), STR_ARG(r->twice[i]),
                          own ? ": it is the repo that the job is for" : "");
        else
            also(c, prow_place(j->file, ref->again), "%.*s stands here once more", STR_ARG(r->twice[i]));
        if (!own)
            also(c, prow_place(j->file, ref->first), "first named here");
    }
}

bool job_refs_twice(struct check *c, const struct job *j, struct str *refs)
{
    const struct node *list = job_collection(j, "extra_refs");
    struct refs r = { .twice = ARENA_ARRAY(j->arena, struct str, node_count(list)) };

    if (node_count(list) == 0 || node_kind(list) != NODE_SEQUENCE)
        return false;
    map_init(&r.by_name, j->arena);
    if (j->kind != PERIODIC)
        add_ref(&r, j->repo, j->node);
    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        const struct node *org = node_field(node_value(e), STR("org")), *repo = node_field(node_value(e), STR("repo"));
        add_ref(&r, ARENA_JOIN(j->arena, text_or_empty(org), STR("/"), text_or_empty(repo)),
                node_kind(repo) == NODE_STRING ? repo : e);
    }
    if (r.count == 0)
        return false;
    *refs = joined(j->arena, &r);
    tell_twice(c, j, &r);
    return true;
}
