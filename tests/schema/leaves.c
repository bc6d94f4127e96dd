/* The parts below the validator: exact numbers, equality, key tables, references, patterns. */
#include "jsonschema/ecma.h"
#include "jsonschema/keyset.h"
#include "jsonschema/number.h"
#include "jsonschema/uri.h"
#include "jsonschema/value.h"
#include "syntax/json/json.h"
#include "syntax/regex/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct decimal number(const char *text)
{
    struct decimal d;

    assert_true(decimal_read(str_c(text), &d));
    return d;
}

static int cmp(const char *a, const char *b)
{
    struct decimal x = number(a), y = number(b);

    return decimal_cmp(&x, &y);
}

static enum decimal_multiple multiple(const char *a, const char *of)
{
    struct decimal x = number(a), y = number(of);

    return decimal_multiple(&x, &y);
}

static void decimals_are_read_or_refused(void **state)
{
    static const char *const bad[] = { "",     "-",    "+",  ".",    "1e",    "1e+", "NaN",
                                       ".inf", "0x10", "1 ", "1e5x", "1.2.3", "--1" };
    struct decimal d;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(decimal_read(str_c(bad[i]), &d));
    d = number("-0.0e7");
    assert_false(d.negative);
    assert_int_equal(d.exponent, 0);
    d = number("1e99999999999999999999");
    assert_true(decimal_is_whole(&d));
    d = number("-0012.3400");
    assert_int_equal(d.exponent, -2);
}

static void decimals_compare_exactly(void **state)
{
    (void)state;
    assert_int_equal(cmp("1", "1.0"), 0);
    assert_int_equal(cmp("100", "1e2"), 0);
    assert_int_equal(cmp("-0", "0.000"), 0);
    assert_int_equal(cmp("0.1", "0.10000000000000000001"), -1);
    assert_int_equal(cmp("123456789012345678901", "123456789012345678900"), 1);
    assert_int_equal(cmp("-5", "3"), -1);
    assert_int_equal(cmp("-5", "-3"), -1);
    assert_int_equal(cmp("1e400", "9e399"), 1);
    assert_int_equal(cmp("0", "1e-400"), -1);
    assert_int_equal(cmp("-1e-400", "0"), -1);
    assert_int_equal(cmp("12", "123e-1"), -1);
}

static void decimals_divide_exactly(void **state)
{
    (void)state;
    assert_int_equal(multiple("0.3", "0.1"), MULTIPLE_YES);
    assert_int_equal(multiple("0.35", "0.1"), MULTIPLE_NO);
    assert_int_equal(multiple("4.02", "0.01"), MULTIPLE_YES);
    assert_int_equal(multiple("0", "7"), MULTIPLE_YES);
    assert_int_equal(multiple("-9", "4.5"), MULTIPLE_YES);
    assert_int_equal(multiple("1e308", "0.5"), MULTIPLE_YES);
    assert_int_equal(multiple("1e308", "0.123456789"), MULTIPLE_NO);
    assert_int_equal(multiple("1e1000000", "3"), MULTIPLE_NO);
    assert_int_equal(multiple("3e1000000", "3"), MULTIPLE_YES);
    assert_int_equal(multiple("123456789012345678901234567890", "12345678901234567890123456789"), MULTIPLE_YES);
    assert_int_equal(multiple("123456789012345678901234567891", "12345678901234567890123456789"), MULTIPLE_NO);
    assert_int_equal(multiple("24691357802469135780246913578e2", "12345678901234567890123456789"), MULTIPLE_YES);
    assert_int_equal(multiple("1e9999999", "12345678901234567890123456789"), MULTIPLE_TOO_LARGE);
}

static void decimals_become_sizes(void **state)
{
    struct decimal d = number("2.0e1");
    uint64_t n;

    (void)state;
    assert_true(decimal_uint(&d, &n));
    assert_int_equal(n, 20);
    d = number("1e30");
    assert_true(decimal_uint(&d, &n));
    assert_true(n == UINT64_MAX);
    d = number("-1");
    assert_false(decimal_uint(&d, &n));
    d = number("0.5");
    assert_false(decimal_uint(&d, &n));
}

static void keyset_numbers_keys_in_order(void **state)
{
    struct arena a = { 0 };
    struct keyset s = { 0 };

    (void)state;
    assert_int_equal(keyset_find(&s, "x", 1), KEYSET_NONE);
    for (uint32_t i = 0; i < 3000; i++) {
        struct str key = arena_printf(&a, "%.*s%u", (int)(i % 40), "a-long-prefix-so-that-every-length-occurs", i);
        assert_int_equal(keyset_add(&s, &a, key), i);
        assert_int_equal(keyset_add(&s, &a, key), i);
    }
    for (uint32_t i = 0; i < 3000; i++)
        assert_int_equal(keyset_find(&s, s.keys[i].p, s.keys[i].len), i);
    assert_int_equal(keyset_add(&s, &a, STR("")), 3000);
    assert_int_equal(keyset_find(&s, "", 0), 3000);
    assert_int_equal(keyset_find(&s, "nobody", 6), KEYSET_NONE);
    arena_free(&a);
}

struct pair {
    struct arena arena;
    struct tape tape;
    const struct node *left, *right;
};

static void read_pair(struct pair *p, const char *json)
{
    struct json_error e;

    assert_true(json_read(&p->tape, &p->arena, str_c(json), &e));
    p->left = node_first(p->tape.root);
    p->right = node_next(p->tape.root, p->left);
}

static void assert_pair(const char *json, bool equal)
{
    struct pair p = { 0 };
    value_budget budget = 1000;

    read_pair(&p, json);
    assert_int_equal(value_equal(p.left, p.right, &budget), equal);
    assert_true(budget > 0);
    if (equal)
        assert_true(value_hash(p.left, &budget) == value_hash(p.right, &budget));
    else
        assert_true(value_hash(p.left, &budget) != value_hash(p.right, &budget));
    arena_free(&p.arena);
}

static void values_are_equal_as_json_schema_says(void **state)
{
    (void)state;
    assert_pair("[1, 1.0]", true);
    assert_pair("[1, 10e-1]", true);
    assert_pair("[1, \"1\"]", false);
    assert_pair("[0, false]", false);
    assert_pair("[null, false]", false);
    assert_pair("[[1, 2], [2, 1]]", false);
    assert_pair("[[1], [1, 2]]", false);
    assert_pair("[{\"a\": 1, \"b\": [2]}, {\"b\": [2.0], \"a\": 1}]", true);
    assert_pair("[{\"a\": 1}, {\"b\": 1}]", false);
    assert_pair("[{\"a\": 1}, {\"a\": 1, \"b\": 1}]", false);
    assert_pair("[{\"a\": null}, {}]", false);
    assert_pair("[\"\\u0000\", \"\"]", false);
    assert_pair("[[], {}]", false);
}

static void equal_elements_are_found(void **state)
{
    struct pair p = { 0 };
    value_budget budget = 100000;
    size_t earlier = 0, later = 0;

    (void)state;
    read_pair(&p, "[1, \"a\", {\"x\": 1}, {\"x\": 1.0}, \"a\"]");
    assert_true(value_find_equal(p.tape.root, &p.arena, &budget, &earlier, &later));
    assert_int_equal(earlier, 2);
    assert_int_equal(later, 3);
    read_pair(&p, "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 4e0, 1]");
    assert_true(value_find_equal(p.tape.root, &p.arena, &budget, &earlier, &later));
    assert_int_equal(earlier, 3);
    assert_int_equal(later, 11);
    read_pair(&p, "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, \"1\", [1]]");
    assert_false(value_find_equal(p.tape.root, &p.arena, &budget, &earlier, &later));
    arena_free(&p.arena);
}

static void costly_comparisons_end(void **state)
{
    struct node loop[] = { { .kind = NODE_SEQUENCE, .len = 1, .span = 2 },
                           { .kind = NODE_ALIAS, .len = 1, .span = 1 } };
    struct node same[] = { { .kind = NODE_SEQUENCE, .len = 1, .span = 2 },
                           { .kind = NODE_ALIAS, .len = 1, .span = 1 } };
    value_budget budget = 1000000;

    (void)state;
    assert_false(value_equal(loop, same, &budget));
    assert_int_equal(budget, 0);
    budget = 1000000;
    value_hash(loop, &budget);
    assert_int_equal(budget, 0);
}

static void assert_resolves(const char *base, const char *ref, const char *expected)
{
    struct arena a = { 0 };
    struct str s = uri_resolve(&a, str_c(base), str_c(ref));

    assert_int_equal(s.len, strlen(expected));
    assert_memory_equal(s.p, expected, s.len);
    arena_free(&a);
}

/* The examples of RFC 3986, section 5.4, and what schemas need beside them. */
static void references_resolve(void **state)
{
    static const char base[] = "http://a/b/c/d;p?q";

    (void)state;
    assert_resolves(base, "g:h", "g:h");
    assert_resolves(base, "g", "http://a/b/c/g");
    assert_resolves(base, "./g", "http://a/b/c/g");
    assert_resolves(base, "g/", "http://a/b/c/g/");
    assert_resolves(base, "/g", "http://a/g");
    assert_resolves(base, "//g", "http://g");
    assert_resolves(base, "g?y", "http://a/b/c/g?y");
    assert_resolves(base, "", "http://a/b/c/d;p?q");
    assert_resolves(base, ".", "http://a/b/c/");
    assert_resolves(base, "..", "http://a/b/");
    assert_resolves(base, "../g", "http://a/b/g");
    assert_resolves(base, "../..", "http://a/");
    assert_resolves(base, "../../../g", "http://a/g");
    assert_resolves(base, "/./g", "http://a/g");
    assert_resolves(base, "/../g", "http://a/g");
    assert_resolves(base, "g.", "http://a/b/c/g.");
    assert_resolves(base, "./../g", "http://a/b/g");
    assert_resolves(base, "g/./h", "http://a/b/c/g/h");
    assert_resolves(base, "g/../h", "http://a/b/c/h");
    assert_resolves("http://a", "b", "http://a/b");
    assert_resolves("", "x/y.yaml", "x/y.yaml");
    assert_resolves("jobs/a.yaml", "b.yaml", "jobs/b.yaml");
    assert_resolves("jobs/a.yaml", "../b.yaml", "b.yaml");
    assert_resolves("urn:example:root", "http://x/y", "http://x/y");
    assert_resolves("http://a/b", "http://x/y/../z", "http://x/z");
}

static void percent_escapes_are_decoded(void **state)
{
    struct arena a = { 0 };

    (void)state;
    assert_true(str_eq(uri_decode(&a, STR("/a%25b%7Ec%zz%2")), STR("/a%b~c%zz%2")));
    assert_true(str_eq(uri_decode(&a, STR("plain")), STR("plain")));
    arena_free(&a);
}

static void assert_pattern(const char *pattern, const char *text, bool matches)
{
    struct arena a = { 0 };
    struct regex_scratch scratch = { 0 };
    struct regex_error e = { 0 };
    struct regex *re = NULL;
    struct str go, why;

    assert_true(ecma_to_go(&a, str_c(pattern), &go, &why));
    if (!regex_compile(&re, &a, go, REGEX_GO_NEWEST, &e))
        fail_msg("%s: %.*s", pattern, STR_ARG(e.message));
    if ((regex_match(re, &scratch, str_c(text), NULL, 0) == REGEX_MATCH) != matches)
        fail_msg("%s on %s: expected %d", pattern, text, matches);
    regex_free(re);
    regex_scratch_free(&scratch);
    arena_free(&a);
}

static void patterns_mean_what_ecma_262_says(void **state)
{
    (void)state;
    assert_pattern("^.$", "\n", false);
    assert_pattern("^.$", "\xE2\x80\xA8", false);
    assert_pattern("^.$", "\xF0\x9F\x98\x80", true);
    assert_pattern("a$", "a\n", false);
    assert_pattern("^\\s+$", " \t\v\xC2\xA0\xEF\xBB\xBF\xE2\x80\xA9", true);
    assert_pattern("\\S", "\xC2\xA0", false);
    assert_pattern("^[\\S]$", "x", true);
    assert_pattern("^[^\\s]$", "\xE3\x80\x80", false);
    assert_pattern("^\\d$", "\xD9\xA3", false);
    assert_pattern("^\\w$", "\xC3\xA9", false);
    assert_pattern("^\\cA\\x41\\u0042\\u{1F600}\\uD83D\\uDE00$",
                   "\x01"
                   "AB\xF0\x9F\x98\x80\xF0\x9F\x98\x80",
                   true);
    assert_pattern("^\\p{Letter}\\p{Lu}\\p{Script=Greek}\\p{gc=Nd}$",
                   "\xC3\xA9"
                   "A\xCE\xB1"
                   "7",
                   true);
    assert_pattern("^[\\p{L}_]\\P{L}$", "_1", true);
    assert_pattern("x[]", "x", false);
    assert_pattern("^[^]$", "\n", true);
    assert_pattern("^[[\\]a-]+$", "[]a-", true);
    assert_pattern("^[\\b]$", "\b", true);
    assert_pattern("^(?<year>\\d{4})$", "2026", true);
    assert_pattern("^\\/a\\-b\\.$", "/a-b.", true);
    assert_pattern("^\\\xC3\xA9$", "\xC3\xA9", true);
    assert_pattern("b", "abc", true);
}

static void what_patterns_cannot_do_is_said(void **state)
{
    static const char *const bad[] = { "(?=a)",  "(?!a)",         "(?<=a)", "(?<!a)",      "(a)\\1",
                                       "\\k<x>", "\\a",           "\\Z",    "\\01",        "\\u12",
                                       "\\u{}",  "\\uD800",       "\\x4",   "\\c1",        "\\",
                                       "[a",     "\\p",           "[\\B]",  "\\u{110000}", "\\p{L",
                                       "[\\",    "\\u{fffffffff}" };
    struct arena a = { 0 };
    struct str go, why;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        why = STR("");
        assert_false(ecma_to_go(&a, str_c(bad[i]), &go, &why));
        assert_true(why.len > 0);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_read_or_refused),
        cmocka_unit_test(decimals_compare_exactly),
        cmocka_unit_test(decimals_divide_exactly),
        cmocka_unit_test(decimals_become_sizes),
        cmocka_unit_test(keyset_numbers_keys_in_order),
        cmocka_unit_test(values_are_equal_as_json_schema_says),
        cmocka_unit_test(equal_elements_are_found),
        cmocka_unit_test(costly_comparisons_end),
        cmocka_unit_test(references_resolve),
        cmocka_unit_test(percent_escapes_are_decoded),
        cmocka_unit_test(patterns_mean_what_ecma_262_says),
        cmocka_unit_test(what_patterns_cannot_do_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
