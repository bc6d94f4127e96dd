/* delta_json: the key "delta" of the JSON report. */
#ifndef REPORT_DELTA_JSON_H
#define REPORT_DELTA_JSON_H

#include "delta/delta.h"
#include "syntax/json/value.h"

/* Puts the key and its object into o. Repos and jobs are in the order of the delta. */
void report_delta_json(json_t *o, const struct delta *d);

#endif
