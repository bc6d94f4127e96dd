/* suites: the recorded answers of the Go libraries, one function a file or two; each runs every record. */
#ifndef TESTS_SCALAR_SUITES_H
#define TESTS_SCALAR_SUITES_H

#include "harness/suite.h"

void duration_suite(struct suite *s);
void quantity_suite(struct suite *s);
void selector_suite(struct suite *s);
void names_suite(struct suite *s);
void url_suite(struct suite *s);
void time_suite(struct suite *s);
void mime_suite(struct suite *s);

/* "FILE/ID" or "FILE/ID WHAT"; where a record has no id, its place in the list stands for it. */
const char *case_id(struct suite *s, const char *file, const json_t *record, size_t place, const char *what);

/* Counts one case: accepted or refused as recorded, with the recorded text (its canonical form, or the
 * error). */
void compare(struct suite *s, const char *id, bool ok, struct str text, bool want_ok, struct str want);

/* A member's text (or its _b64); empty when there is none. */
struct str member(struct suite *s, const json_t *record, const char *name);

#endif
