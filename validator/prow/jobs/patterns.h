/* patterns: the regular expressions of a tree, each compiled once by its text. One a worker. */
#ifndef PROW_JOBS_PATTERNS_H
#define PROW_JOBS_PATTERNS_H

#include "syntax/regex/regex.h"

/* A zeroed struct is empty. */
struct patterns {
    struct regex_set set;
    struct regex_scratch scratch;
    struct map valid; /* patterns that were found valid: the same few stand in thousands of jobs */
    size_t searches;  /* that were asked for so far */
    size_t gave_up;   /* searches that were too large to answer, or too many: the run is then undecided */
    uint64_t cost;    /* of searches since patterns_begin; beyond LIMIT_SEARCH_COST none is made */
};

/* Whether pattern matches somewhere in text. One that does not compile matches nothing: a rule of its own says so. */
bool patterns_match(struct patterns *p, struct str pattern, struct str text);
/* Whether Go accepts the pattern; otherwise *e says why, in the memory of p. */
bool patterns_valid(struct patterns *p, struct str pattern, struct regex_error *e);
/* Before a file, or a rule about a tree: what it may cost is its own, whoever was there before. */
void patterns_begin(struct patterns *p);
void patterns_free(struct patterns *p);

#endif
