#include "rules/prow/pattern/pattern_places.h"

static const struct piece *piece(const struct pattern_at *p, size_t i)
{
    return i < p->pieces.count ? &p->pieces.items[i] : NULL;
}

static bool is_digit(const struct piece *p)
{
    return p->kind == PIECE_LITERAL && p->text >= '0' && p->text <= '9';
}

static bool is_dot(const struct piece *p)
{
    return p->kind == PIECE_ANY || (p->kind == PIECE_LITERAL && p->text == '.');
}

/* [0-9] or \d, alone. */
static bool is_any_digit(const struct pattern_at *p, const struct piece *one)
{
    struct str text = str_slice(p->text, one->start, one->end);

    return one->kind == PIECE_CLASS && (str_eq(text, STR("[0-9]")) || str_eq(text, STR("\\d")));
}

/* The parenthesis that closes what is open at the i-th piece, or the end. */
static size_t closing(const struct pattern_at *p, size_t i)
{
    size_t depth = 0;

    for (; piece(p, i); i++) {
        depth += piece(p, i)->kind == PIECE_OPEN;
        if (piece(p, i)->kind == PIECE_CLOSE && depth-- == 0)
            break;
    }
    return i;
}

/* Nothing stands behind the i-th piece, nor behind the groups that it ends, so more digits may. */
static bool is_open_end(const struct pattern_at *p, size_t i)
{
    for (i++; piece(p, i); i++) {
        if (piece(p, i)->kind == PIECE_BAR)
            i = closing(p, i);
        else if (piece(p, i)->kind != PIECE_CLOSE)
            return false;
    }
    return true;
}

static void look(struct check *c, const struct pattern_at *p)
{
    for (size_t i = 2; i < p->pieces.count; i++) {
        const struct piece *at = &p->pieces.items[i];
        if (!is_any_digit(p, at) || !is_dot(at - 1) || !is_digit(at - 2) || !is_open_end(p, i))
            continue;
        pattern_report(c, p, at[-2].start, at->end,
                       arena_printf(p->arena,
                                    "one digit is asked for and nothing ends it: %.*s matches %.*s.10 and later ones, "
                                    "too; end it with $, / or \\b",
                                    STR_ARG(p->text), STR_ARG(str_slice(p->text, at[-2].start, at[-2].end))));
        return;
    }
}

/* A class stands behind a digit and a dot: "1.[0-9]", "1\.\d", "1[.][0-9]". */
static bool may_tell(struct str text)
{
    for (size_t i = 2; i < text.len; i++) {
        size_t k = i;
        if (text.p[i] != '[' && text.p[i] != '\\')
            continue;
        k -= text.p[k - 1] == ']';
        k -= text.p[k - 1] == '.';
        k -= k > 0 && (text.p[k - 1] == '\\' || text.p[k - 1] == '[');
        if (k > 0 && k < i && text.p[k - 1] >= '0' && text.p[k - 1] <= '9')
            return true;
    }
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

const struct rule rule_one_digit_of_version = {
    .id = "one-digit-of-version",
    .summary = "A pattern that asks for one digit of a version says where it ends.",
    .severity = SEVERITY_WARNING,
    .job = check_job,
    .reads = READS_SETTINGS | READS_PLUGINS,
    .tree = check_tree,
};
