/* keyset: the strings a schema names, numbered in the order they were added and found by hash. Built once,
 * then constant. */
#ifndef JSONSCHEMA_KEYSET_H
#define JSONSCHEMA_KEYSET_H

#include "base/arena.h"

#include <string.h>

enum { KEYSET_NONE = -1 };

struct keyset_slot {
    uint32_t hash;
    uint32_t number; /* plus one; 0 is free */
};

struct keyset {
    struct keyset_slot *slots;
    struct str *keys;
    uint32_t mask; /* slots minus one, a power of two minus one */
    uint32_t count;
    size_t cap;
};

/* Adds key, which must outlive the set, and gives its number; the old one where it is in already. */
uint32_t keyset_add(struct keyset *s, struct arena *a, struct str key);

/* Reads in steps of eight bytes: keys are looked up far more often than anything else happens. */
static inline uint32_t keyset_hash(const char *p, size_t len)
{
    uint64_t a = 0, b = 0, h = len * 0x9e3779b97f4a7c15u;

    for (; len > 16; p += 8, len -= 8) {
        memcpy(&a, p, 8);
        h = (h ^ a) * 0xd6e8feb86659fd93u;
        h ^= h >> 29;
    }
    if (len >= 8) {
        memcpy(&a, p, 8);
        memcpy(&b, p + len - 8, 8);
    } else if (len >= 4) {
        memcpy(&a, p, 4);
        memcpy(&b, p + len - 4, 4);
    } else if (len) {
        a = (uint64_t)(unsigned char)p[0] | (uint64_t)(unsigned char)p[len / 2] << 8 |
            (uint64_t)(unsigned char)p[len - 1] << 16;
    }
    h = (h ^ a) * 0xd6e8feb86659fd93u;
    h = (h ^ h >> 29 ^ b) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

/* The number of the key, or KEYSET_NONE. */
static inline int64_t keyset_find(const struct keyset *s, const char *p, size_t len)
{
    uint32_t hash;

    if (s->count == 0)
        return KEYSET_NONE;
    hash = keyset_hash(p, len);
    for (uint32_t i = hash & s->mask;; i = (i + 1) & s->mask) {
        const struct keyset_slot *slot = &s->slots[i];
        if (slot->number == 0)
            return KEYSET_NONE;
        if (slot->hash == hash && s->keys[slot->number - 1].len == len &&
            memcmp(s->keys[slot->number - 1].p, p, len) == 0)
            return slot->number - 1;
    }
}

#endif
