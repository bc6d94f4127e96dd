/* shapes: the reduced Go structs of the recorded YAML answers, from the lines that describe them. */
#ifndef TESTS_SCHEMA_SHAPES_H
#define TESTS_SCHEMA_SHAPES_H

#include "../../tools/gotypes/build.h"

#include "base/map.h"

#include <jansson.h>

struct shapes {
    struct builder builder;
    struct map by_name; /* struct name, "shapes.Main" -> struct go_type; shape name, "main" -> the same */
};

/* lines: the header's shape_schema. False when a line is not understood. */
bool shapes_load(struct shapes *s, struct arena *a, const json_t *lines);
const struct go_type *shapes_find(const struct shapes *s, const char *name);

#endif
