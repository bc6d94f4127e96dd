/* report: one run's verdict, numbers and findings, as text for people and JSON for machines. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/fs.h"
#include "rule/finding.h"

enum verdict { VERDICT_PASS, VERDICT_REJECT, VERDICT_UNDECIDED };

/* Which component runs which version, and where that was read. */
struct deployed_component {
    struct str component; /* "hook"; empty when a flag gave only the version */
    struct str version;
    struct place at; /* file is empty when a flag said it */
};

struct report {
    enum verdict verdict;
    const struct findings *findings; /* sorted */
    const struct deployed_component *deployed;
    size_t deployed_count;
    size_t files, bytes, presubmits, postsubmits, periodics, presets, pipelines, steps;
    uint64_t elapsed_ms;
    const struct fs *fs; /* to show the lines that findings stand on; NULL shows none */
    const char *version; /* of prowgate */
    bool color, quiet;   /* text only; quiet leaves the closing summary out */
};

/* How many findings of a severity count (those not suppressed), and how many are suppressed. */
size_t report_count(const struct report *r, enum severity s);
size_t report_suppressed(const struct report *r);
/* What the findings come to: undecided when something could not be looked at, else reject with an error (with strict,
 * also with a warning). */
enum verdict verdict_of(const struct findings *findings, bool strict);
const char *verdict_name(enum verdict v);

struct json_writer;

/* One finding as an object; a is scratch memory. */
void report_finding_json(struct json_writer *w, struct arena *a, const struct finding *f);

/* Appends the report in one form. */
void report_text(const struct report *r, struct buf *out);
void report_json(const struct report *r, struct buf *out);

#endif
