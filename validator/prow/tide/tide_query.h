/* tide_query: the queries of tide, which say what may merge (TideQuery.Validate, fact sheet 4.6). */
#ifndef PROW_TIDE_TIDE_QUERY_H
#define PROW_TIDE_TIDE_QUERY_H

#include "base/map.h"
#include "prow/files/setting.h"
#include "schema/behaviour.h"

struct tide_query {
    struct setting setting;
    struct str says; /* what Prow prints before every error of it; the index counts over all files */
};

/* Calls look for every query, those of the main file first, when some deployed version checks queries like
 * this. */
void tide_queries_each(struct check *c, const struct prow_tree *t, enum behaviour since,
                       void (*look)(struct check *c, const struct prow_tree *t, const struct tide_query *q));

/* Walks the entries of a list of texts as Go has it: null is the empty text, anything else that is no text is
 * passed over. As setting_next. */
bool tide_query_next(struct arena *a, const struct setting *list, struct setting *e);

/* The entries of a list by their texts: values are struct setting, the first entry of each text. Lives in the
 * arena. */
void tide_query_texts(struct map *by_text, struct arena *a, const struct setting *list);

/* "org/repo" as tide takes it: both parts there, no further slash; *org is the first. */
bool tide_query_repo(struct str repo, struct str *org);

/* Reports a list of the query in which something stands twice, at the second place. */
void tide_query_check_duplicates(struct check *c, const struct prow_tree *t, const struct tide_query *q,
                                 const char *field, enum behaviour since);

/* prow_says with what stands before every error of the query, and which deployed versions say so. */
void tide_query_says(struct check *c, const struct tide_query *q, enum behaviour since, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
