#include "source/config_map.h"

#include "base/base64.h"
#include "base/map.h"
#include "base/quote.h"
#include "syntax/json/json.h"
#include "syntax/yaml/yaml.h"

/* More keys than a cluster's maps have; a tree in memory is searched key by key. */
enum { LONGEST_KEY = 253, MOST_KEYS = 20000 };

struct reading {
    struct arena *arena;
    struct fs_memory *tree;
    struct config_map_found *found;
    struct map owner; /* key to the name of the map that holds it */
    size_t bytes;
    struct str *name; /* of the map at hand */
    struct str *words;
};

static bool fail(struct reading *r, struct str words)
{
    *r->words = words;
    return false;
}

/* "ConfigMap ns/name". */
static struct str name_of(struct reading *r, const struct node *map)
{
    const struct node *meta = node_get(map, STR("metadata"));
    struct str space = node_text(node_get(meta, STR("namespace"))), name = node_text(node_get(meta, STR("name")));

    if (name.len == 0)
        return arena_printf(r->arena, "ConfigMap number %zu", r->found->maps + 1);
    return ARENA_JOIN(r->arena, STR("ConfigMap "), space, space.len ? STR("/") : STR(""), name);
}

/* What Kubernetes takes as a key, and a folder as a file name. */
static bool is_key(struct str key)
{
    if (key.len == 0 || key.len > LONGEST_KEY || str_eq(key, STR(".")) || str_starts(key, STR("..")))
        return false;
    for (size_t i = 0; i < key.len; i++) {
        char c = key.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
              c == '.'))
            return false;
    }
    return true;
}

static struct str file_of(struct reading *r, struct str key)
{
    if (str_eq(key, STR(CONFIG_MAP_CONFIG))) {
        r->found->config = true;
        return key;
    }
    if (str_eq(key, STR(CONFIG_MAP_PLUGINS))) {
        r->found->plugins = true;
        return key;
    }
    r->found->jobs = true;
    return ARENA_JOIN(r->arena, STR(CONFIG_MAP_JOBS "/"), key);
}

static bool take(struct reading *r, struct str key, const struct node *value, bool binary)
{
    struct str bytes = node_text(value), *other = map_get(&r->owner, key), quoted = arena_quote(r->arena, key);

    if (!is_key(key))
        return fail(r, ARENA_JOIN(r->arena, *r->name, STR(" has the key "), quoted,
                                  STR(", which is no file name of letters, digits, \"-\", \"_\" and \".\"")));
    if (node_kind(value) != NODE_STRING)
        return fail(r, ARENA_JOIN(r->arena, STR("the value of "), quoted, STR(" in "), *r->name, STR(" is no text")));
    if (other)
        return fail(r, ARENA_JOIN(r->arena, *other, STR(" and "), *r->name, STR(" both hold "), quoted,
                                  STR("; mounted together, one would hide the other")));
    if (binary && !base64_decode(r->arena, bytes, &bytes))
        return fail(r, ARENA_JOIN(r->arena, STR("the binaryData of "), quoted, STR(" in "), *r->name,
                                  STR(" is no base64")));
    if (bytes.len > CONFIG_MAP_MOST - r->bytes)
        return fail(r, STR("the values come to more than 1 GiB"));
    if (r->found->files == MOST_KEYS)
        return fail(r, arena_printf(r->arena, "there are more than %d keys", MOST_KEYS));
    r->bytes += bytes.len;
    r->found->files++;
    *map_at(&r->owner, key) = r->name;
    /* An empty value has no bytes to point at, which a tree in memory would take for an unreadable file. */
    fs_memory_put(r->tree, file_of(r, key), bytes.len ? bytes : STR(""));
    return true;
}

static bool take_all(struct reading *r, const struct node *map, struct str member, bool binary)
{
    const struct node *data = node_get(map, member);

    if (node_kind(data) != NODE_NULL && node_kind(data) != NODE_MAPPING)
        return fail(r, ARENA_JOIN(r->arena, member, STR(" of "), *r->name, STR(" is no object")));
    for (const struct node *k = node_first_key(data); k; k = node_next_key(data, k))
        if (!take(r, node_text(k), node_pair_value(k), binary))
            return false;
    return true;
}

static bool read_map(struct reading *r, const struct node *map)
{
    struct str kind = arena_quote(r->arena, node_text(node_get(map, STR("kind"))));
    struct str *name = ARENA_NEW(r->arena, struct str);
    bool ok;

    if (!node_is(node_get(map, STR("kind")), STR("ConfigMap")))
        return fail(r, ARENA_JOIN(r->arena, STR("this is an object of the kind "), kind, STR(", not ConfigMap")));
    *name = name_of(r, map); /* later maps point at it */
    r->name = name;
    ok = take_all(r, map, STR("data"), false) && take_all(r, map, STR("binaryData"), true);
    r->found->maps++;
    return ok;
}

static bool read_root(struct reading *r, const struct node *root)
{
    const struct node *items = node_get(root, STR("items"));

    if (node_kind(root) != NODE_MAPPING)
        return fail(r, STR("this is JSON, but no object as kubectl get configmap -o json prints it"));
    if (!node_is(node_get(root, STR("kind")), STR("List")) &&
        !node_is(node_get(root, STR("kind")), STR("ConfigMapList")))
        return read_map(r, root);
    if (node_kind(items) != NODE_SEQUENCE)
        return fail(r, STR("this is a List without items"));
    for (const struct node *i = node_first(items); i; i = node_next(items, i))
        if (!read_map(r, node_value(i)))
            return false;
    return true;
}

bool config_map_read(struct str json, struct arena *a, struct fs_memory *m, struct config_map_found *found,
                     struct str *words)
{
    struct reading r = { .arena = a, .tree = m, .found = found, .words = words };
    struct json_error e;
    struct yaml_error y;
    struct tape t;

    *found = (struct config_map_found){ 0 };
    map_init(&r.owner, a);
    /* A manifest in YAML is as good, but one document at a time. */
    if (!json_read(&t, a, json, &e) &&
        (str_starts(str_trim(json), STR("{")) || !yaml_read(&t, a, json, &YAML_LIMITS, &y) ||
         node_kind(t.root) != NODE_MAPPING || t.second_document_line))
        return fail(&r, arena_printf(a, "this is no JSON as kubectl get configmap -o json prints it; line %u: %.*s",
                                     e.line, STR_ARG(e.message)));
    if (t.duplicate_count)
        return fail(&r, arena_printf(a, "the key \"%.*s\" stands twice in one object",
                                     STR_ARG(node_text(t.duplicates->key))));
    if (!read_root(&r, t.root))
        return false;
    if (found->files)
        return true;
    return fail(&r, found->maps ? STR("no file is in it: neither data nor binaryData has a key")
                                : STR("no ConfigMap is in it"));
}
