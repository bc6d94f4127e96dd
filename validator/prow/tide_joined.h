/* tide_joined: tide's queries as Prow works with them: queries that ask for the same become one, and all are put into a
 * new order before anybody looks at them (deduplicateTideQueries, fact sheet 2.1). */
#ifndef PROW_TIDE_JOINED_H
#define PROW_TIDE_JOINED_H

#include "prow/setting.h"

/* One query: all parts have the same author, labels, branches, milestone, review and tenants. */
struct joined_query {
    struct setting *parts; /* as they are written, in the order of the files */
    size_t part_count, part_cap;
    struct str json; /* what Prow sorts by */
};

struct joined_queries {
    struct joined_query **items; /* in Prow's order */
    size_t count, cap;
};

/* Reads and joins the queries of all files; in the tree's scratch memory. */
void joined_queries_read(struct joined_queries *q, const struct prow_tree *t);

/* Walks the entries of a list of texts over all parts: zero *w before the first call, false after the last. Entries as
 * tide_query_next has them. */
struct joined_walk {
    struct setting entry; /* the entry; its part is parts[part] */
    size_t part;
    struct setting list;
};
bool joined_query_next(struct arena *a, const struct joined_query *q, const char *field, struct joined_walk *w);

/* The first entry of the list that is this text; without a value when there is none. */
struct setting joined_query_find(struct arena *a, const struct joined_query *q, const char *field, struct str text);

/* Whether a query counts. */
typedef bool query_picks(struct arena *a, const struct joined_query *q, const void *context);

/* Where a query that pick accepts (NULL: any) names this "org" or "org/repo", or the organization of the repo without
 * leaving the repo out: the entry of the list, queries that name the repo itself first; *query is the query. Without a
 * value, and *query NULL, when none does. */
struct setting joined_queries_naming(struct arena *a, const struct joined_queries *q, struct str name,
                                     query_picks *pick, const void *context, const struct joined_query **query);

#endif
