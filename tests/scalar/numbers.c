/* Quantities, durations, moments and int-or-strings: what is read, what is printed, what is refused. */
#include "checks.h"

#include "syntax/scalar/calendar.h"
#include "syntax/scalar/duration.h"
#include "syntax/scalar/goquote.h"
#include "syntax/scalar/int_or_string.h"
#include "syntax/scalar/quantity.h"
#include "syntax/scalar/rfc3339.h"

static struct scalar json(struct arena *a, const char *text)
{
    struct scalar s;

    assert_true(scalar_from_json(str_c(text), a, &s));
    return s;
}

static void durations_are_read_and_printed_as_go_does(void **state)
{
    static const struct {
        const char *in, *out;
        int64_t ns;
    } cases[] = {
        { "0", "0s", 0 },
        { "-0", "0s", 0 },
        { "1h30m", "1h30m0s", 5400000000000 },
        { "1.5h", "1h30m0s", 5400000000000 },
        { "30m1h", "1h30m0s", 5400000000000 },
        { "+5s", "5s", 5000000000 },
        { "-1.000000001s", "-1.000000001s", -1000000001 },
        { "1us", "1\xC2\xB5s", 1000 },
        { "1\xC2\xB5s1\xCE\xBCs", "2\xC2\xB5s", 2000 },
        { "1500us", "1.5ms", 1500000 },
        { "100ms", "100ms", 100000000 },
        { "59.9s", "59.9s", 59900000000 },
        { "90s", "1m30s", 90000000000 },
        { "24h", "24h0m0s", 86400000000000 },
        { "-9223372036854775808ns", "-2562047h47m16.854775808s", INT64_MIN },
        { "9223372036854775807ns", "2562047h47m16.854775807s", INT64_MAX },
        { ".0000000000000000000001h", "0s", 0 },
    };
    struct arena a = { 0 };
    struct str error;
    int64_t ns;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(duration_parse(str_c(cases[i].in), &ns, &a, &error));
        assert_int_equal(ns, cases[i].ns);
        assert_text(duration_string(ns, &a), str_c(cases[i].out));
    }
    arena_free(&a);
}

static void durations_are_refused_with_go_words(void **state)
{
    static const char *const cases[][2] = {
        { "", "time: invalid duration \"\"" },
        { "-", "time: invalid duration \"-\"" },
        { "5", "time: missing unit in duration \"5\"" },
        { "1d", "time: unknown unit \"d\" in duration \"1d\"" },
        { "5 m", "time: unknown unit \" m\" in duration \"5 m\"" },
        { ".s", "time: invalid duration \".s\"" },
        { "h", "time: invalid duration \"h\"" },
        { "1h\n", "time: unknown unit \"h\\x0a\" in duration \"1h\\x0a\"" },
        { "9223372036854775808ns", "time: invalid duration \"9223372036854775808ns\"" },
        { "99999999999999999999h", "time: invalid duration \"99999999999999999999h\"" },
        { "\"1h\"", "time: invalid duration \"\\\"1h\\\"\"" },
    };
    struct arena a = { 0 };
    struct str error;
    int64_t ns;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(duration_parse(str_c(cases[i][0]), &ns, &a, &error));
        assert_text(error, str_c(cases[i][1]));
    }
    assert_false(duration_parse((struct str){ "1h\0", 3 }, &ns, &a, &error));
    assert_text(error, STR("time: unknown unit \"h\\x00\" in duration \"1h\\x00\""));
    arena_free(&a);
}

static void durations_in_json_depend_on_the_type(void **state)
{
    struct arena a = { 0 };
    struct scalar five = json(&a, "5"), text = json(&a, "\"5s\""), null = json(&a, "null");
    struct scalar list = json(&a, "[]");
    struct str error = STR("");
    int64_t ns;

    (void)state;
    assert_true(duration_decode(&five, DURATION_PROW, STR(""), &ns, &a, &error));
    assert_int_equal(ns, 5);
    assert_false(duration_decode(&five, DURATION_META, STR("Tide.sync_period"), &ns, &a, &error));
    assert_text(error, STR("json: cannot unmarshal number into Go struct field Tide.sync_period of type string"));
    assert_true(duration_decode(&text, DURATION_META, STR(""), &ns, &a, &error));
    assert_int_equal(ns, 5000000000);
    assert_true(duration_decode(&null, DURATION_PROW, STR(""), &ns, &a, &error));
    assert_int_equal(ns, 0);
    assert_false(duration_decode(&null, DURATION_META, STR(""), &ns, &a, &error));
    assert_text(error, STR("time: invalid duration \"\""));
    assert_false(duration_decode(&list, DURATION_PROW, STR(""), &ns, &a, &error));
    assert_text(error, STR("json: cannot unmarshal array into Go value of type string"));
    arena_free(&a);
}

static void quantities_have_a_canonical_form(void **state)
{
    static const char *const cases[][2] = {
        { "0", "0" },
        { "-0Gi", "0" },
        { "+", "0" },
        { "Mi", "0" },
        { "e3", "0" },
        { "500m", "500m" },
        { "0.5", "500m" },
        { "1.5Gi", "1536Mi" },
        { ".5Gi", "512Mi" },
        { "1024Ki", "1Mi" },
        { "1000k", "1M" },
        { "1e3", "1e3" },
        { "1000e3", "1e6" },
        { "1E", "1E" },
        { "+5Mi", "+5Mi" },
        { "007", "007" },
        { "1.10", "1100m" },
        { "-1e-20", "-1e-9" },
        { "1000E", "1" },
        { "0.0000000001", "1n" },
        { "8Ei", "9223372036854775807" },
        { "0.3Gi", "322122547200m" },
        { "1e2147483647", "10e2147483646" },
        { "123456789012345678901234567890", "123456789012345678901234567890" },
    };
    struct arena a = { 0 };
    struct quantity q;
    struct str error;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(quantity_parse(str_c(cases[i][0]), &a, &q, &error));
        assert_text(quantity_string(&q, &a), str_c(cases[i][1]));
    }
    arena_free(&a);
}

static void quantities_are_refused_with_go_words(void **state)
{
    struct str format = STR("quantities must match the regular expression "
                            "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    static const char *const odd[] = { "", " 1", "1 Gi", "1GB", "1,5", "0x1", "1.2.3", "one" };
    static const char *const suffixes[] = { "1K", "1e", "1mi3", "1kk", "1e99999999999999999999", "+-1" };
    static const char *const numbers[] = { "Ei", ".e-10", "-e-10" };
    struct arena a = { 0 };
    struct quantity q;
    struct str error;

    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        assert_false(quantity_parse(str_c(odd[i]), &a, &q, &error));
        assert_text(error, format);
    }
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        assert_false(quantity_parse(str_c(suffixes[i]), &a, &q, &error));
        assert_text(error, STR("unable to parse quantity's suffix"));
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assert_false(quantity_parse(str_c(numbers[i]), &a, &q, &error));
        assert_text(error, STR("unable to parse numeric part of quantity"));
    }
    arena_free(&a);
}

static struct quantity quantity(struct arena *a, const char *text)
{
    struct quantity q;
    struct str error;

    assert_true(quantity_parse(str_c(text), a, &q, &error));
    return q;
}

static void quantities_compare_exactly(void **state)
{
    /* Each is greater than those before it. */
    static const char *const ORDER[] = {
        "-1e2000000000",
        "-8Ei",
        "-1Gi",
        "-1",
        "-1n",
        "0",
        "0.1n",
        "2n",
        "999999999n",
        "1",
        "1.000000001",
        "1023",
        "1Ki",
        "1025",
        "1M",
        "1Mi",
        "1G",
        "1Gi",
        "9223372036854775806",
        "9223372036854775807",
        "9223372036854775808",
        "100000000000000000000.5",
        "100000000000000000001",
        "1e100",
        "1e2000000000",
    };
    static const char *const SAME[][2] = {
        { "1", "1000m" },     { "1Ki", "1024" }, { "1e3", "1k" },
        { "0.5", "500m" },    { "-0", "e9" },    { "100000000000000000000", "1e20" },
        { "0.5Gi", "512Mi" }, { "8Ei", "9Ei" },
    };
    struct arena a = { 0 };
    struct quantity l, r;

    (void)state;
    for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
        for (size_t k = 0; k < sizeof ORDER / sizeof *ORDER; k++) {
            l = quantity(&a, ORDER[i]);
            r = quantity(&a, ORDER[k]);
            if (quantity_compare(&l, &r) != (i > k) - (i < k))
                fail_msg("%s and %s: %d", ORDER[i], ORDER[k], quantity_compare(&l, &r));
        }
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++) {
        l = quantity(&a, SAME[i][0]);
        r = quantity(&a, SAME[i][1]);
        assert_int_equal(quantity_compare(&l, &r), 0);
    }
    arena_free(&a);
}

static void quantities_round_up_to_integers(void **state)
{
    struct arena a = { 0 };
    struct quantity q;

    (void)state;
    q = quantity(&a, "1.5");
    assert_int_equal(quantity_scaled_value(&q, 0), 2);
    assert_int_equal(quantity_scaled_value(&q, -3), 1500);
    q = quantity(&a, "-1500m");
    assert_int_equal(quantity_scaled_value(&q, 0), -2);
    q = quantity(&a, "1.5Gi");
    assert_int_equal(quantity_scaled_value(&q, 0), 1610612736);
    q = quantity(&a, "20Gi");
    assert_int_equal(quantity_scaled_value(&q, 6), 21475);
    q = quantity(&a, "8Ei");
    assert_int_equal(quantity_scaled_value(&q, 0), INT64_MAX);
    q = quantity(&a, "1e999999999");
    assert_int_equal(quantity_scaled_value(&q, 0), 0);
    arena_free(&a);
}

static void quantities_in_json_are_read_raw(void **state)
{
    struct arena a = { 0 };
    struct scalar spaced = json(&a, "\" 1Gi \""), escaped = json(&a, "\"1\\u0047i\"");
    struct scalar null = json(&a, "null");
    struct scalar plain = { .kind = SCALAR_STRING, .text = STR("1<") };
    struct quantity q;
    struct str error;

    (void)state;
    assert_true(quantity_decode(&spaced, &a, &q, &error));
    assert_text(quantity_string(&q, &a), STR("1Gi"));
    assert_text(escaped.text, STR("1Gi"));
    assert_false(quantity_decode(&escaped, &a, &q, &error));
    assert_true(quantity_decode(&null, &a, &q, &error));
    assert_int_equal(q.format, QUANTITY_NONE);
    assert_text(quantity_string(&q, &a), STR("0"));
    assert_false(quantity_decode(&plain, &a, &q, &error));
    assert_text(scalar_raw(&plain, &a), STR("\"1\\u003c\""));
    arena_free(&a);
}

static void int_or_strings_take_32_bits(void **state)
{
    struct arena a = { 0 };
    struct scalar text = json(&a, "\"50%\""), most = json(&a, "2147483647"), more = json(&a, "2147483648");
    struct scalar flag = json(&a, "true"), half = json(&a, "1.5");
    struct int_or_string v;
    struct str error;

    (void)state;
    assert_true(int_or_string_decode(&text, STR(""), &v, &a, &error));
    assert_true(v.is_string);
    assert_text(int_or_string_text(&v, &a), STR("50%"));
    assert_true(int_or_string_decode(&most, STR(""), &v, &a, &error));
    assert_text(int_or_string_text(&v, &a), STR("2147483647"));
    assert_false(int_or_string_decode(&more, STR(""), &v, &a, &error));
    assert_text(error, STR("json: cannot unmarshal number 2147483648 into Go value of type int32"));
    assert_false(int_or_string_decode(&half, STR("P.port"), &v, &a, &error));
    assert_text(error, STR("json: cannot unmarshal number 1.5 into Go struct field P.port of type int32"));
    assert_false(int_or_string_decode(&flag, STR(""), &v, &a, &error));
    assert_text(error, STR("json: cannot unmarshal bool into Go value of type int32"));
    arena_free(&a);
}

static void moments_are_read_as_go_does(void **state)
{
    static const struct {
        const char *in, *out;
        int64_t unix_seconds;
    } cases[] = {
        { "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", 0 },
        { "2020-02-29T23:59:59.5+01:30", "2020-02-29T23:59:59.5+01:30", 1583015399 },
        { "2020-01-01T1:00:00,25Z", "2020-01-01T01:00:00.25Z", 1577840400 },
        { "2020-01-01T00:00:00-24:60", "2020-01-01T00:00:00-25:00", 1577926800 },
        { "0000-01-01T00:00:00+00:01", "0000-01-01T00:00:00+00:01", -62167219260 },
        { "9999-12-31T23:59:59.1234567891Z", "9999-12-31T23:59:59.123456789Z", 253402300799 },
    };
    struct arena a = { 0 };
    struct str error;
    struct moment t;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(rfc3339_parse(str_c(cases[i].in), &t, &a, &error));
        assert_int_equal(t.unix_seconds, cases[i].unix_seconds);
        assert_text(rfc3339_string(&t, &a), str_c(cases[i].out));
    }
    t = rfc3339_zero();
    assert_true(rfc3339_is_zero(&t));
    assert_text(rfc3339_string(&t, &a), STR("0001-01-01T00:00:00Z"));
    arena_free(&a);
}

#define LAYOUT " as \"2006-01-02T15:04:05Z07:00\": cannot parse "

static void moments_are_refused_with_go_words(void **state)
{
    static const char *const cases[][2] = {
        { "", "parsing time \"\"" LAYOUT "\"\" as \"2006\"" },
        { "2020-1-01T00:00:00Z", "parsing time \"2020-1-01T00:00:00Z\"" LAYOUT "\"1-01T00:00:00Z\" as \"01\"" },
        { "2020-13-01T00:00:00Z", "parsing time \"2020-13-01T00:00:00Z\": month out of range" },
        { "2021-02-29T00:00:00Z", "parsing time \"2021-02-29T00:00:00Z\": day out of range" },
        { "2020-01-01T24:00:00Z", "parsing time \"2020-01-01T24:00:00Z\": hour out of range" },
        { "2020-01-01T00:60:00Z", "parsing time \"2020-01-01T00:60:00Z\": minute out of range" },
        { "2020-01-01T00:00:00", "parsing time \"2020-01-01T00:00:00\"" LAYOUT "\"\" as \"Z07:00\"" },
        { "2020-01-01T00:00:00Zx", "parsing time \"2020-01-01T00:00:00Zx\": extra text: \"x\"" },
        { "2020-01-01T00:00:00*25:00",
          "parsing time \"2020-01-01T00:00:00*25:00\": time zone offset hour out of range" },
        { "2020-01-01T00:00:00+01:61",
          "parsing time \"2020-01-01T00:00:00+01:61\": time zone offset minute out of range" },
    };
    struct arena a = { 0 };
    struct scalar number = json(&a, "5"), escaped = json(&a, "\"2020-01-01T00:00:00\\u005a\"");
    struct str error;
    struct moment t;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(rfc3339_parse(str_c(cases[i][0]), &t, &a, &error));
        assert_text(error, str_c(cases[i][1]));
    }
    assert_false(rfc3339_decode(&number, TIME_GO, STR(""), &t, &a, &error));
    assert_text(error, STR("Time.UnmarshalJSON: input is not a JSON string"));
    assert_false(rfc3339_decode(&number, TIME_META, STR(""), &t, &a, &error));
    assert_text(error, STR("json: cannot unmarshal number into Go value of type string"));
    assert_true(rfc3339_decode(&escaped, TIME_META, STR(""), &t, &a, &error));
    assert_false(rfc3339_decode(&escaped, TIME_GO, STR(""), &t, &a, &error));
    arena_free(&a);
}

static void dates_go_there_and_back(void **state)
{
    struct date d;

    (void)state;
    for (int64_t day = -800000; day < 3000000; day += 97) {
        d = calendar_date(day);
        assert_in_range(d.month, 1, 12);
        assert_in_range(d.day, 1, (uintmax_t)calendar_days_in(d.year, d.month));
        assert_int_equal(calendar_day(d), day);
    }
    d = calendar_date(11016);
    assert_true(d.year == 2000 && d.month == 2 && d.day == 29);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_are_read_and_printed_as_go_does),
        cmocka_unit_test(durations_are_refused_with_go_words),
        cmocka_unit_test(durations_in_json_depend_on_the_type),
        cmocka_unit_test(quantities_have_a_canonical_form),
        cmocka_unit_test(quantities_are_refused_with_go_words),
        cmocka_unit_test(quantities_compare_exactly),
        cmocka_unit_test(quantities_round_up_to_integers),
        cmocka_unit_test(quantities_in_json_are_read_raw),
        cmocka_unit_test(int_or_strings_take_32_bits),
        cmocka_unit_test(moments_are_read_as_go_does),
        cmocka_unit_test(moments_are_refused_with_go_words),
        cmocka_unit_test(dates_go_there_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
