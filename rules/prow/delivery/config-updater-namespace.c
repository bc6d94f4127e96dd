#include "prow/versions/deployed.h"
#include "rules/prow/delivery/delivered.h"
#include "syntax/yaml/yaml.h"

enum { LARGEST_MANIFEST = 4 << 20 };

/* A ConfigMap that a component of Prow mounts, and the namespace in which it looks for it. */
struct mounted {
    struct str component, namespace;
    struct place at;
};

struct looking {
    struct check *check;
    struct delivered delivered;
    struct arena *arena;
    struct map mounts; /* by the ConfigMap's name; the first that says its namespace */
    struct buf bytes;
};

static const struct node *down(const struct node *n, const struct str *fields, size_t count)
{
    for (size_t i = 0; n && i < count; i++)
        n = node_get(n, fields[i]);
    return n;
}

static void mount(struct looking *l, struct str component, struct str namespace, struct str name, struct place at)
{
    void **known = map_at(&l->mounts, arena_copy(l->arena, name));
    struct mounted *m;

    if (*known || name.len == 0)
        return;
    *known = m = ARENA_NEW(l->arena, struct mounted);
    *m = (struct mounted){ component, arena_copy(l->arena, namespace), at };
}

/* A Deployment or StatefulSet that says its namespace; one that a kustomization puts somewhere does not. */
static void look_at_document(struct looking *l, const struct deployed_image *image, struct str text)
{
    static const struct str to_namespace[] = { STR_INIT("metadata"), STR_INIT("namespace") };
    static const struct str to_volumes[] = { STR_INIT("spec"), STR_INIT("template"), STR_INIT("spec"),
                                             STR_INIT("volumes") };
    struct arena scratch = { 0 };
    struct tape t = { 0 };
    struct yaml_error error;
    const struct node *volumes;
    struct str namespace;

    if (yaml_read(&t, &scratch, text, &YAML_LIMITS, &error)) {
        namespace = node_text(down(t.root, to_namespace, 2));
        volumes = down(t.root, to_volumes, 4);
        for (const struct node *v = node_kind(volumes) == NODE_SEQUENCE && namespace.len ? node_first(volumes) : NULL;
             v; v = node_next(volumes, v)) {
            const struct node *map = node_get(node_value(v), STR("configMap"));
            mount(l, image->component, namespace, node_text(node_get(map, STR("name"))), image->at);
        }
    }
    arena_free(&scratch);
}

/* The documents of the file that name the image. */
static void look_at_file(struct looking *l, const struct deployed_image *image)
{
    struct fs_error error;
    struct str text, rest;

    if (!fs_read(l->delivered.tree->fs, image->at.file, LARGEST_MANIFEST, &l->bytes, &error))
        return;
    for (rest = buf_str(&l->bytes); rest.len;) {
        size_t end = str_find(rest, STR("\n---"));
        text = end == SIZE_MAX ? rest : str_slice(rest, 0, end + 1);
        rest = end == SIZE_MAX ? STR("") : str_from(rest, end + 4);
        if (str_has(text, image->version))
            look_at_document(l, image, text);
    }
}

static void read_mounts(struct looking *l)
{
    const struct prow_paths *p = &l->delivered.tree->paths;
    struct deployed d = { 0 };

    map_init(&l->mounts, l->arena);
    deployed_discover(&d, l->arena, l->delivered.tree->fs, p->config, p->jobs);
    for (size_t i = 0; i < d.count; i++)
        if (deployed_loads(d.images[i].component))
            look_at_file(l, &d.images[i]);
}

/* An entry that goes into Prow's own namespace of the default cluster because nothing else is said. */
static bool is_default(struct looking *l, const struct delivery_key *k)
{
    static const char *const fields[] = { "clusters", "cluster_groups", "namespace", "additional_namespaces" };

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct setting s = setting_get(l->arena, &k->entry, fields[i]);
        if (s.value)
            return false;
    }
    return true;
}

static void look(struct looking *l, const struct delivery_key *k, struct str target)
{
    struct setting name = setting_get(l->arena, &k->entry, "name");
    const struct mounted *m = map_get(&l->mounts, setting_text(&name));

    if (!m || str_eq(m->namespace, target))
        return;
    setting_report(l->check, &k->entry, setting_key_place(&k->entry),
                   "config_updater copies this into ConfigMap %.*s of namespace %.*s, which prowjob_namespace says, "
                   "and %.*s "
                   "reads that of namespace %.*s: no change arrives; name it under clusters, as {default: [%.*s]}",
                   STR_ARG(setting_text(&name)), STR_ARG(target), STR_ARG(m->component), STR_ARG(m->namespace),
                   STR_ARG(m->namespace));
    also(l->check, m->at, "%.*s runs there", STR_ARG(m->component));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting own = setting_find(t, "prowjob_namespace");
    struct looking l = { .check = c, .arena = t->scratch };
    bool some = false;

    if (!delivered_read(&l.delivered, t))
        return;
    for (size_t i = 0; i < l.delivered.delivery.count; i++)
        some = some || is_default(&l, l.delivered.delivery.keys[i]);
    if (!some)
        return;
    read_mounts(&l);
    for (size_t i = 0; i < l.delivered.delivery.count; i++)
        if (is_default(&l, l.delivered.delivery.keys[i]))
            look(&l, l.delivered.delivery.keys[i], setting_text(&own).len ? setting_text(&own) : STR("default"));
    buf_free(&l.bytes);
}

const struct rule rule_config_updater_namespace = {
    .id = "config-updater-namespace",
    .summary = "config-updater writes ConfigMaps into the namespace in which Prow reads them.",
    .severity = SEVERITY_WARNING,
    .reads = READS_PLUGINS | READS_FOLDERS | READS_FILES | READS_SETTINGS,
    .tree = check_tree,
};
