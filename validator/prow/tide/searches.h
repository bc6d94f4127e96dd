/* searches: tide's queries as one version of Prow works with them: which repos and branches each is for, what it searches
 * GitHub for, and what tide's status finds wrong with a pull request (TideQuery, pkg/tide/status.go; recorded answers:
 * suites/merge). */
#ifndef PROW_TIDE_SEARCHES_H
#define PROW_TIDE_SEARCHES_H

#include "prow/branches/branch_contexts.h"
#include "schema/version.h"

struct tide_search {
    struct str author, milestone;
    bool reviewed; /* reviewApprovedRequired */
    struct name_list labels, missing, excluded_branches, included_branches, orgs, repos, excluded_repos;
    struct str json; /* its JSON with sorted keys */
    size_t number;   /* its place among all, sorted by json; equal ones share the first of theirs */
};

struct tide_searches {
    struct tide_search *items; /* in Prow's order */
    size_t count;
    struct tide_search **sorted; /* by json */
    const struct window *window;
};

/* Reads and joins the queries of all files; in the arena. */
void tide_searches_read(struct tide_searches *s, struct arena *a, const struct prow_tree *t, const struct window *w);

struct joined_queries;
/* The same from queries that were read already, in their order. */
void tide_searches_of(struct tide_searches *s, struct arena *a, const struct joined_queries *joined,
                      const struct window *w);

/* TideQuery.ForRepo: an org that is listed decides, repos count only without it. */
bool tide_search_is_for(const struct tide_search *q, struct arena *a, struct str org, struct str repo);
/* Whether the query is for pull requests against this branch; branches are names, not patterns. */
bool tide_search_takes(const struct tide_search *q, struct str branch);

/* What is wrong with a pull request, in tide's words and by its weights: 0 for nothing. */
struct tide_lack {
    unsigned difference;
    struct str description;
};

/* requirementDiff of a pull request against this branch by "someone" without labels, milestone and review. */
struct tide_lack tide_search_lack(const struct tide_search *q, struct arena *a, const struct window *w,
                                  struct str branch);

/* OrgQueries: the text that GitHub is asked with, but for what stands below. */
struct str tide_search_text(const struct tide_search *q, struct arena *a, const struct window *w);
/* What is added to that text for each org: values are struct buf * in the arena, freed by whoever asks. */
void tide_search_orgs(const struct tide_search *q, struct arena *a, struct map *by_org);

#endif
