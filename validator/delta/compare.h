/* compare: two trees loaded for what lies between them. AFTER is judged by what keeps deployed Prow from loading it
 * (rules that are facts), and nothing else of it: what only a full check sees is for `prowgate check`. */
#ifndef DELTA_COMPARE_H
#define DELTA_COMPARE_H

#include "delta/ack.h"
#include "delta/cut.h"
#include "delta/delta.h"
#include "delta/plan.h"

/* One of the two trees. Everything lives as long as the comparison. */
struct compare_source {
    struct str name; /* as the user gave it */
    const struct fs *fs;
    struct prow_paths paths;
    bool committed; /* comes from a commit, so that no file of it is there by half */
    bool resolved; /* defaults and presets were applied before it was written: see delta_side */
    bool one_file; /* its form is one whole file: see delta_side */
    struct outline_cache *outlines; /* of AFTER: see load_wish; NULL for none */
};

struct comparison {
    struct plan plan;
    struct prow_tree before, after;
    struct delta_side old, now;
    struct delta delta; /* only with comparable */
    struct findings problems; /* of BEFORE: what could not be read there */
    /* Both sides were read whole. Where one was not, jobs seem to be gone that are only not seen: then there is no
     * delta, and nothing may be said of retirements. */
    bool comparable;
    /* Both were read, but AFTER looks like a tree that was synced by half (tree-shrank with files missing or cut off,
     * all-presubmits-vanished): then nothing is said of retirements either, there is a delta, and nobody may act on
     * it. */
    bool doubtful;
};

/* The settings for a comparison: the rules of s that are facts, that say what could not be looked at, or that compare;
 * all others off. The table lives in the arena. */
struct rule_settings compare_settings(struct arena *a, const struct rule_settings *s);

/* Loads both and compares. Findings about AFTER, those of delta rules among them, go to out. settings are those of
 * compare_settings. acks are what somebody acknowledged, or NULL. Freed with compare_free. */
void compare_trees(struct comparison *c, const struct compare_source *before, const struct compare_source *after,
                   const struct rule_settings *settings, struct acks *acks, unsigned threads, struct findings *out);
void compare_free(struct comparison *c);

/* Applies the acknowledgements (acks may be NULL) to d, and runs the rules about comparisons over it. cut is the sign
 * of a file of AFTER that was not written to its end. Findings go to out. True where AFTER looks like a tree that was
 * synced by half: then out keeps of these rules only the doubt about the tree itself, and nobody may act on d. */
bool compare_judge(struct delta *d, const struct rule_settings *settings, struct acks *acks,
                   const struct cut_found *cut, struct findings *out);

#endif
