/* image_reference: names of container images, as the container runtime reads them (grammar of the OCI distribution's
 * package reference, which the kubelet asks before it pulls: a pod with another name ends in InvalidImageName). */
#ifndef RULES_PROW_JOB_IMAGE_REFERENCE_H
#define RULES_PROW_JOB_IMAGE_REFERENCE_H

#include "base/str.h"

/* The parts are slices of the text; tag and digest may be empty. */
struct image_reference {
    struct str name; /* registry.example:5000/folder/image */
    struct str tag, digest;
};

/* Splits a text into parts. False where it names no image: *fault says why, as the end of "it ...". */
bool image_reference_parse(struct str text, struct image_reference *out, const char **fault);

#endif
