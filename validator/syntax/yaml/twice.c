#include "syntax/yaml/twice.h"

#include "syntax/yaml/scan.h"

#include <stdlib.h>
#include <yaml.h>

enum known { TAG_COMMA };

/* libyaml looks at every open level for every token, so a text that is both deep and long would take it hours. */
enum { DEEP = 100, LONG = 256 << 10 };

const struct yaml_known yaml_known[] = {
    [TAG_COMMA] = { "tag-comma",
                    "Go takes a comma and what follows it up to a blank for a part of a tag, where libyaml ends a tag "
                    "at a comma inside of a flow collection",
                    "tag-flow-0054" },
};

const size_t yaml_known_count = COUNT_OF(yaml_known);

/* libyaml's event as ours, as far as the two are compared; texts live in the event that it was made of. */
static struct event seen_by_libyaml(const yaml_event_t *e)
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
    const unsigned char *anchor = NULL, *tag = NULL;
    struct event x = { .kind = kinds[e->type] };

    if (e->type == YAML_ALIAS_EVENT) {
        anchor = e->data.alias.anchor;
    } else if (e->type == YAML_SCALAR_EVENT) {
        anchor = e->data.scalar.anchor;
        tag = e->data.scalar.tag;
        x.style = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE ? STYLE_PLAIN : STYLE_DOUBLE;
        x.value = (struct str){ (const char *)e->data.scalar.value, e->data.scalar.length };
    } else if (e->type == YAML_SEQUENCE_START_EVENT) {
        anchor = e->data.sequence_start.anchor;
        tag = e->data.sequence_start.tag;
    } else if (e->type == YAML_MAPPING_START_EVENT) {
        anchor = e->data.mapping_start.anchor;
        tag = e->data.mapping_start.tag;
    }
    x.anchor = anchor ? str_c((const char *)anchor) : STR("");
    x.tag = tag ? str_c((const char *)tag) : STR("");
    return x;
}

static bool same(const struct event *x, const struct event *y)
{
    if (x->kind != y->kind || !str_eq(x->anchor, y->anchor) || !str_eq(x->tag, y->tag))
        return false;
    return x->kind != EVENT_SCALAR ||
           (str_eq(x->value, y->value) && (x->style == STYLE_PLAIN) == (y->style == STYLE_PLAIN));
}

static const struct yaml_known *known(const struct event *ours, const struct event *theirs)
{
    bool longer = ours->tag.len > theirs->tag.len && str_starts(ours->tag, theirs->tag);

    return theirs->tag.len && longer && ours->tag.p[theirs->tag.len] == ',' ? &yaml_known[TAG_COMMA] : NULL;
}

static struct str words_of(struct arena *a, const struct event *e)
{
    static const char *const words[] = {
        [EVENT_STREAM_START] = "the start",
        [EVENT_STREAM_END] = "the end",
        [EVENT_DOCUMENT_START] = "the start of a document",
        [EVENT_DOCUMENT_END] = "the end of the document",
        [EVENT_ALIAS] = "an alias",
        [EVENT_SCALAR] = "an empty value",
        [EVENT_SEQUENCE] = "a list",
        [EVENT_SEQUENCE_END] = "the end of a list",
        [EVENT_MAPPING] = "a mapping",
        [EVENT_MAPPING_END] = "the end of a mapping",
    };
    struct str what = str_c(words[e->kind]);

    if (e->kind == EVENT_ALIAS)
        what = ARENA_JOIN(a, STR("the alias *"), e->anchor);
    else if (e->value.len)
        what = ARENA_JOIN(a, e->style == STYLE_PLAIN ? STR("the plain text \"") : STR("the quoted text \""), e->value,
                          STR("\""));
    if (e->kind != EVENT_ALIAS && e->anchor.len)
        what = ARENA_JOIN(a, what, STR(" with the anchor &"), e->anchor);
    return e->tag.len ? ARENA_JOIN(a, what, STR(" with the tag "), e->tag) : what;
}

static void describe(struct arena *a, const struct event *ours, const struct event *theirs, struct yaml_difference *d)
{
    *d = (struct yaml_difference){ .start = ours->start.offset, .end = ours->end, .line = ours->start.line + 1 };
    d->words = ARENA_JOIN(a, STR("to Go this is "), words_of(a, ours), STR(", to libyaml "), words_of(a, theirs));
    d->known = known(ours, theirs);
}

struct both {
    struct grammar ours;
    yaml_parser_t theirs;
    bool ours_ended, theirs_ended; /* the document has */
    size_t depth, length;
};

static bool ends_document(const struct event *e)
{
    return e->kind == EVENT_DOCUMENT_END || e->kind == EVENT_STREAM_END;
}

static bool too_deep(struct both *b, const struct event *e)
{
    b->depth += e->kind == EVENT_SEQUENCE || e->kind == EVENT_MAPPING;
    b->depth -= e->kind == EVENT_SEQUENCE_END || e->kind == EVENT_MAPPING_END;
    return b->depth > DEEP && b->length > LONG;
}

/* Side by side up to the first difference, or to where one of them refuses the text. */
static bool compare(struct both *b, struct arena *a, struct yaml_difference *d)
{
    struct event ours, theirs;
    bool equal = true;
    yaml_event_t e;

    while (equal && !b->ours_ended) {
        if (!grammar_next(&b->ours, &ours))
            return true;
        if (too_deep(b, &ours)) {
            *d = (struct yaml_difference){ ours.start.offset, ours.end, ours.start.line + 1,
                                           STR("this nests too deep for a second reader in a text of this length"),
                                           NULL };
            return false;
        }
        if (!yaml_parser_parse(&b->theirs, &e))
            return true;
        theirs = seen_by_libyaml(&e);
        equal = same(&ours, &theirs);
        b->ours_ended = ends_document(&ours);
        b->theirs_ended = ends_document(&theirs);
        if (!equal)
            describe(a, &ours, &theirs, d);
        yaml_event_delete(&e);
    }
    return equal;
}

/* Whether both take the rest of the document. */
static bool both_accept(struct both *b)
{
    struct event ours;
    yaml_event_t e;

    while (!b->ours_ended) {
        if (!grammar_next(&b->ours, &ours))
            return false;
        b->ours_ended = ends_document(&ours);
    }
    while (!b->theirs_ended && b->depth <= DEEP) {
        if (!yaml_parser_parse(&b->theirs, &e))
            return false;
        ours = seen_by_libyaml(&e);
        b->theirs_ended = ends_document(&ours);
        yaml_event_delete(&e);
    }
    return true;
}

bool yaml_read_twice(struct arena *a, struct str bytes, struct yaml_difference *d)
{
    struct arena scratch = { 0 };
    struct str source = bytes;
    struct yaml_error error;
    struct both b = { .length = bytes.len };
    bool equal;

    if (!yaml_parser_initialize(&b.theirs))
        abort();
    yaml_parser_set_input_string(&b.theirs, (const unsigned char *)(bytes.len ? bytes.p : ""), bytes.len);
    grammar_open(&b.ours, &scratch, &source, &error);
    equal = compare(&b, a, d) || !both_accept(&b);
    grammar_close(&b.ours);
    yaml_parser_delete(&b.theirs);
    arena_free(&scratch);
    return equal;
}
