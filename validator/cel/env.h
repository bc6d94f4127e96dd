/* env: what an expression may use: variables with their types, functions with their overloads, a container for short
 * names. Filled once, then never changed: any number of threads may compile against it. */
#ifndef CEL_ENV_H
#define CEL_ENV_H

#include "base/map.h"
#include "cel/parse.h"

struct cel_run;

/* Computes one call: n arguments that fit the overload. An error is left in *out. */
typedef void cel_impl(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out);
/* What a call costs, as cel-go counts it. */
typedef uint64_t cel_cost(const struct cel_value *args, size_t n, const struct cel_value *result);

/* One row of a library. */
struct cel_decl {
    const char *name, *id;
    const char *signature; /* ".list(A),int>A": a dot for a method; arguments; the result */
    cel_impl *run;
    cel_cost *cost; /* NULL: 1 */
};

struct cel_overload {
    struct str id;
    bool member;
    bool cost_by_name;     /* whichever overload it is */
    uint8_t count, params; /* arguments; type parameters among them */
    const struct cel_type *args[5], *result;
    cel_impl *run;
    cel_cost *cost;
};

struct cel_function {
    struct str name;
    const struct cel_overload *overloads;
    size_t count, cap;
};

/* Sets of functions. */
enum cel_library {
    CEL_LIB_STANDARD = 1,
    CEL_LIB_OPTIONALS = 2,
    CEL_LIB_STRINGS = 4,
    CEL_LIB_LISTS = 8,
    CEL_LIB_SETS = 16,
    CEL_LIB_MATH = 32,
    CEL_LIB_ENCODERS = 64,
    CEL_LIB_REGEX = 128,
    CEL_LIB_BINDINGS = 256,
    CEL_LIB_TWO_VARIABLES = 512,
    CEL_LIB_NETWORK = 1024,
    CEL_LIB_ARO = 2048,        /* ARO-Tools' semver() */
    CEL_LIB_KUBERNETES = 4096, /* quantity, url, regex, lists, format, semver, ip and cidr of admission policies */
    CEL_LIB_BLOCKS = 8192,     /* cel.block of the specification's tests */

    /* cel-go v0.33.2 with every extension. */
    CEL_LIB_ALL = CEL_LIB_STANDARD | CEL_LIB_OPTIONALS | CEL_LIB_STRINGS | CEL_LIB_LISTS | CEL_LIB_SETS | CEL_LIB_MATH |
                  CEL_LIB_ENCODERS | CEL_LIB_REGEX | CEL_LIB_BINDINGS | CEL_LIB_TWO_VARIABLES | CEL_LIB_NETWORK |
                  CEL_LIB_ARO,
    /* What expressions of Kubernetes 1.37 may use: the same grammar, other functions, constants folded when compiled,
     * literals of one type, an optional of nothing costs nothing. */
    CEL_LIB_K8S = CEL_LIB_STANDARD | CEL_LIB_OPTIONALS | CEL_LIB_STRINGS | CEL_LIB_LISTS | CEL_LIB_SETS |
                  CEL_LIB_TWO_VARIABLES | CEL_LIB_KUBERNETES,
};

struct cel_variable {
    struct str name;
    const struct cel_type *type;
};

/* Struct types of whoever compiles, whose values are maps when they are evaluated: only what it says are fields. */
struct cel_fields {
    /* The type of a field. NULL where there is none of this name; *near is then the most like it, or empty. */
    const struct cel_type *(*find)(void *context, const struct cel_type *of, struct str field, struct str *near);
    void *context;
};

struct cel_env {
    struct arena *arena;
    const struct cel_env *parent; /* whose variables and functions are seen, too */
    unsigned libraries;
    struct cel_syntax syntax;
    struct str container;
    struct str *abbreviations; /* full names of imported types */
    size_t abbreviation_count;
    struct map functions;            /* name -> struct cel_function */
    struct map variables;            /* name -> struct cel_variable */
    const struct cel_fields *fields; /* NULL: struct types have no fields; asked only while something is compiled */
    bool kubernetes;                 /* answers as Kubernetes' environment does, where that is not cel-go's of today */
};

/* An environment in an arena, which must outlive it and everything compiled against it. */
struct cel_env *cel_env_new(struct arena *a, unsigned libraries);
/* One that sees all of parent's, to which variables can be added without touching parent. */
struct cel_env *cel_env_extend(struct arena *a, const struct cel_env *parent);
/* Declares a variable, whose name may have dots. False when it is declared with another type. */
bool cel_env_variable(struct cel_env *env, struct str name, const struct cel_type *type);
/* Adds functions of the caller's own; the list ends with a NULL name. They are constant and without state. */
void cel_env_functions(struct cel_env *env, const struct cel_decl *decls);

const struct cel_variable *cel_env_find_variable(const struct cel_env *env, struct str name);
const struct cel_function *cel_env_find_function(const struct cel_env *env, struct str name);
/* A type's name as a value, or NULL. */
const struct cel_type *cel_env_find_type(const struct cel_env *env, struct str name);

/* The type of a message that stands for a simple value: google.protobuf.Duration, Int64Value, ...; NULL for any other. */
const struct cel_type *cel_env_message(struct str name);

/* The names that a short name may mean, in order: with all of the container in front, with less of it, alone. The next
 * one from *step (0 at first); false at the end. */
bool cel_env_candidate(const struct cel_env *env, struct arena *a, struct str name, size_t *step, struct str *full);

/* Libraries; each list ends with a NULL name. */
extern const struct cel_decl cel_decls_operators[], cel_decls_conversions[], cel_decls_time[], cel_decls_strings[],
    cel_decls_strings_ext[], cel_decls_lists[], cel_decls_sets[], cel_decls_math[], cel_decls_encoders[],
    cel_decls_regex[], cel_decls_network[], cel_decls_optionals[], cel_decls_two_variables[], cel_decls_aro[],
    cel_decls_k8s_quantity[], cel_decls_k8s_url[], cel_decls_k8s_lists[], cel_decls_k8s_format[],
    cel_decls_k8s_semver[], cel_decls_k8s_network[], cel_decls_k8s_url_regex[], cel_decls_k8s_authz[];
/* The cost of a function in Kubernetes where it is not cel-go's; NULL otherwise. */
cel_cost *cel_cost_kubernetes(struct str name, struct str id);

#endif
