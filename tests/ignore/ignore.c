/* .prowignore files: what the recorded suite does not hold, and its main points without it. */
#include "source/fs_memory.h"
#include "syntax/ignore/fnmatch.h"
#include "syntax/ignore/tree.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int end(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct ignore_answer ask(struct str patterns, const char *path, bool directory)
{
    struct ignore_file f;

    ignore_parse(&f, &arena, patterns);
    return ignore_match(&f, &arena, str_c(path), directory);
}

static void assert_verdict(struct str patterns, const char *path, enum ignore_verdict want)
{
    struct ignore_answer got = ask(patterns, path, false);

    if (got.verdict != want)
        fail_msg("%.*s: %s: verdict %d, want %d", STR_ARG(patterns), path, got.verdict, want);
}

static void assert_str(struct str got, const char *want)
{
    if (!str_eq(got, str_c(want)))
        fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

static void names_paths_and_asterisks_match_as_the_library_has_it(void **state)
{
    (void)state;
    assert_verdict(STR("*.yaml"), "a/b/c.yaml", IGNORE_IGNORED);
    assert_verdict(STR("b/c.yaml"), "a/b/c.yaml", IGNORE_NONE); /* git would ignore neither: it is anchored */
    assert_verdict(STR("b/c.yaml"), "b/c.yaml", IGNORE_IGNORED);
    assert_verdict(STR("/*.yaml"), "a/b.yaml", IGNORE_IGNORED); /* git would not: here "*" matches "a/b" */
    assert_verdict(STR("a/*.yaml"), "a/b/c.yaml", IGNORE_NONE);
    assert_verdict(STR("**/c.yaml"), "a/b/c.yaml", IGNORE_IGNORED);
    assert_verdict(STR("a/**/c.yaml"), "a/c.yaml", IGNORE_IGNORED);
    assert_verdict(STR("a**"), "ab", IGNORE_NONE); /* dropped: nothing but a slash may follow or precede "**" */
    assert_verdict(STR("sub/"), "sub/a.yaml", IGNORE_IGNORED);
    assert_verdict(STR("a.yaml/"), "a.yaml", IGNORE_NONE);
    assert_verdict(STR("a b/**"), "a b/c", IGNORE_NONE); /* blanks part a "**" pattern */
    assert_verdict(STR("A.yaml"), "a.yaml", IGNORE_NONE);
}

static void later_lines_win_but_not_below_an_ignored_folder(void **state)
{
    struct ignore_answer got = ask(STR("*.yaml\n\n# all but\n!a.yaml\n"), "x/a.yaml", false);

    (void)state;
    assert_int_equal(got.verdict, IGNORE_INCLUDED);
    assert_int_equal(got.line, 4);
    assert_str(got.pattern->text, "!a.yaml");
    assert_verdict(STR("x/\n!a.yaml\n"), "x/a.yaml", IGNORE_IGNORED);
    assert_verdict(STR("!a.yaml\n*.yaml"), "a.yaml", IGNORE_IGNORED);
}

static void trailing_blanks_stay_behind_a_negation(void **state)
{
    (void)state;
    assert_verdict(STR("a.yaml \t "), "a.yaml", IGNORE_IGNORED);
    assert_verdict(STR("*\n!a.yaml "), "a.yaml", IGNORE_IGNORED);
    assert_verdict(STR("*\n!a.yaml "), "a.yaml ", IGNORE_INCLUDED);
    assert_verdict(STR("a.yaml\\ "), "a.yaml ", IGNORE_IGNORED);
}

static void some_lines_panic(void **state)
{
    struct ignore_answer got = ask(STR("a.yaml\n/\n"), "b.yaml", false);

    (void)state;
    assert_int_equal(got.verdict, IGNORE_PANICS);
    assert_str(got.panic, "runtime error: index out of range [-1]");
    assert_int_equal(got.line, 2);
    got = ask(STR("a.yaml\n  \n"), "a.yaml", false); /* a line of blanks */
    assert_int_equal(got.verdict, IGNORE_PANICS);
    assert_str(got.panic, "runtime error: index out of range [0] with length 0");
    assert_verdict(STR("!/"), "x", IGNORE_PANICS);
    assert_verdict(STR("//"), "x", IGNORE_NONE);
    assert_verdict(STR("! "), "x", IGNORE_NONE);
    assert_verdict(STR("!"), "x", IGNORE_NONE);
}

static void a_class_that_ends_in_a_wide_character_panics_when_reached(void **state)
{
    struct ignore_answer got = ask(STR("x\n[\xc3\xa9"), "a", false);

    (void)state;
    assert_int_equal(got.verdict, IGNORE_PANICS);
    assert_int_equal(got.line, 2);
    assert_verdict(STR("b[\xc3\xa9"), "a", IGNORE_NONE);
    assert_verdict(STR("[\xc3\xa9]"), "\xc3\xa9", IGNORE_IGNORED);
    assert_verdict(STR("[a\xc3\xa9"), "a", IGNORE_NONE); /* "a" is found before the end is */
    assert_verdict(STR("[\xff"), "a", IGNORE_PANICS);
    assert_verdict(STR("**/[\xc3\xa9"), "a/b", IGNORE_PANICS);
    assert_verdict(STR("[\\\xc3\xa9"), "a", IGNORE_PANICS);
}

static void a_nul_ends_what_it_stands_in(void **state)
{
    (void)state;
    assert_verdict((struct str){ "a\0b", 3 }, "ab", IGNORE_IGNORED);  /* lost at the end of a pattern */
    assert_verdict((struct str){ "\0a", 2 }, "a", IGNORE_NONE);       /* the file is over */
    assert_verdict((struct str){ "a\0\0b", 4 }, "b", IGNORE_IGNORED); /* ends the line, and b is a new one */
    assert_verdict((struct str){ "#x\0b", 4 }, "b", IGNORE_IGNORED);
    assert_verdict((struct str){ "*\0b", 3 }, "ab", IGNORE_IGNORED);
}

static void dropped_lines_are_told(void **state)
{
    struct ignore_file f;

    (void)state;
    ignore_parse(&f, &arena, STR("a**b\nc\rd\ne\r\n!\n\r\r\nf"));
    assert_int_equal(f.count, 2);
    assert_str(f.patterns[0].text, "e");
    assert_str(f.patterns[1].text, "f");
    assert_int_equal(f.patterns[1].line, 6);
    assert_int_equal(f.fault_count, 4);
    assert_str(f.faults[0].reason, "invalid pattern");
    assert_str(f.faults[1].reason, "unexpected carriage return '\\r'");
    assert_int_equal(f.faults[1].line, 2);
    assert_int_equal(f.faults[3].line, 5);
}

static void paths_are_taken_below_the_file(void **state)
{
    (void)state;
    assert_verdict(STR("*"), "", IGNORE_NONE);
    assert_verdict(STR("*"), "..", IGNORE_NONE);
    assert_verdict(STR("*"), "../x", IGNORE_NONE);
    assert_verdict(STR("/x"), "/x", IGNORE_IGNORED);
    assert_verdict(STR("x/y"), "./x//y", IGNORE_IGNORED);
    assert_int_equal(ask(STR("x/"), "x", true).verdict, IGNORE_IGNORED);
    assert_int_equal(ask(STR("x/"), "x", false).verdict, IGNORE_NONE);
}

static void globs_with_many_stars_take_little_time(void **state)
{
    char text[4001], pattern[401];

    (void)state;
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (int i = 0; i < 400; i += 2)
        memcpy(pattern + i, "*a", 2);
    pattern[400] = '\0';
    assert_int_equal(ignore_fnmatch(str_c(pattern), str_c(text), false), FNMATCH_YES);
    pattern[399] = 'b';
    assert_int_equal(ignore_fnmatch(str_c(pattern), str_c(text), false), FNMATCH_NO);
    assert_int_equal(ignore_fnmatch(STR("*a/*b/*"), STR("aa/ab/c"), true), FNMATCH_YES);
    assert_int_equal(ignore_fnmatch(STR("*b*/c"), STR("a/b/c"), true), FNMATCH_NO);
    assert_int_equal(ignore_fnmatch(STR("*b*/c"), STR("a/b/c"), false), FNMATCH_YES);
    assert_int_equal(ignore_fnmatch(STR("*[!c]"), STR(""), false), FNMATCH_NO);
    assert_int_equal(ignore_fnmatch(STR("**"), STR(""), true), FNMATCH_YES);
}

static void deeper_files_win_over_shallower_ones(void **state)
{
    struct ignore_tree t;
    struct ignore_answer got;
    struct fs_memory m;

    (void)state;
    fs_memory_init(&m, &arena);
    fs_memory_put(&m, STR("jobs/.prowignore"), STR("*.yaml\nold/\n"));
    fs_memory_put(&m, STR("jobs/sub/.prowignore"), STR("!a.yaml"));
    fs_memory_put(&m, STR("jobs/old/.prowignore"), STR("/")); /* never read: its folder is ignored */
    fs_memory_put(&m, STR("jobs/bad/.prowignore"), STR("x\n/"));
    ignore_tree_begin(&t, &m.fs, &arena, STR("jobs"), STR(".prowignore"));
    got = ignore_tree_match(&t, STR("sub/deep/a.yaml"), false);
    assert_int_equal(got.verdict, IGNORE_INCLUDED);
    assert_str(got.file, "jobs/sub/.prowignore");
    got = ignore_tree_match(&t, STR("sub/b.yaml"), false);
    assert_int_equal(got.verdict, IGNORE_IGNORED);
    assert_str(got.file, "jobs/.prowignore");
    got = ignore_tree_match(&t, STR("old/deep/er/a.txt"), false);
    assert_int_equal(got.verdict, IGNORE_IGNORED);
    assert_int_equal(got.line, 2);
    got = ignore_tree_match(&t, STR("bad/a.yaml"), false);
    assert_int_equal(got.verdict, IGNORE_PANICS);
    assert_str(got.file, "jobs/bad/.prowignore");
    assert_int_equal(got.line, 2);
    assert_int_equal(ignore_tree_match(&t, STR("a.txt"), false).verdict, IGNORE_NONE);
    assert_int_equal(ignore_tree_match(&t, STR(""), true).verdict, IGNORE_PANICS);
    assert_int_equal(ignore_tree_match(&t, STR("/x"), false).verdict, IGNORE_PANICS);
    assert_int_equal(t.source_count, 3);
    ignore_tree_end(&t);
}

static bool closed_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error)
{
    (void)fs;
    (void)most;
    buf_reset(bytes);
    *error = (struct fs_error){ "open", path, str_has(path, STR("sub/")) ? EACCES : ENOENT };
    return false;
}

static void an_unreadable_file_counts_as_none_and_is_told(void **state)
{
    static const struct fs_operations operations = { .read = closed_read };
    struct fs fake = { &operations };
    struct ignore_tree t;

    (void)state;
    ignore_tree_begin(&t, &fake, &arena, STR("."), STR(".prowignore"));
    assert_int_equal(ignore_tree_match(&t, STR("sub/a.yaml"), false).verdict, IGNORE_NONE);
    assert_int_equal(t.source_count, 1);
    assert_str(fs_error_text(&t.sources[0]->error, &arena), "open sub/.prowignore: permission denied");
    ignore_tree_end(&t);
}

static void a_directory_in_its_place_hangs(void **state)
{
    struct ignore_tree t;
    struct fs_memory m;

    (void)state;
    fs_memory_init(&m, &arena);
    fs_memory_put(&m, STR("jobs/sub/.prowignore/x"), STR(""));
    ignore_tree_begin(&t, &m.fs, &arena, STR("jobs"), STR(".prowignore"));
    assert_int_equal(ignore_tree_match(&t, STR("a.yaml"), false).verdict, IGNORE_NONE);
    assert_int_equal(ignore_tree_match(&t, STR("sub/a.yaml"), false).verdict, IGNORE_HANGS);
    assert_str(ignore_tree_match(&t, STR("sub/b/c/a.yaml"), false).file, "jobs/sub/.prowignore");
    ignore_tree_end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_paths_and_asterisks_match_as_the_library_has_it),
        cmocka_unit_test(later_lines_win_but_not_below_an_ignored_folder),
        cmocka_unit_test(trailing_blanks_stay_behind_a_negation),
        cmocka_unit_test(some_lines_panic),
        cmocka_unit_test(a_class_that_ends_in_a_wide_character_panics_when_reached),
        cmocka_unit_test(a_nul_ends_what_it_stands_in),
        cmocka_unit_test(dropped_lines_are_told),
        cmocka_unit_test(paths_are_taken_below_the_file),
        cmocka_unit_test(globs_with_many_stars_take_little_time),
        cmocka_unit_test(deeper_files_win_over_shallower_ones),
        cmocka_unit_test(an_unreadable_file_counts_as_none_and_is_told),
        cmocka_unit_test(a_directory_in_its_place_hangs),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
