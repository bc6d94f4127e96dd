/* node: the tree that a pattern is read into, as Go's syntax.Regexp. It lives in the arena of whoever parses.
 */
#ifndef SYNTAX_REGEX_NODE_H
#define SYNTAX_REGEX_NODE_H

#include "syntax/regex/rune_class.h"

enum regex_op {
    RE_EMPTY,    /* the empty string */
    RE_LITERAL,  /* runes, one after the other */
    RE_CLASS,    /* one of ranges; none: nothing matches */
    RE_ANY_LINE, /* any code point but \n */
    RE_ANY,
    RE_BEGIN_LINE,
    RE_END_LINE,
    RE_BEGIN_TEXT,
    RE_END_TEXT,
    RE_WORD_BOUNDARY,
    RE_NO_WORD_BOUNDARY,
    RE_CAPTURE,
    RE_STAR,
    RE_PLUS,
    RE_QUEST,
    RE_REPEAT, /* min to max times; max -1: no end */
    RE_CONCAT,
    RE_ALTERNATE,
};

struct regex_node {
    uint8_t op;
    bool fold;     /* literal: matches what its runes fold to as well */
    bool lazy;     /* repetition: as few as possible first */
    bool nullable; /* can match the empty string */
    int16_t min, max;
    uint32_t capture; /* number of the group, from 1 */
    uint32_t height;  /* levels of the tree below and with this node */
    uint32_t repeats; /* greatest product of nested repeat counts, at least 1 */
    uint64_t size;    /* instructions Go would compile it to, at least 1 */
    size_t count, cap;
    union {
        uint32_t *runes;
        const struct rune_range *ranges; /* clean */
        struct regex_node **kids;
    };
};

struct regex_nodes {
    struct regex_node **at;
    size_t count, cap;
};

/* Sets nullable, height, repeats and size from the kids (Go's calcHeight, repeatIsValid and calcSize). */
void regex_node_measure(struct regex_node *n);

/* Whether it stands for one code point out of a set: one-rune literal, class, dot. */
bool regex_node_is_class(const struct regex_node *n);

/* The same pattern with counted repetitions and repeated repetitions reduced as Go's Simplify does, which
 * decides what groups capture: (?:a*)* is a*, a{1} is a. Counts above one stay. Changes the tree in place;
 * its height may be at most REGEX_MAX_HEIGHT. */
struct regex_node *regex_node_simplify(struct arena *a, struct regex_node *n);
/* Makes op over kid, reduced the same way; op is RE_STAR, RE_PLUS or RE_QUEST. */
struct regex_node *regex_node_unary(struct arena *a, enum regex_op op, bool lazy, struct regex_node *kid);

/* Trees higher than this are refused, so that walking one by recursion is safe (Go's maxHeight). */
enum { REGEX_MAX_HEIGHT = 1000 };

#endif
