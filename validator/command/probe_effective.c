/* Jobs as one version of Prow holds them once they are loaded. */
#include "command/probe_kinds.h"
#include "command/probe_loaded.h"
#include "prow/jobs/effective_tree.h"

/* The jobs of a tree as one version holds them. */
struct model {
    struct effective_tree jobs;
    struct effective version;
};

static void release(void *model)
{
    struct model *m = model;

    effective_tree_free(&m->jobs);
}

static struct model *model_of(struct probe_loaded *t)
{
    const struct effective_wish all = { 0 };
    struct model *m = t->model;

    if (m)
        return m;
    m = ARENA_NEW(&t->arena, struct model);
    effective_tree_open(&m->jobs, t->tree.fs, &t->paths, &t->window, &all);
    effective_tree_init(&m->jobs, &m->version, &t->version);
    t->model = m;
    t->release = release;
    return m;
}

/* What is asked for, and the answer. */
struct asking {
    struct probe *probe;
    struct model *model;
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
    loaded = effective_tree_read(&k->model->version, &k->arena, p, &job);
    if (!loaded)
        json_put_string(o, "error", job.error);
    buf_char(&k->jobs, k->jobs.len ? ',' : '[');
    json_print(o, 0, &k->jobs);
    if (loaded) { /* to the byte */
        k->jobs.len--;
        buf_put(&k->jobs, STR(",\"json\":"));
        effective_json(&k->model->version, &job, &k->arena, &k->jobs);
        buf_char(&k->jobs, '}');
    }
    arena_reset(&k->arena);
}

static void answer_jobs(struct probe *p, struct model *m)
{
    const struct node *repo = node_get(p->question, STR("repo")), *index = node_get(p->question, STR("index"));
    struct asking k = {
        .probe = p,
        .model = m,
        .type = node_text(node_get(p->question, STR("type"))),
        .repo = node_text(repo),
        .of_repo = node_kind(repo) == NODE_STRING,
    };

    k.of_index = node_int(index, &k.index);
    probe_ok(p);
    effective_tree_each(&m->jobs, answer_job, &k);
    buf_put(&k.jobs, k.jobs.len ? STR("]") : STR("[]"));
    p->json = arena_copy(p->arena, buf_str(&k.jobs));
    p->json_key = "jobs";
    buf_free(&k.jobs);
    arena_free(&k.arena);
}

void probe_effective(struct probe *p)
{
    struct probe_loaded *t;

    if (probe_word(p, "version", STR("")).len == 0) {
        probe_refuse(p, STR("probe effective wants a \"version\""));
        return;
    }
    t = probe_loaded(p, NULL);
    if (t && !probe_loaded_refused(p, t))
        answer_jobs(p, model_of(t));
}
