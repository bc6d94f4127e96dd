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

typedef void look_at_query(struct check *c, const struct prow_tree *t, const struct tide_query *q);

/* What a rule about them has to be told (.with). */
struct tide_query_rule {
    look_at_query *look;
    const char *field; /* for tide_query_check_duplicates */
};

/* Calls the rule's look for every query, those of the main file first. */
void tide_queries_each(struct check *c, const struct prow_tree *t);

/* Walks the entries of a list of texts as Go has it: null is the empty text, anything else that is no text is
 * passed over. As setting_next. */
bool tide_query_next(struct arena *a, const struct setting *list, struct setting *e);

/* The entries of a list by their texts: values are struct setting, the first entry of each text. Lives in the
 * arena. */
void tide_query_texts(struct map *by_text, struct arena *a, const struct setting *list);

/* "org/repo" as tide takes it: both parts there, no further slash; *org is the first. */
bool tide_query_repo(struct str repo, struct str *org);

/* Reports the rule's list of the query where something stands in it twice, at the second place. */
look_at_query tide_query_check_duplicates;

/* prow_says with what stands before every error of the query. */
void tide_query_says(struct check *c, const struct tide_query *q, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
