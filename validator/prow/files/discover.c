#include "prow/files/discover.h"

#include "base/path.h"

#include <errno.h>

enum { MOST_PLACES = 4 };

/* Layouts that are found side by side in one tree share a plane number when they are control planes of equal right:
 * then a choice is needed. Otherwise the first layout of this table wins. */
struct layout {
    int planes;
    bool needs_jobs; /* the main file's name alone says too little */
    struct str config, jobs[MOST_PLACES], plugins;
};

#define S STR_INIT
static const struct layout layouts[] = {
    { 0, false, S("config/prow/config.yaml"), { S("config/jobs") }, S("config/prow/plugins.yaml") },
    { 0,
      false,
      S("prow/config.yaml"),
      { S("config/jobs"), S("prow/cluster/jobs"), S("prow/jobs"), S("prow/prowjobs") },
      S("prow/plugins.yaml") },
    { 0,
      false,
      S("prow/config/config.yaml"),
      { S("prow/config/jobs"), S("prow/jobs") },
      S("prow/config/plugins.yaml") },
    { 1, false, S("prow/gcp/config.yaml"), { S("prow/gcp/cluster/jobs") }, S("prow/gcp/plugins.yaml") },
    { 1, false, S("prow/aws/config.yaml"), { S("prow/aws/cluster/jobs") }, S("prow/aws/plugins.yaml") },
    { 2, false, S("prow/oss/config.yaml"), { S("prow/prowjobs") }, S("prow/oss/plugins.yaml") },
    { 2, false, S("prow/knative/config.yaml"), { S("prow/knative/jobs") }, S("prow/knative/plugins.yaml") },
    { 0,
      false,
      S("github/ci/prow-deploy/kustom/base/configs/current/config/config.yaml"),
      { S("github/ci/prow-deploy/files/jobs") },
      S("github/ci/prow-deploy/kustom/base/configs/current/plugins/plugins.yaml") },
    { 0,
      false,
      S("github/ci/prow-deploy/files/config.yaml"),
      { S("github/ci/prow-deploy/files/jobs") },
      S("github/ci/prow-deploy/files/plugins.yaml") },
    { 0,
      false,
      S("github/ci/prow/files/config.yaml"),
      { S("github/ci/prow/files/jobs") },
      S("github/ci/prow/files/plugins.yaml") },
    { 0,
      false,
      S("config/prod/prow/core/config.yaml"),
      { S("config/prod/prow/jobs") },
      S("config/prod/prow/core/plugins.yaml") },
    { 0,
      false,
      S("prow/manifests/overlays/metal3/config.yaml"),
      { S("") },
      S("prow/manifests/overlays/metal3/plugins.yaml") },
    { 0,
      false,
      S("core-services/prow/02_config/_config.yaml"),
      { S("ci-operator/jobs") },
      S("core-services/prow/02_config/_plugins.yaml") },
    { 0, false, S("ci/prow/config.yaml"), { S("ci/prow/jobs") }, S("ci/prow/plugins.yaml") },
    { 0, true, S("config/config.yaml"), { S("config/jobs") }, S("config/plugins.yaml") },
    { 0, true, S("config.yaml"), { S("jobs") }, S("plugins.yaml") },
};
#undef S

struct str discover_main_place(size_t i, bool *plane)
{
    *plane = i < COUNT_OF(layouts) && layouts[i].planes > 0;
    return i < COUNT_OF(layouts) ? layouts[i].config : STR("");
}

/* What is not there, or lies below a file, is no layout; a folder that is closed may be one. */
static bool is(struct discovery *d, const struct fs *fs, struct str path, enum fs_kind kind)
{
    struct fs_error error;
    struct fs_info info;

    if (path.len == 0)
        return false;
    if (fs_stat(fs, path, &info, &error))
        return info.kind == kind;
    if (!fs_error_not_exist(&error) && error.number != ENOTDIR && !d->denied.operation)
        d->denied = error;
    return false;
}

/* The first folder; else the first of these names that stands for anything, a link to nothing say: reading it tells
 * what is wrong with it, where passing it by would leave all jobs out. */
static struct str first_jobs(struct discovery *d, const struct fs *fs, const struct layout *l)
{
    static const struct str fork = STR_INIT("config/prow/config.yaml");
    bool forked = !str_eq(l->config, fork) && is(d, fs, fork, FS_FILE);
    struct fs_error error;
    struct fs_info info;

    /* An old fork's jobs lie beside its main file, and the live ones elsewhere. */
    for (size_t i = 0; forked && i < MOST_PLACES; i++)
        if (!str_starts(l->jobs[i], STR("config/")) && is(d, fs, l->jobs[i], FS_DIRECTORY))
            return l->jobs[i];
    for (size_t i = 0; i < MOST_PLACES; i++)
        if (is(d, fs, l->jobs[i], FS_DIRECTORY))
            return l->jobs[i];
    for (size_t i = 0; i < MOST_PLACES; i++)
        if (l->jobs[i].len && fs_lstat(fs, l->jobs[i], &info, &error))
            return l->jobs[i];
    return STR("");
}

enum { LARGEST_MAIN = 16 << 20 };

bool discover_starts_line(struct str text, const struct str *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = 0, found;
        while ((found = str_find(str_from(text, at), keys[i])) != SIZE_MAX) {
            at += found;
            if (at == 0 || text.p[at - 1] == '\n')
                return true;
            at += keys[i].len;
        }
    }
    return false;
}

bool discover_is_main(const struct fs *fs, struct str path)
{
    static const struct str keys[] = {
        STR_INIT("plank:"),         STR_INIT("tide:"),           STR_INIT("deck:"),
        STR_INIT("sinker:"),        STR_INIT("in_repo_config:"), STR_INIT("prowjob_namespace:"),
        STR_INIT("pod_namespace:"), STR_INIT("log_level:"),      STR_INIT("branch-protection:"),
        STR_INIT("presubmits:"),    STR_INIT("postsubmits:"),    STR_INIT("periodics:"),
    };
    struct buf bytes = { 0 };
    struct fs_error error;
    bool is = fs_read(fs, path, LARGEST_MAIN, &bytes, &error) &&
              discover_starts_line(buf_str(&bytes), keys, sizeof keys / sizeof *keys);

    buf_free(&bytes);
    return is;
}

/* The manifest of a ConfigMap stands where main files do, and is none. */
static bool is_config_map(const struct fs *fs, struct str path)
{
    static const struct str kind = STR_INIT("kind: ConfigMap");
    struct buf bytes = { 0 };
    struct fs_error error;
    bool is = fs_read(fs, path, LARGEST_MAIN, &bytes, &error) && discover_starts_line(buf_str(&bytes), &kind, 1);

    buf_free(&bytes);
    return is;
}

static bool fits(struct discovery *d, const struct fs *fs, const struct layout *l)
{
    if (!is(d, fs, l->config, FS_FILE) || is_config_map(fs, l->config))
        return false;
    return !l->needs_jobs || first_jobs(d, fs, l).len || discover_is_main(fs, l->config);
}

/* Whether the plugin file has config-updater copy this main file. */
static bool is_synced_by(const struct fs *fs, struct arena *a, struct str plugins, struct str config)
{
    struct buf bytes = { 0 };
    struct fs_error error;
    bool synced = plugins.len && fs_read(fs, plugins, LARGEST_MAIN, &bytes, &error) &&
                  (str_has(buf_str(&bytes), ARENA_JOIN(a, STR(" "), config, STR(":"))) ||
                   str_has(buf_str(&bytes), ARENA_JOIN(a, STR("\""), config, STR("\":"))));

    buf_free(&bytes);
    return synced;
}

/* How much speaks for this being what is deployed, where an old fork's files stand beside it. */
static int weight(struct discovery *d, const struct fs *fs, struct arena *a, const struct layout *l)
{
    struct str dir = path_dir_part(l->config);
    int w = is(d, fs, l->plugins, FS_FILE) && is_synced_by(fs, a, l->plugins, l->config) ? 2 : 0;

    w += is(d, fs, ARENA_JOIN(a, dir, STR("cluster")), FS_DIRECTORY) ||
         is(d, fs, ARENA_JOIN(a, dir, STR("cluster.yaml")), FS_FILE);
    return w + (first_jobs(d, fs, l).len ? 1 : 0);
}

static struct str family(const struct layout *l)
{
    return str_slice(l->config, 0, str_find_char(l->config, '/'));
}

static void add_other(struct discovery *d, struct arena *a, struct str config, size_t *cap)
{
    d->others = arena_grow(a, d->others, d->other_count, cap, sizeof *d->others);
    d->others[d->other_count++] = config;
}

static void take_layout(struct discovery *d, const struct fs *fs, const struct layout *l)
{
    d->found = true;
    d->paths.config = l->config;
    d->paths.jobs = first_jobs(d, fs, l);
    if (is(d, fs, l->plugins, FS_FILE))
        d->paths.plugins = l->plugins;
}

/* Of kustomize's overlays each may have a main file; one that stands alone is it. */
static void look_into_overlays(struct discovery *d, const struct fs *fs, struct arena *a)
{
    static const struct str overlays = STR_INIT("prow/overlays");
    struct fs_listing listing;
    struct fs_error error;
    size_t cap = 0;

    if (!fs_list(fs, overlays, a, &listing, &error))
        return;
    for (size_t i = 0; i < listing.count; i++) {
        struct str dir = ARENA_JOIN(a, overlays, STR("/"), listing.names[i].name);
        struct str config = ARENA_JOIN(a, dir, STR("/config.yaml"));
        struct str plugins = ARENA_JOIN(a, dir, STR("/plugins.yaml"));
        if (!is(d, fs, config, FS_FILE) || is_config_map(fs, config))
            continue;
        if (d->found) {
            add_other(d, a, config, &cap);
            continue;
        }
        d->found = true;
        d->paths.config = config;
        if (is(d, fs, plugins, FS_FILE))
            d->paths.plugins = plugins;
    }
}

/* The best of the layouts that fit; of several, those that nothing tells apart are named. */
static void choose(struct discovery *d, const struct fs *fs, struct arena *a)
{
    const struct layout *first = NULL;
    int best = 0;
    size_t cap = 0;

    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        const struct layout *l = &layouts[i];
        int w;
        if (!fits(d, fs, l))
            continue;
        w = weight(d, fs, a, l);
        if (!first) {
            first = l;
            best = w;
        } else if (first->planes && l->planes == first->planes) {
            add_other(d, a, l->config, &cap);
        } else if (!first->planes && !l->planes && !str_eq(family(first), family(l)) && w > best) {
            first = l;
            best = w;
        }
    }
    if (first)
        take_layout(d, fs, first);
}

void prow_discover(struct discovery *d, const struct fs *fs, struct arena *a)
{
    *d = (struct discovery){ 0 };
    choose(d, fs, a);
    if (!d->found)
        look_into_overlays(d, fs, a);
}

/* The layout of a main file that somebody named; else what usually stands beside one. */
void prow_discover_beside(struct discovery *d, const struct fs *fs, struct arena *a, struct str config)
{
    static const struct str folders[] = { STR_INIT("jobs"), STR_INIT("cluster/jobs"), STR_INIT("../jobs"),
                                          STR_INIT("prowjobs") };
    struct str dir = path_dir_part(config), plugins = ARENA_JOIN(a, dir, STR("plugins.yaml"));

    *d = (struct discovery){ 0 };
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (str_eq(layouts[i].config, config))
            take_layout(d, fs, &layouts[i]);
    if (d->found)
        return;
    d->paths.config = config;
    if (is(d, fs, plugins, FS_FILE))
        d->paths.plugins = plugins;
    for (size_t i = 0; i < sizeof folders / sizeof *folders && d->paths.jobs.len == 0; i++) {
        struct str path = path_clean(a, ARENA_JOIN(a, dir, folders[i]));
        if (!str_starts(path, STR("../")) && is(d, fs, path, FS_DIRECTORY))
            d->paths.jobs = path;
    }
}
