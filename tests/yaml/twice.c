/* Both readers over everything that Go's reader was asked: where they see different things in a text that both take,
 * the difference stands in the list of those that are Go's own, and each of that list has a record that shows it. */
#include "syntax/yaml/twice.h"
#include "harness/suite.h"
#include "syntax/yaml/yaml.h"

static void check(struct suite *s, struct arena *a, const json_t *record, bool *shown)
{
    const char *id = json_string_value(json_object_get(record, "id"));
    struct yaml_difference d;
    struct yaml_error e;
    struct tape t;
    struct str source;
    bool differs;

    if (!suite_text(s, record, "input", &source))
        return;
    differs = !yaml_read_twice(a, source, &d);
    if (differs && d.known)
        shown[d.known - yaml_known] |= str_eq(str_c(id), str_c(d.known->record));
    suite_case(s, id, !differs || (d.known && yaml_read(&t, a, source, NULL, &e)), "line %u: %.*s", d.line,
               STR_ARG(d.words));
}

/* Texts whose difference nobody knows. */
static void check_unknown(struct suite *s, struct arena *a)
{
    static const struct {
        const char *text, *words;
        unsigned line;
    } cases[] = {
        { "{}: lost\n", "to Go this is the end of a mapping, to libyaml", 0 },
        { "# a\n[]: lost\n", "to Go this is a list, to libyaml a mapping", 2 },
        { "{?a -}:\n", "to Go this is the plain text \"a -\", to libyaml a mapping", 1 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct yaml_difference d = { .words = STR("") };
        bool differs = !yaml_read_twice(a, str_c(cases[i].text), &d);
        suite_case(s, cases[i].text,
                   differs && !d.known && str_starts(d.words, str_c(cases[i].words)) &&
                       (cases[i].line == 0 || d.line == cases[i].line),
                   "line %u: %.*s", d.line, STR_ARG(d.words));
    }
}

int main(void)
{
    struct suite s;
    struct arena a = { 0 };
    json_t *file, *record;
    bool shown[8] = { false };
    size_t i;

    suite_begin(&s, "yaml-twice", NULL);
    check_unknown(&s, &a);
    file = suite_json(&s, "suites/go-oracles/goyaml.json");
    json_array_foreach(json_object_get(file, "records"), i, record)
    {
        check(&s, &a, record, shown);
        arena_reset(&a);
    }
    for (i = 0; file && i < yaml_known_count; i++)
        suite_case(&s, yaml_known[i].id, shown[i], "record %s does not show it", yaml_known[i].record);
    json_decref(file);
    arena_free(&a);
    return suite_end(&s);
}
