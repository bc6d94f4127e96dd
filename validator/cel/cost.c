#include "cel/cost.h"

#include "cel/format_k8s.h"
#include "cel/run.h"

static uint64_t add(uint64_t a, uint64_t b)
{
    return __builtin_add_overflow(a, b, &a) ? UINT64_MAX : a;
}

static uint64_t times(uint64_t a, uint64_t b)
{
    return __builtin_mul_overflow(a, b, &a) ? UINT64_MAX : a;
}

uint64_t cel_cost_scan(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return cel_tenths(cel_size(&args[0]), 1);
}

uint64_t cel_cost_affix(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return cel_tenths(cel_size(&args[1]), 1);
}

uint64_t cel_cost_in_list(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return cel_size(&args[1]);
}

uint64_t cel_cost_smaller(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    uint64_t a = cel_size(&args[0]), b = cel_size(&args[1]);

    (void)n;
    (void)result;
    return cel_tenths(a < b ? a : b, 1);
}

uint64_t cel_cost_sum(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return cel_tenths(add(cel_size(&args[0]), cel_size(&args[1])), 1);
}

/* A quarter, rounded up. */
static uint64_t quarter(uint64_t size)
{
    return size / 4 + (size % 4 != 0);
}

uint64_t cel_cost_matches(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return times(cel_tenths(add(1, cel_size(&args[0])), 1), quarter(cel_size(&args[1])));
}

uint64_t cel_cost_contains(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return times(cel_tenths(cel_size(&args[0]), 1), cel_tenths(cel_size(&args[1]), 1));
}

uint64_t cel_cost_char_at(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    return add(2, cel_cost_scan(args, n, result));
}

uint64_t cel_cost_transform(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    return add(add(1, cel_cost_scan(args, n, result)), cel_size(result));
}

uint64_t cel_cost_text_search(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return add(1, cel_tenths(times(cel_size(&args[0]), cel_size(&args[1])), 1));
}

static uint64_t at_least_one(uint64_t n)
{
    return n ? n : 1;
}

uint64_t cel_cost_replace(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    uint64_t search = times(at_least_one(cel_size(&args[0])), at_least_one(cel_size(&args[1])));

    (void)n;
    return add(add(1, cel_tenths(search, 1)), cel_size(result));
}

uint64_t cel_cost_split(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    return add(10, cel_cost_join(args, n, result));
}

uint64_t cel_cost_join(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    return add(add(1, cel_tenths(add(cel_size(&args[0]), 1), 1)), cel_size(result));
}

uint64_t cel_cost_list_result(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)args;
    (void)n;
    return add(cel_size(result), 11);
}

/* Every element against every other, twice; a little more for texts. */
static uint64_t self_compare(const struct cel_value *list)
{
    struct cel_cursor c = { 0 };
    struct arena a = { 0 };
    struct cel_value key, first;
    uint64_t pairs = times(cel_size(list), cel_size(list)), tenths = 20;

    if (list->kind == CEL_LIST && cel_next(&a, list, &c, &key, &first) &&
        (first.kind == CEL_STRING || first.kind == CEL_BYTES))
        tenths = 21;
    arena_free(&a);
    return add(times(pairs, tenths) / 10, 11);
}

uint64_t cel_cost_list_compare(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return self_compare(&args[0]);
}

uint64_t cel_cost_list_sort_by(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return self_compare(&args[1]);
}

uint64_t cel_cost_sets(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return add(1, times(cel_size(&args[0]), cel_size(&args[1])));
}

uint64_t cel_cost_equivalent(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return add(1, times(2, times(cel_size(&args[0]), cel_size(&args[1]))));
}

uint64_t cel_cost_math_list(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return add(1, cel_size(&args[0]));
}

uint64_t cel_cost_code(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    return add(1, cel_cost_scan(args, n, result));
}

/* 1 + (text + 1) / 10 * (pattern + 1) / 4 + result, rounded up. */
uint64_t cel_cost_regex(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    uint64_t fortieths = times(add(cel_size(&args[0]), 1), add(cel_size(&args[1]), 1));

    (void)n;
    return add(add(1, cel_size(result)), fortieths / 40 + (fortieths % 40 != 0));
}

uint64_t cel_cost_regex_all(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    return add(10, cel_cost_regex(args, n, result));
}

uint64_t cel_cost_regex_replace(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    return cel_cost_regex(args, n, result);
}

uint64_t cel_cost_has_value(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    return cel_cost_smaller(args, n, result);
}

uint64_t cel_cost_parse(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    return cel_cost_scan(args, n, result);
}

uint64_t cel_cost_canonical(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return cel_tenths(cel_size(&args[0]), 2);
}

uint64_t cel_cost_cidr_ip(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return cel_tenths(cel_size(&args[0]), 2);
}

uint64_t cel_cost_cidr_ip_text(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    return add(cel_cost_cidr_ip(args, n, result), cel_tenths(cel_size(&args[1]), 1));
}

uint64_t cel_cost_cidr_cidr(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    return add(add(cel_cost_cidr_ip(args, n, result), cel_tenths(cel_size(&args[0]), 1)), 1);
}

uint64_t cel_cost_cidr_cidr_text(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    return add(cel_cost_cidr_cidr(args, n, result), cel_tenths(cel_size(&args[1]), 1));
}

uint64_t cel_cost_validate(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    uint64_t pattern = args[0].kind == CEL_OPAQUE ? cel_format_pattern_size(args[0].object) : 0;

    (void)n;
    (void)result;
    return times(cel_tenths(add(1, cel_size(&args[1])), 1), quarter(pattern));
}

/* One step an element; texts cost their length. */
static uint64_t k8s_traversal(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    struct cel_cursor c = { 0 };
    struct arena a = { 0 };
    struct cel_value key, v;
    uint64_t size = 0;
    bool texts = false;

    (void)n;
    (void)result;
    if (args[0].kind == CEL_STRING || args[0].kind == CEL_BYTES)
        return cel_size(&args[0]) / 10;
    if (args[0].kind != CEL_LIST)
        return 1;
    while (cel_next(&a, &args[0], &c, &key, &v)) {
        texts |= v.kind == CEL_STRING || v.kind == CEL_BYTES;
        size = add(size, cel_size(&v));
    }
    arena_free(&a);
    return texts ? size / 10 : cel_size(&args[0]);
}

static uint64_t k8s_twice(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)n;
    (void)result;
    return cel_tenths(cel_size(&args[0]), 2);
}

static uint64_t k8s_join(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)args;
    (void)n;
    return cel_tenths(cel_size(result), 2);
}

static uint64_t one(const struct cel_value *args, size_t n, const struct cel_value *result)
{
    (void)args;
    (void)n;
    (void)result;
    return 1;
}

cel_cost *cel_cost_kubernetes(struct str name, struct str id)
{
    static const struct {
        struct str name, id;
        cel_cost *cost;
    } all[] = {
        { STR_INIT("isSorted"), STR_INIT(""), k8s_traversal },
        { STR_INIT("sum"), STR_INIT(""), k8s_traversal },
        { STR_INIT("max"), STR_INIT(""), k8s_traversal },
        { STR_INIT("min"), STR_INIT(""), k8s_traversal },
        { STR_INIT("indexOf"), STR_INIT(""), k8s_traversal },
        { STR_INIT("lastIndexOf"), STR_INIT(""), k8s_traversal },
        { STR_INIT("includes"), STR_INIT(""), k8s_traversal },
        { STR_INIT("lowerAscii"), STR_INIT(""), cel_cost_scan },
        { STR_INIT("upperAscii"), STR_INIT(""), cel_cost_scan },
        { STR_INIT("substring"), STR_INIT(""), cel_cost_scan },
        { STR_INIT("trim"), STR_INIT(""), cel_cost_scan },
        { STR_INIT("replace"), STR_INIT(""), k8s_twice },
        { STR_INIT("split"), STR_INIT(""), k8s_twice },
        { STR_INIT("join"), STR_INIT(""), k8s_join },
        { STR_INIT("find"), STR_INIT(""), cel_cost_matches },
        { STR_INIT("findAll"), STR_INIT(""), cel_cost_matches },
        { STR_INIT("charAt"), STR_INIT(""), one },
        { STR_INIT("reverse"), STR_INIT("string_reverse"), one },
        { STR_INIT("hasValue"), STR_INIT(""), one },
    };

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        if (str_eq(name, all[i].name) && (all[i].id.len == 0 || str_eq(id, all[i].id)))
            return all[i].cost;
    return NULL;
}
