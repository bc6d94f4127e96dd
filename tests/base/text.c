/* Text as Go sees it: classes of code points and quoted forms; and globs. */
#include "base/glob.h"
#include "base/quote.h"
#include "base/unicode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void code_points_have_gos_classes(void **state)
{
    (void)state;
    assert_true(unicode_is_letter('q') && unicode_is_letter(0xE9) && unicode_is_letter(0x65E5));
    assert_true(unicode_is_letter(0x1D4B3) && unicode_is_letter(0x31350));
    /* U+2B739 is new in Unicode 15.0, at the end of a block that is older. */
    assert_true(unicode_is_letter(0x2B739) && unicode_is_print(0x2B739) && !unicode_is_print(0x2B73A));
    assert_false(unicode_is_letter('_') || unicode_is_letter('7') || unicode_is_letter(0xA0));
    assert_true(unicode_is_digit('0') && unicode_is_digit(0x0663) && unicode_is_digit(0x11F50));
    assert_false(unicode_is_digit(0xB2)); /* superscript two is a number, but no digit */
    assert_true(unicode_is_print(' ') && unicode_is_print('~') && unicode_is_print(0xFFFD));
    assert_false(unicode_is_print(0x7F) || unicode_is_print(0xA0) || unicode_is_print(0xAD));
    assert_false(unicode_is_print(0x2028) || unicode_is_print(0xE000) || unicode_is_print(0x10FFFF));
    assert_true(unicode_is_space(0x85) && unicode_is_space(0x2005) && unicode_is_space(0x3000));
    assert_false(unicode_is_space(0x200B));
}

static void strings_are_quoted_as_go_quotes(void **state)
{
    struct arena a = { 0 };
    struct buf b = { 0 };

    (void)state;
    assert_true(
        str_eq(arena_quote(&a, STR("a\"\\\a\n\001\177\377\0")), STR("\"a\\\"\\\\\\a\\n\\x01\\x7f\\xff\\x00\"")));
    assert_true(
        str_eq(arena_quote(&a, STR("\u00e9\u00a0\u2028\U000E0001'")), STR("\"\u00e9\\u00a0\\u2028\\U000e0001'\"")));
    buf_quote(&b, STR("\u00e9\U0001F600"), QUOTE_ASCII);
    assert_true(str_eq(buf_str(&b), STR("\"\\u00e9\\U0001f600\"")));
    buf_free(&b);
    arena_free(&a);
}

static void characters_are_quoted_as_go_quotes(void **state)
{
    struct buf b = { 0 };

    (void)state;
    buf_quote_char(&b, '\'', QUOTE_UNICODE);
    buf_quote_char(&b, '"', QUOTE_UNICODE);
    buf_quote_char(&b, 0xD800, QUOTE_ASCII);
    assert_true(str_eq(buf_str(&b), STR("'\\'''\"''\\ufffd'")));
    buf_free(&b);
    assert_true(quote_can_backquote(STR("a\t\"b")));
    assert_false(quote_can_backquote(STR("a`b")) || quote_can_backquote(STR("a\nb")));
    assert_false(quote_can_backquote(STR("\377")) || quote_can_backquote(STR("\ufeff")));
}

static bool globbed(const char *pattern, const char *text)
{
    return glob_match(str_c(pattern), str_c(text));
}

static void globs_stop_at_slashes(void **state)
{
    (void)state;
    assert_true(globbed("", "") && globbed("*", "") && globbed("**", "") && globbed("a", "a"));
    assert_false(globbed("", "a") || globbed("a", "") || globbed("?", "") || globbed("a", "ab"));
    assert_true(globbed("a*", "a") && globbed("a*c*", "abcbcd") && globbed("*-?", "a-b-c") && globbed("x/*/z", "x//z"));
    assert_false(globbed("*", "a/b") || globbed("a?b", "a/b") || globbed("a/*", "a/b/c") || globbed("a*d", "abc"));
    assert_true(globbed("a/**", "a/b/c") && globbed("a/**", "a/") && globbed("**.yml", "a/b.yml"));
    assert_false(globbed("a/**", "a") || globbed("a/**", "b/a/c") || globbed("**.yml", "a/b.yml/c"));
    assert_true(globbed("[a]", "[a]") && globbed("a.b", "a.b"));
    assert_false(globbed("[a]", "a") || globbed("a.b", "axb"));
}

static void two_stars_and_a_slash_are_any_folders(void **state)
{
    (void)state;
    assert_true(globbed("**/x", "x") && globbed("**/x", "a/b/x") && globbed("a/**/x", "a/x") &&
                globbed("a/**/x", "a/b/c/x"));
    assert_false(globbed("**/x", "ax") || globbed("a/**/x", "a/bx") || globbed("a/**/x", "ax"));
    assert_true(globbed("a/**/*.yaml", "a/b.yaml") && globbed("a/**/*.yaml", "a/b/c.yaml"));
    assert_true(globbed("**/a/**/b", "a/c/a/b") && globbed("x**/b", "x/y/b") && !globbed("x**/b", "xb"));
    assert_true(globbed("**/c*d/**", "a/cd/cxd/e") && globbed("**a*b/c", "a/b/axb/c"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_points_have_gos_classes),          cmocka_unit_test(strings_are_quoted_as_go_quotes),
        cmocka_unit_test(characters_are_quoted_as_go_quotes),    cmocka_unit_test(globs_stop_at_slashes),
        cmocka_unit_test(two_stars_and_a_slash_are_any_folders),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
