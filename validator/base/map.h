/* map: string keys to pointers, in the order of insertion. Keys are not copied: they must live as long as the
 * map. Lives in an arena and is never freed by itself. Salted, so chosen keys can't make it slow. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map_entry {
    struct str key;
    uint64_t hash;
    void *value;
};

struct map {
    struct arena *arena;
    struct map_entry *entries; /* count of them, first inserted first */
    uint32_t *slots;           /* index into entries plus one; 0 is free */
    size_t count, cap, slot_count;
    uint64_t salt;
};

void map_init(struct map *m, struct arena *a);
/* The value of key, or NULL when it is not there (or its value is NULL). */
void *map_get(const struct map *m, struct str key);
/* Where the value of key is kept: a new key starts with NULL. The place moves with the next insertion. */
void **map_at(struct map *m, struct str key);

#endif
