/* gotime: time.Time and its relatives as template values, with their methods. All times are UTC. */
#ifndef SYNTAX_TEMPLATE_GOTIME_H
#define SYNTAX_TEMPLATE_GOTIME_H

#include "base/buf.h"
#include "syntax/template/reflect.h"

extern const struct template_type template_type_time, template_type_duration;

/* A moment on the calendar of the proleptic Gregorian year. */
struct gotime_date {
    int64_t year;
    int month, day, weekday, yearday; /* from 1, but weekdays from Sunday = 0 */
    int hour, minute, second;
};

struct gotime_date gotime_split(struct template_time t);
/* Time.Format. */
void gotime_format(struct buf *b, struct template_time t, struct str layout);
/* Time.String. */
struct str gotime_string(struct arena *a, struct template_time t);
/* Duration.String of nanoseconds. */
void gotime_duration(struct buf *b, int64_t nanoseconds);

#endif
