/* urlescape: percent escapes in the parts of a URL, as Go's net/url has them. */
#ifndef SYNTAX_SCALAR_URLESCAPE_H
#define SYNTAX_SCALAR_URLESCAPE_H

#include "base/arena.h"

enum url_part { URL_PATH, URL_HOST, URL_ZONE, URL_USER, URL_FRAGMENT };

/* Decodes the escapes of a part. On refusal false, with Go's words in *error: `invalid URL escape "%zz"`,
 * or in a host or zone `invalid character "{" in host name`. Without escapes *out is s itself. */
bool url_unescape(struct str s, enum url_part part, struct arena *a, struct str *out, struct str *error);

/* Encodes what may not stand in a part. s itself when there is nothing to encode. */
struct str url_escape(struct str s, enum url_part part, struct arena *a);

/* Go's validEncoded: whether s could have been written so in a path or fragment. */
bool url_encoded(struct str s, enum url_part part);

#endif
