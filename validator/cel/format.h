/* format: '...'.format([...]) of cel-go's strings extension, from version 4 on. */
#ifndef CEL_FORMAT_H
#define CEL_FORMAT_H

#include "cel/run.h"

/* The text with its clauses replaced by the elements of a list; or an error. */
void cel_format_text(struct cel_run *run, struct str format, const struct cel_value *list, struct cel_value *out);

/* One clause of a format: %s, %.3f, ... */
struct cel_clause {
    char letter; /* s, d, f, e, b, x, X, o */
    int precision;
    size_t end; /* byte past it */
};

/* Reads the clause that begins with the % at a byte. False with the words of what is wrong. */
bool cel_clause_read(struct arena *a, struct str format, size_t at, bool kubernetes, struct cel_clause *c,
                     struct str *error);
/* The words for a clause that can't show a type; empty when it can. */
struct str cel_clause_refuses(struct arena *a, char letter, const struct cel_type *t);

#endif
