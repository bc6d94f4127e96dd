/* tape: a document as one array of nodes in document order, the shape that every reader fills and every schema
 * and rule sees. A node's subtree follows it, so skipping one is an addition. Nodes, and texts that are not
 * slices of the source, live in the arena given to the reader; slices live as long as the source.
 *
 * The tape shows the document as Prow's reader hands it on (fact sheet 1.8): scalars are resolved, keys are
 * strings, duplicate keys and merges are settled. What a later key overwrote stays on the tape as a dead pair,
 * so that findings can point at it; the walkers below never show one. */
#ifndef SYNTAX_TAPE_H
#define SYNTAX_TAPE_H

#include "base/arena.h"

enum node_kind {
    NODE_NULL,
    NODE_BOOL,
    NODE_INT,
    NODE_FLOAT,
    NODE_STRING,
    NODE_SEQUENCE,
    NODE_MAPPING,
    NODE_ALIAS, /* stands for a node earlier on the tape */
};

enum node_style { STYLE_PLAIN, STYLE_SINGLE, STYLE_DOUBLE, STYLE_LITERAL, STYLE_FOLDED, STYLE_BLOCK, STYLE_FLOW };

enum node_flag {
    FLAG_KEY = 1,      /* key of a mapping: text is the string it became, kind what it was written as */
    FLAG_DEAD = 2,     /* key of a pair that a later key or merge overwrote, or of a settled "<<" */
    FLAG_MERGED = 4,   /* key that "<<" brought in; its span is where the merged mapping wrote it */
    FLAG_ANCHORED = 8, /* has an anchor */
    FLAG_TAGGED = 16,  /* has an explicit tag */
};

struct node {
    /* Scalars: the value, not NUL-terminated. A string's bytes; "null"; "true" or "false"; an integer in decimal; a
     * float as Go's encoding/json prints it. What the author wrote is source[start, end). NULL for the rest. */
    const char *text;
    uint32_t len;        /* bytes of text; sequence: elements; mapping: live pairs; alias: nodes back to its target */
    uint32_t span;       /* nodes in this subtree, itself included: n + span is what follows it */
    uint32_t start, end; /* bytes in the source; a collection ends where its last part ends */
    uint32_t line;       /* line of start, from 1 */
    uint8_t kind, style, flags, spare;
};

/* A key that stands twice in one mapping: the later one won. */
struct duplicate_key {
    const struct node *key, *earlier;
};

/* How many code points stand before a byte on its line, plus one. */
struct column_mark {
    uint32_t offset, column;
};

struct tape {
    struct str source; /* UTF-8; offsets count from here */
    struct node *nodes;
    size_t count;
    const struct node *root; /* first document; NULL when there is none */
    struct duplicate_key *duplicates;
    size_t duplicate_count;
    /* Where a second document begins, which Prow never reads: offset and line; line 0 when there is none. */
    uint32_t second_document, second_document_line;
    /* On long lines, every so often (span.h). */
    struct column_mark *marks;
    size_t mark_count;
};

/* Follows an alias to what it stands for; anything else is itself. NULL stays NULL. */
static inline const struct node *node_value(const struct node *n)
{
    while (n && n->kind == NODE_ALIAS)
        n -= n->len;
    return n;
}

/* Bytes of a scalar's value; empty for NULL and collections. Follows aliases. */
static inline struct str node_text(const struct node *n)
{
    n = node_value(n);
    return n && n->kind < NODE_SEQUENCE ? (struct str){ n->text, n->len } : (struct str){ "", 0 };
}

bool node_is(const struct node *n, struct str text);
/* Kind after aliases; NODE_NULL for NULL. */
static inline enum node_kind node_kind(const struct node *n)
{
    n = node_value(n);
    return n ? (enum node_kind)n->kind : NODE_NULL;
}

/* Elements of a sequence: node_first(seq), then node_next(seq, e) until NULL. Follow aliases with node_value. */
const struct node *node_first(const struct node *seq);
const struct node *node_next(const struct node *seq, const struct node *e);
size_t node_count(const struct node *n); /* elements or live pairs; 0 for scalars and NULL */

/* Live pairs of a mapping: node_first_key(map), then node_next_key(map, key) until NULL; the value of a key is
 * node_pair_value(key), aliases followed. */
const struct node *node_first_key(const struct node *map);
const struct node *node_next_key(const struct node *map, const struct node *key);
const struct node *node_pair_value(const struct node *key);

/* The key spelt exactly so, or NULL; also for NULL and for what is not a mapping. */
const struct node *node_key(const struct node *map, struct str name);
/* Its value, aliases followed, or NULL. */
const struct node *node_get(const struct node *map, struct str name);

/* The key that Go's JSON decoder puts into the field of this name: letter case is folded as encoding/json folds
 * it, and of several spellings the bytewise greatest wins (fact sheet 1.8.4). NULL when there is none. */
const struct node *node_field_key(const struct node *map, struct str name);
const struct node *node_field(const struct node *map, struct str name);
/* Whether encoding/json takes a for the field name b: equal under simple case folding. */
bool fold_equal(struct str a, struct str b);

/* The value of an integer node; false when it is none or outside int64. */
bool node_int(const struct node *n, int64_t *value);
/* true for the boolean true only. */
bool node_true(const struct node *n);

#endif
