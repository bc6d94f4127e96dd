/* open_prs: the open pull requests that a user lists, to count which of them a change touches. The file is a JSON list:
 *
 *     [{"repo": "org/repo", "number": 12, "base_branch": "main", "changed_files": ["a.go"],
 *       "draft": false, "mergeable": true}]
 *
 * The last two may be left out. */
#ifndef DELTA_OPEN_PRS_H
#define DELTA_OPEN_PRS_H

#include "delta/delta.h"

struct open_pr {
    struct str repo, base_branch;
    int64_t number;
    struct str *files;
    size_t file_count;
    bool draft, unmergeable; /* GitHub says that it can't be merged; not known counts as mergeable */
};

struct open_prs {
    struct open_pr *list;
    size_t count;
};

/* Reads the list; everything lives in the arena. False with what is wrong, and at which
 * line and column. */
bool open_prs_read(struct open_prs *p, struct arena *a, struct str json, struct str *error);

/* Counts for each action of d the pull requests that status-reconciler would act on (fact sheet 7.3): pulls of each
 * entry, and d->pulls. Who wrote them is not known, nor which statuses they have: it may act on fewer. */
void open_prs_count(struct delta *d, const struct open_prs *p);

#endif
