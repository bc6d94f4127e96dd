/* Kubernetes' quantities, and its semantic versions, which ARO-Tools has in its own way. */
#include "cel/cost.h"
#include "cel/opaque.h"
#include "cel/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void quantity_of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct quantity *q = ARENA_NEW(run->arena, struct quantity);
    struct str error;

    (void)n;
    if (quantity_parse(cel_text(&args[0]), run->arena, q, &error))
        *out = cel_object(CEL_OPAQUE_QUANTITY, q);
    else
        cel_fail(run, out, error);
}

static void is_quantity(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct quantity q;
    struct str error;

    (void)n;
    *out = cel_bool(quantity_parse(cel_text(&args[0]), run->arena, &q, &error));
}

static const struct quantity *quantity_in(const struct cel_value *v)
{
    return v->object;
}

static void sign(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_int(quantity_sign(quantity_in(&args[0])));
}

/* Quantity.AsInt64: whether it is a whole number that int64 holds. */
static bool as_int64(struct arena *a, const struct quantity *q, int64_t *value)
{
    struct quantity whole;
    struct str text, error;

    if (q->capped)
        return false;
    *value = quantity_scaled_value(q, 0);
    text = arena_printf(a, "%lld", (long long)*value);
    return quantity_parse(text, a, &whole, &error) && quantity_compare(&whole, q) == 0;
}

static void as_integer(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    int64_t value;

    (void)n;
    if (as_int64(run->arena, quantity_in(&args[0]), &value))
        *out = cel_int(value);
    else
        cel_fail(run, out, STR("cannot convert value to integer"));
}

static void is_integer(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    int64_t value;

    (void)n;
    *out = cel_bool(as_int64(run->arena, quantity_in(&args[0]), &value));
}

static void as_float(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    const struct quantity *q = quantity_in(&args[0]);
    char text[512];

    (void)run;
    (void)n;
    if (q->digits.p)
        snprintf(text, sizeof(text), "%s%.*se%lld", q->negative ? "-" : "", STR_ARG(str_slice(q->digits, 0, 400)),
                 (long long)q->exponent + (q->digits.len > 400 ? (long long)q->digits.len - 400 : 0));
    else
        snprintf(text, sizeof(text), "%llde%d", (long long)q->value, q->scale);
    *out = cel_double(strtod(text, NULL));
}

static void compare_to(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_int(quantity_compare(quantity_in(&args[0]), quantity_in(&args[1])));
}

static void is_greater(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_bool(quantity_compare(quantity_in(&args[0]), quantity_in(&args[1])) > 0);
}

static void is_less(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_bool(quantity_compare(quantity_in(&args[0]), quantity_in(&args[1])) < 0);
}

enum { MOST_DIGITS = 200, SCALES = 19 };

/* A quantity as a signed number of nano-units in decimal digits, least first, tens complement left aside: what both
 * operands of a sum are brought to. */
struct nano {
    bool negative;
    uint8_t digits[MOST_DIGITS]; /* least first */
};

static bool to_nano(const struct quantity *q, struct nano *out)
{
    char text[32];
    struct str digits = q->digits;
    int64_t exponent = q->exponent;

    memset(out, 0, sizeof(*out));
    out->negative = q->negative;
    if (!digits.p) {
        uint64_t magnitude = q->value < 0 ? 0 - (uint64_t)q->value : (uint64_t)q->value;
        out->negative = q->value < 0;
        exponent = q->scale;
        digits = (struct str){ text, (size_t)snprintf(text, sizeof(text), "%llu", (unsigned long long)magnitude) };
    }
    exponent += SCALES;
    if (exponent < 0 || (uint64_t)exponent + digits.len > MOST_DIGITS)
        return false;
    for (size_t i = 0; i < digits.len; i++)
        out->digits[(size_t)exponent + digits.len - 1 - i] = (uint8_t)(digits.p[i] - '0');
    return true;
}

static int compare_digits(const struct nano *a, const struct nano *b)
{
    for (size_t i = MOST_DIGITS; i-- > 0;)
        if (a->digits[i] != b->digits[i])
            return a->digits[i] < b->digits[i] ? -1 : 1;
    return 0;
}

/* The larger magnitude plus or minus the smaller. */
static void add_digits(struct nano *a, const struct nano *b, bool minus)
{
    int carry = 0;

    for (size_t i = 0; i < MOST_DIGITS; i++) {
        int d = a->digits[i] + (minus ? -(int)b->digits[i] : (int)b->digits[i]) + carry;
        carry = d < 0 ? -1 : d / 10;
        a->digits[i] = (uint8_t)(d < 0 ? d + 10 : d % 10);
    }
}

static void add_to(struct cel_run *run, const struct cel_value *args, bool minus, struct cel_value *out)
{
    struct quantity *sum = ARENA_NEW(run->arena, struct quantity), whole;
    const struct quantity *other = &whole;
    struct str text, error;
    struct nano a, b;
    char digits[MOST_DIGITS + 8];
    size_t n = 0;

    if (args[1].kind == CEL_INT)
        quantity_parse(arena_printf(run->arena, "%lld", (long long)args[1].i), run->arena, &whole, &error);
    else
        other = quantity_in(&args[1]);
    if (!to_nano(quantity_in(&args[0]), &a) || !to_nano(other, &b)) {
        cel_fail(run, out, STR("quantities are too far apart to be added"));
        return;
    }
    b.negative ^= minus;
    if (a.negative == b.negative) {
        add_digits(&a, &b, false);
    } else {
        if (compare_digits(&a, &b) < 0) {
            struct nano kept = a;
            a = b;
            b = kept;
        }
        add_digits(&a, &b, true);
    }
    if (a.negative)
        digits[n++] = '-';
    for (size_t i = MOST_DIGITS; i-- > 0;) {
        digits[n++] = (char)('0' + a.digits[i]);
        if (i == SCALES)
            digits[n++] = '.';
    }
    while (digits[n - 1] == '0')
        n--;
    if (digits[n - 1] == '.')
        n--;
    text = arena_copy(run->arena, (struct str){ digits, n });
    if (!quantity_parse(text, run->arena, sum, &error)) {
        cel_fail(run, out, error);
        return;
    }
    /* The sum is written in the form of what was added to; zero takes the other's. */
    sum->text = STR("");
    sum->format = quantity_sign(quantity_in(&args[0])) ? quantity_in(&args[0])->format : other->format;
    *out = cel_object(CEL_OPAQUE_QUANTITY, sum);
}

static void add(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    add_to(run, args, false, out);
}

static void subtract(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    add_to(run, args, true, out);
}

#define Q "kubernetes.Quantity"

const struct cel_decl cel_decls_k8s_quantity[] = {
    { "quantity", "string_to_quantity", "string>" Q, quantity_of, cel_cost_scan },
    { "isQuantity", "is_quantity_string", "string>bool", is_quantity, cel_cost_scan },
    { "sign", "quantity_sign", Q ">int", sign, NULL },
    { "isGreaterThan", "quantity_is_greater_than", "." Q "," Q ">bool", is_greater, NULL },
    { "isLessThan", "quantity_is_less_than", "." Q "," Q ">bool", is_less, NULL },
    { "compareTo", "quantity_compare_to", "." Q "," Q ">int", compare_to, NULL },
    { "asApproximateFloat", "quantity_get_float", "." Q ">double", as_float, NULL },
    { "asInteger", "quantity_get_int", "." Q ">int", as_integer, NULL },
    { "isInteger", "quantity_is_integer", "." Q ">bool", is_integer, NULL },
    { "add", "quantity_add", "." Q "," Q ">" Q, add, NULL },
    { "add", "quantity_add_int", "." Q ",int>" Q, add, NULL },
    { "sub", "quantity_sub", "." Q "," Q ">" Q, subtract, NULL },
    { "sub", "quantity_sub_int", "." Q ",int>" Q, subtract, NULL },
    { NULL, NULL, NULL, NULL, NULL },
};
