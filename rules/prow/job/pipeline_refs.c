#include "rules/prow/job/pipeline_refs.h"

#include "base/ascii.h"
#include "schema/behaviour.h"

#include <stdarg.h>

/* The digits of the first PROW_EXTRA_GIT_REF_ that some follow. */
static struct str extra_digits(struct str name)
{
    static const struct str prefix = STR_INIT("PROW_EXTRA_GIT_REF_");
    size_t at, n = 0;

    while ((at = str_find(name, prefix)) != SIZE_MAX) {
        name = str_from(name, at + prefix.len);
        while (n < name.len && is_digit(name.p[n]))
            n++;
        if (n)
            break;
    }
    return str_slice(name, 0, n);
}

static uint64_t value_of(struct str digits)
{
    uint64_t v = 0;

    for (size_t i = 0; i < digits.len; i++) {
        if (v > (UINT64_MAX - 9) / 10)
            return UINT64_MAX;
        v = v * 10 + (uint64_t)(digits.p[i] - '0');
    }
    return v;
}

static struct pipeline_ref read_ref(const struct job *j, const struct node *holder, const char *ref_field,
                                    struct str path)
{
    struct pipeline_ref r = { .holder = holder, .ref = node_field(holder, str_c(ref_field)), .path = path };

    if (node_kind(r.ref) == NODE_NULL)
        return r.ref = NULL, r;
    r.name = node_field(r.ref, STR("name"));
    if (r.name)
        r.path = arena_printf(j->arena, "%.*s.%s.name", STR_ARG(path), ref_field);
    r.extra = extra_digits(text_or_empty(r.name));
    r.index = value_of(r.extra);
    return r;
}

static void read_list(const struct job *j, const struct node *list, const char *ref_field, const char *path,
                      struct pipeline_refs *refs)
{
    refs->items = ARENA_ARRAY(j->arena, struct pipeline_ref, node_count(list));
    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        refs->items[refs->count] =
            read_ref(j, node_value(e), ref_field, arena_printf(j->arena, "%s[%zu]", path, refs->count));
        refs->count++;
    }
}

bool pipeline_refs_read(const struct window *w, const struct job *j, struct pipeline_refs *refs)
{
    const char *field;
    const struct node *spec;

    *refs = (struct pipeline_refs){ .holder = "task" };
    if (!agent_is(j, "tekton-pipeline") || !behaviour_may_hold(w, BEHAVIOUR_PIPELINE_RUN_SPEC_REFS))
        return false;
    spec = agent_pipeline_run_spec(j, behaviour_may_hold(w, BEHAVIOUR_TEKTON_PIPELINE_RUN_SPEC), &field);
    if (!spec)
        return false;
    if (str_eq(str_c(field), STR("tekton_pipeline_run_spec")))
        field = "tekton_pipeline_run_spec.v1beta1";
    refs->extra_refs = job_collection(j, "extra_refs");
    refs->extra_count = node_count(refs->extra_refs);
    if (behaviour_may_hold(w, BEHAVIOUR_PIPELINE_RUN_SPEC_TASK_REFS)) {
        read_list(j, node_field(node_field(spec, STR("pipelineSpec")), STR("tasks")), "taskRef",
                  arena_printf(j->arena, "%s.pipelineSpec.tasks", field).p, refs);
    } else {
        refs->holder = "resource";
        read_list(j, node_field(spec, STR("resources")), "resourceRef", arena_printf(j->arena, "%s.resources", field).p,
                  refs);
    }
    return true;
}

bool pipeline_refs_use(const struct pipeline_refs *refs, uint64_t extra)
{
    for (size_t i = 0; i < refs->count; i++)
        if (refs->items[i].extra.len && refs->items[i].index == extra)
            return true;
    return false;
}

void pipeline_ref_report(struct check *c, const struct job *j, const struct pipeline_ref *ref, const char *fmt, ...)
{
    struct str text;
    va_list ap;

    va_start(ap, fmt);
    text = arena_vprintf(j->arena, fmt, ap);
    va_end(ap);
    job_report_at(c, j, prow_place(j->file, ref->name ? ref->name : ref->holder), ref->path, "%.*s", STR_ARG(text));
}
