/* base64: RFC 4648, standard alphabet. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/arena.h"

/* Decodes s into the arena; line breaks are passed over, padding may be missing. False for any other character. */
bool base64_decode(struct arena *a, struct str s, struct str *bytes);
/* Encodes bytes on one line, padded, in the arena. */
struct str base64_encode(struct arena *a, struct str bytes);

#endif
