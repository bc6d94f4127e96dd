#include "pipeline/survey/retry.h"

#include "base/path.h"

#define SECOND INT64_C(1000000000)

/* The number behind a word, in seconds, with what follows it taken for a unit; 0 where there is none. */
static int64_t seconds_after(struct str text, size_t at, struct arena *a)
{
    size_t end = at;
    int64_t n = 0;

    while (end < text.len && text.p[end] >= '0' && text.p[end] <= '9' && n < 1000000)
        n = n * 10 + (text.p[end++] - '0');
    if (end < text.len && (text.p[end] == 's' || text.p[end] == 'm' || text.p[end] == 'h'))
        return retry_duration(str_slice(text, at, end + 1), a) / SECOND;
    return n;
}

/* How long what a manifest starts may take by its own word: the longest deadline of a Job, without one all that its commands
 * wait for, one after the other. *at: where that is said. */
static int64_t longest(struct str text, size_t *at, struct arena *a)
{
    static const char deadline[] = "activeDeadlineSeconds:", wait[] = "--timeout=";
    int64_t most = 0, waits = 0;
    size_t first = SIZE_MAX;

    for (size_t i = 0; i < text.len; i++) {
        struct str rest = str_from(text, i);

        if (str_starts(rest, str_c(deadline))) {
            size_t value = i + sizeof deadline - 1;

            while (value < text.len && text.p[value] == ' ')
                value++;
            if (seconds_after(text, value, a) > most) {
                most = seconds_after(text, value, a);
                *at = i;
            }
        } else if (str_starts(rest, str_c(wait))) {
            waits += seconds_after(text, i + sizeof wait - 1, a);
            first = first == SIZE_MAX ? i : first;
        }
    }
    if (most || !waits)
        return most;
    *at = first;
    return waits;
}

static void judge(struct survey *s, const struct survey_step *e, struct str path, int64_t timeout)
{
    struct str text = survey_text(s, path);
    size_t at = 0;
    int64_t most = str_has(text, STR("helm.sh/hook")) ? longest(text, &at, s->arena) : 0;
    struct fault *f;

    if (most * SECOND <= timeout)
        return;
    f = survey_say(s, e->in, step_field(e, "timeout") ? step_field(e, "timeout") : e->step->node,
                   "Helm waits %lld s for %.*s%s, a hook of whose chart may take %lld s: the step fails while the job "
                   "still runs",
                   (long long)(timeout / SECOND), STR_ARG(e->step->name),
                   step_field(e, "timeout") ? "" : " (its default)", (long long)most);
    fault_also(s->files->sources, f, faults_line(s->files->sources, path, at), "the hook's own time");
}

static void check_chart(struct survey *s, const struct survey_step *e, struct str dir, int64_t timeout)
{
    struct str templates = path_join(s->arena, survey_path(s, e->in, dir), STR("templates"));
    struct fs_listing list = { 0 };
    struct fs_error error;

    if (!survey_is_folder(s, templates) || !fs_list(s->all->run->fs, templates, s->arena, &list, &error))
        return;
    for (size_t i = 0; i < list.count; i++)
        if (str_ends(list.names[i].name, STR(".yaml")) || str_ends(list.names[i].name, STR(".yml")))
            judge(s, e, path_join(s->arena, templates, list.names[i].name), timeout);
}

/* ARO-HCP b8bd6deb9 (five minutes for jobs that had thirty). Each step's chart is read once for a timeout, not in every context. */
static void check(struct survey *s)
{
    struct str context = s->context;

    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct str dir = step_text(e, "chartDir"), said = step_text(e, "timeout"), key;
        int64_t timeout = retry_attempt(e, s->arena);
        void **been;

        if (!step_is(e, "Helm") || !dir.len || text_is_open(dir) || text_is_open(said))
            continue;
        key = ARENA_JOIN(s->all->arena, STR("helm-timeout "), e->in->pipeline->path, STR(" "), e->group->name, STR(" "),
                         e->step->name, STR(" "), dir, STR(" "), said);
        been = map_at(&s->all->seen, key);
        s->context = (struct str){ "", 0 };
        if (!*been)
            check_chart(s, e, dir, timeout);
        *been = s->all;
        s->context = context;
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_helm_timeout = {
    .id = "helm-timeout",
    .summary = "Helm waits as long as the hooks of its chart may take.",
    .severity = SEVERITY_INFO,
    .pipelines = true,
    .survey = &survey,
};
