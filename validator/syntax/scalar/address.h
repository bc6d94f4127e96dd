/* address: IP addresses as Go's net/netip reads them; a URL names one in brackets. */
#ifndef SYNTAX_SCALAR_ADDRESS_H
#define SYNTAX_SCALAR_ADDRESS_H

#include "base/arena.h"

/* netip.ParseAddr: dotted IPv4, or IPv6 with an optional %zone. *v4 tells which. On refusal false, with
 * Go's words in *error: `ParseAddr("x"): unable to parse IP`. */
bool address_parse(struct str in, bool *v4, struct arena *a, struct str *error);

#endif
