#include "command/tree_change.h"

#include "base/path.h"
#include "gate/comparison.h"
#include "source/fs_git.h"

#include <unistd.h>

static void say(struct buf *out, bool *any, const char *verb, size_t n, const char *what)
{
    if (n)
        buf_printf(out, "%s%s %zu %s%s", *any ? ", " : "", verb, n, what, str_plural(n));
    *any = *any || n;
}

static void words_of(const struct comparison *c, struct buf *out)
{
    const struct delta_totals *t = &c->delta.totals;
    bool any = false;

    if (!c->comparable || c->blind) {
        buf_put(out, STR("can't be compared with the last commit: it, or this, can't be read whole"));
        return;
    }
    say(out, &any, "triggers", t->added, "job");
    if (t->added)
        buf_put(out, STR(" on open pull requests"));
    say(out, &any, "retires", t->retired, "status");
    say(out, &any, "moves", t->migrated, "status");
    if (!any)
        buf_put(out, STR("changes nothing on open pull requests"));
    if (c->doubtful)
        buf_put(out, STR("; it may be half of what was there"));
}

static void compare(const struct tree_change *t, const struct fs *commit, struct arena *a, struct buf *out)
{
    struct rule_settings settings = comparison_settings(a, t->settings);
    struct side before = { .name = STR("HEAD"), .fs = commit, .paths = *t->paths, .proven = true, .can_have = true };
    struct side after = { .name = t->root, .fs = t->fs, .paths = *t->paths, .can_have = true };
    struct comparison c = { 0 };

    comparison_load(&c, &before, &after, &settings, t->threads);
    comparison_judge(&c, &after.findings, &settings, NULL, false);
    words_of(&c, out);
    comparison_free(&c);
    side_free(&after);
    side_free(&before);
}

/* The folder's path in its repository: what lies between the folder that holds ".git" and it. */
static bool path_in_repository(struct arena *a, struct str root, struct str *path)
{
    for (struct str dir = root; dir.len > 1; dir = str_trim_suffix(path_dir_part(dir), STR("/")))
        if (access(ARENA_JOIN(a, dir, STR("/.git")).p, F_OK) == 0) {
            *path = str_trim_prefix(str_from(root, dir.len), STR("/"));
            return true;
        }
    return false;
}

bool tree_change_words(const struct tree_change *t, struct buf *out)
{
    struct arena a = { 0 };
    struct str path, reason;
    struct fs_git git;
    bool ok = path_in_repository(&a, t->root, &path) && fs_git_open(&git, t->root.p, STR("HEAD"), path, &a, &reason);

    if (ok) {
        compare(t, &git.fs, &a, out);
        fs_git_close(&git);
    }
    arena_free(&a);
    return ok;
}
