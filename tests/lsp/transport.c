#include "lsp/message.h"
#include "lsp/position.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Whatever the pieces are, the messages are the same. */
static void test_pieces(void **state)
{
    struct str bytes = STR("Content-Length: 2\r\n\r\n{}content-length:3\r\nContent-Type: x\r\n\r\n[1]");

    (void)state;
    for (size_t step = 1; step <= bytes.len; step++) {
        struct message_reader r = { 0 };
        struct buf seen = { 0 };
        struct str body;

        for (size_t i = 0; i < bytes.len; i += step) {
            message_feed(&r, str_slice(bytes, i, i + step));
            while (message_next(&r, &body) == MESSAGE_WHOLE)
                buf_put(&seen, body);
        }
        assert_true(str_eq(buf_str(&seen), STR("{}[1]")));
        buf_free(&seen);
        message_reader_free(&r);
    }
}

static void test_broken(void **state)
{
    static const char *const texts[] = {
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 99999999999999999999999\r\n\r\n",
        "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        "Content-Length:\r\n\r\n",
        "Content-Type: x\r\n\r\n",
        "nonsense\r\n\r\n",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct message_reader r = { 0 };
        struct str body;

        message_feed(&r, str_c(texts[i]));
        assert_int_equal(message_next(&r, &body), MESSAGE_BROKEN);
        message_reader_free(&r);
    }
}

/* A header without an end is given up, not kept for ever. */
static void test_endless_header(void **state)
{
    struct message_reader r = { 0 };
    struct str body;

    (void)state;
    assert_int_equal(message_next(&r, &body), MESSAGE_MORE);
    for (size_t i = 0; i < MESSAGE_MOST_HEADER; i++)
        message_feed(&r, STR("x"));
    assert_int_equal(message_next(&r, &body), MESSAGE_BROKEN);
    message_reader_free(&r);
}

/* U+00E9 takes 2 bytes and 1 unit, U+1F600 4 bytes and 2 units of UTF-16. */
static void test_positions(void **state)
{
    struct str text = STR("a\xC3\xA9\xF0\x9F\x98\x80z\r\nb\n");

    (void)state;
    assert_int_equal(position_offset(text, POSITION_UTF16, (struct lsp_position){ 0, 4 }), 7);
    assert_int_equal(position_offset(text, POSITION_UTF32, (struct lsp_position){ 0, 3 }), 7);
    assert_int_equal(position_offset(text, POSITION_UTF8, (struct lsp_position){ 0, 7 }), 7);
    assert_int_equal(position_offset(text, POSITION_UTF16, (struct lsp_position){ 0, 3 }), 3); /* inside of a pair */
    assert_int_equal(position_offset(text, POSITION_UTF16, (struct lsp_position){ 0, 99 }), 8);
    assert_int_equal(position_offset(text, POSITION_UTF16, (struct lsp_position){ 1, 1 }), 11);
    assert_int_equal(position_offset(text, POSITION_UTF16, (struct lsp_position){ 9, 0 }), text.len);
    for (size_t e = POSITION_UTF16; e <= POSITION_UTF32; e++) {
        static const size_t starts[] = { 0, 1, 3, 7, 8, 10, 11, 12 };

        for (size_t i = 0; i < COUNT_OF(starts); i++)
            assert_int_equal(position_offset(text, (enum position_encoding)e,
                                             position_of(text, (enum position_encoding)e, starts[i])),
                             starts[i]);
    }
}

static void test_replace(void **state)
{
    struct buf text = { 0 };

    (void)state;
    buf_put(&text, STR("a: 1\nb: 2\n"));
    assert_true(
        position_replace(&text, POSITION_UTF16, (struct lsp_position){ 0, 3 }, (struct lsp_position){ 1, 3 }, STR("")));
    assert_true(str_eq(buf_str(&text), STR("a: 2\n")));
    assert_false(position_replace(&text, POSITION_UTF16, (struct lsp_position){ 1, 0 }, (struct lsp_position){ 0, 0 },
                                  STR("x")));
    assert_true(str_eq(buf_str(&text), STR("a: 2\n")));
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces),    cmocka_unit_test(test_broken),  cmocka_unit_test(test_endless_header),
        cmocka_unit_test(test_positions), cmocka_unit_test(test_replace),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
