/* The recorded regular expressions: what Go accepts, its words for what it refuses, and where it matches. */
#include "harness/suite.h"
#include "syntax/regex/regex.h"

#include <stdio.h>
#include <string.h>

/* Most groups that a record has. */
enum { MOST_SPANS = 64 };

static const char *id_of(struct suite *s, const char *file, size_t i, const char *what)
{
    return arena_printf(&s->arena, "%s:%zu:%s", file, i, what).p;
}

static struct str expected_error(struct suite *s, const json_t *answer)
{
    struct str error = STR("");

    suite_text(s, answer, "error", &error);
    return error;
}

static bool names_agree(const struct regex *re, const json_t *answer)
{
    const json_t *name, *names = json_object_get(answer, "names");
    size_t i;

    json_array_foreach(names, i, name)
    {
        struct str want = { json_string_value(name), json_string_length(name) };
        if (!str_eq(want, regex_group_name(re, i)))
            return false;
    }
    return (size_t)json_integer_value(json_object_get(answer, "numcap")) == regex_group_count(re);
}

static void run_syntax(struct suite *s, const char *id, struct str pattern, int go, const json_t *answer)
{
    struct regex_error e = { 0 }, checked = { 0 };
    struct regex *re = NULL;
    bool ok = regex_compile(&re, &s->arena, pattern, go, &e);
    bool want = json_is_true(json_object_get(answer, "ok"));
    struct str error = expected_error(s, answer);

    suite_case(s, id, ok == want && str_eq(ok ? STR("") : e.message, error) && (!ok || names_agree(re, answer)),
               "pattern %.*s\n  want %s %.*s\n  got  %s %.*s", STR_ARG(str_slice(pattern, 0, 200)),
               want ? "ok" : "refused", STR_ARG(str_slice(error, 0, 300)), ok ? "ok" : "refused",
               STR_ARG(str_slice(e.message, 0, 300)));
    if (regex_check(&s->arena, pattern, go, &checked) != ok || !str_eq(checked.message, e.message))
        suite_case(s, id, false, "regex_check and regex_compile differ");
    regex_free(re);
}

static void syntax(struct suite *s)
{
    json_t *test, *file = suite_json(s, "suites/re2/syntax.json");
    size_t i;

    json_array_foreach(json_object_get(file, "tests"), i, test)
    {
        struct str pattern;
        if (!suite_text(s, test, "regexp", &pattern))
            continue;
        run_syntax(s, id_of(s, "syntax", i, "go1_19"), pattern, 19, json_object_get(test, "go1_19"));
        run_syntax(s, id_of(s, "syntax", i, "go1_26"), pattern, 26, json_object_get(test, "go1_26"));
    }
    json_decref(file);
}

static struct str spans_text(struct suite *s, const struct regex_span *spans, size_t n)
{
    struct str all = STR("");

    for (size_t i = 0; i < n; i++)
        all = arena_printf(&s->arena, "%.*s[%ld %ld]", STR_ARG(all), (long)spans[i].start, (long)spans[i].end);
    return all;
}

static struct str recorded_spans(struct suite *s, const json_t *match)
{
    struct regex_span spans[MOST_SPANS];
    size_t i, n = json_array_size(match);
    json_t *pair;

    json_array_foreach(match, i, pair) spans[i] =
        (struct regex_span){ (size_t)json_integer_value(json_array_get(pair, 0)),
                             (size_t)json_integer_value(json_array_get(pair, 1)) };
    return spans_text(s, spans, n);
}

static void run_match(struct suite *s, const char *id, struct str pattern, struct str text, const json_t *match)
{
    struct regex_scratch scratch = { 0 };
    struct regex_span spans[MOST_SPANS];
    struct regex_error e = { 0 };
    struct regex *re = NULL;
    enum regex_result result = REGEX_GAVE_UP;
    struct str want = recorded_spans(s, match), got = STR("");

    if (regex_compile(&re, &s->arena, pattern, 26, &e))
        result = regex_match(re, &scratch, text, spans, regex_group_count(re) + 1);
    if (result == REGEX_MATCH)
        got = spans_text(s, spans, regex_group_count(re) + 1);
    suite_case(s, id, result != REGEX_GAVE_UP && str_eq(want, got) && json_is_array(match) == (result == REGEX_MATCH),
               "pattern %.*s text %.*s\n  want %.*s\n  got  %.*s %.*s", STR_ARG(pattern),
               STR_ARG(str_slice(text, 0, 100)), STR_ARG(want), STR_ARG(got), STR_ARG(e.message));
    regex_scratch_free(&scratch);
    regex_free(re);
}

static void run_search(struct suite *s, size_t i, const json_t *test)
{
    struct str pattern, text, error;
    struct regex_error e;

    if (!suite_text(s, test, "regexp", &pattern))
        return;
    if (!json_is_true(json_object_get(test, "go_ok"))) {
        bool ok = regex_check(&s->arena, pattern, 26, &e);
        suite_text(s, test, "go_error", &error);
        suite_case(s, id_of(s, "search", i, "refused"), !ok && str_eq(e.message, error), "pattern %.*s: %.*s",
                   STR_ARG(pattern), STR_ARG(error));
        return;
    }
    suite_text(s, test, "text", &text);
    run_match(s, id_of(s, "search", i, "match"), pattern, text, json_object_get(test, "match"));
    run_match(s, id_of(s, "search", i, "full"), ARENA_JOIN(&s->arena, STR("\\A(?:"), pattern, STR(")\\z")), text,
              json_object_get(test, "full"));
}

static void search(struct suite *s)
{
    json_t *test, *file = suite_json(s, "suites/re2/search.json");
    size_t i;

    json_array_foreach(json_object_get(file, "tests"), i, test) run_search(s, i, test);
    json_decref(file);
}

int main(void)
{
    struct suite s;

    suite_begin(&s, "regex-suite", NULL);
    syntax(&s);
    search(&s);
    return suite_end(&s);
}
