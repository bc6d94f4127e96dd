#include "prow/tide/tide_conflict.h"

#include "base/quote.h"
#include "rule/rule.h"

/* The first context, by name, that is in both sets; *all are the names of all such, joined by commas. */
static const struct status_context *first_common(struct arena *a, const struct context_set *x,
                                                 const struct context_set *y, struct str *all)
{
    const struct status_context **sorted = context_set_sorted(x, a), *first = NULL;

    *all = STR("");
    for (size_t i = 0; i < context_set_count(x); i++)
        if (context_set_find(y, sorted[i]->name)) {
            *all = ARENA_JOIN(a, *all, first ? STR(", ") : STR(""), sorted[i]->name);
            first = first ? first : sorted[i];
        }
    return first;
}

static bool clash(struct tide_conflict *x, struct arena *a, const struct context_set *one,
                  const struct context_set *other, const char *as)
{
    const struct status_context *first;
    struct str all;

    first = first_common(a, one, other, &all);
    if (!first)
        return false;
    *x = (struct tide_conflict){ .one = first, .other = context_set_find(other, first->name) };
    x->words = ARENA_JOIN(a, STR("contexts "), all, STR(" are defined as "), str_c(as));
    x->what = ARENA_JOIN(a, STR("the status "), first->name, STR(" is "), str_c(as));
    return true;
}

static const struct status_context *first_match(struct arena *a, const struct prow_tree *t, const struct context_set *s,
                                                struct str pattern)
{
    const struct status_context **sorted = context_set_sorted(s, a);

    for (size_t i = 0; i < context_set_count(s); i++)
        if (patterns_match(t->patterns, pattern, sorted[i]->name))
            return sorted[i];
    return NULL;
}

static bool shadows(struct tide_conflict *x, struct arena *a, const struct prow_tree *t, const struct setting *regex,
                    const struct context_set *s, const char *as)
{
    struct str pattern = setting_text(regex);
    const struct status_context *c = first_match(a, t, s, pattern);

    if (!c)
        return false;
    *x = (struct tide_conflict){ .pattern = *regex, .other = c };
    x->words = ARENA_JOIN(a, STR("optional context regex "), arena_quote(a, pattern), STR(" matches "), str_c(as),
                          STR(" context "), c->name);
    x->what = ARENA_JOIN(a, STR("the pattern "), pattern, STR(" makes statuses optional, and matches "), c->name,
                         STR(", which is "), str_c(as));
    return true;
}

static bool is_broken(struct tide_conflict *x, struct arena *a, const struct prow_tree *t, const struct setting *regex)
{
    struct regex_error e;

    if (patterns_valid(t->patterns, setting_text(regex), &e))
        return false;
    *x = (struct tide_conflict){ .pattern = *regex, .error = e };
    x->words = ARENA_JOIN(a, STR("optional context regex "), arena_quote(a, setting_text(regex)),
                          STR(" doesn't compile: "), e.message);
    x->what = ARENA_JOIN(a, STR("\""), setting_text(regex), STR("\" is no regular expression that Go accepts: "),
                         str_trim_prefix(e.message, STR("error parsing regexp: ")));
    return true;
}

bool tide_conflict_find(struct tide_conflict *x, struct arena *a, const struct prow_tree *t,
                        const struct tide_contexts *s)
{
    if (clash(x, a, &s->required, &s->optional, "required and optional") ||
        clash(x, a, &s->required, &s->if_present, "required and required if present") ||
        clash(x, a, &s->optional, &s->if_present, "optional and required if present"))
        return true;
    for (size_t i = 0; i < s->regex_count; i++)
        if (is_broken(x, a, t, &s->regexes[i]) || shadows(x, a, t, &s->regexes[i], &s->required, "required") ||
            shadows(x, a, t, &s->regexes[i], &s->if_present, "required if present"))
            return true;
    return false;
}

unsigned tide_checked_sources(const struct window *w)
{
    if (!behaviour_may_hold(w, BEHAVIOUR_CHECK_TIDE_CONTEXT_POLICY))
        return 0;
    return NAMED_BY_PRESUBMITS |
           (behaviour_may_hold(w, BEHAVIOUR_CHECK_CONTEXTS_OF_PROTECTED_BRANCHES) ? NAMED_BY_PROTECTION : 0) |
           (behaviour_may_hold(w, BEHAVIOUR_CHECK_CONTEXTS_OF_CONTEXT_OPTIONS) ? NAMED_BY_TIDE : 0);
}

static const char *written_as(const struct status_context *c)
{
    static const char *const by[] = {
        [CONTEXT_FROM_PRESUBMIT] = "reported by this presubmit",
        [CONTEXT_FROM_PROTECTION] = "required by branch protection here",
        [CONTEXT_FROM_TIDE] = "named in tide's options here",
    };

    return by[c->from];
}

static struct place place_of(const struct tide_conflict *x)
{
    if (x->one)
        return x->one->at;
    return x->error.message.len ? setting_place_in(&x->pattern, x->error.offset, x->error.end)
                                : setting_place(&x->pattern);
}

void tide_conflict_report(struct check *c, const struct tide_conflict *x, const struct tide_conflict_at *at)
{
    struct arena *a = check_arena(c);

    if (str_eq(at->branch, ANY_OTHER_BRANCH))
        report(c, place_of(x), "%.*s; on every branch of %.*s/%.*s that nobody names", STR_ARG(x->what),
               STR_ARG(at->org), STR_ARG(at->repo));
    else
        report(c, place_of(x), "%.*s; on branch %.*s of %.*s/%.*s", STR_ARG(x->what), STR_ARG(at->branch),
               STR_ARG(at->org), STR_ARG(at->repo));
    if (x->one && x->one->job)
        at_path(c, "%.*s", STR_ARG(job_summary_path(a, x->one->job, STR("context"))));
    else
        at_path(c, "%.*s", STR_ARG(x->one ? x->one->path : x->pattern.path));
    if (x->other)
        also(c, x->other->at, "%s", written_as(x->other));
}

void tide_conflict_says(struct check *c, const struct tide_conflict *x, const struct tide_conflict_at *at)
{
    prow_says(c, "context policy for %.*s branch in %.*s/%.*s is invalid: %.*s", STR_ARG(at->branch), STR_ARG(at->org),
              STR_ARG(at->repo), STR_ARG(x->words));
}
