/* graph: a drawing of pipelines (pipeline/drawing) in the languages of who shows it. What comes from files passes
 * put_safe, or is escaped. */
#ifndef REPORT_GRAPH_H
#define REPORT_GRAPH_H

#include "base/buf.h"
#include "pipeline/drawing/drawing.h"

/* Appends the drawing, arranged before, as Graphviz's DOT, for Mermaid, or as one page of HTML that needs nothing else
 * and fetches nothing. */
void graph_put_dot(struct buf *out, const struct drawing *d);
void graph_put_mermaid(struct buf *out, const struct drawing *d);
void graph_put_html(struct buf *out, const struct drawing *d);

#endif
