/* Operations: macros that walk a list or a map. Each counts what its expansion would cost. */
#include "cel/program.h"

struct loop {
    struct cel_value range;
    struct cel_cursor cursor;
    struct cel_value *first, *second; /* variables; second: NULL when there is one */
};

static const char *go_type(const struct cel_value *v)
{
    static const char *const names[] = {
        [CEL_NULL] = "types.Null",   [CEL_BOOL] = "types.Bool",           [CEL_INT] = "types.Int",
        [CEL_UINT] = "types.Uint",   [CEL_DOUBLE] = "types.Double",       [CEL_STRING] = "types.String",
        [CEL_BYTES] = "types.Bytes", [CEL_TIMESTAMP] = "types.Timestamp", [CEL_DURATION] = "types.Duration",
        [CEL_TYPE] = "*types.Type",  [CEL_OPTIONAL] = "*types.Optional",  [CEL_OPAQUE] = "types.Opaque",
    };

    return names[v->kind];
}

/* Evaluates the range; false with an error in *out when it can't be walked. */
static bool begin(struct cel_run *run, const struct cel_op *op, struct loop *l, struct cel_value *out)
{
    *l = (struct loop){ .first = &run->locals[op->slot] };
    if (op->slot2 != UINT32_MAX)
        l->second = &run->locals[op->slot2];
    cel_do(run, op->x, &l->range);
    if (l->range.kind == CEL_LIST || l->range.kind == CEL_MAP)
        return true;
    *out = l->range;
    if (out->kind != CEL_ERROR) {
        run->offset = op->x->at;
        cel_failf(run, out, "got '%s', expected iterable type", go_type(&l->range));
    }
    return false;
}

/* The next element into the variables. */
static bool next(struct cel_run *run, struct loop *l)
{
    struct cel_value key, value;

    if (run->stopped || !cel_next(run->arena, &l->range, &l->cursor, &key, &value) || !cel_work(run, 1))
        return false;
    if (l->second) {
        *l->first = key;
        *l->second = value;
    } else {
        *l->first = l->range.kind == CEL_LIST ? value : key;
    }
    return true;
}

static bool more(const struct loop *l)
{
    return l->cursor.index < cel_count(&l->range);
}

/* all and exists: the first element that decides ends it, errors wait for one that does. */
static void quantify(struct cel_run *run, const struct cel_op *op, bool deciding, struct cel_value *out)
{
    uint64_t condition = deciding ? 3 : 2; /* of the accumulator before each step */
    bool failed = false;
    struct cel_value v;
    struct loop l;

    if (!begin(run, op, &l, out))
        return;
    *out = cel_bool(!deciding);
    while (next(run, &l)) {
        cel_charge_each(run, condition + 1);
        cel_do(run, op->y, &v);
        if (v.kind == CEL_BOOL && v.b == deciding) {
            *out = v;
            if (more(&l))
                cel_charge_each(run, condition);
            break;
        }
        if (v.kind != CEL_BOOL && !failed) {
            failed = true;
            *out = v;
            if (v.kind != CEL_ERROR) {
                run->offset = op->y->at;
                cel_no_overload(run, out);
            }
        }
    }
    cel_charge(run, 1);
}

void cel_op_all(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    quantify(run, op, false, out);
}

void cel_op_exists(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    quantify(run, op, true, out);
}

/* A condition: 1 true, 0 false, -1 an error in *out. */
static int test(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value v;

    cel_do(run, op, &v);
    if (v.kind == CEL_BOOL)
        return v.b;
    *out = v;
    if (v.kind != CEL_ERROR) {
        run->offset = op->at;
        cel_no_overload(run, out);
    }
    return -1;
}

void cel_op_exists_one(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value failure = cel_null();
    size_t count = 0;
    struct loop l;
    int holds;

    if (!begin(run, op, &l, out))
        return;
    while (next(run, &l)) {
        holds = test(run, op->y, &failure);
        if (holds > 0)
            cel_charge_each(run, 2);
        count += holds > 0;
    }
    cel_charge_each(run, 2);
    *out = failure.kind == CEL_ERROR ? failure : cel_bool(count == 1);
}

/* Values that are added one by one. */
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

/* An error ends nothing: in cel-go the steps after it go on with an accumulator that is one, and a condition that fails
 * takes its place. */
void cel_op_map_macro(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    bool constant = run->kubernetes && op->y->run == cel_op_constant;
    struct cel_value failure = cel_null(), v;
    struct items items = { 0 };
    struct loop l;
    int holds = 1;

    if (!begin(run, op, &l, out))
        return;
    if (!run->kubernetes)
        cel_charge(run, 10);
    while (next(run, &l)) {
        if (op->z && (holds = test(run, op->z, &failure)) <= 0)
            continue;
        cel_charge(run, 1);
        cel_do(run, op->y, &v);
        if (v.kind == CEL_ERROR) {
            if (failure.kind != CEL_ERROR)
                failure = v;
        } else if (failure.kind != CEL_ERROR && !push(run, &items, &v)) {
            break;
        }
        if (!constant)
            cel_charge(run, 10);
        cel_charge(run, 1);
    }
    cel_charge(run, 1);
    *out = failure.kind == CEL_ERROR ? failure : cel_list_value(run->arena, items.at, items.count);
}

static bool insert(struct cel_run *run, const struct cel_op *op, struct cel_map *m, const struct cel_value *key,
                   const struct cel_value *value, struct cel_value *out)
{
    if (!cel_room(run, 2 * sizeof(struct cel_pair)))
        return false;
    if (cel_map_put(run->arena, m, key, value, false))
        return true;
    run->offset = op->at;
    cel_fail(run, out,
             ARENA_JOIN(run->arena, STR("insert failed: key "), cel_show(run->arena, key), STR(" already exists")));
    return false;
}

/* What one step of a transformation adds; false with an error in *out. */
static bool transform(struct cel_run *run, const struct cel_op *op, const struct loop *l, struct cel_map *m,
                      struct cel_value *out)
{
    struct cel_cursor c = { 0 };
    struct cel_value v, key, value;

    cel_charge_each(run, op->macro == CEL_MACRO_TRANSFORM_ENTRY ? 1 : 2);
    cel_do(run, op->y, &v);
    cel_charge(run, 1);
    *out = v;
    if (v.kind == CEL_ERROR)
        return false;
    if (op->macro == CEL_MACRO_TRANSFORM_MAP)
        return insert(run, op, m, l->first, &v, out);
    if (v.kind != CEL_MAP) {
        run->offset = op->y->at;
        cel_no_overload(run, out);
        return false;
    }
    while (cel_next(run->arena, &v, &c, &key, &value))
        if (!insert(run, op, m, &key, &value, out))
            return false;
    return true;
}

void cel_op_transform_map(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_map *m = cel_map_new(run->arena);
    struct loop l;
    int holds = 1;

    if (!begin(run, op, &l, out))
        return;
    if (!run->kubernetes)
        cel_charge(run, 30);
    while (next(run, &l)) {
        if (op->z && (holds = test(run, op->z, out)) < 0)
            return;
        if (holds && !transform(run, op, &l, m, out))
            return;
    }
    cel_charge(run, 1);
    *out = cel_map_value(m);
}

void cel_op_bind(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value v;

    cel_do(run, op->x, &v);
    if (!run->kubernetes)
        cel_charge(run, 10);
    run->locals[op->slot] = v;
    cel_do(run, op->y, out);
}
