#include "report/fold.h"

/* So many alike in one file are shown; so many kinds of a file's findings are told apart. */
enum { MOST_SHOWN = 3, MOST_HEADS = 64, MOST_WORDS_APART = 2 };

bool findings_alike(const struct finding *a, const struct finding *b)
{
    struct str x = a->message, y = b->message, wx, wy;
    int apart = 0;

    if (a->rule != b->rule || a->severity != b->severity || !str_eq(a->at.file, b->at.file))
        return false;
    while (x.len && y.len) {
        str_cut(x, ' ', &wx, &x);
        str_cut(y, ' ', &wy, &y);
        apart += !str_eq(wx, wy);
    }
    return x.len == 0 && y.len == 0 && apart <= MOST_WORDS_APART;
}

/* The first of those in the file that the i-th is like; i where it is the first itself. */
static size_t head_of(const struct finding *const *list, const size_t *heads, size_t count, size_t i)
{
    for (size_t k = 0; k < count; k++)
        if (findings_alike(list[heads[k]], list[i]))
            return heads[k];
    return i;
}

size_t *findings_fold(struct arena *a, const struct finding *const *list, size_t n)
{
    size_t *folded = ARENA_ARRAY(a, size_t, n), *head = ARENA_ARRAY(a, size_t, n), *alike = ARENA_ARRAY(a, size_t, n);
    size_t heads[MOST_HEADS], count = 0;

    for (size_t i = 0; i < n; i++) {
        if (i && !str_eq(list[i]->at.file, list[i - 1]->at.file))
            count = 0;
        head[i] = head_of(list, heads, count, i);
        if (head[i] == i && count < MOST_HEADS)
            heads[count++] = i;
        alike[head[i]]++;
    }
    for (size_t i = 0; i < n; i++) {
        bool few = alike[head[i]] <= MOST_SHOWN;
        folded[i] = few ? 1 : head[i] == i ? alike[i] : 0;
    }
    return folded;
}
