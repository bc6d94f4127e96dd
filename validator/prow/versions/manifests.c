/* Versions in files that stand anywhere: manifests by what they hold, and the values of charts. */
#include "prow/versions/deployed.h"

#include "base/path.h"
#include "base/walk.h"
#include "syntax/yaml/yaml.h"

enum { LARGEST_LOOKED_INTO = 4 << 20, DEEPEST_VALUES = 32 };

struct values {
    struct deployed *deployed;
    struct arena *arena;
    struct str file;
    const struct tape *tape;
};

static const struct node *first_of(const struct node *map, const struct str *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct node *n = node_get(map, keys[i]);
        if (node_kind(n) == NODE_STRING)
            return n;
    }
    return NULL;
}

/* above is the nearest key further up that is a component's name, or empty. */
static void take_tag(struct values *v, const struct node *map, struct str above)
{
    static const struct str tags[] = { STR_INIT("tag"), STR_INIT("newTag"), STR_INIT("version") };
    static const struct str images[] = { STR_INIT("newName"), STR_INIT("repository"), STR_INIT("image"),
                                         STR_INIT("name") };
    const struct node *tag = first_of(map, tags, sizeof tags / sizeof *tags);
    const struct node *image = first_of(map, images, sizeof images / sizeof *images);
    struct str name = image ? path_base(node_text(image)) : above;

    if (!tag || !deployed_is_version(node_text(tag)))
        return;
    if (!deployed_loads(name))
        name = above;
    if (!deployed_loads(name))
        return;
    if (!str_eq(name, STR("prow-controller-manager")))
        name = deployed_component_name(name);
    deployed_add(v->deployed, v->arena,
                 &(struct deployed_image){
                     .component = arena_copy(v->arena, name),
                     .version = arena_copy(v->arena, node_text(tag)),
                     .at = { v->file, span_of(v->tape->source, tag), false },
                 });
}

/* "prowControllerManager" is how charts write it. */
static struct str component_key(struct str key)
{
    if (str_eq(key, STR("prowControllerManager")) || str_eq(key, STR("controllerManager")))
        return STR("prow-controller-manager");
    if (str_eq(key, STR("statusReconciler")))
        return STR("status-reconciler");
    return deployed_loads(key) ? key : STR("");
}

static void walk_values(struct values *v, const struct node *n, struct str above, int depth)
{
    if (depth > DEEPEST_VALUES)
        return;
    if (node_kind(n) == NODE_MAPPING) {
        take_tag(v, n, above);
        for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
            struct str key = component_key(node_text(k));
            walk_values(v, node_pair_value(k), key.len ? key : above, depth + 1);
        }
    } else if (node_kind(n) == NODE_SEQUENCE) {
        for (const struct node *e = node_first(n); e; e = node_next(n, e))
            walk_values(v, node_value(e), above, depth + 1);
    }
}

void deployed_scan_values(struct deployed *d, struct arena *a, struct str file, struct str text)
{
    struct arena scratch = { 0 };
    struct tape t = { 0 };
    struct yaml_error error;
    struct values v = { d, a, file, &t };

    /* Most files hold no such pair: a manifest's image has its tag behind a colon. */
    if (!str_has(text, STR("tag: ")) && !str_has(text, STR("newTag: ")) && !str_has(text, STR("version: v20")))
        return;
    if (yaml_read(&t, &scratch, text, &YAML_LIMITS, &error))
        walk_values(&v, t.root, STR(""), 0);
    arena_free(&scratch);
}

struct looking {
    struct deployed *deployed;
    struct arena *arena;
    const struct fs *fs;
    struct str jobs;
    struct buf bytes;
};

/* What no rollout of Prow reads. */
static bool is_aside(struct str name)
{
    static const struct str aside[] = { STR_INIT("vendor"),   STR_INIT("node_modules"), STR_INIT("testdata"),
                                        STR_INIT("examples"), STR_INIT("example"),      STR_INIT("docs") };

    for (size_t i = 0; i < sizeof aside / sizeof *aside; i++)
        if (str_eq(name, aside[i]))
            return true;
    return name.len && name.p[0] == '.';
}

static bool is_yaml(struct str path)
{
    struct str ext = path_ext(path);

    return str_eq(ext, STR(".yaml")) || str_eq(ext, STR(".yml"));
}

/* A manifest of what runs, or what such are made from; job files hold neither. */
static bool may_deploy(struct str path, struct str text)
{
    static const struct str key = STR_INIT("kind: ");
    static const struct str kinds[] = { STR_INIT("Deployment"),  STR_INIT("StatefulSet"), STR_INIT("DaemonSet"),
                                        STR_INIT("CronJob"),     STR_INIT("Pod\n"),       STR_INIT("Kustomization"),
                                        STR_INIT("HelmRelease"), STR_INIT("Application") };
    struct str name = path_base(path);

    if (!str_has(text, STR("v20")))
        return false;
    if (str_starts(name, STR("values")) || str_starts(name, STR("kustomization.")) ||
        str_ends(name, STR("values.yaml")) || str_ends(name, STR("values.yml")))
        return true;
    for (size_t at; (at = str_find(text, key)) != SIZE_MAX;) {
        text = str_from(text, at + key.len);
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (str_starts(text, kinds[i]))
                return true;
    }
    return false;
}

/* A main file with manifests beside it is another installation, as one for staging. */
static bool is_other_plane(const struct walk_entry *e)
{
    return e->listing && listing_has(e->listing, STR("config.yaml")) && listing_has(e->listing, STR("cluster"));
}

static enum walk_answer look(void *context, const struct walk_entry *e)
{
    struct looking *l = context;
    struct str path = str_trim_prefix(e->path, STR("./"));
    struct fs_error error;

    if (e->error)
        return e->kind == FS_DIRECTORY ? WALK_SKIP : WALK_ON;
    if (e->kind == FS_DIRECTORY)
        return e->below.len && (is_aside(e->name) || is_other_plane(e) || (l->jobs.len && str_eq(path, l->jobs)))
                   ? WALK_SKIP
                   : WALK_ON;
    if (e->kind != FS_FILE || !is_yaml(path) || !fs_read(l->fs, path, LARGEST_LOOKED_INTO, &l->bytes, &error) ||
        !may_deploy(path, buf_str(&l->bytes)))
        return WALK_ON;
    deployed_scan_file(l->deployed, l->arena, l->fs, arena_copy(l->arena, path));
    return WALK_ON;
}

void deployed_scan_tree(struct deployed *d, struct arena *a, const struct fs *fs, struct str root, struct str jobs)
{
    struct arena scratch = { 0 };
    struct looking l = { .deployed = d, .arena = a, .fs = fs, .jobs = jobs };
    size_t had = d->untagged_count;

    while (root.len > 1 && str_ends(root, STR("/")))
        root.len--;
    walk(fs, &scratch, root.len ? root : STR("."), look, &l);
    /* A sample somewhere that runs "latest" says nothing of what runs. */
    d->untagged_count = had;
    buf_free(&l.bytes);
    arena_free(&scratch);
}
