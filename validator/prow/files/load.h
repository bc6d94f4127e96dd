/* load: what the two rounds of loading share (prow/files/load.c, prow/files/load_first.c); nobody else includes it. */
#ifndef PROW_FILES_LOAD_H
#define PROW_FILES_LOAD_H

#include "prow/files/outline_cache.h"
#include "prow/files/tree.h"
#include "prow/files/typed.h"

/* A file that stays in memory for the whole run: the main file, and those with presets. */
struct kept_file {
    struct prow_file file;
    struct buf bytes;
    struct arena arena;
};

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
    struct str generated;          /* the words of its header that say so; empty for most */
    bool broken;
    bool presets_missed; /* turned out to hold presets when it was parsed */
    struct job_summary *jobs;
    size_t job_count, job_cap;
    struct bare_repo *bare;
    size_t bare_count, bare_cap;
    size_t counts[3];
};

struct worker {
    struct arena file_arena; /* reset for every file */
    struct arena lasting;    /* summaries and texts that stay */
    struct prow_buffers buffers;
    size_t held; /* bytes of items */
    struct findings findings;
    struct silences silences;
    struct patterns patterns;
};

struct load {
    struct prow_tree *tree;
    const struct rule_settings *settings;
    const struct load_wish *wish;
    struct rule_runs runs;
    struct typed_window typed;
    struct item *items;
    size_t count;
    struct item **order; /* largest first */
    struct worker *workers;
    unsigned threads;
};

/* Whether jobs below another's run_after_success count: in some of the deployed versions they do. */
bool load_follows_success(const struct load *l);
bool load_holds_presets(const struct prow_file *f);

/* Reads and parses a file that stays; in the worker's lasting memory. */
struct kept_file *load_keep(struct load *l, struct worker *w, const struct item *item);

/* The first round, of the item at i: which files may hold presets, and which are wanted whole. */
void load_look_into(void *load, unsigned worker, size_t i);
/* After it: what was learnt of outlined files goes to load_wish.outlines. One thread. */
void load_keep_learnt(struct load *l);

#endif
