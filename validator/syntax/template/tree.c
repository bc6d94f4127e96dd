#include "syntax/template/tree.h"

#include "base/quote.h"
#include "base/unicode.h"
#include "base/utf8.h"

struct template_node *tree_node(struct arena *a, enum tree_type type, uint32_t pos)
{
    struct template_node *n = ARENA_NEW(a, struct template_node);

    n->type = type;
    n->pos = pos;
    return n;
}

void tree_append(struct arena *a, struct template_nodes *nodes, struct template_node *n)
{
    nodes->at = arena_grow(a, nodes->at, nodes->count, &nodes->cap, sizeof(struct template_node *));
    nodes->at[nodes->count++] = n;
}

void tree_add_name(struct arena *a, struct template_names *names, struct str name)
{
    *ARENA_PUSH(a, names->at, names->count, names->cap) = name;
}

static bool is_blank(struct str s)
{
    size_t width;

    for (; s.len > 0; s = str_from(s, width))
        if (!unicode_is_space(utf8_decode(s, &width)))
            return false;
    return true;
}

bool tree_is_empty(const struct template_node *list)
{
    for (size_t i = 0; list && i < list->nodes.count; i++) {
        const struct template_node *n = list->nodes.at[i];
        if (n->type != TREE_TEXT || !is_blank(n->text))
            return false;
    }
    return true;
}

/* Printing goes through parentheses without recursion: a node being printed waits here until its parts are.
 */
struct shown {
    const struct template_node *node;
    size_t next;  /* part to print next */
    bool closing; /* it stands in parentheses */
};

struct printer {
    struct arena *arena;
    struct buf out;
    struct shown *open;
    size_t depth, cap;
};

static void push(struct printer *p, const struct template_node *n, bool parens)
{
    *ARENA_PUSH(p->arena, p->open, p->depth, p->cap) = (struct shown){ n, 0, parens };
    if (parens)
        buf_char(&p->out, '(');
}

static void put_names(struct buf *b, const struct template_names *names, struct str first, struct str between)
{
    for (size_t i = 0; i < names->count; i++) {
        buf_put(b, i ? between : first);
        buf_put(b, names->at[i]);
    }
}

static void put_leaf(struct buf *b, const struct template_node *n)
{
    switch (n->type) {
    case TREE_FIELD:
        put_names(b, &n->names, STR("."), STR("."));
        break;
    case TREE_VARIABLE:
        put_names(b, &n->names, STR(""), STR("."));
        break;
    case TREE_DOT:
        buf_char(b, '.');
        break;
    case TREE_NIL_CONSTANT:
        buf_put(b, STR("nil"));
        break;
    case TREE_BOOL_CONSTANT:
        buf_put(b, n->flag ? STR("true") : STR("false"));
        break;
    case TREE_ELSE:
        buf_put(b, STR("{{else}}"));
        break;
    case TREE_END:
        buf_put(b, STR("{{end}}"));
        break;
    default:
        buf_put(b, n->text);
    }
}

static void put_declarations(struct buf *b, const struct template_node *pipe)
{
    for (size_t i = 0; i < pipe->variables.count; i++) {
        if (i)
            buf_put(b, STR(", "));
        put_leaf(b, pipe->variables.at[i]);
    }
    if (pipe->variables.count)
        buf_put(b, pipe->flag ? STR(" = ") : STR(" := "));
}

/* Starts the next part of the innermost open node; false when it has none left. */
static bool next_part(struct printer *p)
{
    struct shown *top = &p->open[p->depth - 1];
    const struct template_node *n = top->node, *part = NULL;
    size_t i = top->next++;

    if (n->type == TREE_CHAIN || n->type == TREE_ACTION || n->type == TREE_CALL)
        part = i == 0 ? n->pipe : NULL;
    else if ((n->type == TREE_PIPE || n->type == TREE_COMMAND) && i < n->nodes.count)
        part = n->nodes.at[i];
    if (!part)
        return false;
    if (i > 0)
        buf_put(&p->out, n->type == TREE_PIPE ? STR(" | ") : STR(" "));
    push(p, part, part->type == TREE_PIPE && (n->type == TREE_COMMAND || n->type == TREE_CHAIN));
    return true;
}

/* What stands before the parts of a node, or all of it. */
static void put_start(struct buf *b, const struct template_node *n)
{
    if (n->type == TREE_PIPE) {
        put_declarations(b, n);
    } else if (n->type == TREE_ACTION) {
        buf_put(b, STR("{{"));
    } else if (n->type == TREE_CALL) {
        buf_put(b, STR("{{template "));
        buf_quote(b, n->text, QUOTE_UNICODE);
        if (n->pipe)
            buf_char(b, ' ');
    } else if (n->type != TREE_COMMAND && n->type != TREE_CHAIN) {
        put_leaf(b, n);
    }
}

static void put_end(struct buf *b, const struct shown *s)
{
    if (s->node->type == TREE_CHAIN)
        put_names(b, &s->node->names, STR("."), STR("."));
    else if (s->node->type == TREE_ACTION || s->node->type == TREE_CALL)
        buf_put(b, STR("}}"));
    if (s->closing)
        buf_char(b, ')');
}

struct str tree_show(struct arena *a, const struct template_node *n)
{
    struct printer p = { .arena = a };
    struct str shown;

    push(&p, n, false);
    while (p.depth > 0) {
        if (p.open[p.depth - 1].next == 0)
            put_start(&p.out, p.open[p.depth - 1].node);
        if (next_part(&p))
            continue;
        p.depth--;
        put_end(&p.out, &p.open[p.depth]);
    }
    shown = arena_copy(a, buf_str(&p.out));
    buf_free(&p.out);
    return shown;
}
