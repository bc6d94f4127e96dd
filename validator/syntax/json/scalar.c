/* Strings and numbers of JSON, and the keys of one object. */
#include "base/utf8.h"
#include "syntax/json/reader.h"

#include <stdlib.h>
#include <string.h>

static bool bad_string_byte(struct json_reader *r, size_t at)
{
    unsigned char c = (unsigned char)r->source.p[at];

    if (c == '\n' || c == '\r')
        return json_fail(r, at, "a string may not go on to the next line; write a line break as \\n");
    if (c < 0x20)
        return json_fail(r, at, "the control character U+%04X must be written as \\u%04x in a string", c, c);
    return json_fail(r, at, "a string has a byte that is not UTF-8");
}

/* Finds the closing quote. */
static bool scan_string(struct json_reader *r, size_t *end, bool *escaped)
{
    size_t at = r->at + 1, width;

    for (*escaped = false; at < r->source.len; at += width) {
        unsigned char c = (unsigned char)r->source.p[at];
        width = 1;
        if (c == '"') {
            *end = at;
            return true;
        }
        if (c == '\\') {
            *escaped = true;
            width = 2;
        } else if (c < 0x20) {
            return bad_string_byte(r, at);
        } else if (c >= 0x80 && utf8_decode(str_from(r->source, at), &width) == UTF8_BAD && width == 1) {
            return bad_string_byte(r, at);
        }
    }
    return json_fail(r, r->at, "the string that begins here is not closed");
}

static bool hex4(struct str s, size_t at, uint32_t *cp)
{
    *cp = 0;
    for (size_t i = at; i < at + 4; i++) {
        char c = i < s.len ? s.p[i] : 'x';
        if (c >= '0' && c <= '9')
            *cp = *cp << 4 | (uint32_t)(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            *cp = *cp << 4 | (uint32_t)((c | 0x20) - 'a' + 10);
        else
            return false;
    }
    return true;
}

/* The escape \uXXXX at *at, together with a second half where the first one asks for it. */
static bool unescape_unicode(struct json_reader *r, struct str raw, size_t *at, char **out)
{
    uint32_t cp, low;

    if (!hex4(raw, *at + 2, &cp))
        return json_fail(r, (size_t)(raw.p - r->source.p) + *at, "\\u must be followed by four hexadecimal digits");
    *at += 6;
    if (cp >= 0xD800 && cp < 0xDC00 && *at + 1 < raw.len && raw.p[*at] == '\\' && raw.p[*at + 1] == 'u' &&
        hex4(raw, *at + 2, &low) && low >= 0xDC00 && low < 0xE000) {
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
        *at += 6;
    }
    *out += utf8_encode(cp, *out);
    return true;
}

static bool unescape_one(struct json_reader *r, struct str raw, size_t *at, char **out)
{
    static const char written[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char c = *at + 1 < raw.len ? raw.p[*at + 1] : '\0';
    const char *found = c ? strchr(written, c) : NULL;
    size_t width;

    if (c == 'u')
        return unescape_unicode(r, raw, at, out);
    if (!found) {
        utf8_decode(str_from(raw, *at + 1), &width);
        return json_fail(r, (size_t)(raw.p - r->source.p) + *at,
                         "\\%.*s is no escape; after a backslash stand \" \\ / b f n r t or uXXXX", (int)width,
                         raw.p + *at + 1);
    }
    *(*out)++ = meant[found - written];
    *at += 2;
    return true;
}

static bool unescape(struct json_reader *r, struct str raw, struct str *text)
{
    /* An escape never takes fewer bytes than what it stands for. */
    char *room = arena_take(r->arena, raw.len), *out = room;

    for (size_t at = 0; at < raw.len;) {
        if (raw.p[at] != '\\')
            *out++ = raw.p[at++];
        else if (!unescape_one(r, raw, &at, &out))
            return false;
    }
    *text = (struct str){ room, (size_t)(out - room) };
    return true;
}

bool json_read_string(struct json_reader *r, struct str *text)
{
    size_t end = 0;
    bool escaped;

    if (!scan_string(r, &end, &escaped))
        return false;
    *text = str_slice(r->source, r->at + 1, end);
    if (escaped && !unescape(r, *text, text))
        return false;
    r->at = end + 1;
    return true;
}

static size_t skip_digits(const struct json_reader *r, size_t at)
{
    while (at < r->source.len && r->source.p[at] >= '0' && r->source.p[at] <= '9')
        at++;
    return at;
}

/* Digits of which at least one is demanded. */
static bool some_digits(struct json_reader *r, size_t *at, const char *where)
{
    size_t from = *at;

    *at = skip_digits(r, from);
    return *at > from || json_fail(r, r->at, "a number needs a digit %s", where);
}

static bool has_one_of(const struct json_reader *r, size_t at, char a, char b)
{
    return at < r->source.len && (r->source.p[at] == a || r->source.p[at] == b);
}

bool json_read_number(struct json_reader *r, struct str *text, bool *whole)
{
    size_t at = r->at + (r->source.p[r->at] == '-'), first = at;

    *whole = true;
    if (!some_digits(r, &at, "after its sign"))
        return false;
    if (at - first > 1 && r->source.p[first] == '0')
        return json_fail(r, r->at, "a number may not begin with 0 and further digits");
    if (has_one_of(r, at, '.', '.')) {
        *whole = false;
        at++;
        if (!some_digits(r, &at, "after its point"))
            return false;
    }
    if (has_one_of(r, at, 'e', 'E')) {
        *whole = false;
        at += has_one_of(r, at + 1, '+', '-') ? 2 : 1;
        if (!some_digits(r, &at, "in its exponent"))
            return false;
    }
    *text = str_slice(r->source, r->at, at);
    r->at = at;
    return true;
}

static struct str key_text(const struct json_reader *r, uint32_t key)
{
    return (struct str){ r->nodes[key].text, r->nodes[key].len };
}

static void overwrite(struct json_reader *r, uint32_t object, uint32_t earlier, uint32_t later)
{
    r->nodes[earlier].flags |= FLAG_DEAD;
    r->nodes[object].len--;
    r->duplicates = arena_grow(r->arena, r->duplicates, r->duplicate_count, &r->duplicate_cap, sizeof *r->duplicates);
    r->duplicates[r->duplicate_count][0] = later;
    r->duplicates[r->duplicate_count++][1] = earlier;
}

static int by_text(const void *a, const void *b, void *reader)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    int order = str_cmp(key_text(reader, left), key_text(reader, right));

    return order ? order : left < right ? -1 : left > right;
}

void json_settle_keys(struct json_reader *r, uint32_t object)
{
    uint32_t n = r->nodes[object].len, key = object + 1;

    if (n < 2)
        return;
    if (n > r->key_cap) {
        r->key_cap = (size_t)n * 2;
        r->keys = ARENA_ARRAY(r->arena, uint32_t, r->key_cap);
    }
    for (uint32_t i = 0; i < n; i++) {
        r->keys[i] = key;
        key += 1 + r->nodes[key + 1].span;
    }
    /* Sorted, not hashed: nobody can choose keys that make it slow. */
    qsort_r(r->keys, n, sizeof *r->keys, by_text, r);
    for (uint32_t i = 1; i < n; i++)
        if (str_eq(key_text(r, r->keys[i - 1]), key_text(r, r->keys[i])))
            overwrite(r, object, r->keys[i - 1], r->keys[i]);
}
