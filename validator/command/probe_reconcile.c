/* probe reconcile: what a status-reconciler of one version does about a change, in the form in which its acts were recorded
 * (suites/reconciler). */
#include "command/probe_kinds.h"
#include "command/probe_loaded.h"
#include "delta/reconciler.h"

#include <stdlib.h>

static struct reconciler_names texts(struct arena *a, const struct node *list)
{
    struct str *all = ARENA_ARRAY(a, struct str, node_count(list));
    size_t count = 0;

    if (node_kind(list) == NODE_SEQUENCE)
        for (const struct node *e = node_first(list); e; e = node_next(list, e))
            all[count++] = node_text(e);
    return (struct reconciler_names){ .names = all, .count = count };
}

static struct reconciler_options read_options(struct probe *p)
{
    const struct node *o = node_get(p->question, STR("options"));

    return (struct reconciler_options){
        .denylist = texts(p->arena, node_get(o, STR("denylist"))),
        .denylist_all = texts(p->arena, node_get(o, STR("denylist_all"))),
        .continue_on_error = node_true(node_get(o, STR("continue_on_error"))),
        .saved_state = node_true(node_get(o, STR("saved_state"))),
        .fail_list = texts(p->arena, node_get(o, STR("fail_list_prs"))),
        .fail_retire = texts(p->arena, node_get(o, STR("fail_retire"))),
        .fail_migrate = texts(p->arena, node_get(o, STR("fail_migrate"))),
        .fail_run = texts(p->arena, node_get(o, STR("fail_run"))),
    };
}

struct pulls {
    struct reconciler_pull *items;
    size_t count;
};

static void add_pull(struct pulls *to, struct str repo, int64_t number, struct str branch,
                     const struct reconciler_names *files, bool draft)
{
    to->items[to->count++] = (struct reconciler_pull){ .repo = repo,
                                                       .number = number,
                                                       .branch = branch,
                                                       .files = files->names,
                                                       .file_count = files->count,
                                                       .draft = draft };
}

/* A list of pull requests, each with what it is. */
static void read_list(struct pulls *to, struct probe *p, const struct node *list)
{
    struct reconciler_names strangers = texts(p->arena, node_get(p->question, STR("untrusted")));

    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        const struct node *n = node_value(e), *mergeable = node_get(n, STR("mergeable"));
        struct reconciler_names files = texts(p->arena, node_get(n, STR("files")));
        struct str author = node_text(node_get(n, STR("author")));
        struct reconciler_pull *last = &to->items[to->count];
        int64_t number = 0;
        node_int(node_get(n, STR("number")), &number);
        add_pull(to,
                 ARENA_JOIN(p->arena, node_text(node_get(n, STR("org"))), STR("/"),
                            node_text(node_get(n, STR("repo")))),
                 number, node_text(node_get(n, STR("branch"))), &files, node_true(node_get(n, STR("draft"))));
        last->unmergeable = node_kind(mergeable) == NODE_BOOL && !node_true(mergeable);
        for (size_t i = 0; i < strangers.count; i++)
            last->untrusted |= author.len && str_eq(author, strangers.names[i]);
    }
}

/* For each repo #1 on one branch, #2 on another, and #3, a draft of #1. */
static void read_map(struct pulls *to, struct probe *p, const struct node *map)
{
    struct str *readme = ARENA_NEW(p->arena, struct str);
    struct reconciler_names plain = { .names = readme, .count = 1 };

    *readme = STR("README.md");
    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k)) {
        const struct node *n = node_pair_value(k), *list = node_get(n, STR("files"));
        struct str main = node_text(node_get(n, STR("default")));
        struct reconciler_names files = list ? texts(p->arena, list) : plain;
        add_pull(to, node_text(k), 1, main, &files, false);
        add_pull(to, node_text(k), 2, node_text(node_get(n, STR("other"))), &plain, false);
        add_pull(to, node_text(k), 3, main, &files, true);
    }
}

static struct pulls read_pulls(struct probe *p)
{
    const struct node *prs = node_get(p->question, STR("prs"));
    struct pulls all = { .items = ARENA_ARRAY(p->arena, struct reconciler_pull, 3 * node_count(prs)) };

    if (node_kind(prs) == NODE_SEQUENCE)
        read_list(&all, p, prs);
    else if (node_kind(prs) == NODE_MAPPING)
        read_map(&all, p, prs);
    return all;
}

struct printed {
    struct str text;
    json_t *value;
};

static int by_print(const void *pa, const void *pb)
{
    return str_cmp(((const struct printed *)pa)->text, ((const struct printed *)pb)->text);
}

/* The same list in the order of its values' JSON: what Go goes over in no order was recorded so. */
static void sort(json_t *list, struct arena *a)
{
    size_t count = json_array_size(list);
    struct printed *all = ARENA_ARRAY(a, struct printed, count);
    struct buf b = { 0 };

    for (size_t i = 0; i < count; i++) {
        all[i].value = json_incref(json_array_get(list, i));
        json_print(json_incref(all[i].value), 0, &b);
        all[i].text = arena_copy(a, buf_str(&b));
        buf_reset(&b);
    }
    if (count)
        qsort(all, count, sizeof *all, by_print);
    json_array_clear(list);
    for (size_t i = 0; i < count; i++)
        json_add(list, all[i].value);
    buf_free(&b);
}

static int by_name(const void *pa, const void *pb)
{
    const struct delta_job *a = *(const struct delta_job *const *)pa, *b = *(const struct delta_job *const *)pb;
    int order = str_cmp(a->name, b->name);

    return order ? order : str_cmp(a->context, b->context);
}

/* Its name, or name and context where they differ. */
static void add_job(json_t *list, const struct delta_job *j)
{
    json_t *pair;

    if (str_eq(j->name, j->context)) {
        json_add_text(list, j->name);
        return;
    }
    pair = json_array();
    json_add_text(pair, j->name);
    json_add_text(pair, j->context);
    json_add(list, pair);
}

static int by_context(const void *pa, const void *pb)
{
    const struct delta_job *a = *(const struct delta_job *const *)pa, *b = *(const struct delta_job *const *)pb;
    int order = str_cmp(a->context, b->context);

    return order ? order : str_cmp(a->name, b->name);
}

static json_t *jobs_json(const struct delta_job **jobs, size_t count, int (*order)(const void *a, const void *b))
{
    json_t *list = json_array();

    if (count)
        qsort(jobs, count, sizeof *jobs, order);
    for (size_t i = 0; i < count; i++)
        add_job(list, jobs[i]);
    return list;
}

static void put_found(json_t *answer, struct arena *a, const struct reconciler_answer *r)
{
    json_t *added = json_put_object(answer, "added"), *removed = json_put_object(answer, "removed");

    for (size_t i = 0; i < r->repo_count; i++) {
        const struct delta_repo_change *c = &r->repos[i];
        const struct delta_job **new = ARENA_ARRAY(a, const struct delta_job *, c->added_count);
        const struct delta_job **old = ARENA_ARRAY(a, const struct delta_job *, c->retired_count);
        for (size_t k = 0; k < c->added_count; k++)
            new[k] = c->added[k].job;
        for (size_t k = 0; k < c->retired_count; k++)
            old[k] = c->retired[k].job;
        if (c->added_count)
            json_put_named(added, c->repo, jobs_json(new, c->added_count, by_name));
        if (c->retired_count)
            json_put_named(removed, c->repo, jobs_json(old, c->retired_count, by_name));
    }
}

/* The member of a repo, made when it is new. */
static json_t *of_repo(json_t *map, struct arena *a, struct str repo, json_t *(*make)(void))
{
    json_t *found = json_object_get(map, arena_copy(a, repo).p);

    if (found)
        return found;
    found = make();
    json_put_named(map, repo, found);
    return found;
}

static void put_triggered(json_t *answer, struct arena *a, const struct reconciler_answer *r)
{
    json_t *map = json_put_object(answer, "triggered");

    for (size_t i = 0; i < r->triggered.count; i++) {
        const struct reconciler_act *x = &r->triggered.items[i];
        json_put_named(of_repo(map, a, x->repo, json_object), arena_printf(a, "%lld", (long long)x->pulls[0]->number),
                       jobs_json(x->started, x->started_count, by_context));
    }
}

static void put_acts(json_t *answer, const char *key, struct arena *a, const struct reconciler_acts *acts)
{
    json_t *map = json_put_object(answer, key), *list;
    const char *repo;

    for (size_t i = 0; i < acts->count; i++) {
        const struct reconciler_act *x = &acts->items[i];
        json_t *one = json_array(), *pulls = json_array();
        json_add_text(one, x->from->context);
        if (x->to)
            json_add_text(one, x->to->context);
        for (size_t k = 0; k < x->pull_count; k++)
            json_add(pulls, json_integer(x->pulls[k]->number));
        json_add(one, pulls);
        json_add(of_repo(map, a, x->repo, json_array), one);
    }
    json_object_foreach(map, repo, list) sort(list, a);
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static json_t *answer_json(struct arena *a, const struct reconciler_answer *r)
{
    json_t *o = json_object();

    put_found(o, a, r);
    put_triggered(o, a, r);
    put_acts(o, "retired", a, &r->retired);
    put_acts(o, "migrated", a, &r->migrated);
    if (r->error_count) {
        qsort(r->errors, r->error_count, sizeof *r->errors, by_text);
        json_put_texts(o, "errors", r->errors, r->error_count);
    }
    return o;
}

/* A recorded error ends after so many bytes. */
enum { MOST_RECORDED = 500 };

static void refuse(struct probe *p, const struct probe_loaded *before, const struct probe_loaded *after)
{
    json_t *o = json_object();

    json_put_text(o, "load_error", str_slice(before->error, 0, MOST_RECORDED));
    json_put_text(o, "after_load_error", str_slice(after->error, 0, MOST_RECORDED));
    probe_refuse(p, before->error.len ? before->error : after->error);
    json_put_text(p->answer, "load_error", before->error);
    json_put_text(p->answer, "after_load_error", after->error);
    json_put(p->answer, "answer", o);
}

static void run(struct probe *p, const struct probe_loaded *before, const struct probe_loaded *after)
{
    struct reconciler_options o = read_options(p);
    struct reconciler_answer answer;
    struct delta_side was, is;
    struct pulls pulls = read_pulls(p);

    delta_side_from_tree(&was, STR("before"), &before->tree);
    delta_side_from_tree(&is, STR("after"), &after->tree);
    reconciler_run(&answer, p->arena, &was, &is, &after->window, &o, pulls.items, pulls.count);
    probe_ok(p);
    if (answer.panics) {
        json_t *only = json_object();
        struct str words = STR("runtime error: invalid memory address or nil pointer dereference");
        json_put_string(only, "panic", words);
        json_put_string(p->answer, "panic", words);
        json_put(p->answer, "answer", only);
    } else {
        json_put(p->answer, "answer", answer_json(p->arena, &answer));
    }
    delta_side_free(&was);
    delta_side_free(&is);
}

void probe_reconcile(struct probe *p)
{
    struct probe_loaded *before, *after;

    if (!node_get(p->question, STR("before")) || !node_get(p->question, STR("after"))) {
        probe_refuse(p, STR("probe reconcile wants two trees, \"before\" and \"after\""));
        return;
    }
    before = probe_loaded(p, "before");
    after = before ? probe_loaded(p, "after") : NULL;
    if (!after)
        return;
    if (before->error.len || after->error.len)
        refuse(p, before, after);
    else
        run(p, before, after);
}
