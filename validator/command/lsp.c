#include "command/judged.h"

#include "command/baseline.h"
#include "command/lsp_pipelines.h"
#include "command/pipelines.h"
#include "command/tree_change.h"
#include "command/version.h"
#include "lsp/server.h"

#include <stdlib.h>
#include <unistd.h>

static const struct flag flags[] = {
    PROJECT_FLAGS,
    PIPELINE_FLAGS,
    { "baseline", FLAG_TEXT, "FILE", "findings listed there are known: they are not shown" },
    { "jobs", FLAG_NUMBER, "N", "files checked at once (default: the CPUs of this machine)" },
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

/* A folder of the editor while it is judged. It points into itself. */
struct lsp_opened {
    struct arena arena;
    struct args args; /* those of the command line, and what a person chose */
    struct complaint complaint;
    struct source source;
    struct project project;
    struct judged judged;
    struct workspace workspace;
    struct lsp_pipelines *pipelines; /* NULL where they are judged with the rest, or there are none */
    bool judging;
    bool without_own; /* own rules are not understood: why was complained of */
    bool newest;      /* no version is found: by the newest known, until somebody chooses */
};

static const struct flag *flag_named(const char *name)
{
    const struct flag *f = flags;

    while (strcmp(f->name, name))
        f++;
    return f;
}

/* A setting's path is meant from the folder. */
static struct str from_folder(struct lsp_opened *o, struct str folder, struct str path)
{
    return path.len && !str_starts(path, STR("/")) ? path_join(&o->arena, folder, path) : path;
}

static void choose(struct lsp_opened *o, const char *flag, struct str value)
{
    if (value.len)
        o->args.given[o->args.given_count++] = (struct given){ flag_named(flag), arena_copy(&o->arena, value) };
}

/* The command line, with the editor's settings behind it: the last word counts. */
static void set_args(struct lsp_opened *o, const struct args *args, struct str folder, const struct lsp_settings *s)
{
    o->args = *args;
    o->args.complaint = &o->complaint;
    o->args.given = ARENA_ARRAY(&o->arena, struct given, args->given_count + 3);
    o->args.given_count = 0;
    for (size_t i = 0; i < args->given_count; i++)
        if (s->deployed.len == 0 || strcmp(args->given[i].flag->name, "deployed"))
            o->args.given[o->args.given_count++] = args->given[i];
    choose(o, "deployed", s->deployed);
    choose(o, "project", from_folder(o, folder, s->project));
    choose(o, "baseline", from_folder(o, folder, s->baseline));
}

/* What check would say beyond what the files say. */
static void complete(void *context, struct workspace *w)
{
    struct lsp_opened *o = context;

    if (!judged_complete(&o->judged, &w->files.fs, &w->tree, &w->findings))
        findings_sort(&w->findings);
}

static struct str absolute(struct arena *a, struct str path)
{
    char *real = path.len ? realpath(path.p, NULL) : NULL;
    struct str out = real ? arena_copy(a, str_c(real)) : path;

    free(real);
    return out;
}

static void describe(struct lsp_opened *o, struct lsp_folder *f)
{
    struct str chosen = args_text(&o->args, "project", STR(""));

    *f = (struct lsp_folder){
        .root = absolute(&o->arena, str_c(o->project.root)),
        .workspace = &o->workspace,
        .paths = &o->project.paths,
        .window = &o->judged.deployed.window,
        .component_count = o->judged.deployed.count,
        .project_file = chosen.len            ? absolute(&o->arena, chosen)
                        : o->project.file.len ? STR("prowgate.yaml")
                                              : STR(""),
        .baseline = absolute(&o->arena, args_text(&o->args, "baseline", STR(""))),
        .pipelines = o->project.has_pipelines,
        .opened = o,
    };
    for (size_t i = 0; o->newest && i < o->judged.deployed.count; i++)
        o->judged.deployed.components[i].guess = true;
    f->pipeline_pin = UINT64_MAX; /* the newest that is known */
    f->components =
        pipelines_deployed(&o->project, o->source.fs, &o->arena, o->judged.deployed.components, &f->component_count);
    for (size_t i = 0; i < f->component_count; i++)
        if (str_eq(f->components[i].component, STR("templatize")) && version_time(f->components[i].version))
            f->pipeline_pin = version_time(f->components[i].version);
}

static bool open_tree(struct lsp_opened *o, struct str folder)
{
    unsigned threads;

    if (!project_open(&o->project, &o->source, &o->arena, &o->args, folder))
        return false;
    threads = judged_threads(&o->args);
    o->judging = threads != 0;
    if (o->judging)
        judged_begin(&o->judged, &o->args, &o->project, o->source.fs);
    if (o->source.kind != SOURCE_FOLDER)
        command_fail(&o->args, "an editor works on a folder, which \"%.*s\" is not", STR_ARG(folder));
    else if (o->judging &&
             judged_open_leniently(&o->judged, &o->arena, &o->args, &o->project, o->source.fs, &o->without_own)) {
        workspace_open(&o->workspace, o->source.fs, &o->project.paths, &o->judged.settings, threads);
        o->workspace.complete = complete;
        o->workspace.context = o;
        /* Own rules about them are not made for two threads. */
        if (o->project.has_pipelines && o->judged.own.count == 0)
            o->pipelines = lsp_pipelines_new(&o->judged, &o->workspace);
        return true;
    }
    if (o->judging)
        judged_free(&o->judged);
    source_close(&o->source);
    return false;
}

/* With the version that is found; where none is, an editor shows what the newest known would say, and calls it a
 * guess. */
static struct lsp_opened *open_by(const struct args *args, struct str folder, const struct lsp_settings *settings,
                                  bool newest, struct buf *why)
{
    struct lsp_opened *o = calloc(1, sizeof *o);
    struct lsp_settings chosen = *settings;

    if (!o)
        abort();
    o->newest = newest;
    if (newest)
        chosen.deployed = STR("latest");
    set_args(o, args, folder, &chosen);
    if (open_tree(o, arena_copy(&o->arena, folder)))
        return o;
    buf_reset(why);
    buf_put(why, command_complaint(&o->args));
    arena_free(&o->arena);
    free(o);
    return NULL;
}

static bool open_folder(void *context, struct str folder, const struct lsp_settings *settings, struct lsp_folder *f,
                        struct buf *why)
{
    const struct args *args = context;
    struct lsp_opened *o = open_by(args, folder, settings, false, why);

    if (!o && settings->deployed.len == 0 && !args_has(args, "deployed") && !args_has(args, "deployed-from"))
        o = open_by(args, folder, settings, true, why);
    if (o) {
        describe(o, f);
        if (o->without_own)
            buf_put(why, command_complaint(&o->args));
        return true;
    }
    if (why->len == 0)
        buf_put(why, STR("there is no Prow configuration that could be judged"));
    return false;
}

static void close_folder(void *context, struct lsp_folder *f)
{
    struct lsp_opened *o = f->opened;

    (void)context;
    lsp_pipelines_free(o->pipelines);
    workspace_close(&o->workspace);
    judged_free(&o->judged);
    source_close(&o->source);
    arena_free(&o->arena);
    free(o);
}

static bool add_to_baseline(void *context, const struct lsp_folder *f, const struct finding *known, struct buf *why)
{
    struct lsp_opened *o = f->opened;

    (void)context;
    if (baseline_add(&o->args, f->baseline.p, known))
        return true;
    buf_put(why, command_complaint(&o->args));
    return false;
}

static int begin(void *context, const struct lsp_folder *f)
{
    struct lsp_opened *o = f->opened;

    (void)context;
    return o->pipelines && lsp_pipelines_begin(o->pipelines) ? lsp_pipelines_done(o->pipelines) : -1;
}

static bool take(void *context, const struct lsp_folder *f)
{
    struct lsp_opened *o = f->opened;

    (void)context;
    return o->pipelines && lsp_pipelines_take(o->pipelines);
}

static bool change(void *context, const struct lsp_folder *f, struct buf *words)
{
    const struct lsp_opened *o = f->opened;
    const struct tree_change c = { f->root,
                                   f->paths,
                                   &f->workspace->files.fs,
                                   &o->judged.settings,
                                   &o->judged.deployed.window,
                                   f->workspace->threads };

    (void)context;
    return tree_change_words(&c, words);
}

static enum exit_status lsp(struct arena *arena, const struct args *args)
{
    struct lsp_host host = {
        .context = (void *)(uintptr_t)args,
        .version = PROWGATE_VERSION,
        .open = open_folder,
        .close = close_folder,
        .add_to_baseline = add_to_baseline,
        .begin = begin,
        .take = take,
        .change = change,
    };
    char *root = args->word_count ? realpath(args->words[0].p, NULL) : NULL;

    if (args->word_count && !root)
        return command_fail(args, "an editor works on a folder, which \"%.*s\" is not", STR_ARG(args->words[0]));
    if (root)
        host.folder = arena_copy(arena, str_c(root));
    free(root);
    return lsp_serve(&host, STDIN_FILENO, STDOUT_FILENO) ? EXIT_PASS : EXIT_REJECT;
}

const struct command command_lsp = {
    .name = "lsp",
    .words = "[ROOT]",
    .summary = "Serve an editor on standard input and output (Language Server Protocol)",
    .note = "Without ROOT, the folders that the editor opens are served.",
    .flags = flags,
    .most_words = 1,
    .run = lsp,
};
