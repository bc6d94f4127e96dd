/* What pipelines' neighbours say: bicep declarations, shell texts. */
#include "pipeline/bicep/bicep.h"
#include "pipeline/shell/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char text[] =
    "@description('a // b')\n"
    "param name string\n"
    "param zones array = [\n  1 // one\n  2\n]\n"
    "param owner string?\n"
    "var all = { a: 1 }\n"
    "resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {\n  name: name\n}\n"
    "resource store 'Microsoft.Storage/storageAccounts@2023-01-01' = if (length(zones) > 1) {\n"
    "  name: '${name}store'\n  resource blobs 'blobServices@2023-01-01' = {\n    name: 'default'\n  }\n}\n"
    "module inner '../m/inner.bicep' = {\n  name: 'inner'\n  params: {\n    a: x\n      ? 'y'\n      : 'z'\n"
    "    b: 2\n  }\n}\n"
    "output id string = vault.id\n";

static void bicep_declares(void **state)
{
    struct arena a = { 0 };
    struct bicep b;
    const struct bicep_decl *d;
    struct bicep_property *params;
    size_t count;

    (void)state;
    bicep_read(&b, &a, str_c(text));
    assert_false(b.damaged);
    assert_false(bicep_optional(bicep_find(&b, BICEP_PARAM, STR("name"))));
    assert_true(bicep_optional(bicep_find(&b, BICEP_PARAM, STR("zones"))));
    assert_true(bicep_optional(bicep_find(&b, BICEP_PARAM, STR("owner"))));
    assert_non_null(bicep_find(&b, BICEP_OUTPUT, STR("id")));
    d = bicep_find(&b, BICEP_RESOURCE, STR("vault"));
    assert_true(d->existing && str_eq(d->type, STR("Microsoft.KeyVault/vaults")));
    assert_true(str_eq(bicep_property(d, STR("name")), STR("name")));
    d = bicep_find(&b, BICEP_RESOURCE, STR("store"));
    assert_true(d->conditional && !d->existing);
    d = bicep_find(&b, BICEP_RESOURCE, STR("blobs"));
    assert_true(d && str_eq(d->type, STR("Microsoft.Storage/storageAccounts/blobServices")));
    d = bicep_find(&b, BICEP_MODULE, STR("inner"));
    assert_true(str_eq(d->path, STR("../m/inner.bicep")));
    params = bicep_object(b.text, bicep_property(d, STR("params")), &a, &count);
    assert_int_equal(count, 2);
    assert_true(str_eq(params[1].name, STR("b")) && str_eq(params[1].value, STR("2")));
    bicep_read(&b, &a, STR("using 'x.bicep'\nparam a = '{{ .b }}'\nparam c = {{ .d }}\nparam e = 'open\n"));
    assert_true(b.damaged && str_eq(b.decls[0].path, STR("x.bicep")) && str_eq(b.decls[1].value, STR("'{{ .b }}'")));
    arena_free(&a);
}

static void scripts_say_what_they_run(void **state)
{
    struct arena a = { 0 };
    struct script s;
    size_t at;

    (void)state;
    script_read(&s, &a,
                STR("set -euo pipefail\n"
                    "token=$(az keyvault secret show --name \"${NAME}\" | tr -d x)\n"
                    "if [[ \"${SKIP:-false}\" != true ]]; then ./guard.sh || true; fi\n"
                    "while read -r row; do echo \"$row\"; done < ../rows.txt\n"
                    "cat <<EOF\n$(not a) ${BODY}\nEOF\n"
                    "FOO=1 bash lib/x.sh && echo 'no $QUOTED'\n"));
    assert_true(s.errexit && s.nounset && !s.reduced);
    assert_true(script_reads(&s, STR("NAME")) && !script_reads(&s, STR("NAME"))->fallback);
    assert_true(script_reads(&s, STR("SKIP"))->fallback);
    assert_true(script_reads(&s, STR("BODY")) && !script_reads(&s, STR("QUOTED")));
    assert_true(script_sets(&s, STR("token")) && script_sets(&s, STR("row")) && script_sets(&s, STR("FOO")));
    for (size_t i = 0; i < s.count; i++) {
        const struct script_word *p = script_program(&s.commands[i], &at);

        if (p && str_eq(p->text, STR("./guard.sh")))
            assert_true(s.commands[i].masked);
        if (p && str_eq(p->text, STR("az")))
            assert_true(s.commands[i].piped && script_has_word(&s.commands[i], "keyvault"));
        if (p && str_eq(p->text, STR("lib/x.sh")))
            assert_true(s.commands[i].condition);
    }
    script_read(&s, &a, STR(": make\n: \"${X}\" -n\n"));
    assert_true(s.reduced && str_eq(script_program(&s.commands[0], NULL)->text, STR("make")));
    arena_free(&a);
}

/* What n times the same takes, in bytes of memory. */
static size_t held(const char *part, size_t n, bool bicep)
{
    struct arena texts = { 0 }, a = { 0 };
    size_t len = strlen(part), held;
    char *all = arena_take(&texts, len * n + 1);
    struct script s;
    struct bicep b;

    for (size_t i = 0; i < n; i++)
        memcpy(all + i * len, part, len);
    if (bicep)
        bicep_read(&b, &a, (struct str){ all, len * n });
    else
        script_read(&s, &a, (struct str){ all, len * n });
    held = a.held;
    arena_free(&a);
    arena_free(&texts);
    return held;
}

/* Twice as much takes twice as much, give or take how arrays grow; half a megabyte of each must end at all. */
static void reading_grows_with_the_text(void **state)
{
    static const char *const biceps[] = { "param a string = 'x' // y\n",
                                          "resource a 'T@1' = {\n  name: b\n}\n",
                                          "module a 'b.bicep' = { params: { a: {\n",
                                          "[(",
                                          "'",
                                          "x: //\n",
                                          "\n? a" },
                             *const scripts[] = { "az x --y \"$Z\"\n",          "$(a ", "a $(b) ",     "\"",  "<<E\n",
                                                  "if a; then b || true; fi\n", "${",   "a | b && c;", "\\\n" };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(biceps); i++)
        assert_true(held(biceps[i], 40000, true) <= held(biceps[i], 20000, true) * 5 / 2 + 200000);
    for (size_t i = 0; i < COUNT_OF(scripts); i++)
        assert_true(held(scripts[i], 40000, false) <= held(scripts[i], 20000, false) * 5 / 2 + 200000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bicep_declares),
        cmocka_unit_test(scripts_say_what_they_run),
        cmocka_unit_test(reading_grows_with_the_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
