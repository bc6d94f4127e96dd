/* path: slash-separated names, as Go's path/filepath treats them on Unix. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/arena.h"

/* The shortest equal path by text alone: no "//", no ".", no inner ".."; "." for the empty one (Go's Clean).
 * In the arena, or s itself where nothing had to change. */
struct str path_clean(struct arena *a, struct str s);
/* Clean(dir + "/" + name), in the arena; an empty part is left out (Go's Join of two). */
struct str path_join(struct arena *a, struct str dir, struct str name);
/* Last element without trailing slashes: "." for "", "/" for slashes only (Go's Base). A slice of s. */
struct str path_base(struct str s);
/* What stands before the last slash, the slash included (the dir of Go's Split). A slice of s. */
struct str path_dir_part(struct str s);
/* From the last dot of the last element on, the dot included; empty when there is none (Go's Ext). A slice of
 * s. */
struct str path_ext(struct str s);
/* Whether the cleaned path is the folder or lies below it, by text alone; both absolute. */
bool path_is_below(struct str path, struct str folder);
/* Whether a relative path begins in the folder from which it is relative: not "/...", not "../...". */
bool path_stays_below(struct str path);

#endif
