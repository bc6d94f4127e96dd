#include "gate/decision.h"

#include "delta/delta.h"
#include "rule/rule.h"

/* Which findings of a side or of the comparison one guard looks at. */
typedef bool concerns(const struct finding *f);

struct tally {
    size_t errors, warnings, undecided;
    const struct finding *worst; /* the first of the gravest */
};

/* Whether a file can be read in two ways has a guard of its own. */
static bool is_about_reading(const struct finding *f)
{
    return f->rule->about == SUBJECT_READING;
}

static bool is_any(const struct finding *f)
{
    return !is_about_reading(f);
}

static bool is_fact(const struct finding *f)
{
    return is_any(f) && !f->rule->pipelines && (f->rule->fact || f->rule->undecided);
}

static bool is_fact_of_pipelines(const struct finding *f)
{
    return f->rule->pipelines && f->rule->about != SUBJECT_LINK && (f->rule->fact || f->rule->undecided);
}

static bool is_about_pipelines(const struct finding *f)
{
    return f->rule->about == SUBJECT_PIPELINES;
}

static bool is_about_contexts(const struct finding *f)
{
    return f->rule->about == SUBJECT_CONTEXTS;
}

static bool is_about_stages(const struct finding *f)
{
    return f->rule->about == SUBJECT_STAGES;
}

static bool is_about_link(const struct finding *f)
{
    return f->rule->about == SUBJECT_LINK;
}

/* What no other guard of AFTER alone looks at. */
static bool is_accepted(const struct finding *f)
{
    return is_any(f) && !is_about_link(f) && !is_fact_of_pipelines(f) && !is_about_pipelines(f);
}

static bool is_about_jobs(const struct finding *f)
{
    return f->rule->about == SUBJECT_JOBS;
}

static bool is_about_presets(const struct finding *f)
{
    return f->rule->about == SUBJECT_PRESETS;
}

static bool is_about_merging(const struct finding *f)
{
    return f->rule->about == SUBJECT_MERGING;
}

static bool is_about_load(const struct finding *f)
{
    return f->rule->about == SUBJECT_LOAD;
}

static bool is_about_judge(const struct finding *f)
{
    return f->rule->about == SUBJECT_JUDGE;
}

static bool is_about_tree(const struct finding *f)
{
    return f->rule->about == SUBJECT_TREE;
}

/* What could not be looked at, then what leaves a doubt, then errors, then warnings. */
static int gravity(const struct finding *f)
{
    return f->rule->undecided ? 4 : finding_undecided(f) ? 3 : (int)f->severity - (int)SEVERITY_INFO;
}

static struct tally count(const struct findings *list, concerns *wanted)
{
    struct tally t = { 0 };

    for (size_t i = 0; list && i < list->count; i++) {
        const struct finding *f = list->items[i];
        bool undecided = finding_undecided(f);
        if (!wanted(f) || (f->suppressed && !undecided))
            continue;
        t.undecided += undecided;
        t.errors += f->severity == SEVERITY_ERROR && !undecided;
        t.warnings += f->severity == SEVERITY_WARNING && !undecided;
        if (gravity(f) > 0 && (!t.worst || gravity(f) > gravity(t.worst)))
            t.worst = f;
    }
    return t;
}

/* "config/jobs/a.yaml:3:1: message [rule]" */
static struct str told(struct arena *a, const struct finding *f)
{
    struct str place = f->at.file.len ? f->at.file : STR(".");

    if (f->at.span.line)
        place = arena_printf(a, "%.*s:%u:%u", STR_ARG(place), f->at.span.line, f->at.span.column);
    return ARENA_JOIN(a, place, STR(": "), f->message, STR(" ["), str_c(f->rule->id), STR("]"));
}

static struct str size_of(struct arena *a, const struct gate_side *s)
{
    const struct delta_side *d = s->side;
    struct str pipelines = STR("");

    if (d->pipelines.known)
        pipelines =
            arena_printf(a, ", %zu deployment pipeline%s", d->pipelines.services, str_plural(d->pipelines.services));
    return ARENA_JOIN(a, s->name,
                      arena_printf(a,
                                   ": %zu presubmit%s of %zu repo%s, %zu postsubmit%s, %zu periodic%s, %zu preset%s in "
                                   "%zu file%s",
                                   d->counts[PRESUBMIT], str_plural(d->counts[PRESUBMIT]), d->repo_count,
                                   str_plural(d->repo_count), d->counts[POSTSUBMIT], str_plural(d->counts[POSTSUBMIT]),
                                   d->counts[PERIODIC], str_plural(d->counts[PERIODIC]), d->preset_count,
                                   str_plural(d->preset_count), d->files, str_plural(d->files)),
                      pipelines);
}

static bool has_pipelines(const struct gate_decision *d)
{
    return (d->after.side && d->after.side->pipelines.known) || (d->before.side && d->before.side->pipelines.known);
}

static void set(struct guard *g, enum guard_state state, struct str detail)
{
    g->state = state;
    g->detail = detail;
}

/* What could not be looked at, of either side; true when there was such a thing. */
static bool not_loaded(struct gate_decision *d, const struct gate_side *s, struct guard *g)
{
    struct tally t = count(s->findings, is_any), facts = count(s->findings, is_fact);
    const struct finding *first = t.undecided ? t.worst : facts.worst;

    if (s->side && t.undecided == 0 && s->broken == 0)
        return false;
    if (!s->side)
        set(g, GUARD_UNDECIDED, ARENA_JOIN(&d->arena, s->name, STR(": "), s->error));
    else
        set(g, GUARD_UNDECIDED,
            ARENA_JOIN(&d->arena, s->name, STR(": not all of it could be read"), first ? STR(": ") : STR(""),
                       first ? told(&d->arena, first) : STR("")));
    return true;
}

/* What deployed Prow refuses to load is not what runs: whatever it lacks would look as if it had never been there. */
static void before_loaded(struct gate_decision *d, struct guard *g)
{
    struct tally t = count(d->before.findings, is_fact);

    if (d->bootstrap)
        set(g, GUARD_NOT_PROVEN, STR("this is the first run (--bootstrap): there is nothing to compare with"));
    else if (not_loaded(d, &d->before, g))
        return;
    else if (t.errors)
        set(g, GUARD_UNDECIDED,
            ARENA_JOIN(&d->arena, d->before.name,
                       STR(": deployed Prow refuses to load it, so its jobs are not those "
                           "that run; compare with the last known good: "),
                       told(&d->arena, t.worst)));
    else
        set(g, GUARD_HOLDS, size_of(&d->arena, &d->before));
}

static void after_loaded(struct gate_decision *d, struct guard *g)
{
    if (not_loaded(d, &d->after, g))
        return;
    if (d->changing.len)
        set(g, GUARD_UNDECIDED,
            ARENA_JOIN(&d->arena, d->after.name, STR(": it changed while it was read: "), d->changing));
    else
        set(g, GUARD_HOLDS, size_of(&d->arena, &d->after));
}

/* What findings come to, for a guard. */
static void judge(struct gate_decision *d, struct guard *g, const struct findings *list, concerns *wanted,
                  struct str good)
{
    struct tally t = count(list, wanted);
    bool rejects = t.errors || (d->strict && t.warnings);

    if (t.undecided) {
        set(g, GUARD_UNDECIDED, told(&d->arena, t.worst));
    } else if (rejects || t.warnings) {
        struct str n = arena_printf(&d->arena, "%zu error%s, %zu warning%s%s", t.errors, str_plural(t.errors),
                                    t.warnings, str_plural(t.warnings), rejects ? "; the first: " : "");
        set(g, rejects ? GUARD_REJECTS : GUARD_HOLDS,
            ARENA_JOIN(&d->arena, n, rejects ? told(&d->arena, t.worst) : STR("")));
    } else {
        set(g, GUARD_HOLDS, good);
    }
}

static void read_twice(struct gate_decision *d, struct guard *g)
{
    if (!d->after.side)
        set(g, GUARD_UNDECIDED, STR("it was not loaded"));
    else if (!d->after.findings)
        set(g, GUARD_NOT_PROVEN, STR("no file was read"));
    else
        judge(d, g, d->after.findings, is_about_reading, STR("two readers see the same in every file"));
}

static void after_accepted(struct gate_decision *d, struct guard *g)
{
    if (!d->after.side)
        set(g, GUARD_UNDECIDED, STR("it was not loaded"));
    else if (d->deployed_error.len)
        set(g, GUARD_UNDECIDED, STR("it is not known which versions have to accept it"));
    else
        judge(d, g, d->after.findings, is_accepted, STR("every deployed version accepts it; no errors, no warnings"));
}

static void seal(struct gate_decision *d, struct guard *g)
{
    static const enum guard_state states[] = {
        [GATE_SEAL_NONE] = GUARD_NOT_PROVEN,
        [GATE_SEAL_MATCHES] = GUARD_HOLDS,
        [GATE_SEAL_DIFFERS] = GUARD_REJECTS,
        [GATE_SEAL_UNDECIDED] = GUARD_UNDECIDED,
    };

    set(g, states[d->seal], d->seal_detail);
}

/* Guards about the comparison have nothing to say where there is none; true when that settles it. */
static bool not_compared(const struct gate_decision *d, struct guard *g)
{
    if (d->bootstrap)
        set(g, GUARD_NOT_PROVEN, STR("there is nothing to compare with"));
    else if (!d->before.side || !d->after.side)
        set(g, GUARD_UNDECIDED, STR("one of the two configurations was not loaded"));
    else if (!d->delta || !d->delta_findings)
        set(g, GUARD_UNDECIDED, STR("the two configurations were not compared"));
    else
        return false;
    return true;
}

static void tree_size(struct gate_decision *d, struct guard *g)
{
    const struct delta_side *was = d->before.side, *is = d->after.side;

    if (not_compared(d, g))
        return;
    judge(d, g, d->delta_findings, is_about_tree,
          arena_printf(&d->arena, "%zu presubmit%s of %zu repo%s where there were %zu of %zu", is->counts[PRESUBMIT],
                       str_plural(is->counts[PRESUBMIT]), is->repo_count, str_plural(is->repo_count),
                       was->counts[PRESUBMIT], was->repo_count));
}

/* With files missing nothing is said of what they held; true when that settles it. */
static bool looks_half_synced(const struct gate_decision *d, struct guard *g)
{
    const struct guard *size = &d->guards[GUARD_TREE_SIZE];

    if (!guard_stops(size))
        return false;
    set(g, size->state, STR("nothing can be said of it while the tree looks as if it was synced by half"));
    return true;
}

static void retirements(struct gate_decision *d, struct guard *g)
{
    if (!not_compared(d, g) && !looks_half_synced(d, g))
        judge(d, g, d->delta_findings, is_about_jobs, STR("what it retires is within the limits"));
}

/* Where presets were mixed into the jobs before they were written, which job lost what can't be told. */
static void presets_compatible(struct gate_decision *d, struct guard *g)
{
    if (not_compared(d, g) || looks_half_synced(d, g))
        return;
    if (d->before.side->resolved || d->after.side->resolved)
        set(g, GUARD_NOT_PROVEN, STR("not judged: one side was written by Prow with its presets mixed into the jobs"));
    else
        judge(d, g, d->delta_findings, is_about_presets, STR("no job loses what a preset gave it"));
}

/* Where nothing was compared the guards above say so, and whoever skips those means these as well. */
static bool says_nothing(struct gate_decision *d, struct guard *g)
{
    if (!not_compared(d, g) && !looks_half_synced(d, g))
        return false;
    g->state = GUARD_NOT_PROVEN;
    return true;
}

static void merging(struct gate_decision *d, struct guard *g)
{
    if (says_nothing(d, g))
        return;
    if (!d->before.side->merging.known || !d->after.side->merging.known)
        set(g, GUARD_NOT_PROVEN, STR("not judged: one side says nothing of what tide and branch protection ask for"));
    else
        judge(d, g, d->delta_findings, is_about_merging,
              STR("what guards merging stays, and what merged still merges"));
}

static void load(struct gate_decision *d, struct guard *g)
{
    if (!says_nothing(d, g))
        judge(d, g, d->delta_findings, is_about_load, STR("what it starts is within the limits"));
}

static void pipelines_loaded(struct gate_decision *d, struct guard *g)
{
    const struct rollout *r = d->after.side ? &d->after.side->pipelines : NULL;

    if (!has_pipelines(d))
        g->state = GUARD_NOT_PROVEN;
    else if (!r)
        set(g, GUARD_UNDECIDED, STR("it was not loaded"));
    else
        judge(d, g, d->after.findings, is_fact_of_pipelines,
              arena_printf(&d->arena, "%zu pipeline%s load in every context that is known whole", r->services,
                           str_plural(r->services)));
}

static void contexts_complete(struct gate_decision *d, struct guard *g)
{
    g->state = GUARD_NOT_PROVEN;
    if (has_pipelines(d) && !says_nothing(d, g))
        judge(d, g, d->delta_findings, is_about_contexts,
              arena_printf(&d->arena, "all %zu contexts of before are there", d->before.side->pipelines.context_count));
}

/* Gates that could not be looked at are no proof that there is none. */
static void tell_unseen(struct gate_decision *d, struct guard *g)
{
    const struct findings *list = d->after.findings;

    for (size_t i = 0; i < list->not_evaluated_count; i++)
        if (list->not_evaluated[i].rule->about == SUBJECT_LINK)
            set(g, GUARD_NOT_PROVEN, list->not_evaluated[i].reason);
}

static void link_holds(struct gate_decision *d, struct guard *g)
{
    if (!d->linked)
        g->state = GUARD_NOT_PROVEN;
    else if (!d->after.findings)
        set(g, GUARD_UNDECIDED, STR("it was not loaded"));
    else
        judge(d, g, d->after.findings, is_about_link, STR("every gate finds its job"));
    if (g->state == GUARD_HOLDS)
        tell_unseen(d, g);
}

/* Stated orders are asked of AFTER alone, lost ones of the comparison. */
static void order_contracts(struct gate_decision *d, struct guard *g)
{
    g->state = GUARD_NOT_PROVEN;
    if (!has_pipelines(d))
        return;
    judge(d, g, d->after.findings, is_about_pipelines, STR("steps keep the order that is stated"));
    if (g->state == GUARD_HOLDS && !not_compared(d, g))
        judge(d, g, d->delta_findings, is_about_pipelines, STR("no step loses its order, its guard or its retry"));
}

/* The environments that the change reaches are told either way. */
static void staged_order(struct gate_decision *d, struct guard *g)
{
    struct buf reach = { 0 };

    g->state = GUARD_NOT_PROVEN;
    if (!has_pipelines(d) || says_nothing(d, g))
        return;
    pipelines_delta_reach(&reach, &d->delta->pipelines);
    judge(d, g, d->delta_findings, is_about_stages,
          reach.len ? ARENA_JOIN(&d->arena, STR("it reaches "), buf_str(&reach)) : STR("it reaches nothing"));
    buf_free(&reach);
}

static void judge_kept(struct gate_decision *d, struct guard *g)
{
    if (!says_nothing(d, g))
        judge(d, g, d->delta_findings, is_about_judge, STR("it loosens nothing that judges it"));
}

static void deployed_known(struct gate_decision *d, struct guard *g)
{
    struct str all = STR("");

    if (d->deployed_error.len) {
        set(g, GUARD_UNDECIDED, d->deployed_error);
        return;
    }
    for (size_t i = 0; i < d->deployed_count; i++) {
        const struct deployed_component *c = &d->deployed[i];
        all = ARENA_JOIN(&d->arena, all, i ? STR(", ") : STR(""), c->component, c->component.len ? STR(" ") : STR(""),
                         c->version);
    }
    if (!d->deployed_count && has_pipelines(d) && d->after.side && !d->after.side->files)
        set(g, GUARD_NOT_PROVEN, STR("there is nothing that Prow reads"));
    else
        set(g, d->deployed_count ? GUARD_HOLDS : GUARD_UNDECIDED, all.len ? all : STR("no version is known"));
}

static void state_intact(struct gate_decision *d, struct guard *g)
{
    bool empty = d->state == GATE_STATE_EMPTY && (d->bootstrap || d->before.side);

    if (d->state == GATE_STATE_INTACT)
        set(g, GUARD_HOLDS, d->state_detail);
    else
        set(g, empty || d->state == GATE_STATE_NONE ? GUARD_NOT_PROVEN : GUARD_UNDECIDED, d->state_detail);
}

static void (*const evaluate[GUARD_COUNT])(struct gate_decision *d, struct guard *g) = {
    [GUARD_BEFORE_LOADED] = before_loaded,
    [GUARD_AFTER_LOADED] = after_loaded,
    [GUARD_READ_TWICE] = read_twice,
    [GUARD_AFTER_ACCEPTED] = after_accepted,
    [GUARD_SEAL] = seal,
    [GUARD_TREE_SIZE] = tree_size,
    [GUARD_RETIREMENTS] = retirements,
    [GUARD_PRESETS_COMPATIBLE] = presets_compatible,
    [GUARD_MERGING] = merging,
    [GUARD_LOAD] = load,
    [GUARD_PIPELINES_LOADED] = pipelines_loaded,
    [GUARD_CONTEXTS_COMPLETE] = contexts_complete,
    [GUARD_LINK_HOLDS] = link_holds,
    [GUARD_ORDER_CONTRACTS] = order_contracts,
    [GUARD_STAGED_ORDER] = staged_order,
    [GUARD_JUDGE] = judge_kept,
    [GUARD_DEPLOYED_KNOWN] = deployed_known,
    [GUARD_STATE_INTACT] = state_intact,
};

static void skip(const struct gate_decision *d, enum guard_id id, struct guard *g)
{
    for (size_t i = 0; i < d->skip_count; i++)
        if (d->skips[i].guard == id) {
            g->skipped = true;
            g->reason = d->skips[i].reason;
        }
}

void gate_decide(struct gate_decision *d)
{
    const struct guard *size = &d->guards[GUARD_TREE_SIZE];

    for (size_t i = 0; i < GUARD_COUNT; i++) {
        struct guard *g = &d->guards[i];
        *g = (struct guard){ .name = guard_name((enum guard_id)i), .state = GUARD_UNDECIDED };
        skip(d, (enum guard_id)i, g);
        evaluate[i](d, g);
    }
    if (guard_stops(size))
        d->delta = NULL;
    d->verdict = guards_verdict(d->guards, GUARD_COUNT);
}

void gate_decision_free(struct gate_decision *d)
{
    arena_free(&d->arena);
}
