/* scan: the inside of the YAML reader: source -> tokens -> events. Nobody outside this folder and its tests
 * includes it. Both steps do in the same order what the reader, scanner and parser of go.yaml.in/yaml/v2 do,
 * because the order decides which error a broken file gets. */
#ifndef SYNTAX_YAML_SCAN_H
#define SYNTAX_YAML_SCAN_H

#include "base/map.h"
#include "syntax/yaml/yaml.h"

/* How many levels Go's scanner lets flow collections and indentation go down. */
enum { MOST_LEVELS = 10000 };

/* A place as Go's marks have it. index and column count code points; line and column from 0. */
struct mark {
    uint32_t offset, index, line, column;
};

struct place {
    uint32_t offset, line; /* byte; line from 0 */
};

enum token_kind {
    TOKEN_STREAM_START,
    TOKEN_STREAM_END,
    TOKEN_VERSION, /* %YAML; major and minor in number */
    TOKEN_HANDLE,  /* %TAG; value is the handle, suffix the prefix */
    TOKEN_DOCUMENT_START,
    TOKEN_DOCUMENT_END,
    TOKEN_BLOCK_SEQUENCE,
    TOKEN_BLOCK_MAPPING,
    TOKEN_BLOCK_END,
    TOKEN_FLOW_SEQUENCE,
    TOKEN_FLOW_SEQUENCE_END,
    TOKEN_FLOW_MAPPING,
    TOKEN_FLOW_MAPPING_END,
    TOKEN_DASH,
    TOKEN_COMMA,
    TOKEN_KEY,
    TOKEN_VALUE,
    TOKEN_ALIAS,
    TOKEN_ANCHOR,
    TOKEN_TAG, /* value is the handle, suffix the rest */
    TOKEN_SCALAR,
};

struct token {
    uint8_t kind, style; /* enum token_kind, enum node_style */
    uint8_t major, minor;
    struct place start;
    uint32_t end;
    struct str value, suffix;
};

/* Bytes put together from parts. Parts that adjoin in the source stay one slice of it. */
struct text {
    const char *p;
    size_t len;
    struct buf spill; /* holds them once they don't adjoin; malloc'd, kept for the next text */
    bool spilled;
};

struct simple_key {
    bool possible, required;
    uint32_t number; /* of the token that would be the key */
    struct mark mark;
};

/* Which simple key a token may be: Go's simple_keys_by_tok. */
struct key_slot {
    uint32_t number; /* of the token, plus one; 0 is none */
    uint32_t level;
};

struct scanner {
    struct arena *arena;
    struct yaml_error *error;
    struct str source;
    const char *p, *end;
    uint32_t extra;      /* bytes before p that are not the start of a code point */
    uint32_t line;       /* of p, from 0 */
    uint32_t line_index; /* code points before this line */
    bool wide;           /* the source holds more than ASCII */

    /* What Go's reader would have decoded by now; kept only where it shows (careful): it decides when a bad
     * byte further on is reported, and where a stray byte order mark is skipped. */
    bool careful;
    const char *window, *decoded; /* start of the buffer and end of what is in it */
    uint32_t *edges;              /* where each decoding step ends, as offsets */
    size_t edge_count, edge;
    size_t past;       /* NULs handed out after the end */
    struct str defect; /* message of the bad byte after the last edge, or empty */
    uint32_t defect_at;

    int32_t indent;
    int32_t *indents;
    size_t indent_count, indent_cap;
    struct simple_key *keys; /* one a flow level */
    size_t level, key_cap;   /* keys[level] is the innermost */
    bool key_allowed;

    struct token *tokens; /* tokens[head, tail) are waiting */
    size_t head, tail, token_cap;
    struct key_slot *slots; /* by token number, as a ring of token_cap */
    uint32_t parsed;        /* number of tokens[head] */
    bool started, available;

    struct text value, breaks;
};

enum event_kind {
    EVENT_STREAM_START,
    EVENT_STREAM_END,
    EVENT_DOCUMENT_START,
    EVENT_DOCUMENT_END,
    EVENT_ALIAS,
    EVENT_SCALAR,
    EVENT_SEQUENCE,
    EVENT_SEQUENCE_END,
    EVENT_MAPPING,
    EVENT_MAPPING_END,
};

struct event {
    uint8_t kind, style; /* enum event_kind, enum node_style */
    bool implicit;       /* scalar: plain without a tag, or the tag "!"; document: without its mark */
    struct place start;
    uint32_t end;
    struct str anchor, tag, value; /* p is NULL where there is none; anchor is also the name of an alias */
};

struct grammar {
    struct scanner scanner;
    uint8_t state;
    struct place last; /* end of the token consumed last */
    uint8_t *states;   /* where to go on after the current node */
    size_t state_count, state_cap;
    struct map handles; /* %TAG of this document: name -> struct str, the prefix */
    bool handled;       /* there are some */
};

/* source.c: encodings, bad bytes, and the place we are at. */

/* Decides the encoding, finds the first bad byte. *bytes becomes UTF-8 (in the arena if it was UTF-16). */
void scanner_open(struct scanner *s, struct arena *a, struct str *bytes, struct yaml_error *e);
void scanner_close(struct scanner *s);
bool scanner_load(struct scanner *s, size_t chars);
/* Asks for n code points from p on, as Go does before it looks at them; false is a bad byte among those. */
static inline bool need(struct scanner *s, size_t chars)
{
    return !s->careful || scanner_load(s, chars);
}
/* The byte i after p; 0 past the end (the source itself holds none). */
static inline unsigned char at(const struct scanner *s, size_t i)
{
    return (size_t)(s->end - s->p) > i ? (unsigned char)s->p[i] : 0;
}
static inline uint32_t offset_of(const struct scanner *s)
{
    return (uint32_t)(s->p - s->source.p);
}
static inline uint32_t index_of(const struct scanner *s)
{
    return offset_of(s) - s->extra;
}
static inline uint32_t column_of(const struct scanner *s)
{
    return index_of(s) - s->line_index;
}
static inline struct place place_of(const struct scanner *s)
{
    return (struct place){ offset_of(s), s->line };
}
struct mark mark_of(const struct scanner *s);
size_t wide_break_at(const struct scanner *s, size_t i);
/* Width of the line break at p + i, or 0. CR LF counts as two. */
static inline size_t break_at(const struct scanner *s, size_t i)
{
    unsigned char c = at(s, i);

    if (c > '\r' && c < 0x80)
        return 0;
    return c == '\n' ? 1 : wide_break_at(s, i);
}
static inline bool blank_or_end(const struct scanner *s, size_t i)
{
    unsigned char c = at(s, i);

    return c == ' ' || ((c <= '\r' || c >= 0x80) && (c == '\t' || c == 0 || break_at(s, i) > 0));
}
/* One code point on; over n bytes of one line; over a line break. */
void skip_wide(struct scanner *s);
static inline void skip(struct scanner *s)
{
    if (s->p < s->end && (unsigned char)*s->p < 0x80)
        s->p++;
    else
        skip_wide(s);
}
static inline void skip_bytes(struct scanner *s, size_t n)
{
    if (s->wide)
        for (size_t i = 0; i < n; i++)
            s->extra += ((unsigned char)s->p[i] & 0xc0) == 0x80;
    s->p += n;
}
void skip_break(struct scanner *s);
/* Over the rest of the line, a comment for instance. */
bool skip_line(struct scanner *s);
/* The same, and says what the line break counts as: "\n", or itself for U+2028 and U+2029. */
struct str read_break(struct scanner *s);
/* Records an error at p, as Go words it; where is what it is about. Gives false. */
bool scan_error(struct scanner *s, struct place where, const char *problem);

void text_reset(struct text *x);
/* part must live as long as the source; text_copy takes any. */
void text_add(struct text *x, struct str part);
void text_copy(struct text *x, struct str part);
/* Appends what is in from and empties that. */
void text_move(struct text *x, struct text *from);
/* What was put together: a slice of the source, or a copy in the arena. */
struct str text_take(struct text *x, struct arena *a);

/* scan.c */
bool scan_more(struct scanner *s);

/* scalar tokens: plain.c, quoted.c, block.c; directives, anchors, tags: property.c */
bool scan_plain(struct scanner *s, struct token *t);
bool scan_quoted(struct scanner *s, struct token *t, char quote);
bool scan_block(struct scanner *s, struct token *t, bool literal);
bool scan_directive(struct scanner *s, struct token *t);
bool scan_anchor(struct scanner *s, struct token *t, enum token_kind kind);
bool scan_tag(struct scanner *s, struct token *t);
/* At column 0 before "---" or "..." and white space. */
bool at_document_mark(const struct scanner *s);
/* Folds one or more line breaks inside a plain or quoted scalar into the value. */
void fold_breaks(struct scanner *s, struct str first);

/* grammar.c */
void grammar_open(struct grammar *g, struct arena *a, struct str *bytes, struct yaml_error *e);
void grammar_close(struct grammar *g);
/* The next event; after the end of the stream it is given again. False: the error is recorded. */
bool grammar_next(struct grammar *g, struct event *e);
/* The next token, not consumed; NULL on an error. */
static inline struct token *grammar_peek(struct grammar *g)
{
    struct scanner *s = &g->scanner;

    return s->available || scan_more(s) ? &s->tokens[s->head] : NULL;
}
static inline void grammar_skip(struct grammar *g)
{
    struct scanner *s = &g->scanner;

    g->last = (struct place){ s->tokens[s->head].end, s->tokens[s->head].start.line };
    s->available = false;
    s->parsed++;
    s->head++;
}

#endif
