#include "gate/deciding.h"

#include "base/path.h"
#include "base/walk.h"

struct finding_them {
    struct deciding *d;
    struct arena *arena;
};

void deciding_add(struct deciding *d, struct arena *a, struct str path)
{
    struct str clean = path_clean(a, path);
    void **at;

    if (path.len == 0)
        return;
    at = map_at(&d->known, clean);
    if (!*at)
        *ARENA_PUSH(a, d->paths, d->count, d->cap) = clean;
    *at = d;
}

static enum walk_answer visit(void *context, const struct walk_entry *e)
{
    struct finding_them *f = context;

    if (e->error && !(e->below.len == 0 && fs_error_not_exist(e->error)))
        f->d->unreadable = arena_copy(f->arena, e->path);
    else if (!e->error && e->kind != FS_DIRECTORY)
        deciding_add(f->d, f->arena, arena_copy(f->arena, e->path));
    return WALK_ON;
}

void deciding_find(struct deciding *d, struct arena *a, const struct fs *fs)
{
    static const struct str single[] = { STR_INIT("prowgate.yaml"), STR_INIT(DECIDING_ACKS) };
    struct finding_them f = { d, a };
    struct fs_error error;
    struct fs_info info;

    *d = (struct deciding){ 0 };
    map_init(&d->known, a);
    for (size_t i = 0; i < COUNT_OF(single); i++)
        if (fs_lstat(fs, single[i], &info, &error))
            deciding_add(d, a, single[i]);
    walk(fs, a, STR(".prowgate"), visit, &f);
}
