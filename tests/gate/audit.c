/* The audit log: what is appended is one line each, and a line that a crash cut off is ended and named. */
#include "tests/gate/state_fixture.h"

#include "syntax/json/json.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void a_decision_is_one_line_of_json(void **unused)
{
    struct gate_skip skip = { GUARD_SEAL, STR("the sealer is down\nsince noon") };
    struct gate_decision d = { .skips = &skip, .skip_count = 1, .saved = true, .generation = 9, .time = 1764331200 };
    struct arena a = { 0 };
    struct buf line = { 0 };
    struct json_error error;
    struct tape t;
    size_t told = 0;

    (void)unused;
    d.before.name = STR("a");
    d.after.name = STR("b");
    gate_decide(&d);
    audit_line(&d, &(struct audit_more){ .tool = "prowgate test" }, &line);
    assert_null(memchr(line.p, '\n', line.len));
    assert_true(json_read(&t, &a, buf_str(&line), &error));
    assert_true(node_is(node_get(t.root, STR("time")), STR("2025-11-28T12:00:00Z")));
    assert_true(node_is(node_get(t.root, STR("verdict")), STR("undecided")));
    for (size_t i = 0; i < GUARD_COUNT; i++)
        told += !guard_is_silent(&d.guards[i]);
    assert_int_equal(node_count(node_get(t.root, STR("guards"))), told);
    assert_in_range(told, GUARD_STATE_INTACT - GUARD_STAGED_ORDER, GUARD_COUNT - 1);
    assert_true(str_has(buf_str(&line), STR("\"skipped\":true,\"reason\":\"the sealer is down\\nsince noon\"")));
    assert_int_equal(audit_read(buf_str(&line)).generation, 9);
    buf_free(&line);
    arena_free(&a);
    gate_decision_free(&d);
}

static void a_cut_line_is_ended(void **unused)
{
    static const char whole[] = "{\"guards\":[],\"generation\":4}\n";
    char room[64], path[128];
    struct str folder = fixture_folder(room);

    (void)unused;
    snprintf(path, sizeof path, "%s/log", room);
    for (size_t cut = 0; cut < sizeof whole - 1; cut++) {
        struct buf text = { 0 };
        struct audit_trace t;
        bool repaired;
        char bytes[256];
        ssize_t n;
        int fd;

        buf_put(&text, STR(whole));
        buf_put(&text, (struct str){ whole, cut });
        fixture_put(folder, "log", buf_str(&text));
        fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC);
        assert_true(audit_append(fd, STR("{\"guards\":[],\"generation\":5}"), &repaired));
        assert_int_equal(repaired, cut > 0);
        n = pread(fd, bytes, sizeof bytes, 0);
        t = audit_read((struct str){ bytes, (size_t)n });
        assert_int_equal(t.generation, 5);
        assert_int_equal(t.records, 2 + (cut == sizeof whole - 2));
        assert_int_equal(t.damaged, cut > 0 && cut < sizeof whole - 2);
        assert_false(t.cut);
        close(fd);
        buf_free(&text);
    }
    fixture_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_decision_is_one_line_of_json),
        cmocka_unit_test(a_cut_line_is_ended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
