#include "gate/metrics.h"

#include "base/map.h"
#include "delta/delta.h"
#include "gate/prometheus.h"
#include "rule/rule.h"

#include <stdlib.h>

static bool refused(const struct findings *list)
{
    for (size_t i = 0; list && i < list->count; i++)
        if (list->items[i]->rule->fact && list->items[i]->severity == SEVERITY_ERROR && !list->items[i]->suppressed)
            return true;
    return false;
}

bool gate_loaded(const struct gate_decision *d)
{
    const enum guard_id needed[] = { GUARD_AFTER_LOADED, GUARD_SEAL, GUARD_TREE_SIZE };

    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        const struct guard *g = &d->guards[needed[i]];
        /* Without a comparison nothing is known of what the tree was like before, which is not this tree's fault. */
        bool unknown = needed[i] == GUARD_TREE_SIZE && g->state == GUARD_UNDECIDED && !d->doubtful;
        /* Whoever skips a guard says that the tree is whole all the same; one that was not loaded stays that. */
        bool skipped = needed[i] != GUARD_AFTER_LOADED && g->skipped;
        if ((g->state == GUARD_REJECTS || g->state == GUARD_UNDECIDED) && !unknown && !skipped)
            return false;
    }
    return !refused(d->after.findings);
}

void metrics_verdict(struct buf *out, enum verdict verdict)
{
    static const enum verdict all[] = { VERDICT_PASS, VERDICT_REJECT, VERDICT_UNDECIDED };

    prometheus_gauge(out, "prowgate_verdict", "The verdict on the configuration: 1 for the one that holds now.");
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        struct prometheus_label label = { "verdict", str_c(verdict_name(all[i])) };
        prometheus_sample(out, "prowgate_verdict", &label, 1, verdict == all[i]);
    }
    prometheus_one(out, "prowgate_actuation_allowed",
                   "1 when the configuration may be acted on, 0 when acting is stopped.", verdict == VERDICT_PASS);
}

/* What could not be loaded counts as nothing: an alert on too few jobs has to fire then too. */
static void put_loaded(struct buf *out, const struct gate_decision *d)
{
    static const struct delta_side none;
    const struct delta_side *s = d && d->after.side ? d->after.side : &none;
    const bool loaded[] = { d && d->before.side && d->guards[GUARD_BEFORE_LOADED].state == GUARD_HOLDS,
                            d && gate_loaded(d) };

    prometheus_gauge(out, "prowgate_config_loaded", "1 when this side of the comparison was loaded whole.");
    for (size_t i = 0; i < 2; i++) {
        struct prometheus_label side = { "side", i ? STR("after") : STR("before") };
        prometheus_sample(out, "prowgate_config_loaded", &side, 1, loaded[i]);
    }
    prometheus_one(out, "prowgate_loaded_presubmits", "Presubmits in the configuration that was judged.",
                   (int64_t)s->counts[PRESUBMIT]);
    prometheus_one(out, "prowgate_loaded_postsubmits", "Postsubmits in it.", (int64_t)s->counts[POSTSUBMIT]);
    prometheus_one(out, "prowgate_loaded_periodics", "Periodics in it.", (int64_t)s->counts[PERIODIC]);
    prometheus_one(out, "prowgate_loaded_presets", "Presets in it.", (int64_t)s->preset_count);
    prometheus_one(out, "prowgate_loaded_files", "Files in it.", (int64_t)s->files);
}

static void put_guards(struct buf *out, const struct gate_decision *d)
{
    static const struct {
        const char *name;
        enum guard_state state;
    } states[] = { { "holds", GUARD_HOLDS },
                   { "rejects", GUARD_REJECTS },
                   { "undecided", GUARD_UNDECIDED },
                   { "not-proven", GUARD_NOT_PROVEN } };

    prometheus_gauge(out, "prowgate_guard_state", "What each guard of the gate found: 1 for the state that it is in.");
    for (size_t i = 0; i < GUARD_COUNT; i++)
        for (size_t k = 0; k < COUNT_OF(states); k++) {
            struct prometheus_label labels[] = { { "guard", str_c(guard_name((enum guard_id)i)) },
                                                 { "state", str_c(states[k].name) } };
            prometheus_sample(out, "prowgate_guard_state", labels, 2,
                              (d ? d->guards[i].state : GUARD_UNDECIDED) == states[k].state);
        }
    prometheus_gauge(out, "prowgate_guard_skipped", "1 when the guard was left out by --skip-guard.");
    for (size_t i = 0; i < GUARD_COUNT; i++) {
        struct prometheus_label label = { "guard", str_c(guard_name((enum guard_id)i)) };
        prometheus_sample(out, "prowgate_guard_skipped", &label, 1, d && d->guards[i].skipped);
    }
}

/* Findings of one rule, by severity. */
struct tally {
    int64_t count[SEVERITY_ERROR + 1];
};

static void count_findings(struct map *by_rule, struct arena *a, const struct findings *list)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct finding *f = list->items[i];
        void **tally = map_at(by_rule, str_c(f->rule->id));
        if (!*tally)
            *tally = ARENA_NEW(a, struct tally);
        if (!f->suppressed || f->rule->undecided)
            ((struct tally *)*tally)->count[f->severity]++;
    }
}

static int by_key(const void *a, const void *b)
{
    return str_cmp(((const struct map_entry *)a)->key, ((const struct map_entry *)b)->key);
}

static void put_findings_of(struct buf *out, struct str side, const struct findings *list)
{
    struct arena a = { 0 };
    struct map by_rule;

    map_init(&by_rule, &a);
    count_findings(&by_rule, &a, list);
    if (by_rule.count > 1)
        qsort(by_rule.entries, by_rule.count, sizeof *by_rule.entries, by_key); /* no look-up comes after this */
    for (size_t i = 0; i < by_rule.count; i++)
        for (int s = SEVERITY_ERROR; s > SEVERITY_OFF; s--) {
            const struct tally *t = by_rule.entries[i].value;
            struct prometheus_label labels[] = { { "side", side },
                                                 { "rule", by_rule.entries[i].key },
                                                 { "severity", str_c(severity_name((enum severity)s)) } };
            if (t->count[s])
                prometheus_sample(out, "prowgate_findings", labels, 3, t->count[s]);
        }
    arena_free(&a);
}

static void put_findings(struct buf *out, const struct gate_decision *d)
{
    prometheus_gauge(out, "prowgate_findings",
                     "Findings by rule and severity, on each side and on the change; silenced ones left out.");
    if (!d)
        return;
    put_findings_of(out, STR("before"), d->before.findings);
    put_findings_of(out, STR("after"), d->after.findings);
    put_findings_of(out, STR("change"), d->delta_findings);
}

/* The org of a repo key: what stands before the first slash, the scheme of a Gerrit URL left out of the count. */
static struct str org_of(struct str repo)
{
    size_t scheme = str_find(repo, STR("://")), start = scheme == SIZE_MAX ? 0 : scheme + 3;
    size_t slash = str_find_char(str_from(repo, start), '/');

    return slash == SIZE_MAX ? repo : str_slice(repo, 0, start + slash);
}

static int by_retired(const void *a, const void *b)
{
    const struct delta_repo_change *x = *(const struct delta_repo_change *const *)a;
    const struct delta_repo_change *y = *(const struct delta_repo_change *const *)b;

    if (x->retired_count != y->retired_count)
        return x->retired_count < y->retired_count ? 1 : -1;
    return str_cmp(x->repo, y->repo);
}

static void put_retired(struct buf *out, const struct delta *delta)
{
    struct arena a = { 0 };
    const struct delta_repo_change **repos = ARENA_ARRAY(&a, const struct delta_repo_change *, delta->repo_count + 1);
    int64_t others = 0;
    size_t n = 0;

    for (size_t i = 0; i < delta->repo_count; i++)
        if (delta->repos[i].retired_count)
            repos[n++] = &delta->repos[i];
    if (n > 1)
        qsort(repos, n, sizeof *repos, by_retired);
    for (size_t i = 0; i < n; i++) {
        struct str repo = repos[i]->repo, org = org_of(repo);
        struct prometheus_label labels[] = { { "org", org }, { "repo", str_from(repo, org.len ? org.len + 1 : 0) } };
        if (i < METRICS_MOST_REPOS)
            prometheus_sample(out, "prowgate_contexts_retired", labels, 2, (int64_t)repos[i]->retired_count);
        else
            others += (int64_t)repos[i]->retired_count;
    }
    prometheus_one(out, "prowgate_contexts_retired_elsewhere",
                   "The same in all repos beyond the hundred with the most.", others);
    arena_free(&a);
}

static void put_contexts(struct buf *out, const struct gate_decision *d)
{
    static const struct delta none;
    const struct delta *delta = d && d->delta ? d->delta : &none;
    const struct {
        const char *name;
        size_t count;
    } all[] = { { "added", delta->totals.added },
                { "retired", delta->totals.retired },
                { "migrated", delta->totals.migrated } };

    prometheus_gauge(out, "prowgate_contexts",
                     "What status-reconciler would do to contexts on open pull requests, if the change is acted on.");
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        struct prometheus_label label = { "action", str_c(all[i].name) };
        prometheus_sample(out, "prowgate_contexts", &label, 1, (int64_t)all[i].count);
    }
    prometheus_gauge(out, "prowgate_contexts_retired", "Contexts that the change retires, by repo.");
    put_retired(out, delta);
}

/* Not said where it is not known: a run that came to no decision may not have looked. */
static void put_last_good(struct buf *out, const struct gate_decision *d)
{
    prometheus_one(out, "prowgate_last_good_timestamp_seconds",
                   "When the last known good configuration was saved; 0 when there is none.", d->last_good);
    prometheus_one(out, "prowgate_last_good_generation", "Its generation; 0 when there is none.",
                   (int64_t)d->generation);
}

void metrics_decision(struct buf *out, const struct gate_decision *d, const char *version, int64_t time,
                      uint64_t elapsed_ms)
{
    struct prometheus_label label = { "version", str_c(version) };

    prometheus_gauge(out, "prowgate_build_info", "The version of prowgate.");
    prometheus_sample(out, "prowgate_build_info", &label, 1, 1);
    prometheus_one(out, "prowgate_last_run_timestamp_seconds", "When the configuration was judged.",
                   d ? d->time : time);
    prometheus_gauge(out, "prowgate_last_run_duration_seconds", "How long that took.");
    prometheus_seconds(out, "prowgate_last_run_duration_seconds", elapsed_ms);
    if (d)
        put_last_good(out, d);
    put_loaded(out, d);
    put_guards(out, d);
    put_findings(out, d);
    put_contexts(out, d);
}
