/* A commit as a tree of files: what git itself put into a repository. */
#include "tests/base/git_fixture.h"

#include "base/pool.h"
#include "base/walk.h"
#include "git/log.h"
#include "git/trees.h"
#include "source/fs_memory.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
static void files_are_read_as_they_were_committed(void **state)
{
    struct fs_git g = open_tree("main", ""), old = open_tree("v1", "");

    (void)state;
    assert_read(&g.fs, "config/config.yaml", "plank: {}\n");
    assert_read(&g.fs, "./config//jobs/./empty.yaml", "");
    assert_read(&g.fs, "config/jobs/deep/b.yaml", "y");
    assert_read(&old.fs, "config/jobs/deep/b.yaml", "x");
    assert_error(&g.fs, "config/none.yaml", 99, "open config/none.yaml: no such file or directory");
    assert_error(&g.fs, "config/config.yaml/x", 99, "open config/config.yaml/x: not a directory");
    assert_error(&g.fs, "config/config.yaml/", 99, "open config/config.yaml/: not a directory");
    assert_error(&g.fs, "config", 99, "read config: is a directory");
    assert_error(&g.fs, "config/config.yaml", 3, "read config/config.yaml: file too large");
    assert_error(&g.fs, "/config/config.yaml", 99, "open /config/config.yaml: no such file or directory");
    assert_error(&g.fs, "", 99, "open : no such file or directory");
    fs_git_close(&g);
    fs_git_close(&old);
}

static void links_are_followed_inside_the_commit_only(void **state)
{
    struct fs_git g = open_tree("HEAD", "");

    (void)state;
    assert_read(&g.fs, "config/file-link", "periodics: []\n");
    assert_read(&g.fs, "config/link/a.yaml", "periodics: []\n");
    assert_read(&g.fs, "config/winding", "periodics: []\n");
    assert_int_equal(kind_of(&g.fs, "config/link", false), FS_SYMLINK);
    assert_int_equal(kind_of(&g.fs, "config/link", true), FS_DIRECTORY);
    assert_int_equal(kind_of(&g.fs, "config/link/", false), FS_DIRECTORY);
    assert_error(&g.fs, "config/ring-a", 99, "open config/ring-a: too many levels of symbolic links");
    assert_error(&g.fs, "config/out", 99, "open config/out: no such file or directory");
    assert_error(&g.fs, "config/absolute", 99, "open config/absolute: no such file or directory");
    assert_error(&g.fs, "config/file-link/", 99, "open config/file-link/: not a directory");
    fs_git_close(&g);
}

struct log {
    struct buf text;
};

static enum walk_answer note(void *context, const struct walk_entry *e)
{
    struct log *log = context;

    assert_null(e->error);
    buf_printf(&log->text, "%.*s%s ", STR_ARG(e->path), e->kind == FS_DIRECTORY ? "/" : "");
    return WALK_ON;
}

static void a_walk_sees_what_a_checkout_would_show(void **state)
{
    struct fs_git g = open_tree("HEAD", "config");
    struct fs_disk disk;
    struct fs_error error;
    struct log in_git = { 0 }, on_disk = { 0 };

    (void)state;
    assert_true(fs_disk_open(&disk, arena_printf(&arena, "%s/config", folder).p, &error));
    assert_true(walk(&g.fs, &arena, STR("."), note, &in_git));
    assert_true(walk(&disk.fs, &arena, STR("."), note, &on_disk));
    assert_string_equal(in_git.text.p, on_disk.text.p);
    assert_non_null(strstr(in_git.text.p, "jobs/deep/b.yaml"));
    buf_free(&in_git.text);
    buf_free(&on_disk.text);
    fs_disk_close(&disk);
    fs_git_close(&g);
}

static void a_folder_may_be_the_root(void **state)
{
    struct fs_git g = open_tree("HEAD", "config/link/deep");

    (void)state;
    assert_read(&g.fs, "b.yaml", "y");
    assert_read(&g.fs, "../a.yaml", "periodics: []\n");
    assert_error(&g.fs, "../../../../x", 99, "open ../../../../x: no such file or directory");
    assert_true(fs_git_up(&g));
    assert_read(&g.fs, "a.yaml", "periodics: []\n");
    assert_true(fs_git_up(&g));
    assert_true(fs_git_up(&g));
    assert_read(&g.fs, "jobs-old/a", "old");
    assert_false(fs_git_up(&g));
    fs_git_close(&g);
}

static void an_id_is_that_of_git_wherever_the_file_is(void **state)
{
    struct fs_git g = open_tree("HEAD", "");
    struct buf b = { 0 };
    struct blob_id in_git, on_disk, in_memory;
    struct fs_memory m;
    struct fs_error error;
    struct fs_disk disk;

    (void)state;
    fs_memory_init(&m, &arena);
    fs_memory_put(&m, STR("a"), STR("plank: {}\n"));
    assert_true(fs_disk_open(&disk, folder, &error));
    assert_true(fs_identify(&g.fs, STR("config/config.yaml"), 99, &b, &in_git, &error));
    assert_int_equal(b.len, 0);
    assert_true(fs_identify(&disk.fs, STR("config/config.yaml"), 99, &b, &on_disk, &error));
    assert_int_equal(b.len, 10);
    assert_true(fs_identify(&m.fs, STR("a"), 99, &b, &in_memory, &error));
    assert_true(blob_id_eq(&in_git, &on_disk) && blob_id_eq(&in_git, &in_memory));
    assert_true(blob_id_of(STR("plank: {} \n"), &on_disk));
    assert_false(blob_id_eq(&in_git, &on_disk));
    assert_false(fs_identify(&m.fs, STR("a"), 9, &b, &in_memory, &error));
    assert_int_equal(error.number, EFBIG);
    assert_false(fs_identify(&g.fs, STR("config"), 99, &b, &in_git, &error));
    buf_free(&b);
    fs_disk_close(&disk);
    fs_git_close(&g);
}

static void what_can_not_be_opened_is_said(void **state)
{
    (void)state;
    assert_refused("", "", "no revision is named");
    assert_refused("mian", "", "no commit, branch or tag is called \"mian\"");
    assert_refused("HEAD~7", "", "no commit, branch or tag is called \"HEAD~7\"");
    assert_refused("HEAD~1..HEAD", "", "is no revision; give one commit");
    assert_refused("HEAD:config/config.yaml", "", "is a file in git");
    assert_refused("HEAD", "none/of it", "HEAD has no folder none/of it");
    assert_refused("HEAD", "config/config.yaml", "config/config.yaml is a file in HEAD");
    assert_refused("HEAD", "config/ring-a", "too many levels of symbolic links");
    script("rm -rf .git");
    assert_refused("HEAD", "", "is a git repository");
    script("git init -q -b main .");
    assert_refused("HEAD", "", "has no commit yet");
}

static void every_form_of_a_revision_is_taken(void **state)
{
    static const char *const forms[] = { "HEAD~1", "main^", "v1", "v1^{commit}", "v1^{tree}", "refs/tags/v1", ":/one" };

    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct fs_git g = open_tree(forms[i], "");
        assert_read(&g.fs, "config/jobs/deep/b.yaml", "x");
        fs_git_close(&g);
    }
}

static void short_ids_that_name_several_are_refused(void **state)
{
    (void)state;
    /* Of seven hundred objects, two have the same first four digits. */
    script(
        "i=0; while [ $i -lt 700 ]; do echo $i >many.$i; i=$((i+1)); done; git add . && git commit -qm many\n"
        "git cat-file --batch-all-objects --batch-check='%(objectname)' | cut -c1-4 | sort | uniq -d | head -1 >twice");
    FILE *f = fopen(arena_printf(&arena, "%s/twice", folder).p, "r");
    char id[8] = "";

    assert_non_null(f);
    assert_int_equal(fread(id, 1, 4, f), 4);
    fclose(f);
    assert_refused(id, "", "is the beginning of several objects' ids");
}

static void packs_bare_repositories_and_alternates_are_read(void **state)
{
    static const char *const scripts[] = {
        "git gc -q --aggressive",
        "git clone -q --bare . bare.git && mv bare.git .. 2>/dev/null; rm -rf .git && mv ../bare.git .git",
        "git clone -q --shared . shared && mv .git kept && sed -i s,/.git/objects,/kept/objects, "
        "shared/.git/objects/info/alternates && mv shared/.git .git",
        "git worktree add -q ../w.$$ HEAD && mv ../w.$$/.git .gitfile && mv .git real && "
        "sed -i s,/.git/,/real/, .gitfile && mv .gitfile .git",
        "git config core.repositoryformatversion 1 && git config extensions.partialClone origin && "
        "git config extensions.worktreeConfig true",
    };

    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        struct fs_git g;
        script(scripts[i]);
        g = open_tree("HEAD", "config");
        assert_read(&g.fs, "jobs/deep/b.yaml", "y");
        fs_git_close(&g);
        assert_int_equal(end(state) + begin(state), 0);
    }
}

static void submodules_can_not_be_read_and_pointers_stay_pointers(void **state)
{
    struct fs_listing listing;
    struct fs_error error;
    struct fs_git g;

    (void)state;
    script("git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),sub && git commit -qm sub\n"
           "printf 'version https://git-lfs.github.com/spec/v1\\n' >big && git add big && git commit -qm lfs");
    g = open_tree("HEAD", "");
    assert_int_equal(kind_of(&g.fs, "sub", false), FS_DIRECTORY);
    assert_false(fs_list(&g.fs, STR("sub"), &arena, &listing, &error));
    assert_int_equal(error.number, FS_SUBMODULE);
    assert_error(&g.fs, "sub/x", 99, "open sub/x: it is a submodule: its files are in another repository");
    assert_read(&g.fs, "big", "version https://git-lfs.github.com/spec/v1\n");
    fs_git_close(&g);
}

struct reading {
    const struct fs *fs;
    struct buf bytes[8];
    bool wrong[8];
};

static void read_one(void *context, unsigned worker, size_t i)
{
    struct reading *r = context;
    struct fs_error error;
    char path[32], want[32];

    snprintf(path, sizeof path, "d%zu/f%zu", i % 10, i % 400);
    snprintf(want, sizeof want, "%zu\n", i % 400);
    if (!fs_read(r->fs, str_c(path), 99, &r->bytes[worker], &error) || !str_eq(buf_str(&r->bytes[worker]), str_c(want)))
        r->wrong[worker] = true;
}

static void threads_read_at_once(void **state)
{
    struct reading r = { 0 };
    struct fs_git g;

    (void)state;
    script("i=0; while [ $i -lt 400 ]; do mkdir -p d$((i%10)); echo $i >d$((i%10))/f$i; i=$((i+1)); done\n"
           "git add . && git commit -qm many && git gc -q");
    g = open_tree("HEAD", "");
    r.fs = &g.fs;
    pool_run(8, 4000, read_one, &r);
    for (int i = 0; i < 8; i++) {
        assert_false(r.wrong[i]);
        buf_free(&r.bytes[i]);
    }
    fs_git_close(&g);
}

static void a_shallow_clone_says_so(void **state)
{
    (void)state;
    script("git clone -q --depth 1 file://$PWD shallow && rm -rf .git && mv shallow/.git .git");
    struct fs_git g = open_tree("HEAD", "");
    assert_read(&g.fs, "config/jobs/deep/b.yaml", "y");
    fs_git_close(&g);
    assert_refused("HEAD~1", "", "a shallow clone");
}

static void the_environment_names_a_repository(void **state)
{
    struct str reason, dir = arena_printf(&arena, "%s/.git", folder);
    struct fs_git g;

    (void)state;
    for (int i = 0; i < 2; i++) {
        setenv("GIT_DIR", dir.p, 1);
        if (i)
            setenv("GIT_WORK_TREE", "/tmp", 1);
        assert_true(fs_git_open(&g, NULL, STR("HEAD"), STR(""), &arena, &reason));
        assert_read(&g.fs, "jobs-old/a", "old");
        fs_git_close(&g);
    }
    unsetenv("GIT_WORK_TREE");
    setenv("GIT_DIR", "/tmp/none", 1);
    assert_false(fs_git_open(&g, NULL, STR("HEAD"), STR(""), &arena, &reason));
    assert_true(str_has(reason, STR("GIT_DIR names no git repository: /tmp/none")));
}
/* The messages between two revisions. */
static void messages_between_two_revisions(void **state)
{
    struct git_message *messages;
    struct git_store store;
    struct str reason;
    size_t count;

    (void)state;
    script("git checkout -q -b side && git commit -q --allow-empty -m 'three\n\nPart.' && "
           "git commit -q --allow-empty -m four && git checkout -q main");
    assert_true(git_store_open(&store, folder, &arena, &reason));
    assert_true(git_log(&store, &arena, STR("main"), STR("side"), 10, &messages, &count, &reason));
    assert_int_equal(count, 2);
    assert_true(str_eq(messages[0].message, STR("four\n")));
    assert_true(str_starts(messages[0].commit, STR("commit ")));
    assert_int_equal(messages[0].commit.len, 14);
    assert_true(str_eq(messages[1].author, STR("a <a@x>")));
    assert_true(git_log(&store, &arena, STR("side"), STR("main"), 10, &messages, &count, &reason));
    assert_int_equal(count, 0);
    assert_false(git_log(&store, &arena, STR("main"), STR("side"), 1, &messages, &count, &reason));
    assert_true(str_has(reason, STR("more than 1 commits")));
    assert_false(git_log(&store, &arena, STR("none"), STR("side"), 10, &messages, &count, &reason));
    assert_true(str_starts(reason, STR("none: ")));
    script("git checkout -q --orphan alone && git commit -q --allow-empty -m alone && git checkout -q -f main");
    assert_false(git_log(&store, &arena, STR("main"), STR("alone"), 10, &messages, &count, &reason));
    assert_true(str_has(reason, STR("share no history")));
    git_store_close(&store);
}

/* Only root can give a folder away. */
static void a_repository_of_somebody_else_names_gits_remedy(void **state)
{
    struct git_store store;
    struct str reason;

    (void)state;
    if (geteuid() != 0)
        skip();
    script("chown -R 12345 .");
    assert_false(git_store_open(&store, arena_printf(&arena, "%s/config", folder).p, &arena, &reason));
    assert_true(str_ends(reason, arena_printf(&arena, "git config --global --add safe.directory %s", folder)));
    script("chown -R 0 .");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(files_are_read_as_they_were_committed),
        UNIT(links_are_followed_inside_the_commit_only),
        UNIT(a_walk_sees_what_a_checkout_would_show),
        UNIT(a_folder_may_be_the_root),
        UNIT(an_id_is_that_of_git_wherever_the_file_is),
        UNIT(what_can_not_be_opened_is_said),
        UNIT(every_form_of_a_revision_is_taken),
        UNIT(messages_between_two_revisions),
        UNIT(short_ids_that_name_several_are_refused),
        UNIT(packs_bare_repositories_and_alternates_are_read),
        UNIT(submodules_can_not_be_read_and_pointers_stay_pointers),
        UNIT(threads_read_at_once),
        UNIT(a_shallow_clone_says_so),
        UNIT(the_environment_names_a_repository),
        UNIT(a_repository_of_somebody_else_names_gits_remedy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
