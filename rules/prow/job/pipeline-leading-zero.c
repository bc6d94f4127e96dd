#include "base/quote.h"
#include "rules/prow/job/pipeline_refs.h"

static void check_job(struct check *c, const struct job *j)
{
    struct pipeline_refs refs;

    if (!pipeline_refs_read(check_window(c), j, &refs))
        return;
    for (size_t i = 0; i < refs.count; i++) {
        struct str digits = refs.items[i].extra;
        if (digits.len < 2 || digits.p[0] != '0')
            continue;
        pipeline_ref_report(c, j, &refs.items[i],
                            "a pipeline %s of job %.*s writes the number of an extra ref with a "
                            "leading zero: %.*s",
                            refs.holder, STR_ARG(j->name), STR_ARG(digits));
        job_invalid(c, j, "%s %.*s: leading zeros are not allowed in PROW_EXTRA_GIT_REF_* indexes", refs.holder,
                    STR_ARG(arena_quote(j->arena, text_or_empty(node_field(refs.items[i].holder, STR("name"))))));
    }
}

const struct rule rule_pipeline_leading_zero = {
    .id = "pipeline-leading-zero",
    .summary = "The numbers of extra refs that a pipeline asks for have no leading zero.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
