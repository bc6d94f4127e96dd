/* state: the last known good: what a configuration that passed came to, small enough to keep and whole enough to
 * compare the next one with. The file is
 *
 *     "PGSTATE\n", form (4 bytes), length of what follows (8 bytes), the packed record, SHA-256 of all before it
 *
 * numbers little endian. Whatever is not exactly that is refused, and never taken for "nothing was saved". */
#ifndef GATE_STATE_H
#define GATE_STATE_H

#include "delta/ack.h"
#include "delta/side.h"
#include "gate/seal.h"

/* The form that this program writes, and the newest that it reads; the first says nothing of merging, the second nothing of
 * what jobs mount and of deployment pipelines. */
enum { STATE_OLDEST = 1, STATE_FORMAT = 3, STATE_LARGEST = 256 << 20 };

struct state {
    uint64_t generation;                 /* from 1, one more with each save */
    int64_t time;                        /* when it was saved, seconds since 1970 */
    struct str tool;                     /* "prowgate 0.1.0" */
    struct str name;                     /* of the tree, as the user gave it */
    bool bootstrap;                      /* it was compared with nothing */
    struct str seal;                     /* the digest of the manifest that it matched, 64 digits; empty without one */
    struct deployed_component *deployed; /* what it was judged by; places are not kept */
    size_t deployed_count;
    struct seal_file *files; /* ascending by path; only path, size, sha256, aside and open_end */
    size_t file_count;
    struct {
        size_t added, retired, migrated; /* against the one before it */
    } totals;
    struct str project; /* the text of its project file: what judges the next one */
    struct ack *acks;   /* of a candidate: what somebody meant of it, which holds until it is good */
    size_t ack_count;
    struct delta_side side; /* its arena holds everything above too */
};

/* Appends the file's bytes. */
void state_write(const struct state *s, struct buf *out);

/* Reads a file's bytes, which need not outlive the call; freed with state_free, also after a failure. False with what
 * is wrong with them, in the state's arena: "it is empty", "it is cut off: ...", "it was written by a newer prowgate
 * ...". */
bool state_read(struct state *s, struct str bytes, struct str *error);
/* The same from a file on the disk; on failure nothing is to be freed, and the reason is in the arena. */
bool state_read_file(struct state *s, struct str file, struct arena *a, struct str *error);
void state_free(struct state *s);

#endif
