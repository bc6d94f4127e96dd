#include "command/checkconfig.h"

#include "base/path.h"
#include "base/pool.h"

#include <string.h>

enum { MOST_THREADS = 64 };

#define UNUSED "taken and not used: prowgate asks no network"

const struct flag checkconfig_flags[] = {
    { "cache-dir-base", FLAG_TEXT, "string", UNUSED },
    { "checkout", FLAG_LIST, "value", "ours: ORG/REPO=PATH, a checkout for verify-owners-presence (repeat)" },
    { "clusters", FLAG_TEXT, "string", "ours: file with the build clusters, for validate-cluster-field" },
    { "color", FLAG_TEXT, "string", "ours: auto, always or never (default \"auto\")" },
    { "config-path", FLAG_TEXT, "string", "Prow's main configuration file; has to be given" },
    { "deployed", FLAG_LIST, "value",
      "ours: judge as this version of Prow does, vYYYYMMDD-commit (default: the newest "
      "known; repeat)" },
    { "exclude-warning", FLAG_LIST, "value", "a warning that does not run (repeat)" },
    { "expensive-checks", FLAG_SWITCH, NULL, "run every warning that there is, beside the default ones" },
    { "format", FLAG_TEXT, "string", "ours: text, or log for one JSON object a line (default: text on a terminal)" },
    { "gcs-credentials-file", FLAG_TEXT, "string", UNUSED },
    { "git-signing-key-path", FLAG_TEXT, "string", UNUSED },
    { "github-allowed-burst", FLAG_NUMBER, "int", UNUSED },
    { "github-app-id", FLAG_TEXT, "string",
      "with -github-app-private-key-path, runs validate-github-app-installation" },
    { "github-app-orgs", FLAG_TEXT, "string", "ours: file with the organizations where the GitHub app is installed" },
    { "github-app-private-key-path", FLAG_TEXT, "string", "see -github-app-id; the file is not read" },
    { "github-client.backoff-timeout", FLAG_DURATION, "duration", UNUSED },
    { "github-client.initial-delay", FLAG_DURATION, "duration", UNUSED },
    { "github-client.max-404-retries", FLAG_NUMBER, "int", UNUSED },
    { "github-client.max-retries", FLAG_NUMBER, "int", UNUSED },
    { "github-client.request-timeout", FLAG_DURATION, "duration", UNUSED },
    { "github-endpoint", FLAG_LIST, "value", UNUSED },
    { "github-graphql-endpoint", FLAG_TEXT, "string", UNUSED },
    { "github-host", FLAG_TEXT, "string", UNUSED },
    { "github-hourly-tokens", FLAG_NUMBER, "int", UNUSED },
    { "github-throttle-org", FLAG_LIST, "value", UNUSED },
    { "github-token-path", FLAG_TEXT, "string", "verify-owners-presence wants it; the file is not read" },
    { "in-repo-config-cache-size", FLAG_NUMBER, "int", UNUSED },
    { "include-default-warnings", FLAG_SWITCH, NULL, "run the default warnings beside those given with -warnings" },
    { "job-config-path", FLAG_TEXT, "string", "job file, or folder of job files" },
    { "jobs", FLAG_NUMBER, "int", "ours: files checked at once (default: the CPUs of this machine)" },
    { "moonraker-address", FLAG_TEXT, "string", UNUSED },
    { "plugin-config", FLAG_TEXT, "string", "plugin configuration; without it nothing about plugins is checked" },
    { "prow-yaml-path", FLAG_TEXT, "string", "the .prow.yaml of the repository to check; only its folder counts" },
    { "prow-yaml-repo-name", FLAG_TEXT, "string", "ORG/REPO whose own .prow.yaml or .prow/ is checked, too" },
    { "required-job-annotations", FLAG_LIST, "value", "an annotation that every job must have (repeat)" },
    { "s3-credentials-file", FLAG_TEXT, "string", UNUSED },
    { "strict", FLAG_SWITCH, NULL, "warnings reject, too" },
    { "supplemental-plugin-config-dir", FLAG_LIST, "value", "folder of further plugin configuration (repeat)" },
    { "supplemental-plugin-configs-filename-suffix", FLAG_TEXT, "string",
      "how its files end (default "
      "\"_pluginconfig.yaml\")" },
    { "supplemental-prow-config-dir", FLAG_LIST, "value", "folder of further main configuration (repeat)" },
    { "supplemental-prow-configs-filename", FLAG_TEXT, "string", "the old name of the next flag" },
    { "supplemental-prow-configs-filename-suffix", FLAG_TEXT, "string",
      "how its files end (default "
      "\"_prowconfig.yaml\")" },
    { "warnings", FLAG_LIST, "value", "a warning to run instead of the default ones (repeat)" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

static void list(struct arena *arena, const struct args *args, const char *flag, struct str **all, size_t *count)
{
    struct str value;

    *count = 0;
    *all = ARENA_ARRAY(arena, struct str, args->given_count);
    while (args_nth(args, flag, *count, &value))
        (*all)[(*count)++] = value;
}

/* Two names for one variable: the last one on the command line counts. */
static struct str config_suffix(const struct args *args)
{
    struct str suffix = { NULL, 0 };

    for (size_t i = 0; i < args->given_count; i++)
        if (str_starts(str_c(args->given[i].flag->name), STR("supplemental-prow-configs-filename")))
            suffix = args->given[i].value;
    return suffix;
}

/* Only the folder of the file counts (fact sheet 1.6). */
static void read_inrepo(struct prow_paths *p, struct arena *arena, const struct args *args)
{
    struct str path = args_text(args, "prow-yaml-path", STR(""));
    struct str repo = args_text(args, "prow-yaml-repo-name", STR(""));
    struct str dir = path_dir_part(path);

    if (repo.len == 0)
        return;
    while (dir.len > 1 && str_ends(dir, STR("/")))
        dir.len--;
    p->inrepo = ARENA_NEW(arena, struct inrepo_source);
    *p->inrepo = (struct inrepo_source){ repo, dir.len ? dir : STR(".") };
    p->inrepo_count = 1;
    p->inrepo_by_checkconfig = true;
}

static bool read_checkouts(struct fact_paths *f, struct arena *arena, const struct args *args, struct str *error)
{
    struct str *all, repo, path;
    size_t count;

    list(arena, args, "checkout", &all, &count);
    f->checkouts = ARENA_ARRAY(arena, struct inrepo_source, count);
    for (size_t i = 0; i < count; i++) {
        if (!str_cut(all[i], '=', &repo, &path) || !str_has(repo, STR("/")) || path.len == 0) {
            *error =
                arena_printf(arena, "invalid options: --checkout wants ORG/REPO=PATH, not \"%.*s\"", STR_ARG(all[i]));
            return false;
        }
        f->checkouts[f->checkout_count++] = (struct inrepo_source){ repo, path };
    }
    return true;
}

static void read_paths(struct prow_paths *p, struct arena *arena, const struct args *args)
{
    p->config = args_text(args, "config-path", STR(""));
    p->jobs = args_text(args, "job-config-path", STR(""));
    p->plugins = args_text(args, "plugin-config", STR(""));
    p->config_suffix = config_suffix(args);
    p->plugins_suffix = args_text(args, "supplemental-plugin-configs-filename-suffix", (struct str){ NULL, 0 });
    list(arena, args, "supplemental-prow-config-dir", &p->supplemental_config, &p->supplemental_config_count);
    list(arena, args, "supplemental-plugin-config-dir", &p->supplemental_plugins, &p->supplemental_plugins_count);
    list(arena, args, "required-job-annotations", &p->required_annotations, &p->required_annotation_count);
    p->facts.clusters = args_text(args, "clusters", STR(""));
    p->facts.github_app_orgs = args_text(args, "github-app-orgs", STR(""));
    read_inrepo(p, arena, args);
}

/* The names of given flags that change nothing, each once. */
static struct str name_unused(struct arena *arena, const struct args *args)
{
    struct str names = STR("");

    for (const struct flag *f = args->flags; f->name; f++)
        if (strcmp(f->help, UNUSED) == 0 && args_has(args, f->name))
            names = arena_printf(arena, "%.*s%s-%s", STR_ARG(names), names.len ? ", " : "", f->name);
    return names;
}

static bool read_versions(struct checkconfig_options *o, struct arena *arena, const struct args *args,
                          struct str *error)
{
    struct str latest = STR("latest"), *given;
    size_t count;

    list(arena, args, "deployed", &given, &count);
    return count ? deployed_window_of(&o->deployed, arena, given, count, error)
                 : deployed_window_of(&o->deployed, arena, &latest, 1, error);
}

static struct str valid_warnings(struct arena *arena, const struct window *w)
{
    struct str names = STR("");

    for (size_t i = 0; i < warning_count; i++)
        if (warning_exists(&warnings[i], w))
            names = arena_printf(arena, "%.*s%s%s", STR_ARG(names), names.len ? " " : "", warnings[i].name);
    return names;
}

/* options.DefaultAndValidate of checkconfig. */
static bool validate(const struct checkconfig_options *o, struct arena *arena, const struct args *args,
                     struct str *error)
{
    if (o->paths.config.len == 0) {
        *error = STR("invalid options: --config-path is mandatory");
        return false;
    }
    if (args_text(args, "prow-yaml-path", STR("")).len && args_text(args, "prow-yaml-repo-name", STR("")).len == 0) {
        *error = STR("invalid options: --prow-yaml-repo-path requires --prow-yaml-repo-name to be set");
        return false;
    }
    for (size_t i = 0; i < o->warning_count; i++) {
        const struct warning *w = warning_find(o->warnings[i]);
        if (w && warning_exists(w, &o->deployed.window))
            continue;
        *error = arena_printf(arena, "invalid options: no such warning \"%.*s\", valid warnings: [%.*s]",
                              STR_ARG(o->warnings[i]), STR_ARG(valid_warnings(arena, &o->deployed.window)));
        return false;
    }
    return true;
}

static bool read_ours(struct checkconfig_options *o, struct arena *arena, const struct args *args, struct str *error)
{
    struct str format = args_text(args, "format", STR("text")), color = args_text(args, "color", STR("auto"));

    o->threads = args_has(args, "jobs") ? args_number(args, "jobs", 0) : pool_cpus();
    if (o->threads == 0 || o->threads > MOST_THREADS)
        *error = arena_printf(arena, "--jobs takes 1 to %d", MOST_THREADS);
    else if (!str_eq(format, STR("text")) && !str_eq(format, STR("log")))
        *error = arena_printf(arena, "--format is text or log, not \"%.*s\"", STR_ARG(format));
    else if (!str_eq(color, STR("auto")) && !str_eq(color, STR("always")) && !str_eq(color, STR("never")))
        *error = arena_printf(arena, "--color is auto, always or never, not \"%.*s\"", STR_ARG(color));
    else
        return read_checkouts(&o->paths.facts, arena, args, error);
    return false;
}

bool checkconfig_options_read(struct checkconfig_options *o, struct arena *arena, const struct args *args,
                              struct str *error, bool *undecided)
{
    *o = (struct checkconfig_options){
        .defaults_too = goflag_on(args, "include-default-warnings"),
        .expensive = goflag_on(args, "expensive-checks"),
        .strict = goflag_on(args, "strict"),
        .github_app = args_text(args, "github-app-id", STR("")).len &&
                      args_text(args, "github-app-private-key-path", STR("")).len,
        .github_token = args_text(args, "github-token-path", STR("")).len,
        .unused = name_unused(arena, args),
    };
    *undecided = true;
    *error = STR("");
    read_paths(&o->paths, arena, args);
    list(arena, args, "warnings", &o->warnings, &o->warning_count);
    list(arena, args, "exclude-warning", &o->excluded, &o->excluded_count);
    if (!read_versions(o, arena, args, error) || !read_ours(o, arena, args, error))
        return false;
    *undecided = false;
    return validate(o, arena, args, error);
}

static bool names(const struct str *all, size_t count, const struct warning *w)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(all[i], str_c(w->name)))
            return true;
    return false;
}

bool checkconfig_runs(const struct checkconfig_options *o, const struct warning *w)
{
    bool with_defaults = o->warning_count == 0 || o->defaults_too;

    if (!warning_exists(w, &o->deployed.window) || (w->wants_plugins && o->paths.plugins.len == 0) ||
        names(o->excluded, o->excluded_count, w))
        return false;
    if (o->github_app && str_eq(str_c(w->name), STR("validate-github-app-installation")))
        return true;
    if (with_defaults && (o->expensive || w->class == WARNING_DEFAULT))
        return true;
    return names(o->warnings, o->warning_count, w);
}
