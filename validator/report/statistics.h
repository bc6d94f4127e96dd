/* statistics: how often which rule was broken, in place of the findings. */
#ifndef REPORT_STATISTICS_H
#define REPORT_STATISTICS_H

#include "report/report.h"

/* A table of rules: how many findings of which severity, how many of them prowgate can fix; suppressed ones do not
 * count. The gravest first, then the most frequent. */
void report_statistics(const struct report *r, struct buf *out);

#endif
