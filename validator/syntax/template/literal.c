/* String and character constants, as package strconv reads them. */
#include "base/utf8.h"
#include "syntax/template/tree.h"

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

/* n digits from the front of *s. */
static bool take_digits(struct str *s, size_t n, unsigned base, uint32_t *value)
{
    *value = 0;
    if (s->len < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        unsigned digit = (unsigned)digit_value(s->p[i]);
        if (digit >= base)
            return false;
        *value = *value * base + digit;
    }
    *s = str_from(*s, n);
    return true;
}

static bool take_code_point(struct str *s, size_t digits, uint32_t *cp)
{
    return take_digits(s, digits, 16, cp) && *cp <= 0x10FFFF && (*cp < 0xD800 || *cp > 0xDFFF);
}

/* The character of an escape with one letter, or 0. */
static uint32_t letter_escape(char c)
{
    static const char letters[] = "abtnvfr"; /* stand for U+0007 and those that follow it */

    for (size_t i = 0; i < sizeof letters - 1; i++)
        if (letters[i] == c)
            return (uint32_t)(7 + i);
    return c == '\\' ? '\\' : 0;
}

/* After a backslash. */
static bool take_escape(struct str *s, char quote, uint32_t *cp, bool *is_byte)
{
    char c;

    if (s->len == 0)
        return false;
    c = s->p[0];
    if (c >= '0' && c <= '7') {
        *is_byte = true;
        return take_digits(s, 3, 8, cp) && *cp <= 255;
    }
    *s = str_from(*s, 1);
    *is_byte = c == 'x';
    if (c == 'x')
        return take_digits(s, 2, 16, cp);
    if (c == 'u' || c == 'U')
        return take_code_point(s, c == 'u' ? 4 : 8, cp);
    *cp = c == quote ? (unsigned char)c : letter_escape(c);
    return *cp != 0;
}

bool literal_char(struct str *s, char quote, uint32_t *cp, bool *is_byte)
{
    size_t width;

    *is_byte = false;
    if (s->len == 0 || s->p[0] == quote)
        return false;
    if (s->p[0] == '\\') {
        *s = str_from(*s, 1);
        return take_escape(s, quote, cp, is_byte);
    }
    *cp = utf8_decode(*s, &width);
    *s = str_from(*s, width);
    return true;
}

/* Back quotes: everything as it stands, but for carriage returns. */
static struct str unquote_raw(struct arena *a, struct str inside)
{
    struct str copy;
    char *to;

    if (str_find_char(inside, '\r') == SIZE_MAX)
        return inside;
    copy.p = to = arena_take(a, inside.len);
    for (size_t i = 0; i < inside.len; i++)
        if (inside.p[i] != '\r')
            *to++ = inside.p[i];
    copy.len = (size_t)(to - copy.p);
    return copy;
}

bool literal_unquote(struct arena *a, struct str quoted, struct str *text)
{
    struct str inside;
    char *to;
    uint32_t cp;
    bool is_byte;

    if (quoted.len < 2 || quoted.p[0] != quoted.p[quoted.len - 1])
        return false;
    inside = str_slice(quoted, 1, quoted.len - 1);
    if (quoted.p[0] == '`') {
        *text = unquote_raw(a, inside);
        return true;
    }
    text->p = to = arena_array(a, inside.len + 1, 3); /* an invalid byte becomes U+FFFD */
    while (inside.len > 0) {
        if (inside.p[0] == '\n' || !literal_char(&inside, '"', &cp, &is_byte))
            return false;
        if (is_byte)
            *to++ = (char)cp;
        else
            to += utf8_encode(cp, to);
    }
    text->len = (size_t)(to - text->p);
    return true;
}
