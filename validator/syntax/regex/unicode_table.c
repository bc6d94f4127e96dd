#include "syntax/regex/unicode_table.h"

#include "syntax/regex/unicode_data.h"

#include <string.h>

/* Go 1.21 moved from Unicode 13 to 15. */
static bool is_old(int go_minor)
{
    return go_minor < 21;
}

static bool is_loose(int go_minor)
{
    return go_minor >= 25;
}

#define IN(category) (1u << (category))
#define LETTERS_CASED (IN(UNICODE_LU) | IN(UNICODE_LL) | IN(UNICODE_LT))
#define LETTERS (LETTERS_CASED | IN(UNICODE_LM) | IN(UNICODE_LO))
#define MARKS (IN(UNICODE_MN) | IN(UNICODE_ME) | IN(UNICODE_MC))
#define NUMBERS (IN(UNICODE_ND) | IN(UNICODE_NL) | IN(UNICODE_NO))
#define SEPARATORS (IN(UNICODE_ZS) | IN(UNICODE_ZL) | IN(UNICODE_ZP))
#define OTHERS (IN(UNICODE_CC) | IN(UNICODE_CF) | IN(UNICODE_CO) | IN(UNICODE_CS))
#define PUNCTUATION                                                                                                    \
    (IN(UNICODE_PD) | IN(UNICODE_PS) | IN(UNICODE_PE) | IN(UNICODE_PC) | IN(UNICODE_PO) | IN(UNICODE_PI) |             \
     IN(UNICODE_PF))
#define SYMBOLS (IN(UNICODE_SM) | IN(UNICODE_SC) | IN(UNICODE_SK) | IN(UNICODE_SO))

struct category_name {
    const char *name;
    const char *aliases[2];
    uint32_t set;
    int since; /* Go minor version that has the name */
};

/* Go's unicode.Categories and, since 1.25, unicode.CategoryAliases. */
static const struct category_name category_names[] = {
    { "C", { "Other", NULL }, OTHERS, 0 },
    { "Cc", { "Control", "cntrl" }, IN(UNICODE_CC), 0 },
    { "Cf", { "Format", NULL }, IN(UNICODE_CF), 0 },
    { "Cn", { "Unassigned", NULL }, IN(UNICODE_CN), 25 },
    { "Co", { "Private_Use", NULL }, IN(UNICODE_CO), 0 },
    { "Cs", { "Surrogate", NULL }, IN(UNICODE_CS), 0 },
    { "L", { "Letter", NULL }, LETTERS, 0 },
    { "LC", { "Cased_Letter", NULL }, LETTERS_CASED, 25 },
    { "Ll", { "Lowercase_Letter", NULL }, IN(UNICODE_LL), 0 },
    { "Lm", { "Modifier_Letter", NULL }, IN(UNICODE_LM), 0 },
    { "Lo", { "Other_Letter", NULL }, IN(UNICODE_LO), 0 },
    { "Lt", { "Titlecase_Letter", NULL }, IN(UNICODE_LT), 0 },
    { "Lu", { "Uppercase_Letter", NULL }, IN(UNICODE_LU), 0 },
    { "M", { "Mark", "Combining_Mark" }, MARKS, 0 },
    { "Mc", { "Spacing_Mark", NULL }, IN(UNICODE_MC), 0 },
    { "Me", { "Enclosing_Mark", NULL }, IN(UNICODE_ME), 0 },
    { "Mn", { "Nonspacing_Mark", NULL }, IN(UNICODE_MN), 0 },
    { "N", { "Number", NULL }, NUMBERS, 0 },
    { "Nd", { "Decimal_Number", "digit" }, IN(UNICODE_ND), 0 },
    { "Nl", { "Letter_Number", NULL }, IN(UNICODE_NL), 0 },
    { "No", { "Other_Number", NULL }, IN(UNICODE_NO), 0 },
    { "P", { "Punctuation", "punct" }, PUNCTUATION, 0 },
    { "Pc", { "Connector_Punctuation", NULL }, IN(UNICODE_PC), 0 },
    { "Pd", { "Dash_Punctuation", NULL }, IN(UNICODE_PD), 0 },
    { "Pe", { "Close_Punctuation", NULL }, IN(UNICODE_PE), 0 },
    { "Pf", { "Final_Punctuation", NULL }, IN(UNICODE_PF), 0 },
    { "Pi", { "Initial_Punctuation", NULL }, IN(UNICODE_PI), 0 },
    { "Po", { "Other_Punctuation", NULL }, IN(UNICODE_PO), 0 },
    { "Ps", { "Open_Punctuation", NULL }, IN(UNICODE_PS), 0 },
    { "S", { "Symbol", NULL }, SYMBOLS, 0 },
    { "Sc", { "Currency_Symbol", NULL }, IN(UNICODE_SC), 0 },
    { "Sk", { "Modifier_Symbol", NULL }, IN(UNICODE_SK), 0 },
    { "Sm", { "Math_Symbol", NULL }, IN(UNICODE_SM), 0 },
    { "So", { "Other_Symbol", NULL }, IN(UNICODE_SO), 0 },
    { "Z", { "Separator", NULL }, SEPARATORS, 0 },
    { "Zl", { "Line_Separator", NULL }, IN(UNICODE_ZL), 0 },
    { "Zp", { "Paragraph_Separator", NULL }, IN(UNICODE_ZP), 0 },
    { "Zs", { "Space_Separator", NULL }, IN(UNICODE_ZS), 0 },
};

static const char *const scripts_since_14[] = {
    "Cypro_Minoan", "Kawi", "Nag_Mundari", "Old_Uyghur", "Tangsa", "Toto", "Vithkuqi",
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_filler(char c)
{
    return c == '_' || c == '-' || c == ' ';
}

/* Equal when letter case, blanks, '_' and '-' are ignored. */
static bool loosely_equal(struct str a, const char *b)
{
    size_t i = 0;

    for (;;) {
        while (i < a.len && is_filler(a.p[i]))
            i++;
        while (*b && is_filler(*b))
            b++;
        if (i == a.len || !*b)
            return i == a.len && !*b;
        if (lower(a.p[i++]) != lower(*b++))
            return false;
    }
}

static bool names(struct str written, const char *name, int go_minor)
{
    return is_loose(go_minor) ? loosely_equal(written, name) : str_eq(written, str_c(name));
}

/* Adds lo to hi, for an old version without what later versions of Unicode added. */
static void add_assigned(struct rune_class *c, uint32_t lo, uint32_t hi, bool old)
{
    for (size_t i = 0; old && i < unicode_since_14_count && lo <= hi; i++) {
        const struct rune_range *added = &unicode_since_14[i];
        if (added->hi < lo)
            continue;
        if (added->lo > hi)
            break;
        if (added->lo > lo)
            rune_class_add(c, lo, added->lo - 1);
        lo = added->hi + 1;
    }
    if (lo <= hi)
        rune_class_add(c, lo, hi);
}

/* The last code point of run i. */
static uint32_t run_end(const uint32_t *runs, size_t count, size_t i)
{
    return i + 1 < count ? (runs[i + 1] >> 8) - 1 : RUNE_MAX;
}

static void take_out(struct rune_class *c, uint32_t rune)
{
    struct rune_class rest = { .arena = c->arena };

    for (size_t i = 0; i < c->count; i++) {
        struct rune_range r = c->ranges[i];
        if (rune < r.lo || rune > r.hi) {
            rune_class_add(&rest, r.lo, r.hi);
            continue;
        }
        if (r.lo < rune)
            rune_class_add(&rest, r.lo, rune - 1);
        if (r.hi > rune)
            rune_class_add(&rest, rune + 1, r.hi);
    }
    *c = rest;
}

static void add_categories(struct rune_class *c, uint32_t set, int go_minor)
{
    bool old = is_old(go_minor);

    for (size_t i = 0; i < unicode_categories_count; i++)
        if (set >> (unicode_categories[i] & 0xFF) & 1)
            add_assigned(c, unicode_categories[i] >> 8, run_end(unicode_categories, unicode_categories_count, i), old);
    /* U+1734 became a spacing mark in Unicode 14. */
    if (old && (set & MARKS) == IN(UNICODE_MC))
        take_out(c, 0x1734);
    if (old && (set & MARKS) == IN(UNICODE_MN))
        rune_class_add(c, 0x1734, 0x1734);
    rune_class_clean(c);
}

static void add_script(struct rune_class *c, size_t script, int go_minor)
{
    bool old = is_old(go_minor);
    const char *name = unicode_script_names[script];

    for (size_t i = 0; i < unicode_scripts_count; i++)
        if ((unicode_scripts[i] & 0xFF) == script)
            add_assigned(c, unicode_scripts[i] >> 8, run_end(unicode_scripts, unicode_scripts_count, i), old);
    /* U+16FE2 and U+16FE3 went from Common to Han in Unicode 15. */
    if (old && strcmp(name, "Common") == 0)
        rune_class_add(c, 0x16FE2, 0x16FE3);
    rune_class_clean(c);
    for (uint32_t rune = 0x16FE2; old && strcmp(name, "Han") == 0 && rune <= 0x16FE3; rune++)
        take_out(c, rune);
}

static bool category_class(struct rune_class *c, struct str name, int go_minor)
{
    for (size_t i = 0; i < COUNT_OF(category_names); i++) {
        const struct category_name *k = &category_names[i];
        bool named = go_minor >= k->since && names(name, k->name, go_minor);
        for (int j = 0; j < 2 && k->aliases[j] && is_loose(go_minor); j++)
            named = named || loosely_equal(name, k->aliases[j]);
        if (!named)
            continue;
        /* Go 1.25 put the unassigned ones into C, where Unicode has them. */
        add_categories(c, k->set == OTHERS && is_loose(go_minor) ? OTHERS | IN(UNICODE_CN) : k->set, go_minor);
        return true;
    }
    return false;
}

static bool script_known(const char *name, int go_minor)
{
    if (strcmp(name, "Unknown") == 0)
        return false;
    for (size_t i = 0; is_old(go_minor) && i < COUNT_OF(scripts_since_14); i++)
        if (strcmp(name, scripts_since_14[i]) == 0)
            return false;
    return true;
}

static bool script_class(struct rune_class *c, struct str name, int go_minor)
{
    for (size_t i = 0; i < unicode_script_names_count; i++)
        if (names(name, unicode_script_names[i], go_minor) && script_known(unicode_script_names[i], go_minor)) {
            add_script(c, i, go_minor);
            return true;
        }
    return false;
}

bool unicode_class(struct rune_class *c, struct str name, int go_minor)
{
    if (names(name, "Any", go_minor)) {
        rune_class_add(c, 0, RUNE_MAX);
        return true;
    }
    if (is_loose(go_minor) && loosely_equal(name, "ASCII")) {
        rune_class_add(c, 0, 0x7F);
        return true;
    }
    if (is_loose(go_minor) && loosely_equal(name, "Assigned")) {
        add_categories(c, IN(UNICODE_CN), go_minor);
        rune_class_negate(c);
        return true;
    }
    return category_class(c, name, go_minor) || script_class(c, name, go_minor);
}

/* The first run of folds that ends at or after rune. */
static size_t fold_run(uint32_t rune)
{
    size_t from = 0, to = unicode_folds_count;

    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (unicode_folds[mid].hi < rune)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

uint32_t unicode_fold_next(uint32_t rune, int go_minor)
{
    const struct unicode_fold *f;
    size_t i;

    if (rune < 0x80) { /* the common case; only K and S have a partner outside of ASCII */
        char c = lower((char)rune);
        if (c < 'a' || c > 'z')
            return rune;
        if (c != 'k' && c != 's')
            return rune ^ 0x20;
    }
    i = fold_run(rune);
    if (i == unicode_folds_count || unicode_folds[i].lo > rune)
        return rune;
    if (is_old(go_minor) && rune_in(unicode_since_14, unicode_since_14_count, rune))
        return rune;
    f = &unicode_folds[i];
    if (f->distance)
        return (uint32_t)((int32_t)rune + f->distance);
    return (rune - f->lo) % 2 ? rune - 1 : rune + 1;
}

void unicode_add_folded(struct rune_class *c, uint32_t lo, uint32_t hi, int go_minor)
{
    rune_class_add(c, lo, hi);
    if (lo <= unicode_folds[0].lo && hi >= unicode_folds[unicode_folds_count - 1].hi)
        return;
    for (size_t i = fold_run(lo); i < unicode_folds_count && unicode_folds[i].lo <= hi; i++) {
        uint32_t from = lo > unicode_folds[i].lo ? lo : unicode_folds[i].lo;
        uint32_t to = hi < unicode_folds[i].hi ? hi : unicode_folds[i].hi;
        for (uint32_t rune = from; rune <= to; rune++)
            for (uint32_t f = unicode_fold_next(rune, go_minor); f != rune; f = unicode_fold_next(f, go_minor))
                if (f < lo || f > hi)
                    rune_class_add(c, f, f);
    }
}
