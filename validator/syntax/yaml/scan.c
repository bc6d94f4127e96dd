#include "syntax/yaml/scan.h"

#include <string.h>

/* How far a simple key may reach, in code points. */
enum { LONGEST_KEY = 1024 };

static const char no_colon[] = "could not find expected ':'";

static void widen_queue(struct scanner *s)
{
    size_t wide = s->token_cap ? s->token_cap * 2 : 64;
    struct token *tokens = ARENA_ARRAY(s->arena, struct token, wide);
    struct key_slot *slots = ARENA_ARRAY(s->arena, struct key_slot, wide);

    if (s->tail > s->head)
        memcpy(tokens, s->tokens + s->head, (s->tail - s->head) * sizeof *tokens);
    for (size_t i = 0; i < s->token_cap; i++)
        if (s->slots[i].number)
            slots[(s->slots[i].number - 1) & (wide - 1)] = s->slots[i];
    s->tail -= s->head;
    s->head = 0;
    s->tokens = tokens;
    s->slots = slots;
    s->token_cap = wide;
}

/* A new token at the end of the queue, its start and end where we are. */
static struct token *push(struct scanner *s, enum token_kind kind)
{
    struct token *t;

    if (s->head == s->tail)
        s->head = s->tail = 0;
    if (s->tail == s->token_cap) {
        if (s->head > s->token_cap / 2) {
            memmove(s->tokens, s->tokens + s->head, (s->tail - s->head) * sizeof *s->tokens);
            s->tail -= s->head;
            s->head = 0;
        } else {
            widen_queue(s);
        }
    }
    t = &s->tokens[s->tail++];
    t->kind = kind;
    t->start = place_of(s);
    t->end = t->start.offset;
    return t;
}

/* A token of no width in front of the token with this number; at the end when that one is gone already. */
static void insert(struct scanner *s, enum token_kind kind, uint32_t number, const struct mark *mark)
{
    struct token t = { .kind = (uint8_t)kind, .start = { mark->offset, mark->line }, .end = mark->offset };
    struct token *to;

    push(s, kind);
    to = &s->tokens[s->tail - 1];
    if (number >= s->parsed && number - s->parsed < s->tail - s->head) {
        struct token *from = &s->tokens[s->head + (number - s->parsed)];
        memmove(from + 1, from, (size_t)(to - from) * sizeof *to);
        to = from;
    }
    *to = t;
}

static struct key_slot *slot_of(struct scanner *s, uint32_t number)
{
    return &s->slots[number & (s->token_cap - 1)];
}

static void forget_slot(struct scanner *s, uint32_t number)
{
    if (s->token_cap && slot_of(s, number)->number == number + 1)
        slot_of(s, number)->number = 0;
}

static uint32_t next_number(const struct scanner *s)
{
    return s->parsed + (uint32_t)(s->tail - s->head);
}

/* Go's yaml_simple_key_is_valid: false with *fine false is an error. */
static bool key_valid(struct scanner *s, struct simple_key *k, bool *fine)
{
    *fine = true;
    if (!k->possible)
        return false;
    if (k->mark.line == s->line && index_of(s) <= k->mark.index + LONGEST_KEY)
        return true;
    if (k->required)
        *fine = scan_error(s, (struct place){ k->mark.offset, k->mark.line }, no_colon);
    k->possible = false;
    return false;
}

static bool remove_key(struct scanner *s)
{
    struct simple_key *k = &s->keys[s->level];

    if (!k->possible)
        return true;
    if (k->required)
        return scan_error(s, (struct place){ k->mark.offset, k->mark.line }, no_colon);
    k->possible = false;
    forget_slot(s, k->number);
    return true;
}

/* Notes that what starts here may turn out to be a key. */
static bool save_key(struct scanner *s)
{
    uint32_t number = next_number(s);
    bool required = s->level == 0 && s->indent == (int32_t)column_of(s);

    if (!s->key_allowed)
        return true;
    if (!remove_key(s))
        return false;
    s->keys[s->level] = (struct simple_key){ true, required, number, mark_of(s) };
    while (next_number(s) - s->parsed >= s->token_cap)
        widen_queue(s);
    *slot_of(s, number) = (struct key_slot){ number + 1, (uint32_t)s->level };
    return true;
}

static bool deeper_flow(struct scanner *s)
{
    s->keys = arena_grow(s->arena, s->keys, s->level + 1, &s->key_cap, sizeof *s->keys);
    s->keys[++s->level] = (struct simple_key){ .number = next_number(s), .mark = mark_of(s) };
    return s->level <= MOST_LEVELS || scan_error(s, place_of(s), "exceeded max depth of 10000");
}

static bool roll_indent(struct scanner *s, enum token_kind kind, bool before, uint32_t number, const struct mark *mark)
{
    if (s->level > 0 || s->indent >= (int32_t)mark->column)
        return true;
    *ARENA_PUSH(s->arena, s->indents, s->indent_count, s->indent_cap) = s->indent;
    s->indent = (int32_t)mark->column;
    if (s->indent_count > MOST_LEVELS)
        return scan_error(s, place_of(s), "exceeded max depth of 10000");
    if (before)
        insert(s, kind, number, mark);
    else
        push(s, kind);
    return true;
}

static void unroll_indent(struct scanner *s, int32_t column)
{
    if (s->level > 0)
        return;
    while (s->indent > column) {
        push(s, TOKEN_BLOCK_END);
        s->indent = s->indents[--s->indent_count];
    }
}

static bool fetch_stream_end(struct scanner *s)
{
    if (column_of(s) != 0) {
        s->line++;
        s->line_index = index_of(s);
    }
    unroll_indent(s, -1);
    if (!remove_key(s))
        return false;
    s->key_allowed = false;
    push(s, TOKEN_STREAM_END);
    return true;
}

/* A token that is one indicator of n bytes. */
static void push_indicator(struct scanner *s, enum token_kind kind, size_t n)
{
    struct token *t = push(s, kind);

    s->p += n;
    t->end = offset_of(s);
}

/* What stands at column 0 outside of all collections: a directive or a document mark. */
static bool fetch_outermost(struct scanner *s, enum token_kind kind)
{
    unroll_indent(s, -1);
    if (!remove_key(s))
        return false;
    s->key_allowed = false;
    if (kind == TOKEN_VERSION)
        return scan_directive(s, push(s, kind));
    push_indicator(s, kind, 3);
    return true;
}

static bool fetch_flow_start(struct scanner *s, enum token_kind kind)
{
    if (!save_key(s) || !deeper_flow(s))
        return false;
    s->key_allowed = true;
    push_indicator(s, kind, 1);
    return true;
}

static bool fetch_flow_end(struct scanner *s, enum token_kind kind)
{
    if (!remove_key(s))
        return false;
    if (s->level > 0) {
        /* An empty collection forgets the key it might itself be: so does Go. */
        forget_slot(s, s->keys[s->level].number);
        s->level--;
    }
    s->key_allowed = false;
    push_indicator(s, kind, 1);
    return true;
}

static bool fetch_comma(struct scanner *s)
{
    if (!remove_key(s))
        return false;
    s->key_allowed = true;
    push_indicator(s, TOKEN_COMMA, 1);
    return true;
}

static bool open_block(struct scanner *s, enum token_kind kind, const char *problem)
{
    struct mark mark = mark_of(s);

    if (!s->key_allowed)
        return scan_error(s, place_of(s), problem);
    return roll_indent(s, kind, false, 0, &mark);
}

static bool fetch_dash(struct scanner *s)
{
    if (s->level == 0 && !open_block(s, TOKEN_BLOCK_SEQUENCE, "block sequence entries are not allowed in this context"))
        return false;
    if (!remove_key(s))
        return false;
    s->key_allowed = true;
    push_indicator(s, TOKEN_DASH, 1);
    return true;
}

static bool fetch_key(struct scanner *s)
{
    if (s->level == 0 && !open_block(s, TOKEN_BLOCK_MAPPING, "mapping keys are not allowed in this context"))
        return false;
    if (!remove_key(s))
        return false;
    s->key_allowed = s->level == 0;
    push_indicator(s, TOKEN_KEY, 1);
    return true;
}

static bool fetch_value(struct scanner *s)
{
    struct simple_key *k = &s->keys[s->level];
    bool fine;

    if (key_valid(s, k, &fine)) {
        insert(s, TOKEN_KEY, k->number, &k->mark);
        if (!roll_indent(s, TOKEN_BLOCK_MAPPING, true, k->number, &k->mark))
            return false;
        k->possible = false;
        forget_slot(s, k->number);
        s->key_allowed = false;
    } else {
        if (!fine)
            return false;
        if (s->level == 0 && !open_block(s, TOKEN_BLOCK_MAPPING, "mapping values are not allowed in this context"))
            return false;
        s->key_allowed = s->level == 0;
    }
    push_indicator(s, TOKEN_VALUE, 1);
    return true;
}

/* Tokens that may be a simple key. */
static bool fetch_word(struct scanner *s, unsigned char c)
{
    struct token *t;

    if (!save_key(s))
        return false;
    s->key_allowed = false;
    t = push(s, TOKEN_SCALAR);
    switch (c) {
    case '*':
        return scan_anchor(s, t, TOKEN_ALIAS);
    case '&':
        return scan_anchor(s, t, TOKEN_ANCHOR);
    case '!':
        return scan_tag(s, t);
    case '\'':
    case '"':
        return scan_quoted(s, t, (char)c);
    default:
        return scan_plain(s, t);
    }
}

static bool fetch_block_scalar(struct scanner *s, bool literal)
{
    if (!remove_key(s))
        return false;
    s->key_allowed = true;
    return scan_block(s, push(s, TOKEN_SCALAR), literal);
}

/* Go looks for a byte order mark at the start of its buffer instead of at the current place, and drops the
 * character here when it finds one. */
static bool skip_byte_order_mark(struct scanner *s)
{
    if (!need(s, 1))
        return false;
    if (s->careful && column_of(s) == 0 && s->decoded - s->window >= 3 && memcmp(s->window, "\xef\xbb\xbf", 3) == 0)
        skip(s);
    return need(s, 1);
}

/* Over white space of one line, to *next. A tab is white space only where no key may start. */
static bool skip_space(struct scanner *s, unsigned char *next)
{
    bool tabs = s->level > 0 || !s->key_allowed;
    const char *p = s->p;

    if (!s->careful) {
        while (p < s->end && (*p == ' ' || (*p == '\t' && tabs)))
            p++;
        s->p = p;
        *next = at(s, 0);
        return true;
    }
    if (!skip_byte_order_mark(s))
        return false;
    while ((*next = at(s, 0)) == ' ' || (*next == '\t' && tabs)) {
        s->p++;
        if (!need(s, 1))
            return false;
    }
    return true;
}

/* White space, comments and line breaks. */
static bool to_next_token(struct scanner *s)
{
    for (;;) {
        unsigned char c;

        if (!skip_space(s, &c))
            return false;
        if (c == '#' && !skip_line(s))
            return false;
        if (!break_at(s, 0))
            return true;
        if (!need(s, 2))
            return false;
        skip_break(s);
        if (s->level == 0)
            s->key_allowed = true;
    }
}

/* What no plain scalar starts with, beside line breaks. */
static const bool no_start[256] = {
    [','] = true, ['['] = true, [']'] = true, ['{'] = true, ['}'] = true,  ['#'] = true,
    ['&'] = true, ['*'] = true, ['!'] = true, ['|'] = true, ['>'] = true,  ['"'] = true,
    ['%'] = true, ['@'] = true, ['`'] = true, [' '] = true, ['\t'] = true, ['\''] = true,
};

/* Whether the indicators - ? : begin a plain scalar here after all. */
static bool plain_start(const struct scanner *s, unsigned char c)
{
    if (c == '-')
        return at(s, 1) != ' ' && at(s, 1) != '\t';
    if (c == '?' || c == ':')
        return s->level == 0 && !blank_or_end(s, 1);
    return !no_start[c] && !break_at(s, 0);
}

static bool fetch_at_margin(struct scanner *s, unsigned char c, bool *done)
{
    *done = true;
    if (c == '%')
        return fetch_outermost(s, TOKEN_VERSION);
    if (at_document_mark(s))
        return fetch_outermost(s, c == '-' ? TOKEN_DOCUMENT_START : TOKEN_DOCUMENT_END);
    *done = false;
    return true;
}

static bool fetch_by_character(struct scanner *s, unsigned char c)
{
    switch (c) {
    case '[':
        return fetch_flow_start(s, TOKEN_FLOW_SEQUENCE);
    case '{':
        return fetch_flow_start(s, TOKEN_FLOW_MAPPING);
    case ']':
        return fetch_flow_end(s, TOKEN_FLOW_SEQUENCE_END);
    case '}':
        return fetch_flow_end(s, TOKEN_FLOW_MAPPING_END);
    case ',':
        return fetch_comma(s);
    case '-':
        if (blank_or_end(s, 1))
            return fetch_dash(s);
        break;
    case '?':
        if (s->level > 0 || blank_or_end(s, 1))
            return fetch_key(s);
        break;
    case ':':
        if (s->level > 0 || blank_or_end(s, 1))
            return fetch_value(s);
        break;
    case '*':
    case '&':
    case '!':
    case '\'':
    case '"':
        return fetch_word(s, c);
    case '|':
    case '>':
        if (s->level == 0)
            return fetch_block_scalar(s, c == '|');
        break;
    }
    if (plain_start(s, c))
        return fetch_word(s, c);
    return scan_error(s, place_of(s), "found character that cannot start any token");
}

static bool start(struct scanner *s)
{
    s->indent = -1;
    s->keys = arena_grow(s->arena, s->keys, 0, &s->key_cap, sizeof *s->keys);
    s->key_allowed = true;
    s->started = true;
    push(s, TOKEN_STREAM_START);
    return true;
}

static bool fetch_next(struct scanner *s)
{
    unsigned char c;
    bool done;

    if (!need(s, 1))
        return false;
    if (!s->started)
        return start(s);
    if (!to_next_token(s))
        return false;
    unroll_indent(s, (int32_t)column_of(s));
    if (!need(s, 4))
        return false;
    c = at(s, 0);
    if (c == 0)
        return fetch_stream_end(s);
    if (column_of(s) == 0) {
        if (!fetch_at_margin(s, c, &done))
            return false;
        if (done)
            return true;
    }
    return fetch_by_character(s, c);
}

/* Whether the first waiting token may still become a key, so that more has to be read before it is handed
 * out. */
static bool head_undecided(struct scanner *s, bool *fine)
{
    const struct key_slot *slot = slot_of(s, s->parsed);

    *fine = true;
    if (slot->number != s->parsed + 1 || slot->level > s->level)
        return false;
    return key_valid(s, &s->keys[slot->level], fine);
}

bool scan_more(struct scanner *s)
{
    bool fine = true;

    while (s->head == s->tail || head_undecided(s, &fine))
        if (!fetch_next(s))
            return false;
    if (!fine)
        return false;
    s->available = true;
    return true;
}
