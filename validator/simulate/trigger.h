/* trigger: what the trigger plugin does about an event (pkg/plugins/trigger; recorded answers: suites/trigger). */
#ifndef SIMULATE_TRIGGER_H
#define SIMULATE_TRIGGER_H

#include "prow/branches/branch_contexts.h"
#include "simulate/trust.h"

struct commit_status {
    struct str context, state;
};

/* A pull request on which something happens. */
struct pull_request {
    struct str branch;
    struct changed_files files;
    bool draft, unmergeable;
    struct person author, sender; /* who wrote it; who acts */
    const struct str *labels;
    size_t label_count;
    const struct commit_status *statuses;
    size_t status_count;
    /* Of the event. */
    struct str action;  /* "opened", "labeled", ... as GitHub names it; empty for a comment */
    struct str label;   /* that was put on it */
    bool base_changed;  /* edited: it is against another branch now */
    struct str comment; /* where it is one */
};

struct trigger_answer {
    struct started started;
    struct str comment; /* what Prow says, as far as its folded details; empty for nothing */
    struct str labels_added[2], labels_removed[2];
    size_t added_count, removed_count;
};

void trigger_pull_request(struct trigger_answer *out, const struct simulation *s, const struct pull_request *pr);
void trigger_comment(struct trigger_answer *out, const struct simulation *s, const struct pull_request *pr);
/* Postsubmits of a push. The branch is what stands behind the last slash of refs/heads/ or refs/tags/. */
void trigger_push(struct started *out, const struct simulation *s, struct str branch,
                  const struct changed_files *files);

/* AvailablePresubmits: what may be asked for on a branch. */
struct available {
    struct started test_all;
    struct started by_command;
};
void trigger_available(struct available *out, const struct simulation *s, struct str branch,
                       const struct changed_files *files);
/* Whether the version sorts commands by whether their jobs are optional, and each once. */
bool trigger_sorts_commands(const struct simulation *s);
/* The texts of commands (or names, where by_name) of jobs, sorted and each once; only those of optional jobs, or of the
 * others. In the arena. */
struct name_list trigger_texts(const struct simulation *s, const struct started *jobs, bool by_name, bool optional,
                               bool required);

/* The message with what may be asked for, note before it; empty with *error where that can't be told. For trigger.c. */
struct str trigger_help(const struct simulation *s, const struct pull_request *pr, struct str note, struct str *error);

#endif
