/* Records: structs of ours as maps that are read in place, with the types of their fields. */
#include "prow/jobs/job.h"
#include "prow/own/own_types.h"

const struct cel_type own_list_of_strings = {
    .kind = CEL_TYPE_LIST, .count = 1, .name = STR_INIT("list"), .params = { &cel_type_string }
};

struct record {
    const struct own_field *fields;
    const void *of, *place;
};

static struct cel_value placed(const struct record *r, struct cel_value v)
{
    v.origin = r->place;
    v.opaque = v.kind == CEL_OPTIONAL || v.kind == CEL_OPAQUE ? v.opaque : OWN_FROM_PLACE;
    return v;
}

static size_t record_count(const struct cel_value *of)
{
    const struct record *r = of->foreign;
    size_t n = 0;

    while (r->fields[n].name)
        n++;
    return n;
}

static bool record_get(struct arena *a, const struct cel_value *of, struct str key, struct cel_value *out)
{
    const struct record *r = of->foreign;

    for (const struct own_field *f = r->fields; f->name; f++)
        if (str_eq(str_c(f->name), key))
            return *out = placed(r, f->get(r->of, a)), true;
    return false;
}

static bool record_next(struct arena *a, const struct cel_value *of, struct cel_cursor *c, struct cel_value *key,
                        struct cel_value *value)
{
    const struct record *r = of->foreign;
    const struct own_field *f = &r->fields[c->index];

    if (!f->name)
        return false;
    *key = cel_string(str_c(f->name));
    *value = placed(r, f->get(r->of, a));
    return true;
}

static const struct cel_class record_class = { .count = record_count, .get = record_get, .next = record_next };

struct cel_value own_record(struct arena *a, const struct own_field *fields, const void *of, const void *place)
{
    struct record *r = ARENA_NEW(a, struct record);

    *r = (struct record){ fields, of, place };
    return placed(r, (struct cel_value){ .kind = CEL_MAP, .foreign = r, .class = &record_class });
}

struct cel_value own_strings(struct arena *a, const struct str *items, size_t count)
{
    struct cel_value *values = ARENA_ARRAY(a, struct cel_value, count);

    for (size_t i = 0; i < count; i++)
        values[i] = cel_string(items[i]);
    return cel_list_value(a, values, count);
}

/* Fields of either struct: a text, a bool, a list of texts. */
#define FIELD(prefix, field, value)                                                                                    \
    static struct cel_value prefix##_##field(const void *of, struct arena *a)                                          \
    {                                                                                                                  \
        const RECORD *r = of;                                                                                          \
        (void)a;                                                                                                       \
        return value;                                                                                                  \
    }

#define RECORD struct job_summary
FIELD(job, kind, cel_string(str_c(job_kind_name(r->kind))))
FIELD(job, repo, cel_string(r->repo))
FIELD(job, name, cel_string(r->name))
FIELD(job, context, cel_string(r->context))
FIELD(job, cluster, cel_string(r->cluster))
FIELD(job, branches, own_strings(a, r->branches.only, r->branches.only_count))
FIELD(job, skip_branches, own_strings(a, r->branches.skip, r->branches.skip_count))
FIELD(job, trigger, cel_string(r->trigger.len ? r->trigger : job_default_trigger(a, r->name)))
FIELD(job, rerun_command, cel_string(r->rerun_command.len ? r->rerun_command : job_default_rerun_command(a, r->name)))
FIELD(job, always_run, cel_bool(r->always_run))
FIELD(job, optional, cel_bool(r->optional))
FIELD(job, skip_report, cel_bool(r->skip_report))
FIELD(job, decorate, cel_bool(r->decorate))
FIELD(job, in_repo, cel_bool(r->inrepo))
FIELD(job, file, cel_string(r->file))
FIELD(job, line, cel_int(r->name_span.line))
#undef RECORD

const struct own_field own_job_fields[] = {
    { "kind", &cel_type_string, job_kind },
    { "repo", &cel_type_string, job_repo },
    { "name", &cel_type_string, job_name },
    { "context", &cel_type_string, job_context },
    { "cluster", &cel_type_string, job_cluster },
    { "branches", &own_list_of_strings, job_branches },
    { "skip_branches", &own_list_of_strings, job_skip_branches },
    { "trigger", &cel_type_string, job_trigger },
    { "rerun_command", &cel_type_string, job_rerun_command },
    { "always_run", &cel_type_bool, job_always_run },
    { "optional", &cel_type_bool, job_optional },
    { "skip_report", &cel_type_bool, job_skip_report },
    { "decorate", &cel_type_bool, job_decorate },
    { "in_repo", &cel_type_bool, job_in_repo },
    { "file", &cel_type_string, job_file },
    { "line", &cel_type_int, job_line },
    { NULL, NULL, NULL },
};

#define RECORD struct own_side
FIELD(side, kind, cel_string(r->kind))
FIELD(side, repo, cel_string(r->repo))
FIELD(side, name, cel_string(r->name))
FIELD(side, context, cel_string(r->context))
FIELD(side, cluster, cel_string(r->cluster))
FIELD(side, agent, cel_string(r->agent))
FIELD(side, trigger, cel_string(r->trigger))
FIELD(side, branches, own_strings(a, r->branches.items, r->branches.count))
FIELD(side, skip_branches, own_strings(a, r->skip_branches.items, r->skip_branches.count))
FIELD(side, run_if_changed, cel_string(r->run_if_changed))
FIELD(side, skip_if_only_changed, cel_string(r->skip_if_only_changed))
FIELD(side, presets, own_strings(a, r->presets.items, r->presets.count))
FIELD(side, always_run, cel_bool(r->always_run))
FIELD(side, optional, cel_bool(r->optional))
FIELD(side, skip_report, cel_bool(r->skip_report))
FIELD(side, in_repo, cel_bool(r->in_repo))
FIELD(side, file, cel_string(r->at.file))
FIELD(side, line, cel_int(r->at.span.line))
#undef RECORD

const struct own_field own_side_fields[] = {
    { "kind", &cel_type_string, side_kind },
    { "repo", &cel_type_string, side_repo },
    { "name", &cel_type_string, side_name },
    { "context", &cel_type_string, side_context },
    { "cluster", &cel_type_string, side_cluster },
    { "agent", &cel_type_string, side_agent },
    { "trigger", &cel_type_string, side_trigger },
    { "branches", &own_list_of_strings, side_branches },
    { "skip_branches", &own_list_of_strings, side_skip_branches },
    { "run_if_changed", &cel_type_string, side_run_if_changed },
    { "skip_if_only_changed", &cel_type_string, side_skip_if_only_changed },
    { "presets", &own_list_of_strings, side_presets },
    { "always_run", &cel_type_bool, side_always_run },
    { "optional", &cel_type_bool, side_optional },
    { "skip_report", &cel_type_bool, side_skip_report },
    { "in_repo", &cel_type_bool, side_in_repo },
    { "file", &cel_type_string, side_file },
    { "line", &cel_type_int, side_line },
    { NULL, NULL, NULL },
};
