#include "syntax/json/write.h"

#include "base/utf8.h"
#include "syntax/json/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void new_line(struct json_writer *w)
{
    size_t blanks = (size_t)w->depth * w->indent;
    char *room;

    if (w->indent == 0)
        return;
    buf_char(w->out, '\n');
    room = buf_room(w->out, blanks);
    memset(room, ' ', blanks);
    w->out->len += blanks;
}

/* What stands between the last thing and the one that begins here. */
static void separate(struct json_writer *w)
{
    if (w->after_key) {
        w->after_key = false;
        return;
    }
    if (w->depth == 0)
        return;
    if (w->follows)
        buf_char(w->out, ',');
    new_line(w);
    w->follows = true;
}

static void begin(struct json_writer *w, char c)
{
    separate(w);
    buf_char(w->out, c);
    w->depth++;
    w->follows = false;
}

static void end(struct json_writer *w, char c)
{
    w->depth--;
    if (w->follows)
        new_line(w);
    buf_char(w->out, c);
    w->follows = true;
}

void json_begin_object(struct json_writer *w)
{
    begin(w, '{');
}

void json_end_object(struct json_writer *w)
{
    end(w, '}');
}

void json_begin_array(struct json_writer *w)
{
    begin(w, '[');
}

void json_end_array(struct json_writer *w)
{
    end(w, ']');
}

static void put_control(struct buf *out, unsigned char c)
{
    static const char controls[] = "\b\f\n\r\t", letters[] = "bfnrt";
    const char *at = c ? strchr(controls, c) : NULL;

    if (at)
        buf_printf(out, "\\%c", letters[at - controls]);
    else
        buf_printf(out, "\\u%04x", c);
}

/* Writes the escape that the byte at the start of s needs, if any, and says how many bytes that settles. */
static size_t put_special(struct buf *out, struct str s)
{
    unsigned char c = (unsigned char)s.p[0];
    size_t width = 1;

    if (c == '"' || c == '\\')
        buf_printf(out, "\\%c", c);
    else if (c < 0x20)
        put_control(out, c);
    else if (utf8_decode(s, &width) == UTF8_BAD && width == 1)
        buf_put(out, STR("\xEF\xBF\xBD"));
    else
        buf_put(out, str_slice(s, 0, width));
    return width;
}

static void put_quoted(struct buf *out, struct str s)
{
    size_t plain = 0, at = 0;

    buf_char(out, '"');
    while (at < s.len) {
        unsigned char c = (unsigned char)s.p[at];
        if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
            at++;
            continue;
        }
        buf_put(out, str_slice(s, plain, at));
        at += put_special(out, str_from(s, at));
        plain = at;
    }
    buf_put(out, str_slice(s, plain, at));
    buf_char(out, '"');
}

void json_key(struct json_writer *w, struct str key)
{
    separate(w);
    put_quoted(w->out, key);
    buf_put(w->out, w->indent ? STR(": ") : STR(":"));
    w->after_key = true;
}

void json_string(struct json_writer *w, struct str s)
{
    separate(w);
    put_quoted(w->out, s);
}

void json_int(struct json_writer *w, int64_t n)
{
    separate(w);
    buf_printf(w->out, "%" PRId64, n);
}

void json_uint(struct json_writer *w, uint64_t n)
{
    separate(w);
    buf_printf(w->out, "%" PRIu64, n);
}

void json_double(struct json_writer *w, double n)
{
    char text[40];

    if (!isfinite(n)) {
        json_null(w);
        return;
    }
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, n);
        if (strtod(text, NULL) == n)
            break;
    }
    json_raw(w, str_c(text));
}

void json_bool(struct json_writer *w, bool b)
{
    json_raw(w, b ? STR("true") : STR("false"));
}

void json_null(struct json_writer *w)
{
    json_raw(w, STR("null"));
}

void json_raw(struct json_writer *w, struct str json)
{
    separate(w);
    buf_put(w->out, json);
}

static bool put_node(struct json_writer *w, const struct node *n, int levels);

static bool put_sequence(struct json_writer *w, const struct node *n, int levels)
{
    bool whole = true;

    json_begin_array(w);
    for (const struct node *e = node_first(n); e && whole; e = node_next(n, e))
        whole = put_node(w, e, levels - 1);
    json_end_array(w);
    return whole;
}

static bool put_mapping(struct json_writer *w, const struct node *n, int levels)
{
    bool whole = true;

    json_begin_object(w);
    for (const struct node *key = node_first_key(n); key && whole; key = node_next_key(n, key)) {
        json_key(w, (struct str){ key->text, key->len });
        whole = put_node(w, node_pair_value(key), levels - 1);
    }
    json_end_object(w);
    return whole;
}

/* A key stands for the string it became, whatever it was written as. */
static bool put_node(struct json_writer *w, const struct node *n, int levels)
{
    enum node_kind kind = node_kind(n);

    n = node_value(n);
    if (levels < 0)
        json_null(w);
    else if (kind == NODE_SEQUENCE)
        return put_sequence(w, n, levels);
    else if (kind == NODE_MAPPING)
        return put_mapping(w, n, levels);
    else if (kind == NODE_STRING || (n && n->flags & FLAG_KEY))
        json_string(w, node_text(n));
    else if (kind == NODE_NULL)
        json_null(w);
    else
        json_raw(w, node_text(n));
    return levels >= 0;
}

bool json_node(struct json_writer *w, const struct node *n)
{
    return put_node(w, n, JSON_DEPTH);
}

void json_member_string(struct json_writer *w, struct str key, struct str value)
{
    json_key(w, key);
    json_string(w, value);
}

void json_member_int(struct json_writer *w, struct str key, int64_t value)
{
    json_key(w, key);
    json_int(w, value);
}

void json_member_bool(struct json_writer *w, struct str key, bool value)
{
    json_key(w, key);
    json_bool(w, value);
}

void json_text(struct json_writer *w, const char *key, struct str value)
{
    if (value.len)
        json_member_string(w, str_c(key), value);
}

void json_number(struct json_writer *w, const char *key, uint64_t value)
{
    json_key(w, str_c(key));
    json_uint(w, value);
}
