/* judged: a tree, loaded as Prow loads it and judged by what is deployed: what check reports, and what seal and gate
 * act on. */
#ifndef COMMAND_JUDGED_H
#define COMMAND_JUDGED_H

#include "command/command.h"
#include "command/linked.h"
#include "command/project.h"
#include "command/window.h"

#include "pipeline/rollout/rollout.h"
#include "prow/files/tree.h"

/* Flags of every command that judges a tree. */
#define JUDGED_FLAGS                                                                                                   \
    { "strict", FLAG_SWITCH, NULL, "warnings reject too" },                                                            \
        { "baseline", FLAG_TEXT, "FILE", "findings listed there are known: they don't reject" },                       \
    {                                                                                                                  \
        "jobs", FLAG_NUMBER, "N", "files checked at once (default: the CPUs of this machine)"                          \
    }

struct pipelines_found;

struct judged {
    const struct args *args;
    const struct project *project;
    const struct fs *fs;
    struct deployed_window deployed;
    struct own_rules own; /* the team's own, where judged_open read them */
    struct rule_settings settings;
    struct findings findings; /* sorted once the tree is loaded */
    bool loaded;              /* tree and verdict are there */
    struct prow_tree tree;
    struct pipeline_counts pipelines;
    struct linked *linked;                       /* the other side of the link to Prow; NULL where none was opened */
    struct rollout *rollout;                     /* of pipelines: filled where whoever compares gave one; else NULL */
    const struct pipelines_found *found;         /* what is known of pipelines already; NULL: they are judged */
    const struct deployed_component *components; /* what runs: of Prow's, and who reads pipelines */
    size_t component_count;
    bool compared;       /* with what runs: whether its jobs are all gone is asked there */
    bool acting;         /* somebody acts on it with nothing to compare it with: seal, the first run of the gate */
    struct str notes[3]; /* for the report */
    size_t note_count;
    enum verdict verdict;
};

/* For whoever knows the versions and the rules otherwise, and fills them in; all that is given outlives j. */
void judged_begin(struct judged *j, const struct args *args, const struct project *project, const struct fs *fs);
/* Finds the versions that the tree is judged by, and what the project says of rules. All that is given outlives j.
 * False with a complaint on stderr: nothing can be decided. */
bool judged_open(struct judged *j, struct arena *arena, const struct args *args, const struct project *project,
                 const struct fs *fs);
/* The same where own rules that are not understood are left out, and *left_out says so: for who shows as much as there is. */
bool judged_open_leniently(struct judged *j, struct arena *arena, const struct args *args, const struct project *project,
                           const struct fs *fs, bool *left_out);
/* Every file is to be read by a second reader too, and what the two see compared (rule read-twice). Between judged_open
 * and judged_load. */
void judged_read_twice(struct judged *j);
/* Loads the tree through fs (the one of judged_open, or one around it), runs every rule, applies silences and baseline.
 * wish may be NULL. False with a complaint on stderr: a bad --jobs, a baseline that can't be read or written. */
bool judged_load(struct judged *j, const struct fs *fs, const struct load_wish *wish);
/* The second half of judged_load, for whoever keeps a tree loaded: adds what own rules, pipelines and the run itself say to
 * what loading found, applies silences and baseline, and sorts. False as above. */
bool judged_complete(struct judged *j, const struct fs *fs, struct prow_tree *tree, struct findings *findings);
/* The report of a loaded tree; text and numbers but for the time. */
struct report judged_report(const struct judged *j);
void judged_free(struct judged *j);

/* Files read at once, by --jobs; 0 with a complaint when that is out of range. */
unsigned judged_threads(const struct args *args);

#endif
