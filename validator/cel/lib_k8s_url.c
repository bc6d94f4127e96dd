/* Kubernetes' url, quantity, find and findAll. */
#include "base/buf.h"
#include "cel/cost.h"
#include "cel/run.h"
#include "cel/url_k8s.h"
#include "syntax/scalar/goquote.h"

bool cel_url_read(struct arena *a, struct str s, struct cel_url *url, struct str *error)
{
    struct str why = STR("");
    bool rooted = s.len && s.p[0] == '/', ok;

    if (s.len == 0) {
        *error = STR("parse \"\": empty url");
        return false;
    }
    /* ParseRequestURI knows no fragment: a "#" belongs to what it stands in. Kubernetes reads the URL so, and every
     * other part is as Parse finds it. */
    ok = url_parse(s, a, &url->url, &why);
    if (ok && url->url.scheme.len == 0 && !rooted) {
        *error = ARENA_JOIN(a, STR("parse "), go_quote(a, s), STR(": invalid URI for request"));
        return false;
    }
    if (!ok) {
        *error = why;
        return false;
    }
    url->text = url_string(&url->url, a);
    return true;
}

static void url_of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_url *url = ARENA_NEW(run->arena, struct cel_url);
    struct str error;

    (void)n;
    if (cel_url_read(run->arena, cel_text(&args[0]), url, &error))
        *out = cel_object(CEL_OPAQUE_URL, url);
    else
        cel_fail(run, out, ARENA_JOIN(run->arena, STR("URL parse error during conversion from string: "), error));
}

static void is_url(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_url url;
    struct str error;

    (void)n;
    *out = cel_bool(cel_url_read(run->arena, cel_text(&args[0]), &url, &error));
}

static const struct url *url_in(const struct cel_value *v)
{
    return &((const struct cel_url *)v->object)->url;
}

/* Host without its port, and the port, as URL.Hostname and URL.Port cut them. */
static void cut_host(struct str host, struct str *name, struct str *port)
{
    size_t colon = str_rfind_char(host, ':'), bracket = str_rfind_char(host, ']');

    *name = host;
    *port = STR("");
    if (colon != SIZE_MAX && (bracket == SIZE_MAX || colon > bracket)) {
        bool digits = true;
        for (size_t i = colon + 1; i < host.len; i++)
            digits &= host.p[i] >= '0' && host.p[i] <= '9';
        if (digits) {
            *name = str_slice(host, 0, colon);
            *port = str_from(host, colon + 1);
        }
    }
    if (str_starts(*name, STR("[")) && str_ends(*name, STR("]")))
        *name = str_slice(*name, 1, name->len - 1);
}

static void get_scheme(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_string(url_in(&args[0])->scheme);
}

static void get_host(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_string(url_in(&args[0])->host);
}

static void get_hostname(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct str name, port;

    (void)run;
    (void)n;
    cut_host(url_in(&args[0])->host, &name, &port);
    *out = cel_string(name);
}

static void get_port(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct str name, port;

    (void)run;
    (void)n;
    cut_host(url_in(&args[0])->host, &name, &port);
    *out = cel_string(port);
}

static void get_escaped_path(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct url path = { .path = url_in(&args[0])->path, .raw_path = url_in(&args[0])->raw_path };

    (void)n;
    *out = cel_string(url_string(&path, run->arena));
}

static bool unescape_query(struct arena *a, struct str s, struct str *out)
{
    char *p = (char *)(uintptr_t)arena_copy(a, s).p;
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '+') {
            p[n++] = ' ';
        } else if (s.p[i] != '%') {
            p[n++] = s.p[i];
        } else {
            int v = 0;
            for (int k = 1; k <= 2; k++) {
                char c = i + (size_t)k < s.len ? s.p[i + (size_t)k] : '\0';
                bool digit = c >= '0' && c <= '9', letter = (c | 32) >= 'a' && (c | 32) <= 'f';
                if (!digit && !letter)
                    return false;
                v = v * 16 + (digit ? c - '0' : (c | 32) - 'a' + 10);
            }
            p[n++] = (char)v;
            i += 2;
        }
    }
    *out = (struct str){ p, n };
    return true;
}

static void add_query(struct cel_run *run, struct cel_map *m, struct str key, struct str value)
{
    struct cel_value k = cel_string(key), list, *items;
    struct cel_value map = cel_map_value(m);
    size_t count = 0;

    if (cel_map_find(run->arena, &map, &k, &list))
        count = list.list->count;
    items = cel_values(run, count + 1);
    if (!items)
        return;
    if (count)
        memcpy(items, list.list->items, count * sizeof(*items));
    items[count] = cel_string(value);
    list = cel_list_value(run->arena, items, count + 1);
    cel_map_put(run->arena, m, &k, &list, true);
}

static void get_query(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct str rest = url_in(&args[0])->raw_query, part, key, value;
    struct cel_map *m = cel_map_new(run->arena);
    bool more = rest.len > 0;

    (void)n;
    while (more && cel_work(run, 1)) {
        more = str_cut(rest, '&', &part, &rest);
        if (part.len == 0 || str_find_char(part, ';') != SIZE_MAX)
            continue;
        str_cut(part, '=', &key, &value);
        if (unescape_query(run->arena, key, &key) && unescape_query(run->arena, value, &value))
            add_query(run, m, key, value);
    }
    *out = cel_map_value(m);
}

const struct cel_decl cel_decls_k8s_url[] = {
    { "url", "string_to_url", "string>kubernetes.URL", url_of, cel_cost_scan },
    { "isURL", "is_url_string", "string>bool", is_url, NULL },
    { "getScheme", "url_get_scheme", ".kubernetes.URL>string", get_scheme, NULL },
    { "getHost", "url_get_host", ".kubernetes.URL>string", get_host, NULL },
    { "getHostname", "url_get_hostname", ".kubernetes.URL>string", get_hostname, NULL },
    { "getPort", "url_get_port", ".kubernetes.URL>string", get_port, NULL },
    { "getEscapedPath", "url_get_escaped_path", ".kubernetes.URL>string", get_escaped_path, NULL },
    { "getQuery", "url_get_query", ".kubernetes.URL>map(string,list(string))", get_query, NULL },
    { NULL, NULL, NULL, NULL, NULL },
};
