/* facts: what Prow or checkconfig would ask the network for, taken from files instead: which build clusters there are,
 * where the GitHub app is installed, what repositories hold. Rules that need one that is not at hand call
 * not_evaluated. */
#ifndef PROW_FILES_FACTS_H
#define PROW_FILES_FACTS_H

#include "base/map.h"
#include "rule/rule.h"

struct inrepo_source;
struct prow_tree;

/* Where the facts stand; paths relative to the root of the tree, empty where nobody said one. */
struct fact_paths {
    struct str clusters, github_app_orgs;
    struct inrepo_source *checkouts; /* repositories that are there, not checked themselves */
    size_t checkout_count;
};

/* One entry of a fact file. */
struct fact {
    struct str name;
    struct str status; /* of a cluster, as plank writes it: "Reachable", ...; empty where the file only lists names */
    struct place at;
};

/* Why something that was named can't be used. */
struct fact_error {
    struct place at;
    struct str reason; /* empty: it can */
};

struct fact_list {
    bool known; /* it could be read, whole */
    bool empty; /* it holds null: to Prow a list that is not there */
    struct fact_error error;
    struct fact *items;
    size_t count;
    struct map by_name; /* to struct fact; the first of a name */
};

struct facts {
    struct fact_list clusters, github_app_orgs;
    struct str cluster_file;            /* where clusters come from, or would: the flag's file or the main file's */
    bool cluster_file_is_prows;         /* the main file's: checkconfig looks for it, too */
    struct fact_error *checkout_errors; /* checkouts that are no folders */
    size_t checkout_error_count;
};

/* Reads what paths.facts names into t->facts, in the tree's memory, once t->config is there; and the status file
 * that the main file names in plank.build_cluster_status_file, where that is a path that exists (validateCluster,
 * fact sheet 5.2): a JSON object of statuses. A list of clusters given for prowgate is that, or a YAML or JSON list
 * of names; GitHub organizations are such a list. What is given and can't be used leaves the run undecided (rule
 * fact-file-unreadable); of the main file's status file validate-cluster-field tells, a warning as it is
 * checkconfig's. */
void facts_read(struct prow_tree *t);

/* The entry of this name; NULL when there is none. */
const struct fact *fact_find(const struct fact_list *list, struct str name);

/* The folder that holds a repository ("org/repo"): a checkout, or a repository that is checked itself. False when none
 * is at hand. */
bool fact_checkout(const struct prow_tree *t, struct str repo, struct str *path);

/* Whether anybody gave facts of this kind. */
bool facts_given(const struct fact_paths *p, enum fact_kind kind);

#endif
