/* When a schedule is active, on the proleptic Gregorian calendar in UTC. */
#include "syntax/cron/cron.h"

#include "syntax/scalar/calendar.h"

enum { DAY = 86400, YEARS_AHEAD = 5, WEEKS = 14, CYCLE = 29 * 366 };

struct when {
    struct date date;
    int weekday; /* 0 is Sunday */
};

static struct when when_of(int64_t day)
{
    return (struct when){ calendar_date(day), (int)(day + 4 - calendar_floor_div(day + 4, 7) * 7) };
}

static void step_day(struct when *w)
{
    struct date *d = &w->date;

    w->weekday = (w->weekday + 1) % 7;
    if (d->day++ < calendar_days_in(d->year, d->month))
        return;
    d->day = 1;
    if (d->month++ < 12)
        return;
    d->month = 1;
    d->year++;
}

static bool has(uint64_t bits, int n)
{
    return bits >> n & 1;
}

/* Day and weekday must both fit where one of them is a star; else one of them is enough. */
static bool day_matches(const struct cron *c, const struct when *w)
{
    bool day = has(c->day, w->date.day), weekday = has(c->weekday, w->weekday);

    if (!has(c->month, w->date.month))
        return false;
    return (c->day | c->weekday) & CRON_STAR ? day && weekday : day || weekday;
}

/* The first value not below n, or -1. */
static int bit_from(uint64_t bits, int n)
{
    bits &= ~CRON_STAR;
    for (; n < 63; n++)
        if (has(bits, n))
            return n;
    return -1;
}

/* The first activation in a day that is not before second n of it, or -1. */
static int64_t second_from(const struct cron *c, int64_t n)
{
    int hour = (int)(n / 3600), minute = (int)(n / 60 % 60), second = (int)(n % 60), h, m, s;

    h = bit_from(c->hour, hour);
    if (h != hour)
        minute = second = 0;
    m = h < 0 ? -1 : bit_from(c->minute, minute);
    s = bit_from(c->second, m == minute ? second : 0);
    if (h >= 0 && m >= 0 && s < 0) {
        m = bit_from(c->minute, m + 1);
        s = bit_from(c->second, 0);
    }
    if (h >= 0 && m < 0) {
        h = bit_from(c->hour, h + 1);
        m = bit_from(c->minute, 0);
        s = bit_from(c->second, 0);
    }
    return h < 0 || m < 0 || s < 0 ? -1 : h * INT64_C(3600) + m * 60 + s;
}

bool cron_next(const struct cron *c, int64_t after, int64_t *next)
{
    int64_t day = calendar_floor_div(after + 1, DAY), within = after + 1 - day * DAY, second;
    struct when w;
    int64_t last_year;

    if (c->every_ns) {
        *next = after + c->every_ns / 1000000000;
        return true;
    }
    w = when_of(day);
    last_year = w.date.year + YEARS_AHEAD;
    for (; w.date.year <= last_year; step_day(&w), day++, within = 0) {
        second = day_matches(c, &w) ? second_from(c, within) : -1;
        if (second < 0)
            continue;
        *next = day * DAY + second;
        return true;
    }
    return false;
}

/* The shortest step between values of one field, and how far they lie apart in all. */
struct spread {
    int first, last, step; /* step 0: only one value */
};

static bool spread_of(uint64_t bits, struct spread *s)
{
    *s = (struct spread){ .first = bit_from(bits, 0), .last = -1 };
    for (int n = s->first, next; n >= 0; n = next) {
        next = bit_from(bits, n + 1);
        s->last = n;
        if (next >= 0 && (s->step == 0 || next - n < s->step))
            s->step = next - n;
    }
    return s->first >= 0;
}

/* The fewest days from one day of the schedule to the next, 0 when there are not two. Weekdays alone
 * repeat after a week; with dates the pattern repeats after 28 years, wherever no century breaks it. */
static int64_t day_step(const struct cron *c)
{
    int64_t most = c->day & c->month & CRON_STAR ? WEEKS : CYCLE, last = -1, step = 0;
    struct when w = when_of(0);

    for (int64_t day = 0; day < most && step != 1; day++, step_day(&w)) {
        if (!day_matches(c, &w))
            continue;
        if (last >= 0 && (step == 0 || day - last < step))
            step = day - last;
        last = day;
    }
    return step;
}

static int64_t shorter(int64_t best, int64_t other)
{
    return best == 0 || other < best ? other : best;
}

int64_t cron_shortest_interval(const struct cron *c)
{
    struct spread s, m, h;
    int64_t best = 0, minute, hour, days;

    if (c->every_ns)
        return c->every_ns / 1000000000;
    if (!spread_of(c->second, &s) || !spread_of(c->minute, &m) || !spread_of(c->hour, &h))
        return 0;
    days = day_step(c);
    if (days == 0)
        return 0;
    minute = s.last - s.first;
    hour = (m.last - m.first) * INT64_C(60) + minute;
    if (s.step)
        best = shorter(best, s.step);
    if (m.step)
        best = shorter(best, m.step * INT64_C(60) - minute);
    if (h.step)
        best = shorter(best, h.step * INT64_C(3600) - hour);
    return shorter(best, days * DAY - ((h.last - h.first) * INT64_C(3600) + hour));
}
