/* own_steps: rules of a team about pipelines, steps and configurations, asked in every context. */
#ifndef PIPELINE_OWN_STEPS_H
#define PIPELINE_OWN_STEPS_H

#include "pipeline/check_parts.h"
#include "prow/own/own_subject.h"

/* A run over all contexts: what is found in several is one finding that lists them. */
struct own_steps {
    struct own_run run;
    struct arena arena;
    struct map known; /* rule, place and message -> struct own_found */
};

/* own may be NULL: nothing is asked then. Findings go to out. */
void own_steps_begin(struct own_steps *o, const struct own_rules *own, const struct rule_settings *settings,
                     struct findings *out);
/* Asks about one context, whose pipelines are loaded. */
void own_steps_ask(struct own_steps *o, const struct judging *j);
/* Gives contexts to the findings; total: those there are. */
void own_steps_end(struct own_steps *o, size_t total);

#endif
