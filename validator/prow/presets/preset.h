/* preset: env, volumes, mounts and tolerations for every job that has the preset's labels (fact sheet 3). */
#ifndef PROW_PRESETS_PRESET_H
#define PROW_PRESETS_PRESET_H

#include "base/fingerprint.h"
#include "base/map.h"
#include "prow/files/file.h"

/* What a preset adds, and what a job already has. */
enum pod_part { POD_ENV, POD_VOLUMES, POD_MOUNTS, POD_TOLERATIONS };

/* "env variable", "volume", "volume mount", "toleration". */
const char *pod_part_name(enum pod_part part);

struct preset {
    const struct prow_file *file; /* alive as long as the preset */
    const struct node *node;
    struct str name;           /* preset_name */
    const struct node *labels; /* mapping or NULL: without labels it matches every job that has a pod spec */
    uint64_t label_bits;       /* label_bits of its labels */
    const struct node *parts[POD_TOLERATIONS + 1]; /* its lists, by enum pod_part */
    size_t per_pod, per_container;                 /* entries of its lists: once a pod, once a container */
    size_t index;                                  /* in its file's list */
    struct fingerprint given;                      /* preset_fingerprint, for the many jobs that it is merged into */
};

/* One entry of a list of the pod spec after merging. */
struct pod_item {
    const struct node *node;
    const struct node *name;      /* the node that names it; NULL without a name, and for tolerations */
    const struct prow_file *file; /* where it stands */
    const struct preset *preset;  /* NULL: the job's own */
    const struct pod_item *clash; /* the first earlier one that Prow takes for the same; NULL without one */
};

/* What the jobs of one file may still get from presets, in presets and entries of their lists (base/limits.h). */
struct preset_share {
    size_t left;
    bool spent; /* a job would have got more: it and all later ones are taken as having no presets */
};

struct job;

/* The lists of a job's pod spec, merged when they are first asked for. */
struct pod {
    const struct node **containers;
    size_t container_count;
    struct pod_list {
        struct pod_item *items;
        size_t count;
        bool merged;
        struct map by_name;                /* of long lists, what comes first of each name; empty for others */
    } volumes, tolerations, *env, *mounts; /* the latter by container */
};

/* The pod of a spec with nothing merged yet; in the arena. */
struct pod *pod_new(struct arena *a, const struct node *spec);

/* Reads the presets of a file into *presets (arena, growing from count, capacity cap). */
void presets_read(struct arena *a, const struct prow_file *f, struct preset **presets, size_t *count, size_t *cap);

/* Whether a job with these labels gets the preset (mergePreset's first loop). */
bool preset_matches(const struct preset *p, const struct node *job_labels);
/* A bit for each key of a mapping. A preset whose bits are not all among the job's can't match. */
uint64_t label_bits(const struct node *labels);

/* The text of a label value as Go has it after decoding: a bare number or boolean was made a string. */
struct str preset_label_value(struct arena *a, const struct node *value);

/* The preset by its labels, as people write them: `preset-x: "true"`, joined by commas; "without labels". */
struct str preset_name(struct arena *a, const struct preset *p);

/* Where the job asks for the preset: its label, or the job itself for a preset without labels. */
struct place preset_asked_at(const struct job *j, const struct preset *p);

/* A list of the job's pod spec with what its presets append, in Prow's order: the job's own first. container is the
 * place in spec.containers for POD_ENV and POD_MOUNTS. Returns how many, 0 without a pod spec; the array lives as long
 * as the job. */
size_t pod_list(const struct job *j, enum pod_part part, size_t container, struct pod_item **items);

/* The first earlier entry that Prow takes for the same as items[i], or NULL: env, volumes and mounts by name (the
 * mount path plays no part), tolerations by all fields. */
const struct pod_item *pod_list_clash(const struct pod_item *items, size_t i);

/* The first entry of that list with the name, or NULL; not for tolerations. Lists of any length take no longer. */
const struct pod_item *pod_list_find(const struct job *j, enum pod_part part, size_t container, struct str name);

#endif
