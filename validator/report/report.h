/* report: one run's verdict, numbers and findings, as text for people and JSON for machines. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/fs.h"
#include "base/path.h"
#include "delta/delta.h"
#include "gate/guard.h"
#include "prow/versions/deployed.h"
#include "rule/verdict.h"
#include "syntax/json/value.h"

struct report {
    enum verdict verdict;
    const struct findings *findings; /* sorted */
    const struct deployed_component *deployed;
    size_t deployed_count;
    size_t files, bytes, presubmits, postsubmits, periodics, presets, pipelines, steps, contexts;
    uint64_t elapsed_ms;
    const struct delta *delta;  /* where two trees were compared and could be read; else NULL */
    const struct guard *guards; /* of the gate, as it evaluated them */
    size_t guard_count;
    struct seen_root seen;   /* the tree as seen from the working directory; of a comparison, AFTER */
    const struct fs *fs;     /* to show the lines that findings stand on; NULL shows none */
    const char *version;     /* of prowgate */
    bool color, quiet;       /* text only; quiet leaves the closing summary out */
    bool all, statistics;    /* text only: fold nothing; a table of rules and counts in place of findings */
    const struct str *notes; /* what the reader of the verdict has to know: what it rests on */
    size_t note_count;
};

/* How many findings of a severity count (those not suppressed), and how many are suppressed. */
size_t report_count(const struct report *r, enum severity s);
size_t report_suppressed(const struct report *r);

/* "1 error, 0 warnings; 4 files, ...; deployed: hook v20190122-e707848": what every report for people ends with. */
void report_numbers(const struct report *r, struct buf *out);

/* What every JSON object that prowgate prints begins with: "tool". */
json_t *report_begin_json(const char *version);
/* Whether the other places of a finding lie in the tree that the report is about: those of a rule about changes, and
 * of a finding that is at no file of it (side-unread), may be BEFORE's. */
bool report_related_seen(const struct finding *f);
/* One finding as an object at the end of the list; a is scratch memory. */
void report_finding_json(json_t *list, struct arena *a, const struct seen_root *seen, const struct finding *f);

/* Appends the report in one form. */
void report_text(const struct report *r, struct buf *out);
void report_json(const struct report *r, struct buf *out);
/* For a comment on a pull request: never longer than GitHub takes (65,536 characters). */
void report_markdown(const struct report *r, struct buf *out);

#endif
