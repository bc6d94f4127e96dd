/* own_bundle: own rules that are shared: a folder of somebody's repository at one commit. Only `rules fetch` fetches, and
 * writes the files below .prowgate/bundles and their SHA-256 sums into .prowgate/rules.lock; every other command reads
 * those files, and only as the lock has them. */
#ifndef COMMAND_OWN_BUNDLE_H
#define COMMAND_OWN_BUNDLE_H

#include "command/project.h"
#include "syntax/json/value.h"

#define BUNDLE_LOCK ".prowgate/rules.lock"
#define BUNDLE_HOME ".prowgate/bundles"

struct bundle {
    struct str url, commit;
    struct str path; /* the folder in the repository; empty for its root */
    struct str key;  /* the folder below BUNDLE_HOME */
    struct span at;  /* in the project file */
};

/* Whether a folder below BUNDLE_HOME may be called so. */
bool bundle_is_key(struct str name);
/* Whether an entry of own-rules is a bundle. */
bool bundle_is(const struct node *n);
/* Reads one; texts in a. False with a complaint on stderr, with its place. */
bool bundle_parse(struct bundle *b, const struct project *p, const struct node *n, struct arena *a);
/* All of the project's. False with complaints. */
bool bundles_of(const struct project *p, struct arena *a, struct bundle **list, size_t *count);

/* The lock of a tree, freed with json_decref; an empty one where there is none. NULL with a complaint on stderr when it
 * can't be read. */
json_t *bundle_lock_read(const struct fs *fs, struct arena *a);
/* The entry of this bundle, NULL where there is none. */
json_t *bundle_locked(const json_t *lock, const struct bundle *b);

/* A fetched file as the lock has it; false with the reason, in a. */
bool bundle_file_read(const struct fs *fs, const struct bundle *b, const json_t *file, struct buf *bytes,
                      struct arena *a, struct str *path, struct str *reason);
/* Reads the rules of the bundle. False with complaints on stderr: not fetched, or not as it was. */
bool bundle_read_rules(struct own_reader *r, const struct project *p, const struct fs *fs, const struct bundle *b);

#endif
