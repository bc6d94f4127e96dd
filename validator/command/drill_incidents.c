#include "command/drill_incidents.h"

#include "base/path.h"
#include "base/walk.h"
#include "base/write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST_FILE = 64 << 20, MANY = 300 };

bool drill_folder(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

static bool put(const char *path, struct str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && write_all(fd, bytes);

    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    return ok;
}

struct str drill_read(const struct drill *d, const char *path)
{
    struct buf bytes = { 0 };
    struct fs_error error;
    struct fs_disk here;
    struct str s = STR("");

    if (fs_disk_open(&here, NULL, &error) && fs_read(&here.fs, str_c(path), LARGEST_FILE, &bytes, &error))
        s = arena_copy(d->arena, buf_str(&bytes));
    buf_free(&bytes);
    return s;
}

static const char *below(const struct drill *d, const char *folder, struct str path)
{
    return arena_printf(d->arena, "%s/%.*s", folder, STR_ARG(path)).p;
}

struct copying {
    struct drill *drill;
    const struct fs *fs;
    bool ok;
};

static bool has_jobs(struct str path, struct str jobs)
{
    return jobs.len && (str_ends(path, STR(".yaml")) || str_ends(path, STR(".yml"))) &&
           (str_eq(path, jobs) || (str_starts(path, jobs) && path.p[jobs.len] == '/'));
}

static void note(struct drill *d, struct str path, size_t size)
{
    size_t i;

    d->files = arena_grow(d->arena, d->files, d->file_count, &d->file_cap, sizeof *d->files);
    for (i = d->file_count++; i > 0 && d->files[i - 1].size < size; i--)
        d->files[i] = d->files[i - 1];
    d->files[i] = (struct drill_file){ arena_copy(d->arena, path), size };
}

static enum walk_answer visit(void *context, const struct walk_entry *e)
{
    struct copying *c = context;
    struct buf bytes = { 0 };
    struct fs_error error;

    if (e->kind == FS_DIRECTORY && str_eq(e->name, STR(".git")))
        return WALK_SKIP;
    if (e->error || (e->kind == FS_DIRECTORY && !drill_folder(below(c->drill, c->drill->good, e->below))))
        return c->ok = false, WALK_STOP;
    if (e->kind == FS_DIRECTORY)
        return WALK_ON;
    if (!fs_read(c->fs, e->path, LARGEST_FILE, &bytes, &error)) /* a link to a folder, a socket */
        return buf_free(&bytes), WALK_ON;
    c->ok = put(below(c->drill, c->drill->good, e->below), buf_str(&bytes));
    if (has_jobs(e->below, c->drill->jobs))
        note(c->drill, e->below, bytes.len);
    buf_free(&bytes);
    return c->ok ? WALK_ON : WALK_STOP;
}

bool drill_take(struct drill *d, const struct fs *fs, const struct prow_paths *paths)
{
    struct copying c = { d, fs, true };

    d->config = paths->config;
    d->jobs = path_clean(d->arena, paths->jobs.len ? paths->jobs : paths->config);
    walk(fs, d->arena, STR("."), visit, &c);
    return c.ok;
}

static bool no_jobs(const struct drill *d, struct str *why)
{
    if (d->file_count == 0)
        *why = STR("the tree has no file with jobs");
    return d->file_count == 0;
}

/* What is to be appended stands at the end of the main file, as a document of its own is not read. */
static bool add_file(const struct drill *d, struct str bytes)
{
    struct str folder = d->file_count ? path_dir_part(d->files[0].path) : STR("");

    return put(below(d, d->tree, ARENA_JOIN(d->arena, folder, STR("prowgate-drill.yaml"))), bytes);
}

static bool preset_of_2019(const struct drill *d, struct drill_play *play, struct str *why)
{
    (void)play;
    return !no_jobs(d, why) && add_file(d, STR("presets:\n- labels: {preset-prowgate-drill: \"true\"}\n"
                                               "- labels: {preset-prowgate-drill: \"true\"}\n"));
}

static bool half_sync(const struct drill *d, struct drill_play *play, struct str *why)
{
    struct str last;

    (void)play;
    if (no_jobs(d, why))
        return false;
    for (size_t i = 0; i + 1 < d->file_count; i += 2)
        if (unlink(below(d, d->tree, d->files[i].path)) != 0)
            return false;
    last = drill_read(d, below(d, d->good, d->files[d->file_count - 1].path));
    return d->file_count > 1 || put(below(d, d->tree, d->files[0].path), str_slice(last, 0, last.len / 2));
}

static bool emptied(const struct drill *d, struct drill_play *play, struct str *why)
{
    (void)play;
    return !no_jobs(d, why) && put(below(d, d->tree, d->files[0].path), STR(""));
}

static bool doubled(const struct drill *d, struct drill_play *play, struct str *why)
{
    (void)play;
    return !no_jobs(d, why) && add_file(d, drill_read(d, below(d, d->good, d->files[0].path)));
}

static bool nulls(const struct drill *d, struct drill_play *play, struct str *why)
{
    (void)play;
    return !no_jobs(d, why) &&
           add_file(d, STR("presubmits:\n  prowgate/drill:\n  - name: null\n    always_run: null\n"
                           "    spec: null\n    labels: null\nperiodics:\n- name: null\n  spec: null\n"));
}

static bool blank(const struct drill *d, struct drill_play *play, struct str *why)
{
    (void)play;
    if (no_jobs(d, why))
        return false;
    for (size_t i = 0; i < d->file_count; i++)
        if (!str_eq(d->files[i].path, d->config) && !put(below(d, d->tree, d->files[i].path), STR("{}\n")))
            return false;
    return true;
}

/* The newest generation, cut in the middle. */
static bool truncated_state(const struct drill *d, struct drill_play *play, struct str *why)
{
    const char *path = arena_printf(d->arena, "%s/state-0000000001.pgstate", d->state).p;
    struct str bytes = drill_read(d, path);

    (void)play;
    (void)why;
    return bytes.len && put(path, str_slice(bytes, 0, bytes.len / 2));
}

static bool wrong_version(const struct drill *d, struct drill_play *play, struct str *why)
{
    (void)d;
    (void)why;
    play->own_version = true;
    play->flags[play->flag_count++] = "--deployed";
    play->flags[play->flag_count++] = "v20170101-0000000";
    return true;
}

/* The name of a repo that has presubmits: its key in one of the files. */
static struct str a_repo(const struct drill *d)
{
    struct str text, line, key, rest;

    for (size_t i = 0; i < d->file_count; i++) {
        bool inside = false;
        text = drill_read(d, below(d, d->good, d->files[i].path));
        while (text.len) {
            str_cut(text, '\n', &line, &text);
            if (line.len && line.p[0] != ' ' && line.p[0] != '#' && line.p[0] != '-')
                inside = str_starts(line, STR("presubmits:"));
            if (inside && str_cut(line, ':', &key, &rest) && str_has(key, STR("/")) && line.p[0] == ' ')
                return str_trim(key);
        }
    }
    return STR("");
}

static bool mass_trigger(const struct drill *d, struct drill_play *play, struct str *why)
{
    struct str repo = a_repo(d);
    struct buf out = { 0 };
    bool ok;

    (void)play;
    if (repo.len == 0) {
        *why = STR("the tree has no repo with presubmits");
        return false;
    }
    buf_put(&out, STR("presubmits:\n  "));
    buf_put(&out, repo);
    buf_put(&out, STR(":\n"));
    for (int i = 0; i < MANY; i++)
        buf_printf(&out,
                   "  - name: pull-prowgate-drill-%d\n    always_run: true\n    decorate: false\n"
                   "    spec: {containers: [{image: alpine:3, command: [\"true\"]}]}\n",
                   i);
    ok = add_file(d, buf_str(&out));
    buf_free(&out);
    return ok;
}

/* A change that passes: a comment at the end of a file with jobs. */
static bool harmless(const struct drill *d, struct str *why)
{
    const char *path;
    struct str bytes;

    if (no_jobs(d, why))
        return false;
    path = below(d, d->tree, d->files[0].path);
    bytes = drill_read(d, path);
    return put(path, ARENA_JOIN(d->arena, bytes, STR("\n# prowgate drill\n")));
}

static void confirm_by(struct drill_play *play, const char *command)
{
    play->flags[play->flag_count++] = "--confirm-command";
    play->flags[play->flag_count++] = command;
}

static bool consumer_dies(const struct drill *d, struct drill_play *play)
{
    (void)d;
    confirm_by(play, "false");
    return true;
}

static bool poisoned(const struct drill *d, struct drill_play *play, struct str *why)
{
    confirm_by(play, "true");
    play->then = consumer_dies;
    return harmless(d, why);
}

static bool clock_goes_back(const struct drill *d, struct drill_play *play)
{
    confirm_by(play, "true");
    play->flags[play->flag_count++] = "--soak";
    play->flags[play->flag_count++] = "1h";
    return put(arena_printf(d->arena, "%s/acted-0000000002.pgstate", d->state).p, STR("99999999999\n"));
}

static bool clock_back(const struct drill *d, struct drill_play *play, struct str *why)
{
    confirm_by(play, "true");
    play->then = clock_goes_back;
    return harmless(d, why);
}

static bool full_disk(const struct drill *d, struct drill_play *play, struct str *why)
{
    play->full_disk = true;
    return harmless(d, why);
}

const struct incident drill_incidents[] = {
    { "preset-of-2019", "two presets have the same label, as in January 2019", preset_of_2019 },
    { "half-sync-of-2025", "every second job file is missing, as in October 2025", half_sync },
    { "emptied-file", "the largest job file is empty", emptied },
    { "doubled-file", "a job file stands there twice, under another name", doubled },
    { "null-fields", "a generator writes null into every field of a job", nulls },
    { "blank-maps", "every job file holds an empty mapping", blank },
    { "truncated-state", "the last known good is cut in the middle", truncated_state },
    { "wrong-version", "the deployed version is one that nobody knows", wrong_version },
    { "mass-trigger", "300 presubmits are started on every open pull request of a repo", mass_trigger },
    { "poisoned-candidate", "a configuration passes, and its consumer crashes", poisoned },
    { "clock-back", "the clock goes back while a candidate soaks", clock_back },
    { "full-disk", "the disk is full while the last known good is saved", full_disk },
    { NULL, NULL, NULL },
};
