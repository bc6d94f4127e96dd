/* http_date: moments in the headers of HTTP (RFC 9110, 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT", and the two older forms
 * that a recipient has to take too, "Sunday, 06-Nov-94 08:49:37 GMT" and "Sun Nov  6 08:49:37 1994". */
#ifndef SYNTAX_SCALAR_HTTP_DATE_H
#define SYNTAX_SCALAR_HTTP_DATE_H

#include "base/str.h"

/* Seconds since 1970-01-01T00:00:00Z into *seconds. now, in the same unit, says which century a year of two digits
 * belongs to: none that lies more than 50 years ahead. The name of the weekday is looked up but not compared with the
 * date. False for anything else. */
bool http_date_parse(struct str in, int64_t now, int64_t *seconds);

#endif
