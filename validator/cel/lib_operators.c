/* Operators of the standard library. */
#include "cel/cost.h"
#include "cel/run.h"
#include "cel/time.h"

static void overflow(struct cel_run *run, struct cel_value *out, bool is_unsigned)
{
    cel_fail(run, out, is_unsigned ? STR("unsigned integer overflow") : STR("integer overflow"));
}

static void add_int(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    int64_t r;

    (void)n;
    if (__builtin_add_overflow(args[0].i, args[1].i, &r))
        overflow(run, out, false);
    else
        *out = args[0].kind == CEL_DURATION ? cel_duration(r) : cel_int(r);
}

static void subtract_int(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    int64_t r;

    (void)n;
    if (__builtin_sub_overflow(args[0].i, args[1].i, &r))
        overflow(run, out, false);
    else
        *out = args[0].kind == CEL_DURATION ? cel_duration(r) : cel_int(r);
}

static void multiply_int(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    int64_t r;

    (void)n;
    if (__builtin_mul_overflow(args[0].i, args[1].i, &r))
        overflow(run, out, false);
    else
        *out = cel_int(r);
}

static void divide_int(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    if (args[1].i == 0)
        cel_fail(run, out, STR("division by zero"));
    else if (args[0].i == INT64_MIN && args[1].i == -1)
        overflow(run, out, false);
    else
        *out = cel_int(args[0].i / args[1].i);
}

static void modulo_int(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    if (args[1].i == 0)
        cel_fail(run, out, STR("modulus by zero"));
    else if (args[0].i == INT64_MIN && args[1].i == -1)
        overflow(run, out, false);
    else
        *out = cel_int(args[0].i % args[1].i);
}

static void negate_int(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    if (args[0].i == INT64_MIN)
        overflow(run, out, false);
    else
        *out = cel_int(-args[0].i);
}

static void add_uint(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    uint64_t r;

    (void)n;
    if (__builtin_add_overflow(args[0].u, args[1].u, &r))
        overflow(run, out, true);
    else
        *out = cel_uint(r);
}

static void subtract_uint(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    if (args[1].u > args[0].u)
        overflow(run, out, true);
    else
        *out = cel_uint(args[0].u - args[1].u);
}

static void multiply_uint(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    uint64_t r;

    (void)n;
    if (__builtin_mul_overflow(args[0].u, args[1].u, &r))
        overflow(run, out, true);
    else
        *out = cel_uint(r);
}

static void divide_uint(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    if (args[1].u == 0)
        cel_fail(run, out, STR("division by zero"));
    else
        *out = cel_uint(args[0].u / args[1].u);
}

static void modulo_uint(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    if (args[1].u == 0)
        cel_fail(run, out, STR("modulus by zero"));
    else
        *out = cel_uint(args[0].u % args[1].u);
}

static void add_double(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_double(args[0].d + args[1].d);
}

static void subtract_double(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_double(args[0].d - args[1].d);
}

static void multiply_double(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_double(args[0].d * args[1].d);
}

static void divide_double(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_double(args[0].d / args[1].d);
}

static void negate_double(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_double(-args[0].d);
}

enum { MOST_TEXT = 16 << 20 };

static void add_text(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct str both;

    (void)n;
    *out = args[0];
    if ((uint64_t)args[0].n + args[1].n > MOST_TEXT) {
        cel_stop(run, "a text grows too long");
    } else if (cel_room(run, (uint64_t)args[0].n + args[1].n)) {
        both = ARENA_JOIN(run->arena, cel_text(&args[0]), cel_text(&args[1]));
        *out = args[0].kind == CEL_BYTES ? cel_bytes(both) : cel_string(both);
    }
}

static void add_list(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    size_t first = cel_count(&args[0]), second = cel_count(&args[1]), at = 0;
    struct cel_value *items, key;

    (void)n;
    *out = args[second ? 1 : 0];
    if (first == 0 || second == 0)
        return;
    items = cel_work(run, first + second) ? cel_values(run, first + second) : NULL;
    if (!items)
        return;
    for (int k = 0; k < 2; k++) {
        struct cel_cursor c = { 0 };
        while (cel_next(run->arena, &args[k], &c, &key, &items[at]))
            at++;
    }
    *out = cel_list_value(run->arena, items, at);
}

static void add_time(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    bool swapped = args[0].kind == CEL_DURATION;

    (void)n;
    if (!cel_time_add(&args[swapped ? 1 : 0], args[swapped ? 0 : 1].i, false, out))
        cel_fail(run, out, STR("timestamp overflow"));
}

static void subtract_time(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    int64_t ns;

    (void)n;
    if (args[1].kind == CEL_DURATION) {
        if (!cel_time_add(&args[0], args[1].i, true, out))
            cel_fail(run, out, STR("timestamp overflow"));
    } else if (cel_time_between(&args[0], &args[1], &ns)) {
        *out = cel_duration(ns);
    } else {
        overflow(run, out, false);
    }
}

static void not_strictly_false(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_bool(args[0].kind != CEL_BOOL || args[0].b);
}

static void size_of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_int((int64_t)cel_size(&args[0]));
}

/* Comparisons, equality, logic and indexes have operations of their own: here stands what the checker knows of them. */
#define ORDERED(name, word)                                                                                            \
    { name, word "_bool", "bool,bool>bool", NULL, NULL }, { name, word "_int64", "int,int>bool", NULL, NULL },         \
        { name, word "_int64_double", "int,double>bool", NULL, NULL },                                                 \
        { name, word "_int64_uint64", "int,uint>bool", NULL, NULL },                                                   \
        { name, word "_uint64", "uint,uint>bool", NULL, NULL },                                                        \
        { name, word "_uint64_double", "uint,double>bool", NULL, NULL },                                               \
        { name, word "_uint64_int64", "uint,int>bool", NULL, NULL },                                                   \
        { name, word "_double", "double,double>bool", NULL, NULL },                                                    \
        { name, word "_double_int64", "double,int>bool", NULL, NULL },                                                 \
        { name, word "_double_uint64", "double,uint>bool", NULL, NULL },                                               \
        { name, word "_string", "string,string>bool", NULL, cel_cost_smaller },                                        \
        { name, word "_bytes", "bytes,bytes>bool", NULL, cel_cost_smaller },                                           \
        { name, word "_timestamp", "timestamp,timestamp>bool", NULL, NULL },                                           \
    {                                                                                                                  \
        name, word "_duration", "duration,duration>bool", NULL, NULL                                                   \
    }

const struct cel_decl cel_decls_operators[] = {
    { "_?_:_", "conditional", "bool,A,A>A", NULL, NULL },
    { "_&&_", "logical_and", "bool,bool>bool", NULL, NULL },
    { "_||_", "logical_or", "bool,bool>bool", NULL, NULL },
    { "!_", "logical_not", "bool>bool", NULL, NULL },
    { "@not_strictly_false", "not_strictly_false", "bool>bool", not_strictly_false, NULL },
    { "_==_", "equals", "A,A>bool", NULL, cel_cost_smaller },
    { "_!=_", "not_equals", "A,A>bool", NULL, cel_cost_smaller },
    { "_+_", "add_bytes", "bytes,bytes>bytes", add_text, cel_cost_sum },
    { "_+_", "add_double", "double,double>double", add_double, NULL },
    { "_+_", "add_duration_duration", "duration,duration>duration", add_int, NULL },
    { "_+_", "add_duration_timestamp", "duration,timestamp>timestamp", add_time, NULL },
    { "_+_", "add_timestamp_duration", "timestamp,duration>timestamp", add_time, NULL },
    { "_+_", "add_int64", "int,int>int", add_int, NULL },
    { "_+_", "add_list", "list(A),list(A)>list(A)", add_list, NULL },
    { "_+_", "add_string", "string,string>string", add_text, cel_cost_sum },
    { "_+_", "add_uint64", "uint,uint>uint", add_uint, NULL },
    { "_/_", "divide_double", "double,double>double", divide_double, NULL },
    { "_/_", "divide_int64", "int,int>int", divide_int, NULL },
    { "_/_", "divide_uint64", "uint,uint>uint", divide_uint, NULL },
    { "_%_", "modulo_int64", "int,int>int", modulo_int, NULL },
    { "_%_", "modulo_uint64", "uint,uint>uint", modulo_uint, NULL },
    { "_*_", "multiply_double", "double,double>double", multiply_double, NULL },
    { "_*_", "multiply_int64", "int,int>int", multiply_int, NULL },
    { "_*_", "multiply_uint64", "uint,uint>uint", multiply_uint, NULL },
    { "-_", "negate_double", "double>double", negate_double, NULL },
    { "-_", "negate_int64", "int>int", negate_int, NULL },
    { "_-_", "subtract_double", "double,double>double", subtract_double, NULL },
    { "_-_", "subtract_duration_duration", "duration,duration>duration", subtract_int, NULL },
    { "_-_", "subtract_int64", "int,int>int", subtract_int, NULL },
    { "_-_", "subtract_timestamp_duration", "timestamp,duration>timestamp", subtract_time, NULL },
    { "_-_", "subtract_timestamp_timestamp", "timestamp,timestamp>duration", subtract_time, NULL },
    { "_-_", "subtract_uint64", "uint,uint>uint", subtract_uint, NULL },
    ORDERED("_<_", "less"),
    ORDERED("_<=_", "less_equals"),
    ORDERED("_>_", "greater"),
    ORDERED("_>=_", "greater_equals"),
    { "_[_]", "index_list", "list(A),int>A", NULL, NULL },
    { "_[_]", "index_map", "map(A,B),A>B", NULL, NULL },
    { "@in", "in_list", "A,list(A)>bool", NULL, cel_cost_in_list },
    { "@in", "in_map", "A,map(A,B)>bool", NULL, NULL },
    { "size", "size_bytes", "bytes>int", size_of, NULL },
    { "size", "bytes_size", ".bytes>int", size_of, NULL },
    { "size", "size_list", "list(A)>int", size_of, NULL },
    { "size", "list_size", ".list(A)>int", size_of, NULL },
    { "size", "size_map", "map(A,B)>int", size_of, NULL },
    { "size", "map_size", ".map(A,B)>int", size_of, NULL },
    { "size", "size_string", "string>int", size_of, NULL },
    { "size", "string_size", ".string>int", size_of, NULL },
    { NULL, NULL, NULL, NULL, NULL },
};
