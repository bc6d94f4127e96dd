/* settings: templatize's developer environments (tooling/templatize/settings.yaml): what a context is called by, and
 * how its short name is made. */
#ifndef PIPELINE_SETTINGS_H
#define PIPELINE_SETTINGS_H

#include "pipeline/config.h"

struct setting {
    struct str name, cloud, ev2, region, stamp;
    struct str short_override, short_suffix; /* as written: shell expansions */
};

/* Empty where the file is missing or says nothing. */
struct setting *settings_read(const struct fs *fs, struct str path, struct arena *a, size_t *count);

/* A text as "bash -c echo" would expand it, for the forms that such settings hold: $NAME, ${NAME}, ${NAME:OFFSET},
 * ${NAME:OFFSET:LENGTH} (a negative offset after a blank counts from the end) and plain text. Nothing is run. False for
 * anything else, and for a variable that nobody gave a value. */
struct shell_variable {
    struct str name, value;
};
bool shell_expand(struct str text, const struct shell_variable *variables, size_t count, struct arena *a,
                  struct str *out);

#endif
