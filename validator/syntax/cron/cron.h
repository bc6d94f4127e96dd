/* cron: the schedules of periodic jobs, as robfig/cron v3.0.1 parses them with Prow's options
 * (SecondOptional | Minute | Hour | Dom | Month | Dow | Descriptor; catalog A.9). */
#ifndef SYNTAX_CRON_CRON_H
#define SYNTAX_CRON_CRON_H

#include "base/arena.h"

/* Set in a field that was "*" or "?". */
#define CRON_STAR ((uint64_t)1 << 63)

struct cron {
    /* Bit n: value n is in the schedule. All 0 for "@every". */
    uint64_t second, minute, hour, day, month, weekday;
    int64_t every_ns;    /* "@every": whole seconds, at least one; else 0 */
    struct str location; /* "Local" unless written; empty for "@every", which has none */
};

enum cron_status {
    CRON_OK,
    CRON_ERROR, /* refused; *error has the library's words */
    CRON_PANIC, /* the library panics: "TZ=" without a space after it */
    /* Names a zone, and this machine has no time zone database to find it in. *error is what the library
     * says on such a machine. */
    CRON_UNDECIDED,
};

/* Parser.Parse. On CRON_OK *out is set; its location is a slice of in. */
enum cron_status cron_parse(struct str in, struct arena *a, struct cron *out, struct str *error);

/* Schedule.Next in UTC, whatever the location: the first activation after a moment, both in seconds since
 * 1970. False when there is none within five years. */
bool cron_next(const struct cron *c, int64_t after, int64_t *next);

/* The shortest time between two activations, in seconds, on a clock that never shifts. 0 when there are
 * not two of them. */
int64_t cron_shortest_interval(const struct cron *c);
/* The longest, likewise. */
int64_t cron_longest_interval(const struct cron *c);

#endif
