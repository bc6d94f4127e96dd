/* format_k8s: the named formats of Kubernetes: format.dns1123Label(), ... */
#ifndef CEL_FORMAT_K8S_H
#define CEL_FORMAT_K8S_H

#include "cel/opaque.h"

/* Length of the pattern that its cost is estimated by. */
uint64_t cel_format_pattern_size(const struct cel_format *f);

#endif
