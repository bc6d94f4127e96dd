/* rune_class: a set of code points as ranges, the way a character class is read and merged. */
#ifndef SYNTAX_REGEX_RUNE_CLASS_H
#define SYNTAX_REGEX_RUNE_CLASS_H

#include "base/arena.h"

#define RUNE_MAX 0x10FFFFu

/* lo to hi, both included. */
struct rune_range {
    uint32_t lo, hi;
};

/* A class under construction; a zeroed struct with an arena is the empty one. It is clean when its ranges are
 * ascending and neither overlap nor touch. */
struct rune_class {
    struct arena *arena;
    struct rune_range *ranges;
    size_t count, cap; /* cap 0: the ranges are borrowed */
};

/* Adds lo to hi; the class need not be clean after it. */
void rune_class_add(struct rune_class *c, uint32_t lo, uint32_t hi);
void rune_class_add_ranges(struct rune_class *c, const struct rune_range *ranges, size_t count);
/* Adds every code point that is not in these clean ranges. */
void rune_class_add_others(struct rune_class *c, const struct rune_range *ranges, size_t count);
/* Makes an empty class these clean ranges without copying them; the first change copies. */
void rune_class_borrow(struct rune_class *c, const struct rune_range *ranges, size_t count);
void rune_class_clean(struct rune_class *c);
/* Turns a clean class into its complement, which is clean too. */
void rune_class_negate(struct rune_class *c);

/* Whether rune is in these clean ranges. */
bool rune_in(const struct rune_range *ranges, size_t count, uint32_t rune);

#endif
