/* tide_joined: tide's queries as Prow works with them: queries that ask for the same become one, and all are put into a
 * new order before anybody looks at them (deduplicateTideQueries, fact sheet 2.1). */
#ifndef PROW_TIDE_TIDE_JOINED_H
#define PROW_TIDE_TIDE_JOINED_H

#include "base/map.h"
#include "prow/files/setting.h"

/* One query: all parts have the same author, labels, branches, milestone, review and tenants. */
struct joined_query {
    struct setting *parts; /* as they are written, in the order of the files */
    size_t part_count, part_cap;
    struct str json; /* what Prow sorts by */
};

/* An entry of orgs, repos or excludedRepos. */
struct joined_name {
    struct setting entry;
    const struct joined_query *query;
    size_t part;                    /* of the query */
    const struct joined_name *next; /* of the same text, in Prow's order */
};

struct joined_queries {
    const struct window *window;
    struct joined_query **items; /* in Prow's order */
    size_t count, cap;
    bool sorted; /* some deployed version joins queries and puts their lists in order; else all stand as written */
    struct map orgs, repos, excluded; /* the entries of each list, by their texts */
};

/* Reads the queries of all files, and joins them as the deployed versions do; in the tree's scratch memory, where
 * the tree keeps them for the next who asks. */
void joined_queries_read(struct joined_queries *q, const struct prow_tree *t, const struct window *w);

/* Walks the entries of a list of texts over all parts: zero *w before the first call, false after the last. Entries as
 * tide_query_next has them. */
struct joined_walk {
    struct setting entry; /* the entry; its part is parts[part] */
    size_t part;
    struct setting list;
};
bool joined_query_next(struct arena *a, const struct joined_query *q, const char *field, struct joined_walk *w);

/* The entry of labels or missingLabels of one part that is this text; without a value when there is none. All parts
 * have the same labels. */
struct setting joined_query_label(struct arena *a, const struct joined_query *q, size_t part, const char *field,
                                  struct str text);

/* Whether a query counts. */
typedef bool query_picks(struct arena *a, const struct joined_query *q, const void *context);

/* Where a query that pick accepts (NULL: any) names this "org" or "org/repo", or the organization of the repo without
 * leaving the repo out; entries that name the repo itself first. NULL when none does. */
const struct joined_name *joined_queries_naming(struct arena *a, const struct joined_queries *q, struct str name,
                                                query_picks *pick, const void *context);

#endif
