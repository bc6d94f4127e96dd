#include "syntax/ignore/tree.h"

#include "base/path.h"

enum { LARGEST = 64 * 1024 * 1024 };

struct ignore_folder {
    struct str path; /* relative to base, empty for it */
    struct ignore_folder *parent;
    const struct ignore_source *source; /* NULL when there is none, or none that can be read */
    struct ignore_answer all;           /* of everything in it, whatever it is; IGNORE_NONE when each is asked */
};

void ignore_tree_begin(struct ignore_tree *t, const struct fs *fs, struct arena *a, struct str base, struct str name)
{
    *t = (struct ignore_tree){ .fs = fs, .arena = a, .base = base, .name = name };
    map_init(&t->folders, a);
    map_init(&t->lacking, a);
}

void ignore_tree_lacks(struct ignore_tree *t, struct str folder)
{
    *map_at(&t->lacking, arena_copy(t->arena, folder)) = t;
}

void ignore_tree_end(struct ignore_tree *t)
{
    buf_free(&t->bytes);
}

/* The library's scanner asks a file that can be opened and not read, a directory say, for ever. */
static void load(struct ignore_tree *t, struct ignore_folder *folder)
{
    struct ignore_source *s;
    struct fs_error error;
    struct str path;
    bool read;

    if (map_get(&t->lacking, folder->path))
        return;
    path = path_join(t->arena, path_join(t->arena, t->base, folder->path), t->name);
    read = fs_read(t->fs, path, LARGEST, &t->bytes, &error);
    if (!read && fs_error_not_exist(&error))
        return;
    s = ARENA_NEW(t->arena, struct ignore_source);
    s->path = path;
    *ARENA_PUSH(t->arena, t->sources, t->source_count, t->source_cap) = s;
    if (!read) {
        s->error = error;
        if (str_eq(str_c(error.operation), STR("read")))
            folder->all = (struct ignore_answer){ .verdict = IGNORE_HANGS, .file = path };
        return;
    }
    ignore_parse(&s->file, t->arena, buf_str(&t->bytes));
    folder->source = s;
    if (s->file.panic.len) {
        folder->all = ignore_file_match(&s->file, STR(""), false);
        folder->all.file = path;
    }
}

/* Asks the ignore files from folder upwards: the first that knows path decides. */
static struct ignore_answer ask(const struct ignore_folder *folder, struct str path, bool directory)
{
    struct ignore_answer answer = { 0 };

    for (; folder && answer.verdict == IGNORE_NONE; folder = folder->parent) {
        struct str below = folder->path.len ? str_from(path, folder->path.len + 1) : path;
        if (!folder->source)
            continue;
        answer = ignore_file_match(&folder->source->file, below, directory);
        if (answer.verdict != IGNORE_NONE)
            answer.file = folder->source->path;
    }
    return answer;
}

static struct ignore_folder *add(struct ignore_tree *t, struct ignore_folder *parent, struct str path)
{
    struct ignore_folder *folder = ARENA_NEW(t->arena, struct ignore_folder);

    folder->path = arena_copy(t->arena, path);
    folder->parent = parent;
    if (parent && parent->all.verdict != IGNORE_NONE) {
        folder->all = parent->all;
        return folder;
    }
    if (parent)
        folder->all = ask(parent, path, true);
    if (folder->all.verdict == IGNORE_INCLUDED || folder->all.verdict == IGNORE_NONE) {
        folder->all = (struct ignore_answer){ 0 };
        load(t, folder);
    }
    return folder;
}

/* The folder of this path, and those above it, made where they are new. */
static struct ignore_folder *find(struct ignore_tree *t, struct str path)
{
    struct ignore_folder *folder = NULL;

    if (t->last && str_eq(t->last->path, path))
        return t->last;
    for (size_t end = 0, from;;) {
        struct str upto = str_slice(path, 0, end);
        struct ignore_folder *known = map_get(&t->folders, upto);
        if (!known) {
            known = add(t, folder, upto);
            *map_at(&t->folders, known->path) = known;
        }
        folder = known;
        if (end == path.len)
            break;
        from = end ? end + 1 : 0;
        end = str_find_char(str_from(path, from), '/');
        end = end == SIZE_MAX ? path.len : from + end;
    }
    t->last = folder;
    return folder;
}

static struct ignore_answer panics(struct str words)
{
    return (struct ignore_answer){ .verdict = IGNORE_PANICS, .panic = words };
}

struct ignore_answer ignore_tree_match(struct ignore_tree *t, struct str path, bool directory)
{
    struct str above = path_dir_part(path);
    const struct ignore_folder *folder;

    if (path.len == 0)
        return panics(
            arena_printf(t->arena, "runtime error: slice bounds out of range [%zu:%zu]", t->base.len + 1, t->base.len));
    if (str_eq(path, STR(".")))
        return (struct ignore_answer){ 0 };
    if (path.p[0] == '/')
        return panics(STR("runtime: goroutine stack exceeds 1000000000-byte limit"));
    folder = find(t, str_slice(above, 0, above.len ? above.len - 1 : 0));
    return folder->all.verdict != IGNORE_NONE ? folder->all : ask(folder, path, directory);
}
