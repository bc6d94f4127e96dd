/* What nobody said of a tree: which files are its Prow configuration. A path that is given never switches off the search
 * for the others. */
#include "command/project.h"

#include "base/path.h"
#include "command/command.h"
#include "prow/files/discover.h"

#include <stdio.h>

enum { LARGEST_GIT_CONFIG = 1 << 20, LARGEST_MANIFEST = 16 << 20 };

static bool is_folder(const struct fs *fs, struct str path)
{
    struct fs_error error;
    struct fs_info info;

    return fs_stat(fs, path, &info, &error) && info.kind == FS_DIRECTORY;
}

static bool is_there(const struct fs *fs, struct str path)
{
    struct fs_error error;
    struct fs_info info;

    return fs_lstat(fs, path, &info, &error);
}

/* Fills what nobody gave; the main file is known. */
static void complete(struct project *p, const struct discovery *d)
{
    if (p->paths.config.len == 0)
        p->paths.config = d->paths.config;
    if (p->paths.jobs.len == 0 && !p->no_jobs)
        p->paths.jobs = d->paths.jobs;
    if (p->paths.plugins.len == 0)
        p->paths.plugins = d->paths.plugins;
}

static void tell(const struct project *p, const struct prow_paths *given)
{
    const char *before = "prowgate: found";

    if (p->paths.config.len && given->config.len == 0) {
        fprintf(stderr, "%s config %.*s", before, STR_ARG(p->paths.config));
        before = ",";
    }
    if (p->paths.jobs.len && given->jobs.len == 0) {
        fprintf(stderr, "%s jobs %.*s", before, STR_ARG(p->paths.jobs));
        before = ",";
    }
    if (p->paths.plugins.len && given->plugins.len == 0) {
        fprintf(stderr, "%s plugins %.*s", before, STR_ARG(p->paths.plugins));
        before = ",";
    }
    if (str_eq(str_c(before), STR(",")))
        fputc('\n', stderr);
}

static bool choose_needed(const struct args *args, const struct discovery *d)
{
    for (size_t i = 0; i < d->other_count; i++)
        command_fail(args,
                     "both %.*s and %.*s are main files of Prow; choose one with --config: its jobs are found then",
                     STR_ARG(d->paths.config), STR_ARG(d->others[i]));
    return d->other_count;
}

/* "git@host:org/repo.git", "https://host/org/repo". */
static struct str repo_of_url(struct str url)
{
    struct str rest = str_trim_suffix(str_trim(url), STR(".git"));
    size_t slashes = 0, at = rest.len;

    while (at > 0 && slashes < 2) {
        at--;
        slashes += rest.p[at] == '/' || rest.p[at] == ':';
    }
    return slashes == 2 ? str_from(rest, at + 1) : STR("");
}

/* The repository of git's remote "origin". */
static struct str repo_of_git(const struct fs *fs, struct arena *arena)
{
    struct buf bytes = { 0 };
    struct fs_error error;
    struct str line, rest, key, value, repo = STR("");
    bool origin = false;

    if (!fs_read(fs, STR(".git/config"), LARGEST_GIT_CONFIG, &bytes, &error))
        return repo;
    for (rest = buf_str(&bytes); rest.len && repo.len == 0;) {
        str_cut(rest, '\n', &line, &rest);
        line = str_trim(line);
        if (str_starts(line, STR("[")))
            origin = str_eq(line, STR("[remote \"origin\"]"));
        else if (origin && str_cut(line, '=', &key, &value) && str_eq(str_trim(key), STR("url")))
            repo = arena_copy(arena, repo_of_url(value));
    }
    buf_free(&bytes);
    return repo;
}

bool project_has_own_jobs(const struct fs *fs)
{
    return is_there(fs, STR(".prow.yaml")) || is_folder(fs, STR(".prow")) || is_there(fs, STR(".prow.yml"));
}

struct str project_own_repo(const struct source *source, struct arena *arena, const struct args *args)
{
    struct str repo = args_text(args, "repo", STR(""));

    return repo.len == 0 && source->kind == SOURCE_FOLDER ? repo_of_git(source->fs, arena) : repo;
}

/* A repository with jobs of its own, and nothing of Prow's else: those are judged, by what holds for every main file. */
static bool take_own_jobs(struct project *p, struct source *source, struct arena *arena, const struct args *args)
{
    struct str repo = project_own_repo(source, arena, args);

    if (!project_has_own_jobs(source->fs))
        return false;
    if (repo.len == 0)
        repo = STR("unknown/repository");
    p->paths.inrepo = ARENA_NEW(arena, struct inrepo_source);
    *p->paths.inrepo = (struct inrepo_source){ repo, STR(".") };
    p->paths.inrepo_count = 1;
    p->in_repo = true;
    fprintf(stderr, "prowgate: found jobs of the repository itself (%.*s), and no Prow configuration\n", STR_ARG(repo));
    return true;
}

/* Folders of jobs whose main file stands elsewhere: in a chart, in another repository. */
static bool take_jobs_alone(struct project *p, const struct fs *fs)
{
    static const struct str folders[] = { STR_INIT("config/jobs"), STR_INIT("prow/jobs"), STR_INIT("prow-jobs"),
                                          STR_INIT("jobs") };

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (is_folder(fs, folders[i])) {
            p->paths.jobs = folders[i];
            fprintf(stderr,
                    "prowgate: found jobs %.*s, and no main file: they are judged by what holds for every one\n",
                    STR_ARG(folders[i]));
            return true;
        }
    return false;
}

/* A file of the tree that is a plugin file, or the manifest of a ConfigMap with one. */
static bool take_plugins(struct project *p, struct source *source, struct arena *arena, struct str path)
{
    struct buf bytes = { 0 };
    struct fs_error error;
    struct str inner;
    bool there = fs_read(source->overlay.inner, path, LARGEST_MANIFEST, &bytes, &error);

    if (there) {
        p->paths.plugins = path;
        if (config_map_inner_file(buf_str(&bytes), STR("plugins.yaml"), arena, &inner))
            fs_overlay_put(&source->overlay, path, inner);
    }
    buf_free(&bytes);
    return there;
}

/* The main file, and the plugin file, as manifests of ConfigMaps hold them: in one, beside it, or anywhere. */
static bool take_config_map(struct project *p, struct source *source, struct arena *arena,
                            const struct discovery_search *s)
{
    struct buf bytes = { 0 };
    struct fs_error error;
    struct discovery d;
    struct str path = s->mains[0], inner, plugins = ARENA_JOIN(arena, path_dir_part(path), STR("plugins.yaml"));
    bool ok = fs_read(source->fs, path, LARGEST_MANIFEST, &bytes, &error) &&
              config_map_inner_file(buf_str(&bytes), STR("config.yaml"), arena, &inner);

    if (ok) {
        fs_overlay_init(&source->overlay, source->fs);
        fs_overlay_put(&source->overlay, path, inner);
        p->paths.config = path;
        if (config_map_inner_file(buf_str(&bytes), STR("plugins.yaml"), arena, &inner)) {
            p->paths.plugins = ARENA_JOIN(arena, path, STR("#plugins.yaml"));
            fs_overlay_put(&source->overlay, p->paths.plugins, inner);
        } else if (!take_plugins(p, source, arena, plugins) && s->plugin_map_count == 1) {
            take_plugins(p, source, arena, s->plugin_maps[0]);
        }
        prow_discover_beside(&d, source->fs, arena, path);
        if (!p->no_jobs)
            p->paths.jobs = d.paths.jobs;
        source->fs = &source->overlay.fs;
        p->discovered = true;
    }
    buf_free(&bytes);
    return ok;
}

static void name_candidates(struct buf *out, const char *what, const struct str *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s %.*s", i ? "," : what, STR_ARG(list[i]));
}

static bool nothing_found(const struct project *p, const struct discovery_search *s)
{
    struct buf words = { 0 };

    buf_put(&words, s->main_count || s->job_count ? STR("; candidates:") : STR(""));
    name_candidates(&words, " main file", s->mains, s->main_count);
    name_candidates(&words, s->main_count ? "; job files" : " job files", s->jobs, s->job_count);
    command_fail(p->args,
                 "found no Prow configuration in %s%.*s; say where it is with --config and --job-config, or in "
                 "prowgate.yaml",
                 p->root, STR_ARG(buf_str(&words)));
    buf_free(&words);
    return false;
}

/* No layout fits. */
static bool search(struct project *p, struct source *source, struct arena *arena, const struct args *args)
{
    struct discovery_search s;

    prow_discover_search(&s, source->fs, arena, STR("."), STR(""), true);
    if (s.main_count == 1 && take_config_map(p, source, arena, &s))
        return true;
    if (s.main_count == 0 && (take_own_jobs(p, source, arena, args) || (s.job_count && take_jobs_alone(p, source->fs))))
        return true;
    return nothing_found(p, &s);
}

static bool find_main(struct project *p, struct source *source, struct arena *arena, const struct args *args)
{
    bool named = p->paths.jobs.len || p->paths.plugins.len;
    struct discovery d;

    if (p->paths.config.len) {
        prow_discover_beside(&d, source->fs, arena, p->paths.config);
        complete(p, &d);
        return true;
    }
    prow_discover(&d, source->fs, arena);
    if (d.denied.operation && !named) {
        command_fail(args, "%.*s", STR_ARG(fs_error_text(&d.denied, arena)));
        return false;
    }
    if (d.found && choose_needed(args, &d))
        return false;
    if (d.found) {
        p->discovered = true;
        complete(p, &d);
        return true;
    }
    if (named)
        return true;
    if (p->paths.inrepo_count) {
        fputs("prowgate: found no central configuration: the in-repo files are judged alone\n", stderr);
        return true;
    }
    return p->has_pipelines || search(p, source, arena, args);
}

static void take_folder(struct arena *arena, struct str **list, size_t *count, struct str folder, size_t files,
                        const char *what)
{
    *list = ARENA_NEW(arena, struct str);
    **list = folder;
    *count = 1;
    fprintf(stderr, "prowgate: found %zu supplemental file%s *%s below %.*s\n", files, str_plural(files), what,
            STR_ARG(folder));
}

/* Supplemental files are read wherever they lie in the tree: without them, it is judged by half. */
static void find_supplemental(struct project *p, const struct fs *fs, struct arena *arena)
{
    struct prow_paths *paths = &p->paths;
    struct discovery_search s;

    if (paths->config.len == 0 || (paths->supplemental_config_count && paths->supplemental_plugins_count))
        return;
    prow_discover_search(&s, fs, arena, STR("."), paths->jobs, false);
    if (s.prowconfigs && paths->supplemental_config_count == 0)
        take_folder(arena, &paths->supplemental_config, &paths->supplemental_config_count, s.prowconfig, s.prowconfigs,
                    "_prowconfig.yaml");
    if (s.pluginconfigs && paths->supplemental_plugins_count == 0 && paths->plugins.len)
        take_folder(arena, &paths->supplemental_plugins, &paths->supplemental_plugins_count, s.pluginconfig,
                    s.pluginconfigs, "_pluginconfig.yaml");
}

bool project_discover(struct project *p, struct source *source, struct arena *arena, const struct args *args)
{
    struct prow_paths given = p->paths;

    if (source->kind != SOURCE_FOLDER && source->kind != SOURCE_GIT)
        return p->paths.config.len || p->paths.jobs.len || p->paths.plugins.len || find_main(p, source, arena, args);
    if (!find_main(p, source, arena, args))
        return false;
    if (!p->in_repo && (p->paths.config.len || given.jobs.len || given.plugins.len))
        tell(p, &given);
    find_supplemental(p, source->fs, arena);
    return true;
}
