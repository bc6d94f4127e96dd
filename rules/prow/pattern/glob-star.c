#include "rules/prow/pattern/pattern_places.h"

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static const struct piece *piece(const struct pattern_at *p, size_t i)
{
    return i < p->pieces.count ? &p->pieces.items[i] : NULL;
}

static bool is_literal(const struct piece *p)
{
    return p && p->kind == PIECE_LITERAL;
}

/* A star behind a slash, a dash, a word or an anchor repeats that, which nobody wants: it is a glob's. */
static bool is_globs(const struct pattern_at *p, size_t star)
{
    const struct piece *before = star ? piece(p, star - 1) : NULL, *two = star > 1 ? piece(p, star - 2) : NULL;

    if (!before || piece(p, star)->kind != PIECE_STAR)
        return false;
    if (before->kind == PIECE_BEGIN)
        return true;
    if (before->kind != PIECE_LITERAL)
        return false;
    return before->text == '/' || (before->text == '-' && is_literal(two)) ||
           (is_letter(before->text) && is_literal(two) && is_letter(two->text));
}

static bool ends_alternative(const struct piece *p)
{
    return !p || p->kind == PIECE_BAR || p->kind == PIECE_CLOSE || p->kind == PIECE_END;
}

/* Where the alternative begins that holds the i-th piece, behind its anchor; behind a group or where it is in one. */
static size_t beginning(const struct pattern_at *p, size_t i)
{
    while (i > 0 && piece(p, i - 1)->kind != PIECE_BAR && piece(p, i - 1)->kind != PIECE_OPEN &&
           piece(p, i - 1)->kind != PIECE_BEGIN && piece(p, i - 1)->kind != PIECE_CLOSE)
        i--;
    return i;
}

/* What the glob is for, with "xyz" where its star stands: empty where that can't be told. */
static struct str meant(const struct pattern_at *p, size_t star)
{
    struct buf b = { 0 };
    struct str s;
    size_t i = beginning(p, star - 1);
    bool told = i == 0 || piece(p, i - 1)->kind != PIECE_CLOSE;

    for (; told && !ends_alternative(piece(p, i)); i++) {
        const struct piece *one = piece(p, i), *next = piece(p, i + 1);
        bool repeated = next && piece_repeats(next);
        if (i == star)
            buf_put(&b, STR("xyz"));
        else if (one->kind == PIECE_LITERAL)
            buf_put(&b, (struct str){ &one->text, 1 });
        else if (one->kind == PIECE_ANY && !repeated)
            buf_put(&b, STR("."));
        else
            told = piece_repeats(one) || one->kind == PIECE_ANY;
    }
    s = told ? arena_copy(p->arena, buf_str(&b)) : STR("");
    buf_free(&b);
    return s;
}

static void tell(struct check *c, const struct pattern_at *p, size_t star)
{
    const struct piece *before = piece(p, star - 1);
    struct str file = before->kind == PIECE_BEGIN ? STR("") : meant(p, star);
    bool missed = file.len && !patterns_match(p->patterns, p->text, file);
    struct str repeated = str_slice(p->text, before->start, before->end);

    pattern_report(c, p, before->start, piece(p, star)->end,
                   missed ? arena_printf(p->arena,
                                         "this is a regular expression, in which %.*s* is any number of \"%.*s\", not "
                                         "any text: it does not match %.*s; write .* for any text",
                                         STR_ARG(repeated), STR_ARG(repeated), STR_ARG(file))
                          : arena_printf(p->arena,
                                         "this is a regular expression, in which %.*s* is any number of \"%.*s\", not "
                                         "any text; write .* for any text",
                                         STR_ARG(repeated), STR_ARG(repeated)));
    if (!missed && (before->kind == PIECE_BEGIN || before->text == '/'))
        no_more_than(c, SEVERITY_INFO);
}

static void look(struct check *c, const struct pattern_at *p)
{
    for (size_t i = 1; i < p->pieces.count; i++)
        if (is_globs(p, i)) {
            tell(c, p, i);
            return;
        }
}

static bool may_tell(struct str text)
{
    for (size_t i = 1; i < text.len; i++)
        if (text.p[i] == '*' && (strchr("/-^", text.p[i - 1]) || is_letter(text.p[i - 1])))
            return true;
    return false;
}

static const struct pattern_search search = { look, may_tell };

static void check_job(struct check *c, const struct job *j)
{
    pattern_of_job(c, j, &search);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    pattern_of_settings(c, t, &search);
}

const struct rule rule_glob_star = {
    .id = "glob-star",
    .summary = "A star in a pattern for paths or branches repeats what stands before it on purpose.",
    .severity = SEVERITY_WARNING,
    .job = check_job,
    .reads = READS_SETTINGS | READS_PLUGINS,
    .tree = check_tree,
};
