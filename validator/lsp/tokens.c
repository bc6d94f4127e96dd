/* Semantic tokens: regular expressions, presets' labels and templates look like what they are. */
#include "lsp/answers.h"

#include "lsp/named.h"

#include <stdlib.h>

enum token { TOKEN_REGEX, TOKEN_PRESET, TOKEN_TEMPLATE };

json_t *tokens_legend(void)
{
    return json_pack("{s:[s,s,s],s:[]}", "tokenTypes", "regexp", "decorator", "macro", "tokenModifiers");
}

struct piece {
    size_t start, end; /* bytes of the document */
    enum token token;
};

struct tokens {
    const struct spot *at;
    struct arena arena;
    struct piece *pieces;
    size_t count, cap;
};

static void put(struct tokens *t, size_t start, size_t end, enum token token)
{
    const struct spot *at = t->at;

    *ARENA_PUSH(&t->arena, t->pieces, t->count, t->cap) =
        (struct piece){ model_offset_now(at->model, at->document, start),
                        model_offset_now(at->model, at->document, end), token };
}

/* "{{...}}" in what a scalar says. */
static void put_templates(struct tokens *t, const struct node *n)
{
    struct str source = str_slice(buf_str(&t->at->document->text), n->start, n->end);
    size_t from = 0, open, close;

    while ((open = str_find(str_from(source, from), STR("{{"))) != SIZE_MAX) {
        close = str_find(str_from(source, from + open), STR("}}"));
        if (close == SIZE_MAX)
            return;
        put(t, n->start + from + open, n->start + from + open + close + 2, TOKEN_TEMPLATE);
        from += open + close + 2;
    }
}

static bool is_regex(struct str field)
{
    static const struct str fields[] = { STR_INIT("run_if_changed"), STR_INIT("skip_if_only_changed"),
                                         STR_INIT("trigger"),        STR_INIT("branches"),
                                         STR_INIT("skip_branches"),  STR_INIT("include"),
                                         STR_INIT("exclude"),        STR_INIT("regexp") };

    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (str_eq(fields[i], field))
            return true;
    return false;
}

static void put_value(struct tokens *t, const struct node *n, bool regex)
{
    if (n->kind == NODE_STRING && regex)
        put(t, n->start, n->end, TOKEN_REGEX);
    else if (n->kind == NODE_STRING && t->at->model->fits)
        put_templates(t, n);
}

/* The tape is in the order of the document, so one walk sees each key before what belongs to it. */
static void walk(struct tokens *t)
{
    const struct tape *tape = &t->at->model->tape;
    const struct node *regexes = NULL, *labels = NULL; /* past these, what they say ends */

    for (const struct node *n = tape->nodes; n && n < tape->nodes + tape->count; n++) {
        bool key = n->flags & FLAG_KEY;
        if (n->flags & (FLAG_DEAD | FLAG_MERGED))
            continue;
        if (key && is_regex((struct str){ n->text, n->len }) && node_kind(n + n->span) != NODE_MAPPING)
            regexes = n + n->span + n[n->span].span;
        if (key && node_is(n, STR("labels")))
            labels = n + n->span + n[n->span].span;
        if (key && labels && n < labels && str_starts((struct str){ n->text, n->len }, STR("preset-")))
            put(t, n->start, n->end, TOKEN_PRESET);
        else if (!key)
            put_value(t, n, regexes && n < regexes);
    }
}

static int by_start(const void *pa, const void *pb)
{
    const struct piece *a = pa, *b = pb;

    return a->start < b->start ? -1 : a->start > b->start;
}

/* Where a walk over the text is; pieces are asked for in its order, so each byte is counted once. */
struct walker {
    struct str text;
    enum position_encoding encoding;
    size_t offset, line, column;
};

static void go_to(struct walker *w, size_t offset)
{
    while (w->offset < offset && w->offset < w->text.len) {
        const char *end = memchr(w->text.p + w->offset, '\n', w->text.len - w->offset);
        size_t line_end = end ? (size_t)(end - w->text.p) : w->text.len;
        if (line_end >= offset) {
            w->column += position_of(str_slice(w->text, w->offset, offset), w->encoding, offset).character;
            w->offset = offset;
            return;
        }
        w->offset = line_end + 1;
        w->line++;
        w->column = 0;
    }
}

/* A token is on one line; one of several lines is told a line at a time. */
static void encode(struct walker *w, const struct piece *p, size_t last[2], json_t *data)
{
    for (size_t start = p->start; start < p->end;) {
        const char *nl = memchr(w->text.p + start, '\n', p->end - start);
        size_t end = nl ? (size_t)(nl - w->text.p) : p->end, line, column, length;
        if (start < w->offset)
            return;
        go_to(w, start);
        line = w->line;
        column = w->column;
        length = position_of(str_slice(w->text, start, end), w->encoding, end).character;
        if (length) {
            json_array_append_new(data, json_integer((json_int_t)(line - last[0])));
            json_array_append_new(data, json_integer((json_int_t)(line == last[0] ? column - last[1] : column)));
            json_array_append_new(data, json_integer((json_int_t)length));
            json_array_append_new(data, json_integer(p->token));
            json_array_append_new(data, json_integer(0));
            last[0] = line;
            last[1] = column;
        }
        start = nl ? end + 1 : end;
    }
}

json_t *answer_semantic_tokens(struct connection *s, const json_t *params)
{
    struct spot at;
    struct tokens t = { .at = &at };
    struct walker w = { .encoding = s->client.encoding };
    size_t last[2] = { 0, 0 };
    json_t *data = json_array();

    if (spot_read_document(s, params, &at) && at.kind.kind != KIND_OTHER && at.model->tape.root) {
        walk(&t);
        if (t.count)
            qsort(t.pieces, t.count, sizeof *t.pieces, by_start);
        w.text = buf_str(&at.document->text);
        for (size_t i = 0; i < t.count; i++)
            encode(&w, &t.pieces[i], last, data);
    }
    arena_free(&t.arena);
    return json_pack("{s:o}", "data", data);
}
