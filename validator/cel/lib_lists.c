/* Functions on lists: cel-go's lists extension at version 5, sets, what two-variable macros need, and Kubernetes' own. */
#include "cel/cost.h"
#include "cel/run.h"

#include <stdlib.h>

/* All elements of a list in an array; NULL when there are too many. */
static struct cel_value *elements(struct cel_run *run, const struct cel_value *list, size_t *count)
{
    size_t n = cel_count(list), at = 0;
    struct cel_value *items = cel_work(run, n + 1) ? cel_values(run, n) : NULL, key;
    struct cel_cursor c = { 0 };

    while (items && at < n && cel_next(run->arena, list, &c, &key, &items[at]))
        at++;
    *count = at;
    return items;
}

static void slice(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    long long from = (long long)args[1].i, to = (long long)args[2].i;
    struct cel_value *items;
    size_t count;

    (void)n;
    if (from < 0 || to < 0)
        cel_failf(run, out, "cannot slice(%lld, %lld), negative indexes not supported", from, to);
    else if (from > to)
        cel_failf(run, out, "cannot slice(%lld, %lld), start index must be less than or equal to end index", from, to);
    else if ((uint64_t)to > cel_count(&args[0]))
        cel_failf(run, out, "cannot slice(%lld, %lld), list is length %zu", from, to, cel_count(&args[0]));
    else if ((items = elements(run, &args[0], &count)))
        *out = cel_list_value(run->arena, items + from, (size_t)(to - from));
    else
        *out = cel_null();
}

struct items {
    struct cel_value *at;
    size_t count, cap;
};

static bool push(struct cel_run *run, struct items *list, const struct cel_value *v)
{
    if (list->count == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 8;
        struct cel_value *wider = cel_values(run, cap);
        if (!wider)
            return false;
        if (list->count)
            memcpy(wider, list->at, list->count * sizeof(*wider));
        list->at = wider;
        list->cap = cap;
    }
    list->at[list->count++] = *v;
    return true;
}

enum { DEEPEST_LIST = 500 };

static void flatten_into(struct cel_run *run, struct items *items, const struct cel_value *list, int64_t depth,
                         unsigned nested)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, v;

    if (nested > DEEPEST_LIST)
        cel_stop(run, "a list nests too deep");
    while (!run->stopped && cel_next(run->arena, list, &c, &key, &v) && cel_work(run, 1))
        if (v.kind == CEL_LIST && depth > 0)
            flatten_into(run, items, &v, depth - 1, nested + 1);
        else
            push(run, items, &v);
}

static void flatten(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    int64_t depth = n == 2 ? args[1].i : 1;
    struct items items = { 0 };

    if (depth < 0) {
        cel_fail(run, out, STR("level must be non-negative"));
        return;
    }
    flatten_into(run, &items, &args[0], depth, 0);
    *out = cel_list_value(run->arena, items.at, items.count);
}

/* What is sorted: an element with its key and where it stood. */
struct sorted {
    struct cel_value key, value;
    size_t index;
};

static int by_key(const void *x, const void *y)
{
    const struct sorted *a = x, *b = y;
    enum cel_order order = cel_compare(&a->key, &b->key);

    if (order == CEL_LESS || order == CEL_MORE)
        return order;
    return a->index < b->index ? -1 : a->index > b->index;
}

static bool is_ordered(const struct cel_value *v)
{
    return v->kind != CEL_DURATION ? cel_compare(v, v) == CEL_SAME || v->kind == CEL_DOUBLE : true;
}

static void sort_by(struct cel_run *run, const struct cel_value *list, const struct cel_value *keys,
                    struct cel_value *out)
{
    struct cel_value *values, *by;
    struct sorted *rows;
    size_t count, key_count;

    values = elements(run, list, &count);
    by = values ? elements(run, keys, &key_count) : NULL;
    *out = *list;
    if (!by || count == 0 || !cel_room(run, count * sizeof(*rows)) || !cel_work(run, count * 20))
        return;
    if (key_count != count) {
        cel_failf(run, out,
                  "@sortByAssociatedKeys() expected a list of the same size as the associated keys list, but got %zu "
                  "and %zu elements respectively",
                  count, key_count);
        return;
    }
    if (!is_ordered(&by[0])) {
        cel_fail(run, out, STR("list elements must be comparable"));
        return;
    }
    rows = ARENA_ARRAY(run->arena, struct sorted, count);
    for (size_t i = 0; i < count; i++) {
        if (by[i].kind != by[0].kind) {
            cel_fail(run, out, STR("list elements must have the same type"));
            return;
        }
        rows[i] = (struct sorted){ by[i], values[i], i };
    }
    qsort(rows, count, sizeof(*rows), by_key);
    for (size_t i = 0; i < count; i++)
        values[i] = rows[i].value;
    *out = cel_list_value(run->arena, values, count);
}

static void sort(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    sort_by(run, &args[0], &args[0], out);
}

static void sort_by_keys(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    sort_by(run, &args[0], &args[1], out);
}

enum { LARGEST_RANGE = 1000000 };

static void range(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    int64_t size = args[0].i;
    struct cel_value *items;

    (void)n;
    if (size < 0) {
        cel_failf(run, out, "lists.range: size must be non-negative, got %lld", (long long)size);
        return;
    }
    if (size > LARGEST_RANGE) {
        cel_failf(run, out, "lists.range: size %lld exceeds maximum allowed (%d)", (long long)size, LARGEST_RANGE);
        return;
    }
    /* What it costs is known before it is made. */
    items = run->cost + (uint64_t)size <= run->cost_limit ? cel_values(run, (size_t)size) : NULL;
    for (int64_t i = 0; items && i < size; i++)
        items[i] = cel_int(i);
    *out = cel_list_value(run->arena, items, (size_t)size);
}

static void reverse(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    size_t count;
    struct cel_value *items = elements(run, &args[0], &count), kept;

    (void)n;
    for (size_t i = 0; items && i < count / 2; i++) {
        kept = items[i];
        items[i] = items[count - 1 - i];
        items[count - 1 - i] = kept;
    }
    *out = cel_list_value(run->arena, items, items ? count : 0);
}

static bool holds(struct cel_run *run, const struct cel_value *list, const struct cel_value *v)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, item;

    while (!run->stopped && cel_next(run->arena, list, &c, &key, &item))
        if (cel_same(run, v, &item))
            return true;
    return false;
}

static void distinct(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct items items = { 0 };
    struct cel_cursor c = { 0 };
    struct cel_value key, v;
    bool seen;

    (void)n;
    while (!run->stopped && cel_next(run->arena, &args[0], &c, &key, &v)) {
        seen = false;
        for (size_t i = 0; i < items.count && !seen && cel_work(run, 1); i++)
            seen = cel_same(run, &v, &items.at[i]);
        if (!seen && !push(run, &items, &v))
            break;
    }
    *out = cel_list_value(run->arena, items.at, items.count);
}

/* Whether list holds every element of part. */
static bool holds_all(struct cel_run *run, const struct cel_value *list, const struct cel_value *part)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, v;

    while (!run->stopped && cel_next(run->arena, part, &c, &key, &v))
        if (!holds(run, list, &v))
            return false;
    return true;
}

static void has_all(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    *out = cel_bool(holds_all(run, &args[0], &args[1]));
}

static void has_any(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, v;

    (void)n;
    *out = cel_bool(false);
    while (!run->stopped && !out->b && cel_next(run->arena, &args[0], &c, &key, &v))
        out->b = holds(run, &args[1], &v);
}

static void has_only(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    *out = cel_bool(holds_all(run, &args[1], &args[0]));
}

static void has_exactly(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    *out = cel_bool(holds_all(run, &args[0], &args[1]) && holds_all(run, &args[1], &args[0]));
}

#define ORDERED(name, before, after, args, result, function, cost)                                                     \
    { name, before "int" after, args("int"), function, cost },                                                         \
        { name, before "uint" after, args("uint"), function, cost },                                                   \
        { name, before "double" after, args("double"), function, cost },                                               \
        { name, before "bool" after, args("bool"), function, cost },                                                   \
        { name, before "google.protobuf.Duration" after, args("duration"), function, cost },                           \
        { name, before "google.protobuf.Timestamp" after, args("timestamp"), function, cost },                         \
        { name, before "string" after, args("string"), function, cost },                                               \
    {                                                                                                                  \
        name, before "bytes" after, args("bytes"), function, cost                                                      \
    }

#define SAME_LIST(t) ".list(" t ")>list(" t ")"
#define KEYED(t) ".list(A),list(" t ")>list(A)"

const struct cel_decl cel_decls_lists[] = {
    { "slice", "list_slice", ".list(A),int,int>list(A)", slice, cel_cost_list_result },
    { "flatten", "list_flatten", ".list(list(A))>list(A)", flatten, cel_cost_list_result },
    { "flatten", "list_flatten_int", ".list(dyn),int>list(dyn)", flatten, cel_cost_list_result },
    ORDERED("sort", "list_", "_sort", SAME_LIST, , sort, cel_cost_list_compare),
    ORDERED("@sortByAssociatedKeys", "list_", "_sortByAssociatedKeys", KEYED, , sort_by_keys, cel_cost_list_sort_by),
    { "lists.range", "lists_range", "int>list(int)", range, cel_cost_list_result },
    { "reverse", "list_reverse", ".list(A)>list(A)", reverse, cel_cost_list_result },
    { "distinct", "list_distinct", ".list(A)>list(A)", distinct, cel_cost_list_compare },
    { "hasAll", "list_has_all", ".list(A),list(A)>bool", has_all, cel_cost_sets },
    { "hasAny", "list_has_any", ".list(A),list(A)>bool", has_any, cel_cost_sets },
    { "hasOnly", "list_has_only", ".list(A),list(A)>bool", has_only, cel_cost_sets },
    { "hasExactly", "list_has_exactly", ".list(A),list(A)>bool", has_exactly, cel_cost_equivalent },
    { NULL, NULL, NULL, NULL, NULL },
};

const struct cel_decl cel_decls_sets[] = {
    { "sets.contains", "list_sets_contains_list", "list(A),list(A)>bool", has_all, cel_cost_sets },
    { "sets.equivalent", "list_sets_equivalent_list", "list(A),list(A)>bool", has_exactly, cel_cost_equivalent },
    { "sets.intersects", "list_sets_intersects_list", "list(A),list(A)>bool", has_any, cel_cost_sets },
    { NULL, NULL, NULL, NULL, NULL },
};

static void insert(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_map *m = cel_map_new(run->arena);
    struct cel_value key, value;

    for (size_t k = 0; k < (n == 2 ? 2u : 1u); k++) {
        struct cel_cursor c = { 0 };
        while (cel_next(run->arena, &args[k], &c, &key, &value) && cel_room(run, 2 * sizeof(struct cel_pair)))
            cel_map_put(run->arena, m, &key, &value, false);
    }
    if (n == 3 && !cel_map_put(run->arena, m, &args[1], &args[2], false))
        cel_fail(run, out,
                 ARENA_JOIN(run->arena, STR("insert failed: key "), cel_show(run->arena, &args[1]),
                            STR(" already exists")));
    else
        *out = cel_map_value(m);
}

const struct cel_decl cel_decls_two_variables[] = {
    { "cel.@mapInsert", "@mapInsert_map_key_value", "map(A,B),A,B>map(A,B)", insert, NULL },
    { "cel.@mapInsert", "@mapInsert_map_map", "map(A,B),map(A,B)>map(A,B)", insert, NULL },
    { NULL, NULL, NULL, NULL, NULL },
};

static void is_sorted(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, v, before = cel_null();

    (void)n;
    *out = cel_bool(true);
    while (cel_next(run->arena, &args[0], &c, &key, &v) && cel_work(run, 1)) {
        if (c.index > 1 && cel_compare(&before, &v) == CEL_MORE)
            *out = cel_bool(false);
        before = v;
    }
}

static bool add_to(struct cel_value *sum, const struct cel_value *v)
{
    switch (sum->kind) {
    case CEL_UINT:
        return !__builtin_add_overflow(sum->u, v->u, &sum->u);
    case CEL_DOUBLE:
        sum->d += v->d;
        return true;
    default:
        return !__builtin_add_overflow(sum->i, v->i, &sum->i);
    }
}

static void sum_from(struct cel_run *run, const struct cel_value *args, struct cel_value zero, struct cel_value *out)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, v;

    *out = zero;
    while (cel_next(run->arena, &args[0], &c, &key, &v) && cel_work(run, 1)) {
        if (v.kind != zero.kind) {
            cel_no_overload(run, out);
            return;
        }
        if (!add_to(out, &v)) {
            cel_fail(run, out, zero.kind == CEL_UINT ? STR("unsigned integer overflow") : STR("integer overflow"));
            return;
        }
    }
}

static void sum_int(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, first = cel_int(0);

    (void)n;
    /* A dynamic list fits the first overload: its elements tell which one is meant. */
    cel_next(run->arena, &args[0], &c, &key, &first);
    sum_from(run, args,
             first.kind == CEL_UINT       ? cel_uint(0)
             : first.kind == CEL_DOUBLE   ? cel_double(0)
             : first.kind == CEL_DURATION ? cel_duration(0)
                                          : cel_int(0),
             out);
}

static void sum_uint(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    sum_from(run, args, cel_uint(0), out);
}

static void sum_double(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    sum_from(run, args, cel_double(0), out);
}

static void sum_duration(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    sum_from(run, args, cel_duration(0), out);
}

static void extreme(struct cel_run *run, const struct cel_value *list, enum cel_order worse, const char *name,
                    struct cel_value *out)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, v;

    if (cel_count(list) == 0) {
        cel_failf(run, out, "%s called on empty list", name);
        return;
    }
    while (cel_next(run->arena, list, &c, &key, &v) && cel_work(run, 1))
        if (c.index == 1 || cel_compare(out, &v) == worse)
            *out = v;
}

static void list_min(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    extreme(run, &args[0], CEL_MORE, "min", out);
}

static void list_max(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    extreme(run, &args[0], CEL_LESS, "max", out);
}

static void list_index(struct cel_run *run, const struct cel_value *args, bool last, struct cel_value *out)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, v;

    *out = cel_int(-1);
    while (!run->stopped && (last || out->i < 0) && cel_next(run->arena, &args[0], &c, &key, &v))
        if (cel_same(run, &v, &args[1]))
            *out = cel_int((int64_t)c.index - 1);
}

static void index_of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    list_index(run, args, false, out);
}

static void last_index_of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    list_index(run, args, true, out);
}

static void includes(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    *out = cel_bool(args[0].kind == CEL_LIST ? holds(run, &args[0], &args[1]) : cel_same(run, &args[0], &args[1]));
}

#define TO_BOOL(t) ".list(" t ")>bool"
#define TO_ITEM(t) ".list(" t ")>" t

const struct cel_decl cel_decls_k8s_lists[] = {
    ORDERED("isSorted", "list_", "_is_sorted_bool", TO_BOOL, , is_sorted, NULL),
    { "sum", "list_int_sum_int", ".list(int)>int", sum_int, NULL },
    { "sum", "list_uint_sum_uint", ".list(uint)>uint", sum_uint, NULL },
    { "sum", "list_double_sum_double", ".list(double)>double", sum_double, NULL },
    { "sum", "list_duration_sum_duration", ".list(duration)>duration", sum_duration, NULL },
    ORDERED("max", "list_", "_max", TO_ITEM, , list_max, NULL),
    ORDERED("min", "list_", "_min", TO_ITEM, , list_min, NULL),
    { "indexOf", "list_a_index_of_int", ".list(A),A>int", index_of, NULL },
    { "lastIndexOf", "list_a_last_index_of_int", ".list(A),A>int", last_index_of, NULL },
    { "includes", "list_includes_dyn_dyn", ".dyn,dyn>bool", includes, NULL },
    { NULL, NULL, NULL, NULL, NULL },
};
