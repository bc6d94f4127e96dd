/* drawing: the steps of a deployment and which waits for which, as people look at them: of one pipeline, of a service
 * group, of an entrypoint, of a whole topology, or of what a change does to one of these. */
#ifndef PIPELINE_DRAWING_DRAWING_H
#define PIPELINE_DRAWING_DRAWING_H

#include "pipeline/check.h"

enum drawing_mark { DRAWN_IN_BOTH, DRAWN_ADDED, DRAWN_REMOVED, DRAWN_MOVED };

struct drawing_edge {
    uint32_t from; /* what is waited for, an index of steps */
    enum drawing_mark mark;
};

/* A finding that stands in the lines of a step. */
struct drawing_note {
    enum severity severity;
    struct str text; /* "rule: message" */
};

struct drawing_step {
    struct str id; /* service/group/step, unique in a drawing */
    struct str service, group, name, action;
    struct str file;          /* the pipeline's template */
    uint32_t line, last_line; /* there, from 1; 0: not known */
    int64_t time;             /* nanoseconds that all its attempts and the pauses between them may take */
    bool validation;          /* one of validationSteps, which nobody waits for */
    bool critical;            /* on the way that takes longest */
    enum drawing_mark mark;
    struct str was; /* the resource group that it was moved from; empty otherwise */
    struct drawing_edge *waits;
    size_t wait_count, wait_cap;
    struct drawing_note *notes;
    size_t note_count, note_cap;
    uint32_t rank, row; /* its column and its place there, once laid out, from 0 */
};

/* Everything lives in the arena it was drawn in. */
struct drawing {
    struct str title;   /* what was asked for */
    struct str context; /* cloud/environment/region/stamp */
    struct drawing_step *steps;
    size_t count, cap;
    int64_t longest; /* nanoseconds of the way that takes longest */
    bool delta;      /* of a change: marks mean something */
};

/* What is to be drawn. */
struct drawing_question {
    struct str what;    /* a pipeline's file, a service group or an entrypoint; empty: all entrypoints */
    struct str context; /* CLOUD/ENV/REGION or with /STAMP; empty: the first whose configuration is whole */
};

/* Judges the tree's pipelines in that one context and draws them, with what was found there. False: *error says
 * why nothing can be drawn: what was asked for is not there, or the graph is none (upstream's words). */
bool drawing_make(struct drawing *d, const struct drawing_question *q, const struct fs *fs,
                  const struct pipeline_paths *paths, const struct rule_settings *settings, struct arena *a,
                  struct str *error);

/* Both as one, with marks. Notes are those of after. It lives in a; before and after outlive it. */
void drawing_compare(struct drawing *out, const struct drawing *before, const struct drawing *after, struct arena *a);

/* Marks the way that takes longest, and gives each step its column and row. Steps that are removed take no time. */
void drawing_arrange(struct drawing *d, struct arena *a);

/* "1 h 30 m", as a step's time is shown. */
struct str drawing_time(int64_t ns, struct arena *a);
/* "added", "removed", "moved"; empty for what is in both. */
const char *drawing_mark_name(enum drawing_mark m);

#endif
