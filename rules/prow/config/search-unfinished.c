#include "rule/rule.h"

/* Found when the tree is loaded, and when two are compared: searches_report. */
const struct rule rule_search_unfinished = {
    .id = "search-unfinished",
    .summary = "Every search with a regular expression comes to an end.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .ours = true,
};
