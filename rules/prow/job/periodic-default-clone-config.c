#include "prow/jobs/job_report.h"

static const char *const fields[] = { "clone_depth", "clone_uri", "path_alias" };

static bool is_set(const struct job *j, const char *field)
{
    struct setting s = job_setting(j, field);
    int64_t depth;

    return setting_int(&s, &depth) ? depth != 0 : setting_is_set(&s);
}

/* Prow lists the job once, whatever it has of the three. */
static void check_job(struct check *c, const struct job *j)
{
    bool told = false;

    if (j->kind != PERIODIC)
        return;
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (!is_set(j, fields[i]))
            continue;
        if (told) {
            also(c, job_field_place(j, fields[i]), "%s, too", fields[i]);
            continue;
        }
        job_report(c, j, fields[i],
                   "%s of periodic job %.*s does nothing: it clones what extra_refs names; set it there", fields[i],
                   STR_ARG(j->name));
        told = true;
    }
    if (told)
        prow_says(c,
                  "periodic jobs might clone 0, 1, or more repos, top level `clone_depth`, `clone_uri`, and "
                  "`path_alias` don't have any effect. Name: \"%.*s\"",
                  STR_ARG(j->name));
}

const struct rule rule_periodic_default_clone_config = {
    .id = "periodic-default-clone-config",
    .summary = "A periodic sets clone_depth, clone_uri and path_alias in its extra_refs, not at the top.",
    .severity = SEVERITY_WARNING,
    .needs_main = "plank",
    .warning = "periodic-default-clone-config",
    .job = check_job,
};
