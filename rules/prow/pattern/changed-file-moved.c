#include "base/path.h"
#include "prow/index/names.h"
#include "rule/rule.h"

/* The files that the patterns of one repository name whole, as far as this tree may be that repository. */
struct home {
    size_t here, gone;
};

static bool stands(const struct prow_tree *t, struct str path, struct fs_info *info)
{
    struct fs_error error;

    return fs_lstat(t->fs, path, info, &error);
}

static struct str target_of(const struct prow_tree *t, struct str path)
{
    struct fs_error error;
    struct str target;

    if (!fs_readlink(t->fs, path, t->scratch, &target, &error) || str_starts(target, STR("/")))
        return STR("");
    return path_clean(t->scratch, ARENA_JOIN(t->scratch, path_dir_part(path), target));
}

static bool is_config(struct str path)
{
    return str_ends(path, STR(".yaml")) || str_ends(path, STR(".yml"));
}

static void tell(struct check *c, const struct names *n, const struct name *x, struct str message)
{
    for (const struct name_use *u = name_first(n, x); u; u = u->next) {
        report(c, u->at, "%.*s of job %.*s names %.*s, %.*s; %s", STR_ARG(u->value), STR_ARG(u->job->name),
               STR_ARG(x->text), STR_ARG(message),
               str_eq(u->value, STR("run_if_changed")) ? "no change of its contents starts the job"
                                                       : "what is changed now is not skipped");
        at_path(c, "%.*s", STR_ARG(job_summary_path(check_arena(c), u->job, u->value)));
    }
}

/* A link is a file of its own for git, which never changes with what it leads to. */
static void look_at_link(struct check *c, const struct prow_tree *t, const struct names *n, const struct name *x)
{
    struct str target = target_of(t, x->text);

    if (target.len)
        tell(c, n, x, ARENA_JOIN(t->scratch, STR("which is a link to "), target, STR(" here")));
}

static struct home count(const struct prow_tree *t, const struct name_range *files)
{
    struct home h = { 0 };
    struct fs_info info;

    for (size_t i = 0; i < files->count; i++)
        if (stands(t, files->items[i]->text, &info))
            h.here++;
        else
            h.gone += is_config(files->items[i]->text);
    return h;
}

static void look(struct check *c, const struct prow_tree *t, const struct names *n, const struct name_range *files)
{
    struct home h = count(t, files);
    struct fs_info info;

    for (size_t i = 0; i < files->count && h.here; i++) {
        const struct name *x = files->items[i];
        if (stands(t, x->text, &info)) {
            if (info.kind == FS_SYMLINK)
                look_at_link(c, t, n, x);
        } else if (is_config(x->text) && h.here > h.gone &&
                   stands(t, str_trim_suffix(path_dir_part(x->text), STR("/")), &info)) {
            tell(c, n, x, STR("which is not there any more, while its folder is"));
        }
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);
    struct name_range all = names_of_kind(&n, NAME_CHANGED_FILE);

    for (size_t i = 0; i < all.count;) {
        struct name_range files = names_below(&n, NAME_CHANGED_FILE, all.items[i]->of);
        look(c, t, &n, &files);
        i += files.count ? files.count : 1;
    }
}

const struct rule rule_changed_file_moved = {
    .id = "changed-file-moved",
    .summary = "A file that a pattern names whole is there, and is no link to where it moved.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .of_changes = true,
    .reads = READS(NAME_CHANGED_FILE) | READS_FILES,
    .tree = check_tree,
};
