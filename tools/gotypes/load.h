/* load: the schemas below schemas/ as declared Go types. schemas/README.md is the description of what is
 * read. */
#ifndef GOTYPES_LOAD_H
#define GOTYPES_LOAD_H

#include "build.h"

struct root {
    struct str file, name;
    struct go_type *type;
};

struct loader {
    struct builder *builder;
    struct root *roots; /* every definition of every file */
    size_t count, cap;
    const char *dir; /* of the schemas */
};

/* Loads the files (paths below dir, without extension). Says on standard error what is wrong and returns
 * false. */
bool load_schemas(struct loader *l, char **files, int count);

#endif
