#include "lsp/message.h"

void message_feed(struct message_reader *r, struct str bytes)
{
    /* What is left moves at most once for each time that as much was taken: the work is that of the bytes. */
    if (r->taken >= r->bytes.len - r->taken) {
        size_t left = r->bytes.len - r->taken;

        if (left)
            memmove(r->bytes.p, r->bytes.p + r->taken, left);
        r->bytes.len = left;
        r->taken = 0;
    }
    buf_put(&r->bytes, bytes);
}

/* Names of headers are of any case, as HTTP's are. */
static bool is_named(struct str name, struct str wanted)
{
    if (name.len != wanted.len)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.p[i];

        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != wanted.p[i])
            return false;
    }
    return true;
}

static bool read_length(struct str text, size_t *length)
{
    size_t n = 0;

    if (!text.len)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        n = n * 10 + (size_t)(text.p[i] - '0');
        if (n > MESSAGE_MOST_BODY)
            return false;
    }
    *length = n;
    return true;
}

static bool read_header(struct str header, size_t *length)
{
    bool found = false;

    while (header.len) {
        struct str line, rest, name, value;

        str_cut(header, '\n', &line, &rest);
        header = rest;
        line = str_trim_suffix(line, STR("\r"));
        if (!str_cut(line, ':', &name, &value))
            return false;
        if (!is_named(name, STR("content-length")))
            continue;
        if (found || !read_length(str_trim(value), length))
            return false;
        found = true;
    }
    return found;
}

enum message_state message_next(struct message_reader *r, struct str *body)
{
    struct str rest = str_from(buf_str(&r->bytes), r->taken);
    size_t end = str_find(str_slice(rest, 0, MESSAGE_MOST_HEADER), STR("\r\n\r\n")), length = 0;

    if (end == SIZE_MAX)
        return rest.len >= MESSAGE_MOST_HEADER ? MESSAGE_BROKEN : MESSAGE_MORE;
    if (!read_header(str_slice(rest, 0, end), &length))
        return MESSAGE_BROKEN;
    if (rest.len - end - 4 < length)
        return MESSAGE_MORE;
    *body = str_slice(rest, end + 4, end + 4 + length);
    r->taken += end + 4 + length;
    return MESSAGE_WHOLE;
}

void message_reader_free(struct message_reader *r)
{
    buf_free(&r->bytes);
    *r = (struct message_reader){ 0 };
}

void message_put(struct buf *out, struct str body)
{
    buf_printf(out, "Content-Length: %zu\r\n\r\n", body.len);
    buf_put(out, body);
}
