/* When to try again, what Retry-After says, and where a token comes from. */
#include "source/answer.h"
#include "source/retry.h"
#include "source/token.h"
#include "syntax/scalar/http_date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SECOND INT64_C(1000000000)
#define NOV_6_1994 INT64_C(784111777) /* 1994-11-06T08:49:37Z */

static void dates_of_http(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds; /* -1: refused */
    } cases[] = {
        { "Sun, 06 Nov 1994 08:49:37 GMT", NOV_6_1994 },
        { "Sunday, 06-Nov-94 08:49:37 GMT", NOV_6_1994 },
        { "Sun Nov  6 08:49:37 1994", NOV_6_1994 },
        { "Wed Nov 16 08:49:37 1994", NOV_6_1994 + 10 * 24 * 3600 },
        { "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
        { "Thu, 29 Feb 2024 12:00:00 GMT", 1709208000 },
        { "Wed, 29 Feb 2023 12:00:00 GMT", -1 },
        { "Sun, 06 Nov 1994 08:49:37 UTC", -1 },
        { "Sun, 06 Nov 1994 08:49:37", -1 },
        { "Sun, 6 Nov 1994 08:49:37 GMT", -1 },
        { "Sun, 06 Nov 1994 24:00:00 GMT", -1 },
        { "Sun, 06 nov 1994 08:49:37 GMT", -1 },
        { "Sun Nov  6 08:49:37 1994 GMT", -1 },
        { "1994-11-06T08:49:37Z", -1 },
        { "", -1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t seconds = -1;
        bool ok = http_date_parse(str_c(cases[i].text), NOV_6_1994, &seconds);
        if (ok != (cases[i].seconds >= 0) || (ok && seconds != cases[i].seconds))
            fail_msg("%s gives %lld", cases[i].text, (long long)seconds);
    }
}

static void years_of_two_digits_are_near(void **state)
{
    int64_t seconds, now = 1764331200; /* in 2025 */

    (void)state;
    assert_true(http_date_parse(STR("Sunday, 06-Nov-94 08:49:37 GMT"), now, &seconds));
    assert_int_equal(seconds, NOV_6_1994);
    assert_true(http_date_parse(STR("Monday, 06-Nov-75 00:00:00 GMT"), now, &seconds));
    assert_true(seconds > now); /* 2075 */
    assert_true(http_date_parse(STR("Monday, 06-Nov-76 00:00:00 GMT"), now, &seconds));
    assert_true(seconds < now); /* 1976 */
}

static void retry_after_is_seconds_or_a_date(void **state)
{
    int64_t ns;

    (void)state;
    assert_true(retry_after_parse(STR("120"), 0, &ns));
    assert_int_equal(ns, 120 * SECOND);
    assert_true(retry_after_parse(STR(" 0 "), 0, &ns));
    assert_int_equal(ns, 0);
    assert_true(retry_after_parse(STR("Sun, 06 Nov 1994 08:49:37 GMT"), NOV_6_1994 - 90, &ns));
    assert_int_equal(ns, 90 * SECOND);
    assert_true(retry_after_parse(STR("Sun, 06 Nov 1994 08:49:37 GMT"), NOV_6_1994 + 90, &ns));
    assert_int_equal(ns, 0);
    assert_true(retry_after_parse(STR("99999999999999999999999"), 0, &ns));
    assert_int_equal(ns, INT64_MAX);
    assert_true(retry_after_parse(STR("9223372036854775808"), 0, &ns));
    assert_int_equal(ns, INT64_MAX);
    assert_false(retry_after_parse(STR("-1"), 0, &ns));
    assert_false(retry_after_parse(STR("1.5"), 0, &ns));
    assert_false(retry_after_parse(STR("soon"), 0, &ns));
    assert_false(retry_after_parse(STR(""), 0, &ns));
}

static int64_t stopped_now(void *context)
{
    return *(int64_t *)context;
}

static void waits_double_up_to_the_most(void **state)
{
    static const int64_t wants[] = { 1, 2, 4, 5, 5 };
    int64_t now = 0, wait;
    struct retry_clock clock = { .now = stopped_now, .context = &now };
    struct retry_policy policy = { 6, SECOND, 5 * SECOND, INT64_MAX };
    struct retry r;

    (void)state;
    retry_begin(&r, &policy, &clock);
    for (r.attempts = 1; r.attempts < 6; r.attempts++) {
        assert_int_equal(retry_next(&r, 0, &wait), RETRY_AGAIN);
        assert_int_equal(wait, wants[r.attempts - 1] * SECOND);
    }
    assert_int_equal(retry_next(&r, 0, &wait), RETRY_EXHAUSTED);
    /* Many attempts, large waits: nothing overflows. */
    policy = (struct retry_policy){ UINT32_MAX, INT64_MAX / 3, INT64_MAX, INT64_MAX };
    r.attempts = 1000;
    assert_int_equal(retry_next(&r, 0, &wait), RETRY_DEADLINE);
    assert_int_equal(wait, INT64_MAX);
}

static void a_deadline_is_not_exhaustion(void **state)
{
    int64_t now = 0, wait;
    struct retry_clock clock = { .now = stopped_now, .context = &now };
    struct retry_policy policy = { 3, SECOND, SECOND, 10 * SECOND };
    struct retry r;

    (void)state;
    retry_begin(&r, &policy, &clock);
    r.attempts = 1;
    now = 9 * SECOND - 1;
    assert_int_equal(retry_next(&r, 0, &wait), RETRY_AGAIN);
    now = 9 * SECOND; /* the next attempt would begin when the time is over */
    assert_int_equal(retry_next(&r, 0, &wait), RETRY_DEADLINE);
    now = 11 * SECOND;
    assert_int_equal(retry_left(&r), 0);
    r.attempts = 3;
    assert_int_equal(retry_next(&r, 0, &wait), RETRY_EXHAUSTED);
}

static void the_real_clock_waits_and_can_be_stopped(void **state)
{
    const struct retry_clock *c = &retry_system_clock;
    int64_t start = c->now(c->context);
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_true(c->wait(c->context, SECOND / 50, ends[0]));
    assert_true(c->now(c->context) - start >= SECOND / 50);
    assert_int_equal(write(ends[1], "x", 1), 1);
    start = c->now(c->context);
    assert_false(c->wait(c->context, 60 * SECOND, ends[0]));
    assert_true(c->now(c->context) - start < SECOND);
    close(ends[0]);
    close(ends[1]);
}

static void write_file(const char *path, const char *text, size_t len)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, len, f), len);
    fclose(f);
}

static void tokens(void **state)
{
    static const char *const bad[] = { "", " \n", "two words", "line\nline", "caf\xC3\xA9", "-----BEGIN KEY-----\nx" };
    char path[] = "/tmp/prowgate-token-XXXXXX";
    struct arena a = { 0 };
    struct str token, words;

    (void)state;
    close(mkstemp(path));
    write_file(path, " abc.DEF-1~+/=\n", 15);
    assert_true(token_from_file(path, &a, &token, &words));
    assert_true(str_eq(token, STR("abc.DEF-1~+/=")));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        write_file(path, bad[i], strlen(bad[i]));
        assert_false(token_from_file(path, &a, &token, &words));
        assert_true(str_has(words, STR("holds no token")));
        assert_false(str_has(words, STR("words")) || str_has(words, STR("BEGIN")));
    }
    write_file(path, "a\0b", 3);
    assert_false(token_from_file(path, &a, &token, &words));
    unlink(path);
    assert_false(token_from_file(path, &a, &token, &words));
    assert_true(str_has(words, STR("no such file")));
    setenv("PROWGATE_TEST_TOKEN", "xyz\n", 1);
    assert_true(token_from_environment("PROWGATE_TEST_TOKEN", &a, &token, &words));
    assert_true(str_eq(token, STR("xyz")));
    unsetenv("PROWGATE_TEST_TOKEN");
    assert_false(token_from_environment("PROWGATE_TEST_TOKEN", &a, &token, &words));
    assert_true(str_eq(words, STR("$PROWGATE_TEST_TOKEN is not set")));
    arena_free(&a);
}

static void what_is_no_configuration(void **state)
{
    static const struct {
        const char *bytes, *type, *words; /* NULL: it is one */
    } cases[] = {
        { "a: 1\n", "text/plain; charset=utf-8", NULL },
        { "{\"a\": 1}", "application/json", NULL },
        { "<<: {a: 1}\n", "", NULL },
        { "", "", "nothing" },
        { " \r\n", "text/plain", "nothing" },
        { "# none\n", "", "an empty YAML document" },
        { "- a\n", "", "a YAML list" },
        { "hello", "", "a text" },
        { "\xEF\xBB\xBF  <!DocType html><TITLE> Log in </TITLE>", "", "an HTML page with the title \"Log in\"" },
        { "<html><body>", "", "an HTML page" },
        { "a: 1\n", "Text/HTML", "an HTML page" },
        { "<title>never ends", "text/html", "an HTML page with the title \"never ends\"" },
    };
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str words = { 0 };
        bool ok = answer_is_mapping(str_c(cases[i].bytes), str_c(cases[i].type), &a, &words);
        if (ok != !cases[i].words || (!ok && !str_eq(words, str_c(cases[i].words))))
            fail_msg("%s: %.*s", cases[i].bytes, STR_ARG(words));
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_http),
        cmocka_unit_test(years_of_two_digits_are_near),
        cmocka_unit_test(retry_after_is_seconds_or_a_date),
        cmocka_unit_test(waits_double_up_to_the_most),
        cmocka_unit_test(a_deadline_is_not_exhaustion),
        cmocka_unit_test(the_real_clock_waits_and_can_be_stopped),
        cmocka_unit_test(tokens),
        cmocka_unit_test(what_is_no_configuration),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
