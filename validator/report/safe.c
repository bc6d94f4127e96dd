#include "report/safe.h"

void put_safe(struct buf *out, struct str s)
{
    for (size_t i = 0, plain; i < s.len; i++) {
        unsigned char c;
        for (plain = i; i < s.len && (unsigned char)s.p[i] >= ' ' && s.p[i] != 0x7f;)
            i++;
        buf_put(out, str_slice(s, plain, i));
        if (i == s.len)
            return;
        c = (unsigned char)s.p[i];
        if (c == '\n')
            buf_put(out, STR("\\n"));
        else if (c == '\t')
            buf_char(out, ' ');
        else
            buf_printf(out, "\\x%02x", c);
    }
}
