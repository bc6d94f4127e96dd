/* cel-go's math extension at version 3. */
#include "cel/cost.h"
#include "cel/run.h"

#include <math.h>

static void identity(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = args[0];
}

/* Keeps the better of two; false with an error when they have no order. */
static bool better(struct cel_run *run, const char *name, enum cel_order worse, struct cel_value *best,
                   const struct cel_value *v, struct cel_value *out)
{
    enum cel_order order = cel_compare(best, v);

    if (order == worse)
        *best = *v;
    if (order == CEL_NO_ORDER)
        cel_failf(run, out, "no such overload: %s", name);
    else if (order == CEL_NAN)
        cel_failf(run, out, "NaN values cannot be ordered: %s", name);
    else
        return true;
    return false;
}

static void extreme(struct cel_run *run, const char *name, enum cel_order worse, const struct cel_value *args, size_t n,
                    struct cel_value *out)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, v, best = args[0];

    if (n == 2) {
        if (better(run, name, worse, &best, &args[1], out))
            *out = best;
        return;
    }
    if (!cel_next(run->arena, &args[0], &c, &key, &best)) {
        cel_failf(run, out, "%s(list) argument must not be empty", name);
        return;
    }
    while (cel_next(run->arena, &args[0], &c, &key, &v) && cel_work(run, 1))
        if (!better(run, name, worse, &best, &v, out)) {
            cel_failf(run, out, "no such overload: %s", name);
            return;
        }
    *out = best;
    if (best.kind != CEL_INT && best.kind != CEL_UINT && best.kind != CEL_DOUBLE)
        cel_failf(run, out, "no such overload: %s", name);
}

static void least(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    extreme(run, "math.@min", CEL_MORE, args, n, out);
}

static void greatest(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    extreme(run, "math.@max", CEL_LESS, args, n, out);
}

#define ROUND(function, name)                                                                                          \
    static void function(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)           \
    {                                                                                                                  \
        (void)run;                                                                                                     \
        (void)n;                                                                                                       \
        *out = cel_double(name(args[0].d));                                                                            \
    }

ROUND(round_up, ceil)
ROUND(round_down, floor)
ROUND(round_near, round)
ROUND(round_off, trunc)
ROUND(absolute_double, fabs)

static void is_inf(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_bool(isinf(args[0].d));
}

static void is_nan(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_bool(isnan(args[0].d));
}

static void is_finite(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_bool(isfinite(args[0].d));
}

static void absolute_int(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    if (args[0].i == INT64_MIN)
        cel_fail(run, out, STR("integer overflow"));
    else
        *out = cel_int(args[0].i < 0 ? -args[0].i : args[0].i);
}

static void sign(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    const struct cel_value *v = &args[0];

    (void)run;
    (void)n;
    if (v->kind == CEL_DOUBLE)
        *out = cel_double(isnan(v->d) ? v->d : v->d > 0 ? 1.0 : v->d < 0 ? -1.0 : 0.0);
    else if (v->kind == CEL_UINT)
        *out = cel_uint(v->u != 0);
    else
        *out = cel_int((v->i > 0) - (v->i < 0));
}

static void square_root(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    const struct cel_value *v = &args[0];

    (void)run;
    (void)n;
    *out = cel_double(sqrt(v->kind == CEL_DOUBLE ? v->d : v->kind == CEL_UINT ? (double)v->u : (double)v->i));
}

#define BITS(function, expression)                                                                                     \
    static void function(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)           \
    {                                                                                                                  \
        (void)run;                                                                                                     \
        (void)n;                                                                                                       \
        *out = args[0];                                                                                                \
        out->u = expression;                                                                                           \
    }

BITS(bit_and, args[0].u &args[1].u)
BITS(bit_or, args[0].u | args[1].u)
BITS(bit_xor, args[0].u ^ args[1].u)
BITS(bit_not, ~args[0].u)

static void shift(struct cel_run *run, const struct cel_value *args, bool left, struct cel_value *out)
{
    uint64_t by = args[1].u;

    if (args[1].i < 0) {
        cel_failf(run, out, "math.bitShift%s() negative offset: %lld", left ? "Left" : "Right", (long long)args[1].i);
        return;
    }
    *out = args[0];
    out->u = by > 63 ? 0 : left ? args[0].u << by : args[0].u >> by;
}

static void shift_left(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    shift(run, args, true, out);
}

static void shift_right(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    shift(run, args, false, out);
}

#define EXTREME(name, id, function)                                                                                    \
    { name, id "_double", "double>double", identity, NULL }, { name, id "_int", "int>int", identity, NULL },           \
        { name, id "_uint", "uint>uint", identity, NULL },                                                             \
        { name, id "_double_double", "double,double>double", function, NULL },                                         \
        { name, id "_int_int", "int,int>int", function, NULL },                                                        \
        { name, id "_uint_uint", "uint,uint>uint", function, NULL },                                                   \
        { name, id "_int_uint", "int,uint>dyn", function, NULL },                                                      \
        { name, id "_int_double", "int,double>dyn", function, NULL },                                                  \
        { name, id "_double_int", "double,int>dyn", function, NULL },                                                  \
        { name, id "_double_uint", "double,uint>dyn", function, NULL },                                                \
        { name, id "_uint_int", "uint,int>dyn", function, NULL },                                                      \
        { name, id "_uint_double", "uint,double>dyn", function, NULL },                                                \
        { name, id "_list_double", "list(double)>double", function, cel_cost_math_list },                              \
        { name, id "_list_int", "list(int)>int", function, cel_cost_math_list },                                       \
    {                                                                                                                  \
        name, id "_list_uint", "list(uint)>uint", function, cel_cost_math_list                                         \
    }

#define BITWISE(name, id, function)                                                                                    \
    { name, id "_int_int", "int,int>int", function, NULL },                                                            \
    {                                                                                                                  \
        name, id "_uint_uint", "uint,uint>uint", function, NULL                                                        \
    }

const struct cel_decl cel_decls_math[] = {
    EXTREME("math.@min", "math_@min", least),
    EXTREME("math.@max", "math_@max", greatest),
    { "math.ceil", "math_ceil_double", "double>double", round_up, NULL },
    { "math.floor", "math_floor_double", "double>double", round_down, NULL },
    { "math.round", "math_round_double", "double>double", round_near, NULL },
    { "math.trunc", "math_trunc_double", "double>double", round_off, NULL },
    { "math.isInf", "math_isInf_double", "double>bool", is_inf, NULL },
    { "math.isNaN", "math_isNaN_double", "double>bool", is_nan, NULL },
    { "math.isFinite", "math_isFinite_double", "double>bool", is_finite, NULL },
    { "math.abs", "math_abs_double", "double>double", absolute_double, NULL },
    { "math.abs", "math_abs_int", "int>int", absolute_int, NULL },
    { "math.abs", "math_abs_uint", "uint>uint", identity, NULL },
    { "math.sign", "math_sign_double", "double>double", sign, NULL },
    { "math.sign", "math_sign_int", "int>int", sign, NULL },
    { "math.sign", "math_sign_uint", "uint>uint", sign, NULL },
    BITWISE("math.bitAnd", "math_bitAnd", bit_and),
    BITWISE("math.bitOr", "math_bitOr", bit_or),
    BITWISE("math.bitXor", "math_bitXor", bit_xor),
    { "math.bitNot", "math_bitNot_int_int", "int>int", bit_not, NULL },
    { "math.bitNot", "math_bitNot_uint_uint", "uint>uint", bit_not, NULL },
    { "math.bitShiftLeft", "math_bitShiftLeft_int_int", "int,int>int", shift_left, NULL },
    { "math.bitShiftLeft", "math_bitShiftLeft_uint_int", "uint,int>uint", shift_left, NULL },
    { "math.bitShiftRight", "math_bitShiftRight_int_int", "int,int>int", shift_right, NULL },
    { "math.bitShiftRight", "math_bitShiftRight_uint_int", "uint,int>uint", shift_right, NULL },
    { "math.sqrt", "math_sqrt_double", "double>double", square_root, NULL },
    { "math.sqrt", "math_sqrt_int", "int>double", square_root, NULL },
    { "math.sqrt", "math_sqrt_uint", "uint>double", square_root, NULL },
    { NULL, NULL, NULL, NULL, NULL },
};
