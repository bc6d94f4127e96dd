/* logrus: findings as the log lines that Prow's components write, one JSON object a line, for the drop-in for
 * checkconfig (fact sheet 6.3). */
#ifndef REPORT_LOGRUS_H
#define REPORT_LOGRUS_H

#include "report/report.h"

/* Appends one line: level ("info", "fatal", ...), msg, error where it is not empty, time (RFC 3339). */
void logrus_line(struct buf *out, struct str time, const char *level, struct str msg, struct str error);

/* Appends a line for each finding of the report: what keeps Prow from loading, then warnings, then the rest, each in
 * the order of the findings. msg is what Prow itself says, and message ours beside it, or msg is ours where Prow says
 * nothing; file, line, column and rule say more. Then, as information, what could not be evaluated. */
void report_logrus(const struct report *r, struct str time, struct buf *out);

#endif
