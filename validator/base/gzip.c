#include "base/gzip.h"

#include <limits.h>

#define ZLIB_CONST
#include <zlib.h>

enum {
    HEADER = 10,
    TRAILER = 8,
    LONGEST_NAME = 512, /* Go gives up on names and comments that fill its buffer */
    FLAG_HEADER_CRC = 2,
    FLAG_EXTRA = 4,
    FLAG_NAME = 8,
    FLAG_COMMENT = 16,
};

static const struct str bad_header = STR_INIT("gzip: invalid header");
static const struct str bad_checksum = STR_INIT("gzip: invalid checksum");
static const struct str cut_short = STR_INIT("unexpected EOF");

bool gzip_is(struct str bytes)
{
    return str_starts(bytes, STR("\x1f\x8b"));
}

static bool fail(struct str *reason, struct str words)
{
    *reason = words;
    return false;
}

static uint32_t byte_at(struct str s, size_t i)
{
    return (unsigned char)s.p[i];
}

static uint32_t little(struct str s, size_t at, size_t bytes)
{
    uint32_t v = 0;

    for (size_t i = 0; i < bytes; i++)
        v |= byte_at(s, at + i) << (8 * i);
    return v;
}

/* Past a text that ends with NUL. */
static bool skip_text(struct str in, size_t *at, struct str *reason)
{
    size_t nul = str_find_char(str_slice(in, *at, *at + LONGEST_NAME), '\0');

    if (nul == SIZE_MAX)
        return fail(reason, in.len - *at >= LONGEST_NAME ? bad_header : cut_short);
    *at += nul + 1;
    return true;
}

static bool skip_extra(struct str in, size_t *at, struct str *reason)
{
    size_t extra;

    if (in.len - *at < 2)
        return fail(reason, cut_short);
    extra = little(in, *at, 2);
    if (in.len - *at - 2 < extra)
        return fail(reason, cut_short);
    *at += 2 + extra;
    return true;
}

/* Past one member's header (gzip.Reader.readHeader). */
static bool skip_header(struct str in, size_t *at, struct str *reason)
{
    size_t start = *at;
    uint32_t flags;

    if (in.len - start < HEADER)
        return fail(reason, cut_short);
    if (!gzip_is(str_from(in, start)) || byte_at(in, start + 2) != Z_DEFLATED)
        return fail(reason, bad_header);
    flags = byte_at(in, start + 3);
    *at += HEADER;
    if (((flags & FLAG_EXTRA) && !skip_extra(in, at, reason)) || ((flags & FLAG_NAME) && !skip_text(in, at, reason)) ||
        ((flags & FLAG_COMMENT) && !skip_text(in, at, reason)))
        return false;
    if (flags & FLAG_HEADER_CRC) {
        uLong crc = crc32_z(0, (const Bytef *)in.p + start, *at - start);
        if (in.len - *at < 2)
            return fail(reason, cut_short);
        if ((crc & 0xFFFF) != little(in, *at, 2))
            return fail(reason, bad_header);
        *at += 2;
    }
    return true;
}

static uInt clamp(size_t n)
{
    return n < UINT_MAX ? (uInt)n : UINT_MAX;
}

/* Inflates from in[*at] on. Returns zlib's last status; Z_BUF_ERROR when the limit or the end of input came
 * first. */
static int inflate_body(z_stream *z, struct str in, size_t *at, size_t most, struct buf *out)
{
    int status = Z_OK;

    while (status == Z_OK && out->len <= most) {
        uInt room = clamp(most - out->len < 64 * 1024 ? most - out->len + 1 : 64 * 1024);
        uInt given = clamp(in.len - *at);
        z->next_out = (Bytef *)buf_room(out, room);
        z->avail_out = room;
        z->next_in = (const Bytef *)in.p + *at;
        z->avail_in = given;
        status = inflate(z, Z_NO_FLUSH);
        *at += given - z->avail_in;
        out->len += room - z->avail_out;
    }
    return status == Z_OK ? Z_BUF_ERROR : status;
}

static bool expand_body(struct str in, size_t *at, size_t most, struct buf *out, struct arena *a, struct str *reason)
{
    size_t start = *at;
    z_stream z = { 0 };
    int status;

    if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
        return fail(reason, STR("cannot allocate memory"));
    status = inflate_body(&z, in, at, most, out);
    inflateEnd(&z);
    if (out->len > most)
        return fail(reason, arena_printf(a, "gzip: expands to more than %zu bytes", most));
    if (status == Z_DATA_ERROR)
        return fail(reason, arena_printf(a, "flate: corrupt input before offset %zu", *at - start));
    if (status == Z_MEM_ERROR)
        return fail(reason, STR("cannot allocate memory"));
    return status == Z_STREAM_END || fail(reason, cut_short);
}

static bool check_trailer(struct str in, size_t *at, struct str body, struct str *reason)
{
    if (in.len - *at < TRAILER)
        return fail(reason, cut_short);
    if (little(in, *at, 4) != crc32_z(0, (const Bytef *)body.p, body.len) ||
        little(in, *at + 4, 4) != (uint32_t)body.len)
        return fail(reason, bad_checksum);
    *at += TRAILER;
    return true;
}

bool gzip_expand(struct str bytes, size_t most, struct buf *out, struct arena *a, struct str *reason)
{
    size_t at = 0;

    buf_reset(out);
    if (bytes.len == 0)
        return fail(reason, STR("EOF"));
    /* Members follow each other until nothing is left; what is left and no member is an error. */
    do {
        size_t before = out->len;
        if (!skip_header(bytes, &at, reason) || !expand_body(bytes, &at, most, out, a, reason) ||
            !check_trailer(bytes, &at, str_from(buf_str(out), before), reason))
            return false;
    } while (at < bytes.len);
    *buf_room(out, 0) = '\0';
    return true;
}

bool gzip_read_file(const struct fs *fs, struct str path, size_t most, struct buf *content, struct buf *spare,
                    struct arena *a, struct str *reason)
{
    struct fs_error error;
    struct buf packed;

    if (!fs_read(fs, path, most, content, &error))
        return fail(reason, fs_error_text(&error, a));
    if (!gzip_is(buf_str(content)))
        return true;
    packed = *content;
    *content = *spare;
    *spare = packed;
    return gzip_expand(buf_str(spare), most, content, a, reason);
}

size_t gzip_size(struct str bytes)
{
    enum { GZIP_WINDOW = MAX_WBITS + 16, MEMORY_LEVEL = 8 };
    unsigned char out[1 << 14];
    z_stream z = { .next_in = (const unsigned char *)bytes.p };
    size_t left = bytes.len, size = 0;
    int status = deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);

    if (status != Z_OK)
        return 0;
    for (status = Z_OK; status == Z_OK;) {
        uInt take = left > INT_MAX ? INT_MAX : (uInt)left;
        z.avail_in = take;
        z.next_out = out;
        z.avail_out = sizeof out;
        status = deflate(&z, left > take ? Z_NO_FLUSH : Z_FINISH);
        left -= take - z.avail_in;
        size += sizeof out - z.avail_out;
    }
    deflateEnd(&z);
    return size;
}
