/* govalue: the value that Go would have after decoding, built from decode's events, and its sparse dump
 * (as the recorded answers have it: fields with zero values left out, keys sorted). */
#ifndef TESTS_SCHEMA_GOVALUE_H
#define TESTS_SCHEMA_GOVALUE_H

#include "schema/decode.h"

struct govalue_builder {
    struct arena *arena;
    struct govalue *root, *next; /* next: where the coming value goes */
    struct govalue **open;       /* collections being filled, outermost first */
    size_t open_count, open_cap;
};

void govalue_init(struct govalue_builder *b, struct arena *a, const struct go_type *root);
/* The sink's event function; context is the builder. */
void govalue_event(void *context, enum decode_event event, const struct go_type *type,
                   const struct go_field *field, struct str text);
/* The dump, in the builder's arena. */
struct str govalue_dump(struct govalue_builder *b);

#endif
