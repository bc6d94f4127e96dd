/* delta_lines: what a change does, cut into sections of lines, as text and markdown print it: for each repo what
 * status-reconciler does on open pull requests, then what else changes. */
#ifndef REPORT_DELTA_LINES_H
#define REPORT_DELTA_LINES_H

#include "base/buf.h"
#include "delta/delta.h"

enum delta_section {
    SECTION_PLAIN, /* retired, by what became of them */
    SECTION_RENAMED,
    SECTION_BRANCH_END,
    SECTION_IN_REPO,
    SECTION_SPARED, /* gone, and nothing is done about them */
    SECTION_ADDED,
    SECTION_MIGRATED,
    SECTION_CHANGED,
    SECTION_NEW, /* and nothing is done about them */
    SECTION_COUNT,
};

/* "retired: gone", "triggered", ... */
const char *delta_section_title(enum delta_section s);

struct delta_line {
    struct str name;  /* of the job; "a to b" of a context that moves */
    struct str words; /* what of it; may be empty */
    struct place at;
    size_t pulls; /* open pull requests it is done to; SIZE_MAX where that is not known or nothing is done */
};

/* How many lines a section has. */
size_t delta_section_count(const struct delta_repo_change *r, enum delta_section s);

/* Calls visit for the first most lines of a section, in the order of the delta. Texts live until visit returns and are
 * not safe to print as they are. */
void delta_section_each(const struct delta *d, const struct delta_repo_change *r, enum delta_section s, size_t most,
                        void (*visit)(void *context, const struct delta_line *line), void *context);

/* Repos with anything in a section, those with most done on pull requests first, then by name; the array is in the
 * arena. */
const struct delta_repo_change **delta_repos_ranked(const struct delta *d, struct arena *a, size_t *count);
/* How much is done on pull requests. */
size_t delta_repo_actions(const struct delta_repo_change *r);

/* Whether a side has jobs, or anything else of Prow's: else nothing is said of pull requests. */
bool delta_has_jobs(const struct delta *d);

/* Changes that are only counted. */
struct delta_sums {
    size_t work, own, given, defaults; /* jobs of every kind; each job once, in this order */
};

struct delta_sums delta_sums_of(const struct delta *d);

/* "3 contexts retired (1 gone, 2 renamed), 1 job triggered, 1 status moved"; "nothing" when nothing is done. */
void delta_headline(struct buf *out, const struct delta *d);
/* Of the status-reconciler that acts: "status-reconciler runs with --dry-run, and acts on nothing". Nothing where it
 * acts on everything. */
void delta_reconciler_words(struct buf *out, const struct delta *d);
/* The same of one repo: "3 retired, 1 triggered". */
void delta_repo_headline(struct buf *out, const struct delta_repo_change *r);

/* Names of postsubmits or periodics that are gone or new, and how many change: "2 gone (a, b), 1 new (c), 4 changed".
 * At most most names each. Nothing where nothing happens. Names as they are in the files, made safe by safe. */
void delta_others_words(struct buf *out, const struct delta_others *o, size_t most,
                        void (*safe)(struct buf *out, struct str s));

/* What branch protection and tide start and stop waiting for: "1 gone (unit), 2 new (lint, race)", likewise. */
void delta_demand_words(struct buf *out, const struct delta *d, size_t most,
                        void (*safe)(struct buf *out, struct str s));

/* One change of merging: "acme/app, acme/lib and 3 more: tide no longer asks for label approved". At most most places. */
void delta_merging_words(struct buf *out, const struct delta_merge_change *m, size_t most);

#endif
