/* consumers: who reads a tree's pipelines, by which version of ARO-Tools, and what that version honours:
 * schemas/pipeline/consumers.yaml. */
#ifndef PIPELINE_CONSUMERS_H
#define PIPELINE_CONSUMERS_H

#include "pipeline/check.h"
#include "pipeline/faults.h"

enum consumer_id { CONSUMER_TEMPLATIZE, CONSUMER_EV2, CONSUMER_EXECUTOR, CONSUMER_COUNT };

struct consumer {
    const char *name;      /* as the project file has it */
    struct str version;    /* as it was stated or pinned; empty: nobody said */
    uint64_t time;         /* in it; 0: unknown */
    struct fault_place at; /* where it stands; no file where a person or nobody said it */
    bool unmerged;         /* it never was on the main line */
};

struct consumers {
    struct consumer each[CONSUMER_COUNT];
    const struct node *tables; /* consumers.yaml */
};

/* The tables alone; lives in a. */
void consumers_read(struct consumers *c, struct arena *a);
/* From what the project file says and what go.mod files pin. Lives in a. */
void consumers_find(struct consumers *c, const struct pipeline_paths *paths, struct faults *sources, struct arena *a);

/* What one line of a consumer's table says of a version. */
struct honoured {
    bool known;     /* there is such a line */
    bool is;        /* that version honours it */
    uint64_t since; /* the start of the span that does, or of the next one after the version */
    struct str commit, without;
};

/* kind: "topology", "config", "marker". A version that is not known honours nothing for certain. */
struct honoured consumer_honours(const struct consumers *c, enum consumer_id id, const char *kind, struct str name);

/* The same of a version that is not the consumer's own. */
struct honoured consumer_honours_at(const struct consumers *c, enum consumer_id id, struct str kind, struct str name,
                                    uint64_t time);
/* Whether a version is known never to have been on the main line. */
bool consumer_unmerged(const struct consumers *c, struct str version);

/* Whether prow-job-executor takes the text for a bool: strconv.ParseBool's words. */
bool executor_takes_bool(struct str s);

/* The pseudo-version that a go.mod requires of a module of ARO-Tools ("pipelines"; "" for the repository as one), with
 * where it begins in the text; empty where there is none. */
struct str gomod_version(struct str text, struct str module, size_t *offset);

#endif
