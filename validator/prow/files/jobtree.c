#include "prow/files/jobtree.h"

#include "base/map.h"
#include "base/path.h"
#include "base/quote.h"
#include "base/walk.h"
#include "syntax/ignore/tree.h"

#include <ctype.h>
#include <errno.h>

const struct jobtree_rules jobtree_jobs = {
    .kind = JOBTREE_JOBS, .yml = true, .ignore_files = true, .unique_names = true
};
const struct jobtree_rules jobtree_config = { .kind = JOBTREE_CONFIG, .suffix = STR_INIT("_prowconfig.yaml") };
const struct jobtree_rules jobtree_plugins = { .kind = JOBTREE_PLUGINS, .suffix = STR_INIT("_pluginconfig.yaml") };
const struct jobtree_rules jobtree_in_repo = {
    .kind = JOBTREE_IN_REPO, .yml = true, .ignore_files = true, .folder = true
};

struct reader {
    struct jobtree *tree;
    struct arena *arena;
    const struct fs *fs;
    const struct jobtree_rules *rules;
    struct ignore_tree ignore;
    struct str ignore_prefix; /* from the directory of the ignore files to the root */
    bool cut_one;             /* their directory is "/": the library cuts off a character too many */
    struct map names;         /* base name -> the first path that has it */
    size_t cap, notice_cap;
};

static struct str quoted(struct reader *r, struct str dir)
{
    return arena_quote(r->arena, path_join(r->arena, dir, STR(".prow")));
}

static struct str in_folder(struct arena *a, struct str reason)
{
    return ARENA_JOIN(a, STR("failed to read contents of directory \".prow\": "), reason);
}

struct str jobtree_read_error(const struct jobtree *t, struct arena *a, struct str path, struct str reason)
{
    switch (t->kind) {
    case JOBTREE_IN_REPO:
        if (!t->single)
            return in_folder(a, reason);
        /* Prow names the folder that is not there. */
        path = arena_quote(a, path_join(a, t->root, STR(".prow")));
        return ARENA_JOIN(a, STR("failed to read "), path, STR(": "), reason);
    case JOBTREE_PLUGINS:
        return ARENA_JOIN(a, STR("failed to read "), path, STR(": "), reason);
    default:
        return ARENA_JOIN(a, STR("error reading "), path, STR(": "), reason);
    }
}

struct str jobtree_decode_error(const struct jobtree *t, struct arena *a, struct str path, struct str reason)
{
    struct str text;

    switch (t->kind) {
    case JOBTREE_IN_REPO:
        if (t->file_alone)
            return ARENA_JOIN(a, STR("failed to deserialize content of \".prow.yaml\": "), reason);
        path = arena_quote(a, t->single ? path_join(a, t->root, STR(".prow")) : path);
        text = ARENA_JOIN(a, STR("failed to unmarshal "), path, STR(": "), reason);
        return t->single ? text : in_folder(a, text);
    case JOBTREE_PLUGINS:
        return ARENA_JOIN(a, STR("failed to unmarshal "), path, STR(": "), reason);
    default:
        return ARENA_JOIN(a, STR("error unmarshalling "), path, STR(": "), reason);
    }
}

static struct jobtree_notice *notice(struct reader *r, enum jobtree_notice_kind kind, struct str path)
{
    struct jobtree *t = r->tree;
    struct jobtree_notice *n;

    t->notices = arena_grow(r->arena, t->notices, t->notice_count, &r->notice_cap, sizeof *t->notices);
    n = &t->notices[t->notice_count++];
    *n = (struct jobtree_notice){ .kind = kind, .path = arena_copy(r->arena, path), .before = t->count };
    return n;
}

static void refuse(struct reader *r, enum jobtree_notice_kind kind, struct str path, struct str error)
{
    struct jobtree_notice *n = notice(r, kind, path);

    n->error = error;
    n->refuses = true;
}

static void add_file(struct reader *r, struct str path)
{
    struct jobtree *t = r->tree;

    *ARENA_PUSH(r->arena, t->files, t->count, r->cap) = (struct jobtree_file){ arena_copy(r->arena, path), 0 };
}

static bool fold_ends(struct str s, struct str suffix)
{
    if (s.len < suffix.len)
        return false;
    s = str_from(s, s.len - suffix.len);
    for (size_t i = 0; i < s.len; i++)
        if (tolower((unsigned char)s.p[i]) != tolower((unsigned char)suffix.p[i]))
            return false;
    return true;
}

static bool by_suffix(const struct reader *r)
{
    return r->rules->kind == JOBTREE_CONFIG || r->rules->kind == JOBTREE_PLUGINS;
}

static bool is_wanted(const struct reader *r, struct str path)
{
    struct str ext;

    if (by_suffix(r))
        return str_ends(path, r->rules->suffix);
    ext = path_ext(path);
    return str_eq(ext, STR(".yaml")) || (r->rules->yml && str_eq(ext, STR(".yml")));
}

static bool is_wanted_in_other_case(const struct reader *r, struct str path)
{
    if (by_suffix(r))
        return fold_ends(path, r->rules->suffix);
    return fold_ends(path, STR(".yaml")) || fold_ends(path, STR(".yml"));
}

/* What an entry that could not be looked at does to the load. */
static enum walk_answer fail(struct reader *r, const struct walk_entry *e)
{
    struct str text = fs_error_text(e->error, r->arena);
    enum jobtree_notice_kind kind = e->below.len ? JOBTREE_UNREADABLE_ENTRY : JOBTREE_ROOT_MISSING;
    struct jobtree_notice *n;

    if (e->kind == FS_DIRECTORY)
        kind = JOBTREE_UNREADABLE_ENTRY;
    switch (r->rules->kind) {
    case JOBTREE_JOBS:
        n = notice(r, kind, e->path);
        n->error = text; /* only logged */
        return WALK_ON;
    case JOBTREE_CONFIG:
        refuse(r, kind, e->path, text);
        return WALK_ON;
    case JOBTREE_PLUGINS:
        refuse(r, kind, e->path, ARENA_JOIN(r->arena, STR("failed to walk "), r->tree->root, STR(": "), text));
        return WALK_STOP;
    case JOBTREE_IN_REPO:
        refuse(r, kind, e->path, in_folder(r->arena, text));
        return WALK_STOP;
    }
    return WALK_STOP;
}

/* The parts of a mounted ConfigMap: "..data", and the timestamped folder that it points to. */
static bool is_mount(struct str name)
{
    return str_eq(name, STR("..data")) || str_eq(name, STR("..data_tmp")) || str_starts(name, STR("..20"));
}

static enum walk_answer skip_dotdot(struct reader *r, const struct walk_entry *e)
{
    if (e->below.len == 0)
        notice(r, JOBTREE_ROOT_DOTDOT, e->path);
    else if (!is_mount(e->name) && (e->kind == FS_DIRECTORY || is_wanted(r, e->path)))
        notice(r, JOBTREE_DOTDOT_SKIPPED, e->path);
    return e->kind == FS_DIRECTORY ? WALK_SKIP : WALK_ON;
}

/* An entry that Prow passes over for its name. */
static void pass_over(struct reader *r, const struct walk_entry *e)
{
    struct fs_error error;
    struct fs_info info;

    if (e->kind == FS_SYMLINK && fs_stat(r->fs, e->path, &info, &error) && info.kind == FS_DIRECTORY)
        notice(r, e->below.len ? JOBTREE_SYMLINKED_DIR_SKIPPED : JOBTREE_ROOT_SYMLINK, e->path);
    else if (e->kind != FS_DIRECTORY && is_wanted_in_other_case(r, e->path))
        notice(r, JOBTREE_WRONG_CASE_EXTENSION, e->path);
}

/* The entry's path as the ignore files know it. */
static struct str below_ignore_base(struct reader *r, const struct walk_entry *e)
{
    return r->ignore_prefix.len ? path_join(r->arena, r->ignore_prefix, e->below) : e->below;
}

/* Asks the ignore files; false when that ends the load. */
static bool ask_ignore(struct reader *r, const struct walk_entry *e, bool directory, bool *ignored)
{
    struct str path = below_ignore_base(r, e);
    bool panics;
    struct ignore_answer answer;
    struct jobtree_notice *n;

    if (r->cut_one)
        path = path_clean(r->arena, str_from(path, 1));
    answer = ignore_tree_match(&r->ignore, path, directory);
    *ignored = answer.verdict == IGNORE_IGNORED;
    panics = answer.verdict == IGNORE_PANICS;
    if (!panics && answer.verdict != IGNORE_HANGS)
        return true;
    n = notice(r, panics ? JOBTREE_IGNORE_PANIC : JOBTREE_IGNORE_HANG, answer.file.len ? answer.file : e->path);
    n->related = arena_copy(r->arena, e->path);
    n->line = answer.line;
    n->refuses = true;
    if (panics)
        n->error = ARENA_JOIN(r->arena, r->rules->kind == JOBTREE_JOBS ? STR("panic loading config: ") : STR("panic: "),
                              answer.panic);
    r->tree->stopped = true;
    return false;
}

/* Whether the name is still free; takes it. */
static bool take_name(struct reader *r, const struct walk_entry *e)
{
    struct str base = path_base(e->path);
    struct str *first = map_get(&r->names, base);
    struct jobtree_notice *n;

    if (!first) {
        first = ARENA_NEW(r->arena, struct str);
        *first = arena_copy(r->arena, e->path);
        *map_at(&r->names, path_base(*first)) = first;
        return true;
    }
    n = notice(r, JOBTREE_DUPLICATE_BASENAME, e->path);
    n->related = *first;
    n->refuses = true;
    n->error = ARENA_JOIN(r->arena, STR("duplicated basename is not allowed: "), base);
    return false;
}

/* A file that is known beforehand to fail. */
static enum walk_answer fail_to_read(struct reader *r, struct str path, enum jobtree_notice_kind kind,
                                     const struct fs_error *error)
{
    refuse(r, kind, path, jobtree_read_error(r->tree, r->arena, path, fs_error_text(error, r->arena)));
    return r->rules->kind == JOBTREE_IN_REPO ? WALK_STOP : WALK_ON;
}

/* What has the right name: reads it, or says why it can not. link: what a link leads to, as far as it can be
 * told. */
static enum walk_answer take(struct reader *r, const struct walk_entry *e, enum fs_kind kind,
                             const struct fs_error *link)
{
    struct fs_error error = { "open", e->path, link->number };
    bool lost = link->number == ENOENT || link->number == ELOOP;

    if (kind == FS_UNKNOWN)
        return fail_to_read(r, e->path, lost ? JOBTREE_DANGLING : JOBTREE_UNREADABLE_ENTRY, &error);
    if (kind == FS_DIRECTORY) {
        error = (struct fs_error){ "read", e->path, EISDIR };
        return fail_to_read(r, e->path, JOBTREE_YAML_NAMED_SYMLINK_TO_DIR, &error);
    }
    if (kind == FS_OTHER) {
        refuse(r, JOBTREE_SPECIAL_FILE, e->path, STR(""));
        return WALK_ON;
    }
    add_file(r, e->path);
    return WALK_ON;
}

/* An entry with the right name: a file, a link, or of a job tree a directory, which is asked about all the
 * same. */
static enum walk_answer visit_wanted(struct reader *r, const struct walk_entry *e)
{
    enum fs_kind kind = e->kind;
    struct fs_error link = { 0 };
    struct fs_info info;
    bool ignored = false;

    if (kind == FS_SYMLINK)
        kind = fs_stat(r->fs, e->path, &info, &link) ? info.kind : FS_UNKNOWN;
    /* A link to nothing is not asked about: the library looks up what it is, and gives up. */
    if (r->rules->ignore_files && kind != FS_UNKNOWN && !ask_ignore(r, e, kind == FS_DIRECTORY, &ignored))
        return WALK_STOP;
    if (e->kind == FS_DIRECTORY)
        return WALK_ON;
    if (ignored) {
        r->tree->ignored++;
        return WALK_ON;
    }
    if (r->rules->unique_names && !take_name(r, e) && !r->rules->all_of_name)
        return WALK_ON;
    return take(r, e, kind, &link);
}

static enum walk_answer visit(void *context, const struct walk_entry *e)
{
    struct reader *r = context;

    if (e->error)
        return fail(r, e);
    if (r->rules->kind != JOBTREE_IN_REPO && str_starts(e->name, STR("..")))
        return skip_dotdot(r, e);
    if (e->listing && !r->cut_one && !listing_has(e->listing, STR(".prowignore")))
        ignore_tree_lacks(&r->ignore, below_ignore_base(r, e));
    if (is_wanted(r, e->path) && (e->kind != FS_DIRECTORY || r->rules->kind == JOBTREE_JOBS))
        return visit_wanted(r, e);
    pass_over(r, e);
    return WALK_ON;
}

/* What is wrong with the ignore files themselves. */
static void judge_ignore_files(struct reader *r)
{
    for (size_t i = 0; i < r->ignore.source_count; i++) {
        const struct ignore_source *s = r->ignore.sources[i];
        struct jobtree_notice *n;
        if (s->error.operation && str_eq(str_c(s->error.operation), STR("open"))) {
            n = notice(r, JOBTREE_IGNORE_FILE_UNREADABLE, s->path);
            n->error = fs_error_text(&s->error, r->arena);
        }
        for (size_t k = 0; k < s->file.fault_count; k++) {
            n = notice(r, JOBTREE_IGNORE_LINE_DROPPED, s->path);
            n->error = s->file.faults[k].reason;
            n->line = s->file.faults[k].line;
        }
    }
}

/* Whether it was already said why nothing is read. */
static bool is_explained(const struct jobtree *t)
{
    for (size_t i = 0; i < t->notice_count; i++) {
        const struct jobtree_notice *n = &t->notices[i];
        if (n->refuses || n->kind == JOBTREE_ROOT_DOTDOT || n->kind == JOBTREE_ROOT_SYMLINK ||
            (n->kind == JOBTREE_UNREADABLE_ENTRY && str_eq(n->path, t->root)))
            return true;
    }
    return false;
}

/* Walks root; the ignore files are those of base, which root is in. */
static void walk_tree(struct reader *r, struct str root, struct str base)
{
    struct jobtree *t = r->tree;
    struct str clean = path_clean(r->arena, base);

    r->cut_one = str_eq(clean, STR("/"));
    ignore_tree_begin(&r->ignore, r->fs, r->arena, clean, STR(".prowignore"));
    map_init(&r->names, r->arena);
    if (!walk(r->fs, r->arena, root, visit, r))
        t->stopped = true;
    if (t->count == 0 && t->ignored == 0 && !is_explained(t))
        notice(r, JOBTREE_NO_FILES, root);
    judge_ignore_files(r);
    ignore_tree_end(&r->ignore);
}

static void read_jobs(struct reader *r, struct str root)
{
    struct fs_error error;
    struct fs_info info;

    if (!fs_stat(r->fs, root, &info, &error)) {
        refuse(r, JOBTREE_ROOT_MISSING, root, fs_error_text(&error, r->arena));
    } else if (info.kind == FS_DIRECTORY) {
        walk_tree(r, root, root);
    } else {
        r->tree->single = true;
        add_file(r, root);
    }
}

static void read_prow_yaml(struct reader *r, struct str dir)
{
    struct str path = path_join(r->arena, dir, STR(".prow.yaml"));
    struct fs_error error;
    struct fs_info info;

    r->tree->single = true;
    if (fs_stat(r->fs, path, &info, &error))
        add_file(r, path);
    else if (!fs_error_not_exist(&error))
        refuse(r, JOBTREE_UNREADABLE_ENTRY, path,
               ARENA_JOIN(r->arena, STR("failed to check if file "), quoted(r, dir), STR(" exists: "),
                          fs_error_text(&error, r->arena)));
}

static void read_in_repo(struct reader *r, struct str dir)
{
    struct str folder = path_join(r->arena, dir, STR(".prow"));
    struct str file = path_join(r->arena, dir, STR(".prow.yaml"));
    struct fs_error error = { .number = ENOENT };
    struct fs_info info = { 0 };

    /* Prow's checkers take it for a repository without jobs. */
    if (!fs_stat(r->fs, dir, &info, &error) && fs_error_not_exist(&error)) {
        notice(r, JOBTREE_ROOT_MISSING, dir);
        return;
    }
    error.number = ENOENT;
    if (r->rules->folder && fs_stat(r->fs, folder, &info, &error)) {
        if (info.kind != FS_DIRECTORY) {
            refuse(r, JOBTREE_IN_REPO_NOT_DIRECTORY, folder,
                   ARENA_JOIN(r->arena, STR("reading "), quoted(r, dir), STR(": %!w(<nil>)")));
            return;
        }
        r->ignore_prefix = STR(".prow");
        walk_tree(r, folder, dir);
        if (fs_lstat(r->fs, file, &info, &error))
            notice(r, JOBTREE_IN_REPO_SHADOWED, file)->related = folder;
        return;
    }
    if (fs_error_not_exist(&error))
        read_prow_yaml(r, dir);
    else
        refuse(r, JOBTREE_UNREADABLE_ENTRY, folder,
               ARENA_JOIN(r->arena, STR("reading "), quoted(r, dir), STR(": "), fs_error_text(&error, r->arena)));
}

void jobtree_read(struct jobtree *t, struct arena *a, const struct fs *fs, struct str root,
                  const struct jobtree_rules *rules)
{
    struct reader r = { .tree = t, .arena = a, .fs = fs, .rules = rules };

    *t = (struct jobtree){ .kind = rules->kind, .root = root };
    switch (rules->kind) {
    case JOBTREE_JOBS:
        read_jobs(&r, root);
        break;
    case JOBTREE_IN_REPO:
        read_in_repo(&r, root);
        break;
    case JOBTREE_PLUGINS:
        if (rules->suffix.len)
            walk_tree(&r, root, root);
        break;
    case JOBTREE_CONFIG:
        walk_tree(&r, root, root);
        break;
    }
}

void jobtree_measure(struct jobtree *t, const struct fs *fs)
{
    struct fs_error error;
    struct fs_info info;

    for (size_t i = 0; i < t->count; i++)
        t->files[i].size = fs_stat(fs, t->files[i].path, &info, &error) ? info.size : 0;
}
