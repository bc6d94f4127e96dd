#include "syntax/yaml/yaml.h"

#include "syntax/span.h"
#include "syntax/yaml/build.h"
#include "syntax/yaml/number.h"

#include <string.h>

/* Marks and node indices are 32 bits wide, and a node may need a byte only. */
enum { MOST_BYTES = 1 << 30 };

/* Bytes looked at together. */
enum { BLOCK = 64 };

/* Line and column of the error's offset; its end may not cut a code point. Go's readers count CR, LF, CR LF,
 * NEL and U+2028/9 as line breaks. */
static void locate(const struct scanner *s, struct yaml_error *e)
{
    struct scanner at = { .source = s->source, .p = s->source.p, .end = s->source.p + e->offset };

    if (e->offset >= 3 && memcmp(s->source.p, "\xef\xbb\xbf", 3) == 0) {
        at.p += 3;
        at.extra = 3;
    }
    while (at.p < at.end)
        if (break_at(&at, 0))
            skip_break(&at);
        else
            skip(&at);
    while (e->end < s->source.len && e->end > e->offset && ((unsigned char)s->source.p[e->end] & 0xc0) == 0x80)
        e->end++;
    e->line = at.line + 1;
    e->column = index_of(&at) - at.line_index + 1;
}

/* Documents after the first are not Go's concern, but ours: where the next one that holds anything begins. A
 * syntax error there counts as something. Ends the use of g. */
static void find_second(struct grammar *g, struct tape *t)
{
    struct place at = { 0, 0 };
    struct token *token;
    bool begun = false;

    g->scanner.error = &(struct yaml_error){ .line = 0 };
    for (;; grammar_skip(g)) {
        token = grammar_peek(g);
        if (token && token->kind == TOKEN_STREAM_END)
            return;
        if (!begun && !(token && token->kind == TOKEN_DOCUMENT_END)) {
            at = token ? token->start : place_of(&g->scanner);
            begun = true;
        }
        if (!token || token->kind > TOKEN_DOCUMENT_END)
            break;
    }
    t->second_document = at.offset;
    t->second_document_line = at.line + 1;
}

static void finish(struct tape *t, struct builder *b)
{
    t->nodes = b->nodes;
    t->count = b->count;
    t->root = b->count ? b->nodes : NULL;
    t->duplicates = ARENA_ARRAY(b->arena, struct duplicate_key, b->twin_count);
    t->duplicate_count = b->twin_count;
    for (size_t i = 0; i < b->twin_count; i++)
        t->duplicates[i] = (struct duplicate_key){ &b->nodes[b->twins[i][0]], &b->nodes[b->twins[i][1]] };
}

/* Events up to the end of the first document. */
static bool read_events(struct grammar *g, struct builder *b)
{
    struct event e;

    do
        if (!grammar_next(g, &e) || !build_event(b, &e))
            return false;
    while (e.kind != EVENT_DOCUMENT_END && e.kind != EVENT_STREAM_END);
    return true;
}

/* About as many nodes as the source has: "key: value" on a line of its own is two. Good to 6 % for job files.
 */
static size_t guess_nodes(struct str source)
{
    size_t n = 0, i = 0;

    while (source.len - i >= BLOCK) {
        unsigned char found = 0;
        for (size_t k = 0; k < BLOCK; k++, i++)
            found += (source.p[i] == ':') + (source.p[i] == '\n') + (source.p[i] == ',');
        n += found;
    }
    n += n / 16 + (source.len - i);
    return (n < source.len / 8 ? n : source.len / 8) + 16;
}

static bool read_document(struct grammar *g, struct builder *b)
{
    struct tape *t = b->tape;

    b->cap = guess_nodes(t->source);
    b->nodes = ARENA_ARRAY(b->arena, struct node, b->cap);
    if (!read_events(g, b))
        return false;
    if (b->count && !decode_check(b))
        return false;
    finish(t, b);
    if (b->count && !convert_check(b)) {
        t->root = NULL;
        return false;
    }
    find_second(g, t);
    return true;
}

bool yaml_read(struct tape *t, struct arena *a, struct str bytes, const struct yaml_limits *limits,
               struct yaml_error *e)
{
    struct yaml_limits plain = YAML_LIMITS;
    struct builder b = { .arena = a, .tape = t, .limits = limits ? limits : &plain, .error = e };
    struct grammar g;
    bool fine;

    *t = (struct tape){ .source = bytes };
    *e = (struct yaml_error){ 0 };
    if (bytes.len > b.limits->bytes || bytes.len > MOST_BYTES) {
        e->message = arena_printf(a, "yaml: source of %zu bytes is larger than the limit", bytes.len);
        return false;
    }
    grammar_open(&g, a, &t->source, e);
    fine = read_document(&g, &b);
    if (fine)
        tape_mark(t, a);
    else
        locate(&g.scanner, e);
    grammar_close(&g);
    return fine;
}

struct str yaml_float_text(struct arena *a, const struct node *n)
{
    char room[NUMBER_ROOM];
    struct str text = node_text(n);
    double value;

    if (!number_float(text, &value))
        return text;
    return arena_copy(a, number_general(value, true, room));
}
