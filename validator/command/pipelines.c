#include "command/pipelines.h"

#include "command/command.h"
#include "pipeline/consumers.h"
#include "prow/versions/deployed.h"

static void list_flag(struct arena *arena, const struct args *args, const char *flag, struct str **list, size_t *count)
{
    struct str value;
    size_t n = 0;

    while (args_nth(args, flag, n, &value))
        n++;
    if (n == 0)
        return;
    *list = ARENA_ARRAY(arena, struct str, n);
    for (*count = 0; *count < n; (*count)++)
        args_nth(args, flag, *count, &(*list)[*count]);
}

static bool set_env(const struct args *args, struct pipeline_paths *p, struct str given)
{
    struct str name, value;

    if (!str_cut(given, '=', &name, &value)) {
        command_fail(args, "--set-env wants NAME=VALUE, not \"%.*s\"", STR_ARG(given));
        return false;
    }
    if (str_eq(name, STR("USER")))
        p->user = value;
    else if (str_eq(name, STR("BUILD_ID")))
        p->build_id = value;
    return true;
}

/* What the checks of ARO-HCP set, so that names have the length they have there. */
static void set_defaults(struct pipeline_paths *p)
{
    if (!p->user.p)
        p->user = STR("test");
    if (!p->build_id.p)
        p->build_id = STR("1234567890987654321");
}

bool pipelines_find(struct project *p, const struct fs *fs, struct arena *arena, const struct args *args)
{
    struct pipeline_paths *paths = &p->pipelines;
    struct str *environment = NULL;
    size_t count = 0;

    list_flag(arena, args, "topology", &paths->topologies, &paths->topology_count);
    list_flag(arena, args, "pipeline", &paths->pipelines, &paths->pipeline_count);
    list_flag(arena, args, "pipeline-config", &paths->overlays, &paths->overlay_count);
    list_flag(arena, args, "set-env", &environment, &count);
    for (size_t i = 0; i < count; i++)
        if (!set_env(args, paths, environment[i]))
            return false;
    set_defaults(paths);
    p->has_pipelines = pipelines_discover(paths, fs, arena);
    return true;
}

void pipelines_judge(const struct project *p, const struct fs *fs, const struct own_rules *own,
                     const struct rule_settings *settings, struct findings *findings, struct pipeline_counts *counts,
                     struct rollout *rollout)
{
    struct pipeline_paths paths = p->pipelines;

    paths.own = own->count ? own : NULL;
    if (p->has_pipelines && rollout)
        rollout_check(rollout, fs, &paths, true, settings, findings, counts);
    else if (p->has_pipelines)
        pipelines_check(fs, &paths, settings, findings, counts);
}

void pipelines_find_all(struct pipelines_found *found, const struct project *p, const struct fs *fs,
                        const struct own_rules *own, const struct rule_settings *settings)
{
    *found = (struct pipelines_found){ 0 };
    found->silences.arena = &found->arena;
    found->counts.silences = &found->silences;
    pipelines_judge(p, fs, own, settings, &found->findings, &found->counts, NULL);
}

void pipelines_found_add(const struct pipelines_found *found, struct findings *findings, struct silences *silences,
                         struct pipeline_counts *counts)
{
    struct silences *into = counts->silences;

    findings_copy_whole(findings, &found->findings);
    silences_join(silences, &found->silences);
    *counts = found->counts;
    counts->silences = into;
}

void pipelines_found_free(struct pipelines_found *found)
{
    findings_free(&found->findings);
    arena_free(&found->arena);
}

const struct deployed_component *pipelines_deployed(const struct project *p, const struct fs *fs, struct arena *arena,
                                                    const struct deployed_component *own, size_t *count)
{
    struct deployed_component *all = ARENA_ARRAY(arena, struct deployed_component, *count + CONSUMER_COUNT);
    struct faults sources;
    struct consumers c;

    if (!p->has_pipelines)
        return own;
    for (size_t i = 0; i < *count; i++)
        all[i] = own[i];
    faults_init(&sources, fs, arena);
    consumers_find(&c, &p->pipelines, &sources, arena);
    for (size_t i = 0; i < CONSUMER_COUNT; i++)
        all[(*count)++] =
            (struct deployed_component){ .component = str_c(c.each[i].name),
                                         .version = c.each[i].version.len ? c.each[i].version : STR("unknown"),
                                         .at = { c.each[i].at.file, c.each[i].at.span, false } };
    return all;
}
