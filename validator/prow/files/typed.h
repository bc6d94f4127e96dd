/* typed: every file against the Go types that the deployed versions decode it into. What they refuse and what they
 * silently drop becomes findings of the rules unknown-field, field-too-new, wrong-type and their like. */
#ifndef PROW_FILES_TYPED_H
#define PROW_FILES_TYPED_H

#include "prow/files/file.h"
#include "rule/runner.h"
#include "schema/gowindow.h"

/* The deployed versions as the decoder wants them: a version that is known by its day only stands for two, the
 * earliest and the latest it may be. Constant while files are checked. */
struct typed_window {
    struct go_window go;
    const struct version **of; /* by bit of the window: whose it is; NULL for the newest known, which is always there */
    uint64_t deployed;         /* the bits of versions that run */
    struct go_window strict;   /* the versions that run, alone */
    unsigned count;
    bool short_paths; /* all that run print Go's errors as Go did before 1.24 */
};

void typed_window_init(struct typed_window *t, struct arena *a, const struct window *w);

/* The type that Prow decodes a file of this role into. */
const struct go_type *typed_root(enum prow_role role);

/* Nodes that some version refuses: rules about jobs leave alone what stands around them. */
struct refusals {
    const struct node **at;
    size_t count, cap;
};

/* Decodes the file, reports what there is to report and collects the refusals, both in the arena of the file and of the
 * findings. */
void typed_check(const struct typed_window *t, const struct rule_settings *s, struct findings *out,
                 const struct prow_file *f, struct arena *a, struct refusals *refused);

/* Whether something inside this value is refused. */
bool refusals_inside(const struct refusals *r, const struct node *value);

#endif
