#include "syntax/template/fmt_state.h"

#include "base/quote.h"
#include "base/unicode.h"
#include "base/utf8.h"

enum { LAST_CODE_POINT = 0x10FFFF };

static char sign_of(const struct fmt *f, bool negative)
{
    return negative ? '-' : f->plus ? '+' : f->space ? ' ' : 0;
}

/* Digits of u in this base, written to end at room + 64. */
static struct str digits_of(char room[64], uint64_t u, unsigned base, bool upper)
{
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    size_t at = 64;

    do {
        room[--at] = digits[u % base];
        u /= base;
    } while (u > 0);
    return (struct str){ room + at, 64 - at };
}

/* Zeros to put before the digits: %.3d and %03d ask for them in two ways. */
static size_t leading_zeros(const struct fmt *f, size_t digits, bool negative)
{
    size_t least = 0;

    if (f->precision_present) {
        least = f->precision;
    } else if (f->zero && !f->minus && f->width_present) {
        least = f->width;
        if (least > 0 && (negative || f->plus || f->space))
            least--; /* the sign takes its room */
    }
    return least > digits ? least - digits : 0;
}

static struct str prefix_of(const struct fmt *f, unsigned base, uint32_t verb, bool starts_with_zero)
{
    if (verb == 'O')
        return f->sharp && !starts_with_zero ? STR("0o0") : STR("0o");
    if (!f->sharp)
        return STR("");
    if (base == 16)
        return verb == 'X' ? STR("0X") : STR("0x");
    if (base == 8)
        return starts_with_zero ? STR("") : STR("0");
    return base == 2 ? STR("0b") : STR("");
}

static void blanks(struct fmt *f, size_t n)
{
    bool zero = f->zero;

    f->zero = false;
    fmt_padding(f, n);
    f->zero = zero;
}

static void number(struct fmt *f, uint64_t u, unsigned base, bool is_signed, uint32_t verb)
{
    bool negative = is_signed && (int64_t)u < 0;
    struct str digits, prefix;
    size_t zeros, width, missing;
    char room[64], sign = sign_of(f, negative);

    if (f->precision_present && f->precision == 0 && u == 0) {
        blanks(f, f->width_present ? f->width : 0);
        return;
    }
    digits = digits_of(room, negative ? 0 - u : u, base, verb == 'X');
    zeros = leading_zeros(f, digits.len, negative);
    prefix = prefix_of(f, base, verb, zeros > 0 || digits.p[0] == '0');
    width = (sign != 0) + prefix.len + zeros + digits.len;
    missing = f->width_present && f->width > width ? f->width - width : 0;
    if (!f->minus)
        blanks(f, missing);
    fmt_put(f, (struct str){ &sign, sign != 0 });
    fmt_put(f, prefix);
    for (; zeros > 0 && !fmt_is_full(f); zeros--)
        buf_char(f->out, '0');
    fmt_put(f, digits);
    if (f->minus)
        blanks(f, missing);
}

/* %U, and with the sharp flag the character too. */
static void unicode(struct fmt *f, uint64_t u)
{
    struct buf b = { 0 };
    char room[64], bytes[4];
    struct str digits = digits_of(room, u, 16, true);
    size_t least = f->precision_present && f->precision > 4 ? f->precision : 4;
    bool zero = f->zero;

    buf_put(&b, STR("U+"));
    for (size_t n = digits.len; n < least && b.len <= f->most; n++)
        buf_char(&b, '0');
    buf_put(&b, digits);
    if (f->sharp && u <= LAST_CODE_POINT && unicode_is_print((uint32_t)u)) {
        buf_put(&b, STR(" '"));
        buf_put(&b, (struct str){ bytes, utf8_encode((uint32_t)u, bytes) });
        buf_char(&b, '\'');
    }
    f->zero = false;
    fmt_pad(f, buf_str(&b));
    f->zero = zero;
    buf_free(&b);
}

static void character(struct fmt *f, uint64_t u, bool quote)
{
    uint32_t cp = u > LAST_CODE_POINT ? UTF8_BAD : (uint32_t)u;
    struct buf b = { 0 };
    char bytes[4];

    if (quote)
        buf_quote_char(&b, cp, f->plus ? QUOTE_ASCII : QUOTE_UNICODE);
    else
        buf_put(&b, (struct str){ bytes, utf8_encode(cp, bytes) });
    fmt_pad(f, buf_str(&b));
    buf_free(&b);
}

void fmt_0x64(struct fmt *f, uint64_t u, bool leading)
{
    bool sharp = f->sharp;

    f->sharp = leading;
    number(f, u, 16, false, 'v');
    f->sharp = sharp;
}

void fmt_integer(struct fmt *f, uint64_t u, bool is_signed, uint32_t verb)
{
    if (verb == 'v' && f->sharp_v && !is_signed)
        fmt_0x64(f, u, true);
    else if (verb == 'v' || verb == 'd')
        number(f, u, 10, is_signed, verb);
    else if (verb == 'b')
        number(f, u, 2, is_signed, verb);
    else if (verb == 'o' || verb == 'O')
        number(f, u, 8, is_signed, verb);
    else if (verb == 'x' || verb == 'X')
        number(f, u, 16, is_signed, verb);
    else if (verb == 'c' || verb == 'q')
        character(f, u, verb == 'q');
    else if (verb == 'U')
        unicode(f, u);
    else
        fmt_bad_verb(f, verb);
}
