#include "pipeline/topology.h"

#include "base/map.h"
#include "base/path.h"
#include "pipeline/decoded.h"
#include "syntax/yaml/yaml.h"

enum { MOST_BYTES = 16 << 20, MOST_DEPTH = 500 };

static bool fail(struct topology_fault *f, struct str words, const struct node *at, uint32_t topology)
{
    if (!f->words.len)
        *f = (struct topology_fault){ .words = words, .at = at, .topology = topology };
    return false;
}

static struct str field_text(const struct node *map, const char *name)
{
    return node_text(node_field(map, str_c(name)));
}

/* Nesting is bounded by depth: deeper services are left out, which never happens to what is deployed. */
static void add_services(struct topology *t, struct service *parent, const struct node *list, uint32_t topology,
                         struct arena *a, unsigned depth)
{
    for (const struct node *e = node_first(list); e && depth < MOST_DEPTH; e = node_next(list, e)) {
        struct service *s = ARENA_NEW(a, struct service);
        const struct node *n = node_value(e), *stamped = node_field(n, STR("stamped")),
                          *external = node_field(n, STR("externalParent"));

        *s = (struct service){ .group = field_text(n, "serviceGroup"),
                               .purpose = field_text(n, "purpose"),
                               .path = field_text(n, "pipelinePath"),
                               .external_parent = node_text(external),
                               .has_external_parent = node_kind(external) != NODE_NULL,
                               .said = node_kind(stamped) != NODE_BOOL ? STAMPED_UNSAID
                                       : node_true(stamped)            ? STAMPED_YES
                                                                       : STAMPED_NO,
                               .node = n,
                               .metadata = node_field(n, STR("metadata")),
                               .parent = parent,
                               .topology = topology };
        if (node_kind(external) == NODE_NULL)
            s->external_parent = (struct str){ "", 0 };
        s->file = path_join(a, path_join(a, STR("."), path_dir_part(t->paths[topology])), s->path);
        if (parent) {
            if (parent->last)
                parent->last->next = s;
            else
                parent->first = s;
            parent->last = s;
        } else {
            if (t->last)
                t->last->next = s;
            else
                t->first = s;
            t->last = s;
        }
        add_services(t, s, node_field(n, STR("children")), topology, a, depth + 1);
    }
}

static void add_entrypoints(struct topology *t, const struct node *list, uint32_t topology, struct arena *a)
{
    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        t->entrypoints = arena_grow(a, t->entrypoints, t->entrypoint_count, &t->entrypoint_cap, sizeof *t->entrypoints);
        t->entrypoints[t->entrypoint_count++] =
            (struct entrypoint){ field_text(node_value(e), "identifier"), node_value(e), topology };
    }
}

static bool read_file(struct topology *t, const struct fs *fs, uint32_t i, struct arena *a, struct topology_fault *f)
{
    struct buf bytes = { 0 };
    struct fs_error e;
    struct yaml_error why;
    struct str text, error;
    const struct node *at = NULL;
    bool ok = fs_read(fs, t->paths[i], MOST_BYTES, &bytes, &e);

    text = ok ? arena_copy(a, buf_str(&bytes)) : (struct str){ "", 0 };
    buf_free(&bytes);
    if (!ok)
        return fail(f, fs_error_text(&e, a), NULL, i);
    if (!yaml_read(&t->tapes[i], a, text, NULL, &why)) {
        fail(f, ARENA_JOIN(a, STR("error converting YAML to JSON: "), why.message), NULL, i);
        f->offset = why.offset;
        f->line = why.line;
        f->column = why.column;
        return false;
    }
    error = decoded_error(t->tapes[i].root, "Topology", NULL, a, &at);
    return !error.len || fail(f, error, at, i);
}

static bool propagate(struct service *s, struct arena *a, struct topology_fault *f)
{
    for (struct service *c = s->first; c; c = c->next) {
        if (s->stamped && c->said == STAMPED_NO)
            return fail(f,
                        ARENA_JOIN(a, STR("service "), c->group,
                                   STR(" explicitly sets stamped=false but its parent is "
                                       "stamped; stamped subtrees cannot have opt-outs")),
                        node_field(c->node, STR("stamped")), c->topology);
        c->stamped = s->stamped || c->said == STAMPED_YES;
        if (!propagate(c, a, f))
            return false;
    }
    return true;
}

static bool propagate_all(struct topology *t, struct arena *a, struct topology_fault *f)
{
    for (struct service *s = t->first; s; s = s->next) {
        s->stamped = s->said == STAMPED_YES;
        if (!propagate(s, a, f))
            return false;
    }
    return true;
}

static void begin(struct topology *t, const struct str *paths, size_t count, struct arena *a)
{
    *t = (struct topology){ .count = count };
    t->paths = ARENA_ARRAY(a, struct str, count + 1);
    t->tapes = ARENA_ARRAY(a, struct tape, count + 1);
    for (size_t i = 0; i < count; i++)
        t->paths[i] = paths[i];
}

bool topology_load_one(struct topology *t, const struct fs *fs, struct str path, struct arena *a,
                       struct topology_fault *f)
{
    *f = (struct topology_fault){ 0 };
    begin(t, &path, 1, a);
    if (!read_file(t, fs, 0, a, f))
        return false;
    add_services(t, NULL, node_field(t->tapes[0].root, STR("services")), 0, a, 0);
    add_entrypoints(t, node_field(t->tapes[0].root, STR("entrypoints")), 0, a);
    return propagate_all(t, a, f);
}

static bool no_nested_parents(const struct service *s, struct arena *a, struct topology_fault *f)
{
    for (const struct service *c = s->first; c; c = c->next) {
        if (c->has_external_parent)
            return fail(f,
                        ARENA_JOIN(a, STR("service "), c->group, STR(" has externalParent set but is a child of "),
                                   s->group, STR("; externalParent is only allowed on top-level services")),
                        node_field(c->node, STR("externalParent")), c->topology);
        if (!no_nested_parents(c, a, f))
            return false;
    }
    return true;
}

static struct str dir_of(struct topology *t, uint32_t i, struct arena *a)
{
    return path_clean(a, path_dir_part(t->paths[i]));
}

/* Each service group once, over all files. */
static bool add_unique(struct topology *t, struct map *known, struct service *root, struct arena *a,
                       struct topology_fault *f)
{
    for (struct service *s = root; s; s = service_next(s, root)) {
        struct service **at = (struct service **)map_at(known, s->group);

        if (*at) {
            fail(f,
                 ARENA_JOIN(a, STR("duplicate service group "), s->group, STR(" found in topology in "),
                            dir_of(t, s->topology, a), STR(" and "), dir_of(t, (*at)->topology, a),
                            STR("; service groups must be unique across topologies")),
                 node_field(s->node, STR("serviceGroup")), s->topology);
            f->also = node_field((*at)->node, STR("serviceGroup"));
            f->also_topology = (*at)->topology;
            return false;
        }
        *at = s;
    }
    return true;
}

static void wrap(struct topology_fault *f, struct arena *a, const char *before, struct str path)
{
    f->words = ARENA_JOIN(a, str_c(before), path, STR(": "), f->words);
}

static struct service *find_below(struct service *root, struct str group)
{
    for (struct service *s = root; s; s = service_next(s, root))
        if (str_eq(s->group, group))
            return s;
    return NULL;
}

/* Hangs services with a parent in another file below it. */
static bool adopt(struct topology *t, struct service **waiting, size_t count, struct arena *a, struct topology_fault *f)
{
    for (size_t i = 0; i < count; i++) {
        struct service *s = waiting[i], *parent = topology_find(t, s->external_parent);

        for (size_t k = i + 1; !parent && k < count; k++)
            parent = find_below(waiting[k], s->external_parent);
        if (!parent)
            return fail(f,
                        ARENA_JOIN(a, STR("service "), s->group, STR(" references external parent "),
                                   s->external_parent, STR(" that does not exist in the topology: service group "),
                                   s->external_parent, STR(" not found in service tree")),
                        node_field(s->node, STR("externalParent")), s->topology);
        s->parent = parent;
        s->next = NULL;
        if (parent->last)
            parent->last->next = s;
        else
            parent->first = s;
        parent->last = s;
    }
    return true;
}

static bool combine_file(struct topology *t, const struct fs *fs, uint32_t i, struct map *known,
                         struct service **waiting, size_t *count, struct arena *a, struct topology_fault *f)
{
    struct service *last = t->last, *s, *next;

    if (!read_file(t, fs, i, a, f)) {
        wrap(f, a, "failed to load topology ", t->paths[i]);
        return false;
    }
    t->last = NULL;
    s = t->first;
    t->first = NULL;
    add_services(t, NULL, node_field(t->tapes[i].root, STR("services")), i, a, 0);
    next = t->first;
    t->first = s;
    t->last = last;
    for (s = next; s; s = next) {
        next = s->next;
        s->next = NULL;
        if (!no_nested_parents(s, a, f)) {
            wrap(f, a, "failed to validate topology from ", t->paths[i]);
            return false;
        }
        if (!add_unique(t, known, s, a, f)) {
            wrap(f, a, "failed to add topology ", t->paths[i]);
            return false;
        }
        if (s->has_external_parent && t->count > 1) {
            waiting[(*count)++] = s;
            continue;
        }
        if (t->last)
            t->last->next = s;
        else
            t->first = s;
        t->last = s;
    }
    add_entrypoints(t, node_field(t->tapes[i].root, STR("entrypoints")), i, a);
    return true;
}

bool topology_load(struct topology *t, const struct fs *fs, const struct str *paths, size_t count, struct arena *a,
                   struct topology_fault *f)
{
    struct service **waiting;
    size_t waiting_count = 0, most = 0;
    struct map known;

    *f = (struct topology_fault){ 0 };
    begin(t, paths, count, a);
    map_init(&known, a);
    if (count == 0)
        return fail(f, STR("at least one topology file must be provided"), NULL, 0);
    for (size_t i = 0; i < count; i++) {
        struct topology one;
        struct topology_fault ignored;

        if (topology_load_one(&one, fs, paths[i], a, &ignored))
            most += node_count(node_field(one.tapes[0].root, STR("services")));
    }
    waiting = ARENA_ARRAY(a, struct service *, most + 1);
    for (size_t i = 0; i < count; i++)
        if (!combine_file(t, fs, (uint32_t)i, &known, waiting, &waiting_count, a, f))
            return false;
    return adopt(t, waiting, waiting_count, a, f) && propagate_all(t, a, f);
}

struct service *service_next(const struct service *s, const struct service *below)
{
    if (s->first)
        return s->first;
    while (s && s != below && !s->next)
        s = s->parent;
    return !s || s == below ? NULL : s->next;
}

struct service *topology_find(const struct topology *t, struct str group)
{
    for (struct service *root = t->first; root; root = root->next) {
        struct service *found = find_below(root, group);

        if (found)
            return found;
    }
    return NULL;
}

static bool wants(struct str group)
{
    size_t parts = 1, start = 0, third = 0;

    if (!str_starts(group, STR("Microsoft.Azure.ARO.")))
        return false;
    for (size_t i = 0; i < group.len; i++)
        if (group.p[i] == '.') {
            parts++;
            if (parts == 4)
                start = i + 1;
            if (parts == 5)
                third = i;
        }
    if (parts < 4 || parts > 6)
        return false;
    return (parts > 4 ? third : group.len) > start;
}

/* defaultUsingMetadata, which looks at a copy only. */
static bool defaulted(const struct service *s, struct str value, const char *key, const char *what, struct arena *a,
                      struct topology_fault *f)
{
    struct str why;

    if (value.len || node_text(node_get(s->metadata, str_c(key))).len)
        return true;
    if (node_kind(s->metadata) != NODE_MAPPING)
        why = ARENA_JOIN(a, STR("field unset and no metadata present, can't default using \""), str_c(key), STR("\""));
    else
        why = ARENA_JOIN(a, STR("field unset and metadata key \""), str_c(key), STR("\" missing or empty"));
    return fail(f, ARENA_JOIN(a, STR("failed to default "), str_c(what), STR(": "), why), s->node, s->topology);
}

static bool validate_service(const struct service *s, struct map *seen, struct words *twice, struct arena *a,
                             struct topology_fault *f)
{
    void **at;

    if (!wants(s->group)) {
        const struct node *group = node_field(s->node, STR("serviceGroup"));

        return fail(f,
                    ARENA_JOIN(a, STR("invalid service group "), s->group,
                               STR(", must be of form Microsoft.Azure.ARO.Service.Component(.Subcomponent)?")),
                    group ? group : s->node, s->topology);
    }
    at = map_at(seen, s->group);
    if (*at)
        words_add(twice, a, s->group);
    *at = seen;
    return defaulted(s, s->purpose, "purpose", "purpose", a, f) && defaulted(s, s->path, "pipeline", "pipeline", a, f);
}

static bool validate_entrypoints(const struct topology *t, const struct map *seen, struct words *twice, struct arena *a,
                                 struct topology_fault *f)
{
    struct words messages = { 0 };
    const struct entrypoint *bad = NULL;

    words_sort(twice);
    if (twice->count)
        words_add(&messages, a,
                  ARENA_JOIN(a, STR("the following pipelines had duplicate entries: ["),
                             arena_list(a, STR(" "), twice->at, twice->count), STR("]")));
    for (size_t i = 0; i < t->entrypoint_count; i++) {
        const struct entrypoint *e = &t->entrypoints[i];

        if (e->identifier.len == 0)
            words_add(&messages, a, STR("entrypoint identifier cannot be empty"));
        if (!map_get(seen, e->identifier)) {
            words_add(&messages, a,
                      ARENA_JOIN(a, STR("entrypoint "), e->identifier, STR(" was not found in the dependency tree")));
            bad = bad ? bad : e;
        }
    }
    if (messages.count == 0)
        return true;
    return fail(f,
                ARENA_JOIN(a, STR("dependency tree invalid: "), arena_list(a, STR(", "), messages.at, messages.count)),
                bad ? bad->node : NULL, bad ? bad->topology : 0);
}

bool topology_validate(const struct topology *t, struct arena *a, struct topology_fault *f)
{
    struct words twice = { 0 };
    struct map seen;

    *f = (struct topology_fault){ 0 };
    map_init(&seen, a);
    for (const struct service *s = t->first; s; s = service_next(s, NULL))
        if (!validate_service(s, &seen, &twice, a, f))
            return false;
    return validate_entrypoints(t, &seen, &twice, a, f);
}
