/* What a version of a reader makes of the tree: pins, and what is newer than who reads it. */
#include "pipeline/check_parts.h"

enum { RECENT_DAYS = 30 };

static const struct str none = { "", 0 };

uint64_t version_time(struct str version)
{
    static const struct str before = STR_INIT("v0.0.0-");
    enum { DIGITS = 14 };
    uint64_t time = 0;

    if (!str_starts(version, before) || version.len < before.len + DIGITS)
        return 0;
    for (size_t k = before.len; k < before.len + DIGITS; k++) {
        if (version.p[k] < '0' || version.p[k] > '9')
            return 0;
        time = time * 10 + (uint64_t)(version.p[k] - '0');
    }
    return time;
}

/* Modules of ARO-Tools are one repository: a build of several commits of it was never tested as one. */
static void check_apart(struct pipelines_run *r, struct str file)
{
    static const char *const modules[] = { "pipelines",         "config",        "tools/prow-job-executor",
                                           "tools/grafanactl",  "tools/helm",    "tools/registration",
                                           "tools/secret-sync", "tools/cmdutils" };
    struct str text = faults_source(&r->faults, file), was = none, of = none;
    size_t first = 0, offset = 0;

    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        struct str version = gomod_version(text, str_c(modules[i]), &offset);
        struct fault *fault;

        if (!version.len || str_eq(version, was))
            continue;
        if (!was.len) {
            was = version;
            of = str_c(modules[i]);
            first = offset;
            continue;
        }
        fault = faults_add(&r->faults, "pins-apart", faults_line(&r->faults, file, offset), none,
                           ARENA_JOIN(r->arena, STR("ARO-Tools/"), str_c(modules[i]), STR(" is pinned to "), version,
                                      STR(", and ARO-Tools/"), of, STR(" to "), was,
                                      STR(": different commits of one repository")),
                           none);
        fault_also(&r->faults, fault, faults_line(&r->faults, file, first), "the other pin is here");
        return;
    }
}

void check_pins(struct pipelines_run *r)
{
    for (size_t i = 0; i < CONSUMER_COUNT; i++) {
        const struct consumer *c = &r->consumers.each[i];
        bool again = false;

        for (size_t k = 0; k < i; k++)
            again |= str_eq(r->consumers.each[k].version, c->version);
        if (c->unmerged && c->at.file.len && !again)
            faults_add(&r->faults, "pin-unmerged", c->at, none,
                       ARENA_JOIN(r->arena, c->version,
                                  STR(" never was on ARO-Tools' main line: what it knows may have changed before it "
                                      "was merged, and EV2 does not have it")),
                       none);
    }
    check_apart(r, r->paths->pin_from);
}

/* Days since a day long ago. */
static long days(uint64_t time)
{
    long y = (long)(time / 10000000000u), m = (long)(time / 100000000u % 100), d = (long)(time / 1000000u % 100);

    m = m <= 2 ? m + 9 : m - 3;
    y -= m >= 10;
    return y * 365 + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + d;
}

/* Of a reader whose version nobody stated only this can be said: what was new when the tree's own pin was made may not
 * have reached it. */
static bool is_recent(const struct pipelines_run *r, uint64_t since)
{
    return since > 0 && days(r->pin) - days(since) < RECENT_DAYS;
}

static struct str version_words(const struct consumer *c, struct arena *a)
{
    return c->version.len ? c->version
                          : ARENA_JOIN(a, STR("a version of "), str_c(c->name), STR(" that nobody stated"));
}

/* A key of a topology that a reader drops. */
static void check_ignored(struct unit *u, enum consumer_id id, const char *name, struct fault_place at)
{
    struct pipelines_run *r = u->run;
    const struct consumer *c = &r->consumers.each[id];
    struct honoured h = consumer_honours(&r->consumers, id, "topology", str_c(name));
    struct arena *a = r->arena;

    if (!h.known || h.is || (c->time == 0 && !is_recent(r, h.since)))
        return;
    if (c->time == 0)
        faults_add(&r->faults, "ev2-version-unknown", at, none,
                   ARENA_JOIN(a, str_c(name), STR(" is read since "), history_day(h.since, a), STR(" ("), h.commit,
                              STR("); whether EV2 reads it is not known, as nobody stated its version")),
                   none);
    else
        faults_add(&r->faults, "consumer-ignores", at, none,
                   ARENA_JOIN(a, str_c(c->name), STR(" "), c->version, STR(" does not read "), str_c(name), STR(": "),
                              h.without, STR("; it is read since "), history_day(h.since, a), STR(" ("), h.commit,
                              STR(")")),
                   none);
}

static void check_readers(struct unit *u, const struct node *map, const char *key, const char *name, uint32_t topology)
{
    const struct node *at = node_field_key(map, str_c(key));
    struct fault_place place;

    if (!at)
        return;
    place = faults_line(&u->run->faults, u->topology.paths[topology], at->start);
    check_ignored(u, CONSUMER_TEMPLATIZE, name, place);
    if (u->ev2)
        check_ignored(u, CONSUMER_EV2, name, place);
}

void check_topology_versions(struct unit *u)
{
    if (!u->loaded || u->overlaid)
        return;
    for (const struct service *s = u->topology.first; s; s = service_next(s, NULL)) {
        check_readers(u, s->node, "externalParent", "service.externalParent", s->topology);
        check_readers(u, s->node, "stamped", "service.stamped", s->topology);
    }
    for (size_t i = 0; i < u->topology.entrypoint_count; i++)
        check_readers(u, u->topology.entrypoints[i].node, "safeFly", "entrypoint.safeFly",
                      u->topology.entrypoints[i].topology);
}

struct version_check {
    struct judging *judging;
    const struct pipeline *pipeline;
};

/* Each thing once, where it stands first. */
static void say_unknown(const struct version_check *k, const struct node *at, struct str what,
                        const struct history_row *row)
{
    struct pipelines_run *r = k->judging->unit->run;
    struct arena *a = k->judging->arena;
    struct fault_place place, *first;

    if (!row || !is_recent(r, row->since))
        return;
    place = place_in_pipeline(k->judging, k->pipeline, at);
    first = map_get(&r->unknown, what);
    if (first && (!str_eq(first->file, place.file) || first->span.line != place.span.line))
        return;
    if (!first) {
        first = ARENA_NEW(r->arena, struct fault_place);
        *first = (struct fault_place){ arena_copy(r->arena, place.file), place.span };
        *map_at(&r->unknown, arena_copy(r->arena, what)) = first;
    }
    faults_add(&r->faults, "ev2-version-unknown", place, none,
               ARENA_JOIN(a, what, STR(" is known since "), history_when(row, a),
                          STR("; whether EV2 knows it is not known, as nobody stated its version")),
               none);
}

/* Nobody said what EV2 runs: what is new is named. */
static void check_step_unknown(const struct version_check *k, const struct step *s)
{
    const struct history *h = &k->judging->unit->run->history;
    struct arena *a = k->judging->arena;
    const struct history_row *action = history_of_step(h, s->action, none);

    say_unknown(k, node_field(s->node, STR("action")), ARENA_JOIN(a, STR("action "), s->action), action);
    if (!action || is_recent(k->judging->unit->run, action->since))
        return;
    for (const struct node *key = node_first_key(s->node); key; key = node_next_key(s->node, key))
        say_unknown(k, key, ARENA_JOIN(a, s->action, STR("."), node_text(key)),
                    history_of_step(h, s->action, node_text(key)));
}

static void check_group_unknown(const struct version_check *k, const struct group *g)
{
    const struct history *h = &k->judging->unit->run->history;

    for (const struct node *key = node_first_key(g->node); key; key = node_next_key(g->node, key))
        say_unknown(k, key, node_text(key), history_of_key(h, "rg", node_text(key)));
    for (size_t i = 0; i < g->step_count; i++)
        check_step_unknown(k, &g->steps[i]);
}

static void say_ev2_cause(const struct version_check *k, const struct schema_cause *c)
{
    struct judging *j = k->judging;
    const struct consumer *ev2 = &j->unit->run->consumers.each[CONSUMER_EV2];
    const struct node *at = c->key ? c->key : c->instance;
    struct arena *a = j->arena;

    faults_add(&j->unit->run->faults, "ev2-too-old",
               place_in_pipeline(j, k->pipeline, at ? at : k->pipeline->tape.root), none,
               ARENA_JOIN(a, c->pointer.len ? str_from(c->pointer, 1) : STR("the pipeline"),
                          STR(": EV2's generator has ARO-Tools "), ev2->version, STR(", which refuses this: "),
                          c->kind == CAUSE_FALSE ? STR("its schema does not have this key") : c->text),
               c->text);
}

/* What EV2's generator would say, by the schema that it has. */
static void check_ev2_schema(const struct version_check *k)
{
    struct judging *j = k->judging;
    const struct schema_cause *cause;
    struct causes causes = { 0 };
    bool undecided = false;

    if (!j->unit->run->ev2_schema)
        return;
    cause = schema_causes(j->unit->run->ev2_schema, k->pipeline->tape.root, NULL, j->arena, &undecided);
    if (!cause)
        return;
    causes_collect(&causes, cause, j->arena);
    for (size_t i = 0; i < causes.count; i++)
        say_ev2_cause(k, causes.at[i]);
}

/* An action that is newer is no error of a schema: its step would be a name that does nothing. */
static void check_ev2_action(const struct version_check *k, const struct step *s)
{
    struct pipelines_run *r = k->judging->unit->run;
    const struct consumer *ev2 = &r->consumers.each[CONSUMER_EV2];
    const struct history_row *row = history_of_step(&r->history, s->action, none);
    struct arena *a = k->judging->arena;

    if (s->known && row && row->since > ev2->time)
        faults_add(&r->faults, "ev2-too-old",
                   place_in_pipeline(k->judging, k->pipeline, node_field(s->node, STR("action"))), none,
                   ARENA_JOIN(a, STR("EV2's generator has ARO-Tools "), ev2->version, STR(", which has no action "),
                              s->action, STR("; it is known since "), history_when(row, a)),
                   none);
}

static void check_ev2(const struct version_check *k)
{
    const struct pipelines_run *r = k->judging->unit->run;
    const struct pipeline *p = k->pipeline;

    if (r->consumers.each[CONSUMER_EV2].time) {
        check_ev2_schema(k);
        for (size_t i = 0; i < p->group_count; i++)
            for (size_t s = 0; s < p->groups[i].step_count; s++)
                check_ev2_action(k, &p->groups[i].steps[s]);
        return;
    }
    for (size_t i = 0; i < p->group_count; i++)
        check_group_unknown(k, &p->groups[i]);
}

static void check_marker(const struct version_check *k, const struct node *text)
{
    struct pipelines_run *r = k->judging->unit->run;
    const struct consumer *c = &r->consumers.each[CONSUMER_EXECUTOR];
    struct honoured h = consumer_honours(&r->consumers, CONSUMER_EXECUTOR, "marker", node_text(text));
    struct arena *a = k->judging->arena;
    struct str message;
    struct fault *fault;

    if (h.is || (!h.known && !str_starts(node_text(text), STR("ev2-retryable-"))))
        return;
    message = ARENA_JOIN(a, node_text(text), STR(" is printed by no version of prow-job-executor that is known"));
    if (h.known)
        message = ARENA_JOIN(a, node_text(text), STR(" is not printed by prow-job-executor as of "),
                             version_words(c, a), STR(": "), h.without, STR("; it is printed since "),
                             history_day(h.since, a), STR(" ("), h.commit, STR(")"));
    fault = faults_add(&r->faults, "retry-marker-unprinted", place_in_pipeline(k->judging, k->pipeline, text), none,
                       message, none);
    if (c->at.file.len)
        fault_also(&r->faults, fault, c->at, "the version is pinned here");
}

/* What becomes the executor's command line. */
static void check_prow_job(const struct version_check *k, const struct step *s)
{
    struct judging *j = k->judging;
    const struct node *retry = node_field(s->node, STR("automatedRetry")),
                      *texts = node_field(retry, STR("errorContainsAny")),
                      *gate = node_field(s->node, STR("gatePromotion"));

    if (!str_eq(s->action, STR("ProwJob")))
        return;
    for (const struct node *e = node_first(texts); e; e = node_next(texts, e))
        check_marker(k, node_value(e));
    if (node_kind(gate) == NODE_STRING && !executor_takes_bool(node_text(gate)))
        faults_add(&j->unit->run->faults, "prowjob-gate-promotion", place_in_pipeline(j, k->pipeline, gate), none,
                   ARENA_JOIN(j->arena, STR("gatePromotion is \""), node_text(gate),
                              STR("\", which prow-job-executor does not take for a bool: write true or false")),
                   ARENA_JOIN(j->arena, STR("invalid argument \""), node_text(gate),
                              STR("\" for \"--gate-promotion\" flag: strconv.ParseBool: parsing \""), node_text(gate),
                              STR("\": invalid syntax")));
}

void check_versions(struct judging *j, const struct pipeline *p)
{
    const struct version_check k = { j, p };

    if (j->unit->ev2)
        check_ev2(&k);
    for (size_t i = 0; i < p->group_count; i++) {
        const struct group *g = &p->groups[i];

        for (size_t s = 0; s < g->step_count; s++)
            check_prow_job(&k, &g->steps[s]);
        for (size_t s = 0; s < g->validation_count; s++)
            check_prow_job(&k, &g->validations[s]);
    }
}
