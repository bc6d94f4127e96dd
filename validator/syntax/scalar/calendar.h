/* calendar: the proleptic Gregorian calendar, days counted from 1970-01-01. */
#ifndef SYNTAX_SCALAR_CALENDAR_H
#define SYNTAX_SCALAR_CALENDAR_H

#include <stdint.h>

struct date {
    int64_t year;
    int month, day; /* from 1 */
};

/* Days in a month. */
int calendar_days_in(int64_t year, int month);

/* Days from 1970-01-01 to a date; negative before. Years from -9999 on. */
int64_t calendar_day(struct date d);

/* The other way round. */
struct date calendar_date(int64_t day);

/* n / by, rounded down; by is positive. */
int64_t calendar_floor_div(int64_t n, int64_t by);

#endif
