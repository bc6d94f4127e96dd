/* govalue: the value that Go has after decoding a document, built from decode's events, and how Go writes it. Each part
 * knows the node that it came from. */
#ifndef SCHEMA_GOVALUE_H
#define SCHEMA_GOVALUE_H

#include "base/buf.h"
#include "base/map.h"
#include "schema/decode.h"

/* Where a value comes from, for whoever builds it from several documents; nothing here looks inside. */
struct origin;

struct govalue {
    const struct go_type *declared; /* with pointers */
    const struct go_type *type;     /* what was decoded into it, without pointers */
    bool made;                      /* pointer, slice, map: not nil; the rest: was given a value */
    struct str text;                /* scalar, or JSON of a type with its own decoder */
    struct str *keys;               /* map */
    struct govalue **items;         /* struct: by field, NULL where nothing was decoded; slice and map: elements */
    size_t count, cap, stored;      /* slice: stored elements outlive a shorter count, as Go's backing arrays do */
    struct map *index;              /* of a map with many keys: the place of each, plus one */
    const struct node *key, *node;  /* where its key and the value stand; NULL where no document says it */
    const struct origin *origin;
    const struct govalue *over; /* what it took the place of; NULL for nothing */
};

struct govalue_builder {
    struct arena *arena;
    const struct origin *origin; /* of all that is built */
    struct govalue *root, *next; /* next: where the coming value goes */
    struct govalue **open;       /* collections being filled, outermost first */
    size_t open_count, open_cap;
};

/* A value of this type as Go has it before anything is decoded into it. */
struct govalue *govalue_new(struct arena *a, const struct go_type *declared);

void govalue_init(struct govalue_builder *b, struct arena *a, const struct go_type *root);
/* The sink's event function; context is the builder. */
void govalue_event(void *context, enum decode_event event, const struct go_type *type, const struct go_field *field,
                   struct str text, const struct node *at);

/* Room for one more element at the end of a slice. */
void govalue_append(struct arena *a, struct govalue *slice, struct govalue *element);
/* The value of a map under the key, or NULL. */
struct govalue *govalue_entry(const struct govalue *map, struct str key);
/* Puts value into the map under the key, in place of what was there. */
void govalue_put(struct arena *a, struct govalue *map, struct str key, struct govalue *value);
/* The value of the field of this name that a version of the window has, and where it is kept; NULL, and *at NULL, when
 * there is no such field. The value is NULL where nothing was decoded into it. */
struct govalue *govalue_field(const struct govalue *v, struct str name, const struct go_window *w,
                              struct govalue ***at);

/* Whether it is Go's zero value: false, 0, "", nil, or a struct of such. */
bool govalue_is_zero(const struct govalue *v);
/* Whether encoding/json's omitempty leaves it out: false, 0, "", nil, an empty list or map; never a struct. */
bool govalue_is_empty(const struct govalue *v);

/* One member of an object as Go writes it. */
struct govalue_member {
    struct str key;
    const struct go_field *field; /* NULL for an entry of a map */
    const struct govalue *value;
};

/* The members of a struct or map that json.Marshal writes at the version of the window (its newest), sorted by the
 * bytes of their keys; in a. */
size_t govalue_members(const struct govalue *v, const struct go_window *w, struct arena *a,
                       struct govalue_member **members);

/* json.Marshal, with keys sorted by bytes and <, > and & as they are. Scratch memory in a. */
void govalue_json(const struct govalue *v, const struct go_window *w, struct arena *a, struct buf *out);
/* A scalar, or the JSON of a type with its own decoder, as Go writes it: what govalue_json does for a leaf. */
void govalue_leaf(const struct govalue *v, struct arena *a, struct buf *out);
/* Whether it is written as an object, or as a list; else it is a leaf. */
bool govalue_is_object(const struct govalue *v);
bool govalue_is_list(const struct govalue *v);

/* Another form, for tests: no zero values at all, as recorded answers have it; in a. */
struct str govalue_sparse(const struct govalue *v, struct arena *a);

#endif
