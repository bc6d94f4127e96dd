#include "tests/base/git_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Asked for by the leak checker, where there is one. libgit2 1.5 loses a reference whose commit is damaged, and what it
 * compiles to search its settings; PCRE2 is used by nobody else here. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libgit2.so\nleak:libpcre2";
}
struct arena arena;
char folder[GIT_FOLDER];

void script(const char *text)
{
    struct str line = arena_printf(&arena,
                                   "cd %s && export GIT_AUTHOR_DATE='2026-01-02T00:00:00Z' "
                                   "GIT_COMMITTER_DATE='2026-01-02T00:00:00Z' GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@x "
                                   "GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@x GIT_CONFIG_GLOBAL=/dev/null "
                                   "GIT_CONFIG_SYSTEM=/dev/null && set -e\n%s",
                                   folder, text);

    if (system(line.p) != 0)
        fail_msg("failed: %s", text);
}

int begin(void **state)
{
    (void)state;
    unsetenv("GIT_DIR");
    unsetenv("GIT_WORK_TREE");
    strcpy(folder, "/tmp/git-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    script("git init -q -b main .\n"
           "mkdir -p config/jobs/deep jobs-old\n"
           "printf 'plank: {}\\n' >config/config.yaml\n"
           "printf 'periodics: []\\n' >config/jobs/a.yaml\n"
           "printf 'x' >config/jobs/deep/b.yaml\n"
           ": >config/jobs/empty.yaml\n"
           "ln -s jobs config/link\n"
           "ln -s jobs/a.yaml config/file-link\n"
           "ln -s ring-b config/ring-a\n"
           "ln -s ring-a config/ring-b\n"
           "ln -s ../../etc/passwd config/out\n"
           "ln -s /etc/passwd config/absolute\n"
           "ln -s link/deep/../a.yaml config/winding\n"
           "printf 'old' >jobs-old/a\n"
           "git add . && git commit -qm one\n"
           "git tag -m tagged v1\n"
           "printf 'y' >config/jobs/deep/b.yaml\n"
           "git commit -qam two");
    return 0;
}

int end(void **state)
{
    (void)state;
    struct str line = arena_printf(&arena, "chmod -R u+rwx %s; rm -rf %s", folder, folder);
    int status = system(line.p);

    arena_free(&arena);
    return status;
}

struct fs_git open_tree(const char *revision, const char *path)
{
    struct fs_git g;
    struct str reason;

    if (!fs_git_open(&g, folder, str_c(revision), str_c(path), &arena, &reason))
        fail_msg("%s: %.*s", revision, STR_ARG(reason));
    return g;
}

void assert_read(const struct fs *fs, const char *path, const char *want)
{
    struct fs_error error;
    struct buf b = { 0 };

    if (!fs_read(fs, str_c(path), 1 << 20, &b, &error))
        fail_msg("%.*s", STR_ARG(fs_error_text(&error, &arena)));
    if (!str_eq(buf_str(&b), str_c(want)))
        fail_msg("%s: got \"%.*s\", want \"%s\"", path, STR_ARG(buf_str(&b)), want);
    buf_free(&b);
}

void assert_error(const struct fs *fs, const char *path, size_t most, const char *want)
{
    struct fs_error error;
    struct buf b = { 0 };
    struct str got;

    assert_false(fs_read(fs, str_c(path), most, &b, &error));
    got = fs_error_text(&error, &arena);
    if (!str_eq(got, str_c(want)))
        fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
    buf_free(&b);
}

enum fs_kind kind_of(const struct fs *fs, const char *path, bool follow)
{
    struct fs_error error;
    struct fs_info info;

    if (!(follow ? fs_stat : fs_lstat)(fs, str_c(path), &info, &error))
        return FS_UNKNOWN;
    return info.kind;
}

void assert_refused(const char *revision, const char *path, const char *want)
{
    struct fs_git g;
    struct str reason;

    if (fs_git_open(&g, folder, str_c(revision), str_c(path), &arena, &reason))
        fail_msg("%s was opened", revision);
    if (!str_has(reason, str_c(want)))
        fail_msg("%s: got \"%.*s\", want \"%s\"", revision, STR_ARG(reason), want);
}
