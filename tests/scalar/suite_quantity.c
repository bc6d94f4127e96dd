#include "suites.h"

#include "syntax/scalar/goquote.h"
#include "syntax/scalar/int_or_string.h"
#include "syntax/scalar/quantity.h"

static struct str format_name(const struct quantity *q)
{
    static const struct str NAMES[] = { STR_INIT(""), STR_INIT("DecimalSI"), STR_INIT("BinarySI"),
                                        STR_INIT("DecimalExponent") };

    return NAMES[q->format];
}

/* Everything the record says of the number, and that its canonical form is the same number. */
static void number_case(struct suite *s, const char *id, const struct quantity *q, const json_t *record)
{
    const json_t *format = json_object_get(record, "format"), *sign = json_object_get(record, "sign");
    struct str canonical = quantity_string(q, &s->arena), error;
    struct str value = go_itoa(&s->arena, quantity_scaled_value(q, 0));
    struct str milli = go_itoa(&s->arena, quantity_scaled_value(q, -3));
    struct quantity again;
    bool same = quantity_parse(canonical, &s->arena, &again, &error);
    const char *of = arena_printf(&s->arena, "%s number", id).p;

    /* Go drops the power of ten where it has no suffix for it: 10^40 is printed as 10. */
    if (q->format == QUANTITY_DECIMAL_EXPONENT || (int64_t)q->digits.len + q->exponent <= 20)
        same = same && quantity_compare(q, &again) == 0;
    suite_case(s, arena_printf(&s->arena, "%s again", id).p, same, "%.*s is another number", STR_ARG(canonical));
    suite_case(s, arena_printf(&s->arena, "%s sign", id).p, quantity_sign(q) == json_integer_value(sign), "sign %d",
               quantity_sign(q));
    if (!format)
        return;
    same = str_eq(format_name(q), member(s, record, "format")) && str_eq(value, member(s, record, "value")) &&
           str_eq(milli, member(s, record, "milli"));
    suite_case(s, of, same, "%.*s, value %.*s, milli %.*s", STR_ARG(format_name(q)), STR_ARG(value), STR_ARG(milli));
}

static void quantity_case(struct suite *s, const char *id, bool ok, const struct quantity *q, struct str error,
                          const json_t *record)
{
    bool want_ok = json_is_true(json_object_get(record, "ok"));

    compare(s, id, ok, ok ? quantity_string(q, &s->arena) : error, want_ok,
            member(s, record, want_ok ? "string" : "error"));
    if (ok && want_ok)
        number_case(s, id, q, record);
}

static void parse_cases(struct suite *s, const char *name, const json_t *records, const char *input)
{
    struct quantity q;
    struct str error;
    const json_t *record;
    size_t i;

    json_array_foreach(records, i, record)
    {
        bool ok = quantity_parse(member(s, record, input), &s->arena, &q, &error);
        quantity_case(s, case_id(s, name, record, i, NULL), ok, &q, error, record);
    }
}

static void json_cases(struct suite *s, const json_t *records)
{
    struct scalar value;
    struct quantity q;
    struct str error;
    const json_t *record;
    size_t i;

    json_array_foreach(records, i, record)
    {
        bool ok = scalar_from_json(member(s, record, "input"), &s->arena, &value);
        error = STR("the value is not read");
        ok = ok && quantity_decode(&value, &s->arena, &q, &error);
        quantity_case(s, case_id(s, "quantity json", record, i, NULL), ok, &q, error, record);
    }
}

/* These say only whether the value is taken, and why not. */
static void taken_cases(struct suite *s, const char *name, const json_t *records)
{
    struct int_or_string number;
    struct scalar value;
    struct quantity q;
    const json_t *record;
    size_t i;

    json_array_foreach(records, i, record)
    {
        struct str error = STR("");
        bool ok = scalar_from_json(member(s, record, "json"), &s->arena, &value);
        if (ok && name[0] == 'q')
            ok = quantity_decode(&value, &s->arena, &q, &error);
        else if (ok)
            ok = int_or_string_decode(&value, STR(""), &number, &s->arena, &error);
        compare(s, case_id(s, name, record, i, NULL), ok, ok ? STR("") : error,
                json_is_true(json_object_get(record, "ok")), member(s, record, "error"));
    }
}

void quantity_suite(struct suite *s)
{
    json_t *file = suite_json(s, "suites/go-oracles/quantity.json");
    json_t *names = suite_json(s, "suites/k8s-names/quantity.json");
    json_t *taken = suite_json(s, "suites/k8s-names/quantity_json.json");
    json_t *numbers = suite_json(s, "suites/k8s-names/intorstring_json.json");

    parse_cases(s, "quantity", json_object_get(file, "records"), "input");
    json_cases(s, json_object_get(file, "json_records"));
    parse_cases(s, "k8s-names/quantity", names, "in");
    taken_cases(s, "quantity_json", taken);
    taken_cases(s, "intorstring_json", numbers);
    json_decref(file);
    json_decref(names);
    json_decref(taken);
    json_decref(numbers);
}
