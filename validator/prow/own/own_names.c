/* The engine's index for own rules: by kind, what is named in the tree, and by whom. */
#include "prow/own/own_tree.h"

#include <stdlib.h>

static const char *const by_words[] = {
    [BY_PRESUBMIT] = "presubmit",
    [BY_POSTSUBMIT] = "postsubmit",
    [BY_PERIODIC] = "periodic",
    [BY_SKIP_BRANCHES] = "skip_branches",
    [BY_EXTRA_REFS] = "extra_refs",
    [BY_EMPTY_KEY] = "empty key",
    [BY_PRESET] = "preset",
    [BY_TIDE_QUERY] = "tide query",
    [BY_TIDE_EXCLUSION] = "tide exclusion",
    [BY_TIDE_CONTEXT_OPTIONS] = "tide context_options",
    [BY_MERGE_METHOD] = "merge method",
    [BY_PROTECTION] = "branch-protection",
    [BY_IN_REPO_CONFIG] = "in_repo_config",
    [BY_DEFAULTS] = "defaults",
    [BY_PLUGINS] = "plugins",
    [BY_EXTERNAL_PLUGINS] = "external_plugins",
    [BY_EXCLUDED_REPOS] = "excluded_repos",
    [BY_PLUGIN_OPTIONS] = "plugin options",
};

/* A use as CEL sees it. */
struct use {
    const struct name *name;
    const struct name_use *use;
};

#define FIELD(field, given)                                                                                            \
    static struct cel_value use_##field(const void *of, struct arena *a)                                               \
    {                                                                                                                  \
        const struct use *u = of;                                                                                      \
        (void)a;                                                                                                       \
        return given;                                                                                                  \
    }
FIELD(of, cel_string(u->name->of))
FIELD(by, cel_string(str_c(by_words[u->use->by])))
FIELD(value, cel_string(u->use->value))
FIELD(job, cel_string(u->use->job ? u->use->job->name : STR("")))
FIELD(file, cel_string(u->use->at.file))
FIELD(line, cel_int(u->use->at.span.line))
#undef FIELD

const struct own_field own_use_fields[] = {
    { "of", &cel_type_string, use_of },
    { "by", &cel_type_string, use_by },
    { "value", &cel_type_string, use_value },
    { "job", &cel_type_string, use_job },
    { "file", &cel_type_string, use_file },
    { "line", &cel_type_int, use_line },
    { NULL, NULL, NULL },
};

static struct cel_value uses_of(struct own_names *n, const struct names *all, struct str text,
                                const struct name_range *range, size_t *at)
{
    struct cel_value *items = NULL;
    size_t count = 0, cap = 0;

    for (; *at < range->count && str_eq(range->items[*at]->text, text); ++*at)
        for (const struct name_use *u = name_first(all, range->items[*at]); u; u = u->next) {
            struct use *use = ARENA_NEW(n->arena, struct use);
            *use = (struct use){ range->items[*at], u };
            *ARENA_PUSH(n->arena, items, count, cap) = own_record(n->arena, own_use_fields, use, &u->at);
        }
    return cel_list_value(n->arena, items, count);
}

static int by_text(const void *pa, const void *pb)
{
    const struct name *const *a = pa, *const *b = pb;
    int order = str_cmp((*a)->text, (*b)->text);

    return order ? order : str_cmp((*a)->of, (*b)->of);
}

/* Made when an expression first asks for the kind. */
static struct cel_value kind_value(struct own_names *n, enum name_kind kind)
{
    struct names all = names_all_of(n->tree);
    struct name_range range = names_of_kind(&all, kind);
    const struct name **sorted;
    struct cel_map *m;

    if (n->made[kind].kind != CEL_NULL)
        return n->made[kind];
    sorted = ARENA_ARRAY(n->arena, const struct name *, range.count);
    for (size_t i = 0; i < range.count; i++)
        sorted[i] = range.items[i];
    if (range.count)
        qsort(sorted, range.count, sizeof *sorted, by_text);
    range.items = sorted;
    m = cel_map_new(n->arena);
    for (size_t i = 0; i < range.count;) {
        struct cel_value key = cel_string(range.items[i]->text);
        struct cel_value uses = uses_of(n, &all, range.items[i]->text, &range, &i);
        cel_map_put(n->arena, m, &key, &uses, true);
    }
    return n->made[kind] = cel_map_value(m);
}

#define KIND(field, kind)                                                                                              \
    static struct cel_value names_##field(const void *of, struct arena *a)                                             \
    {                                                                                                                  \
        (void)a;                                                                                                       \
        return kind_value((struct own_names *)(uintptr_t)of, kind);                                                    \
    }
KIND(org, NAME_ORG)
KIND(repo, NAME_REPO)
KIND(branch, NAME_BRANCH)
KIND(context, NAME_CONTEXT)
KIND(job, NAME_JOB)
KIND(label, NAME_LABEL)
KIND(preset, NAME_PRESET)
KIND(cluster, NAME_CLUSTER)
KIND(image, NAME_IMAGE)
KIND(plugin, NAME_PLUGIN)
KIND(secret, NAME_SECRET)
KIND(config_map, NAME_CONFIG_MAP)
#undef KIND

/* The type of each is filled in by who knows the type of a use. */
const struct own_field own_names_fields[] = {
    { "org", NULL, names_org },
    { "repo", NULL, names_repo },
    { "branch", NULL, names_branch },
    { "context", NULL, names_context },
    { "job", NULL, names_job },
    { "label", NULL, names_label },
    { "preset", NULL, names_preset },
    { "cluster", NULL, names_cluster },
    { "image", NULL, names_image },
    { "plugin", NULL, names_plugin },
    { "secret", NULL, names_secret },
    { "config_map", NULL, names_config_map },
    { NULL, NULL, NULL },
};

struct cel_value own_names_value(struct own_names *n, struct arena *a)
{
    return own_record(a, own_names_fields, n, NULL);
}
