/* span: a place in a text as people count: lines and columns from 1, columns in Unicode code points. */
#ifndef SYNTAX_SPAN_H
#define SYNTAX_SPAN_H

#include "syntax/tape.h"

struct span {
    uint32_t line, column;         /* line 0: the whole file or tree */
    uint32_t end_line, end_column; /* just past the last character */
};

/* Marks the columns of long lines, in a, so that no place on them is counted from their beginning: whole configurations
 * stand on one line. Every reader of tapes ends with it. */
void tape_mark(struct tape *t, struct arena *a);
/* Where a node of the tape stands. NULL gives the span of no line. */
struct span tape_span(const struct tape *t, const struct node *n);
struct span tape_span_of_bytes(const struct tape *t, uint32_t line, size_t start, size_t end);

/* Where only the source is known, which takes as long as the line is. NULL gives the span of no line. */
struct span span_of(struct str source, const struct node *n);
/* The bytes [start, end) of the source; line is the one that start stands on. */
struct span span_of_bytes(struct str source, uint32_t line, size_t start, size_t end);

#endif
