/* build: how a survey is made of what was judged. */
#ifndef PIPELINE_SURVEY_BUILD_H
#define PIPELINE_SURVEY_BUILD_H

#include "pipeline/survey/survey.h"

/* Fills the pipelines of a survey whose judging is set. */
void survey_build(struct survey *s);
/* Frees what survey_build took outside of the arena. */
void survey_close(struct survey *s);

#endif
