#include "syntax/scalar/http_date.h"

#include "syntax/scalar/calendar.h"

#include <string.h>

static const char *const MONTHS[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", NULL };
static const char *const DAYS[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", NULL };
static const char *const LONG_DAYS[] = { "Sunday",   "Monday", "Tuesday",  "Wednesday",
                                         "Thursday", "Friday", "Saturday", NULL };

struct moment_parts {
    struct date date;
    int64_t hour, minute, second;
};

static bool take(struct str *in, struct str what)
{
    if (!str_starts(*in, what))
        return false;
    *in = str_from(*in, what.len);
    return true;
}

/* Which of the names stands next, from 0; -1 for none. */
static int take_name(struct str *in, const char *const *names)
{
    for (int i = 0; names[i]; i++)
        if (take(in, str_c(names[i])))
            return i;
    return -1;
}

/* Exactly so many digits. */
static bool take_number(struct str *in, size_t digits, int64_t *n)
{
    if (in->len < digits)
        return false;
    *n = 0;
    for (size_t i = 0; i < digits; i++) {
        if (in->p[i] < '0' || in->p[i] > '9')
            return false;
        *n = *n * 10 + (in->p[i] - '0');
    }
    *in = str_from(*in, digits);
    return true;
}

static bool take_month(struct str *in, struct moment_parts *m)
{
    int month = take_name(in, MONTHS);

    m->date.month = month + 1;
    return month >= 0;
}

static bool take_day(struct str *in, size_t digits, struct moment_parts *m)
{
    int64_t day;

    if (!take_number(in, digits, &day))
        return false;
    m->date.day = (int)day;
    return true;
}

static bool take_time(struct str *in, struct moment_parts *m)
{
    return take_number(in, 2, &m->hour) && take(in, STR(":")) && take_number(in, 2, &m->minute) &&
           take(in, STR(":")) && take_number(in, 2, &m->second);
}

/* "Sun, 06 Nov 1994 08:49:37 GMT" */
static bool fixed_form(struct str in, struct moment_parts *m)
{
    return take_name(&in, DAYS) >= 0 && take(&in, STR(", ")) && take_day(&in, 2, m) && take(&in, STR(" ")) &&
           take_month(&in, m) && take(&in, STR(" ")) && take_number(&in, 4, &m->date.year) &&
           take(&in, STR(" ")) && take_time(&in, m) && str_eq(in, STR(" GMT"));
}

/* "Sunday, 06-Nov-94 08:49:37 GMT": the year comes without its century. */
static bool short_form(struct str in, struct moment_parts *m)
{
    return take_name(&in, LONG_DAYS) >= 0 && take(&in, STR(", ")) && take_day(&in, 2, m) &&
           take(&in, STR("-")) && take_month(&in, m) && take(&in, STR("-")) &&
           take_number(&in, 2, &m->date.year) && take(&in, STR(" ")) && take_time(&in, m) &&
           str_eq(in, STR(" GMT"));
}

/* "Sun Nov  6 08:49:37 1994": C's asctime. */
static bool asctime_form(struct str in, struct moment_parts *m)
{
    if (take_name(&in, DAYS) < 0 || !take(&in, STR(" ")) || !take_month(&in, m) || !take(&in, STR(" ")))
        return false;
    return (take(&in, STR(" ")) ? take_day(&in, 1, m) : take_day(&in, 2, m)) && take(&in, STR(" ")) &&
           take_time(&in, m) && take(&in, STR(" ")) && take_number(&in, 4, &m->date.year) && in.len == 0;
}

/* A leap second is a legal one. */
static bool exists(const struct moment_parts *m)
{
    return m->date.day >= 1 && m->date.day <= calendar_days_in(m->date.year, m->date.month) && m->hour < 24 &&
           m->minute < 60 && m->second <= 60;
}

static void add_century(struct moment_parts *m, int64_t now)
{
    enum { DAY = 24 * 3600, YEARS_AHEAD = 50 };
    int64_t year = calendar_date(calendar_floor_div(now, DAY)).year;

    m->date.year += year - year % 100;
    if (m->date.year > year + YEARS_AHEAD)
        m->date.year -= 100;
}

bool http_date_parse(struct str in, int64_t now, int64_t *seconds)
{
    struct moment_parts m = { 0 };

    if (short_form(in, &m))
        add_century(&m, now);
    else if (!fixed_form(in, &m) && !asctime_form(in, &m))
        return false;
    if (!exists(&m))
        return false;
    *seconds = calendar_day(m.date) * 24 * 3600 + m.hour * 3600 + m.minute * 60 + m.second;
    return true;
}
