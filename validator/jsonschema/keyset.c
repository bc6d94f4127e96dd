#include "jsonschema/keyset.h"

#include <stdlib.h>

static void put(struct keyset *s, uint32_t hash, uint32_t number)
{
    uint32_t i = hash & s->mask;

    while (s->slots[i].number)
        i = (i + 1) & s->mask;
    s->slots[i] = (struct keyset_slot){ hash, number };
}

static void widen(struct keyset *s, struct arena *a)
{
    const struct keyset_slot *old = s->slots;
    uint32_t old_count = old ? s->mask + 1 : 0, n = old ? old_count * 2 : 8;

    if (n < old_count)
        abort();
    s->slots = ARENA_ARRAY(a, struct keyset_slot, n);
    s->mask = n - 1;
    for (uint32_t i = 0; i < old_count; i++)
        if (old[i].number)
            put(s, old[i].hash, old[i].number);
}

uint32_t keyset_add(struct keyset *s, struct arena *a, struct str key)
{
    int64_t at = keyset_find(s, key.p, key.len);

    if (at != KEYSET_NONE)
        return (uint32_t)at;
    /* At most half full: a key that is not there ends its search at once. */
    if (!s->slots || s->count >= (s->mask + 1) / 2)
        widen(s, a);
    *ARENA_PUSH(a, s->keys, s->count, s->cap) = key;
    put(s, keyset_hash(key.p, key.len), s->count);
    return s->count - 1;
}
