/* What jobs say by name. */
#include "prow/index/names.h"

static struct name_use *use(struct name_sink *s, const struct job_summary *j, enum name_kind kind, struct str of,
                            struct str text, struct span span)
{
    struct name_use *u = sink_use(s, kind, of, text);

    if (!u)
        return NULL;
    u->by = (enum named_by)(BY_PRESUBMIT + j->kind);
    u->at = (struct place){ j->file, span, false };
    u->job = j;
    return u;
}

static void branches(struct name_sink *s, const struct job_summary *j)
{
    if (!sink_wants(s, NAME_BRANCH) || j->repo.len == 0)
        return;
    for (size_t i = 0; i < j->branches.only_count; i++)
        use(s, j, NAME_BRANCH, j->repo, j->branches.only[i], j->name_span);
    for (size_t i = 0; i < j->branches.skip_count; i++)
        use(s, j, NAME_BRANCH, j->repo, j->branches.skip[i], j->name_span)->by = BY_SKIP_BRANCHES;
}

static void asks(struct name_sink *s, const struct job_summary *j)
{
    for (size_t i = 0; i < j->ask_count; i++) {
        const struct job_ask *k = &j->asks[i];
        struct name_use *u = sink_wants(s, k->kind) ? use(s, j, k->kind, k->of, k->name, k->span) : NULL;
        if (!u)
            continue;
        u->value = k->value;
        if (k->kind == NAME_REPO || k->kind == NAME_BRANCH)
            u->by = BY_EXTRA_REFS;
    }
}

static void repository(struct name_sink *s, const struct job_summary *j)
{
    struct str org, repo;

    if (j->repo.len == 0)
        return;
    use(s, j, NAME_REPO, STR(""), j->repo, j->name_span);
    if (sink_wants(s, NAME_ORG) && str_cut(j->repo, '/', &org, &repo) && org.len && !str_has(repo, STR("/")))
        use(s, j, NAME_ORG, STR(""), org, j->name_span);
}

void names_of_jobs(struct name_sink *s, const struct tree_input *in)
{
    for (size_t i = 0; i < in->job_count; i++) {
        const struct job_summary *j = &in->jobs[i];
        repository(s, j);
        if (j->name.len)
            use(s, j, NAME_JOB, j->repo, j->name, j->name_span);
        if (j->context.len)
            use(s, j, NAME_CONTEXT, j->repo, j->context, j->context_span);
        branches(s, j);
        asks(s, j);
    }
    for (size_t i = 0; i < in->bare_count; i++) {
        struct name_use *u = sink_use(s, NAME_REPO, STR(""), in->bare[i].repo);
        if (u) {
            u->by = BY_EMPTY_KEY;
            u->at = in->bare[i].at;
        }
    }
}
