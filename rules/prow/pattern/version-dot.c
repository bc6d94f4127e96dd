#include "rules/prow/pattern/pattern_places.h"

/* \d, [0-9], [1-9]. */
static bool is_of_digits(const struct pattern_at *p, const struct piece *one)
{
    struct str text = str_slice(p->text, one->start, one->end);

    return one->kind == PIECE_CLASS &&
           (str_eq(text, STR("\\d")) || (text.len == 5 && str_starts(text, STR("[")) && str_ends(text, STR("-9]"))));
}

static bool is_loose(const struct pattern_at *p, size_t i)
{
    const struct piece *dot = &p->pieces.items[i];

    return i > 0 && i + 1 < p->pieces.count && dot->kind == PIECE_ANY &&
           is_of_digits(p, dot - 1 - (i > 1 && piece_repeats(dot - 1))) && is_of_digits(p, dot + 1);
}

/* The pattern with each such dot escaped. */
static struct str mended(const struct pattern_at *p)
{
    struct str all = STR("");
    size_t from = 0;

    for (size_t i = 0; i < p->pieces.count; i++)
        if (is_loose(p, i)) {
            all = ARENA_JOIN(p->arena, all, str_slice(p->text, from, p->pieces.items[i].start), STR("\\."));
            from = p->pieces.items[i].end;
        }
    return ARENA_JOIN(p->arena, all, str_from(p->text, from));
}

static void look(struct check *c, const struct pattern_at *p)
{
    for (size_t i = 0; i < p->pieces.count; i++)
        if (is_loose(p, i)) {
            pattern_report(c, p, p->pieces.items[i].start, p->pieces.items[i].end,
                           STR("the dot between two numbers of a version is any character here, a digit as well; \\. "
                               "is "
                               "the dot alone"));
            repair(c, REPAIR_MEANT, prow_place(p->file, p->node), mended(p));
            return;
        }
}

/* A dot stands before a class. */
static bool may_tell(struct str text)
{
    for (size_t i = 1; i < text.len; i++)
        if ((text.p[i] == '\\' || text.p[i] == '[') && text.p[i - 1] == '.' && (i < 2 || text.p[i - 2] != '\\'))
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

const struct rule rule_version_dot = {
    .id = "version-dot",
    .summary = "The dot in a pattern for versions is a dot.",
    .severity = SEVERITY_INFO,
    .ours = true,
    .job = check_job,
    .reads = READS_SETTINGS | READS_PLUGINS,
    .tree = check_tree,
};
