/* What a cache of outlines gives back is what was put in; of anything else it gives nothing. */
#include "prow/files/outline_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct blob_id id_of(unsigned n)
{
    struct blob_id id = { { (unsigned char)n, (unsigned char)(n >> 8), (unsigned char)(n >> 16), 7 } };

    return id;
}

static void add(struct outline_cache *c, unsigned n)
{
    struct outline_job jobs[] = { { { n, 1 }, { 2, n }, { 0, 0 }, false }, { { 5, n }, { 6, 7 }, { 8, n }, true } };
    struct outline_repo repos[] = {
        { .repo = STR_INIT("org/one"), .kind = PRESUBMIT, .jobs = 2, .list = jobs },
        { .repo = STR_INIT("org/two"), .kind = POSTSUBMIT, .jobs = n },
    };
    struct outline_entry e = {
        id_of(n), 1000 + n, n % 2 == 1, { .repos = repos, .count = n % 3, .periodics = 1, .periodic_list = jobs }
    };

    outline_cache_add(c, &e);
}

static void check(const struct outline_cache *c, unsigned n)
{
    struct blob_id id = id_of(n);
    const struct outline_entry *e = outline_cache_find(c, &id);

    assert_non_null(e);
    assert_int_equal(e->size, 1000 + n);
    assert_int_equal(e->follows, n % 2 == 1);
    assert_int_equal(e->outline.periodics, 1);
    assert_int_equal(e->outline.periodic_list[0].name.high, n);
    assert_int_equal(e->outline.count, n % 3);
    if (e->outline.count > 0) {
        assert_true(str_eq(e->outline.repos[0].repo, STR("org/one")));
        assert_int_equal(e->outline.repos[0].kind, PRESUBMIT);
        assert_int_equal(e->outline.repos[0].jobs, 2);
        assert_int_equal(e->outline.repos[0].list[1].compared.low, n);
        assert_true(e->outline.repos[0].list[1].optional && !e->outline.repos[0].list[0].optional);
    }
    if (e->outline.count > 1) {
        assert_int_equal(e->outline.repos[1].kind, POSTSUBMIT);
        assert_int_equal(e->outline.repos[1].jobs, n);
        assert_null(e->outline.repos[1].list);
    }
}

static struct buf written(unsigned from, unsigned to)
{
    struct outline_cache c;
    struct buf out = { 0 };

    outline_cache_read(&c, STR(""));
    for (unsigned n = from; n < to; n++)
        add(&c, n);
    assert_int_equal(c.added, to - from);
    assert_true(outline_cache_write(&c, &out));
    outline_cache_free(&c);
    return out;
}

static void what_was_put_in_comes_out(void **state)
{
    struct buf bytes = written(0, 50);
    struct outline_cache c;
    struct blob_id other = id_of(50);

    (void)state;
    outline_cache_read(&c, buf_str(&bytes));
    assert_int_equal(c.by_id.count, 50);
    assert_int_equal(c.added, 0);
    for (unsigned n = 0; n < 50; n++)
        check(&c, n);
    assert_null(outline_cache_find(&c, &other));
    add(&c, 7);
    assert_int_equal(c.added, 0);
    add(&c, 50);
    assert_int_equal(c.added, 1);
    check(&c, 50);
    outline_cache_free(&c);
    buf_free(&bytes);
}

static void expect_empty(struct str bytes)
{
    struct outline_cache c;

    outline_cache_read(&c, bytes);
    assert_int_equal(c.by_id.count, 0);
    outline_cache_free(&c);
}

static void one_wrong_byte_spoils_all(void **state)
{
    struct buf bytes = written(0, 5);

    (void)state;
    for (size_t i = 0; i < bytes.len; i++) {
        bytes.p[i] ^= 1;
        expect_empty(buf_str(&bytes));
        bytes.p[i] ^= 1;
        expect_empty(str_slice(buf_str(&bytes), 0, i));
    }
    buf_char(&bytes, '\0');
    expect_empty(buf_str(&bytes));
    buf_free(&bytes);
}

static void the_oldest_go_first(void **state)
{
    unsigned most = OUTLINE_CACHE_MOST;
    struct buf bytes = written(0, most + 3);
    struct outline_cache c;
    struct blob_id gone = id_of(2);

    (void)state;
    assert_true(bytes.len < OUTLINE_CACHE_LARGEST);
    outline_cache_read(&c, buf_str(&bytes));
    assert_int_equal(c.by_id.count, most);
    assert_null(outline_cache_find(&c, &gone));
    check(&c, 3);
    check(&c, most + 2);
    outline_cache_free(&c);
    buf_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_in_comes_out),
        cmocka_unit_test(one_wrong_byte_spoils_all),
        cmocka_unit_test(the_oldest_go_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
