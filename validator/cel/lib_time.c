/* Parts of timestamps and durations. */
#include "cel/run.h"
#include "cel/time.h"
#include "syntax/scalar/calendar.h"

/* What looking a zone up counts as: its file is read. */
enum { ZONE_STEPS = 2000, DAY = 86400 };

struct local_time {
    struct date date;
    int64_t day;    /* since 1970 */
    int64_t second; /* of the day */
    uint32_t nanos;
};

static bool local_time(struct cel_run *run, const struct cel_value *args, size_t n, struct local_time *l,
                       struct cel_value *out)
{
    int64_t offset = 0;
    struct str error;

    if (n == 2 &&
        (!cel_work(run, ZONE_STEPS) || !cel_zone_offset(run->arena, cel_text(&args[1]), args[0].i, &offset, &error))) {
        cel_fail(run, out, run->stopped ? STR("") : error);
        return false;
    }
    l->day = calendar_floor_div(args[0].i + offset, DAY);
    l->second = args[0].i + offset - l->day * DAY;
    l->date = calendar_date(l->day);
    l->nanos = args[0].n;
    return true;
}

#define PART(function, expression)                                                                                     \
    static void function(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)           \
    {                                                                                                                  \
        struct local_time l;                                                                                           \
        if (local_time(run, args, n, &l, out))                                                                         \
            *out = cel_int(expression);                                                                                \
    }

PART(full_year, l.date.year)
PART(month, l.date.month - 1)
PART(day_of_year, l.day - calendar_day((struct date){ l.date.year, 1, 1 }))
PART(day_of_month, l.date.day - 1)
PART(date, l.date.day)
PART(day_of_week, ((l.day + 4) % 7 + 7) % 7)
PART(hours, l.second / 3600)
PART(minutes, l.second / 60 % 60)
PART(seconds, l.second % 60)
PART(milliseconds, l.nanos / 1000000)

#define SPAN(function, ns)                                                                                             \
    static void function(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)           \
    {                                                                                                                  \
        (void)run;                                                                                                     \
        (void)n;                                                                                                       \
        *out = cel_int(args[0].i / (ns));                                                                              \
    }

SPAN(span_hours, 3600000000000)
SPAN(span_minutes, 60000000000)
SPAN(span_seconds, 1000000000)
SPAN(span_milliseconds, 1000000)

#define BOTH(name, id, function)                                                                                       \
    { name, "timestamp_to_" id, ".timestamp>int", function, NULL },                                                    \
    {                                                                                                                  \
        name, "timestamp_to_" id "_with_tz", ".timestamp,string>int", function, NULL                                   \
    }

const struct cel_decl cel_decls_time[] = {
    BOTH("getFullYear", "year", full_year),
    BOTH("getMonth", "month", month),
    BOTH("getDayOfYear", "day_of_year", day_of_year),
    BOTH("getDayOfMonth", "day_of_month", day_of_month),
    BOTH("getDate", "day_of_month_1_based", date),
    BOTH("getDayOfWeek", "day_of_week", day_of_week),
    BOTH("getHours", "hours", hours),
    { "getHours", "duration_to_hours", ".duration>int", span_hours, NULL },
    BOTH("getMinutes", "minutes", minutes),
    { "getMinutes", "duration_to_minutes", ".duration>int", span_minutes, NULL },
    BOTH("getSeconds", "seconds", seconds),
    { "getSeconds", "duration_to_seconds", ".duration>int", span_seconds, NULL },
    BOTH("getMilliseconds", "milliseconds", milliseconds),
    { "getMilliseconds", "duration_to_milliseconds", ".duration>int", span_milliseconds, NULL },
    { NULL, NULL, NULL, NULL, NULL },
};
