/* arena: memory that is given back all at once. A zeroed struct is an empty arena. Everything reachable from
 * one file's tape lives in that file's arena and dies with it; what must outlive a file is copied into the
 * arena of whoever keeps it. Not thread-safe: one arena a worker. Running out of memory aborts. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

#include <stdarg.h>

struct arena {
    struct arena_block *blocks; /* newest first */
    size_t used;                /* bytes taken from the newest block */
    size_t held;                /* bytes held in all blocks */
};

/* size bytes, zeroed, aligned for any type. */
void *arena_take(struct arena *a, size_t size);
/* n elements of size bytes, zeroed; n * size may not overflow (aborts). */
void *arena_array(struct arena *a, size_t n, size_t size);
#define ARENA_NEW(a, type) ((type *)arena_take((a), sizeof(type)))
/* A new last element of an array that grows: *ARENA_PUSH(a, list->items, list->count, list->cap) = x. */
#define ARENA_PUSH(a, items, count, cap)                                                                               \
    ((items) = arena_grow((a), (items), (count), &(cap), sizeof *(items)), &(items)[(count)++])
#define ARENA_ARRAY(a, type, n) ((type *)arena_array((a), (n), sizeof(type)))

/* A copy of s in the arena, followed by a NUL that len does not count. */
struct str arena_copy(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str arena_vprintf(struct arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

/* The parts one after another, NUL-terminated as above: for texts with values that may hold NUL, which
 * arena_printf would cut. */
struct str arena_join(struct arena *a, const struct str *parts, size_t n);
#define ARENA_JOIN(a, ...)                                                                                             \
    arena_join((a), (const struct str[]){ __VA_ARGS__ },                                                               \
               sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

/* "LIST[INDEX]", the way to an element; many are made and few are printed. */
struct str arena_element(struct arena *a, struct str list, size_t index);

/* The parts with between between them, however many there are, in time and memory that grow with the text alone. */
struct str arena_list(struct arena *a, struct str between, const struct str *parts, size_t n);

/* Room for one more in a growing array of the arena: returns items, moved and doubled when *cap is n.
 * The old place is not given back before the arena is. */
void *arena_grow(struct arena *a, void *items, size_t n, size_t *cap, size_t size);

/* What from holds belongs to a from now on and stays where it is; from is empty and usable again. */
void arena_adopt(struct arena *a, struct arena *from);

/* Forgets everything but keeps the largest block for the next use. */
void arena_reset(struct arena *a);
/* Gives everything back; the arena is empty and usable again. */
void arena_free(struct arena *a);

#endif
