/* Two rollouts compared: what is told, in which contexts; a saved one is as good; twice the services are twice the work. */
#include "delta/pipelines.h"
#include "gate/state_rollout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void context(struct rollout *r, const char *environment)
{
    struct str env = str_c(environment), region = STR("r");

    rollout_add_context(r, &(struct rollout_context){ .topology = STR("topology.yaml"),
                                                      .name = ARENA_JOIN(&r->arena, STR("c/"), env, STR("/r/1")),
                                                      .cloud = STR("c"),
                                                      .environment = env,
                                                      .region = region,
                                                      .regions = 1,
                                                      .valued = true });
}

static void fact(struct rollout *r, enum rollout_kind kind, struct str subject, const char *what, const char *text,
                 uint32_t in)
{
    bool fresh;
    struct rollout_fact f = { .kind = kind, .subject = subject, .what = str_c(what), .text = str_c(text) };

    rollout_add(r, &f, in, &fresh)->at.file = STR("p.yaml");
}

static void begin(struct rollout *r)
{
    rollout_init(r);
    r->known = true;
    context(r, "dev");
    context(r, "prod");
}

static const struct pipeline_change *only(const struct pipelines_delta *d, enum pipeline_change_kind kind)
{
    const struct pipeline_change *found = NULL;

    for (size_t i = 0; i < d->count; i++)
        if (d->changes[i].kind == kind) {
            assert_null(found);
            found = &d->changes[i];
        }
    assert_non_null(found);
    return found;
}

static void in_one_context(void **state)
{
    struct pipelines_delta d;
    struct rollout was, is;
    struct arena a = { 0 };

    (void)state;
    begin(&was);
    begin(&is);
    for (uint32_t c = 0; c < 2; c++) {
        fact(&was, ROLLOUT_VALUE, STR(""), "image.digest", "one", c);
        fact(&is, ROLLOUT_VALUE, STR(""), "image.digest", c ? "two" : "one", c);
    }
    pipelines_delta_init(&d, &was, &is);
    assert_int_equal(d.count, 1);
    assert_int_equal(only(&d, CHANGE_IMAGE)->context_count, 1);
    assert_string_equal(arena_copy(&a, pipeline_change_where(&d, &d.changes[0], &a)).p, "prod");
    assert_int_equal(d.reach_count, 1);
    assert_int_equal(d.reach[0].contexts, 1);
    pipelines_delta_free(&d);
    arena_free(&a);
    rollout_free(&was);
    rollout_free(&is);
}

/* What a layer that is elsewhere says is not known: nothing is told of it. */
static void stand_ins(void **state)
{
    struct pipelines_delta d;
    struct rollout was, is;

    (void)state;
    begin(&was);
    begin(&is);
    fact(&was, ROLLOUT_VALUE, STR(""), "x", "one", 0);
    fact(&is, ROLLOUT_VALUE, STR(""), "x", "two", 0);
    is.facts[0].open = true;
    pipelines_delta_init(&d, &was, &is);
    assert_int_equal(d.count, 0);
    pipelines_delta_free(&d);
    rollout_free(&was);
    rollout_free(&is);
}

static void step(struct rollout *r, struct str group, size_t number, const char *prefix, size_t waits)
{
    struct str id = ARENA_JOIN(&r->arena, group, STR("/"), arena_printf(&r->arena, "%s%zu", prefix, number));

    fact(r, ROLLOUT_STEP, id, "", "Shell", 0);
    fact(r, ROLLOUT_FIELD, id, "command", arena_printf(&r->arena, "make %s%zu", prefix, number).p, 0);
    if (waits != SIZE_MAX)
        fact(r, ROLLOUT_EDGE, id, ARENA_JOIN(&r->arena, group, STR("/"), arena_printf(&r->arena, "s%zu", waits)).p, "",
             0);
}

/* Services of ten steps, of which each service loses one and gains one. */
static void services(struct rollout *r, size_t n, bool after)
{
    begin(r);
    for (size_t i = 0; i < n; i++) {
        struct str service = arena_printf(&r->arena, "A.B.C.D.S%zu", i),
                   group = ARENA_JOIN(&r->arena, service, STR("/g"));

        fact(r, ROLLOUT_SERVICE, service, "", "", 0);
        fact(r, ROLLOUT_GROUP, group, "", "", 0);
        for (size_t k = 0; k < 10; k++)
            step(r, group, k, after && k == 5 ? "new" : "s", k ? k - 1 : SIZE_MAX);
    }
}

static size_t work(size_t n)
{
    struct pipelines_delta d;
    struct rollout was, is;
    size_t bytes;

    services(&was, n, false);
    services(&is, n, true);
    pipelines_delta_init(&d, &was, &is);
    assert_true(d.count >= 2 * n);
    bytes = d.scratch + d.arena.held;
    pipelines_delta_free(&d);
    rollout_free(&was);
    rollout_free(&is);
    return bytes;
}

static void grows_as_the_input(void **state)
{
    (void)state;
    assert_in_range(work(400), work(200), 5 * work(200) / 2);
}

/* Written and read again nothing differs; a context that is none makes it no record. */
static void saved(void **state)
{
    struct arena scratch = { 0 }, a = { 0 };
    struct rollout r, again = { 0 };
    struct pipelines_delta d;
    struct buf bytes = { 0 };
    struct pack p;

    (void)state;
    services(&r, 3, false);
    pack_write_begin(&p, &scratch);
    state_pack_rollout(&p, &r);
    pack_write_end(&p, &bytes);
    pack_read_begin(&p, &a, buf_str(&bytes));
    state_pack_rollout(&p, &again);
    assert_true(pack_read_end(&p));
    pipelines_delta_init(&d, &again, &r);
    assert_int_equal(d.count, 0);
    assert_int_equal(again.fact_count, r.fact_count);
    pipelines_delta_free(&d);
    buf_free(&bytes);
    r.facts[0].in[0] = 7;
    pack_write_begin(&p, &scratch);
    state_pack_rollout(&p, &r);
    pack_write_end(&p, &bytes);
    pack_read_begin(&p, &a, buf_str(&bytes));
    memset(&again, 0, sizeof again);
    state_pack_rollout(&p, &again);
    assert_false(pack_read_end(&p));
    buf_free(&bytes);
    rollout_free(&r);
    arena_free(&a);
    arena_free(&scratch);
}

static const struct pipeline_change *told(const struct pipelines_delta *d, enum pipeline_change_kind kind, const char *subject)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->changes[i].kind == kind && str_eq(d->changes[i].subject, str_c(subject)))
            return &d->changes[i];
    return NULL;
}

/* A step that goes alone in one environment is told there, though its whole group goes in another. */
static void a_step_without_its_group(void **state)
{
    struct rollout was, is;
    struct pipelines_delta d = { 0 };
    const struct pipeline_change *c;

    (void)state;
    begin(&was);
    begin(&is);
    for (uint32_t in = 0; in < 2; in++) {
        fact(&was, ROLLOUT_SERVICE, STR("s"), "", "", in);
        fact(&is, ROLLOUT_SERVICE, STR("s"), "", "", in);
        fact(&was, ROLLOUT_GROUP, STR("s/g"), "", "", in);
        fact(&was, ROLLOUT_STEP, STR("s/g/one"), "", "Shell", in);
        fact(&was, ROLLOUT_STEP, STR("s/g/two"), "", "Shell", in);
    }
    fact(&is, ROLLOUT_GROUP, STR("s/g"), "", "", 0);
    fact(&is, ROLLOUT_STEP, STR("s/g/one"), "", "Shell", 0);
    pipelines_delta_init(&d, &was, &is);
    c = told(&d, CHANGE_STEP_GONE, "s/g/two");
    assert_non_null(c);
    assert_int_equal(c->context_count, 1);
    assert_int_equal(c->contexts[0], 0);
    c = told(&d, CHANGE_GROUP_GONE, "s/g");
    assert_non_null(c);
    assert_int_equal(c->context_count, 1);
    assert_int_equal(c->contexts[0], 1);
    assert_null(told(&d, CHANGE_STEP_GONE, "s/g/one"));
    pipelines_delta_free(&d);
    rollout_free(&was);
    rollout_free(&is);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_one_context),
        cmocka_unit_test(a_step_without_its_group),
        cmocka_unit_test(stand_ins),
        cmocka_unit_test(grows_as_the_input),
        cmocka_unit_test(saved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
