/* What the tree's own tests demand of it beyond what upstream's program does: schemas that name every key, steps that
 * say which files they need. */
#include "pipeline/check_parts.h"

enum { MOST_DEPTH = 100 };

static const struct str none = { "", 0 };

struct schema_walk {
    struct unit *unit;
    unsigned depth;
};

static bool is_object(const struct node *schema)
{
    const struct node *type = node_get(schema, STR("type"));

    for (const struct node *e = node_first(type); e; e = node_next(type, e))
        if (node_is(node_value(e), STR("object")))
            return true;
    return node_is(type, STR("object"));
}

static void walk_schema(struct schema_walk *w, const struct node *schema, struct str where);

/* Keywords whose values are schemas, by name or in a list; as upstream's tool walks, which does not look into $defs. */
static void walk_parts(struct schema_walk *w, const struct node *key, struct str where)
{
    static const char *const maps[] = { "properties", "patternProperties", "definitions" };
    static const char *const lists[] = { "allOf", "anyOf", "oneOf", "items" };
    static const char *const single[] = { "items",    "additionalProperties", "not", "if", "then", "else",
                                          "contains", "propertyNames" };
    const struct node *v = node_value(node_pair_value(key));
    struct arena *a = w->unit->run->arena;
    struct str name = node_text(key);

    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        for (const struct node *k = str_eq(name, str_c(maps[i])) ? node_first_key(v) : NULL; k; k = node_next_key(v, k))
            walk_schema(w, node_pair_value(k), ARENA_JOIN(a, where, where.len ? STR(".") : none, node_text(k)));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct node *e = str_eq(name, str_c(lists[i])) ? node_first(v) : NULL; e; e = node_next(v, e))
            walk_schema(w, node_value(e), where);
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        if (str_eq(name, str_c(single[i])) && node_kind(v) == NODE_MAPPING)
            walk_schema(w, v, where);
}

static void walk_schema(struct schema_walk *w, const struct node *schema, struct str where)
{
    struct unit *u = w->unit;
    const struct node *n = node_value(schema);

    if (node_kind(n) != NODE_MAPPING || w->depth >= MOST_DEPTH)
        return;
    w->depth++;
    if (is_object(n) && !node_key(n, STR("additionalProperties")) && !node_key(n, STR("unevaluatedProperties")) &&
        !node_key(n, STR("$ref")))
        faults_add(&u->run->faults, "config-schema-open", faults_line(&u->run->faults, u->schema.path, n->start), none,
                   ARENA_JOIN(u->run->arena, where.len ? where : STR("the root"),
                              STR(" is an object that does not say whether it may have other keys: a key that is "
                                  "misspelt passes; add \"additionalProperties\": false, or true")),
                   none);
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k))
        walk_parts(w, k, where);
    w->depth--;
}

void check_schema_open(struct unit *u)
{
    struct schema_walk w = { u, 0 };

    if (!u->overlaid && u->schema.tape.root)
        walk_schema(&w, u->schema.tape.root, none);
}

/* The test that asks it, where the tree has it. */
static bool is_demanded(const struct pipelines_run *r)
{
    struct fs_info info;
    struct fs_error e;

    return fs_stat(r->fs, STR("tooling/templatize/internal/well_formed_test.go"), &info, &e) && info.kind == FS_FILE;
}

static bool is_below_entrypoint(const struct unit *u, const struct service *s)
{
    for (; s; s = s->parent)
        for (size_t i = 0; i < u->topology.entrypoint_count; i++)
            if (str_eq(u->topology.entrypoints[i].identifier, s->group))
                return true;
    return false;
}

bool well_formed_is_demanded(const struct unit *u, const struct service *s)
{
    return u->ev2 && is_below_entrypoint(u, s) && is_demanded(u->run);
}

void check_well_formed(struct judging *j, const struct pipeline *p)
{
    struct pipelines_run *r = j->unit->run;

    if (!well_formed_is_demanded(j->unit, service_of_file(j->unit, p->path)))
        return;
    for (size_t i = 0; i < p->group_count; i++)
        for (size_t k = 0; k < p->groups[i].step_count; k++) {
            const struct step *s = &p->groups[i].steps[k];

            if (s->known && !s->well_formed)
                faults_add(&r->faults, "step-ill-formed", place_in_pipeline(j, p, s->node), none,
                           ARENA_JOIN(j->arena, s->name,
                                      STR(" has no workingDir: which files it needs is not known, so it can't be "
                                          "skipped, and EV2 packs the whole repository for it")),
                           STR("step is ill-formed over inputs"));
        }
}
