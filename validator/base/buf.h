/* buf: bytes that grow. A zeroed struct is an empty buffer; it owns its bytes until buf_free. p is
 * NUL-terminated once anything was put. Running out of memory, or a size past SIZE_MAX, aborts. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

#include <stdarg.h>

struct buf {
    char *p;
    size_t len, cap;
};

void buf_put(struct buf *b, struct str s);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* Makes room for n more bytes and returns where they go; the caller adds to len what it wrote. */
char *buf_room(struct buf *b, size_t n);

/* What is in it now; valid until the next put. */
struct str buf_str(const struct buf *b);
/* Empties it and keeps its room. */
void buf_reset(struct buf *b);
void buf_free(struct buf *b);

#endif
