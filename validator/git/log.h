/* git_log: the messages of the commits between two revisions, newest first. */
#ifndef GIT_LOG_H
#define GIT_LOG_H

#include "git/store.h"

struct git_message {
    struct str commit;  /* "commit 1a2b3c4", the first seven digits of its id */
    struct str author;  /* "Ann <ann@example.com>" */
    struct str message; /* whole */
};

/* What `git log SINCE..UNTIL` lists: the commits that lead to until and not to since; revisions as git rev-parse takes
 * them. Texts and array live in the arena. At most most of them: more are an error, like a commit that is missing (a
 * shallow clone) or revisions that share no history. False with the reason, in the arena, in words for a user. */
bool git_log(struct git_store *s, struct arena *a, struct str since, struct str until, size_t most,
             struct git_message **messages, size_t *count, struct str *reason);

#endif
