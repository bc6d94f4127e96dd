/* value: what a template is executed on: Go values with their types, as Go's package reflect shows them to
 * text/template. Values are small and passed by value; what they point to lives in the maker's arena or in
 * constant tables and is never changed. */
#ifndef SYNTAX_TEMPLATE_VALUE_H
#define SYNTAX_TEMPLATE_VALUE_H

#include "base/arena.h"

enum template_kind {
    TEMPLATE_NIL, /* no type at all: untyped nil, what reflect calls the zero Value */
    TEMPLATE_BOOL,
    TEMPLATE_INT,
    TEMPLATE_UINT,
    TEMPLATE_FLOAT,
    TEMPLATE_COMPLEX,
    TEMPLATE_STRING,
    TEMPLATE_SLICE,
    TEMPLATE_MAP, /* keys are strings */
    TEMPLATE_STRUCT,
    TEMPLATE_POINTER,
    TEMPLATE_INTERFACE,
};

struct template_type;
struct template_method;

struct template_field {
    struct str name;
    const struct template_type *type;
    bool embedded;
    bool hidden; /* unexported: Go prints it, a template can not name it */
};

/* Types are compared by address: a type is one object, and so is the pointer to it. */
struct template_type {
    struct str name; /* as reflect.Type prints it: "v1.Refs", "[]interface {}" */
    enum template_kind kind;
    uint8_t bits;                          /* of an integer, when it is not 64 */
    struct str package;                    /* import path, where a panic of Go names it */
    const struct template_type *elem;      /* of a slice, map or pointer */
    const struct template_type *key;       /* of a map */
    const struct template_type *pointer;   /* the type of a pointer to this one; NULL when nothing needs it */
    const struct template_field *fields;   /* of a struct, in the order of declaration */
    const struct template_method *methods; /* with receiver T or *T, not the promoted ones */
    size_t field_count, method_count;
};

struct template_complex {
    double re, im;
};

/* time.Time: UTC, counted from the first second of the year 1. */
struct template_time {
    int64_t seconds;
    int32_t nanoseconds;
};

struct template_value {
    const struct template_type *type; /* NULL: TEMPLATE_NIL */
    bool addressable;                 /* reflect's CanAddr: methods of the pointer can be called */
    union {
        bool truth;
        int64_t integer;
        uint64_t natural;
        double real;
        struct template_complex complex;
        struct str string;
        const struct template_slice *slice;  /* NULL: nil slice */
        const struct template_map *map;      /* NULL: nil map */
        const struct template_value *fields; /* of a struct, one for each; NULL: all are zero */
        const struct template_value *target; /* of a pointer or interface; NULL: nil */
        struct template_time time;           /* of template_type_time */
    };
};

/* items holds cap of them; of slices of interfaces it holds what is in the interfaces. */
struct template_slice {
    const struct template_value *items;
    size_t len, cap;
};

struct template_entry {
    struct str key;
    struct template_value value; /* of maps of interfaces: what is in the interface */
};

/* Entries in bytewise order of their keys, each key once. */
struct template_map {
    const struct template_entry *entries;
    size_t count;
};

extern const struct template_type template_type_bool, template_type_int, template_type_int64;
extern const struct template_type template_type_uint8, template_type_uint64, template_type_float64;
extern const struct template_type template_type_complex128, template_type_string;
extern const struct template_type template_type_any;        /* interface {} */
extern const struct template_type template_type_slice;      /* []interface {} */
extern const struct template_type template_type_map;        /* map[string]interface {} */
extern const struct template_type template_type_ints;       /* []int */
extern const struct template_type template_type_strings;    /* []string */
extern const struct template_type template_type_string_map; /* map[string]string */

struct template_value template_nil(void);
struct template_value template_bool(bool b);
struct template_value template_int(int64_t i);
struct template_value template_float(double f);
/* s must live as long as the value. */
struct template_value template_string(struct str s);
/* A slice of this type with n items, which are not copied. */
struct template_value template_slice(struct arena *a, const struct template_type *type,
                                     const struct template_value *items, size_t n);
/* A map of this type. entries is sorted in place and not copied; of keys that stand twice the last one
 * counts. */
struct template_value template_map(struct arena *a, const struct template_type *type, struct template_entry *entries,
                                   size_t n);
/* A non-nil pointer to target, which is not copied; type is the pointer's. */
struct template_value template_pointer(const struct template_type *type, const struct template_value *target);

#endif
