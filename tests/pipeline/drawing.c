/* A drawing of pipelines: the longest way, columns, what a change does; and twice the steps are twice the work. */
#include "pipeline/drawing/drawing.h"
#include "report/graph.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define MINUTE INT64_C(60000000000)

static uint32_t add(struct drawing *d, struct arena *a, struct str group, struct str name, int64_t minutes)
{
    struct drawing_step *s = ARENA_PUSH(a, d->steps, d->count, d->cap);

    *s = (struct drawing_step){
        .service = STR("A.B.C.D.E"), .group = group, .name = name, .action = STR("Shell"), .time = minutes * MINUTE
    };
    s->id = ARENA_JOIN(a, s->service, STR("/"), group, STR("/"), name);
    return (uint32_t)(d->count - 1);
}

static void wait_for(struct drawing *d, struct arena *a, uint32_t step, uint32_t from)
{
    struct drawing_step *s = &d->steps[step];

    *ARENA_PUSH(a, s->waits, s->wait_count, s->wait_cap) = (struct drawing_edge){ .from = from };
}

static void longest(void **state)
{
    struct arena a = { 0 };
    struct drawing d = { 0 };
    uint32_t end = add(&d, &a, STR("g"), STR("end"), 5), quick = add(&d, &a, STR("g"), STR("quick"), 1),
             slow = add(&d, &a, STR("g"), STR("slow"), 70), start = add(&d, &a, STR("g"), STR("start"), 10);

    (void)state;
    wait_for(&d, &a, quick, start);
    wait_for(&d, &a, end, quick);
    wait_for(&d, &a, end, slow);
    drawing_arrange(&d, &a);
    assert_int_equal(d.longest, 75 * MINUTE);
    assert_true(d.steps[slow].critical && d.steps[end].critical);
    assert_false(d.steps[start].critical || d.steps[quick].critical);
    assert_int_equal(d.steps[start].rank, 0);
    assert_int_equal(d.steps[quick].rank, 1);
    assert_int_equal(d.steps[end].rank, 2);
    arena_free(&a);
}

static void times(void **state)
{
    struct arena a = { 0 };

    (void)state;
    assert_string_equal(drawing_time(90 * MINUTE, &a).p, "1 h 30 m");
    assert_string_equal(drawing_time(60 * MINUTE, &a).p, "1 h");
    assert_string_equal(drawing_time(1, &a).p, "1 m");
    arena_free(&a);
}

/* Two of one name can't be told apart: neither is said to have moved. */
static void moved(void **state)
{
    struct arena a = { 0 };
    struct drawing before = { 0 }, after = { 0 }, both;

    (void)state;
    add(&before, &a, STR("g"), STR("once"), 1);
    add(&before, &a, STR("g"), STR("twice"), 1);
    add(&before, &a, STR("h"), STR("twice"), 1);
    add(&after, &a, STR("x"), STR("once"), 1);
    add(&after, &a, STR("x"), STR("twice"), 1);
    drawing_compare(&both, &before, &after, &a);
    assert_int_equal(both.count, 4);
    assert_int_equal(both.steps[0].mark, DRAWN_MOVED);
    assert_memory_equal(both.steps[0].was.p, "g", 1);
    assert_int_equal(both.steps[1].mark, DRAWN_ADDED);
    assert_int_equal(both.steps[2].mark, DRAWN_REMOVED);
    assert_int_equal(both.steps[3].mark, DRAWN_REMOVED);
    arena_free(&a);
}

/* An edge that turned round makes a circle of both: it is drawn all the same. */
static void turned(void **state)
{
    struct arena a = { 0 };
    struct drawing before = { 0 }, after = { 0 }, both;
    struct buf out = { 0 };

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct drawing *d = i ? &after : &before;
        uint32_t x = add(d, &a, STR("g"), STR("x"), 1), y = add(d, &a, STR("g"), STR("y"), 2);

        wait_for(d, &a, i ? x : y, i ? y : x);
    }
    drawing_compare(&both, &before, &after, &a);
    drawing_arrange(&both, &a);
    graph_put_mermaid(&out, &both);
    assert_true(str_has(buf_str(&out), STR("s1 -- added --> s0")));
    assert_true(str_has(buf_str(&out), STR("s0 -. removed .-> s1")));
    buf_free(&out);
    arena_free(&a);
}

/* What a file says can't end a label, a page, or a line. */
static void escaped(void **state)
{
    void (*put[])(struct buf *, const struct drawing *) = { graph_put_dot, graph_put_mermaid, graph_put_html };
    struct arena a = { 0 };
    struct drawing d = { 0 };

    (void)state;
    add(&d, &a, STR("g\"];x"), STR("</title><script>alert(1)</script>\x1b[31m\n::error::x\xe2\x80\xae"), 1);
    drawing_arrange(&d, &a);
    for (size_t i = 0; i < 3; i++) {
        struct buf out = { 0 };

        put[i](&out, &d);
        assert_false(str_has(buf_str(&out), STR("<script>alert")) && i);
        assert_false(str_has(buf_str(&out), STR("\x1b")));
        assert_false(str_has(buf_str(&out), STR("\n::error")));
        assert_false(str_has(buf_str(&out), STR("\xe2\x80\xae")));
        assert_false(str_has(buf_str(&out), STR("g\"]")));
        buf_free(&out);
    }
    arena_free(&a);
}

/* n steps in a chain, each of which waits for two before it; in AFTER every third is another. Memory is the measure. */
static size_t work(size_t n)
{
    struct arena a = { 0 }, made = { 0 };
    struct drawing before = { 0 }, after = { 0 }, both;
    struct buf out = { 0 };
    size_t bytes;

    for (int side = 0; side < 2; side++) {
        struct drawing *d = side ? &after : &before;

        for (size_t i = 0; i < n; i++) {
            uint32_t s = add(d, &made, STR("g"), arena_printf(&made, side && i % 3 == 0 ? "new-%zu" : "s-%zu", i), 1);

            for (uint32_t k = 1; k <= 2 && k <= s; k++)
                wait_for(d, &made, s, s - k);
        }
    }
    drawing_compare(&both, &before, &after, &a);
    drawing_arrange(&both, &a);
    graph_put_html(&out, &both);
    bytes = a.held + out.len;
    buf_free(&out);
    arena_free(&a);
    arena_free(&made);
    return bytes;
}

static void grows_as_the_input(void **state)
{
    (void)state;
    assert_in_range(work(4000), work(2000), 5 * work(2000) / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(longest), cmocka_unit_test(times),   cmocka_unit_test(moved),
        cmocka_unit_test(turned),  cmocka_unit_test(escaped), cmocka_unit_test(grows_as_the_input),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
