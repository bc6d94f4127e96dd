#include "rules/prow/job/clone_uri.h"

static void check_ref(struct check *c, const struct job *j, const struct node *ref, size_t index)
{
    const struct node *n = node_field(ref, STR("clone_uri"));
    struct str uri = text_or_empty(n), error = clone_uri_error(j->arena, uri), parsed;
    struct place at = prow_place(j->file, n ? n : ref);
    struct str path = arena_printf(j->arena, "extra_refs[%zu]%s", index, n ? ".clone_uri" : "");

    if (error.len) {
        job_report_at(c, j, at, path, "clone_uri \"%.*s\" of extra ref %zu of job %.*s is no URL", STR_ARG(uri), index,
                      STR_ARG(j->name));
        job_invalid(c, j, "extra_ref[%zu]: couldn't parse uri from clone_uri: %.*s", index, STR_ARG(error));
    } else if (clone_uri_lacks_http(check_window(c), j, uri, &parsed)) {
        job_report_at(c, j, at, path,
                      "job %.*s clones with an OAuth token and has a clone_uri, so extra ref %zu needs one "
                      "too that starts with https:// or http://, and holds no \"@\"",
                      STR_ARG(j->name), index);
        job_invalid(c, j, "extra_ref[%zu]: scheme must be http or https when OAuth secret is specified: %.*s", index,
                    STR_ARG(parsed));
    }
}

static void check_job(struct check *c, const struct job *j)
{
    const struct node *refs = job_collection(j, "extra_refs");
    size_t index = 0;

    if (!refs || !clone_uri_is_checked(check_window(c), j))
        return;
    for (const struct node *e = node_first(refs); e; e = node_next(refs, e))
        check_ref(c, j, node_value(e), index++);
}

const struct rule rule_job_extra_clone_uri = {
    .id = "job-extra-clone-uri",
    .summary = "Where a job has a clone_uri, those of its extra_refs are URLs too.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
