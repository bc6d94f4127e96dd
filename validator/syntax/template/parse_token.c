/* The parser's look at the tokens, and its errors. */
#include "syntax/template/fmt.h"
#include "syntax/template/parser.h"

enum { MOST_MESSAGE = 1 << 20 };

bool parse_fail(struct parser *p, uint32_t offset, const char *format, const struct template_value *args, size_t n)
{
    uint32_t line = p->tree->tokens[0].line;
    struct buf whole = { 0 }, message = { 0 };

    buf_put(&whole, STR("template: "));
    buf_put(&whole, p->template->name);
    buf_printf(&whole, ":%u: %s", (unsigned)line, format);
    fmt_errorf(&message, p->arena, MOST_MESSAGE + whole.len, buf_str(&whole), args, n);
    *p->error =
        (struct template_error){ .message = arena_copy(p->arena, buf_str(&message)), .offset = offset, .line = line };
    buf_free(&whole);
    buf_free(&message);
    return false;
}

bool parse_fail_text(struct parser *p, uint32_t offset, struct str text)
{
    return parse_fail(p, offset, "%s", PARSE_ARGS(template_string(text)));
}

/* Where an action that began on another line began; the word "action" is not said twice. */
static struct str started_at(struct parser *p, struct token t)
{
    uint32_t line = p->tree->action_line;
    struct str in = str_ends(t.text, STR(" action")) ? STR("") : STR(" in action");

    if (line == 0 || line == t.line)
        return STR("");
    return ARENA_JOIN(p->arena, in, STR(" started at "), p->template->name,
                      arena_printf(p->arena, ":%u", (unsigned)line));
}

bool parse_unexpected(struct parser *p, struct token t, struct str context)
{
    struct str shown = lex_show(p->arena, t);

    if (t.type == TOKEN_ERROR)
        return parse_fail(p, t.pos, "%s%s", PARSE_ARGS(template_string(shown), template_string(started_at(p, t))));
    return parse_fail(p, t.pos, "unexpected %s in %s", PARSE_ARGS(template_string(shown), template_string(context)));
}

struct token parse_next(struct parser *p)
{
    struct parse_tree *t = p->tree;

    if (t->ahead > 0)
        t->ahead--;
    else
        t->tokens[0] = lex_next(&p->lexer);
    return t->tokens[t->ahead];
}

struct token parse_peek(struct parser *p)
{
    struct parse_tree *t = p->tree;

    if (t->ahead == 0) {
        t->tokens[0] = lex_next(&p->lexer);
        t->ahead = 1;
    }
    return t->tokens[t->ahead - 1];
}

struct token parse_next_non_space(struct parser *p)
{
    struct token t;

    do
        t = parse_next(p);
    while (t.type == TOKEN_SPACE);
    return t;
}

struct token parse_peek_non_space(struct parser *p)
{
    struct token t = parse_next_non_space(p);

    parse_backup(p);
    return t;
}

void parse_backup(struct parser *p)
{
    p->tree->ahead++;
}

void parse_backup2(struct parser *p, struct token before)
{
    p->tree->tokens[1] = before;
    p->tree->ahead = 2;
}

void parse_backup3(struct parser *p, struct token before2, struct token before1)
{
    p->tree->tokens[1] = before1;
    p->tree->tokens[2] = before2;
    p->tree->ahead = 3;
}
