/* type: types of CEL, as the checker sees them and as values of the kind `type` (cel-go's common/types). A type never
 * changes. Those without parameters are constants of the program; the others live in an arena. */
#ifndef CEL_TYPE_H
#define CEL_TYPE_H

#include "base/arena.h"

enum cel_type_kind {
    CEL_TYPE_DYN,
    CEL_TYPE_ERROR, /* of an expression that was reported already: agrees with everything */
    CEL_TYPE_PARAM, /* a variable of the checker, or a parameter of a declaration */
    CEL_TYPE_NULL,
    CEL_TYPE_BOOL,
    CEL_TYPE_INT,
    CEL_TYPE_UINT,
    CEL_TYPE_DOUBLE,
    CEL_TYPE_STRING,
    CEL_TYPE_BYTES,
    CEL_TYPE_TIMESTAMP,
    CEL_TYPE_DURATION,
    CEL_TYPE_LIST,
    CEL_TYPE_MAP,
    CEL_TYPE_TYPE,
    CEL_TYPE_OPAQUE, /* by name: optional_type, net.IP, ... */
    CEL_TYPE_STRUCT, /* by name: kubernetes.Quantity, ... */
};

/* More parameters than any type has. */
enum { CEL_TYPE_PARAMETERS = 3 };

struct cel_type {
    uint8_t kind, count;
    bool nullable;   /* a wrapper: the primitive type, or null */
    bool has_param;  /* a type variable is somewhere inside */
    uint32_t var;    /* CEL_TYPE_PARAM: its number */
    struct str name; /* as `type()` and messages show it */
    const struct cel_type *params[CEL_TYPE_PARAMETERS];
    const void *of; /* a struct of the caller's (struct cel_fields): what it is to him */
};

extern const struct cel_type cel_type_dyn, cel_type_error, cel_type_null, cel_type_bool, cel_type_int, cel_type_uint,
    cel_type_double, cel_type_string, cel_type_bytes, cel_type_timestamp, cel_type_duration, cel_type_list,
    cel_type_map, cel_type_type, cel_type_optional, cel_type_ip, cel_type_cidr, cel_type_quantity, cel_type_url,
    cel_type_semver, cel_type_format;

const struct cel_type *cel_type_list_of(struct arena *a, const struct cel_type *element);
const struct cel_type *cel_type_map_of(struct arena *a, const struct cel_type *key, const struct cel_type *value);
const struct cel_type *cel_type_optional_of(struct arena *a, const struct cel_type *value);
const struct cel_type *cel_type_type_of(struct arena *a, const struct cel_type *instance);
const struct cel_type *cel_type_nullable(struct arena *a, const struct cel_type *primitive);
const struct cel_type *cel_type_param(struct arena *a, uint32_t var);
/* Same kind, name and flags, other parameters. */
const struct cel_type *cel_type_with(struct arena *a, const struct cel_type *t, const struct cel_type *const *params);

/* Whether they are the same type, parameters included. */
bool cel_type_equal(const struct cel_type *a, const struct cel_type *b);
bool cel_type_is_optional(const struct cel_type *t);
/* Whether a value of type `from` may be given where `to` is wanted, without any type variables (cel-go's
 * Type.IsAssignableType). */
bool cel_type_takes(const struct cel_type *to, const struct cel_type *from);

/* "list(int)", "optional_type(string)": as cel-go's messages show a type. Cut short past a few thousand bytes. */
struct str cel_type_text(struct arena *a, const struct cel_type *t);
/* "abstract(optional_type: string)", "message(kubernetes.URL)": the form of the recorded suites. */
struct str cel_type_formal(struct arena *a, const struct cel_type *t);

/* A type written as the checker prints it: "int", "list(map(string, dyn))", "optional_type(int)", "A" for a parameter.
 * NULL for what is none. */
const struct cel_type *cel_type_read(struct arena *a, struct str text);
/* The same from the start of *text, which is moved behind it. */
const struct cel_type *cel_type_take(struct arena *a, struct str *text);

#endif
