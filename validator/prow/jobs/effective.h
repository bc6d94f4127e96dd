/* effective: a job exactly as one version of Prow holds it once it is loaded: defaults, decoration with all its layers,
 * presets, prowjob defaults (finalizeJobConfig; fact sheet 2.2 to 2.4 and 3.2). Below it, each value knows where it
 * comes from and what it took the place of. Nothing is worked out before it is asked for; what many jobs share, the
 * entries of defaults and the presets, is decoded once. */
#ifndef PROW_JOBS_EFFECTIVE_H
#define PROW_JOBS_EFFECTIVE_H

#include "prow/files/config.h"
#include "prow/jobs/job.h"
#include "prow/presets/preset_value.h"
#include "schema/govalue.h"

enum origin_kind {
    ORIGIN_JOB,     /* written at the job */
    ORIGIN_PRESET,  /* a preset adds it */
    ORIGIN_DEFAULT, /* an entry of the defaults of decoration, or of prowjob_default_entries */
    ORIGIN_CONFIG,  /* another setting of the main file, in place of what the job leaves out */
    ORIGIN_PROW,    /* Prow's own default, as the schema of the field states it */
};

struct origin {
    enum origin_kind kind;
    const struct prow_file *file; /* NULL for Prow's own */
    struct str what;              /* for people: "plank.default_decoration_config_entries[2]"; empty for a job */
};

/* An entry of defaults, and what it decodes to. */
struct effective_layer {
    const struct default_entry *entry;
    struct origin origin;
    struct govalue *value; /* NULL while nobody asked, and where it is null or refused */
    bool asked;
};

/* How one version makes jobs of a tree. One thread. */
struct effective {
    struct arena *arena;
    const struct version *version;
    struct window window; /* that version alone */
    struct go_window go;
    struct prow_config config;
    struct effective_layer *decoration, *prowjob; /* as in config */
    struct preset_value *presets;
    size_t preset_count;
    struct origin of_prow, of_config;
    bool fills_base, fills_context, fills_decorate, presets_inrepo;
};

/* For jobs of a tree with this main file, NULL for none, and these central presets, which all outlive e. */
void effective_init(struct effective *e, struct arena *a, const struct prow_file *main, const struct preset *presets,
                    size_t preset_count, const struct version *version);

/* One job in effect. */
struct effective_job {
    enum job_kind kind;
    struct str repo; /* the key it is listed under; empty for periodics */
    const struct prow_file *file;
    const struct node *node;
    struct govalue *value; /* NULL where the version refuses the job: */
    struct str error;      /* in Prow's words */
    const struct prow_file *error_file;
    const struct node *error_at; /* or NULL */
};

/* Makes the job in effect of what j was read from, in a; own are presets that only its repository's jobs get. False
 * where the version refuses it. */
bool effective_read(struct effective *e, struct arena *a, const struct job *j, struct preset_value *own,
                    size_t own_count, struct effective_job *out);

/* Its canonical JSON: json.Marshal of the job, keys sorted. Scratch memory in a. */
void effective_json(const struct effective *e, const struct effective_job *job, struct arena *a, struct buf *out);

/* Decodes a node of the file into a value of this type as this version does, in a; NULL, with Go's words and the place,
 * where it refuses. */
struct govalue *effective_decode(const struct effective *e, struct arena *a, const struct prow_file *f,
                                 const struct node *n, const struct go_type *type, const struct origin *origin,
                                 struct str *error, const struct node **at);

/* What decorates the job of this repo on this cluster: the entries that apply, then own, each over those before it
 * (DecorationConfig.ApplyDefault). NULL where there is nothing. The rest belongs to effective.c. */
struct govalue *effective_decoration(struct effective *e, struct arena *a, struct str repo, struct str cluster,
                                     struct govalue *own);
/* The same for prowjob_defaults; never NULL, as the version knows the type. */
struct govalue *effective_prowjob(struct effective *e, struct arena *a, struct str repo, struct str cluster,
                                  struct govalue *own, const struct go_type *type);

/* A copy of v that says what it took the place of. */
struct govalue *effective_over(struct arena *a, const struct govalue *v, const struct govalue *over);

#endif
