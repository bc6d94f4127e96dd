#include "delta/ack.h"
#include "delta/branch_names.h"
#include "delta/required.h"

enum { MOST_SHOWN = 5 };

struct looking {
    struct check *check;
    const struct delta *delta;
    struct arena scratch;
    struct patterns patterns;
};

/* A status that comes less surely than it did, and where. */
struct loss {
    enum delta_start was, is;
    const struct delta_job *before, *after; /* who reported it, and who does now; NULL where nobody does */
    struct str *branches;                   /* an empty one: those that nobody writes down */
    size_t count;
    bool everywhere; /* on all branches on which it came */
    bool deserted;   /* nothing at all runs on the branches any more: they came to their end, or somebody forgot them */
};

static bool anything_runs(struct looking *l, const struct delta_repo *repo, struct str branch)
{
    for (size_t i = 0; repo && i < repo->count; i++)
        if (branches_include(&l->scratch, &repo->jobs[i]->branches, &l->patterns,
                             branch.len ? branch : branch_nobody_names))
            return true;
    return false;
}

static void offer(struct looking *l, struct str repo, struct str context)
{
    ack_offer(l->check, l->delta,
              (struct ack){ .repos = &repo, .repo_count = 1, .contexts = &context, .context_count = 1, .at_most = 1 });
}

/* The branches that jobs of this status write down, or the one that is asked about. */
static struct map branches_of(struct looking *l, const struct delta_required *want, const struct delta_repo *was,
                              const struct delta_repo *is)
{
    const struct delta_repo *sides[] = { was, is };
    struct map names;

    map_init(&names, &l->scratch);
    if (want->branch.len) {
        map_at(&names, want->branch);
        return names;
    }
    map_at(&names, STR(""));
    for (size_t s = 0; s < COUNT_OF(sides); s++)
        for (size_t i = 0; sides[s] && i < sides[s]->count; i++)
            if (str_eq(sides[s]->jobs[i]->context, want->context)) {
                const struct branches *b = &sides[s]->jobs[i]->branches;
                branch_names_add(&names, b->only, b->only_count);
                branch_names_add(&names, b->skip, b->skip_count);
            }
    return names;
}

/* Of several ways in which it is lost, the worst is told, with its branches. */
static void take(struct loss *x, const struct loss *one, struct str branch)
{
    if (x->count == 0 || one->is < x->is) {
        struct str *branches = x->branches;
        *x = *one;
        x->branches = branches;
        x->count = 0;
    }
    if (one->is != x->is)
        return;
    x->deserted = x->deserted && one->deserted;
    x->branches[x->count++] = branch;
}

static void find_loss(struct looking *l, struct loss *x, const struct delta_required *want,
                      const struct delta_repo *was, const struct delta_repo *is)
{
    struct map names = branches_of(l, want, was, is);
    size_t had = 0;

    *x = (struct loss){ .branches = ARENA_ARRAY(&l->scratch, struct str, names.count) };
    for (size_t i = 0; i < names.count; i++) {
        struct str branch = names.entries[i].key;
        struct loss one = { .deserted = !anything_runs(l, is, branch) };
        one.was = delta_required_start(want, was, branch, &l->scratch, &l->patterns, &one.before);
        one.is = delta_required_start(want, is, branch, &l->scratch, &l->patterns, &one.after);
        if (one.was == NOBODY_REPORTS)
            continue;
        had++;
        if (one.is < one.was && (one.is == NOBODY_REPORTS || one.was == STARTS_ALWAYS || one.is == STARTS_BY_HAND) &&
            delta_required_holds(want, l->delta->after, was->repo, branch, &l->scratch, &l->patterns))
            take(x, &one, branch);
    }
    x->everywhere = x->count == had;
}

/* " on branch main", " on branches main, release-1 and others"; nothing where it is everywhere. */
static struct str where(struct looking *l, const struct delta_required *want, const struct loss *x)
{
    struct arena *a = check_arena(l->check);
    struct str list = STR("");
    size_t shown = 0;
    bool others = false;

    if (want->branch.len)
        return ARENA_JOIN(a, STR(" on branch "), want->branch);
    for (size_t i = 0; i < x->count; i++)
        if (x->branches[i].len == 0)
            others = true;
        else if (shown++ < MOST_SHOWN)
            list = ARENA_JOIN(a, list, list.len ? STR(", ") : STR(""), x->branches[i]);
    if (x->everywhere || shown == 0)
        return x->everywhere ? STR("") : STR(" on branches that it does not name");
    if (shown > MOST_SHOWN)
        list = arena_printf(a, "%.*s and %zu more", STR_ARG(list), shown - MOST_SHOWN);
    return ARENA_JOIN(a, shown == 1 ? STR(" on branch ") : STR(" on branches "), list,
                      others ? STR(" and those that it does not name") : STR(""));
}

static void report_loss(struct looking *l, const struct delta_required *want, struct str repo, const struct loss *x)
{
    static const char *const words[] = {
        [NOBODY_REPORTS] = "reports any more: nothing can be merged there",
        [STARTS_BY_HAND] = "starts by itself any more: a pull request waits until a comment asks for it",
        [STARTS_SOMETIMES] = "starts on every change any more: a pull request with other files waits for ever",
    };
    struct str on = where(l, want, x);

    report(l->check, want->at, "%s waits for \"%.*s\"%.*s, which no presubmit of %.*s %s", want->why,
           STR_ARG(want->context), STR_ARG(on), STR_ARG(repo), words[x->is]);
    also(l->check, x->before->at, "presubmit %.*s reported it here", STR_ARG(x->before->name));
    if (x->after)
        also(l->check, x->after->at, "presubmit %.*s reports it here now", STR_ARG(x->after->name));
    if (x->is != NOBODY_REPORTS || (x->deserted && !x->everywhere))
        no_more_than(l->check, SEVERITY_WARNING);
    offer(l, repo, want->context);
}

/* Somebody reported it, and nobody does, or not by itself. What reports a status from outside of Prow never did so here. */
static void check_required(struct looking *l, const struct delta_repo_change *r, const struct delta_required *want)
{
    const struct delta_repo *was = delta_side_repo(l->delta->before, r->repo);
    const struct delta_repo *is = delta_side_repo(l->delta->after, r->repo);
    struct loss x;

    if (!was || !delta_required_concerns(want, r->repo))
        return;
    find_loss(l, &x, want, was, is);
    if (x.count && !ack_covers(l->delta->acks, "required-context-unreported", r->repo, want->context, STR("")))
        report_loss(l, want, r->repo, &x);
    arena_reset(&l->scratch);
}

static void check_delta(struct check *c, const struct delta *d)
{
    struct looking l = { .check = c, .delta = d };

    for (size_t i = 0; i < d->repo_count; i++)
        for (size_t k = 0; k < d->after->required_count; k++)
            check_required(&l, &d->repos[i], &d->after->required[k]);
    patterns_free(&l.patterns);
    arena_free(&l.scratch);
}

const struct rule rule_required_context_unreported = {
    .id = "required-context-unreported",
    .summary = "A status that merging waits for by name is still reported.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_MERGING,
    .delta = check_delta,
};
