#include "base/nearest.h"

enum { LONGEST = 64 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static size_t least_of(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;

    return m < c ? m : c;
}

size_t nearest_distance(struct str a, struct str b)
{
    size_t before[LONGEST + 1] = { 0 }, above[LONGEST + 1], row[LONGEST + 1];

    if (a.len > LONGEST || b.len > LONGEST)
        return str_eq(a, b) ? 0 : SIZE_MAX;
    for (size_t j = 0; j <= b.len; j++)
        above[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            char x = lower(a.p[i - 1]), y = lower(b.p[j - 1]);
            row[j] = least_of(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == lower(b.p[j - 2]) && lower(a.p[i - 2]) == y && before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
        for (size_t j = 0; j <= b.len; j++) {
            before[j] = above[j];
            above[j] = row[j];
        }
    }
    return above[b.len];
}

bool nearest_better(struct str word, struct str candidate, size_t *least)
{
    size_t far = nearest_distance(word, candidate), longer = word.len > candidate.len ? word.len : candidate.len;

    if (far >= *least || far > longer / 3)
        return false;
    *least = far;
    return true;
}
