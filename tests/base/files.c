/* Files: paths, reading, walking, gzip, lines. */
#include "base/gzip.h"
#include "base/lines.h"
#include "base/path.h"
#include "base/walk.h"

#include <errno.h>
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
static struct fs_disk disk;
static char folder[64];

static const char *at(const char *name)
{
    return arena_printf(&arena, "%s/%s", folder, name).p;
}

static void write_file(const char *name, struct str bytes)
{
    FILE *f = fopen(at(name), "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.len, f), bytes.len);
    fclose(f);
}

static void make_dir(const char *name)
{
    assert_int_equal(mkdir(at(name), 0777), 0);
}

static void make_link(const char *target, const char *name)
{
    assert_int_equal(symlink(target, at(name)), 0);
}

static int begin(void **state)
{
    struct fs_error error;

    (void)state;
    strcpy(folder, "/tmp/files-XXXXXX");
    return mkdtemp(folder) && fs_disk_open(&disk, folder, &error) ? 0 : -1;
}

static int end(void **state)
{
    char command[192];

    (void)state;
    fs_disk_close(&disk);
    arena_free(&arena);
    snprintf(command, sizeof command, "chmod -R u+rwx '%s' && rm -rf '%s'", folder, folder);
    return system(command);
}

static void assert_str(struct str got, const char *want)
{
    if (!str_eq(got, str_c(want)))
        fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

static void paths_are_seen_from_the_working_directory(void **state)
{
    static const struct {
        const char *root, *cwd, *file, *seen;
    } cases[] = {
        { ".", "/home/x/tree", "config/a.yaml", "config/a.yaml" },
        { "tree", "/home/x", "config/a.yaml", "tree/config/a.yaml" },
        { "tree/", "/home/x", "a.yaml", "tree/a.yaml" },
        { "../other/./tree", "/home/x", "a.yaml", "../other/tree/a.yaml" },
        { "/home/x/tree", "/home/x", "a.yaml", "tree/a.yaml" },
        { "/home/x", "/home/x", "a.yaml", "a.yaml" },
        { "/home/xy", "/home/x", "a.yaml", "/home/xy/a.yaml" },
        { "/srv/tree", "/home/x", "a.yaml", "/srv/tree/a.yaml" },
        { "/", "/home/x", "home/x/a.yaml", "a.yaml" },
        /* A project file above makes the root a folder above. */
        { "./../..", "/home/x/tree/config/jobs", "config/jobs/a.yaml", "a.yaml" },
        { "./../..", "/home/x/tree/config/jobs", "config/a.yaml", "../a.yaml" },
        { "./../..", "/home/x/tree/config/jobs", "prow/a.yaml", "../../prow/a.yaml" },
        { "/home/x", "/home/x/tree", "b.yaml", "../b.yaml" },
        { "..", "", "b.yaml", "../b.yaml" },
        { "tree", "/home/x", "/etc/a.yaml", "/etc/a.yaml" },
        { "tree", "/home/x", "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct seen_root root = path_seen_root(&arena, str_c(cases[i].root), str_c(cases[i].cwd));
        assert_str(path_seen(&arena, &root, str_c(cases[i].file)), cases[i].seen);
    }
}

static void paths_are_cleaned_as_go_cleans_them(void **state)
{
    static const char *const cases[][2] = {
        { "", "." },
        { ".", "." },
        { "./", "." },
        { "/", "/" },
        { "//", "/" },
        { "a", "a" },
        { "a/", "a" },
        { "a//b", "a/b" },
        { "./a/./b/.", "a/b" },
        { "a/../b", "b" },
        { "a/b/..", "a" },
        { "a/..", "." },
        { "..", ".." },
        { "../..", "../.." },
        { "../a/..", ".." },
        { "../../a/b", "../../a/b" },
        { "/..", "/" },
        { "/../a", "/a" },
        { "/a/../../b", "/b" },
        { "..data/x", "..data/x" },
        { "a/../../b", "../b" },
        { ".a/b.", ".a/b." },
        { "...", "..." },
        { "/a/b", "/a/b" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(path_clean(&arena, str_c(cases[i][0])), cases[i][1]);
    assert_str(path_join(&arena, STR("jobs/"), STR("a.yaml")), "jobs/a.yaml");
    assert_str(path_join(&arena, STR("."), STR("a.yaml")), "a.yaml");
    assert_str(path_join(&arena, STR(""), STR("")), "");
    assert_str(path_join(&arena, STR(""), STR("x/")), "x");
    assert_str(path_base(STR("a/b//")), "b");
    assert_str(path_base(STR("///")), "/");
    assert_str(path_base(STR("")), ".");
    assert_str(path_base(STR("x/..")), "..");
    assert_str(path_ext(STR("a.b/c")), "");
    assert_str(path_ext(STR("a/x.yaml")), ".yaml");
    assert_str(path_ext(STR(".yaml")), ".yaml");
    assert_str(path_ext(STR("jobs.yaml/")), "");
    assert_str(path_ext(STR("a.")), ".");
    assert_str(path_dir_part(STR("a/b")), "a/");
    assert_str(path_dir_part(STR("b")), "");
}

static void files_are_read_whole(void **state)
{
    struct buf b = { 0 };
    struct fs_error e;
    struct str big = { arena_take(&arena, 300000), 300000 };

    (void)state;
    write_file("empty", STR(""));
    write_file("nul", (struct str){ "a\0b", 3 });
    write_file("big", big);
    assert_true(fs_read(&disk.fs, STR("big"), 300000, &b, &e));
    assert_int_equal(b.len, 300000);
    assert_true(fs_read(&disk.fs, STR("nul"), 99, &b, &e));
    assert_true(str_eq(buf_str(&b), (struct str){ "a\0b", 3 }));
    assert_int_equal(b.p[3], '\0');
    assert_true(fs_read(&disk.fs, STR("empty"), 0, &b, &e));
    assert_int_equal(b.len, 0);
    assert_true(fs_read(&disk.fs, str_c(at("nul")), 99, &b, &e));          /* an absolute path is itself */
    assert_true(fs_read(&disk.fs, STR("/proc/self/stat"), 99999, &b, &e)); /* says it has no bytes */
    assert_true(b.len > 0);
    assert_false(fs_read(&disk.fs, STR("big"), 299999, &b, &e));
    assert_str(fs_error_text(&e, &arena), "read big: file too large");
    assert_false(fs_read(&disk.fs, STR("/dev/zero"), 100000, &b, &e));
    assert_int_equal(e.number, EFBIG);
    buf_free(&b);
}

static void errors_have_the_words_of_go(void **state)
{
    struct fs_info info;
    struct fs_listing listing;
    struct buf b = { 0 };
    struct fs_error e;
    struct str longest = { memset(arena_take(&arena, 5000), 'a', 5000), 5000 };

    (void)state;
    assert_false(fs_read(&disk.fs, STR("none/x.yaml"), 9, &b, &e));
    assert_str(fs_error_text(&e, &arena), "open none/x.yaml: no such file or directory");
    assert_true(fs_error_not_exist(&e));
    assert_false(fs_read(&disk.fs, STR("."), 9, &b, &e));
    assert_str(fs_error_text(&e, &arena), "read .: is a directory");
    assert_false(fs_error_not_exist(&e));
    assert_false(fs_read(&disk.fs, STR(""), 9, &b, &e));
    assert_str(fs_error_text(&e, &arena), "open : no such file or directory");
    assert_false(fs_stat(&disk.fs, STR("nul/x"), &info, &e));
    assert_str(fs_error_text(&e, &arena), "stat nul/x: not a directory");
    assert_false(fs_lstat(&disk.fs, STR("none"), &info, &e));
    assert_str(fs_error_text(&e, &arena), "lstat none: no such file or directory");
    assert_false(fs_stat(&disk.fs, (struct str){ "a\0b", 3 }, &info, &e));
    assert_int_equal(e.number, EINVAL);
    assert_false(fs_stat(&disk.fs, longest, &info, &e));
    assert_str(fs_error_reason(&e, &arena), "file name too long");
    assert_false(fs_list(&disk.fs, STR("none"), &arena, &listing, &e));
    assert_str(fs_error_text(&e, &arena), "open none: no such file or directory");
    assert_false(fs_list(&disk.fs, STR("nul"), &arena, &listing, &e));
    assert_str(fs_error_text(&e, &arena), "readdirent nul: not a directory");
    e.number = 512;
    assert_str(fs_error_reason(&e, &arena), "errno 512");
    assert_false(fs_disk_open(&(struct fs_disk){ 0 }, "/none", &e));
    assert_str(fs_error_text(&e, &arena), "open /none: no such file or directory");
    buf_free(&b);
}

static void kinds_follow_links_only_when_asked(void **state)
{
    struct fs_info info;
    struct fs_error e;

    (void)state;
    make_dir("d");
    make_link("d", "to-d");
    make_link("nowhere", "to-nothing");
    make_link("loop", "loop");
    assert_int_equal(mkfifo(at("pipe"), 0600), 0);
    assert_true(fs_lstat(&disk.fs, STR("to-d"), &info, &e) && info.kind == FS_SYMLINK);
    assert_true(fs_lstat(&disk.fs, STR("to-d/"), &info, &e) && info.kind == FS_DIRECTORY);
    assert_true(fs_stat(&disk.fs, STR("to-d"), &info, &e) && info.kind == FS_DIRECTORY);
    assert_true(fs_stat(&disk.fs, STR("nul"), &info, &e) && info.kind == FS_FILE && info.size == 3);
    assert_true(fs_stat(&disk.fs, STR("pipe"), &info, &e) && info.kind == FS_OTHER);
    assert_false(fs_stat(&disk.fs, STR("to-nothing"), &info, &e));
    assert_true(fs_error_not_exist(&e));
    assert_false(fs_stat(&disk.fs, STR("loop"), &info, &e));
    assert_str(fs_error_text(&e, &arena), "stat loop: too many levels of symbolic links");
}

static void a_pipe_with_nobody_behind_it_does_not_block(void **state)
{
    struct buf b = { 0 };
    struct fs_error e;

    (void)state;
    assert_true(fs_read(&disk.fs, STR("pipe"), 9, &b, &e));
    assert_int_equal(b.len, 0);
    buf_free(&b);
}

/* What a walk saw: one line an entry. */
struct log {
    struct buf text;
    const char *skip, *stop;
};

static enum walk_answer note(void *context, const struct walk_entry *entry)
{
    static const char kinds[] = "?-dlo";
    struct log *log = context;

    buf_printf(&log->text, "%c %.*s", kinds[entry->kind], STR_ARG(entry->path));
    if (entry->error)
        buf_printf(&log->text, " (%.*s)", STR_ARG(fs_error_text(entry->error, &arena)));
    buf_char(&log->text, '\n');
    if (log->stop && str_eq(entry->name, str_c(log->stop)))
        return WALK_STOP;
    return log->skip && str_eq(entry->name, str_c(log->skip)) ? WALK_SKIP : WALK_ON;
}

static void assert_walk(const struct fs *fs, const char *root, struct log log, const char *want)
{
    assert_int_equal(walk(fs, &arena, str_c(root), note, &log), log.stop == NULL);
    assert_str(buf_str(&log.text), want);
    buf_free(&log.text);
}

static void entries_come_in_bytewise_order_depth_first(void **state)
{
    static const char all[] = "d w\nd w/B\n- w/B/1\nd w/a\n- w/a/x\n- w/a/y\n- w/a.yaml\nl w/link\n- w/\xc3\xa9\n";

    (void)state;
    make_dir("w");
    make_dir("w/a");
    make_dir("w/B");
    write_file("w/a/y", STR(""));
    write_file("w/a/x", STR(""));
    write_file("w/B/1", STR(""));
    write_file("w/a.yaml", STR(""));
    write_file("w/\xc3\xa9", STR(""));
    make_link("a", "w/link");
    assert_walk(&disk.fs, "w", (struct log){ 0 }, all);
    assert_walk(&disk.fs, "./w//a/", (struct log){ 0 }, "d ./w//a/\n- w/a/x\n- w/a/y\n");
    assert_walk(&disk.fs, "w/link", (struct log){ 0 }, "l w/link\n");
    assert_walk(&disk.fs, "w/link/", (struct log){ 0 }, "d w/link/\n- w/link/x\n- w/link/y\n");
    assert_walk(&disk.fs, "w/a/x", (struct log){ 0 }, "- w/a/x\n");
    assert_walk(&disk.fs, "no", (struct log){ 0 }, "? no (lstat no: no such file or directory)\n");
    assert_walk(&disk.fs, "w/a/..", (struct log){ .skip = ".." }, "d w/a/..\n");
}

static void a_walk_skips_and_stops_as_asked(void **state)
{
    (void)state;
    assert_walk(&disk.fs, "w", (struct log){ .skip = "a" },
                "d w\nd w/B\n- w/B/1\nd w/a\n- w/a.yaml\nl w/link\n- w/\xc3\xa9\n");
    assert_walk(&disk.fs, "w", (struct log){ .skip = "x" },
                "d w\nd w/B\n- w/B/1\nd w/a\n- w/a/x\n- w/a.yaml\nl w/link\n- w/\xc3\xa9\n");
    assert_walk(&disk.fs, "w", (struct log){ .stop = "1" }, "d w\nd w/B\n- w/B/1\n");
    assert_walk(&disk.fs, "w", (struct log){ .skip = "w" }, "d w\n");
}

/* A tree that nobody may fully read: "top" lists, "top/closed" does not, "top/gone" vanishes between listing
 * and looking. Run as root the disk would refuse nothing. */
static bool fake_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    (void)fs;
    *info = (struct fs_info){ str_ends(path, STR("file")) ? FS_FILE : FS_DIRECTORY, 0, false };
    *error = (struct fs_error){ "lstat", path, EACCES };
    return !str_ends(path, STR("gone"));
}

static bool fake_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                      struct fs_error *error)
{
    static struct fs_name names[] = { { STR_INIT("closed"), FS_DIRECTORY },
                                      { STR_INIT("file"), FS_UNKNOWN },
                                      { STR_INIT("gone"), FS_UNKNOWN } };

    (void)fs;
    (void)a;
    *listing = (struct fs_listing){ names, 3 };
    *error = (struct fs_error){ "open", path, EACCES };
    return str_eq(path, STR("top"));
}

static void what_can_not_be_read_is_visited_with_its_error(void **state)
{
    static const struct fs_operations operations = { .lstat = fake_lstat, .stat = fake_lstat, .list = fake_list };
    struct fs fake = { &operations };

    (void)state;
    assert_walk(&fake, "top", (struct log){ 0 },
                "d top\nd top/closed (open top/closed: permission denied)\n- top/file\n"
                "? top/gone (lstat top/gone: permission denied)\n");
}

static void a_directory_without_search_permission_hides_what_its_names_are(void **state)
{
    (void)state;
    if (geteuid() == 0)
        skip();
    make_dir("half");
    write_file("half/a", STR(""));
    assert_int_equal(chmod(at("half"), 0400), 0);
    assert_walk(&disk.fs, "half", (struct log){ 0 }, "d half\n? half/a (lstat half/a: permission denied)\n");
}

static void depth_ends_where_the_system_ends_it(void **state)
{
    struct log log = { 0 };
    struct str text;
    char part[201];
    int fd = open(folder, O_RDONLY | O_DIRECTORY), next;

    (void)state;
    memset(part, 'd', 200);
    part[200] = '\0';
    for (int i = 0; i < 25; i++) {
        assert_int_equal(mkdirat(fd, part, 0777), 0);
        next = openat(fd, part, O_RDONLY | O_DIRECTORY);
        assert_true(next >= 0);
        close(fd);
        fd = next;
    }
    close(fd);
    assert_true(walk(&disk.fs, &arena, str_c(part), note, &log));
    text = buf_str(&log.text);
    assert_true(str_ends(text, STR(": file name too long)\n")));
    assert_true(str_find(text, STR("? ")) != SIZE_MAX);
    buf_free(&log.text);
}

/* "job: a\n" from gzip 1.12, without a name and with mtime 0. */
#define MEMBER "\x1f\x8b\x08\0\0\0\0\0\0\x03\xcb\xca\x4f\xb2\x52\x48\xe4\x02\0\xaa\xb8\x12\x93\x07\0\0\0"
static const struct str member = STR_INIT(MEMBER);

static void assert_gzip(struct str packed, const char *content, const char *reason)
{
    struct buf out = { 0 };
    struct str why = { 0 };

    assert_int_equal(gzip_expand(packed, 1000, &out, &arena, &why), reason == NULL);
    assert_str(reason ? why : buf_str(&out), reason ? reason : content);
    buf_free(&out);
}

static struct str changed(struct str s, size_t i, char c)
{
    char *copy = (char *)(uintptr_t)arena_copy(&arena, s).p;

    copy[i] = c;
    return (struct str){ copy, s.len };
}

static void gzip_expands_all_members(void **state)
{
    static const struct str header[] = {
        STR_INIT("\x1f\x8b\x08\x08\0\0\0\0\0\x03name\0"),
        STR_INIT("\x1f\x8b\x08\x14\0\0\0\0\0\x03\x02\0xycomment\0"),
        STR_INIT("\x1f\x8b\x08\x02\0\0\0\0\0\x03\xa7\x77"),
        STR_INIT("\x1f\x8b\x08\x02\0\0\0\0\0\x03\xa7\x78"),
    };

    (void)state;
    assert_gzip(member, "job: a\n", NULL);
    assert_gzip(STR(MEMBER MEMBER), "job: a\njob: a\n", NULL);
    assert_gzip(STR(""), "", "EOF");
    for (size_t i = 0; i < 4; i++) {
        struct buf b = { 0 };
        buf_put(&b, header[i]);
        buf_put(&b, str_from(member, 10));
        assert_gzip(buf_str(&b), "job: a\n", i < 3 ? NULL : "gzip: invalid header");
        assert_gzip(str_slice(buf_str(&b), 0, header[i].len - 1), "", "unexpected EOF");
        buf_free(&b);
    }
}

static void gzip_fails_in_the_words_of_go(void **state)
{
    struct str endless = { memset(arena_take(&arena, 600), 'n', 600), 600 };

    (void)state;
    for (size_t n = 2; n < member.len; n++)
        assert_gzip(str_slice(member, 0, n), "", "unexpected EOF");
    assert_gzip(changed(member, 2, 7), "", "gzip: invalid header");
    assert_gzip(changed(member, 19, 1), "", "gzip: invalid checksum");
    assert_gzip(changed(member, member.len - 1, 1), "", "gzip: invalid checksum");
    assert_gzip(changed(member, 10, 7), "", "flate: corrupt input before offset 1");
    assert_gzip(STR(MEMBER "trailing bytes"), "", "gzip: invalid header");
    assert_gzip(STR(MEMBER "few"), "", "unexpected EOF");
    memcpy((char *)(uintptr_t)endless.p, "\x1f\x8b\x08\x08\0\0\0\0\0\x03", 10);
    assert_gzip(endless, "", "gzip: invalid header");
    assert_gzip(str_slice(endless, 0, 521), "", "unexpected EOF");
}

static void gzip_stops_at_the_limit(void **state)
{
    struct buf out = { 0 };
    struct str why;

    (void)state;
    assert_true(gzip_expand(member, 7, &out, &arena, &why));
    assert_false(gzip_expand(member, 6, &out, &arena, &why));
    assert_str(why, "gzip: expands to more than 6 bytes");
    assert_false(gzip_expand(STR(MEMBER MEMBER), 13, &out, &arena, &why));
    buf_free(&out);
}

static void files_may_be_gzip(void **state)
{
    struct buf content = { 0 }, spare = { 0 };
    struct str why;

    (void)state;
    write_file("packed.yaml", member);
    write_file("broken.yaml", STR("\x1f\x8b"));
    write_file("plain.yaml", STR("job: b\n"));
    for (int again = 0; again < 3; again++) {
        assert_true(gzip_read_file(&disk.fs, STR("packed.yaml"), 1000, &content, &spare, &arena, &why));
        assert_str(buf_str(&content), "job: a\n");
        assert_true(gzip_read_file(&disk.fs, STR("plain.yaml"), 1000, &content, &spare, &arena, &why));
        assert_str(buf_str(&content), "job: b\n");
    }
    assert_false(gzip_read_file(&disk.fs, STR("broken.yaml"), 1000, &content, &spare, &arena, &why));
    assert_str(why, "unexpected EOF");
    assert_false(gzip_read_file(&disk.fs, STR("none.yaml"), 1000, &content, &spare, &arena, &why));
    assert_str(why, "open none.yaml: no such file or directory");
    buf_free(&content);
    buf_free(&spare);
}

static void assert_position(const struct lines *l, size_t offset, size_t line, size_t column, size_t column16)
{
    struct position p = lines_position(l, offset);

    assert_int_equal(p.line, line);
    assert_int_equal(p.column, column);
    assert_int_equal(p.column16, column16);
}

static void lines_are_found_by_offset(void **state)
{
    /* 0: "a", LF; 2: "é😀b", CR LF; 11: "x", CR; 13: "", LF; 14: last line */
    struct str text = STR("a\n\xc3\xa9\xf0\x9f\x98\x80"
                          "b\r\nx\r\nz\rend");
    struct lines l;

    (void)state;
    lines_init(&l, &arena, text);
    assert_int_equal(l.count, 5);
    assert_position(&l, 0, 1, 1, 1);
    assert_position(&l, 1, 1, 2, 2);
    assert_position(&l, 2, 2, 1, 1);
    assert_position(&l, 3, 2, 1, 1); /* inside the code point */
    assert_position(&l, 4, 2, 2, 2);
    assert_position(&l, 8, 2, 3, 4);
    assert_position(&l, 11, 3, 1, 1);
    assert_position(&l, 99, 5, 4, 4);
    assert_str(lines_text(&l, 1), "a");
    assert_str(lines_text(&l, 2), "\xc3\xa9\xf0\x9f\x98\x80"
                                  "b");
    assert_str(lines_text(&l, 3), "x");
    assert_str(lines_text(&l, 4), "z");
    assert_str(lines_text(&l, 5), "end");
    assert_str(lines_text(&l, 6), "");
    assert_str(lines_text(&l, 0), "");
}

static void offsets_are_found_by_line(void **state)
{
    struct str text = STR("a\n\xc3\xa9\xf0\x9f\x98\x80"
                          "b\r\nlast");
    struct lines l;

    (void)state;
    lines_init(&l, &arena, text);
    for (size_t i = 0; i <= text.len; i++) {
        struct position p = lines_position(&l, i);
        size_t back = lines_offset(&l, p.line, p.column);
        assert_int_equal(back, lines_offset16(&l, p.line, p.column16));
        if (i != 3 && i != 5 && i != 6 && i != 7 && i != 10)
            assert_int_equal(back, i);
    }
    assert_int_equal(lines_offset(&l, 2, 3), 8);
    assert_int_equal(lines_offset16(&l, 2, 3), 4); /* the second half of a surrogate pair */
    assert_int_equal(lines_offset16(&l, 2, 4), 8);
    assert_int_equal(lines_offset(&l, 2, 99), 9);
    assert_int_equal(lines_offset(&l, 9, 1), text.len);
    assert_int_equal(lines_offset(&l, 1, 0), 0);
}

static void every_text_has_a_line(void **state)
{
    struct lines l;

    (void)state;
    lines_init(&l, &arena, STR(""));
    assert_int_equal(l.count, 1);
    assert_position(&l, 0, 1, 1, 1);
    assert_int_equal(lines_offset(&l, 1, 5), 0);
    lines_init(&l, &arena, STR("\n\r\r\n"));
    assert_int_equal(l.count, 4);
    assert_position(&l, 2, 3, 1, 1);
    lines_init(&l, &arena, STR("\xef\xbb\xbfkey: \xff\xfe\n"));
    assert_int_equal(l.count, 2);
    assert_position(&l, 0, 1, 1, 1);
    assert_position(&l, 3, 1, 1, 1);
    assert_position(&l, 9, 1, 7, 7); /* each byte that is no UTF-8 is one */
    assert_int_equal(lines_offset(&l, 1, 1), 3);
    assert_str(lines_text(&l, 2), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_seen_from_the_working_directory),
        cmocka_unit_test(paths_are_cleaned_as_go_cleans_them),
        cmocka_unit_test(files_are_read_whole),
        cmocka_unit_test(errors_have_the_words_of_go),
        cmocka_unit_test(kinds_follow_links_only_when_asked),
        cmocka_unit_test(a_pipe_with_nobody_behind_it_does_not_block),
        cmocka_unit_test(entries_come_in_bytewise_order_depth_first),
        cmocka_unit_test(a_walk_skips_and_stops_as_asked),
        cmocka_unit_test(what_can_not_be_read_is_visited_with_its_error),
        cmocka_unit_test(a_directory_without_search_permission_hides_what_its_names_are),
        cmocka_unit_test(depth_ends_where_the_system_ends_it),
        cmocka_unit_test(gzip_expands_all_members),
        cmocka_unit_test(gzip_fails_in_the_words_of_go),
        cmocka_unit_test(gzip_stops_at_the_limit),
        cmocka_unit_test(files_may_be_gzip),
        cmocka_unit_test(lines_are_found_by_offset),
        cmocka_unit_test(offsets_are_found_by_line),
        cmocka_unit_test(every_text_has_a_line),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
