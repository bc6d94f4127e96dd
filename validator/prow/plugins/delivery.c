#include "prow/plugins/delivery.h"

#include "base/glob.h"
#include "base/path.h"
#include "prow/plugins/plugins.h"

/* Patterns that braces may stand for; a key with more is taken as it is written. */
enum { EXPANSIONS_MOST = 64 };

/* A pattern, among those that begin with the same folder. */
struct bucket {
    const struct delivery_key *key;
    struct str glob;
    struct bucket *next;
};

bool glob_has_wildcard(struct str glob)
{
    return str_find_char(glob, '*') != SIZE_MAX || str_find_char(glob, '?') != SIZE_MAX;
}

struct str glob_folder(struct str glob)
{
    size_t at = 0;

    while (at < glob.len && glob.p[at] != '*' && glob.p[at] != '?' && glob.p[at] != '{')
        at++;
    return at == glob.len ? glob : path_dir_part(str_slice(glob, 0, at));
}

static void add_glob(struct delivery_key *k, struct arena *a, struct str glob)
{
    static const size_t room = EXPANSIONS_MOST;

    if (!k->globs)
        k->globs = ARENA_ARRAY(a, struct str, room);
    if (k->glob_count < room)
        k->globs[k->glob_count++] = glob;
}

/* One after the other, each first pair of braces of the patterns so far. */
static void expand(struct delivery_key *k, struct arena *a)
{
    add_glob(k, a, k->glob);
    for (size_t i = 0; i < k->glob_count; i++) {
        struct str g = k->globs[i], one, rest;
        size_t open = str_find_char(g, '{'), close;
        if (open == SIZE_MAX || (close = str_find_char(str_from(g, open), '}')) == SIZE_MAX)
            continue;
        rest = str_slice(g, open + 1, open + close);
        for (bool more = true, first = true; more; first = false) {
            struct str whole;
            more = str_cut(rest, ',', &one, &rest);
            whole = ARENA_JOIN(a, str_slice(g, 0, open), one, str_from(g, open + close + 1));
            if (first)
                k->globs[i] = whole;
            else
                add_glob(k, a, whole);
        }
        i--; /* it may hold more of them */
    }
}

static void file_away(struct delivery *d, const struct delivery_key *k)
{
    for (size_t i = 0; i < k->glob_count; i++) {
        void **at = map_at(&d->by_folder, glob_folder(k->globs[i]));
        struct bucket *b = ARENA_NEW(d->arena, struct bucket);
        *b = (struct bucket){ k, k->globs[i], *at };
        *at = b;
    }
}

void delivery_read(struct delivery *d, const struct prow_tree *t)
{
    struct setting maps = plugin_find(t, "config_updater.maps"), entry = { 0 };

    *d = (struct delivery){ .arena = t->scratch };
    map_init(&d->by_folder, d->arena);
    if (node_kind(maps.value) != NODE_MAPPING)
        return;
    d->keys = ARENA_ARRAY(d->arena, struct delivery_key *, setting_count(&maps));
    while (setting_next(d->arena, &maps, &entry)) {
        struct delivery_key *k = ARENA_NEW(d->arena, struct delivery_key);
        *k = (struct delivery_key){ .entry = entry, .glob = setting_key(&entry), .place = d->count };
        expand(k, d->arena);
        file_away(d, k);
        d->keys[d->count++] = k;
    }
}

bool delivery_is_on(const struct prow_tree *t)
{
    struct plugin_lists lists;
    struct plugin_element e;

    plugin_lists_read(&lists, t, PLUGINS_BUILT_IN);
    for (size_t i = 0; i < lists.count; i++)
        if (plugin_named(&lists.items[i], STR("config-updater"), &e))
            return true;
    return false;
}

static size_t put(const struct delivery_key *k, const struct delivery_key **keys, size_t count, size_t room)
{
    size_t at = count;

    for (size_t i = 0; i < count; i++)
        if (keys[i] == k)
            return count;
    while (at > 0 && keys[at - 1]->place > k->place)
        at--;
    if (at == room)
        return count;
    count += count < room;
    for (size_t i = count - 1; i > at; i--)
        keys[i] = keys[i - 1];
    keys[at] = k;
    return count;
}

static size_t match(const struct delivery *d, struct str folder, struct str path, const struct delivery_key **keys,
                    size_t count, size_t room)
{
    struct str rest = str_from(path, folder.len); /* both begin with the folder */

    for (const struct bucket *b = map_get(&d->by_folder, folder); b; b = b->next)
        if (glob_match(str_from(b->glob, folder.len), rest))
            count = put(b->key, keys, count, room);
    return count;
}

size_t delivery_of(const struct delivery *d, struct str path, const struct delivery_key **keys, size_t room)
{
    size_t count = match(d, path, path, keys, 0, room);

    for (struct str folder = path_dir_part(path);; folder = path_dir_part(str_slice(folder, 0, folder.len - 1))) {
        count = match(d, folder, path, keys, count, room);
        if (folder.len == 0)
            return count;
    }
}
