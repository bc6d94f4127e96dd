/* audit: every decision of the gate, one JSON object a line, appended and synced. A line that a crash cut off is ended
 * and named by the next one, and never taken for a record. */
#ifndef GATE_AUDIT_H
#define GATE_AUDIT_H

#include "base/buf.h"
#include "gate/decision.h"

#define AUDIT_NAME "audit.jsonl"

/* What a record holds beyond the decision. */
struct audit_more {
    const char *tool;         /* "prowgate 0.1.0" */
    struct str seal;          /* digest of the manifest; empty without one */
    struct str before_digest; /* of the two configurations' files; empty where not known */
    struct str after_digest;
    /* Retirements that somebody said were meant: who, and why; as texts. */
    const struct str *acknowledged;
    size_t acknowledged_count;
};

/* What the log says of saved states. Every record names the generation that was the last known good then, so that the
 * end of a long log is enough. */
struct audit_trace {
    uint64_t generation; /* the highest one that is named; 0 when none is */
    size_t records;
    size_t damaged; /* lines that are no record */
    bool cut;       /* the last line has no end */
};

/* Appends the line of one decision, without its end. */
void audit_line(const struct gate_decision *d, const struct audit_more *more, struct buf *line);

/* The same of a candidate that was confirmed, or contradicted. */
void audit_confirm_line(const char *tool, int64_t time, uint64_t generation, struct str result, struct str detail,
                        struct buf *line);

/* Appends a line to the open log and syncs it. Where the last line was cut off, it is ended first, and *repaired set.
 * False with errno as it is when that fails; then the log is as long as it was. */
bool audit_append(int fd, struct str line, bool *repaired);
/* Makes the log as long as it was, where what was recorded did not come about; errno stays. */
void audit_cut(int fd, int64_t length);

/* Reads the log's bytes. */
struct audit_trace audit_read(struct str bytes);

/* "2026-11-28T12:00:00Z", in the arena. */
struct str audit_time(struct arena *a, int64_t seconds);

#endif
