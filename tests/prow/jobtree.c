/* Which files Prow reads, and what it passes over. */
#include "prow/files/jobtree.h"
#include "source/fs_memory.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena arena;
static struct fs_disk disk;
static char folder[64];

static const char *const names[] = {
    [JOBTREE_ROOT_MISSING] = "root-missing",
    [JOBTREE_ROOT_DOTDOT] = "root-dotdot",
    [JOBTREE_ROOT_SYMLINK] = "root-symlink",
    [JOBTREE_NO_FILES] = "no-files",
    [JOBTREE_UNREADABLE_ENTRY] = "unreadable-entry",
    [JOBTREE_DUPLICATE_BASENAME] = "duplicate-basename",
    [JOBTREE_SYMLINKED_DIR_SKIPPED] = "symlinked-dir-skipped",
    [JOBTREE_YAML_NAMED_SYMLINK_TO_DIR] = "yaml-named-symlink-to-dir",
    [JOBTREE_DANGLING] = "dangling",
    [JOBTREE_SPECIAL_FILE] = "special-file",
    [JOBTREE_DOTDOT_SKIPPED] = "dotdot-skipped",
    [JOBTREE_WRONG_CASE_EXTENSION] = "wrong-case-extension",
    [JOBTREE_IGNORE_FILE_UNREADABLE] = "ignore-file-unreadable",
    [JOBTREE_IGNORE_LINE_DROPPED] = "ignore-line-dropped",
    [JOBTREE_IGNORE_PANIC] = "ignore-panic",
    [JOBTREE_IGNORE_HANG] = "ignore-hang",
    [JOBTREE_IN_REPO_NOT_DIRECTORY] = "in-repo-not-directory",
    [JOBTREE_IN_REPO_SHADOWED] = "in-repo-shadowed",
};

static const char *at(const char *name)
{
    return arena_printf(&arena, "%s/%s", folder, name).p;
}

/* A file with all the directories above it. */
static void put(const char *name, const char *text)
{
    const char *path = at(name);
    FILE *f;

    for (const char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/')); slash++)
        mkdir(arena_printf(&arena, "%.*s", (int)(slash - path), path).p, 0777);
    f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void make_link(const char *target, const char *name)
{
    assert_int_equal(symlink(target, at(name)), 0);
}

static int begin(void **state)
{
    struct fs_error error;

    (void)state;
    strcpy(folder, "/tmp/jobtree-XXXXXX");
    return mkdtemp(folder) && fs_disk_open(&disk, folder, &error) ? 0 : -1;
}

static int end(void **state)
{
    char command[192];

    (void)state;
    fs_disk_close(&disk);
    arena_free(&arena);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* One line a file, then one a notice: kind, path, (related), line, what Prow says; "!" before what refuses.
 */
static struct str told(const struct jobtree *t)
{
    struct buf b = { 0 };
    struct str s;

    for (size_t i = 0; i < t->count; i++)
        buf_printf(&b, "%.*s\n", STR_ARG(t->files[i].path));
    for (size_t i = 0; i < t->notice_count; i++) {
        const struct jobtree_notice *n = &t->notices[i];
        buf_printf(&b, "%s%s %.*s", n->refuses ? "!" : "", names[n->kind], STR_ARG(n->path));
        if (n->related.len)
            buf_printf(&b, " (%.*s)", STR_ARG(n->related));
        if (n->line)
            buf_printf(&b, " line %u", n->line);
        if (n->error.len)
            buf_printf(&b, ": %.*s", STR_ARG(n->error));
        buf_char(&b, '\n');
    }
    s = arena_copy(&arena, buf_str(&b));
    buf_free(&b);
    return s;
}

static struct jobtree read_on(const struct fs *fs, const char *root, const struct jobtree_rules *rules)
{
    struct jobtree t;

    jobtree_read(&t, &arena, fs, str_c(root), rules);
    return t;
}

static void assert_tree(const char *root, const struct jobtree_rules *rules, const char *want)
{
    struct jobtree t = read_on(&disk.fs, root, rules);

    assert_string_equal(told(&t).p, want);
}

static void a_directory_is_read_in_walk_order(void **state)
{
    struct jobtree t;

    (void)state;
    put("plain/b.yaml", "x: 1\n");
    put("plain/a.yaml", "");
    put("plain/a/x.yml", "");
    put("plain/x.yaml/deep.yaml", "");
    put("plain/.yaml", "");
    put("plain/README.md", "");
    put("plain/yaml", "");
    assert_tree("plain", &jobtree_jobs,
                "plain/.yaml\nplain/a/x.yml\nplain/a.yaml\nplain/b.yaml\nplain/x.yaml/deep.yaml\n");
    assert_tree("./plain//", &jobtree_jobs,
                "plain/.yaml\nplain/a/x.yml\nplain/a.yaml\nplain/b.yaml\nplain/x.yaml/deep.yaml\n");
    t = read_on(&disk.fs, "plain", &jobtree_jobs);
    jobtree_measure(&t, &disk.fs);
    assert_int_equal(t.files[3].size, 5);
    assert_int_equal(t.files[2].size, 0);
    assert_false(t.single || t.stopped);
}

static void a_file_is_read_whatever_its_name(void **state)
{
    (void)state;
    put("single/jobs.txt", "");
    make_link("jobs.txt", "single/link");
    assert_tree("single/jobs.txt", &jobtree_jobs, "single/jobs.txt\n");
    assert_tree("single/link", &jobtree_jobs, "single/link\n");
    assert_tree("single/none", &jobtree_jobs,
                "!root-missing single/none: stat single/none: no such file or directory\n");
}

static void some_roots_load_nothing(void **state)
{
    (void)state;
    put("root/jobs/a.yaml", "");
    put("root/jobs/sub/b.txt", "");
    put("root/..jobs/a.yaml", "");
    make_link("jobs", "root/link");
    make_link("jobs", "root/link.yaml");
    assert_tree("root/jobs/..", &jobtree_jobs, "root-dotdot root/jobs/..\n");
    assert_tree("root/..jobs", &jobtree_jobs, "root-dotdot root/..jobs\n");
    assert_tree("root/link", &jobtree_jobs, "root-symlink root/link\n");
    assert_tree("root/link/", &jobtree_jobs, "root/link/a.yaml\n");
    assert_tree("root/jobs/sub", &jobtree_jobs, "no-files root/jobs/sub\n");
    /* The ignore library is asked for its own base, and reads past its end. */
    assert_tree("root/link.yaml", &jobtree_jobs,
                "!ignore-panic root/link.yaml (root/link.yaml): panic loading config: runtime error: slice "
                "bounds out "
                "of range [15:14]\n");
}

static void a_name_may_stand_once_in_a_tree(void **state)
{
    struct jobtree t;
    struct jobtree_rules old = jobtree_jobs;

    (void)state;
    put("dup/a/jobs.yaml", "");
    put("dup/b/jobs.yaml", "");
    put("dup/b/jobs.yml", "");
    put("dup/c/jobs.yaml", "");
    put("dup/d.yaml", "");
    assert_tree("dup", &jobtree_jobs,
                "dup/a/jobs.yaml\ndup/b/jobs.yml\ndup/d.yaml\n"
                "!duplicate-basename dup/b/jobs.yaml (dup/a/jobs.yaml): duplicated basename is not allowed: "
                "jobs.yaml\n"
                "!duplicate-basename dup/c/jobs.yaml (dup/a/jobs.yaml): duplicated basename is not allowed: "
                "jobs.yaml\n");
    t = read_on(&disk.fs, "dup", &jobtree_jobs);
    assert_int_equal(t.notices[0].before, 1);
    assert_int_equal(t.notices[1].before, 2);
    old.unique_names = false;
    old.yml = false;
    assert_tree("dup", &old,
                "dup/a/jobs.yaml\ndup/b/jobs.yaml\ndup/c/jobs.yaml\ndup/d.yaml\n"
                "wrong-case-extension dup/b/jobs.yml\n");
}

static void links_are_read_through_but_not_entered(void **state)
{
    (void)state;
    put("links/real/a.txt", "");
    put("links/target.txt", "");
    make_link("target.txt", "links/a.yaml");
    make_link("real", "links/dir");
    make_link("real", "links/dir.yaml");
    make_link("nothing", "links/gone.yaml");
    make_link("nothing", "links/gone");
    make_link("loop.yaml", "links/loop.yaml");
    assert_tree("links", &jobtree_jobs,
                "links/a.yaml\n"
                "symlinked-dir-skipped links/dir\n"
                "!yaml-named-symlink-to-dir links/dir.yaml: error reading links/dir.yaml: read links/dir.yaml: is a "
                "directory\n"
                "!dangling links/gone.yaml: error reading links/gone.yaml: open links/gone.yaml: no such file or "
                "directory\n"
                "!dangling links/loop.yaml: error reading links/loop.yaml: open links/loop.yaml: too many levels of "
                "symbolic links\n");
}

static void a_mounted_config_map_is_read_through_its_links(void **state)
{
    (void)state;
    put("mount/..2026_08_21/a.yaml", "");
    make_link("..2026_08_21", "mount/..data");
    make_link("..data/a.yaml", "mount/a.yaml");
    assert_tree("mount", &jobtree_jobs, "mount/a.yaml\n");
    put("mount/..b.yaml", "");
    put("mount/..old/c.yaml", "");
    assert_tree("mount", &jobtree_jobs, "mount/a.yaml\ndotdot-skipped mount/..b.yaml\ndotdot-skipped mount/..old\n");
}

static void other_case_and_special_files_are_told(void **state)
{
    (void)state;
    put("case/A.YAML", "");
    put("case/b.Yml", "");
    put("case/c.yaml.bak", "");
    assert_int_equal(mkfifo(at("case/pipe.yaml"), 0600), 0);
    assert_tree("case", &jobtree_jobs,
                "wrong-case-extension case/A.YAML\nwrong-case-extension case/b.Yml\n!special-file case/pipe.yaml\n");
}

static void ignored_files_are_not_read(void **state)
{
    struct jobtree_rules old = jobtree_jobs;
    struct jobtree t;

    (void)state;
    put("ign/.prowignore", "old/\nskip.yaml\nx**\n");
    put("ign/old/a.yaml", "");
    put("ign/a.yaml", "");
    put("ign/sub/skip.yaml", "");
    put("ign/sub/.prowignore", "!keep.yaml\n");
    put("ign/sub/keep.yaml", "");
    assert_tree("ign", &jobtree_jobs,
                "ign/a.yaml\nign/sub/keep.yaml\nignore-line-dropped ign/.prowignore line 3: invalid pattern\n");
    t = read_on(&disk.fs, "ign", &jobtree_jobs);
    assert_int_equal(t.ignored, 2);
    put("all/.prowignore", "*.yaml\n");
    put("all/a.yaml", "");
    assert_tree("all", &jobtree_jobs, ""); /* nothing to read, and it was meant so */
    old.ignore_files = false;
    assert_tree("ign", &old,
                "ign/a.yaml\nign/sub/keep.yaml\nign/sub/skip.yaml\n"
                "!duplicate-basename ign/old/a.yaml (ign/a.yaml): duplicated basename is not allowed: a.yaml\n");
}

static void ignore_files_can_end_the_load(void **state)
{
    struct jobtree t;

    (void)state;
    put("bad/a.yaml", "");
    put("bad/b/.prowignore", "*.txt\n/\n");
    put("bad/b/b.yaml", "");
    put("bad/c.yaml", "");
    assert_tree("bad", &jobtree_jobs,
                "bad/a.yaml\n!ignore-panic bad/b/.prowignore (bad/b/b.yaml) line 2: panic loading config: runtime "
                "error: index out of range [-1]\n");
    t = read_on(&disk.fs, "bad", &jobtree_jobs);
    assert_true(t.stopped);
    put("hang/a.yaml", "");
    put("hang/.prowignore/x", "");
    assert_tree("hang", &jobtree_jobs, "!ignore-hang hang/.prowignore (hang/a.yaml)\n");
}

static void supplements_are_found_by_suffix(void **state)
{
    struct jobtree_rules other = jobtree_config;

    (void)state;
    put("sup/org/_prowconfig.yaml", "");
    put("sup/org/repo/x_prowconfig.yaml", "");
    put("sup/org/repo/_prowconfig.yaml", "");
    put("sup/org/repo/_prowconfig.yml", "");
    put("sup/org/_PROWCONFIG.yaml", "");
    put("sup/.prowignore", "*\n");
    put("sup/..data/_prowconfig.yaml", "");
    make_link("gone", "sup/z_prowconfig.yaml");
    assert_tree("sup", &jobtree_config,
                "sup/org/_prowconfig.yaml\nsup/org/repo/_prowconfig.yaml\nsup/org/repo/x_prowconfig.yaml\n"
                "wrong-case-extension sup/org/_PROWCONFIG.yaml\n"
                "!dangling sup/z_prowconfig.yaml: error reading sup/z_prowconfig.yaml: open "
                "sup/z_prowconfig.yaml: no "
                "such file or directory\n");
    other.suffix = STR("org/_prowconfig.yaml"); /* may reach into folders */
    assert_tree("sup", &other, "sup/org/_prowconfig.yaml\nwrong-case-extension sup/org/_PROWCONFIG.yaml\n");
    other.suffix = STR("");
    assert_int_equal(read_on(&disk.fs, "sup", &other).count, 6);
    assert_tree("none", &jobtree_config, "!root-missing none: lstat none: no such file or directory\n");
    assert_tree("none", &jobtree_plugins,
                "!root-missing none: failed to walk none: lstat none: no such file or directory\n");
    assert_tree("sup/org/repo", &jobtree_plugins, "no-files sup/org/repo\n");
    other = jobtree_plugins;
    other.suffix = STR("");
    assert_tree("none", &other, "");
}

static void a_repository_has_a_folder_or_a_file(void **state)
{
    struct jobtree_rules old = jobtree_in_repo;

    (void)state;
    put("r0/x", "");
    assert_tree("r0", &jobtree_in_repo, "");
    put("r1/.prow.yaml", "");
    assert_tree("r1", &jobtree_in_repo, "r1/.prow.yaml\n");
    assert_tree("r1/", &jobtree_in_repo, "r1/.prow.yaml\n");
    put("r2/.prow.yaml", "");
    put("r2/.prow/a.yaml", "");
    put("r2/.prow/..b.yaml", "");
    put("r2/.prow/sub/a.yaml", "");
    put("r2/.prow/sub/off.yaml", "");
    put("r2/.prowignore", ".prow/**/off.yaml\n");
    assert_tree("r2", &jobtree_in_repo,
                "r2/.prow/..b.yaml\nr2/.prow/a.yaml\nr2/.prow/sub/a.yaml\nin-repo-shadowed r2/.prow.yaml "
                "(r2/.prow)\n");
    old.folder = false;
    assert_tree("r2", &old, "r2/.prow.yaml\n");
    put("r3/.prow", "");
    put("r3/.prow.yaml", "");
    assert_tree("r3", &jobtree_in_repo, "!in-repo-not-directory r3/.prow: reading \"r3/.prow\": %!w(<nil>)\n");
    put("r4/real/a.yaml", "");
    make_link("real", "r4/.prow");
    assert_tree("r4", &jobtree_in_repo, "root-symlink r4/.prow\n");
    put("r5/.prow/a.yaml", "");
    put("r5/.prow/c.yaml", "");
    make_link("gone", "r5/.prow/b.yaml");
    assert_tree("r5", &jobtree_in_repo,
                "r5/.prow/a.yaml\n!dangling r5/.prow/b.yaml: failed to read contents of directory \".prow\": open "
                "r5/.prow/b.yaml: no such file or directory\n");
    put("r6/.prow", "");
    assert_tree("r6/.prow", &jobtree_in_repo,
                "!unreadable-entry r6/.prow/.prow: reading \"r6/.prow/.prow\": stat r6/.prow/.prow: not a "
                "directory\n");
}

static void errors_are_worded_as_prow_words_them(void **state)
{
    static const struct jobtree jobs = { .kind = JOBTREE_JOBS }, plugins = { .kind = JOBTREE_PLUGINS };
    struct jobtree folder_tree = { .kind = JOBTREE_IN_REPO, .root = STR("r") };
    struct jobtree file_tree = { .kind = JOBTREE_IN_REPO, .root = STR("r"), .single = true };
    struct str p = STR("r/.prow/x.yaml"), why = STR("why");

    (void)state;
    assert_string_equal(jobtree_read_error(&jobs, &arena, p, why).p, "error reading r/.prow/x.yaml: why");
    assert_string_equal(jobtree_decode_error(&jobs, &arena, p, why).p, "error unmarshalling r/.prow/x.yaml: why");
    assert_string_equal(jobtree_read_error(&plugins, &arena, p, why).p, "failed to read r/.prow/x.yaml: why");
    assert_string_equal(jobtree_decode_error(&plugins, &arena, p, why).p, "failed to unmarshal r/.prow/x.yaml: why");
    assert_string_equal(jobtree_read_error(&folder_tree, &arena, p, why).p,
                        "failed to read contents of directory \".prow\": why");
    assert_string_equal(jobtree_decode_error(&folder_tree, &arena, p, why).p,
                        "failed to read contents of directory \".prow\": failed to unmarshal \"r/.prow/x.yaml\": why");
    assert_string_equal(jobtree_read_error(&file_tree, &arena, p, why).p, "failed to read \"r/.prow\": why");
    assert_string_equal(jobtree_decode_error(&file_tree, &arena, p, why).p, "failed to unmarshal \"r/.prow\": why");
}

/* A tree with a folder that can not be listed, "closed", which root could read on the disk. */
static bool (*plain_list)(const struct fs *, struct str, struct arena *, struct fs_listing *, struct fs_error *);
static bool (*plain_read)(const struct fs *, struct str, size_t, struct buf *, struct fs_error *);

static bool closed_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                        struct fs_error *error)
{
    if (!str_ends(path, STR("closed")))
        return plain_list(fs, path, a, listing, error);
    *error = (struct fs_error){ "open", path, EACCES };
    return false;
}

static bool closed_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error)
{
    if (!str_ends(path, STR(".prowignore")))
        return plain_read(fs, path, most, bytes, error);
    *error = (struct fs_error){ "open", path, EACCES };
    return false;
}

static void unreadable_entries_are_logged_collected_or_final(void **state)
{
    struct fs_operations operations;
    struct fs_memory m;
    struct jobtree t;

    (void)state;
    fs_memory_init(&m, &arena);
    operations = *m.fs.operations;
    plain_list = operations.list;
    plain_read = operations.read;
    operations.list = closed_list;
    operations.read = closed_read;
    m.fs.operations = &operations;
    fs_memory_put(&m, STR("d/.prow/a.yaml"), STR(""));
    fs_memory_put(&m, STR("d/.prow/closed/b.yaml"), STR(""));
    fs_memory_put(&m, STR("d/.prow/e.yaml"), STR(""));
    fs_memory_put(&m, STR("d/.prow/.prowignore"), STR("*"));
    t = read_on(&m.fs, "d/.prow", &jobtree_jobs);
    assert_string_equal(told(&t).p, "d/.prow/a.yaml\nd/.prow/e.yaml\n"
                                    "unreadable-entry d/.prow/closed: open d/.prow/closed: permission denied\n"
                                    "ignore-file-unreadable d/.prow/.prowignore: open d/.prow/.prowignore: permission "
                                    "denied\n");
    t = read_on(&m.fs, "d", &(struct jobtree_rules){ .kind = JOBTREE_CONFIG, .suffix = STR("e.yaml") });
    assert_string_equal(told(&t).p, "d/.prow/e.yaml\n"
                                    "!unreadable-entry d/.prow/closed: open d/.prow/closed: permission denied\n");
    t = read_on(&m.fs, "d", &(struct jobtree_rules){ .kind = JOBTREE_PLUGINS, .suffix = STR(".yaml") });
    assert_string_equal(told(&t).p, "d/.prow/a.yaml\n!unreadable-entry d/.prow/closed: failed to walk d: open "
                                    "d/.prow/closed: permission denied\n");
    assert_true(t.stopped);
    t = read_on(&m.fs, "d", &jobtree_in_repo);
    assert_string_equal(told(&t).p, "d/.prow/a.yaml\n!unreadable-entry d/.prow/closed: failed to read contents of "
                                    "directory \".prow\": open d/.prow/closed: permission denied\n"
                                    "ignore-file-unreadable d/.prowignore: open d/.prowignore: permission denied\n"
                                    "ignore-file-unreadable d/.prow/.prowignore: open d/.prow/.prowignore: permission "
                                    "denied\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_directory_is_read_in_walk_order),
        cmocka_unit_test(a_file_is_read_whatever_its_name),
        cmocka_unit_test(some_roots_load_nothing),
        cmocka_unit_test(a_name_may_stand_once_in_a_tree),
        cmocka_unit_test(links_are_read_through_but_not_entered),
        cmocka_unit_test(a_mounted_config_map_is_read_through_its_links),
        cmocka_unit_test(other_case_and_special_files_are_told),
        cmocka_unit_test(ignored_files_are_not_read),
        cmocka_unit_test(ignore_files_can_end_the_load),
        cmocka_unit_test(supplements_are_found_by_suffix),
        cmocka_unit_test(a_repository_has_a_folder_or_a_file),
        cmocka_unit_test(errors_are_worded_as_prow_words_them),
        cmocka_unit_test(unreadable_entries_are_logged_collected_or_final),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
