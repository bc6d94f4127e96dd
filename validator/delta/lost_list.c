#include "delta/lost_list.h"

#include "syntax/yaml/yaml.h"

enum { LARGEST_FILE = 64 << 20 };

/* Every text below the value of a key that was replaced, but for keys. */
static void take(struct lost_lists *l, const struct duplicate_key *d)
{
    const struct node *value = d->earlier + d->earlier->span;

    for (const struct node *n = value; n < value + value->span; n++)
        if (n->kind == NODE_STRING && !(n->flags & FLAG_KEY)) {
            void **at = map_at(&l->names, node_text(n));
            *at = *at ? *at : (void *)(uintptr_t)d->key;
        }
}

static void look_into(struct lost_lists *l, struct str file)
{
    struct buf bytes = { 0 };
    struct yaml_error wrong;
    struct fs_error error;
    struct tape t;

    arena_free(&l->arena);
    l->arena = (struct arena){ 0 };
    map_init(&l->names, &l->arena);
    l->file = arena_copy(&l->arena, file);
    l->files++;
    if (fs_read(l->fs, file, LARGEST_FILE, &bytes, &error) &&
        yaml_read(&t, &l->arena, arena_copy(&l->arena, buf_str(&bytes)), &YAML_LIMITS, &wrong)) {
        l->source = t.source;
        for (size_t i = 0; i < t.duplicate_count; i++)
            take(l, &t.duplicates[i]);
    }
    buf_free(&bytes);
}

bool lost_list_holds(struct lost_lists *l, struct str file, struct str name, struct place *at)
{
    const struct node *key;

    if (!l->fs || file.len == 0)
        return false;
    if (!l->files || !str_eq(l->file, file))
        look_into(l, file);
    key = map_get(&l->names, name);
    if (key)
        *at = (struct place){ file, span_of(l->source, key) };
    return key != NULL;
}

void lost_lists_free(struct lost_lists *l)
{
    arena_free(&l->arena);
}
