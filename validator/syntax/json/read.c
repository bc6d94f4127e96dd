#include "syntax/json/reader.h"

#include "base/utf8.h"
#include "syntax/span.h"

#include <string.h>

enum step { STEP_VALUE, STEP_KEY, STEP_AFTER, STEP_DONE };

bool json_fail(struct json_reader *r, size_t offset, const char *fmt, ...)
{
    size_t line_start;
    va_list ap;

    line_start = str_rfind_char(str_slice(r->source, 0, offset), '\n');
    line_start = line_start == SIZE_MAX ? 0 : line_start + 1;
    va_start(ap, fmt);
    r->error->message = arena_vprintf(r->arena, fmt, ap);
    va_end(ap);
    r->error->offset = offset;
    r->error->line = r->line;
    r->error->column = (uint32_t)utf8_count(str_slice(r->source, line_start, offset)) + 1;
    return false;
}

const char *json_found(struct json_reader *r)
{
    struct str rest = str_from(r->source, r->at);
    size_t width;
    uint32_t cp = utf8_decode(rest, &width);

    if (rest.len == 0)
        return "the end of the input";
    if (cp == UTF8_BAD && width == 1)
        return "a byte that is not UTF-8";
    if (cp < 0x20 || cp == 0x7F || cp == 0xFEFF)
        return arena_printf(r->arena, "U+%04X", (unsigned)cp).p;
    return arena_printf(r->arena, "'%.*s'", (int)width, rest.p).p;
}

/* The next byte, or 0 at the end: a NUL can't begin anything either. */
static char peek(const struct json_reader *r)
{
    return r->at < r->source.len ? r->source.p[r->at] : '\0';
}

static void skip_space(struct json_reader *r)
{
    for (; r->at < r->source.len; r->at++) {
        char c = r->source.p[r->at];
        if (c == '\n')
            r->line++;
        else if (c != ' ' && c != '\t' && c != '\r')
            return;
    }
}

static struct node *add_node(struct json_reader *r, enum node_kind kind, enum node_style style)
{
    struct node *n;

    r->nodes = arena_grow(r->arena, r->nodes, r->count, &r->cap, sizeof *r->nodes);
    n = &r->nodes[r->count++];
    *n = (struct node){ .span = 1, .start = (uint32_t)r->at, .line = r->line, .kind = kind, .style = style };
    return n;
}

static void count_element(struct json_reader *r)
{
    if (r->depth && r->nodes[r->open[r->depth - 1]].kind == NODE_SEQUENCE)
        r->nodes[r->open[r->depth - 1]].len++;
}

static bool add_scalar(struct json_reader *r, enum node_kind kind, size_t start, struct str text)
{
    size_t end = r->at;
    struct node *n;

    r->at = start;
    n = add_node(r, kind, kind == NODE_STRING ? STYLE_DOUBLE : STYLE_PLAIN);
    r->at = end;
    n->text = text.p;
    n->len = (uint32_t)text.len;
    n->end = (uint32_t)end;
    return true;
}

static bool read_word(struct json_reader *r, struct str word, enum node_kind kind)
{
    size_t start = r->at;
    struct str found = str_slice(r->source, start, start + word.len);

    if (!str_eq(found, word))
        return json_fail(r, start, "expected a value, found %s; words are only true, false and null", json_found(r));
    r->at += word.len;
    return add_scalar(r, kind, start, found);
}

static bool open_collection(struct json_reader *r, enum node_kind kind)
{
    if (r->depth == JSON_DEPTH)
        return json_fail(r, r->at, "more than %d arrays and objects inside each other", JSON_DEPTH);
    r->open[r->depth++] = (uint32_t)r->count;
    add_node(r, kind, STYLE_FLOW);
    r->at++;
    skip_space(r);
    return true;
}

static enum step close_collection(struct json_reader *r)
{
    uint32_t at = r->open[--r->depth];
    struct node *n = &r->nodes[at];

    r->at++;
    n->end = (uint32_t)r->at;
    n->span = (uint32_t)(r->count - at);
    if (n->kind == NODE_MAPPING)
        json_settle_keys(r, at);
    return STEP_AFTER;
}

static bool no_value(struct json_reader *r)
{
    char c = peek(r);

    if (r->at == 0 && r->source.len >= 3 && memcmp(r->source.p, "\xEF\xBB\xBF", 3) == 0)
        return json_fail(r, 0, "a byte order mark is not allowed before JSON");
    if (c == '/')
        return json_fail(r, r->at, "expected a value, found '/'; JSON has no comments");
    if (c == '\'')
        return json_fail(r, r->at, "expected a value, found '; strings are written in double quotes");
    return json_fail(r, r->at, "expected a value, found %s", json_found(r));
}

static bool read_scalar(struct json_reader *r)
{
    size_t start = r->at;
    struct str text;
    bool whole;

    switch (peek(r)) {
    case '"':
        return json_read_string(r, &text) && add_scalar(r, NODE_STRING, start, text);
    case 't':
        return read_word(r, STR("true"), NODE_BOOL);
    case 'f':
        return read_word(r, STR("false"), NODE_BOOL);
    case 'n':
        return read_word(r, STR("null"), NODE_NULL);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return json_read_number(r, &text, &whole) && add_scalar(r, whole ? NODE_INT : NODE_FLOAT, start, text);
    default:
        return no_value(r);
    }
}

static bool read_value(struct json_reader *r, enum step *next)
{
    bool array = peek(r) == '[';

    count_element(r);
    if (!array && peek(r) != '{') {
        *next = STEP_AFTER;
        return read_scalar(r);
    }
    if (!open_collection(r, array ? NODE_SEQUENCE : NODE_MAPPING))
        return false;
    *next = array ? STEP_VALUE : STEP_KEY;
    if (peek(r) == (array ? ']' : '}'))
        *next = close_collection(r);
    return true;
}

static bool read_key(struct json_reader *r, enum step *next)
{
    size_t start = r->at;
    struct str text;

    if (peek(r) != '"')
        return json_fail(r, start, "expected a key in double quotes, found %s", json_found(r));
    if (!json_read_string(r, &text) || !add_scalar(r, NODE_STRING, start, text))
        return false;
    r->nodes[r->count - 1].flags = FLAG_KEY;
    r->nodes[r->open[r->depth - 1]].len++;
    skip_space(r);
    if (peek(r) != ':')
        return json_fail(r, r->at, "expected ':' after the key \"%.*s\", found %s", STR_ARG(str_slice(text, 0, 80)),
                         json_found(r));
    r->at++;
    *next = STEP_VALUE;
    return true;
}

static bool read_after(struct json_reader *r, enum step *next)
{
    const struct node *in;
    bool array;
    char c = peek(r);

    if (r->depth == 0) {
        *next = STEP_DONE;
        return r->at == r->source.len ||
               json_fail(r, r->at, "expected the end after the value, found %s", json_found(r));
    }
    in = &r->nodes[r->open[r->depth - 1]];
    array = in->kind == NODE_SEQUENCE;
    if (c == (array ? ']' : '}')) {
        *next = close_collection(r);
        return true;
    }
    if (c != ',')
        return json_fail(r, r->at, "expected ',' or '%c' in the %s that begins on line %u, found %s", array ? ']' : '}',
                         array ? "array" : "object", (unsigned)in->line, json_found(r));
    r->at++;
    skip_space(r);
    if (peek(r) == (array ? ']' : '}'))
        return json_fail(r, r->at, "expected another %s after ',': JSON has no trailing commas",
                         array ? "element" : "key");
    *next = array ? STEP_VALUE : STEP_KEY;
    return true;
}

static bool read_document(struct json_reader *r)
{
    enum step step = STEP_VALUE;
    bool ok = true;

    if (r->source.len >= UINT32_MAX)
        return json_fail(r, 0, "the input is larger than 4 GiB");
    while (ok && step != STEP_DONE) {
        skip_space(r);
        if (step == STEP_VALUE)
            ok = read_value(r, &step);
        else if (step == STEP_KEY)
            ok = read_key(r, &step);
        else
            ok = read_after(r, &step);
    }
    return ok;
}

static void fill_duplicates(struct tape *tape, const struct json_reader *r)
{
    tape->duplicates = ARENA_ARRAY(r->arena, struct duplicate_key, r->duplicate_count);
    tape->duplicate_count = r->duplicate_count;
    for (size_t i = 0; i < r->duplicate_count; i++)
        tape->duplicates[i] = (struct duplicate_key){ r->nodes + r->duplicates[i][0], r->nodes + r->duplicates[i][1] };
}

bool json_read(struct tape *tape, struct arena *a, struct str source, struct json_error *error)
{
    struct json_reader r = { .arena = a, .source = source, .line = 1, .error = error };

    *tape = (struct tape){ .source = source };
    if (!read_document(&r))
        return false;
    tape->nodes = r.nodes;
    tape->count = r.count;
    tape->root = r.nodes;
    fill_duplicates(tape, &r);
    tape_mark(tape, a);
    return true;
}
