/* Signs that AFTER did not arrive whole, where nothing proves that it did: what a sync that was cut off leaves behind.
 * A job file that is gone together with its jobs may be meant: then a manifest, a commit or an acknowledgement says so.
 * One that ends early at the end of a line and still makes sense looks like a change: only a manifest or a commit
 * tells. */
#include "gate/doubt.h"
#include "gate/deciding.h"

#include "base/path.h"
#include "delta/retirements.h"
#include "rule/verdict.h"

struct doubting {
    const struct delta *delta;
    const struct side *before, *after;
    struct acks *acks;
    const struct rule_settings *settings;
    struct findings *out;
};

#define REPORT(d, file, ...) report_rule((d)->settings, (d)->out, STR("half-tree"), whole_file(file), __VA_ARGS__)

/* What a file that was not written to its end looks like beside what it was; NULL where nothing speaks for it. */
static const char *cut_sign(const struct side_file *was, const struct side_file *is)
{
    if (is->size == 0 && was->size > 0)
        return "is empty, and was not";
    if (is->open_end && !was->open_end && is->size < was->size)
        return "is shorter than it was and ends in the middle of a line";
    return NULL;
}

/* The first one by its path that nobody acknowledged; true when there is one. */
static bool look_for_cut(const struct doubting *d)
{
    for (size_t i = 0; i < d->after->file_count; i++) {
        const struct side_file *is = &d->after->files[i], *was = side_file(d->before, is->path);
        const char *sign = was && !is->aside ? cut_sign(was, is) : NULL;
        if (!sign || ack_covers(d->acks, "tree-shrank", STR(""), STR(""), STR("")))
            continue;
        REPORT(d, is->path, "this file %s: the sign of a file that was not written to its end", sign);
        return true;
    }
    return false;
}

static bool is_below(struct arena *a, struct str path, struct str folder)
{
    struct str clean = path_clean(a, folder);

    return folder.len && (str_eq(clean, STR(".")) || str_eq(path, clean) ||
                          (str_starts(path, clean) && str_starts(str_from(path, clean.len), STR("/"))));
}

static bool is_in_folders(const struct prow_paths *p, struct arena *a, struct str path)
{
    bool any = is_below(a, path, p->jobs) || str_eq(path_base(path), STR(".prow.yaml")) ||
               str_find(path, STR(".prow/")) != SIZE_MAX;

    for (size_t i = 0; i < p->supplemental_config_count; i++)
        any = any || is_below(a, path, p->supplemental_config[i]);
    for (size_t i = 0; i < p->supplemental_plugins_count; i++)
        any = any || is_below(a, path, p->supplemental_plugins[i]);
    return any;
}

/* A saved state tells no folders: what jobs stand in is a job file there, unless it is the main file of the other. */
static void job_files_of(const struct side *side, const struct side *other, struct arena *a, struct map *files)
{
    map_init(files, a);
    for (size_t i = 0; side->state && i < side->jobs->job_count; i++)
        if (!str_eq(side->jobs->jobs[i].at.file, other->paths.config))
            *map_at(files, side->jobs->jobs[i].at.file) = files;
}

/* The first file of side that other has not; NULL without any. Files of the folders that either side names come and go;
 * what Prow itself reads beside them stays: the main file, the plugins. */
static const struct side_file *only_there(const struct side *side, const struct side *other)
{
    const struct side_file *found = NULL;
    struct map job_files;
    struct arena a = { 0 };

    job_files_of(side, other, &a, &job_files);
    for (size_t i = 0; i < side->file_count && !found; i++) {
        struct str path = side->files[i].path;
        if (!side->files[i].aside && !side_file(other, path) && !is_in_folders(&side->paths, &a, path) &&
            !is_in_folders(&other->paths, &a, path) && !map_get(&job_files, path))
            found = &side->files[i];
    }
    arena_free(&a);
    return found;
}

/* Such a file that BEFORE had. Where another one came, it was moved. */
static bool look_for_gone(const struct doubting *d)
{
    const struct side_file *gone = only_there(d->before, d->after);

    if (!gone || only_there(d->after, d->before))
        return false;
    REPORT(d, gone->path,
           "this file was read before, and is not there: the sign of a tree that was not synced to its "
           "end");
    return true;
}

/* What says how the tree is judged is nothing that Prow reads: that it is gone shows in no job. */
static bool look_for_gone_judge(const struct doubting *d)
{
    bool project = d->before->project && !d->after->project, acks = d->before->acks && !d->after->acks;

    if (!d->after->can_have || (!project && !acks))
        return false;
    REPORT(d, project ? STR("prowgate.yaml") : STR(DECIDING_ACKS),
           "%s was there before, and is not there: the sign of a tree that was not synced to its end; where it is "
           "meant, "
           "seal the tree (prowgate seal), give a commit (git:REV), or leave an empty file",
           project ? "the project file, which says how the tree is judged," : "the acknowledgement file");
    return true;
}

static bool has_topology(const struct rollout *r, struct str file)
{
    for (size_t i = 0; i < r->context_count; i++)
        if (str_eq(r->contexts[i].topology, file))
            return true;
    return false;
}

/* The topology of BEFORE by which nothing is deployed any more; empty where there is none. Contexts of one stand together. */
static struct str lost_topology(const struct rollout *was, const struct rollout *is)
{
    for (size_t i = 0; i < was->context_count; i++)
        if ((i == 0 || !str_eq(was->contexts[i].topology, was->contexts[i - 1].topology)) &&
            !has_topology(is, was->contexts[i].topology))
            return was->contexts[i].topology.len ? was->contexts[i].topology : STR(".");
    return STR("");
}

/* A topology is gone, or not half of what was deployed still is. */
static bool look_for_lost_pipelines(const struct doubting *d)
{
    const struct rollout *was = &d->before->jobs->pipelines, *is = &d->after->jobs->pipelines;
    struct str lost = lost_topology(was, is);
    bool half = was->services && 2 * is->services < was->services;

    if (!was->known || (!lost.len && !half) || ack_covers(d->acks, "tree-shrank", STR(""), STR(""), STR("")))
        return false;
    REPORT(d, lost.len ? lost : was->contexts[0].topology,
           "%zu services were deployed, and %zu are%s: the sign of a tree that was not synced to its end",
           was->services, is->services, lost.len ? "; nothing is by this topology" : "");
    return true;
}

static struct str job_key_of(struct arena *a, const struct delta_job *j)
{
    return ARENA_JOIN(a, str_c(job_kind_name(j->kind)), STR(" "), j->repo, STR(" "), j->name);
}

/* What tells a job file of one side in the other: its path, or, where no job file of BEFORE stands where it did (a
 * ConfigMap has the files of a folder in another one), its name. */
static struct str told_by(struct str path, bool moved)
{
    return moved ? path_base(path) : path;
}

static bool all_moved(const struct doubting *d)
{
    const struct delta_side *was = d->before->jobs;

    for (size_t i = 0; i < was->job_count; i++)
        if (!was->jobs[i].inrepo && side_file(d->after, was->jobs[i].at.file))
            return false;
    return true;
}

/* AFTER's jobs by kind, repo and name, and its files. */
static void index_after(const struct doubting *d, struct arena *a, struct map *jobs, struct map *files, bool moved)
{
    const struct delta_side *is = d->after->jobs;

    map_init(jobs, a);
    map_init(files, a);
    for (size_t i = 0; i < is->job_count; i++)
        *map_at(jobs, job_key_of(a, &is->jobs[i])) = jobs;
    for (size_t i = 0; i < d->after->file_count; i++)
        *map_at(files, told_by(d->after->files[i].path, moved)) = files;
}

/* A job file of BEFORE that is gone with a job that stands nowhere else now, and that nobody says is meant to go. */
static void look_for_lost_jobs(const struct doubting *d)
{
    const struct delta_side *was = d->before->jobs;
    bool moved = all_moved(d);
    struct str found = STR("");
    struct map jobs, files;
    struct arena a = { 0 };

    index_after(d, &a, &jobs, &files, moved);
    for (size_t i = 0; i < was->job_count; i++) {
        const struct delta_job *j = &was->jobs[i];
        if (j->at.file.len && !j->inrepo && (found.len == 0 || str_cmp(j->at.file, found) < 0) &&
            !map_get(&files, told_by(j->at.file, moved)) && !map_get(&jobs, job_key_of(&a, j)) &&
            !(d->acks && ack_means_gone(d->acks, j)))
            found = j->at.file;
    }
    if (found.len) {
        struct ack want = { .rule = STR("job-file-vanished"), .files = &found, .file_count = 1 };
        struct finding *f = REPORT(
            d, found,
            "this file was read before, and is gone with its jobs; whether somebody removed it or a sync did not bring "
            "it can't be told here: seal the tree (prowgate seal), give a commit (git:REV), or acknowledge it by "
            "files: in prowgate.ack.yaml");
        if (f)
            f->ack = ack_entry(&d->out->arena, d->delta, &want);
    }
    arena_free(&a);
}

/* The file of the first job that stands somewhere else than in the main file; empty without one. */
static struct str job_file_of(const struct side *s, struct str main_file)
{
    for (size_t i = 0; i < s->jobs->job_count; i++)
        if (!s->jobs->jobs[i].inrepo && !str_eq(s->jobs->jobs[i].at.file, main_file))
            return s->jobs->jobs[i].at.file;
    return STR("");
}

/* Where BEFORE has its job files, while AFTER has no place for any: all would seem to be gone. A form that is one whole
 * file has its jobs in it. */
static struct str lost_place(const struct doubting *d)
{
    const struct side *b = d->before, *a = d->after;

    if (a->state || a->one_file || a->paths.jobs.len)
        return STR("");
    return b->state ? job_file_of(b, a->paths.config) : b->paths.jobs;
}

static void look_at_shape(const struct doubting *d)
{
    const struct side *b = d->before, *a = d->after;
    struct str place = lost_place(d);

    if (b->paths.config.len && !a->paths.config.len && !a->state)
        REPORT(d, b->paths.config, "%.*s has this main file, %.*s %s", STR_ARG(b->name), STR_ARG(a->name),
               a->one_file ? "is plugin configuration alone" : "has none; say where it is with --config");
    else if (place.len)
        REPORT(d, place, "%.*s has its job files here, %.*s has none; say where they are with --job-config",
               STR_ARG(b->name), STR_ARG(a->name));
}

void doubt_report(const struct delta *d, const struct side *before, const struct side *after, struct acks *acks,
                  bool acting, const struct rule_settings *settings, struct findings *out)
{
    const struct doubting doubting = { d, before, after, acks, settings, out };

    look_at_shape(&doubting);
    if (after->proven || look_for_cut(&doubting) || look_for_gone(&doubting) || look_for_gone_judge(&doubting) ||
        look_for_lost_pipelines(&doubting) || !acting)
        return;
    if (!before->resolved && !after->resolved && !before->one_file && !after->one_file)
        look_for_lost_jobs(&doubting);
}

bool doubt_finding(const struct finding *f)
{
    return f->rule->about == SUBJECT_TREE && finding_undecided(f);
}

bool doubt_blinds(const struct finding *f, const struct delta *d)
{
    return doubt_finding(f) && (f->rule->undecided || d->after->files < d->before->files || d->totals.after == 0);
}
