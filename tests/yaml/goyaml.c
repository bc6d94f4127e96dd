/* Holds the YAML reader against what sigs.k8s.io/yaml answered: JSON text and error words. */
#include "harness/suite.h"
#include "syntax/yaml/yaml.h"

#include <stdio.h>
#include <stdlib.h>

static struct str member(struct suite *s, const json_t *record, const char *name)
{
    struct str text = { "", 0 };

    suite_text(s, record, name, &text);
    return text;
}

static bool has(const json_t *record, const char *name)
{
    char base64[64];

    snprintf(base64, sizeof base64, "%s_b64", name);
    return json_object_get(record, name) || json_object_get(record, base64);
}

/* Whether one recorded result is what was read. */
static bool agrees(struct suite *s, const json_t *want, bool fine, struct str json, struct str message)
{
    if (has(want, "error_prefix"))
        return !fine && str_starts(message, member(s, want, "error_prefix"));
    if (has(want, "error"))
        return !fine && str_eq(message, member(s, want, "error"));
    if (has(want, "json"))
        return fine && str_eq(json, member(s, want, "json"));
    if (!json_object_get(want, "json_len") || !fine)
        return false;
    return (json_int_t)json.len == json_integer_value(json_object_get(want, "json_len")) &&
           str_hash(json) == strtoull(json_string_value(json_object_get(want, "json_fnv1a64")), NULL, 16);
}

static bool agrees_with_any(struct suite *s, const json_t *record, bool fine, struct str json, struct str message)
{
    const json_t *any = json_object_get(record, "unstable");
    size_t i;
    json_t *want;

    if (!any)
        return agrees(s, record, fine, json, message);
    json_array_foreach(any, i, want) if (agrees(s, want, fine, json, message)) return true;
    return false;
}

static void check(struct suite *s, struct arena *a, const json_t *record)
{
    struct yaml_error e;
    struct tape t;
    struct str input;
    struct buf json = { 0 };
    bool fine;

    if (!suite_text(s, record, "input", &input))
        return;
    fine = yaml_read(&t, a, input, NULL, &e);
    if (fine)
        yaml_write_json(&json, t.root);
    suite_case(s, json_string_value(json_object_get(record, "id")),
               agrees_with_any(s, record, fine, buf_str(&json), e.message), "%.*s\n  gives %.*s%.*s",
               STR_ARG(str_slice(input, 0, 200)), STR_ARG(str_slice(buf_str(&json), 0, 300)), STR_ARG(e.message));
    buf_free(&json);
    arena_reset(a);
}

int main(void)
{
    struct suite s;
    struct arena a = { 0 };
    json_t *file, *record;
    size_t i;

    suite_begin(&s, "goyaml", NULL);
    file = suite_json(&s, "suites/go-oracles/goyaml.json");
    json_array_foreach(json_object_get(file, "records"), i, record) check(&s, &a, record);
    json_decref(file);
    arena_free(&a);
    return suite_end(&s);
}
