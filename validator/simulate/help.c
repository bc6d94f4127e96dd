/* What may be asked for, and the message that says so (pjutil.AvailablePresubmits, HelpMessage). */
#include "schema/behaviour.h"
#include "simulate/trigger.h"

static struct choice by_any_command(const void *context, const struct simulation *s, const struct job_summary *j)
{
    (void)context;
    (void)s;
    (void)j;
    /* Every job answers to its own command: Prow loads no other. */
    return (struct choice){ true, true, true };
}

void trigger_available(struct available *out, const struct simulation *s, struct str branch,
                       const struct changed_files *files)
{
    presubmits_test_all(&out->test_all, s, branch, files);
    presubmits_filter(&out->by_command, s, branch, files, by_any_command, NULL);
}

bool trigger_sorts_commands(const struct simulation *s)
{
    return behaviour_may_hold(s->window, BEHAVIOUR_TRIGGER_HELP_BY_NEED);
}

struct name_list trigger_texts(const struct simulation *s, const struct started *jobs, bool by_name, bool optional,
                               bool required)
{
    struct str *texts = ARENA_ARRAY(s->arena, struct str, jobs->count);
    struct name_list all = { 0 }, sorted = { NULL, 0, true };

    for (size_t i = 0; i < jobs->count; i++)
        if (jobs->jobs[i]->optional ? optional : required)
            texts[all.count++] = by_name ? jobs->jobs[i]->name : job_rerun_command(s, jobs->jobs[i]);
    all.texts = texts;
    all.given = true;
    if (!trigger_sorts_commands(s))
        return all;
    name_list_join(s->arena, &sorted, &all);
    return sorted;
}

static void put_list(struct buf *b, const struct simulation *s, const struct name_list *l)
{
    bool fenced = behaviour_may_hold(s->window, BEHAVIOUR_TRIGGER_HELP_IN_FENCES);

    for (size_t i = 0; i < l->count; i++)
        buf_printf(b, fenced ? "\n```\n%.*s\n```" : "\n* `%.*s`", STR_ARG(l->texts[i]));
    buf_put(b, STR("\n\n"));
}

static void put_commands(struct buf *b, const struct simulation *s, const char *kind, const struct name_list *l)
{
    if (!l->count)
        return;
    buf_printf(b, "The following commands are available to trigger %sjobs:", kind);
    put_list(b, s, l);
}

struct str trigger_help(const struct simulation *s, const struct pull_request *pr, struct str note, struct str *error)
{
    bool sorts = trigger_sorts_commands(s);
    struct name_list all, required, optional;
    struct available available;
    struct buf b = { 0 };
    struct str text;

    trigger_available(&available, s, pr->branch, &pr->files);
    *error = available.test_all.error;
    if (error->len)
        return STR("");
    all = trigger_texts(s, &available.test_all, true, true, true);
    required = trigger_texts(s, &available.by_command, false, !sorts, true);
    optional = trigger_texts(s, &available.by_command, false, sorts, false);
    if (all.count + required.count + optional.count == 0)
        return ARENA_JOIN(s->arena, STR("No presubmit jobs available for "), s->org, STR("/"), s->repo, STR("@"),
                          pr->branch);
    buf_put(&b, note);
    put_commands(&b, s, sorts ? "required " : "", &required);
    put_commands(&b, s, "optional ", &optional);
    if (all.count == required.count + optional.count) {
        buf_put(&b, STR("Use `/test all` to run all jobs.\n"));
    } else if (all.count) {
        buf_put(&b, sorts ? STR("Use `/test all` to run the following jobs that were automatically triggered:")
                          : STR("Use `/test all` to run the following jobs:"));
        put_list(&b, s, &all);
    }
    text = arena_copy(s->arena, buf_str(&b));
    buf_free(&b);
    return text;
}
