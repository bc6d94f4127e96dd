/* parameters: what an ARM or ARMStack step hands to its bicep: its parameters file and its variables. */
#ifndef PIPELINE_SURVEY_PARAMETERS_H
#define PIPELINE_SURVEY_PARAMETERS_H

#include "pipeline/survey/survey.h"

struct step_parameters {
    const struct survey_step *step;
    struct str file, template;  /* relative to the tree */
    const struct bicep *given;  /* the parameters file, as written */
    const struct bicep *wanted; /* the bicep that it uses */
    const struct node *variables;
};

/* False where the step deploys no bicep, or one of the files is not there or can't be read whole. */
bool step_parameters(struct survey *s, const struct survey_step *e, struct step_parameters *p);
/* The step's variable by this name; NULL where there is none. */
const struct node *step_variable(const struct survey_step *e, struct str name);
/* "x" of '__x__', as EV2 fills it; empty where the value is anything else. */
struct str parameter_token(struct str value);
/* "a.b" of '{{ .a.b }}' or {{ .a.b }}, quoted says which; empty where the value is anything else. */
struct str parameter_path(struct str value, bool *quoted);
/* The place of a declaration. */
struct fault_place bicep_place(struct survey *s, struct str file, uint32_t offset);

/* Calls visit for a bicep file and every file of this tree that it uses as a module, each once for a run and a rule. */
void bicep_each(struct survey *s, struct str file,
                void (*visit)(struct survey *s, struct str file, const struct bicep *b));

#endif
