/* What stands in other files of the tree, and the jobs of all of them, for own rules. */
#include "prow/own/own_tree.h"

#include "base/walk.h"
#include "syntax/yaml/yaml.h"

enum { LARGEST_FILE = 16 << 20 };

void own_files_init(struct own_files *f, const struct fs *fs, struct own_asking *asking, struct arena *a)
{
    *f = (struct own_files){ .fs = fs, .asking = asking, .arena = a };
    map_init(&f->read, a);
}

static enum walk_answer add_path(void *context, const struct walk_entry *entry)
{
    struct own_files *f = context;

    if (entry->kind == FS_DIRECTORY && str_eq(entry->name, STR(".git")))
        return WALK_SKIP;
    if (entry->kind == FS_FILE || entry->kind == FS_SYMLINK)
        *ARENA_PUSH(f->arena, f->paths, f->count, f->cap) = arena_copy(f->arena, entry->below);
    return WALK_ON;
}

static void walk_files(struct own_files *f)
{
    if (!f->walked)
        walk(f->fs, f->arena, STR("."), add_path, f);
    f->walked = true;
}

static struct cel_value unreadable(struct own_files *f, struct str path, struct str why)
{
    struct cel_failure *failure = ARENA_NEW(f->arena, struct cel_failure);

    failure->message = ARENA_JOIN(f->arena, path, STR(": "), why);
    return (struct cel_value){ .kind = CEL_ERROR, .failure = failure };
}

static bool is_yaml(struct str path)
{
    return str_ends(path, STR(".yaml")) || str_ends(path, STR(".yml")) || str_ends(path, STR(".json"));
}

/* NULL: there is no such file. */
static struct cel_value *read_path(struct own_files *f, struct str path)
{
    struct cel_value *v = ARENA_NEW(f->arena, struct cel_value);
    struct buf bytes = { 0 };
    struct fs_error error;
    struct yaml_error e;
    struct tape t;

    if (!fs_read(f->fs, path, LARGEST_FILE, &bytes, &error)) {
        v = fs_error_not_exist(&error) ? NULL : v;
        if (v)
            *v = unreadable(f, path, fs_error_reason(&error, f->arena));
    } else if (!is_yaml(path)) {
        *v = cel_string(arena_copy(f->arena, buf_str(&bytes)));
    } else if (!yaml_read(&t, f->arena, arena_copy(f->arena, buf_str(&bytes)), NULL, &e)) {
        *v = unreadable(f, path, e.message);
    } else {
        *v = cel_tape_value(t.root);
    }
    buf_free(&bytes);
    return v;
}

/* In the tree, whatever its links say. */
static bool is_below(struct str path)
{
    struct str part, rest = path;

    if (path.len == 0 || path.p[0] == '/')
        return false;
    for (bool more = true; more;) {
        more = str_cut(rest, '/', &part, &rest);
        if (str_eq(part, STR("..")))
            return false;
    }
    return true;
}

static bool files_get(struct arena *a, const struct cel_value *of, struct str path, struct cel_value *out)
{
    struct own_files *f = (struct own_files *)(uintptr_t)of->foreign;
    struct cel_value *known = map_get(&f->read, path);

    (void)a;
    if (!known) {
        known = is_below(path) ? read_path(f, path) : NULL;
        if (!known)
            return false;
        *map_at(&f->read, arena_copy(f->arena, path)) = known;
    }
    if (known->kind == CEL_ERROR && f->asking->trouble.len == 0)
        f->asking->trouble = known->failure->message;
    *out = *known;
    return true;
}

static size_t files_count(const struct cel_value *of)
{
    struct own_files *f = (struct own_files *)(uintptr_t)of->foreign;

    walk_files(f);
    return f->count;
}

/* A text of the path stands for the value: only who asks for a file by its path has it read. */
static bool files_next(struct arena *a, const struct cel_value *of, struct cel_cursor *c, struct cel_value *key,
                       struct cel_value *value)
{
    struct own_files *f = (struct own_files *)(uintptr_t)of->foreign;

    (void)a;
    walk_files(f);
    if (c->index >= f->count)
        return false;
    *key = *value = cel_string(f->paths[c->index]);
    return true;
}

static const struct cel_class files_class = { .count = files_count, .get = files_get, .next = files_next };

struct cel_value own_files_value(struct own_files *f)
{
    return (struct cel_value){ .kind = CEL_MAP, .foreign = f, .class = &files_class };
}

struct cel_value own_index_value(const struct prow_tree *t, struct arena *a)
{
    size_t count = 0, n = 0;
    struct cel_value *items;

    for (size_t i = 0; i < t->group_count; i++)
        count += t->groups[i]->count;
    items = ARENA_ARRAY(a, struct cel_value, count);
    for (size_t i = 0; i < t->group_count; i++)
        for (size_t k = 0; k < t->groups[i]->count; k++) {
            struct place *at = ARENA_NEW(a, struct place);
            *at = job_summary_place(t->groups[i]->jobs[k]);
            items[n++] = own_record(a, own_job_fields, t->groups[i]->jobs[k], at);
        }
    return cel_list_value(a, items, n);
}
