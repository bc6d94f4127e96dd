/* The search through a whole tree: what may be Prow configuration where no layout fits, and supplemental files. */
#include "prow/files/discover.h"

#include "base/path.h"
#include "base/walk.h"

enum { LARGEST_CANDIDATE = 4 << 20 };

struct searching {
    struct discovery_search *found;
    struct arena *arena;
    const struct fs *fs;
    struct str jobs;
    bool candidates;
    struct buf bytes;
};

/* The folder that both lie in. */
static struct str common(struct str a, struct str b)
{
    size_t n = 0, end = 0;

    while (n < a.len && n < b.len && a.p[n] == b.p[n]) {
        n++;
        if ((n == a.len || a.p[n] == '/') && (n == b.len || b.p[n] == '/'))
            end = n;
    }
    return end ? str_slice(a, 0, end) : STR(".");
}

static void add_folder(struct searching *s, struct str *folder, size_t *count, struct str path)
{
    struct str dir = path_dir_part(path);

    while (dir.len > 1 && str_ends(dir, STR("/")))
        dir.len--;
    dir = arena_copy(s->arena, dir.len ? dir : STR("."));
    *folder = (*count)++ ? common(*folder, dir) : dir;
}

static void add_candidate(struct searching *s, struct str **list, size_t *count, struct str path)
{
    if (!*list)
        *list = ARENA_ARRAY(s->arena, struct str, DISCOVERY_CANDIDATES);
    if (*count < DISCOVERY_CANDIDATES)
        (*list)[*count] = arena_copy(s->arena, path);
    *count += *count < DISCOVERY_CANDIDATES;
}

/* Whether one of these keys stands further in. */
static bool has_key_inside(struct str text, const struct str *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0, found; (found = str_find(str_from(text, at), keys[i])) != SIZE_MAX; at += found + 1)
            if (at + found && text.p[at + found - 1] == ' ')
                return true;
    return false;
}

static void look_at(struct searching *s, struct str path)
{
    static const struct str main[] = { STR_INIT("plank:"), STR_INIT("tide:"), STR_INIT("prowjob_namespace:"),
                                       STR_INIT("in_repo_config:") };
    static const struct str jobs[] = { STR_INIT("presubmits:"), STR_INIT("postsubmits:"), STR_INIT("periodics:") };
    static const struct str inside[] = { STR_INIT("  config.yaml:") }, plugins[] = { STR_INIT("  plugins.yaml:") };
    static const struct str kind = STR_INIT("kind: ConfigMap");
    struct discovery_search *f = s->found;
    struct fs_error error;
    struct str text;

    if (str_starts(path_base(path), STR(".prow")) || !fs_read(s->fs, path, LARGEST_CANDIDATE, &s->bytes, &error))
        return;
    text = buf_str(&s->bytes);
    if (discover_starts_line(text, &kind, 1)) {
        if (discover_starts_line(text, inside, 1) && has_key_inside(text, main, COUNT_OF(main)))
            add_candidate(s, &f->mains, &f->main_count, path);
        else if (discover_starts_line(text, plugins, 1))
            add_candidate(s, &f->plugin_maps, &f->plugin_map_count, path);
        return;
    }
    if (discover_starts_line(text, main, COUNT_OF(main)))
        add_candidate(s, &f->mains, &f->main_count, path);
    else if (discover_starts_line(text, jobs, COUNT_OF(jobs)))
        add_candidate(s, &f->jobs, &f->job_count, path);
}

static bool is_aside(struct str name)
{
    return str_eq(name, STR("vendor")) || str_eq(name, STR("node_modules")) || str_eq(name, STR("testdata")) ||
           (name.len && name.p[0] == '.');
}

static enum walk_answer visit(void *context, const struct walk_entry *e)
{
    struct searching *s = context;
    struct str path = str_trim_prefix(e->path, STR("./"));

    if (e->error)
        return e->kind == FS_DIRECTORY ? WALK_SKIP : WALK_ON;
    if (e->kind == FS_DIRECTORY)
        return e->below.len && (is_aside(e->name) || (s->jobs.len && str_eq(path, s->jobs))) ? WALK_SKIP : WALK_ON;
    if (str_ends(path, STR("_prowconfig.yaml")))
        add_folder(s, &s->found->prowconfig, &s->found->prowconfigs, path);
    else if (str_ends(path, STR("_pluginconfig.yaml")))
        add_folder(s, &s->found->pluginconfig, &s->found->pluginconfigs, path);
    else if (s->candidates && e->kind == FS_FILE &&
             (str_eq(path_ext(path), STR(".yaml")) || str_eq(path_ext(path), STR(".yml"))))
        look_at(s, path);
    return WALK_ON;
}

void prow_discover_search(struct discovery_search *found, const struct fs *fs, struct arena *a, struct str root,
                          struct str jobs, bool candidates)
{
    struct arena scratch = { 0 };
    struct searching s = { .found = found, .arena = a, .fs = fs, .jobs = jobs, .candidates = candidates };

    *found = (struct discovery_search){ 0 };
    walk(fs, &scratch, root.len ? root : STR("."), visit, &s);
    buf_free(&s.bytes);
    arena_free(&scratch);
}
