/* load: what the two rounds of loading share (prow/files/load.c, prow/files/load_first.c); nobody else includes it. */
#ifndef PROW_FILES_LOAD_H
#define PROW_FILES_LOAD_H

#include "prow/files/outline_cache.h"
#include "prow/files/summary.h"
#include "prow/files/typed.h"

/* One file of the job tree and what is left of it. */
struct item {
    struct str path;
    size_t size; /* bytes; orders the second round, largest first */
    enum prow_role role;
    struct str repo; /* of a .prow.yaml */
    struct kept_file *kept;
    enum file_use use;
    const struct item *same;       /* the lender's, where it has the same bytes */
    const struct outline *outline; /* all that is wanted of the file; else NULL */
    const struct outline *seen;    /* of a file that was outlined, also where it turned out to be wanted whole */
    struct outline_entry *learnt;  /* for load_wish.outlines, or NULL */
    struct buf held;               /* its bytes until the second round, where reading is dear; else empty */
    bool known;                    /* to the store, by its id */
    struct blob_id id;
    struct fingerprint print;     /* of what it is, where it is known: bytes, path, role */
    bool from_store;              /* kept comes from there */
    bool plain;                   /* the store knows that it holds no presets */
    struct fingerprint key;       /* of its summary, where it is known */
    bool recalled;                /* the summary comes from the store */
    struct file_summary *summary; /* NULL where the outline is enough, and of what is the lender's */
};

struct worker {
    struct arena file_arena; /* reset for every file */
    struct arena lasting;    /* summaries and texts that stay */
    struct prow_buffers buffers;
    size_t held; /* bytes of items */
    struct patterns patterns;
};

struct load {
    struct prow_tree *tree;
    const struct rule_settings *settings;
    const struct load_wish *wish;
    struct summary_store *store;                    /* NULL where nothing is kept from one load to the next */
    struct fingerprint rules_print, facts_print;    /* of rules, versions and paths; of facts at hand */
    struct fingerprint judged_by;                   /* and of what the main file gives and facts say: all but presets */
    struct fingerprint presets_print, givers_print; /* of what presets give; of the files that give anything */
    struct rule_runs runs;
    struct typed_window typed;
    struct preset_index presets; /* of the tree */
    struct item *items;
    size_t count;
    struct item **order; /* largest first */
    struct worker *workers;
    unsigned threads;
};

/* Whether jobs below another's run_after_success count: in some of the deployed versions they do. */
bool load_follows_success(const struct load *l);
bool load_holds_presets(const struct prow_file *f);
/* Names the limits that files and rules ran into (prow/files/load_limits.c). */
void load_report_limits(const struct load *l, struct findings *out);

/* Reads and parses a file that stays, or finds it in the store. */
struct kept_file *load_keep(struct load *l, const struct item *item);
/* Asks what the store knows of the file (prow/files/load_recall.c). */
void load_identify(struct load *l, struct item *item);
/* A file that stays, from the store; NULL where it has to be read. */
struct kept_file *load_recall_kept(struct load *l, struct item *item);
/* What all summaries of this load are made of beside their files, once main file and presets are there. */
void load_judged_by(struct load *l);
/* The item's summary from the store; false where it has to be made. */
bool load_recall_summary(struct load *l, struct item *item);
/* What others may see of the item, once its summary is made, where a store is used. Several threads may call it, for
 * different items. */
void load_print(struct load *l, size_t i);
/* What stands for the item's jobs as rules see them. */
struct fingerprint load_jobs_print(const struct load *l, const struct item *item);
/* Rules with tree, each on its parts of the tree, or what they are known to find (prow/files/load_tree_rules.c). */
void load_run_tree_rules(struct load *l, struct findings *out);
/* After the rounds, one thread: what was made goes to the store. */
void load_remember(struct load *l);

/* The first round, of the item at i: which files may hold presets, and which are wanted whole. */
void load_look_into(void *load, unsigned worker, size_t i);
/* After it: what was learnt of outlined files goes to load_wish.outlines. One thread. */
void load_keep_learnt(struct load *l);

#endif
