/* value: equality of values as JSON Schema has it: 1 is 1.0, keys have no order, false is not 0. */
#ifndef JSONSCHEMA_VALUE_H
#define JSONSCHEMA_VALUE_H

#include "syntax/tape.h"

/* Collections inside each other that a comparison follows. */
enum { VALUE_DEPTH = 1000 };

/* What a comparison may still cost, in nodes. It is set to 0 where it runs out or values nest too deep; the
 * answer given then means nothing. */
typedef uint64_t value_budget;

/* The kind under which a node is judged: a key is a string whatever it was written as. */
static inline enum node_kind value_kind(const struct node *n)
{
    return n->flags & FLAG_KEY ? NODE_STRING : (enum node_kind)n->kind;
}

/* Whether both hold the same value; aliases are followed. */
bool value_equal(const struct node *a, const struct node *b, value_budget *budget);
/* Equal for equal values. Not salted. */
uint64_t value_hash(const struct node *n, value_budget *budget);

/* Finds two equal elements of a sequence, the ones that come first: *earlier and *later, counted from 0. The
 * scratch arena is used for long sequences. */
bool value_find_equal(const struct node *sequence, struct arena *scratch, value_budget *budget, size_t *earlier,
                      size_t *later);

#endif
