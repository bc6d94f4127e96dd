/* watch: whether trees changed since they were looked at last, in every form that source.h knows. */
#ifndef COMMAND_WATCH_H
#define COMMAND_WATCH_H

#include "base/fingerprint.h"
#include "command/project.h"
#include "source/fs_ledger.h"

struct watched {
    struct str given; /* a tree, or the path of a file, as the user wrote it */
    bool alone;       /* a path on the disk that no project file belongs to */
    bool slow;        /* a commit or a URL: looked at less often */
    bool own;         /* the command writes there itself: see watch_own */
    bool known;
    int64_t at;                       /* when it was looked at last, nanoseconds */
    struct fingerprint last, written; /* of one that is own, as the command left it */
};

/* Begin with a zeroed one, args, arena and except set. */
struct watch {
    struct arena *arena;     /* outlives it */
    const struct args *args; /* for FETCH_FLAGS */
    const char *except;      /* a folder that the command itself writes to; NULL for none */
    struct watched *items;
    size_t count, cap;
};

/* Watches what was given, too. A folder is watched up to the project file above it. False with a complaint on stderr
 * for what can be read only once: standard input. */
bool watch_add(struct watch *w, struct str given);

/* Watches, too, what an open folder's project names outside of it, and what was read there: absolute paths, and those
 * that lead up and out. read may be NULL. What is watched already stays so. */
void watch_project(struct watch *w, const struct project *p, const struct fs_ledger *read);

/* Watches a folder that the command itself writes to: what it left there, said by watch_settle, counts as unchanged, and
 * what anybody else makes of it as a change. */
void watch_own(struct watch *w, struct str folder);
void watch_settle(struct watch *w);
/* Whether they are as the command left them. */
bool watch_is_settled(const struct watch *w);

/* What all of them are like now. Folders and files are looked at without reading them (stamp.h); a commit at most every
 * ten seconds, what stands at a URL, which has to be fetched, at most once a minute. */
struct fingerprint watch_look(struct watch *w);

#endif
