/* Versions of Prow, and what they know. */
#include "schema/behaviour.h"
#include "schema/mainline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int end(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct version parse(const char *text)
{
    struct str error = { 0 };
    struct version v;

    if (!version_parse(str_c(text), &v, &arena, &error))
        fail_msg("%s: %.*s", text, STR_ARG(error));
    return v;
}

static void assert_refused(const char *text, const char *want)
{
    struct str error = { 0 };
    struct version v;

    assert_false(version_parse(str_c(text), &v, &arena, &error));
    if (!str_eq(error, str_c(want)))
        fail_msg("%s: got \"%.*s\", want \"%s\"", text, STR_ARG(error), want);
}

static uint32_t position(const char *commit)
{
    uint32_t at = 0;

    assert_true(version_position(str_c(commit), &at));
    return at;
}

static void a_known_commit_has_its_place(void **state)
{
    struct version v = parse("v20190122-f1358bc");

    (void)state;
    assert_true(v.known && !v.newer);
    assert_int_equal(v.earliest, 2092);
    assert_int_equal(v.latest, 2092);
    assert_int_equal(v.era, VERSION_TEST_INFRA);
    assert_string_equal(version_date(v.day, &arena).p, "2019-01-22");
    assert_int_equal(parse("v20190122-f1358bc770").earliest, 2092);
    assert_int_equal(parse("v20190122-f1358bc770e1").earliest, 2092);
    assert_int_equal(parse("v20190125-f1358bc").earliest, 2092); /* built some days later */
    assert_int_equal(parse("f1358bc770e1").earliest, 2092);
    assert_int_equal(parse("f1358bc770e1c067ddd35f377f3c349f0eb7fdb4").earliest, 2092);
    assert_int_equal(parse("f1358bc").day, v.day);
    assert_int_equal(parse("v20260821-a61940897").era, VERSION_PROW);
    assert_string_equal(version_tag(2092, &arena).p, "v20190122-f1358bc");
}

static void an_unknown_commit_is_any_state_of_its_day(void **state)
{
    struct version v = parse("v20190122-e707848");

    (void)state;
    assert_false(v.known || v.newer);
    assert_int_equal(v.earliest, 2088); /* the last commit of the day before */
    assert_int_equal(v.latest, 2093);   /* the last one of the day */
    v = parse("v20240731-a5d9345e59");
    assert_int_equal(v.era, VERSION_PROW);
    assert_true(v.earliest >= mainline_moved);
}

static void images_are_known_by_their_tag(void **state)
{
    static const char *const images[] = {
        "gcr.io/k8s-prow/hook:v20190122-f1358bc",
        "localhost:5000/prow/hook:v20190122-f1358bc",
        "hook:v20190122-f1358bc",
        "hook:v20190122-f1358bc@sha256:0123456789abcdef",
    };

    (void)state;
    for (size_t i = 0; i < sizeof images / sizeof *images; i++) {
        struct version v = parse(images[i]);
        assert_int_equal(v.earliest, 2092);
        assert_true(str_eq(v.text, STR("v20190122-f1358bc")));
    }
    assert_int_equal(parse("gcr.io/k8s-prow/hook:latest").earliest, mainline_count - 1);
    assert_refused("gcr.io/k8s-prow/hook", "image \"gcr.io/k8s-prow/hook\" has no tag to tell its version by");
    assert_refused("localhost:5000/hook", "image \"localhost:5000/hook\" has no tag to tell its version by");
    assert_refused("hook@sha256:01234567", "image \"hook@sha256:01234567\" has no tag to tell its version by");
}

static void later_than_all_is_taken_for_the_newest(void **state)
{
    struct version v = parse("latest"), later = parse("v20991231-0123456");

    (void)state;
    assert_int_equal(v.earliest, mainline_count - 1);
    assert_false(v.newer);
    assert_true(later.newer && !later.known);
    assert_int_equal(later.earliest, mainline_count - 1);
    assert_int_equal(later.latest, mainline_count - 1);
    assert_true(version_compare(&v, &later) < 0);
}

static void what_is_no_version_is_refused_with_advice(void **state)
{
    (void)state;
    assert_refused("0.181", "\"0.181\" is a version of before 2018-01-25, when each component counted by itself; only "
                            "those of the form vYYYYMMDD-COMMIT are known");
    assert_refused("gcr.io/k8s-prow/hook:0.181",
                   "\"0.181\" is a version of before 2018-01-25, when each component counted by itself; only those of "
                   "the form vYYYYMMDD-COMMIT are known");
    assert_refused("v20180124-0000000",
                   "\"v20180124-0000000\" is a version of before 2018-01-25, when each component counted by itself; "
                   "only those of the form vYYYYMMDD-COMMIT are known");
    assert_refused("v20190229-0000000", "\"v20190229-0000000\" names a day that does not exist");
    assert_refused("v20191301-0000000", "\"v20191301-0000000\" names a day that does not exist");
    assert_refused("v20190121-f1358bc", "\"v20190121-f1358bc\" can not be right: commit f1358bc is of 2019-01-22");
    assert_refused("e707848", "commit e707848 is not on Prow's main line as known up to 2026-08-21; write "
                              "vYYYYMMDD-COMMIT, so that its day can tell what it knows");
    static const char *const others[] = { "",
                                          "v",
                                          "v20190122",
                                          "v20190122-",
                                          "v2019012-f1358bc",
                                          "v20190122-f1358b",
                                          "v20190122-F1358BC",
                                          "v20190122-f1358bc770e1c",
                                          "v20190122-f1358bc-dirty",
                                          "master",
                                          "v1.2-3",
                                          "f1358b" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_refused(others[i], arena_printf(&arena,
                                               "\"%s\" is no version of Prow: they read vYYYYMMDD-COMMIT, as in "
                                               "v20190122-e707848",
                                               others[i])
                                      .p);
}

static void versions_of_one_day_are_ordered_by_the_main_line(void **state)
{
    static const char *const ascending[] = {
        "v20190121-0000000", "v20190122-e707848", "v20190122-02c7bb5", "v20190122-f1358bc", "v20190122-6eca413",
        "v20190123-0000000", "v20240409-6d7d27e", "v20240409-3c344c3", "v20260821-a619408",
    };

    (void)state;
    for (size_t i = 0; i < sizeof ascending / sizeof *ascending; i++)
        for (size_t k = 0; k < sizeof ascending / sizeof *ascending; k++) {
            struct version a = parse(ascending[i]), b = parse(ascending[k]);
            int order = version_compare(&a, &b);
            if ((order > 0) - (order < 0) != (i > k) - (i < k))
                fail_msg("%s and %s: %d", ascending[i], ascending[k], order);
        }
}

static enum share has(const char *version, const char *since, const char *until)
{
    struct version v = parse(version);

    return version_has(&v, position(since), until ? position(until) : VERSION_NEVER);
}

static void what_a_version_has_may_stay_open_for_a_day(void **state)
{
    (void)state;
    assert_int_equal(has("v20190122-aa8d6d1", "f1358bc", NULL), SHARE_NONE);
    assert_int_equal(has("v20190122-f1358bc", "f1358bc", NULL), SHARE_ALL);
    assert_int_equal(has("v20190121-0000000", "f1358bc", NULL), SHARE_NONE);
    assert_int_equal(has("v20190122-e707848", "f1358bc", NULL), SHARE_SOME);
    assert_int_equal(has("v20190123-0000000", "f1358bc", NULL), SHARE_ALL);
    /* from f1358bc up to the next one */
    assert_int_equal(has("v20190122-f1358bc", "f1358bc", "6eca413"), SHARE_ALL);
    assert_int_equal(has("v20190122-6eca413", "f1358bc", "6eca413"), SHARE_NONE);
    assert_int_equal(has("v20190122-e707848", "f1358bc", "6eca413"), SHARE_SOME);
    assert_int_equal(has("v20190123-0000000", "f1358bc", "6eca413"), SHARE_NONE);
}

static struct window window_of(size_t n, const char *const *texts)
{
    struct version *versions = ARENA_ARRAY(&arena, struct version, n);

    for (size_t i = 0; i < n; i++)
        versions[i] = parse(texts[i]);
    return (struct window){ versions, n };
}

#define WINDOW(...)                                                                                                    \
    window_of(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *), (const char *const[]){ __VA_ARGS__ })

static void a_window_has_what_all_its_versions_have(void **state)
{
    struct window both = WINDOW("v20190118-977be68", "v20190122-f1358bc"), old = WINDOW("v20190118-977be68");
    struct window new = WINDOW("v20190122-f1358bc", "v20260821-a61940897"), none = { 0 };
    struct window open = WINDOW("v20190122-e707848");
    enum behaviour b = BEHAVIOUR_PRESET_UNIQUE_BY_PAIR;

    (void)state;
    assert_false(behaviour_holds(&old, b) || behaviour_may_hold(&old, b));
    assert_true(behaviour_holds(&new, b) && behaviour_may_hold(&new, b));
    assert_true(!behaviour_holds(&both, b) && behaviour_may_hold(&both, b));
    assert_true(!behaviour_holds(&open, b) && behaviour_may_hold(&open, b));
    assert_true(!behaviour_holds(&none, b) && behaviour_may_hold(&none, b));
    assert_int_equal(window_has(&both, position("f1358bc"), VERSION_NEVER), SHARE_SOME);
    assert_int_equal(window_has(&new, 0, VERSION_NEVER), SHARE_ALL);
    assert_int_equal(window_has(&new, 0, 1), SHARE_NONE);
}

static void behaviours_turn_on_their_day(void **state)
{
    static const struct {
        enum behaviour behaviour;
        const char *before, *after;
    } cases[] = {
        { BEHAVIOUR_JOB_FILES_YML, "v20180822-0000000", "v20180824-0000000" },
        { BEHAVIOUR_PRESET_UNIQUE_BY_PAIR, "v20190121-0000000", "v20190123-0000000" },
        { BEHAVIOUR_PROWIGNORE, "v20211213-0000000", "v20211215-0000000" },
        { BEHAVIOUR_PERIODIC_MINIMUM_INTERVAL, "v20220829-0000000", "v20220831-0000000" },
        { BEHAVIOUR_INIT_CONTAINERS_AS_SIDECARS, "v20250901-0000000", "v20250903-0000000" },
        { BEHAVIOUR_CRON_V3, "v20260525-0000000", "v20260527-0000000" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct window before = window_of(1, &cases[i].before), after = window_of(1, &cases[i].after);
        assert_false(behaviour_may_hold(&before, cases[i].behaviour));
        assert_true(behaviour_holds(&after, cases[i].behaviour));
    }
}

static void behaviours_end_where_another_takes_over(void **state)
{
    struct window in = WINDOW("v20220810-0000000"), after = WINDOW("v20220831-0000000");
    struct window day = WINDOW("v20220830-0000000");

    (void)state;
    assert_true(behaviour_holds(&in, BEHAVIOUR_PERIODIC_MINIMUN_INTERVAL));
    assert_false(behaviour_may_hold(&after, BEHAVIOUR_PERIODIC_MINIMUN_INTERVAL));
    assert_true(behaviour_may_hold(&day, BEHAVIOUR_PERIODIC_MINIMUN_INTERVAL));
    assert_false(behaviour_holds(&day, BEHAVIOUR_PERIODIC_MINIMUN_INTERVAL));
    assert_false(behaviour_holds(&day, BEHAVIOUR_PERIODIC_MINIMUM_INTERVAL));
    assert_true(behaviours[BEHAVIOUR_BLUNDERBUSS_OVERRIDES].until ==
                behaviours[BEHAVIOUR_BLUNDERBUSS_OVERRIDES_GONE].since);
}

static void behaviours_are_found_by_id(void **state)
{
    enum behaviour b;

    (void)state;
    for (int i = 0; i < BEHAVIOUR_COUNT; i++) {
        assert_true(behaviour_find(behaviours[i].id, &b) && b == (enum behaviour)i);
        assert_true(behaviours[i].what.len && behaviours[i].subject.len);
        assert_true(behaviours[i].since < mainline_count && behaviours[i].since < behaviours[i].until);
    }
    assert_false(behaviour_find(STR("no-such-behaviour"), &b));
    assert_int_equal(behaviours[BEHAVIOUR_PRESET_UNIQUE_BY_PAIR].class, CLASS_LOOSENED);
    assert_int_equal(behaviours[BEHAVIOUR_PRESET_UNIQUE_BY_PAIR].where, WHERE_LOAD);
    assert_int_equal(behaviours[BEHAVIOUR_PRESET_UNIQUE_BY_PAIR].since, 2092);
}

static void every_day_has_its_date(void **state)
{
    (void)state;
    assert_string_equal(version_date(0, &arena).p, "1970-01-01");
    assert_string_equal(version_date(11016, &arena).p, "2000-02-29");
    assert_string_equal(version_date(19782, &arena).p, "2024-02-29");
    assert_string_equal(version_date(19783, &arena).p, "2024-03-01");
    assert_string_equal(version_date(20818, &arena).p, "2026-12-31");
    for (int32_t day = 17556; day < 25000; day++) {
        struct arena a = { 0 };
        struct str date = version_date(day, &a), error;
        struct version v;
        struct str tag = arena_printf(&a, "v%.4s%.2s%.2s-0000000", date.p, date.p + 5, date.p + 8);
        assert_true(version_parse(tag, &v, &a, &error));
        assert_int_equal(v.day, day);
        arena_free(&a);
    }
}

static void every_commit_is_found_by_its_digits(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < mainline_count; i++) {
        uint32_t at;
        struct str digits = arena_printf(&arena, "%012llx", (unsigned long long)mainline[i].commit), none;
        assert_true(version_position(digits, &at) && at == i);
        assert_true(version_position(str_slice(digits, 0, 7), &at) && at == i);
        assert_false(version_position(str_slice(digits, 0, 6), &at));
        none = arena_printf(&arena, "%.7sfffff", digits.p);
        assert_false(version_position(none, &at));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_commit_has_its_place),
        cmocka_unit_test(an_unknown_commit_is_any_state_of_its_day),
        cmocka_unit_test(images_are_known_by_their_tag),
        cmocka_unit_test(later_than_all_is_taken_for_the_newest),
        cmocka_unit_test(what_is_no_version_is_refused_with_advice),
        cmocka_unit_test(versions_of_one_day_are_ordered_by_the_main_line),
        cmocka_unit_test(what_a_version_has_may_stay_open_for_a_day),
        cmocka_unit_test(a_window_has_what_all_its_versions_have),
        cmocka_unit_test(behaviours_turn_on_their_day),
        cmocka_unit_test(behaviours_end_where_another_takes_over),
        cmocka_unit_test(behaviours_are_found_by_id),
        cmocka_unit_test(every_day_has_its_date),
        cmocka_unit_test(every_commit_is_found_by_its_digits),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
