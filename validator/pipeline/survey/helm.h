/* helm: what a Helm step hands to its chart: values and namespace files, whose tokens __x__ are filled from
 * inputVariables after they were rendered. */
#ifndef PIPELINE_SURVEY_HELM_H
#define PIPELINE_SURVEY_HELM_H

#include "pipeline/survey/survey.h"

/* The next token in text at or after *at, without its underscores; false at the end. *at moves on. */
bool helm_token(struct str text, size_t *at, struct str *token);
/* Calls visit with each values and namespace file of the step that is there. */
void helm_each_file(struct survey *s, const struct survey_step *e,
                    void (*visit)(struct survey *s, const struct survey_step *e, struct str path));

#endif
