#include "base/quote.h"
#include "rules/prow/setting_check.h"

static void check_map(struct check *c, const struct prow_tree *t)
{
    struct setting map = setting_find(t, "plank.job_url_prefix_config");

    for (struct setting e = { 0 }; setting_next(t->scratch, &map, &e);)
        if (!setting_check_url(c, &e,
                               ARENA_JOIN(t->scratch, STR("invalid value for Planks job_url_prefix_config[\""),
                                          setting_key(&e), STR("\"]: "))))
            refused_by_some(c, BEHAVIOUR_JOB_URL_PREFIX_CONFIG);
}

/* The one prefix for all, read until 2019-09-08. */
static void check_single(struct check *c, const struct prow_tree *t)
{
    struct setting s = setting_find(t, "plank.job_url_prefix");
    struct str quoted = arena_quote(t->scratch, setting_text(&s));

    if (!setting_check_url(c, &s,
                           ARENA_JOIN(t->scratch, STR("plank declares an invalid job URL prefix "), quoted, STR(": "))))
        refused_by_some(c, BEHAVIOUR_JOB_URL_PREFIX_PARSES);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (behaviour_may_hold(check_window(c), BEHAVIOUR_JOB_URL_PREFIX_CONFIG))
        check_map(c, t);
    if (behaviour_may_hold(check_window(c), BEHAVIOUR_JOB_URL_PREFIX_PARSES))
        check_single(c, t);
}

const struct rule rule_plank_job_url_prefix = {
    .id = "plank-job-url-prefix",
    .summary = "The prefixes of job URLs in plank.job_url_prefix_config are URLs.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
