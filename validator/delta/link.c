#include "delta/link.h"

#include "base/nearest.h"
#include "prow/files/facts.h"

#define MINUTE INT64_C(60000000000)

/* One gate that is held against the jobs of its name. */
struct linking {
    const struct link_waits *waits;
    const struct link_jobs *jobs;
    enum link_view view;
    const struct rule_settings *settings;
    struct findings *out;
    const struct link_wait *wait;
    struct arena *a;
};

/* At the pipeline or at the job, the other beside it, and the job's source in ci-operator's configuration. */
static struct finding *say(struct linking *l, const char *rule, const struct link_job *j, struct place at,
                           struct str upstream, struct str message)
{
    const struct link_wait *w = l->wait;
    bool of_jobs = l->view == LINK_OF_JOBS && j;
    struct finding *f = report_rule(l->settings, l->out, str_c(rule), of_jobs ? at : w->at, "%.*s", STR_ARG(message));

    if (!f)
        return NULL;
    f->prow_message = arena_copy(&l->out->arena, upstream);
    f->contexts = w->contexts;
    f->context_count = w->context_count;
    if (w->value.file.len)
        finding_relate(l->out, f, w->value, STR("the configuration names the job here"));
    if (of_jobs)
        finding_relate(l->out, f, w->at, STR("the pipeline waits for it here"));
    else if (j)
        finding_relate(l->out, f, at, STR("the job stands here"));
    if (j && j->source.file.len)
        finding_relate(l->out, f, j->source, STR("ci-operator's configuration makes the job from this test"));
    return f;
}

/* What is likely, and not certain. */
static void only_warn(struct finding *f)
{
    if (f && f->severity > SEVERITY_WARNING)
        f->severity = SEVERITY_WARNING;
}

static const char *asked_kind(const struct link_wait *w)
{
    return w->commit || w->ev2 ? "postsubmit" : "periodic";
}

static struct str not_found(const struct linking *l)
{
    const struct link_wait *w = l->wait;

    if (w->commit || w->ev2)
        return ARENA_JOIN(l->a, STR("failed to find associated postsubmit job \""), w->job, STR("\" from orgRepo \""),
                          w->repo, STR("\""));
    return ARENA_JOIN(l->a, STR("failed to find associated periodic job \""), w->job, STR("\""));
}

static struct str step_of(const struct linking *l)
{
    return rollout_short(l->wait->step);
}

static void say_missing(struct linking *l)
{
    const struct link_wait *w = l->wait;
    const struct place *source = map_get(&l->jobs->sources, w->job);
    const struct link_name *best = NULL;
    size_t least = SIZE_MAX;
    struct finding *f;

    for (size_t i = 0; i < l->jobs->name_count; i++)
        if (nearest_better(w->job, l->jobs->names[i].name, &least))
            best = &l->jobs->names[i];
    f = say(l, "gate-job-missing", NULL, w->at, not_found(l),
            ARENA_JOIN(l->a, STR("gate "), step_of(l), STR(" starts the job "), w->job,
                       STR(", and Prow has no job of that name: the roll-out ends here"),
                       best ? STR("; did you mean ") : STR(""), best ? best->name : STR(""),
                       best ? STR("?") : STR("")));
    if (f && best)
        finding_relate(l->out, f, best->at, STR("this one is called nearly so"));
    if (f && source)
        finding_relate(l->out, f, *source, STR("ci-operator's configuration has this test: its job was not generated"));
}

/* With a commit the executor asks Gangway for a postsubmit, without one for a periodic; EV2's generator gives one. */
static bool check_kind(struct linking *l, const struct link_job *j)
{
    const struct link_wait *w = l->wait;
    bool wanted = (w->commit || w->ev2) ? j->kind == POSTSUBMIT : j->kind == PERIODIC;
    struct finding *f;

    if (wanted)
        return true;
    f = say(l, "gate-job-kind", j, j->at, not_found(l),
            ARENA_JOIN(l->a, STR("gate "), step_of(l), STR(" asks for a "), str_c(asked_kind(w)), STR(", "),
                       w->commit ? STR("as it gives a commit")
                       : w->ev2  ? STR("as EV2 gives the commit that is rolled out")
                                 : STR("as it gives no commit"),
                       STR(", and "), w->job, STR(" is a "), str_c(job_kind_name(j->kind)),
                       STR(": it is not started")));
    if (!w->commit && w->ev2)
        only_warn(f);
    return false;
}

static bool check_ref(struct linking *l, const struct link_job *j)
{
    const struct link_wait *w = l->wait;
    struct patterns patterns = { 0 };
    bool on_branch;

    if (j->kind == PERIODIC)
        return true;
    if (!str_eq(j->repo, w->repo)) {
        say(l, "gate-job-branch", j, j->at, not_found(l),
            ARENA_JOIN(l->a, STR("gate "), step_of(l), STR(" starts "), w->job, STR(" for "), w->repo,
                       STR(", and the job is of "), j->repo));
        return false;
    }
    on_branch = branches_include(l->a, &j->branches, &patterns, w->base_ref);
    patterns_free(&patterns);
    if (!on_branch)
        say(l, "gate-job-branch", j, j->at, not_found(l),
            ARENA_JOIN(l->a, STR("gate "), step_of(l), STR(" starts "), w->job, STR(" for branch "), w->base_ref,
                       STR(", on which the job does not run")));
    return on_branch;
}

static void check_itself(struct linking *l, const struct link_job *j)
{
    if (j->kind != POSTSUBMIT || (!j->always_run && (j->never || !j->run_if_changed.len)))
        return;
    say(l, "gate-job-automatic", j, j->at, STR(""),
        ARENA_JOIN(l->a, l->wait->job, STR(" is a gate, and "),
                   j->always_run ? STR("runs by itself on every merge, too")
                                 : ARENA_JOIN(l->a, STR("runs by itself on merges that touch "), j->run_if_changed),
                   STR(": gates wait behind those runs for their turn; only Gangway starts it with always_run: false "
                       "and run_if_changed: ^$")));
}

static void check_cluster(struct linking *l, const struct link_job *j)
{
    const struct fact_list *known = l->jobs->clusters;

    if (known && known->known && !fact_find(known, j->cluster))
        say(l, "gate-job-cluster", j, j->at, STR(""),
            ARENA_JOIN(l->a, l->wait->job, STR(" runs on cluster "), j->cluster,
                       STR(", which is none of the known ones: the gate never starts")));
    else if ((!known || !known->known) && j->alone)
        only_warn(
            say(l, "gate-job-cluster", j, j->at, STR(""),
                ARENA_JOIN(l->a, l->wait->job, STR(" runs on cluster "), j->cluster,
                           STR(", on which no other job beside it does: whether Prow has it is not known (--clusters "
                               "says)"))));
}

static struct str hours(struct arena *a, int64_t ns)
{
    int64_t minutes = ns / MINUTE;

    if (minutes % 60 == 0)
        return arena_printf(a, "%lldh", (long long)(minutes / 60));
    return arena_printf(a, "%lldh%lldm", (long long)(minutes / 60), (long long)(minutes % 60));
}

static void check_time(struct linking *l, const struct link_job *j)
{
    if (j->timeout <= l->waits->patience)
        return;
    say(l, "gate-job-timeout", j, j->timeout_at, STR(""),
        ARENA_JOIN(l->a, l->wait->job, STR(" has a timeout of "), hours(l->a, j->timeout), STR(", longer than the "),
                   hours(l->a, l->waits->patience),
                   STR(" that prow-job-executor waits: the gate fails while the job goes on")));
}

static bool lists(struct str list, struct str one)
{
    struct str item;

    while (list.len) {
        str_cut(list, ',', &item, &list);
        if (str_eq(str_trim(item), one))
            return true;
    }
    return false;
}

static void check_subscriptions(struct linking *l, const struct link_job *j)
{
    struct str list = l->wait->subscriptions, item;

    while (j->limits && list.len) {
        str_cut(list, ',', &item, &list);
        item = str_trim(item);
        if (!item.len || lists(j->subscriptions, item))
            continue;
        say(l, "gate-job-subscriptions", j, j->limits_at, STR(""),
            ARENA_JOIN(l->a, STR("gate "), step_of(l), STR(" allows subscription \""), item, STR("\", and "),
                       l->wait->job, STR(" has not got it: its ALLOWED_SUBSCRIPTIONS are \""), j->subscriptions,
                       STR("\"")));
    }
}

static bool same_branch(struct linking *l, const struct link_job *j)
{
    struct patterns patterns = { 0 };
    bool ok = j->kind == PERIODIC || branches_include(l->a, &j->branches, &patterns, l->wait->base_ref);

    patterns_free(&patterns);
    return ok;
}

/* Of several jobs of one name the one that can be meant: of the kind, the repository and the branch. */
static const struct link_job *choose(struct linking *l, bool *several)
{
    const struct link_wait *w = l->wait;
    uintptr_t first = (uintptr_t)map_get(&l->jobs->by_name, w->job);
    const struct link_job *any = NULL, *best = NULL;
    enum job_kind kind = w->commit || w->ev2 ? POSTSUBMIT : PERIODIC;

    *several = false;
    for (size_t i = first ? first - 1 : l->jobs->count; i < l->jobs->count; i++) {
        const struct link_job *j = &l->jobs->items[i];

        if (!str_eq(j->name, w->job))
            continue;
        any = any ? any : j;
        if (j->kind != kind || (kind == POSTSUBMIT && !str_eq(j->repo, w->repo)) || !same_branch(l, j))
            continue;
        *several = best != NULL;
        best = j;
    }
    return best ? best : any;
}

static void check_wait(struct linking *l)
{
    bool several;
    const struct link_job *j = choose(l, &several);

    if (!j) {
        say_missing(l);
        return;
    }
    if (several)
        say(l, "gate-job-missing", j, j->at,
            ARENA_JOIN(l->a, l->wait->job, STR(" matches multiple prow jobs from orgRepo \""), l->wait->repo,
                       STR("\"")),
            ARENA_JOIN(l->a, STR("gate "), step_of(l), STR(" starts "), l->wait->job,
                       STR(", and several jobs of that name run on "), l->wait->base_ref, STR(": none is started")));
    if (!check_kind(l, j) || !check_ref(l, j))
        return;
    check_itself(l, j);
    check_cluster(l, j);
    check_time(l, j);
    check_subscriptions(l, j);
}

/* What proves nothing says so. */
static void say_unseen(const struct link_waits *w, struct findings *out)
{
    const struct rule *rule = rule_find(STR("gate-job-missing"));
    struct arena *a = &out->arena;
    struct str step = rollout_short(w->open_step);

    if (w->open)
        findings_not_evaluated(out, rule,
                               arena_printf(a,
                                            "gate %.*s starts a job that is not known in %.*s%s, as values are kept "
                                            "elsewhere: whether Prow has it was not looked at",
                                            STR_ARG(step), STR_ARG(w->open_context),
                                            w->open > 1 ? arena_printf(a, " (and %zu more)", w->open - 1).p : ""));
    else if (!w->count)
        findings_not_evaluated(out, rule, STR("no step of the pipelines starts a job of Prow: there is no gate to hold"));
}

void link_check(const struct link_waits *w, const struct link_jobs *j, enum link_view view,
                const struct rule_settings *settings, struct findings *out)
{
    struct arena scratch = { 0 };
    struct linking l = { w, j, view, settings, out, NULL, &scratch };

    say_unseen(w, out);
    if (!j->known)
        return;
    if (j->unread.len && w->count) {
        report_rule(settings, out, STR("gate-jobs-unread"), (struct place){ j->unread, { 0 }, false },
                    "%.*s can't be read: whether Prow has the jobs that gates start is not known", STR_ARG(j->unread));
        arena_free(&scratch);
        return;
    }
    for (size_t i = 0; i < w->count; i++) {
        l.wait = &w->items[i];
        check_wait(&l);
    }
    arena_free(&scratch);
}
