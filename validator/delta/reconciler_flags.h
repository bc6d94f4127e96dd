/* reconciler_flags: how the status-reconciler that runs was started, as its manifest says (cmd/status-reconciler): whom it
 * leaves alone, and whether it does anything at all. */
#ifndef DELTA_RECONCILER_FLAGS_H
#define DELTA_RECONCILER_FLAGS_H

#include "base/fs.h"
#include "syntax/span.h"

/* Texts that name something. */
struct reconciler_names {
    struct str *names;
    size_t count, cap;
};

struct reconciler_flags {
    bool found;             /* a manifest runs it; else nothing is known, and the rest is empty */
    bool dry_run;           /* --dry-run, which is on unless it is switched off */
    bool continue_on_error; /* --continue-on-error */
    struct reconciler_names denylist, denylist_all; /* orgs and org/repos */
    struct str file;                                /* where its container stands */
    uint32_t line;
};

bool reconciler_names_have(const struct reconciler_names *l, struct str text);
/* Whether the list names the repo or its organization. */
bool reconciler_names_deny(const struct reconciler_names *l, struct str repo);

/* Reads the flags from the containers of one manifest whose image is status-reconciler's. Of several the first counts.
 * Texts are copied into the arena; file outlives them. */
void reconciler_flags_read(struct reconciler_flags *f, struct arena *a, struct str file, struct str text);
/* Looks for it where the deployed versions are looked for: config is the main file, jobs the folder of job files. */
void reconciler_flags_find(struct reconciler_flags *f, struct arena *a, const struct fs *fs, struct str config,
                           struct str jobs);

#endif
