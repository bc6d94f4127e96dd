/* delivery: which files the config-updater plugin copies into which ConfigMaps (config_updater.maps; FilterChanges of
 * pkg/plugins/updateconfig, which matches with zglob: "*" stops at slashes, a folder called "**" is any folders or none,
 * {a,b} is either). */
#ifndef PROW_PLUGINS_DELIVERY_H
#define PROW_PLUGINS_DELIVERY_H

#include "base/map.h"
#include "prow/files/setting.h"

/* One key of config_updater.maps. */
struct delivery_key {
    struct setting entry;
    struct str glob;   /* the key itself */
    struct str *globs; /* without braces: each a pattern of its own */
    size_t glob_count;
    size_t place; /* among the keys */
};

struct delivery {
    struct delivery_key **keys; /* in the order of the file */
    size_t count;
    struct map by_folder; /* what a pattern begins with up to the slash before its first wildcard -> its patterns */
    struct arena *arena;
};

/* Reads what the plugin file says; in the tree's scratch memory. Without a plugin file, or without maps, nothing. */
void delivery_read(struct delivery *d, const struct prow_tree *t);
/* Whether config-updater is on for some repository or organization: else the maps are for nothing. */
bool delivery_is_on(const struct prow_tree *t);

/* What a pattern begins with, up to and with the slash before its first wildcard; all of it where it has none. */
struct str glob_folder(struct str glob);
bool glob_has_wildcard(struct str glob);

/* The keys that a file matches, in the order of the file, at most room of them; returns how many. path is clean. */
size_t delivery_of(const struct delivery *d, struct str path, const struct delivery_key **keys, size_t room);

#endif
