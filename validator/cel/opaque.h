/* opaque: values that only functions can look into: addresses, quantities, URLs, versions, named formats. */
#ifndef CEL_OPAQUE_H
#define CEL_OPAQUE_H

#include "cel/value.h"
#include "syntax/scalar/quantity.h"
#include "syntax/scalar/url.h"

struct cel_ip {
    uint8_t bytes[16];
    bool v4;
    int bits; /* of a network's prefix; -1 for an address */
};

struct cel_semver {
    uint64_t major, minor, patch;
    struct str pre, build; /* without "-" and "+" */
};

struct cel_format;

/* CEL_OPAQUE_URL. */
struct cel_url {
    struct url url;
    struct str text; /* as Go prints it */
};

const struct cel_type *cel_opaque_type(const struct cel_value *v);
bool cel_opaque_equal(const struct cel_value *a, const struct cel_value *b);
/* As string() of it gives, and as the recorded suites write it. */
struct str cel_opaque_text(struct arena *a, const struct cel_value *v);

/* netip.Addr.String. */
struct str cel_ip_text(struct arena *a, const struct cel_ip *ip);
/* semver precedence: -1, 0, 1. */
int cel_semver_compare(const struct cel_semver *a, const struct cel_semver *b);
struct str cel_format_name(const struct cel_format *f);

#endif
