/* decoration_check: whether a decoration is complete and sound (DecorationConfig.Validate, fact sheet 4.7).
 * Prow looks at one step after the other and tells the first that fails; each step is a rule here. */
#ifndef PROW_JOBS_DECORATION_SOUNDNESS_H
#define PROW_JOBS_DECORATION_SOUNDNESS_H

#include "prow/jobs/job_report.h"

enum decoration_step {
    DECORATION_IMAGES,        /* utility_images is there */
    DECORATION_IMAGE_MISSING, /* and names all four images */
    DECORATION_GCS,           /* gcs_configuration is there */
    DECORATION_SECRET,        /* and a secret, until 2021-01-22 */
    DECORATION_BUCKET,
    DECORATION_MEDIA_TYPE,
    DECORATION_STRATEGY,
    DECORATION_DEFAULT_REPO,
    DECORATION_OAUTH_SSH,
    DECORATION_STEPS,
};

struct decoration_fault {
    const struct node *node; /* the value at fault; NULL where something is missing */
    size_t layer;            /* of the decoration that the value stands in */
    struct str path;         /* of the value or of what is missing: gcs_configuration.bucket */
    struct str what;         /* to follow "the decoration of job X " */
    struct str says;         /* Prow's words */
};

/* What is wrong with one step, as far as some version of the window looks at it; how many faults, in the
 * arena. A step that builds on one that fails finds nothing. */
size_t decoration_faults(struct arena *a, const struct window *w, const struct decoration *d, enum decoration_step step,
                         struct decoration_fault **faults);

/* Reports what one step finds wrong with the job's decoration: at its own decoration_config, or at the job
 * where a default is at fault, with the default beside it. */
void decoration_check_job(struct check *c, const struct job *j, enum decoration_step step);
/* The same for the step of the rule: .with is an enum decoration_step. */
void decoration_check_step(struct check *c, const struct job *j);

/* Says whether the defaults that apply to all jobs are sound by themselves. Before any job is checked. */
void decoration_check_common(struct prow_config *c, struct arena *a, const struct window *w);

/* Whether Prow looks at the decoration of the job: it has one, and a container to decorate. */
bool decoration_is_checked(const struct window *w, const struct job *j);

/* Whether every version of the window refuses a tree with a decorated job unless plank has a default
 * decoration. */
bool decoration_default_is_needed(const struct window *w);

#endif
