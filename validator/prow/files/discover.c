#include "prow/files/discover.h"

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
    { 0, false, S("prow/config.yaml"), { S("config/jobs"), S("prow/cluster/jobs"), S("prow/jobs"), S("prow/prowjobs") },
      S("prow/plugins.yaml") },
    { 0, false, S("prow/config/config.yaml"), { S("prow/config/jobs") }, S("prow/config/plugins.yaml") },
    { 1, false, S("prow/gcp/config.yaml"), { S("prow/gcp/cluster/jobs") }, S("prow/gcp/plugins.yaml") },
    { 1, false, S("prow/aws/config.yaml"), { S("prow/aws/cluster/jobs") }, S("prow/aws/plugins.yaml") },
    { 2, false, S("prow/oss/config.yaml"), { S("prow/prowjobs") }, S("prow/oss/plugins.yaml") },
    { 2, false, S("prow/knative/config.yaml"), { S("prow/knative/jobs") }, S("prow/knative/plugins.yaml") },
    { 0, false, S("github/ci/prow-deploy/kustom/base/configs/current/config/config.yaml"),
      { S("github/ci/prow-deploy/files/jobs") },
      S("github/ci/prow-deploy/kustom/base/configs/current/plugins/plugins.yaml") },
    { 0, false, S("github/ci/prow-deploy/files/config.yaml"), { S("github/ci/prow-deploy/files/jobs") },
      S("github/ci/prow-deploy/files/plugins.yaml") },
    { 0, false, S("github/ci/prow/files/config.yaml"), { S("github/ci/prow/files/jobs") },
      S("github/ci/prow/files/plugins.yaml") },
    { 0, false, S("config/prod/prow/core/config.yaml"), { S("config/prod/prow/jobs") },
      S("config/prod/prow/core/plugins.yaml") },
    { 0, false, S("prow/manifests/overlays/metal3/config.yaml"), { S("") },
      S("prow/manifests/overlays/metal3/plugins.yaml") },
    { 0, false, S("core-services/prow/02_config/_config.yaml"), { S("ci-operator/jobs") },
      S("core-services/prow/02_config/_plugins.yaml") },
    { 0, false, S("ci/prow/config.yaml"), { S("ci/prow/jobs") }, S("ci/prow/plugins.yaml") },
    { 0, true, S("config/config.yaml"), { S("config/jobs") }, S("config/plugins.yaml") },
    { 0, true, S("config.yaml"), { S("jobs") }, S("plugins.yaml") },
};
#undef S

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
    struct fs_error error;
    struct fs_info info;

    for (size_t i = 0; i < MOST_PLACES; i++)
        if (is(d, fs, l->jobs[i], FS_DIRECTORY))
            return l->jobs[i];
    for (size_t i = 0; i < MOST_PLACES; i++)
        if (l->jobs[i].len && fs_lstat(fs, l->jobs[i], &info, &error))
            return l->jobs[i];
    return STR("");
}

static bool fits(struct discovery *d, const struct fs *fs, const struct layout *l)
{
    return is(d, fs, l->config, FS_FILE) && (!l->needs_jobs || first_jobs(d, fs, l).len);
}

void prow_discover(struct discovery *d, const struct fs *fs, struct arena *a)
{
    const struct layout *first = NULL;
    size_t cap = 0;

    *d = (struct discovery){ 0 };
    for (size_t i = 0; i < COUNT_OF(layouts); i++) {
        if (!fits(d, fs, &layouts[i]))
            continue;
        if (!first) {
            first = &layouts[i];
        } else if (first->planes && layouts[i].planes == first->planes) {
            *ARENA_PUSH(a, d->others, d->other_count, cap) = layouts[i].config;
        }
    }
    if (!first)
        return;
    d->found = true;
    d->paths.config = first->config;
    d->paths.jobs = first_jobs(d, fs, first);
    if (is(d, fs, first->plugins, FS_FILE))
        d->paths.plugins = first->plugins;
}
