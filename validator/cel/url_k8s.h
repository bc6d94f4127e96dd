/* url_k8s: url.ParseRequestURI, which Kubernetes reads URLs with. */
#ifndef CEL_URL_K8S_H
#define CEL_URL_K8S_H

#include "cel/opaque.h"

/* False with Go's words. */
bool cel_url_read(struct arena *a, struct str s, struct cel_url *url, struct str *error);

#endif
