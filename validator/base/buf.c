#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Most texts are shorter, and are formatted once. */
enum { SHORT_TEXT = 256 };

char *buf_room(struct buf *b, size_t n)
{
    size_t need, cap = b->cap ? b->cap : 64;

    if (__builtin_add_overflow(b->len, n, &need) || need == SIZE_MAX)
        abort();
    need++;
    while (cap < need)
        if (__builtin_mul_overflow(cap, 2, &cap))
            cap = need;
    if (cap > b->cap) {
        char *p = realloc(b->p, cap);
        if (!p)
            abort();
        b->p = p;
        b->cap = cap;
    }
    return b->p + b->len;
}

void buf_put(struct buf *b, struct str s)
{
    char *to = buf_room(b, s.len);

    if (s.len)
        memcpy(to, s.p, s.len);
    b->len += s.len;
    b->p[b->len] = '\0';
}

void buf_char(struct buf *b, char c)
{
    buf_put(b, (struct str){ &c, 1 });
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
    char *to = buf_room(b, SHORT_TEXT);
    va_list again;
    int n;

    va_copy(again, ap);
    n = vsnprintf(to, SHORT_TEXT, fmt, again);
    va_end(again);
    if (n < 0)
        abort();
    if (n >= SHORT_TEXT)
        vsnprintf(buf_room(b, (size_t)n), (size_t)n + 1, fmt, ap);
    b->len += (size_t)n;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buf_vprintf(b, fmt, ap);
    va_end(ap);
}

struct str buf_str(const struct buf *b)
{
    return (struct str){ b->p ? b->p : "", b->len };
}

void buf_reset(struct buf *b)
{
    b->len = 0;
    if (b->p)
        b->p[0] = '\0';
}

void buf_free(struct buf *b)
{
    free(b->p);
    *b = (struct buf){ 0 };
}
