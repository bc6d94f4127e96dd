/* JSON: what the reader takes and puts on the tape, and how it words what it refuses. */
#include "syntax/json/json.h"
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct tape tape;
    struct json_error error;
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_free(&f->arena);
    free(f);
    return 0;
}

static const struct node *read_bytes(struct fixture *f, struct str source)
{
    assert_true(json_read(&f->tape, &f->arena, source, &f->error));
    assert_true(f->tape.root && f->tape.root->span == f->tape.count);
    return f->tape.root;
}

static const struct node *read_text(struct fixture *f, const char *source)
{
    return read_bytes(f, str_c(source));
}

static void assert_text(struct str s, const char *expected)
{
    assert_int_equal(s.len, strlen(expected));
    assert_memory_equal(s.p, expected, s.len);
}

static void values_are_on_the_tape_in_document_order(void **state)
{
    struct fixture *f = *state;
    const struct node *root = read_text(f, " {\"a\": [1, -2.50, \"x\\ny\", null],\n  \"b\": {\"c\": true}} ");
    const struct node *a = node_get(root, STR("a")), *e = node_first(a);

    assert_int_equal(root->kind, NODE_MAPPING);
    assert_int_equal(root->len, 2);
    assert_int_equal(f->tape.count, 11);
    assert_int_equal(root->start, 1);
    assert_int_equal(root->end, f->tape.source.len - 1);
    assert_int_equal(a->len, 4);
    assert_int_equal(e->kind, NODE_INT);
    e = node_next(a, e);
    assert_int_equal(e->kind, NODE_FLOAT);
    assert_text(node_text(e), "-2.50");
    e = node_next(a, e);
    assert_text(node_text(e), "x\ny");
    assert_int_equal(e->style, STYLE_DOUBLE);
    assert_text(str_slice(f->tape.source, e->start, e->end), "\"x\\ny\"");
    assert_int_equal(node_next(a, e)->kind, NODE_NULL);
    assert_true(node_true(node_get(node_get(root, STR("b")), STR("c"))));
    assert_int_equal(node_key(root, STR("b"))->line, 2);
    assert_true(node_key(root, STR("b"))->flags & FLAG_KEY);
}

static void numbers_keep_every_digit(void **state)
{
    struct fixture *f = *state;
    const struct node *e = node_first(read_text(f, "[123456789012345678901234567890, -0, 1.0, 1e400, 0, 2E-3]"));
    static const char *const texts[] = { "123456789012345678901234567890", "-0", "1.0", "1e400", "0", "2E-3" };
    static const enum node_kind kinds[] = { NODE_INT, NODE_INT, NODE_FLOAT, NODE_FLOAT, NODE_INT, NODE_FLOAT };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++, e++) {
        assert_text(node_text(e), texts[i]);
        assert_int_equal(e->kind, kinds[i]);
    }
}

static void strings_are_unescaped(void **state)
{
    struct fixture *f = *state;

    assert_text(node_text(read_text(f, "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"")), "\"\\/\b\f\n\r\t\xC3\xA9");
    assert_text(node_text(read_text(f, "\"\\ud83d\\ude00\"")), "\xF0\x9F\x98\x80");
    assert_text(node_text(read_text(f, "\"\\ud83dx\\ude00\"")), "\xEF\xBF\xBDx\xEF\xBF\xBD");
    assert_text(node_text(read_text(f, "\"\\ud83d\\u0041\"")), "\xEF\xBF\xBD"
                                                               "A");
    assert_text(node_text(read_text(f, "\"\xC3\xA9\x7F\"")), "\xC3\xA9\x7F");
    assert_true(str_eq(node_text(read_text(f, "\"a\\u0000b\"")), (struct str){ "a\0b", 3 }));
    assert_text(node_text(read_text(f, "\"\"")), "");
}

static void the_last_of_equal_keys_lives(void **state)
{
    struct fixture *f = *state;
    const struct node *root = read_text(f, "{\"a\": 1, \"b\": {\"x\": 1, \"x\": 2}, \"\\u0061\": 3, \"a\": [4]}");

    assert_int_equal(root->len, 2);
    assert_int_equal(node_get(root, STR("a"))->kind, NODE_SEQUENCE);
    assert_true(node_is(node_get(node_get(root, STR("b")), STR("x")), STR("2")));
    assert_int_equal(f->tape.duplicate_count, 3);
    assert_int_equal(f->tape.duplicates[1].earlier->start, 1);
    assert_int_equal(f->tape.duplicates[1].key->start, 32);
    assert_ptr_equal(f->tape.duplicates[2].earlier, f->tape.duplicates[1].key);
    assert_ptr_equal(f->tape.duplicates[2].key, node_key(root, STR("a")));
}

static void many_keys_are_settled_too(void **state)
{
    struct fixture *f = *state;
    struct buf b = { 0 };

    buf_char(&b, '{');
    for (int i = 0; i < 40000; i++)
        buf_printf(&b, "\"k%d\":%d,", i % 20000, i);
    buf_put(&b, STR("\"last\":0}"));
    assert_int_equal(read_bytes(f, buf_str(&b))->len, 20001);
    assert_int_equal(f->tape.duplicate_count, 20000);
    assert_true(node_is(node_get(f->tape.root, STR("k7")), STR("20007")));
    buf_free(&b);
}

static void assert_refused(struct fixture *f, struct str source, unsigned line, unsigned column, const char *message)
{
    assert_false(json_read(&f->tape, &f->arena, source, &f->error));
    assert_text(f->error.message, message);
    assert_int_equal(f->error.line, line);
    assert_int_equal(f->error.column, column);
    assert_null(f->tape.root);
}

#define REFUSED(source, line, column, message) assert_refused(*state, STR(source), line, column, message)

static void what_is_not_json_is_refused_in_plain_words(void **state)
{
    REFUSED("", 1, 1, "expected a value, found the end of the input");
    REFUSED("\xEF\xBB\xBF{}", 1, 1, "a byte order mark is not allowed before JSON");
    REFUSED("[1,\n 2,]", 2, 4, "expected another element after ',': JSON has no trailing commas");
    REFUSED("{\"a\":1,}", 1, 8, "expected another key after ',': JSON has no trailing commas");
    REFUSED("{a:1}", 1, 2, "expected a key in double quotes, found 'a'");
    REFUSED("{\"a\" 1}", 1, 6, "expected ':' after the key \"a\", found '1'");
    REFUSED("{\n\"a\":1 \"b\":2}", 2, 7, "expected ',' or '}' in the object that begins on line 1, found '\"'");
    REFUSED("[1", 1, 3, "expected ',' or ']' in the array that begins on line 1, found the end of the input");
    REFUSED("[1}", 1, 3, "expected ',' or ']' in the array that begins on line 1, found '}'");
    REFUSED("1 2", 1, 3, "expected the end after the value, found '2'");
    REFUSED("// x", 1, 1, "expected a value, found '/'; JSON has no comments");
    REFUSED("'x'", 1, 1, "expected a value, found '; strings are written in double quotes");
    REFUSED("[tru]", 1, 2, "expected a value, found 't'; words are only true, false and null");
    REFUSED("nulls", 1, 5, "expected the end after the value, found 's'");
    REFUSED("[\0]", 1, 2, "expected a value, found U+0000");
    REFUSED("[\xFF]", 1, 2, "expected a value, found a byte that is not UTF-8");
}

static void bad_strings_and_numbers_are_refused(void **state)
{
    REFUSED("\"a\nb\"", 1, 3, "a string may not go on to the next line; write a line break as \\n");
    REFUSED("\"a\tb\"", 1, 3, "the control character U+0009 must be written as \\u0009 in a string");
    REFUSED("\"\xC3\xA9\xFF\"", 1, 3, "a string has a byte that is not UTF-8");
    REFUSED("\"\xED\xA0\x80\"", 1, 2, "a string has a byte that is not UTF-8");
    REFUSED("\n \"abc\\\"", 2, 2, "the string that begins here is not closed");
    REFUSED("\"\\", 1, 1, "the string that begins here is not closed");
    REFUSED("\"a\\x\"", 1, 3, "\\x is no escape; after a backslash stand \" \\ / b f n r t or uXXXX");
    REFUSED("\"\\u12g4\"", 1, 2, "\\u must be followed by four hexadecimal digits");
    REFUSED("\"\\u12\"", 1, 2, "\\u must be followed by four hexadecimal digits");
    REFUSED("-", 1, 1, "a number needs a digit after its sign");
    REFUSED("01", 1, 1, "a number may not begin with 0 and further digits");
    REFUSED("-00", 1, 1, "a number may not begin with 0 and further digits");
    REFUSED("1.", 1, 1, "a number needs a digit after its point");
    REFUSED("1e+", 1, 1, "a number needs a digit in its exponent");
    REFUSED(".5", 1, 1, "expected a value, found '.'");
    REFUSED("+1", 1, 1, "expected a value, found '+'");
}

static void depth_is_limited(void **state)
{
    struct fixture *f = *state;
    char text[2 * (JSON_DEPTH + 1)];

    memset(text, '[', JSON_DEPTH + 1);
    memset(text + JSON_DEPTH + 1, ']', JSON_DEPTH + 1);
    assert_int_equal(read_bytes(f, (struct str){ text + 1, 2 * JSON_DEPTH })->span, JSON_DEPTH);
    assert_refused(f, (struct str){ text, sizeof text }, 1, 1001,
                   "more than 1000 arrays and objects inside each other");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_are_on_the_tape_in_document_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_keep_every_digit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(strings_are_unescaped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_last_of_equal_keys_lives, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_keys_are_settled_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_json_is_refused_in_plain_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bad_strings_and_numbers_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(depth_is_limited, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
