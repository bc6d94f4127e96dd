/* Conversions between types. */
#include "base/buf.h"
#include "base/utf8.h"
#include "cel/cost.h"
#include "cel/opaque.h"
#include "cel/run.h"
#include "cel/time.h"
#include "syntax/scalar/goquote.h"
#include "syntax/yaml/number.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void no_conversion(struct cel_run *run, struct cel_value *out, const char *to)
{
    cel_failf(run, out, "type conversion error from 'string' to '%s'", to);
}

static void identity(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = args[0];
}

static void type_of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_type_value(cel_type_of(&args[0]));
}

static void int_overflow(struct cel_run *run, struct cel_value *out)
{
    cel_fail(run, out, STR("integer overflow"));
}

static void to_int(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    double d = args[0].d;
    int64_t i;

    (void)n;
    switch (args[0].kind) {
    case CEL_UINT:
        if (args[0].u > INT64_MAX)
            int_overflow(run, out);
        else
            *out = cel_int((int64_t)args[0].u);
        break;
    case CEL_DOUBLE:
        if (isnan(d) || d <= -9223372036854775808.0 || d >= 9223372036854775808.0)
            int_overflow(run, out);
        else
            *out = cel_int((int64_t)d);
        break;
    case CEL_STRING:
        if (go_parse_int(cel_text(&args[0]), &i) == GO_INT_OK)
            *out = cel_int(i);
        else
            no_conversion(run, out, "int");
        break;
    default: /* timestamps in seconds, durations in nanoseconds */
        *out = cel_int(args[0].i);
    }
}

static bool parse_uint(struct str s, uint64_t *u)
{
    *u = 0;
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] < '0' || s.p[i] > '9' || __builtin_mul_overflow(*u, 10, u) ||
            __builtin_add_overflow(*u, (uint64_t)(s.p[i] - '0'), u))
            return false;
    return s.len > 0;
}

static void to_uint(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    double d = args[0].d;
    uint64_t u;

    (void)n;
    switch (args[0].kind) {
    case CEL_INT:
        if (args[0].i < 0)
            cel_fail(run, out, STR("unsigned integer overflow"));
        else
            *out = cel_uint((uint64_t)args[0].i);
        break;
    case CEL_DOUBLE:
        if (isnan(d) || d < 0 || d >= 18446744073709551616.0)
            cel_fail(run, out, STR("unsigned integer overflow"));
        else
            *out = cel_uint((uint64_t)d);
        break;
    default:
        if (parse_uint(cel_text(&args[0]), &u))
            *out = cel_uint(u);
        else
            no_conversion(run, out, "uint");
    }
}

/* strconv.ParseFloat: what strtod takes, without white space, and nothing past the end of double. */
static bool parse_double(struct str s, double *d)
{
    char text[512], *end;
    size_t signs = s.len && (s.p[0] == '+' || s.p[0] == '-');
    struct str body = str_from(s, signs);
    bool hex = body.len > 1 && body.p[0] == '0' && (body.p[1] | 32) == 'x';

    if (s.len == 0 || s.len >= sizeof(text) || body.len == 0 || memchr(s.p, '\0', s.len))
        return false;
    if (body.p[0] == ' ' || body.p[0] == '+' || body.p[0] == '-' || (body.p[0] >= '\t' && body.p[0] <= '\r'))
        return false;
    if (str_has(body, STR("(")) || (hex && !str_has(body, STR("p")) && !str_has(body, STR("P"))))
        return false;
    memcpy(text, s.p, s.len);
    text[s.len] = '\0';
    errno = 0;
    *d = strtod(text, &end);
    if (*end || end == text)
        return false;
    return !isinf(*d) || (body.p[0] | 32) == 'i';
}

static void to_double(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    double d;

    (void)n;
    if (args[0].kind == CEL_INT)
        *out = cel_double((double)args[0].i);
    else if (args[0].kind == CEL_UINT)
        *out = cel_double((double)args[0].u);
    else if (parse_double(cel_text(&args[0]), &d))
        *out = cel_double(d);
    else
        no_conversion(run, out, "double");
}

static void to_bool(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    static const char *const words[2][6] = { { "0", "f", "F", "false", "FALSE", "False" },
                                             { "1", "t", "T", "true", "TRUE", "True" } };

    (void)n;
    for (int b = 0; b < 2; b++)
        for (int i = 0; i < 6; i++)
            if (str_eq(cel_text(&args[0]), str_c(words[b][i]))) {
                *out = cel_bool(b);
                return;
            }
    no_conversion(run, out, "bool");
}

static void to_bytes(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_bytes(cel_text(&args[0]));
}

static struct str double_text(struct arena *a, double d)
{
    char out[NUMBER_ROOM];

    if (isnan(d))
        return STR("NaN");
    if (isinf(d))
        return d < 0 ? STR("-Inf") : STR("+Inf");
    return arena_copy(a, number_general(d, false, out));
}

static void to_string(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    const struct cel_value *v = &args[0];

    (void)n;
    switch (v->kind) {
    case CEL_BYTES:
        if (utf8_valid(cel_text(v)))
            *out = cel_string(cel_text(v));
        else
            cel_fail(run, out, STR("invalid UTF-8 in bytes, cannot convert to string"));
        break;
    case CEL_DOUBLE:
        *out = cel_string(double_text(run->arena, v->d));
        break;
    case CEL_DURATION:
        *out = cel_string(cel_duration_text(run->arena, v->i));
        break;
    case CEL_TIMESTAMP:
        *out = cel_string(cel_time_text(run->arena, v, false));
        break;
    case CEL_OPAQUE:
        *out = cel_string(cel_opaque_text(run->arena, v));
        break;
    default:
        *out = cel_string(cel_show(run->arena, v));
    }
}

static void to_duration(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    if (!cel_duration_read(run->arena, cel_text(&args[0]), out))
        no_conversion(run, out, "google.protobuf.Duration");
}

static void to_timestamp(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct str error;

    (void)n;
    if (args[0].kind == CEL_INT) {
        if (cel_time_valid(args[0].i))
            *out = cel_timestamp(args[0].i, 0);
        else
            cel_fail(run, out, STR("timestamp overflow"));
    } else if (!cel_time_read(run->arena, cel_text(&args[0]), out, &error)) {
        cel_fail(run, out, error);
    }
}

const struct cel_decl cel_decls_conversions[] = {
    { "type", "type", "A>type(A)", type_of, NULL },
    { "bool", "bool_to_bool", "bool>bool", identity, NULL },
    { "bool", "string_to_bool", "string>bool", to_bool, NULL },
    { "bytes", "bytes_to_bytes", "bytes>bytes", identity, NULL },
    { "bytes", "string_to_bytes", "string>bytes", to_bytes, cel_cost_scan },
    { "double", "double_to_double", "double>double", identity, NULL },
    { "double", "int64_to_double", "int>double", to_double, NULL },
    { "double", "string_to_double", "string>double", to_double, NULL },
    { "double", "uint64_to_double", "uint>double", to_double, NULL },
    { "duration", "duration_to_duration", "duration>duration", identity, NULL },
    { "duration", "string_to_duration", "string>duration", to_duration, NULL },
    { "dyn", "to_dyn", "A>dyn", identity, NULL },
    { "int", "int64_to_int64", "int>int", identity, NULL },
    { "int", "double_to_int64", "double>int", to_int, NULL },
    { "int", "duration_to_int64", "duration>int", to_int, NULL },
    { "int", "string_to_int64", "string>int", to_int, NULL },
    { "int", "timestamp_to_int64", "timestamp>int", to_int, NULL },
    { "int", "uint64_to_int64", "uint>int", to_int, NULL },
    { "string", "string_to_string", "string>string", identity, NULL },
    { "string", "bool_to_string", "bool>string", to_string, NULL },
    { "string", "bytes_to_string", "bytes>string", to_string, cel_cost_scan },
    { "string", "double_to_string", "double>string", to_string, NULL },
    { "string", "duration_to_string", "duration>string", to_string, NULL },
    { "string", "int64_to_string", "int>string", to_string, NULL },
    { "string", "timestamp_to_string", "timestamp>string", to_string, NULL },
    { "string", "uint64_to_string", "uint>string", to_string, NULL },
    { "timestamp", "timestamp_to_timestamp", "timestamp>timestamp", identity, NULL },
    { "timestamp", "string_to_timestamp", "string>timestamp", to_timestamp, NULL },
    { "timestamp", "int64_to_timestamp", "int>timestamp", to_timestamp, NULL },
    { "uint", "uint64_to_uint64", "uint>uint", identity, NULL },
    { "uint", "double_to_uint64", "double>uint", to_uint, NULL },
    { "uint", "int64_to_uint64", "int>uint", to_uint, NULL },
    { "uint", "string_to_uint64", "string>uint", to_uint, NULL },
    { NULL, NULL, NULL, NULL, NULL },
};
