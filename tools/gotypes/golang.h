/* golang: type declarations out of Go source files, as far as Prow writes them: structs with json tags,
 * named types, string constants with a type. No more of Go than that. */
#ifndef GOTYPES_GOLANG_H
#define GOTYPES_GOLANG_H

#include "base/arena.h"

/* A field; embedded ones have no name. */
struct golang_field {
    struct str json;   /* empty: embedded */
    struct str type;   /* as Go prints it: "*v1.PodSpec", "map[string]config.Org" */
    struct str source; /* as it is written: "*corev1.PodSpec", "map[string]Org" */
};

struct golang_struct {
    struct str name; /* with package: "config.Presubmit" */
    struct str file; /* below the checkout */
    struct golang_field *fields;
    size_t count, cap;
};

/* const Name Type = "value" */
struct golang_value {
    struct str type, value, file;
};

/* type Name Type, where Type is no struct */
struct golang_named {
    struct str name; /* with package */
    struct str type, source;
};

struct golang {
    struct arena *arena;
    struct golang_named *named;
    size_t named_count, named_cap;
    struct golang_struct *structs;
    size_t struct_count, struct_cap;
    struct golang_value *values;
    size_t value_count, value_cap;
};

/* Reads every .go file of DIR below CHECKOUT that is no test; package is what its types are printed with.
 * False when there is no such folder. */
bool golang_read_package(struct golang *g, const char *checkout, const char *dir, const char *package);

/* The struct, also by another name it was given. */
const struct golang_struct *golang_struct_find(const struct golang *g, struct str name);
const struct golang_named *golang_named_find(const struct golang *g, struct str name);

#endif
