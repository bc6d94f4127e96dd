/* Operations: operators and functions. */
#include "cel/program.h"

#include <stdatomic.h>

enum { MOST_ARGS = 5 };

/* Whether a value may be given for a parameter, as far as its kind tells. */
static inline bool may_be(const struct cel_type *t, const struct cel_value *v)
{
    static const uint8_t kinds[] = {
        [CEL_NULL] = CEL_TYPE_NULL,           [CEL_BOOL] = CEL_TYPE_BOOL,         [CEL_INT] = CEL_TYPE_INT,
        [CEL_UINT] = CEL_TYPE_UINT,           [CEL_DOUBLE] = CEL_TYPE_DOUBLE,     [CEL_STRING] = CEL_TYPE_STRING,
        [CEL_BYTES] = CEL_TYPE_BYTES,         [CEL_LIST] = CEL_TYPE_LIST,         [CEL_MAP] = CEL_TYPE_MAP,
        [CEL_TIMESTAMP] = CEL_TYPE_TIMESTAMP, [CEL_DURATION] = CEL_TYPE_DURATION, [CEL_TYPE] = CEL_TYPE_TYPE,
        [CEL_OPTIONAL] = CEL_TYPE_OPAQUE,     [CEL_OPAQUE] = CEL_TYPE_OPAQUE,     [CEL_ERROR] = CEL_TYPE_ERROR,
    };

    switch (t->kind) {
    case CEL_TYPE_DYN:
    case CEL_TYPE_PARAM:
        return true;
    case CEL_TYPE_OPAQUE:
    case CEL_TYPE_STRUCT:
        return (v->kind == CEL_OPAQUE || v->kind == CEL_OPTIONAL) && str_eq(cel_type_of(v)->name, t->name);
    default:
        return kinds[v->kind] == t->kind;
    }
}

static bool takes(const struct cel_overload *o, const struct cel_value *args, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!may_be(o->args[i], &args[i]))
            return false;
    return true;
}

/* Whether the type of a value knows an operator at all: cel-go then leaves the answer to the type, which does not name
 * the operator. */
static bool knows(const struct cel_value *v, char operator)
{
    bool number = v->kind == CEL_INT || v->kind == CEL_UINT || v->kind == CEL_DOUBLE;
    bool time = v->kind == CEL_DURATION || v->kind == CEL_TIMESTAMP;

    switch (operator) {
    case '+':
        return number || time || v->kind == CEL_STRING || v->kind == CEL_BYTES || v->kind == CEL_LIST;
    case '-':
        return number || time;
    case '%':
        return v->kind == CEL_INT || v->kind == CEL_UINT;
    default:
        return number;
    }
}

/* cel-go names the function and the types where none of several overloads fits. */
static void no_such(struct cel_run *run, const struct cel_op *op, const struct cel_value *args, struct cel_value *out)
{
    struct str shown = STR("");

    run->offset = op->at;
    if (op->name.p[0] == '_' || op->name.p[0] == '-' || str_eq(op->name, STR("size"))) {
        if (op->name.p[0] != 's' && knows(&args[0], op->name.p[op->name.p[0] == '_']))
            cel_no_overload(run, out);
        else
            cel_fail(run, out, ARENA_JOIN(run->arena, STR("no such overload: "), op->name));
        return;
    }
    for (size_t i = 0; i < op->count; i++)
        shown = ARENA_JOIN(run->arena, shown, i ? STR(", ") : STR(""), cel_type_of(&args[i])->name);
    cel_fail(run, out, ARENA_JOIN(run->arena, STR("no such overload: "), op->name, STR("("), shown, STR(")")));
}

static void call(struct cel_run *run, const struct cel_op *op, const struct cel_value *args, struct cel_value *out)
{
    run->offset = op->at;
    for (size_t i = 0; i < op->overload_count; i++)
        if (op->overloads[i]->run && takes(op->overloads[i], args, op->count)) {
            op->overloads[i]->run(run, args, op->count, out);
            return;
        }
    no_such(run, op, args, out);
}

void cel_op_call(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value args[MOST_ARGS];
    const struct cel_value *failed = NULL;

    if (op->count > MOST_ARGS) {
        run->offset = op->at;
        cel_fail(run, out, ARENA_JOIN(run->arena, STR("no such overload: "), op->name));
        return;
    }
    for (size_t i = 0; i < op->count; i++) {
        cel_do(run, op->args[i], &args[i]);
        if (args[i].kind != CEL_ERROR || failed)
            continue;
        failed = &args[i];
        if (op->count > 2) {
            *out = *failed;
            return;
        }
    }
    if (run->stopped) {
        *out = cel_null();
        return;
    }
    if (failed)
        *out = *failed;
    else
        call(run, op, args, out);
    cel_charge(run, op->cost ? op->cost(args, op->count, out) : 1);
}

/* Both operands; false when one is an error, which is in *out then. */
static bool operands(struct cel_run *run, const struct cel_op *op, struct cel_value *x, struct cel_value *y,
                     struct cel_value *out)
{
    cel_do(run, op->x, x);
    cel_do(run, op->y, y);
    if (x->kind != CEL_ERROR && y->kind != CEL_ERROR)
        return true;
    *out = x->kind == CEL_ERROR ? *x : *y;
    return false;
}

static uint64_t equality_cost(const struct cel_run *run, const struct cel_value *x, const struct cel_value *y)
{
    uint64_t a, b;

    if (run->kubernetes && x->kind == CEL_OPAQUE && x->opaque == CEL_OPAQUE_IP)
        return 1;
    if (x->kind == CEL_INT || y->kind == CEL_INT)
        return cel_size(x) && cel_size(y);
    a = cel_size(x);
    b = cel_size(y);
    return cel_tenths(a < b ? a : b, 1);
}

void cel_op_equal(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value x, y;

    if (operands(run, op, &x, &y, out)) {
        run->offset = op->at;
        *out = cel_bool(cel_same(run, &x, &y) != (op->macro != 0));
    }
    cel_charge(run, equality_cost(run, &x, &y));
}

void cel_op_compare(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value x, y;
    enum cel_order order;
    bool same;

    if (operands(run, op, &x, &y, out)) {
        order = cel_compare(&x, &y);
        if (order == CEL_NO_ORDER) {
            run->offset = op->at;
            same = x.kind == y.kind;
            if (same || x.kind == CEL_NULL || x.kind == CEL_LIST || x.kind == CEL_MAP || x.kind > CEL_DURATION)
                cel_fail(run, out, ARENA_JOIN(run->arena, STR("no such overload: "), op->name));
            else
                cel_no_overload(run, out);
        } else if (order == CEL_NAN) {
            *out = cel_bool(false);
        } else {
            *out = cel_bool(op->order >> (order + 1) & 1);
        }
    }
    if (op->cost)
        cel_charge(run, op->cost((const struct cel_value[]){ x, y }, 2, out));
    else
        cel_charge(run, 1);
}

static void is_in(struct cel_run *run, const struct cel_op *op, const struct cel_value *x, const struct cel_value *y,
                  struct cel_value *out)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, value;

    run->offset = op->at;
    if (y->kind == CEL_MAP) {
        *out = cel_bool(cel_map_find(run->arena, y, x, &value));
        return;
    }
    if (y->kind != CEL_LIST) {
        cel_no_overload(run, out);
        return;
    }
    *out = cel_bool(false);
    while (!run->stopped && cel_next(run->arena, y, &c, &key, &value))
        if (cel_same(run, x, &value)) {
            *out = cel_bool(true);
            return;
        }
}

void cel_op_in(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value x, y;

    if (operands(run, op, &x, &y, out))
        is_in(run, op, &x, &y, out);
    if (op->macro)
        return;
    cel_charge(run, op->cost ? op->cost((const struct cel_value[]){ x, y }, 2, out) : 1);
}

void cel_op_add(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value args[2];
    int64_t sum;

    if (operands(run, op, &args[0], &args[1], out)) {
        if (args[0].kind == CEL_INT && args[1].kind == CEL_INT && !__builtin_add_overflow(args[0].i, args[1].i, &sum))
            *out = cel_int(sum);
        else
            call(run, op, args, out);
    }
    cel_charge(run, op->cost ? op->cost(args, 2, out) : 1);
}

/* A constant pattern, compiled when it is first needed: whoever is second gives his back. */
static const struct regex *constant_pattern(struct cel_run *run, struct cel_constant_pattern *p, struct cel_value *out)
{
    struct regex *re = atomic_load_explicit(&p->compiled, memory_order_acquire), *none = NULL;
    struct regex_error e;

    if (re)
        return re;
    if (!regex_compile(&re, run->arena, p->text, REGEX_GO_NEWEST, &e)) {
        cel_fail(run, out, e.message);
        return NULL;
    }
    if (atomic_compare_exchange_strong(&p->compiled, &none, re))
        return re;
    regex_free(re);
    return none;
}

void cel_op_matches(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    const struct regex *re;
    struct cel_value x;

    cel_do(run, op->x, &x);
    run->offset = op->at;
    *out = x;
    if (x.kind == CEL_STRING) {
        re = constant_pattern(run, op->pattern, out);
        if (re)
            *out = cel_bool(cel_search(run, re, cel_text(&x), 0, NULL, 0) == REGEX_MATCH);
    } else if (x.kind != CEL_ERROR) {
        cel_no_overload(run, out);
    }
    if (op->cost)
        cel_charge(run, op->cost((const struct cel_value[]){ x, op->y->value }, 2, out));
    else
        cel_charge(run, 1);
}
