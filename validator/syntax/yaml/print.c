#include "syntax/yaml/build.h"

#include <stdlib.h>

struct level {
    const struct node *n, *at; /* sequences: the next element */
    size_t first, next, end;   /* mappings: keys[next, end) are to come */
};

struct printer {
    struct buf *out;
    const struct form *form;
    struct level *levels;
    size_t depth, level_cap;
    const struct node **keys; /* sorted, of all open mappings */
    size_t key_count, key_cap;
};

static void *widen(void *items, size_t need, size_t *cap, size_t size)
{
    size_t wide = *cap ? *cap : 16;

    if (need <= *cap)
        return items;
    while (wide < need)
        if (__builtin_mul_overflow(wide, 2, &wide))
            abort();
    if (wide > SIZE_MAX / size)
        abort();
    items = realloc(items, wide * size);
    if (!items)
        abort();
    *cap = wide;
    return items;
}

static void put(struct printer *p, struct str s)
{
    if (p->out)
        buf_put(p->out, s);
}

static void open_level(struct printer *p, const struct node *n)
{
    struct level *l;
    size_t count = n->kind == NODE_MAPPING ? node_count(n) : 0;

    p->levels = widen(p->levels, p->depth + 1, &p->level_cap, sizeof *p->levels);
    l = &p->levels[p->depth++];
    *l = (struct level){ .n = n, .first = p->key_count, .next = p->key_count, .end = p->key_count };
    put(p, n->kind == NODE_MAPPING ? p->form->map : p->form->sequence);
    if (n->kind == NODE_SEQUENCE) {
        l->at = node_first(n);
        return;
    }
    p->keys = widen((void *)p->keys, p->key_count + count, &p->key_cap, sizeof *p->keys);
    for (const struct node *k = node_first_key(n); k && l->end < l->first + count; k = node_next_key(n, k))
        p->keys[l->end++] = k;
    p->key_count = l->end;
    if (count)
        qsort(p->keys + l->first, l->end - l->first, sizeof *p->keys, p->form->order);
}

/* The next value of the innermost collection, its key written; NULL once that is done and closed. */
static const struct node *next_value(struct printer *p)
{
    struct level *l = &p->levels[p->depth - 1];
    const struct node *n;

    if (l->n->kind == NODE_SEQUENCE && l->at) {
        n = l->at;
        if (n != l->n + 1)
            put(p, p->form->comma);
        l->at = node_next(l->n, n);
        return n;
    }
    if (l->n->kind == NODE_MAPPING && l->next < l->end) {
        if (l->next > l->first)
            put(p, p->form->comma);
        n = p->keys[l->next++];
        if (p->out)
            p->form->key(p->out, n);
        put(p, p->form->colon);
        return n + n->span;
    }
    put(p, l->n->kind == NODE_MAPPING ? p->form->map_end : p->form->sequence_end);
    p->key_count = l->first;
    p->depth--;
    return NULL;
}

const struct node *print_value(struct buf *out, const struct node *root, const struct form *form)
{
    struct printer p = { .out = out, .form = form };
    const struct node *n = root, *ended = NULL;

    do {
        n = n ? node_value(n) : NULL;
        if (n && (n->kind == NODE_SEQUENCE || n->kind == NODE_MAPPING)) {
            open_level(&p, n);
        } else if (n && !form->scalar(out, n)) {
            ended = n;
            break;
        }
        n = p.depth ? next_value(&p) : NULL;
    } while (p.depth || n);
    free(p.levels);
    free((void *)p.keys);
    return ended;
}
