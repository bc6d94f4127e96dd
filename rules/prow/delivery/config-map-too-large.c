#include "base/gzip.h"
#include "base/path.h"
#include "base/sha256.h"
#include "prow/files/summary.h"
#include "prow/plugins/plugins.h"
#include "rules/prow/delivery/delivered.h"

#include <inttypes.h>

enum {
    MOST = 1048576, /* what Kubernetes takes of values (ValidateConfigMap) */
    NEAR = MOST / 100 * 85,
    LOOKED_AT = MOST / 100 * 80, /* an estimate below this is not near */
    VERSION_BYTES = 40,          /* the key VERSION: the id of the commit */
    SAMPLE = 16 << 10,           /* bytes of a file that an estimate looks at: packed worse than all of it */
    SAMPLES = 2,                 /* files of a class */
    CLASSES = 64,
    LARGEST_READ = 64 << 20,
};

struct copied {
    struct str path;
    uint64_t size;
};

/* One ConfigMap, as far as the tree fills it. */
struct config_map {
    struct str name;
    const struct delivery_key *key; /* the first that fills it */
    struct copied *files;
    size_t count, cap;
    uint64_t raw; /* bytes of the files */
    bool gzip;
};

struct looking {
    struct check *check;
    struct delivered delivered;
    struct map maps; /* by name */
    bool gzip;       /* what keys that do not say anything about it come to */
    struct buf bytes;
};

static bool is_gzip(const struct looking *l, const struct delivery_key *k)
{
    struct setting own = setting_get(l->delivered.tree->scratch, &k->entry, "gzip");

    return own.value ? node_true(own.value) : l->gzip;
}

/* The key in the ConfigMap, by which partitions are chosen, too. */
static struct str key_of(const struct looking *l, const struct delivery_key *k, struct str path)
{
    struct arena *a = l->delivered.tree->scratch;
    struct setting key = setting_get(a, &k->entry, "key"), full = setting_get(a, &k->entry, "use_full_path_as_key");
    char *dashed;

    if (setting_text(&key).len)
        return setting_text(&key);
    if (!node_true(full.value))
        return path_base(path);
    dashed = ARENA_ARRAY(a, char, path.len);
    for (size_t i = 0; i < path.len; i++)
        dashed[i] = path.p[i] == '/' ? '-' : path.p[i];
    return (struct str){ dashed, path.len };
}

static struct str name_of(const struct looking *l, const struct delivery_key *k, struct str path)
{
    struct arena *a = l->delivered.tree->scratch;
    struct setting name = setting_get(a, &k->entry, "name"), parts = setting_get(a, &k->entry, "partitioned_names");
    size_t count = node_kind(parts.value) == NODE_SEQUENCE ? setting_count(&parts) : 0, chosen;
    struct sha256 hash;
    struct setting e = { 0 };

    if (count == 0 || !sha256_of(key_of(l, k, path), &hash))
        return setting_text(&name);
    for (chosen = hash.bytes[0] % count; setting_next(a, &parts, &e) && chosen > 0; chosen--)
        continue;
    return setting_text(&e);
}

static void put(struct looking *l, struct str path)
{
    struct arena *a = l->delivered.tree->scratch;
    const struct delivery_key *key;
    struct config_map *m;
    struct fs_info info;
    struct fs_error error;
    void **at;

    if (!delivery_of(&l->delivered.delivery, path, &key, 1) || !fs_stat(l->delivered.tree->fs, path, &info, &error) ||
        info.kind != FS_FILE)
        return;
    at = map_at(&l->maps, name_of(l, key, path));
    if (!*at) {
        *at = m = ARENA_NEW(a, struct config_map);
        *m = (struct config_map){ .name = name_of(l, key, path), .key = key, .raw = VERSION_BYTES };
    }
    m = *at;
    m->gzip = m->gzip || is_gzip(l, key);
    m->raw += info.size;
    m->files = arena_grow(a, m->files, m->count, &m->cap, sizeof *m->files);
    m->files[m->count++] = (struct copied){ path, info.size };
}

static struct str bytes_of(struct looking *l, const struct copied *f)
{
    struct fs_error error;

    return fs_read(l->delivered.tree->fs, f->path, LARGEST_READ, &l->bytes, &error) ? buf_str(&l->bytes) : STR("");
}

/* How small the first bytes of a file are, packed; remembered by the id of its bytes where loads follow each other. */
static uint64_t packed(struct looking *l, const struct copied *f, size_t most)
{
    struct summary_store *store = l->delivered.tree->store;
    struct fingerprint key = { 0 };
    struct fs_error error;
    struct blob_id id;
    uint64_t size;

    if (store && fs_identify(l->delivered.tree->fs, f->path, LARGEST_READ, &l->bytes, &id, &error)) {
        key = fingerprint_then(fingerprint_of((struct str){ (const char *)id.bytes, sizeof id.bytes }),
                               fingerprint_of((struct str){ (const char *)&most, sizeof most }));
        if (store_number(store, key, &size))
            return size;
    }
    size = gzip_size(str_slice(bytes_of(l, f), 0, most));
    if (fingerprint_known(key))
        store_put_number(store, key, size);
    return size;
}

static unsigned class_of(uint64_t size)
{
    unsigned class = 0;

    for (; size > 1 && class + 1 < CLASSES; size >>= 1)
        class ++;
    return class;
}

/* Files of one size, by powers of two, are packed about as well as each other: a few of each tell for all. */
static uint64_t estimate(struct looking *l, const struct config_map *m)
{
    uint64_t raw[CLASSES] = { 0 }, seen[CLASSES] = { 0 }, small[CLASSES] = { 0 }, sum = VERSION_BYTES;
    unsigned taken[CLASSES] = { 0 };

    for (size_t i = 0; i < m->count; i++) {
        unsigned class = class_of(m->files[i].size);
        raw[class] += m->files[i].size;
        if (taken[class]++ >= SAMPLES)
            continue;
        seen[class] += m->files[i].size < SAMPLE ? m->files[i].size : SAMPLE;
        small[class] += packed(l, &m->files[i], SAMPLE);
    }
    for (size_t i = 0; i < CLASSES; i++)
        sum += seen[i] ? raw[i] * small[i] / seen[i] : raw[i];
    return sum;
}

static uint64_t measure(struct looking *l, const struct config_map *m)
{
    uint64_t sum = VERSION_BYTES;

    if (!m->gzip || m->raw < NEAR)
        return m->raw;
    if (estimate(l, m) < LOOKED_AT)
        return 0;
    for (size_t i = 0; i < m->count; i++)
        sum += packed(l, &m->files[i], LARGEST_READ);
    return sum;
}

static void look(struct looking *l, const struct config_map *m)
{
    uint64_t size = measure(l, m);
    bool over = size > MOST;

    if (size < NEAR)
        return;
    setting_report(l->check, &m->key->entry, setting_key_place(&m->key->entry),
                   "what config_updater copies into ConfigMap %.*s comes to %" PRIu64
                   " %% of the 1,048,576 bytes that Kubernetes takes in one%s: %s%s",
                   STR_ARG(m->name), size * 100 / MOST, m->gzip ? ", packed" : "",
                   over ? "no change arrives any more" : "some day soon no change will arrive",
                   m->gzip ? "; spread it over partitioned_names" : "; set gzip: true");
    if (!over)
        no_more_than(l->check, SEVERITY_WARNING);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct looking l = { .check = c };
    struct setting all = plugin_find(t, "config_updater.gzip");

    if (!delivered_read(&l.delivered, t))
        return;
    l.gzip = node_true(all.value);
    map_init(&l.maps, t->scratch);
    for (struct delivered_walk w = { 0 }; delivered_next(&l.delivered, &w);)
        put(&l, w.path);
    for (size_t i = 0; i < l.delivered.delivery.count; i++)
        if (!glob_has_wildcard(l.delivered.delivery.keys[i]->glob))
            put(&l, l.delivered.delivery.keys[i]->glob);
    for (size_t i = 0; i < l.maps.count; i++)
        look(&l, l.maps.entries[i].value);
    buf_free(&l.bytes);
}

const struct rule rule_config_map_too_large = {
    .id = "config-map-too-large",
    .summary = "What config-updater copies into a ConfigMap fits into it.",
    .severity = SEVERITY_ERROR,
    .of_changes = true,
    .reads = READS_PLUGINS | READS_FOLDERS | READS_FILES | READS_SETTINGS | READS_BYTES,
    .tree = check_tree,
};
