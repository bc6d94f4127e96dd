#include "rules/prow/job/job_warnings.h"

/* Who clones nothing needs no branch: without decoration, or with skip_cloning in it. */
static bool clones(const struct job *j)
{
    return j->decorate && !node_true(node_field(job_field(j, "decoration_config"), STR("skip_cloning")));
}

static void check_ref(struct check *c, const struct job *j, const struct node *ref, size_t index, const char *field,
                      const char *why)
{
    const struct node *repo;

    if (text_or_empty(node_field(ref, str_c(field))).len)
        return;
    repo = node_field(ref, STR("repo"));
    job_report_at(c, j, prow_place(j->file, repo ? repo : ref),
                  arena_printf(j->arena, "extra_refs[%zu].%s", index, field),
                  "extra_refs[%zu] of job %.*s has no %s: %s", index, STR_ARG(j->name), field, why);
}

static void check_job(struct check *c, const struct job *j)
{
    const struct node *refs = job_collection(j, "extra_refs");
    size_t index = 0;

    if (!node_first(refs) || !clones(j))
        return;
    for (const struct node *e = node_first(refs); e; e = node_next(refs, e), index++) {
        const struct node *ref = node_value(e);
        if (node_kind(ref) != NODE_MAPPING)
            continue;
        if (!text_or_empty(node_field(ref, STR("org"))).len && !text_or_empty(node_field(ref, STR("clone_uri"))).len)
            check_ref(c, j, ref, index, "org", "clonerefs has nothing to clone, so every run fails");
        check_ref(c, j, ref, index, "repo", "clonerefs has nothing to clone, so every run fails");
        check_ref(c, j, ref, index, "base_ref",
                  "clonerefs checks out no branch, and \"git checkout\" fails in every run");
    }
}

const struct rule rule_extra_ref_incomplete = {
    .id = "extra-ref-incomplete",
    .summary = "An extra ref says which repository and which branch to clone.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .job = check_job,
};
