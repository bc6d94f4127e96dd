/* Pipelines: declarations, commands, operands, and parentheses around more of them. */
#include "syntax/template/parser.h"

#include <string.h>

enum { MOST_PARENS = 10000 }; /* parse.maxStackDepth */

struct open_pipe {
    struct template_node *pipe;
    struct template_node *command; /* NULL between commands */
};

/* The pipeline being parsed and the parenthesized ones open inside it. */
struct pipes {
    struct str context;
    enum token_type end;
    struct open_pipe *open;
    size_t depth, cap;
    struct template_node *done;
};

static struct str context_of(const struct pipes *s)
{
    return s->depth > 1 ? STR("parenthesized pipeline") : s->context;
}

static enum token_type end_of(const struct pipes *s)
{
    return s->depth > 1 ? TOKEN_RIGHT_PAREN : s->end;
}

static struct template_node *variable(struct parser *p, struct token t)
{
    struct template_node *n = tree_node(p->arena, TREE_VARIABLE, t.pos);

    tree_add_name(p->arena, &n->names, t.text);
    return n;
}

static void declare(struct parser *p, struct template_node *pipe, struct token t)
{
    parse_next_non_space(p);
    tree_append(p->arena, &pipe->variables, variable(p, t));
    tree_add_name(p->arena, &p->tree->variables, t.text);
}

/* After a variable and a comma: whether a second variable of a range may follow. */
static bool more_variables(struct parser *p, const struct pipes *s, const struct template_node *pipe)
{
    struct token t;

    if (!str_eq(context_of(s), STR("range")) || pipe->variables.count >= 2)
        return parse_fail(p, p->tree->tokens[0].pos, "too many declarations in %s",
                          PARSE_ARGS(template_string(context_of(s))));
    t = parse_peek_non_space(p);
    if (t.type == TOKEN_VARIABLE || t.type == TOKEN_RIGHT_DELIM || t.type == TOKEN_RIGHT_PAREN)
        return true;
    return parse_fail(p, t.pos, "range can only initialize variables", NULL, 0);
}

/* What a pipeline declares or assigns to. */
static bool declarations(struct parser *p, const struct pipes *s, struct template_node *pipe)
{
    struct token v, after, next;

    while ((v = parse_peek_non_space(p)).type == TOKEN_VARIABLE) {
        parse_next(p);
        after = parse_peek(p);
        next = parse_peek_non_space(p);
        if (next.type == TOKEN_ASSIGN || next.type == TOKEN_DECLARE) {
            pipe->flag = next.type == TOKEN_ASSIGN;
            declare(p, pipe, v);
            return true;
        }
        if (next.type == TOKEN_CHAR && str_eq(next.text, STR(","))) {
            declare(p, pipe, v);
            if (!more_variables(p, s, pipe))
                return false;
            continue;
        }
        if (after.type == TOKEN_SPACE)
            parse_backup3(p, v, after);
        else
            parse_backup2(p, v);
        return true;
    }
    return true;
}

static bool open_pipe(struct parser *p, struct pipes *s)
{
    struct template_node *pipe = tree_node(p->arena, TREE_PIPE, parse_peek_non_space(p).pos);

    *ARENA_PUSH(p->arena, s->open, s->depth, s->cap) = (struct open_pipe){ .pipe = pipe };
    return declarations(p, s, pipe);
}

/* Values that are no functions may only begin a pipeline (parse.checkPipeline). */
static bool check_pipe(struct parser *p, const struct pipes *s, const struct template_node *pipe)
{
    uint32_t pos = p->tree->tokens[0].pos;

    if (pipe->nodes.count == 0)
        return parse_fail(p, pos, "missing value for %s", PARSE_ARGS(template_string(context_of(s))));
    for (size_t i = 1; i < pipe->nodes.count; i++) {
        const struct template_node *first = pipe->nodes.at[i]->nodes.at[0];
        switch (first->type) {
        case TREE_BOOL_CONSTANT:
        case TREE_DOT:
        case TREE_NIL_CONSTANT:
        case TREE_NUMBER:
        case TREE_STRING_CONSTANT:
            return parse_fail(p, first->pos, "non executable command in pipeline stage %d",
                              PARSE_ARGS(template_int((int64_t)i + 1)));
        default:
            break;
        }
    }
    return true;
}

static struct template_node *identifier(struct parser *p, struct token t)
{
    struct template_node *n;

    if (!template_has_func(p->template->funcs, t.text)) {
        parse_fail(p, t.pos, "function %q not defined", PARSE_ARGS(template_string(t.text)));
        return NULL;
    }
    n = tree_node(p->arena, TREE_IDENTIFIER, t.pos);
    n->text = t.text;
    return n;
}

static struct template_node *use_variable(struct parser *p, struct token t)
{
    for (size_t i = 0; i < p->tree->variables.count; i++)
        if (str_eq(p->tree->variables.at[i], t.text))
            return variable(p, t);
    parse_fail(p, t.pos, "undefined variable %q", PARSE_ARGS(template_string(t.text)));
    return NULL;
}

static struct template_node *number(struct parser *p, struct token t)
{
    struct template_number *value = ARENA_NEW(p->arena, struct template_number);
    struct template_node *n = tree_node(p->arena, TREE_NUMBER, t.pos);
    struct str error;

    n->text = t.text;
    n->number = value;
    if (literal_number(p->arena, t.text, t.type == TOKEN_CHAR_CONSTANT, t.type == TOKEN_COMPLEX, value, &error))
        return n;
    parse_fail_text(p, t.pos, error);
    return NULL;
}

static struct template_node *string(struct parser *p, struct token t)
{
    struct template_node *n = tree_node(p->arena, TREE_STRING_CONSTANT, t.pos);

    n->text = t.text;
    if (literal_unquote(p->arena, t.text, &n->value))
        return n;
    parse_fail_text(p, t.pos, STR("invalid syntax"));
    return NULL;
}

static struct template_node *field(struct parser *p, struct token t)
{
    struct template_node *n = tree_node(p->arena, TREE_FIELD, t.pos);

    tree_add_name(p->arena, &n->names, str_from(t.text, 1));
    return n;
}

static struct template_node *simple(struct parser *p, enum tree_type type, struct token t)
{
    struct template_node *n = tree_node(p->arena, type, t.pos);

    n->flag = str_eq(t.text, STR("true"));
    return n;
}

/* The operand that begins with this token, which is no parenthesis: *none when it begins none. NULL without
 * *none is an error. */
static struct template_node *term(struct parser *p, struct token t, bool *none)
{
    *none = false;
    switch (t.type) {
    case TOKEN_IDENTIFIER:
        return identifier(p, t);
    case TOKEN_DOT:
        return simple(p, TREE_DOT, t);
    case TOKEN_NIL:
        return simple(p, TREE_NIL_CONSTANT, t);
    case TOKEN_BOOL:
        return simple(p, TREE_BOOL_CONSTANT, t);
    case TOKEN_VARIABLE:
        return use_variable(p, t);
    case TOKEN_FIELD:
        return field(p, t);
    case TOKEN_CHAR_CONSTANT:
    case TOKEN_COMPLEX:
    case TOKEN_NUMBER:
        return number(p, t);
    case TOKEN_STRING:
    case TOKEN_RAW_STRING:
        return string(p, t);
    default:
        *none = true;
        return NULL;
    }
}

/* Fields that follow an operand at once: part of it when it is a field or variable, else a chain. */
static struct template_node *chain(struct parser *p, struct template_node *n)
{
    struct template_node *whole;
    struct token t = parse_peek(p);

    if (t.type != TOKEN_FIELD)
        return n;
    whole = tree_node(p->arena, n->type == TREE_FIELD || n->type == TREE_VARIABLE ? n->type : TREE_CHAIN, t.pos);
    if (whole->type == TREE_CHAIN)
        whole->pipe = n;
    else
        whole->names = n->names;
    while (parse_peek(p).type == TOKEN_FIELD)
        tree_add_name(p->arena, &whole->names, str_from(parse_next(p).text, 1));
    switch (n->type) {
    case TREE_BOOL_CONSTANT:
    case TREE_STRING_CONSTANT:
    case TREE_NUMBER:
    case TREE_NIL_CONSTANT:
    case TREE_DOT:
        parse_fail(p, t.pos, "unexpected . after term %q", PARSE_ARGS(template_string(tree_show(p->arena, n))));
        return NULL;
    default:
        return whole;
    }
}

/* Ends a command: the next one, or the end of the pipeline, may follow. */
static bool end_command(struct parser *p, struct open_pipe *top)
{
    if (top->command->nodes.count == 0)
        return parse_fail(p, p->tree->tokens[0].pos, "empty command", NULL, 0);
    tree_append(p->arena, &top->pipe->nodes, top->command);
    top->command = NULL;
    return true;
}

/* After an operand (NULL: there was none) of the innermost command. */
static bool end_operand(struct parser *p, struct pipes *s, struct template_node *n)
{
    struct open_pipe *top = &s->open[s->depth - 1];
    struct token t;

    if (n) {
        n = chain(p, n);
        if (!n)
            return false;
        tree_append(p->arena, &top->command->nodes, n);
    }
    t = parse_next(p);
    if (t.type == TOKEN_SPACE)
        return true;
    if (t.type == TOKEN_RIGHT_DELIM || t.type == TOKEN_RIGHT_PAREN)
        parse_backup(p);
    else if (t.type != TOKEN_PIPE)
        return parse_unexpected(p, t, STR("operand"));
    return end_command(p, top);
}

static bool step_operand(struct parser *p, struct pipes *s)
{
    struct template_node *n;
    struct token t = parse_next_non_space(p);
    bool none;

    if (t.type == TOKEN_LEFT_PAREN) {
        if (s->depth > MOST_PARENS)
            return parse_fail(p, t.pos, "max expression depth exceeded", NULL, 0);
        return open_pipe(p, s);
    }
    n = term(p, t, &none);
    if (!n && !none)
        return false;
    if (none)
        parse_backup(p);
    return end_operand(p, s, n);
}

static bool starts_operand(enum token_type type)
{
    switch (type) {
    case TOKEN_BOOL:
    case TOKEN_CHAR_CONSTANT:
    case TOKEN_COMPLEX:
    case TOKEN_DOT:
    case TOKEN_FIELD:
    case TOKEN_IDENTIFIER:
    case TOKEN_NUMBER:
    case TOKEN_NIL:
    case TOKEN_RAW_STRING:
    case TOKEN_STRING:
    case TOKEN_VARIABLE:
    case TOKEN_LEFT_PAREN:
        return true;
    default:
        return false;
    }
}

/* Between commands: another one, or the end of the innermost pipeline, which then is an operand of the one
 * around it. */
static bool step_command(struct parser *p, struct pipes *s)
{
    struct open_pipe *top = &s->open[s->depth - 1];
    struct token t = parse_next_non_space(p);

    if (starts_operand(t.type)) {
        parse_backup(p);
        top->command = tree_node(p->arena, TREE_COMMAND, t.pos);
        return true;
    }
    if (t.type != end_of(s))
        return parse_unexpected(p, t, context_of(s));
    if (!check_pipe(p, s, top->pipe))
        return false;
    s->done = top->pipe;
    s->depth--;
    return s->depth == 0 || end_operand(p, s, s->done);
}

struct template_node *parse_pipeline(struct parser *p, struct str context, enum token_type end)
{
    struct pipes s = { .context = context, .end = end };

    if (!open_pipe(p, &s))
        return NULL;
    while (s.depth > 0)
        if (!(s.open[s.depth - 1].command ? step_operand : step_command)(p, &s))
            return NULL;
    return s.done;
}
