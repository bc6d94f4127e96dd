/* delta_pipelines: what a change does to deployments, as lines for text and markdown, and as JSON. */
#ifndef REPORT_DELTA_PIPELINES_H
#define REPORT_DELTA_PIPELINES_H

#include "base/buf.h"
#include "delta/pipelines.h"
#include "syntax/json/value.h"

/* Whether there is anything to tell. */
bool delta_pipelines_told(const struct pipelines_delta *d);

/* "1 guard removed, 2 orders lost, 3 values changed"; "nothing" where nothing changes. */
void delta_pipelines_headline(struct buf *out, const struct pipelines_delta *d);

/* One change: "Widget/widget/guard (Shell)" and the like, without its place and its contexts. Not safe to print as it is. */
struct str delta_pipelines_words(const struct pipeline_change *c, struct arena *a);
/* "guards removed", "resource groups renamed": the heading above the changes of a kind. */
const char *delta_pipelines_title(enum pipeline_change_kind kind);

/* Adds the member "pipelines" to delta. */
void delta_pipelines_json(json_t *delta, const struct pipelines_delta *d);

#endif
