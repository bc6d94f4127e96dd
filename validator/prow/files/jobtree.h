/* jobtree: which files Prow reads below a path, and what it passes over in silence or stumbles on. One walk
 * for all four kinds of trees it knows (fact sheet 1.3 to 1.7). */
#ifndef PROW_FILES_JOBTREE_H
#define PROW_FILES_JOBTREE_H

#include "base/fs.h"

enum jobtree_kind {
    JOBTREE_JOBS,    /* --job-config-path: config.ReadJobConfig */
    JOBTREE_CONFIG,  /* --supplemental-prow-config-dir: config.loadConfig */
    JOBTREE_PLUGINS, /* --supplemental-plugin-config-dir: plugins.ConfigAgent.Load */
    JOBTREE_IN_REPO, /* .prow/ or .prow.yaml of a repository: config.ReadProwYAML */
};

/* How a tree is read. Those below are Prow's at its newest; a caller that judges by an older one changes its
 * copy. */
struct jobtree_rules {
    enum jobtree_kind kind;
    struct str suffix; /* CONFIG and PLUGINS read what ends in it; an empty one is every file, or for PLUGINS none */
    bool yml;          /* files that end in .yml too (since 2018-08-23) */
    bool ignore_files; /* .prowignore counts (since 2021-12-14) */
    bool unique_names; /* no two files may have one name (since 2018-06-30) */
    bool all_of_name;  /* the second file of a name is said, and read all the same */
    bool folder;       /* .prow/ is looked for (since 2021-06-03) */
};

extern const struct jobtree_rules jobtree_jobs, jobtree_config, jobtree_plugins, jobtree_in_repo;

enum jobtree_notice_kind {
    JOBTREE_ROOT_MISSING,              /* the path itself can not be looked at */
    JOBTREE_ROOT_DOTDOT,               /* its name starts with "..": nothing is read */
    JOBTREE_ROOT_SYMLINK,              /* it is a link to a directory: nothing is read */
    JOBTREE_NO_FILES,                  /* a directory, and nothing in it to read */
    JOBTREE_UNREADABLE_ENTRY,          /* a directory, link or name that can not be looked into */
    JOBTREE_DUPLICATE_BASENAME,        /* related: the file that has the name already */
    JOBTREE_SYMLINKED_DIR_SKIPPED,     /* never entered */
    JOBTREE_YAML_NAMED_SYMLINK_TO_DIR, /* is read as a file */
    JOBTREE_DANGLING,                  /* a link to nothing */
    JOBTREE_SPECIAL_FILE,              /* pipe, socket or device: Prow waits for it or fails */
    JOBTREE_DOTDOT_SKIPPED,            /* not read as its name starts with "..", and no part of a ConfigMap mount */
    JOBTREE_WRONG_CASE_EXTENSION,      /* .YAML and the like, or .yml where it does not count yet: not read */
    JOBTREE_IGNORE_FILE_UNREADABLE,    /* counts as not there */
    JOBTREE_IGNORE_LINE_DROPPED,       /* counts as not there */
    JOBTREE_IGNORE_PANIC,              /* related: the file that was asked for */
    JOBTREE_IGNORE_HANG,               /* related: the file that was asked for; Prow never finishes */
    JOBTREE_IN_REPO_NOT_DIRECTORY,     /* .prow is a file */
    JOBTREE_IN_REPO_SHADOWED,          /* .prow.yaml beside .prow/ is not read */
};

struct jobtree_notice {
    enum jobtree_notice_kind kind;
    struct str path;    /* what it is about */
    struct str related; /* see the kinds; empty for most */
    struct str error;   /* what Prow says or logs, in full; empty where it says nothing */
    uint32_t line;      /* in an ignore file, from 1; 0 elsewhere */
    bool refuses;       /* Prow fails to load because of it */
    size_t before;      /* so many of the files come first, where Prow lists its errors in order */
};

struct jobtree_file {
    struct str path;
    uint64_t size; /* bytes, once jobtree_measure was asked */
};

struct jobtree {
    enum jobtree_kind kind;
    struct str root;            /* as it was given */
    struct jobtree_file *files; /* in the order in which Prow reads them; their paths as Prow prints them */
    struct jobtree_notice *notices;
    size_t count, notice_count;
    size_t ignored;  /* files that a .prowignore hides */
    bool single;     /* the root is a file (IN_REPO: .prow.yaml), which is read whatever its name */
    bool file_alone; /* single, and the words are of versions that looked for no folder */
    bool stopped;    /* Prow ends here: what follows in the tree was not looked at */
};

/* Looks through root; for JOBTREE_IN_REPO that is the directory of the repository. Everything lives in the
 * arena. No file but .prowignore is opened: one that fails later is worded by jobtree_read_error. */
void jobtree_read(struct jobtree *t, struct arena *a, const struct fs *fs, struct str root,
                  const struct jobtree_rules *rules);

/* Looks up how many bytes each file has; one that can not be looked at has 0. */
void jobtree_measure(struct jobtree *t, const struct fs *fs);

/* What Prow says when the file path of this tree can not be read, or not be decoded, for that reason. */
struct str jobtree_read_error(const struct jobtree *t, struct arena *a, struct str path, struct str reason);
struct str jobtree_decode_error(const struct jobtree *t, struct arena *a, struct str path, struct str reason);

#endif
