/* Quoting, names, selectors, URLs and media types. */
#include "checks.h"

#include "syntax/scalar/address.h"
#include "syntax/scalar/goquote.h"
#include "syntax/scalar/mime.h"
#include "syntax/scalar/scalar.h"
#include "syntax/scalar/selector.h"
#include "syntax/scalar/url.h"

#include <string.h>

static void quotes_escape_what_go_escapes(void **state)
{
    struct arena a = { 0 };

    (void)state;
    assert_text(go_quote(&a, STR("plain \xC3\xA9 \xE6\x97\xA5")), STR("\"plain \xC3\xA9 \xE6\x97\xA5\""));
    assert_text(go_quote(&a, STR("\"\\\a\b\f\n\r\t\v")), STR("\"\\\"\\\\\\a\\b\\f\\n\\r\\t\\v\""));
    assert_text(go_quote(&a, (struct str){ "\0\x1F\x7F", 3 }), STR("\"\\x00\\x1f\\x7f\""));
    assert_text(go_quote(&a, STR("\xFF\xC3")), STR("\"\\xff\\xc3\""));
    /* No-break space, soft hyphen, byte order mark, a tag: not printable. */
    assert_text(go_quote(&a, STR("\xC2\xA0\xC2\xAD\xEF\xBB\xBF\xF3\xA0\x80\xA0")),
                STR("\"\\u00a0\\u00ad\\ufeff\\U000e0020\""));
    assert_text(go_quote(&a, STR("\xEF\xBF\xBD")), STR("\"\xEF\xBF\xBD\""));
    assert_text(go_time_quote(&a, STR("\xC3\xA9\n\"\\")), STR("\"\\xc3\\xa9\\x0a\\\"\\\\\""));
    assert_text(go_quote(&a, STR("\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF")), STR("\"\xF0\x9F\x98\x80\\U0010ffff\""));
    arena_free(&a);
}

static void integers_overflow_where_go_says(void **state)
{
    struct arena a = { 0 };
    int64_t n = 0;

    (void)state;
    assert_int_equal(go_parse_int(STR("-9223372036854775808"), &n), GO_INT_OK);
    assert_int_equal(n, INT64_MIN);
    assert_int_equal(go_parse_int(STR("9223372036854775808"), &n), GO_INT_RANGE);
    assert_int_equal(go_parse_int(STR("9223372036854775808x"), &n), GO_INT_SYNTAX);
    assert_int_equal(go_parse_int(STR("99999999999999999999x"), &n), GO_INT_RANGE);
    assert_int_equal(go_parse_int(STR("+"), &n), GO_INT_SYNTAX);
    assert_text(go_int_error(&a, STR("Atoi"), STR("x\""), GO_INT_SYNTAX),
                STR("strconv.Atoi: parsing \"x\\\"\": invalid syntax"));
    arena_free(&a);
}

static void white_space_is_unicode(void **state)
{
    (void)state;
    assert_text(go_trim_space(STR("\xC2\x85 \xE3\x80\x80x y\xE2\x80\xA8\xC2\xA0\n")), STR("x y"));
    assert_text(go_trim_space(STR("\xA0x")), STR("\xA0x"));
    assert_text(go_trim_space(STR(" ")), STR(""));
}

static void json_values_are_told_apart(void **state)
{
    static const char *const bad[] = { "",    "nul",     "01",       "1.", "-",      "1e",      "\"",
                                       "tru", "\"\\x\"", "\"a\"b\"", "[",  "\"\n\"", "\"\\ud83" };
    struct arena a = { 0 };
    struct scalar s;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (scalar_from_json(str_c(bad[i]), &a, &s))
            fail_msg("%s is taken", bad[i]);
    assert_true(scalar_from_json(STR(" \"a\\n\\u00e9\\ud83d\\ude00\\ud800\\/\" "), &a, &s));
    assert_text(s.text, STR("a\n\xC3\xA9\xF0\x9F\x98\x80\xEF\xBF\xBD/"));
    assert_text(s.raw, STR("\"a\\n\\u00e9\\ud83d\\ude00\\ud800\\/\""));
    assert_true(scalar_from_json(STR("-1.5e+3"), &a, &s));
    assert_int_equal(s.kind, SCALAR_NUMBER);
    s = (struct scalar){ .kind = SCALAR_STRING, .text = STR("<\x01\"\\\xE2\x80\xA8\xFF\n\v") };
    assert_text(scalar_raw(&s, &a), STR("\"\\u003c\\u0001\\\"\\\\\\u2028\\ufffd\\n\\u000b\""));
    arena_free(&a);
}

static struct str repeat(struct arena *a, char c, size_t n)
{
    char *p = arena_take(a, n + 1);

    memset(p, c, n);
    return (struct str){ p, n };
}

static void names_are_checked_by_length_and_letters(void **state)
{
    struct arena a = { 0 };
    struct str name63 = repeat(&a, 'a', 63), name64 = repeat(&a, 'a', 64), name253 = repeat(&a, 'a', 253);

    (void)state;
    assert_true(label_key_valid(name63) && !label_key_valid(name64));
    assert_true(label_key_valid(ARENA_JOIN(&a, name253, STR("/"), name63)));
    assert_false(label_key_valid(ARENA_JOIN(&a, name253, STR("a/"), name63)));
    assert_true(label_key_valid(STR("prow.k8s.io/Type_1")) && !label_key_valid(STR("Prow/x")));
    assert_false(label_key_valid(STR("a/b/c")) || label_key_valid(STR("/b")) || label_key_valid(STR("a/")));
    assert_true(label_value_valid(STR("")) && label_value_valid(name63) && !label_value_valid(name64));
    assert_false(label_value_valid(STR("a\n")) || label_value_valid(STR("-a")));
    assert_true(dns1123_label_valid(STR("0-a")) && !dns1123_label_valid(STR("a.b")));
    assert_true(dns1123_subdomain_valid(STR("a.b")) && !dns1123_subdomain_valid(STR("a..b")));
    assert_false(dns1123_subdomain_valid(STR("")) || dns1123_subdomain_valid(STR("a.")));
    assert_true(dns1035_label_valid(STR("a1")) && !dns1035_label_valid(STR("1a")));
    assert_true(env_var_name_valid(STR("-a.B_9")) && !env_var_name_valid(STR("9a")));
    assert_false(env_var_name_valid(STR("..a")) || config_map_key_valid(STR("..a")) || config_map_key_valid(STR(".")));
    assert_true(c_identifier_valid(STR("_9")) && !c_identifier_valid(STR("9_")));
    assert_true(http_header_name_valid(STR("X-1")) && !http_header_name_valid(STR("X_1")));
    assert_true(percent_valid(STR("00%")) && !percent_valid(STR("%")));
    assert_true(port_name_valid(STR("a-1")) && !port_name_valid(STR("1-1")) && !port_name_valid(STR("a--1")));
    assert_false(port_name_valid(repeat(&a, 'a', 16)));
    arena_free(&a);
}

static void names_are_refused_with_the_words_of_the_version(void **state)
{
    struct arena a = { 0 };
    struct str long_key = repeat(&a, '-', 64);
    struct name_errors e = label_key_errors(STR("a/b/c"), APIMACHINERY_0_33);

    (void)state;
    assert_int_equal(e.count, 1);
    assert_true(str_starts(e.at[0], STR("a qualified name must consist of")));
    e = label_key_errors(STR("a/b/c"), APIMACHINERY_0_36);
    assert_true(str_starts(e.at[0], STR("a valid label key must consist of")));
    e = label_key_errors(ARENA_JOIN(&a, repeat(&a, 'A', 254), STR("/"), long_key), APIMACHINERY_0_36);
    assert_int_equal(e.count, 4);
    assert_text(e.at[0], STR("prefix part must be no more than 253 bytes"));
    assert_text(e.at[2], STR("name part must be no more than 63 bytes"));
    e = label_value_errors(repeat(&a, 'a', 64), APIMACHINERY_0_33);
    assert_text(name_errors_list(&e, &a), STR("[must be no more than 63 characters]"));
    e = env_var_name_errors(STR(".."));
    assert_text(name_errors_join(&e, STR("; "), &a), STR("must not be '..'"));
    e = dns1123_label_errors(STR("a.b"));
    assert_text(name_errors_list(&e, &a), STR("[must not contain dots]"));
    arena_free(&a);
}

static void selectors_have_a_canonical_form(void **state)
{
    static const char *const cases[][2] = {
        { "", "" },
        { " \t\r\n", "" },
        { "b=1, a == 2 ,!c", "a==2,b=1,!c" },
        { "a in (c, b,, b)", "a in (,b,c)" },
        { "a notin ()", "a notin ()" },
        { "in in (in,notin)", "in in (in,notin)" },
        { "a>01,b<-0", NULL },
        { "a>01,b<0", "a>01,b<0" },
        { "a=,b", "a=,b" },
        { "a,a=b,a!=c", "a,a=b,a!=c" },
        { "x.y/z!=", "x.y/z!=" },
    };
    struct arena a = { 0 };
    struct selector s;
    struct str error;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(selector_parse(str_c(cases[i][0]), APIMACHINERY_0_36, &a, &s, &error), cases[i][1] != NULL);
        if (cases[i][1])
            assert_text(selector_string(&s, &a), str_c(cases[i][1]));
    }
    assert_true(selector_parse(STR("a in (,,)"), APIMACHINERY_0_36, &a, &s, &error));
    assert_false(selector_parse(STR("a in (,,)"), APIMACHINERY_0_33, &a, &s, &error));
    assert_true(selector_parse((struct str){ "a\0", 2 }, APIMACHINERY_0_36, &a, &s, &error));
    assert_int_equal(s.count, 1);
    arena_free(&a);
}

#define REQUIREMENT "unable to parse requirement: "

static void selectors_are_refused_with_go_words(void **state)
{
    static const char *const cases[][2] = {
        { "a,", "found '', expected: identifier after ','" },
        { "a b", REQUIREMENT "found 'b', expected: in, notin, =, ==, !=, gt, lt" },
        { "a=b c", "found 'c', expected: ',' or 'end of string'" },
        { "=", "found '=', expected: !, identifier, or 'end of string'" },
        { "!=a", "found '!=', expected: !, identifier, or 'end of string'" },
        { "!!a", REQUIREMENT "found '!', expected: identifier" },
        { "a in b", REQUIREMENT "found 'b' expected: '('" },
        { "a in (=)", REQUIREMENT "found '=', expected: ',', ')' or identifier" },
        { "a in (b=)", REQUIREMENT "found '=', expected: ',' or ')'" },
        { "a in (b,=)", REQUIREMENT "found '=', expected: ',', or identifier" },
        { "/", REQUIREMENT "<nil>: Invalid value: \"/\": prefix part must be non-empty; name part must be "
                           "non-empty; name part must consist of alphanumeric characters, '-', '_' or '.', and "
                           "must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or "
                           "'123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')" },
        { "a>x",
          REQUIREMENT "values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer" },
    };
    struct arena a = { 0 };
    struct selector s;
    struct str error;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(selector_parse(str_c(cases[i][0]), APIMACHINERY_0_36, &a, &s, &error));
        assert_text(error, str_c(cases[i][1]));
    }
    assert_false(selector_parse(STR("a in (-b,c,-)"), APIMACHINERY_0_36, &a, &s, &error));
    assert_true(str_starts(error, STR(REQUIREMENT "[values[0][a]: Invalid value: \"-\": a valid label")));
    assert_true(str_has(error, STR("?'), values[1][a]: Invalid value: \"-b\": a valid label")));
    assert_true(str_ends(error, STR("?')]")));
    arena_free(&a);
}

static void urls_come_apart_and_together(void **state)
{
    struct arena a = { 0 };
    struct str error;
    struct url u;

    (void)state;
    assert_true(url_parse(STR("HTTPS://u%41:p@h:80/a%2fb c?q=1&r#f g"), &a, &u, &error));
    assert_text(u.scheme, STR("https"));
    assert_text(u.user, STR("uA"));
    assert_true(u.has_password);
    assert_text(u.host, STR("h:80"));
    assert_text(u.path, STR("/a/b c"));
    assert_text(u.raw_path, STR("/a%2fb c"));
    assert_text(u.raw_query, STR("q=1&r"));
    assert_text(u.fragment, STR("f g"));
    assert_text(url_string(&u, &a), STR("https://uA:p@h:80/a/b%20c?q=1&r#f%20g"));
    assert_true(url_parse(STR("mailto:a@b?"), &a, &u, &error));
    assert_text(u.opaque, STR("a@b"));
    assert_text(url_string(&u, &a), STR("mailto:a@b?"));
    assert_true(url_parse(STR("http://[fe80::1%25eth0]:1/"), &a, &u, &error));
    assert_text(u.host, STR("[fe80::1%eth0]:1"));
    assert_text(url_string(&u, &a), STR("http://[fe80::1%25eth0]:1/"));
    assert_true(url_parse(STR("x:/p"), &a, &u, &error));
    assert_text(url_string(&u, &a), STR("x:/p"));
    assert_true(url_parse(STR("a%3ab"), &a, &u, &error));
    assert_text(url_string(&u, &a), STR("a%3ab"));
    u.raw_path = STR("");
    assert_text(url_string(&u, &a), STR("./a:b"));
    assert_true(url_parse(STR("mongodb://a:1,b:2/"), &a, &u, &error));
    arena_free(&a);
}

static void urls_are_refused_with_go_words(void **state)
{
    static const char *const cases[][2] = {
        { ":a", "parse \":a\": missing protocol scheme" },
        { "git@github.com:o/r", "parse \"git@github.com:o/r\": first path segment in URL cannot contain colon" },
        { "http://a\n", "parse \"http://a\\n\": net/url: invalid control character in URL" },
        { "http://a%zz#f", "parse \"http://a%zz\": invalid URL escape \"%zz\"" },
        { "http://a#%z", "parse \"http://a#%z\": invalid URL escape \"%z\"" },
        { "http://a b/", "parse \"http://a b/\": invalid character \" \" in host name" },
        { "http://a:x/", "parse \"http://a:x/\": invalid port \":x\" after host" },
        { "http://a:1,b:2/", "parse \"http://a:1,b:2/\": invalid port \":1,b:2\" after host" },
        { "http://[::1/", "parse \"http://[::1/\": missing ']' in host" },
        { "http://a[::1]/", "parse \"http://a[::1]/\": invalid IP-literal" },
        { "http://[1.2.3.4]/", "parse \"http://[1.2.3.4]/\": invalid IP-literal" },
        { "http://[x]/", "parse \"http://[x]/\": invalid host: ParseAddr(\"x\"): unable to parse IP" },
        { "http://u\xC3\xA9@h/", "parse \"http://u\xC3\xA9@h/\": net/url: invalid userinfo" },
        { "http://u%@h/", "parse \"http://u%@h/\": invalid URL escape \"%\"" },
    };
    struct arena a = { 0 };
    struct str error;
    struct url u;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(url_parse(str_c(cases[i][0]), &a, &u, &error));
        assert_text(error, str_c(cases[i][1]));
    }
    arena_free(&a);
}

static void addresses_are_checked(void **state)
{
    static const char *const good[] = {
        "1.2.3.4",       "::", "::1", "1::", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "fe80::1%eth0", "1:2:3:4:5:6:1.2.3.4",
        "1::2:3:4:5:6:7"
    };
    static const char *const bad[][2] = {
        { "1.2.3", "IPv4 address too short" },
        { "1.2.3.4.5", "IPv4 address too long" },
        { "1.2.3.04", "IPv4 field has octet with leading zero" },
        { "1.2.3.256", "IPv4 field has value >255" },
        { "1..2.3", "IPv4 field must have at least one digit (at \".2.3\")" },
        { "1.2.x.3", "unexpected character (at \"x.3\")" },
        { "%eth0", "missing IPv6 address" },
        { "::1%", "zone must be a non-empty string" },
        { "1:2", "address string too short" },
        { "12345::", "each group must have 4 or less digits (at \"12345::\")" },
        { ":1", "each colon-separated field must have at least one digit (at \":1\")" },
        { "1:", "colon must be followed by more characters (at \":\")" },
        { "1::2::3", "multiple :: in address (at \":3\")" },
        { "1:2:3:4:5:6:7:8:9", "trailing garbage after address (at \"9\")" },
        { "1:2:3:4:5:6:7:8::", "the :: must expand to at least one field of zeros" },
        { "1:1.2.3.4", "embedded IPv4 address must replace the final 2 fields of the address (at \"1.2.3.4\")" },
        { "::1:2:3:4:5:6:7:1.2.3.4",
          "too many hex fields to fit an embedded IPv4 at the end of the address (at \"1.2.3.4\")" },
    };
    struct arena a = { 0 };
    struct str error;
    bool v4;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!address_parse(str_c(good[i]), &v4, &a, &error))
            fail_msg("%s: %.*s", good[i], STR_ARG(error));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(address_parse(str_c(bad[i][0]), &v4, &a, &error));
        assert_true(str_starts(error, ARENA_JOIN(&a, STR("ParseAddr("), go_quote(&a, str_c(bad[i][0])))));
        assert_text(str_from(error, strlen("ParseAddr(\"\"): ") + strlen(bad[i][0])), str_c(bad[i][1]));
    }
    arena_free(&a);
}

static void buckets_default_to_gs(void **state)
{
    struct arena a = { 0 };
    struct bucket b;
    struct str error;

    (void)state;
    assert_true(bucket_parse(STR("logs/dir"), &a, &b, &error));
    assert_text(b.provider, STR("gs"));
    assert_text(b.name, STR("logs"));
    assert_text(b.full, STR("logs/dir"));
    assert_true(bucket_parse(STR("s3://logs"), &a, &b, &error));
    assert_text(b.provider, STR("s3"));
    assert_false(bucket_parse(STR("a:b"), &a, &b, &error));
    assert_text(error, STR("path \"gs://a:b\" has invalid format, expected either <bucket-name>[/<path>] or "
                           "<storage-provider>://<bucket-name>[/<path>]"));
    arena_free(&a);
}

static void media_types_are_read_as_go_does(void **state)
{
    static const char *const bad[][2] = {
        { "", "mime: no media type" },
        { "text plain", "mime: expected slash after first token" },
        { "text/", "mime: expected token after slash" },
        { "text/a/b", "mime: unexpected content after media subtype" },
        { "text/a;;", "mime: invalid media parameter" },
        { "text/a;b=1;B=2", "mime: duplicate parameter name" },
        { "text/a;b=\"", "mime: invalid media parameter" },
    };
    struct str good = STR(" Text/HTML ; A=\"x\\\"y\"; a=\"x\\\"y\"; b*1=c; b*0*=utf-8''%41 ; ");
    struct arena a = { 0 };
    struct str error;
    struct mime m;

    (void)state;
    assert_true(mime_parse(good, &a, &m, &error));
    assert_text(m.type, STR("text/html"));
    assert_int_equal(m.count, 2);
    assert_text(m.params[0].key, STR("a"));
    assert_text(m.params[0].value, STR("x\"y"));
    assert_text(m.params[1].key, STR("b"));
    assert_text(m.params[1].value, STR("Ac"));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(mime_parse(str_c(bad[i][0]), &a, &m, &error));
        assert_text(error, str_c(bad[i][1]));
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_escape_what_go_escapes),
        cmocka_unit_test(integers_overflow_where_go_says),
        cmocka_unit_test(white_space_is_unicode),
        cmocka_unit_test(json_values_are_told_apart),
        cmocka_unit_test(names_are_checked_by_length_and_letters),
        cmocka_unit_test(names_are_refused_with_the_words_of_the_version),
        cmocka_unit_test(selectors_have_a_canonical_form),
        cmocka_unit_test(selectors_are_refused_with_go_words),
        cmocka_unit_test(urls_come_apart_and_together),
        cmocka_unit_test(urls_are_refused_with_go_words),
        cmocka_unit_test(addresses_are_checked),
        cmocka_unit_test(buckets_default_to_gs),
        cmocka_unit_test(media_types_are_read_as_go_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
