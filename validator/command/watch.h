/* watch: whether trees changed since they were looked at last, in every form that source.h knows. */
#ifndef COMMAND_WATCH_H
#define COMMAND_WATCH_H

#include "base/fingerprint.h"
#include "command/args.h"

struct watched {
    struct str given; /* a tree, or the path of a file, as the user wrote it */
    bool slow;        /* a commit or a URL: looked at less often */
    bool known;
    int64_t at; /* when it was looked at last, nanoseconds */
    struct fingerprint last;
};

/* Begin with a zeroed one, args and except set. */
struct watch {
    const struct args *args; /* for FETCH_FLAGS */
    const char *except;      /* a folder that the command itself writes to; NULL for none */
    struct watched *items;
    size_t count, cap;
};

/* Watches what was given, too; its text lives as long as the watch. A folder is watched up to the project file above
 * it. False with a complaint on stderr for what can be read only once: standard input. */
bool watch_add(struct watch *w, struct arena *a, struct str given);

/* What all of them are like now. Folders and files are looked at without reading them (stamp.h); a commit at most every
 * ten seconds, what stands at a URL, which has to be fetched, at most once a minute. */
struct fingerprint watch_look(struct watch *w);

#endif
