/* probe merge: what tide and the branchprotector of one version compute, in the form in which their answers were recorded
 * (suites/merge). */
#include "command/probe_kinds.h"
#include "command/probe_loaded.h"
#include "command/probe_merge_json.h"
#include "prow/tide/merge_method.h"
#include "prow/tide/tide_conflict.h"

/* What is worked out of a tree once. */
struct merging {
    struct requirements requirements;
    struct tide_searches searches;
};

static struct merging *model_of(struct probe_loaded *t)
{
    struct merging *m = t->model;

    if (m)
        return m;
    t->model = m = ARENA_NEW(&t->arena, struct merging);
    requirements_read(&m->requirements, &t->tree, &t->window);
    tide_searches_read(&m->searches, &t->arena, &t->tree, &t->window);
    return m;
}

static json_t *queries(struct arena *a, const struct tide_searches *s)
{
    json_t *list = json_array();

    for (size_t i = 0; i < s->count; i++)
        merge_json_query(json_add_object(list), a, s->sorted[i], s->window);
    return list;
}

struct asked {
    struct probe *probe;
    struct probe_loaded *tree;
    struct merging *model;
    struct str org, repo, branch;
};

static json_t *requirements_json(const struct asked *q, bool manual)
{
    const struct branch_protection *bp = &q->model->requirements.protection;
    struct arena *a = q->probe->arena;
    struct branch_contexts b;
    json_t *o = json_object();

    branch_contexts_read(&b, a, bp->tree, protection_presubmits(bp, ARENA_JOIN(a, q->org, STR("/"), q->repo)),
                         q->branch, manual, true);
    json_put_texts(o, "optional", b.optional_names.texts, b.optional_names.count);
    json_put_texts(o, "required", b.required_names.texts, b.required_names.count);
    json_put_texts(o, "required_if_present", b.if_present_names.texts, b.if_present_names.count);
    return o;
}

static void put_requirements(json_t *answer, const struct asked *q)
{
    json_t *plain = requirements_json(q, false), *manual = requirements_json(q, true);

    if (json_equal(plain, manual))
        json_decref(manual);
    else
        json_put(answer, "branch_requirements_manual", manual);
    json_put(answer, "branch_requirements", plain);
}

static json_t *protection_json(const struct asked *q)
{
    const struct branch_protection *bp = &q->model->requirements.protection;
    struct arena *a = q->probe->arena;
    struct policy p;
    enum protection found = protection_of_listed(&p, a, bp, q->org, q->repo, q->branch, true);
    struct str error = protection_error(a, bp, found, q->org, q->repo, q->branch);
    json_t *o;

    if (found == PROTECTION_NONE)
        return json_null();
    o = json_object();
    if (error.len)
        json_put_string(o, "error", error);
    else
        merge_json_policy(o, &p);
    return o;
}

static json_t *contexts_json(const struct asked *q)
{
    const struct branch_protection *bp = &q->model->requirements.protection;
    struct arena *a = q->probe->arena;
    struct tide_contexts t;
    struct tide_conflict x;
    json_t *o = json_object();

    tide_contexts(&t, a, bp, q->org, q->repo, q->branch, true);
    if (tide_conflict_find(&x, a, bp->tree, &t))
        json_put_string(o, "error", x.words);
    merge_json_contexts(json_put_object(o, "policy"), a, &t);
    return o;
}

static void put_queries(json_t *answer, const struct asked *q)
{
    json_t *of_repo = json_put_array(answer, "queries_of_repo");
    json_t *of_branch = json_put_array(answer, "queries_of_branch");
    json_t *bare = json_put_array(answer, "bare_pull_request");
    const struct tide_searches *s = &q->model->searches;

    for (size_t i = 0; i < s->count; i++) {
        const struct tide_search *x = &s->items[i];
        struct tide_lack lack;
        json_t *o;
        if (!tide_search_is_for(x, q->probe->arena, q->org, q->repo))
            continue;
        lack = tide_search_lack(x, q->probe->arena, s->window, q->branch);
        json_add(of_repo, json_integer((json_int_t)x->number));
        if (tide_search_takes(x, q->branch))
            json_add(of_branch, json_integer((json_int_t)x->number));
        o = json_add_object(bare);
        json_put_int(o, "query", (int64_t)x->number);
        json_put_int(o, "difference", lack.difference);
        json_put_string(o, "description", lack.description);
    }
}

static json_t *answer_branch(const struct asked *q)
{
    const struct prow_tree *t = &q->tree->tree;
    struct arena *a = q->probe->arena;
    json_t *o = json_object();

    put_requirements(o, q);
    json_put(o, "branch_protection", protection_json(q));
    json_put(o, "tide_context_policy", contexts_json(q));
    json_put_string(o, "merge_method", merge_method_of(a, t, &q->tree->window, q->org, q->repo, q->branch));
    json_put_string(o, "merge_method_of_repo", merge_method_of(a, t, &q->tree->window, q->org, q->repo, STR("")));
    json_put_int(o, "batch_size_limit", batch_size_limit_of(a, t, q->org, q->repo));
    put_queries(o, q);
    return o;
}

/* "o/r": ["main", ...], with "o/r@main" among the protected ones. */
static struct github_repo *read_repos(struct probe *p, size_t *count)
{
    const struct node *repos = node_get(p->question, STR("repos")), *list = node_get(p->question, STR("protected"));
    struct github_repo *all = ARENA_ARRAY(p->arena, struct github_repo, node_count(repos));
    struct map protected;

    *count = 0;
    map_init(&protected, p->arena);
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        *map_at(&protected, node_text(e)) = p;
    for (const struct node *k = node_first_key(repos); k; k = node_next_key(repos, k)) {
        const struct node *names = node_pair_value(k);
        struct github_repo *r = &all[(*count)++];
        str_cut(node_text(k), '/', &r->org, &r->name);
        r->branches = ARENA_ARRAY(p->arena, struct github_branch, node_count(names));
        for (const struct node *e = node_first(names); e; e = node_next(names, e))
            r->branches[r->count++] = (struct github_branch){
                node_text(e), map_get(&protected, ARENA_JOIN(p->arena, node_text(k), STR("@"), node_text(e))) != NULL
            };
    }
    return all;
}

static json_t *answer_protector(struct probe *p, const struct probe_loaded *t, const struct merging *m)
{
    struct protector_run run;
    size_t count;
    struct github_repo *repos = read_repos(p, &count);

    protector_run(&run, p->arena, &m->requirements.protection, repos, count);
    return merge_json_protector(p->arena, &run, &t->window);
}

void probe_merge(struct probe *p)
{
    struct probe_loaded *t = probe_loaded(p, NULL);
    struct asked q;

    if (!t || probe_loaded_refused(p, t))
        return;
    q = (struct asked){ p,
                        t,
                        model_of(t),
                        probe_word(p, "org", STR("")),
                        probe_word(p, "repo", STR("")),
                        probe_word(p, "branch", STR("")) };
    probe_ok(p);
    if (node_get(p->question, STR("repos"))) {
        json_put(p->answer, "answer", answer_protector(p, t, q.model));
    } else if (q.org.len) {
        json_put(p->answer, "answer", answer_branch(&q));
    } else {
        json_t *o = json_object();
        json_put(o, "queries", queries(p->arena, &q.model->searches));
        json_put(p->answer, "answer", o);
    }
}
