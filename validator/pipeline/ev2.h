/* ev2: EV2's central configuration (schemas/pipeline/ev2.yaml): what .ev2 is in a configuration file. */
#ifndef PIPELINE_EV2_H
#define PIPELINE_EV2_H

#include "syntax/tape.h"

/* The whole of it, in a; never NULL but where the data itself is broken. */
const struct node *ev2_read(struct arena *a);

/* The values of a region laid over those of its cloud, in a. NULL with upstream's words in *error when the cloud or the
 * region is unknown. */
const struct node *ev2_resolve(const struct node *ev2, struct str cloud, struct str region, struct arena *a,
                               struct str *error);

#endif
