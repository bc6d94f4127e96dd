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
    job_report(c, j, "name", "the name of this job has %zu bytes; it becomes a label of the pod, and a label holds %d",
               j->name.len, LONGEST_NAME);
    return true;
}

struct ref {
    struct str name;                  /* org/repo */
    const struct node *first, *again; /* again: NULL until it is named for the second time */
};

struct refs {
    bool apart;         /* refs of one repository in two folders are two */
    struct map by_key;  /* to struct ref */
    struct ref **twice; /* each once, in the order of the second naming */
    size_t count;
};

/* Where it is cloned to counts by itself where folders tell refs apart (clone.PathForRefs, which falls back on GitHub's). */
static struct str ref_key(const struct refs *r, struct str name, struct str alias)
{
    if (!r->apart || alias.len == 0 || str_eq(alias, ARENA_JOIN(r->by_key.arena, STR("github.com/"), name)))
        return name;
    return ARENA_JOIN(r->by_key.arena, name, STR(" "), alias);
}

static void add_ref(struct refs *r, struct str name, const struct node *alias, const struct node *at)
{
    void **place = map_at(&r->by_key, ref_key(r, name, text_or_empty(alias)));
    struct ref *ref = *place;

    if (!ref) {
        *place = ref = ARENA_NEW(r->by_key.arena, struct ref);
        ref->name = name;
        ref->first = at;
    } else if (!ref->again) {
        ref->again = at;
        r->twice[r->count++] = ref;
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
        sorted[i] = r->twice[i]->name;
    qsort(sorted, r->count, sizeof *sorted, by_text);
    return arena_list(a, STR(","), sorted, r->count);
}

/* The name of the key that the job is listed under stands above its list: the job itself stands for it. */
static void tell_twice(struct check *c, const struct job *j, const struct refs *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct ref *ref = r->twice[i];
        bool own = ref->first == j->node;
        if (i == 0)
            job_report_at(c, j, prow_place(j->file, ref->again), STR("extra_refs"), "job %.*s checks out %.*s twice%s",
                          STR_ARG(j->name), STR_ARG(ref->name), own ? ": it is the repo that the job is for" : "");
        else
            also(c, prow_place(j->file, ref->again), "%.*s stands here once more", STR_ARG(ref->name));
        if (!own)
            also(c, prow_place(j->file, ref->first), "first named here");
    }
}

bool job_refs_twice(struct check *c, const struct job *j, bool apart, struct str *refs)
{
    const struct node *list = job_collection(j, "extra_refs");
    struct refs r = { .apart = apart, .twice = ARENA_ARRAY(j->arena, struct ref *, node_count(list)) };

    if (node_count(list) == 0 || node_kind(list) != NODE_SEQUENCE)
        return false;
    map_init(&r.by_key, j->arena);
    if (j->kind != PERIODIC)
        add_ref(&r, j->repo, job_field(j, "path_alias"), j->node);
    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        const struct node *v = node_value(e), *repo = node_field(v, STR("repo"));
        add_ref(&r, ARENA_JOIN(j->arena, text_or_empty(node_field(v, STR("org"))), STR("/"), text_or_empty(repo)),
                node_field(v, STR("path_alias")), node_kind(repo) == NODE_STRING ? repo : e);
    }
    if (r.count == 0)
        return false;
    *refs = joined(j->arena, &r);
    tell_twice(c, j, &r);
    return true;
}
