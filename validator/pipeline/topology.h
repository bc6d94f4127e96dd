/* topology: which services there are, which follows which, and what is deployed together (ARO-Tools
 * pipelines/topology). */
#ifndef PIPELINE_TOPOLOGY_H
#define PIPELINE_TOPOLOGY_H

#include "base/fs.h"
#include "pipeline/words.h"
#include "syntax/tape.h"

enum topology_stamped { STAMPED_UNSAID, STAMPED_YES, STAMPED_NO };

struct service {
    struct str group, purpose, path; /* path: as written */
    struct str file;                 /* pipeline file relative to the tree */
    struct str external_parent;
    bool has_external_parent;
    enum topology_stamped said;
    bool stamped; /* by itself, or by a service above it */
    const struct node *node, *metadata;
    struct service *parent, *first, *last, *next;
    uint32_t topology; /* file it stands in */
};

struct entrypoint {
    struct str identifier;
    const struct node *node;
    uint32_t topology;
};

struct topology {
    struct service *first, *last;
    struct entrypoint *entrypoints;
    size_t entrypoint_count, entrypoint_cap;
    struct tape *tapes; /* one a file */
    struct str *paths;
    size_t count;
};

/* What went wrong, for whoever points at it. */
struct topology_fault {
    struct str words;        /* upstream's, empty where nothing did */
    const struct node *at;   /* NULL: the file as a whole */
    const struct node *also; /* the other half, or NULL */
    uint32_t topology, also_topology;
    uint32_t offset, line, column; /* of a file that is no YAML; line 0 otherwise */
};

/* One file, as Load reads it. False: *f says why. */
bool topology_load_one(struct topology *t, const struct fs *fs, struct str path, struct arena *a,
                       struct topology_fault *f);
/* Several together, as LoadCombined. */
bool topology_load(struct topology *t, const struct fs *fs, const struct str *paths, size_t count, struct arena *a,
                   struct topology_fault *f);
/* Validate, which stops at the first mistake. */
bool topology_validate(const struct topology *t, struct arena *a, struct topology_fault *f);

struct service *topology_find(const struct topology *t, struct str group);
/* The next service in the order in which they stand, s included to start from; NULL at the end, or where below is left
 * (a service, or NULL for the whole topology). */
struct service *service_next(const struct service *s, const struct service *below);

#endif
