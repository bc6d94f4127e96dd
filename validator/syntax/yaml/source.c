#include "base/utf8.h"
#include "syntax/yaml/scan.h"

#include <string.h>

/* Go's reader decodes its input in steps of this many raw bytes. */
enum { STEP = 512 };

/* Bytes looked at together. */
enum { BLOCK = 64 };

struct decoder {
    const unsigned char *raw;
    size_t len;
    bool wide, swap; /* UTF-16; its low byte comes second */
    struct buf out;  /* UTF-8, for UTF-16 only */
    const char *problem;
    bool cut; /* the problem is that the input ends too early */
};

/* Which code points may stand in a source at all. */
static bool allowed(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0x7e) || c == 0x85 || (c >= 0xa0 && c <= 0xd7ff) ||
           (c >= 0xe000 && c <= 0xfffd) || (c >= 0x10000 && c <= 0x10ffff);
}

static size_t utf8_width(unsigned char c)
{
    return c < 0x80 ? 1 : (c & 0xe0) == 0xc0 ? 2 : (c & 0xf0) == 0xe0 ? 3 : (c & 0xf8) == 0xf0 ? 4 : 0;
}

/* The bytes at hand end inside a code point: an error only where the input does too. */
static size_t cut_off(struct decoder *d, size_t end, const char *problem)
{
    if (end == d->len) {
        d->problem = problem;
        d->cut = true;
    }
    return 0;
}

/* Bytes of the code point at i when have of them are at hand; 0 with a problem when it is bad, 0 without one
 * when it is not all there yet. */
static size_t decode_utf8(struct decoder *d, size_t i, size_t have, uint32_t *value)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t width = utf8_width(d->raw[i]);

    if (width == 0) {
        d->problem = "invalid leading UTF-8 octet";
        return 0;
    }
    if (width > have) {
        return cut_off(d, i + have, "incomplete UTF-8 octet sequence");
    }
    *value = d->raw[i] & (width == 1 ? 0x7fu : 0xffu >> (width + 1));
    for (size_t k = 1; k < width; k++) {
        if ((d->raw[i + k] & 0xc0) != 0x80) {
            d->problem = "invalid trailing UTF-8 octet";
            return 0;
        }
        *value = *value << 6 | (d->raw[i + k] & 0x3fu);
    }
    if (*value < least[width])
        d->problem = "invalid length of a UTF-8 sequence";
    else if ((*value >= 0xd800 && *value <= 0xdfff) || *value > 0x10ffff)
        d->problem = "invalid Unicode character";
    return d->problem ? 0 : width;
}

static uint32_t unit16(const struct decoder *d, size_t i)
{
    return d->swap ? (uint32_t)d->raw[i] << 8 | d->raw[i + 1] : (uint32_t)d->raw[i + 1] << 8 | d->raw[i];
}

static size_t decode_utf16(struct decoder *d, size_t i, size_t have, uint32_t *value)
{
    uint32_t low;

    if (have < 2)
        return cut_off(d, i + have, "incomplete UTF-16 character");
    *value = unit16(d, i);
    if ((*value & 0xfc00) == 0xdc00) {
        d->problem = "unexpected low surrogate area";
        return 0;
    }
    if ((*value & 0xfc00) != 0xd800)
        return 2;
    if (have < 4)
        return cut_off(d, i + have, "incomplete UTF-16 surrogate pair");
    low = unit16(d, i + 2);
    if ((low & 0xfc00) != 0xdc00) {
        d->problem = "expected low surrogate area";
        return 0;
    }
    *value = 0x10000 + ((*value & 0x3ff) << 10) + (low & 0x3ff);
    return 4;
}

/* One good code point of the raw input, or 0 as above. */
static size_t decode(struct decoder *d, size_t i, size_t have)
{
    uint32_t value = 0;
    size_t width = d->wide ? decode_utf16(d, i, have, &value) : decode_utf8(d, i, have, &value);

    if (width && !allowed(value)) {
        d->problem = "control characters are not allowed";
        return 0;
    }
    if (width && d->wide) {
        size_t n = utf8_encode(value, buf_room(&d->out, 4));
        d->out.len += n;
    }
    return width;
}

/* Walks the raw input in Go's steps and notes where each ends, up to the first bad byte. */
static void find_edges(struct scanner *s, struct decoder *d, size_t from)
{
    size_t cap = 0, i = from, fill = d->len < STEP ? d->len : STEP;

    for (;;) {
        while (i < fill) {
            size_t width = decode(d, i, fill - i);
            if (width == 0)
                break;
            i += width;
        }
        /* Go learns of the end one step later than of other mistakes. */
        if (d->problem && !d->cut)
            break;
        *ARENA_PUSH(s->arena, s->edges, s->edge_count, cap) = (uint32_t)(d->wide ? d->out.len : i);
        if (i == d->len)
            return;
        if (d->problem)
            break;
        fill = d->len - i < STEP ? d->len : i + STEP;
    }
    s->defect = str_c(d->problem);
    s->defect_at = (uint32_t)(d->wide ? d->out.len : i);
}

/* Whether a block holds anything but printable ASCII and line feeds. Written for the compiler to vectorise.
 */
static bool is_special(const unsigned char *block)
{
    unsigned char special = 0;

    for (size_t i = 0; i < BLOCK; i++)
        special |= (unsigned char)((unsigned char)(block[i] - 0x20) > 0x5e) & (unsigned char)(block[i] != '\n');
    return special;
}

/* Whether UTF-8 holds a bad byte or a byte order mark after its start, where Go's steps matter. */
static bool needs_care(struct scanner *s, struct decoder *d, size_t from)
{
    const unsigned char *raw = d->raw;
    size_t i = from;

    while (i < d->len) {
        uint32_t value = 0;
        size_t width;

        while (d->len - i >= BLOCK && !is_special(raw + i))
            i += BLOCK;
        for (size_t end = d->len - i < BLOCK ? d->len : i + BLOCK; i < end; i += width) {
            width = decode_utf8(d, i, d->len - i, &value);
            d->problem = NULL;
            if (width == 0 || !allowed(value) || value == 0xfeff)
                return true;
            s->wide |= width > 1;
        }
    }
    return false;
}

void scanner_open(struct scanner *s, struct arena *a, struct str *bytes, struct yaml_error *e)
{
    struct decoder d = { .raw = (const unsigned char *)bytes->p, .len = bytes->len };
    size_t from = 0;

    *s = (struct scanner){ .arena = a, .error = e };
    if (d.len >= 2 && d.raw[0] + d.raw[1] == 0xff + 0xfe && d.raw[0] >= 0xfe) {
        d.wide = true;
        d.swap = d.raw[0] == 0xfe;
        find_edges(s, &d, 2);
        *bytes = arena_copy(a, buf_str(&d.out));
        buf_free(&d.out);
        s->wide = s->careful = true;
    } else {
        if (d.len >= 3 && memcmp(d.raw, "\xef\xbb\xbf", 3) == 0)
            from = 3;
        if (needs_care(s, &d, from)) {
            s->wide = s->careful = true;
            find_edges(s, &d, from);
        }
    }
    s->source = bytes->p ? *bytes : STR(""); /* pointers into it are counted with */
    s->p = s->window = s->decoded = s->source.p + from;
    s->extra = (uint32_t)from;
    s->end = s->source.p + s->source.len;
}

void scanner_close(struct scanner *s)
{
    buf_free(&s->value.spill);
    buf_free(&s->breaks.spill);
}

/* Code points from p to the end of what is decoded, but no more than asked. */
static size_t unread(const struct scanner *s, size_t most)
{
    size_t n = s->past;

    for (const char *p = s->p; p < s->decoded && n < most; p++)
        n += ((unsigned char)*p & 0xc0) != 0x80;
    return n;
}

static bool defect(struct scanner *s)
{
    struct yaml_error *e = s->error;

    e->message = arena_printf(s->arena, "yaml: %.*s", STR_ARG(s->defect));
    e->offset = s->defect_at;
    e->end = s->defect_at < s->source.len ? s->defect_at + 1 : s->defect_at;
    return false;
}

/* Go's yaml_parser_update_buffer. */
bool scanner_load(struct scanner *s, size_t chars)
{
    if (unread(s, chars) >= chars)
        return true;
    s->window = s->p;
    while (unread(s, chars) < chars) {
        if (s->edge < s->edge_count) {
            s->decoded = s->source.p + s->edges[s->edge++];
            continue;
        }
        if (s->defect.len)
            return defect(s);
        s->past++;
        break;
    }
    return true;
}

struct mark mark_of(const struct scanner *s)
{
    return (struct mark){ offset_of(s), index_of(s), s->line, column_of(s) };
}

size_t wide_break_at(const struct scanner *s, size_t i)
{
    switch (at(s, i)) {
    case '\r':
        return at(s, i + 1) == '\n' ? 2 : 1;
    case 0xc2:
        return at(s, i + 1) == 0x85 ? 2 : 0;
    case 0xe2:
        return at(s, i + 1) == 0x80 && (at(s, i + 2) & 0xfe) == 0xa8 ? 3 : 0;
    default:
        return 0;
    }
}

void skip_wide(struct scanner *s)
{
    size_t width = utf8_width(at(s, 0));

    if ((size_t)(s->end - s->p) < width)
        width = (size_t)(s->end - s->p);
    s->p += width;
    s->extra += width ? (uint32_t)width - 1 : 0;
}

bool skip_line(struct scanner *s)
{
    const char *p = s->p;

    if (s->careful) {
        while (at(s, 0) && !break_at(s, 0)) {
            skip(s);
            if (!need(s, 1))
                return false;
        }
        return true;
    }
    for (;;) {
        while (p < s->end && (unsigned char)*p != 0xc2 && (unsigned char)*p != 0xe2 && *p != '\n' && *p != '\r')
            p++;
        skip_bytes(s, (size_t)(p - s->p));
        if (p == s->end || break_at(s, 0))
            return true;
        skip(s);
        p = s->p;
    }
}

void skip_break(struct scanner *s)
{
    size_t width = break_at(s, 0);

    if (width == 0)
        return;
    if ((unsigned char)*s->p >= 0x80)
        s->extra += (uint32_t)width - 1;
    s->p += width;
    s->line++;
    s->line_index = index_of(s);
}

struct str read_break(struct scanner *s)
{
    const char *p = s->p;

    skip_break(s);
    if (s->p == p)
        return (struct str){ p, 0 };
    if (*p == '\n' || s->p - p == 3)
        return (struct str){ p, (size_t)(s->p - p) };
    return STR("\n");
}

bool scan_error(struct scanner *s, struct place where, const char *problem)
{
    struct yaml_error *e = s->error;

    /* Go's parser.fail: line 0 is not named, and the scanner's lines count from 0. */
    if (s->line)
        e->message = arena_printf(s->arena, "yaml: line %u: %s", s->line + 1, problem);
    else
        e->message = arena_printf(s->arena, "yaml: %s", problem);
    e->offset = where.offset;
    e->end = where.offset < s->source.len ? where.offset + 1 : where.offset;
    return false;
}

void text_reset(struct text *x)
{
    x->p = NULL;
    x->len = 0;
    x->spilled = false;
}

void text_copy(struct text *x, struct str part)
{
    if (!x->spilled) {
        buf_reset(&x->spill);
        buf_put(&x->spill, (struct str){ x->p, x->len });
        x->spilled = true;
    }
    buf_put(&x->spill, part);
}

void text_add(struct text *x, struct str part)
{
    if (part.len == 0)
        return;
    if (!x->spilled && x->len == 0)
        x->p = part.p;
    if (!x->spilled && x->p + x->len == part.p)
        x->len += part.len;
    else
        text_copy(x, part);
}

void text_move(struct text *x, struct text *from)
{
    if (from->spilled)
        text_copy(x, buf_str(&from->spill));
    else
        text_add(x, (struct str){ from->p, from->len });
    text_reset(from);
}

struct str text_take(struct text *x, struct arena *a)
{
    return x->spilled ? arena_copy(a, buf_str(&x->spill)) : (struct str){ x->p ? x->p : "", x->len };
}
