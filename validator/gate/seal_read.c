/* Reading a manifest. The digest is looked at first, so that what follows was written by seal_write, or by somebody who
 * meant to; nothing is taken on trust all the same. */
#include "gate/seal.h"

#include "base/base64.h"
#include "syntax/json/value.h"

#include <inttypes.h>

struct reader {
    struct seal *seal;
    struct arena *arena;
    struct str *error;
};

static const char start[] = "{\"digest\":\"sha256:", before_body[] = "\"manifest\":",
                  after_body[] = ",\"signature\":\"";

/* Where what the digest covers begins, but for its first byte: after the digest itself. */
enum { DIGEST_AT = sizeof start - 1, REST_AT = DIGEST_AT + 2 * SHA256_BYTES + 2 };

static bool fail(struct reader *r, struct str why)
{
    *r->error = why;
    return false;
}

/* The value of key, or of key_b64 decoded, in the arena; empty when there is neither. False for anything but text. */
static bool text(struct reader *r, const json_t *n, const char *key, struct str *value)
{
    const json_t *plain = json_object_get(n, key);
    const json_t *b64 = json_object_get(n, arena_printf(r->arena, "%s_b64", key).p);

    *value = STR("");
    if (plain && !json_is_string(plain))
        return fail(r, arena_printf(r->arena, "\"%s\" is no text", key));
    if (plain)
        *value = arena_copy(r->arena, json_bytes(plain));
    else if (b64 && (!json_is_string(b64) || !base64_decode(r->arena, json_bytes(b64), value)))
        return fail(r, arena_printf(r->arena, "\"%s_b64\" is no base64", key));
    return true;
}

static bool number(struct reader *r, const json_t *n, const char *key, uint64_t *value)
{
    const json_t *v = json_object_get(n, key);

    if (!json_is_integer(v) || json_integer_value(v) < 0)
        return fail(r, arena_printf(r->arena, "\"%s\" is no count", key));
    *value = (uint64_t)json_integer_value(v);
    return true;
}

static bool size(struct reader *r, const json_t *n, const char *key, size_t *value)
{
    uint64_t v;

    if (!number(r, n, key, &v))
        return false;
    *value = (size_t)v;
    return true;
}

static bool list(struct reader *r, const json_t *n, const char *key, const json_t **value)
{
    *value = json_object_get(n, key);
    return json_is_array(*value) || fail(r, arena_printf(r->arena, "\"%s\" is no list", key));
}

static bool read_counts(struct reader *r, const json_t *n)
{
    struct seal *s = r->seal;

    return number(r, n, "bytes", &s->bytes) && size(r, n, "presubmits", &s->counts[PRESUBMIT]) &&
           size(r, n, "postsubmits", &s->counts[POSTSUBMIT]) && size(r, n, "periodics", &s->counts[PERIODIC]) &&
           size(r, n, "presets", &s->presets);
}

static bool read_deployed(struct reader *r, const json_t *body)
{
    struct deployed_component *all;
    const json_t *n;
    size_t count = 0;

    if (!list(r, body, "deployed", &n))
        return false;
    all = ARENA_ARRAY(r->arena, struct deployed_component, json_array_size(n));
    for (; count < json_array_size(n); count++)
        if (!text(r, json_array_get(n, count), "component", &all[count].component) ||
            !text(r, json_array_get(n, count), "version", &all[count].version))
            return false;
    r->seal->deployed = all;
    r->seal->deployed_count = count;
    return true;
}

static bool read_file(struct reader *r, const json_t *n, struct seal_file *f)
{
    struct str hex;

    f->aside = json_is_true(json_object_get(n, "aside"));
    f->link = json_object_get(n, "link") || json_object_get(n, "link_b64");
    if (!text(r, n, "path", &f->path) || !text(r, n, "link", &f->target) || !text(r, n, "blob", &f->blob) ||
        !text(r, n, "sha256", &hex) || !number(r, n, "size", &f->size))
        return false;
    if (f->path.len == 0 || str_find_char(f->path, '\0') != SIZE_MAX)
        return fail(r, STR("a file has no path"));
    return sha256_parse(hex, &f->sha256) || fail(r, ARENA_JOIN(r->arena, f->path, STR(" has no SHA-256")));
}

static bool read_files(struct reader *r, const json_t *body)
{
    struct seal *s = r->seal;
    const json_t *n;

    if (!list(r, body, "files", &n))
        return false;
    s->files = ARENA_ARRAY(r->arena, struct seal_file, json_array_size(n));
    for (; s->count < json_array_size(n); s->count++) {
        if (!read_file(r, json_array_get(n, s->count), &s->files[s->count]))
            return false;
        if (s->count && str_cmp(s->files[s->count - 1].path, s->files[s->count].path) >= 0)
            return fail(r, STR("its files are not in order"));
    }
    return true;
}

static bool read_texts(struct reader *r, const json_t *n, const char *key, struct str **all, size_t *count)
{
    const json_t *sequence;

    if (!list(r, n, key, &sequence))
        return false;
    *all = ARENA_ARRAY(r->arena, struct str, json_array_size(sequence));
    for (; *count < json_array_size(sequence); ++*count)
        if (!text(r, json_array_get(sequence, *count), "path", &(*all)[*count]))
            return false;
    return true;
}

static bool read_inrepo(struct reader *r, const json_t *n, struct prow_paths *p)
{
    const json_t *sequence;

    if (!list(r, n, "inrepo", &sequence))
        return false;
    p->inrepo = ARENA_ARRAY(r->arena, struct inrepo_source, json_array_size(sequence));
    for (size_t i = 0; i < json_array_size(sequence); i++, p->inrepo_count++)
        if (!text(r, json_array_get(sequence, i), "path", &p->inrepo[i].path) ||
            !text(r, json_array_get(sequence, i), "repo", &p->inrepo[i].repo))
            return false;
    return true;
}

static bool read_paths(struct reader *r, const json_t *n)
{
    struct prow_paths *p = &r->seal->paths;

    return text(r, n, "config", &p->config) && text(r, n, "config_suffix", &p->config_suffix) &&
           text(r, n, "jobs", &p->jobs) && text(r, n, "plugins", &p->plugins) &&
           text(r, n, "plugins_suffix", &p->plugins_suffix) && read_inrepo(r, n, p) &&
           read_texts(r, n, "supplemental_config", &p->supplemental_config, &p->supplemental_config_count) &&
           read_texts(r, n, "supplemental_plugins", &p->supplemental_plugins, &p->supplemental_plugins_count);
}

static bool read_body(struct reader *r, const json_t *body)
{
    struct seal *s = r->seal;
    struct str verdict;
    uint64_t format;

    if (!number(r, body, "format", &format))
        return false;
    s->format = format;
    if (format < SEAL_OLDEST || format > SEAL_FORMAT)
        return fail(r, arena_printf(r->arena,
                                    "it has form %" PRIu64 ", and this prowgate reads forms %d to %d: use the "
                                    "version that wrote it",
                                    format, SEAL_OLDEST, SEAL_FORMAT));
    if (!text(r, body, "tool", &s->tool) || !text(r, body, "despite", &s->despite) ||
        !text(r, body, "verdict", &verdict) || !read_counts(r, json_object_get(body, "counts")) ||
        !read_deployed(r, body) || !read_paths(r, json_object_get(body, "paths")) || !read_files(r, body))
        return false;
    if (!verdict_parse(verdict, &s->verdict))
        return fail(r, STR("its verdict is none"));
    return s->count || fail(r, STR("it names no file"));
}

/* The digest stands first and covers the object that would be there without it. */
static bool check_digest(struct reader *r, struct str bytes)
{
    struct sha256 said, is;
    struct str rest;

    if (bytes.len == 0)
        return fail(r, STR("it is empty"));
    if (!str_starts(bytes, STR(start)) || bytes.len < REST_AT + 2 ||
        !sha256_parse(str_slice(bytes, DIGEST_AT, REST_AT - 2), &said) ||
        !str_eq(str_slice(bytes, REST_AT - 2, REST_AT), STR("\",")))
        return fail(r, STR("it is no manifest of prowgate's, or its beginning is damaged"));
    if (bytes.p[bytes.len - 1] != '\n')
        return fail(r, STR("it is cut off: its last byte is no line end"));
    rest = ARENA_JOIN(r->arena, STR("{"), str_slice(bytes, REST_AT, bytes.len - 1));
    if (!sha256_of(rest, &is) || !sha256_eq(&said, &is))
        return fail(r, STR("it was cut or changed after it was written: its digest is not that of its text"));
    r->seal->digest = str_slice(bytes, DIGEST_AT, REST_AT - 2);
    return true;
}

/* The body is what is signed, to the byte, so it is cut out of the frame that seal_write puts around it. */
static bool take_body(struct reader *r, struct str bytes)
{
    struct str body = str_slice(bytes, REST_AT, bytes.len - 2);
    size_t quote = str_ends(body, STR("\"")) ? str_rfind_char(str_slice(body, 0, body.len - 1), '"') : SIZE_MAX;
    bool is_signed = quote != SIZE_MAX && str_ends(str_slice(body, 0, quote + 1), STR(after_body));

    if (is_signed && !base64_decode(r->arena, str_slice(body, quote + 1, body.len - 1), &r->seal->signature))
        return fail(r, STR("its signature is no base64"));
    if (is_signed)
        body = str_slice(body, 0, quote + 2 - sizeof after_body);
    if (!str_starts(body, STR(before_body)) || !str_ends(bytes, STR("}\n")))
        return fail(r, STR("it has no \"manifest\""));
    r->seal->body = str_from(body, sizeof before_body - 1);
    return true;
}

bool seal_read(struct seal *s, struct arena *a, struct str bytes, struct str *error)
{
    struct reader r = { s, a, error };
    struct json_error e;
    json_t *body;
    bool ok;

    *s = (struct seal){ 0 };
    if (!check_digest(&r, bytes) || !take_body(&r, bytes))
        return false;
    body = json_parse(a, s->body, &e);
    if (!body)
        return fail(&r, ARENA_JOIN(a, STR("it is not JSON: "), e.message));
    ok = json_is_object(body) ? read_body(&r, body) : fail(&r, STR("it has no \"manifest\""));
    json_decref(body);
    return ok;
}
