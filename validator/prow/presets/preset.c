#include "prow/presets/preset.h"

#include "prow/jobs/job.h"
#include "prow/jobs/job_detail.h"

const char *pod_part_name(enum pod_part part)
{
    static const char *const names[] = {
        [POD_ENV] = "env variable",
        [POD_VOLUMES] = "volume",
        [POD_MOUNTS] = "volume mount",
        [POD_TOLERATIONS] = "toleration",
    };

    return names[part];
}

static const struct str part_fields[] = {
    [POD_ENV] = STR_INIT("env"),
    [POD_VOLUMES] = STR_INIT("volumes"),
    [POD_MOUNTS] = STR_INIT("volumeMounts"),
    [POD_TOLERATIONS] = STR_INIT("tolerations"),
};

uint64_t label_bits(const struct node *labels)
{
    uint64_t bits = 0;

    for (const struct node *k = node_first_key(labels); k; k = node_next_key(labels, k)) {
        struct str key = node_text(k);
        if (key.len)
            bits |=
                1ull << ((key.len * 31 + (unsigned char)key.p[key.len / 2] * 7u + (unsigned char)key.p[key.len - 1]) &
                         63);
    }
    return bits;
}

static struct preset read_preset(struct arena *a, const struct prow_file *f, const struct node *n, size_t index)
{
    const struct node *labels = node_field(n, STR("labels"));
    struct preset p = { .file = f, .node = n, .index = index };

    p.labels = node_kind(labels) == NODE_MAPPING ? labels : NULL;
    p.label_bits = label_bits(p.labels);
    for (int part = POD_ENV; part <= POD_TOLERATIONS; part++)
        p.parts[part] = node_field(n, part_fields[part]);
    p.per_pod = node_count(p.parts[POD_VOLUMES]) + node_count(p.parts[POD_TOLERATIONS]);
    p.per_container = node_count(p.parts[POD_ENV]) + node_count(p.parts[POD_MOUNTS]);
    p.given = preset_fingerprint(&p);
    p.name = preset_name(a, &p);
    return p;
}

void presets_read(struct arena *a, const struct prow_file *f, struct preset **presets, size_t *count, size_t *cap)
{
    const struct node *list = node_field(f->tape.root, STR("presets"));
    size_t index = 0;

    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        *presets = arena_grow(a, *presets, *count, cap, sizeof **presets);
        (*presets)[(*count)++] = read_preset(a, f, node_value(e), index++);
    }
}

struct str preset_label_value(struct arena *a, const struct node *value)
{
    struct str text = node_text(value);

    if (node_kind(value) == NODE_FLOAT)
        return yaml_float_text(a, node_value(value));
    return node_kind(value) == NODE_NULL ? STR("") : text;
}

static bool same_value(const struct node *preset, const struct node *job)
{
    struct arena scratch = { 0 };
    bool same;

    if (!job)
        return false;
    if (node_kind(preset) != NODE_FLOAT && node_kind(preset) != NODE_NULL)
        return node_is(job, node_text(preset));
    same = node_is(job, preset_label_value(&scratch, preset));
    arena_free(&scratch);
    return same;
}

bool preset_matches(const struct preset *p, const struct node *job_labels)
{
    for (const struct node *k = node_first_key(p->labels); k; k = node_next_key(p->labels, k))
        if (!same_value(node_pair_value(k), node_get(job_labels, node_text(k))))
            return false;
    return true;
}

struct str preset_name(struct arena *a, const struct preset *p)
{
    struct str name = STR("");

    for (const struct node *k = node_first_key(p->labels); k; k = node_next_key(p->labels, k))
        name = arena_printf(a, "%.*s%s%.*s: \"%.*s\"", STR_ARG(name), name.len ? ", " : "", STR_ARG(node_text(k)),
                            STR_ARG(preset_label_value(a, node_pair_value(k))));
    return name.len ? name : STR("without labels");
}

struct place preset_asked_at(const struct job *j, const struct preset *p)
{
    const struct node *k = node_first_key(p->labels);
    const struct node *label = k ? node_key(j->labels, node_text(k)) : NULL;

    return label ? prow_place(j->file, label) : job_place(j, STR("name"));
}

struct pod *pod_new(struct arena *a, const struct node *spec)
{
    const struct node *list = node_field(spec, STR("containers"));
    struct pod *p = ARENA_NEW(a, struct pod);
    size_t n = 0;

    p->container_count = node_kind(list) == NODE_SEQUENCE ? node_count(list) : 0;
    p->containers = ARENA_ARRAY(a, const struct node *, p->container_count);
    p->env = ARENA_ARRAY(a, struct pod_list, p->container_count);
    p->mounts = ARENA_ARRAY(a, struct pod_list, p->container_count);
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        p->containers[n++] = node_value(e);
    return p;
}

static bool of_container(enum pod_part part)
{
    return part == POD_ENV || part == POD_MOUNTS;
}

static struct pod_list *list_of(struct pod *p, enum pod_part part, size_t container)
{
    if (part == POD_VOLUMES)
        return &p->volumes;
    if (part == POD_TOLERATIONS)
        return &p->tolerations;
    if (container >= p->container_count)
        return NULL;
    return part == POD_ENV ? &p->env[container] : &p->mounts[container];
}

static const struct node *name_in(const struct node *n)
{
    const struct node *name = node_field(n, STR("name"));

    return node_kind(name) == NODE_NULL ? NULL : name;
}

static size_t append(struct pod_item *items, size_t n, const struct node *list, const struct prow_file *f,
                     const struct preset *p)
{
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        items[n++] = (struct pod_item){
            .node = node_value(e),
            .name = name_in(node_value(e)),
            .file = f,
            .preset = p,
        };
    return n;
}

/* All that Prow compares of a toleration; no value holds the NUL between them. */
static struct str toleration_key(struct arena *a, const struct node *n)
{
    static const struct str fields[] = { STR_INIT("key"), STR_INIT("operator"), STR_INIT("value"), STR_INIT("effect") };
    const struct node *seconds = node_field(n, STR("tolerationSeconds"));
    struct str key = arena_printf(a, "%d", (int)node_kind(seconds));

    key = ARENA_JOIN(a, key, node_text(seconds));
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        struct str text = node_text(node_field(n, fields[i]));
        key = arena_printf(a, "%.*s/%zu:%.*s", STR_ARG(key), text.len, STR_ARG(text));
    }
    return key;
}

/* A map is worth its memory only where a list is long. */
enum { LONG_LIST = 12 };

static void find_clashes(struct arena *a, enum pod_part part, struct pod_list *list)
{
    bool is_long = list->count > LONG_LIST;
    struct str *keys = ARENA_ARRAY(a, struct str, is_long ? 0 : list->count);

    if (is_long)
        map_init(&list->by_name, a);
    for (size_t i = 0; i < list->count; i++) {
        struct pod_item *item = &list->items[i];
        struct str key = part == POD_TOLERATIONS ? toleration_key(a, item->node) : node_text(item->name);
        if (is_long) {
            void **first = map_at(&list->by_name, key);
            item->clash = *first;
            *first = *first ? *first : item;
            continue;
        }
        keys[i] = key;
        for (size_t k = 0; k < i && !item->clash; k++)
            item->clash = str_eq(keys[k], key) ? &list->items[k] : NULL;
    }
}

static void merge(const struct job *j, enum pod_part part, size_t container, struct pod_list *list)
{
    const struct node *holder = of_container(part) ? j->pod->containers[container] : j->spec;
    const struct node *own = node_field(holder, part_fields[part]);
    size_t most = node_count(own);

    for (size_t i = 0; i < j->preset_count; i++)
        most += node_count(j->presets[i]->parts[part]);
    list->items = ARENA_ARRAY(j->arena, struct pod_item, most);
    list->count = append(list->items, 0, own, j->file, NULL);
    for (size_t i = 0; i < j->preset_count; i++)
        list->count = append(list->items, list->count, j->presets[i]->parts[part], j->presets[i]->file, j->presets[i]);
    find_clashes(j->arena, part, list);
    list->merged = true;
}

size_t pod_list(const struct job *j, enum pod_part part, size_t container, struct pod_item **items)
{
    struct pod_list *list = j->pod ? list_of(j->pod, part, container) : NULL;

    if (!list)
        return 0;
    if (!list->merged)
        merge(j, part, container, list);
    *items = list->items;
    return list->count;
}

const struct pod_item *pod_list_clash(const struct pod_item *items, size_t i)
{
    return items[i].clash;
}

const struct pod_item *pod_list_find(const struct job *j, enum pod_part part, size_t container, struct str name)
{
    struct pod_item *items = NULL;
    size_t count = pod_list(j, part, container, &items);
    struct pod_list *list = j->pod ? list_of(j->pod, part, container) : NULL;

    if (list && list->by_name.count)
        return map_get(&list->by_name, name);
    for (size_t i = 0; i < count; i++)
        if (str_eq(node_text(items[i].name), name))
            return &items[i];
    return NULL;
}
