#include "rules/prow/pattern/pattern_places.h"

enum { DEEPEST = 64 };

/* Where in the text a piece can stand. */
enum standing {
    FREE,     /* nothing was matched yet, and the text may begin anywhere */
    ANCHORED, /* at the very beginning of the path */
    INSIDE,   /* something was matched before */
};

struct reading {
    const struct pattern_at *pattern;
    enum standing at, open[DEEPEST];
    bool optional[DEEPEST]; /* the open group may be left out */
    size_t depth;
    size_t beginnings, dead; /* alternatives that were begun; those of them that match nothing */
    size_t start, end;       /* the first dead one */
    const char *why;
};

static const struct piece *piece(const struct reading *r, size_t i)
{
    return i < r->pattern->pieces.count ? &r->pattern->pieces.items[i] : NULL;
}

static bool is_text(const struct piece *p, char c)
{
    return p && p->kind == PIECE_LITERAL && p->text == c;
}

static bool is_optional(const struct piece *next)
{
    return next && piece_repeats(next) && next->kind != PIECE_PLUS;
}

/* Why nothing matches what begins at the i-th piece; NULL when something may. */
static const char *dead_at(const struct reading *r, size_t i)
{
    const struct piece *p = piece(r, i), *next = piece(r, i + 1);

    if (r->at == ANCHORED && is_text(p, '/') && !is_optional(next))
        return "no path of a changed file begins with a slash: they are relative to the root of the repository";
    if (r->at == ANCHORED && is_text(p, '.') && is_text(next, '/') && !is_optional(piece(r, i + 2)))
        return "no path of a changed file begins with \"./\": they are relative to the root of the repository";
    return NULL;
}

static void begin(struct reading *r, size_t i)
{
    const char *why = dead_at(r, i);

    r->beginnings++;
    if (why && r->dead++ == 0) {
        r->why = why;
        r->start = piece(r, i)->start;
        r->end = piece(r, i)->end;
        while (piece(r, i + 1) && piece(r, i + 1)->kind == PIECE_LITERAL)
            r->end = piece(r, ++i)->end;
    }
    r->at = INSIDE;
}

/* An alternative that ends before it matched anything matches everything. */
static void leave_empty(struct reading *r)
{
    r->beginnings += r->at != INSIDE;
}

/* Whether the group that opens at the i-th piece may be left out. */
static bool is_optional_group(const struct reading *r, size_t i)
{
    size_t depth = 0;

    for (; piece(r, i); i++) {
        depth += piece(r, i)->kind == PIECE_OPEN;
        if (piece(r, i)->kind == PIECE_CLOSE && --depth == 0)
            return is_optional(piece(r, i + 1));
    }
    return false;
}

static bool open(struct reading *r, size_t i)
{
    if (r->depth == DEEPEST)
        return false;
    r->optional[r->depth] = r->at != INSIDE && is_optional_group(r, i);
    r->open[r->depth++] = r->at;
    if (r->optional[r->depth - 1])
        r->at = INSIDE;
    return true;
}

static void close(struct reading *r)
{
    leave_empty(r);
    if (r->depth == 0)
        return;
    r->depth--;
    r->at = r->optional[r->depth] ? r->open[r->depth] : INSIDE;
}

static void turn(struct reading *r)
{
    leave_empty(r);
    r->at = r->depth == 0 ? FREE : r->optional[r->depth - 1] ? INSIDE : r->open[r->depth - 1];
}

static bool step(struct reading *r, size_t i)
{
    const struct piece *p = piece(r, i);

    switch (p->kind) {
    case PIECE_OPEN:
        return open(r, i);
    case PIECE_CLOSE:
        close(r);
        break;
    case PIECE_BAR:
        turn(r);
        break;
    case PIECE_BEGIN:
        if (r->at == FREE && !is_optional(piece(r, i + 1)))
            r->at = ANCHORED;
        break;
    case PIECE_LITERAL:
    case PIECE_ANY:
    case PIECE_CLASS:
        if (r->at != INSIDE)
            begin(r, i);
        break;
    default:
        break;
    }
    return true;
}

static void look(struct check *c, const struct pattern_at *p)
{
    struct reading r = { .pattern = p, .at = FREE };
    bool skips = str_eq(str_c(p->field), STR("skip_if_only_changed"));

    if (!p->of_paths)
        return;
    for (size_t i = 0; i < p->pieces.count; i++)
        if (!step(&r, i))
            return;
    leave_empty(&r);
    if (r.dead == 0)
        return;
    pattern_report(c, p, r.start, r.end,
                   ARENA_JOIN(p->arena, str_c(r.why),
                              r.dead < r.beginnings ? STR("; this alternative matches nothing")
                              : skips               ? STR("; the job is never skipped")
                              : p->job              ? STR("; no change ever starts the job")
                                                    : STR("; nothing ever matches")));
    if (r.dead < r.beginnings)
        no_more_than(c, SEVERITY_WARNING);
}

/* A slash stands where an alternative begins, or behind a group, which may be left out. */
static bool may_tell(struct str text)
{
    for (size_t i = 1; i < text.len; i++) {
        size_t k = i;
        if (text.p[i] != '/')
            continue;
        k -= text.p[k - 1] == '\\';
        k -= k > 0 && text.p[k - 1] == '.';
        k -= k > 0 && text.p[k - 1] == '\\';
        if (k > 0 && (strchr("^(|:A][", text.p[k - 1]) || (k > 1 && text.p[k - 2] == ')')))
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

const struct rule rule_path_never_matches = {
    .id = "path-never-matches",
    .summary = "A pattern for paths of changed files begins as such paths do, without a slash or \"./\".",
    .severity = SEVERITY_ERROR,
    .job = check_job,
    .reads = READS_SETTINGS | READS_PLUGINS,
    .tree = check_tree,
};
