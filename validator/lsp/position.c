#include "lsp/position.h"

#include "base/utf8.h"

static size_t units(enum position_encoding e, uint32_t cp, size_t width)
{
    if (e == POSITION_UTF8)
        return width;
    return e == POSITION_UTF16 && cp > 0xFFFF ? 2 : 1;
}

/* Past the end of the line at from: "\n", "\r\n" and "\r" end one. */
static size_t line_end(struct str text, size_t from)
{
    while (from < text.len && text.p[from] != '\n' && text.p[from] != '\r')
        from++;
    return from;
}

static size_t next_line(struct str text, size_t end)
{
    return end + (end + 1 < text.len && text.p[end] == '\r' && text.p[end + 1] == '\n' ? 2 : 1);
}

size_t position_offset(struct str text, enum position_encoding e, struct lsp_position p)
{
    size_t at = 0, end = line_end(text, 0), width;

    for (size_t line = 0; line < p.line; line++) {
        if (end >= text.len)
            return text.len;
        at = next_line(text, end);
        end = line_end(text, at);
    }
    for (size_t left = p.character; left && at < end; at += width) {
        uint32_t cp = utf8_decode(str_slice(text, at, end), &width);
        size_t n = units(e, cp, width);

        if (n > left)
            break;
        left -= n;
    }
    return at;
}

struct lsp_position position_of(struct str text, enum position_encoding e, size_t offset)
{
    struct lsp_position p = { 0 };
    size_t at = 0, width;

    if (offset > text.len)
        offset = text.len;
    for (size_t end = line_end(text, 0); end < text.len && next_line(text, end) <= offset; end = line_end(text, at)) {
        at = next_line(text, end);
        p.line++;
    }
    for (; at < offset; at += width) {
        uint32_t cp = utf8_decode(str_from(text, at), &width);

        if (at + width > offset)
            break;
        p.character += units(e, cp, width);
    }
    return p;
}

bool position_replace(struct buf *text, enum position_encoding e, struct lsp_position from, struct lsp_position to,
                      struct str with)
{
    struct str was = buf_str(text);
    size_t a = position_offset(was, e, from), b = position_offset(was, e, to);
    struct buf is = { 0 };

    if (a > b)
        return false;
    buf_put(&is, str_slice(was, 0, a));
    buf_put(&is, with);
    buf_put(&is, str_from(was, b));
    buf_free(text);
    *text = is;
    return true;
}
