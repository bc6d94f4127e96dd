/* lines: from byte offsets to what an editor shows, and back. Made for a text when the first finding needs
 * it. A line ends with LF, CR LF or a lone CR. Columns count from 1; a byte that is not UTF-8 counts as one,
 * a byte order mark at the start of the text counts as nothing. */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include "base/arena.h"

struct lines {
    struct str text;
    const size_t *starts; /* offset of each line, ascending; the first is 0 */
    size_t count;         /* at least 1: a text that ends with a line end has an empty last line */
};

struct position {
    size_t line;     /* from 1 */
    size_t column;   /* code points, from 1 */
    size_t column16; /* UTF-16 code units, from 1 */
};

/* The text has to live as long as its table, which lives in the arena. */
void lines_init(struct lines *l, struct arena *a, struct str text);

/* Where the byte at offset is; past the end counts as the end, inside a code point as its start. */
struct position lines_position(const struct lines *l, size_t offset);

/* A line without its line end; empty when there is no such line. */
struct str lines_text(const struct lines *l, size_t line);

/* The offset of a column, both from 1, counted in code points (UTF-16 units). A column past the line's end is
 * its end, without the line end; a line past the last is the end of the text; a unit in the middle of a code
 * point is its start. */
size_t lines_offset(const struct lines *l, size_t line, size_t column);
size_t lines_offset16(const struct lines *l, size_t line, size_t column16);

#endif
