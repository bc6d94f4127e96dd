/* program: a tree as instructions of an automaton, laid out as Go's regexp/syntax compiles it, so that what
 * Go captures in loops over empty matches comes out the same. */
#ifndef SYNTAX_REGEX_PROGRAM_H
#define SYNTAX_REGEX_PROGRAM_H

#include "syntax/regex/node.h"

enum regex_step_op {
    STEP_FAIL,
    STEP_MATCH,
    STEP_NOP,
    STEP_SPLIT,   /* next first, then other */
    STEP_CAPTURE, /* puts the position into slot number other */
    STEP_ASSERT,  /* other is the enum regex_op of the assertion */
    STEP_RUNE,    /* other is the rune */
    STEP_FOLD,    /* the same under case folding */
    STEP_CLASS,   /* other is an index into classes */
    STEP_ANY,
    STEP_ANY_LINE,
};

struct regex_step {
    uint8_t op;
    uint32_t next, other;
};

struct regex_step_class {
    const struct rune_range *ranges; /* clean */
    size_t count;
};

struct regex_program {
    const struct regex_step *steps; /* the first one is STEP_FAIL */
    const struct regex_step_class *classes;
    size_t count, class_count;
    uint32_t start;
    int go_minor;
};

/* Programs longer than this are not made. Go allows 3.3 million instructions; a pattern of that size would
 * take minutes to match. */
enum { REGEX_MAX_STEPS = 400 * 1000 };

/* Compiles the simplified tree into a; classes point into the tree. False when it is too long. */
bool regex_program_make(struct regex_program *p, struct arena *a, const struct regex_node *root, int go_minor);
/* A copy that stands alone in room, of regex_program_bytes(p) bytes aligned for any type. */
void regex_program_copy(struct regex_program *to, const struct regex_program *p, void *room);
size_t regex_program_bytes(const struct regex_program *p);

struct regex_span;
struct regex_scratch;

/* Runs it over text: 1 match, 0 none, -1 when memory or time would pass a limit. Writes the first n spans, of
 * which there are groups + 1. */
int regex_program_run(const struct regex_program *p, struct arena *scratch, struct str text, struct regex_span *spans,
                      size_t n);

#endif
