/* Repositories that somebody broke: whatever is read is right, or an error. */
#include "tests/base/git_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Removes or damages the loose object of a path. */
static void spoil(const char *path, const char *how)
{
    script(arena_printf(&arena,
                        "id=$(git rev-parse HEAD:%s); f=.git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)\n"
                        "chmod u+w $f; %s",
                        path, how)
               .p);
}

static void missing_and_damaged_objects_are_errors_of_their_files(void **state)
{
    static const char *const ways[] = {
        ": >$f",
        "printf x >$f",
        "truncate -s 15 $f",
        "dd if=/dev/zero of=$f bs=1 seek=12 count=4 conv=notrunc status=none",
        "cp -f .git/objects/$(git rev-parse HEAD:config/jobs/deep/b.yaml | sed 's,^..,&/,') $f",
        "cp -f .git/objects/$(git rev-parse HEAD:config/jobs | sed 's,^..,&/,') $f",
    };

    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct fs_git g;
        spoil("config/config.yaml", ways[i]);
        g = open_tree("HEAD", "");
        assert_error(&g.fs, "config/config.yaml", 1 << 20,
                     "read config/config.yaml: its git object is damaged (git fsck shows more)");
        assert_read(&g.fs, "config/jobs/a.yaml", "periodics: []\n");
        fs_git_close(&g);
        assert_int_equal(end(state) + begin(state), 0);
    }
    spoil("config/config.yaml", "rm -f $f");
    struct fs_git g = open_tree("HEAD", "");
    assert_error(&g.fs, "config/config.yaml", 99,
                 "read config/config.yaml: its git object is missing (in a shallow or partial clone: git fetch it)");
    fs_git_close(&g);
}

/* The file of a loose object. */
static struct str object_file(const char *revision, struct buf *bytes)
{
    struct fs_error error;
    struct fs_disk d;
    struct buf id = { 0 };
    struct str name;

    script(arena_printf(&arena, "git rev-parse %s >id && chmod -R u+w .git/objects", revision).p);
    assert_true(fs_disk_open(&d, NULL, &error));
    assert_true(fs_read(&d.fs, arena_printf(&arena, "%s/id", folder), 99, &id, &error));
    name = arena_printf(&arena, "%s/.git/objects/%.2s/%.38s", folder, id.p, id.p + 2);
    assert_true(fs_read(&d.fs, name, 1 << 20, bytes, &error));
    buf_free(&id);
    return name;
}

static void put_file(struct str name, struct str bytes)
{
    FILE *f = fopen(name.p, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.len, f), bytes.len);
    fclose(f);
}

/* Reads a file of HEAD, however broken the repository is: the right bytes, or an error. */
static void read_if_possible(bool may_be_right)
{
    struct fs_error error;
    struct buf b = { 0 };
    struct str reason;
    struct fs_git g;

    if (!fs_git_open(&g, folder, STR("HEAD"), STR(""), &arena, &reason)) {
        assert_true(reason.len > 0);
        return;
    }
    if (fs_read(&g.fs, STR("config/config.yaml"), 1 << 20, &b, &error))
        assert_true(may_be_right && str_eq(buf_str(&b), STR("plank: {}\n")));
    else
        assert_false(fs_error_not_exist(&error));
    buf_free(&b);
    fs_git_close(&g);
}

static void no_cut_and_no_flipped_byte_is_taken(void **state)
{
    static const char *const objects[] = { "HEAD:config/config.yaml", "HEAD:config", "HEAD" };

    (void)state;
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        struct buf bytes = { 0 };
        struct str name = object_file(objects[i], &bytes);
        for (size_t n = 0; n < bytes.len; n++) {
            put_file(name, (struct str){ bytes.p, n });
            read_if_possible(false);
            bytes.p[n] ^= 0x55;
            put_file(name, buf_str(&bytes));
            read_if_possible(true);
            bytes.p[n] ^= 0x55;
        }
        put_file(name, buf_str(&bytes));
        buf_free(&bytes);
    }
}

/* Bytes of packs and of their indexes, a few at a time: libgit2 reads these. */
static void no_damage_to_a_pack_is_taken(void **state)
{
    static const char *const ends[] = { "pack", "idx" };

    (void)state;
    script("git gc -q");
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct str name = arena_printf(&arena, "%s/the.%s", folder, ends[i]);
        struct fs_error error;
        struct buf bytes = { 0 };
        struct fs_disk d;
        script(
            arena_printf(&arena, "ln -s .git/objects/pack/*.%s the.%s; chmod u+w .git/objects/pack/*", ends[i], ends[i])
                .p);
        assert_true(fs_disk_open(&d, NULL, &error));
        assert_true(fs_read(&d.fs, name, 1 << 20, &bytes, &error));
        for (size_t n = 0; n < bytes.len; n += 7) {
            bytes.p[n] ^= 0x55;
            put_file(name, buf_str(&bytes));
            read_if_possible(true);
            bytes.p[n] ^= 0x55;
        }
        put_file(name, buf_str(&bytes));
        read_if_possible(true);
        buf_free(&bytes);
    }
}

static void missing_and_damaged_folders_are_no_empty_ones(void **state)
{
    struct fs_listing listing;
    struct fs_error error;
    struct fs_git g;

    (void)state;
    spoil("config/jobs", "rm -f $f");
    g = open_tree("HEAD", "");
    assert_false(fs_list(&g.fs, STR("config/jobs"), &arena, &listing, &error));
    assert_int_equal(error.number, FS_OBJECT_MISSING);
    assert_false(fs_error_not_exist(&error));
    fs_git_close(&g);
    script("rm -f $(git rev-parse HEAD: | sed 's,^..,.git/objects/&/,')");
    assert_refused("HEAD", "", "its git object is missing");
}

static void names_that_lead_out_are_damage(void **state)
{
    static const char *const names[] = { "..", ".", "a/b" };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct fs_listing listing;
        struct fs_error error;
        struct fs_git g;
        script(arena_printf(&arena,
                            "{ printf '100644 %s\\0'; git rev-parse HEAD:config/config.yaml | perl -pe 'chomp; $_ = "
                            "pack q(H*), $_'; } >t\n"
                            "git hash-object --literally -t tree -w t >id\n"
                            "git tag -f bad $(git commit-tree -m bad $(cat id)) >/dev/null",
                            names[i])
                   .p);
        g = open_tree("bad", "");
        assert_false(fs_list(&g.fs, STR("."), &arena, &listing, &error));
        assert_int_equal(error.number, FS_OBJECT_DAMAGED);
        fs_git_close(&g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(missing_and_damaged_objects_are_errors_of_their_files),
        UNIT(no_cut_and_no_flipped_byte_is_taken),
        UNIT(no_damage_to_a_pack_is_taken),
        UNIT(missing_and_damaged_folders_are_no_empty_ones),
        UNIT(names_that_lead_out_are_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
