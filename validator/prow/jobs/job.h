/* job: one presubmit, postsubmit or periodic with Prow's defaults applied (fact sheet 2.2). Lives in its file's
 * arena; what the whole tree must know of it is copied into a job_summary. */
#ifndef PROW_JOBS_JOB_H
#define PROW_JOBS_JOB_H

#include "prow/branches/branches.h"
#include "prow/jobs/decoration.h"
#include "prow/presets/preset_index.h"

enum job_kind { PRESUBMIT, POSTSUBMIT, PERIODIC };

struct job {
    const struct prow_config *config;
    const struct prow_file *file;
    enum job_kind kind;
    struct str repo;         /* the key it is listed under; empty for periodics */
    size_t index;            /* in its list */
    struct str list;         /* the path of its list where that is run_after_success of another job; else empty */
    const struct node *node; /* the job's mapping */
    uint64_t keys;           /* which keys it may have: see job_get */

    struct str name, agent, cluster, namespace, context; /* defaults applied */
    struct str trigger, rerun_command;                   /* presubmits; defaults applied */
    struct str run_if_changed, skip_if_only_changed;
    struct branches branches;
    bool always_run, has_always_run; /* a postsubmit without always_run runs too */
    bool optional, skip_report, decorate;
    struct decoration decoration;
    const struct node *labels, *spec; /* NULL where absent or null */

    struct pod *pod; /* of the spec; NULL without one */

    const struct preset **presets; /* that match, in the order in which Prow merges them */
    size_t preset_count;
    bool presets_unknown;      /* they are more than may be merged (preset_share) */
    struct patterns *patterns; /* the worker's: each pattern compiled once */
    struct arena *arena;       /* the file's: scratch for rules */
};

/* All there is to know for reading jobs of one file. */
struct job_reader {
    const struct prow_config *config;
    const struct preset_index *presets; /* NULL: none */
    struct preset_share *share;         /* of the file; NULL: no limit */
    struct patterns *patterns;
    struct arena *arena;
    bool run_after_success; /* jobs below another job's run_after_success count too, as they did until 2019-01-30 */
};

/* Reads one entry of a job list. */
void job_read(struct job *j, const struct job_reader *r, const struct prow_file *f, enum job_kind kind, struct str repo,
              const struct node *node, size_t index);

/* Calls visit for each job of the file in Prow's order: presubmits and postsubmits by repo key, then periodics; each
 * before those that run after its success. In a .prow.yaml, whose lists stand directly under the kind, repo is the
 * identifier of the repository. */
void jobs_read(const struct job_reader *r, const struct prow_file *f, struct str repo,
               void (*visit)(void *context, const struct job *j), void *context);

/* The value of a field, null read as absent, and the key it stands under: node_field and node_field_key, but quick to
 * tell that most of what rules ask for is not there. NULL without it. */
const struct node *job_get(const struct job *j, struct str field);
const struct node *job_get_key(const struct job *j, struct str field);

/* The regular expression for comments that run a presubmit, and the comment that does, where the job names neither. The
 * name goes into the regex as it is, unescaped: so "a.b" is also triggered by "/test axb" (fact sheet 2.2). In the
 * arena. */
struct str job_default_trigger(struct arena *a, struct str name);
struct str job_default_rerun_command(struct arena *a, struct str name);

/* Where a field's value stands, or where the job stands when it does not have the field. */
struct place job_place(const struct job *j, struct str field);
/* presubmits.org/repo[3] or periodics[0], with a field or an empty str after it; in the arena. */
struct str job_path(struct arena *a, const struct job *j, struct str field);
/* The repo whose defaults apply: for a periodic, that of its first extra ref, or an empty one; in the arena. */
struct str job_defaults_repo(const struct job *j, struct arena *a);
/* "presubmit", "postsubmit", "periodic". */
const char *job_kind_name(enum job_kind kind);

struct job_detail;

/* What survives the file. All texts live in the arena given to job_summarize, except file, which the tree keeps. */
struct job_summary {
    enum job_kind kind;
    struct str repo, name, context, cluster;
    struct str trigger, rerun_command; /* as written; both empty where Prow's defaults stand */
    struct branches branches;
    bool always_run, optional, skip_report, has_change_regex, decorate;
    bool runs_never;     /* a postsubmit that says always_run: false, where the version minds that */
    bool inrepo;         /* from the repo itself */
    bool has_spec;       /* of a pod: presets are merged into it */
    uint64_t label_bits; /* of its labels */
    struct str file, list;
    size_t index;
    struct span name_span, context_span; /* context_span: the name's where context is defaulted */
    struct span trigger_span;            /* of the trigger, where it has one */
    const struct job_ask *asks;          /* what else it asks for by name (prow/index/asks.h) */
    size_t ask_count;
    const struct job_detail *detail; /* what a comparison needs beyond; NULL where none was asked for */
};

void job_summarize(struct job_summary *s, struct arena *a, const struct job *j);
struct place job_summary_place(const struct job_summary *s);
struct str job_summary_path(struct arena *a, const struct job_summary *s, struct str field);

#endif
