/* survey: the pipelines of one context as rules look at them that upstream does not have. Where upstream refuses a
 * pipeline, or nothing lists it, there is still a document with steps in it, and most mistakes can be seen there:
 * keys that the configuration lacks are filled with stand-ins, and the schema is not asked. */
#ifndef PIPELINE_SURVEY_SURVEY_H
#define PIPELINE_SURVEY_SURVEY_H

#include "pipeline/bicep/bicep.h"
#include "pipeline/check_parts.h"
#include "pipeline/shell/script.h"
#include "rule/rule.h"

struct survey_pipeline;

struct survey_step {
    const struct survey_pipeline *in;
    const struct group *group;
    const struct step *step;
    bool validation;   /* one of validationSteps, which stand outside of the graph */
    uint32_t *parents; /* indices into in->steps, inputs included; what names no step is left out */
    size_t parent_count;
    bool awaited; /* somebody waits for it */
};

/* The last walk from a step to all that it waits for. */
struct survey_walk {
    const struct survey_step *from;
    uint32_t *marks; /* number of the walk that came by last, for each step */
    uint32_t *stack, number;
};

struct survey_pipeline {
    const struct pipeline *pipeline;
    const struct pipeline *judged; /* as upstream judged it; NULL where it did not */
    struct pipeline *own;          /* the same where it was read for this survey; NULL where it was judged */
    const struct service *service; /* NULL: no topology of this unit lists it */
    bool loaded;                   /* upstream accepts it */
    bool complete;                 /* every value that was inserted is the configuration's own */
    struct survey_step *steps;
    size_t count;
    const struct node *build; /* buildStep, or NULL */
    struct str dir;           /* of the file */
    struct survey_walk *walk;
};

/* What was read of other files, for as long as the whole run lasts. */
struct survey_files {
    struct arena *arena;
    struct faults *sources;
    struct map biceps, scripts, exists;
};

struct surveys;

struct survey {
    struct judging *judging;
    struct arena *arena; /* dies with the context */
    struct survey_pipeline *pipelines;
    size_t count;
    bool ev2;     /* EV2 deploys this topology; else templatize alone does */
    bool partial; /* of its configuration a layer is missing that is kept elsewhere */
    struct str context;
    uint64_t pin;              /* of ARO-Tools' pipelines */
    const struct node *values; /* the configuration, or NULL */
    struct survey_files *files;
    struct surveys *all;
    const struct rule *rule;    /* the one that runs */
    const struct rule_use *use; /* its entry in the project file, or NULL */
};

/* Every survey of a run, for what has to be compared between contexts. */
struct surveys {
    struct pipelines_run *run;
    struct arena *arena;
    struct survey_files files;
    const struct rule_settings *settings;
    const struct rule *rule;
    struct map seen; /* of a rule's own keys, to what it put there; prefix them with the rule's id */
};

/* What a rule about pipelines is: struct rule has it as .survey. */
struct survey_rule {
    void (*context)(struct survey *s); /* each context */
    void (*all)(struct surveys *all);  /* once, when every context was looked at */
    bool partial;                      /* contexts whose configuration lacks a layer, too */
};

void surveys_init(struct surveys *all, struct pipelines_run *run, const struct rule_settings *settings,
                  struct arena *a);
/* Builds the survey of a context that was judged and lets every rule look at it. */
void survey_context(struct surveys *all, struct judging *j);
/* Lets the rules look at what they kept. */
void surveys_end(struct surveys *all);

/* Notes a finding of the rule that runs, at a node of the pipeline's document (NULL: the file). */
struct fault *survey_say(struct survey *s, const struct survey_pipeline *p, const struct node *at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* The same at a place in another file. */
struct fault *survey_say_at(struct survey *s, struct fault_place at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Makes it at most this severe; of several contexts the most severe one counts. */
void fault_no_more_than(struct fault *f, enum severity most);
/* A further place in the pipeline's document, where there is none yet. */
void survey_also(struct survey *s, struct fault *f, const struct survey_pipeline *p, const struct node *at,
                 const char *message);
bool survey_is_ev2(const struct survey *s, const struct survey_pipeline *p);
/* Error where EV2 reads the topology, else a warning. */
void survey_ev2_only(struct survey *s, const struct survey_pipeline *p, struct fault *f);

/* The step that comes after e in all pipelines; NULL to start, NULL at the end. Validation steps are included. */
const struct survey_step *survey_next(const struct survey *s, const struct survey_step *e);

/* A field of a step's document, the key's value; NULL where it is not there. */
const struct node *step_field(const struct survey_step *s, const char *name);
struct str step_text(const struct survey_step *s, const char *name);
/* Whether the step gives a variable of this name, or its dry run does. */
bool step_variable_given(const struct survey_step *s, struct str name);
bool step_is(const struct survey_step *s, const char *action);
/* Whether a is b, or waits for it, in the pipeline that both are in; false for different pipelines. */
bool step_waits_for(const struct survey_step *a, const struct survey_step *b);
/* Finds all that a waits for at once; step_is_marked then answers of each until the next walk through this pipeline. */
void step_mark_upstream(const struct survey_step *a);
bool step_is_marked(const struct survey_step *s);
/* Whether a text holds a stand-in: its value is not known. */
bool text_is_open(struct str text);

/* The configuration's path that a node's text was printed from ("svc.rg"), the first of several; empty where none was. */
struct str survey_value_path(const struct survey *s, const struct survey_pipeline *p, const struct node *n);
/* A value of the configuration by its path; NULL where it is not there. */
const struct node *survey_value(const struct survey *s, struct str path);

/* A path of a pipeline, relative to the tree. */
struct str survey_path(const struct survey *s, const struct survey_pipeline *p, struct str path);
/* Whether there is a file or folder. */
bool survey_exists(struct survey *s, struct str path);
bool survey_is_folder(struct survey *s, struct str path);
/* Text of a file; empty where there is none. */
struct str survey_text(struct survey *s, struct str path);
/* A bicep or bicepparam file, read once; never NULL, without declarations where there is none. */
const struct bicep *survey_bicep(struct survey *s, struct str path);
const struct script *survey_script(struct survey *s, struct str path);

/* The template that a step's parameters file uses, relative to the tree; empty where it says nothing. */
struct str step_bicep(struct survey *s, const struct survey_step *e);

#endif
