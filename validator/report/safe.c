#include "report/safe.h"

void put_safe(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '\n')
            buf_put(out, STR("\\n"));
        else if (c == '\t')
            buf_char(out, ' ');
        else if (c < ' ' || c == 0x7f)
            buf_printf(out, "\\x%02x", c);
        else
            buf_char(out, s.p[i]);
    }
}
