#include "rules/prow/job/pipeline_refs.h"

#include <inttypes.h>
#include <stdlib.h>

static int by_value(const void *pa, const void *pb)
{
    uint64_t a = *(const uint64_t *)pa, b = *(const uint64_t *)pb;

    return a < b ? -1 : a > b;
}

/* "0, 1, 5": Prow lists them in random order. */
static struct str indexes(const struct job *j, const struct pipeline_refs *refs)
{
    uint64_t *all = ARENA_ARRAY(j->arena, uint64_t, refs->count);
    struct str list = STR("");
    size_t n = 0;

    for (size_t i = 0; i < refs->count; i++)
        if (refs->items[i].extra.len)
            all[n++] = refs->items[i].index;
    if (n)
        qsort(all, n, sizeof *all, by_value);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || all[i] != all[i - 1])
            list = arena_printf(j->arena, "%.*s%s%" PRIu64, STR_ARG(list), list.len ? ", " : "", all[i]);
    return list;
}

static void check_job(struct check *c, const struct job *j)
{
    struct pipeline_refs refs;

    if (!pipeline_refs_read(check_window(c), j, &refs))
        return;
    for (size_t i = 0; i < refs.count; i++) {
        const struct pipeline_ref *r = &refs.items[i];
        if (r->extra.len == 0 || r->index < refs.extra_count)
            continue;
        pipeline_ref_report(c, j, r,
                            "a pipeline %s of job %.*s asks for extra ref %.*s, counted from 0; it has "
                            "%zu extra_refs",
                            refs.holder, STR_ARG(j->name), STR_ARG(r->extra), refs.extra_count);
        job_invalid(c, j, "%zu extra_refs are specified, but the following PROW_EXTRA_GIT_REF_* indexes are used: %.*s",
                    refs.extra_count, STR_ARG(indexes(j, &refs)));
    }
}

const struct rule rule_pipeline_extra_missing = {
    .id = "pipeline-extra-missing",
    .summary = "A pipeline asks for no extra ref that its job does not have.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
