/* decode: what Go's decoder does with a document, without building the value. Mirrors sigs.k8s.io/yaml
 * v1.6 over encoding/json (Go 1.24 to 1.26) on the types of schema/gotype.h: catalog sections 1.8.6 to
 * 1.8.9. Where Go stops at the first mistake, every mistake is reported, and beside them what Go takes
 * without a word and then forgets. */
#ifndef SCHEMA_DECODE_H
#define SCHEMA_DECODE_H

#include "schema/gowindow.h"
#include "syntax/tape.h"

enum decode_kind {
    DECODE_WRONG_TYPE,      /* Go refuses the value: its JSON type, its range */
    DECODE_BAD_VALUE,       /* the type's own decoder refuses the text: duration, quantity, time, NaN */
    DECODE_VALUE_TOO_NEW,   /* an older version of the window refuses the value, or does not know it */
    DECODE_VALUE_REMOVED,   /* a version of the window no longer knows this value of an enumeration */
    DECODE_UNKNOWN_VALUE,   /* no version knows this value of a closed enumeration */
    DECODE_UNKNOWN_FIELD,   /* no version has such a field; dropped silently, refused where strict */
    DECODE_FIELD_TOO_NEW,   /* dropped silently by the versions given */
    DECODE_FIELD_REMOVED,   /* the same */
    DECODE_WRONG_CASE,      /* taken for a field although its letter case differs */
    DECODE_DUPLICATE_KEY,   /* a later key of the same mapping took its place */
    DECODE_SECOND_DOCUMENT, /* never read */
    DECODE_TINY_DURATION,   /* a number of nanoseconds that stands for seconds: less than one */
    DECODE_TOO_DEEP,        /* collections nest too deeply to be decoded */
};

/* Where a value stands, seen from the value upwards. */
struct decode_place {
    const struct decode_place *up;
    enum decode_step { STEP_ROOT, STEP_FIELD, STEP_KEY, STEP_INDEX, STEP_JSON, STEP_YAML } step;
    const struct node *key;        /* STEP_FIELD, STEP_KEY */
    const struct go_struct *owner; /* STEP_FIELD, and the STEP_KEY of an unknown field: the struct decoded */
    const struct go_field *field;  /* STEP_FIELD */
    size_t index;                  /* STEP_INDEX */
    unsigned depth;                /* steps above it */
};

/* "presubmits.org/repo[0].spec.containers[0].env", in a. Empty for the root. */
struct str decode_path(const struct decode_place *place, struct arena *a);

struct decode_problem {
    enum decode_kind kind;
    const struct node *at;            /* the key for what is wrong with a key, else the value */
    const struct decode_place *place; /* of the value; lives during the call */
    struct str path;                  /* decode_path of it */
    struct str message;               /* Go's words without envelope, or empty where it has none */
    struct str suggestion;            /* the name or value that may be meant, or empty; tiny duration: what it is */
    struct str elsewhere;             /* unknown or removed field: path at which its name is known, or empty */
    struct str kinds;                 /* unknown field of a job: "presubmits and periodics" that have it, or empty */
    bool misspelt;                    /* unknown field: its name is nowhere near, and only the suggestion is like it */
    const struct node *other;         /* duplicate key: the earlier one */
    const struct go_version *since;   /* too new: what brought it; removed: what removed it */
    uint64_t versions;                /* of the window, that this is true for */
    bool refused;                     /* these versions refuse the whole file */
};

/* The steps of a successful decoding in Go's order, from which the value can be built as Go builds it. */
enum decode_event {
    EVENT_FIELD,  /* the next value goes into the field */
    EVENT_KEY,    /* the next value goes into the map under the key text */
    EVENT_INDEX,  /* the next value is an element */
    EVENT_NULL,   /* null into a value of the type */
    EVENT_SCALAR, /* text: string value, number literal, true or false */
    EVENT_BEGIN,  /* struct, map or slice */
    EVENT_END,
    EVENT_JSON, /* a type with its own decoder: text is its canonical JSON */
};

struct decode_sink {
    /* at: the key of a field or an entry, the element of a list, else the value itself, aliases followed. */
    void (*event)(void *context, enum decode_event event, const struct go_type *type, const struct go_field *field,
                  struct str text, const struct node *at);
    void *context;
};

struct decode_options {
    const struct go_window *window;
    bool strict;                    /* as with DisallowUnknownFields */
    bool short_paths;               /* errors without embedded structs, as Go before 1.24 prints them */
    const struct decode_sink *sink; /* or NULL */
    bool value_only;                /* only the sink and the error are wanted, as Go decodes: nothing is reported */
};

struct decode_result {
    bool refused;          /* by the newest version of the window */
    bool refused_by_any;   /* by any version of the window */
    struct str error;      /* what Go prints after "error unmarshalling PATH: ", or empty; in the arena */
    const struct node *at; /* where that error is */
};

/* Decodes the document of tape (read with yaml_limits.typed) into a value of type root. Every problem goes
 * to report(context, ...), which may be NULL, in document order except for duplicates and second
 * documents, which come last; its texts live in a. The same problem at the same place of the source,
 * reached through aliases or merges, is reported once. */
void decode(const struct tape *tape, const struct go_type *root, const struct decode_options *options, struct arena *a,
            void (*report)(void *context, const struct decode_problem *p), void *context, struct decode_result *result);

#endif
