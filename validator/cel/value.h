/* value: what an expression computes with. A value is small and passed on by copy; what it points to lives in the arena
 * of the evaluation, or wherever its owner keeps it. Lists and maps are either the evaluator's own, or somebody else's
 * that are read through a class of functions (a YAML tape, a typed value): then nothing is copied. */
#ifndef CEL_VALUE_H
#define CEL_VALUE_H

#include "cel/type.h"

enum cel_kind {
    CEL_NULL,
    CEL_BOOL,
    CEL_INT,
    CEL_UINT,
    CEL_DOUBLE,
    CEL_STRING,
    CEL_BYTES,
    CEL_LIST,
    CEL_MAP,
    CEL_TIMESTAMP,
    CEL_DURATION,
    CEL_TYPE,
    CEL_OPTIONAL,
    CEL_OPAQUE,
    CEL_ERROR,
};

struct cel_value;

/* A place in a foreign list or map that is walked: zeroed before the first step. */
struct cel_cursor {
    const void *at;
    size_t index;
};

/* How a foreign list or map is read. Every function may be called by many threads at once on the same value. a is the
 * arena of the evaluation, for what has to be made. */
struct cel_class {
    size_t (*count)(const struct cel_value *of);
    /* List: the element at an index below count. */
    void (*at)(struct arena *a, const struct cel_value *of, size_t index, struct cel_value *out);
    /* Map: the value of a key; false when it is not there. Keys of foreign maps are texts. */
    bool (*get)(struct arena *a, const struct cel_value *of, struct str key, struct cel_value *out);
    /* The next element, or key and value; false at the end. key is not touched for a list. c->index says how many came
     * so far, and is counted by who asks. */
    bool (*next)(struct arena *a, const struct cel_value *of, struct cel_cursor *c, struct cel_value *key,
                 struct cel_value *value);
};

struct cel_list {
    const struct cel_value *items;
    size_t count;
};

struct cel_pair;

struct cel_map {
    struct cel_pair *pairs; /* in order of insertion */
    uint32_t *slots;        /* index into pairs plus one, by hash; NULL for few pairs */
    size_t count, cap, slot_count;
};

struct cel_failure {
    struct str message;
    uint32_t offset; /* in the expression, in bytes: the part that failed */
    bool stopped;    /* a limit was reached: undecided, no && or || may hide it */
};

/* What an opaque value is. */
enum cel_opaque {
    CEL_OPAQUE_IP,
    CEL_OPAQUE_CIDR,
    CEL_OPAQUE_QUANTITY,
    CEL_OPAQUE_URL,
    CEL_OPAQUE_SEMVER,
    CEL_OPAQUE_FORMAT,
};

struct cel_value {
    uint8_t kind;   /* enum cel_kind */
    uint8_t opaque; /* CEL_OPAQUE: enum cel_opaque */
    int16_t zone;   /* timestamp: minutes east of UTC that it was written with, for string() */
    uint32_t n;     /* bytes of a string; nanoseconds of a timestamp */
    union {
        bool b;
        int64_t i; /* also a duration in nanoseconds, and a timestamp in seconds since 1970 */
        uint64_t u;
        double d;
        const char *s;               /* string, bytes */
        const struct cel_list *list; /* without a class */
        const struct cel_map *map;   /* without a class */
        const void *foreign;         /* list or map with a class: its owner's own */
        const struct cel_type *type;
        const struct cel_value *some; /* optional: NULL for none */
        const void *object;           /* opaque */
        const struct cel_failure *failure;
    };
    const struct cel_class *class;
    /* Where the value comes from, for whoever bound it: the evaluator hands it on and never looks. */
    const void *origin;
};

struct cel_pair {
    struct cel_value key, value;
};

static inline struct cel_value cel_null(void)
{
    return (struct cel_value){ .kind = CEL_NULL };
}

static inline struct cel_value cel_bool(bool b)
{
    return (struct cel_value){ .kind = CEL_BOOL, .b = b };
}

static inline struct cel_value cel_int(int64_t i)
{
    return (struct cel_value){ .kind = CEL_INT, .i = i };
}

static inline struct cel_value cel_uint(uint64_t u)
{
    return (struct cel_value){ .kind = CEL_UINT, .u = u };
}

static inline struct cel_value cel_double(double d)
{
    return (struct cel_value){ .kind = CEL_DOUBLE, .d = d };
}

/* A text of less than 4 GiB. The bytes are not copied. */
static inline struct cel_value cel_string(struct str s)
{
    return (struct cel_value){ .kind = CEL_STRING, .n = (uint32_t)s.len, .s = s.p };
}

static inline struct cel_value cel_bytes(struct str s)
{
    return (struct cel_value){ .kind = CEL_BYTES, .n = (uint32_t)s.len, .s = s.p };
}

static inline struct cel_value cel_duration(int64_t nanoseconds)
{
    return (struct cel_value){ .kind = CEL_DURATION, .i = nanoseconds };
}

static inline struct cel_value cel_timestamp(int64_t seconds, uint32_t nanoseconds)
{
    return (struct cel_value){ .kind = CEL_TIMESTAMP, .i = seconds, .n = nanoseconds };
}

static inline struct cel_value cel_type_value(const struct cel_type *t)
{
    return (struct cel_value){ .kind = CEL_TYPE, .type = t };
}

static inline struct cel_value cel_object(enum cel_opaque which, const void *object)
{
    return (struct cel_value){ .kind = CEL_OPAQUE, .opaque = (uint8_t)which, .object = object };
}

static inline struct cel_value cel_none(void)
{
    return (struct cel_value){ .kind = CEL_OPTIONAL };
}

struct cel_value cel_some(struct arena *a, struct cel_value v);
/* A list of values that stay where they are. */
struct cel_value cel_list_value(struct arena *a, const struct cel_value *items, size_t count);

static inline struct str cel_text(const struct cel_value *v)
{
    return (struct str){ v->s, v->n };
}

static inline bool cel_is_true(const struct cel_value *v)
{
    return v->kind == CEL_BOOL && v->b;
}

/* The type of a value, without parameters: what `type(v)` gives. */
const struct cel_type *cel_type_of(const struct cel_value *v);

/* Elements of a list or pairs of a map; 0 for anything else. */
size_t cel_count(const struct cel_value *v);
/* The element at an index below its count. */
void cel_at(struct arena *a, const struct cel_value *list, size_t index, struct cel_value *out);
/* Steps through a list or a map from a zeroed cursor; false at the end. For a list *key is its index. */
bool cel_next(struct arena *a, const struct cel_value *of, struct cel_cursor *c, struct cel_value *key,
              struct cel_value *value);
/* The value of a key, equal numbers of other types included; false when it is not there. */
bool cel_map_find(struct arena *a, const struct cel_value *map, const struct cel_value *key, struct cel_value *out);

/* Maps of the evaluator's own. */
struct cel_map *cel_map_new(struct arena *a);
/* Adds a pair; false when the key (or an equal number) is there already, unless replace, which then replaces. */
bool cel_map_put(struct arena *a, struct cel_map *m, const struct cel_value *key, const struct cel_value *value,
                 bool replace);
struct cel_value cel_map_value(const struct cel_map *m);

/* What a comparison may cost: steps left, counted down; 0 when it gave up. */
struct cel_budget {
    struct arena *arena;
    uint64_t steps;
    unsigned depth;
};

/* CEL's ==: numbers across types, lists and maps by content, false for different types. */
bool cel_equal(struct cel_budget *budget, const struct cel_value *a, const struct cel_value *b);

enum cel_order { CEL_LESS = -1, CEL_SAME = 0, CEL_MORE = 1, CEL_NO_ORDER = 2, CEL_NAN = 3 };
/* How two values of ordered types stand to each other; numbers across types. CEL_NO_ORDER for other pairs, CEL_NAN
 * where one of two numbers is none. */
enum cel_order cel_compare(const struct cel_value *a, const struct cel_value *b);

/* Whether it is the zero of its type, for optional.ofNonZeroValue. */
bool cel_is_zero(const struct cel_value *v);

#endif
