/* Holds the places of events against libyaml's marks: where both readers take a source and see the same
 * events, each must start at the same byte and line, and end at the same byte. Places decide where findings
 * point, and Go's answers say nothing of them. */
#include "harness/suite.h"
#include "syntax/yaml/scan.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct seen {
    uint8_t kind;
    uint32_t start, end, line;
    struct str value;
};

struct events {
    struct seen *items;
    size_t count, cap;
};

static void add(struct arena *a, struct events *list, struct seen seen)
{
    list->items = arena_grow(a, list->items, list->count, &list->cap, sizeof *list->items);
    list->items[list->count++] = seen;
}

static bool read_ours(struct arena *a, struct str source, struct events *list)
{
    struct yaml_error error;
    struct grammar g;
    struct event e;
    bool fine;

    grammar_open(&g, a, &source, &error);
    do {
        fine = grammar_next(&g, &e);
        if (fine)
            add(a, list, (struct seen){ e.kind, e.start.offset, e.end, e.start.line, e.value });
    } while (fine && e.kind != EVENT_STREAM_END);
    grammar_close(&g);
    return fine;
}

static uint8_t kind_of(yaml_event_type_t type)
{
    static const uint8_t kinds[] = {
        [YAML_STREAM_START_EVENT] = EVENT_STREAM_START,
        [YAML_STREAM_END_EVENT] = EVENT_STREAM_END,
        [YAML_DOCUMENT_START_EVENT] = EVENT_DOCUMENT_START,
        [YAML_DOCUMENT_END_EVENT] = EVENT_DOCUMENT_END,
        [YAML_ALIAS_EVENT] = EVENT_ALIAS,
        [YAML_SCALAR_EVENT] = EVENT_SCALAR,
        [YAML_SEQUENCE_START_EVENT] = EVENT_SEQUENCE,
        [YAML_SEQUENCE_END_EVENT] = EVENT_SEQUENCE_END,
        [YAML_MAPPING_START_EVENT] = EVENT_MAPPING,
        [YAML_MAPPING_END_EVENT] = EVENT_MAPPING_END,
    };

    return kinds[type];
}

static bool read_theirs(struct arena *a, struct str source, struct events *list)
{
    yaml_parser_t parser;
    yaml_event_t e;
    bool fine, last = false;

    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const unsigned char *)source.p, source.len);
    do {
        struct str value = { "", 0 };
        fine = yaml_parser_parse(&parser, &e);
        if (!fine)
            break;
        if (e.type == YAML_SCALAR_EVENT)
            value = arena_copy(a, (struct str){ (const char *)e.data.scalar.value, e.data.scalar.length });
        add(a, list,
            (struct seen){ kind_of(e.type), (uint32_t)e.start_mark.index, (uint32_t)e.end_mark.index,
                           (uint32_t)e.start_mark.line, value });
        last = e.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&e);
    } while (!last);
    yaml_parser_delete(&parser);
    return fine;
}

/* Empty values end where the token before them does; libyaml has some of them at the token after. */
static bool same_place(const struct seen *x, const struct seen *y)
{
    if (x->kind == EVENT_SCALAR && x->value.len == 0 && x->start == x->end && y->start == y->end)
        return x->start <= y->start;
    if (x->kind == EVENT_SEQUENCE || x->kind == EVENT_MAPPING) /* where its opening ends is nothing to us */
        return x->start == y->start && x->line == y->line;
    return x->start == y->start && x->end == y->end && x->line == y->line;
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static void check(struct suite *s, struct arena *a, const char *id, struct str source)
{
    struct events ours = { 0 }, theirs = { 0 };

    /* libyaml's marks count code points. */
    if (!is_ascii(source) || !read_ours(a, source, &ours) || !read_theirs(a, source, &theirs) ||
        ours.count != theirs.count)
        return;
    for (size_t i = 0; i < ours.count; i++)
        if (ours.items[i].kind != theirs.items[i].kind || !str_eq(ours.items[i].value, theirs.items[i].value))
            return;
    for (size_t i = 0; i < ours.count; i++) {
        const struct seen *x = &ours.items[i], *y = &theirs.items[i];
        if (!same_place(x, y)) {
            suite_case(s, id, false, "event %zu of\n%.*s\nis [%u, %u) in line %u, not [%u, %u) in line %u", i,
                       STR_ARG(str_slice(source, 0, 300)), x->start, x->end, x->line, y->start, y->end, y->line);
            return;
        }
    }
    suite_case(s, id, true, " ");
}

int main(void)
{
    struct suite s;
    struct arena a = { 0 };
    json_t *file, *record;
    size_t i;

    suite_begin(&s, "yaml-places", NULL);
    file = suite_json(&s, "suites/go-oracles/goyaml.json");
    json_array_foreach(json_object_get(file, "records"), i, record)
    {
        struct str source;
        if (suite_text(&s, record, "input", &source))
            check(&s, &a, json_string_value(json_object_get(record, "id")), source);
        arena_reset(&a);
    }
    json_decref(file);
    arena_free(&a);
    return suite_end(&s);
}
