#include "pipeline/words.h"

#include <stdlib.h>

void words_add(struct words *w, struct arena *a, struct str s)
{
    w->at = arena_grow(a, w->at, w->count, &w->cap, sizeof *w->at);
    w->at[w->count++] = s;
}

void words_add_lines(struct words *w, struct arena *a, struct str s)
{
    struct str line;

    while (str_cut(s, '\n', &line, &s))
        words_add(w, a, line);
    words_add(w, a, line);
}

static int by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

void words_sort(struct words *w)
{
    size_t n = 0;

    if (w->count)
        qsort(w->at, w->count, sizeof *w->at, by_bytes);
    for (size_t i = 0; i < w->count; i++)
        if (n == 0 || !str_eq(w->at[n - 1], w->at[i]))
            w->at[n++] = w->at[i];
    w->count = n;
}

struct str words_join(const struct words *w, struct arena *a)
{
    struct str body = arena_list(a, STR("\n"), w->at, w->count);

    return ARENA_JOIN(a, body, STR("\n"));
}

struct str words_listed(struct str lines, struct arena *a)
{
    struct words list = { 0 };

    words_add_lines(&list, a, lines);
    return arena_list(a, STR(", "), list.at, list.count);
}
