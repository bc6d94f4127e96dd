/* What Prow puts around the words of its YAML reader and of Go's decoder: by the role of the file, and by version. */
#include "prow/files/file.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct deployed {
    struct arena arena;
    struct version versions[2];
    struct window window;
};

static void deploy(struct deployed *d, const char *first, const char *second)
{
    struct str error;

    *d = (struct deployed){ .window = { d->versions, second ? 2 : 1 } };
    assert_true(version_parse(str_c(first), &d->versions[0], &d->arena, &error));
    if (second)
        assert_true(version_parse(str_c(second), &d->versions[1], &d->arena, &error));
}

static void assert_around(struct deployed *d, enum prow_role role, const char *path, const char *want)
{
    struct prow_file f = { .path = str_c(path), .role = role };
    struct str yaml = prow_error_envelope(&d->arena, &d->window, &f, STR("yaml: line 3: X"));
    struct str json = prow_json_envelope(&d->arena, &d->window, &f, STR("json: Y"));
    struct str want_yaml = arena_printf(&d->arena, "%serror converting YAML to JSON: yaml: line 3: X", want);
    struct str want_json = arena_printf(&d->arena, "%serror unmarshaling JSON: while decoding JSON: json: Y", want);

    if (!str_eq(yaml, want_yaml))
        fail_msg("got \"%.*s\", want \"%.*s\"", STR_ARG(yaml), STR_ARG(want_yaml));
    if (!str_eq(json, want_json))
        fail_msg("got \"%.*s\", want \"%.*s\"", STR_ARG(json), STR_ARG(want_json));
}

static void each_role_has_its_words(void **state)
{
    struct deployed d;

    (void)state;
    deploy(&d, "v20241224-8e8a5cfe7", NULL);
    assert_around(&d, ROLE_CONFIG, "config.yaml", "error unmarshalling config.yaml: ");
    assert_around(&d, ROLE_SUPPLEMENTAL_CONFIG, "a/b_prowconfig.yaml", "error unmarshalling a/b_prowconfig.yaml: ");
    assert_around(&d, ROLE_JOBS, "jobs/a.yaml", "error unmarshalling jobs/a.yaml: ");
    assert_around(&d, ROLE_PLUGINS, "plugins.yaml", "");
    assert_around(&d, ROLE_SUPPLEMENTAL_PLUGINS, "a/b_pluginconfig.yaml",
                  "failed to unmarshal a/b_pluginconfig.yaml: ");
    arena_free(&d.arena);
}

static void older_versions_write_it_with_one_l(void **state)
{
    struct deployed d;

    (void)state;
    deploy(&d, "v20190122-e707848", NULL);
    assert_around(&d, ROLE_CONFIG, "config.yaml", "error unmarshaling config.yaml: ");
    assert_around(&d, ROLE_JOBS, "jobs/a.yaml", "error unmarshaling jobs/a.yaml: ");
    assert_around(&d, ROLE_PLUGINS, "plugins.yaml", "");
    arena_free(&d.arena);
}

static void the_newer_words_win_in_a_window(void **state)
{
    struct deployed d;

    (void)state;
    deploy(&d, "v20190122-e707848", "v20241224-8e8a5cfe7");
    assert_around(&d, ROLE_CONFIG, "config.yaml", "error unmarshalling config.yaml: ");
    arena_free(&d.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_role_has_its_words),
        cmocka_unit_test(older_versions_write_it_with_one_l),
        cmocka_unit_test(the_newer_words_win_in_a_window),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
