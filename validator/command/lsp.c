#include "command/judged.h"
#include "lsp/server.h"

#include <stdlib.h>
#include <unistd.h>

static const struct flag flags[] = {
    PROJECT_FLAGS,
    { "jobs", FLAG_NUMBER, "N", "files checked at once (default: the CPUs of this machine)" },
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

static enum exit_status serve_tree(const struct args *args, const struct judged *j, const char *root)
{
    unsigned threads = judged_threads(args);
    struct workspace workspace;
    bool clean;

    if (!threads)
        return EXIT_UNDECIDED;
    workspace_open(&workspace, j->fs, &j->project->paths, &j->settings, threads);
    clean = lsp_serve(&(struct lsp_tree){ &workspace, str_c(root) }, STDIN_FILENO, STDOUT_FILENO);
    workspace_close(&workspace);
    return clean ? EXIT_PASS : EXIT_REJECT;
}

static enum exit_status lsp(struct arena *arena, const struct args *args)
{
    struct str given = args->word_count ? args->words[0] : STR(".");
    enum exit_status status = EXIT_UNDECIDED;
    struct source source;
    struct project project;
    struct judged judged;
    char *root;

    if (!project_open(&project, &source, arena, args, given))
        return EXIT_UNDECIDED;
    judged_begin(&judged, args, &project, source.fs);
    root = source.kind == SOURCE_FOLDER ? realpath(project.root, NULL) : NULL;
    if (!root)
        status = command_fail(args, "an editor works on a folder, which \"%.*s\" is not", STR_ARG(given));
    else if (judged_open(&judged, arena, args, &project, source.fs))
        status = serve_tree(args, &judged, root);
    free(root);
    judged_free(&judged);
    source_close(&source);
    return status;
}

const struct command command_lsp = {
    .name = "lsp",
    .words = "[ROOT]",
    .summary = "Serve an editor on standard input and output (Language Server Protocol)",
    .flags = flags,
    .most_words = 1,
    .run = lsp,
};
