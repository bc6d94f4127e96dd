/* Actions and the lists of nodes between them. */
#include "syntax/template/parser.h"

static struct parse_block *innermost(struct parser *p)
{
    return &p->open[p->depth - 1];
}

static void open_block(struct parser *p, struct parse_block block)
{
    *ARENA_PUSH(p->arena, p->open, p->depth, p->cap) = block;
    p->tree = block.tree;
}

static struct parse_tree *new_tree(struct parser *p, struct str name)
{
    struct parse_tree *t = ARENA_NEW(p->arena, struct parse_tree);

    t->name = name;
    t->root = tree_node(p->arena, TREE_LIST, 0);
    tree_add_name(p->arena, &t->variables, STR("$"));
    return t;
}

static void open_tree(struct parser *p, enum block_kind kind, struct parse_tree *t)
{
    open_block(p, (struct parse_block){ .kind = kind, .tree = t, .list = t->root });
}

static void append(struct parser *p, struct template_node *n)
{
    tree_append(p->arena, &innermost(p)->list->nodes, n);
}

/* Names the current tree. Of two trees of one name the one that is not empty counts; two such are an error
 * (Tree.add). */
static bool add_tree(struct parser *p)
{
    struct parse_tree *t = p->tree;
    void **place = map_at(&p->template->trees, t->name);
    struct template_tree *known = *place;

    if (!known || tree_is_empty(known->root)) {
        known = ARENA_NEW(p->arena, struct template_tree);
        *known = (struct template_tree){ t->name, t->root };
        *place = known;
        return true;
    }
    if (tree_is_empty(t->root))
        return true;
    return parse_fail(p, t->tokens[0].pos, "template: multiple definition of template %q",
                      PARSE_ARGS(template_string(t->name)));
}

static bool expect(struct parser *p, enum token_type type, struct str context)
{
    struct token t = parse_next_non_space(p);

    return t.type == type || parse_unexpected(p, t, context);
}

static bool template_name(struct parser *p, struct token t, struct str context, struct str *name)
{
    if (t.type != TOKEN_STRING && t.type != TOKEN_RAW_STRING)
        return parse_unexpected(p, t, context);
    return literal_unquote(p->arena, t.text, name) || parse_fail_text(p, t.pos, STR("invalid syntax"));
}

static bool open_define(struct parser *p)
{
    struct parse_tree *t = new_tree(p, STR(""));

    p->tree = t;
    if (!template_name(p, parse_next_non_space(p), STR("define clause"), &t->name))
        return false;
    if (!expect(p, TOKEN_RIGHT_DELIM, STR("define clause")))
        return false;
    open_tree(p, BLOCK_DEFINE, t);
    return true;
}

static bool open_block_clause(struct parser *p)
{
    struct token t = parse_next_non_space(p);
    struct template_node *n = tree_node(p->arena, TREE_CALL, t.pos);

    if (!template_name(p, t, STR("block clause"), &n->text))
        return false;
    n->pipe = parse_pipeline(p, STR("block clause"), TOKEN_RIGHT_DELIM);
    if (!n->pipe)
        return false;
    append(p, n);
    open_tree(p, BLOCK_BLOCK, new_tree(p, n->text));
    return true;
}

static bool call(struct parser *p)
{
    struct token t = parse_next_non_space(p);
    struct template_node *n = tree_node(p->arena, TREE_CALL, t.pos);

    if (!template_name(p, t, STR("template clause"), &n->text))
        return false;
    if (parse_next_non_space(p).type != TOKEN_RIGHT_DELIM) {
        parse_backup(p);
        n->pipe = parse_pipeline(p, STR("template clause"), TOKEN_RIGHT_DELIM);
        if (!n->pipe)
            return false;
    }
    append(p, n);
    return true;
}

static bool open_control(struct parser *p, enum block_kind kind, bool chained)
{
    static const enum tree_type types[] = {
        [BLOCK_IF] = TREE_IF, [BLOCK_RANGE] = TREE_RANGE, [BLOCK_WITH] = TREE_WITH
    };
    static const struct str words[] = {
        [BLOCK_IF] = STR_INIT("if"), [BLOCK_RANGE] = STR_INIT("range"), [BLOCK_WITH] = STR_INIT("with")
    };
    struct parse_block b = { .kind = kind, .chained = chained, .tree = p->tree };

    b.variables = p->tree->variables.count;
    b.node = tree_node(p->arena, types[kind], p->tree->tokens[0].pos);
    b.node->pipe = parse_pipeline(p, words[kind], TOKEN_RIGHT_DELIM);
    if (!b.node->pipe)
        return false;
    append(p, b.node);
    b.node->list = b.list = tree_node(p->arena, TREE_LIST, b.node->pos);
    p->tree->ranges += kind == BLOCK_RANGE;
    open_block(p, b);
    return true;
}

static bool stray(struct parser *p, struct str node)
{
    const struct parse_block *b = innermost(p);
    uint32_t pos = p->tree->tokens[0].pos;
    struct str context = b->kind == BLOCK_DEFINE ? STR("define clause") : STR("block clause");

    if (b->kind == BLOCK_MAIN)
        return parse_fail(p, pos, "unexpected %s", PARSE_ARGS(template_string(node)));
    if (b->kind == BLOCK_BLOCK)
        p->tree = b[-1].tree; /* whose error it is in Go */
    return parse_fail(p, pos, "unexpected %s in %s", PARSE_ARGS(template_string(node), template_string(context)));
}

static void close_block(struct parser *p)
{
    p->depth--;
    p->tree = innermost(p)->tree;
    p->tree->action_line = 0;
}

static void close_control(struct parser *p)
{
    bool chained = true;

    for (; chained; close_block(p)) {
        const struct parse_block *b = innermost(p);
        chained = b->chained;
        b->tree->ranges -= b->kind == BLOCK_RANGE && !b->in_else;
        b->tree->variables.count = b->variables;
    }
}

static bool end(struct parser *p)
{
    if (!expect(p, TOKEN_RIGHT_DELIM, STR("end")))
        return false;
    p->tree->action_line = 0;
    switch (innermost(p)->kind) {
    case BLOCK_MAIN:
        return stray(p, STR("{{end}}"));
    case BLOCK_DEFINE:
    case BLOCK_BLOCK:
        if (!add_tree(p))
            return false;
        close_block(p);
        return true;
    default:
        close_control(p);
        return true;
    }
}

/* After {{else of a control: the rest of an {{else if or {{else with is a control of its own, which closes
 * together with this one. */
static bool open_else(struct parser *p)
{
    struct parse_block *b = innermost(p);
    enum token_type again = b->kind == BLOCK_IF ? TOKEN_IF : b->kind == BLOCK_WITH ? TOKEN_WITH : TOKEN_EOF;

    b->tree->ranges -= b->kind == BLOCK_RANGE;
    b->in_else = true;
    b->node->other = b->list = tree_node(p->arena, TREE_LIST, p->tree->tokens[0].pos);
    if (again == TOKEN_EOF || parse_peek(p).type != again)
        return true;
    parse_next(p);
    return open_control(p, b->kind, true);
}

static bool else_clause(struct parser *p)
{
    struct token t = parse_peek_non_space(p);
    const struct parse_block *b = innermost(p);

    if (t.type != TOKEN_IF && t.type != TOKEN_WITH && !expect(p, TOKEN_RIGHT_DELIM, STR("else")))
        return false;
    p->tree->action_line = 0;
    if (b->kind == BLOCK_MAIN || b->kind == BLOCK_DEFINE || b->kind == BLOCK_BLOCK)
        return stray(p, STR("{{else}}"));
    if (b->in_else)
        return parse_fail(p, p->tree->tokens[0].pos, "expected end; found %s",
                          PARSE_ARGS(template_string(STR("{{else}}"))));
    return open_else(p);
}

static bool jump(struct parser *p, struct token t)
{
    struct template_node *n = tree_node(p->arena, t.type == TOKEN_BREAK ? TREE_BREAK : TREE_CONTINUE, t.pos);
    struct str shown = t.type == TOKEN_BREAK ? STR("{{break}}") : STR("{{continue}}");

    if (!expect(p, TOKEN_RIGHT_DELIM, shown))
        return false;
    if (p->tree->ranges == 0)
        return parse_fail_text(p, t.pos,
                               t.type == TOKEN_BREAK ? STR("{{break}} outside {{range}}")
                                                     : STR("{{continue}} outside {{range}}"));
    append(p, n);
    return true;
}

static bool output(struct parser *p)
{
    struct template_node *n;

    parse_backup(p);
    n = tree_node(p->arena, TREE_ACTION, parse_peek(p).pos);
    n->pipe = parse_pipeline(p, STR("command"), TOKEN_RIGHT_DELIM);
    if (!n->pipe)
        return false;
    append(p, n);
    return true;
}

/* An action that opens or closes nothing. */
static bool simple_action(struct parser *p, struct token t)
{
    bool ok;

    if (t.type == TOKEN_BREAK || t.type == TOKEN_CONTINUE)
        ok = jump(p, t);
    else
        ok = t.type == TOKEN_TEMPLATE ? call(p) : output(p);
    p->tree->action_line = 0;
    return ok;
}

static bool action(struct parser *p)
{
    struct token t = parse_next_non_space(p);

    switch (t.type) {
    case TOKEN_BLOCK:
        return open_block_clause(p);
    case TOKEN_ELSE:
        return else_clause(p);
    case TOKEN_END:
        return end(p);
    case TOKEN_IF:
        return open_control(p, BLOCK_IF, false);
    case TOKEN_RANGE:
        return open_control(p, BLOCK_RANGE, false);
    case TOKEN_WITH:
        return open_control(p, BLOCK_WITH, false);
    default:
        return simple_action(p, t);
    }
}

static bool text_or_action(struct parser *p)
{
    struct token t = parse_next_non_space(p);
    struct template_node *n;

    if (t.type == TOKEN_LEFT_DELIM) {
        p->tree->action_line = t.line;
        return action(p);
    }
    if (t.type != TOKEN_TEXT)
        return parse_unexpected(p, t, STR("input"));
    n = tree_node(p->arena, TREE_TEXT, t.pos);
    n->text = t.text;
    append(p, n);
    return true;
}

/* A {{define}} may stand only between actions of the main template. */
static bool is_define(struct parser *p)
{
    struct token delim;

    if (innermost(p)->kind != BLOCK_MAIN || parse_peek(p).type != TOKEN_LEFT_DELIM)
        return false;
    delim = parse_next(p);
    if (parse_next_non_space(p).type == TOKEN_DEFINE)
        return true;
    parse_backup2(p, delim);
    return false;
}

static bool parse_all(struct parser *p)
{
    for (;;) {
        struct token t = parse_peek_non_space(p);
        if (t.type == TOKEN_EOF) {
            if (innermost(p)->kind == BLOCK_MAIN)
                return add_tree(p);
            return parse_fail_text(p, t.pos, STR("unexpected EOF"));
        }
        if (!(is_define(p) ? open_define(p) : text_or_action(p)))
            return false;
    }
}

bool template_parse(struct template **out, struct arena *a, struct str name, struct str text,
                    const struct template_funcs *funcs, struct template_error *e)
{
    struct parser p = { .arena = a, .error = e };

    *out = NULL;
    if (text.len >= UINT32_MAX) {
        *e = (struct template_error){ .message = STR("template of 4 GiB or more"), .line = 1, .undecided = true };
        return false;
    }
    p.template = ARENA_NEW(a, struct template);
    *p.template = (struct template){ .name = name, .text = text, .funcs = funcs };
    map_init(&p.template->trees, a);
    lex_init(&p.lexer, a, text);
    p.lexer.break_ok = !template_has_func(funcs, STR("break"));
    p.lexer.continue_ok = !template_has_func(funcs, STR("continue"));
    open_tree(&p, BLOCK_MAIN, new_tree(&p, name));
    if (!parse_all(&p))
        return false;
    *out = p.template;
    return true;
}

bool template_defines(const struct template *t, struct str name)
{
    return map_get(&t->trees, name) != NULL;
}
