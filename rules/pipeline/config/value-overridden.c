#include "pipeline/survey/survey.h"

enum { MOST_NESTING = 64 };

/* Paths "a.b.c" to what stands there. */
struct flat {
    struct map at;
};

static void flatten(struct flat *f, const struct node *map, struct str above, unsigned depth, struct arena *a)
{
    for (const struct node *k = node_first_key(map); k && depth < MOST_NESTING; k = node_next_key(map, k)) {
        const struct node *v = node_pair_value(k);
        struct str path = above.len ? ARENA_JOIN(a, above, STR("."), node_text(k)) : node_text(k);

        *map_at(&f->at, path) = (void *)(uintptr_t)v;
        flatten(f, v, path, depth + 1, a);
    }
}

static struct flat flat_of(const struct node *map, struct arena *a)
{
    struct flat f;

    map_init(&f.at, a);
    flatten(&f, map, (struct str){ "", 0 }, 0, a);
    return f;
}

/* Whether what is laid over it replaces the value at a path: by one there, or by one above that is no mapping. */
static bool replaces(const struct flat *over, struct str path)
{
    if (map_get(&over->at, path))
        return true;
    for (size_t i = 0; i < path.len; i++) {
        const struct node *n = path.p[i] == '.' ? map_get(&over->at, str_slice(path, 0, i)) : NULL;

        if (n && node_kind(n) != NODE_MAPPING)
            return true;
    }
    return false;
}

/* One environment: its own values, and the blocks of all regions that it is judged in. */
struct environment {
    struct flat own, *regions;
    size_t region_count;
};

static bool by_regions(const struct environment *e, struct str path)
{
    for (size_t i = 0; i < e->region_count; i++)
        if (!replaces(&e->regions[i], path))
            return false;
    return e->region_count > 0;
}

/* The last file that has a value, which is the one in effect. */
static const struct node *find(const struct unit *u, const struct str *keys, size_t count, struct str path,
                               size_t *layer)
{
    for (size_t i = u->source.count; i-- > 0;) {
        const struct node *n = u->layers[i].root, *key = NULL;
        struct str rest = path, one;

        for (size_t k = 0; k < count; k++)
            n = node_get(n, keys[k]);
        while (n && rest.len) {
            str_cut(rest, '.', &one, &rest);
            key = node_key(n, one);
            n = node_get(n, one);
        }
        *layer = i;
        if (n && key)
            return key;
    }
    return NULL;
}

static void say(struct survey *s, const struct str *keys, size_t count, struct str path, const char *by)
{
    const struct unit *u = s->judging->unit;
    size_t layer;
    const struct node *at = find(u, keys, count, path, &layer);

    if (at)
        survey_say_at(s, place_in_layer(u, layer, at),
                      "%.*s of the %s %.*s is never in effect: every %s of it overrides it", STR_ARG(path),
                      count > 3 ? "environment" : "cloud", STR_ARG(keys[count - 2]), by);
}

static struct environment environment_of(const struct survey *s, struct str cloud, const struct node *key)
{
    const struct unit *u = s->judging->unit;
    const struct node *value = node_pair_value(key), *regions = node_get(value, STR("regions"));
    struct environment e = { .own = flat_of(node_get(value, STR("defaults")), s->arena),
                             .regions = ARENA_ARRAY(s->arena, struct flat, u->context_count + 1) };

    for (size_t i = 0; i < u->context_count; i++) {
        const struct pipeline_context *c = &u->contexts[i].is;

        if (str_eq(c->cloud, cloud) && str_eq(c->env, node_text(key)) && str_eq(c->stamp, STR("1")))
            e.regions[e.region_count++] = flat_of(node_get(regions, c->region), s->arena);
    }
    return e;
}

static void check_cloud(struct survey *s, const struct node *key)
{
    const struct node *envs = node_get(node_pair_value(key), STR("environments"));
    struct environment *all = ARENA_ARRAY(s->arena, struct environment, node_count(envs) + 1);
    struct flat own = flat_of(node_get(node_pair_value(key), STR("defaults")), s->arena);
    size_t count = 0;

    for (const struct node *e = node_first_key(envs); e; e = node_next_key(envs, e)) {
        struct str keys[] = { STR("clouds"), node_text(key), STR("environments"), node_text(e), STR("defaults") };

        all[count] = environment_of(s, node_text(key), e);
        for (size_t i = 0; i < all[count].own.at.count; i++)
            if (node_kind(all[count].own.at.entries[i].value) != NODE_MAPPING &&
                by_regions(&all[count], all[count].own.at.entries[i].key))
                say(s, keys, COUNT_OF(keys), all[count].own.at.entries[i].key, "region");
        count++;
    }
    for (size_t i = 0; i < own.at.count; i++) {
        struct str keys[] = { STR("clouds"), node_text(key), STR("defaults") }, path = own.at.entries[i].key;
        size_t over = 0;

        if (node_kind(own.at.entries[i].value) == NODE_MAPPING)
            continue;
        while (over < count && (replaces(&all[over].own, path) || by_regions(&all[over], path)))
            over++;
        if (count && over == count)
            say(s, keys, COUNT_OF(keys), path, "environment");
    }
}

/* Once for a configuration. Values for all clouds are left out: there are always clouds to come. */
static void check(struct survey *s)
{
    const struct unit *u = s->judging->unit;
    void **been = map_at(&s->all->seen, arena_printf(s->all->arena, "value-overridden %p", (const void *)u));
    struct str context = s->context;

    if (*been || !u->layers)
        return;
    *been = s->all;
    s->context = (struct str){ "", 0 };
    for (const struct node *c = node_first_key(u->source.contexts); c; c = node_next_key(u->source.contexts, c))
        if (node_get(node_get(u->layers[0].root, STR("clouds")), node_text(c)))
            check_cloud(s, c);
    s->context = context;
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_value_overridden = {
    .id = "value-overridden",
    .summary = "A value of the configuration is in effect somewhere.",
    .severity = SEVERITY_INFO,
    .pipelines = true,
    .survey = &survey,
};
