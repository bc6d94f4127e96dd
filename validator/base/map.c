#include "base/map.h"

#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

static uint64_t mix(uint64_t h)
{
    h = (h ^ h >> 32) * 0xd6e8feb86659fd93u;
    return h ^ h >> 32;
}

static uint64_t hash_of(const struct map *m, struct str key)
{
    uint64_t h = m->salt;

    for (size_t i = 0; i < key.len; i++)
        h = (h ^ (unsigned char)key.p[i]) * 0x100000001b3u;
    return mix(h);
}

void map_init(struct map *m, struct arena *a)
{
    const void *random = (const void *)getauxval(AT_RANDOM);

    *m = (struct map){ .arena = a };
    /* Maps are made by the thousand, so none asks the kernel anew: it gave the process random bytes at its start. The
     * address makes every map another one. */
    if (random)
        memcpy(&m->salt, random, sizeof m->salt);
    m->salt = mix(m->salt ^ (uintptr_t)m);
}

/* The slot that holds key, or the free one where it would go. */
static uint32_t *find(const struct map *m, struct str key, uint64_t hash)
{
    size_t mask = m->slot_count - 1;

    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        uint32_t at = m->slots[i];
        if (at == 0 || (m->entries[at - 1].hash == hash && str_eq(m->entries[at - 1].key, key)))
            return &m->slots[i];
    }
}

void *map_get(const struct map *m, struct str key)
{
    uint32_t at;

    if (m->count == 0)
        return NULL;
    at = *find(m, key, hash_of(m, key));
    return at ? m->entries[at - 1].value : NULL;
}

static void widen(struct map *m)
{
    m->slot_count = m->slot_count ? m->slot_count * 2 : 16;
    m->slots = ARENA_ARRAY(m->arena, uint32_t, m->slot_count);
    for (size_t i = 0; i < m->count; i++)
        *find(m, m->entries[i].key, m->entries[i].hash) = (uint32_t)i + 1;
}

void **map_at(struct map *m, struct str key)
{
    uint64_t hash = hash_of(m, key);
    uint32_t *slot;

    if (m->count >= m->slot_count / 2)
        widen(m);
    slot = find(m, key, hash);
    if (*slot == 0) {
        if (m->count == UINT32_MAX)
            abort();
        *ARENA_PUSH(m->arena, m->entries, m->count, m->cap) = (struct map_entry){ key, hash, NULL };
        *slot = (uint32_t)m->count;
    }
    return &m->entries[*slot - 1].value;
}
