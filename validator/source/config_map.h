/* config_map: Kubernetes ConfigMaps as `kubectl get configmap -o json` prints them, one or a List of several, as a tree
 * of files. Prow's config-updater writes such maps, and Prow's components mount them: each key is a file. The key
 * config.yaml is the main file and plugins.yaml the plugin file, whichever map holds them; every other key is a job
 * file in the folder jobs, where the parts of a job configuration that was split over several maps come together. */
#ifndef SOURCE_CONFIG_MAP_H
#define SOURCE_CONFIG_MAP_H

#include "source/fs_memory.h"

/* Names of the files in the tree. */
#define CONFIG_MAP_CONFIG "config.yaml"
#define CONFIG_MAP_PLUGINS "plugins.yaml"
#define CONFIG_MAP_JOBS "jobs"

/* Most bytes that all values of one List may come to, decoded. Kubernetes keeps 1 MiB in one map. */
enum { CONFIG_MAP_MOST = 1 << 30 };

struct config_map_found {
    bool config, plugins, jobs; /* what the maps held */
    size_t maps, files;
};

/* Puts the files of the maps that json holds into the tree m, whose files are then slices of json or lie in the arena.
 * binaryData is decoded from base64; what is gzip stays gzip, because Prow itself unpacks it where it does. False with
 * *words in the arena, to stand behind the name of the file: no JSON, no ConfigMap, a key that Kubernetes would not
 * take, a key in two maps, no map, no key at all. */
bool config_map_read(struct str json, struct arena *a, struct fs_memory *m, struct config_map_found *found,
                     struct str *words);

#endif
