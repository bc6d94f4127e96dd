#include "command/linked.h"

#include "command/command.h"
#include "command/fetch.h"

static bool mount(struct linked *l, struct arena *arena, const char *name, struct seen_root *seen, const struct fs **fs)
{
    const struct source *s = &l->other.source;

    l->mount = ARENA_JOIN(arena, str_c(name), STR(":/"));
    if (!l->other.side.fs)
        return true;
    fs_mount_init(&l->fs, *fs, l->other.side.fs, ARENA_JOIN(arena, str_c(name), STR(":")));
    *fs = &l->fs.fs;
    seen->mount = l->mount;
    seen->mount_prefix = s->kind == SOURCE_FOLDER ? ARENA_JOIN(arena, s->name, STR("/")) : l->mount;
    return true;
}

/* What is wrong in the other tree is for those who keep it. */
static bool read_rollout(struct linked *l, struct arena *arena, const struct args *args)
{
    struct findings findings = { 0 };
    struct pipeline_counts counts = { 0 };
    struct rule_settings settings;
    struct window window = { 0 };

    if (l->other.side.state) {
        l->rollout = l->other.side.state->side.pipelines;
        if (l->rollout.known)
            return true;
    }
    if (!l->other.side.pipelines) {
        command_fail(args, "%.*s: no deployment pipelines are there", STR_ARG(l->other.side.name));
        return false;
    }
    rule_settings_init(&settings, arena, &window);
    rollout_check(&l->rollout, l->other.side.fs, l->other.side.pipelines, false, &settings, &findings, &counts);
    findings_free(&findings);
    for (size_t i = 0; i < l->rollout.context_count; i++)
        if (!l->rollout.contexts[i].valued && !l->rollout.contexts[i].partial) {
            command_fail(args, "%.*s: the configuration of %.*s does not resolve, so its gates are not known: prowgate "
                               "check says why",
                         STR_ARG(l->other.side.name), STR_ARG(l->rollout.contexts[i].name));
            return false;
        }
    if (rollout_is_whole(&l->rollout))
        return true;
    command_fail(args, "%.*s: not every pipeline there can be read: prowgate check says why",
                 STR_ARG(l->other.side.name));
    return false;
}

static bool open_other(struct linked *l, struct arena *arena, const struct args *args, const char *flag,
                       struct str tree, struct seen_root *seen, const struct fs **fs)
{
    l->view = str_eq(str_c(flag), STR("prow")) ? LINK_OF_PIPELINES : LINK_OF_JOBS;
    l->open = true;
    if (!opened_side_open(&l->other, arena, args, tree))
        return false;
    if (l->view == LINK_OF_JOBS)
        return read_rollout(l, arena, args) && mount(l, arena, flag, seen, fs);
    if (l->other.side.fs && !l->other.side.paths.config.len && !l->other.side.paths.jobs.len) {
        command_fail(args, "%.*s: there is no configuration of Prow", STR_ARG(l->other.side.name));
        return false;
    }
    if (l->other.side.fs && l->other.side.paths.facts.clusters.len) {
        l->lists = (struct prow_tree){ .fs = l->other.side.fs, .paths = l->other.side.paths };
        facts_read(&l->lists);
    }
    /* What gates ask of a job was the same at every version. */
    l->version = version_newest();
    l->window = (struct window){ .versions = &l->version, .count = 1 };
    return mount(l, arena, flag, seen, fs);
}

bool linked_open(struct linked *l, struct arena *arena, const struct args *args, struct project *judged,
                 const struct fs **fs)
{
    struct str prow = args_text(args, "prow", judged->linked_prow),
               pipelines = args_text(args, "pipelines", judged->linked_pipelines);

    if (prow.len && pipelines.len) {
        command_fail(args,
                     "--prow and --pipelines are the two sides of one link: one of them is the tree that is judged");
        return false;
    }
    /* Clusters are Prow's: the list that is given is the other tree's where this one has no Prow. */
    if (prow.len && !judged->paths.config.len)
        judged->paths.facts.clusters = (struct str){ "", 0 };
    if (prow.len)
        return open_other(l, arena, args, "prow", prow, &judged->seen, fs);
    return !pipelines.len || open_other(l, arena, args, "pipelines", pipelines, &judged->seen, fs);
}

void linked_close(struct linked *l)
{
    if (!l->open)
        return;
    if (!l->other.side.state)
        rollout_free(&l->rollout);
    if (l->lists.fs)
        arena_free(&l->lists.arena);
    opened_side_close(&l->other);
}

static void read_jobs(struct link_jobs *jobs, const struct link_waits *waits, const struct linked *l,
                      const struct linked_tree *tree)
{
    const struct side *other = &l->other.side;

    if (l->view == LINK_OF_JOBS && tree->saved)
        link_jobs_of_side(jobs, tree->saved);
    else if (l->view == LINK_OF_JOBS)
        link_jobs_read(jobs, waits, tree->fs, tree->paths, tree->window, STR(""));
    else if (other->state)
        link_jobs_of_side(jobs, &other->state->side);
    else
        link_jobs_read(jobs, waits, other->fs, &other->paths, &l->window, l->mount);
    if (l->lists.fs)
        jobs->clusters = &l->lists.facts.clusters;
}

void linked_check(struct linked *l, const struct linked_tree *tree, const struct rule_settings *settings,
                  struct findings *out)
{
    const struct rollout *rollout = l->view == LINK_OF_JOBS ? &l->rollout : tree->rollout;
    struct findings found = { 0 };
    struct link_waits waits;
    struct link_jobs jobs;

    if (!l->open)
        return;
    if (!rollout || !rollout->known) {
        findings_not_evaluated(out, rule_find(STR("gate-job-missing")),
                               STR("there are no deployment pipelines here, and --prow is for their gates"));
        return;
    }
    link_waits_find(&waits, rollout);
    for (size_t i = 0; l->view == LINK_OF_JOBS && i < waits.count; i++) {
        struct link_wait *w = &waits.items[i];

        w->at.file = ARENA_JOIN(&waits.arena, l->mount, w->at.file);
        if (w->value.file.len)
            w->value.file = ARENA_JOIN(&waits.arena, l->mount, w->value.file);
    }
    read_jobs(&jobs, &waits, l, tree);
    link_check(&waits, &jobs, l->view, settings, &found);
    findings_copy_whole(out, &found);
    findings_free(&found);
    link_jobs_free(&jobs);
    link_waits_free(&waits);
}
