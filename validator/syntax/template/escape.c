/* The functions html, js and urlquery, on text. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "syntax/template/exec.h"

void escape_html(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        switch (s.p[i]) {
        case '\0':
            buf_put(b, STR("\uFFFD"));
            break;
        case '"':
            buf_put(b, STR("&#34;"));
            break;
        case '\'':
            buf_put(b, STR("&#39;"));
            break;
        case '&':
            buf_put(b, STR("&amp;"));
            break;
        case '<':
            buf_put(b, STR("&lt;"));
            break;
        case '>':
            buf_put(b, STR("&gt;"));
            break;
        default:
            buf_char(b, s.p[i]);
        }
    }
}

static void js_ascii(struct buf *b, unsigned char c)
{
    if (c == '\\' || c == '\'' || c == '"')
        buf_printf(b, "\\%c", c);
    else if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '=')
        buf_printf(b, "\\u00%02X", c);
    else
        buf_char(b, (char)c);
}

void escape_js(struct buf *b, struct str s)
{
    size_t width;

    for (; s.len > 0; s = str_from(s, width)) {
        uint32_t cp = utf8_decode(s, &width);
        if (cp < 0x80)
            js_ascii(b, (unsigned char)cp);
        else if (unicode_is_print(cp))
            buf_put(b, str_slice(s, 0, width));
        else
            buf_printf(b, "\\u%04X", (unsigned)cp);
    }
}

void escape_query(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == ' ')
            buf_char(b, '+');
        else if (c < 0x80 &&
                 (unicode_is_letter(c) || unicode_is_digit(c) || str_has(STR("-_.~"), str_slice(s, i, i + 1))))
            buf_char(b, (char)c);
        else
            buf_printf(b, "%%%02X", c);
    }
}
