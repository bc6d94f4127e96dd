/* The last known good: what was written is read back, and nothing else is ever accepted. */
#include "tests/gate/state_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void same_bytes_come_back(void **unused)
{
    struct buf first = fixture_bytes(7), second = { 0 };
    struct state s;
    struct str error;

    (void)unused;
    assert_true(state_read(&s, buf_str(&first), &error));
    assert_int_equal(s.generation, 7);
    assert_int_equal(s.side.job_count, 3);
    assert_int_equal(s.side.repo_count, 1);
    assert_int_equal(s.side.repos[0].presubmits, 2);
    assert_true(str_eq(s.side.jobs[0].branches.only[0], STR("main")));
    assert_string_equal(s.side.required[0].why, "tide");
    state_write(&s, &second);
    assert_true(str_eq(buf_str(&first), buf_str(&second)));
    state_free(&s);
    buf_free(&first);
    buf_free(&second);
}

static void refused(struct str bytes)
{
    struct state s;
    struct str error = STR("");

    assert_false(state_read(&s, bytes, &error));
    assert_true(error.len > 0);
    state_free(&s);
}

static void every_byte_flipped_is_refused(void **unused)
{
    struct buf bytes = fixture_bytes(1);

    (void)unused;
    for (size_t i = 0; i < bytes.len; i++)
        for (int bit = 0; bit < 8; bit++) {
            bytes.p[i] = (char)(bytes.p[i] ^ (1 << bit));
            refused(buf_str(&bytes));
            bytes.p[i] = (char)(bytes.p[i] ^ (1 << bit));
        }
    buf_free(&bytes);
}

static void every_cut_is_refused(void **unused)
{
    struct buf bytes = fixture_bytes(1);

    (void)unused;
    for (size_t n = 0; n < bytes.len; n++)
        refused(str_slice(buf_str(&bytes), 0, n));
    buf_char(&bytes, '\n');
    refused(buf_str(&bytes));
    buf_free(&bytes);
}

/* Damage behind a right checksum, as somebody could make it, must not lead outside of the bytes either. */
static void records_with_a_right_checksum_are_bounded(void **unused)
{
    struct buf bytes = fixture_bytes(1);
    size_t end = bytes.len - SHA256_BYTES;
    struct sha256 digest;
    struct state s;
    struct str error;

    (void)unused;
    for (size_t i = 20; i < end; i++)
        for (int v = 0; v < 256; v += 51) {
            char was = bytes.p[i];
            bytes.p[i] = (char)v;
            assert_true(sha256_of(str_slice(buf_str(&bytes), 0, end), &digest));
            memcpy(bytes.p + end, digest.bytes, SHA256_BYTES);
            state_read(&s, buf_str(&bytes), &error);
            state_free(&s);
            bytes.p[i] = was;
        }
    buf_free(&bytes);
}

static void a_newer_form_is_named(void **unused)
{
    struct buf bytes = fixture_bytes(1);
    struct state s;
    struct str error;

    (void)unused;
    bytes.p[8] = STATE_FORMAT + 1;
    assert_false(state_read(&s, buf_str(&bytes), &error));
    assert_true(str_has(error, STR("form 4")));
    state_free(&s);
    buf_free(&bytes);
}

struct folder_case {
    const char *names[3]; /* files that are there; NULL ends */
    uint64_t inside[3];   /* the generation that each holds; 0: damaged */
    const char *audit;
    enum gate_state want;
    const char *says;
};

static void check_folder(const struct folder_case *c)
{
    char room[64];
    struct str path = fixture_folder(room), detail;
    struct state_dir d;
    struct state s;

    for (size_t i = 0; i < 3 && c->names[i]; i++) {
        struct buf bytes = fixture_bytes(c->inside[i] ? c->inside[i] : 1);
        if (c->inside[i] == 0)
            bytes.len /= 2;
        fixture_put(path, c->names[i], buf_str(&bytes));
        buf_free(&bytes);
    }
    if (c->audit)
        fixture_put(path, AUDIT_NAME, str_c(c->audit));
    assert_true(state_dir_open(&d, path, true, 0, &detail));
    assert_int_equal(state_dir_load(&d, &s, &detail), c->want);
    if (!str_has(detail, str_c(c->says)))
        fail_msg("\"%.*s\" does not say \"%s\"", STR_ARG(detail), c->says);
    if (c->want == GATE_STATE_INTACT)
        state_free(&s);
    state_dir_close(&d);
    fixture_folder_remove(path);
}

static void a_folder_is_empty_only_without_a_trace(void **unused)
{
    static const char one[] = "state-0000000001.pgstate", two[] = "state-0000000002.pgstate";
    static const struct folder_case cases[] = {
        { { NULL }, { 0 }, NULL, GATE_STATE_EMPTY, "no trace" },
        { { NULL }, { 0 }, "{\"guards\":[],\"verdict\":\"reject\"}\n", GATE_STATE_EMPTY, "no trace" },
        { { NULL }, { 0 }, "{\"guards\":[],\"generation\":3}\n", GATE_STATE_DAMAGED, "generation 3 was saved" },
        { { NULL }, { 0 }, "{\"guards\":[],\"gener", GATE_STATE_DAMAGED, "is damaged" },
        { { one, NULL }, { 1 }, NULL, GATE_STATE_INTACT, "generation 1" },
        { { one, two, NULL }, { 1, 2 }, NULL, GATE_STATE_INTACT, "generation 2" },
        { { one, NULL }, { 1 }, "{\"guards\":[],\"generation\":2}\n", GATE_STATE_DAMAGED, "generation 2 was saved" },
        { { one, NULL }, { 1 }, "{\"guards\":[],\"generation\":1}\n{\"gua", GATE_STATE_INTACT, "cut off" },
        { { one, two, NULL }, { 1, 0 }, NULL, GATE_STATE_DAMAGED, "state-0000000002.pgstate: it is cut off" },
        { { one, two, NULL }, { 1, 1 }, NULL, GATE_STATE_DAMAGED, "another generation" },
    };

    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_folder(&cases[i]);
}

/* A folder of before there was a newest file: every line of the log counts, however many follow. */
static void an_older_folder_tells_by_its_whole_log(void **unused)
{
    static const char line[] = "{\"guards\":[],\"generation\":6,\"detail\":\"............................\"}\n";
    char room[64];
    struct str path = fixture_folder(room), detail;
    struct buf log = { 0 };
    struct state_dir d;
    struct state s;

    (void)unused;
    buf_put(&log, STR("{\"guards\":[],\"generation\":9}\n"));
    while (log.len < 3u << 20)
        buf_put(&log, STR(line));
    fixture_put(path, AUDIT_NAME, buf_str(&log));
    assert_true(state_dir_open(&d, path, true, 0, &detail));
    assert_int_equal(state_dir_load(&d, &s, &detail), GATE_STATE_DAMAGED);
    assert_true(str_has(detail, STR("generation 9 was saved")));
    assert_int_equal(d.trace.damaged, 0);
    state_dir_close(&d);
    buf_free(&log);
    fixture_folder_remove(path);
}

static void save_one(struct str path, uint64_t n)
{
    struct state_dir d;
    struct str error;
    struct state s;

    assert_true(state_dir_open(&d, path, true, 0, &error));
    fixture_state(&s, n);
    assert_true(state_dir_save(&d, &s, 5, &error));
    state_free(&s);
    state_dir_close(&d);
}

/* Puts these bytes into the log and opens it as a gate does. */
static void grow_log(struct str path, size_t bytes)
{
    struct buf log = { 0 };
    struct state_dir d;
    struct str error;
    struct state s;
    int fd;

    while (log.len < bytes)
        buf_put(&log, STR("{\"guards\":[],\"verdict\":\"reject\"}\n"));
    fixture_put(path, AUDIT_NAME, buf_str(&log));
    assert_true(state_dir_open(&d, path, true, 0, &error));
    if (state_dir_load(&d, &s, &error) == GATE_STATE_INTACT)
        state_free(&s);
    fd = state_dir_audit(&d, &error);
    assert_true(fd >= 0);
    close(fd);
    state_dir_close(&d);
    buf_free(&log);
}

static struct str file_in(struct arena *a, struct str path, const char *name)
{
    return ARENA_JOIN(a, path, STR("/"), str_c(name));
}

/* Two generations, the second lost, and a log that says nothing of it: whatever it holds, and wherever it went. */
static void a_lost_generation_is_missed_for_ever(void **unused)
{
    static const size_t logs[] = { 0, 2 << 20, AUDIT_ROTATE };
    struct arena a = { 0 };
    char room[64];
    struct str path = fixture_folder(room), detail;
    struct state_dir d;
    struct state s;

    (void)unused;
    save_one(path, 1);
    save_one(path, 2);
    assert_int_equal(unlink(file_in(&a, path, "state-0000000002.pgstate").p), 0);
    for (size_t i = 0; i < COUNT_OF(logs); i++) {
        grow_log(path, logs[i]);
        assert_true(state_dir_open(&d, path, true, 0, &detail));
        assert_int_equal(state_dir_load(&d, &s, &detail), GATE_STATE_DAMAGED);
        assert_true(str_has(detail, STR("generation 2 was saved")));
        assert_int_equal(state_dir_next(&d), 3);
        state_dir_close(&d);
    }
    assert_int_equal(access(file_in(&a, path, AUDIT_NAME ".1").p, F_OK), 0);
    for (unsigned n = 1; n <= AUDIT_KEEP + 1; n++)
        grow_log(path, AUDIT_ROTATE);
    assert_int_equal(access(file_in(&a, path, AUDIT_NAME ".4").p, F_OK), 0);
    assert_int_not_equal(access(file_in(&a, path, AUDIT_NAME ".5").p, F_OK), 0);
    arena_free(&a);
    fixture_folder_remove(path);
}

/* What stands in the newest file, and what a folder whose one generation is 1 is then. */
static void the_newest_file_decides(void **unused)
{
    static const struct {
        const char *bytes;
        enum gate_state want;
    } cases[] = {
        { "saved 1\nsaving 1\n", GATE_STATE_INTACT },
        { "saved 1\nsaving 2\n", GATE_STATE_INTACT }, /* killed before it was there */
        { "saved 0\nsaving 1\n", GATE_STATE_INTACT }, /* killed after it was there */
        { "saved 2\nsaving 2\n", GATE_STATE_DAMAGED },
        { "saved 18446744073709551617\nsaving 1\n", GATE_STATE_DAMAGED },
        { "saved 1\nsaving 1", GATE_STATE_DAMAGED },
        { "saved 1\nsaving 1\n\n", GATE_STATE_DAMAGED },
        { "saved -1\nsaving 1\n", GATE_STATE_DAMAGED },
        { "saved \nsaving 1\n", GATE_STATE_DAMAGED },
        { "", GATE_STATE_DAMAGED },
    };
    char room[64];
    struct str path = fixture_folder(room), detail;
    struct state_dir d;
    struct state s;

    (void)unused;
    save_one(path, 1);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        fixture_put(path, NEWEST_NAME, str_c(cases[i].bytes));
        assert_true(state_dir_open(&d, path, true, 0, &detail));
        assert_int_equal(state_dir_load(&d, &s, &detail), cases[i].want);
        if (cases[i].want == GATE_STATE_INTACT)
            state_free(&s);
        state_dir_close(&d);
    }
    fixture_folder_remove(path);
}

/* A line of any length is read. */
static void a_line_longer_than_the_end_hides_no_state(void **unused)
{
    char room[64];
    struct str path = fixture_folder(room), detail;
    struct buf log = { 0 };
    struct state_dir d;
    struct state s;

    (void)unused;
    buf_put(&log, STR("{\"guards\":[],\"generation\":6,\"detail\":\""));
    while (log.len < 2u << 20)
        buf_char(&log, '.');
    buf_put(&log, STR("\"}\n"));
    fixture_put(path, AUDIT_NAME, buf_str(&log));
    assert_true(state_dir_open(&d, path, true, 0, &detail));
    assert_int_equal(state_dir_load(&d, &s, &detail), GATE_STATE_DAMAGED);
    state_dir_close(&d);
    buf_free(&log);
    fixture_folder_remove(path);
}

static void an_old_generation_goes_when_more_are_kept_than_wanted(void **unused)
{
    char room[64];
    struct str path = fixture_folder(room), error;
    struct state_dir d;
    struct state s;

    (void)unused;
    for (uint64_t n = 1; n <= 4; n++) {
        assert_true(state_dir_open(&d, path, true, 0, &error));
        assert_int_equal(state_dir_next(&d), n);
        fixture_state(&s, n);
        assert_true(state_dir_save(&d, &s, 2, &error));
        state_free(&s);
        state_dir_close(&d);
    }
    assert_true(state_dir_open(&d, path, false, 0, &error));
    assert_int_equal(d.count, 2);
    assert_int_equal(d.generations[0], 3);
    assert_true(state_dir_load_generation(&d, 3, &s, &error));
    state_free(&s);
    assert_false(state_dir_load_generation(&d, 2, &s, &error));
    state_dir_close(&d);
    fixture_folder_remove(path);
}

static void a_generation_is_never_written_over(void **unused)
{
    char room[64];
    struct str path = fixture_folder(room), error;
    struct state_dir d;
    struct state s;

    (void)unused;
    assert_true(state_dir_open(&d, path, true, 0, &error));
    fixture_state(&s, 1);
    assert_true(state_dir_save(&d, &s, 5, &error));
    assert_false(state_dir_save(&d, &s, 5, &error));
    assert_true(str_has(error, STR("File exists")));
    state_free(&s);
    state_dir_close(&d);
    fixture_folder_remove(path);
}

static void a_lock_that_is_held_names_its_holder(void **unused)
{
    char room[64];
    struct str path = fixture_folder(room), error;
    struct state_dir first, second;
    char pid[32];

    (void)unused;
    snprintf(pid, sizeof pid, "process %ld", (long)getpid());
    assert_true(state_dir_open(&first, path, true, 0, &error));
    assert_false(state_dir_open(&second, path, true, 0, &error));
    assert_true(str_has(error, str_c(pid)));
    state_dir_close(&second);
    assert_false(state_dir_open(&second, path, false, 50, &error));
    state_dir_close(&second);
    state_dir_close(&first);
    assert_true(state_dir_open(&second, path, true, 0, &error));
    state_dir_close(&second);
    fixture_folder_remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_bytes_come_back),
        cmocka_unit_test(every_byte_flipped_is_refused),
        cmocka_unit_test(every_cut_is_refused),
        cmocka_unit_test(records_with_a_right_checksum_are_bounded),
        cmocka_unit_test(a_newer_form_is_named),
        cmocka_unit_test(a_folder_is_empty_only_without_a_trace),
        cmocka_unit_test(an_older_folder_tells_by_its_whole_log),
        cmocka_unit_test(a_lost_generation_is_missed_for_ever),
        cmocka_unit_test(the_newest_file_decides),
        cmocka_unit_test(a_line_longer_than_the_end_hides_no_state),
        cmocka_unit_test(an_old_generation_goes_when_more_are_kept_than_wanted),
        cmocka_unit_test(a_generation_is_never_written_over),
        cmocka_unit_test(a_lock_that_is_held_names_its_holder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
