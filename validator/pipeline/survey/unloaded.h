/* unloaded: what upstream would say next of a pipeline that it refuses, or that nothing lists: names that stand twice,
 * dependencies on nothing, references to nothing. */
#ifndef PIPELINE_SURVEY_UNLOADED_H
#define PIPELINE_SURVEY_UNLOADED_H

#include "pipeline/survey/survey.h"

void survey_unloaded(struct survey *s);

#endif
