/* host: what the server needs of the program around it: how a folder of the editor becomes a tree that is judged as
 * prowgate check judges it. */
#ifndef LSP_HOST_H
#define LSP_HOST_H

#include "engine/workspace.h"
#include "prow/own/own.h"
#include "prow/versions/deployed.h"

/* What a person chose in the editor; empty where nothing was chosen. */
struct lsp_settings {
    struct str deployed; /* a version in place of the one that is found */
    struct str project;  /* a project file, as --project names one */
    struct str baseline; /* a file of known findings, as --baseline names one */
};

/* A folder whose tree is judged. Everything belongs to the host, until it closes the folder. */
struct lsp_folder {
    struct str root; /* absolute: the folder that paths are relative to, which may lie above the one that was opened */
    struct workspace *workspace;
    const struct prow_paths *paths;
    const struct window *window;
    const struct deployed_component *components; /* by which versions it is judged, and where that is read */
    size_t component_count;
    struct str project_file; /* relative to root where it lies below; empty without one */
    struct str baseline;     /* absolute; empty without one */
    bool pipelines;          /* it has deployment pipelines */
    uint64_t pipeline_pin;   /* the version of ARO-Tools that they are written for (pipeline/pipeline.h) */
    void *opened;            /* the host's own */
};

struct lsp_host {
    void *context;
    const char *version; /* of prowgate */
    struct str folder;   /* the one to serve, whatever the client says; empty: the client's */
    /* False where no tree of Prow's or of pipelines is there, or it can't be judged; why gets the reason, in lines.
     * Where it is judged, why gets what is left out, in the same form: own rules that are not understood. */
    bool (*open)(void *context, struct str folder, const struct lsp_settings *settings, struct lsp_folder *f,
                 struct buf *why);
    void (*close)(void *context, struct lsp_folder *f);
    /* Adds the finding to the folder's baseline. False with the reason. */
    bool (*add_to_baseline)(void *context, const struct lsp_folder *f, const struct finding *known, struct buf *why);
    /* Begins what takes too long for the time between two keys, where something changed. Gives a descriptor that can be
     * read from once it is done, -1 where nothing is under way. */
    int (*begin)(void *context, const struct lsp_folder *f);
    /* Takes what came of it, waiting for it; true where the tree has to be judged again with that. */
    bool (*take)(void *context, const struct lsp_folder *f);
    /* What the tree as the editor has it does, compared with the commit that its files come from, in one line; false
     * where there is no such commit. */
    bool (*change)(void *context, const struct lsp_folder *f, struct buf *words);
};

#endif
