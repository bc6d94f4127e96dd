/* changes: what is different for configuration between two states of Prow: what a bump brings, or what going
 * back takes. */
#ifndef SCHEMA_CHANGES_H
#define SCHEMA_CHANGES_H

#include "schema/behaviour.h"
#include "schema/history.h"

enum change_kind {
    CHANGE_ADDED,
    CHANGE_REMOVED,
    CHANGE_FORM, /* a field that takes something else */
};

struct field_change {
    enum change_kind kind;
    const struct go_field *field;  /* as it is afterwards; what was removed, as it was */
    const struct go_field *former; /* CHANGE_FORM: as it was */
    const char *file;              /* as in struct known_field */
    struct str *paths;             /* the same field of several structs is one change */
    size_t path_count, path_cap;
    uint32_t position; /* of the commit that made the difference */
    bool unsure;       /* a version is known by its day only, and that day decides */
};

struct value_change {
    enum change_kind kind;
    struct str value;
    const char *file;
    struct str path;
    uint32_t position;
    bool unsure;
};

struct check_change {
    enum behaviour behaviour;
    bool gone; /* it held before and holds no more */
    bool unsure;
};

struct changes {
    struct field_change *fields; /* by file, then as in the file's types */
    struct value_change *values;
    struct check_change *checks; /* by date; those that were replaced in between are left out */
    size_t field_count, field_cap, value_count, value_cap, check_count, check_cap;
};

/* What is different for a configuration that ran under all versions of from and shall run under all of to.
 * Texts live in the arena. */
void changes_between(struct changes *c, struct arena *a, const struct window *from, const struct window *to);

/* Every change of a field that the main line ever made, each kind in the order of struct field_history. */
void changes_ever(struct changes *c, struct arena *a);

#endif
