/* build: the inside of the YAML reader, events -> tape. Indices stand for nodes while the tape still moves.
 */
#ifndef SYNTAX_YAML_BUILD_H
#define SYNTAX_YAML_BUILD_H

#include "syntax/yaml/scan.h"

/* What node.spare says of a key while and after reading. */
enum {
    KEY_MERGE = 1, /* "<<", to be settled */
    KEY_ALIAS = 2, /* written as an alias; also of a value that is a copy of a scalar key */
    KEY_UNFIT = 4, /* Go can't make a JSON key of it: null, or past int64 */
};

/* Something to know of few nodes, by index and ascending. */
struct remark {
    uint32_t node;
    struct str text;
};

struct remarks {
    struct remark *items;
    size_t count, cap;
};

struct frame {
    uint32_t node;
    uint32_t keys; /* where its keys start on the stack of keys */
    bool mapping, at_key, merges;
};

struct builder {
    struct arena *arena;
    struct tape *tape;
    const struct yaml_limits *limits;
    struct yaml_error *error;
    struct node *nodes;
    size_t count, cap;
    struct frame *frames;
    size_t depth, frame_cap;
    uint32_t *keys; /* of all open mappings, innermost last */
    size_t key_count, key_cap;
    struct map anchors; /* name -> index of the node, plus one */
    bool anchored;
    struct remarks faults; /* scalars Go refuses while decoding, which it does once all is parsed */
    struct remarks floats; /* keys that are floats: the text they had before they became keys */
    uint32_t (*twins)[2];  /* keys that stand twice: the later and the earlier */
    size_t twin_count, twin_cap;
    uint32_t last_end;      /* of what was added last */
    size_t aliases, merged; /* pairs that merges have gone over */
    size_t unfit;           /* keys that have no string form */
    size_t infinities;      /* floats that have no JSON form */
    bool suspect;           /* something to refuse that is no fault of one node */
    bool overflow;          /* merges went over more than Go's guard can have let through */
};

/* build.c: one event of the document. False: the error is recorded. */
bool build_event(struct builder *b, const struct event *e);
struct node *build_node(struct builder *b, enum node_kind kind);
const struct remark *build_remark(const struct remarks *list, uint32_t node);

/* settle.c: duplicates and merges of the mapping just ended, whose keys are keys[from, key_count). */
void settle_mapping(struct builder *b, uint32_t mapping, size_t from, bool merges);

/* decode.c: walks the finished tape in Go's order and finds what Go refuses, alias bombs included. */
bool decode_check(struct builder *b);

/* convert.c: keys without a string form and floats without a JSON form. */
bool convert_check(struct builder *b);

/* gosyntax.c: appends a node as fmt's %#v prints the value Go has for it. */
void gosyntax_put(struct buf *out, const struct node *n);

/* json.c: the first float, in the order in which Go writes JSON, that has no JSON form; or NULL. */
const struct node *json_find_infinite(const struct node *root);

/* print.c: how to write a value as text. */
struct form {
    struct str map, map_end, sequence, sequence_end, comma, colon;
    int (*order)(const void *a, const void *b); /* of two keys (const struct node *const *) */
    /* Writes a scalar, or what stands for it; false ends the printing. */
    bool (*scalar)(struct buf *out, const struct node *n);
    void (*key)(struct buf *out, const struct node *n);
};
/* Appends root (not NULL) in this form, aliases followed, without recursion. out may be NULL: nothing is
 * written and only scalar is called. Gives the node at which scalar ended it, or NULL. */
const struct node *print_value(struct buf *out, const struct node *root, const struct form *form);

#endif
