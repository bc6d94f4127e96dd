#include "rule/rule.h"

/* Found by validator/prow/plugins/synced.c. */
const struct rule rule_jobs_not_synced = {
    .id = "jobs-not-synced",
    .summary = "A job file that shares its name with another one is copied into the cluster.",
    .severity = SEVERITY_INFO,
};
