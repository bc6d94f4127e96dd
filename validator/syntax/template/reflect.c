#include "syntax/template/reflect.h"

#include "syntax/template/gotime.h"

enum template_kind reflect_kind(struct template_value v)
{
    return v.type ? v.type->kind : TEMPLATE_NIL;
}

bool reflect_is_nil(struct template_value v)
{
    switch (reflect_kind(v)) {
    case TEMPLATE_SLICE:
        return v.slice == NULL;
    case TEMPLATE_MAP:
        return v.map == NULL;
    case TEMPLATE_POINTER:
    case TEMPLATE_INTERFACE:
        return v.target == NULL;
    default:
        return false;
    }
}

struct template_value reflect_zero(const struct template_type *type)
{
    return (struct template_value){ .type = type };
}

struct template_value reflect_elem(struct template_value v)
{
    struct template_value elem = { 0 };

    if (!v.target)
        return elem;
    elem = *v.target;
    elem.addressable = reflect_kind(v) == TEMPLATE_POINTER;
    return elem;
}

struct template_value reflect_indirect(struct template_value v, bool *nil)
{
    *nil = false;
    while (reflect_kind(v) == TEMPLATE_POINTER || reflect_kind(v) == TEMPLATE_INTERFACE) {
        if (!v.target) {
            *nil = true;
            break;
        }
        v = reflect_elem(v);
    }
    return v;
}

struct template_value reflect_open(struct template_value v)
{
    return reflect_kind(v) == TEMPLATE_INTERFACE ? reflect_elem(v) : v;
}

struct template_value reflect_address(struct arena *a, struct template_value v)
{
    struct template_value *copy = ARENA_NEW(a, struct template_value);

    *copy = v;
    return template_pointer(v.type->pointer, copy);
}

size_t reflect_length(struct template_value v)
{
    switch (reflect_kind(v)) {
    case TEMPLATE_SLICE:
        return v.slice ? v.slice->len : 0;
    case TEMPLATE_MAP:
        return v.map ? v.map->count : 0;
    case TEMPLATE_STRING:
        return v.string.len;
    default:
        return 0;
    }
}

/* What stands in a slice or map whose elements are of this type. */
static struct template_value stored(const struct template_type *elem, const struct template_value *item)
{
    if (elem->kind == TEMPLATE_INTERFACE)
        return (struct template_value){ .type = elem, .target = item->type ? item : NULL };
    return *item;
}

struct template_value reflect_item(struct template_value v, size_t i)
{
    struct template_value item;

    if (reflect_kind(v) == TEMPLATE_STRING)
        return (struct template_value){ .type = &template_type_uint8, .natural = (unsigned char)v.string.p[i] };
    item = stored(v.type->elem, &v.slice->items[i]);
    item.addressable = true;
    return item;
}

struct template_value reflect_map_get(struct template_value v, struct str key)
{
    size_t from = 0, to = reflect_length(v);

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = str_cmp(key, v.map->entries[middle].key);
        if (order == 0)
            return stored(v.type->elem, &v.map->entries[middle].value);
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return template_nil();
}

struct template_value reflect_map_key(struct template_value v, size_t i)
{
    return (struct template_value){ .type = v.type->key, .string = v.map->entries[i].key };
}

struct template_value reflect_map_value(struct template_value v, size_t i)
{
    return stored(v.type->elem, &v.map->entries[i].value);
}

/* wall, ext and loc of a time.Time, as they are without a monotonic clock. */
static struct template_value time_field(struct template_value v, size_t i)
{
    struct template_value field = reflect_zero(v.type->fields[i].type);

    if (i == 0)
        field.natural = (uint64_t)v.time.nanoseconds;
    else if (i == 1)
        field.integer = v.time.seconds;
    return field;
}

struct template_value reflect_field(struct template_value v, size_t i)
{
    struct template_value field;

    if (v.type == &template_type_time)
        return time_field(v, i);
    field = v.fields ? v.fields[i] : reflect_zero(v.type->fields[i].type);
    field.addressable = v.addressable;
    return field;
}

bool reflect_truth(struct template_value v)
{
    v = reflect_open(v);
    switch (reflect_kind(v)) {
    case TEMPLATE_NIL:
        return false;
    case TEMPLATE_BOOL:
        return v.truth;
    case TEMPLATE_INT:
        return v.integer != 0;
    case TEMPLATE_UINT:
        return v.natural != 0;
    case TEMPLATE_FLOAT:
        return v.real != 0;
    case TEMPLATE_COMPLEX:
        return v.complex.re != 0 || v.complex.im != 0;
    case TEMPLATE_POINTER:
    case TEMPLATE_INTERFACE:
        return v.target != NULL;
    case TEMPLATE_STRUCT:
        return true;
    default:
        return reflect_length(v) > 0;
    }
}

bool reflect_assignable(const struct template_type *from, const struct template_type *to)
{
    return from == to || to == &template_type_any;
}

bool reflect_comparable(const struct template_type *type)
{
    switch (type->kind) {
    case TEMPLATE_SLICE:
    case TEMPLATE_MAP:
        return false;
    case TEMPLATE_STRUCT:
        for (size_t i = 0; i < type->field_count; i++)
            if (!reflect_comparable(type->fields[i].type))
                return false;
        return true;
    default:
        return true;
    }
}

/* Structs nest no deeper than their declarations, so this ends. */
static bool same_struct(struct template_value a, struct template_value b)
{
    if (a.type == &template_type_time)
        return a.time.seconds == b.time.seconds && a.time.nanoseconds == b.time.nanoseconds;
    for (size_t i = 0; i < a.type->field_count; i++)
        if (!reflect_equal(reflect_field(a, i), reflect_field(b, i)))
            return false;
    return true;
}

bool reflect_equal(struct template_value a, struct template_value b)
{
    if (a.type != b.type)
        return false;
    switch (reflect_kind(a)) {
    case TEMPLATE_NIL:
        return true;
    case TEMPLATE_BOOL:
        return a.truth == b.truth;
    case TEMPLATE_INT:
        return a.integer == b.integer;
    case TEMPLATE_UINT:
        return a.natural == b.natural;
    case TEMPLATE_FLOAT:
        return a.real == b.real;
    case TEMPLATE_COMPLEX:
        return a.complex.re == b.complex.re && a.complex.im == b.complex.im;
    case TEMPLATE_STRING:
        return str_eq(a.string, b.string);
    case TEMPLATE_STRUCT:
        return same_struct(a, b);
    default:
        return a.target == b.target;
    }
}
