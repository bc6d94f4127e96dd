/* merging: what one side says about who may merge what: tide's queries, branch protection, tide's options for statuses,
 * and the plugins by which people and jobs come to what those ask for. It is kept in words, not in answers, so that the
 * other side's repos and branches can be asked about as well; what presubmits add is known from the jobs. */
#ifndef DELTA_MERGING_H
#define DELTA_MERGING_H

#include "base/map.h"
#include "prow/files/file.h"
#include "rule/finding.h"

struct prow_tree;
struct window;

struct delta_texts {
    struct str *items;
    size_t count;
};

/* A query of tide: pull requests that it finds may merge. */
struct delta_query {
    struct str author, milestone;
    bool reviewed; /* reviewApprovedRequired */
    struct delta_texts labels, missing, included, excluded, orgs, repos, excluded_repos;
    struct place at;
};

/* What is written about one branch of one repo, or, with an empty branch, about every branch that has no point of its own,
 * of the repo "org/repo", of all repos of "org/_" that have none, or of all orgs: "_/_". */
struct delta_merge_point {
    struct str repo, branch;
    /* GetBranch: what branch-protection comes to there, without presubmits. */
    bool protect_given, protect, unmanaged, strict, admins, code_owners, listed;
    uint32_t approvals;                  /* required_approving_review_count */
    struct delta_texts include, exclude; /* patterns that choose among branches that are not listed */
    /* tide.context_options, tide.merge_method, tide.batch_size_limit. */
    bool skip_unknown, from_protection;
    struct str method;
    uint64_t batch; /* 0 is no limit */
    struct place protection_at, options_at;
};

/* A plugin that is on for an org, or for "org/repo". */
struct delta_plugin {
    struct str where, name;
    bool external;
    struct place at;
};

/* Repos that an org's plugins leave out. */
struct delta_plugin_org {
    struct str org;
    struct delta_texts excluded; /* short names */
};

/* An entry of a list of options that a plugin looks for by repo: the first that lists it counts. */
struct delta_option {
    struct str name, value; /* value as JSON */
};

struct delta_option_entry {
    struct str plugin; /* "lgtm", "approve", "trigger" */
    struct delta_texts repos;
    struct delta_option *options;
    size_t option_count;
    struct place at;
};

struct delta_merging {
    bool known;          /* a main file was read */
    bool plugins_known;  /* plugin configuration was read */
    bool protect_tested; /* protect-tested-repos */
    struct delta_query *queries;
    size_t query_count;
    struct delta_merge_point *points;
    size_t point_count, point_cap;
    struct delta_plugin *plugins;
    size_t plugin_count, plugin_cap;
    struct delta_plugin_org *orgs;
    size_t org_count, org_cap;
    struct delta_option_entry *entries;
    size_t entry_count, entry_cap;
    /* By delta_merging_index: points by repo and branch; queries by the orgs and repos that they name; plugins and entries of
     * options by where they are for. */
    struct map by_key, query_orgs, query_repos, query_excluded, plugins_of, entries_of;
};

/* Places in one of the lists. */
struct delta_places {
    size_t *items;
    size_t count, cap;
};

/* Of whoever looks for the part of a repo that no configuration names. */
#define ANY_OTHER_REPO STR("_")

/* Reads all that the tree says. repos: those with presubmits at hand, which get points of their own. w: the deployed
 * versions. Everything in the arena. */
void delta_merging_read(struct delta_merging *m, struct arena *a, const struct prow_tree *t, const struct window *w,
                        const struct delta_texts *repos);
/* The same of plugin configuration (merging_plugins.c). */
void delta_plugins_read(struct delta_merging *m, struct arena *a, const struct prow_tree *t);

/* Fills the maps, once the lists stand. */
void delta_merging_index(struct delta_merging *m, struct arena *a);
/* What is written about this branch of "org/repo"; NULL where nothing is known. a is scratch. */
const struct delta_merge_point *delta_merge_point(const struct delta_merging *m, struct arena *a, struct str repo,
                                                  struct str branch);

/* The queries for this repo ("org/repo", or "org/_" for others of org), as places in m->queries, ascending. In the arena. */
struct delta_places delta_queries_of(const struct delta_merging *m, struct arena *a, struct str repo);
bool delta_query_takes(const struct delta_query *q, struct str branch);
bool delta_texts_have(const struct delta_texts *t, struct str text);

/* The plugins that are listed for exactly this org or repo; never NULL. */
const struct delta_places *delta_plugins_at(const struct delta_merging *m, struct str where);
/* The plugin that is on for the repo, or for others of an org; NULL where it is off. */
const struct delta_plugin *delta_plugin_of(const struct delta_merging *m, struct str repo, struct str name);
/* The entry of options that counts for the repo; NULL where none lists it. lgtm and approve look for the repo first, then for
 * its org (LgtmFor, ApproveFor); trigger takes the first that lists either (TriggerFor). a is scratch. */
const struct delta_option_entry *delta_option_entry_of(const struct delta_merging *m, struct arena *a, struct str repo,
                                                       struct str plugin);
/* "org" of "org/repo". */
struct str delta_org_of(struct str repo);

#endif
