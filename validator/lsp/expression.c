#include "lsp/expression.h"

/* Receivers of receivers: no expression is read deeper. */
enum { DEEPEST = 16 };

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

static struct str word_before(struct str text)
{
    size_t start = text.len;

    while (start && is_word(text.p[start - 1]))
        start--;
    return str_from(text, start);
}

static struct str trimmed(struct str text)
{
    while (text.len && (unsigned char)text.p[text.len - 1] <= ' ')
        text.len--;
    return text;
}

/* Where the bracket that the text ends with was opened; SIZE_MAX where it was not. */
static size_t opening(struct str text)
{
    size_t depth = 0;
    char quote = 0;

    for (size_t i = text.len; i--;) {
        char c = text.p[i];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == ')' || c == ']' || c == '}') {
            depth++;
        } else if ((c == '(' || c == '[' || c == '{') && --depth == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

static const struct cel_type *element_of(const struct cel_type *t)
{
    if (!t || (t->kind != CEL_TYPE_LIST && t->kind != CEL_TYPE_MAP))
        return NULL;
    return t->params[t->kind == CEL_TYPE_MAP];
}

static const struct cel_type *type_before(const struct expression *e, struct str text, unsigned depth);

/* A variable of all(), exists(), map(), filter(): the element of the list that is gone through. */
static const struct cel_type *bound(const struct expression *e, struct str text, struct str name, unsigned depth)
{
    static const struct str macros[] = { STR_INIT(".all("), STR_INIT(".exists("), STR_INIT(".exists_one("),
                                         STR_INIT(".map("), STR_INIT(".filter(") };

    for (size_t at = text.len; at > name.len; at--) {
        struct str head = str_slice(text, 0, at - name.len);
        if (!str_eq(str_slice(text, at - name.len, at), name) || at == text.len || text.p[at] != ',')
            continue;
        for (size_t i = 0; i < COUNT_OF(macros); i++)
            if (str_ends(head, macros[i]))
                return element_of(type_before(e, str_slice(head, 0, head.len - macros[i].len), depth + 1));
    }
    return NULL;
}

static const struct cel_type *variable(const struct expression *e, struct str text, struct str name, unsigned depth)
{
    const struct cel_type *t = bound(e, text, name, depth);

    return t ? t : own_types_variable(e->types, e->kinds, name);
}

/* The type of the operand that the text ends with. */
static const struct cel_type *type_before(const struct expression *e, struct str text, unsigned depth)
{
    struct str word, before, doc;
    const struct cel_type *of;
    size_t open;

    text = trimmed(text);
    if (depth > DEEPEST || text.len == 0)
        return NULL;
    if (text.p[text.len - 1] == ']') {
        open = opening(text);
        return open == SIZE_MAX ? NULL : element_of(type_before(e, str_slice(text, 0, open), depth + 1));
    }
    if (text.p[text.len - 1] == ')') {
        open = opening(text);
        before = open == SIZE_MAX ? STR("") : str_slice(text, 0, open);
        return str_ends(before, STR(".filter"))
                   ? type_before(e, str_slice(before, 0, before.len - (sizeof ".filter" - 1)), depth + 1)
                   : NULL;
    }
    word = word_before(text);
    before = trimmed(str_slice(text, 0, text.len - word.len));
    if (word.len == 0)
        return NULL;
    if (!str_ends(before, STR(".")))
        return variable(e, before, word, depth);
    of = type_before(e, str_slice(before, 0, before.len - 1), depth + 1);
    return of ? own_types_field(e->types, of, word, &doc) : NULL;
}

static bool is_expression(const struct chain *c)
{
    static const struct str fields[] = { STR_INIT("require"), STR_INIT("when"), STR_INIT("message"), STR_INIT("set") };
    const struct node *key = c->links[c->count - 1].key;

    for (size_t i = 0; key && i < COUNT_OF(fields); i++)
        if (node_is(key, fields[i]))
            return true;
    return key && c->count > 1 && c->links[c->count - 2].key && node_is(c->links[c->count - 2].key, STR("variables"));
}

/* To YAML 1.1 the key "on" is a boolean. */
static const struct node *on_of(const struct node *rule)
{
    const struct node *on = node_get(rule, STR("on"));

    return on ? on : node_get(rule, STR("true"));
}

static unsigned kinds_of(const struct node *on)
{
    unsigned kinds = on && node_kind(on) != NODE_SEQUENCE ? own_kind(node_text(on)) : 0;

    for (const struct node *e = node_kind(on) == NODE_SEQUENCE ? node_first(on) : NULL; e; e = node_next(on, e))
        kinds |= own_kind(node_text(e));
    return kinds;
}

bool expression_at(const struct tape *t, const struct chain *c, size_t offset, struct arena *a, struct expression *out)
{
    const struct node *n, *rule = NULL;

    *out = (struct expression){ 0 };
    if (!c->count || c->on_key || !is_expression(c))
        return false;
    n = c->links[c->count - 1].value;
    for (size_t i = c->count; i-- && !rule;)
        if (on_of(chain_value(t, c, i)))
            rule = chain_value(t, c, i);
    out->kinds = rule ? kinds_of(on_of(rule)) : 0;
    if (!out->kinds || n->kind >= NODE_SEQUENCE || offset < n->start)
        return false;
    out->variables = node_get(rule, STR("variables"));
    out->types = own_types_new(a);
    out->text = str_slice(t->source, n->start, offset);
    out->word = word_before(out->text);
    out->text = str_slice(out->text, 0, out->text.len - out->word.len);
    out->after_dot = str_ends(trimmed(out->text), STR("."));
    if (out->after_dot)
        out->type = type_before(out, str_slice(out->text, 0, trimmed(out->text).len - 1), 0);
    return true;
}

const struct cel_type *expression_type(const struct expression *e, struct str name, struct str *doc)
{
    *doc = STR("");
    if (e->after_dot)
        return e->type ? own_types_field(e->types, e->type, name, doc) : NULL;
    return variable(e, e->text, name, 0);
}
