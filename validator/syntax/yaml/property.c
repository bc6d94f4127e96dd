#include "base/ascii.h"
#include "syntax/yaml/scan.h"

#include <string.h>

static bool is_word(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
}

static unsigned hex(unsigned char c)
{
    return c <= '9' ? c - 0x30u : (c | 0x20u) - 'a' + 10;
}

/* Letters, digits, '_' and '-'. */
static bool scan_word(struct scanner *s, struct str *word)
{
    word->p = s->p;
    while (is_word(at(s, 0))) {
        s->p++;
        if (!need(s, 1))
            return false;
    }
    word->len = (size_t)(s->p - word->p);
    return true;
}

static bool skip_blanks(struct scanner *s)
{
    if (!need(s, 1))
        return false;
    while (at(s, 0) == ' ' || at(s, 0) == '\t') {
        s->p++;
        if (!need(s, 1))
            return false;
    }
    return true;
}

bool scan_anchor(struct scanner *s, struct token *t, enum token_kind kind)
{
    unsigned char c;

    t->kind = kind;
    s->p++;
    if (!need(s, 1) || !scan_word(s, &t->value))
        return false;
    t->end = offset_of(s);
    c = at(s, 0);
    if (t->value.len == 0 || !(blank_or_end(s, 0) || strchr("?:,]}%@`", c)))
        return scan_error(s, t->start, "did not find expected alphabetic or numeric character");
    return true;
}

/* "!", "!!", "!name!" or the start of a local tag. */
static bool scan_handle(struct scanner *s, bool directive, struct str *handle)
{
    struct str word;

    if (!need(s, 1))
        return false;
    if (at(s, 0) != '!')
        return scan_error(s, place_of(s), "did not find expected '!'");
    handle->p = s->p++;
    if (!need(s, 1) || !scan_word(s, &word))
        return false;
    if (at(s, 0) == '!')
        s->p++;
    else if (directive && word.len)
        return scan_error(s, place_of(s), "did not find expected '!'");
    handle->len = (size_t)(s->p - handle->p);
    return true;
}

/* One code point written as %XX bytes. */
static bool scan_percent(struct scanner *s)
{
    size_t left = 0;
    bool first = true;

    do {
        unsigned octet;
        char byte;

        if (!need(s, 3))
            return false;
        if (at(s, 0) != '%' || !is_hex(at(s, 1)) || !is_hex(at(s, 2)))
            return scan_error(s, place_of(s), "did not find URI escaped octet");
        octet = hex(at(s, 1)) << 4 | hex(at(s, 2));
        if (first) {
            left = octet < 0x80 ? 1 : (octet & 0xe0) == 0xc0 ? 2 : (octet & 0xf0) == 0xe0 ? 3 : 4;
            if (octet >= 0x80 && (octet & 0xe0) != 0xc0 && (octet & 0xf0) != 0xe0 && (octet & 0xf8) != 0xf0)
                return scan_error(s, place_of(s), "found an incorrect leading UTF-8 octet");
        } else if ((octet & 0xc0) != 0x80) {
            return scan_error(s, place_of(s), "found an incorrect trailing UTF-8 octet");
        }
        first = false;
        byte = (char)octet;
        text_copy(&s->value, (struct str){ &byte, 1 });
        s->p += 3;
    } while (--left > 0);
    return true;
}

/* The rest of a tag or a prefix, after what was taken for a handle. */
static bool scan_uri(struct scanner *s, struct str head, struct str *uri)
{
    bool any = head.len > 0;

    text_reset(&s->value);
    text_add(&s->value, str_from(head, 1));
    if (!need(s, 1))
        return false;
    for (;; any = true) {
        unsigned char c = at(s, 0);

        if (c == '%') {
            if (!scan_percent(s))
                return false;
        } else if (c && (is_word(c) || strchr(";/?:@&=+$,.!~*'()[]", c))) {
            text_add(&s->value, (struct str){ s->p++, 1 });
        } else {
            break;
        }
        if (!need(s, 1))
            return false;
    }
    if (!any)
        return scan_error(s, place_of(s), "did not find expected tag URI");
    *uri = text_take(&s->value, s->arena);
    return true;
}

static bool scan_verbatim(struct scanner *s, struct token *t)
{
    s->p += 2;
    t->value = STR("");
    if (!scan_uri(s, STR(""), &t->suffix))
        return false;
    if (at(s, 0) != '>')
        return scan_error(s, t->start, "did not find the expected '>'");
    s->p++;
    return true;
}

static bool scan_shorthand(struct scanner *s, struct token *t)
{
    struct str handle;

    if (!scan_handle(s, false, &handle))
        return false;
    t->value = handle;
    if (handle.len > 1 && handle.p[handle.len - 1] == '!')
        return scan_uri(s, STR(""), &t->suffix);
    if (!scan_uri(s, handle, &t->suffix))
        return false;
    t->value = STR("!");
    if (t->suffix.len == 0) {
        t->suffix = t->value;
        t->value = STR("");
    }
    return true;
}

bool scan_tag(struct scanner *s, struct token *t)
{
    t->kind = TOKEN_TAG;
    if (!need(s, 2))
        return false;
    if (!(at(s, 1) == '<' ? scan_verbatim(s, t) : scan_shorthand(s, t)) || !need(s, 1))
        return false;
    if (!blank_or_end(s, 0))
        return scan_error(s, t->start, "did not find expected whitespace or line break");
    t->end = offset_of(s);
    return true;
}

static bool scan_number(struct scanner *s, uint8_t *number)
{
    unsigned value = 0, length = 0;

    if (!need(s, 1))
        return false;
    for (; at(s, 0) >= '0' && at(s, 0) <= '9'; s->p++) {
        if (++length > 2)
            return scan_error(s, place_of(s), "found extremely long version number");
        value = value * 10 + at(s, 0) - '0';
        if (!need(s, 2))
            return false;
    }
    if (length == 0)
        return scan_error(s, place_of(s), "did not find expected version number");
    *number = (uint8_t)value;
    return true;
}

static bool scan_version(struct scanner *s, struct token *t)
{
    if (!skip_blanks(s) || !scan_number(s, &t->major))
        return false;
    if (at(s, 0) != '.')
        return scan_error(s, place_of(s), "did not find expected digit or '.' character");
    s->p++;
    return scan_number(s, &t->minor);
}

static bool scan_tag_directive(struct scanner *s, struct token *t)
{
    t->kind = TOKEN_HANDLE;
    if (!skip_blanks(s) || !scan_handle(s, true, &t->value) || !need(s, 1))
        return false;
    if (at(s, 0) != ' ' && at(s, 0) != '\t')
        return scan_error(s, place_of(s), "did not find expected whitespace");
    if (!skip_blanks(s) || !scan_uri(s, STR(""), &t->suffix) || !need(s, 1))
        return false;
    return blank_or_end(s, 0) || scan_error(s, place_of(s), "did not find expected whitespace or line break");
}

static bool scan_rest_of_line(struct scanner *s)
{
    if (!skip_blanks(s))
        return false;
    if (at(s, 0) == '#' && !skip_line(s))
        return false;
    if (at(s, 0) && !break_at(s, 0))
        return scan_error(s, place_of(s), "did not find expected comment or line break");
    if (break_at(s, 0) && !need(s, 2))
        return false;
    skip_break(s);
    return true;
}

bool scan_directive(struct scanner *s, struct token *t)
{
    struct str name;

    s->p++;
    if (!need(s, 1) || !scan_word(s, &name))
        return false;
    if (name.len == 0)
        return scan_error(s, place_of(s), "could not find expected directive name");
    if (!blank_or_end(s, 0))
        return scan_error(s, place_of(s), "found unexpected non-alphabetical character");
    if (str_eq(name, STR("YAML"))) {
        if (!scan_version(s, t))
            return false;
    } else if (str_eq(name, STR("TAG"))) {
        if (!scan_tag_directive(s, t))
            return false;
    } else {
        return scan_error(s, t->start, "found unknown directive name");
    }
    t->end = offset_of(s);
    return scan_rest_of_line(s);
}
