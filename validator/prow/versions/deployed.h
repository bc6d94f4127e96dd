/* deployed: which versions of Prow run now, read from where real repositories record them: the manifests of the
 * control plane, the utility images in the main file, the image of the checkconfig job (fact sheet
 * deployed-versions). */
#ifndef PROW_VERSIONS_DEPLOYED_H
#define PROW_VERSIONS_DEPLOYED_H

#include "base/fs.h"
#include "rule/runner.h"

/* Which component runs which version, and where that was read. */
struct deployed_component {
    struct str component; /* "hook"; empty when a flag gave only the version */
    struct str version;
    struct place at; /* file is empty when a flag said it */
    bool guess;      /* nothing says that it runs: utility images hint at it, or it is the newest that is known */
};

/* One image of a Prow component found in a file. */
struct deployed_image {
    struct str component; /* "hook", "clonerefs", ... */
    struct str version;   /* "v20260821-a61940897" */
    struct place at;      /* the version in its file */
    bool overrides;       /* a kustomization sets it, whatever the manifests below say */
};

struct deployed {
    struct deployed_image *images; /* by file and line */
    size_t count, cap;
    /* Images of components that load the configuration, with a tag or digest that names no version. */
    struct deployed_image *untagged;
    size_t untagged_count, untagged_cap;
    bool
        guess; /* after deployed_reduce: only utility images are left, which need not run what the control plane does */
    struct str unreadable; /* the error of a file that could not be read; empty when all could */
};

/* Every image of a known Prow component in the text (image references NAME/COMPONENT:vYYYYMMDD-commit), from
 * whichever registry. What other tools of the same registries are called does not count, nor what stands in a comment.
 * Texts are copied into the arena; file outlives them. */
void deployed_scan(struct deployed *d, struct arena *a, struct str file, struct str text);
/* The versions that a kustomization sets: images[] with the name (or newName) of a known component and a newTag.
 * A file that is no YAML has none. */
void deployed_scan_kustomization(struct deployed *d, struct arena *a, struct str file, struct str text);

/* The versions of Helm values and the like: a mapping with a tag (tag, newTag, version) beside the image that it belongs to
 * (repository, image, name), or below a key that is a component's name. A file that is no YAML has none. */
void deployed_scan_values(struct deployed *d, struct arena *a, struct str file, struct str text);
/* Looks into every file below root that may be a manifest or values of a chart; not below the folder of jobs, whose
 * images run no control plane. */
void deployed_scan_tree(struct deployed *d, struct arena *a, const struct fs *fs, struct str root, struct str jobs);
/* Looks into one file of the tree, whatever it is. */
void deployed_scan_file(struct deployed *d, struct arena *a, const struct fs *fs, struct str path);

/* Of an image by the last element of its name: the component, without what own builds put before it. */
struct str deployed_component_name(struct str image);
/* Whether an image of this name is of a component that loads the configuration. */
bool deployed_loads(struct str image);
/* Whether the text is "vYYYYMMDD-commit" and nothing else. */
bool deployed_is_version(struct str s);
void deployed_add(struct deployed *d, struct arena *a, const struct deployed_image *image);

/* Looks into the files that match the glob ("*" and "?" within a name, "**" for any folders). False when no file
 * matches. */
bool deployed_from_glob(struct deployed *d, struct arena *a, const struct fs *fs, struct str glob);

/* Looks where the versions usually stand: manifests beside the main file; else the places where real repositories keep
 * theirs; else any manifest of the tree, those below the main file's folder before others; else the utility images in
 * the main file. Finds nothing when there are none. jobs is the folder of job files, or empty. */
void deployed_discover(struct deployed *d, struct arena *a, const struct fs *fs, struct str config, struct str jobs);

/* Whether a component is among them that loads the configuration; else there are only utility images, which tell what
 * the control plane runs as long as both are kept in step. */
bool deployed_has_control_plane(const struct deployed *d);

/* The first component that runs an image of unknown version and no other; NULL when there is none. Nothing can be
 * decided for it. */
const struct deployed_image *deployed_unknown(const struct deployed *d);

/* Drops all but one image of a component and version; what a kustomization overrides; what only stands in a starter
 * manifest, the sample for newcomers, where others say what runs; and, where control plane components are among them,
 * the utility images, which read no configuration. Without any, leaves the version that most utility images have, as a
 * guess. */
void deployed_reduce(struct deployed *d);

/* What there is to say about the versions themselves: different ones at once, one newer than any known. */
void deployed_report(const struct window *w, const struct rule_settings *s, struct findings *out);

#endif
