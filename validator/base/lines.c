#include "base/lines.h"

#include "base/utf8.h"

#include <string.h>

static const struct str mark = STR_INIT("\xef\xbb\xbf");

/* As split, of a text without a carriage return: nearly every one. */
static size_t split_plain(struct str text, size_t *starts)
{
    size_t count = 1;

    for (const char *p = text.p, *end = p + text.len; p < end && (p = memchr(p, '\n', (size_t)(end - p))); count++) {
        p++;
        if (starts)
            starts[count] = (size_t)(p - text.p);
    }
    return count;
}

/* Counts the lines, and puts down where they start unless starts is NULL. */
static size_t split(struct str text, size_t *starts)
{
    size_t count = 1, lf;

    for (size_t at = 0;; at = lf + 1) {
        lf = str_find_char(str_from(text, at), '\n');
        lf = lf == SIZE_MAX ? text.len : at + lf;
        for (size_t cr; (cr = str_find_char(str_slice(text, at, lf), '\r')) != SIZE_MAX; at += cr + 1) {
            if (at + cr + 1 == lf && lf < text.len)
                break;
            if (starts)
                starts[count] = at + cr + 1;
            count++;
        }
        if (lf == text.len)
            return count;
        if (starts)
            starts[count] = lf + 1;
        count++;
    }
}

void lines_init(struct lines *l, struct arena *a, struct str text)
{
    size_t (*cut)(struct str, size_t *) = str_find_char(text, '\r') == SIZE_MAX ? split_plain : split;
    size_t count = cut(text, NULL), *starts = ARENA_ARRAY(a, size_t, count);

    cut(text, starts);
    *l = (struct lines){ text, starts, count };
}

/* Index of the line that holds offset. */
static size_t find(const struct lines *l, size_t offset)
{
    size_t low = 0, high = l->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (l->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The whole line, its end included. */
static struct str whole(const struct lines *l, size_t index)
{
    return str_slice(l->text, l->starts[index], index + 1 < l->count ? l->starts[index + 1] : l->text.len);
}

/* Where counting starts in the line of this index. */
static size_t first_offset(const struct lines *l, size_t index)
{
    return index == 0 && str_starts(l->text, mark) ? mark.len : l->starts[index];
}

struct position lines_position(const struct lines *l, size_t offset)
{
    size_t index = find(l, offset), width;
    struct position p = { index + 1, 1, 1 };

    if (offset > l->text.len)
        offset = l->text.len;
    for (size_t at = first_offset(l, index); at < offset; at += width) {
        uint32_t cp = utf8_decode(str_from(l->text, at), &width);
        if (at + width > offset)
            break;
        p.column++;
        p.column16 += cp > 0xFFFF ? 2 : 1;
    }
    return p;
}

struct str lines_text(const struct lines *l, size_t line)
{
    struct str s;

    if (line == 0 || line > l->count)
        return (struct str){ l->text.p, 0 };
    s = str_trim_suffix(whole(l, line - 1), STR("\n"));
    return str_trim_suffix(s, STR("\r"));
}

static size_t offset_of(const struct lines *l, size_t line, size_t column, bool utf16)
{
    struct str s = lines_text(l, line);
    size_t at, end, width, passed = 1;

    if (line == 0 || line > l->count)
        return line == 0 ? 0 : l->text.len;
    at = first_offset(l, line - 1);
    end = l->starts[line - 1] + s.len;
    for (; at < end && passed < column; at += width) {
        uint32_t cp = utf8_decode(str_slice(l->text, at, end), &width);
        passed += utf16 && cp > 0xFFFF ? 2 : 1;
        if (passed > column)
            break;
    }
    return at;
}

size_t lines_offset(const struct lines *l, size_t line, size_t column)
{
    return offset_of(l, line, column, false);
}

size_t lines_offset16(const struct lines *l, size_t line, size_t column16)
{
    return offset_of(l, line, column16, true);
}
