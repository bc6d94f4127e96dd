/* A schema and data as YAML texts, and what validation says of them as lines of text. */
#ifndef TESTS_SCHEMA_FIXTURE_H
#define TESTS_SCHEMA_FIXTURE_H

#include "base/buf.h"
#include "jsonschema/jsonschema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct schema_options options;
    struct schema *schema;
    struct schema_error schema_error;
    struct schema_scratch scratch;
    struct tape data;
    struct str error;
    enum schema_verdict verdict;
    struct buf found; /* LINE:COLUMN POINTER-IN-DATA KEYWORD POINTER-IN-SCHEMA, message, hint; one a line */
    struct buf annotations;
    bool terse; /* without the schema's pointer and the hint */
};

int set_up(void **state);
int tear_down(void **state);

/* Reads YAML onto a tape that lives as long as the fixture; fails the test when it is none. */
const struct tape *read_yaml(struct fixture *f, const char *text);
/* Compiles with f->options; f->schema is NULL when it fails. */
void compile(struct fixture *f, const char *schema);
/* Validates with f->schema, which must be there, and fills found, verdict, error. */
void validate(struct fixture *f, const char *data);

/* The schema compiles, and validating the data finds exactly this. */
void expect(struct fixture *f, const char *schema, const char *data, const char *found);
/* The schema does not compile, for this reason. */
void expect_refused(struct fixture *f, const char *schema, const char *pointer, const char *message);
void assert_same(struct str s, const char *expected);

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
