/* Which contexts a configuration is judged in. */
#include "base/buf.h"
#include "pipeline/check_parts.h"
#include "pipeline/ev2.h"

static void add(struct unit *u, struct pipeline_context c, bool partial)
{
    struct arena *a = u->run->arena;
    struct check_context *to;

    u->contexts = arena_grow(a, u->contexts, u->context_count, &u->context_cap, sizeof *u->contexts);
    to = &u->contexts[u->context_count++];
    to->is = c;
    to->partial = partial;
    to->name = ARENA_JOIN(a, c.cloud, STR("/"), c.env, STR("/"), c.region, STR("/"), c.stamp);
}

static struct str short_name(struct unit *u, const struct setting *s)
{
    const struct pipeline_paths *p = u->run->paths;
    struct shell_variable variables[] = { { STR("USER"), p->user }, { STR("BUILD_ID"), p->build_id } };
    struct arena *a = u->run->arena;
    struct str out = { "", 0 }, error = { "", 0 };
    const struct node *values;

    if (s->short_override.len)
        return shell_expand(s->short_override, variables, 2, a, &out) ? out : (struct str){ "", 0 };
    if (!s->short_suffix.len || !shell_expand(s->short_suffix, variables, 2, a, &out))
        return (struct str){ "", 0 };
    values = ev2_resolve(u->source.ev2, s->ev2, s->region, a, &error);
    return ARENA_JOIN(a, node_text(node_get(values, STR("regionShortName"))), out);
}

static const struct setting *setting_of(const struct unit *u, struct str cloud, struct str env)
{
    for (size_t i = 0; i < u->run->setting_count; i++)
        if (str_eq(u->run->settings[i].cloud, cloud) && str_eq(u->run->settings[i].name, env))
            return &u->run->settings[i];
    return NULL;
}

static bool has_cloud(const struct unit *u, struct str cloud)
{
    return node_get(node_get(u->source.ev2, STR("clouds")), cloud) != NULL;
}

/* The line of a region in the file that names it. */
static struct fault_place place_of_region(struct unit *u, struct str cloud, struct str env, struct str region)
{
    for (size_t i = u->source.count; i-- > 0;) {
        const struct node *c = node_get(node_get(u->layers[i].root, STR("clouds")), cloud);
        const struct node *regions = node_get(node_get(node_get(c, STR("environments")), env), STR("regions"));

        if (node_key(regions, region))
            return place_in_layer(u, i, node_key(regions, region));
    }
    return (struct fault_place){ u->source.paths[0], { 0 } };
}

/* Whether EV2 knows the region; says so where it doesn't. */
static bool is_region(struct unit *u, const struct pipeline_context *c)
{
    struct str error = { "", 0 }, none = { "", 0 };
    struct arena *a = u->run->arena;

    if (ev2_resolve(u->source.ev2, c->ev2, c->region, a, &error))
        return true;
    faults_add(&u->run->faults, "config-region-unknown", place_of_region(u, c->cloud, c->env, c->region), none,
               ARENA_JOIN(a, STR("cloud "), c->ev2, STR(" has no region "), c->region,
                          STR(": what stands here is never in effect")),
               error);
    return false;
}

/* The regions that the configuration names. */
static void add_explicit(struct unit *u, struct pipeline_context c, bool partial)
{
    const struct node *regions = config_regions(&u->source, c.cloud, c.env);
    struct str been = c.region, none = { "", 0 };

    c.region_short = none;
    for (const struct node *k = node_first_key(regions); k; k = node_next_key(regions, k)) {
        c.region = node_text(k);
        if (is_region(u, &c) && !str_eq(c.region, been))
            add(u, c, partial);
    }
}

/* All that the cloud has: upstream renders for each, named or not; with the first stamp, and with the last that fits,
 * whose names are the longest. */
static void add_all_regions(struct unit *u, struct pipeline_context c, bool partial)
{
    const struct node *regions = node_get(node_get(node_get(u->source.ev2, STR("clouds")), c.cloud), STR("regions"));
    const struct node *named = config_regions(&u->source, c.cloud, c.env);
    struct str been = c.region, none = { "", 0 };

    c.region_short = none;
    for (const struct node *k = node_first_key(named); k; k = node_next_key(named, k)) {
        c.region = node_text(k);
        is_region(u, &c);
    }
    for (const struct node *k = node_first_key(regions); k; k = node_next_key(regions, k)) {
        c.region = node_text(k);
        c.stamp = STR("1");
        if (!str_eq(c.region, been))
            add(u, c, partial);
        c.stamp = STR("999");
        add(u, c, partial);
    }
}

static void add_environment(struct unit *u, struct str cloud, struct str env, bool partial)
{
    const struct setting *s = setting_of(u, cloud, env);
    struct pipeline_context c = {
        .cloud = cloud, .env = env, .stamp = STR("1"), .ev2 = has_cloud(u, cloud) ? cloud : STR("public")
    };
    size_t before = u->context_count;

    if (s) {
        c.ev2 = s->ev2.len ? s->ev2 : c.ev2;
        c.region = s->region;
        c.stamp = s->stamp.len ? s->stamp : c.stamp;
        c.region_short = short_name(u, s);
        add(u, c, partial);
    }
    if (has_cloud(u, cloud))
        add_all_regions(u, c, partial);
    else
        add_explicit(u, c, partial);
    if (u->context_count > before)
        return;
    c.region = STR("uksouth");
    add(u, c, partial);
}

/* A cloud that only an overlay in the tree speaks of is deployed with more layers, which are kept elsewhere. */
static bool is_partial(const struct unit *u, struct str cloud)
{
    return u->overlaid && !node_get(node_get(u->layers[0].root, STR("clouds")), cloud);
}

void check_contexts(struct unit *u)
{
    const struct node *clouds = u->source.contexts;

    for (const struct node *c = node_first_key(clouds); c; c = node_next_key(clouds, c)) {
        const struct node *envs = node_field(node_pair_value(c), STR("environments"));

        for (const struct node *e = node_first_key(envs); e; e = node_next_key(envs, e))
            if (is_partial(u, node_text(c)) == u->overlaid)
                add_environment(u, node_text(c), node_text(e), u->overlaid);
    }
}
