/* What is different between two states of Prow. */
#include "schema/changes.h"
#include "schema/gowords.h"

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

static struct window window_of(const char *one, const char *other)
{
    struct version *v = ARENA_ARRAY(&arena, struct version, 2);
    const char *texts[] = { one, other };
    struct str error;
    size_t n = 0;

    for (; n < 2 && texts[n]; n++)
        if (!version_parse(str_c(texts[n]), &v[n], &arena, &error))
            fail_msg("%s: %.*s", texts[n], STR_ARG(error));
    return (struct window){ v, n };
}

static struct changes between(const char *from, const char *to)
{
    struct window a = window_of(from, NULL), b = window_of(to, NULL);
    struct changes c;

    changes_between(&c, &arena, &a, &b);
    return c;
}

static const struct field_change *field_at(const struct changes *c, const char *path)
{
    for (size_t i = 0; i < c->field_count; i++)
        for (size_t k = 0; k < c->fields[i].path_count; k++)
            if (str_eq(c->fields[i].paths[k], str_c(path)))
                return &c->fields[i];
    return NULL;
}

static void one_commit_brings_one_check(void **state)
{
    struct changes c = between("v20190122-aa8d6d1", "v20190122-f1358bc");

    (void)state;
    assert_int_equal(c.check_count, 1);
    assert_int_equal(c.checks[0].behaviour, BEHAVIOUR_PRESET_UNIQUE_BY_PAIR);
    assert_false(c.checks[0].gone);
    assert_false(c.checks[0].unsure);
    assert_int_equal(c.field_count + c.value_count, 0);
}

static void going_back_takes_it(void **state)
{
    struct changes c = between("v20190122-f1358bc", "v20190122-aa8d6d1");

    (void)state;
    assert_int_equal(c.check_count, 1);
    assert_true(c.checks[0].gone);
}

static void the_same_version_changes_nothing(void **state)
{
    struct changes c = between("v20190122-f1358bc", "v20190122-f1358bc");

    (void)state;
    assert_int_equal(c.check_count + c.field_count + c.value_count, 0);
    c = between("v20190122-0000000", "v20190122-0000000");
    assert_int_equal(c.check_count + c.field_count + c.value_count, 0);
}

static void a_day_alone_is_unsure(void **state)
{
    struct changes c = between("v20190121-0000000", "v20190122-0000000");

    (void)state;
    assert_int_equal(c.check_count, 1);
    assert_true(c.checks[0].unsure);
    assert_false(c.checks[0].gone);
}

static void a_field_of_several_structs_is_one_change(void **state)
{
    struct changes c = between("v20190129-0000000", "v20190131-0000000");
    const struct field_change *f = field_at(&c, "presubmits.*[].run_after_success");

    (void)state;
    assert_non_null(f);
    assert_int_equal(f->kind, CHANGE_REMOVED);
    assert_int_equal(f->path_count, 3);
    assert_ptr_equal(f, field_at(&c, "periodics[].run_after_success"));
    assert_string_equal(version_tag(f->position, &arena).p, "v20190130-875898d");
    c = between("v20190131-0000000", "v20190129-0000000");
    f = field_at(&c, "periodics[].run_after_success");
    assert_non_null(f);
    assert_int_equal(f->kind, CHANGE_ADDED);
}

static void a_field_may_take_something_else(void **state)
{
    struct changes c = between("v20190513-b3526d0", "v20190515-0000000");
    const struct field_change *f = field_at(&c, "tide.sync_period");

    (void)state;
    assert_non_null(f);
    assert_int_equal(f->kind, CHANGE_FORM);
    assert_true(str_eq(go_type_words(&arena, f->former->type), STR("text")));
    assert_true(str_eq(go_type_words(&arena, f->field->type), STR("duration")));
}

/* A struct that comes whole is one change; a field that moved from one Go struct to another is none. */
static void what_a_change_holds_is_not_listed(void **state)
{
    struct changes c = between("v20260820-0000000", "latest");

    (void)state;
    assert_non_null(field_at(&c, "rifle"));
    assert_null(field_at(&c, "rifle.request_count"));
    c = between("v20210101-0000000", "v20220701-0000000");
    assert_null(field_at(&c, "tide.queries"));
    assert_null(field_at(&c, "tide.sync_period"));
}

static void values_come_and_go(void **state)
{
    struct changes c = between("v20260810-0000000", "latest");
    bool rifle = false, transfer = false;

    (void)state;
    for (size_t i = 0; i < c.value_count; i++) {
        assert_non_null(c.values[i].path.p);
        rifle = rifle || (c.values[i].kind == CHANGE_ADDED && str_eq(c.values[i].value, STR("rifle")));
        transfer = transfer || (c.values[i].kind == CHANGE_REMOVED && str_eq(c.values[i].value, STR("transfer-issue")));
    }
    assert_true(rifle && transfer);
}

static void several_versions_count_together(void **state)
{
    struct window from = window_of("v20190122-aa8d6d1", "v20190122-f1358bc"), to = window_of("v20190122-f1358bc", NULL);
    struct changes c;

    (void)state;
    changes_between(&c, &arena, &from, &to);
    assert_int_equal(c.check_count, 1);
    assert_true(c.checks[0].unsure); /* so it was for one of the two */
}

/* Forward and back are the same changes the other way round, all along the main line. */
static void back_undoes_forward(void **state)
{
    (void)state;
    for (uint32_t at = 1; at < version_newest().latest; at += 211) {
        struct arena a = { 0 };
        uint32_t next = at + 300 > version_newest().latest ? version_newest().latest : at + 300;
        struct version one = { .earliest = at, .latest = at }, other = { .earliest = next, .latest = next };
        struct window from = { &one, 1 }, to = { &other, 1 };
        size_t kinds[2][3] = { { 0 } };
        struct changes forward, back;

        changes_between(&forward, &a, &from, &to);
        changes_between(&back, &a, &to, &from);
        assert_int_equal(forward.check_count, back.check_count);
        assert_int_equal(forward.value_count, back.value_count);
        for (size_t i = 0; i < forward.field_count; i++)
            kinds[0][forward.fields[i].kind] += forward.fields[i].path_count;
        for (size_t i = 0; i < back.field_count; i++)
            kinds[1][back.fields[i].kind] += back.fields[i].path_count;
        assert_int_equal(kinds[0][CHANGE_ADDED], kinds[1][CHANGE_REMOVED]);
        assert_int_equal(kinds[0][CHANGE_REMOVED], kinds[1][CHANGE_ADDED]);
        assert_int_equal(kinds[0][CHANGE_FORM], kinds[1][CHANGE_FORM]);
        arena_free(&a);
    }
}

static void every_setting_has_a_place(void **state)
{
    struct field_history h;
    bool image = false;

    (void)state;
    field_history_read(&h, &arena);
    for (size_t i = 0; i < h.count; i++) {
        assert_true(h.items[i].since < h.items[i].until);
        assert_true(h.items[i].path.len > 0);
        assert_true(str_ends(h.items[i].path, h.items[i].field->name));
        image = image || str_eq(h.items[i].path, STR("presubmits.*[].decoration_config.utility_images.clonerefs"));
    }
    assert_true(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_commit_brings_one_check),
        cmocka_unit_test(going_back_takes_it),
        cmocka_unit_test(the_same_version_changes_nothing),
        cmocka_unit_test(a_day_alone_is_unsure),
        cmocka_unit_test(a_field_of_several_structs_is_one_change),
        cmocka_unit_test(a_field_may_take_something_else),
        cmocka_unit_test(what_a_change_holds_is_not_listed),
        cmocka_unit_test(values_come_and_go),
        cmocka_unit_test(several_versions_count_together),
        cmocka_unit_test(back_undoes_forward),
        cmocka_unit_test(every_setting_has_a_place),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
