/* drill_incidents: known incidents in miniature, each made from the user's own last good tree. */
#ifndef COMMAND_DRILL_INCIDENTS_H
#define COMMAND_DRILL_INCIDENTS_H

#include "command/args.h"
#include "prow/files/tree.h"

/* A file of the tree that holds jobs. */
struct drill_file {
    struct str path; /* below the tree */
    size_t size;
};

struct drill {
    const struct args *args;
    struct arena *arena;
    const char *self, *scratch, *good, *good_state, *output; /* paths */
    const char *tree, *state;                                /* of the incident that is played */
    struct str config, jobs;                                 /* below the tree */
    struct drill_file *files;                                /* with jobs, largest first */
    size_t file_count, file_cap;
};

/* How the gate is called for one. */
struct drill_play {
    const char *flags[8];
    size_t flag_count;
    bool own_version; /* the flags say what is deployed, whatever the user said */
    bool full_disk;
    /* Of an incident after the pass: what happens to the folder with the candidate before gate --confirm is asked. */
    bool (*then)(const struct drill *d, struct drill_play *play);
};

struct incident {
    const char *name, *what;
    /* Makes it in d->tree and d->state. False with why it can't be played with this tree. */
    bool (*prepare)(const struct drill *d, struct drill_play *play, struct str *why);
};

/* Ends with one without a name. */
extern const struct incident drill_incidents[];

/* Copies the tree to d->good, and notes its files. */
bool drill_take(struct drill *d, const struct fs *fs, const struct prow_paths *paths);
bool drill_folder(const char *path);
/* The bytes of a file, in the arena; empty where it can't be read. */
struct str drill_read(const struct drill *d, const char *path);

#endif
