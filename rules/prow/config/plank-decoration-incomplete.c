#include "prow/files/setting.h"
#include "rule/rule.h"
#include "rules/prow/config/decoration_wanted.h"
#include "schema/behaviour.h"

/* finalizeJobConfig while there was one default for all jobs: in this order, only the first is printed. */
static const struct part {
    const char *field, *says;
} parts[] = {
    { "utility_images", "no default decoration image pull specs provided for plank" },
    { "gcs_configuration", "no default GCS decoration config provided for plank" },
    { "gcs_credentials_secret", "no default GCS credentials secret provided for plank" },
};

static void check_part(struct check *c, const struct prow_tree *t, const struct setting *single,
                       const struct part *part, const struct job_summary *job)
{
    struct setting s = setting_get(t->scratch, single, part->field);

    if (s.value && !node_is(s.value, STR("")))
        return;
    setting_report(c, &s, s.at ? setting_place(&s) : setting_key_place(single),
                   "plank.default_decoration_config needs %s, as job %.*s is decorated", part->field,
                   STR_ARG(job->name));
    also(c, job_summary_place(job), "the job");
    prow_says(c, "%s", part->says);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting single = setting_find(t, "plank.default_decoration_config");
    const struct job_summary *job = first_decorated_job(t);

    if (!job || node_kind(single.value) != NODE_MAPPING)
        return;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        check_part(c, t, &single, &parts[i], job);
}

const struct rule rule_plank_decoration_incomplete = {
    .id = "plank-decoration-incomplete",
    .summary = "For a Prow older than 2020-04-23, the default for decoration is complete once a job "
               "is decorated.",
    .severity = SEVERITY_ERROR,
    .needs_main = true,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_DECORATION_DEFAULT_SINGLE],
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};
