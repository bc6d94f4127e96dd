#include "source/retry.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <time.h>

static int64_t monotonic(void *context)
{
    (void)context;
    return clock_ns();
}

static int64_t seconds_now(void *context)
{
    (void)context;
    return (int64_t)time(NULL);
}

/* A signal may end ppoll early: then the rest is waited for. */
static bool wait_for(void *context, int64_t ns, int cancel)
{
    int64_t end, left = ns;

    if (ns < 0 || __builtin_add_overflow(monotonic(context), ns, &end))
        end = INT64_MAX;
    do {
        struct pollfd fd = { cancel, POLLIN, 0 };
        struct timespec t = { (time_t)(left / CLOCK_SECOND), (long)(left % CLOCK_SECOND) };
        int n = ppoll(&fd, cancel >= 0, &t, NULL);
        if (n > 0 || (n < 0 && errno != EINTR))
            return false;
        left = end - monotonic(context);
    } while (left > 0);
    return true;
}

const struct retry_clock retry_system_clock = { monotonic, seconds_now, wait_for, NULL };

void retry_begin(struct retry *r, const struct retry_policy *policy, const struct retry_clock *clock)
{
    *r = (struct retry){ policy, clock, clock->now(clock->context), 0 };
}

int64_t retry_elapsed(const struct retry *r)
{
    return r->clock->now(r->clock->context) - r->started;
}

int64_t retry_left(const struct retry *r)
{
    int64_t left = r->policy->deadline - retry_elapsed(r);

    return left > 0 ? left : 0;
}

/* initial, doubled once for each attempt after the first, up to most. */
static int64_t backoff(const struct retry *r)
{
    int64_t wait = r->policy->initial;

    for (unsigned i = 1; i < r->attempts && wait < r->policy->most; i++)
        wait = wait > INT64_MAX / 2 ? INT64_MAX : wait * 2;
    return wait < r->policy->most ? wait : r->policy->most;
}

enum retry_answer retry_next(const struct retry *r, int64_t asked, int64_t *wait)
{
    int64_t own = backoff(r);

    *wait = asked > own ? asked : own;
    if (r->attempts >= r->policy->attempts)
        return RETRY_EXHAUSTED;
    return *wait >= retry_left(r) ? RETRY_DEADLINE : RETRY_AGAIN;
}
