#include "prow/preset.h"

#include "prow/job.h"

void presets_read(struct arena *a, const struct prow_file *f, struct preset **presets, size_t *count, size_t *cap)
{
    const struct node *list = node_field(f->tape.root, STR("presets"));
    size_t index = 0;

    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        const struct node *n = node_value(e), *labels = node_field(n, STR("labels"));
        *presets = arena_grow(a, *presets, *count, cap, sizeof **presets);
        (*presets)[(*count)++] = (struct preset){
            .file = f,
            .node = n,
            .labels = node_kind(labels) == NODE_MAPPING ? labels : NULL,
            .index = index++,
        };
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

static const struct {
    struct str field;
    bool of_container;
} parts[] = {
    [POD_ENV] = { STR_INIT("env"), true },
    [POD_VOLUMES] = { STR_INIT("volumes"), false },
    [POD_MOUNTS] = { STR_INIT("volumeMounts"), true },
    [POD_TOLERATIONS] = { STR_INIT("tolerations"), false },
};

static const struct node *own_list(const struct job *j, enum pod_part part, size_t container)
{
    const struct node *holder = j->spec;

    if (parts[part].of_container) {
        const struct node *list = node_field(j->spec, STR("containers"));
        holder = node_first(list);
        while (holder && container--)
            holder = node_next(list, holder);
        holder = node_value(holder);
    }
    return node_field(holder, parts[part].field);
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

size_t pod_list(struct arena *a, const struct job *j, enum pod_part part, size_t container, struct pod_item **items)
{
    const struct node *own = own_list(j, part, container);
    size_t most = node_count(own), n;

    for (size_t i = 0; i < j->preset_count; i++)
        most += node_count(node_field(j->presets[i]->node, parts[part].field));
    *items = ARENA_ARRAY(a, struct pod_item, most);
    n = append(*items, 0, own, j->file, NULL);
    for (size_t i = 0; i < j->preset_count; i++)
        n = append(*items, n, node_field(j->presets[i]->node, parts[part].field), j->presets[i]->file, j->presets[i]);
    return n;
}

static bool same_toleration(const struct node *a, const struct node *b)
{
    static const struct str fields[] = { STR_INIT("key"), STR_INIT("operator"), STR_INIT("value"),
                                         STR_INIT("effect") };
    const struct node *seconds_a = node_field(a, STR("tolerationSeconds"));
    const struct node *seconds_b = node_field(b, STR("tolerationSeconds"));

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (!str_eq(node_text(node_field(a, fields[i])), node_text(node_field(b, fields[i]))))
            return false;
    return node_kind(seconds_a) == node_kind(seconds_b) && str_eq(node_text(seconds_a), node_text(seconds_b));
}

const struct pod_item *pod_list_clash(enum pod_part part, const struct pod_item *items, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (part == POD_TOLERATIONS ? same_toleration(items[k].node, items[i].node)
                                    : str_eq(node_text(items[k].name), node_text(items[i].name)))
            return &items[k];
    return NULL;
}
