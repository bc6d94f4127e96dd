/* state_dir: the folder with the last known good, its earlier generations, and the audit log.
 *
 *     state-0000000007.pgstate   one file a generation; the highest number is the last known good
 *     candidate-0000000008.pgstate  what passed and has to prove itself first: never what anything is compared with
 *     acted-0000000008.pgstate      when its consumer was first seen to act on it
 *     refused-0000000008.pgstate    the last one that its consumer contradicted
 *     newest                     which generations were saved, whether they are still there or not (newest.h)
 *     audit.jsonl                every decision (audit.h); what grew beyond AUDIT_ROTATE is audit.jsonl.1 and so on
 *     lock                       held with flock while a gate decides and saves; says who holds it
 *
 * A generation is written to a temporary file, synced, renamed, and the folder synced: after a crash at any point the
 * last known good is the old one or the new one, whole. */
#ifndef GATE_STATE_DIR_H
#define GATE_STATE_DIR_H

#include "gate/audit.h"
#include "gate/decision.h"
#include "gate/newest.h"
#include "gate/state.h"

/* AUDIT_ROTATE: bytes of the log before it is put aside; AUDIT_KEEP: how many of those are kept. */
enum { STATE_KEEP = 5, AUDIT_ROTATE = 8 << 20, AUDIT_KEEP = 4 };

/* A generation that is on its way into the folder. */
struct state_staged {
    char name[64];
    uint64_t generation;
    bool candidate, written, placed; /* a file of another name; a file of its own */
};

struct state_dir {
    struct str path;       /* as the user gave it */
    int fd, lock;          /* -1: not open; lock also where it could not be had */
    uint64_t *generations; /* ascending; of the files that are there */
    size_t count;
    uint64_t *candidates, *refused; /* likewise */
    size_t candidate_count, refused_count;
    struct newest newest; /* as its file says, or, in a folder of before there was one, the audit log */
    bool has_newest;
    struct audit_trace
        trace; /* what the audit log says: of its end where the folder has its newest file, else of all */
    struct state_staged staged;
    struct arena arena;
};

/* Opens the folder, which must exist. With change the lock is taken, waiting at most wait_ms; without, it is only
 * shared where it is there, and nothing is written. False with the reason, in d's arena: no such folder, no permission,
 * or who holds the lock. Closed with state_dir_close, also after a failure. */
bool state_dir_open(struct state_dir *d, struct str path, bool change, unsigned wait_ms, struct str *error);
void state_dir_close(struct state_dir *d);

/* Reads the last known good. EMPTY only when the folder was listed, no generation is there, and the audit log names
 * none; DAMAGED with what is wrong and what to do. detail lives in d's arena. s is freed with state_free when
 * INTACT. */
enum gate_state state_dir_load(struct state_dir *d, struct state *s, struct str *detail);
/* Reads one generation; false with what is wrong, in d's arena. */
bool state_dir_load_generation(struct state_dir *d, uint64_t generation, struct state *s, struct str *error);

/* The number of the next generation: one more than any that is there or was recorded. */
uint64_t state_dir_next(const struct state_dir *d);

/* Saving in three steps, so that what is decided can be told and recorded before it counts. Each is false with the
 * reason, in d's arena; then, or where it shall not be after all, state_dir_take_back leaves what was.
 *
 * Writes s, whose generation is set, under a name that nobody reads: as the last known good, or as a candidate. */
bool state_dir_stage(struct state_dir *d, const struct state *s, bool candidate, struct str *error);
/* Gives it its name. */
bool state_dir_place(struct state_dir *d, struct str *error);
/* From now on it is missed where it is gone; the newest `keep` (at least 1) stay, older ones and older candidates go. */
bool state_dir_settle(struct state_dir *d, unsigned keep, struct str *error);
/* Removes what was staged or placed and is not settled. */
void state_dir_take_back(struct state_dir *d);

/* All three at once. False with the reason, in d's arena: then the last known good is the one before. */
bool state_dir_save(struct state_dir *d, const struct state *s, unsigned keep, struct str *error);

/* The newest candidate that is younger than the last known good; 0 without one. */
uint64_t state_dir_candidate(const struct state_dir *d);
bool state_dir_load_candidate(struct state_dir *d, uint64_t generation, struct state *s, struct str *error);
/* Saves s as a candidate, in the place of older ones. The last known good stays. */
bool state_dir_save_candidate(struct state_dir *d, const struct state *s, struct str *error);
/* Makes the candidate the last known good, by one rename; likewise, that it never becomes that. */
bool state_dir_promote(struct state_dir *d, uint64_t generation, unsigned keep, struct str *error);
bool state_dir_refuse(struct state_dir *d, uint64_t generation, struct str *error);
/* When its consumer was first seen to act on the candidate, in seconds since 1970, not later than now; false where it was
 * not. */
bool state_dir_acted(struct state_dir *d, uint64_t generation, int64_t now, int64_t *when);
bool state_dir_note_acted(struct state_dir *d, uint64_t generation, int64_t now, struct str *error);

/* The audit log, opened for appending; -1 with the reason, in d's arena. */
int state_dir_audit(struct state_dir *d, struct str *error);

#endif
