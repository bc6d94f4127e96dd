/* silence: "# prowgate: allow RULE -- reason" on a finding's line or the line above. */
#ifndef RULE_SILENCE_H
#define RULE_SILENCE_H

#include "rule/runner.h"

struct silence {
    struct place at; /* the comment, from "prowgate:" to the end of its line */
    struct str rule; /* as written */
    struct str reason;
    const struct rule *known; /* the rule of that id, also a former one; NULL where there is none */
    bool used;
};

struct silences {
    struct arena *arena;
    struct silence *items;
    size_t count, cap;
};

/* Collects the comments of one file. A "#" inside a scalar is no comment: the tape tells. Texts are copied into the
 * arena; file outlives the list. */
void silences_read(struct silences *list, struct arena *arena, struct str file, const struct tape *tape);

/* Appends the comments of from; their texts stay where they are. */
void silences_join(struct silences *list, const struct silences *from);

/* Marks the findings that a comment silences as suppressed, and adds findings about the comments themselves: no
 * reason, unknown rule, a fact that can't be silenced here, nothing silenced. Sorts by file and line. */
void silences_apply(struct silences *list, const struct rule_settings *s, struct findings *findings);

#endif
