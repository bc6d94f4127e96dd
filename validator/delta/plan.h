/* plan: what of two trees has to be read to compare them. A change touches few files: what is the same on both sides is
 * read once, and parsed only where it holds presets, jobs of a repo that a changed file has jobs of, a periodic of a
 * name that a changed file has, or jobs on which Prow acts whatever changes (prow/jobs/repeats.h); of the rest the jobs are
 * counted. Where the main file, a supplemental file or a preset changed, every job may be another one, and both trees
 * are read whole. */
#ifndef DELTA_PLAN_H
#define DELTA_PLAN_H

#include "base/map.h"
#include "prow/files/inputs.h"

struct plan_side {
    const struct fs *fs;
    const struct prow_paths *paths;
    struct prow_inputs inputs;
    enum file_use *use;             /* of each input */
    struct outline_cache *outlines; /* of AFTER: see load_wish; or NULL */
};

struct plan {
    struct arena arena; /* everything */
    struct plan_side before, after;
    size_t *lent;         /* for each input of before the place of the same bytes in after's, or SIZE_MAX */
    bool *same;           /* of each input of after: before has the same bytes at the same path */
    struct map unchanged; /* paths of those */
    bool whole;
    struct map repos;      /* keys that changed files have jobs of */
    struct map periodics;  /* names of theirs, as fingerprints: two of one name are refused */
    struct map presubmits; /* likewise: what those do is compared with what others of that name do */
};

/* Looks at every file of both sides by its identity, and into those that differ. Freed with plan_free, after the trees
 * that were loaded by it. */
void plan_make(struct plan *p, const struct plan_side *before, const struct plan_side *after, const struct window *w,
               unsigned threads);
void plan_free(struct plan *p);

/* How to load AFTER, and then BEFORE. They live as long as the plan and the tree. */
struct load_wish plan_wish_after(const struct plan *p);
struct load_wish plan_wish_before(const struct plan *p, const struct prow_tree *after);

#endif
