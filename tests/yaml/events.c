/* Holds the events under the tape, of all documents of a stream, against the YAML test suite. Where Go's
 * reader (goyaml.json has its word on every input) and the specification part ways on the first document,
 * ours goes with Go. Every input also goes through yaml_read, whose verdict on the first document must be
 * that of the events. */
#include "harness/suite.h"
#include "syntax/yaml/scan.h"

#include <stdio.h>
#include <string.h>

static void put_escaped(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        switch (s.p[i]) {
        case '\n':
            buf_put(out, STR("\\n"));
            break;
        case '\t':
            buf_put(out, STR("\\t"));
            break;
        case '\b':
            buf_put(out, STR("\\b"));
            break;
        case '\r':
            buf_put(out, STR("\\r"));
            break;
        case '\\':
            buf_put(out, STR("\\\\"));
            break;
        default:
            buf_char(out, s.p[i]);
        }
}

static void put_properties(struct buf *out, const struct event *e)
{
    if (e->anchor.p)
        buf_printf(out, " &%.*s", STR_ARG(e->anchor));
    if (e->tag.p)
        buf_printf(out, " <%.*s>", STR_ARG(e->tag));
}

static void put_event(struct buf *out, const struct event *e)
{
    static const char *const names[] = {
        "+STR", "-STR", "+DOC", "-DOC", "=ALI", "=VAL", "+SEQ", "-SEQ", "+MAP", "-MAP"
    };
    static const char styles[] = ":'\"|>";

    buf_put(out, str_c(names[e->kind]));
    if (e->kind == EVENT_DOCUMENT_START && !e->implicit)
        buf_put(out, STR(" ---"));
    else if (e->kind == EVENT_DOCUMENT_END && !e->implicit)
        buf_put(out, STR(" ..."));
    else if (e->kind == EVENT_SEQUENCE && e->style == STYLE_FLOW)
        buf_put(out, STR(" []"));
    else if (e->kind == EVENT_MAPPING && e->style == STYLE_FLOW)
        buf_put(out, STR(" {}"));
    if (e->kind == EVENT_ALIAS)
        buf_printf(out, " *%.*s", STR_ARG(e->anchor));
    else
        put_properties(out, e);
    if (e->kind == EVENT_SCALAR) {
        buf_printf(out, " %c", styles[e->style]);
        put_escaped(out, e->value);
    }
    buf_char(out, '\n');
}

/* The events of a whole stream as the suite writes them. False on a syntax error; *first is whether that was
 * before the end of the first document. */
static bool read_stream(struct arena *a, struct str source, struct buf *out, struct yaml_error *e, bool *first)
{
    struct grammar g;
    struct event event;
    bool fine;

    *first = true;
    grammar_open(&g, a, &source, e);
    do {
        fine = grammar_next(&g, &event);
        if (fine)
            put_event(out, &event);
        if (fine && event.kind == EVENT_DOCUMENT_END)
            *first = false;
    } while (fine && event.kind != EVENT_STREAM_END);
    grammar_close(&g);
    return fine;
}

static void put_expected(struct buf *out, const json_t *test)
{
    size_t i;
    json_t *line;

    json_array_foreach(json_object_get(test, "tree"), i, line)
    {
        buf_put(out, (struct str){ json_string_value(line), json_string_length(line) });
        buf_char(out, '\n');
    }
}

/* Whether Go's parser refuses the first document; errors that come after parsing don't count. */
static bool go_refuses(const struct map *go, struct str source)
{
    static const struct str later[] = { STR_INIT("yaml: invalid map key"), STR_INIT("yaml: cannot decode"),
                                        STR_INIT("yaml: map merge"), STR_INIT("yaml: !!binary") };
    const json_t *record = map_get(go, source);
    const char *error = json_string_value(json_object_get(record, "error"));

    if (!error || !str_starts(str_c(error), STR("yaml: ")))
        return false;
    for (size_t i = 0; i < sizeof later / sizeof later[0]; i++)
        if (str_starts(str_c(error), later[i]))
            return false;
    return true;
}

struct outcome {
    bool fine, first; /* no syntax error; or one before the end of the first document */
    struct buf events;
    struct yaml_error error;
};

/* What the specification asks for, after Go had its say. */
static bool as_expected(const struct outcome *o, const json_t *test, bool refused, struct str want)
{
    if (refused)
        return !o->fine && o->first;
    if (json_is_true(json_object_get(test, "error")))
        return o->fine || !o->first; /* Go takes the first document */
    return o->fine && str_eq(buf_str(&o->events), want);
}

static void check(struct suite *s, struct arena *a, const struct map *go, const json_t *test)
{
    const char *id = json_string_value(json_object_get(test, "id"));
    struct outcome o = { .fine = false };
    struct buf want = { 0 };
    struct yaml_error e;
    struct tape t;
    struct str source;
    bool refused;

    if (!suite_text(s, test, "yaml", &source))
        return;
    refused = go_refuses(go, source);
    o.fine = read_stream(a, source, &o.events, &o.error, &o.first);
    put_expected(&want, test);
    suite_case(s, id, as_expected(&o, test, refused, buf_str(&want)), "%.*s\ngives\n%.*s%.*s\nnot\n%.*s%s",
               STR_ARG(source), STR_ARG(buf_str(&o.events)), STR_ARG(o.error.message), STR_ARG(buf_str(&want)),
               refused ? "an error" : "");
    suite_case(s, arena_printf(&s->arena, "%s read", id).p,
               o.fine || !o.first ? yaml_read(&t, a, source, NULL, &e) || e.message.len
                                  : !yaml_read(&t, a, source, NULL, &e) && str_eq(e.message, o.error.message),
               "events: %.*s; read: %.*s", STR_ARG(o.error.message), STR_ARG(e.message));
    buf_free(&o.events);
    buf_free(&want);
    arena_reset(a);
}

int main(void)
{
    struct suite s;
    struct arena a = { 0 };
    struct map go;
    json_t *file, *oracle, *test;
    size_t i;

    suite_begin(&s, "yaml-events", "tests/yaml/exceptions.txt");
    file = suite_json(&s, "suites/yaml/tests.json");
    oracle = suite_json(&s, "suites/go-oracles/goyaml.json");
    map_init(&go, &s.arena);
    json_array_foreach(json_object_get(oracle, "records"), i, test)
    {
        json_t *input = json_object_get(test, "input");
        if (input)
            *map_at(&go, (struct str){ json_string_value(input), json_string_length(input) }) = test;
    }
    json_array_foreach(json_object_get(file, "tests"), i, test) check(&s, &a, &go, test);
    json_decref(file);
    json_decref(oracle);
    arena_free(&a);
    return suite_end(&s);
}
