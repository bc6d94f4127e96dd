/* config: Prow's main configuration file, and the defaults it gives to every job (fact sheet 2.1 to 2.4). */
#ifndef PROW_FILES_CONFIG_H
#define PROW_FILES_CONFIG_H

#include "prow/files/file.h"
#include "schema/version.h"

struct facts;

/* A default for the jobs of some repos and clusters: an entry of plank.default_decoration_config_entries or of
 * prowjob_default_entries, or what a key of plank.default_decoration_configs stands for. */
struct default_entry {
    struct str repo, cluster; /* "" and "*" match all */
    const struct node *config;
    bool plain; /* the deployed versions make nothing of how Gerrit names its repositories */
};

/* Where the defaults of decoration are written below plank. */
enum decoration_form { DECORATION_NOWHERE, DECORATION_SINGLE, DECORATION_MAP, DECORATION_ENTRIES };

/* Most jobs get the same defaults and change little of them: those that apply to all jobs are checked once. */
struct common_decoration {
    const struct node **layers; /* in order */
    size_t count;
    bool sound;       /* complete and valid by themselves (decoration_check_common) */
    bool git_secrets; /* they say how to clone: oauth_token_secret or ssh_key_secrets */
};

struct prow_config {
    const struct prow_file *file; /* NULL when the tree has no main file */
    const struct node *root;
    bool known;       /* there is one, and Prow would load it: what it leaves out is left out, not unknown */
    bool plank_known; /* the same of its plank, with what decorations get, where other parts may not load */
    struct str prowjob_namespace, pod_namespace;
    bool decorate_all_jobs;
    bool knows_skip_if;               /* some version minds skip_if_only_changed */
    bool knows_postsubmit_always_run; /* and always_run of postsubmits */
    struct default_entry *decoration; /* what the deployed versions know of, in order: later wins */
    size_t decoration_count;
    enum decoration_form decoration_form;
    bool decoration_of_one; /* all of the window take, beside "*", the repo's entry alone, or else the org's */
    struct common_decoration common;
    struct default_entry *prowjob;
    const struct window *window; /* the deployed versions */
    size_t prowjob_count;
    const struct facts *facts;              /* at hand; NULL until the tree has read them */
    const struct str *required_annotations; /* that every job must have; from the flags or the project file */
    size_t required_annotation_count;
};

/* Reads the defaults that the versions of the window know: plank.default_decoration_config until 2020-04, the map
 * since 2019-10, the list since 2021-03. f and its arena outlive the config. NULL f gives Prow's defaults for an
 * empty file. */
void prow_config_init(struct prow_config *c, const struct prow_file *f, struct arena *a, const struct window *w);

/* Whether an entry applies to a job of this repo ("org/repo", "" for a periodic without extra_refs) on this
 * cluster: DefaultDecorationConfigEntry.matches (fact sheet 2.3). */
bool default_entry_matches(const struct default_entry *e, struct str repo, struct str cluster);

/* Whether a repo's own jobs count: in_repo_config.enabled has it, else its org, else "*" (InRepoConfigEnabled). */
bool prow_config_in_repo(const struct prow_config *c, struct str repo);
/* Whether those of every repo do that is not named otherwise: then no central job needs to be there. */
bool prow_config_in_repo_for_all(const struct prow_config *c);

/* Whether a default of decoration applies to a job of this repo on this cluster; one is what decoration_one says of the
 * repo. */
bool decoration_applies(const struct prow_config *c, const struct default_entry *e, struct str one, struct str repo,
                        struct str cluster);
/* The key beside "*" whose default the repo gets, where it gets one alone (decoration_of_one); else empty. */
struct str decoration_one(const struct prow_config *c, struct str repo);

/* Whether jobs of this repo (org/repo, or a Gerrit URL) may run on this cluster when they come from the repo
 * itself: in_repo_config.allowed_clusters (fact sheet 1.6). */
bool prow_config_allows_cluster(const struct prow_config *c, struct str repo, struct str cluster);

#endif
