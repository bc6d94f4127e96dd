#include "jsonschema/uri.h"

#include "base/ascii.h"
#include "base/buf.h"

struct parts {
    struct str scheme, authority, path, query;
    bool has_scheme, has_authority, has_query;
};

bool uri_cut_fragment(struct str uri, struct str *rest, struct str *fragment)
{
    return str_cut(uri, '#', rest, fragment);
}

static size_t scheme_length(struct str s)
{
    size_t at = 0;

    if (s.len == 0 || !is_letter(s.p[0]))
        return 0;
    while (at < s.len && (is_letter(s.p[at]) || (s.p[at] >= '0' && s.p[at] <= '9') || s.p[at] == '+' ||
                          s.p[at] == '-' || s.p[at] == '.'))
        at++;
    return at < s.len && s.p[at] == ':' ? at : 0;
}

static struct parts split(struct str s)
{
    struct parts p = { 0 };
    size_t n = scheme_length(s), slash;

    if (n) {
        p.has_scheme = true;
        p.scheme = str_slice(s, 0, n);
        s = str_from(s, n + 1);
    }
    p.has_query = str_cut(s, '?', &s, &p.query);
    if (str_starts(s, STR("//"))) {
        s = str_from(s, 2);
        slash = str_find_char(s, '/');
        p.has_authority = true;
        p.authority = str_slice(s, 0, slash);
        s = slash == SIZE_MAX ? (struct str){ s.p, 0 } : str_from(s, slash);
    }
    p.path = s;
    return p;
}

/* Puts path onto out with "." and ".." settled (section 5.2.4); out holds only this path. */
static void put_path(struct buf *out, struct str path)
{
    bool rooted = path.len && path.p[0] == '/';
    struct str segment;
    bool more = true;

    path = str_trim_prefix(path, STR("/"));
    if (rooted)
        buf_char(out, '/');
    while (more) {
        more = str_cut(path, '/', &segment, &path);
        if (str_eq(segment, STR("."))) {
            continue;
        } else if (str_eq(segment, STR(".."))) {
            struct str so_far = str_trim_suffix(buf_str(out), STR("/"));
            size_t slash = str_rfind_char(so_far, '/');
            out->len = slash == SIZE_MAX ? rooted : slash + 1;
        } else {
            buf_put(out, segment);
            if (more)
                buf_char(out, '/');
        }
    }
}

static void merge_paths(struct buf *merged, const struct parts *base, struct str path)
{
    size_t slash = str_rfind_char(base->path, '/');

    if (base->has_authority && base->path.len == 0)
        buf_char(merged, '/');
    else if (slash != SIZE_MAX)
        buf_put(merged, str_slice(base->path, 0, slash + 1));
    buf_put(merged, path);
}

static struct str join(struct arena *a, const struct parts *p)
{
    struct buf path = { 0 };
    struct str s;

    put_path(&path, p->path);
    s = arena_printf(a, "%.*s%s%s%.*s%.*s%s%.*s", STR_ARG(p->scheme), p->has_scheme ? ":" : "",
                     p->has_authority ? "//" : "", STR_ARG(p->authority), STR_ARG(buf_str(&path)),
                     p->has_query ? "?" : "", STR_ARG(p->query));
    buf_free(&path);
    return s;
}

struct str uri_resolve(struct arena *a, struct str base, struct str ref)
{
    struct parts r = split(ref), b = split(base);
    struct buf merged = { 0 };
    struct str s;

    if (ref.len == 0)
        return base;
    if (r.has_scheme)
        return r.path.len && r.path.p[0] == '/' ? join(a, &r) : ref;
    r.has_scheme = b.has_scheme;
    r.scheme = b.scheme;
    if (!r.has_authority) {
        r.has_authority = b.has_authority;
        r.authority = b.authority;
        if (r.path.len == 0)
            r.path = b.path;
        else if (r.path.p[0] != '/') {
            merge_paths(&merged, &b, r.path);
            r.path = buf_str(&merged);
        }
    }
    s = join(a, &r);
    buf_free(&merged);
    return s;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str uri_decode(struct arena *a, struct str s)
{
    char *out;
    size_t n = 0;

    if (str_find_char(s, '%') == SIZE_MAX)
        return s;
    out = arena_take(a, s.len);
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '%' && i + 2 < s.len && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
            out[n++] = (char)(hex(s.p[i + 1]) << 4 | hex(s.p[i + 2]));
            i += 2;
        } else {
            out[n++] = s.p[i];
        }
    }
    return (struct str){ out, n };
}
