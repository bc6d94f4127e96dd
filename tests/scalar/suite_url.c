#include "suites.h"

#include "syntax/scalar/mime.h"
#include "syntax/scalar/url.h"

static bool has(const json_t *record, const char *name)
{
    char b64[64];

    snprintf(b64, sizeof b64, "%s_b64", name);
    return json_object_get(record, name) || json_object_get(record, b64);
}

/* Every part; the record leaves out what is empty, and user and password where there are none. */
static void parts_case(struct suite *s, const char *id, const struct url *u, const json_t *want)
{
    const struct {
        const char *name;
        struct str text;
    } parts[] = {
        { "scheme", u->scheme },     { "opaque", u->opaque }, { "user", u->user },         { "host", u->host },
        { "password", u->password }, { "path", u->path },     { "fragment", u->fragment }, { "rawquery", u->raw_query },
    };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        compare(s, arena_printf(&s->arena, "%s %s", id, parts[i].name).p, true, parts[i].text, true,
                member(s, want, parts[i].name));
    suite_case(s, arena_printf(&s->arena, "%s userinfo", id).p,
               u->has_user == has(want, "user") && u->has_password == has(want, "password"), "user %d password %d",
               u->has_user, u->has_password);
}

static void url_case(struct suite *s, const json_t *record, size_t place)
{
    const json_t *want = json_object_get(record, "url");
    bool want_ok = json_is_true(json_object_get(record, "ok")), ok;
    const char *id = case_id(s, "url", record, place, NULL);
    struct str error = STR(""), text;
    struct url u, again;

    ok = url_parse(member(s, record, "input"), &s->arena, &u, &error);
    text = ok ? url_string(&u, &s->arena) : error;
    compare(s, id, ok, text, want_ok, member(s, record, want_ok ? "string" : "error"));
    if (!ok || !want_ok)
        return;
    parts_case(s, id, &u, want);
    /* Go does not read its own escapes of a zone that is not ASCII. */
    if (str_has(u.host, STR("%")))
        return;
    ok = url_parse(text, &s->arena, &again, &error) && str_eq(url_string(&again, &s->arena), text);
    suite_case(s, arena_printf(&s->arena, "%s again", id).p, ok, "%.*s is not stable", STR_ARG(text));
}

static void bucket_case(struct suite *s, const json_t *record, size_t place)
{
    bool want_ok = json_is_true(json_object_get(record, "ok")), ok;
    const char *id = case_id(s, "bucket", record, place, NULL);
    struct bucket bucket = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
    struct str error = STR("");

    ok = bucket_parse(member(s, record, "input"), &s->arena, &bucket, &error);
    compare(s, id, ok, ok ? bucket.full : error, want_ok, member(s, record, want_ok ? "full" : "error"));
    if (ok)
        suite_case(s, arena_printf(&s->arena, "%s parts", id).p,
                   str_eq(bucket.name, member(s, record, "bucket")) &&
                       str_eq(bucket.provider, member(s, record, "provider")),
                   "bucket %.*s provider %.*s", STR_ARG(bucket.name), STR_ARG(bucket.provider));
}

void url_suite(struct suite *s)
{
    json_t *file = suite_json(s, "suites/go-oracles/url.json"), *record;
    size_t i;

    json_array_foreach(json_object_get(file, "records"), i, record) url_case(s, record, i);
    json_array_foreach(json_object_get(file, "bucket_records"), i, record) bucket_case(s, record, i);
    json_decref(file);
}

static void mime_case(struct suite *s, const json_t *record, size_t place)
{
    const json_t *params = json_object_get(record, "params");
    bool want_ok = json_is_true(json_object_get(record, "ok")), ok;
    const char *id = case_id(s, "mime", record, place, NULL);
    struct str error = STR("");
    struct mime m;

    ok = mime_parse(member(s, record, "input"), &s->arena, &m, &error);
    compare(s, id, ok, ok ? STR("") : error, want_ok, member(s, record, "error"));
    compare(s, arena_printf(&s->arena, "%s type", id).p, ok, m.type, want_ok, member(s, record, "type"));
    suite_case(s, arena_printf(&s->arena, "%s params", id).p, m.count == json_object_size(params), "%zu params",
               m.count);
    for (size_t i = 0; i < m.count; i++) {
        const char *key = arena_copy(&s->arena, m.params[i].key).p;
        compare(s, arena_printf(&s->arena, "%s param %s", id, key).p, has(params, key), m.params[i].value, true,
                member(s, params, key));
    }
}

void mime_suite(struct suite *s)
{
    json_t *file = suite_json(s, "suites/go-oracles/mime.json"), *record;
    size_t i;

    json_array_foreach(json_object_get(file, "records"), i, record) mime_case(s, record, i);
    json_decref(file);
}
