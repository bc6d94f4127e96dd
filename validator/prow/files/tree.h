/* tree: a whole Prow configuration, loaded as Prow loads it. Files are read by several workers, checked by the rules
 * while they are at hand, and forgotten; what stays is the main file, the files that hold presets, and a summary of
 * every job. Mirrors config.Load (fact sheet 0.1, 1.1 to 1.6). */
#ifndef PROW_FILES_TREE_H
#define PROW_FILES_TREE_H

#include "base/fs.h"
#include "prow/files/facts.h"
#include "prow/files/jobtree.h"
#include "prow/jobs/job.h"
#include "rule/runner.h"
#include "rule/silence.h"

/* A repository whose own .prow.yaml or .prow/ is checked too. */
struct inrepo_source {
    struct str repo; /* org/repo, or a Gerrit URL */
    struct str path; /* its checkout, below the root */
};

/* Which files make up the configuration; paths relative to the root of the tree, empty where there is none. */
struct prow_paths {
    struct str config, jobs, plugins;
    struct str config_suffix, plugins_suffix; /* of supplemental files; NULL for Prow's defaults */
    struct str *supplemental_config, *supplemental_plugins;
    size_t supplemental_config_count, supplemental_plugins_count;
    struct inrepo_source *inrepo;
    size_t inrepo_count;
    bool inrepo_by_checkconfig; /* read as checkconfig reads --prow-yaml-path, not as hook does */
    /* People are told of them: what Prow passes over is read too (the second file of a name), and what never reaches it is
     * weighed as that. Not for the drop-in, which says what checkconfig says. */
    bool for_people;
    bool central; /* config is another tree's, which others keep (--central) */
    struct fact_paths facts;
    /* Annotations that every job must have (checkconfig --required-job-annotations). */
    struct str *required_annotations;
    size_t required_annotation_count;
};

/* The presubmits or the postsubmits of one repo, in Prow's order: main file first, then job files in walk order; the
 * repo's own jobs stand before those when it was checked too. Periodics form one group with an empty repo. */
struct job_group {
    enum job_kind kind;
    struct str repo;
    const struct job_summary **jobs;
    size_t count, cap;
    struct fingerprint print; /* of the files that its jobs come from, where a store knows them (begin_part) */
    size_t outlined; /* further ones that are known by their number only, where a load_wish does without them */
};

/* A repo that presubmits or postsubmits of central configuration name without a job below: no group has it, but it is
 * configured for checkconfig. */
struct bare_repo {
    enum job_kind kind;
    struct str repo;
    struct place at; /* the key */
};

/* One of the files that were read, and what is kept of it. */
struct tree_input {
    struct str path; /* relative to the root */
    enum prow_role role;
    const struct prow_file *file; /* NULL for one that did not stay in memory; it may be broken */
    const struct job_summary *jobs;
    size_t job_count;
    const struct bare_repo *bare;
    size_t bare_count;
};

struct branch_protection;
struct joined_queries;
struct name_index;

/* What several rules read of the settings, once it was read for one of them; in the tree's scratch memory. */
struct kept_for_rules {
    struct branch_protection *policy; /* branch_protection_read */
    struct joined_queries *queries;   /* joined_queries_read */
};

struct prow_tree {
    struct arena arena;    /* everything below */
    struct arena *scratch; /* for tree rules */
    const struct fs *fs;
    struct summary_store *store; /* load_wish.store, where it is used */
    struct prow_paths paths;
    struct prow_config config;
    struct preset *presets; /* in the order in which Prow merges them */
    size_t preset_count, preset_cap;
    struct jobtree *walks; /* every folder that was walked */
    size_t walk_count;
    struct job_group **groups;
    size_t group_count, group_cap;
    struct bare_repo *bare;
    size_t bare_count, bare_cap;
    struct facts facts;
    struct silences silences;
    struct patterns *patterns;     /* for tree rules, which one thread runs */
    struct name_index *names;      /* for them too: ask through names_seen (prow/index/names.h) */
    const struct prow_tree *whole; /* this one, where a rule sees parts of it alone */
    struct kept_for_rules *kept_for_rules;
    struct map *on_branch;   /* for them too: what branch_contexts_read found, in scratch */
    size_t files, bytes;     /* read */
    size_t broken;           /* of them, those that could not be read whole: unreadable, no YAML, wrong types */
    struct kept_file **kept; /* files that stay in memory */
    bool *borrowed;          /* of each of them: it is another tree's */
    struct item *items;      /* the files, in the order of prow_inputs */
    size_t kept_count;
    size_t jobs[3];     /* by enum job_kind, central configuration only */
    size_t own_jobs[3]; /* those of the repositories themselves */
};

struct outline;
struct outline_cache;
struct prow_inputs;
struct summary_store;

/* How much of a file a comparison needs. */
enum file_use {
    FILE_JUDGED,   /* all of it, and rules look at it */
    FILE_READ,     /* all of it */
    FILE_OUTLINED, /* of a job file: for which repos it holds how many jobs, unless it turns out to be wanted */
};

/* What a caller wants of a tree beyond the findings of its rules, and what it can do without. A zeroed one wants
 * nothing and does without nothing. */
struct load_wish {
    bool detail;         /* job_summary.detail of every job */
    bool words_of_today; /* refusals in the words of a Go of today, whichever Go the versions were built with */
    const struct prow_inputs *inputs; /* the tree's files, where they are found already */
    const enum file_use *use;         /* of each of the inputs; NULL: all are judged */
    /* Whether an outlined file is wanted after all. Several threads call it. */
    bool (*wants)(const void *context, const struct outline *o);
    /* Whether the fingerprints in the detail of a job of a file that is not judged are wanted; NULL: they are. */
    bool (*wants_prints)(const void *context, const struct job *j);
    const void *context;
    /* What is known of files by the ids that git has for their bytes; what is learnt of outlined ones is added. NULL:
     * nothing is. */
    struct outline_cache *outlines;
    /* A tree loaded before, which lives longer, and for each of the inputs the place of the same bytes among its own,
     * or SIZE_MAX: such a file is taken from there. Presets and defaults of both trees are the same. */
    const struct prow_tree *lender;
    const size_t *lent;
    /* What is kept of files from one load to the next, by the ids that fs gives to their bytes; NULL, or a fs that has
     * none: nothing is. The store outlives the tree and all findings. */
    struct summary_store *store;
    /* With store: another number whenever a file that Prow does not read may have come, gone or changed; 0: nobody knows. */
    uint64_t outside;
};

/* Loads, and runs every file, job and tree rule on the way; findings go to out. threads 0 counts as 1. The tree
 * always comes out usable, however broken the input; what could not be read is a finding of a rule that says
 * "undecided". */
void prow_tree_load(struct prow_tree *t, const struct fs *fs, const struct prow_paths *paths,
                    const struct rule_settings *settings, unsigned threads, struct findings *out);
/* The same, with what the wish says on top. */
void prow_tree_load_for(struct prow_tree *t, const struct fs *fs, const struct prow_paths *paths,
                        const struct rule_settings *settings, unsigned threads, const struct load_wish *wish,
                        struct findings *out);
void prow_tree_free(struct prow_tree *t);

/* Reports that a search gave up (patterns.gave_up): loading does so of its own searches, whoever searches later of
 * those. What rules made of it leaves open what they are about. */
void searches_report(const struct rule_settings *settings, struct findings *out);

/* The n-th file of a role among those that stay in memory (main file, supplemental files, plugin files; of job files
 * only those with presets), in the order in which Prow reads them; NULL past the last. It may be broken: then its tape
 * has no root. For tree rules. */
const struct prow_file *prow_tree_file(const struct prow_tree *t, enum prow_role role, size_t n);

/* begin_part for a repository or another name, and the only jobs that count for it; NULL for none. */
bool tree_part(struct check *c, const struct job_group *jobs, struct str name);

/* How many files were read, and the i-th of them in the order in which Prow reads them, those of repositories
 * themselves last. */
size_t prow_tree_inputs(const struct prow_tree *t);
struct tree_input prow_tree_input(const struct prow_tree *t, size_t i);

/* Sets of earlier jobs of a group that share something with a later one, without comparing all with all. */
typedef struct str job_key(const struct job_summary *s);
/* For each job of the group, the nearest earlier one with an equal key, or SIZE_MAX; follow the array to go further
 * back. In the arena, group->count entries. */
size_t *job_group_chain(struct arena *a, const struct job_group *g, job_key *key);

#endif
