/* git_bundle: the files of one folder of one commit of somebody else's repository, fetched. */
#ifndef GIT_BUNDLE_H
#define GIT_BUNDLE_H

#include "base/arena.h"

struct git_bundle_file {
    struct str name; /* in the folder */
    struct str bytes;
};

struct git_bundle {
    const char *url;    /* https, ssh, or file */
    const char *commit; /* 40 hexadecimal digits: what is fetched can be nothing else */
    const char *folder; /* below the root; empty for the root itself */
    bool (*wanted)(struct str name);
    const char *work; /* an empty folder for the objects; stays full of them */
};

/* What a bundle may hold, so that no server fills the disk: files, and bytes of one. */
enum { GIT_BUNDLE_FILES = 1000, GIT_BUNDLE_BYTES = 1 << 20 };
/* What a server may send for it, in bytes, and how long it may take to, in milliseconds. */
enum { GIT_BUNDLE_SENT = 256 << 20, GIT_BUNDLE_MS = 300000 };

/* Fetches the commit, or everything where the server gives no single one, and reads the files that stand directly in the
 * folder, by name. Links are passed over. Everything lives in the arena. False with the reason, in words for a user, also where the
 * server sends more than GIT_BUNDLE_SENT or for longer than GIT_BUNDLE_MS. */
bool git_bundle_fetch(const struct git_bundle *b, struct arena *a, struct git_bundle_file **files, size_t *count,
                      struct str *reason);

#endif
