/* delta_json: the key "delta" of the JSON report. */
#ifndef REPORT_DELTA_JSON_H
#define REPORT_DELTA_JSON_H

#include "delta/delta.h"
#include "syntax/json/write.h"

/* Writes the key and its object into the open object of w. Repos and jobs are in the order of the delta. */
void report_delta_json(struct json_writer *w, const struct delta *d);

#endif
