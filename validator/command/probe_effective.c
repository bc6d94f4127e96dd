/* Jobs as one version of Prow holds them once they are loaded. */
#include "command/load_refusal.h"
#include "command/probe_kinds.h"
#include "command/probe_tree.h"
#include "prow/jobs/effective_tree.h"

#include <stdlib.h>

/* A tree as one version sees it. */
struct loaded {
    struct probe_tree tree;
    struct effective_tree jobs;
    struct effective version;
    struct version which;
    struct str refusal; /* why the version does not load it; empty where it does */
    bool read;          /* jobs is there */
};

static void release(void *value)
{
    struct loaded *l = value;

    if (l->read)
        effective_tree_free(&l->jobs);
    probe_tree_close(&l->tree);
    free(l);
}

static void load(struct loaded *l, struct str version)
{
    const struct effective_wish all = { 0 };
    struct window w = { &l->which, 1 };
    struct arena *a = &l->tree.arena;

    if (!version_parse(arena_copy(a, version), &l->which, a, &l->refusal))
        return;
    l->refusal = load_refusal(l->tree.fs, &l->tree.paths, arena_copy(a, version), a);
    if (l->refusal.len)
        return;
    effective_tree_open(&l->jobs, l->tree.fs, &l->tree.paths, &w, &all);
    effective_tree_init(&l->jobs, &l->version, &l->which);
    l->read = true;
}

static struct loaded *tree_of(struct probe *p, struct str version)
{
    struct str key = probe_tree_key(p, STR("tree"), ARENA_JOIN(p->arena, STR("effective "), version));
    struct loaded *l = probe_recall(p, key);

    if (l)
        return l;
    l = calloc(1, sizeof *l);
    if (!l)
        abort();
    if (!probe_tree_open(&l->tree, p, STR("tree"))) {
        free(l);
        return NULL;
    }
    load(l, version);
    probe_keep(p, key, l, release);
    return l;
}

/* What is asked for, and the answer. */
struct asking {
    struct probe *probe;
    struct loaded *loaded;
    struct arena arena; /* of one job */
    struct buf jobs;    /* the answer's list, as JSON */
    struct str type, repo;
    bool of_repo, of_index;
    int64_t index;
};

static bool is_wanted(const struct asking *k, const struct effective_place *p)
{
    return (k->type.len == 0 || str_eq(k->type, str_c(job_kind_name(p->job->kind)))) &&
           (!k->of_repo || str_eq(k->repo, p->job->repo)) && (!k->of_index || k->index == (int64_t)p->index);
}

static void answer_job(void *context, const struct effective_place *p)
{
    struct asking *k = context;
    struct effective_job job;
    bool loaded;
    json_t *o;

    if (!is_wanted(k, p))
        return;
    o = json_object();
    json_put_string(o, "type", str_c(job_kind_name(p->job->kind)));
    if (p->job->kind != PERIODIC)
        json_put_string(o, "repo", p->job->repo);
    json_put_int(o, "index", (int64_t)p->index);
    json_put_string(o, "source", p->job->file->path);
    loaded = effective_tree_read(&k->loaded->version, &k->arena, p, &job);
    if (!loaded)
        json_put_string(o, "error", job.error);
    buf_char(&k->jobs, k->jobs.len ? ',' : '[');
    json_print(o, 0, &k->jobs);
    if (loaded) { /* to the byte */
        k->jobs.len--;
        buf_put(&k->jobs, STR(",\"json\":"));
        effective_json(&k->loaded->version, &job, &k->arena, &k->jobs);
        buf_char(&k->jobs, '}');
    }
    arena_reset(&k->arena);
}

static void answer_jobs(struct probe *p, struct loaded *l)
{
    const struct node *repo = node_get(p->question, STR("repo")), *index = node_get(p->question, STR("index"));
    struct asking k = {
        .probe = p,
        .loaded = l,
        .type = node_text(node_get(p->question, STR("type"))),
        .repo = node_text(repo),
        .of_repo = node_kind(repo) == NODE_STRING,
    };

    k.of_index = node_int(index, &k.index);
    probe_ok(p);
    effective_tree_each(&l->jobs, answer_job, &k);
    buf_put(&k.jobs, k.jobs.len ? STR("]") : STR("[]"));
    p->json = arena_copy(p->arena, buf_str(&k.jobs));
    p->json_key = "jobs";
    buf_free(&k.jobs);
    arena_free(&k.arena);
}

void probe_effective(struct probe *p)
{
    struct str version = node_text(node_get(p->question, STR("version")));
    struct loaded *l;

    if (version.len == 0) {
        probe_refuse(p, STR("probe effective wants a \"version\""));
        return;
    }
    l = tree_of(p, version);
    if (!l)
        return;
    if (l->refusal.len)
        probe_refuse(p, l->refusal);
    else
        answer_jobs(p, l);
}
