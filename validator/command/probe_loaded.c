#include "command/probe_loaded.h"

#include "command/checkconfig.h"
#include "rule/runner.h"

#include <stdlib.h>
#include <string.h>

static void forget(struct probe_loaded *t)
{
    if (!t)
        return;
    if (t->model && t->release)
        t->release(t->model);
    prow_tree_free(&t->tree);
    findings_free(&t->findings);
    if (t->on_disk)
        fs_disk_close(&t->disk);
    arena_free(&t->arena);
    free(t);
}

void probe_memory_free(struct probe_memory *m)
{
    for (size_t i = 0; i < PROBE_TREES; i++)
        forget(m->trees[i]);
    *m = (struct probe_memory){ 0 };
}

/* Of "tree": {...}, "files": {...}, or a mapping of paths to texts alone. */
struct description {
    const struct node *keys;  /* where config, jobs, plugins and supplemental stand */
    const struct node *files; /* NULL for a folder */
    struct str root;
};

static bool all_texts(const struct node *map)
{
    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k))
        if (node_kind(node_pair_value(k)) != NODE_STRING)
            return false;
    return node_kind(map) == NODE_MAPPING;
}

static bool describe(const struct node *from, struct description *d)
{
    const struct node *tree = node_get(from, STR("tree"));

    *d = (struct description){ .keys = node_kind(tree) == NODE_MAPPING ? tree : from };
    d->files = node_get(d->keys, STR("files"));
    if (!d->files && d->keys != from)
        d->files = node_get(from, STR("files"));
    if (node_kind(d->files) == NODE_MAPPING)
        return true;
    d->files = NULL;
    d->root = node_text(node_get(d->keys, STR("root")));
    return d->root.len || all_texts(from);
}

/* A part of the question as it was written. */
static struct str written(const struct probe *p, const struct node *n)
{
    return n ? str_slice(p->line, n->start, n->end) : STR("");
}

static struct str key_of(struct probe *p, const struct node *from, struct str version)
{
    static const char *const fields[] = { "root", "config", "jobs", "plugins", "supplemental" };
    struct str parts[sizeof fields / sizeof *fields + 2];
    struct description d;
    size_t n = 0;

    if (!describe(from, &d) || (!d.files && !d.root.len))
        return ARENA_JOIN(p->arena, version, written(p, from));
    parts[n++] = version;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        parts[n++] = written(p, node_get(d.keys, str_c(fields[i])));
    parts[n++] = written(p, d.files);
    return arena_join(p->arena, parts, n);
}

static struct str text_of(struct probe_loaded *t, const struct node *map, const char *key)
{
    return arena_copy(&t->arena, node_text(node_get(map, str_c(key))));
}

static void read_paths(struct probe_loaded *t, const struct description *d)
{
    const struct node *more = node_get(d->keys, STR("supplemental"));

    t->paths = (struct prow_paths){
        .config = text_of(t, d->keys, "config"),
        .jobs = text_of(t, d->keys, "jobs"),
        .plugins = text_of(t, d->keys, "plugins"),
    };
    if (node_kind(more) != NODE_SEQUENCE)
        return;
    t->paths.supplemental_config = ARENA_ARRAY(&t->arena, struct str, node_count(more));
    for (const struct node *e = node_first(more); e; e = node_next(more, e))
        t->paths.supplemental_config[t->paths.supplemental_config_count++] = arena_copy(&t->arena, node_text(e));
}

static void put_files(struct probe_loaded *t, const struct node *files)
{
    fs_memory_init(&t->memory, &t->arena);
    for (const struct node *k = node_first_key(files); k; k = node_next_key(files, k))
        fs_memory_put(&t->memory, arena_copy(&t->arena, node_text(k)),
                      arena_copy(&t->arena, node_text(node_pair_value(k))));
}

/* NULL, with the reason in the tree's arena, where there is no such folder. */
static const struct fs *open_fs(struct probe_loaded *t, const struct node *from, struct str *why)
{
    struct description d;
    struct fs_error error;

    describe(from, &d);
    read_paths(t, &d);
    if (d.root.len && !d.files) {
        t->on_disk = fs_disk_open(&t->disk, arena_copy(&t->arena, d.root).p, &error);
        if (!t->on_disk)
            *why = fs_error_text(&error, &t->arena);
        return t->on_disk ? &t->disk.fs : NULL;
    }
    put_files(t, d.files ? d.files : from);
    if (!d.files)
        t->paths.config = STR("config.yaml");
    return &t->memory.fs;
}

/* Only what keeps Prow from loading is looked for; plugins that nobody knows are no matter to the components asked. */
static void settle_rules(struct rule_settings *s, struct arena *a, const struct window *w)
{
    rule_settings_init(s, a, w);
    for (size_t i = 0; i < rule_count; i++)
        if (!rules[i]->fact && !rules[i]->undecided)
            s->severity[i] = SEVERITY_OFF;
    rule_settings_set(s, STR("plug-unknown"), SEVERITY_OFF);
}

static bool no_prints(const void *context, const struct job *j)
{
    (void)context;
    (void)j;
    return false;
}

static void load(struct probe_loaded *t, const struct fs *fs)
{
    static const char *const prefixes[] = { "error loading prow config: ", "error loading Prow plugin config: " };
    struct load_wish wish = { .detail = true, .words_of_today = true, .wants_prints = no_prints };
    struct rule_settings settings;

    t->window = (struct window){ &t->version, 1 };
    settle_rules(&settings, &t->arena, &t->window);
    prow_tree_load_for(&t->tree, fs, &t->paths, &settings, 2, &wish, &t->findings);
    findings_sort(&t->findings);
    t->error = checkconfig_error(&t->tree, &t->findings);
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        t->error = str_trim_prefix(t->error, str_c(prefixes[i]));
}

static struct probe_loaded *make(struct probe *p, const struct node *from, struct str version, struct str key,
                                 struct str *why)
{
    struct probe_loaded *t = calloc(1, sizeof *t);
    struct description d;
    const struct fs *fs = NULL;

    if (!t)
        abort();
    t->key = arena_copy(&t->arena, key);
    if (!describe(from, &d))
        *why = STR("the question describes no tree: \"tree\" or \"files\" is wanted");
    else if (version_parse(arena_copy(&t->arena, version), &t->version, &t->arena, why))
        fs = open_fs(t, from, why);
    if (!fs) {
        *why = arena_copy(p->arena, *why);
        arena_free(&t->arena);
        free(t);
        return NULL;
    }
    load(t, fs);
    return t;
}

/* Moves the one at i to the front. */
static struct probe_loaded *use(struct probe_memory *m, size_t i)
{
    struct probe_loaded *t = m->trees[i];

    for (; i > 0; i--)
        m->trees[i] = m->trees[i - 1];
    m->trees[0] = t;
    return t;
}

struct probe_loaded *probe_loaded(struct probe *p, const char *member)
{
    const struct node *from = member ? node_get(p->question, str_c(member)) : p->question;
    struct str version = probe_word(p, "version", STR("latest")), key = key_of(p, from, version), why = STR("");
    struct probe_memory *m = p->memory;
    struct probe_loaded *made;

    for (size_t i = 0; i < PROBE_TREES && m->trees[i]; i++)
        if (str_eq(m->trees[i]->key, key))
            return use(m, i);
    made = make(p, from, version, key, &why);
    if (!made) {
        probe_refuse(p, why);
        return NULL;
    }
    forget(m->trees[PROBE_TREES - 1]);
    m->trees[PROBE_TREES - 1] = made;
    return use(m, PROBE_TREES - 1);
}

bool probe_loaded_refused(struct probe *p, const struct probe_loaded *t)
{
    if (t->error.len == 0)
        return false;
    probe_refuse(p, t->error);
    return true;
}

struct str probe_word(struct probe *p, const char *key, struct str otherwise)
{
    const struct node *n = node_get(p->question, str_c(key));

    return node_kind(n) == NODE_STRING ? node_text(n) : otherwise;
}
