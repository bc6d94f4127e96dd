/* graph: the steps of deployment pipelines and which waits for which, for people to look at. */
#include "report/graph.h"

#include "base/nearest.h"
#include "command/fetch.h"
#include "command/judged.h"
#include "command/pipelines.h"

#include <errno.h>

static const struct flag flags[] = {
    { "format", FLAG_TEXT, "NAME", "dot (default), mermaid or html" },
    { "context", FLAG_TEXT, "CLOUD/ENV/REGION", "draw it there, or with /STAMP (default: the first that is whole)" },
    { "before", FLAG_TEXT, "TREE", "draw what changed since: a folder, git:REV" },
    PROJECT_FLAGS,
    PIPELINE_FLAGS,
    FETCH_FLAGS,
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

static const struct format {
    const char *name;
    void (*put)(struct buf *out, const struct drawing *d);
} formats[] = {
    { "dot", graph_put_dot },
    { "mermaid", graph_put_mermaid },
    { "html", graph_put_html },
};

static const struct format *format_of(const struct args *args)
{
    struct str name = args_text(args, "format", STR("dot"));

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (str_eq(name, str_c(formats[i].name)))
            return &formats[i];
    command_fail(args, "graph: --format is dot, mermaid or html, not \"%.*s\"", STR_ARG(name));
    return NULL;
}

/* Whether a word names a tree: a pipeline is a file, a service group or an entrypoint, never a folder. */
static bool is_tree(struct str word, struct arena *arena)
{
    struct fs_disk disk;
    struct fs_error e;

    if (str_has(word, STR("://")) || str_starts(word, STR("git:")))
        return true;
    if (!fs_disk_open(&disk, arena_copy(arena, word).p, &e))
        return false;
    fs_disk_close(&disk);
    return true;
}

static bool draw_project(struct drawing *d, struct arena *arena, const struct args *args, const struct project *project,
                         const struct fs *fs, struct str what)
{
    struct drawing_question q = { what, args_text(args, "context", STR("")) };
    struct rule_settings settings;
    struct window window = { 0 };
    struct str error = { "", 0 };
    bool ok;

    if (!project->has_pipelines)
        return command_fail(args, "%s: there are no pipelines: no topology stands here, and --topology names none",
                            project->root) == EXIT_PASS;
    ok = project_rule_settings(project, &settings, arena, &window, NULL);
    if (ok && !drawing_make(d, &q, fs, &project->pipelines, &settings, arena, &error))
        ok = command_fail(args, "%s: %.*s", project->root, STR_ARG(error)) == EXIT_PASS;
    return ok;
}

static bool draw_tree(struct drawing *d, struct arena *arena, const struct args *args, struct str root, struct str what)
{
    struct source *source = ARENA_NEW(arena, struct source);
    struct project *project = ARENA_NEW(arena, struct project);
    bool ok;

    if (!project_open(project, source, arena, args, root))
        return false;
    ok = draw_project(d, arena, args, project, source->fs, what);
    source_close(source);
    return ok;
}

static enum exit_status print(const struct format *format, const struct drawing *d)
{
    struct buf out = { 0 };
    bool written;

    format->put(&out, d);
    written = fwrite(out.p, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
    buf_free(&out);
    if (written)
        return EXIT_PASS;
    return command_fail(NULL, "graph: the drawing could not be written: %s", strerror(errno));
}

static enum exit_status graph(struct arena *arena, const struct args *args)
{
    const struct format *format = format_of(args);
    struct str what = args->word_count ? args->words[0] : STR(""), root = STR("."),
               before = args_text(args, "before", STR(""));
    struct drawing after, old, both;

    if (!format)
        return EXIT_UNDECIDED;
    if (args->word_count > 1) {
        root = args->words[1];
    } else if (what.len && is_tree(what, arena)) {
        root = what;
        what = STR("");
    }
    if (!draw_tree(&after, arena, args, root, what))
        return EXIT_UNDECIDED;
    if (before.len && !draw_tree(&old, arena, args, before, what))
        return EXIT_UNDECIDED;
    if (before.len)
        drawing_compare(&both, &old, &after, arena);
    else
        both = after;
    drawing_arrange(&both, arena);
    return print(format, &both);
}

const struct command command_graph = {
    .name = "graph",
    .words = "[PIPELINE] [ROOT]",
    .summary = "Draw deployment pipelines: what waits for what, the longest way, what a change does",
    .note =
        "PIPELINE is a pipeline's file, a service group (or its end: Region) or an entrypoint; without one, all that\n"
        "the topology deploys is drawn. Steps with findings are marked. The longest way counts what every step may\n"
        "take at most, with its attempts and the pauses between them.\n"
        "\n"
        "  A page to look around in:         prowgate graph --format html > graph.html\n"
        "  What does my branch change?       prowgate graph --before git:main --format html > change.html\n"
        "  A picture for a review:           prowgate graph Region --format mermaid\n"
        "  With Graphviz:                    prowgate graph | dot -Tsvg > graph.svg\n"
        "\n"
        "Exit status: 0 drawn; 2 nothing could be drawn.",
    .flags = flags,
    .most_words = 2,
    .run = graph,
};
