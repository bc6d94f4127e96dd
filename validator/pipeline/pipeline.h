/* pipeline: one pipeline file in one context: rendered, read, judged by the schema, decoded, validated (ARO-Tools
 * pipelines/types). Where upstream stops at its first mistake, that one is kept. */
#ifndef PIPELINE_PIPELINE_H
#define PIPELINE_PIPELINE_H

#include "base/fs.h"
#include "jsonschema/causes.h"
#include "pipeline/rendering.h"
#include "pipeline/words.h"
#include "schema/gowindow.h"

/* Names a step by its group and itself, as dependsOn and input do. */
struct step_ref {
    struct str group, step;
    const struct node *at; /* where it is written */
};

struct external_ref {
    struct str service, group, step;
    const struct node *at;
};

struct step {
    const struct node *node;
    struct str name, action;
    struct step_ref *depends; /* as written */
    size_t depend_count;
    struct step_ref *inputs; /* of values, sorted, each once */
    size_t input_count;
    struct external_ref *external;
    size_t external_count;
    bool omitted;            /* the services below do not wait for it */
    bool known;              /* its action is one that upstream knows */
    bool well_formed;        /* over its inputs */
    struct words validation; /* of a validation step */
};

struct constraint {
    bool singleton;
    struct words clouds, environments, regions; /* in the order written */
};

struct group {
    const struct node *node;
    struct str name, resource_group, subscription;
    bool stamped;
    const struct node *provisioning;
    struct constraint *constraints;
    size_t constraint_count;
    struct step *steps, *validations;
    size_t step_count, validation_count;
};

enum pipeline_stage {
    STAGE_NONE, /* it loads */
    STAGE_READ,
    STAGE_PARSE,  /* template */
    STAGE_RENDER, /* template */
    STAGE_YAML,
    STAGE_SCHEMA_REF,
    STAGE_SCHEMA,
    STAGE_DECODE,
    STAGE_VALIDATE,
};

struct pipeline {
    struct str path, service;
    struct group *groups;
    size_t group_count;
    struct str rendered;
    struct template_trace trace; /* free with pipeline_free */
    struct tape tape;
    enum pipeline_stage stage;        /* where it failed */
    struct words words;               /* upstream's */
    const struct schema_cause *cause; /* STAGE_SCHEMA */
    const struct node *at;            /* what the words are about, or NULL */
    const struct node *also;          /* its other half, or NULL */
    uint32_t offset; /* STAGE_PARSE, STAGE_RENDER: byte in the template; STAGE_YAML: in the rendered text */
    bool undecided;
};

/* A pipeline file, read and parsed once for all contexts. */
struct pipeline_file {
    struct str path;
    struct page page;
    struct str read_error;    /* empty: it could be read */
    struct go_window *window; /* what decoding asks of versions of types: nothing, they hold for all */
};

/* The schema for one version of ARO-Tools; NULL where the data is broken. Free with schema_free. a must outlive it. */
struct schema *pipeline_schema(uint64_t pin, struct arena *a);

/* The same as a document; NULL as above. Lives in a. */
struct tape *pipeline_schema_tape(uint64_t pin, struct arena *a);

void pipeline_file_read(struct pipeline_file *f, const struct fs *fs, struct str path, struct arena *a);
/* The text of one context: p->rendered. False: p->stage and p->words say why. */
bool pipeline_render(struct pipeline *p, const struct pipeline_file *f, const struct template_value *data,
                     struct arena *a);
/* What was rendered, by the schema and what else that version of ARO-Tools does. schema NULL: the same text was
 * accepted before. False as above. */
bool pipeline_read(struct pipeline *p, const struct pipeline_file *f, const struct schema *schema, uint64_t pin,
                   struct arena *a);
/* Both. */
bool pipeline_load(struct pipeline *p, const struct pipeline_file *f, const struct template_value *data,
                   const struct schema *schema, uint64_t pin, struct arena *a);
void pipeline_free(struct pipeline *p);

const char *pipeline_stage_name(enum pipeline_stage stage);

#endif
