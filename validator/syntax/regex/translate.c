#include "syntax/regex/translate.h"

#include "base/utf8.h"
#include "syntax/regex/unicode_table.h"

#include <stdlib.h>

/* PCRE2 makes at most 64 KiB of a pattern, and never that much less than the text is long. */
enum { SURROGATE_FIRST = 0xD800, SURROGATE_LAST = 0xDFFF, LONGEST = 512 * 1024 };

/* What never matches. */
#define NOTHING STR("(?!)")

bool regex_translatable(const struct regex_node *n)
{
    bool endless = n->op == RE_STAR || n->op == RE_PLUS || (n->op == RE_REPEAT && n->max < 0);

    if (n->op < RE_CAPTURE || (n->op == RE_REPEAT && n->max == 0))
        return true;
    if (endless && n->kids[0]->nullable)
        return false;
    for (size_t i = 0; i < n->count; i++)
        if (!regex_translatable(n->kids[i]))
            return false;
    return true;
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_surrogate(uint32_t c)
{
    return c >= SURROGATE_FIRST && c <= SURROGATE_LAST;
}

static void put_rune(struct buf *out, uint32_t c)
{
    char bytes[4];

    if (is_letter(c) || (c >= '0' && c <= '9') || c == '_')
        buf_char(out, (char)c);
    else if (c > ' ' && c < 0x7F)
        buf_printf(out, "\\%c", (char)c);
    else if (c < 0x80)
        buf_printf(out, "\\x{%x}", (unsigned)c);
    else
        buf_put(out, (struct str){ bytes, utf8_encode(c, bytes) });
}

/* No text holds a surrogate, and PCRE2 does not let a pattern name one. */
static void put_range(struct buf *out, uint32_t lo, uint32_t hi)
{
    if (lo < SURROGATE_FIRST && hi >= SURROGATE_FIRST) {
        put_range(out, lo, SURROGATE_FIRST - 1);
        lo = SURROGATE_FIRST;
    }
    if (is_surrogate(lo))
        lo = SURROGATE_LAST + 1;
    if (is_surrogate(hi))
        hi = SURROGATE_FIRST - 1;
    if (lo > hi)
        return;
    put_rune(out, lo);
    if (lo == hi)
        return;
    if (hi > lo + 1)
        buf_char(out, '-');
    put_rune(out, hi);
}

static bool only_surrogates(const struct rune_range *r, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!is_surrogate(r[i].lo) || !is_surrogate(r[i].hi))
            return false;
    return true;
}

/* Whether nothing but surrogates is missing. */
static bool has_all(const struct rune_range *r, size_t count)
{
    if (count == 0 || r[0].lo != 0 || r[count - 1].hi != RUNE_MAX)
        return false;
    for (size_t i = 1; i < count; i++)
        if (!is_surrogate(r[i - 1].hi + 1) || !is_surrogate(r[i].lo - 1))
            return false;
    return true;
}

static void put_class(struct buf *out, const struct rune_range *r, size_t count)
{
    bool wide = count > 1 && r[0].lo == 0 && r[count - 1].hi == RUNE_MAX;

    if (only_surrogates(r, count)) {
        buf_put(out, NOTHING);
        return;
    }
    if (has_all(r, count)) {
        buf_put(out, STR("(?s:.)"));
        return;
    }
    buf_put(out, wide ? STR("[^") : STR("["));
    for (size_t i = 0; i + wide < count; i++) {
        if (wide)
            put_range(out, r[i].hi + 1, r[i + 1].lo - 1);
        else
            put_range(out, r[i].lo, r[i].hi);
    }
    buf_char(out, ']');
}

static void put_folded(struct buf *out, uint32_t rune, int go_minor)
{
    buf_char(out, '[');
    put_range(out, rune, rune);
    for (uint32_t f = unicode_fold_next(rune, go_minor); f != rune; f = unicode_fold_next(f, go_minor))
        put_range(out, f, f);
    buf_char(out, ']');
}

/* One rune of a literal; ASCII letters are folded by (?i) around them. */
static void put_literal_rune(struct buf *out, uint32_t rune, bool fold, int go_minor)
{
    if (is_surrogate(rune))
        buf_put(out, NOTHING);
    else if (fold && !is_letter(rune) && unicode_fold_next(rune, go_minor) != rune)
        put_folded(out, rune, go_minor);
    else
        put_rune(out, rune);
}

/* Folding of ASCII letters has always been the same everywhere, U+017F and U+212A included. */
static void put_literal(struct buf *out, const struct regex_node *n, int go_minor)
{
    bool letters = false;

    for (size_t i = 0; i < n->count; i++) {
        bool letter = n->fold && is_letter(n->runes[i]);
        if (letter != letters)
            buf_put(out, letter ? STR("(?i:") : STR(")"));
        letters = letter;
        put_literal_rune(out, n->runes[i], n->fold, go_minor);
    }
    if (letters)
        buf_char(out, ')');
}

static bool is_atom(const struct regex_node *n)
{
    return n->op == RE_CAPTURE || n->op == RE_ANY || n->op == RE_ANY_LINE ||
           (n->op == RE_CLASS && !only_surrogates(n->ranges, n->count)) ||
           (n->op == RE_LITERAL && n->count == 1 && !is_surrogate(n->runes[0]));
}

static void put_grouped(struct buf *out, const struct regex_node *n, bool grouped, int go_minor)
{
    if (grouped)
        buf_put(out, STR("(?:"));
    regex_translate(out, n, go_minor);
    if (grouped)
        buf_char(out, ')');
}

static void put_counts(struct buf *out, const struct regex_node *n)
{
    if (n->max == n->min)
        buf_printf(out, "{%d}", n->min);
    else if (n->max < 0)
        buf_printf(out, "{%d,}", n->min);
    else
        buf_printf(out, "{%d,%d}", n->min, n->max);
}

static void put_empty_groups(struct buf *out, const struct regex_node *n)
{
    if (n->op == RE_CAPTURE)
        buf_put(out, STR("()"));
    for (size_t i = 0; n->op >= RE_CAPTURE && i < n->count; i++)
        put_empty_groups(out, n->kids[i]);
}

/* x{0}: nothing but the numbers of its groups. PCRE2 10.42 would look for text that x needs. */
static void put_hidden(struct buf *out, const struct regex_node *n)
{
    buf_put(out, STR("(?:"));
    put_empty_groups(out, n);
    buf_put(out, STR("){0}"));
}

static void put_repeated(struct buf *out, const struct regex_node *n, int go_minor)
{
    if (n->op == RE_REPEAT && n->max == 0) {
        put_hidden(out, n->kids[0]);
        return;
    }
    put_grouped(out, n->kids[0], !is_atom(n->kids[0]), go_minor);
    if (n->op == RE_REPEAT)
        put_counts(out, n);
    else
        buf_char(out, n->op == RE_STAR ? '*' : n->op == RE_PLUS ? '+' : '?');
    if (n->lazy)
        buf_char(out, '?');
}

static void put_kids(struct buf *out, const struct regex_node *n, int go_minor)
{
    for (size_t i = 0; i < n->count; i++) {
        if (i > 0 && n->op == RE_ALTERNATE)
            buf_char(out, '|');
        put_grouped(out, n->kids[i], n->kids[i]->op == RE_ALTERNATE, go_minor);
    }
}

void regex_translate(struct buf *out, const struct regex_node *n, int go_minor)
{
    static const char *const fixed[] = {
        [RE_ANY_LINE] = ".", [RE_ANY] = "(?s:.)",        [RE_BEGIN_LINE] = "^",
        [RE_END_LINE] = "$", [RE_BEGIN_TEXT] = "\\A",    [RE_END_TEXT] = "\\z",
        [RE_EMPTY] = "",     [RE_WORD_BOUNDARY] = "\\b", [RE_NO_WORD_BOUNDARY] = "\\B",
    };

    if (out->len > LONGEST)
        return;
    switch (n->op) {
    case RE_LITERAL:
        put_literal(out, n, go_minor);
        return;
    case RE_CLASS:
        put_class(out, n->ranges, n->count);
        return;
    case RE_CAPTURE:
        buf_char(out, '(');
        put_grouped(out, n->kids[0], false, go_minor);
        buf_char(out, ')');
        return;
    case RE_STAR:
    case RE_PLUS:
    case RE_QUEST:
    case RE_REPEAT:
        put_repeated(out, n, go_minor);
        return;
    case RE_CONCAT:
    case RE_ALTERNATE:
        put_kids(out, n, go_minor);
        return;
    default:
        buf_put(out, str_c(fixed[n->op]));
    }
}

pcre2_code *regex_pcre2_compile(const struct regex_node *n, int go_minor, int *error)
{
    uint32_t options = PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_MULTILINE | PCRE2_ALT_CIRCUMFLEX;
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    pcre2_code *code;
    struct buf text = { 0 };
    PCRE2_SIZE offset;

    if (!context)
        abort();
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    regex_translate(&text, n, go_minor);
    *error = PCRE2_ERROR_PATTERN_TOO_LARGE;
    code = text.len > LONGEST
               ? NULL
               : pcre2_compile((PCRE2_SPTR)(text.len ? text.p : ""), text.len, options, error, &offset, context);
    pcre2_compile_context_free(context);
    buf_free(&text);
    return code;
}
