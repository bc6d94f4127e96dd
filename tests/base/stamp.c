/* Stamps: every way in which a synced tree changes is seen, and nothing else is. */
#include "base/stamp.h"
#include "base/arena.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena arena;
static char folder[64];

static const char *at(const char *name)
{
    return arena_printf(&arena, "%s/%s", folder, name).p;
}

/* The kernel's times go in ticks: what is written twice within one looks the same. */
static void put(const char *name, const char *text)
{
    int fd;

    usleep(20000);
    fd = open(at(name), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
}

static void dir(const char *name)
{
    assert_int_equal(mkdir(at(name), 0777), 0);
}

static void link_to(const char *target, const char *name)
{
    assert_int_equal(symlink(target, at(name)), 0);
}

static bool moved(struct fingerprint *f, const char *path)
{
    struct fingerprint is = stamp_path(at(path), NULL);
    bool other = !fingerprint_eq(*f, is);

    assert_true(fingerprint_known(is));
    *f = is;
    return other;
}

static void sees_what_a_sync_does(void **state)
{
    struct fingerprint f = { 0 };
    char gone[128];

    (void)state;
    dir("revs");
    dir("revs/a");
    dir("revs/a/jobs");
    put("revs/a/config.yaml", "a: 1\n");
    put("revs/a/jobs/x.yaml", "b: 1\n");
    dir("revs/b");
    dir("revs/b/jobs");
    link_to("revs/a", "current");
    assert_true(moved(&f, "current"));
    assert_false(moved(&f, "current"));
    put("revs/a/jobs/x.yaml", "b: 2\n"); /* same size: times tell */
    assert_true(moved(&f, "current"));
    put("revs/a/jobs/y.yaml", "");
    assert_true(moved(&f, "current"));
    assert_int_equal(rename(at("revs/a/jobs/y.yaml"), at("revs/a/jobs/z.yaml")), 0);
    assert_true(moved(&f, "current"));
    assert_int_equal(unlink(at("revs/a/jobs/z.yaml")), 0);
    assert_true(moved(&f, "current"));
    assert_int_equal(truncate(at("revs/a/jobs/x.yaml"), 2), 0);
    assert_true(moved(&f, "current"));
    put("revs/b/config.yaml", "elsewhere");
    assert_false(moved(&f, "current"));
    link_to("revs/b", "next");
    assert_int_equal(rename(at("next"), at("current")), 0); /* as git-sync swaps */
    assert_true(moved(&f, "current"));
    assert_int_equal(unlink(at("current")), 0);
    assert_true(moved(&f, "current"));
    assert_false(moved(&f, "current"));
    snprintf(gone, sizeof gone, "%s/nowhere", folder);
    assert_true(fingerprint_known(stamp_path(gone, NULL)));
}

static void follows_links_and_leaves_circles(void **state)
{
    struct fingerprint f = { 0 };

    (void)state;
    dir("tree");
    dir("outside");
    put("outside/x.yaml", "1");
    link_to("../outside", "tree/jobs");
    link_to(".", "tree/circle");
    link_to("nowhere", "tree/dangling");
    assert_true(moved(&f, "tree"));
    assert_false(moved(&f, "tree"));
    put("outside/x.yaml", "2");
    assert_true(moved(&f, "tree"));
    put("tree/nowhere", "there now");
    assert_true(moved(&f, "tree"));
}

static void leaves_out_git_and_what_the_caller_writes(void **state)
{
    struct fingerprint f, g;

    (void)state;
    dir("repo");
    dir("repo/.git");
    dir("repo/state");
    put("repo/a.yaml", "a");
    f = stamp_path(at("repo"), at("repo/state"));
    put("repo/.git/index", "x");
    put("repo/state/audit.jsonl", "x");
    g = stamp_path(at("repo"), at("repo/state"));
    assert_true(fingerprint_eq(f, g));
    assert_false(fingerprint_eq(f, stamp_path(at("repo"), NULL)));
    put("repo/a.yaml", "b");
    assert_false(fingerprint_eq(f, stamp_path(at("repo"), at("repo/state"))));
}

static void a_single_file(void **state)
{
    struct fingerprint f = { 0 };

    (void)state;
    put("saved.yaml", "a");
    assert_true(moved(&f, "saved.yaml"));
    assert_false(moved(&f, "saved.yaml"));
    put("saved.yaml", "b");
    assert_true(moved(&f, "saved.yaml"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sees_what_a_sync_does),
        cmocka_unit_test(follows_links_and_leaves_circles),
        cmocka_unit_test(leaves_out_git_and_what_the_caller_writes),
        cmocka_unit_test(a_single_file),
    };
    int failed;

    strcpy(folder, "/tmp/prowgate-stamp-XXXXXX");
    if (!mkdtemp(folder))
        return 1;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (system(arena_printf(&arena, "rm -rf '%s'", folder).p) != 0)
        failed++;
    arena_free(&arena);
    return failed;
}
