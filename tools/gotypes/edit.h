/* edit: fields into and out of the text of a schema, whose layout is the one that schemas/ keeps. */
#ifndef GOTYPES_EDIT_H
#define GOTYPES_EDIT_H

#include "base/arena.h"

/* A schema file as lines. */
struct schema_text {
    struct arena *arena;
    struct str *lines;
    size_t count, cap;
    bool changed;
};

bool schema_text_read(struct schema_text *t, struct arena *a, const char *path);
bool schema_text_write(const struct schema_text *t, const char *path);

/* Puts the lines of a property (its name's line first) at the end of the definition's properties. False
 * when there is no such definition. */
bool schema_text_add(struct schema_text *t, struct str definition, const struct str *lines, size_t count);
/* Moves a property to the definition's x-former, with x-until. */
bool schema_text_retire(struct schema_text *t, struct str definition, struct str property, struct str until);
/* Adds a value to the enum (or examples) of a definition, with x-since. */
bool schema_text_add_value(struct schema_text *t, struct str definition, struct str value, struct str since);
/* Adds a whole definition at the end. */
void schema_text_append(struct schema_text *t, const struct str *lines, size_t count);

#endif
