#include "cel/parse.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "syntax/yaml/number.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* Higher trees are refused, as others recurse over them: no expression within the other limits gets there. */
enum { TALLEST_TREE = 6000 };

static struct cel_expr *parse_expr(struct cel_parser *p);

static const struct cel_token *peek(const struct cel_parser *p)
{
    return &p->tokens.items[p->next];
}

static bool at(const struct cel_parser *p, enum cel_token_kind kind)
{
    return peek(p)->kind == kind;
}

static struct str token_text(const struct cel_parser *p, const struct cel_token *t)
{
    return (struct str){ p->text.p + t->at, t->len };
}

static const struct cel_token *take(struct cel_parser *p)
{
    const struct cel_token *t = peek(p);

    if (t->kind != CEL_TOKEN_END)
        p->next++;
    return t;
}

static bool accept(struct cel_parser *p, enum cel_token_kind kind)
{
    if (!at(p, kind))
        return false;
    p->next++;
    return true;
}

static struct cel_expr *fail(struct cel_parser *p)
{
    p->failed = true;
    return NULL;
}

static bool expect(struct cel_parser *p, enum cel_token_kind kind)
{
    if (!accept(p, kind))
        p->failed = true;
    return !p->failed;
}

static void issue(struct cel_parser *p, uint32_t offset, struct str message)
{
    cel_issue_add(p->issues, p->arena, p->text, offset, message);
}

static struct cel_expr *too_deep(struct cel_parser *p, const char *words)
{
    if (!p->stopped)
        issue(p, CEL_NOWHERE, str_c(words));
    p->stopped = true;
    return fail(p);
}

static struct cel_expr *nested_too_deep(struct cel_parser *p)
{
    return too_deep(p, "expression recursion limit exceeded: 250");
}

/* Counts one more link of a chain; the caller takes it off when its whole is done. */
static bool enter_chain(struct cel_parser *p)
{
    if (++p->chain <= CEL_DEEPEST_EXPRESSION)
        return true;
    too_deep(p, "max recursion depth exceeded");
    return false;
}

/* A list of expressions that grows. */
struct exprs {
    struct cel_expr **items;
    size_t count, cap;
};

static void push(struct cel_parser *p, struct exprs *list, struct cel_expr *e)
{
    list->items = arena_grow(p->arena, list->items, list->count, &list->cap, sizeof(*list->items));
    list->items[list->count++] = e;
}

/* Arguments up to and with the closing parenthesis. */
static bool parse_args(struct cel_parser *p, struct exprs *args)
{
    if (accept(p, CEL_TOKEN_RPAREN))
        return true;
    do {
        struct cel_expr *e = parse_expr(p);
        if (!e)
            return false;
        push(p, args, e);
    } while (accept(p, CEL_TOKEN_COMMA));
    return expect(p, CEL_TOKEN_RPAREN);
}

static struct cel_expr *call_or_macro(struct cel_parser *p, uint32_t where, struct str name, struct cel_expr *target,
                                      struct exprs *args)
{
    struct cel_expr *e = cel_macro(p, where, name, target, args->items, args->count);
    struct cel_expr **all = args->items;

    if (!e && target) {
        all = ARENA_ARRAY(p->arena, struct cel_expr *, args->count + 1);
        all[0] = target;
        if (args->count)
            memcpy(all + 1, args->items, args->count * sizeof(*all));
    }
    if (!e) {
        e = cel_expr_call(p->arena, where, name, all, args->count + (target != NULL));
        e->member = target != NULL;
    }
    return e->height > TALLEST_TREE ? too_deep(p, "max recursion depth exceeded") : e;
}

static struct cel_expr *parse_list(struct cel_parser *p)
{
    struct cel_expr *e = cel_expr_new(p->arena, CEL_EXPR_LIST, take(p)->at);
    struct exprs elements = { 0 };
    struct buf optionals = { 0 };

    while (!p->failed && !at(p, CEL_TOKEN_RBRACKET) && !at(p, CEL_TOKEN_COMMA)) {
        uint32_t where = peek(p)->at;
        bool optional = accept(p, CEL_TOKEN_QUESTION);
        struct cel_expr *element = parse_expr(p);
        if (optional && !p->syntax->optionals && !p->failed)
            issue(p, where, STR("unsupported syntax '?'"));
        e->optional |= optional;
        buf_char(&optionals, optional);
        push(p, &elements, element);
        cel_expr_grow_over(e, element);
        if (!at(p, CEL_TOKEN_COMMA))
            break;
        take(p);
        if (at(p, CEL_TOKEN_RBRACKET))
            break;
        if (at(p, CEL_TOKEN_COMMA))
            p->failed = true;
    }
    if (elements.count == 0)
        accept(p, CEL_TOKEN_COMMA);
    expect(p, CEL_TOKEN_RBRACKET);
    e->args = elements.items;
    e->count = elements.count;
    if (e->optional) {
        e->optionals = ARENA_ARRAY(p->arena, bool, optionals.len);
        memcpy(e->optionals, optionals.p, optionals.len);
    }
    buf_free(&optionals);
    return p->failed ? NULL : e;
}

/* The key or the field of one entry. */
static bool parse_entry_key(struct cel_parser *p, struct cel_entry *entry, bool message)
{
    const struct cel_token *t;

    entry->at = peek(p)->at;
    entry->optional = accept(p, CEL_TOKEN_QUESTION);
    if (entry->optional && !p->syntax->optionals)
        issue(p, entry->at, STR("unsupported syntax '?'"));
    if (!message) {
        entry->key = parse_expr(p);
        return entry->key != NULL;
    }
    if (!at(p, CEL_TOKEN_IDENT) && !at(p, CEL_TOKEN_ESCAPED)) {
        fail(p);
        return false;
    }
    t = take(p);
    entry->field = token_text(p, t);
    if (t->kind == CEL_TOKEN_ESCAPED)
        entry->field = str_slice(entry->field, 1, entry->field.len - 1);
    return true;
}

static struct cel_expr *parse_entries(struct cel_parser *p, struct cel_expr *e)
{
    size_t cap = 0;

    while (!p->failed && !at(p, CEL_TOKEN_RBRACE) && !at(p, CEL_TOKEN_COMMA)) {
        struct cel_entry entry = { 0 };
        if (!parse_entry_key(p, &entry, e->kind == CEL_EXPR_STRUCT))
            return NULL;
        entry.at = peek(p)->at;
        if (!expect(p, CEL_TOKEN_COLON) || !(entry.value = parse_expr(p)))
            return NULL;
        cel_expr_grow_over(e, entry.key);
        cel_expr_grow_over(e, entry.value);
        e->entries = arena_grow(p->arena, e->entries, e->count, &cap, sizeof(*e->entries));
        e->entries[e->count++] = entry;
        if (!at(p, CEL_TOKEN_COMMA))
            break;
        take(p);
        if (at(p, CEL_TOKEN_RBRACE))
            break;
        if (at(p, CEL_TOKEN_COMMA))
            p->failed = true;
    }
    if (e->count == 0)
        accept(p, CEL_TOKEN_COMMA);
    expect(p, CEL_TOKEN_RBRACE);
    return p->failed ? NULL : e;
}

/* Whether identifiers joined by dots and then a brace stand here: a message. */
static bool is_message(const struct cel_parser *p)
{
    size_t i = p->next;

    while (p->tokens.items[i].kind == CEL_TOKEN_IDENT) {
        if (p->tokens.items[i + 1].kind == CEL_TOKEN_LBRACE)
            return true;
        if (p->tokens.items[i + 1].kind != CEL_TOKEN_DOT)
            return false;
        i += 2;
    }
    return false;
}

static struct cel_expr *parse_message(struct cel_parser *p, bool dot)
{
    struct str name = dot ? STR(".") : STR("");
    struct cel_expr *e;

    while (at(p, CEL_TOKEN_IDENT) || at(p, CEL_TOKEN_DOT))
        name = ARENA_JOIN(p->arena, name, token_text(p, take(p)));
    e = cel_expr_new(p->arena, CEL_EXPR_STRUCT, peek(p)->at);
    e->name = name;
    take(p);
    return parse_entries(p, e);
}

static struct cel_expr *parse_name(struct cel_parser *p)
{
    uint32_t start = peek(p)->at;
    bool dot = accept(p, CEL_TOKEN_DOT), reserved;
    const struct cel_token *t;
    struct exprs args = { 0 };
    struct str name;

    if (!at(p, CEL_TOKEN_IDENT))
        return fail(p);
    if (is_message(p))
        return parse_message(p, dot);
    t = take(p);
    name = token_text(p, t);
    reserved = cel_is_reserved(name);
    if (dot)
        name = (struct str){ ARENA_JOIN(p->arena, STR("."), name).p, name.len + 1 };
    if (reserved)
        issue(p, start, ARENA_JOIN(p->arena, STR("reserved identifier: "), token_text(p, t)));
    if (at(p, CEL_TOKEN_LPAREN)) {
        uint32_t open = take(p)->at;
        if (!parse_args(p, &args))
            return NULL;
        return reserved ? cel_expr_ident(p->arena, t->at, name) : call_or_macro(p, open, name, NULL, &args);
    }
    return cel_expr_ident(p->arena, t->at, name);
}

static struct cel_expr *parse_int(struct cel_parser *p, uint32_t where, struct str text, bool negative,
                                  bool is_unsigned)
{
    char digits[64];
    char *end;
    unsigned long long n;
    bool hex = str_starts(text, STR("0x")), fits;
    struct cel_value v;

    if (is_unsigned)
        text.len--;
    if (hex)
        text = str_from(text, 2);
    while (text.len > 1 && text.p[0] == '0')
        text = str_from(text, 1);
    fits = text.len < sizeof(digits);
    snprintf(digits, sizeof(digits), "%.*s", STR_ARG(text));
    errno = 0;
    n = strtoull(digits, &end, hex ? 16 : 10);
    fits = fits && errno == 0 && (is_unsigned || n <= (unsigned long long)INT64_MAX + negative);
    if (!fits)
        issue(p, where, is_unsigned ? STR("invalid uint literal") : STR("invalid int literal"));
    v = is_unsigned ? cel_uint(n) : cel_int(negative ? (int64_t)(0 - n) : (int64_t)n);
    return cel_expr_literal(p->arena, where, fits ? v : cel_int(0));
}

static struct cel_expr *parse_double(struct cel_parser *p, uint32_t where, struct str text, bool negative)
{
    double d = 0;

    if (!number_float(text, &d))
        issue(p, where, STR("invalid double literal"));
    return cel_expr_literal(p->arena, where, cel_double(negative ? -d : d));
}

static struct cel_expr *parse_text(struct cel_parser *p, const struct cel_token *t)
{
    bool bytes = t->kind == CEL_TOKEN_BYTES;
    struct str s = STR(""), error;

    if (!cel_unquote(p->arena, str_from(token_text(p, t), bytes), bytes, &s, &error))
        issue(p, t->at, error);
    return cel_expr_literal(p->arena, t->at, bytes ? cel_bytes(s) : cel_string(s));
}

static struct cel_expr *parse_literal(struct cel_parser *p)
{
    uint32_t where = peek(p)->at;
    bool negative = accept(p, CEL_TOKEN_MINUS);
    const struct cel_token *t = take(p);

    switch (t->kind) {
    case CEL_TOKEN_INT:
        return parse_int(p, where, token_text(p, t), negative, false);
    case CEL_TOKEN_FLOAT:
        return parse_double(p, where, token_text(p, t), negative);
    case CEL_TOKEN_UINT:
        return parse_int(p, where, token_text(p, t), false, true);
    case CEL_TOKEN_STRING:
    case CEL_TOKEN_BYTES:
        return parse_text(p, t);
    case CEL_TOKEN_TRUE:
    case CEL_TOKEN_FALSE:
        return cel_expr_literal(p->arena, where, cel_bool(t->kind == CEL_TOKEN_TRUE));
    case CEL_TOKEN_NULL:
        return cel_expr_literal(p->arena, where, cel_null());
    default:
        return fail(p);
    }
}

static struct cel_expr *parse_primary(struct cel_parser *p)
{
    struct cel_expr *e;

    switch (peek(p)->kind) {
    case CEL_TOKEN_DOT:
    case CEL_TOKEN_IDENT:
        return parse_name(p);
    case CEL_TOKEN_LPAREN:
        take(p);
        e = parse_expr(p);
        return e && expect(p, CEL_TOKEN_RPAREN) ? e : NULL;
    case CEL_TOKEN_LBRACKET:
        return parse_list(p);
    case CEL_TOKEN_LBRACE:
        e = cel_expr_new(p->arena, CEL_EXPR_MAP, take(p)->at);
        return parse_entries(p, e);
    default:
        return parse_literal(p);
    }
}

/* ".name", ".?name" and ".name(...)" on e. */
static struct cel_expr *parse_member(struct cel_parser *p, struct cel_expr *e)
{
    uint32_t where = take(p)->at;
    bool optional = accept(p, CEL_TOKEN_QUESTION);
    const struct cel_token *t = peek(p);
    struct exprs args = { 0 };
    struct cel_expr *made;
    struct str name;

    if (t->kind != CEL_TOKEN_IDENT && t->kind != CEL_TOKEN_ESCAPED)
        return fail(p);
    take(p);
    name = token_text(p, t);
    if (!optional && t->kind == CEL_TOKEN_IDENT && at(p, CEL_TOKEN_LPAREN)) {
        uint32_t open = take(p)->at;
        return parse_args(p, &args) ? call_or_macro(p, open, name, e, &args) : NULL;
    }
    if (t->kind == CEL_TOKEN_ESCAPED) {
        name = str_slice(name, 1, name.len - 1);
        if (!p->syntax->escaped_names)
            issue(p, t->at, STR("unsupported syntax: '`'"));
    }
    if (optional) {
        if (!p->syntax->optionals)
            issue(p, where, STR("unsupported syntax '.?'"));
        return cel_expr_op(p->arena, where, STR("_?._"), e, cel_expr_literal(p->arena, t->at, cel_string(name)), NULL);
    }
    made = cel_expr_new(p->arena, CEL_EXPR_SELECT, where);
    made->operand = e;
    made->name = name;
    cel_expr_grow_over(made, e);
    return made;
}

static struct cel_expr *parse_index(struct cel_parser *p, struct cel_expr *e)
{
    uint32_t where = take(p)->at;
    bool optional = accept(p, CEL_TOKEN_QUESTION);
    struct cel_expr *index = parse_expr(p);

    if (!index || !expect(p, CEL_TOKEN_RBRACKET))
        return NULL;
    if (optional && !p->syntax->optionals)
        issue(p, where, STR("unsupported syntax '[?'"));
    return cel_expr_op(p->arena, where, optional ? STR("_[?_]") : STR("_[_]"), e, index, NULL);
}

/* A primary with the selections, calls and indexes on it. In cel-go a chain nests from its last link to its first. */
static struct cel_expr *parse_postfix(struct cel_parser *p)
{
    unsigned before = p->chain, links = 0;
    struct cel_expr *e;

    e = parse_primary(p);
    while (e && !p->failed && (at(p, CEL_TOKEN_DOT) || at(p, CEL_TOKEN_LBRACKET))) {
        if (++links + before > CEL_DEEPEST_EXPRESSION)
            return too_deep(p, "max recursion depth exceeded");
        p->chain = before + 1;
        e = at(p, CEL_TOKEN_DOT) ? parse_member(p, e) : parse_index(p, e);
        p->chain = before;
    }
    return e;
}

static struct cel_expr *parse_unary(struct cel_parser *p)
{
    enum cel_token_kind kind = peek(p)->kind;
    uint32_t where = peek(p)->at;
    struct cel_expr *e;
    size_t ops = 0;

    if (kind == CEL_TOKEN_MINUS) {
        enum cel_token_kind after = p->tokens.items[p->next + 1].kind;
        if (after == CEL_TOKEN_INT || after == CEL_TOKEN_FLOAT)
            return parse_postfix(p);
    } else if (kind != CEL_TOKEN_NOT) {
        return parse_postfix(p);
    }
    while (accept(p, kind))
        ops++;
    e = parse_postfix(p);
    if (!e || ops % 2 == 0)
        return e;
    return cel_expr_op(p->arena, where, kind == CEL_TOKEN_NOT ? STR("!_") : STR("-_"), e, NULL, NULL);
}

static const struct binary {
    uint8_t kind, level; /* 0: relations, 1: + and -, 2: * / % */
    struct str name;
} binaries[] = {
    { CEL_TOKEN_LT, 0, STR_INIT("_<_") },    { CEL_TOKEN_LE, 0, STR_INIT("_<=_") },
    { CEL_TOKEN_GE, 0, STR_INIT("_>=_") },   { CEL_TOKEN_GT, 0, STR_INIT("_>_") },
    { CEL_TOKEN_EQ, 0, STR_INIT("_==_") },   { CEL_TOKEN_NE, 0, STR_INIT("_!=_") },
    { CEL_TOKEN_IN, 0, STR_INIT("@in") },    { CEL_TOKEN_PLUS, 1, STR_INIT("_+_") },
    { CEL_TOKEN_MINUS, 1, STR_INIT("_-_") }, { CEL_TOKEN_STAR, 2, STR_INIT("_*_") },
    { CEL_TOKEN_SLASH, 2, STR_INIT("_/_") }, { CEL_TOKEN_PERCENT, 2, STR_INIT("_%_") },
};

static const struct binary *binary_at(const struct cel_parser *p, unsigned level)
{
    for (size_t i = 0; i < sizeof(binaries) / sizeof(*binaries); i++)
        if (binaries[i].kind == peek(p)->kind)
            return binaries[i].level == level ? &binaries[i] : NULL;
    return NULL;
}

/* Left-associative operators of one level. */
static struct cel_expr *parse_binary(struct cel_parser *p, unsigned level)
{
    unsigned *rule = level == 0 ? &p->relations : &p->calcs, before = p->chain, links = 0;
    const struct binary *b;
    struct cel_expr *e, *right;

    if (level > 2)
        return parse_unary(p);
    e = parse_binary(p, level + 1);
    while (e && !p->failed && (b = binary_at(p, level))) {
        uint32_t where = take(p)->at;
        if (++links + before > CEL_DEEPEST_EXPRESSION)
            return too_deep(p, "max recursion depth exceeded");
        if (*rule + 2 > CEL_DEEPEST_EXPRESSION)
            return nested_too_deep(p);
        ++*rule;
        p->chain = before + 1;
        right = parse_binary(p, level + 1);
        p->chain = before;
        --*rule;
        if (!right)
            return NULL;
        e = cel_expr_op(p->arena, where, b->name, e, right, NULL);
    }
    return e;
}

/* Terms from lo to hi + 1 with the operators between them, as a tree of least height (cel-go's balancer). */
static struct cel_expr *balance(struct cel_parser *p, struct str name, struct exprs *terms, const uint32_t *ops,
                                size_t lo, size_t hi)
{
    size_t mid = (lo + hi + 1) / 2;
    struct cel_expr *left = mid == lo ? terms->items[mid] : balance(p, name, terms, ops, lo, mid - 1);
    struct cel_expr *right = mid == hi ? terms->items[mid + 1] : balance(p, name, terms, ops, mid + 1, hi);

    return cel_expr_op(p->arena, ops[mid], name, left, right, NULL);
}

/* Terms joined by && (or || with and below it). */
static struct cel_expr *parse_logic(struct cel_parser *p, bool or)
{
    enum cel_token_kind kind = or ? CEL_TOKEN_OR : CEL_TOKEN_AND;
    struct cel_expr *e = or ? parse_logic(p, false) : parse_binary(p, 0);
    struct exprs terms = { 0 };
    uint32_t *ops = NULL;
    size_t cap = 0;

    if (!e || !at(p, kind))
        return e;
    push(p, &terms, e);
    while (at(p, kind)) {
        ops = arena_grow(p->arena, ops, terms.count - 1, &cap, sizeof(*ops));
        ops[terms.count - 1] = take(p)->at;
        e = or ? parse_logic(p, false) : parse_binary(p, 0);
        if (!e)
            return NULL;
        push(p, &terms, e);
    }
    return balance(p, or ? STR("_||_") : STR("_&&_"), &terms, ops, 0, terms.count - 2);
}

static struct cel_expr *parse_conditional(struct cel_parser *p)
{
    struct cel_expr *e, *yes, *no;
    unsigned before = p->chain;
    uint32_t where;

    e = parse_logic(p, true);
    if (!e || !at(p, CEL_TOKEN_QUESTION))
        return e;
    where = take(p)->at;
    if (!enter_chain(p) || !(yes = parse_logic(p, true)) || !expect(p, CEL_TOKEN_COLON) || !(no = parse_expr(p)))
        return NULL;
    p->chain = before;
    return cel_expr_op(p->arena, where, STR("_?_:_"), e, yes, no);
}

static struct cel_expr *parse_expr(struct cel_parser *p)
{
    unsigned relations = p->relations, calcs = p->calcs;
    struct cel_expr *e = NULL;

    if (p->failed)
        return NULL;
    if (++p->exprs > CEL_DEEPEST_EXPRESSION || ++p->relations > CEL_DEEPEST_EXPRESSION ||
        ++p->calcs > CEL_DEEPEST_EXPRESSION)
        nested_too_deep(p);
    else
        e = parse_conditional(p);
    p->exprs--;
    p->relations = relations;
    p->calcs = calcs;
    return e;
}

struct cel_expr *cel_parse(struct arena *a, struct str text, const struct cel_syntax *syntax, struct cel_issues *issues)
{
    struct cel_parser p = { .arena = a, .text = text, .issues = issues, .syntax = syntax };
    size_t points = text.len > CEL_MOST_CODE_POINTS ? utf8_count(text) : text.len;
    struct cel_expr *e;
    bool clean;

    issues->stage = CEL_STAGE_PARSE;
    if (points > CEL_MOST_CODE_POINTS) {
        cel_issue_addf(issues, a, text, CEL_NOWHERE, "expression code point size exceeds limit: size: %zu, limit %d",
                       points, CEL_MOST_CODE_POINTS);
        return NULL;
    }
    clean = cel_lex(&p.tokens, a, text, issues);
    e = parse_expr(&p);
    if (!p.stopped && (!e || !at(&p, CEL_TOKEN_END)))
        p.failed = true;
    if (p.failed && !p.stopped)
        cel_diagnose(&p);
    if (clean && !p.failed && issues->count == 0)
        return e;
    cel_issues_sort(issues);
    return NULL;
}
