/* The ground floor: bytes, memory, tables, threads. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/pool.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>

#include <cmocka.h>

static void strings_compare_by_bytes_and_length(void **state)
{
    struct str nul = { "a\0b", 3 }, head, tail;

    (void)state;
    assert_true(str_eq(nul, (struct str){ "a\0b", 3 }));
    assert_false(str_eq(nul, STR("a")));
    assert_true(str_cmp(STR("a"), STR("ab")) < 0);
    assert_true(str_cmp(STR("b"), STR("ab")) > 0);
    assert_true(str_starts(STR("config.yaml"), STR("config")));
    assert_false(str_ends(STR("l"), STR("yaml")));
    assert_int_equal(str_find(STR("abcabc"), STR("ca")), 2);
    assert_true(str_cut(STR("org/repo/x"), '/', &head, &tail));
    assert_true(str_eq(head, STR("org")) && str_eq(tail, STR("repo/x")));
    assert_false(str_cut(STR("org"), '/', &head, &tail));
    assert_true(str_eq(head, STR("org")) && tail.len == 0);
    assert_true(str_eq(str_trim(STR(" \ta b\n")), STR("a b")));
    assert_int_equal(str_slice(STR("abc"), 2, 99).len, 1);
    assert_int_equal(str_slice(STR("abc"), 9, 99).len, 0);
}

static void arena_keeps_what_it_gave_until_reset(void **state)
{
    struct arena a = { 0 };
    struct str s = arena_printf(&a, "%s-%d", "job", 7);
    size_t cap = 0, *numbers = NULL;

    (void)state;
    for (size_t i = 0; i < 100000; i++) {
        numbers = arena_grow(&a, numbers, i, &cap, sizeof *numbers);
        numbers[i] = i;
    }
    for (size_t i = 0; i < 100000; i++)
        assert_int_equal(numbers[i], i);
    assert_true(str_eq(s, STR("job-7")));
    arena_reset(&a);
    assert_true(a.held > 0);
    assert_int_equal(*(char *)arena_take(&a, 64), 0);
    arena_free(&a);
    assert_int_equal(a.held, 0);
}

static void arena_lists_parts(void **state)
{
    const struct str parts[] = { STR_INIT("a"), STR_INIT(""), STR_INIT("bc") };
    struct arena a = { 0 };

    (void)state;
    assert_true(str_eq(arena_list(&a, STR(", "), parts, 3), STR("a, , bc")));
    assert_true(str_eq(arena_list(&a, STR(", "), parts, 1), STR("a")));
    assert_true(str_eq(arena_list(&a, STR(", "), NULL, 0), STR("")));
    arena_free(&a);
}

static void arena_joins_parts_with_nul(void **state)
{
    struct arena a = { 0 };
    struct str joined = ARENA_JOIN(&a, STR("a"), ((struct str){ "\0", 1 }), ((struct str){ NULL, 0 }), STR("bc"));

    (void)state;
    assert_true(str_eq(joined, (struct str){ "a\0bc", 4 }));
    assert_int_equal(joined.p[4], 0);
    arena_free(&a);
}

static void arena_adopts_what_another_holds(void **state)
{
    struct arena a = { 0 }, b = { 0 };
    struct str s = arena_copy(&b, STR("kept")), more;

    (void)state;
    arena_adopt(&a, &b);
    assert_int_equal(b.held, 0);
    more = arena_copy(&a, STR("next"));
    assert_true(str_eq(s, STR("kept")) && str_eq(more, STR("next")));
    s = arena_copy(&b, STR("again"));
    arena_adopt(&a, &b);
    assert_true(str_eq(s, STR("again")));
    arena_free(&a);
}

static void map_finds_every_key_in_insertion_order(void **state)
{
    struct arena a = { 0 };
    struct map m;

    (void)state;
    map_init(&m, &a);
    assert_null(map_get(&m, STR("x")));
    for (int i = 0; i < 5000; i++)
        *map_at(&m, arena_printf(&a, "key-%d", i)) = &m;
    assert_int_equal(m.count, 5000);
    assert_ptr_equal(map_get(&m, STR("key-4999")), &m);
    assert_null(map_get(&m, STR("key-5000")));
    assert_true(str_eq(m.entries[17].key, STR("key-17")));
    *map_at(&m, STR("key-17")) = NULL;
    assert_int_equal(m.count, 5000);
    arena_free(&a);
}

static void buffer_grows_and_stays_terminated(void **state)
{
    struct buf b = { 0 };

    (void)state;
    for (int i = 0; i < 1000; i++)
        buf_printf(&b, "%03d", i);
    assert_int_equal(b.len, 3000);
    assert_int_equal(b.p[3000], '\0');
    buf_reset(&b);
    buf_put(&b, (struct str){ "a\0b", 3 });
    assert_true(str_eq(buf_str(&b), (struct str){ "a\0b", 3 }));
    buf_free(&b);
}

static void utf8_refuses_what_go_refuses(void **state)
{
    char out[4];
    size_t width;

    (void)state;
    assert_int_equal(utf8_decode(STR("\xe2\x82\xac"), &width), 0x20AC);
    assert_int_equal(width, 3);
    assert_int_equal(utf8_decode(STR("\xc0\x80"), &width), UTF8_BAD); /* overlong */
    assert_int_equal(width, 1);
    assert_int_equal(utf8_decode(STR("\xed\xa0\x80"), &width), UTF8_BAD); /* surrogate */
    assert_int_equal(utf8_decode(STR("\xf4\x90\x80\x80"), &width), UTF8_BAD);
    assert_int_equal(utf8_count(STR("a\xc3\xa9\xff")), 3);
    assert_true(utf8_valid(STR("\xef\xbf\xbd")));
    assert_false(utf8_valid(STR("\xe2\x82")));
    assert_int_equal(utf8_encode(0x1F600, out), 4);
    assert_memory_equal(out, "\xf0\x9f\x98\x80", 4);
    assert_int_equal(utf8_encode(0xD800, out), 3);
}

static void count_item(void *context, unsigned worker, size_t item)
{
    atomic_int *hits = context;

    (void)worker;
    atomic_fetch_add(&hits[item], 1);
}

static void pool_does_every_item_once(void **state)
{
    atomic_int hits[1000];

    (void)state;
    for (unsigned threads = 0; threads < 5; threads++) {
        memset(hits, 0, sizeof hits);
        pool_run(threads, 1000, count_item, hits);
        for (int i = 0; i < 1000; i++)
            assert_int_equal(hits[i], 1);
    }
    pool_run(3, 0, count_item, hits);
    assert_true(pool_cpus() >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_compare_by_bytes_and_length), cmocka_unit_test(arena_keeps_what_it_gave_until_reset),
        cmocka_unit_test(arena_joins_parts_with_nul),          cmocka_unit_test(arena_lists_parts),
        cmocka_unit_test(arena_adopts_what_another_holds),     cmocka_unit_test(map_finds_every_key_in_insertion_order),
        cmocka_unit_test(buffer_grows_and_stays_terminated),   cmocka_unit_test(utf8_refuses_what_go_refuses),
        cmocka_unit_test(pool_does_every_item_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
