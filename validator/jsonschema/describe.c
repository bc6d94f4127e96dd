/* Short words for values and for what subschemas allow. */
#include "base/buf.h"
#include "base/utf8.h"
#include "jsonschema/run.h"
#include "syntax/json/value.h"

enum { MOST_CHARACTERS = 60, MOST_NODES = 16, MOST_LISTED = 12, LEVELS = 6 };

static void put_quoted(struct buf *out, struct str s)
{
    size_t at = 0, width;

    for (int n = 0; at < s.len && n < MOST_CHARACTERS; n++, at += width)
        utf8_decode(str_from(s, at), &width);
    json_print(json_of(str_slice(s, 0, at)), 0, out);
    if (at < s.len) {
        out->len--;
        buf_put(out, STR("...\""));
    }
}

/* Small, and without aliases, which can make a value of any size. */
static bool is_brief(const struct node *n)
{
    if (n->span > MOST_NODES)
        return false;
    for (uint32_t i = 0; i < n->span; i++)
        if (n[i].kind == NODE_ALIAS)
            return false;
    return true;
}

/* As JSON, with every digit that was written. Only ever MOST_NODES deep. */
static void put_brief(struct buf *out, const struct node *n)
{
    bool list = n->kind == NODE_SEQUENCE;
    const struct node *one = list ? node_first(n) : node_first_key(n);

    if (n->kind < NODE_SEQUENCE) {
        if (n->kind == NODE_STRING || n->flags & FLAG_KEY)
            json_print(json_of(node_text(n)), 0, out);
        else
            buf_put(out, n->kind == NODE_NULL ? STR("null") : node_text(n));
        return;
    }
    buf_char(out, list ? '[' : '{');
    for (bool first = true; one; one = list ? node_next(n, one) : node_next_key(n, one), first = false) {
        if (!first)
            buf_char(out, ',');
        put_brief(out, one);
        if (!list) {
            buf_char(out, ':');
            put_brief(out, node_pair_value(one));
        }
    }
    buf_char(out, list ? ']' : '}');
}

void describe_value(struct buf *out, const struct node *n)
{
    enum node_kind kind;

    n = node_value(n);
    kind = value_kind(n);
    if (kind == NODE_STRING)
        put_quoted(out, node_text(n));
    else if (kind < NODE_SEQUENCE)
        buf_put(out, node_text(n));
    else if (is_brief(n))
        put_brief(out, n);
    else
        buf_put(out, kind == NODE_SEQUENCE ? STR("a certain list") : STR("a certain mapping"));
}

void describe_found(struct buf *out, const struct node *n)
{
    static const char *const words[] = { [NODE_NULL] = "",
                                         [NODE_BOOL] = "the boolean ",
                                         [NODE_INT] = "the number ",
                                         [NODE_FLOAT] = "the number ",
                                         [NODE_STRING] = "the string " };
    enum node_kind kind = value_kind(n);

    if (kind == NODE_NULL) {
        buf_put(out, STR("null"));
    } else if (kind < NODE_SEQUENCE) {
        buf_put(out, str_c(words[kind]));
        describe_value(out, n);
    } else {
        buf_printf(out, "%s %s", n->len ? "a" : "an empty", kind == NODE_SEQUENCE ? "list" : "mapping");
    }
}

/* What a set of subschemas allows, as far as few words can say it. */
struct allowance {
    uint8_t kinds;
    bool other; /* something that few words can't say */
    struct {
        struct str string;
        const struct node *node; /* NULL: the value is the string */
    } values[MOST_LISTED];
    size_t value_count; /* those past MOST_LISTED are only counted */
};

static void allow_value(struct allowance *a, struct str string, const struct node *node)
{
    for (size_t i = 0; i < a->value_count && i < MOST_LISTED && !node; i++)
        if (!a->values[i].node && str_eq(a->values[i].string, string))
            return;
    if (a->value_count < MOST_LISTED) {
        a->values[a->value_count].string = string;
        a->values[a->value_count].node = node;
    }
    a->value_count++;
}

static void allow_choice(struct allowance *a, const struct choice_part *p)
{
    for (uint32_t i = 0; i < p->strings.count; i++)
        allow_value(a, p->strings.keys[i], NULL);
    for (size_t i = 0; i < p->other_count; i++)
        allow_value(a, STR(""), p->others[i]);
}

static void allow(struct allowance *a, const struct schema *s, uint32_t id, int levels);

static void allow_logic(struct allowance *a, const struct schema *s, const struct logic_part *l, int levels)
{
    const struct id_list *list = l->has_any ? &l->any : l->has_one ? &l->one : &l->all;

    if (l->ref != SCHEMA_NONE) {
        allow(a, s, l->ref, levels);
        return;
    }
    a->other |= list->count == 0 || (list == &l->all && list->count > 1);
    for (size_t i = 0; i < list->count && !a->other; i++)
        allow(a, s, list->ids[i], levels);
}

static void allow(struct allowance *a, const struct schema *s, uint32_t id, int levels)
{
    const struct subschema *sub = &s->subschemas[id];

    if (sub->verdict == SUBSCHEMA_FALSE)
        return;
    if (sub->choices[0])
        allow_choice(a, sub->choices[0]);
    else if (sub->verdict == SUBSCHEMA_ASKS && sub->kinds != (1 << NODE_ALIAS) - 1)
        a->kinds |= sub->kinds;
    else if (sub->logic && levels > 0)
        allow_logic(a, s, sub->logic, levels - 1);
    else
        a->other = true;
}

/* Writes "a, b or c" piece by piece. */
struct listing {
    struct buf *out;
    size_t count, total;
};

static void list_next(struct listing *l)
{
    if (l->count)
        buf_put(l->out, l->count + 1 == l->total ? STR(" or ") : STR(", "));
    l->count++;
}

static const struct {
    uint8_t kind;
    const char *words;
} kind_words[] = {
    { 1 << NODE_STRING, "a string" },    { 1 << NODE_FLOAT, "a number" },  { 1 << NODE_INT, "an integer" },
    { 1 << NODE_BOOL, "true or false" }, { 1 << NODE_SEQUENCE, "a list" }, { 1 << NODE_MAPPING, "a mapping" },
    { 1 << NODE_NULL, "null" },
};

static void list_kinds(struct listing *l, uint8_t kinds)
{
    for (size_t i = 0; i < COUNT_OF(kind_words); i++)
        if (kinds & kind_words[i].kind) {
            list_next(l);
            buf_put(l->out, str_c(kind_words[i].words));
        }
}

static void list_values(struct listing *l, const struct allowance *a)
{
    for (size_t i = 0; i < a->value_count && i < MOST_LISTED; i++) {
        list_next(l);
        if (a->values[i].node)
            describe_value(l->out, a->values[i].node);
        else
            put_quoted(l->out, a->values[i].string);
    }
    if (a->value_count > MOST_LISTED) {
        list_next(l);
        buf_printf(l->out, "%zu more", a->value_count - MOST_LISTED);
    }
}

static void write_allowance(struct buf *out, struct allowance *a)
{
    struct listing l = { .out = out };

    /* Integers are numbers. */
    if (a->kinds & 1 << NODE_FLOAT)
        a->kinds &= (uint8_t) ~(1 << NODE_INT);
    l.total = (size_t)__builtin_popcount(a->kinds) + (a->value_count > MOST_LISTED ? MOST_LISTED + 1 : a->value_count);
    list_kinds(&l, a->kinds);
    list_values(&l, a);
}

void describe_kinds(struct buf *out, uint8_t kinds)
{
    struct allowance a = { .kinds = kinds };

    write_allowance(out, &a);
}

void describe_choice(struct buf *out, const struct choice_part *p)
{
    struct allowance a = { 0 };

    allow_choice(&a, p);
    write_allowance(out, &a);
}

bool describe_allowed(struct buf *out, const struct schema *s, const uint32_t *ids, size_t count)
{
    struct allowance a = { 0 };

    for (size_t i = 0; i < count; i++)
        allow(&a, s, ids[i], LEVELS);
    if (a.other || (a.kinds == 0 && a.value_count == 0))
        return false;
    write_allowance(out, &a);
    return true;
}
