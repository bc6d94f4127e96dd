#include "syntax/span.h"

#include "base/utf8.h"

/* A line that is longer gets marks; no place is found by walking further back than twice that. */
enum { MARK_EVERY = 512 };

static void mark_line(struct tape *t, size_t at, size_t end)
{
    size_t next = at + MARK_EVERY, width;
    uint32_t column = 1;

    for (; at < end; at += width) {
        if (at >= next) {
            t->marks[t->mark_count++] = (struct column_mark){ (uint32_t)at, column };
            next = at + MARK_EVERY;
        }
        column = t->source.p[at] == '\r' ? 1 : column + 1;
        utf8_decode(str_slice(t->source, at, end), &width);
    }
}

void tape_mark(struct tape *t, struct arena *a)
{
    for (size_t at = 0; at < t->source.len;) {
        size_t length = str_find_char(str_from(t->source, at), '\n');
        size_t end = length == SIZE_MAX ? t->source.len : at + length;
        if (end - at > MARK_EVERY) {
            if (!t->marks)
                t->marks = ARENA_ARRAY(a, struct column_mark, t->source.len / MARK_EVERY);
            mark_line(t, at, end);
        }
        at = end + 1;
    }
}

/* The last mark at the byte or before it, or NULL. */
static const struct column_mark *mark_before(const struct tape *t, size_t at)
{
    size_t low = 0, high = t->mark_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->marks[middle].offset <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &t->marks[low - 1] : NULL;
}

/* Code points between the last line break before at and at, plus one. */
static uint32_t column_of(const struct tape *t, size_t at)
{
    const struct column_mark *m = mark_before(t, at);
    size_t begin = at, least = m ? m->offset : 0;
    struct str source = t->source;

    while (begin > least && source.p[begin - 1] != '\n' && source.p[begin - 1] != '\r')
        begin--;
    return (uint32_t)utf8_count(str_slice(source, begin, at)) + (m && begin == least ? m->column : 1);
}

static uint32_t count_breaks(struct str s)
{
    uint32_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += s.p[i] == '\n' || (s.p[i] == '\r' && (i + 1 == s.len || s.p[i + 1] != '\n'));
    return n;
}

struct span tape_span_of_bytes(const struct tape *t, uint32_t line, size_t start, size_t end)
{
    struct str source = t->source;
    struct span s = { .line = line };

    if (start > source.len)
        start = source.len;
    if (end < start || end > source.len)
        end = start;
    s.column = column_of(t, start);
    s.end_line = line + count_breaks(str_slice(source, start, end));
    s.end_column = column_of(t, end);
    return s;
}

struct span tape_span(const struct tape *t, const struct node *n)
{
    if (!n)
        return (struct span){ 0 };
    return tape_span_of_bytes(t, n->line, n->start, n->end);
}

struct span span_of_bytes(struct str source, uint32_t line, size_t start, size_t end)
{
    return tape_span_of_bytes(&(struct tape){ .source = source }, line, start, end);
}

struct span span_of(struct str source, const struct node *n)
{
    return tape_span(&(struct tape){ .source = source }, n);
}
