/* unmergeable: settings that a supplemental file can't make, because Prow does not know how to join them with
 * those of the main file (mergeFrom of both kinds of configuration, fact sheet 1.3 and 1.7). */
#ifndef RULES_PROW_CONFIG_UNMERGEABLE_H
#define RULES_PROW_CONFIG_UNMERGEABLE_H

#include "prow/files/setting.h"
#include "schema/behaviour.h"

struct check;

/* What may stand in a supplemental file, and what made Prow join it. */
struct mergeable {
    struct str name; /* of a field, or of a field of inner: "tide.queries" */
    enum behaviour since;
};

struct merge_plan {
    const char *file, *type; /* of the Go type that such a file holds */
    struct str inner;        /* a field of it whose own fields are judged one by one */
    const struct mergeable *fields;
    size_t count;
};

/* joined is what made newer versions join the setting; NULL when none does. */
typedef void tell_unmergeable(struct check *c, const struct setting *s, const enum behaviour *joined);

/* Calls tell for each setting of the file that leaves something else than Go's zero value and is not surely
 * joined by all deployed versions. */
void unmergeable_find(struct check *c, const struct prow_tree *t, const struct merge_plan *plan,
                      const struct setting *file, tell_unmergeable *tell);

#endif
