/* What is printed as YAML reads back as the same value, for Prow's reader and for libyaml. */
#include "syntax/yaml/twice.h"
#include "syntax/yaml/write.h"
#include "syntax/yaml/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void it_looks_as_people_write_it(void **unused)
{
    static const char want[] = "name: a job\n"
                               "on: \"yes\"\n"
                               "count: 7\n"
                               "list:\n"
                               "- \"1\"\n"
                               "- null\n"
                               "- true\n"
                               "empty: {}\n"
                               "none: []\n"
                               "script: |\n"
                               "  a\n"
                               "    b\n";
    json_t *o = json_object(), *list;
    struct buf out = { 0 };

    (void)unused;
    json_put_string(o, "name", STR("a job"));
    json_put_string(o, "on", STR("yes"));
    json_put_int(o, "count", 7);
    list = json_put_array(o, "list");
    json_add_text(list, STR("1"));
    json_add(list, json_null());
    json_add(list, json_true());
    json_put_object(o, "empty");
    json_put_array(o, "none");
    json_put_string(o, "script", STR("a\n  b\n"));
    yaml_print(o, &out);
    /* "on" is a boolean to Prow's reader, as a key too. */
    assert_true(str_has(buf_str(&out), STR("\"on\": \"yes\"\n")));
    buf_char(&out, '\0');
    assert_int_equal(strncmp(out.p, want, 12), 0);
    assert_non_null(strstr(out.p, strstr(want, "count")));
    buf_free(&out);
}

static void assert_same(json_t *value)
{
    struct buf yaml = { 0 }, json = { 0 };
    struct yaml_difference d;
    struct arena a = { 0 };
    struct yaml_error e;
    struct tape t;
    json_t *back;

    yaml_print(json_incref(value), &yaml);
    if (!yaml_read(&t, &a, buf_str(&yaml), NULL, &e))
        fail_msg("%.*s: %.*s", STR_ARG(e.message), STR_ARG(buf_str(&yaml)));
    yaml_write_json(&json, t.root);
    back = json_loadb(json.p, json.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    if (!json_equal(value, back))
        fail_msg("%.*s gives %.*s", STR_ARG(buf_str(&yaml)), STR_ARG(buf_str(&json)));
    assert_true(yaml_read_twice(&a, buf_str(&yaml), &d));
    json_decref(back);
    buf_free(&yaml);
    buf_free(&json);
    arena_free(&a);
}

static const struct str odd[] = {
    STR_INIT(""),      STR_INIT("~"),     STR_INIT("null"),  STR_INIT("yes"),        STR_INIT("0x1F"),  STR_INIT("1e3"),
    STR_INIT("1_000"), STR_INIT("0o7"),   STR_INIT(".inf"),  STR_INIT("2001-01-01"), STR_INIT("<<"),    STR_INIT("="),
    STR_INIT("a: b"),  STR_INIT("a #b"),  STR_INIT("- a"),   STR_INIT("\n"),         STR_INIT("\n\n"),  STR_INIT(" a\nb"),
    STR_INIT("a\n b"), STR_INIT("a \nb"), STR_INIT("\ta"),   STR_INIT("a\n"),        STR_INIT("a\n\n"), STR_INIT("\na"),
    STR_INIT("\x1B"),  STR_INIT("a\0b"),  STR_INIT("1:30"),  STR_INIT("---"),        STR_INIT("..."),   STR_INIT("%a"),
    STR_INIT("'"),     STR_INIT("\""),    STR_INIT("\\"),    STR_INIT("!a"),         STR_INIT("&a"),    STR_INIT("*a"),
    STR_INIT("?"),     STR_INIT("? a"),   STR_INIT("a\r\n"), STR_INIT("\xC2\x85"),   STR_INIT("\xE2\x80\xA8"),
    STR_INIT("\xEF\xBB\xBF"), STR_INIT("\xF0\x9F\x98\x80"), STR_INIT(" "),           STR_INIT("[a"),    STR_INIT("{"),
    STR_INIT("a,b"),   STR_INIT("+1"),    STR_INIT("-"),     STR_INIT("1."),         STR_INIT("0b1"),   STR_INIT("NaN"),
};

/* jansson prints a key with NUL and does not read one. */
static void put_key(json_t *o, struct str key)
{
    if (str_find_char(key, '\0') == SIZE_MAX)
        json_put_named(o, key, json_array());
}

static void odd_texts_come_back(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        json_t *o = json_object();
        json_put(o, "value", json_of(odd[i]));
        put_key(o, odd[i]);
        json_add_text(json_put_array(o, "list"), odd[i]);
        assert_same(o);
        json_decref(o);
    }
}

/* Texts made of the odd ones by chance. */
static void texts_made_by_chance_come_back(void **unused)
{
    uint64_t seed = 7;

    (void)unused;
    for (int round = 0; round < 20000; round++) {
        struct buf text = { 0 };
        json_t *o = json_object();
        for (int parts = 0; parts < 4; parts++) {
            seed = seed * 6364136223846793005ull + 1442695040888963407ull;
            buf_put(&text, odd[(seed >> 33) % (sizeof odd / sizeof *odd)]);
        }
        json_put(o, "value", json_of(buf_str(&text)));
        put_key(o, buf_str(&text));
        assert_same(o);
        json_decref(o);
        buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_looks_as_people_write_it),
        cmocka_unit_test(odd_texts_come_back),
        cmocka_unit_test(texts_made_by_chance_come_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
