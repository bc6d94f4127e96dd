#include "replay/tree.h"

#include "base/path.h"
#include "prow/files/discover.h"
#include "prow/versions/deployed.h"
#include "rule/silence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const variant_names[] = { "before", "bad", "fix" };

const char *record_text(const json_t *record, const char *name)
{
    const char *text = json_string_value(json_object_get(record, name));

    return text ? text : "";
}

bool record_is_here(const json_t *record, struct place at)
{
    const json_t *expected = json_object_get(record, "expected");
    json_int_t line = json_integer_value(json_object_get(expected, "line"));

    return str_eq(at.file, str_c(record_text(expected, "file"))) &&
           (line == 0 || (line - 2 <= at.span.line && at.span.line <= line + 2));
}

/* Trees in which no known layout is found: jobs whose main file is in another repository, so that the least that makes
 * them load stands in for it; a copy by date to which a link pointed that the bundle lacks. */
static const struct {
    const char *repo;
    struct prow_paths paths;
    struct str config; /* stands in where the tree has none */
} elsewhere[] = {
    { "knative/infra",
      { .config = STR_INIT("config.yaml"), .jobs = STR_INIT("config/prod/prow/jobs") },
      STR_INIT("plank:\n"
               "  default_decoration_configs:\n"
               "    '*':\n"
               "      timeout: 2h\n"
               "      grace_period: 15s\n"
               "      utility_images: {clonerefs: c, initupload: i, entrypoint: e, sidecar: s}\n"
               "      gcs_configuration: {bucket: b, path_strategy: explicit}\n"
               "      gcs_credentials_secret: s\n") },
    { "kubevirt/project-infra",
      { .config = STR_INIT("github/ci/prow-deploy/kustom/base/configs/20201021/config/config.yaml"),
        .jobs = STR_INIT("github/ci/prow/files/jobs"),
        .plugins = STR_INIT("github/ci/prow-deploy/kustom/base/configs/20201021/plugins/plugins.yaml") },
      { NULL, 0 } },
};

static struct str first_there(const struct fs *fs, struct arena *a, struct str dir, const char *const *names)
{
    struct fs_error error;
    struct fs_info info;

    for (; *names; names++) {
        struct str path = ARENA_JOIN(a, dir, str_c(*names));
        if (fs_stat(fs, path, &info, &error))
            return path;
    }
    return STR("");
}

/* The control plane that the file of the mistake belongs to, where several stand side by side. */
static void choose_plane(struct tree *t, const struct discovery *d, struct str file)
{
    static const char *const jobs[] = { "cluster/jobs", "jobs", NULL }, *const plugins[] = { "plugins.yaml", NULL };

    t->paths = d->paths;
    for (size_t i = 0; i < d->other_count; i++) {
        struct str dir = path_dir_part(d->others[i]);
        if (!str_starts(file, dir))
            continue;
        t->paths.config = d->others[i];
        t->paths.jobs = first_there(&t->files.fs, &t->arena, dir, jobs);
        t->paths.plugins = first_there(&t->files.fs, &t->arena, dir, plugins);
    }
}

static bool find_paths(struct tree *t, const json_t *record)
{
    struct str file = str_c(record_text(json_object_get(record, "expected"), "file"));
    struct str repo = str_c(record_text(record, "repo"));
    struct discovery d;
    struct fs_error error;
    struct fs_info info;

    prow_discover(&d, &t->files.fs, &t->arena);
    if (d.found) {
        choose_plane(t, &d, file);
        return true;
    }
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
        if (str_eq(repo, str_c(elsewhere[i].repo)) && fs_stat(&t->files.fs, elsewhere[i].paths.jobs, &info, &error)) {
            t->paths = elsewhere[i].paths;
            if (elsewhere[i].config.len)
                fs_memory_put(&t->files, t->paths.config, elsewhere[i].config);
            return true;
        }
    return false;
}

static bool add_version(struct tree *t, struct str component, struct str text)
{
    struct version *versions = ARENA_ARRAY(&t->arena, struct version, t->window.count + 1);
    struct str error;

    if (t->window.count)
        memcpy(versions, t->window.versions, t->window.count * sizeof *versions);
    if (!version_parse(text, &versions[t->window.count], &t->arena, &error)) {
        fprintf(stderr, "%.*s\n", STR_ARG(error));
        return false;
    }
    versions[t->window.count].component = component;
    t->window.versions = versions;
    for (size_t i = 0; i < t->window.count; i++)
        if (str_eq(versions[i].text, text))
            return true;
    t->window.count++;
    t->versions = ARENA_JOIN(&t->arena, t->versions, t->versions.len ? STR(",") : STR(""), text);
    return true;
}

/* What the tree's own manifests say; false when they say nothing of the control plane. */
static bool versions_of_manifests(struct tree *t)
{
    struct deployed d = { 0 };

    deployed_discover(&d, &t->arena, &t->files.fs, t->paths.config, t->paths.jobs);
    deployed_reduce(&d);
    if (!deployed_has_control_plane(&d))
        return false;
    for (size_t i = 0; i < d.count; i++)
        add_version(t, d.images[i].component, d.images[i].version);
    return true;
}

/* The last commit of the main line by this day, for the time before versions had names. */
static struct str commit_by(struct arena *a, struct str date)
{
    struct version newest = version_newest();
    uint32_t position = newest.latest;
    struct str tag, day, commit;

    while (position > 0 && str_cmp(version_date(version_day_of(position), a), str_slice(date, 0, 10)) > 0)
        position--;
    tag = version_tag(position, a);
    str_cut(tag, '-', &day, &commit);
    return commit;
}

/* What ran on the day of this tree. The record knows it of the day before the mistake; the repair came days to months
 * later, and its own manifests know better. Without either, the day of the mistake. */
static void find_versions(struct tree *t, const json_t *record, enum variant v)
{
    const json_t *deployed = json_object_get(record, "deployed");
    struct str component = str_c(record_text(deployed, "component")), date = str_c(record_text(record, "date"));
    struct str version = str_c(record_text(deployed, "version"));

    if (v != FIX && str_eq(component, STR("hook")) && add_version(t, component, version))
        return;
    if (versions_of_manifests(t) || (version.len && add_version(t, component, version)))
        return;
    if (str_cmp(date, STR("2018-01-25")) < 0)
        add_version(t, STR(""), commit_by(&t->arena, date));
    else
        add_version(t, STR(""), arena_printf(&t->arena, "v%.4s%.2s%.2s-0000000", date.p, date.p + 5, date.p + 8));
}

bool tree_open(struct tree *t, const struct bundle *b, const json_t *record, struct str id, enum variant v)
{
    *t = (struct tree){ 0 };
    if (!bundle_files(b, id, &t->arena, &t->files) || !find_paths(t, record))
        return false;
    find_versions(t, record, v);
    return true;
}

static bool unpack(struct tree *t, const char *archive)
{
    char folder[] = "/tmp/prowgate-tree-XXXXXX";

    if (access(archive, R_OK) != 0 || !mkdtemp(folder))
        return false;
    t->folder = arena_copy(&t->arena, str_c(folder)).p;
    return system(arena_printf(&t->arena, "zstd -qdc --long=27 '%s' | tar -x -C '%s'", archive, folder).p) == 0;
}

bool tree_open_archive(struct tree *t, const char *archive, const struct prow_paths *paths)
{
    struct deployed d = { 0 };
    struct fs_error error;

    *t = (struct tree){ .paths = *paths };
    if (!unpack(t, archive) || !fs_disk_open(&t->disk, t->folder, &error))
        return false;
    deployed_discover(&d, &t->arena, &t->disk.fs, t->paths.config, t->paths.jobs);
    deployed_reduce(&d);
    for (size_t i = 0; i < d.count; i++)
        add_version(t, d.images[i].component, d.images[i].version);
    return true;
}

void tree_check(struct tree *t)
{
    const struct fs *fs = t->folder ? &t->disk.fs : &t->files.fs;
    struct rule_settings settings;

    rule_settings_init(&settings, &t->arena, &t->window);
    prow_tree_load(&t->loaded, fs, &t->paths, &settings, 1, &t->findings);
    silences_apply(&t->loaded.silences, &settings, &t->findings);
    findings_sort(&t->findings);
}

void tree_close(struct tree *t)
{
    if (t->loaded.scratch)
        prow_tree_free(&t->loaded);
    findings_free(&t->findings);
    if (t->folder) {
        fs_disk_close(&t->disk);
        if (system(arena_printf(&t->arena, "rm -r '%s'", t->folder).p) != 0)
            fprintf(stderr, "%s is left\n", t->folder);
    }
    arena_free(&t->arena);
}
