#include "syntax/scalar/url.h"

#include "base/ascii.h"
#include "syntax/scalar/address.h"
#include "syntax/scalar/goquote.h"
#include "syntax/scalar/urlescape.h"

#include <string.h>

struct parser {
    struct arena *arena;
    struct str *error;
};

static bool refuse(struct parser *p, struct str why)
{
    *p->error = why;
    return false;
}

static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
            return true;
    return false;
}

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

/* Takes "scheme:" from the front, where there is one. */
static bool take_scheme(struct parser *p, struct str *s, struct str *scheme)
{
    size_t n = 0;

    *scheme = STR("");
    while (n < s->len && (is_letter(s->p[n]) || (n > 0 && (is_digit(s->p[n]) || one_of(s->p[n], "+-.")))))
        n++;
    if (n == s->len || s->p[n] != ':')
        return true;
    if (n == 0)
        return refuse(p, STR("missing protocol scheme"));
    *scheme = go_lower(p->arena, str_slice(*s, 0, n));
    *s = str_from(*s, n + 1);
    return true;
}

static bool check_port(struct parser *p, struct str port)
{
    bool ok = port.len == 0 || port.p[0] == ':';

    for (size_t i = 1; i < port.len; i++)
        ok = ok && is_digit(port.p[i]);
    if (ok)
        return true;
    return refuse(p, ARENA_JOIN(p->arena, STR("invalid port "), go_quote(p->arena, port), STR(" after host")));
}

/* A host in brackets must be an IPv6 address. Its zone follows "%25" and has escapes of its own. */
static bool parse_bracketed(struct parser *p, struct str host, struct str *out)
{
    size_t close = str_rfind_char(host, ']'), zone;
    struct str name, port, tail = STR(""), why;
    bool v4;

    if (close == SIZE_MAX)
        return refuse(p, STR("missing ']' in host"));
    port = str_from(host, close + 1);
    if (!check_port(p, port) || !url_unescape(port, URL_HOST, p->arena, &port, p->error))
        return false;
    name = str_slice(host, 1, close);
    zone = str_find(name, STR("%25"));
    if (zone != SIZE_MAX) {
        tail = str_from(name, zone);
        name = str_slice(name, 0, zone);
    }
    if (!url_unescape(name, URL_HOST, p->arena, &name, p->error) ||
        !url_unescape(tail, URL_ZONE, p->arena, &tail, p->error))
        return false;
    name = ARENA_JOIN(p->arena, name, tail);
    if (!address_parse(name, &v4, p->arena, &why))
        return refuse(p, ARENA_JOIN(p->arena, STR("invalid host: "), why));
    if (v4)
        return refuse(p, STR("invalid IP-literal"));
    *out = ARENA_JOIN(p->arena, STR("["), name, STR("]"), port);
    return true;
}

/* Since Go 1.26 the port of http and https starts at the first colon; other schemes may list several
 * hosts. */
static bool parse_host(struct parser *p, struct str scheme, struct str host, struct str *out)
{
    size_t open = str_rfind_char(host, '['), colon;
    bool web = str_eq(scheme, STR("http")) || str_eq(scheme, STR("https"));

    if (open != SIZE_MAX && open > 0)
        return refuse(p, STR("invalid IP-literal"));
    if (open == 0)
        return parse_bracketed(p, host, out);
    colon = web ? str_find_char(host, ':') : str_rfind_char(host, ':');
    if (colon != SIZE_MAX && !check_port(p, str_from(host, colon)))
        return false;
    return url_unescape(host, URL_HOST, p->arena, out, p->error);
}

static bool valid_user(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_letter(s.p[i]) && !is_digit(s.p[i]) && !one_of(s.p[i], "-._:~!$&'()*+,;=%@"))
            return false;
    return true;
}

static bool parse_authority(struct parser *p, struct str authority, struct url *u)
{
    size_t at = str_rfind_char(authority, '@');
    struct str host = at == SIZE_MAX ? authority : str_from(authority, at + 1);
    struct str user = str_slice(authority, 0, at), password;

    if (!parse_host(p, u->scheme, host, &u->host))
        return false;
    if (at == SIZE_MAX)
        return true;
    if (!valid_user(user))
        return refuse(p, STR("net/url: invalid userinfo"));
    u->has_user = true;
    u->has_password = str_cut(user, ':', &user, &password);
    if (!url_unescape(user, URL_USER, p->arena, &u->user, p->error))
        return false;
    return !u->has_password || url_unescape(password, URL_USER, p->arena, &u->password, p->error);
}

/* Go keeps what was written only where encoding what it means gives something else. */
static bool set_escaped(struct parser *p, struct str s, enum url_part part, struct str *value, struct str *raw)
{
    if (!url_unescape(s, part, p->arena, value, p->error))
        return false;
    if (!str_eq(url_escape(*value, part, p->arena), s))
        *raw = s;
    return true;
}

static struct str take_query(struct str s, struct url *u)
{
    size_t at = str_find_char(s, '?');

    u->force_query = at != SIZE_MAX && at + 1 == s.len;
    if (at != SIZE_MAX)
        u->raw_query = str_from(s, at + 1);
    return str_slice(s, 0, at);
}

/* A path, with "//authority" before it where that is one. */
static bool parse_rooted(struct parser *p, struct str rest, struct url *u)
{
    size_t slash;

    if (str_starts(rest, STR("//")) && (u->scheme.len || !str_starts(rest, STR("///")))) {
        rest = str_from(rest, 2);
        slash = str_find_char(rest, '/');
        if (!parse_authority(p, str_slice(rest, 0, slash), u))
            return false;
        rest = slash == SIZE_MAX ? STR("") : str_from(rest, slash);
    } else {
        u->omit_host = u->scheme.len > 0 && rest.len > 0;
    }
    return set_escaped(p, rest, URL_PATH, &u->path, &u->raw_path);
}

/* Everything before the '#'. */
static bool parse_reference(struct parser *p, struct str in, struct url *u)
{
    struct str rest = in, segment;

    if (has_control(in))
        return refuse(p, STR("net/url: invalid control character in URL"));
    if (str_eq(in, STR("*"))) {
        u->path = in;
        return true;
    }
    if (!take_scheme(p, &rest, &u->scheme))
        return false;
    rest = take_query(rest, u);
    if (rest.len == 0 || rest.p[0] != '/') {
        if (u->scheme.len) {
            u->opaque = rest;
            return true;
        }
        segment = str_slice(rest, 0, str_find_char(rest, '/'));
        if (str_find_char(segment, ':') != SIZE_MAX)
            return refuse(p, STR("first path segment in URL cannot contain colon"));
    }
    return parse_rooted(p, rest, u);
}

bool url_parse(struct str in, struct arena *a, struct url *out, struct str *error)
{
    struct str before, fragment, why = STR(""), named;
    struct parser p = { a, &why };

    *out = (struct url){ .has_user = false };
    str_cut(in, '#', &before, &fragment);
    named = before;
    if (parse_reference(&p, before, out)) {
        if (fragment.len == 0 || set_escaped(&p, fragment, URL_FRAGMENT, &out->fragment, &out->raw_fragment))
            return true;
        named = in;
    }
    *error = ARENA_JOIN(a, STR("parse "), go_quote(a, named), STR(": "), why);
    return false;
}

/* EscapedPath and EscapedFragment: as it was written where that is right, else encoded anew. */
static struct str written(struct str value, struct str raw, enum url_part part, struct arena *a)
{
    if (raw.len && url_encoded(raw, part))
        return raw;
    if (part == URL_PATH && str_eq(value, STR("*")))
        return value;
    return url_escape(value, part, a);
}

/* "//user:password@host", or what of it is written. */
static struct str authority_text(const struct url *u, struct arena *a)
{
    struct str user = STR("");

    if (!u->scheme.len && !u->host.len && !u->has_user)
        return user;
    if (u->omit_host && !u->host.len && !u->has_user)
        return user;
    if (!u->host.len && !u->path.len && !u->has_user)
        return user;
    if (u->has_user)
        user = ARENA_JOIN(a, url_escape(u->user, URL_USER, a), u->has_password ? STR(":") : STR(""),
                          url_escape(u->password, URL_USER, a), STR("@"));
    return ARENA_JOIN(a, STR("//"), user, url_escape(u->host, URL_HOST, a));
}

/* The path, marked where it would be read as something else. */
static struct str path_text(const struct url *u, bool first, struct arena *a)
{
    struct str path = written(u->path, u->raw_path, URL_PATH, a);
    struct str segment = str_slice(path, 0, str_find_char(path, '/'));

    if (path.len && path.p[0] != '/' && u->host.len)
        return ARENA_JOIN(a, STR("/"), path);
    if (first && str_find_char(segment, ':') != SIZE_MAX)
        return ARENA_JOIN(a, STR("./"), path);
    return path;
}

struct str url_string(const struct url *u, struct arena *a)
{
    struct str body, authority;

    if (u->opaque.len) {
        body = u->opaque;
    } else {
        authority = authority_text(u, a);
        body = ARENA_JOIN(a, authority, path_text(u, !u->scheme.len && !authority.len, a));
    }
    return ARENA_JOIN(a, u->scheme, u->scheme.len ? STR(":") : STR(""), body,
                      u->force_query || u->raw_query.len ? STR("?") : STR(""), u->raw_query,
                      u->fragment.len ? STR("#") : STR(""), written(u->fragment, u->raw_fragment, URL_FRAGMENT, a));
}

bool bucket_parse(struct str in, struct arena *a, struct bucket *out, struct str *error)
{
    struct str path = str_has(in, STR("://")) ? in : ARENA_JOIN(a, STR("gs://"), in);
    struct str ignored;
    struct url u;

    if (!url_parse(path, a, &u, &ignored)) {
        *error = ARENA_JOIN(a, STR("path "), go_quote(a, path),
                            STR(" has invalid format, expected either <bucket-name>[/<path>] or "
                                "<storage-provider>://<bucket-name>[/<path>]"));
        return false;
    }
    *out = (struct bucket){ u.scheme, u.host, ARENA_JOIN(a, u.host, u.path) };
    return true;
}
