/* suite: runs recorded cases, counts them, and holds the list of exceptions against what really differs. */
#ifndef TESTS_HARNESS_SUITE_H
#define TESTS_HARNESS_SUITE_H

#include "base/arena.h"
#include "base/map.h"

#include <jansson.h>

struct suite {
    const char *name;
    struct arena arena;
    struct map exceptions; /* case id -> reason; a case listed here must differ */
    struct map seen;
    size_t passed, failed, skipped, excepted;
    bool sampled; /* some of the data is tests/oracle's: not every exception has its case */
};

/* exceptions: path below the source tree of a file with lines "ID<TAB>reason" ('#' starts a comment), or NULL. */
void suite_begin(struct suite *s, const char *name, const char *exceptions);

/* Counts one case. A difference (ok false) is printed with the formatted detail, unless the case is listed as an
 * exception; a listed case that does not differ fails. */
void suite_case(struct suite *s, const char *id, bool ok, const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* A recording: the JSON file at path below ../shared, or what tests/oracle has of it, or NULL after a loud skip (which
 * counts as one skipped case). The caller owns it. */
json_t *suite_json(struct suite *s, const char *path);

/* Path of a file below ../shared, or below tests/oracle where it is not there, or below the source tree; lives in the
 * suite's arena. What tests/oracle has may be missing too. */
const char *suite_shared(struct suite *s, const char *path);
const char *suite_source(struct suite *s, const char *path);

/* The bytes of a file, expanded where it is gzip or where only path.gz is there; they live in the suite's arena. False
 * when neither can be read. */
bool suite_read(struct suite *s, const char *path, struct str *bytes);

/* Says that path, which is below ../shared, is missing, and counts one skipped case. */
void suite_skip(struct suite *s, const char *path);

/* The bytes of member NAME of a record, from NAME, NAME_b64 or NAME_repeat (list of [text, count]). False when
 * none is there. */
bool suite_text(struct suite *s, const json_t *record, const char *name, struct str *out);

/* Names exceptions that no case had, prints "N passed, N failed, N skipped" and returns main's exit status: 77, which
 * is a skipped test to meson, where nothing but skips was counted. */
int suite_end(struct suite *s);

#endif
