/* reflect: looking into template values with the rules of Go's package reflect. */
#ifndef SYNTAX_TEMPLATE_REFLECT_H
#define SYNTAX_TEMPLATE_REFLECT_H

#include "syntax/template/value.h"

/* Embedded structs inside each other, in all types known here. */
enum { REFLECT_DEPTH = 4 };

enum method_flag {
    METHOD_POINTER = 1, /* receiver is *T */
    METHOD_NIL = 2,     /* and may be nil */
    METHOD_LOADS = 4,   /* and is loaded at once: nil panics */
    METHOD_FAILS = 8,   /* has a second result of type error */
};

/* A call of a function or method. run answers in result, or returns false with error, the text of the error
 * or panic. */
struct template_call {
    struct arena *arena;            /* for whatever the result holds */
    struct template_value receiver; /* of a method: a pointer when METHOD_POINTER is set, else a T */
    const struct template_method *method;
    const struct template_value *args;
    size_t count;
    size_t room; /* bytes the result may take */
    struct template_value result;
    struct str error;
    bool undecided; /* with an error: it is not Go's, the answer is not known here */
};

struct template_method {
    struct str name;
    unsigned flags;
    unsigned outs; /* results, an error included; only 1, or 2 with METHOD_FAILS, can be called from a template */
    const struct template_type *out;       /* of the first result */
    const struct template_type *second;    /* of the second, where it is no error */
    const struct template_type *const *in; /* parameters; NULL for none */
    size_t in_count;
    bool (*run)(struct template_call *call); /* NULL: not known here what it answers */
    struct str detail;                       /* for run: a field's name, a text */
};

enum template_kind reflect_kind(struct template_value v);
/* Whether a slice, map, pointer or interface is nil; false for other kinds. */
bool reflect_is_nil(struct template_value v);
struct template_value reflect_zero(const struct template_type *type);
/* What a pointer or interface holds; TEMPLATE_NIL when it is nil. */
struct template_value reflect_elem(struct template_value v);
/* text/template's indirect: through pointers and interfaces to the end. *nil when it ends at a nil one, which
 * is then returned. */
struct template_value reflect_indirect(struct template_value v, bool *nil);
/* text/template's indirectInterface: what is in the interface; anything else is itself. */
struct template_value reflect_open(struct template_value v);
/* A pointer to v, which is copied into the arena. v's type must have a pointer type. */
struct template_value reflect_address(struct arena *a, struct template_value v);
/* Elements of a slice, entries of a map, bytes of a string; 0 for other kinds. */
size_t reflect_length(struct template_value v);
/* Element i < length of a slice (as an interface where that is the element type) or string (a uint8). */
struct template_value reflect_item(struct template_value v, size_t i);
/* The value of a key, or TEMPLATE_NIL when it is not there. */
struct template_value reflect_map_get(struct template_value v, struct str key);
/* Key and value i < length of a map, in order of keys. */
struct template_value reflect_map_key(struct template_value v, size_t i);
struct template_value reflect_map_value(struct template_value v, size_t i);
/* Field number i of a struct. */
struct template_value reflect_field(struct template_value v, size_t i);

/* text/template's isTrue. */
bool reflect_truth(struct template_value v);
/* Type.AssignableTo, for the types known here. */
bool reflect_assignable(const struct template_type *from, const struct template_type *to);
/* Whether == of two interfaces that hold this type does not panic. */
bool reflect_comparable(const struct template_type *type);
/* == of two values of comparable types. */
bool reflect_equal(struct template_value a, struct template_value b);

/* How a name is reached in a struct: through embedded fields to a field or method. */
struct reflect_path {
    size_t through[REFLECT_DEPTH];
    size_t depth;
    size_t field;                         /* number of the field */
    const struct template_method *method; /* or the method */
    const struct template_type *owner;    /* the struct that declares it */
};

/* Type.FieldByName of a struct type. */
bool reflect_find_field(const struct template_type *type, struct str name, struct reflect_path *path);
/* The method of this name in the method set of T (or of *T, with pointer). */
bool reflect_find_method(const struct template_type *type, struct str name, bool pointer, struct reflect_path *path);
/* The field at the end of a path. */
struct template_value reflect_walk(struct template_value v, const struct reflect_path *path);
/* Calls the method at the end of a path on v, a T or a *T that may be nil. call holds arena, args, count and
 * room. */
bool reflect_call(struct template_value v, const struct reflect_path *path, struct template_call *call);

#endif
