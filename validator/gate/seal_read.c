/* Reading a manifest. The digest is looked at first, so that what follows was written by seal_write, or by somebody who
 * meant to; nothing is taken on trust all the same. */
#include "gate/seal.h"

#include "base/base64.h"
#include "syntax/json/json.h"

#include <inttypes.h>

struct reader {
    struct seal *seal;
    struct arena *arena;
    struct str *error;
};

static const char start[] = "{\"digest\":\"sha256:";

static bool fail(struct reader *r, struct str why)
{
    *r->error = why;
    return false;
}

/* The value of key, or of key_b64 decoded; empty when there is neither. False for anything but text. */
static bool text(struct reader *r, const struct node *n, const char *key, struct str *value)
{
    const struct node *plain = node_get(n, str_c(key));
    const struct node *b64 = node_get(n, arena_printf(r->arena, "%s_b64", key));

    *value = STR("");
    if (plain && node_kind(plain) != NODE_STRING)
        return fail(r, arena_printf(r->arena, "\"%s\" is no text", key));
    if (plain)
        *value = node_text(plain);
    else if (b64 && (node_kind(b64) != NODE_STRING || !base64_decode(r->arena, node_text(b64), value)))
        return fail(r, arena_printf(r->arena, "\"%s_b64\" is no base64", key));
    return true;
}

static bool number(struct reader *r, const struct node *n, const char *key, uint64_t *value)
{
    int64_t v;

    if (!node_int(node_get(n, str_c(key)), &v) || v < 0)
        return fail(r, arena_printf(r->arena, "\"%s\" is no count", key));
    *value = (uint64_t)v;
    return true;
}

static bool size(struct reader *r, const struct node *n, const char *key, size_t *value)
{
    uint64_t v;

    if (!number(r, n, key, &v))
        return false;
    *value = (size_t)v;
    return true;
}

static bool list(struct reader *r, const struct node *n, const char *key, const struct node **value)
{
    *value = node_get(n, str_c(key));
    return node_kind(*value) == NODE_SEQUENCE || fail(r, arena_printf(r->arena, "\"%s\" is no list", key));
}

static bool read_counts(struct reader *r, const struct node *n)
{
    struct seal *s = r->seal;

    return number(r, n, "bytes", &s->bytes) && size(r, n, "presubmits", &s->counts[PRESUBMIT]) &&
           size(r, n, "postsubmits", &s->counts[POSTSUBMIT]) && size(r, n, "periodics", &s->counts[PERIODIC]) &&
           size(r, n, "presets", &s->presets);
}

static bool read_deployed(struct reader *r, const struct node *body)
{
    struct deployed_component *all;
    const struct node *n;
    size_t count = 0;

    if (!list(r, body, "deployed", &n))
        return false;
    all = ARENA_ARRAY(r->arena, struct deployed_component, node_count(n));
    for (const struct node *e = node_first(n); e; e = node_next(n, e), count++)
        if (!text(r, e, "component", &all[count].component) || !text(r, e, "version", &all[count].version))
            return false;
    r->seal->deployed = all;
    r->seal->deployed_count = count;
    return true;
}

static bool read_file(struct reader *r, const struct node *n, struct seal_file *f)
{
    struct str hex;

    f->aside = node_true(node_get(n, STR("aside")));
    f->link = node_get(n, STR("link")) || node_get(n, STR("link_b64"));
    if (!text(r, n, "path", &f->path) || !text(r, n, "link", &f->target) || !text(r, n, "blob", &f->blob) ||
        !text(r, n, "sha256", &hex) || !number(r, n, "size", &f->size))
        return false;
    if (f->path.len == 0 || str_find_char(f->path, '\0') != SIZE_MAX)
        return fail(r, STR("a file has no path"));
    return sha256_parse(hex, &f->sha256) || fail(r, ARENA_JOIN(r->arena, f->path, STR(" has no SHA-256")));
}

static bool read_files(struct reader *r, const struct node *body)
{
    struct seal *s = r->seal;
    const struct node *n;

    if (!list(r, body, "files", &n))
        return false;
    s->files = ARENA_ARRAY(r->arena, struct seal_file, node_count(n));
    for (const struct node *e = node_first(n); e; e = node_next(n, e), s->count++) {
        if (!read_file(r, e, &s->files[s->count]))
            return false;
        if (s->count && str_cmp(s->files[s->count - 1].path, s->files[s->count].path) >= 0)
            return fail(r, STR("its files are not in order"));
    }
    return true;
}

static bool read_texts(struct reader *r, const struct node *n, const char *key, struct str **all, size_t *count)
{
    const struct node *sequence;

    if (!list(r, n, key, &sequence))
        return false;
    *all = ARENA_ARRAY(r->arena, struct str, node_count(sequence));
    for (const struct node *e = node_first(sequence); e; e = node_next(sequence, e), ++*count)
        if (!text(r, e, "path", &(*all)[*count]))
            return false;
    return true;
}

static bool read_inrepo(struct reader *r, const struct node *n, struct prow_paths *p)
{
    const struct node *sequence;

    if (!list(r, n, "inrepo", &sequence))
        return false;
    p->inrepo = ARENA_ARRAY(r->arena, struct inrepo_source, node_count(sequence));
    for (const struct node *e = node_first(sequence); e; e = node_next(sequence, e), p->inrepo_count++)
        if (!text(r, e, "path", &p->inrepo[p->inrepo_count].path) ||
            !text(r, e, "repo", &p->inrepo[p->inrepo_count].repo))
            return false;
    return true;
}

static bool read_paths(struct reader *r, const struct node *n)
{
    struct prow_paths *p = &r->seal->paths;

    return text(r, n, "config", &p->config) && text(r, n, "config_suffix", &p->config_suffix) &&
           text(r, n, "jobs", &p->jobs) && text(r, n, "plugins", &p->plugins) &&
           text(r, n, "plugins_suffix", &p->plugins_suffix) && read_inrepo(r, n, p) &&
           read_texts(r, n, "supplemental_config", &p->supplemental_config, &p->supplemental_config_count) &&
           read_texts(r, n, "supplemental_plugins", &p->supplemental_plugins, &p->supplemental_plugins_count);
}

static bool read_body(struct reader *r, const struct node *body)
{
    struct seal *s = r->seal;
    struct str verdict;
    uint64_t format;

    if (!number(r, body, "format", &format))
        return false;
    if (format != SEAL_FORMAT)
        return fail(r, arena_printf(r->arena, "it has form %" PRIu64 ", and this prowgate reads form %d: use the "
                                    "version that wrote it", format, SEAL_FORMAT));
    if (!text(r, body, "tool", &s->tool) || !text(r, body, "despite", &s->despite) ||
        !text(r, body, "verdict", &verdict) || !read_counts(r, node_get(body, STR("counts"))) ||
        !read_deployed(r, body) || !read_paths(r, node_get(body, STR("paths"))) || !read_files(r, body))
        return false;
    if (!verdict_parse(verdict, &s->verdict))
        return fail(r, STR("its verdict is none"));
    return s->count || fail(r, STR("it names no file"));
}

/* The digest stands first and covers the object that would be there without it. */
static bool check_digest(struct reader *r, struct str bytes)
{
    const size_t digest_at = sizeof start - 1, rest_at = digest_at + 2 * (size_t)SHA256_BYTES + 2;
    struct sha256 said, is;
    struct str rest;

    if (bytes.len == 0)
        return fail(r, STR("it is empty"));
    if (!str_starts(bytes, STR(start)) || bytes.len < rest_at + 2 ||
        !sha256_parse(str_slice(bytes, digest_at, digest_at + 2 * (size_t)SHA256_BYTES), &said) ||
        !str_eq(str_slice(bytes, rest_at - 2, rest_at), STR("\",")))
        return fail(r, STR("it is no manifest of prowgate's, or its beginning is damaged"));
    if (bytes.p[bytes.len - 1] != '\n')
        return fail(r, STR("it is cut off: its last byte is no line end"));
    rest = ARENA_JOIN(r->arena, STR("{"), str_slice(bytes, rest_at, bytes.len - 1));
    if (!sha256_of(rest, &is) || !sha256_eq(&said, &is))
        return fail(r, STR("it was cut or changed after it was written: its digest is not that of its text"));
    r->seal->digest = str_slice(bytes, digest_at, digest_at + 2 * (size_t)SHA256_BYTES);
    return true;
}

bool seal_read(struct seal *s, struct arena *a, struct str bytes, struct str *error)
{
    struct reader r = { s, a, error };
    const struct node *body, *signature;
    struct json_error e;
    struct tape t;

    *s = (struct seal){ 0 };
    if (!check_digest(&r, bytes))
        return false;
    if (!json_read(&t, a, bytes, &e))
        return fail(&r, ARENA_JOIN(a, STR("it is not JSON: "), e.message));
    body = node_get(t.root, STR("manifest"));
    signature = node_get(t.root, STR("signature"));
    if (node_kind(body) != NODE_MAPPING)
        return fail(&r, STR("it has no \"manifest\""));
    if (signature &&
        (node_kind(signature) != NODE_STRING || !base64_decode(a, node_text(signature), &s->signature)))
        return fail(&r, STR("its signature is no base64"));
    s->body = str_slice(bytes, body->start, body->end);
    return read_body(&r, body);
}
