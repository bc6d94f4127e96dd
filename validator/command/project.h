/* project: what prowgate.yaml and the flags say, and where nobody says anything, what discovery finds. */
#ifndef COMMAND_PROJECT_H
#define COMMAND_PROJECT_H

#include "base/path.h"
#include "command/source.h"
#include "pipeline/check.h"
#include "prow/files/tree.h"
#include "prow/own/own.h"
#include "rule/runner.h"

struct rule_override {
    struct str id;
    enum severity severity;
    bool is_use;                   /* an entry with parameters; otherwise it changes the severity of all entries */
    const struct node *parameters; /* a checked mapping in the project file; NULL without one */
};

struct project {
    const struct args *args; /* of the run, for complaints; NULL without */
    const char *root;        /* the tree that paths are relative to, for messages */
    struct seen_root seen;   /* that tree from the working directory, where it is a folder */
    bool resolved;           /* see struct source */
    struct str file;         /* the project file, for messages; empty when there is none */
    struct str text;         /* what it says; empty likewise */
    bool named;              /* what is read now was named by --project: it may lead out of the tree */
    struct prow_paths paths;
    bool discovered;      /* the main file comes from discovery */
    bool no_jobs;         /* that there are none is meant */
    bool in_repo;         /* the tree is a repository with jobs of its own, and no Prow configuration */
    struct str *versions; /* deployed, as written; empty when they are to be found */
    size_t version_count;
    struct str *deployed_from; /* globs below the root */
    size_t deployed_from_count;
    struct rule_override *rules; /* project file first, then flags: the last word counts */
    size_t rule_count, rule_cap;
    const struct node *own_rules; /* own-rules: of the project file, checked when they are read; NULL without */
    struct str own_source;        /* what that was read from */
    struct str *skippable;        /* guards that may be skipped under CI */
    size_t skippable_count;
    struct {
        struct str url, file, command;
        int64_t soak; /* nanoseconds */
        bool given;
    } confirm; /* gate: { confirm: ... }, which counts only in a file that is named by --project; given: in another */
    /* What a repository with jobs of its own is judged by: the project of that tree, which also says which versions are
     * deployed where nobody said it here; its files stand under PROJECT_CENTRAL in this one. NULL without --central. */
    const struct project *central;
    const struct fs *central_fs;
    /* The tree on the other side of the link between pipelines and Prow, which only a file that is named by --project may
     * say; empty where none does. */
    struct str linked_prow, linked_pipelines;
    bool has_pipelines; /* a topology is named, or stands where one usually does */
    struct pipeline_paths pipelines;
};

/* The name under which the tree of --central stands. */
#define PROJECT_CENTRAL "central:"

/* Flags that every command with a tree understands; a command's own table begins with them. */
#define PROJECT_FLAGS                                                                                                  \
    { "project", FLAG_TEXT, "FILE",                                                                                    \
      "a project file that counts before the tree's own, and may lead out of the tree" },                              \
        { "deployed", FLAG_LIST, "VERSION", "judge by this deployed version: vYYYYMMDD-commit, or latest" },           \
        { "deployed-from", FLAG_LIST, "GLOB", "read the deployed versions from these files of the tree" },             \
        { "config", FLAG_TEXT, "FILE", "Prow's main configuration file" },                                             \
        { "job-config", FLAG_TEXT, "PATH", "job file or folder of job files" },                                        \
        { "no-jobs", FLAG_SWITCH, NULL, "that there is no job here is meant" },                                        \
        { "plugins", FLAG_TEXT, "FILE", "plugin configuration" },                                                      \
        { "supplemental-config", FLAG_LIST, "DIR", "folder with *_prowconfig.yaml files" },                            \
        { "supplemental-plugins", FLAG_LIST, "DIR", "folder with *_pluginconfig.yaml files" },                         \
        { "repo", FLAG_TEXT, "ORG/REPO", "the repository whose own jobs (.prow.yaml) the tree holds" },                \
        { "central", FLAG_TEXT, "TREE",                                                                                \
          "judge those jobs by this Prow configuration: a folder, git:REV, a URL of deck" },                           \
        { "inrepo", FLAG_LIST, "ORG/REPO=PATH", "also check the .prow.yaml of this checkout" },                        \
        { "checkout", FLAG_LIST, "ORG/REPO=PATH", "a checkout for rules that ask what a repository holds" },           \
        { "clusters", FLAG_TEXT, "FILE", "build clusters: plank's status file, or a list of names" },                  \
        { "github-app-orgs", FLAG_TEXT, "FILE", "list of the organizations where the GitHub app is installed" },       \
        { "required-job-annotations", FLAG_LIST, "NAME", "an annotation that every job must have" },                   \
    {                                                                                                                  \
        "rule", FLAG_LIST, "ID=SEVERITY", "off, info, warning or error for one rule"                                   \
    }

/* Completes the paths that neither flags nor the project file name with what is found in the tree, and says on stderr what
 * was taken. False with a complaint there when nothing is found, or several control planes. Of project_find; defined in
 * project_discover.c. */
bool project_discover(struct project *p, struct source *source, struct arena *arena, const struct args *args);

/* Whether the tree has deployment pipelines and nothing of Prow: no version of Prow matters to it then. */
bool project_has_only_pipelines(const struct project *p);

/* Whether the tree holds jobs of a repository itself, and which repository that is: --repo, or git's remote "origin"; empty
 * where neither says it. In project_discover.c. */
bool project_has_own_jobs(const struct fs *fs);
struct str project_own_repo(const struct source *source, struct arena *arena, const struct args *args);
/* project_find without --central. */
bool project_find_alone(struct project *p, struct source *source, struct arena *arena, const struct args *args);
/* What --central says, of project_find: opens that tree, which the source closes, and takes the paths from there. False
 * with a complaint. In project_central.c. */
bool project_find_central(struct project *p, struct source *source, struct arena *arena, const struct args *args);

/* Finds the project file upwards from the source's root, which becomes the folder where it stands, in the same
 * repository and of the same owner; one that lies elsewhere is named on stderr and not obeyed. Then the one that --project
 * names, which alone may lead out of the tree, has the word before it. Applies the flags
 * and completes by discovery what neither names. What was taken by discovery is said on stderr. False, with one
 * complaint on stderr for each reason, when nothing can be decided: a project file that is not understood, nothing
 * found, several control planes, a snapshot. The source stays open. */
bool project_find(struct project *p, struct source *source, struct arena *arena, const struct args *args);
/* Only the project file, where there is one: the paths stay as it says. False with a complaint on stderr. */
bool project_file_find(struct project *p, struct source *source, struct arena *arena);
/* Opens the source first. On success it is open, and closed with source_close. */
bool project_open(struct project *p, struct source *source, struct arena *arena, const struct args *args,
                  struct str root);

/* Where there is no tree, as with a snapshot: only what the flags say of versions and rules. False with a complaint. */
bool project_of_flags(struct project *p, struct arena *arena, const struct args *args);
/* The same with the text of a project file that was saved; empty for none. */
bool project_of_saved(struct project *p, struct arena *arena, const struct args *args, struct str text);

/* Reads the team's own rules: of the project file, of the files that it names, and of .prowgate/rules. Whatever is wrong
 * in them is told on stderr, with its place, and gives false. own is freed by the caller in any case. */
bool project_own_rules(const struct project *p, struct own_rules *own, struct arena *arena, const struct fs *fs);

/* Every rule at its own severity, those on that facts at hand ask for, then the project's overrides. False, with a
 * complaint, for an unknown rule. own may be NULL for who runs none: then what is said of own rules is passed over. */
bool project_rule_settings(const struct project *p, struct rule_settings *s, struct arena *arena,
                           const struct window *window, const struct own_rules *own);

#endif
