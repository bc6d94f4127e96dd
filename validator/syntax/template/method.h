/* method: short forms for the tables of methods. */
#ifndef SYNTAX_TEMPLATE_METHOD_H
#define SYNTAX_TEMPLATE_METHOD_H

#include "syntax/template/reflect.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A method with one result that run makes. */
#define METHOD(method, traits, result, runner)                                                                         \
    {                                                                                                                  \
        .name = STR_INIT(method), .flags = (traits), .outs = 1, .out = (result), .run = (runner)                       \
    }
/* The same with parameters, an array of types. */
#define METHOD_IN(method, traits, result, runner, types)                                                               \
    {                                                                                                                  \
        .name = STR_INIT(method), .flags = (traits), .outs = 1, .out = (result), .run = (runner), .in = (types),       \
        .in_count = COUNT(types)                                                                                       \
    }
/* The same with a text for run: a field's name, or the answer. */
#define METHOD_TEXT(method, traits, result, runner, text)                                                              \
    {                                                                                                                  \
        .name = STR_INIT(method), .flags = (traits), .outs = 1, .out = (result), .run = (runner),                      \
        .detail = STR_INIT(text)                                                                                       \
    }
/* A result and an error. */
#define METHOD_OR_ERROR(method, traits, result, runner)                                                                \
    {                                                                                                                  \
        .name = STR_INIT(method), .flags = (traits) | METHOD_FAILS, .outs = 2, .out = (result), .run = (runner)        \
    }
/* A method that no template can call, for what it returns: nothing, two values, three. */
#define METHOD_VOID(method, traits)                                                                                    \
    {                                                                                                                  \
        .name = STR_INIT(method), .flags = (traits)                                                                    \
    }
#define METHOD_VOID_IN(method, traits, types)                                                                          \
    {                                                                                                                  \
        .name = STR_INIT(method), .flags = (traits), .in = (types), .in_count = COUNT(types)                           \
    }
#define METHOD_TWO(method, traits, other)                                                                              \
    {                                                                                                                  \
        .name = STR_INIT(method), .flags = (traits), .outs = 2, .second = (other)                                      \
    }
#define METHOD_MANY(method, traits, results)                                                                           \
    {                                                                                                                  \
        .name = STR_INIT(method), .flags = (traits), .outs = (results)                                                 \
    }

#define FIELD(field, of)                                                                                               \
    {                                                                                                                  \
        .name = STR_INIT(field), .type = (of)                                                                          \
    }
#define EMBEDDED(field, of)                                                                                            \
    {                                                                                                                  \
        .name = STR_INIT(field), .type = (of), .embedded = true                                                        \
    }
#define SLICE_TYPE(label, of)                                                                                          \
    {                                                                                                                  \
        .name = STR_INIT("[]" label), .kind = TEMPLATE_SLICE, .elem = (of)                                             \
    }
#define STRING_TYPE(label)                                                                                             \
    {                                                                                                                  \
        .name = STR_INIT(label), .kind = TEMPLATE_STRING                                                               \
    }
#define INTERFACE_TYPE(label)                                                                                          \
    {                                                                                                                  \
        .name = STR_INIT(label), .kind = TEMPLATE_INTERFACE                                                            \
    }
/* A struct NAME with the tables NAME_fields and NAME_methods, and the pointer to it, NAME_pointer. The two go
 * into the scope given: static, or nothing. */
#define STRUCT_TYPE(scope, id, label, path)                                                                            \
    scope const struct template_type id;                                                                               \
    scope const struct template_type id##_pointer = { .name = STR_INIT("*" label),                                     \
                                                      .kind = TEMPLATE_POINTER,                                        \
                                                      .elem = &id };                                                   \
    scope const struct template_type id = { .name = STR_INIT(label),                                                   \
                                            .kind = TEMPLATE_STRUCT,                                                   \
                                            .package = STR_INIT(path),                                                 \
                                            .pointer = &id##_pointer,                                                  \
                                            .fields = id##_fields,                                                     \
                                            .field_count = COUNT(id##_fields),                                         \
                                            .methods = id##_methods,                                                   \
                                            .method_count = COUNT(id##_methods) }

/* Runners: the zero value of the result, the text, the field that detail names. */
bool method_zero(struct template_call *call);
bool method_text(struct template_call *call);
bool method_field(struct template_call *call);
/* A copy of what the receiver points to, or nil. */
bool method_copy(struct template_call *call);

#endif
