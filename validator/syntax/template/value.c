#include "syntax/template/value.h"

const struct template_type template_type_bool = { .name = STR_INIT("bool"), .kind = TEMPLATE_BOOL };
const struct template_type template_type_int = { .name = STR_INIT("int"), .kind = TEMPLATE_INT };
const struct template_type template_type_int64 = { .name = STR_INIT("int64"), .kind = TEMPLATE_INT };
const struct template_type template_type_uint8 = { .name = STR_INIT("uint8"), .kind = TEMPLATE_UINT, .bits = 8 };
const struct template_type template_type_uint64 = { .name = STR_INIT("uint64"), .kind = TEMPLATE_UINT };
const struct template_type template_type_float64 = { .name = STR_INIT("float64"), .kind = TEMPLATE_FLOAT };
const struct template_type template_type_complex128 = { .name = STR_INIT("complex128"), .kind = TEMPLATE_COMPLEX };
const struct template_type template_type_string = { .name = STR_INIT("string"), .kind = TEMPLATE_STRING };
const struct template_type template_type_any = { .name = STR_INIT("interface {}"), .kind = TEMPLATE_INTERFACE };
const struct template_type template_type_slice = { .name = STR_INIT("[]interface {}"),
                                                   .kind = TEMPLATE_SLICE,
                                                   .elem = &template_type_any };
const struct template_type template_type_map = { .name = STR_INIT("map[string]interface {}"),
                                                 .kind = TEMPLATE_MAP,
                                                 .key = &template_type_string,
                                                 .elem = &template_type_any };
const struct template_type template_type_ints = { .name = STR_INIT("[]int"),
                                                  .kind = TEMPLATE_SLICE,
                                                  .elem = &template_type_int };
const struct template_type template_type_strings = { .name = STR_INIT("[]string"),
                                                     .kind = TEMPLATE_SLICE,
                                                     .elem = &template_type_string };
const struct template_type template_type_string_map = { .name = STR_INIT("map[string]string"),
                                                        .kind = TEMPLATE_MAP,
                                                        .key = &template_type_string,
                                                        .elem = &template_type_string };

struct template_value template_nil(void)
{
    return (struct template_value){ 0 };
}

struct template_value template_bool(bool b)
{
    return (struct template_value){ .type = &template_type_bool, .truth = b };
}

struct template_value template_int(int64_t i)
{
    return (struct template_value){ .type = &template_type_int, .integer = i };
}

struct template_value template_float(double f)
{
    return (struct template_value){ .type = &template_type_float64, .real = f };
}

struct template_value template_string(struct str s)
{
    return (struct template_value){ .type = &template_type_string, .string = s };
}

struct template_value template_slice(struct arena *a, const struct template_type *type,
                                     const struct template_value *items, size_t n)
{
    struct template_slice *slice = ARENA_NEW(a, struct template_slice);

    *slice = (struct template_slice){ .items = items, .len = n, .cap = n };
    return (struct template_value){ .type = type, .slice = slice };
}

/* Merge sort, because the order of equal keys must stay; room holds n entries. */
static void sort_entries(struct template_entry *entries, size_t n, struct template_entry *room)
{
    size_t half = n / 2, i = 0, j = half, k = 0;

    if (n < 2)
        return;
    sort_entries(entries, half, room);
    sort_entries(entries + half, n - half, room);
    while (i < half && j < n)
        room[k++] = str_cmp(entries[j].key, entries[i].key) < 0 ? entries[j++] : entries[i++];
    while (i < half)
        room[k++] = entries[i++];
    for (size_t m = 0; m < k; m++)
        entries[m] = room[m];
}

struct template_value template_map(struct arena *a, const struct template_type *type, struct template_entry *entries,
                                   size_t n)
{
    struct template_map *map = ARENA_NEW(a, struct template_map);
    size_t kept = 0;

    sort_entries(entries, n, ARENA_ARRAY(a, struct template_entry, n));
    for (size_t i = 0; i < n; i++) {
        if (i + 1 < n && str_eq(entries[i].key, entries[i + 1].key))
            continue;
        entries[kept++] = entries[i];
    }
    *map = (struct template_map){ .entries = entries, .count = kept };
    return (struct template_value){ .type = type, .map = map };
}

struct template_value template_pointer(const struct template_type *type, const struct template_value *target)
{
    return (struct template_value){ .type = type, .target = target };
}
