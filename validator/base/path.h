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

/* Where a root lies as seen from the working directory. A zeroed one is the working directory itself. */
struct seen_root {
    struct str prefix; /* before the name of each file: "../tree/"; empty where inside says more */
    struct str inside; /* the working directory below the root, with a slash at the end: "config/jobs/" */
    /* Another tree that stands under a name in this one ("central:/"), and what stands for that; empty without. */
    struct str mount, mount_prefix;
};
/* root: as the user wrote it; cwd: the working directory, absolute, empty where nobody knows it. By text alone. Lives in
 * the arena, as long as root and cwd do. */
struct seen_root path_seen_root(struct arena *a, struct str root, struct str cwd);
/* The file (relative to the root, with slashes) as seen from there; an absolute one as it is. In the arena, or file. */
struct str path_seen(struct arena *a, const struct seen_root *root, struct str file);

#endif
