#include "replay/bundle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a shell command prints, in the arena. */
static bool output_of(struct arena *a, struct str command, struct str *out)
{
    struct buf bytes = { 0 };
    char part[1 << 16];
    FILE *p = popen(command.p, "r");
    size_t n;

    while (p && (n = fread(part, 1, sizeof part, p)) > 0)
        buf_put(&bytes, (struct str){ part, n });
    *out = arena_copy(a, buf_str(&bytes));
    buf_free(&bytes);
    return p && pclose(p) == 0;
}

/* "ID blob SIZE\nBYTES\n" and so on. */
static bool read_objects(struct bundle *b, struct str objects)
{
    struct str head, id, kind, size;

    while (str_cut(objects, '\n', &head, &objects)) {
        size_t length;
        if (!str_cut(head, ' ', &id, &size) || !str_cut(size, ' ', &kind, &size))
            return false;
        length = strtoul(size.p, NULL, 10);
        if (length + 1 > objects.len)
            return false;
        if (str_eq(kind, STR("blob"))) {
            struct str *bytes = ARENA_NEW(&b->arena, struct str);
            *bytes = str_slice(objects, 0, length);
            *map_at(&b->blobs, id) = bytes;
        }
        objects = str_from(objects, length + 1);
    }
    return objects.len == 0;
}

static void read_refs(struct bundle *b, struct str refs)
{
    struct str line, name;

    while (str_cut(refs, '\n', &line, &refs)) {
        struct str *tree = ARENA_NEW(&b->arena, struct str);
        str_cut(line, ' ', &name, tree);
        *map_at(&b->trees, name) = tree;
    }
}

static struct str git(const struct bundle *b, struct arena *a, const char *what)
{
    return arena_printf(a, "git -C '%.*s' %s", STR_ARG(b->repository), what);
}

bool bundle_open(struct bundle *b, const char *path)
{
    char folder[] = "/tmp/prowgate-replay-XXXXXX";
    struct str objects, refs, nothing;

    *b = (struct bundle){ 0 };
    map_init(&b->blobs, &b->arena);
    map_init(&b->trees, &b->arena);
    if (!mkdtemp(folder))
        return false;
    b->repository = arena_copy(&b->arena, str_c(folder));
    if (!output_of(&b->arena, arena_printf(&b->arena, "git clone -q --bare '%s' %s", path, folder), &nothing) ||
        !output_of(&b->arena, git(b, &b->arena, "cat-file --batch-all-objects --batch --unordered"), &objects) ||
        !output_of(&b->arena, git(b, &b->arena, "for-each-ref --format='%(refname:short) %(tree)'"), &refs)) {
        fprintf(stderr, "%s: git can't read it\n", path);
        return false;
    }
    read_refs(b, refs);
    return read_objects(b, objects);
}

void bundle_close(struct bundle *b)
{
    struct str nothing;

    if (b->repository.len)
        output_of(&b->arena, arena_printf(&b->arena, "rm -rf '%.*s'", STR_ARG(b->repository)), &nothing);
    arena_free(&b->arena);
}

struct str bundle_tree(const struct bundle *b, struct str ref)
{
    const struct str *tree = map_get(&b->trees, ref);

    return tree ? *tree : STR("");
}

bool bundle_files(const struct bundle *b, struct str tree, struct arena *a, struct fs_memory *m)
{
    struct str list, head, path, mode, kind, id;
    const struct str *bytes;

    fs_memory_init(m, a);
    if (!output_of(a, git(b, a, arena_printf(a, "ls-tree -r -z %.*s", STR_ARG(tree)).p), &list))
        return false;
    while (str_cut(list, '\0', &head, &list)) {
        str_cut(head, '\t', &head, &path);
        str_cut(head, ' ', &mode, &kind);
        str_cut(kind, ' ', &kind, &id);
        bytes = map_get(&b->blobs, id);
        if (bytes && str_eq(mode, STR("120000")))
            fs_memory_link(m, path, *bytes);
        else if (bytes)
            fs_memory_put(m, path, *bytes);
    }
    return m->count > 0;
}
