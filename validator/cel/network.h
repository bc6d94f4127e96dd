/* network: addresses and networks as texts. */
#ifndef CEL_NETWORK_H
#define CEL_NETWORK_H

#include "cel/opaque.h"

/* An address without a zone that is no IPv4 address in IPv6's clothes. False with the library's words. */
bool cel_ip_read(struct arena *a, struct str s, struct cel_ip *ip, struct str *error);
/* The same of a network; Kubernetes has other words. */
bool cel_cidr_read(struct arena *a, struct str s, bool kubernetes, struct cel_ip *net, struct str *error);

#endif
