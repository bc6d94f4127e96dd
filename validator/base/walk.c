#include "base/walk.h"

#include "base/path.h"

#include <limits.h>

bool listing_has(const struct fs_listing *listing, struct str name)
{
    size_t low = 0, high = listing->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(listing->names[middle].name, name);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* One directory on the way down from the root. */
struct level {
    struct fs_listing listing;
    size_t next;     /* name to visit next */
    size_t path_len; /* of the path up to where the names go, the slash included */
};

struct walker {
    const struct fs *fs;
    struct arena *arena;
    struct buf path;
    struct level *levels;
    size_t depth, cap;
    size_t root_len; /* bytes of path before what is below the root */
    enum walk_answer (*visit)(void *context, const struct walk_entry *entry);
    void *context;
};

/* Where the names of the directory at path go: what Clean(path + "/" + name) puts before name. */
static void end_with_slash(struct walker *w)
{
    struct str at = buf_str(&w->path);

    if (str_eq(at, STR(".")))
        buf_reset(&w->path);
    else if (!str_ends(at, STR("/")))
        buf_char(&w->path, '/');
}

static void enter(struct walker *w, const struct fs_listing *listing)
{
    w->levels = arena_grow(w->arena, w->levels, w->depth, &w->cap, sizeof *w->levels);
    end_with_slash(w);
    w->levels[w->depth++] = (struct level){ *listing, 0, w->path.len };
}

/* Visits what is at the end of w->path and enters it where it is a directory. */
static enum walk_answer visit(struct walker *w, struct walk_entry *entry)
{
    struct fs_listing listing = { 0 };
    struct fs_error error;
    enum walk_answer answer;

    if (entry->kind == FS_DIRECTORY) {
        if (fs_list(w->fs, entry->path, w->arena, &listing, &error))
            entry->listing = &listing;
        else
            entry->error = &error;
    }
    answer = w->visit(w->context, entry);
    if (answer == WALK_ON && listing.count && !entry->error)
        enter(w, &listing);
    return answer;
}

/* The next name of the deepest directory. */
static enum walk_answer step(struct walker *w)
{
    struct level *l = &w->levels[w->depth - 1];
    struct walk_entry entry = { 0 };
    struct fs_error error;
    struct fs_info info;
    enum walk_answer answer;

    if (l->next == l->listing.count) {
        w->depth--;
        return WALK_ON;
    }
    entry.name = l->listing.names[l->next].name;
    entry.kind = l->listing.names[l->next++].kind;
    w->path.len = l->path_len;
    buf_put(&w->path, entry.name);
    entry.path = buf_str(&w->path);
    entry.below = str_from(entry.path, w->root_len);
    if (entry.kind == FS_UNKNOWN || entry.path.len >= PATH_MAX) {
        if (fs_lstat(w->fs, entry.path, &info, &error)) {
            entry.kind = info.kind;
        } else {
            entry.kind = FS_UNKNOWN;
            entry.error = &error;
        }
    }
    answer = visit(w, &entry);
    if (answer == WALK_SKIP && entry.kind != FS_DIRECTORY && !entry.error)
        w->depth--;
    return answer;
}

static enum walk_answer visit_root(struct walker *w, struct str root)
{
    struct walk_entry entry = { .path = root, .name = path_base(root) };
    struct fs_error error;
    struct fs_info info;

    if (fs_lstat(w->fs, root, &info, &error))
        entry.kind = info.kind;
    else
        entry.error = &error;
    entry.below = str_from(root, root.len);
    buf_put(&w->path, path_clean(w->arena, root));
    return visit(w, &entry);
}

bool walk(const struct fs *fs, struct arena *a, struct str root,
          enum walk_answer (*visit_entry)(void *context, const struct walk_entry *entry), void *context)
{
    struct walker w = { .fs = fs, .arena = a, .visit = visit_entry, .context = context };
    enum walk_answer answer = visit_root(&w, root);

    w.root_len = w.path.len;
    while (answer != WALK_STOP && w.depth)
        answer = step(&w);
    buf_free(&w.path);
    return answer != WALK_STOP;
}
