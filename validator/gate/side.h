/* side: one of the two configurations that are compared, whatever form it was given in, with what it takes to doubt it:
 * which files it has and how they end, whether it proves that it is whole, what kept it from being read. Whoever opened
 * it fills the first part; from then on folder, commit, page behind a URL, ConfigMap and saved state are the same. */
#ifndef GATE_SIDE_H
#define GATE_SIDE_H

#include "delta/plan.h"
#include "delta/side.h"
#include "gate/state.h"
#include "source/fs_ledger.h"

/* A file that was read of it. */
struct side_file {
    struct str path; /* clean */
    uint64_t size;
    bool open_end; /* its last byte is no line end */
    bool aside;    /* the check read it, and Prow does not */
};

/* It points into itself, so it stays where it was opened. */
struct side {
    struct str name;     /* as the user gave it, without a URL's query; lives as long as the side */
    const struct fs *fs; /* NULL for what was saved, which holds no files */
    struct prow_paths paths;
    const struct pipeline_paths *pipelines; /* of deployments; NULL for none */
    const struct state *state;              /* what was saved; NULL for a tree */
    bool resolved;                          /* Prow wrote it, defaults and presets applied */
    bool one_file; /* its form is one file, so that it has fewer files than a tree says nothing */
    bool proven;   /* nothing of it can be missing: a commit, a tree that matches its seal, what was saved after one */
    bool project, acks;             /* it has a project file, an acknowledgement file */
    bool can_have;                  /* its form is a tree of any files, which could have them */
    struct outline_cache *outlines; /* see load_wish; NULL for none */

    /* Once it is loaded. */
    const struct delta_side *jobs; /* NULL until then */
    const struct prow_tree *tree;  /* NULL for what was saved */
    struct findings findings;      /* about this side alone, unless whoever loaded it has them */
    struct side_file *files;       /* ascending by path; where both sides were loaded by a plan, those that differ */
    size_t file_count;
    struct pipeline_counts counted; /* of its pipelines */

    struct arena arena;
    struct fs_ledger ledger;
    bool ledger_open, own_tree;
    struct delta_side made;
    struct prow_tree loaded;
};

/* Makes it the side that was saved, which outlives it; it needs no loading. */
void side_of_state(struct side *s, const struct state *state);

/* The side's tree, noting what is read of it; read through it what side_take is given. */
const struct fs *side_ledger(struct side *s);

/* Loads all of it through its ledger, and judges it by the settings, which are limited to what can be said of a side
 * that Prow wrote. */
void side_load(struct side *s, const struct rule_settings *settings, unsigned threads);
/* The same from a tree that was loaded through side_ledger, with load_wish.detail; the tree outlives the side. */
void side_take(struct side *s, const struct prow_tree *t, const struct window *w);
/* After that: its pipelines, which were judged beside it. The rollout is the side's from then on. */
void side_take_pipelines(struct side *s, const struct rollout *o);
/* Loads both, of which none is saved, by what differs between them; the plan outlives both sides. */
void side_load_both(struct side *before, struct side *after, struct plan *p, const struct rule_settings *settings,
                    unsigned threads);

/* Whether all of it was read; list has what was found. Pipelines that can't be read at all count; that one is refused does
 * not: its steps are known. */
bool side_is_whole(const struct side *s, const struct findings *list);

/* The file of this path, or NULL. */
const struct side_file *side_file(const struct side *s, struct str path);

void side_free(struct side *s);

#endif
