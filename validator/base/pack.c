#include "base/pack.h"

#include <string.h>

/* Seven bits a byte, lowest first; the highest bit says that more follow. */
static void put_uint(struct buf *out, uint64_t v)
{
    for (; v > 127; v >>= 7)
        buf_char(out, (char)(unsigned char)(v | 128));
    buf_char(out, (char)v);
}

static void fail(struct pack *p)
{
    p->failed = true;
    p->in = STR("");
}

/* Only the shortest form of a number is one, so that equal records are equal bytes. */
static uint64_t take_uint(struct pack *p)
{
    uint64_t v = 0;

    for (unsigned i = 0; i < p->in.len && i < 10; i++) {
        unsigned char c = (unsigned char)p->in.p[i];
        if ((i == 9 && c > 1) || (i && c == 0))
            break;
        v |= (uint64_t)(c & 127) << (7 * i);
        if (c < 128) {
            p->in = str_from(p->in, i + 1);
            return v;
        }
    }
    fail(p);
    return 0;
}

void pack_write_begin(struct pack *p, struct arena *a)
{
    *p = (struct pack){ .arena = a };
    map_init(&p->places, a);
}

void pack_write_end(struct pack *p, struct buf *out)
{
    put_uint(out, p->text_count);
    for (size_t i = 0; i < p->text_count; i++) {
        put_uint(out, p->texts[i].len);
        buf_put(out, p->texts[i]);
    }
    buf_put(out, buf_str(&p->out));
    buf_free(&p->out);
}

static struct str take(struct pack *p, uint64_t n)
{
    struct str s = str_slice(p->in, 0, n <= p->in.len ? (size_t)n : 0);

    if (n > p->in.len)
        fail(p);
    else
        p->in = str_from(p->in, (size_t)n);
    return s;
}

void pack_read_begin(struct pack *p, struct arena *a, struct str bytes)
{
    *p = (struct pack){ .reading = true, .arena = a, .in = bytes };
    PACK_LIST(p, p->texts, &p->text_count, 1);
    for (size_t i = 0; i < p->text_count && !p->failed; i++)
        p->texts[i] = arena_copy(a, take(p, take_uint(p)));
}

bool pack_read_end(struct pack *p)
{
    return !p->failed && p->in.len == 0;
}

void pack_uint(struct pack *p, uint64_t *v)
{
    if (p->reading)
        *v = take_uint(p);
    else
        put_uint(&p->out, *v);
}

static uint64_t number_to(struct pack *p, uint64_t n, uint64_t most)
{
    pack_uint(p, &n);
    if (n <= most)
        return n;
    fail(p);
    return 0;
}

void pack_size(struct pack *p, size_t *v)
{
    *v = (size_t)number_to(p, *v, SIZE_MAX);
}

void pack_u32(struct pack *p, uint32_t *v)
{
    *v = (uint32_t)number_to(p, *v, UINT32_MAX);
}

void pack_enum(struct pack *p, unsigned *v, unsigned most)
{
    *v = (unsigned)number_to(p, *v, most);
}

void pack_bool(struct pack *p, bool *v)
{
    unsigned n = *v;

    pack_enum(p, &n, 1);
    *v = n == 1;
}

static uint64_t place_of(struct pack *p, struct str text)
{
    void **at = map_at(&p->places, text);

    if (!*at) {
        *ARENA_PUSH(p->arena, p->texts, p->text_count, p->text_cap) = text;
        *at = (void *)(uintptr_t)p->text_count;
    }
    return (uint64_t)(uintptr_t)*at - 1;
}

void pack_text(struct pack *p, struct str *v)
{
    uint64_t n = p->reading ? take_uint(p) : place_of(p, *v);

    if (!p->reading) {
        put_uint(&p->out, n);
        return;
    }
    if (n >= p->text_count)
        fail(p);
    *v = p->failed ? STR("") : p->texts[n];
}

void pack_bytes(struct pack *p, void *bytes, size_t n)
{
    struct str s;

    if (!p->reading) {
        buf_put(&p->out, (struct str){ bytes, n });
        return;
    }
    s = take(p, n);
    memset(bytes, 0, n);
    if (s.len)
        memcpy(bytes, s.p, s.len);
}

void *pack_list(struct pack *p, const void *items, size_t *count, size_t size, size_t least)
{
    pack_size(p, count);
    if (!p->reading)
        return (void *)(uintptr_t)items;
    if (*count > p->in.len / (least ? least : 1))
        fail(p);
    if (p->failed)
        *count = 0;
    return arena_array(p->arena, *count, size);
}
