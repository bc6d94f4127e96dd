/* Command lines as Go's package flag reads them, each beside what flag.FlagSet.Parse makes of it. */
#include "command/goflag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct flag flags[] = {
    { "count", FLAG_NUMBER, "int", "a number" },  { "name", FLAG_TEXT, "string", "a text" },
    { "strict", FLAG_SWITCH, NULL, "a switch" },  { "wait", FLAG_DURATION, "duration", "a time" },
    { "warnings", FLAG_LIST, "value", "a list" }, { NULL, FLAG_SWITCH, NULL, NULL },
};

enum { MOST_WORDS = 16 };

struct line {
    struct arena arena;
    char *argv[MOST_WORDS];
    int argc;
    struct args args;
    struct str error;
    enum goflag_outcome outcome;
};

/* Words stand between blanks; '' is an empty one. */
static void parse(struct line *l, const char *text)
{
    struct str rest = str_c(text), one;

    *l = (struct line){ .error = STR("") };
    while (rest.len && l->argc < MOST_WORDS) {
        str_cut(rest, ' ', &one, &rest);
        if (str_eq(one, STR("''")))
            one = STR("");
        l->argv[l->argc] = arena_take(&l->arena, one.len + 1);
        if (one.len)
            memcpy(l->argv[l->argc], one.p, one.len);
        l->argc++;
    }
    l->outcome = goflag_parse(&l->args, &l->arena, flags, l->argc, l->argv, &l->error);
}

static void refused(const char *text, const char *error)
{
    struct line l;

    parse(&l, text);
    if (l.outcome != GOFLAG_WRONG || !str_eq(l.error, str_c(error)))
        print_message("%s: %.*s\n", text, STR_ARG(l.error));
    assert_int_equal(l.outcome, GOFLAG_WRONG);
    assert_true(str_eq(l.error, str_c(error)));
    arena_free(&l.arena);
}

static void taken(const char *text, const char *flag, const char *value, size_t words)
{
    struct line l;

    parse(&l, text);
    if (l.outcome != GOFLAG_OK)
        print_message("%s: %.*s\n", text, STR_ARG(l.error));
    assert_int_equal(l.outcome, GOFLAG_OK);
    assert_true(str_eq(args_text(&l.args, flag, STR("unset")), str_c(value)));
    assert_int_equal(l.args.word_count, words);
    arena_free(&l.arena);
}

static void test_values(void **state)
{
    (void)state;
    taken("-name a", "name", "a", 0);
    taken("--name a", "name", "a", 0);
    taken("-name=a", "name", "a", 0);
    taken("--name=a=b", "name", "a=b", 0);
    taken("--name=", "name", "", 0);
    taken("--name ''", "name", "", 0);
    taken("--name --strict", "name", "--strict", 0);
    taken("--name a --name b", "name", "b", 0);
    taken("--warnings a --warnings b", "warnings", "b", 0);
    taken("--warnings a,b", "warnings", "a,b", 0);
}

static void test_switches(void **state)
{
    (void)state;
    taken("--strict", "strict", "true", 0);
    taken("--strict=T", "strict", "true", 0);
    taken("--strict=0", "strict", "false", 0);
    taken("--strict --strict=False", "strict", "false", 0);
    /* A word after a switch is none of its own. */
    taken("--strict false --name a", "strict", "true", 3);
    refused("--strict=yes", "invalid boolean value \"yes\" for -strict: parse error");
    refused("--strict=", "invalid boolean value \"\" for -strict: parse error");
    refused("--strict=tRUE", "invalid boolean value \"tRUE\" for -strict: parse error");
}

static void test_ends(void **state)
{
    (void)state;
    taken("-- --name a", "name", "unset", 2);
    taken("word --name a", "name", "unset", 3);
    taken("- --name a", "name", "unset", 3);
    taken("'' --name a", "name", "unset", 3);
    taken("--name a -- --strict", "strict", "unset", 1);
}

static void test_numbers(void **state)
{
    (void)state;
    taken("--count 0", "count", "0", 0);
    taken("--count=-0x1F", "count", "-0x1F", 0);
    taken("--count=0b11", "count", "0b11", 0);
    taken("--count=0o17", "count", "0o17", 0);
    taken("--count=017", "count", "017", 0);
    taken("--count=1_000", "count", "1_000", 0);
    taken("--count=0x_1", "count", "0x_1", 0);
    taken("--count=9223372036854775807", "count", "9223372036854775807", 0);
    taken("--count=-9223372036854775808", "count", "-9223372036854775808", 0);
    refused("--count=9223372036854775808", "invalid value \"9223372036854775808\" for flag -count: value out of range");
    refused("--count=-9223372036854775809",
            "invalid value \"-9223372036854775809\" for flag -count: value out of range");
    refused("--count=018", "invalid value \"018\" for flag -count: parse error");
    refused("--count=1__0", "invalid value \"1__0\" for flag -count: parse error");
    refused("--count=_1", "invalid value \"_1\" for flag -count: parse error");
    refused("--count=1_", "invalid value \"1_\" for flag -count: parse error");
    refused("--count=0x", "invalid value \"0x\" for flag -count: parse error");
    refused("--count=", "invalid value \"\" for flag -count: parse error");
    refused("--count=1.5", "invalid value \"1.5\" for flag -count: parse error");
    refused("--count a\"b", "invalid value \"a\\\"b\" for flag -count: parse error");
}

static void test_durations(void **state)
{
    (void)state;
    taken("--wait 2m", "wait", "2m", 0);
    taken("--wait=1h30m0.5s", "wait", "1h30m0.5s", 0);
    taken("--wait=0", "wait", "0", 0);
    refused("--wait 2", "invalid value \"2\" for flag -wait: parse error");
    refused("--wait ''", "invalid value \"\" for flag -wait: parse error");
}

static void test_unknown(void **state)
{
    struct line l;

    (void)state;
    refused("--nam a", "flag provided but not defined: -nam");
    refused("-nam=a", "flag provided but not defined: -nam");
    refused("---name", "bad flag syntax: ---name");
    refused("-=a", "bad flag syntax: -=a");
    refused("--=a", "bad flag syntax: --=a");
    refused("--name", "flag needs an argument: -name");
    refused("--strict --count", "flag needs an argument: -count");
    parse(&l, "--strict -h --nam");
    assert_int_equal(l.outcome, GOFLAG_HELP);
    arena_free(&l.arena);
    parse(&l, "--help=1");
    assert_int_equal(l.outcome, GOFLAG_HELP);
    arena_free(&l.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),  cmocka_unit_test(test_switches),  cmocka_unit_test(test_ends),
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_durations), cmocka_unit_test(test_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
