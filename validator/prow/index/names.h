/* names: the index of a tree: what is named in it, by whom and where. Repositories, branches, contexts, jobs, labels and
 * presets, clusters, images, plugins, secrets: what a rule has to know of all files at once it asks here, and walks no
 * tree of its own. Made of what is kept of each file, kind by kind, when a kind is first asked for; for tree rules.
 *
 *     struct names n = names_seen(c, tree);
 *     for (const struct name_use *u = names_first(&n, NAME_CLUSTER, STR(""), STR("build1")); u; u = u->next)
 *         report(c, u->at, ...);
 */
#ifndef PROW_INDEX_NAMES_H
#define PROW_INDEX_NAMES_H

#include "prow/files/tree.h"
#include "prow/index/asks.h"

/* Who uses a name. */
enum named_by {
    BY_PRESUBMIT, /* the job itself, in the order of enum job_kind: where it belongs, what it is called, reports, ... */
    BY_POSTSUBMIT,
    BY_PERIODIC,
    BY_SKIP_BRANCHES, /* a job, of a branch that it is not for */
    BY_EXTRA_REFS,    /* a job, of a repository or branch that is cloned for it */
    BY_EMPTY_KEY,     /* a key below presubmits or postsubmits without any job */
    BY_PRESET,        /* a preset: its labels, what it mounts */
    BY_TIDE_QUERY,
    BY_TIDE_EXCLUSION,       /* excludedRepos, excludedBranches of a query; value: which */
    BY_TIDE_CONTEXT_OPTIONS, /* of a context, value: "required-contexts" and so on */
    BY_MERGE_METHOD,
    BY_PROTECTION,
    BY_IN_REPO_CONFIG,
    BY_DEFAULTS,  /* defaults of decoration */
    BY_ADDRESSES, /* managed_webhooks, and job_url_prefix_config of plank */
    BY_PLUGINS,
    BY_EXTERNAL_PLUGINS,
    BY_EXCLUDED_REPOS, /* of an organization's plugins */
    BY_PLUGIN_OPTIONS, /* a list called "repos" or "orgs" in plugin configuration; value: of what, "triggers" */
};

/* One use of a name. */
struct name_use {
    const struct name_use *next; /* in Prow's order: files as they are read, then as written */
    enum named_by by;
    struct str value; /* see enum name_kind and enum named_by; empty for most */
    struct place at;
    struct str path;               /* in the document; empty for what a job says: job_summary_path */
    const struct job_summary *job; /* NULL where no job says it */
};

/* A name that somebody uses. */
struct name {
    struct str of, text;
    size_t uses, jobs; /* how often, and how many of the uses are jobs' */
};

/* What a rule may see of the index. */
struct names {
    struct name_index *index;
    unsigned may; /* kinds, as bits; 0: all */
};

/* Names in order of their of, then of their text, bytewise. */
struct name_range {
    const struct name *const *items;
    size_t count;
};

/* For struct rule.reads: names of this kind. */
#define READS(kind) (1u << (kind))

/* The index as the rule that runs may see it: the kinds that it declares. */
struct names names_seen(const struct check *c, const struct prow_tree *t);
/* All of it, for whoever is no rule. */
struct names names_all_of(const struct prow_tree *t);

/* The name, or NULL where nobody uses it. */
const struct name *names_find(const struct names *n, enum name_kind kind, struct str of, struct str text);
/* Its first use; NULL as above. */
const struct name_use *names_first(const struct names *n, enum name_kind kind, struct str of, struct str text);
const struct name_use *name_first(const struct names *n, const struct name *name);

/* All names of a kind; valid as long as the tree stays as it is. */
struct name_range names_of_kind(const struct names *n, enum name_kind kind);
/* Those of them that are of this: the branches of a repository. */
struct name_range names_below(const struct names *n, enum name_kind kind, struct str of);

/* The index of a tree, in the arena; made empty, filled when it is asked. */
struct name_index *name_index_new(struct arena *a, const struct prow_tree *t);
void name_index_free(struct name_index *ix);
/* What the index did so far, in steps that are the same on every machine. */
size_t name_index_work(const struct name_index *ix);

/* Of everything that a file says by names of each kind: who says it, where, of what. Equal where the index would have the
 * same of it; prints has NAME_KINDS entries. */
void name_prints_read(struct fingerprint *prints, const struct tree_input *in);

/* Where those who fill it put a use (prow/index/names_jobs.c, names_settings.c); texts live as long as the file's
 * summary. NULL when the kind is not wanted now. */
struct name_sink;
bool sink_wants(const struct name_sink *s, enum name_kind kind);
struct name_use *sink_use(struct name_sink *s, enum name_kind kind, struct str of, struct str text);
/* Memory for texts of uses. */
struct arena *sink_arena(struct name_sink *s);
/* Everything that jobs say, and that the main file, supplemental, plugin and preset files do. */
void names_of_jobs(struct name_sink *s, const struct tree_input *in);
void names_of_settings(struct name_sink *s, const struct tree_input *in);

#endif
