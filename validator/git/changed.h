/* git_changed: which files differ between where a branch left another and its last commit, as
 * `git diff --name-only $(git merge-base SINCE HEAD)..HEAD` lists them. */
#ifndef GIT_CHANGED_H
#define GIT_CHANGED_H

#include "git/store.h"

/* Paths below the folder prefix ("" or "a/b"), without it; a renamed file by both names. In the arena. False with a
 * reason where the two can't be compared. */
bool git_changed(struct git_store *s, struct arena *a, struct str since, struct str prefix, struct str **paths,
                 size_t *count, struct str *reason);

/* The path of the folder that the store was opened from, below the root of the working tree; empty at the root. */
struct str git_changed_prefix(struct git_store *s, struct arena *a, const char *folder);
/* The main branch of the remote called upstream, or else of the one at url: "refs/remotes/origin/main"; empty where there
 * is none. */
struct str git_changed_main(struct git_store *s, struct arena *a, struct str url);

#endif
