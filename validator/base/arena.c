#include "base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Most texts are shorter than SHORT_TEXT bytes, and are formatted once. */
enum { FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 1024 * 1024, SHORT_TEXT = 256 };

struct arena_block {
    struct arena_block *older;
    size_t size;
    alignas(max_align_t) char bytes[];
};

static struct arena_block *add_block(struct arena *a, size_t need)
{
    size_t size = a->blocks ? a->blocks->size * 2 : FIRST_BLOCK;
    struct arena_block *b;

    if (size > LARGEST_STEP)
        size = LARGEST_STEP;
    if (size < need)
        size = need;
    if (size > SIZE_MAX - sizeof *b)
        abort();
    b = malloc(sizeof *b + size);
    if (!b)
        abort();
    b->older = a->blocks;
    b->size = size;
    a->blocks = b;
    a->used = 0;
    a->held += size;
    return b;
}

void *arena_take(struct arena *a, size_t size)
{
    struct arena_block *b = a->blocks;
    size_t align = alignof(max_align_t);
    char *p;

    if (size > SIZE_MAX - align)
        abort();
    size = (size + align - 1) / align * align;
    if (!b || size > b->size - a->used)
        b = add_block(a, size);
    p = b->bytes + a->used;
    a->used += size;
    return size ? memset(p, 0, size) : p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(n, size, &bytes))
        abort();
    return arena_take(a, bytes);
}

struct str arena_copy(struct arena *a, struct str s)
{
    char *p;

    if (s.len == SIZE_MAX)
        abort();
    p = arena_take(a, s.len + 1);
    if (s.len)
        memcpy(p, s.p, s.len);
    return (struct str){ p, s.len };
}

struct str arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    char shorter[SHORT_TEXT], *p;
    va_list again;
    int n;

    va_copy(again, ap);
    n = vsnprintf(shorter, sizeof shorter, fmt, again);
    va_end(again);
    if (n < 0)
        abort();
    if (n < SHORT_TEXT)
        return arena_copy(a, (struct str){ shorter, (size_t)n });
    p = arena_take(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    return (struct str){ p, (size_t)n };
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
    struct str s;
    va_list ap;

    va_start(ap, fmt);
    s = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return s;
}

struct str arena_join(struct arena *a, const struct str *parts, size_t n)
{
    size_t len = 0, at = 0;
    char *p;

    for (size_t i = 0; i < n; i++)
        if (__builtin_add_overflow(len, parts[i].len, &len) || len == SIZE_MAX)
            abort();
    p = arena_take(a, len + 1);
    for (size_t i = 0; i < n; i++) {
        if (parts[i].len)
            memcpy(p + at, parts[i].p, parts[i].len);
        at += parts[i].len;
    }
    return (struct str){ p, len };
}

struct str arena_element(struct arena *a, struct str list, size_t index)
{
    char text[24], *p = text + sizeof text;

    *--p = ']';
    do
        *--p = (char)('0' + index % 10);
    while (index /= 10);
    *--p = '[';
    return ARENA_JOIN(a, list, { p, (size_t)(text + sizeof text - p) });
}

struct str arena_list(struct arena *a, struct str between, const struct str *parts, size_t n)
{
    struct str *all;

    if (n == 0)
        return (struct str){ "", 0 };
    if (n > SIZE_MAX / 2)
        abort();
    all = arena_array(a, 2 * n - 1, sizeof *all);
    for (size_t i = 0; i < n; i++) {
        all[2 * i] = parts[i];
        if (i + 1 < n)
            all[2 * i + 1] = between;
    }
    return arena_join(a, all, 2 * n - 1);
}

void *arena_grow(struct arena *a, void *items, size_t n, size_t *cap, size_t size)
{
    size_t wider;
    void *moved;

    if (n < *cap)
        return items;
    if (__builtin_mul_overflow(*cap, 2, &wider))
        abort();
    if (wider == 0)
        wider = 8;
    moved = arena_array(a, wider, size);
    if (n)
        memcpy(moved, items, n * size);
    *cap = wider;
    return moved;
}

void arena_adopt(struct arena *a, struct arena *from)
{
    struct arena_block **end = &a->blocks;

    if (!a->blocks)
        a->used = from->used;
    while (*end)
        end = &(*end)->older;
    *end = from->blocks;
    a->held += from->held;
    *from = (struct arena){ 0 };
}

void arena_reset(struct arena *a)
{
    struct arena_block *keep = NULL;

    for (struct arena_block *b = a->blocks, *older; b; b = older) {
        older = b->older;
        if (!keep || b->size > keep->size) {
            free(keep);
            keep = b;
        } else {
            free(b);
        }
    }
    if (keep)
        keep->older = NULL;
    a->blocks = keep;
    a->used = 0;
    a->held = keep ? keep->size : 0;
}

void arena_free(struct arena *a)
{
    for (struct arena_block *b = a->blocks, *older; b; b = older) {
        older = b->older;
        free(b);
    }
    *a = (struct arena){ 0 };
}
