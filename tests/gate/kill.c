/* Kill -9 at every system call of a save and of its record: afterwards the last known good is the old one or the new
 * one, whole, and the next save works. A traced child saves; its tracer kills it at the n-th call, for every n. */
#include "gate/confirm.h"
#include "tests/gate/state_fixture.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MOST_CALLS = 2000 };

static const char record[] = "{\"verdict\":\"pass\",\"generation\":%d,\"guards\":[]}";

/* Saves generation n and records it, as the gate does. Ends the process. */
static void save(struct str path, uint64_t n)
{
    struct state_dir d;
    struct state s, old;
    char line[128];
    struct str error;
    bool repaired;
    int fd;

    snprintf(line, sizeof line, record, (int)n);
    if (!state_dir_open(&d, path, true, 0, &error) || state_dir_load(&d, &old, &error) != GATE_STATE_INTACT)
        _exit(3);
    fixture_state(&s, n);
    if (!state_dir_save(&d, &s, 2, &error))
        _exit(4);
    fd = state_dir_audit(&d, &error);
    if (fd < 0 || !audit_append(fd, str_c(line), &repaired))
        _exit(5);
    _exit(0);
}

/* Asks the consumer of candidate n, as gate --confirm does. */
static void confirm(struct str path, uint64_t n, enum confirm_seen seen)
{
    const struct confirm_evidence evidence = { seen, HEALTH_GOOD, STR("asked") };
    const struct confirm_wish wish = { .generation = n, .now = 1800000000, .keep = 2, .tool = "prowgate test" };
    struct state_dir d;
    struct state old;
    struct str detail;

    if (!state_dir_open(&d, path, true, 0, &detail) || state_dir_load(&d, &old, &detail) != GATE_STATE_INTACT)
        _exit(3);
    if (state_dir_candidate(&d) == n)
        confirm_step(&d, &wish, &evidence, &detail);
    _exit(0);
}

static void confirm_good(struct str path, uint64_t n)
{
    confirm(path, n, SEEN_CANDIDATE);
}

static void confirm_poisoned(struct str path, uint64_t n)
{
    confirm(path, n, SEEN_OTHER);
}

typedef void traced(struct str path, uint64_t n);

/* Lets the child run to its n-th stop at a system call (each has two: before and after) and kills it there. False when
 * it ended before. */
static bool kill_at(struct str path, uint64_t generation, int n, traced *act)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        act(path, generation);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    for (int i = 0; i < n; i++) {
        ptrace(PTRACE_SYSCALL, child, NULL, NULL);
        assert_int_equal(waitpid(child, &status, 0), child);
        if (WIFEXITED(status)) {
            assert_int_equal(WEXITSTATUS(status), 0);
            return false;
        }
        assert_true(WIFSTOPPED(status));
    }
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    return true;
}

static bool may_trace(void)
{
    pid_t child = fork();
    int status;

    if (child == 0)
        _exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? 0 : 1);
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void begin(struct str path)
{
    struct buf bytes = fixture_bytes(1);

    fixture_put(path, "state-0000000001.pgstate", buf_str(&bytes));
    fixture_put(path, AUDIT_NAME, STR("{\"verdict\":\"pass\",\"generation\":1,\"guards\":[]}\n"));
    buf_free(&bytes);
}

/* Returns the generation that is the last known good now. */
static uint64_t must_be_whole(struct str path)
{
    struct state_dir d;
    struct state s;
    struct str detail;
    uint64_t generation;

    assert_true(state_dir_open(&d, path, true, 0, &detail));
    if (state_dir_load(&d, &s, &detail) != GATE_STATE_INTACT)
        fail_msg("%.*s", STR_ARG(detail));
    generation = s.generation;
    assert_true(generation == 1 || generation == 2);
    assert_int_equal(s.side.job_count, 3);
    state_free(&s);
    state_dir_close(&d);
    return generation;
}

static void killed_at_every_call(void **unused)
{
    bool old = false, fresh = false;
    int n = 1;

    (void)unused;
    if (!may_trace()) {
        puts("SKIPPED: kill -9 at every system call: this machine lets no process be traced");
        skip();
    }
    for (;; n++) {
        char room[64];
        struct str path = fixture_folder(room);
        uint64_t generation;
        bool killed;

        begin(path);
        killed = kill_at(path, 2, n, save);
        generation = must_be_whole(path);
        old = old || generation == 1;
        fresh = fresh || (killed && generation == 2);
        assert_false(kill_at(path, generation + 1, MOST_CALLS, save));
        assert_true(killed || generation == 2);
        fixture_folder_remove(path);
        if (!killed)
            break;
        assert_true(n < MOST_CALLS);
    }
    printf("killed at %d places\n", n - 1);
    assert_true(old && fresh);
}

/* A folder with generation 1, which is good, and candidate 2. */
static void begin_candidate(struct str path)
{
    struct buf bytes = fixture_bytes(2);

    begin(path);
    fixture_put(path, "candidate-0000000002.pgstate", buf_str(&bytes));
    buf_free(&bytes);
}

/* Killed at every call of the step, and then done again by the next one. Returns how often generation 2 was good in between. */
static size_t killed_while(traced *act, uint64_t in_the_end)
{
    size_t good = 0;

    for (int n = 1;; n++) {
        char room[64];
        struct str path = fixture_folder(room);
        bool killed;

        begin_candidate(path);
        killed = kill_at(path, 2, n, act);
        good += must_be_whole(path) == 2;
        assert_false(kill_at(path, 2, MOST_CALLS, act));
        assert_int_equal(must_be_whole(path), in_the_end);
        fixture_folder_remove(path);
        if (!killed)
            return good;
        assert_true(n < MOST_CALLS);
    }
}

static void killed_while_confirming(void **unused)
{
    (void)unused;
    if (!may_trace())
        skip();
    assert_true(killed_while(confirm_good, 2) > 0);
}

/* The one that its consumer contradicts never becomes good, wherever the gate is killed. */
static void a_poisoned_candidate_stays_one(void **unused)
{
    (void)unused;
    if (!may_trace())
        skip();
    assert_int_equal(killed_while(confirm_poisoned, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_at_every_call),
        cmocka_unit_test(killed_while_confirming),
        cmocka_unit_test(a_poisoned_candidate_stays_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
