#include "syntax/scalar/calendar.h"

#include <stdbool.h>

/* The calendar repeats after 400 years, which are this many days. */
enum { CYCLE_YEARS = 400, CYCLE_DAYS = 400 * 365 + 97, EPOCH_YEAR = 1970 };

int64_t calendar_floor_div(int64_t n, int64_t by)
{
    return n / by - (n % by < 0);
}

static bool leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int calendar_days_in(int64_t year, int month)
{
    static const int DAYS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return DAYS[month - 1] + (month == 2 && leap(year));
}

/* Days from 1970-01-01 to the first of January. */
static int64_t day_of_year(int64_t year)
{
    int64_t before = year - 1,
            leaps = calendar_floor_div(before, 4) - calendar_floor_div(before, 100) + calendar_floor_div(before, 400);

    return before * 365 + leaps - (INT64_C(1969) * 365 + 477);
}

int64_t calendar_day(struct date d)
{
    int64_t day = day_of_year(d.year) + d.day - 1;

    for (int month = 1; month < d.month; month++)
        day += calendar_days_in(d.year, month);
    return day;
}

struct date calendar_date(int64_t day)
{
    int64_t cycle = calendar_floor_div(day, CYCLE_DAYS);
    struct date d = { .month = 1 };

    day -= cycle * CYCLE_DAYS;
    /* A year too many at most: 365 is the least that a year has. */
    d.year = EPOCH_YEAR + day / 365;
    if (day_of_year(d.year) > day)
        d.year--;
    day -= day_of_year(d.year);
    d.year += cycle * CYCLE_YEARS;
    for (; day >= calendar_days_in(d.year, d.month); d.month++)
        day -= calendar_days_in(d.year, d.month);
    d.day = (int)day + 1;
    return d;
}
