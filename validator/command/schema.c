#include "command/command.h"
#include "command/schema_tools.h"
#include "command/version.h"
#include "command/window.h"

#include "base/nearest.h"
#include "prow/files/typed.h"
#include "schema/export.h"

static const struct flag flags[] = {
    { "deployed", FLAG_LIST, "VERSION",
      "the schema for this deployed version: vYYYYMMDD-commit, v0.0.0-TIME-commit, or latest" },
    { "deployed-from", FLAG_LIST, "GLOB", "read the deployed versions from these files of the tree" },
    { "config", FLAG_TEXT, "FILE", "Prow's main configuration file, beside which the versions may stand" },
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

static const struct kind {
    const char *name, *file, *type, *title;
    bool as_it_is; /* as in struct schema_export */
} kinds[] = {
    { "config", "prow/config", "Config", "Main configuration of Prow", false },
    { "jobs", "prow/jobs", "JobConfig", "Job file of Prow", false },
    { "plugins", "prow/plugins", "Configuration", "Plugin configuration of Prow", false },
    { "prow_yaml", "prow/prow_yaml", "ProwYAML", ".prow.yaml", false },
    { "pod", "kubernetes/pod", "PodSpec", "Pod spec of a job", true },
};
enum { KIND_COUNT = COUNT_OF(kinds) };

#define KIND_NAMES "config, jobs, plugins, prow_yaml, pod, pipeline, topology or pipeline-config"

static const struct kind *kind_find(struct str name)
{
    if (str_eq(name, STR("prow-yaml")))
        name = STR("prow_yaml");
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (str_eq(name, str_c(kinds[i].name)))
            return &kinds[i];
    return NULL;
}

static enum exit_status unknown_kind(struct str name)
{
    const char *best = NULL;
    size_t least = SIZE_MAX;

    static const char *const tools[] = { "pipeline", "topology", "pipeline-config" };

    for (size_t i = 0; i < KIND_COUNT; i++)
        if (nearest_better(name, str_c(kinds[i].name), &least))
            best = kinds[i].name;
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (nearest_better(name, str_c(tools[i]), &least))
            best = tools[i];
    return command_fail(NULL, "schema: there is no schema of \"%.*s\"%s%s%s; it is one of " KIND_NAMES, STR_ARG(name),
                        best ? "; did you mean " : "", best ? best : "", best ? "?" : "");
}

/* Versions from the flags need no tree; otherwise they are those that check finds. */
static bool find_window(struct deployed_window *d, struct arena *arena, const struct args *args)
{
    struct project p = { 0 };
    struct source source;
    bool ok;

    if (args_has(args, "deployed")) {
        p.versions = ARENA_ARRAY(arena, struct str, args->given_count);
        while (args_nth(args, "deployed", p.version_count, &p.versions[p.version_count]))
            p.version_count++;
        return deployed_window_find(d, arena, &p, NULL);
    }
    if (!project_open(&p, &source, arena, args, args->word_count > 1 ? args->words[1] : STR("."))) {
        command_fail(args,
                     "schema: without a tree, say which version of Prow runs with --deployed vYYYYMMDD-commit, or "
                     "--deployed latest");
        return false;
    }
    ok = deployed_window_find(d, arena, &p, source.fs);
    source_close(&source);
    return ok;
}

/* "v20250203-1234567, v20250206-7654321". */
static struct str name_versions(const struct deployed_window *d, struct arena *arena, const char *between)
{
    struct str names = STR("");

    for (size_t i = 0; i < d->window.count; i++)
        names = ARENA_JOIN(arena, names, str_c(i ? between : ""), d->versions[i].text);
    return names;
}

static void warn_newer(const struct deployed_window *d, struct arena *arena)
{
    for (size_t i = 0; i < d->window.count; i++)
        if (d->versions[i].newer)
            fprintf(stderr,
                    "prowgate: deployed %.*s is newer than the newest version that prowgate knows; this is the schema "
                    "of %.*s\n",
                    STR_ARG(d->versions[i].text), STR_ARG(version_tag(version_newest().latest, arena)));
}

static void print_schema(const struct kind *k, const struct deployed_window *d, struct arena *arena)
{
    struct typed_window window;
    struct buf out = { 0 };

    typed_window_init(&window, arena, &d->window);
    schema_export(&out,
                  &(struct schema_export){
                      .root = go_type_find(k->file, k->type),
                      .window = &window.go,
                      .versions = window.deployed,
                      .as_it_is = k->as_it_is,
                      .title = arena_printf(arena, "%s, %.*s", k->title, STR_ARG(name_versions(d, arena, " and "))),
                      .comment = arena_printf(arena, "prowgate %s: schema %s --deployed %.*s", PROWGATE_VERSION,
                                              k->name, STR_ARG(name_versions(d, arena, " --deployed "))),
                  });
    fwrite(out.p, 1, out.len, stdout);
    buf_free(&out);
}

static enum exit_status schema(struct arena *arena, const struct args *args)
{
    const struct kind *k = args->word_count ? kind_find(args->words[0]) : NULL;
    struct deployed_window deployed;

    if (args->word_count == 0)
        return command_fail(args, "schema: say of what: " KIND_NAMES);
    if (schema_tools_meant(args))
        return schema_tools_print(arena, args);
    if (!k)
        return unknown_kind(args->words[0]);
    if (!find_window(&deployed, arena, args))
        return EXIT_UNDECIDED;
    warn_newer(&deployed, arena);
    print_schema(k, &deployed, arena);
    return EXIT_PASS;
}

const struct command command_schema = {
    .name = "schema",
    .words = "KIND [ROOT]",
    .summary = "Print the schema of one kind of file, of Prow or of pipelines, as plain JSON Schema",
    .flags = flags,
    .most_words = 2,
    .run = schema,
};
