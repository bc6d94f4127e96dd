#include "syntax/yaml/scan.h"

#include <string.h>

enum state {
    STATE_STREAM,
    STATE_FIRST_DOCUMENT,
    STATE_DOCUMENT,
    STATE_CONTENT,
    STATE_DOCUMENT_END,
    STATE_BLOCK_NODE,
    STATE_SEQUENCE_FIRST,
    STATE_SEQUENCE,
    STATE_DASHES, /* a sequence at its parent's indentation */
    STATE_MAPPING_FIRST,
    STATE_MAPPING_KEY,
    STATE_MAPPING_VALUE,
    STATE_FLOW_SEQUENCE_FIRST,
    STATE_FLOW_SEQUENCE,
    STATE_PAIR_KEY, /* a single pair inside [] */
    STATE_PAIR_VALUE,
    STATE_PAIR_END,
    STATE_FLOW_MAPPING_FIRST,
    STATE_FLOW_MAPPING,
    STATE_FLOW_VALUE,
    STATE_FLOW_NO_VALUE,
    STATE_END,
};

#define IN(kind, set) ((1u << (kind)) & (set))
#define BIT(kind) (1u << (kind))

static const uint32_t document_marks = BIT(TOKEN_VERSION) | BIT(TOKEN_HANDLE) | BIT(TOKEN_DOCUMENT_START);
static const uint32_t no_mapping_node = BIT(TOKEN_KEY) | BIT(TOKEN_VALUE) | BIT(TOKEN_BLOCK_END);

void grammar_open(struct grammar *g, struct arena *a, struct str *bytes, struct yaml_error *e)
{
    *g = (struct grammar){ .state = STATE_STREAM };
    scanner_open(&g->scanner, a, bytes, e);
}

void grammar_close(struct grammar *g)
{
    scanner_close(&g->scanner);
}

static struct token *skip_peek(struct grammar *g)
{
    grammar_skip(g);
    return grammar_peek(g);
}

/* An error at a token, as Go words it: it prints the parser's lines, which count from 0, as if from 1. */
static bool fail(struct grammar *g, struct place where, const char *problem)
{
    struct yaml_error *e = g->scanner.error;

    if (where.line)
        e->message = arena_printf(g->scanner.arena, "yaml: line %u: %s", where.line, problem);
    else
        e->message = arena_printf(g->scanner.arena, "yaml: %s", problem);
    e->offset = where.offset;
    e->end = where.offset < g->scanner.source.len ? where.offset + 1 : where.offset;
    return false;
}

static void push_state(struct grammar *g, enum state state)
{
    if (g->state_count == g->state_cap)
        g->states = arena_grow(g->scanner.arena, g->states, g->state_count, &g->state_cap, 1);
    g->states[g->state_count++] = (uint8_t)state;
}

static void pop_state(struct grammar *g)
{
    g->state = g->states[--g->state_count];
}

static struct place end_place(const struct token *t)
{
    return (struct place){ t->end, t->start.line };
}

static bool empty_scalar(struct event *e, struct place where)
{
    *e = (struct event){ .kind = EVENT_SCALAR, .style = STYLE_PLAIN, .implicit = true, .start = where };
    e->end = where.offset;
    e->value = STR("");
    return true;
}

static bool simple(struct event *e, enum event_kind kind, const struct token *t, uint32_t end)
{
    *e = (struct event){ .kind = (uint8_t)kind, .start = t->start, .end = end };
    return true;
}

static bool add_handle(struct grammar *g, const struct token *t)
{
    struct str *prefix = ARENA_NEW(g->scanner.arena, struct str);
    void **at;

    if (!g->handled)
        map_init(&g->handles, g->scanner.arena);
    g->handled = true;
    at = map_at(&g->handles, t->value);
    if (*at)
        return fail(g, t->start, "found duplicate %TAG directive");
    *prefix = t->suffix;
    *at = prefix;
    return true;
}

/* What a handle stands for; "!" and "!!" do without a directive. */
static bool find_handle(const struct grammar *g, struct str name, struct str *prefix)
{
    const struct str *found = g->handled ? map_get(&g->handles, name) : NULL;

    *prefix = found ? *found : str_eq(name, STR("!")) ? name : STR("tag:yaml.org,2002:");
    return found || str_eq(name, STR("!")) || str_eq(name, STR("!!"));
}

static bool parse_directives(struct grammar *g)
{
    struct token *t = grammar_peek(g);
    bool versioned = false;

    for (; t && (t->kind == TOKEN_VERSION || t->kind == TOKEN_HANDLE); t = skip_peek(g)) {
        if (t->kind == TOKEN_HANDLE) {
            if (!add_handle(g, t))
                return false;
            continue;
        }
        if (versioned)
            return fail(g, t->start, "found duplicate %YAML directive");
        if (t->major != 1 || t->minor != 1)
            return fail(g, t->start, "found incompatible YAML document");
        versioned = true;
    }
    return t != NULL;
}

static bool parse_document_start(struct grammar *g, struct event *e, bool first)
{
    struct token *t = grammar_peek(g);
    struct place start;

    while (t && !first && t->kind == TOKEN_DOCUMENT_END)
        t = skip_peek(g);
    if (!t)
        return false;
    if (t->kind == TOKEN_STREAM_END) {
        g->state = STATE_END;
        return simple(e, EVENT_STREAM_END, t, t->end);
    }
    start = t->start;
    *e = (struct event){ .kind = EVENT_DOCUMENT_START, .start = start, .end = start.offset };
    if (!parse_directives(g))
        return false;
    t = grammar_peek(g);
    if (!t)
        return false;
    push_state(g, STATE_DOCUMENT_END);
    if (first && start.offset == t->start.offset && t->kind != TOKEN_DOCUMENT_START) {
        e->implicit = true;
        g->state = STATE_BLOCK_NODE;
        return true;
    }
    if (t->kind != TOKEN_DOCUMENT_START)
        return fail(g, t->start, "did not find expected <document start>");
    e->end = t->end;
    g->state = STATE_CONTENT;
    grammar_skip(g);
    return true;
}

static bool parse_document_end(struct grammar *g, struct event *e)
{
    struct token *t = grammar_peek(g);

    if (!t)
        return false;
    simple(e, EVENT_DOCUMENT_END, t, t->start.offset);
    e->implicit = t->kind != TOKEN_DOCUMENT_END;
    if (!e->implicit) {
        e->end = t->end;
        grammar_skip(g);
    }
    g->handled = false;
    g->state = STATE_DOCUMENT;
    return true;
}

/* What a tag stands for; false when its handle is unknown. */
static bool expand_tag(struct grammar *g, const struct token *tag, struct str *out)
{
    struct str prefix;

    if (tag->value.len == 0) {
        *out = tag->suffix;
        return true;
    }
    if (find_handle(g, tag->value, &prefix)) {
        *out = arena_printf(g->scanner.arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(tag->suffix));
        if (out->len)
            return true;
    }
    return fail(g, tag->start, "found undefined tag handle");
}

/* Anchor and tag in any order. Gives the token after them, or NULL on an error. */
static struct token *parse_properties(struct grammar *g, struct event *e, struct token *t)
{
    struct token tag = { .kind = TOKEN_STREAM_START };
    uint8_t first = t->kind;

    for (int i = 0; i < 2 && (t->kind == TOKEN_ANCHOR || t->kind == TOKEN_TAG); i++) {
        if (i == 1 && t->kind == first)
            break;
        if (t->kind == TOKEN_ANCHOR)
            e->anchor = t->value;
        else
            tag = *t;
        e->end = t->end;
        t = skip_peek(g);
        if (!t)
            return NULL;
    }
    if (tag.kind == TOKEN_TAG && !expand_tag(g, &tag, &e->tag))
        return NULL;
    return t;
}

static bool start_collection(struct grammar *g, struct event *e, enum event_kind kind, enum node_style style,
                             enum state state)
{
    e->kind = (uint8_t)kind;
    e->style = (uint8_t)style;
    g->state = (uint8_t)state;
    return true;
}

static bool parse_alias(struct grammar *g, struct event *e, const struct token *t)
{
    pop_state(g);
    e->kind = EVENT_ALIAS;
    e->anchor = t->value;
    e->end = t->end;
    grammar_skip(g);
    return true;
}

static bool parse_scalar(struct grammar *g, struct event *e, const struct token *t)
{
    pop_state(g);
    e->kind = EVENT_SCALAR;
    e->style = t->style;
    e->implicit = (e->tag.len == 0 && t->style == STYLE_PLAIN) || str_eq(e->tag, STR("!"));
    e->end = t->end;
    e->value = t->value;
    grammar_skip(g);
    return true;
}

/* Properties with nothing behind them. */
static bool parse_nothing(struct grammar *g, struct event *e, const struct token *t)
{
    if (e->anchor.len == 0 && e->tag.len == 0)
        return fail(g, t->start, "did not find expected node content");
    pop_state(g);
    e->kind = EVENT_SCALAR;
    e->style = STYLE_PLAIN;
    e->implicit = e->tag.len == 0;
    e->value = STR("");
    return true;
}

/* block: block collections may start here; dashes: so may a sequence without indentation of its own. */
static bool parse_node(struct grammar *g, struct event *e, bool block, bool dashes)
{
    struct token *t = grammar_peek(g);

    if (!t)
        return false;
    *e = (struct event){ .start = t->start, .end = t->start.offset };
    if (t->kind == TOKEN_ALIAS)
        return parse_alias(g, e, t);
    if (t->kind == TOKEN_ANCHOR || t->kind == TOKEN_TAG) {
        t = parse_properties(g, e, t);
        if (!t)
            return false;
    }
    if (t->kind == TOKEN_SCALAR)
        return parse_scalar(g, e, t);
    if (dashes && t->kind == TOKEN_DASH)
        return start_collection(g, e, EVENT_SEQUENCE, STYLE_BLOCK, STATE_DASHES);
    if (t->kind == TOKEN_FLOW_SEQUENCE)
        return start_collection(g, e, EVENT_SEQUENCE, STYLE_FLOW, STATE_FLOW_SEQUENCE_FIRST);
    if (t->kind == TOKEN_FLOW_MAPPING)
        return start_collection(g, e, EVENT_MAPPING, STYLE_FLOW, STATE_FLOW_MAPPING_FIRST);
    if (block && t->kind == TOKEN_BLOCK_SEQUENCE)
        return start_collection(g, e, EVENT_SEQUENCE, STYLE_BLOCK, STATE_SEQUENCE_FIRST);
    if (block && t->kind == TOKEN_BLOCK_MAPPING)
        return start_collection(g, e, EVENT_MAPPING, STYLE_BLOCK, STATE_MAPPING_FIRST);
    return parse_nothing(g, e, t);
}

static bool parse_content(struct grammar *g, struct event *e)
{
    struct token *t = grammar_peek(g);

    if (!t)
        return false;
    if (!IN(t->kind, document_marks | BIT(TOKEN_DOCUMENT_END) | BIT(TOKEN_STREAM_END)))
        return parse_node(g, e, true, false);
    pop_state(g);
    return empty_scalar(e, g->last);
}

/* A node, unless one of these tokens follows: then it is an empty one. */
static bool node_unless(struct grammar *g, struct event *e, const struct token *t, uint32_t none, enum state back,
                        struct place empty, bool block)
{
    if (IN(t->kind, none)) {
        g->state = (uint8_t)back;
        return empty_scalar(e, empty);
    }
    push_state(g, back);
    return parse_node(g, e, block, block && back != STATE_SEQUENCE && back != STATE_DASHES);
}

static bool parse_sequence(struct grammar *g, struct event *e)
{
    struct token *t = grammar_peek(g);
    struct place after;

    if (!t)
        return false;
    if (t->kind == TOKEN_DASH) {
        after = end_place(t);
        t = skip_peek(g);
        return t && node_unless(g, e, t, BIT(TOKEN_DASH) | BIT(TOKEN_BLOCK_END), STATE_SEQUENCE, after, true);
    }
    if (t->kind != TOKEN_BLOCK_END)
        return fail(g, t->start, "did not find expected '-' indicator");
    pop_state(g);
    simple(e, EVENT_SEQUENCE_END, t, t->end);
    grammar_skip(g);
    return true;
}

static bool parse_dashes(struct grammar *g, struct event *e)
{
    struct token *t = grammar_peek(g);
    struct place after;

    if (!t)
        return false;
    if (t->kind != TOKEN_DASH) {
        pop_state(g);
        return simple(e, EVENT_SEQUENCE_END, t, t->start.offset);
    }
    after = end_place(t);
    t = skip_peek(g);
    return t && node_unless(g, e, t, no_mapping_node | BIT(TOKEN_DASH), STATE_DASHES, after, true);
}

static bool parse_mapping_key(struct grammar *g, struct event *e)
{
    struct token *t = grammar_peek(g);
    struct place after;

    if (!t)
        return false;
    if (t->kind == TOKEN_KEY) {
        after = end_place(t);
        t = skip_peek(g);
        return t && node_unless(g, e, t, no_mapping_node, STATE_MAPPING_VALUE, after, true);
    }
    if (t->kind != TOKEN_BLOCK_END)
        return fail(g, t->start, "did not find expected key");
    pop_state(g);
    simple(e, EVENT_MAPPING_END, t, t->end);
    grammar_skip(g);
    return true;
}

static bool parse_mapping_value(struct grammar *g, struct event *e)
{
    struct token *t = grammar_peek(g);
    struct place after;

    if (!t)
        return false;
    if (t->kind != TOKEN_VALUE) {
        g->state = STATE_MAPPING_KEY;
        return empty_scalar(e, g->last);
    }
    after = end_place(t);
    t = skip_peek(g);
    return t && node_unless(g, e, t, no_mapping_node, STATE_MAPPING_KEY, after, true);
}

/* The comma in front of every part but the first; NULL on an error. */
static struct token *flow_part(struct grammar *g, bool first, enum token_kind end, const char *problem)
{
    struct token *t = grammar_peek(g);

    if (!t || first || t->kind == end)
        return t;
    if (t->kind == TOKEN_COMMA)
        return skip_peek(g);
    fail(g, t->start, problem);
    return NULL;
}

static bool end_flow(struct grammar *g, struct event *e, enum event_kind kind, const struct token *t)
{
    pop_state(g);
    simple(e, kind, t, t->end);
    grammar_skip(g);
    return true;
}

static bool parse_flow_sequence(struct grammar *g, struct event *e, bool first)
{
    struct token *t = flow_part(g, first, TOKEN_FLOW_SEQUENCE_END, "did not find expected ',' or ']'");

    if (!t)
        return false;
    if (t->kind == TOKEN_FLOW_SEQUENCE_END)
        return end_flow(g, e, EVENT_SEQUENCE_END, t);
    if (t->kind == TOKEN_KEY) {
        simple(e, EVENT_MAPPING, t, t->end);
        e->style = STYLE_FLOW;
        g->state = STATE_PAIR_KEY;
        grammar_skip(g);
        return true;
    }
    push_state(g, STATE_FLOW_SEQUENCE);
    return parse_node(g, e, false, false);
}

static const uint32_t no_pair_node = BIT(TOKEN_COMMA) | BIT(TOKEN_FLOW_SEQUENCE_END);
static const uint32_t no_entry_node = BIT(TOKEN_COMMA) | BIT(TOKEN_FLOW_MAPPING_END);

static bool parse_pair_key(struct grammar *g, struct event *e)
{
    struct token *t = grammar_peek(g);
    struct place after;

    if (!t)
        return false;
    if (!IN(t->kind, no_pair_node | BIT(TOKEN_VALUE)))
        return node_unless(g, e, t, 0, STATE_PAIR_VALUE, t->start, false);
    /* Go drops the token that shows the key to be empty. */
    after = end_place(t);
    grammar_skip(g);
    g->state = STATE_PAIR_VALUE;
    return empty_scalar(e, after);
}

/* The value after ':' in a flow collection. Go marks an empty one at the colon's place inside a pair. */
static bool parse_flow_value(struct grammar *g, struct event *e, uint32_t none, enum state back)
{
    struct token *t = grammar_peek(g);
    struct place colon;

    if (!t)
        return false;
    if (t->kind != TOKEN_VALUE) {
        g->state = (uint8_t)back;
        return empty_scalar(e, t->start);
    }
    colon = t->start;
    t = skip_peek(g);
    return t && node_unless(g, e, t, none, back, back == STATE_PAIR_END ? colon : t->start, false);
}

static bool parse_pair_end(struct grammar *g, struct event *e)
{
    struct token *t = grammar_peek(g);

    g->state = STATE_FLOW_SEQUENCE;
    return t && simple(e, EVENT_MAPPING_END, t, t->start.offset);
}

static bool parse_flow_mapping(struct grammar *g, struct event *e, bool first)
{
    struct token *t = flow_part(g, first, TOKEN_FLOW_MAPPING_END, "did not find expected ',' or '}'");

    if (!t)
        return false;
    if (t->kind == TOKEN_FLOW_MAPPING_END)
        return end_flow(g, e, EVENT_MAPPING_END, t);
    if (t->kind == TOKEN_KEY) {
        t = skip_peek(g);
        return t && node_unless(g, e, t, no_entry_node | BIT(TOKEN_VALUE), STATE_FLOW_VALUE, t->start, false);
    }
    push_state(g, STATE_FLOW_NO_VALUE);
    return parse_node(g, e, false, false);
}

static bool parse_no_value(struct grammar *g, struct event *e)
{
    struct token *t = grammar_peek(g);

    g->state = STATE_FLOW_MAPPING;
    return t && empty_scalar(e, t->start);
}

/* The token that opened a collection has been seen, not consumed. */
static bool open_collection(struct grammar *g)
{
    if (!grammar_peek(g))
        return false;
    grammar_skip(g);
    return true;
}

static bool parse_stream(struct grammar *g, struct event *e)
{
    struct token *t = grammar_peek(g);

    if (!t)
        return false;
    simple(e, EVENT_STREAM_START, t, t->end);
    g->state = STATE_FIRST_DOCUMENT;
    grammar_skip(g);
    return true;
}

static bool parse_flow_state(struct grammar *g, struct event *e)
{
    switch ((enum state)g->state) {
    case STATE_FLOW_SEQUENCE_FIRST:
        return open_collection(g) && parse_flow_sequence(g, e, true);
    case STATE_FLOW_SEQUENCE:
        return parse_flow_sequence(g, e, false);
    case STATE_PAIR_KEY:
        return parse_pair_key(g, e);
    case STATE_PAIR_VALUE:
        return parse_flow_value(g, e, no_pair_node, STATE_PAIR_END);
    case STATE_PAIR_END:
        return parse_pair_end(g, e);
    case STATE_FLOW_MAPPING_FIRST:
        return open_collection(g) && parse_flow_mapping(g, e, true);
    case STATE_FLOW_MAPPING:
        return parse_flow_mapping(g, e, false);
    case STATE_FLOW_VALUE:
        return parse_flow_value(g, e, no_entry_node, STATE_FLOW_MAPPING);
    default:
        return parse_no_value(g, e);
    }
}

bool grammar_next(struct grammar *g, struct event *e)
{
    switch ((enum state)g->state) {
    case STATE_STREAM:
        return parse_stream(g, e);
    case STATE_FIRST_DOCUMENT:
    case STATE_DOCUMENT:
        return parse_document_start(g, e, g->state == STATE_FIRST_DOCUMENT);
    case STATE_CONTENT:
        return parse_content(g, e);
    case STATE_DOCUMENT_END:
        return parse_document_end(g, e);
    case STATE_BLOCK_NODE:
        return parse_node(g, e, true, false);
    case STATE_SEQUENCE_FIRST:
        return open_collection(g) && parse_sequence(g, e);
    case STATE_SEQUENCE:
        return parse_sequence(g, e);
    case STATE_DASHES:
        return parse_dashes(g, e);
    case STATE_MAPPING_FIRST:
        return open_collection(g) && parse_mapping_key(g, e);
    case STATE_MAPPING_KEY:
        return parse_mapping_key(g, e);
    case STATE_MAPPING_VALUE:
        return parse_mapping_value(g, e);
    case STATE_END:
        *e = (struct event){ .kind = EVENT_STREAM_END, .start = place_of(&g->scanner) };
        e->end = e->start.offset;
        return true;
    default:
        return parse_flow_state(g, e);
    }
}
