#include "syntax/template/fmt_state.h"

#include "base/quote.h"
#include "base/utf8.h"

void fmt_clear(struct fmt *f)
{
    f->width_present = f->precision_present = false;
    f->minus = f->plus = f->sharp = f->space = f->zero = f->plus_v = f->sharp_v = false;
    f->width = f->precision = 0;
}

bool fmt_is_full(struct fmt *f)
{
    if (f->out->len > f->most)
        f->result.full = true;
    return f->result.full;
}

void fmt_put(struct fmt *f, struct str s)
{
    if (!fmt_is_full(f))
        buf_put(f->out, s);
}

void fmt_padding(struct fmt *f, size_t n)
{
    bool zeros = f->zero && !f->minus;

    for (; n > 0 && !fmt_is_full(f); n--)
        buf_char(f->out, zeros ? '0' : ' ');
}

void fmt_pad(struct fmt *f, struct str s)
{
    size_t runes = f->width_present ? utf8_count(s) : 0;
    size_t missing = f->width > runes && f->width_present ? f->width - runes : 0;

    if (!f->minus)
        fmt_padding(f, missing);
    fmt_put(f, s);
    if (f->minus)
        fmt_padding(f, missing);
}

void fmt_bool(struct fmt *f, bool b, uint32_t verb)
{
    if (verb == 't' || verb == 'v')
        fmt_pad(f, b ? STR("true") : STR("false"));
    else
        fmt_bad_verb(f, verb);
}

/* The first runes of s, when a precision asks for less than all. */
static struct str truncate(const struct fmt *f, struct str s)
{
    size_t at = 0, width;

    if (!f->precision_present)
        return s;
    for (size_t n = 0; n < f->precision && at < s.len; n++) {
        utf8_decode(str_from(s, at), &width);
        at += width;
    }
    return str_slice(s, 0, at);
}

static void quoted(struct fmt *f, struct str s)
{
    struct buf b = { 0 };

    s = truncate(f, s);
    if (f->sharp && quote_can_backquote(s)) {
        buf_char(&b, '`');
        buf_put(&b, s);
        buf_char(&b, '`');
    } else {
        buf_quote(&b, s, f->plus ? QUOTE_ASCII : QUOTE_UNICODE);
    }
    fmt_pad(f, buf_str(&b));
    buf_free(&b);
}

/* Columns of the hexadecimal form of n bytes. */
static size_t hex_width(const struct fmt *f, size_t n)
{
    size_t width = 2 * n;

    if (f->space)
        return (f->sharp ? 2 * width : width) + n - 1;
    return f->sharp ? width + 2 : width;
}

static void hex(struct fmt *f, struct str s, bool upper)
{
    const char *digits = upper ? "0123456789ABCDEFX" : "0123456789abcdefx";
    char prefix[2] = { '0', digits[16] };
    size_t width, missing;

    if (f->precision_present)
        s = str_slice(s, 0, f->precision);
    if (s.len == 0) {
        fmt_padding(f, f->width_present ? f->width : 0);
        return;
    }
    width = hex_width(f, s.len);
    missing = f->width_present && f->width > width ? f->width - width : 0;
    if (!f->minus)
        fmt_padding(f, missing);
    for (size_t i = 0; i < s.len && !fmt_is_full(f); i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (f->space && i > 0)
            buf_char(f->out, ' ');
        if (f->sharp && (f->space || i == 0))
            buf_put(f->out, (struct str){ prefix, 2 });
        buf_char(f->out, digits[c >> 4]);
        buf_char(f->out, digits[c & 15]);
    }
    if (f->minus)
        fmt_padding(f, missing);
}

void fmt_string(struct fmt *f, struct str s, uint32_t verb)
{
    if (verb == 'q' || (verb == 'v' && f->sharp_v))
        quoted(f, s);
    else if (verb == 's' || verb == 'v')
        fmt_pad(f, truncate(f, s));
    else if (verb == 'x' || verb == 'X')
        hex(f, s, verb == 'X');
    else
        fmt_bad_verb(f, verb);
}
