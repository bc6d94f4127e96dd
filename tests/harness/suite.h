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
};

/* exceptions: path below the source tree of a file with lines "ID<TAB>reason" ('#' starts a comment), or NULL. */
void suite_begin(struct suite *s, const char *name, const char *exceptions);

/* Counts one case. A difference (ok false) is printed with the formatted detail, unless the case is listed as an
 * exception; a listed case that does not differ fails. */
void suite_case(struct suite *s, const char *id, bool ok, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* A JSON file below ../shared, or NULL after a loud skip (which counts as one skipped case). The caller owns it. */
json_t *suite_json(struct suite *s, const char *path);

/* Path of a file below ../shared or below the source tree; lives in the suite's arena. */
const char *suite_shared(struct suite *s, const char *path);
const char *suite_source(struct suite *s, const char *path);

/* The bytes of member NAME of a record, from NAME, NAME_b64 or NAME_repeat (list of [text, count]). False when
 * none is there. */
bool suite_text(struct suite *s, const json_t *record, const char *name, struct str *out);

/* Names exceptions that no case had, prints "N passed, N failed, N skipped" and returns main's exit status. */
int suite_end(struct suite *s);

#endif
