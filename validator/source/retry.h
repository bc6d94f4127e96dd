/* retry: whether and when to try again. It knows nothing of what is tried. The number of attempts means attempts, a
 * wait that would pass the deadline is not begun, and a wait ends at once when somebody cancels. */
#ifndef SOURCE_RETRY_H
#define SOURCE_RETRY_H

#include "base/str.h"

/* Where time comes from, so that tests need not wait. */
struct retry_clock {
    /* Nanoseconds from some fixed point on, never backwards. */
    int64_t (*now)(void *context);
    /* Seconds since 1970-01-01T00:00:00Z. */
    int64_t (*date)(void *context);
    /* Waits so many nanoseconds; false, at once, when cancel (a descriptor, or -1) can be read, or is closed. */
    bool (*wait)(void *context, int64_t ns, int cancel);
    void *context;
};

/* The real one. */
extern const struct retry_clock retry_system_clock;

/* All times in nanoseconds. */
struct retry_policy {
    unsigned attempts; /* requests at most, the first one counted; at least 1 */
    int64_t initial;   /* wait after the first attempt; doubled after each further one */
    int64_t most;      /* no wait of our own is longer; what a server asks for may be */
    int64_t deadline;  /* of everything, from the first attempt on */
};

struct retry {
    const struct retry_policy *policy;
    const struct retry_clock *clock;
    int64_t started;
    unsigned attempts; /* begun so far */
};

enum retry_answer { RETRY_AGAIN, RETRY_EXHAUSTED, RETRY_DEADLINE };

void retry_begin(struct retry *r, const struct retry_policy *policy, const struct retry_clock *clock);
/* Nanoseconds since retry_begin, and those left to the deadline, 0 when it is over. */
int64_t retry_elapsed(const struct retry *r);
int64_t retry_left(const struct retry *r);
/* After an attempt that failed in a way that can heal: RETRY_AGAIN with the *wait that comes first. asked is what the
 * server wants waited at least, 0 when it wants nothing. */
enum retry_answer retry_next(const struct retry *r, int64_t asked, int64_t *wait);

#endif
