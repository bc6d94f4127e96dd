/* Expressions: variables that are asked for when read, values of tapes with their places, limits, and work in
 * proportion to what there is to do. */
#include "base/buf.h"
#include "cel/cel.h"
#include "cel/policy.h"
#include "syntax/json/json.h"
#include "syntax/tape.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct cel_env *env;
    struct cel_machine machine;
    struct tape tape;
    struct cel_value value;
    struct cel_issues issues;
    unsigned asked;
};

static void begin(struct fixture *f, const char *json)
{
    struct json_error error;

    memset(f, 0, sizeof *f);
    f->env = cel_env_new(&f->arena, CEL_LIB_ALL);
    cel_env_variable(f->env, STR("job"), &cel_type_dyn);
    assert_true(json_read(&f->tape, &f->arena, str_c(json), &error));
}

static void end(struct fixture *f)
{
    cel_machine_free(&f->machine);
    arena_free(&f->arena);
}

static bool find(void *context, struct arena *a, struct str name, struct cel_value *out)
{
    struct fixture *f = context;

    (void)a;
    f->asked++;
    if (!str_eq(name, STR("job")))
        return false;
    *out = cel_tape_value(f->tape.root);
    return true;
}

static enum cel_outcome run(struct fixture *f, struct str text)
{
    struct cel_bindings b = { find, f };
    struct cel_program *p = cel_compile(f->env, &f->arena, text, 0, &f->issues);
    enum cel_outcome outcome;

    assert_non_null(p);
    outcome = cel_evaluate(p, &f->machine, &b, &f->value);
    cel_program_free(p);
    return outcome;
}

static bool holds(struct fixture *f, const char *text)
{
    return run(f, str_c(text)) == CEL_VALUE && f->value.kind == CEL_BOOL && f->value.b;
}

static const char *const job = "{\"name\": \"e2e\", \"spec\": {\"containers\": [{\"image\": \"a:1\"},\n"
                               "  {\"image\": \"b:latest\"}]}, \"weight\": 1.5, \"max\": 3}";

static void variables_are_asked_for_once_and_only_when_read(void **state)
{
    struct fixture f;

    (void)state;
    begin(&f, job);
    assert_true(holds(&f, "true || job.name == 'x'"));
    assert_int_equal(f.asked, 0);
    assert_true(holds(&f, "job.name == 'e2e' && job.max == 3 && job.weight == 1.5"));
    assert_int_equal(f.asked, 1);
    end(&f);
}

static void a_value_of_a_tape_has_its_node_for_origin(void **state)
{
    struct fixture f;

    (void)state;
    begin(&f, job);
    assert_int_equal(run(&f, STR("job.spec.containers[1].image")), CEL_VALUE);
    assert_ptr_equal(((const struct node *)f.value.origin)->text, f.value.s);
    assert_int_equal(((const struct node *)f.value.origin)->line, 2);
    assert_int_equal(run(&f, STR("job.spec.containers.filter(c, c.image.endsWith(':latest'))[0]")), CEL_VALUE);
    assert_int_equal(((const struct node *)f.value.origin)->line, 2);
    assert_int_equal(run(&f, STR("job.spec.?containers[?1].?image.value()")), CEL_VALUE);
    assert_int_equal(((const struct node *)f.value.origin)->line, 2);
    end(&f);
}

static void what_was_read_is_noted(void **state)
{
    struct cel_reads reads = { 0 };
    bool image = false;
    struct fixture f;

    (void)state;
    begin(&f, job);
    f.machine.reads = &reads;
    assert_true(holds(&f, "job.spec.containers.exists(c, c.image == 'b:latest')"));
    for (size_t i = 0; i < reads.count; i++) {
        const struct node *n = reads.items[i].value.origin;
        image |= n && n->line == 2 && reads.items[i].value.kind == CEL_STRING;
    }
    assert_true(image);
    end(&f);
}

static void refusals_have_a_place_in_code_points(void **state)
{
    struct fixture f;
    struct str text = STR("'äöü' ==\n  'ä' + jib");

    (void)state;
    begin(&f, job);
    assert_null(cel_compile(f.env, &f.arena, text, 0, &f.issues));
    assert_int_equal(f.issues.stage, CEL_STAGE_CHECK);
    assert_int_equal(f.issues.items[0].line, 2);
    assert_int_equal(f.issues.items[0].column, 9);
    assert_int_equal(f.issues.items[0].offset, str_find(text, STR("jib")));
    assert_int_equal(run(&f, STR("job.max == 3 && job.nope == 1")), CEL_FAILED);
    assert_string_equal(f.value.failure->message.p, "no such key: nope");
    end(&f);
}

static struct str repeated(struct arena *a, const char *open, size_t n, const char *middle, const char *close)
{
    struct buf b = { 0 };
    struct str text;

    for (size_t i = 0; i < n; i++)
        buf_put(&b, str_c(open));
    buf_put(&b, str_c(middle));
    for (size_t i = 0; i < n; i++)
        buf_put(&b, str_c(close));
    text = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return text;
}

/* Whatever it gives, it comes back: compiling and evaluating stop at their limits, and the limit of this test's time is
 * far above what all of them take together. What is made stays within the limit of memory. */
static void ends_soon(struct fixture *f, struct str text)
{
    struct cel_bindings b = { find, f };
    struct cel_program *p = cel_compile(f->env, &f->arena, text, 0, &f->issues);

    f->machine.cost = 0;
    assert_true(!p || cel_evaluate(p, &f->machine, &b, &f->value) == CEL_STOPPED || f->machine.cost <= 1000000);
    cel_program_free(p);
    assert_true(f->machine.arena.held <= (size_t)128 << 20);
}

static void hostile_expressions_end_soon(void **state)
{
    static const struct {
        const char *open, *middle, *close;
        size_t n;
    } nests[] = {
        { "[0,1,2,3,4,5,6,7,8,9].all(x, ", "true", ")", 20 },
        { "[0,1,2,3,4,5,6,7,8,9].map(x, ", "x", ")", 12 },
        { "lists.range(1000).map(x, ", "x", ")", 10 },
        { "cel.bind(x, 'aaaaaaaaaa', ", "x", ")", 100 },
        { "optional.of(1).optMap(x, ", "x", ")", 80 },
        { "[", "1", "]", 240 },
        { "(", "1", ")", 5000 },
        { "{1: ", "1", "}", 200 },
        { "-", "1", "", 90000 },
        { "[].map(a, ", "[]", ")", 200 },
        { "dyn(", "1", ")", 240 },
        { "1 + ", "1", "", 20000 },
        { "true ? 1 : ", "1", "", 5000 },
        { "1 +* ", "1", "", 10000 },
        { "a.", "b", "", 30000 },
        { "'\\q' ", "b", "", 10000 },
    };
    static const char *const texts[] = {
        ("cel.bind(a, 'aaaaaaaaaaaaaaaa', cel.bind(b, a+a+a+a+a+a+a+a, cel.bind(c, b+b+b+b+b+b+b+b, cel.bind(d, "
         "c.replace('a', c), cel.bind(e, d.replace('a', d), e.size() > 0)))))"),
        "lists.range(100000).map(x, lists.range(100000)).size() > 0",
        "lists.range(9223372036854775807).size() > 0",
        "lists.range(3000).map(i, string(i)).sort().distinct().join(',').split('').size() > 0",
        "[[[[1]]]].flatten(9223372036854775807).size() > 0",
        "lists.range(30000).map(x, 'a').join('').matches('(a*)*(a|aa)+b')",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.matches('((((a{1,30}){1,30}){1,30}){1,30})b')",
        "'%1000000000s'.format(['x']) == ''",
        "'%.1000000000f'.format([1.0]) == ''",
        "regex.replace(lists.range(3000).map(x, 'ab').join(''), 'a', lists.range(3000).map(x, 'ccc').join('')) == ''",
        "lists.range(2000).all(x, lists.range(2000).all(y, x + y >= 0))",
        "lists.range(5000).map(x, [x, x]).distinct().size() > 0",
        "sets.contains(lists.range(5000), lists.range(5000).reverse())",
        "lists.range(4000).transformMap(k, v, v) == lists.range(4000).transformMap(k, v, v)",
        "cel.bind(l, lists.range(1000), l.all(a, l.all(b, l == l)))",
    };
    struct fixture f;

    (void)state;
    begin(&f, job);
    for (size_t i = 0; i < sizeof nests / sizeof nests[0]; i++)
        ends_soon(&f, repeated(&f.arena, nests[i].open, nests[i].n, nests[i].middle, nests[i].close));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        ends_soon(&f, str_c(texts[i]));
    end(&f);
}

static void limits_stop_undecided(void **state)
{
    struct fixture f;

    (void)state;
    begin(&f, job);
    f.machine.limits.cost = 1000;
    assert_int_equal(run(&f, STR("true || lists.range(10).size() == 1")), CEL_VALUE);
    assert_int_equal(run(&f, STR("lists.range(1000).all(x, x >= 0) || true")), CEL_STOPPED);
    f.machine.limits.cost = 0;
    f.machine.limits.memory = 100000;
    assert_int_equal(run(&f, STR("lists.range(10000).size() > 0 || true")), CEL_STOPPED);
    assert_int_equal(run(&f, STR("[1, 2].size() == 2")), CEL_VALUE);
    end(&f);
}

static uint64_t cost_of(struct fixture *f, const char *rest, int n)
{
    assert_int_equal(run(f, arena_printf(&f->arena, "lists.range(%d)%s", n, rest)), CEL_VALUE);
    return f->machine.cost;
}

/* Twice as much to do costs twice as much. */
static void work_grows_with_what_there_is_to_do(void **state)
{
    static const char *const patterns[] = {
        ".all(x, x >= 0)",
        ".map(x, x * 2).size() > 0",
        ".filter(x, x % 2 == 0).size() > 0",
    };
    struct fixture f;

    (void)state;
    begin(&f, job);
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        uint64_t one = cost_of(&f, patterns[i], 10000), two = cost_of(&f, patterns[i], 20000);
        assert_in_range(two, one * 19 / 10, one * 21 / 10);
    }
    end(&f);
}

/* Bytes that compiling a sum of n terms takes. */
static size_t compile_bytes(struct fixture *f, size_t n)
{
    struct str text = repeated(&f->arena, "job.a + ", n, "1", "");
    struct arena a = { 0 };
    struct cel_program *p = cel_compile(f->env, &a, text, 0, &f->issues);
    size_t held = a.held;

    cel_program_free(p);
    arena_free(&a);
    return held;
}

static void compiling_grows_with_the_text(void **state)
{
    struct fixture f;
    size_t one;

    (void)state;
    begin(&f, job);
    one = compile_bytes(&f, 4000);
    assert_true(one > 4000); /* it is there that the program is made */
    assert_in_range(compile_bytes(&f, 8000), one, 3 * one);
    end(&f);
}

enum { WORKERS = 4 };

static void *work(void *of)
{
    struct cel_machine m = { 0 };
    struct fixture mine = *(struct fixture *)of;
    struct cel_bindings b = { find, &mine };
    const struct cel_program *p = mine.value.object;
    bool fine = true;
    struct cel_value v;

    for (int i = 0; i < 2000; i++)
        fine = fine && cel_evaluate(p, &m, &b, &v) == CEL_VALUE && v.b;
    cel_machine_free(&m);
    return fine ? of : NULL;
}

static void many_workers_share_a_program(void **state)
{
    pthread_t threads[WORKERS];
    struct cel_program *p;
    struct fixture f;

    (void)state;
    begin(&f, job);
    p = cel_compile(f.env, &f.arena, STR("job.spec.containers.all(c, c.image.matches('^[ab]:' + '.*'))"), 0, &f.issues);
    assert_non_null(p);
    f.value.object = p;
    for (int i = 0; i < WORKERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &f), 0);
    for (int i = 0; i < WORKERS; i++) {
        void *fine;
        pthread_join(threads[i], &fine);
        assert_non_null(fine);
    }
    cel_program_free(p);
    end(&f);
}

static void a_policy_answers_with_its_first_match(void **state)
{
    struct str text = STR("name: images\nrule:\n  variables:\n  - name: bad\n    expression: |\n"
                          "      job.spec.containers.filter(c,\n        c.image.endsWith(':latest'))\n"
                          "  match:\n  - condition: variables.bad.size() > 0\n    output: variables.bad[0].image\n");
    struct cel_policy *p;
    struct fixture f;
    struct cel_bindings b = { find, &f };

    (void)state;
    begin(&f, job);
    p = cel_policy_compile(f.env, &f.arena, text, 0, &f.issues);
    assert_non_null(p);
    assert_int_equal(cel_policy_evaluate(p, &f.machine, &b, false, &f.value), CEL_VALUE);
    assert_int_equal(f.value.kind, CEL_OPTIONAL);
    assert_int_equal(((const struct node *)f.value.some->origin)->line, 2);
    cel_policy_free(p);
    p = cel_policy_compile(f.env, &f.arena, STR("name: x\nrule:\n  match:\n  - output: |\n      [1,\n        nope]\n"),
                           0, &f.issues);
    assert_null(p);
    assert_int_equal(f.issues.items[0].line, 6);
    assert_int_equal(f.issues.items[0].column, 9);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variables_are_asked_for_once_and_only_when_read),
        cmocka_unit_test(a_value_of_a_tape_has_its_node_for_origin),
        cmocka_unit_test(what_was_read_is_noted),
        cmocka_unit_test(refusals_have_a_place_in_code_points),
        cmocka_unit_test(hostile_expressions_end_soon),
        cmocka_unit_test(limits_stop_undecided),
        cmocka_unit_test(work_grows_with_what_there_is_to_do),
        cmocka_unit_test(compiling_grows_with_the_text),
        cmocka_unit_test(many_workers_share_a_program),
        cmocka_unit_test(a_policy_answers_with_its_first_match),
    };

    return cmocka_run_group_tests_name("cel", tests, NULL, NULL);
}
