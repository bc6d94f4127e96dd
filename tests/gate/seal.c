/* Manifests: what was sealed is told from anything else, file by file. */
#include "gate/seal_compare.h"
#include "gate/seal_sign.h"

#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct sealed {
    struct arena arena;
    struct fs_memory tree;
    struct fs_ledger ledger;
    struct prow_tree loaded;
    struct findings findings;
    struct seal seal;
    struct buf bytes;
};

static const struct deployed_component deployed = { .version = STR_INIT("v20260821-a61940897") };

static void make_tree(struct fs_memory *m, struct arena *a)
{
    fs_memory_init(m, a);
    fs_memory_put(m, STR("config.yaml"), STR("{}\n"));
    fs_memory_put(m, STR("plugins.yaml"), STR("plugins: {}\n"));
    fs_memory_put(m, STR("jobs/.prowignore"), STR("old/\n"));
    fs_memory_put(m, STR("jobs/a.yaml"), STR("presubmits: {o/r: [{name: a, spec: {containers: [{image: x}]}}]}\n"));
    fs_memory_put(m, STR("jobs/deep/b.yaml"), STR("periodics: []\n"));
    fs_memory_put(m, STR("jobs/old/c.yaml"), STR("this is ignored: ["));
    fs_memory_put(m, STR("jobs/README.md"), STR("for people\n"));
    fs_memory_put(m, STR("elsewhere.yaml"), STR("periodics: []\n"));
    fs_memory_link(m, STR("jobs/link.yaml"), STR("../elsewhere.yaml"));
}

static void seal_it(struct sealed *s)
{
    struct prow_paths paths = { .config = STR("config.yaml"), .jobs = STR("jobs"), .plugins = STR("plugins.yaml") };
    struct rule_settings settings;
    struct version version;
    struct window w = { &version, 1 };
    struct str error;
    struct buf body = { 0 };

    memset(s, 0, sizeof *s);
    make_tree(&s->tree, &s->arena);
    assert_true(version_parse(deployed.version, &version, &s->arena, &error));
    rule_settings_init(&settings, &s->arena, &w);
    fs_ledger_init(&s->ledger, &s->tree.fs);
    s->ledger.blobs = true;
    prow_tree_load(&s->loaded, &s->ledger.fs, &paths, &settings, 2, &s->findings);
    s->seal = (struct seal){
        .tool = STR("prowgate test"), .paths = paths, .deployed = &deployed, .deployed_count = 1, .counts = { 1, 0, 0 }
    };
    assert_true(seal_take_files(&s->seal, &s->arena, &s->ledger, &s->loaded, &error));
    seal_write_body(&s->seal, &body);
    seal_write(buf_str(&body), STR("a \0 signature"), &s->bytes);
    buf_free(&body);
    assert_true(seal_read(&s->seal, &s->arena, buf_str(&s->bytes), &error));
}

static void release(struct sealed *s)
{
    prow_tree_free(&s->loaded);
    findings_free(&s->findings);
    fs_ledger_free(&s->ledger);
    buf_free(&s->bytes);
    arena_free(&s->arena);
}

static void what_prow_reads_is_sealed_and_nothing_else(void **unused)
{
    static const char *const want[] = { "config.yaml",      "jobs/.prowignore", "jobs/a.yaml",
                                        "jobs/deep/b.yaml", "jobs/link.yaml",   "plugins.yaml" };
    struct sealed s;

    (void)unused;
    seal_it(&s);
    assert_int_equal(s.seal.count, sizeof want / sizeof *want);
    for (size_t i = 0; i < s.seal.count; i++)
        assert_true(str_eq(s.seal.files[i].path, str_c(want[i])));
    assert_true(str_eq(seal_find(&s.seal, STR("config.yaml"))->blob, STR("0967ef424bce6791893e9a57bb952f80fd536e93")));
    assert_true(str_eq(seal_find(&s.seal, STR("jobs/link.yaml"))->target, STR("../elsewhere.yaml")));
    assert_true(str_eq(s.seal.signature, STR("a \0 signature")));
    release(&s);
}

struct change {
    void (*make)(struct fs_memory *m);
    const char *want;
};

static void nothing(struct fs_memory *m)
{
    fs_memory_put(m, STR("jobs/README.md"), STR("Prow does not read this\n"));
}

/* A tree without one file: all the others are put into an empty one. */
static void without(struct fs_memory *m, struct str path)
{
    for (size_t i = 0; i < m->count; i++)
        if (str_eq(m->files[i].path, path)) {
            m->files[i] = m->files[--m->count];
            return;
        }
    fail();
}

static void remove_a(struct fs_memory *m)
{
    without(m, STR("jobs/a.yaml"));
}

static void remove_config(struct fs_memory *m)
{
    without(m, STR("config.yaml"));
}

static void empty_a(struct fs_memory *m)
{
    fs_memory_put(m, STR("jobs/a.yaml"), STR(""));
}

static void cut_a(struct fs_memory *m)
{
    fs_memory_put(m, STR("jobs/a.yaml"), STR("presubmits: {"));
}

static void change_b(struct fs_memory *m)
{
    fs_memory_put(m, STR("jobs/deep/b.yaml"), STR("periodicS: []\n"));
}

static void grow_b(struct fs_memory *m)
{
    fs_memory_put(m, STR("jobs/deep/b.yaml"), STR("periodics: []\n\n"));
}

static void add_d(struct fs_memory *m)
{
    fs_memory_put(m, STR("jobs/d.yaml"), STR("periodics: []\n"));
}

static void stop_ignoring(struct fs_memory *m)
{
    without(m, STR("jobs/.prowignore"));
}

static void ignore_deep(struct fs_memory *m)
{
    fs_memory_put(m, STR("jobs/deep/.prowignore"), STR("*\n"));
}

static void link_to_file(struct fs_memory *m)
{
    fs_memory_put(m, STR("jobs/link.yaml"), STR("periodics: []\n"));
}

static void turn_link(struct fs_memory *m)
{
    fs_memory_put(m, STR("other.yaml"), STR("periodics: []\n"));
    fs_memory_link(m, STR("jobs/link.yaml"), STR("../other.yaml"));
}

static void break_link(struct fs_memory *m)
{
    without(m, STR("elsewhere.yaml"));
}

static void lock_a(struct fs_memory *m)
{
    fs_memory_locked_file(m, STR("jobs/a.yaml"));
}

static void lock_deep(struct fs_memory *m)
{
    without(m, STR("jobs/deep/b.yaml"));
    fs_memory_locked_folder(m, STR("jobs/deep"));
}

static void every_difference_is_named(void **unused)
{
    static const struct change changes[] = {
        { nothing, "" },
        { remove_a, "missing jobs/a.yaml;" },
        { remove_config, "missing config.yaml;" },
        { empty_a, "empty jobs/a.yaml 0 of 65 bytes;" },
        { cut_a, "half-written jobs/a.yaml 13 of 65 bytes;" },
        { change_b, "changed jobs/deep/b.yaml same size, other bytes;" },
        { grow_b, "changed jobs/deep/b.yaml 15 bytes, 14 when it was sealed;" },
        { add_d, "extra jobs/d.yaml;" },
        { stop_ignoring, "missing jobs/.prowignore;extra jobs/old/c.yaml;" },
        { ignore_deep,
          "extra jobs/deep/.prowignore;changed jobs/deep/b.yaml it is there, but Prow does not read it any "
          "more;" },
        { link_to_file, "changed jobs/link.yaml it was a symbolic link when it was sealed;" },
        { turn_link, "changed jobs/link.yaml it leads to ../other.yaml and led to ../elsewhere.yaml;" },
        { break_link, "missing jobs/link.yaml;" },
        { lock_a, "empty jobs/a.yaml 0 of 65 bytes;" },
        { lock_deep, "unreadable jobs/deep open jobs/deep: permission denied;missing jobs/deep/b.yaml;" },
    };

    (void)unused;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct seal_differences list;
        struct buf got = { 0 };
        struct sealed s;
        struct str error;

        seal_it(&s);
        changes[i].make(&s.tree);
        assert_true(seal_compare(&s.seal, &s.tree.fs, 2, &s.arena, &list, &error));
        for (size_t k = 0; k < list.count; k++)
            buf_printf(&got, "%s %.*s%s%.*s;", seal_difference_name(list.items[k].kind), STR_ARG(list.items[k].path),
                       list.items[k].detail.len ? " " : "", STR_ARG(list.items[k].detail));
        if (!str_eq(buf_str(&got), str_c(changes[i].want)))
            fail_msg("%zu: got  %.*s\nwant %s", i, STR_ARG(buf_str(&got)), changes[i].want);
        buf_free(&got);
        release(&s);
    }
}

static void every_byte_flipped_is_refused(void **unused)
{
    struct sealed s;
    struct seal again;
    struct str error;

    (void)unused;
    seal_it(&s);
    for (size_t i = 0; i < s.bytes.len; i++) {
        struct arena a = { 0 };
        s.bytes.p[i] ^= 1;
        assert_false(seal_read(&again, &a, buf_str(&s.bytes), &error));
        assert_false(seal_read(&again, &a, str_slice(buf_str(&s.bytes), 0, i), &error));
        s.bytes.p[i] ^= 1;
        arena_free(&a);
    }
    release(&s);
}

static void a_signature_is_made_and_checked_without_a_shell(void **unused)
{
    struct arena a = { 0 };
    struct str signature, error;

    (void)unused;
    assert_true(seal_sign(&a, STR("sha256sum"), STR("body"), 5000, &signature, &error));
    assert_true(str_starts(signature, STR("230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5")));
    assert_true(seal_sign(&a, STR("printf '%s|' \"a b\" $HOME;"), STR(""), 5000, &signature, &error));
    assert_true(str_eq(signature, STR("a b|$HOME;|")));
    assert_true(seal_check_signature(&a, STR("cmp - {signature}"), STR("body"), STR("body"), 5000, &error));
    assert_false(seal_check_signature(&a, STR("cmp -s - {signature}"), STR("body"), STR("bodY"), 5000, &error));
    assert_true(str_has(error, STR("status 1")));
    assert_false(seal_check_signature(&a, STR("true"), STR("body"), STR("x"), 5000, &error));
    assert_false(seal_sign(&a, STR("/no/such/command"), STR("body"), 5000, &signature, &error));
    assert_true(str_has(error, STR("No such file")));
    assert_false(seal_sign(&a, STR("true"), STR("body"), 5000, &signature, &error));
    assert_true(str_has(error, STR("no signature")));
    assert_false(seal_sign(&a, STR("sleep 20"), STR("body"), 100, &signature, &error));
    assert_true(str_has(error, STR("too long")));
    assert_false(seal_sign(&a, STR("sh -c 'kill -9 $$'"), STR("body"), 5000, &signature, &error));
    assert_true(str_has(error, STR("signal 9")));
    assert_false(seal_sign(&a, STR("echo 'open"), STR("body"), 5000, &signature, &error));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_prow_reads_is_sealed_and_nothing_else),
        cmocka_unit_test(every_difference_is_named),
        cmocka_unit_test(every_byte_flipped_is_refused),
        cmocka_unit_test(a_signature_is_made_and_checked_without_a_shell),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
