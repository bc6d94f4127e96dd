/* asks: what a job asks of others by name, beyond what its summary says anyway: labels, which may bring presets, images,
 * secrets, ConfigMaps, further repositories. Copied when the job is at hand, for the index of the whole tree
 * (prow/index/names.h). */
#ifndef PROW_INDEX_ASKS_H
#define PROW_INDEX_ASKS_H

#include "base/map.h"
#include "prow/jobs/job.h"

/* What has names that other files may ask for. What "of" a name and the value of a use are is said at each; both are
 * empty otherwise. */
enum name_kind {
    NAME_ORG,
    NAME_REPO,       /* "org/repo", or a Gerrit URL */
    NAME_BRANCH,     /* of: its repository. As it is written: a job's are patterns */
    NAME_CONTEXT,    /* of: its repository, or of policies the organization, or nothing where it holds for all */
    NAME_JOB,        /* of: its repository; of a periodic nothing */
    NAME_LABEL,      /* a label's key; value: the label's. Jobs ask by them for presets, presets answer to them */
    NAME_PRESET,     /* its labels, as preset_name has them; who uses one gets it */
    NAME_CLUSTER,    /* defaults applied: "default" where a job names none */
    NAME_IMAGE,      /* without tag and digest; value: those, from ":" or "@" on */
    NAME_PLUGIN,     /* of: the organization or repository that it is on for */
    NAME_SECRET,     /* value: what mounts or reads it: "volume", "env", "envFrom", "decoration" */
    NAME_CONFIG_MAP, /* the same */
    NAME_CHANGED_FILE, /* of: the job's repository. A file with folder and suffix that a pattern for changed files names whole:
                        * ^a/b\.yaml$, or an alternative of such; value: the field */
    NAME_KINDS
};

/* One name that a job asks for. Texts live as long as its summary. */
struct job_ask {
    enum name_kind kind;
    struct str of, name, value;
    struct span span; /* where in the job's file */
};

/* What a job asks for, into s; texts and array live in a. words has the texts that were copied already, so that what
 * many jobs of a file say is there once; it lives shorter than a may. */
void job_asks_read(struct job_summary *s, struct arena *a, struct map *words, const struct job *j);

/* A text of the arena a that equals this one. */
struct str word_of(struct arena *a, struct map *words, struct str text);

/* Cuts an image into its name and what follows: tag, digest. */
void image_split(struct str image, struct str *name, struct str *version);

/* Calls tell for each secret and ConfigMap that volumes name, and a container's env and envFrom; how is the value of
 * such a use. Any of the nodes may be NULL. */
typedef void told_name(void *context, enum name_kind kind, const char *how, const struct node *name);
void volumes_tell(const struct node *volumes, told_name *tell, void *context);
void env_tells(const struct node *env, told_name *tell, void *context);

#endif
