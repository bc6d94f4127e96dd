#include "base/quote.h"

#include "base/unicode.h"
#include "base/utf8.h"

static bool is_code_point(uint32_t cp)
{
    return cp <= 0x10FFFF && (cp < 0xD800 || cp > 0xDFFF);
}

/* The letter after the backslash for the control characters that have one, or 0. */
static char short_escape(uint32_t cp)
{
    static const char letters[] = "abtnvfr"; /* from BEL, U+0007 */

    return cp >= 7 && cp <= 13 ? letters[cp - 7] : 0;
}

static void put_code_point(struct buf *b, uint32_t cp)
{
    char bytes[4];

    buf_put(b, (struct str){ bytes, utf8_encode(cp, bytes) });
}

static void put_escaped(struct buf *b, uint32_t cp, char quote, enum quote_style style)
{
    if (cp == (uint32_t)quote || cp == '\\')
        buf_printf(b, "\\%c", (int)cp);
    else if (unicode_is_print(cp) && (cp < 0x80 || style == QUOTE_UNICODE))
        put_code_point(b, cp);
    else if (short_escape(cp))
        buf_printf(b, "\\%c", short_escape(cp));
    else if (cp < ' ' || cp == 0x7F)
        buf_printf(b, "\\x%02x", (unsigned)cp);
    else if (cp < 0x10000)
        buf_printf(b, "\\u%04x", (unsigned)cp);
    else
        buf_printf(b, "\\U%08x", (unsigned)cp);
}

void buf_quote(struct buf *b, struct str s, enum quote_style style)
{
    size_t width;

    buf_char(b, '"');
    for (; s.len > 0; s = str_from(s, width)) {
        uint32_t cp = utf8_decode(s, &width);
        if (cp == UTF8_BAD && width == 1)
            buf_printf(b, "\\x%02x", (unsigned char)s.p[0]);
        else
            put_escaped(b, cp, '"', style);
    }
    buf_char(b, '"');
}

void buf_quote_char(struct buf *b, uint32_t cp, enum quote_style style)
{
    buf_char(b, '\'');
    put_escaped(b, is_code_point(cp) ? cp : UTF8_BAD, '\'', style);
    buf_char(b, '\'');
}

struct str arena_quote(struct arena *a, struct str s)
{
    struct buf b = { 0 };
    struct str quoted;

    buf_quote(&b, s, QUOTE_UNICODE);
    quoted = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return quoted;
}

bool quote_can_backquote(struct str s)
{
    size_t width;

    for (; s.len > 0; s = str_from(s, width)) {
        uint32_t cp = utf8_decode(s, &width);
        if (cp == UTF8_BAD && width == 1)
            return false;
        if ((cp < ' ' && cp != '\t') || cp == '`' || cp == 0x7F || cp == 0xFEFF)
            return false;
    }
    return true;
}
