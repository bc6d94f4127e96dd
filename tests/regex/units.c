/* Regular expressions as Go has them; every expected value here is what Go answers. */
#include "syntax/regex/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_SPANS = 8 };

struct refusal {
    const char *pattern, *message; /* behind "error parsing regexp: " */
    size_t offset, end;
};

static void refusals_say_what_go_says_and_where(void **state)
{
    static const struct refusal refusals[] = {
        { "(a|b", "missing closing ): `(a|b`", 0, 1 },
        { "x(a(b)", "missing closing ): `x(a(b)`", 1, 2 },
        { "a)b", "unexpected ): `a)b`", 1, 2 },
        { "x[a-c", "missing closing ]: `[a-c`", 1, 5 },
        { "a**", "invalid nested repetition operator: `**`", 1, 3 },
        { "a{2}{3}?", "invalid nested repetition operator: `{2}{3}?`", 1, 8 },
        { "a|*b", "missing argument to repetition operator: `*`", 2, 3 },
        { "a{1001}", "invalid repeat count: `{1001}`", 1, 7 },
        { "a{2,1}", "invalid repeat count: `{2,1}`", 1, 6 },
        { "((a{100}){10}){2}", "invalid repeat count: `{2}`", 14, 17 },
        { "a\\", "trailing backslash at end of expression: ``", 1, 2 },
        { "a\\Z", "invalid escape sequence: `\\Z`", 1, 3 },
        { "\\x{110000}", "invalid escape sequence: `\\x{110000`", 0, 9 },
        { "[z-a]", "invalid character class range: `z-a`", 1, 4 },
        { "[[:foo:]]", "invalid character class range: `[:foo:]`", 1, 8 },
        { "\\p{Foo}", "invalid character class range: `\\p{Foo}`", 0, 7 },
        { "(?=a)", "invalid or unsupported Perl syntax: `(?=`", 0, 3 },
        { "(?i-)", "invalid or unsupported Perl syntax: `(?i-)`", 0, 5 },
        { "(?P<a-b>x)", "invalid named capture: `(?P<a-b>`", 0, 8 },
        { "a\xff"
          "b",
          "invalid UTF-8: `\xff"
          "b`",
          1, 3 },
        { "\\Qa\xff\\Eb", "invalid UTF-8: `\xff`", 3, 4 },
    };
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        const struct refusal *r = &refusals[i];
        struct regex_error e = { 0 };
        assert_false(regex_check(&a, str_c(r->pattern), REGEX_GO_NEWEST, &e));
        assert_true(str_starts(e.message, STR("error parsing regexp: ")));
        assert_string_equal(str_trim_prefix(e.message, STR("error parsing regexp: ")).p, r->message);
        assert_int_equal(e.offset, r->offset);
        assert_int_equal(e.end, r->end);
    }
    arena_free(&a);
}

struct answer {
    const char *pattern, *text;
    size_t text_length;
    const char *spans; /* NULL: no match */
};

static void assert_answer(const struct answer *w, int go)
{
    struct regex_scratch scratch = { 0 };
    struct arena a = { 0 };
    struct regex_span spans[MOST_SPANS];
    struct regex_error e = { 0 };
    struct regex *re;
    struct str got = STR("");
    enum regex_result result;

    if (!regex_compile(&re, &a, str_c(w->pattern), go, &e))
        fail_msg("%s: %.*s", w->pattern, STR_ARG(e.message));
    result = regex_match(re, &scratch, (struct str){ w->text, w->text_length }, spans, MOST_SPANS);
    assert_int_not_equal(result, REGEX_GAVE_UP);
    for (size_t i = 0; result == REGEX_MATCH && i <= regex_group_count(re); i++)
        got = arena_printf(&a, "%.*s%s%ld-%ld", STR_ARG(got), i ? " " : "", (long)spans[i].start, (long)spans[i].end);
    if (!str_eq(got, str_c(w->spans)) || (result == REGEX_MATCH) != (w->spans != NULL))
        fail_msg("%s over %s: %.*s, not %s", w->pattern, w->text, STR_ARG(got), w->spans ? w->spans : "nothing");
    regex_free(re);
    regex_scratch_free(&scratch);
    arena_free(&a);
}

#define TEXT(literal) (literal), sizeof(literal) - 1

static void matches_are_those_of_go(void **state)
{
    static const struct answer answers[] = {
        { "main", TEXT("remain"), "2-6" },
        { "^main$", TEXT("main\n"), NULL },
        { "^release-1\\.2", TEXT("release-1.24"), "0-11" },
        { "1\\.2$", TEXT("1.2-1.2"), "4-7" },
        { "(a|ab)(c|bcd)(d*)", TEXT("abcd"), "0-4 0-1 1-4 4-4" },
        { "(?m)^b$", TEXT("a\nb\n"), "2-3" },
        { "(?m)^$", TEXT("a\n"), "2-2" },
        { "a.c", TEXT("a\nc"), NULL },
        { "(?s)a.c", TEXT("a\nc"), "0-3" },
        { "(?U)a+", TEXT("aaa"), "0-1" },
        { "(?U)a+?", TEXT("aaa"), "0-3" },
        { "\\bfoo\\b",
          TEXT("\xc3\xa9"
               "foo\xc3\xa9"),
          "2-5" },
        { "\\w", TEXT("\xc3\xa9"), NULL },
        { "\\s", TEXT("\v"), NULL },
        { "[[:space:]]", TEXT("\v"), "0-1" },
        { "(?i)k", TEXT("\xe2\x84\xaa"), "0-3" },
        { "(?i)[^k]", TEXT("\xe2\x84\xaaK"), NULL },
        { "[^a]", TEXT("\n"), "0-1" },
        { "[^\\x00-\\x{10FFFF}]", TEXT("a"), NULL },
        { "[^\\x{D800}]", TEXT("a"), "0-1" },
        { "x\\x{D800}?y", TEXT("xy"), "0-2" },
        { "^.$", TEXT("\xff"), "0-1" },
        { "\\x{FFFD}{2}", TEXT("a\xff\xfe"), "1-3" },
        { "\\Qa.b\\E+", TEXT("a.bb"), "0-4" },
        { "(a*)*", TEXT("b"), "0-0 0-0" },
        { "(a*)+", TEXT("aa"), "0-2 0-2" },
        { "(|a)*", TEXT("aa"), "0-0 0-0" },
        { "(|a)+$", TEXT("aa"), "0-2 1-2" },
        { "(?:(a)|b)*", TEXT("ab"), "0-2 0-1" },
        { "(a){0}(b)", TEXT("ab"), "1-2 -1--1 1-2" },
        { "(?:()|(?m:^){2,3}{()()){0}a", TEXT("ba"), "1-2 -1--1 -1--1 -1--1" },
        { "abc|abd|ab", TEXT("xabd"), "1-4" },
        { "a|ab|abc|abcd$", TEXT("abcd"), "0-1" },
        { "(?:a|b|ab|ac)*$", TEXT("acab"), "0-4" },
        { "[ab]x|[ab]y|.z", TEXT("by"), "0-2" },
        { "(?i:straSSe)",
          TEXT("STRA\xc5\xbf"
               "se"),
          "0-8" },
        { "(?i)[^\\W]", TEXT("\xc5\xbf"), "0-2" },
        { "\\PL+", TEXT("a1\xc3\xa9"), "1-2" },
        { "[[:^alpha:]]{2}?", TEXT("a12"), "1-3" },
        { "(a*){2,}", TEXT("aa"), "0-2 2-2" },
        { "", TEXT(""), "0-0" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
        assert_answer(&answers[i], REGEX_GO_NEWEST);
}

static void versions_of_go_differ(void **state)
{
    struct answer loop = { "(|a)*", TEXT("aa"), "0-2 1-2" };
    struct answer folded = { "(?i:a)x|A[yz]", TEXT("ay"), "0-2" };
    struct answer twins = { "^(?:0A|0[aA])$", TEXT("0a"), NULL };
    struct answer unassigned = { "\\pC", TEXT("\xcd\xb8"), NULL };   /* U+0378 */
    struct answer mark = { "\\p{Mn}", TEXT("\xe1\x9c\xb4"), "0-3" }; /* U+1734 */
    struct arena a = { 0 };
    struct regex_error e;

    (void)state;
    assert_false(regex_check(&a, STR("(?<n>a)"), 21, &e));
    assert_string_equal(e.message.p, "error parsing regexp: invalid or unsupported Perl syntax: `(?<`");
    assert_true(regex_check(&a, STR("(?<n>a)"), 22, &e));
    assert_false(regex_check(&a, STR("\\p{letter}"), 24, &e));
    assert_true(regex_check(&a, STR("\\p{letter}"), 25, &e));
    assert_false(regex_check(&a, STR("\\p{Kawi}"), 20, &e));
    assert_true(regex_check(&a, STR("\\p{Kawi}"), 21, &e));
    assert_answer(&loop, 16);
    assert_answer(&folded, 22);
    folded.spans = NULL;
    assert_answer(&folded, 23);
    assert_answer(&twins, 22);
    twins.spans = "0-2";
    assert_answer(&twins, 23);
    assert_answer(&unassigned, 24);
    unassigned.spans = "0-2";
    assert_answer(&unassigned, 25);
    assert_answer(&mark, 20);
    mark.spans = NULL;
    assert_answer(&mark, 21);
    arena_free(&a);
}

static struct str repeated(struct arena *a, const char *part, size_t n)
{
    struct str one = str_c(part);
    char *text = arena_array(a, n, one.len);

    for (size_t i = 0; i < n; i++)
        memcpy(text + i * one.len, one.p, one.len);
    return (struct str){ text, n * one.len };
}

static void assert_refused(struct str pattern, int go, const char *code)
{
    struct arena a = { 0 };
    struct regex_error e = { 0 };
    struct str want = ARENA_JOIN(&a, STR("error parsing regexp: "), str_c(code), STR(": `"), pattern, STR("`"));

    assert_false(regex_check(&a, pattern, go, &e));
    assert_true(str_eq(e.message, want));
    assert_int_equal(e.offset, 0);
    assert_int_equal(e.end, pattern.len);
    arena_free(&a);
}

static void limits_are_those_of_go(void **state)
{
    struct arena a = { 0 };
    struct regex_error e;
    struct str deep = ARENA_JOIN(&a, repeated(&a, "(", 999), repeated(&a, ")", 999));
    struct str deeper = ARENA_JOIN(&a, repeated(&a, "(", 1000), repeated(&a, ")", 1000));
    struct str large = ARENA_JOIN(&a, STR("(?:"), repeated(&a, "a?", 2000), STR("){1000}"));
    struct str many_runes = repeated(&a, "\\pL", 27000);
    struct str few_runes = repeated(&a, "\\pL", 25000);

    (void)state;
    assert_true(regex_check(&a, deep, 26, &e));
    assert_refused(deeper, 26, "expression nests too deeply");
    assert_refused(deeper, 18, "regexp/syntax: internal error");
    assert_refused(large, 20, "expression too large");
    assert_refused(large, 19, "regexp/syntax: internal error");
    assert_refused(many_runes, 26, "expression too large");
    assert_true(regex_check(&a, few_runes, 26, &e));
    arena_free(&a);
}

static void endless_searches_end(void **state)
{
    char text[2001];
    struct answer doubled = { "(a+)+b", text, 2000, NULL };
    struct answer sure = { "^(([a-z])+.)+[A-Z]([a-z])+$", text, 2000, NULL };

    (void)state;
    memset(text, 'a', 2000);
    text[2000] = '\0';
    assert_answer(&doubled, REGEX_GO_NEWEST);
    assert_answer(&sure, REGEX_GO_NEWEST);
}

/* What each byte may cost is small where there are many that a match may begin at: else this takes minutes. */
static void a_search_from_every_byte_ends(void **state)
{
    enum { LENGTH = 30000 };
    struct arena a = { 0 };
    char *text = arena_take(&a, LENGTH + 2);
    struct answer every = { "(a|a)*$", text, LENGTH + 1, "30001-30001 -1--1" };

    (void)state;
    memset(text, 'a', LENGTH);
    memcpy(text + LENGTH, "b", 2);
    assert_answer(&every, REGEX_GO_NEWEST);
    arena_free(&a);
}

static void too_much_is_undecided(void **state)
{
    struct regex_scratch scratch = { 0 };
    struct arena a = { 0 };
    size_t length = 1000 * 1000;
    char *text = arena_take(&a, length);
    struct regex_error e;
    struct regex *re;

    (void)state;
    memset(text, 'a', length);
    assert_true(regex_compile(&re, &a, STR("((?:a?a){500}){2}[bc]"), REGEX_GO_NEWEST, &e));
    assert_int_equal(regex_match(re, &scratch, (struct str){ text, length }, NULL, 0), REGEX_GAVE_UP);
    regex_free(re);
    regex_scratch_free(&scratch);
    arena_free(&a);
}

static void too_large_a_pattern_is_undecided(void **state)
{
    struct regex_scratch scratch = { 0 };
    struct arena a = { 0 };
    struct regex_error e;
    struct regex *re;

    (void)state;
    /* Go takes it, and 3 million instructions with it. */
    assert_true(regex_compile(&re, &a, ARENA_JOIN(&a, STR("(?:"), repeated(&a, "a", 3000), STR("){1000}")),
                              REGEX_GO_NEWEST, &e));
    assert_int_equal(regex_match(re, &scratch, STR("a"), NULL, 0), REGEX_GAVE_UP);
    regex_free(re);
    regex_scratch_free(&scratch);
    arena_free(&a);
}

static void groups_have_names(void **state)
{
    struct arena a = { 0 };
    struct regex_error e;
    struct regex *re;

    (void)state;
    assert_true(regex_compile(&re, &a, STR("(?P<year>\\d+)-(x)(?<year>y)"), REGEX_GO_NEWEST, &e));
    assert_int_equal(regex_group_count(re), 3);
    assert_true(str_eq(regex_group_name(re, 1), STR("year")));
    assert_int_equal(regex_group_name(re, 2).len, 0);
    assert_true(str_eq(regex_group_name(re, 3), STR("year")));
    assert_int_equal(regex_group_name(re, 0).len, 0);
    assert_int_equal(regex_group_name(re, 4).len, 0);
    regex_free(re);
    arena_free(&a);
}

static void a_set_compiles_once(void **state)
{
    struct regex_set set = { 0 };
    struct regex_error e = { 0 }, again = { 0 };
    char pattern[] = "^main$";
    const struct regex *re = regex_set_get(&set, str_c(pattern), 22, &e);

    (void)state;
    assert_non_null(re);
    pattern[1] = 'x';
    assert_ptr_equal(regex_set_get(&set, STR("^main$"), 22, &e), re);
    assert_ptr_not_equal(regex_set_get(&set, STR("^main$"), 19, &e), re);
    assert_null(regex_set_get(&set, STR("a("), 22, &e));
    assert_null(regex_set_get(&set, STR("a("), 22, &again));
    assert_ptr_equal(e.message.p, again.message.p);
    regex_set_free(&set);
}

static void quoting_makes_text_of_patterns(void **state)
{
    struct arena a = { 0 };

    (void)state;
    assert_true(str_eq(regex_quote(&a, STR("a.b*c[d]-\\Q")), STR("a\\.b\\*c\\[d\\]-\\\\Q")));
    assert_int_equal(regex_quote(&a, STR("")).len, 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals_say_what_go_says_and_where),
        cmocka_unit_test(matches_are_those_of_go),
        cmocka_unit_test(versions_of_go_differ),
        cmocka_unit_test(endless_searches_end),
        cmocka_unit_test(too_large_a_pattern_is_undecided),
        cmocka_unit_test(limits_are_those_of_go),
        cmocka_unit_test(a_search_from_every_byte_ends),
        cmocka_unit_test(too_much_is_undecided),
        cmocka_unit_test(groups_have_names),
        cmocka_unit_test(a_set_compiles_once),
        cmocka_unit_test(quoting_makes_text_of_patterns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
