#include "prow/own/own.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Bytes of source that make one character of the value at p; *space: that character is white space. */
static size_t one(struct str source, size_t p, uint8_t style, bool *space)
{
    char c = source.p[p], next = p + 1 < source.len ? source.p[p + 1] : 0;
    size_t n = 1;

    *space = is_space(c);
    if (style == STYLE_SINGLE && c == '\'' && next == '\'')
        return 2;
    if (style == STYLE_DOUBLE && c == '\\') {
        *space = next == 'n' || next == 't' || next == 'r' || is_space(next);
        return next == 'x' ? 4 : next == 'u' ? 6 : next == 'U' ? 10 : 2;
    }
    while (p + n < source.len && ((unsigned char)source.p[p + n] & 0xc0) == 0x80)
        n++;
    return n;
}

/* What is not white space stands in a value in the order in which it is written, whatever was folded and cut off. */
size_t own_written_at(struct str source, const struct node *scalar, size_t offset)
{
    const struct node *n = node_value(scalar);
    struct str value = node_text(n);
    size_t before = 0, p = n->start;
    bool space;

    for (size_t i = 0; i < offset && i < value.len; i++)
        before += !is_space(value.p[i]) && ((unsigned char)value.p[i] & 0xc0) != 0x80;
    if (n->style == STYLE_SINGLE || n->style == STYLE_DOUBLE)
        p++;
    if (n->style == STYLE_LITERAL || n->style == STYLE_FOLDED)
        while (p < n->end && source.p[p] != '\n')
            p++;
    while (p < n->end) {
        size_t width = one(source, p, n->style, &space);
        if (!space && before-- == 0)
            break;
        p += width;
    }
    return p < n->end ? p : n->end;
}
