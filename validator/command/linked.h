/* linked: the tree on the other side of the link between deployment pipelines and Prow: --prow TREE, where pipelines are
 * judged, --pipelines TREE, where Prow's jobs are. */
#ifndef COMMAND_LINKED_H
#define COMMAND_LINKED_H

#include "command/sides.h"
#include "delta/link.h"

/* Flags of commands that judge one tree, and of those that compare. */
#define LINKED_FLAGS                                                                                                   \
    { "prow", FLAG_TEXT, "TREE", "Prow's configuration, where the jobs stand that gates of pipelines start" },         \
    {                                                                                                                  \
        "pipelines", FLAG_TEXT, "TREE", "deployment pipelines whose gates start jobs of this tree"                     \
    }

/* Zeroed before it is opened. It points into itself. */
struct linked {
    bool open;
    enum link_view view;
    struct opened_side other;
    struct version version;
    struct window window;   /* of that version alone */
    struct prow_tree lists; /* of --prow: only its facts are read, into its arena */
    struct rollout rollout; /* of --pipelines */
    struct str mount;       /* what stands before the other tree's paths: "prow:/" */
    struct fs_mount fs;
};

/* Opens the tree that a flag or the project file of the judged tree names, if one does, and mounts it beside *fs, which is
 * then the two together; people read its paths as they gave it. False with a complaint on stderr. Closed with
 * linked_close in either case. */
bool linked_open(struct linked *l, struct arena *arena, const struct args *args, struct project *judged,
                 const struct fs **fs);
void linked_close(struct linked *l);

/* Holds the gates against the jobs. tree: what the judged tree's pipelines say (--prow; NULL where it has none), or its
 * jobs, by fs and paths or as they were saved (--pipelines). */
struct linked_tree {
    const struct rollout *rollout;
    const struct fs *fs;
    const struct prow_paths *paths;
    const struct window *window;
    const struct delta_side *saved; /* instead of fs and paths; or NULL */
};
void linked_check(struct linked *l, const struct linked_tree *tree, const struct rule_settings *settings,
                  struct findings *out);

#endif
