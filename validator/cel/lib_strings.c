/* Functions on texts: the standard library's, and cel-go's strings extension at version 5. */
#include "base/buf.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "cel/cost.h"
#include "cel/format.h"
#include "cel/run.h"
#include "syntax/scalar/goquote.h"

static struct str text(const struct cel_value *v)
{
    return cel_text(v);
}

static void contains(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    if (cel_work(run, args[0].n / 16 + 1))
        *out = cel_bool(memmem(args[0].s, args[0].n, args[1].s, args[1].n) != NULL);
    else
        *out = cel_null();
}

static void starts_with(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_bool(str_starts(text(&args[0]), text(&args[1])));
}

static void ends_with(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_bool(str_ends(text(&args[0]), text(&args[1])));
}

static void matches(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    const struct regex *re = cel_pattern(run, text(&args[1]), out);

    (void)n;
    if (re)
        *out = cel_bool(cel_search(run, re, text(&args[0]), 0, NULL, 0) == REGEX_MATCH);
}

const struct cel_decl cel_decls_strings[] = {
    { "contains", "contains_string", ".string,string>bool", contains, cel_cost_contains },
    { "endsWith", "ends_with_string", ".string,string>bool", ends_with, cel_cost_affix },
    { "startsWith", "starts_with_string", ".string,string>bool", starts_with, cel_cost_affix },
    { "matches", "matches", "string,string>bool", matches, cel_cost_matches },
    { "matches", "matches_string", ".string,string>bool", matches, cel_cost_matches },
    { NULL, NULL, NULL, NULL, NULL },
};

/* The byte at which the code point of an index begins; the length at the end; SIZE_MAX past it. */
static size_t byte_at(struct str s, int64_t index)
{
    size_t at = 0, w;

    for (; index > 0 && at < s.len; index--) {
        utf8_decode(str_from(s, at), &w);
        at += w;
    }
    return index == 0 ? at : SIZE_MAX;
}

static void out_of_range(struct cel_run *run, struct cel_value *out, int64_t index)
{
    cel_failf(run, out, "index out of range: %lld", (long long)index);
}

static void char_at(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    size_t at = args[1].i < 0 ? SIZE_MAX : byte_at(text(&args[0]), args[1].i), w;

    (void)n;
    if (at == SIZE_MAX) {
        out_of_range(run, out, args[1].i);
        return;
    }
    utf8_decode(str_from(text(&args[0]), at), &w);
    *out = cel_string(str_slice(text(&args[0]), at, at + w));
}

static int64_t points(struct str s)
{
    return (int64_t)utf8_count(s);
}

static void index_of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct str s = text(&args[0]), what = text(&args[1]);
    int64_t offset = n == 3 ? args[2].i : 0;
    size_t at, found;

    if (offset < 0) {
        out_of_range(run, out, offset);
        return;
    }
    if (what.len == 0) {
        int64_t length = points(s);
        *out = cel_int(offset > length ? length : offset);
        return;
    }
    at = byte_at(s, offset);
    if (!cel_work(run, s.len / 16 + 1))
        at = SIZE_MAX;
    const char *p = at == SIZE_MAX ? NULL : memmem(s.p + at, s.len - at, what.p, what.len);
    found = p ? (size_t)(p - s.p) : 0;
    *out = cel_int(p ? points(str_slice(s, 0, found)) : -1);
}

/* The last place at or before a byte where a text begins, or SIZE_MAX. */
static size_t last_before(struct str s, struct str what, size_t from)
{
    if (what.len > s.len)
        return SIZE_MAX;
    if (from > s.len - what.len)
        from = s.len - what.len;
    for (size_t i = from + 1; i-- > 0;)
        if (memcmp(s.p + i, what.p, what.len) == 0)
            return i;
    return SIZE_MAX;
}

static void last_index_of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct str s = text(&args[0]), what = text(&args[1]);
    int64_t length = points(s), offset = n == 3 ? args[2].i : length;
    size_t at;

    if (offset < 0) {
        out_of_range(run, out, offset);
        return;
    }
    if (what.len == 0) {
        *out = cel_int(offset > length ? length : offset);
        return;
    }
    at = SIZE_MAX;
    if ((n < 3 || offset < length) && cel_work(run, s.len + 1))
        at = last_before(s, what, n < 3 ? s.len : byte_at(s, offset));
    *out = cel_int(at == SIZE_MAX ? -1 : points(str_slice(s, 0, at)));
}

/* A text with every byte of ASCII changed by a function. */
static void change_ascii(struct cel_run *run, const struct cel_value *args, char first, char last,
                         struct cel_value *out)
{
    char *p;

    *out = cel_null();
    if (!cel_room(run, args[0].n))
        return;
    p = (char *)(uintptr_t)arena_copy(run->arena, text(&args[0])).p;
    for (size_t i = 0; i < args[0].n; i++)
        if (p[i] >= first && p[i] <= last)
            p[i] ^= 0x20;
    *out = cel_string((struct str){ p, args[0].n });
}

static void lower_ascii(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    change_ascii(run, args, 'A', 'Z', out);
}

static void upper_ascii(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    change_ascii(run, args, 'a', 'z', out);
}

enum { MOST_TEXT = 16 << 20 };

/* Puts a piece into b; false, and the evaluation stops, when it grows too long. */
static bool put(struct cel_run *run, struct buf *b, struct str s)
{
    if (b->len + s.len > MOST_TEXT)
        cel_stop(run, "a text grows too long");
    else
        buf_put(b, s);
    return !run->stopped;
}

static void replace(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct str s = text(&args[0]), old = text(&args[1]), with = text(&args[2]);
    int64_t most = n == 4 ? args[3].i : -1;
    struct buf b = { 0 };
    size_t at = 0, w;

    while (most != 0 && cel_work(run, 1)) {
        if (old.len == 0) {
            /* Between all code points, and at both ends. */
            if (!put(run, &b, with))
                break;
            most--;
            if (at >= s.len)
                break;
            utf8_decode(str_from(s, at), &w);
            buf_put(&b, str_slice(s, at, at + w));
            at += w;
            continue;
        }
        const char *p = at < s.len ? memmem(s.p + at, s.len - at, old.p, old.len) : NULL;
        if (!p)
            break;
        if (!put(run, &b, str_slice(s, at, (size_t)(p - s.p))) || !put(run, &b, with))
            break;
        at = (size_t)(p - s.p) + old.len;
        most--;
    }
    put(run, &b, str_from(s, at));
    cel_text_of(run, &b, out);
}

static void split(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct str s = text(&args[0]), by = text(&args[1]);
    int64_t most = n == 3 ? args[2].i : -1;
    struct cel_value *items;
    size_t count = 0, cap = 8;

    items = cel_values(run, cap);
    while (items && most != 0 && cel_work(run, 1)) {
        size_t w = 0, end = SIZE_MAX;
        if (most < 0 || (int64_t)count + 1 < most) {
            if (by.len == 0) {
                utf8_decode(s, &w);
                end = w < s.len ? w : SIZE_MAX;
            } else {
                end = str_find(s, by);
            }
        }
        if (by.len == 0 && s.len == 0)
            break;
        if (count == cap) {
            struct cel_value *wider = cel_values(run, cap * 2);
            if (!wider)
                break;
            memcpy(wider, items, count * sizeof(*wider));
            items = wider;
            cap *= 2;
        }
        items[count++] = cel_string(str_slice(s, 0, end));
        if (end == SIZE_MAX)
            break;
        s = str_from(s, end + by.len);
    }
    *out = cel_list_value(run->arena, items, count);
}

static void substring(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct str s = text(&args[0]);
    size_t from, to;

    if (n == 3 && args[1].i > args[2].i) {
        cel_failf(run, out, "invalid substring range. start: %lld, end: %lld", (long long)args[1].i,
                  (long long)args[2].i);
        return;
    }
    from = args[1].i < 0 ? SIZE_MAX : byte_at(s, args[1].i);
    if (from == SIZE_MAX) {
        out_of_range(run, out, args[1].i);
        return;
    }
    to = n == 3 ? byte_at(s, args[2].i) : s.len;
    if (to == SIZE_MAX)
        out_of_range(run, out, args[2].i);
    else
        *out = cel_string(str_slice(s, from, to));
}

static void trim(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_string(go_trim_space(text(&args[0])));
}

static void reverse(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct str s = text(&args[0]);
    struct buf b = { 0 };
    char *p = buf_room(&b, s.len * 3 + 4);
    size_t end = s.len * 3, w;

    (void)n;
    for (size_t at = 0; at < s.len; at += w) {
        char one[4];
        size_t len = utf8_encode(utf8_decode(str_from(s, at), &w), one);
        end -= len;
        memcpy(p + end, one, len);
    }
    memmove(p, p + end, s.len * 3 - end);
    b.len = s.len * 3 - end;
    cel_text_of(run, &b, out);
}

static void join(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct str between = n == 2 ? text(&args[1]) : STR("");
    struct cel_cursor c = { 0 };
    struct cel_value key, v;
    struct buf b = { 0 };
    bool first = true;

    while (cel_next(run->arena, &args[0], &c, &key, &v) && cel_work(run, 1)) {
        if (v.kind != CEL_STRING) {
            buf_free(&b);
            cel_fail(run, out, ARENA_JOIN(run->arena, STR("join: invalid input: "), cel_show(run->arena, &v)));
            return;
        }
        if ((!first && !put(run, &b, between)) || !put(run, &b, text(&v)))
            break;
        first = false;
    }
    cel_text_of(run, &b, out);
}

static void quote(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    static const char escaped[] = "\a\b\f\n\r\t\v\\\"", letters[] = "abfnrtv\\\"";
    struct str s = text(&args[0]);
    struct buf b = { 0 };
    size_t w;

    (void)n;
    buf_char(&b, '"');
    for (size_t at = 0; at < s.len; at += w) {
        char one[4];
        uint32_t cp = utf8_decode(str_from(s, at), &w);
        const char *e = cp && cp < 128 ? strchr(escaped, (int)cp) : NULL;
        if (e) {
            buf_char(&b, '\\');
            buf_char(&b, letters[e - escaped]);
        } else {
            buf_put(&b, (struct str){ one, utf8_encode(cp, one) });
        }
    }
    buf_char(&b, '"');
    cel_text_of(run, &b, out);
}

static void format(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    cel_format_text(run, text(&args[0]), &args[1], out);
}

const struct cel_decl cel_decls_strings_ext[] = {
    { "charAt", "string_char_at_int", ".string,int>string", char_at, cel_cost_char_at },
    { "indexOf", "string_index_of_string", ".string,string>int", index_of, cel_cost_text_search },
    { "indexOf", "string_index_of_string_int", ".string,string,int>int", index_of, cel_cost_text_search },
    { "lastIndexOf", "string_last_index_of_string", ".string,string>int", last_index_of, cel_cost_text_search },
    { "lastIndexOf", "string_last_index_of_string_int", ".string,string,int>int", last_index_of, cel_cost_text_search },
    { "lowerAscii", "string_lower_ascii", ".string>string", lower_ascii, cel_cost_transform },
    { "replace", "string_replace_string_string", ".string,string,string>string", replace, cel_cost_replace },
    { "replace", "string_replace_string_string_int", ".string,string,string,int>string", replace, cel_cost_replace },
    { "split", "string_split_string", ".string,string>list(string)", split, cel_cost_split },
    { "split", "string_split_string_int", ".string,string,int>list(string)", split, cel_cost_split },
    { "substring", "string_substring_int", ".string,int>string", substring, cel_cost_transform },
    { "substring", "string_substring_int_int", ".string,int,int>string", substring, cel_cost_transform },
    { "trim", "string_trim", ".string>string", trim, cel_cost_transform },
    { "upperAscii", "string_upper_ascii", ".string>string", upper_ascii, cel_cost_transform },
    { "format", "string_format", ".string,list(dyn)>string", format, cel_cost_scan },
    { "strings.quote", "strings_quote", "string>string", quote, cel_cost_scan },
    { "join", "list_join", ".list(string)>string", join, cel_cost_join },
    { "join", "list_join_string", ".list(string),string>string", join, cel_cost_join },
    { "reverse", "string_reverse", ".string>string", reverse, cel_cost_transform },
    { NULL, NULL, NULL, NULL, NULL },
};
