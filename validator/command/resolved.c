#include "command/resolved.h"

#include "delta/ack.h"

#include <stdio.h>

/* Rules about values that defaulting leaves alone (fact sheet 1.4, 1.5): what YAML is, what type a value has, names,
 * patterns, labels, schedules, queries, and jobs that are there twice. */
static const char *const sound[] = {
    "json-duration",
    "json-quantity",
    "json-time",
    "job-annotation-key",
    "job-branch-re",
    "job-label-key",
    "job-label-value",
    "job-max-concurrency",
    "job-name",
    "job-run-if-changed-re",
    "job-skip-branch-re",
    "job-skip-if-re",
    "job-trigger-re",
    "periodic-cron",
    "periodic-duplicate",
    "plug-blockade-re",
    "cherry-pick-approved-regex",
    "plug-heart-re",
    "require-matching-label-regex",
    "plug-unknown",
    "postsubmit-duplicate",
    "presubmit-duplicate",
    "tide-query-empty",
    "tide-query-label-conflict",
    "tide-query-org-slash",
    "tide-query-repo-form",
    "wrong-type",
};

/* What comes and goes can be seen, but for what presets gave to jobs. */
static bool is_about_change(const struct rule *r)
{
    return (r->delta && r->about != SUBJECT_PRESETS) || ack_rule(r);
}

static bool is_sound(const struct rule *r)
{
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
        if (str_eq(str_c(r->id), str_c(sound[i])))
            return true;
    return r->undecided || is_about_change(r) || str_starts(str_c(r->id), STR("yaml-")) ||
           str_starts(str_c(r->id), STR("deployed-"));
}

void resolved_limit(struct rule_settings *s)
{
    for (size_t i = 0; i < rule_count; i++)
        if (!is_sound(rules[i]))
            rule_settings_set(s, str_c(rules[i]->id), SEVERITY_OFF);
}

void resolved_tell(struct str name)
{
    fprintf(stderr,
            "prowgate: %.*s was written by Prow, defaults and presets applied: its syntax, types, names, patterns, "
            "schedules and duplicates are checked; presets, pods, decoration and unknown fields can't be\n",
            STR_ARG(name));
}
