#include "command/reported.h"

#include "command/command.h"
#include "command/output.h"
#include "command/version.h"

#include "rule/rule.h"

struct report run_report(const struct prow_tree *t, const struct deployed_window *d)
{
    return (struct report){
        .deployed = d->components,
        .deployed_count = d->count,
        .files = t->files,
        .bytes = t->bytes,
        .presubmits = t->jobs[PRESUBMIT] + t->own_jobs[PRESUBMIT],
        .postsubmits = t->jobs[POSTSUBMIT] + t->own_jobs[POSTSUBMIT],
        .periodics = t->jobs[PERIODIC] + t->own_jobs[PERIODIC],
        .presets = t->preset_count,
        .fs = t->fs,
        .version = PROWGATE_VERSION,
    };
}

struct report run_report_side(const struct delta_side *s, const struct deployed_component *deployed, size_t count)
{
    return (struct report){
        .deployed = deployed,
        .deployed_count = count,
        .files = s->files,
        .bytes = s->bytes,
        .presubmits = s->counts[PRESUBMIT],
        .postsubmits = s->counts[POSTSUBMIT],
        .periodics = s->counts[PERIODIC],
        .presets = s->preset_count,
        .version = PROWGATE_VERSION,
    };
}

void run_tell(const struct args *args, struct findings *list, struct str id)
{
    struct finding *f = findings_add(list);
    struct str said = command_complaint(args);

    f->rule = rule_find(id);
    f->severity = SEVERITY_ERROR;
    f->message = arena_copy(&list->arena, said.len ? said : STR("what was asked for could not be looked at"));
}

enum exit_status run_undecided(const struct args *args)
{
    struct findings why = { 0 };
    struct report r = { .findings = &why, .version = PROWGATE_VERSION };

    if (args_has(args, "report") || !str_eq(args_text(args, "format", STR("text")), STR("text")))
        run_tell(args, &why, STR("nothing-decided"));
    if (why.count)
        output_write(args, &r);
    findings_free(&why);
    return EXIT_UNDECIDED;
}
