#include "syntax/span.h"

#include "base/utf8.h"

/* Code points between the last line break before at and at, plus one. */
static uint32_t column_of(struct str source, size_t at)
{
    size_t begin = at;

    while (begin > 0 && source.p[begin - 1] != '\n' && source.p[begin - 1] != '\r')
        begin--;
    return (uint32_t)utf8_count(str_slice(source, begin, at)) + 1;
}

static uint32_t count_breaks(struct str s)
{
    uint32_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += s.p[i] == '\n' || (s.p[i] == '\r' && (i + 1 == s.len || s.p[i + 1] != '\n'));
    return n;
}

struct span span_of_bytes(struct str source, uint32_t line, size_t start, size_t end)
{
    struct span s = { .line = line };

    if (start > source.len)
        start = source.len;
    if (end < start || end > source.len)
        end = start;
    s.column = column_of(source, start);
    s.end_line = line + count_breaks(str_slice(source, start, end));
    s.end_column =
        s.end_line == line ? s.column + (uint32_t)utf8_count(str_slice(source, start, end)) : column_of(source, end);
    return s;
}

struct span span_of(struct str source, const struct node *n)
{
    if (!n)
        return (struct span){ 0 };
    return span_of_bytes(source, n->line, n->start, n->end);
}
