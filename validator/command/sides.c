#include "command/sides.h"

#include "command/command.h"
#include "command/fetch.h"
#include "gate/deciding.h"

static bool open_saved(struct opened_side *o, struct arena *arena, const struct args *args)
{
    o->saved = state_read_file(&o->state, o->source.file, arena, &o->why);
    if (!o->saved) {
        command_fail(args, "%.*s: %.*s", STR_ARG(o->source.given), STR_ARG(o->why));
        return false;
    }
    o->state.side.name = o->source.given;
    side_of_state(&o->side, &o->state);
    return project_of_flags(&o->project, arena, args);
}

static bool open_tree(struct opened_side *o, struct arena *arena, const struct args *args)
{
    struct fs_error error;
    struct fs_info info;

    if (!project_find(&o->project, &o->source, arena, args))
        return false;
    o->side.fs = o->source.fs;
    o->side.paths = o->project.paths;
    o->side.pipelines = o->project.has_pipelines ? &o->project.pipelines : NULL;
    o->side.resolved = o->project.resolved;
    o->side.one_file = source_is_one_file(&o->source);
    o->side.proven = o->source.kind == SOURCE_GIT;
    o->side.can_have = o->source.kind == SOURCE_FOLDER || o->source.kind == SOURCE_GIT;
    o->side.project = o->project.file.len > 0;
    o->side.acks = o->side.can_have && fs_lstat(o->side.fs, STR(DECIDING_ACKS), &info, &error);
    return true;
}

bool opened_side_open(struct opened_side *o, struct arena *arena, const struct args *args, struct str given)
{
    o->side.name = fetch_shown(given);
    o->open = source_open(&o->source, arena, args, given);
    if (!o->open)
        return false;
    return o->source.kind == SOURCE_SNAPSHOT ? open_saved(o, arena, args) : open_tree(o, arena, args);
}

void opened_side_close(struct opened_side *o)
{
    side_free(&o->side);
    if (o->saved)
        state_free(&o->state);
    if (o->open)
        source_close(&o->source);
}

static bool add_versions(struct deployed_window *d, struct arena *arena, const struct opened_side *o)
{
    const struct state *saved = o->side.state;
    struct deployed_window w = { 0 };

    if (saved && o->project.version_count == 0)
        w = (struct deployed_window){ .components = saved->deployed, .count = saved->deployed_count };
    else if ((o->side.fs || saved) && !project_has_only_pipelines(&o->project) &&
             !deployed_window_find(&w, arena, &o->project, o->side.fs))
        return false;
    return deployed_window_add(d, arena, &w);
}

/* No version of Prow matters to deployment pipelines alone; one that was saved was judged by none then. */
static bool needs_version(const struct opened_side *o)
{
    if (o->side.state)
        return o->side.state->deployed_count > 0 || !o->side.state->side.pipelines.known;
    return o->side.fs && !project_has_only_pipelines(&o->project);
}

bool sides_window(struct deployed_window *d, struct arena *arena, const struct opened_side *before,
                  const struct opened_side *after, size_t *own)
{
    *d = (struct deployed_window){ 0 };
    if (!add_versions(d, arena, after))
        return false;
    *own = d->count;
    if (!add_versions(d, arena, before))
        return false;
    if (d->count || (!needs_version(before) && !needs_version(after)))
        return true;
    command_fail(after->project.args, "no side says which version of Prow is deployed; say it with --deployed");
    return false;
}

bool sides_settings(struct rule_settings *s, struct arena *arena, const struct opened_side *before,
                    const struct opened_side *after, const struct window *w, const struct own_rules *own)
{
    struct project project = after->saved && before->side.fs ? before->project : after->project;

    /* A change does not say how it is judged: what was in force before it does. */
    if (before->project.text.len) {
        project.rules = before->project.rules;
        project.rule_count = before->project.rule_count;
    }
    project.resolved = after->side.resolved;
    return project_rule_settings(&project, s, arena, w, own);
}
