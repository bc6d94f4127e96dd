/* org_repo_set: which repositories a set of settings is for, as checkconfig reckons with them: whole organizations with
 * exceptions, and repositories by name. The operations are checkconfig's, their oddities included, because what it
 * warns of is what they leave over (orgRepoConfig in cmd/checkconfig/main.go; fact sheet 5.3). Everything is sorted, so
 * that nothing depends on the order of Go's maps. */
#ifndef PROW_TIDE_ORG_REPO_SET_H
#define PROW_TIDE_ORG_REPO_SET_H

#include "prow/plugins/plugins.h"
#include "prow/tide/tide_joined.h"

/* Names, sorted, each once. */
struct name_set {
    struct str *items;
    size_t count, cap;
};

struct org_part {
    struct str org;
    struct name_set except; /* org/repo */
};

struct org_repo_set {
    struct org_part *orgs; /* sorted by org */
    size_t org_count, org_cap;
    struct name_set repos;
};

bool name_set_has(const struct name_set *s, struct str name);
/* Puts in a name; where it is in already, nothing changes. The name is not copied. */
void name_set_add(struct name_set *s, struct arena *a, struct str name);

/* The exceptions of the organization, put in empty where it is not there yet. Valid until the next call. */
struct name_set *org_repo_set_org(struct org_repo_set *s, struct arena *a, struct str org);
/* The part of the organization, or NULL. */
const struct org_part *org_repo_set_find(const struct org_repo_set *s, struct str org);

/* What the queries that pick accepts are for; pick NULL: all (TideQueries.OrgExceptionsAndRepos). Memory: a. */
void org_repo_set_tide(struct org_repo_set *s, struct arena *a, const struct joined_queries *q, query_picks *pick,
                       const void *context);
/* Where the plugin is on (EnabledReposForPlugin, EnabledReposForExternalPlugin). */
void org_repo_set_plugin(struct org_repo_set *s, struct arena *a, const struct plugin_lists *lists,
                         enum plugin_kind kind, struct str plugin);

/* What is in x and not in y; in both; in either. The result shares texts with x and y, never lists. */
struct org_repo_set org_repo_set_minus(struct arena *a, const struct org_repo_set *x, const struct org_repo_set *y);
struct org_repo_set org_repo_set_and(struct arena *a, const struct org_repo_set *x, const struct org_repo_set *y);
struct org_repo_set org_repo_set_or(struct arena *a, const struct org_repo_set *x, const struct org_repo_set *y);

/* One member: an organization with its exceptions, or a repository. */
struct org_repo {
    struct str name;               /* "org" or "org/repo" */
    const struct name_set *except; /* NULL for a repository */
};

/* Walks the members, organizations first: zero *i before the first call, false after the last. */
bool org_repo_set_next(const struct org_repo_set *s, size_t *i, struct org_repo *member);
/* The member in checkconfig's words: "org: o without repo(s) o/a, o/b 'o/a' 'o/b'", "repo: o/r". */
struct str org_repo_words(struct arena *a, const struct org_repo *member);
/* The member for people: "org", "org (2 of its repos aside)", "org/repo". */
struct str org_repo_name(struct arena *a, const struct org_repo *member);

#endif
