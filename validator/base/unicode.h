/* unicode: classes of code points as Go's unicode package (Unicode 15.0) sorts them. */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include "base/str.h"

/* unicode.IsLetter: general category L. */
bool unicode_is_letter(uint32_t cp);
/* unicode.IsDigit: general category Nd. */
bool unicode_is_digit(uint32_t cp);
/* unicode.IsPrint and strconv.IsPrint: categories L, M, N, P and S, and of the spaces only U+0020. */
bool unicode_is_print(uint32_t cp);
/* unicode.IsSpace: property White_Space. */
bool unicode_is_space(uint32_t cp);

#endif
