/* What the author may have meant. */
#include "jsonschema/run.h"

enum { MOST_LETTERS = 64 };

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static size_t least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Insertions, deletions, replacements and swaps of neighbours that turn a into b, whatever the case of
 * letters. */
static size_t edits(struct str a, struct str b)
{
    size_t row[3][MOST_LETTERS + 1];

    for (size_t j = 0; j <= b.len; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = lower(a.p[i - 1]) == lower(b.p[j - 1]);
            now[j] = least_of(least_of(last[j], now[j - 1]) + 1, last[j - 1] + !same);
            if (i > 1 && j > 1 && lower(a.p[i - 1]) == lower(b.p[j - 2]) && lower(a.p[i - 2]) == lower(b.p[j - 1]))
                now[j] = least_of(now[j], before[j - 2] + 1);
        }
    }
    return row[a.len % 3][b.len];
}

/* The best candidate so far. */
struct guess {
    struct str written, best;
    size_t distance;
};

static void consider(struct guess *g, struct str candidate)
{
    size_t allowed = g->written.len < 3 ? 0 : g->written.len < 6 ? 1 : g->written.len < 12 ? 2 : 3, n;

    if (candidate.len > MOST_LETTERS || g->written.len > MOST_LETTERS || candidate.len > g->written.len + allowed ||
        g->written.len > candidate.len + allowed)
        return;
    n = edits(g->written, candidate);
    if (n <= allowed && (!g->best.p || n < g->distance)) {
        g->best = candidate;
        g->distance = n;
    }
}

static bool consider_property(void *guess, struct str key, uint32_t subschema, bool required)
{
    (void)subschema;
    (void)required;
    consider(guess, key);
    return true;
}

static struct str hint_key(const struct run *r, const struct finding *f)
{
    struct guess g = { .written = node_text(f->at) };

    schema_each_property(r->schema, f->schema, consider_property, &g);
    return g.best.p ? arena_printf(r->arena, "did you mean \"%.*s\"?", STR_ARG(g.best)) : STR("");
}

static void consider_choices(struct guess *g, const struct subschema *s)
{
    for (size_t i = 0; i < 2 && s->choices[i]; i++)
        for (uint32_t j = 0; j < s->choices[i]->strings.count; j++)
            consider(g, s->choices[i]->strings.keys[j]);
}

static struct str hint_choice(const struct run *r, const struct finding *f)
{
    const struct id_list *forms = f->choice != SCHEMA_NONE && f->form == 0 ? finding_forms(r, f) : NULL;
    struct guess g = { .written = node_text(f->instance) };

    if (value_kind(f->instance) != NODE_STRING)
        return STR("");
    consider_choices(&g, &r->schema->subschemas[f->schema]);
    for (size_t i = 0; forms && i < forms->count; i++) {
        uint32_t property = schema_property(r->schema, forms->ids[i], node_text(f->key));
        if (property != SCHEMA_NONE)
            consider_choices(&g, &r->schema->subschemas[property]);
    }
    return g.best.p ? arena_printf(r->arena, "did you mean \"%.*s\"?", STR_ARG(g.best)) : STR("");
}

/* Whether quotes around the value are all that is wrong with it. */
static bool is_quoted(const struct node *n, uint8_t kinds)
{
    struct str text = node_text(n);
    struct decimal d;

    if (n->kind != NODE_STRING || (n->style != STYLE_SINGLE && n->style != STYLE_DOUBLE))
        return false;
    if (kinds & 1 << NODE_BOOL && (str_eq(text, STR("true")) || str_eq(text, STR("false"))))
        return true;
    return decimal_read(text, &d) && (kinds & 1 << NODE_FLOAT || (kinds & 1 << NODE_INT && decimal_is_whole(&d)));
}

static struct str hint_type(const struct run *r, const struct finding *f)
{
    const struct node *n = f->instance;
    uint8_t kinds = r->schema->subschemas[f->schema].kinds;

    if (kinds & 1 << NODE_STRING && n->kind < NODE_STRING && n->kind != NODE_NULL)
        return STR("put it in quotes to make it a string");
    if (is_quoted(n, kinds))
        return STR("take away the quotes");
    if (kinds == 1 << NODE_SEQUENCE && n->kind != NODE_NULL)
        return STR("write it as a list, even for one");
    return STR("");
}

/* Which alternative the author is taken to have meant. */
static struct str hint_form(const struct run *r, const struct finding *f)
{
    const struct id_list *forms = finding_forms(r, f);
    const struct node *title = schema_keyword(r->schema, forms->ids[f->form - 1], STR("title"));

    if (forms->count < 2)
        return STR("");
    if (node_kind(title) == NODE_STRING)
        return arena_printf(r->arena, "judged as \"%.*s\", the closest of the %zu forms allowed here",
                            STR_ARG(node_text(title)), forms->count);
    return arena_printf(r->arena, "judged as form %u, the closest of the %zu allowed here", (unsigned)f->form,
                        forms->count);
}

struct str schema_hint_write(const struct run *r, const struct finding *f)
{
    struct str hint = STR("");

    if (f->keyword == KEYWORD_ADDITIONAL_PROPERTIES || f->keyword == KEYWORD_UNEVALUATED_PROPERTIES)
        hint = hint_key(r, f);
    else if (f->keyword == KEYWORD_ENUM || f->keyword == KEYWORD_CONST)
        hint = hint_choice(r, f);
    else if (f->keyword == KEYWORD_TYPE && !(f->instance->flags & FLAG_KEY))
        hint = hint_type(r, f);
    if (hint.len == 0 && f->choice != SCHEMA_NONE && f->form)
        hint = hint_form(r, f);
    return hint;
}
