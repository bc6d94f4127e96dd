/* build: declared Go types -> the tables of schema/gotype.h. Used by the generator at build time and by
 * tests that declare types of their own. Everything lives in one arena. */
#ifndef GOTYPES_BUILD_H
#define GOTYPES_BUILD_H

#include "base/arena.h"
#include "schema/gotype.h"

/* A field, or an embedded struct when name.p is NULL. */
struct member {
    struct str name;
    struct go_type *type;
    struct str since, until; /* "2019-05-06 1f2e3d4c5b6a", or empty */
    struct str doc, missing; /* missing: what holds without the field */
    struct str fill, omit_zero;
    bool deprecated, always;
};

struct declared {
    struct go_type *type;
    struct go_struct *made; /* type->fields */
    struct member *members;
    size_t count, cap;
};

struct builder {
    struct arena *arena;
    struct go_type **types; /* every type made, in order */
    size_t type_count, type_cap;
    struct declared *structs;
    size_t struct_count, struct_cap;
    struct str *versions; /* [0] is empty */
    size_t version_count, version_cap;
};

void builder_init(struct builder *b, struct arena *a);

/* A type of its own, never shared: named types, and whatever carries a format, values or a text. name is
 * copied. */
struct go_type *builder_type(struct builder *b, enum go_kind kind, struct str name);
/* A shared type without any of these: the same arguments give the same type. elem may be NULL. */
struct go_type *builder_shared(struct builder *b, enum go_kind kind, uint8_t bits, struct str name,
                               struct go_type *elem);

/* Makes t a struct (or gives another type the fields that string coercion sees) that members can be added
 * to. */
void builder_struct(struct builder *b, struct go_type *t);
void builder_member(struct builder *b, struct go_type *t, const struct member *m);

/* Versions are noted first, then sorted, which gives each its index; 0 is the empty text. */
void builder_note_version(struct builder *b, struct str version);
void builder_sort_versions(struct builder *b);
uint16_t builder_version(const struct builder *b, struct str version);

/* Puts promoted fields in place and builds the look-up tables. */
void builder_finish(struct builder *b);

/* A NUL-terminated copy; NULL for the empty string. */
const char *builder_text(struct builder *b, struct str s);

#endif
