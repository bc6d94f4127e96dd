/* eq, ne, lt, le, gt, ge. */
#include "syntax/template/exec.h"

enum order { LESS, SAME, MORE, UNORDERED };

static bool is_basic(struct template_value v)
{
    switch (reflect_kind(v)) {
    case TEMPLATE_BOOL:
    case TEMPLATE_INT:
    case TEMPLATE_UINT:
    case TEMPLATE_FLOAT:
    case TEMPLATE_COMPLEX:
    case TEMPLATE_STRING:
        return true;
    default:
        return false;
    }
}

/* basicKind: all that is not basic counts as one kind. */
static enum template_kind basic_kind(struct template_value v)
{
    return is_basic(v) ? reflect_kind(v) : TEMPLATE_NIL;
}

static bool are_integers(struct template_value a, struct template_value b)
{
    return (reflect_kind(a) == TEMPLATE_INT && reflect_kind(b) == TEMPLATE_UINT) ||
           (reflect_kind(a) == TEMPLATE_UINT && reflect_kind(b) == TEMPLATE_INT);
}

/* Order of integers, whether they have signs or not. */
static enum order order_integers(struct template_value a, struct template_value b)
{
    bool a_negative = reflect_kind(a) == TEMPLATE_INT && a.integer < 0;
    bool b_negative = reflect_kind(b) == TEMPLATE_INT && b.integer < 0;

    if (a_negative != b_negative)
        return a_negative ? LESS : MORE;
    if (a.natural == b.natural)
        return SAME;
    return a.natural < b.natural ? LESS : MORE; /* two's complement keeps the order of negative ones */
}

static bool text_error(struct exec *x, struct str *error, struct str format, const struct template_value *args,
                       size_t n)
{
    exec_format(x, format, args, n, error);
    return false;
}

/* isNil of a value that is not basic. */
static bool is_nil(struct template_value v)
{
    return !v.type || reflect_is_nil(v);
}

/* == of two values that are not basic. */
static bool same_other(struct exec *x, struct template_value a, struct template_value b, bool *same, struct str *error)
{
    if (reflect_kind(a) != reflect_kind(b) && a.type && b.type) {
        const struct template_value args[] = { a, template_string(a.type->name), template_string(b.type->name), b };
        return text_error(x, error, STR("non-comparable types %s: %v, %s: %v"), args, 4);
    }
    if (is_nil(a) || is_nil(b)) {
        *same = is_nil(a) == is_nil(b);
        return true;
    }
    if (!reflect_comparable(b.type)) {
        const struct template_value args[] = { b, template_string(b.type->name) };
        return text_error(x, error, STR("non-comparable type %s: %v"), args, 2);
    }
    *same = reflect_equal(a, b);
    return true;
}

static bool same_basic(struct template_value a, struct template_value b)
{
    b.type = a.type; /* types of one kind compare by value */
    return reflect_equal(a, b);
}

static bool same(struct exec *x, struct template_value a, struct template_value b, bool *result, struct str *error)
{
    if (are_integers(a, b)) {
        *result = order_integers(a, b) == SAME;
        return true;
    }
    if (basic_kind(a) == basic_kind(b)) {
        if (!is_basic(a))
            return same_other(x, a, b, result, error);
        *result = same_basic(a, b);
        return true;
    }
    *result = false;
    if (!a.type || !b.type)
        return true;
    const struct template_value args[] = { template_string(a.type->name), template_string(b.type->name) };
    return text_error(x, error, STR("incompatible types for comparison: %v and %v"), args, 2);
}

bool compare_eq(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                struct str *error)
{
    struct template_value first = reflect_open(args[0]);
    bool found = false;

    if (n == 1) {
        *error = STR("missing argument for comparison");
        return false;
    }
    for (size_t i = 1; i < n && !found; i++)
        if (!same(x, first, reflect_open(args[i]), &found, error))
            return false;
    *out = template_bool(found);
    return true;
}

bool compare_ne(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                struct str *error)
{
    if (!compare_eq(x, args, n, out, error))
        return false;
    out->truth = !out->truth;
    return true;
}

static enum order order_basic(struct template_value a, struct template_value b)
{
    int order;

    if (reflect_kind(a) == TEMPLATE_FLOAT)
        return a.real < b.real ? LESS : a.real == b.real ? SAME : a.real > b.real ? MORE : UNORDERED;
    if (reflect_kind(a) != TEMPLATE_STRING)
        return order_integers(a, b);
    order = str_cmp(a.string, b.string);
    return order < 0 ? LESS : order == 0 ? SAME : MORE;
}

/* The order of two arguments, or an error for what has none. */
static bool compare(struct exec *x, const struct template_value *args, enum order *order, struct str *error)
{
    struct template_value a = reflect_open(args[0]), b = reflect_open(args[1]);
    bool mixed = are_integers(a, b);

    if (!is_basic(a) || !is_basic(b)) {
        *error = STR("invalid type for comparison");
        return false;
    }
    if (reflect_kind(a) != reflect_kind(b) && !mixed) {
        const struct template_value names[] = { template_string(a.type->name), template_string(b.type->name) };
        return text_error(x, error, STR("incompatible types for comparison: %v and %v"), names, 2);
    }
    if (reflect_kind(a) == TEMPLATE_BOOL || reflect_kind(a) == TEMPLATE_COMPLEX) {
        *error = STR("invalid type for comparison");
        return false;
    }
    *order = order_basic(a, b);
    return true;
}

bool compare_lt(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                struct str *error)
{
    enum order order;

    (void)n;
    if (!compare(x, args, &order, error))
        return false;
    *out = template_bool(order == LESS);
    return true;
}

bool compare_le(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                struct str *error)
{
    enum order order;

    (void)n;
    if (!compare(x, args, &order, error))
        return false;
    *out = template_bool(order == LESS || order == SAME);
    return true;
}

/* gt and ge are the opposites of le and lt, for NaN too. */
bool compare_gt(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                struct str *error)
{
    if (!compare_le(x, args, n, out, error))
        return false;
    out->truth = !out->truth;
    return true;
}

bool compare_ge(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                struct str *error)
{
    if (!compare_lt(x, args, n, out, error))
        return false;
    out->truth = !out->truth;
    return true;
}
