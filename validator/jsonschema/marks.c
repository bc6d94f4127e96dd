/* Marks: a stack of bits, so that unevaluated* costs nothing where no schema has it and no allocation where
 * one has. The stack may move: marks are places on it, not pointers. */
#include "jsonschema/run.h"

struct marks marks_push(struct run *r, size_t bits)
{
    struct marks m = { r->bit_count, bits / 64 + 1 };

    while (r->bit_cap < r->bit_count + m.words)
        r->bits = arena_grow(r->arena, r->bits, r->bit_cap, &r->bit_cap, sizeof *r->bits);
    memset(r->bits + m.at, 0, m.words * sizeof *r->bits);
    r->bit_count += m.words;
    return m;
}

void marks_pop(struct run *r, const struct marks *m)
{
    r->bit_count = m->at;
}

void marks_join(struct run *r, const struct marks *into, const struct marks *from)
{
    for (size_t i = 0; i < into->words; i++)
        r->bits[into->at + i] |= r->bits[from->at + i];
}
