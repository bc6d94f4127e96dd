/* fold: what many findings say alike is told once. Findings of one rule in one file whose messages differ in one word
 * are one block and a count; of a rule that has hundreds of blocks all the same, the first are shown. For people only:
 * machines get every finding. */
#ifndef REPORT_FOLD_H
#define REPORT_FOLD_H

#include "rule/finding.h"

/* A finding in the order in which findings are told. */
struct told {
    const struct finding *finding;
    enum severity worst; /* of its file */
    size_t leader;       /* the first that it is like; itself where there is none */
    size_t like;         /* of a leader: how many are like it, itself included */
    size_t next, last;   /* of those: the next one, 0 after the last; of a leader: the last so far */
    bool hidden;         /* told with its leader, or with the rest of its rule */
};

/* So many alike are shown one by one, and so many blocks of one rule. */
enum { FOLD_FROM = 4, FOLD_BLOCKS = 50 };

/* Finds leaders and hides what is told with them; findings of one file stand together. */
void fold_alike(struct told *told, size_t count);

/* What was hidden of a rule beside what is told with its leaders. */
struct fold_rest {
    const struct rule *rule;
    size_t count, files;
    struct str file; /* the last one counted */
};

/* Hides the blocks past the first ones of each rule; the rests, in the order of their first, in the arena. */
size_t fold_rests(struct arena *a, struct told *told, size_t count, struct fold_rest **rests);

#endif
