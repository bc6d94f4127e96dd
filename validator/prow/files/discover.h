/* discover: which files of a tree are its Prow configuration when nobody said so: the layouts that real repositories
 * use. */
#ifndef PROW_FILES_DISCOVER_H
#define PROW_FILES_DISCOVER_H

#include "prow/files/tree.h"

struct discovery {
    bool found;
    struct prow_paths paths; /* constant texts */
    /* More than one control plane stands side by side; the others' main files. Somebody has to choose. */
    struct str *others;
    size_t other_count;
    /* What could not be looked at, so that nothing is sure; without an operation when there was no such thing. */
    struct fs_error denied;
};

/* Looks into the tree; what is found lives in the arena or is constant. Where an old fork's files stand beside live ones,
 * what config-updater copies and where manifests stand tells which is which. */
void prow_discover(struct discovery *d, const struct fs *fs, struct arena *a);
/* What belongs to this main file, which somebody named: its jobs and plugins, as far as they stand where they usually do.
 * paths.config is the name given; found says that it is of a known layout. */
void prow_discover_beside(struct discovery *d, const struct fs *fs, struct arena *a, struct str config);

/* The place of the main file in the i-th layout that is known; empty past the last. *plane: it may stand beside others, as
 * the main file of a control plane of its own. */
struct str discover_main_place(size_t i, bool *plane);
/* Whether some line of the text begins with one of these keys. */
bool discover_starts_line(struct str text, const struct str *keys, size_t count);
/* Whether the file has a key at its top that main files have. */
bool discover_is_main(const struct fs *fs, struct str path);

/* What a search through the whole tree came to. */
struct discovery_search {
    struct str *mains, *jobs; /* files that look like main files, and like job files; the first few, by path */
    struct str *plugin_maps;  /* manifests of ConfigMaps with a plugin file and no main file */
    size_t main_count, job_count, plugin_map_count;
    struct str prowconfig,
        pluginconfig; /* the folders that all supplemental files of each kind lie in, "." is the root */
    size_t prowconfigs, pluginconfigs; /* how many there are */
};

enum { DISCOVERY_CANDIDATES = 5 };

/* Walks everything below root but hidden folders, vendored code and the folder of jobs, which may be empty. With
 * candidates it opens YAML files to see what they are. */
void prow_discover_search(struct discovery_search *s, const struct fs *fs, struct arena *a, struct str root,
                          struct str jobs, bool candidates);

#endif
