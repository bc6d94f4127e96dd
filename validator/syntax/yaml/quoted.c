#include "base/utf8.h"
#include "syntax/yaml/scan.h"

static int hex_digit(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What one letter after a backslash stands for; empty for the numbered ones and for unknown ones. */
static const struct str escapes[128] = {
    ['0'] = STR_INIT("\0"),
    ['a'] = STR_INIT("\a"),
    ['b'] = STR_INIT("\b"),
    ['t'] = STR_INIT("\t"),
    ['\t'] = STR_INIT("\t"),
    ['n'] = STR_INIT("\n"),
    ['v'] = STR_INIT("\v"),
    ['f'] = STR_INIT("\f"),
    ['r'] = STR_INIT("\r"),
    ['e'] = STR_INIT("\x1b"),
    [' '] = STR_INIT(" "),
    ['"'] = STR_INIT("\""),
    ['\''] = STR_INIT("'"),
    ['\\'] = STR_INIT("\\"),
    ['N'] = STR_INIT("\xc2\x85"),
    ['_'] = STR_INIT("\xc2\xa0"),
    ['L'] = STR_INIT("\xe2\x80\xa8"),
    ['P'] = STR_INIT("\xe2\x80\xa9"),
};

/* The number after \x, \u or \U, already skipped. */
static bool scan_code(struct scanner *s, size_t digits)
{
    uint64_t value = 0;
    char out[4];

    if (!need(s, digits))
        return false;
    for (size_t i = 0; i < digits; i++) {
        int digit = hex_digit(at(s, i));
        if (digit < 0)
            return scan_error(s, place_of(s), "did not find expected hexdecimal number");
        value = value << 4 | (unsigned)digit;
    }
    if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff)
        return scan_error(s, place_of(s), "found invalid Unicode character escape code");
    text_copy(&s->value, (struct str){ out, utf8_encode((uint32_t)value, out) });
    s->p += digits;
    return true;
}

static bool scan_escape(struct scanner *s)
{
    unsigned char c = at(s, 1);
    struct str plain = c < 128 ? escapes[c] : (struct str){ NULL, 0 };

    if (plain.len == 0 && c != 'x' && c != 'u' && c != 'U')
        return scan_error(s, place_of(s), "found unknown escape character");
    s->p += 2;
    if (plain.len == 0)
        return scan_code(s, c == 'x' ? 2 : c == 'u' ? 4 : 8);
    text_add(&s->value, plain);
    return true;
}

/* Characters that stand for themselves. */
static bool scan_letters(struct scanner *s, char quote)
{
    const char *start = s->p, *p = start;

    if (s->careful) {
        skip(s);
    } else {
        while (p < s->end && (unsigned char)*p > ' ' && *p != quote && *p != '\\' && (unsigned char)*p != 0xc2 &&
               (unsigned char)*p != 0xe2)
            p++;
        skip_bytes(s, (size_t)(p - s->p));
        if (p == start)
            skip(s);
    }
    text_add(&s->value, (struct str){ start, (size_t)(s->p - start) });
    return need(s, 2);
}

/* Up to the closing quote or to white space; *joined: an escaped line break ended it. */
static bool scan_inside(struct scanner *s, char quote, bool *joined)
{
    *joined = false;
    while (!blank_or_end(s, 0)) {
        char c = *s->p;

        if (c == quote && !(quote == '\'' && at(s, 1) == '\''))
            return true;
        if (c == quote) {
            text_add(&s->value, (struct str){ s->p + 1, 1 });
            s->p += 2;
        } else if (c == '\\' && quote == '"' && break_at(s, 1)) {
            if (!need(s, 3))
                return false;
            s->p++;
            skip_break(s);
            *joined = true;
            return true;
        } else if (c == '\\' && quote == '"') {
            if (!scan_escape(s))
                return false;
        } else if (!scan_letters(s, quote)) {
            return false;
        }
        if (!need(s, 2))
            return false;
    }
    return true;
}

/* White space and line breaks between two words; joined as scan_inside says. */
static bool scan_space(struct scanner *s, bool joined)
{
    const char *blanks = s->p;
    bool broken = joined;
    struct str first = { NULL, 0 };

    for (;;) {
        unsigned char c = at(s, 0);

        if (c == ' ' || c == '\t') {
            s->p++;
        } else if (break_at(s, 0)) {
            if (!need(s, 2))
                return false;
            if (broken)
                text_add(&s->breaks, read_break(s));
            else
                first = read_break(s);
            broken = true;
        } else {
            break;
        }
        if (!need(s, 1))
            return false;
    }
    if (!broken)
        text_add(&s->value, (struct str){ blanks, (size_t)(s->p - blanks) });
    else
        fold_breaks(s, first);
    return true;
}

bool scan_quoted(struct scanner *s, struct token *t, char quote)
{
    bool joined;

    t->style = quote == '\'' ? STYLE_SINGLE : STYLE_DOUBLE;
    text_reset(&s->value);
    text_reset(&s->breaks);
    s->p++;
    for (;;) {
        if (!need(s, 4))
            return false;
        if (at_document_mark(s))
            return scan_error(s, t->start, "found unexpected document indicator");
        if (at(s, 0) == 0)
            return scan_error(s, t->start, "found unexpected end of stream");
        if (!scan_inside(s, quote, &joined) || !need(s, 1))
            return false;
        if (at(s, 0) == (unsigned char)quote)
            break;
        if (!scan_space(s, joined))
            return false;
    }
    s->p++;
    t->end = offset_of(s);
    t->value = text_take(&s->value, s->arena);
    return true;
}
