/* What a prowgate from before jansson wrote and somebody keeps: manifests with and without a signature, a saved state,
 * an audit log and a baseline are still read, to the byte. */
#include "base/fs.h"
#include "command/baseline.h"
#include "gate/audit.h"
#include "gate/newest.h"
#include "gate/seal.h"
#include "gate/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct str sample(struct arena *a, const char *name)
{
    struct str path = arena_printf(a, "%s/tests/gate/formats/%s", getenv("PROWGATE_SOURCE"), name), text;
    struct buf bytes = { 0 };
    struct fs_error error;
    struct fs_disk disk;

    assert_true(fs_disk_open(&disk, NULL, &error));
    assert_true(fs_read(&disk.fs, path, 1 << 20, &bytes, &error));
    fs_disk_close(&disk);
    text = arena_copy(a, buf_str(&bytes));
    buf_free(&bytes);
    return text;
}

/* A byte that is no text, and one that must be escaped, in a path. */
static void manifests_are_read(void **unused)
{
    struct arena a = { 0 };
    struct str plain = sample(&a, "seal.json"), with = sample(&a, "seal-signed.json"), error;
    struct buf again = { 0 };
    struct seal s;

    (void)unused;
    assert_true(seal_read(&s, &a, plain, &error));
    assert_int_equal(s.count, 5);
    assert_true(str_eq(s.files[0].path, STR("config/jobs/\x1B.yaml")));
    assert_true(str_eq(s.files[1].target, STR("../x\xFF.yaml")));
    assert_int_equal(s.signature.len, 0);
    assert_int_equal(s.verdict, VERDICT_PASS);
    assert_true(seal_read(&s, &a, with, &error));
    assert_true(str_starts(s.signature, STR("650305a2a982d7f0e48a1aeb03f9911cd4e17764")));
    assert_true(str_starts(s.body, STR("{\"counts\":{\"bytes\":1075,")));
    assert_true(str_ends(s.body, STR("\"verdict\":\"pass\"}")));
    seal_write(s.body, s.signature, &again);
    assert_true(str_eq(buf_str(&again), with));
    buf_free(&again);
    arena_free(&a);
}

static void a_state_is_read(void **unused)
{
    struct arena a = { 0 };
    struct str bytes = sample(&a, "last.pgstate"), error;
    struct buf again = { 0 }, third = { 0 };
    struct state s;

    (void)unused;
    assert_true(state_read(&s, bytes, &error));
    assert_int_equal(s.generation, 2);
    assert_int_equal(s.side.job_count, 5);
    assert_int_equal(s.file_count, 5);
    assert_false(s.side.merging.known); /* the first form says nothing of it */
    assert_false(s.side.labels_known);
    state_write(&s, &again);
    state_free(&s);
    assert_true(state_read(&s, buf_str(&again), &error));
    assert_int_equal(s.side.job_count, 5);
    state_write(&s, &third);
    assert_true(str_eq(buf_str(&again), buf_str(&third)));
    state_free(&s);
    buf_free(&third);
    buf_free(&again);
    arena_free(&a);
}

/* Written when form 3 of a state, form 2 of a manifest and the file of the newest generation were today's. */
static void what_was_written_since_is_read(void **unused)
{
    struct arena a = { 0 };
    struct audit_trace t = audit_read(sample(&a, "audit-newest.jsonl"));
    struct buf again = { 0 };
    struct newest n;
    struct state s;
    struct str error;
    struct seal m;

    (void)unused;
    assert_true(state_read(&s, sample(&a, "state-3.pgstate"), &error));
    assert_int_equal(s.generation, 2);
    assert_int_equal(s.side.job_count, 4);
    assert_true(s.side.merging.known && s.side.merging.plugins_known && s.side.labels_known);
    assert_int_equal(s.seal.len, 64);
    state_free(&s);
    assert_true(seal_read(&m, &a, sample(&a, "seal-2.json"), &error));
    assert_int_equal(m.format, 2);
    assert_int_equal(m.verdict, VERDICT_PASS);
    seal_write(m.body, m.signature, &again);
    assert_true(str_eq(buf_str(&again), sample(&a, "seal-2.json")));
    assert_int_equal(t.records, 2);
    assert_int_equal(t.damaged, 0);
    assert_int_equal(t.generation, 2);
    assert_true(newest_read(&n, sample(&a, "newest")));
    assert_int_equal(n.saved, 2);
    buf_free(&again);
    arena_free(&a);
}

/* What a later prowgate wrote is refused for its form, which is named, before anything of it is believed. */
static void newer_forms_are_refused(void **unused)
{
    enum { FORM_AT = 8 };
    struct arena a = { 0 };
    struct buf later = { 0 }, sealed = { 0 };
    struct str error = STR("");
    size_t at;
    struct state s;
    struct seal m;

    (void)unused;
    buf_put(&later, sample(&a, "state-3.pgstate"));
    later.p[FORM_AT] = STATE_FORMAT + 1;
    assert_false(state_read(&s, buf_str(&later), &error));
    assert_true(str_find(error, STR("was written by another version")) != SIZE_MAX);
    state_free(&s); /* it holds the reason */
    buf_reset(&later);
    assert_true(seal_read(&m, &a, sample(&a, "seal-2.json"), &error));
    at = str_find(m.body, STR("\"format\":2"));
    assert_true(at != SIZE_MAX);
    buf_put(&later, str_slice(m.body, 0, at));
    buf_printf(&later, "\"format\":%d", SEAL_FORMAT + 1);
    buf_put(&later, str_from(m.body, at + sizeof "\"format\":2" - 1));
    seal_write(buf_str(&later), STR(""), &sealed); /* its digest is right */
    assert_false(seal_read(&m, &a, buf_str(&sealed), &error));
    assert_true(str_find(error, STR("use the version that wrote it")) != SIZE_MAX);
    buf_free(&sealed);
    buf_free(&later);
    arena_free(&a);
}

static void an_audit_log_is_read(void **unused)
{
    struct arena a = { 0 };
    struct audit_trace t = audit_read(sample(&a, "audit.jsonl"));

    (void)unused;
    assert_int_equal(t.records, 2);
    assert_int_equal(t.damaged, 0);
    assert_int_equal(t.generation, 2);
    assert_false(t.cut);
    arena_free(&a);
}

static void a_baseline_is_read(void **unused)
{
    struct findings none = { 0 };
    struct arena a = { 0 };

    (void)unused;
    assert_true(baseline_apply(NULL,
                               arena_printf(&a, "%s/tests/gate/formats/baseline.json", getenv("PROWGATE_SOURCE")).p,
                               &none));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(manifests_are_read),
        cmocka_unit_test(a_state_is_read),
        cmocka_unit_test(what_was_written_since_is_read),
        cmocka_unit_test(newer_forms_are_refused),
        cmocka_unit_test(an_audit_log_is_read),
        cmocka_unit_test(a_baseline_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
