/* When to try again, and where a token comes from. */
#include "source/retry.h"
#include "source/answer.h"
#include "source/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SECOND INT64_C(1000000000)

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
        cmocka_unit_test(waits_double_up_to_the_most),
        cmocka_unit_test(a_deadline_is_not_exhaustion),
        cmocka_unit_test(the_real_clock_waits_and_can_be_stopped),
        cmocka_unit_test(tokens),
        cmocka_unit_test(what_is_no_configuration),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
