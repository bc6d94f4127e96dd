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

/* How far values of one field lie apart: the shortest and the longest step between neighbours, and the ends. */
struct spread {
    int first, last, least, most; /* steps of 0: only one value */
};

static bool spread_of(uint64_t bits, struct spread *s)
{
    *s = (struct spread){ .first = bit_from(bits, 0), .last = -1 };
    for (int n = s->first, next; n >= 0; n = next) {
        next = bit_from(bits, n + 1);
        s->last = n;
        if (next < 0)
            break;
        s->least = s->least == 0 || next - n < s->least ? next - n : s->least;
        s->most = next - n > s->most ? next - n : s->most;
    }
    return s->first >= 0;
}

/* The fewest and the most days from one day of the schedule to the next, 0 when there are not two. Weekdays alone
 * repeat after a week; with dates the pattern repeats after 28 years, wherever no century breaks it. */
static void day_steps(const struct cron *c, int64_t *least, int64_t *most)
{
    int64_t days = c->day & c->month & CRON_STAR ? WEEKS : CYCLE, last = -1;
    struct when w = when_of(0);

    *least = *most = 0;
    for (int64_t day = 0; day < days; day++, step_day(&w)) {
        if (!day_matches(c, &w))
            continue;
        if (last >= 0) {
            *least = *least == 0 || day - last < *least ? day - last : *least;
            *most = day - last > *most ? day - last : *most;
        }
        last = day;
    }
}

/* The gaps of a schedule, all in seconds: between seconds of a minute, between minutes of an hour, between hours of a
 * day, and over night. 0 where there is no such gap. */
struct gaps {
    int64_t least[4], most[4];
};

static bool gaps_of(const struct cron *c, struct gaps *g)
{
    int64_t minute, hour, day, least, most;
    struct spread s, m, h;

    if (!spread_of(c->second, &s) || !spread_of(c->minute, &m) || !spread_of(c->hour, &h))
        return false;
    day_steps(c, &least, &most);
    if (least == 0)
        return false;
    minute = s.last - s.first;
    hour = (m.last - m.first) * INT64_C(60) + minute;
    day = (h.last - h.first) * INT64_C(3600) + hour;
    *g = (struct gaps){
        { s.least, m.least ? m.least * INT64_C(60) - minute : 0, h.least ? h.least * INT64_C(3600) - hour : 0,
          least * DAY - day },
        { s.most, m.most ? m.most * INT64_C(60) - minute : 0, h.most ? h.most * INT64_C(3600) - hour : 0,
          most * DAY - day },
    };
    return true;
}

int64_t cron_shortest_interval(const struct cron *c)
{
    int64_t best = 0;
    struct gaps g;

    if (c->every_ns)
        return c->every_ns / 1000000000;
    if (!gaps_of(c, &g))
        return 0;
    for (size_t i = 0; i < 4; i++)
        if (g.least[i] && (best == 0 || g.least[i] < best))
            best = g.least[i];
    return best;
}

int64_t cron_longest_interval(const struct cron *c)
{
    int64_t most = 0;
    struct gaps g;

    if (c->every_ns)
        return c->every_ns / 1000000000;
    if (!gaps_of(c, &g))
        return 0;
    for (size_t i = 0; i < 4; i++)
        most = g.most[i] > most ? g.most[i] : most;
    return most;
}
