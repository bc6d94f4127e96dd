/* The YAML reader on our own fixtures: what stands on the tape, and where. */
#include "syntax/yaml/yaml.h"
#include "syntax/span.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static struct arena arena;
static struct tape tape;
static struct yaml_error error;

static const struct node *read_text(const char *text)
{
    assert_true(yaml_read(&tape, &arena, str_c(text), NULL, &error));
    return tape.root;
}

static void refuses(const char *text, const char *message, uint32_t line, uint32_t column)
{
    assert_false(yaml_read(&tape, &arena, str_c(text), NULL, &error));
    assert_string_equal(arena_copy(&arena, error.message).p, message);
    assert_int_equal(error.line, line);
    assert_int_equal(error.column, column);
    assert_null(tape.root);
}

static void gives(const char *text, const char *json)
{
    struct buf out = { 0 };

    yaml_write_json(&out, read_text(text));
    assert_string_equal(out.p, json);
    buf_free(&out);
}

static const struct node *get(const struct node *map, const char *key)
{
    const struct node *n = node_get(map, str_c(key));

    assert_non_null(n);
    return n;
}

static void scalars_are_resolved_as_yaml_1_1(void **state)
{
    (void)state;
    gives("[y, No, on, OFF, ~, NULL, nULL, 010, 08, 0x1F, 0b11, 1_000, 1:30, 1e3, .5, 1., +3, -0, 0o17, -0b-1]",
          "[true,false,true,false,null,null,\"nULL\",8,8,31,3,1000,\"1:30\",1000,0.5,1,3,0,15,\"-0b-1\"]");
    gives("[18446744073709551615, 18446744073709551616, 1e21, 1e-7, 2001-01-01, '5', \"y\", !!str 5, ! 5]",
          "[18446744073709551615,18446744073709552000,1e+21,1e-7,\"2001-01-01\",\"5\",\"y\",\"5\",\"5\"]");
    gives("[!!float 3, !!int 0x10, !!binary aGk=, !local 5, !!null ~, !!timestamp 2001-1-1]",
          "[3,16,\"hi\",\"5\",null,\"2001-1-1\"]");
}

static void keys_become_strings(void **state)
{
    (void)state;
    gives("{on: 1, 0x10: 2, 16777217.0: 3, 1.10: 4, .inf: 5, 'q': 6}",
          "{\".inf\":5,\"1.1\":4,\"1.6777216e+07\":3,\"16\":2,\"q\":6,\"true\":1}");
    assert_int_equal(node_key(tape.root, STR("16"))->kind, NODE_INT);
    refuses("a: {~: 1}", "unsupported map key of type: %!s(<nil>), key: <nil>, value: 1", 1, 5);
    refuses("18446744073709551615: [x]",
            "unsupported map key of type: uint64, key: 0xffffffffffffffff, value: []interface {}{\"x\"}", 1, 1);
    refuses("? [a, 1]\n: b", "yaml: invalid map key: []interface {}{\"a\", 1}", 1, 3);
    gives("a: {~: 1}\na: 2", "{\"a\":2}");
    refuses("18446744073709551615: x\n'18446744073709551615': y",
            "unsupported map key of type: uint64, key: 0xffffffffffffffff, value: \"x\"", 1, 1);
    refuses("~: 1\n'null': 2", "unsupported map key of type: %!s(<nil>), key: <nil>, value: 1", 1, 1);
}

static void places_are_bytes_and_lines(void **state)
{
    const char *text = "a: \"\xc3\xa9\"\nb:\n  - x: |\n      text\n  - [1,\n    2]\n";
    const struct node *b;

    (void)state;
    b = get(read_text(text), "b");
    assert_int_equal(b->start, 13);
    assert_int_equal(b->line, 3);
    assert_int_equal(b->end, strlen(text) - 1);
    assert_int_equal(node_first(b)->line, 3);
    assert_int_equal(get(tape.root, "a")->end, 7);
    assert_ptr_equal(get(tape.root, "a")->text, tape.source.p + 4);
    assert_int_equal(node_next(b, node_first(b))->line, 5);
    refuses("a: \xc3\xa9\xc3\xa9 b: c\n", "yaml: mapping values are not allowed in this context", 1, 8);
    refuses("a: b\n\tc: d\n", "yaml: line 2: found a tab character that violates indentation", 2, 1);
    refuses("a:\n  b\nc\nd: e\n", "yaml: line 4: could not find expected ':'", 3, 1);
    refuses("a: b\n\x01", "yaml: control characters are not allowed", 2, 1);
}

static void texts_are_slices_where_they_can_be(void **state)
{
    static const char *const sliced[] = { "k: plain words here", "k: 'quoted'", "k: |\n  line\n", "k: 12", "k: 1.5" };

    (void)state;
    for (size_t i = 0; i < sizeof sliced / sizeof sliced[0]; i++) {
        const struct node *k = get(read_text(sliced[i]), "k");
        assert_true(k->text >= tape.source.p && k->text + k->len <= tape.source.p + tape.source.len);
    }
    gives("a: 'it''s'\nb: \"a\\\n  b\\u263A\\x41\\0\"\nc: x\n   y\n\n   z", "{\"a\":\"it's\",\"b\":\"ab\xe2\x98\xba"
                                                                            "A\\u0000\",\"c\":\"x y\\nz\"}");
}

static void the_later_duplicate_wins(void **state)
{
    const struct node *first;

    (void)state;
    gives("a: 1\nb: {c: 1, 'c': 2, c: 3}\na: {x: 1}\n", "{\"a\":{\"x\":1},\"b\":{\"c\":3}}");
    assert_int_equal(tape.duplicate_count, 3);
    first = tape.root + 1;
    assert_true(first->flags & FLAG_DEAD);
    assert_ptr_equal(tape.duplicates[2].earlier, first);
    assert_ptr_equal(tape.duplicates[2].key, node_key(tape.root, STR("a")));
    assert_int_equal(node_count(tape.root), 2);
}

static void many_keys_are_searched_by_table(void **state)
{
    struct buf text = { 0 };

    (void)state;
    for (int i = 0; i < 5000; i++)
        buf_printf(&text, "k%d: %d\n", i % 4000, i);
    assert_true(yaml_read(&tape, &arena, buf_str(&text), NULL, &error));
    assert_int_equal(node_count(tape.root), 4000);
    assert_int_equal(tape.duplicate_count, 1000);
    assert_true(node_is(get(tape.root, "k7"), STR("4007")));
    buf_free(&text);
}

static void merges_happen_where_they_stand(void **state)
{
    const struct node *c, *x;

    (void)state;
    gives("a: &a {x: 1, z: 2}\nc: {x: 0, <<: *a, z: 3}\n", "{\"a\":{\"x\":1,\"z\":2},\"c\":{\"x\":1,\"z\":3}}");
    c = get(tape.root, "c");
    assert_int_equal(node_count(c), 2);
    x = node_key(c, STR("x"));
    assert_true(x->flags & FLAG_MERGED);
    assert_int_equal(x->start, 7);
    assert_ptr_equal(node_pair_value(x), get(get(tape.root, "a"), "x"));
    assert_int_equal(tape.duplicate_count, 0);
    gives("a: &a {x: 1}\nb: &b {x: 2, z: 2}\nc: {<<: [*a, *b, {w: 0}]}\nd: {'<<': 1}",
          "{\"a\":{\"x\":1},\"b\":{\"x\":2,\"z\":2},\"c\":{\"w\":0,\"x\":1,\"z\":2},\"d\":{"
          "\"\\u003c\\u003c\":1}}");
    refuses("a: &a [1]\nb: {<<: *a}", "yaml: map merge requires map or sequence of maps as the value", 2, 9);
    refuses("a: {<<: [{b: !!int x}, {c: !!int z}]}", "yaml: cannot decode !!str `z` as a !!int", 1, 28);
}

static void aliases_stand_for_their_anchors(void **state)
{
    (void)state;
    gives("a: &a [1, {b: 2}]\nc: *a\n&k key: *k\n1.5e1: &n 0x10\n*n : *n",
          "{\"15\":16,\"16\":16,\"a\":[1,{\"b\":2}],\"c\":[1,{\"b\":2}],\"key\":\"key\"}");
    assert_ptr_equal(get(tape.root, "c"), get(tape.root, "a"));
    gives("&f 16777217.0: *f", "{\"1.6777216e+07\":16777217}");
    refuses("a: *b", "yaml: unknown anchor 'b' referenced", 1, 4);
    refuses("a: &a [*a]", "yaml: anchor 'a' value contains itself", 1, 8);
}

static void only_the_first_document_counts(void **state)
{
    (void)state;
    gives("a: 1\n---\nb: [\n", "{\"a\":1}");
    assert_int_equal(tape.second_document, 5);
    assert_int_equal(tape.second_document_line, 2);
    gives("a: 1\n...\n---\n# nothing\n", "{\"a\":1}");
    assert_int_equal(tape.second_document_line, 0);
    gives("---\n---\n{}", "null");
    assert_int_equal(tape.second_document_line, 2);
    assert_null(read_text("# nothing\n"));
    assert_int_equal(node_kind(read_text("---\n")), NODE_NULL);
    assert_null(read_text(""));
}

static void utf16_is_converted(void **state)
{
    struct str utf16 = STR("\xfe\xff\0a\0:\0 \xd8\x3d\xde\x00");
    struct str cut = STR("\xff\xfe"
                         "a\0:\0 ");

    (void)state;
    assert_true(yaml_read(&tape, &arena, utf16, NULL, &error));
    assert_true(node_is(get(tape.root, "a"), STR("\xf0\x9f\x98\x80")));
    assert_int_equal(tape.source.len, 7);
    assert_false(yaml_read(&tape, &arena, cut, NULL, &error));
    assert_true(str_eq(error.message, STR("yaml: incomplete UTF-16 character")));
    gives("\xef\xbb\xbf"
          "a: 1",
          "{\"a\":1}");
    assert_int_equal(tape.root->start, 3);
}

static void floats_json_cannot_hold_are_refused_unless_typed(void **state)
{
    struct yaml_limits typed = YAML_LIMITS;

    (void)state;
    refuses("b: .nan\na: [-.inf]", "json: unsupported value: -Inf", 2, 5);
    gives("a: .nan\na: 1", "{\"a\":1}");
    typed.typed = true;
    assert_true(yaml_read(&tape, &arena, STR("a: .inf\nb: 0.1234567891"), &typed, &error));
    assert_true(str_eq(yaml_float_text(&arena, get(tape.root, "a")), STR("+Inf")));
    assert_true(str_eq(yaml_float_text(&arena, get(tape.root, "b")), STR("0.12345679")));
}

static void repeat(struct buf *out, const char *text, int n)
{
    while (n-- > 0)
        buf_put(out, str_c(text));
}

static bool reads(struct buf *text)
{
    bool fine = yaml_read(&tape, &arena, arena_copy(&arena, buf_str(text)), NULL, &error);

    buf_free(text);
    return fine;
}

/* Each of these would cost minutes, the stack or the memory, if any step were taken once too often. */
static void hostile_input_ends_soon(void **state)
{
    struct buf text = { 0 };
    clock_t start = clock();

    (void)state;
    repeat(&text, "[", 1 << 20);
    assert_false(reads(&text));
    assert_true(str_eq(error.message, STR("yaml: exceeded max depth of 10000")));
    repeat(&text, "{a: ", 1 << 18);
    assert_false(reads(&text));
    repeat(&text, "- ", 1 << 19);
    assert_false(reads(&text));
    repeat(&text, "? ", 9000);
    assert_false(reads(&text));
    repeat(&text, "%TAG !a! b\n", 1);
    for (int i = 0; i < 100000; i++)
        buf_printf(&text, "%%TAG !a%d! b\n", i);
    repeat(&text, "---\n!a!t x", 1);
    assert_true(reads(&text));
    repeat(&text, "a: &a {k: 0, l: 0}\nb: {<<: [", 1);
    repeat(&text, "*a, ", 300000);
    repeat(&text, "*a]}", 1);
    assert_false(reads(&text));
    assert_true(str_eq(error.message, STR("yaml: document contains excessive aliasing")));
    repeat(&text, "a: &a {", 1);
    for (int i = 0; i < 100000; i++)
        buf_printf(&text, "k%d,", i);
    repeat(&text, "}\nb: {<<: *a, <<: *a,", 1);
    for (int i = 0; i < 100000; i++)
        buf_printf(&text, "m%d,", i);
    repeat(&text, "}", 1);
    assert_true(reads(&text));
    assert_int_equal(node_count(get(tape.root, "b")), 200000);
    repeat(&text, "a: [", 1);
    repeat(&text, "!!int x,", 100000);
    repeat(&text, "]", 1);
    assert_false(reads(&text));
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 30);
}

static void limits_hold(void **state)
{
    struct yaml_limits small = YAML_LIMITS;

    (void)state;
    small.bytes = 4;
    assert_false(yaml_read(&tape, &arena, STR("a: 12"), &small, &error));
    small.bytes = 100;
    small.depth = 2;
    assert_true(yaml_read(&tape, &arena, STR("a: [1]"), &small, &error));
    assert_false(yaml_read(&tape, &arena, STR("a: [[1]]"), &small, &error));
    assert_int_equal(error.column, 5);
}

static int reset(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

/* Whole configurations stand on one line: what is marked of it gives the same places as counting from its beginning, and
 * no place is further from a mark than a walk of two gaps. */
static void places_on_long_lines_are_counted_from_marks(void **state)
{
    enum { GAP = 512, LINES = 3, WORDS = 900 };
    struct buf text = { 0 };

    (void)state;
    for (size_t line = 0; line < LINES; line++) {
        buf_printf(&text, "- [");
        for (size_t i = 0; i < (line == 1 ? 2 : WORDS); i++)
            buf_printf(&text, "%s, {\xe2\x82\xac%zu: '\xc3\xa4'}%s", i ? "x" : "a", i, i + 1 < WORDS ? ", " : "");
        buf_put(&text, line == 1 ? STR("b]\r") : STR("]\n"));
    }
    assert_true(yaml_read(&tape, &arena, buf_str(&text), NULL, &error));
    for (size_t i = 0; i < tape.count; i++) {
        struct span wanted = span_of(tape.source, &tape.nodes[i]), got = tape_span(&tape, &tape.nodes[i]);
        assert_memory_equal(&wanted, &got, sizeof got);
    }
    assert_in_range(tape.mark_count, tape.source.len / GAP - 2 * LINES, tape.source.len / GAP);
    for (size_t i = 1; i < tape.mark_count; i++)
        assert_true(tape.marks[i].offset >= tape.marks[i - 1].offset + GAP);
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(scalars_are_resolved_as_yaml_1_1, reset),
        cmocka_unit_test_teardown(keys_become_strings, reset),
        cmocka_unit_test_teardown(places_are_bytes_and_lines, reset),
        cmocka_unit_test_teardown(texts_are_slices_where_they_can_be, reset),
        cmocka_unit_test_teardown(the_later_duplicate_wins, reset),
        cmocka_unit_test_teardown(many_keys_are_searched_by_table, reset),
        cmocka_unit_test_teardown(merges_happen_where_they_stand, reset),
        cmocka_unit_test_teardown(aliases_stand_for_their_anchors, reset),
        cmocka_unit_test_teardown(only_the_first_document_counts, reset),
        cmocka_unit_test_teardown(utf16_is_converted, reset),
        cmocka_unit_test_teardown(floats_json_cannot_hold_are_refused_unless_typed, reset),
        cmocka_unit_test_teardown(hostile_input_ends_soon, reset),
        cmocka_unit_test_teardown(limits_hold, reset),
        cmocka_unit_test_teardown(places_on_long_lines_are_counted_from_marks, reset),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
