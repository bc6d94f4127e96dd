/* issue: why an expression was refused, with the place inside of it. */
#ifndef CEL_ISSUE_H
#define CEL_ISSUE_H

#include "base/arena.h"

enum cel_stage { CEL_STAGE_PARSE, CEL_STAGE_CHECK, CEL_STAGE_PROGRAM, CEL_STAGE_EVAL };

/* No place: a limit, not a part of the expression. */
#define CEL_NOWHERE UINT32_MAX

struct cel_issue {
    uint32_t offset;    /* bytes from the start of the expression, or CEL_NOWHERE */
    int32_t line;       /* from 1; -1 for nowhere */
    uint32_t column;    /* from 1, in code points; 0 for nowhere */
    struct str message; /* cel-go's words; those of syntax errors follow ANTLR's */
};

struct cel_issues {
    enum cel_stage stage;
    struct cel_issue *items; /* in order of place */
    size_t count, cap;
};

/* Adds one; line and column are computed from the text. */
void cel_issue_add(struct cel_issues *list, struct arena *a, struct str text, uint32_t offset, struct str message);
void cel_issue_addf(struct cel_issues *list, struct arena *a, struct str text, uint32_t offset, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* By place, as cel-go prints them; those at one place stay in the order in which they were added. */
void cel_issues_sort(struct cel_issues *list);

#endif
