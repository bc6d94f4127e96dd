/* embedded: the texts that ship inside the program. tools/embed.c makes the tables from the files at build time. */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include "base/str.h"

struct embedded {
    const char *name; /* NULL ends a table */
    struct str text;
};

/* The text of this name, or an empty str with p NULL. */
struct str embedded_find(const struct embedded *table, struct str name);

/* rules: one page a rule, named by its id. */
extern const struct embedded embedded_rules[];
extern const size_t embedded_rules_count;

/* guards: one page a guard of the gate, named by it. */
extern const struct embedded embedded_guards[];
extern const size_t embedded_guards_count;

/* schemas: named by their path below schemas/, without extension: "jsonschema/draft-07/schema". */
extern const struct embedded embedded_schemas[];
extern const size_t embedded_schemas_count;

/* report: what pages are made with, "graph.css" and "graph.js". */
extern const struct embedded embedded_report[];
extern const size_t embedded_report_count;

#endif
