/* What is wrong with a topology, and with the bicepparam templates of its pipelines. */
#include "base/nearest.h"
#include "base/path.h"
#include "pipeline/behaviour.h"
#include "pipeline/bicepparam.h"
#include "pipeline/check_parts.h"

static struct fault_place place_of(struct unit *u, const struct node *n, uint32_t topology)
{
    struct faults *f = &u->run->faults;
    struct str path = u->run->paths->topologies[0];

    path = u->topology.count > topology ? u->topology.paths[topology] : path;
    return n ? faults_line(f, path, n->start) : (struct fault_place){ path, { 0 } };
}

static void say(struct unit *u, const char *rule, const struct topology_fault *f, struct str context)
{
    struct fault_place at = place_of(u, f->at, f->topology);
    struct fault *fault;

    if (f->line)
        at = faults_line(&u->run->faults, at.file, f->offset);
    fault = faults_add(&u->run->faults, rule, at, context, f->words, f->words);
    if (f->also)
        fault_also(&u->run->faults, fault, place_of(u, f->also, f->also_topology), "first here");
}

/* encoding/json takes keys in any case. */
static bool same_key(struct str a, struct str b)
{
    for (size_t i = 0; i < a.len && a.len == b.len; i++)
        if ((a.p[i] | 0x20) != (b.p[i] | 0x20))
            return false;
    return a.len == b.len;
}

static bool known(const char *const *keys, struct str key)
{
    for (; *keys; keys++)
        if (same_key(key, str_c(*keys)))
            return true;
    return false;
}

static void check_keys(struct unit *u, const struct node *map, const char *const *keys, const char *what,
                       uint32_t topology)
{
    struct arena *a = u->run->arena;

    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k)) {
        size_t least = SIZE_MAX;
        const char *near = NULL;
        struct str message;

        if (known(keys, node_text(k)))
            continue;
        for (const char *const *w = keys; *w; w++)
            if (nearest_better(node_text(k), str_c(*w), &least))
                near = *w;
        message =
            ARENA_JOIN(a, str_c(what), STR(" has no key "), node_text(k), STR(": upstream drops it without a word"));
        if (near)
            message = ARENA_JOIN(a, message, STR("; did you mean "), str_c(near), STR("?"));
        faults_add(&u->run->faults, "topology-key-unknown", place_of(u, k, topology), (struct str){ "", 0 }, message,
                   (struct str){ "", 0 });
    }
}

static void check_all_keys(struct unit *u)
{
    static const char *const top[] = { "services", "entrypoints", NULL };
    static const char *const entry[] = { "identifier", "metadata", "safeFly", NULL };
    static const char *const service[] = { "serviceGroup", "purpose", "pipelinePath",   "children",
                                           "metadata",     "stamped", "externalParent", NULL };
    struct topology *t = &u->topology;

    for (size_t i = 0; i < t->count; i++)
        check_keys(u, t->tapes[i].root, top, "a topology", (uint32_t)i);
    for (size_t i = 0; i < t->entrypoint_count; i++)
        check_keys(u, t->entrypoints[i].node, entry, "an entrypoint", t->entrypoints[i].topology);
    for (const struct service *s = t->first; s; s = service_next(s, NULL))
        check_keys(u, s->node, service, "a service", s->topology);
}

void check_topology(struct unit *u)
{
    struct topology_fault f;
    struct str none = { "", 0 };

    if (!u->loaded)
        return;
    u->valid = topology_validate(&u->topology, u->run->arena, &f);
    if (!u->valid)
        say(u, "topology-invalid", &f, none);
    check_all_keys(u);
}

static struct str one_line(struct arena *a, struct str text)
{
    struct words w = { 0 };

    words_add_lines(&w, a, text);
    return words_line(&w, a);
}

static void judge(struct unit *u, struct str path)
{
    struct faults *f = &u->run->faults;
    struct str text = faults_source(f, path), error = { "", 0 }, none = { "", 0 };
    struct bicepparam_fault *list;
    size_t count;
    struct fs_info info;
    struct fs_error e;
    struct arena *a = u->run->arena;

    if (!fs_stat(u->run->fs, path, &info, &e)) {
        if (!pipeline_behaves(PIPELINE_BICEPPARAM_CHECKED, u->run->pin))
            return; /* file-missing says so */
        faults_add(f, "bicepparam-template", (struct fault_place){ path, { 0 } }, none, fs_error_text(&e, a),
                   fs_error_text(&e, a));
        return;
    }
    if (!bicepparam_judge(text, a, &list, &count, &error)) {
        faults_add(f, "bicepparam-template", (struct fault_place){ path, { 0 } }, none, error, error);
        return;
    }
    if (count)
        faults_add(f, "bicepparam-template", faults_line(f, path, list[0].offset), none,
                   ARENA_JOIN(a, list[0].what,
                              count > 1 ? arena_printf(a, ", and %zu more of that kind", count - 1) : none,
                              STR(": EV2 replaces plain fields only")),
                   pipeline_behaves(PIPELINE_BICEPPARAM_CHECKED, u->run->pin)
                       ? one_line(a, ARENA_JOIN(a, path, STR(": "), bicepparam_words(text, a)))
                       : none);
}

/* What EV2 deploys, by the name that its topology has. */
static bool is_for_ev2(const struct unit *u)
{
    return u->topology.count && str_eq(path_base(u->topology.paths[0]), STR("topology.yaml"));
}

void check_bicepparams(struct unit *u)
{
    struct words files = { 0 };
    struct str error = { "", 0 }, pipeline = { "", 0 }, none = { "", 0 };
    struct faults *f = &u->run->faults;
    uint32_t offset = 0;

    if (!u->loaded || (!pipeline_behaves(PIPELINE_BICEPPARAM_CHECKED, u->run->pin) && !is_for_ev2(u)))
        return;
    if (!bicepparam_collect(&u->topology, u->run->fs, u->run->arena, &files, &error, &pipeline, &offset)) {
        struct fs_info info;
        struct fs_error e;

        if (!pipeline_behaves(PIPELINE_BICEPPARAM_CHECKED, u->run->pin) ||
            (pipeline.len && !fs_stat(u->run->fs, pipeline, &info, &e)))
            return; /* said where the pipeline is loaded */
        faults_add(f, "pipeline-unrendered-yaml",
                   offset ? faults_line(f, pipeline, offset) : (struct fault_place){ pipeline, { 0 } }, none,
                   ARENA_JOIN(u->run->arena, STR("the file is no YAML before it is rendered: "), error), error);
    }
    for (size_t i = 0; i < files.count; i++)
        judge(u, files.at[i]);
}
