#include "suites.h"

#include "syntax/scalar/selector.h"

#include <string.h>

static void selector_case(struct suite *s, const char *id, struct str in, const json_t *want, enum apimachinery version)
{
    bool want_ok = json_is_true(json_object_get(want, "ok")), ok, same;
    const json_t *empty = json_object_get(want, "empty");
    struct str error = STR(""), text;
    struct selector selector, again;

    ok = selector_parse(in, version, &s->arena, &selector, &error);
    text = ok ? selector_string(&selector, &s->arena) : error;
    compare(s, id, ok, text, want_ok, member(s, want, want_ok ? "string" : "error"));
    if (!ok)
        return;
    same = selector_parse(text, version, &s->arena, &again, &error) && str_eq(selector_string(&again, &s->arena), text);
    suite_case(s, arena_printf(&s->arena, "%s again", id).p,
               same && (!empty || json_is_true(empty) == (selector.count == 0)), "the canonical form is not stable");
}

void selector_suite(struct suite *s)
{
    json_t *file = suite_json(s, "suites/go-oracles/selector.json"), *record;
    json_t *names = suite_json(s, "suites/k8s-names/label_selector.json");
    size_t i;

    json_array_foreach(json_object_get(file, "records"), i, record)
    {
        const json_t *newer = json_object_get(record, "k8s_0_36_4");
        struct str in = member(s, record, "input");
        selector_case(s, case_id(s, "selector", record, i, NULL), in, newer ? newer : record, APIMACHINERY_0_36);
        selector_case(s, case_id(s, "selector", record, i, "0.33"), in, record, APIMACHINERY_0_33);
    }
    json_array_foreach(names, i, record) selector_case(s, case_id(s, "label_selector", record, i, NULL),
                                                       member(s, record, "in"), record, APIMACHINERY_0_33);
    json_decref(file);
    json_decref(names);
}

static struct str joined(struct suite *s, const json_t *messages)
{
    struct str *parts = ARENA_ARRAY(&s->arena, struct str, 2 * json_array_size(messages) + 1);
    const json_t *message;
    size_t i, n = 0;

    json_array_foreach(messages, i, message)
    {
        parts[n++] = str_c(json_string_value(message));
        parts[n++] = STR("\n");
    }
    return arena_join(&s->arena, parts, n);
}

static void errors_case(struct suite *s, const char *id, bool valid, struct name_errors got, const json_t *want)
{
    struct str text = name_errors_join(&got, STR("\n"), &s->arena);

    if (got.count)
        text = arena_join(&s->arena, (const struct str[]){ text, STR("\n") }, 2);
    compare(s, id, got.count == 0, text, json_array_size(want) == 0, joined(s, want));
    suite_case(s, arena_printf(&s->arena, "%s valid", id).p, valid == (json_array_size(want) == 0), "valid: %d", valid);
}

static void oracle_case(struct suite *s, const json_t *record, size_t place, const json_t *want,
                        enum apimachinery version, const char *mark)
{
    struct str in = member(s, record, "input");
    const struct {
        const char *name;
        bool valid;
        struct name_errors errors;
    } checks[] = {
        { "IsDNS1123Label", dns1123_label_valid(in), dns1123_label_errors(in) },
        { "IsDNS1123Subdomain", dns1123_subdomain_valid(in), dns1123_subdomain_errors(in) },
        { "IsEnvVarName", env_var_name_valid(in), env_var_name_errors(in) },
        { "IsQualifiedName", label_key_valid(in), label_key_errors(in, version) },
        { "IsValidLabelValue", label_value_valid(in), label_value_errors(in, version) },
    };

    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        struct str what = arena_printf(&s->arena, "%s%s", checks[i].name, mark);
        errors_case(s, case_id(s, "names", record, place, what.p), checks[i].valid, checks[i].errors,
                    json_object_get(want, checks[i].name));
    }
}

static void other_case(struct suite *s, const json_t *record, size_t place)
{
    struct str in = member(s, record, "in");
    const struct {
        const char *name;
        bool valid;
    } checks[] = {
        { "c_identifier", c_identifier_valid(in) },
        { "config_map_key", config_map_key_valid(in) },
        { "dns1035_label", dns1035_label_valid(in) },
        { "dns1123_label", dns1123_label_valid(in) },
        { "dns1123_subdomain", dns1123_subdomain_valid(in) },
        { "env_var_name", env_var_name_valid(in) },
        { "http_header_name", http_header_name_valid(in) },
        { "percent", percent_valid(in) },
        { "port_name", port_name_valid(in) },
    };

    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        const json_t *want = json_object_get(record, checks[i].name);
        suite_case(s, case_id(s, "other_names", record, place, checks[i].name),
                   json_is_boolean(want) && json_is_true(want) == checks[i].valid, "valid: %d", checks[i].valid);
    }
    if (json_object_size(record) != sizeof checks / sizeof *checks + 1)
        suite_case(s, case_id(s, "other_names", record, place, "members"), false, "a check nobody runs");
}

void names_suite(struct suite *s)
{
    json_t *file = suite_json(s, "suites/go-oracles/names.json"), *record;
    json_t *keys = suite_json(s, "suites/k8s-names/qualified_name.json");
    json_t *values = suite_json(s, "suites/k8s-names/label_value.json");
    json_t *others = suite_json(s, "suites/k8s-names/other_names.json");
    size_t i;

    json_array_foreach(json_object_get(file, "records"), i, record)
    {
        const json_t *newer = json_object_get(record, "k8s_0_36_4");
        oracle_case(s, record, i, newer ? newer : record, APIMACHINERY_0_36, "");
        oracle_case(s, record, i, record, APIMACHINERY_0_33, " 0.33");
    }
    json_array_foreach(keys, i, record)
    {
        struct str in = member(s, record, "in");
        errors_case(s, case_id(s, "qualified_name", record, i, NULL), label_key_valid(in),
                    label_key_errors(in, APIMACHINERY_0_33), json_object_get(record, "errors"));
    }
    json_array_foreach(values, i, record)
    {
        struct str in = member(s, record, "in");
        errors_case(s, case_id(s, "label_value", record, i, NULL), label_value_valid(in),
                    label_value_errors(in, APIMACHINERY_0_33), json_object_get(record, "errors"));
    }
    json_array_foreach(others, i, record) other_case(s, record, i);
    json_decref(file);
    json_decref(keys);
    json_decref(values);
    json_decref(others);
}
