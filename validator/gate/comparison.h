/* comparison: two sides, compared and doubted: what diff shows and the gate acts on. AFTER is judged by what keeps
 * deployed Prow from loading it (rules that are facts), and nothing else of it, unless whoever loaded it wants more. */
#ifndef GATE_COMPARISON_H
#define GATE_COMPARISON_H

#include "delta/delta.h"
#include "delta/open_prs.h"
#include "delta/own_pairs.h"
#include "gate/side.h"

/* Something of what judges a change that AFTER says more mildly than BEFORE. */
struct loosened {
    struct str words;
    bool limit; /* of rules about changes, of facts, or of guards */
};

struct comparison {
    struct side *before, *after;
    const struct own_rules *own; /* the team's, which it sets before comparison_judge; NULL for none */
    /* Both sides were read whole. Where one was not, jobs seem to be gone that are only not seen: then there is no
     * delta, and nothing may be said of retirements. */
    bool comparable;
    /* AFTER may be half of what BEFORE was: nobody may act on the delta. Blind: what it retires is most likely what was
     * not there to be read, so nothing is said of retirements either. */
    bool doubtful, blind;
    struct delta delta; /* only with comparable */
    struct reconciler_flags flags;
    struct loosened *loosened; /* of the project file */
    size_t loosened_count;
    const struct open_prs *open_prs; /* to count what is done to them; NULL where nobody lists them */
    struct findings findings; /* what keeps the sides from being compared, what the change does, doubts; sorted */
    struct plan plan;         /* only with planned: both were loaded by what differs */
    bool planned;
};

/* The settings for a comparison: the rules of s that are facts, that say what could not be looked at, or that compare;
 * all others off. The table lives in the arena. */
struct rule_settings comparison_settings(struct arena *a, const struct rule_settings *s);

/* Loads the sides that are not loaded yet, judged by these settings. What AFTER has in common with BEFORE, in files
 * that did not change, is no finding about it then. Both outlive the comparison. */
void comparison_load(struct comparison *c, struct side *before, struct side *after,
                     const struct rule_settings *settings, unsigned threads);

/* Compares the loaded sides of c, applies the acknowledgements (which may be NULL), runs the rules about changes, and
 * doubts. found has what was found about AFTER alone. acting: see doubt_report. */
void comparison_judge(struct comparison *c, const struct findings *found, const struct rule_settings *settings,
                      struct acks *acks, bool acting);

/* Of a blind comparison, leaves of what the change does only the doubts. */
void comparison_leave_doubt(struct comparison *c);

/* Before the sides are freed. */
void comparison_free(struct comparison *c);

#endif
