/* decoration: what a job's decoration_config comes to, layer over layer (fact sheet 2.3). */
#ifndef PROW_JOBS_DECORATION_H
#define PROW_JOBS_DECORATION_H

#include "prow/files/config.h"

/* Layers from the most general default to the job's own; a later layer wins field by field, each kind of field
 * with its own idea of what "set" means (DecorationConfig.ApplyDefault). */
struct decoration {
    const struct node **layers;
    size_t count; /* 0: the job has none (nil in Prow) */
};

/* own is the job's decoration_config or NULL. With decorate false, own stands alone, as written. */
void decoration_init(struct decoration *d, struct arena *a, const struct prow_config *c, bool decorate,
                     const struct node *own, struct str repo, struct str cluster);

/* Whether these are the defaults that apply to all jobs, with nothing on top that checks look at. */
bool decoration_is_common(const struct decoration *d, const struct common_decoration *common);

/* A pointer field of Go: set when it is there and not null, so an empty string counts. NULL when unset. */
const struct node *decoration_get(const struct decoration *d, struct str field);
/* A list that counts as unset when empty: ssh_key_secrets, ssh_host_fingerprints, ... */
const struct node *decoration_list(const struct decoration *d, struct str field);
/* A text inside a group (utility_images, gcs_configuration) where empty means unset. */
const struct node *decoration_text(const struct decoration *d, struct str group, struct str field);

#endif
