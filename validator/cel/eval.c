/* Operations: names, selections, logic, literals, macros. What they cost is what cel-go's tracker counts for the tree
 * that they stand for. */
#include "base/utf8.h"
#include "cel/program.h"
#include "cel/time.h"

void cel_op_constant(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    (void)run;
    *out = op->value;
}

static bool is_error(const struct cel_value *v)
{
    return v->kind == CEL_ERROR;
}

/* Notes what an identifier or a selection read, instead of what its operand read. */
static void note(struct cel_run *run, const struct cel_op *op, const struct cel_value *v)
{
    struct cel_reads *reads = run->machine->reads;

    if (!reads || is_error(v))
        return;
    if (op->x && op->x->attribute && reads->count && reads->items[reads->count - 1].offset == op->x->at)
        reads->count--;
    reads->items = arena_grow(run->arena, reads->items, reads->count, &reads->cap, sizeof(*reads->items));
    reads->items[reads->count++] = (struct cel_read){ op->at, *v };
}

void cel_op_local(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    cel_charge(run, op->charge);
    *out = run->locals[op->slot];
    if (run->machine->reads)
        note(run, op, out);
}

void cel_op_variable(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_slot *slot = &run->slots[op->slot];

    cel_charge(run, op->charge);
    if (!slot->known) {
        slot->known = true;
        if (!run->bindings || !run->bindings->find ||
            !run->bindings->find(run->bindings->context, run->arena, op->name, &slot->value)) {
            run->offset = op->at;
            cel_fail(run, &slot->value, ARENA_JOIN(run->arena, STR("no such attribute(s): "), op->name));
        }
    }
    *out = slot->value;
    if (run->machine->reads)
        note(run, op, out);
}

void cel_op_unbound(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    cel_charge(run, 1);
    run->offset = op->at;
    cel_fail(run, out, ARENA_JOIN(run->arena, STR("no such attribute(s): "), op->name));
}

void cel_op_failure(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    run->offset = op->at;
    cel_fail(run, out, op->name);
}

static void missing_key(struct cel_run *run, const struct cel_op *op, const struct cel_value *key,
                        struct cel_value *out)
{
    run->offset = op->at;
    cel_fail(run, out, ARENA_JOIN(run->arena, STR("no such key: "), cel_show(run->arena, key)));
}

/* An index into a list; false with an error when it is none. */
static bool list_index(struct cel_run *run, const struct cel_op *op, const struct cel_value *key, int64_t *index,
                       struct cel_value *out)
{
    switch (key->kind) {
    case CEL_INT:
        *index = key->i;
        return true;
    case CEL_UINT:
        *index = key->u > INT64_MAX ? INT64_MAX : (int64_t)key->u;
        return true;
    case CEL_DOUBLE:
        *index = key->d >= -9.2e18 && key->d <= 9.2e18 ? (int64_t)key->d : 0;
        if ((double)*index == key->d)
            return true;
        break;
    default:
        break;
    }
    run->offset = op->at;
    cel_fail(run, out,
             ARENA_JOIN(run->arena, STR("unsupported index type '"), cel_type_of(key)->name, STR("' in list")));
    return false;
}

/* What is at a key of a value: false when nothing is; errors go to *out, and true is returned. With test, values that
 * have no keys have none. */
static bool lookup(struct cel_run *run, const struct cel_op *op, const struct cel_value *from,
                   const struct cel_value *key, bool test, struct cel_value *out)
{
    int64_t index;

    switch (from->kind) {
    case CEL_MAP:
        return cel_map_find(run->arena, from, key, out);
    case CEL_LIST:
        if (!list_index(run, op, key, &index, out))
            return true;
        if (index >= 0 && (uint64_t)index < cel_count(from)) {
            cel_at(run->arena, from, (size_t)index, out);
            return true;
        }
        if (test)
            return false;
        run->offset = op->at;
        cel_failf(run, out, "index out of bounds: %lld", (long long)index);
        return true;
    case CEL_ERROR:
        *out = *from;
        return true;
    default:
        return false;
    }
}

/* An optional value that selections made: further ones look into it, which they don't where it came out of a map. */
enum { SELECTED = 1 };

static void select_key(struct cel_run *run, const struct cel_op *op, const struct cel_value *from,
                       const struct cel_value *key, struct cel_value *out)
{
    if (from->kind == CEL_OPTIONAL && (op->begins_chain || from->opaque == SELECTED)) {
        if (!from->some)
            *out = *from;
        else if (from->some->kind != CEL_MAP && from->some->kind != CEL_LIST)
            missing_key(run, op, key, out);
        else if (!lookup(run, op, from->some, key, true, out))
            *out = cel_none();
        else if (!is_error(out))
            *out = cel_some(run->arena, *out);
        if (out->kind == CEL_OPTIONAL)
            out->opaque = SELECTED;
    } else if (!lookup(run, op, from, key, false, out)) {
        missing_key(run, op, key, out);
    }
}

void cel_op_select(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value from;

    cel_do(run, op->x, &from);
    if (is_error(&from)) {
        *out = from;
        return;
    }
    cel_charge(run, op->charge);
    if (from.kind == CEL_MAP && from.class) {
        if (!from.class->get(run->arena, &from, op->name, out))
            missing_key(run, op, &op->value, out);
    } else {
        select_key(run, op, &from, &op->value, out);
    }
    if (run->machine->reads)
        note(run, op, out);
}

void cel_op_has(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value from, found;

    cel_do(run, op->x, &from);
    if (is_error(&from)) {
        *out = from;
        return;
    }
    cel_charge(run, op->charge);
    if (from.kind == CEL_OPTIONAL)
        from = from.some ? *from.some : cel_null();
    if (!lookup(run, op, &from, &op->value, true, &found)) {
        *out = cel_bool(false);
        return;
    }
    *out = is_error(&found) ? found : cel_bool(true);
    if (run->machine->reads)
        note(run, op, &found);
}

/* Optional selection of a key that is known. */
static void opt_key(struct cel_run *run, const struct cel_op *op, const struct cel_value *from,
                    const struct cel_value *key, struct cel_value *out)
{
    const struct cel_value *of = from;

    if (from->kind == CEL_OPTIONAL)
        of = from->some;
    if (!of || !lookup(run, op, of, key, true, out))
        *out = cel_none();
    else if (!is_error(out))
        *out = cel_some(run->arena, *out);
    if (out->kind == CEL_OPTIONAL)
        out->opaque = SELECTED;
    if (run->machine->reads)
        note(run, op, out);
}

void cel_op_opt_select(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value from;

    cel_do(run, op->x, &from);
    if (is_error(&from)) {
        *out = from;
        return;
    }
    cel_charge(run, op->charge);
    opt_key(run, op, &from, &op->value, out);
}

static bool index_parts(struct cel_run *run, const struct cel_op *op, struct cel_value *from, struct cel_value *key,
                        struct cel_value *out)
{
    cel_do(run, op->x, from);
    if (is_error(from)) {
        *out = *from;
        return false;
    }
    cel_do(run, op->y, key);
    cel_charge(run, op->charge);
    if (is_error(key)) {
        *out = *key;
        return false;
    }
    return true;
}

void cel_op_index(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value from, key;

    if (!index_parts(run, op, &from, &key, out))
        return;
    select_key(run, op, &from, &key, out);
    if (run->machine->reads)
        note(run, op, out);
}

void cel_op_opt_index(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value from, key;

    if (index_parts(run, op, &from, &key, out))
        opt_key(run, op, &from, &key, out);
}

/* && and ||: the deciding value wins over errors; what is no bool is an error. */
static void logic(struct cel_run *run, const struct cel_op *op, bool deciding, struct cel_value *out)
{
    struct cel_value v;
    bool failed = false;

    for (size_t i = 0; i < op->count; i++) {
        cel_do(run, op->args[i], &v);
        if (run->machine->coverage)
            cel_cover(run->machine->coverage, op->args[i], &v);
        if (v.kind == CEL_BOOL) {
            if (v.b == deciding) {
                *out = v;
                return;
            }
        } else if (!failed) {
            failed = true;
            *out = v;
            if (!is_error(&v)) {
                run->offset = op->at;
                cel_no_overload(run, out);
            }
        }
        if (run->stopped)
            break;
    }
    if (!failed)
        *out = cel_bool(!deciding);
}

void cel_op_and(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    logic(run, op, false, out);
}

void cel_op_or(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    logic(run, op, true, out);
}

void cel_op_not(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    cel_do(run, op->x, out);
    cel_charge(run, 1);
    if (out->kind == CEL_BOOL) {
        *out = cel_bool(!out->b);
    } else if (!is_error(out)) {
        run->offset = op->at;
        cel_no_overload(run, out);
    }
}

void cel_op_conditional(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value condition;

    cel_do(run, op->x, &condition);
    if (run->machine->coverage)
        cel_cover(run->machine->coverage, op->x, &condition);
    if (condition.kind == CEL_BOOL) {
        cel_do(run, condition.b ? op->y : op->z, out);
        return;
    }
    *out = condition;
    if (!is_error(out)) {
        run->offset = op->at;
        cel_no_overload(run, out);
    }
}

void cel_op_list(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_value *items = cel_values(run, op->count), v;
    size_t n = 0;

    *out = cel_null();
    for (size_t i = 0; i < op->count && items; i++) {
        cel_do(run, op->args[i], &v);
        if (is_error(&v)) {
            *out = v;
            return;
        }
        if (op->optionals && op->optionals[i]) {
            if (v.kind != CEL_OPTIONAL) {
                run->offset = op->at;
                cel_fail(run, out, STR("cannot initialize optional list element from non-optional value"));
                return;
            }
            if (!v.some)
                continue;
            v = *v.some;
        }
        items[n++] = v;
    }
    if (!run->folding)
        cel_charge(run, 10);
    *out = cel_list_value(run->arena, items, n);
}

static bool is_key(const struct cel_value *v)
{
    return v->kind == CEL_STRING || v->kind == CEL_INT || v->kind == CEL_UINT || v->kind == CEL_BOOL ||
           v->kind == CEL_DOUBLE || v->kind == CEL_NULL;
}

/* One entry of a map literal into m; false with an error in *out. */
static bool put_entry(struct cel_run *run, const struct cel_op *op, size_t i, struct cel_map *m, struct cel_value *out)
{
    struct cel_value key, value;

    cel_do(run, op->args[2 * i], &key);
    if (is_error(&key)) {
        *out = key;
        return false;
    }
    cel_do(run, op->args[2 * i + 1], &value);
    if (is_error(&value)) {
        *out = value;
        return false;
    }
    if (op->entries[i].optional) {
        if (value.kind != CEL_OPTIONAL) {
            run->offset = op->at;
            cel_fail(run, out,
                     ARENA_JOIN(run->arena, STR("cannot initialize optional entry '"), cel_show(run->arena, &key),
                                STR("' from non-optional value")));
            return false;
        }
        if (!value.some)
            return true;
        value = *value.some;
    }
    if (!is_key(&key)) {
        run->offset = op->at;
        cel_fail(run, out, ARENA_JOIN(run->arena, STR("unsupported key type: "), cel_type_of(&key)->name));
        return false;
    }
    cel_map_put(run->arena, m, &key, &value, true);
    return true;
}

void cel_op_map(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    struct cel_map *m = cel_map_new(run->arena);

    for (size_t i = 0; 2 * i < op->count; i++) {
        if (!cel_room(run, 2 * sizeof(struct cel_pair)))
            break;
        if (!put_entry(run, op, i, m, out))
            return;
    }
    if (!run->folding)
        cel_charge(run, 30);
    *out = cel_map_value(m);
}

void cel_op_or_optional(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    cel_do(run, op->x, out);
    if (is_error(out))
        return;
    if (out->kind != CEL_OPTIONAL) {
        run->offset = op->at;
        cel_no_overload(run, out);
    } else if (!out->some) {
        cel_do(run, op->y, out);
    }
}

void cel_op_or_value(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    cel_do(run, op->x, out);
    if (is_error(out))
        return;
    if (out->kind != CEL_OPTIONAL) {
        run->offset = op->at;
        cel_no_overload(run, out);
    } else if (out->some) {
        *out = *out->some;
    } else {
        cel_do(run, op->y, out);
    }
}

/* The zero of a type, for a message without its field. */
static struct cel_value zero_of(struct arena *a, const struct cel_type *t)
{
    switch (t->kind) {
    case CEL_TYPE_BOOL:
        return cel_bool(false);
    case CEL_TYPE_INT:
        return cel_int(0);
    case CEL_TYPE_UINT:
        return cel_uint(0);
    case CEL_TYPE_DOUBLE:
        return cel_double(0);
    case CEL_TYPE_BYTES:
        return cel_bytes(STR(""));
    case CEL_TYPE_DYN:
        return cel_null();
    case CEL_TYPE_LIST:
        return cel_list_value(a, NULL, 0);
    case CEL_TYPE_MAP:
        return cel_map_value(cel_map_new(a));
    default:
        return cel_string(STR(""));
    }
}

/* What a field's value is to the message: of google.protobuf.Value whatever it is, of a FloatValue a float. */
static struct cel_value message_value(const struct cel_op *op, const struct cel_entry *field, struct cel_value v)
{
    if (str_eq(field->field, STR("null_value")))
        return cel_null();
    if (v.kind == CEL_DOUBLE && str_ends(op->name, STR(".FloatValue")))
        v.d = (double)(float)v.d;
    return v;
}

/* Seconds and nanoseconds as a duration or a timestamp. */
static void make_time(struct cel_run *run, const struct cel_op *op, const int64_t parts[2], struct cel_value *out)
{
    int64_t ns, carry = parts[1] / 1000000000 - (parts[1] % 1000000000 < 0), seconds;

    if (op->value.type->kind == CEL_TYPE_TIMESTAMP) {
        if (__builtin_add_overflow(parts[0], carry, &seconds) || !cel_time_valid(seconds))
            cel_fail(run, out, STR("timestamp overflow"));
        else
            *out = cel_timestamp(seconds, (uint32_t)(parts[1] - carry * 1000000000));
        return;
    }
    /* Go's AsDuration ends at what a duration can be. */
    if (__builtin_mul_overflow(parts[0], (int64_t)1000000000, &ns) || __builtin_add_overflow(ns, parts[1], &ns))
        ns = parts[0] < 0 ? INT64_MIN : INT64_MAX;
    *out = cel_duration(ns);
}

void cel_op_struct(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    bool time = op->value.type->kind == CEL_TYPE_TIMESTAMP || op->value.type->kind == CEL_TYPE_DURATION;
    struct cel_value value = time ? cel_null() : zero_of(run->arena, op->value.type), v;
    int64_t parts[2] = { 0, 0 };

    for (size_t i = 0; i < op->count; i++) {
        bool nanos = str_eq(op->entries[i].field, STR("nanos"));
        cel_do(run, op->args[i], &v);
        if (is_error(&v)) {
            *out = v;
            return;
        }
        if (op->entries[i].optional && v.kind == CEL_OPTIONAL) {
            if (!v.some)
                continue;
            v = *v.some;
        }
        if (time ? v.kind != CEL_INT
                 : op->value.type->kind != CEL_TYPE_DYN && cel_type_of(&v)->kind != op->value.type->kind) {
            run->offset = op->at;
            cel_no_overload(run, out);
            return;
        }
        parts[nanos] = v.i;
        value = message_value(op, &op->entries[i], v);
    }
    run->offset = op->at;
    cel_charge(run, 40);
    if (time)
        make_time(run, op, parts, out);
    else
        *out = value;
}
