/* goquote: texts as Go's standard library quotes, trims and reads them. Error messages of Go libraries are
 * full of %q, and users search for the exact message. */
#ifndef SYNTAX_SCALAR_GOQUOTE_H
#define SYNTAX_SCALAR_GOQUOTE_H

#include "base/arena.h"

/* strconv.Quote, which is also %q of a string (base's arena_quote, by the name that the checkers use). */
struct str go_quote(struct arena *a, struct str s);

/* The quoting of package time: bytes outside ASCII and below U+0020 as \xNN, '"' and '\' with a backslash. */
struct str go_time_quote(struct arena *a, struct str s);

/* strings.TrimLeftFunc(s, unicode.IsSpace) and strings.TrimSpace. */
struct str go_trim_left(struct str s);
struct str go_trim_space(struct str s);

/* unicode.ToLower where the result is ASCII; other code points are given back as they are. Two code points
 * beyond ASCII become letters: U+0130 and U+212A. */
uint32_t go_lower_ascii(uint32_t cp);
/* strings.ToLower for comparison with ASCII: the above for every code point. */
struct str go_lower(struct arena *a, struct str s);

enum go_int { GO_INT_OK, GO_INT_SYNTAX, GO_INT_RANGE };

/* strconv.ParseInt(s, 10, 64), which is also Atoi: an optional sign and decimal digits. *value is set only
 * when the answer is GO_INT_OK. */
enum go_int go_parse_int(struct str s, int64_t *value);
/* The text of the *strconv.NumError for a bad answer: `strconv.Atoi: parsing "x": invalid syntax`. */
struct str go_int_error(struct arena *a, struct str function, struct str s, enum go_int bad);

/* An integer in decimal. */
struct str go_itoa(struct arena *a, int64_t n);

#endif
