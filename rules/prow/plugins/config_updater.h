/* config_updater: which files the config-updater plugin copies into which keys of which config maps
 * (validateConfigUpdater, fact sheet 4.12 rows 16 to 20). */
#ifndef RULES_PROW_PLUGINS_CONFIG_UPDATER_H
#define RULES_PROW_PLUGINS_CONFIG_UPDATER_H

#include "prow/files/setting.h"

struct updated_file {
    struct setting entry; /* of config_updater.maps; its key is the path or glob */
    struct setting name, partitioned_names, clusters, cluster_groups;
};

/* Walks the entries of config_updater.maps: zero *f before the first call, false after the last. */
bool updated_file_next(const struct prow_tree *t, struct updated_file *f);

/* How versions of Prow tell targets apart. */
enum update_mode {
    UPDATE_BY_MAP,        /* by config map and key alone, until 2019-11-05 */
    UPDATE_BY_NAMESPACES, /* by cluster and namespace too; namespace and additional_namespaces, until
                             2020-11-10 */
    UPDATE_BY_CLUSTERS,   /* by what clusters says */
};

/* What an entry is written to; two entries, or one twice, may not have it in common. */
struct update_target {
    struct str map;                /* name of the config map, or partitioned names joined by "," */
    struct str key;                /* in it: the explicit one, or the base name of the path */
    struct str cluster, namespace; /* empty namespace: Prow's own */
    struct setting at;             /* the namespace in the entry, or what stands for it */
    size_t index;                  /* of the target */
    struct setting in_cluster;     /* for the walk */
};

/* Walks the targets of an entry that has clusters, or gets the default ones: zero *u before the first call,
 * false after the last. Texts live in the tree's scratch memory. */
bool update_target_next(const struct prow_tree *t, const struct updated_file *f, enum update_mode mode,
                        struct update_target *u);

#endif
