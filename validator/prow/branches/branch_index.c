#include "prow/branches/branch_index.h"

#include <stdlib.h>

enum { MOST_SHAPES = 64, LONGEST_NAME = 128 };

struct places {
    size_t *items;
    size_t count, cap;
};

void branch_index_init(struct branch_index *x, struct arena *a)
{
    *x = (struct branch_index){ .arena = a, .shapes = ARENA_ARRAY(a, struct name_shape, MOST_SHAPES) };
    map_init(&x->by_name, a);
}

/* The name that a pattern is, without its anchors; false for one that is more. */
static bool read_name(struct str pattern, struct str *name, struct name_shape *shape)
{
    struct str t = str_trim_suffix(str_trim_prefix(pattern, STR("^")), STR("$"));

    *shape = (struct name_shape){ .length = t.len };
    *name = t;
    for (size_t i = 0; i < t.len; i++) {
        char c = t.p[i];
        bool letter =
            (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '_' || c == '/';
        if (c == '.' && shape->dot_count < COUNT_OF(shape->dots))
            shape->dots[shape->dot_count++] = i;
        else if (!letter)
            return false;
    }
    return t.len > 0 && t.len <= LONGEST_NAME;
}

static bool same_shape(const struct name_shape *a, const struct name_shape *b)
{
    bool same = a->length == b->length && a->dot_count == b->dot_count;

    for (size_t i = 0; same && i < a->dot_count; i++)
        same = a->dots[i] == b->dots[i];
    return same;
}

static bool keep_shape(struct branch_index *x, const struct name_shape *shape)
{
    for (size_t i = 0; i < x->shape_count; i++)
        if (same_shape(&x->shapes[i], shape))
            return true;
    if (x->shape_count == MOST_SHAPES)
        return false;
    x->shapes[x->shape_count++] = *shape;
    return true;
}

/* The text with NUL where the shape has dots. */
static struct str masked(char *room, struct str text, const struct name_shape *shape)
{
    memcpy(room, text.p, text.len);
    for (size_t i = 0; i < shape->dot_count; i++)
        room[shape->dots[i]] = '\0';
    return (struct str){ room, text.len };
}

static bool are_names(struct branch_index *x, const struct branches *b)
{
    for (size_t i = 0; i < b->only_count; i++) {
        struct name_shape shape;
        struct str name;
        if (!read_name(b->only[i], &name, &shape) || !keep_shape(x, &shape))
            return false;
    }
    return b->only_count > 0;
}

void branch_index_add(struct branch_index *x, const struct branches *b, size_t place)
{
    if (!are_names(x, b)) {
        *ARENA_PUSH(x->arena, x->others, x->other_count, x->other_cap) = place;
        return;
    }
    for (size_t i = 0; i < b->only_count; i++) {
        char room[LONGEST_NAME];
        struct name_shape shape;
        struct str name;
        void **at;
        struct places *p;
        read_name(b->only[i], &name, &shape);
        at = map_at(&x->by_name, arena_copy(x->arena, masked(room, name, &shape)));
        p = *at ? *at : (*at = ARENA_NEW(x->arena, struct places));
        *ARENA_PUSH(x->arena, p->items, p->count, p->cap) = place;
    }
}

static int by_place(const void *pa, const void *pb)
{
    size_t a = *(const size_t *)pa, b = *(const size_t *)pb;

    return a < b ? -1 : a > b;
}

size_t branch_index_candidates(const struct branch_index *x, struct arena *a, struct str branch, size_t **places)
{
    size_t *found = NULL, count = 0, cap = 0, kept = 0;

    for (size_t i = 0; i < x->other_count; i++)
        *ARENA_PUSH(a, found, count, cap) = x->others[i];
    for (size_t s = 0; s < x->shape_count; s++)
        for (size_t from = 0; from + x->shapes[s].length <= branch.len; from++) {
            char room[LONGEST_NAME];
            struct str part = str_slice(branch, from, from + x->shapes[s].length);
            const struct places *p = map_get(&x->by_name, masked(room, part, &x->shapes[s]));
            for (size_t i = 0; p && i < p->count; i++)
                *ARENA_PUSH(a, found, count, cap) = p->items[i];
        }
    if (count)
        qsort(found, count, sizeof *found, by_place);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || found[kept - 1] != found[i])
            found[kept++] = found[i];
    *places = found;
    return kept;
}
