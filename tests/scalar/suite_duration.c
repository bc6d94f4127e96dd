#include "suites.h"

#include "syntax/scalar/duration.h"
#include "syntax/scalar/goquote.h"
#include "syntax/scalar/rfc3339.h"

static void parse_case(struct suite *s, const json_t *record, size_t place)
{
    const char *id = case_id(s, "duration", record, place, NULL);
    bool want_ok = json_is_true(json_object_get(record, "ok")), ok;
    struct str error = STR(""), in = member(s, record, "input");
    int64_t ns = 0, again = 0;

    ok = duration_parse(in, &ns, &s->arena, &error);
    compare(s, id, ok, ok ? duration_string(ns, &s->arena) : error, want_ok,
            member(s, record, want_ok ? "string" : "error"));
    if (!ok)
        return;
    compare(s, case_id(s, "duration", record, place, "ns"), true, go_itoa(&s->arena, ns), want_ok,
            member(s, record, "ns"));
    ok = duration_parse(duration_string(ns, &s->arena), &again, &s->arena, &error) && again == ns;
    suite_case(s, case_id(s, "duration", record, place, "again"), ok, "canonical form reads differently");
}

/* {"D": value} into a field D. A pointer takes null itself. */
static void decode_case(struct suite *s, const json_t *record, size_t place, const char *name, enum duration_type type)
{
    const json_t *want = json_object_get(record, name);
    struct str input = member(s, record, "input"), error = STR(""), text;
    bool want_null = json_object_get(want, "null") != NULL, want_ok = !json_object_get(want, "error"), ok;
    struct scalar value;
    int64_t ns = 0;

    if (!scalar_from_json(str_slice(input, 5, input.len - 1), &s->arena, &value)) {
        suite_case(s, case_id(s, "duration", record, place, name), false, "the value is not read");
        return;
    }
    if (value.kind == SCALAR_NULL && name[0] == '*') {
        suite_case(s, case_id(s, "duration", record, place, name), want_null, "null");
        return;
    }
    ok = duration_decode(&value, type, STR(".D"), &ns, &s->arena, &error);
    text = ok ? go_itoa(&s->arena, ns) : error;
    compare(s, case_id(s, "duration", record, place, name), ok, text, want_ok,
            member(s, want, want_ok ? "ns" : "error"));
}

void duration_suite(struct suite *s)
{
    json_t *file = suite_json(s, "suites/go-oracles/duration.json"), *record;
    size_t i;

    json_array_foreach(json_object_get(file, "records"), i, record) parse_case(s, record, i);
    json_array_foreach(json_object_get(file, "json_records"), i, record)
    {
        decode_case(s, record, i, "metav1.Duration", DURATION_META);
        decode_case(s, record, i, "*metav1.Duration", DURATION_META);
        decode_case(s, record, i, "*prowapi.Duration", DURATION_PROW);
    }
    json_decref(file);
}

static struct str in_utc(struct suite *s, struct moment t)
{
    t.offset = 0;
    return rfc3339_string(&t, &s->arena);
}

static void time_case(struct suite *s, const json_t *record, size_t place, const char *name, enum time_type type)
{
    const json_t *want = json_object_get(record, name);
    const char *key = type == TIME_GO ? "rfc3339nano" : "utc";
    bool want_ok = json_object_get(want, key) != NULL, ok, zero, same;
    struct str error = STR(""), text;
    struct scalar value;
    struct moment t = { 0 };

    if (!scalar_from_json(member(s, record, "input"), &s->arena, &value)) {
        suite_case(s, case_id(s, "time", record, place, name), false, "the value is not read");
        return;
    }
    ok = rfc3339_decode(&value, type, STR(""), &t, &s->arena, &error);
    text = !ok ? error : type == TIME_GO ? rfc3339_string(&t, &s->arena) : in_utc(s, t);
    compare(s, case_id(s, "time", record, place, name), ok, text, want_ok, member(s, want, want_ok ? key : "error"));
    if (!ok)
        return;
    zero = json_is_true(json_object_get(want, "is_zero"));
    same = type == TIME_META || (str_eq(go_itoa(&s->arena, t.unix_seconds), member(s, want, "unix")) &&
                                 t.nanoseconds == json_integer_value(json_object_get(want, "nsec")));
    suite_case(s, case_id(s, "time", record, place, arena_printf(&s->arena, "%s value", name).p),
               same && rfc3339_is_zero(&t) == zero, "another moment");
}

void time_suite(struct suite *s)
{
    json_t *file = suite_json(s, "suites/go-oracles/time.json"), *record;
    size_t i;

    json_array_foreach(json_object_get(file, "records"), i, record)
    {
        time_case(s, record, i, "time.Time", TIME_GO);
        time_case(s, record, i, "metav1.Time", TIME_META);
    }
    json_decref(file);
}
