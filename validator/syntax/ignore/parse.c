/* From tokens to patterns: go-gitignore's parser and NewPattern. */
#include "syntax/ignore/ignore.h"

#include "syntax/ignore/lexer.h"

struct parser {
    struct ignore_lexer lexer;
    struct arena *arena;
    struct ignore_token undone;
    bool has_undone;
    struct ignore_token *tokens; /* of the line at hand */
    size_t count, cap;
    struct str error;
    struct ignore_fault *faults;
    size_t fault_count, fault_cap;
};

static struct ignore_token next(struct parser *p)
{
    if (!p->has_undone)
        return ignore_lexer_next(&p->lexer);
    p->has_undone = false;
    return p->undone;
}

static bool ends_line(enum ignore_token_kind kind)
{
    return kind == TOKEN_EOL || kind == TOKEN_EOF;
}

static bool refuse(struct parser *p, struct ignore_token t)
{
    if (t.kind == TOKEN_BAD) {
        p->error = STR("unexpected carriage return '\\r'");
        return false;
    }
    p->undone = t;
    p->has_undone = true;
    p->error = STR("invalid pattern");
    return false;
}

static void put(struct parser *p, struct ignore_token t)
{
    *ARENA_PUSH(p->arena, p->tokens, p->count, p->cap) = t;
}

/* Blanks after two asterisks have to end the line. */
static bool end_after_any(struct parser *p)
{
    struct ignore_token t = next(p);

    if (!ends_line(t.kind))
        return refuse(p, t);
    p->undone = t;
    p->has_undone = true;
    return true;
}

/* The tokens from t to the end of the line, which is taken too (parser.sequence, separator, any and pattern).
 */
static bool sequence(struct parser *p, struct ignore_token t)
{
    if (t.kind != TOKEN_SEPARATOR && t.kind != TOKEN_ANY && t.kind != TOKEN_SPACE && t.kind != TOKEN_PATTERN)
        return refuse(p, t);
    for (;;) {
        enum ignore_token_kind was = t.kind;
        put(p, t);
        t = next(p);
        if (ends_line(t.kind))
            return true;
        if (was == TOKEN_ANY && t.kind == TOKEN_SPACE)
            return end_after_any(p);
        if (t.kind == TOKEN_SEPARATOR)
            continue;
        if (was == TOKEN_ANY || (t.kind == TOKEN_ANY && was != TOKEN_SEPARATOR) ||
            (t.kind != TOKEN_ANY && t.kind != TOKEN_SPACE && t.kind != TOKEN_PATTERN))
            return refuse(p, t);
    }
}

static void skip_line(struct parser *p)
{
    while (!ends_line(next(p).kind))
        ;
}

static struct str join(struct arena *a, const struct ignore_token *tokens, size_t count)
{
    struct buf b = { 0 };
    struct str s;

    for (size_t i = 0; i < count; i++)
        buf_put(&b, tokens[i].word);
    s = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

static void set_parts(struct ignore_pattern *p, struct arena *a, const struct ignore_token *tokens, size_t count)
{
    struct ignore_part *parts = ARENA_ARRAY(a, struct ignore_part, count);

    for (size_t i = 0; i < count; i++)
        if (tokens[i].kind != TOKEN_SEPARATOR)
            parts[p->part_count++] = (struct ignore_part){ tokens[i].kind == TOKEN_ANY, tokens[i].word };
    p->parts = parts;
}

static enum ignore_pattern_kind kind_of(const struct ignore_token *tokens, size_t count)
{
    enum ignore_pattern_kind kind = PATTERN_NAME;

    for (size_t i = 0; i < count; i++) {
        if (tokens[i].kind == TOKEN_ANY)
            return PATTERN_ANY;
        if (tokens[i].kind == TOKEN_SEPARATOR)
            kind = PATTERN_PATH;
    }
    return kind;
}

/* NewPattern on the line's tokens; returns Go's words where it would panic. */
static struct str make(struct parser *p, struct ignore_pattern *pattern)
{
    const struct ignore_token *tokens = p->tokens;
    size_t count = p->count;

    if (count == 0)
        return STR("runtime error: index out of range [0] with length 0");
    *pattern = (struct ignore_pattern){ .text = join(p->arena, tokens, count), .line = tokens[0].line };
    if (tokens[0].kind == TOKEN_NEGATION) {
        pattern->negated = true;
        tokens++, count--;
    }
    if (tokens[0].kind == TOKEN_SEPARATOR) {
        pattern->anchored = true;
        tokens++, count--;
    }
    if (count == 0)
        return STR("runtime error: index out of range [-1]");
    if (tokens[count - 1].kind == TOKEN_SEPARATOR) {
        pattern->directory = true;
        count--;
    }
    pattern->glob = join(p->arena, tokens, count);
    pattern->kind = kind_of(tokens, count);
    if (pattern->kind == PATTERN_ANY)
        set_parts(pattern, p->arena, tokens, count);
    return (struct str){ 0 };
}

/* One line that starts with t, up to its end; false with p->error set when the library drops it. Only a line
 * without
 * "!" loses its trailing blanks. */
static bool line(struct parser *p, struct ignore_token t)
{
    bool negated = t.kind == TOKEN_NEGATION;

    p->count = 0;
    if (t.kind == TOKEN_BAD)
        return refuse(p, t);
    if (negated) {
        put(p, t);
        t = next(p);
        if (t.kind == TOKEN_BAD)
            return refuse(p, t);
    }
    if (!sequence(p, t))
        return false;
    while (!negated && p->count && p->tokens[p->count - 1].kind == TOKEN_SPACE)
        p->count--;
    return true;
}

static void add_fault(struct parser *p, uint32_t at)
{
    *ARENA_PUSH(p->arena, p->faults, p->fault_count, p->fault_cap) = (struct ignore_fault){ at, p->error };
}

void ignore_parse(struct ignore_file *f, struct arena *a, struct str text)
{
    struct parser p = { .arena = a };
    struct ignore_pattern *patterns = NULL;
    size_t count = 0, cap = 0;

    *f = (struct ignore_file){ 0 };
    ignore_lexer_begin(&p.lexer, a, text);
    for (struct ignore_token t; !f->panic.len && (t = next(&p)).kind != TOKEN_EOF;) {
        if (t.kind == TOKEN_EOL || t.kind == TOKEN_COMMENT)
            continue;
        if (!line(&p, t)) {
            add_fault(&p, t.line);
            skip_line(&p);
            continue;
        }
        patterns = arena_grow(a, patterns, count, &cap, sizeof *patterns);
        f->panic = make(&p, &patterns[count]);
        f->panic_line = f->panic.len ? t.line : 0;
        count += f->panic.len == 0;
    }
    f->patterns = patterns;
    f->count = count;
    f->faults = p.faults;
    f->fault_count = p.fault_count;
    ignore_lexer_end(&p.lexer);
}
