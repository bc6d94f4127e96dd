/* component_flags: with which flags a component of Prow is started, as the containers of its manifests say. */
#ifndef PROW_VERSIONS_COMPONENT_FLAGS_H
#define PROW_VERSIONS_COMPONENT_FLAGS_H

#include "base/fs.h"
#include "syntax/span.h"

/* One flag as Go's package flag takes it: one dash or two, the value behind "=" or as the next argument, which is none where it
 * begins with a dash itself: then the value is "true". */
struct component_flag {
    struct str name, value;
};

/* A container whose image is the component's. */
struct component {
    struct str file;
    struct span at;               /* of the image, in the file */
    struct component_flag *flags; /* of command, then of args, in order */
    size_t count, cap;
};

struct components {
    struct component *items; /* by file and line */
    size_t count, cap;
};

/* Adds the containers of every document of one manifest, at most 64 levels deep; what is no YAML has none. Texts are copied
 * into the arena; file outlives the list. */
void components_read(struct components *c, struct arena *a, struct str file, struct str text, struct str component);
/* The same for the manifests that deployed_discover finds images of the component in. */
void components_find(struct components *c, struct arena *a, const struct fs *fs, struct str config, struct str jobs,
                     struct str component);

/* The value that counts, the last; empty where the flag is not given. */
struct str component_flag_value(const struct component *c, struct str name);

#endif
