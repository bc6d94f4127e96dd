#include "command/source.h"

#include "command/command.h"
#include "source/fetch.h"

#include <errno.h>
#include <string.h>

/* Whether git knows a tree by what was given for a folder: "diff main HEAD". */
static bool is_revision(struct arena *arena, struct str given)
{
    struct fs_git git;
    struct str reason;
    bool opened = given.len && fs_git_open(&git, NULL, given, STR(""), arena, &reason);

    if (opened)
        fs_git_close(&git);
    return opened;
}

static bool open_folder(struct source *s, struct arena *arena)
{
    const char *root = arena_copy(arena, s->name).p;
    struct fs_error error;

    s->fs = &s->disk.fs;
    if (fs_disk_open(&s->disk, root, &error)) {
        fs_disk_confine(&s->disk);
        return true;
    }
    if (error.number == ENOTDIR)
        command_fail(s->args,
                     "%s is a file; give the folder of the whole tree, and a single job file with --job-config", root);
    else if (error.number == ENOENT && is_revision(arena, s->name))
        command_fail(s->args, "%s: there is no such folder; the revision is given as git:%s", root, root);
    else
        command_fail(s->args, "%s: %s", *root ? root : "the tree's folder is given as \"\"", strerror(error.number));
    return false;
}

/* Where the revision ends and the folder begins: at the first colon that stands in no braces, as main@{10:00}. */
static void cut_revision(struct str s, struct str *revision, struct str *path)
{
    int braces = 0;

    for (size_t i = 0; i < s.len; i++) {
        braces += s.p[i] == '{' ? 1 : s.p[i] == '}' && braces ? -1 : 0;
        if (s.p[i] == ':' && !braces) {
            *revision = str_slice(s, 0, i);
            *path = str_from(s, i + 1);
            return;
        }
    }
    *revision = s;
    *path = STR("");
}

static bool open_git(struct source *s, struct arena *arena, struct str rest)
{
    struct str revision, path, reason;

    cut_revision(rest, &revision, &path);
    s->kind = SOURCE_GIT;
    s->fs = &s->git.fs;
    s->revision = revision;
    if (fs_git_open(&s->git, NULL, revision, path, arena, &reason))
        return true;
    command_fail(s->args, "%.*s: %.*s", STR_ARG(s->name), STR_ARG(reason));
    return false;
}

/* What stands behind the prefix; false when it is another one. */
static bool is_form(struct str given, struct str prefix, struct str *rest)
{
    *rest = str_trim_prefix(given, prefix);
    return rest->len < given.len;
}

bool source_open(struct source *s, struct arena *arena, const struct args *args, struct str given)
{
    struct str rest;

    *s = (struct source){ .args = args, .kind = SOURCE_FOLDER, .given = given, .name = given };
    if (fetch_is_url(given))
        return source_fetch(s, arena, args);
    if (is_form(given, STR("git:"), &rest))
        return open_git(s, arena, rest);
    if (is_form(given, STR("prow-state:"), &rest))
        return source_read_state(s, arena, rest);
    if (is_form(given, STR("configmap:"), &rest))
        return source_read_config_map(s, arena, rest);
    if (!is_form(given, STR("snapshot:"), &rest))
        return open_folder(s, arena);
    s->kind = SOURCE_SNAPSHOT;
    s->file = rest;
    return true;
}

void source_close(struct source *s)
{
    if (s->central)
        source_close(s->central);
    if (s->kind == SOURCE_FOLDER)
        fs_disk_close(&s->disk);
    else if (s->kind == SOURCE_GIT)
        fs_git_close(&s->git);
    buf_free(&s->bytes);
    buf_free(&s->more);
}

bool source_is_one_file(const struct source *s)
{
    return s->kind == SOURCE_URL || s->kind == SOURCE_PROW_STATE;
}

static bool folder_up(struct source *s, struct arena *arena, unsigned levels)
{
    struct fs_disk above;
    struct fs_error error;

    for (unsigned i = 0; i < levels; i++)
        s->name = ARENA_JOIN(arena, s->name, STR("/.."));
    if (!fs_disk_open(&above, s->name.p, &error)) {
        command_fail(s->args, "%.*s: %s", STR_ARG(s->name), strerror(error.number));
        return false;
    }
    fs_disk_close(&s->disk);
    fs_disk_confine(&above);
    s->disk = above;
    return true;
}

bool source_up(struct source *s, struct arena *arena, unsigned levels)
{
    if (levels == 0)
        return true;
    if (s->kind == SOURCE_FOLDER)
        return folder_up(s, arena, levels);
    for (unsigned i = 0; i < levels; i++) {
        if (s->kind != SOURCE_GIT || !fs_git_up(&s->git))
            return false;
        s->name = ARENA_JOIN(arena, s->name, STR("/.."));
    }
    return true;
}
