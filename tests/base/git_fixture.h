/* git_fixture: a repository of two commits that git itself made, for tests that read it or break it. */
#ifndef TESTS_BASE_GIT_FIXTURE_H
#define TESTS_BASE_GIT_FIXTURE_H

#include "source/fs_git.h"

enum { GIT_FOLDER = 64 };

/* Of the test that runs: begun by begin, gone with end. */
extern struct arena arena;
extern char folder[GIT_FOLDER]; /* of the repository */

/* Before and after each test. */
int begin(void **state);
int end(void **state);

#define UNIT(f) cmocka_unit_test_setup_teardown(f, begin, end)

/* Runs a shell script in the repository's folder. */
void script(const char *text);
/* The commit as a tree; closed with fs_git_close. Fails the test where it can't be opened. */
struct fs_git open_tree(const char *revision, const char *path);

/* Fail the test where the file holds something else, or reading at most so many bytes of it ends in another error. */
void assert_read(const struct fs *fs, const char *path, const char *want);
void assert_error(const struct fs *fs, const char *path, size_t most, const char *want);
/* Fails the test where the tree can be opened, or is refused in other words. */
void assert_refused(const char *revision, const char *path, const char *want);
/* FS_UNKNOWN for what is not there. */
enum fs_kind kind_of(const struct fs *fs, const char *path, bool follow);

#endif
