#include "delta/own_pairs.h"

#include "prow/own/own_subject.h"

struct pairs {
    struct own_run run;
    const struct delta *delta;
    struct arena arena; /* of the run */
    struct cel_value deployed;
};

static struct own_texts presets_of(const struct delta_side *side, const struct delta_job *j, struct arena *a)
{
    struct str *names = ARENA_ARRAY(a, struct str, j->preset_count);

    for (size_t i = 0; i < j->preset_count; i++)
        names[i] = side->presets[j->presets[i]].name;
    return (struct own_texts){ names, j->preset_count };
}

static struct cel_value side_value(const struct delta_side *side, const struct delta_job *j, const void *place,
                                   struct arena *a)
{
    struct own_side *s;

    if (!j)
        return cel_null();
    s = ARENA_NEW(a, struct own_side);
    *s = (struct own_side){
        .kind = str_c(job_kind_name(j->kind)),
        .repo = j->repo,
        .name = j->name,
        .context = j->context,
        .cluster = j->cluster,
        .agent = j->agent,
        .trigger = j->trigger,
        .run_if_changed = j->run_if_changed,
        .skip_if_only_changed = j->skip_if_only_changed,
        .branches = { j->branches.only, j->branches.only_count },
        .skip_branches = { j->branches.skip, j->branches.skip_count },
        .presets = presets_of(side, j, a),
        .always_run = j->always_run,
        .optional = j->optional,
        .skip_report = j->skip_report,
        .in_repo = j->inrepo,
        .at = j->at,
    };
    return own_record(a, own_side_fields, s, place);
}

static struct cel_value fields_value(unsigned fields, struct arena *a)
{
    static const struct {
        unsigned field;
        struct str name;
    } all[] = {
        { FIELD_BRANCHES, STR_INIT("branches") },
        { FIELD_OPTIONAL, STR_INIT("optional") },
        { FIELD_SKIP_REPORT, STR_INIT("skip_report") },
        { FIELD_ALWAYS_RUN, STR_INIT("always_run") },
        { FIELD_FILES, STR_INIT("files") },
        { FIELD_CONTEXT, STR_INIT("context") },
        { FIELD_CLUSTER, STR_INIT("cluster") },
        { FIELD_PRESETS, STR_INIT("presets") },
        { FIELD_WORK, STR_INIT("work") },
        { FIELD_OWN, STR_INIT("other") },
        { FIELD_GIVEN, STR_INIT("given") },
        { FIELD_DEFAULTS, STR_INIT("defaults") },
        { FIELD_TRIGGER, STR_INIT("trigger") },
    };
    struct str *names = ARENA_ARRAY(a, struct str, COUNT_OF(all));
    size_t count = 0;

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (fields & all[i].field)
            names[count++] = all[i].name;
    return own_strings(a, names, count);
}

/* What is gone is pointed to by AFTER's file as a whole: what stood there in BEFORE is no place any more. */
static void ask(struct pairs *p, const char *change, const char *fate, unsigned fields, const struct delta_job *was,
                const struct delta_job *is)
{
    struct arena *a = &p->run.arena;
    const struct delta_job *job = is ? is : was;
    struct own_subject s = { .kind = OWN_PAIR, .what = "pair" };
    struct str org, rest;

    s.at.file = job->at.file;
    if (is)
        s.at = is->at;
    else
        s.also = was->at;
    str_cut(job->repo, '/', &org, &rest);
    own_subject_add(&s, STR("was"), side_value(p->delta->before, was, NULL, a));
    own_subject_add(&s, STR("is"), side_value(p->delta->after, is, is ? &is->at : NULL, a));
    own_subject_add(&s, STR("change"), cel_string(str_c(change)));
    own_subject_add(&s, STR("fate"), cel_string(str_c(fate)));
    own_subject_add(&s, STR("fields"), fields_value(fields, a));
    own_subject_add(&s, STR("repo"), cel_string(job->repo));
    own_subject_add(&s, STR("org"), cel_string(org));
    own_subject_add(&s, STR("file"), cel_string(job->at.file));
    own_subject_add(&s, STR("deployed"), p->deployed);
    own_run_subject(&p->run, &s);
    arena_reset(a);
}

static void ask_changes(struct pairs *p, const struct delta_change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ask(p, "changed", "", changes[i].fields, changes[i].before, changes[i].after);
}

static void ask_repo(struct pairs *p, const struct delta_repo_change *r)
{
    static const char *const fates[] = {
        [FATE_PLAIN] = "gone", [FATE_RENAMED] = "renamed", [FATE_BRANCH_END] = "branch-end", [FATE_IN_REPO] = "in-repo"
    };

    for (size_t i = 0; i < r->fresh_count; i++)
        ask(p, "added", "", 0, NULL, r->fresh[i]);
    for (size_t i = 0; i < r->retired_count; i++)
        ask(p, "retired", fates[r->retired[i].fate], 0, r->retired[i].job, r->retired[i].now);
    for (size_t i = 0; i < r->migrated_count; i++)
        ask(p, "migrated", "", FIELD_CONTEXT, r->migrated[i].before, r->migrated[i].after);
    ask_changes(p, r->changes, r->change_count);
}

static void ask_others(struct pairs *p, const struct delta_others *o)
{
    for (size_t i = 0; i < o->fresh_count; i++)
        ask(p, "added", "", 0, NULL, o->fresh[i]);
    for (size_t i = 0; i < o->gone_count; i++)
        ask(p, "removed", "gone", 0, o->gone[i], NULL);
    ask_changes(p, o->changes, o->change_count);
}

void own_pairs_run(const struct own_rules *own, const struct rule_settings *s, const struct delta *d,
                   struct findings *out)
{
    struct pairs p = { .run = { .rules = own, .settings = s, .out = out }, .delta = d };

    if (!own_asks(&p.run, OWN_PAIR))
        return;
    p.deployed = own_deployed(s->window, &p.arena);
    for (size_t i = 0; i < d->repo_count; i++)
        ask_repo(&p, &d->repos[i]);
    ask_others(&p, &d->postsubmits);
    ask_others(&p, &d->periodics);
    own_run_end(&p.run);
    arena_free(&p.arena);
}
