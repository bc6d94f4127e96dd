/* own_tree: a run of own rules over one tree: what its parts share. */
#ifndef PROW_OWN_OWN_TREE_H
#define PROW_OWN_OWN_TREE_H

#include "prow/branches/required_contexts.h"
#include "prow/index/names.h"
#include "prow/jobs/effective_tree.h"
#include "prow/own/own_subject.h"
#include "prow/plugins/plugins.h"

/* The files of the tree as a map of their paths to what stands in them: YAML and JSON as values, others as texts. Read
 * when they are asked for, once. */
struct own_files {
    const struct fs *fs;
    struct own_asking *asking; /* is told of files that can't be read: no || hides that */
    struct arena *arena;
    struct map read; /* path to struct cel_value */
    struct str *paths;
    size_t count, cap;
    bool walked;
};

/* The index of the tree, as it was asked for so far. */
struct own_names {
    const struct prow_tree *tree;
    struct arena *arena;
    struct cel_value made[NAME_KINDS]; /* null: not yet */
};

/* A job that is made once more when its repository or branch is asked about. */
struct own_kept_job {
    struct job job; /* only what effective_read looks at, and its branches */
    struct effective_file *file;
    size_t index;
};

struct own_kept_repo {
    struct str name;
    struct own_kept_job *jobs[PERIODIC]; /* by enum job_kind */
    size_t count[PERIODIC], cap[PERIODIC];
};

struct own_tree {
    struct own_run run;
    const struct prow_tree *tree;
    struct effective_tree jobs_tree;
    struct effective effective; /* of the version that is run */
    struct arena arena;         /* of the run */
    struct cel_value deployed, jobs;
    struct own_files files;
    struct own_names names;
    bool collects; /* repositories or branches are asked about */
    struct arena kept;
    struct map by_repo;          /* name to index into repos, plus one */
    struct own_kept_repo *repos; /* in the order in which they are read; in kept */
    size_t repo_count, repo_cap;
    bool requirements_known, plugins_known;
    struct requirements requirements;
    struct named_branches *named;
    size_t named_count;
    struct map named_by_repo; /* to struct named_branches */
    struct plugin_lists plugins[2];
    struct patterns patterns;
};

/* What every subject of a tree has, file and place. */
void own_subject_begin(struct own_tree *t, struct own_subject *s, enum own_kind kind, const char *what,
                       const struct prow_file *f, const struct node *n);
void own_subject_repo(struct own_subject *s, struct str repo);

void own_files_init(struct own_files *f, const struct fs *fs, struct own_asking *asking, struct arena *a);
struct cel_value own_files_value(struct own_files *f);
/* The jobs of all files as records, in Prow's order. */
struct cel_value own_index_value(const struct prow_tree *t, struct arena *a);

struct cel_value own_names_value(struct own_names *n, struct arena *a);

/* Branches of repositories, as the configuration names them. */
void own_branches_init(struct own_tree *t);
/* Those of a job's repository on which it runs. */
struct cel_value own_branches_value(struct own_tree *t, const struct job *j);

/* Keeps a job for its repository; runs all repositories and branches, and forgets them. */
void own_repos_collect(struct own_tree *t, const struct effective_place *p);
void own_repos_run(struct own_tree *t);
void own_repos_free(struct own_tree *t);

#endif
