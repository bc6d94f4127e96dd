/* jansson's values with this project's texts: what is printed, and that reading them is as strict as the tape's reader
 * is. */
#include "syntax/json/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_printed(json_t *value, unsigned indent, const char *expected)
{
    struct buf b = { 0 };

    json_print(value, indent, &b);
    assert_int_equal(b.len, strlen(expected));
    assert_memory_equal(b.p, expected, b.len);
    buf_free(&b);
}

static void texts_numbers_and_order_are_kept(void **unused)
{
    struct str list[] = { STR("b"), STR("a") };
    json_t *o = json_object();

    (void)unused;
    json_put_string(o, "text", (struct str){ "\"\\/\n\x1B\xFF\xC3\xA9\0", 9 });
    json_put_int(o, "least", INT64_MIN);
    json_put_texts(o, "list", list, 2);
    json_put_text(o, "none", STR(""));
    json_put_string(o, "empty", STR(""));
    json_put_flag(o, "off", false);
    json_put_flag(o, "on", true);
    json_put_bool(o, "no", false);
    json_put_named(o, (struct str){ "a\0b", 3 }, json_null());
    json_put_int(json_add_object(json_put_array(o, "nested")), "x", 1);
    assert_printed(o, 0,
                   "{\"text\":\"\\\"\\\\/\\n\\u001B\xEF\xBF\xBD\xC3\xA9\\u0000\",\"least\":-9223372036854775808,"
                   "\"list\":[\"b\",\"a\"],\"empty\":\"\",\"on\":true,\"no\":false,\"a\\u0000b\":null,"
                   "\"nested\":[{\"x\":1}]}");
}

static void lines_are_indented(void **unused)
{
    json_t *list = json_array();

    (void)unused;
    json_put_int(json_add_object(list), "a", 1);
    json_add(list, json_array());
    assert_printed(list, 2, "[\n  {\n    \"a\": 1\n  },\n  []\n]");
    assert_printed(json_of(STR("x")), 0, "\"x\"");
}

static void assert_refused(struct str text, unsigned line, unsigned column, const char *words)
{
    struct arena a = { 0 };
    struct json_error e = { 0 };

    assert_null(json_parse(&a, text, &e));
    if (!str_has(e.message, str_c(words)))
        fail_msg("%.*s", STR_ARG(e.message));
    assert_int_equal(e.line, line);
    assert_int_equal(e.column, column);
    arena_free(&a);
}

static void what_is_not_json_is_refused_with_its_place(void **unused)
{
    (void)unused;
    assert_refused(STR(""), 1, 1, "found the end of the input");
    assert_refused((struct str){ NULL, 0 }, 1, 1, "found the end of the input");
    assert_refused(STR("[1,\n 2,]"), 2, 4, "no trailing commas");
    assert_refused(STR("\xEF\xBB\xBF{}"), 1, 1, "byte order mark");
    assert_refused(STR("{} x"), 1, 4, "expected the end");
    assert_refused(STR("// x"), 1, 1, "no comments");
    assert_refused(STR("[\0]"), 1, 2, "U+0000");
    assert_refused(STR("\"a\xFF\""), 1, 3, "not UTF-8");
    assert_refused(STR("\"\xED\xA0\x80\""), 1, 2, "not UTF-8");
    assert_refused(STR("[01]"), 1, 2, "may not begin with 0");
}

/* Whatever is past what jansson holds would otherwise become another value. */
static void what_can_not_be_held_is_refused(void **unused)
{
    (void)unused;
    assert_refused(STR("[123456789012345678901234567890]"), 1, 31, "too big integer");
    assert_refused(STR("[1e400]"), 1, 6, "real number overflow");
    assert_refused(STR("{\"a\\u0000b\": 1}"), 1, 11, "NUL byte in object key");
    assert_refused(STR("9\0"), 1, 2, "expected the end after the value");
    assert_refused(STR("\"\\ud83d\""), 1, 8, "invalid Unicode");
}

static void depth_is_limited(void **unused)
{
    char text[2 * (JSON_DEPTH + 1)];
    struct arena a = { 0 };
    struct json_error e;
    json_t *value;

    (void)unused;
    memset(text, '[', JSON_DEPTH + 1);
    memset(text + JSON_DEPTH + 1, ']', JSON_DEPTH + 1);
    value = json_parse(&a, (struct str){ text + 1, 2 * JSON_DEPTH }, &e);
    assert_non_null(value);
    json_decref(value);
    assert_refused((struct str){ text, sizeof text }, 1, JSON_DEPTH + 1, "inside each other");
    arena_free(&a);
}

static void the_last_of_equal_keys_counts_and_nul_is_kept(void **unused)
{
    struct arena a = { 0 };
    struct json_error e;
    json_t *value = json_parse(&a, STR("{\"a\": 1, \"b\": \"x\\u0000y\", \"\\u0061\": 3}"), &e);

    (void)unused;
    assert_int_equal(json_integer_value(json_object_get(value, "a")), 3);
    assert_true(str_eq(json_bytes(json_object_get(value, "b")), (struct str){ "x\0y", 3 }));
    assert_int_equal(json_bytes(json_object_get(value, "a")).len, 0);
    assert_int_equal(json_bytes(NULL).len, 0);
    json_decref(value);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_numbers_and_order_are_kept),
        cmocka_unit_test(lines_are_indented),
        cmocka_unit_test(what_is_not_json_is_refused_with_its_place),
        cmocka_unit_test(what_can_not_be_held_is_refused),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(the_last_of_equal_keys_counts_and_nul_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
