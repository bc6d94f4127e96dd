#include "report/safe.h"

#include "base/unicode.h"
#include "base/utf8.h"

/* What systems that run prowgate take for a command of theirs where a line begins with it, blanks or none before it. */
static bool is_workflow_command(struct str s)
{
    return str_starts(s, STR("::")) || str_starts(s, STR("##[")) || str_starts(s, STR("##vso["));
}

static bool at_line_start(const struct buf *out)
{
    size_t n = out->len;

    while (n > 0 && out->p[n - 1] == ' ')
        n--;
    return n == 0 || out->p[n - 1] == '\n';
}

static void put_escaped(struct buf *out, struct str bytes, uint32_t cp, bool bad)
{
    for (size_t i = 0; bad && i < bytes.len; i++)
        buf_printf(out, "\\x%02x", (unsigned char)bytes.p[i]);
    if (bad)
        return;
    if (cp == '\n')
        buf_put(out, STR("\\n"));
    else if (cp == '\t')
        buf_char(out, ' ');
    else
        buf_printf(out, cp < 0x80 ? "\\x%02x" : cp <= 0xffff ? "\\u%04x" : "\\U%08x", (unsigned)cp);
}

bool safe_is_shown(struct str s, size_t *width, uint32_t *cp)
{
    *cp = utf8_decode(s, width);
    return !(*cp == UTF8_BAD && *width == 1) && unicode_is_print(*cp);
}

void put_safe(struct buf *out, struct str s)
{
    size_t plain = 0, width;
    uint32_t cp;

    if (is_workflow_command(s) && at_line_start(out)) {
        put_escaped(out, str_slice(s, 0, 1), (unsigned char)s.p[0], true);
        plain = 1;
    }
    for (size_t i = plain; i < s.len; i += width) {
        if (safe_is_shown(str_from(s, i), &width, &cp))
            continue;
        buf_put(out, str_slice(s, plain, i));
        put_escaped(out, str_slice(s, i, i + width), cp, cp == UTF8_BAD && width == 1);
        plain = i + width;
    }
    buf_put(out, str_from(s, plain));
}
