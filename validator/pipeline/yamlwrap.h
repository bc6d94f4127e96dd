/* yamlwrap: how ARO-Tools (tools/yamlwrap) makes YAML of a file with template actions as values, and back: line by
 * line, an unquoted value that holds {{...}} becomes a quoted string with a mark. Overlays are merged in that form. */
#ifndef PIPELINE_YAMLWRAP_H
#define PIPELINE_YAMLWRAP_H

#include "base/arena.h"

/* The wrapped (unwrapped) text, in a. Line numbers stay. */
struct str yaml_wrap(struct arena *a, struct str text);
struct str yaml_unwrap(struct arena *a, struct str text);

#endif
