/* retry: how often and how long a step is tried, as each consumer counts:
 * templatize makes maximumRetryCount attempts in all, and none where there is no count; EV2 retries so many times after
 * the first. templatize gives all attempts of a step 30 minutes together. */
#ifndef PIPELINE_SURVEY_RETRY_H
#define PIPELINE_SURVEY_RETRY_H

#include "pipeline/survey/survey.h"

#define RETRY_MINUTE INT64_C(60000000000)

struct retry {
    const struct node *node; /* automatedRetry; NULL: there is none */
    const struct node *texts, *count_node, *pause_node;
    int64_t count; /* 0 where it is absent */
    int64_t pause; /* nanoseconds; 0 where it is absent or not a duration */
    bool pause_broken;
};

void retry_read(struct retry *r, const struct survey_step *e, struct arena *a);

/* What one attempt may take at most by the step's own word, in nanoseconds; 0 where nothing bounds it. */
int64_t retry_attempt(const struct survey_step *e, struct arena *a);
/* What all attempts of a step may take together in templatize. */
int64_t retry_budget(const struct survey_step *e, struct arena *a);
/* A timeout as Go's duration; 0 where it is none, or not known. */
int64_t retry_duration(struct str text, struct arena *a);
/* Whether one of the texts stands in the list, or a part of it. */
bool retry_matches(const struct retry *r, const char *part);

#endif
