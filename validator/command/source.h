/* source: a tree in any of the forms that a user may give it in (INTERFACE.md):
 *
 *     DIRECTORY                    "./git:x" for one whose name looks like another form
 *     git:REV, git:REV:FOLDER      a commit in the repository of the working directory; nothing is checked out
 *     prow-state:FILE              the YAML that Prow's status-reconciler saves
 *     configmap:FILE, configmap:-  what `kubectl get configmap -o json` prints
 *     http://..., https://...      deck's /config, with its /plugin-config where there is one; the latter alone; or any
 *                                  main file of Prow's
 *     snapshot:FILE                prowgate's own saved state, which holds no files: whoever takes it opens it
 */
#ifndef COMMAND_SOURCE_H
#define COMMAND_SOURCE_H

#include "command/args.h"
#include "prow/files/tree.h"
#include "source/fs_git.h"
#include "source/fs_memory.h"
#include "source/fs_mount.h"
#include "source/fs_overlay.h"

enum source_kind { SOURCE_FOLDER, SOURCE_GIT, SOURCE_PROW_STATE, SOURCE_CONFIG_MAP, SOURCE_URL, SOURCE_SNAPSHOT };

/* It points into itself, so it stays where it was opened. */
struct source {
    const struct args *args; /* of the run, for complaints */
    enum source_kind kind;
    struct str given;    /* as the user wrote it */
    struct str name;     /* for messages: as given, without a URL's query; changed by source_up */
    struct str file;     /* of a snapshot: its file */
    struct str revision; /* of a commit: what names it */
    const struct fs *fs; /* the tree; NULL for a snapshot */
    /* Defaults and presets were applied before it was written: rules about how jobs are written have nothing to judge,
     * and would see collisions that are none. */
    bool resolved;
    /* Which files it holds, where its form tells; empty for a folder and a commit. */
    struct prow_paths paths;
    /* One of these is behind fs. */
    struct fs_disk disk;
    struct fs_git git;
    struct fs_memory memory;
    struct fs_overlay overlay; /* around one of them, where a file of the tree is a ConfigMap that holds Prow's */
    struct source *central;    /* the configuration that this repository is judged by (--central); NULL without one */
    struct fs_mount mount;     /* both, then */
    struct buf bytes, more;    /* what the files in memory are slices of */
};

/* Opens what the user gave; FETCH_FLAGS among args say how a URL is fetched. Texts live in the arena, which outlives
 * the source. False, with a complaint on stderr, when it is not there, can't be read, or is not whole; whatever else is
 * wrong in it is for rules. On success closed with source_close. */
bool source_open(struct source *s, struct arena *arena, const struct args *args, struct str given);
void source_close(struct source *s);

/* Whether its form is one file that holds the main configuration and every job. */
bool source_is_one_file(const struct source *s);

/* Makes the folder so many levels above the root, which is there. */
bool source_up(struct source *s, struct arena *arena, unsigned levels);

/* The forms that are one file: reads, looks whether all of it is there, and makes a tree of it. False with a complaint
 * on stderr. Of source_open; defined in source_files.c. */
bool source_read_state(struct source *s, struct arena *arena, struct str file);
bool source_read_config_map(struct source *s, struct arena *arena, struct str file);
bool source_fetch(struct source *s, struct arena *arena, const struct args *args);

#endif
