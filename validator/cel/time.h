/* time: moments and spans of time as cel-go calculates with them. */
#ifndef CEL_TIME_H
#define CEL_TIME_H

#include "cel/value.h"

/* A moment plus (or minus) nanoseconds; false outside of the years 1 to 9999. */
bool cel_time_add(const struct cel_value *t, int64_t ns, bool minus, struct cel_value *out);
/* Nanoseconds from b to a; false when int64 does not hold them. */
bool cel_time_between(const struct cel_value *a, const struct cel_value *b, int64_t *ns);
/* Whether a second is in the years 1 to 9999. */
bool cel_time_valid(int64_t seconds);
/* RFC 3339 with nanoseconds where there are any, in the zone that it was written in, or in UTC. */
struct str cel_time_text(struct arena *a, const struct cel_value *t, bool utc);
/* Seconds with a fraction and "s": "-1.5s". */
struct str cel_duration_text(struct arena *a, int64_t ns);
/* A moment from RFC 3339, a duration as Go writes it. False with cel-go's words. */
bool cel_time_read(struct arena *a, struct str text, struct cel_value *out, struct str *error);
bool cel_duration_read(struct arena *a, struct str text, struct cel_value *out);

/* Seconds east of UTC in a zone at a moment: a name of the time zone database, "UTC", "" or "+05:30". False with Go's
 * words in *error. */
bool cel_zone_offset(struct arena *a, struct str zone, int64_t seconds, int64_t *offset, struct str *error);
/* The same of the bytes of a TZif file. */
bool cel_zone_data_offset(struct str data, int64_t seconds, int64_t *offset);

#endif
