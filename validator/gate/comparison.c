#include "gate/comparison.h"

#include "gate/doubt.h"
#include "gate/first_use.h"

/* More complaints about one side than this help nobody. */
enum { MOST_PROBLEMS = 10 };

static bool is_wanted(const struct rule *r)
{
    return r->fact || r->undecided || r->delta || r->of_changes || r->about == SUBJECT_ACKS ||
           r->about == SUBJECT_JUDGE || r->about == SUBJECT_LINK;
}

struct rule_settings comparison_settings(struct arena *a, const struct rule_settings *s)
{
    struct rule_settings only = *s;

    only.severity = ARENA_ARRAY(a, enum severity, rule_count);
    for (size_t i = 0; i < rule_count; i++)
        only.severity[i] = is_wanted(rules[i]) ? s->severity[i] : SEVERITY_OFF;
    return only;
}

/* Whether a finding is about nothing but files that did not change. */
static bool is_unchanged(const struct plan *p, const struct finding *f)
{
    bool unchanged = map_get(&p->unchanged, f->at.file) != NULL;

    for (const struct related *r = f->related; r && unchanged; r = r->next)
        unchanged = map_get(&p->unchanged, r->at.file) != NULL;
    return unchanged;
}

/* What BEFORE has too, in files that did not change, is no matter of the change. What could not be looked at stays. Of
 * pipelines what is found depends on many files, and is known by its words. */
static void drop_known(const struct plan *p, const struct findings *problems, struct findings *out)
{
    struct arena a = { 0 };
    struct map known;
    size_t kept = 0;

    map_init(&known, &a);
    for (size_t i = 0; i < problems->count; i++)
        *map_at(&known, finding_fingerprint(&a, problems->items[i])) = &a;
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i]->rule->undecided || (!out->items[i]->rule->pipelines && !is_unchanged(p, out->items[i])) ||
            !map_get(&known, finding_fingerprint(&a, out->items[i])))
            out->items[kept++] = out->items[i];
    out->count = kept;
    arena_free(&a);
}

void comparison_load(struct comparison *c, struct side *before, struct side *after,
                     const struct rule_settings *settings, unsigned threads)
{
    *c = (struct comparison){ .before = before, .after = after };
    c->planned = !before->jobs && !after->jobs;
    if (c->planned) {
        side_load_both(before, after, &c->plan, settings, threads);
        drop_known(&c->plan, &before->findings, &after->findings);
        return;
    }
    if (!before->jobs)
        side_load(before, settings, threads);
    if (!after->jobs)
        side_load(after, settings, threads);
}

/* With the first of what kept it from being read, where no report shows that: BEFORE's places belong to another tree
 * than those of its findings. */
static void report_unread(struct comparison *c, const struct side *s, const struct findings *problems,
                          const struct rule_settings *settings)
{
    struct finding *f = report_rule(settings, &c->findings, STR("side-unread"), (struct place){ STR(""), { 0 }, false },
                                    "%.*s can't be read whole: what the change does is not known", STR_ARG(s->name));

    for (size_t i = 0; f && problems && i < problems->count && i < MOST_PROBLEMS; i++) {
        struct place at = problems->items[i]->at;
        at.before = s == c->before;
        finding_relate(&c->findings, f, at,
                       arena_printf(&c->findings.arena, "in %.*s: %.*s [%s]", STR_ARG(s->name),
                                    STR_ARG(problems->items[i]->message), problems->items[i]->rule->id));
    }
}

static void report_searches(struct comparison *c, const struct rule_settings *settings)
{
    const struct side *b = c->before, *a = c->after;

    if (c->delta.patterns.gave_up || (b->tree && b->tree->patterns->gave_up) || (a->tree && a->tree->patterns->gave_up))
        searches_report(settings, &c->findings);
}

/* What its status-reconciler is told: by the manifests of AFTER, or, where only BEFORE has them, of BEFORE. A commit whose
 * files are the same has them as well. */
static const struct reconciler_flags *find_flags(struct comparison *c)
{
    const struct side *sides[] = { c->after, c->before };

    for (size_t i = 0; i < COUNT_OF(sides) && !c->flags.found; i++)
        if (sides[i]->fs && sides[i]->paths.config.len) {
            reconciler_flags_find(&c->flags, &c->findings.arena, sides[i]->fs, sides[i]->paths.config,
                                  sides[i]->paths.jobs);
            c->flags.before = sides[i] == c->before;
        }
    return &c->flags;
}

static bool does_anything(const struct delta *d)
{
    return d->pipelines.count || d->repo_count || d->preset_count || d->merging.count || d->lost.count ||
           d->gained.count || d->postsubmits.gone_count || d->postsubmits.fresh_count || d->postsubmits.change_count ||
           d->periodics.gone_count || d->periodics.fresh_count || d->periodics.change_count;
}

/* By itself a loosening is only told: somebody sees it, and it counts from the next change on. Together with what it might let
 * pass it has to be meant from outside. */
static void report_loosened(struct comparison *c, const struct rule_settings *settings, struct acks *acks)
{
    bool alone = !does_anything(&c->delta);

    for (size_t i = 0; i < c->loosened_count; i++) {
        const struct loosened *l = &c->loosened[i];
        struct finding *f;
        if (ack_covers(acks, "judge-loosened", STR(""), l->words, STR("")))
            continue;
        f = report_rule(settings, &c->findings, STR("judge-loosened"),
                        (struct place){ STR("prowgate.yaml"), { 0 }, false },
                        "%.*s: the change is judged by what was in force before it%s", STR_ARG(l->words),
                        alone ? "" : "; merge this first, by itself, or acknowledge it by --ack FILE from outside");
        if (f && (alone || !l->limit) && f->severity > SEVERITY_WARNING)
            f->severity = SEVERITY_WARNING;
    }
}

void comparison_judge(struct comparison *c, const struct findings *found, const struct rule_settings *settings,
                      struct acks *acks, bool acting)
{
    bool before = side_is_whole(c->before, &c->before->findings), after = side_is_whole(c->after, found);

    c->comparable = before && after;
    if (!before)
        report_unread(c, c->before, &c->before->findings, settings);
    if (!after)
        report_unread(c, c->after, NULL, settings);
    if (!c->comparable)
        return;
    if (c->before->jobs == &c->before->made)
        delta_side_is_before(&c->before->made);
    delta_init(&c->delta, c->before->jobs, c->after->jobs,
               &(struct delta_wish){ settings->window, find_flags(c), c->after->fs });
    if (c->open_prs)
        open_prs_count(&c->delta, c->open_prs);
    if (acks)
        acks_apply(acks, &c->delta);
    report_loosened(c, settings, acks);
    run_delta_rules(settings, &c->findings, &c->delta);
    first_use_report(c->before, c->after, c->planned ? &c->plan : NULL, settings, &c->findings);
    acks_offer_together(&c->findings);
    if (c->own)
        own_pairs_run(c->own, settings, &c->delta, &c->findings);
    doubt_report(&c->delta, c->before, c->after, acks, acting, settings, &c->findings);
    if (acks)
        acks_report(acks, settings, &c->findings);
    report_searches(c, settings);
    for (size_t i = 0; i < c->findings.count; i++) {
        c->doubtful = c->doubtful || doubt_finding(c->findings.items[i]);
        c->blind = c->blind || doubt_blinds(c->findings.items[i], &c->delta);
    }
    findings_sort(&c->findings);
}

void comparison_leave_doubt(struct comparison *c)
{
    size_t n = 0;

    for (size_t i = 0; i < c->findings.count; i++)
        if (!c->blind || !c->findings.items[i]->rule->delta || c->findings.items[i]->rule->about == SUBJECT_TREE)
            c->findings.items[n++] = c->findings.items[i];
    c->findings.count = n;
}

void comparison_free(struct comparison *c)
{
    if (c->comparable)
        delta_free(&c->delta);
    findings_free(&c->findings);
    if (c->planned)
        plan_free(&c->plan);
}
