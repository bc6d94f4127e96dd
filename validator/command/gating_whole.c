/* Signs that AFTER did not arrive whole, where nothing proves that it did: what a sync that was cut off leaves behind.
 * A job file that is gone together with its jobs may be meant: then a manifest, a commit or an acknowledgement says so.
 * One that ends early at the end of a line and still makes sense looks like a change: only a manifest or a commit
 * tells. */
#include "command/gating.h"

#include "base/path.h"
#include "delta/cut.h"

/* What BEFORE had under a path. */
struct was {
    bool there, open_end;
    uint64_t size;
};

static struct was was(const struct gating *g, struct str path)
{
    const struct seal kept = { .files = g->state.files, .count = g->state.file_count };
    const struct fs_ledger_entry *e;
    const struct seal_file *f;

    if (g->ledger_open[GATING_BEFORE]) {
        e = fs_ledger_find(&g->ledgers[GATING_BEFORE], path);
        return e ? (struct was){ true, e->open_end, e->size } : (struct was){ 0 };
    }
    f = g->state_loaded ? seal_find(&kept, path) : NULL;
    return f ? (struct was){ true, f->open_end, f->size } : (struct was){ 0 };
}

static const char *sign_of(const struct fs_ledger_entry *e, struct was was)
{
    return cut_sign((struct cut_look){ was.size, was.open_end }, (struct cut_look){ e->size, e->open_end });
}

/* The first by its path: what is printed must not hang on which thread was first. */
static bool comes_first(struct str path, struct str found)
{
    return found.len == 0 || str_cmp(path, found) < 0;
}

static struct str cut_file(struct gating *g)
{
    const struct fs_ledger *l = &g->ledgers[GATING_AFTER];
    struct str found = STR("");
    const char *sign = "";

    for (size_t i = 0; i < l->count; i++) {
        const char *s = sign_of(l->entries[i], was(g, l->entries[i]->path));
        if (s && comes_first(l->entries[i]->path, found)) {
            found = l->entries[i]->path;
            sign = s;
        }
    }
    return ARENA_JOIN(g->arena, found, str_c(sign));
}

static bool is_below(struct gating *g, struct str path, struct str folder)
{
    struct str clean = path_clean(g->arena, folder);

    return folder.len && (str_eq(clean, STR(".")) || str_eq(path, clean) ||
                          (str_starts(path, clean) && str_starts(str_from(path, clean.len), STR("/"))));
}

/* Files below these folders come and go; what Prow itself reads beside them stays: the main file, the plugins. */
static bool may_come_and_go(struct gating *g, struct str path)
{
    const struct prow_paths *p = &g->projects[GATING_AFTER].paths;
    bool any = is_below(g, path, p->jobs) || str_eq(path_base(path), STR(".prow.yaml")) ||
               str_find(path, STR(".prow/")) != SIZE_MAX;

    for (size_t i = 0; i < p->supplemental_config_count; i++)
        any = any || is_below(g, path, p->supplemental_config[i]);
    for (size_t i = 0; i < p->supplemental_plugins_count; i++)
        any = any || is_below(g, path, p->supplemental_plugins[i]);
    return any;
}

static void consider_gone(struct gating *g, struct str path, struct str *found)
{
    if (!fs_ledger_find(&g->ledgers[GATING_AFTER], path) && comes_first(path, *found) && !may_come_and_go(g, path))
        *found = path;
}

/* Such a file that BEFORE had. Where another one came, it was moved. */
static struct str gone_file(struct gating *g)
{
    const struct fs_ledger *before = &g->ledgers[GATING_BEFORE], *after = &g->ledgers[GATING_AFTER];
    struct str found = STR("");

    for (size_t i = 0; i < after->count; i++)
        if (!was(g, after->entries[i]->path).there && !may_come_and_go(g, after->entries[i]->path))
            return STR("");
    for (size_t i = 0; g->ledger_open[GATING_BEFORE] && i < before->count; i++)
        consider_gone(g, before->entries[i]->path, &found);
    for (size_t i = 0; !g->ledger_open[GATING_BEFORE] && g->state_loaded && i < g->state.file_count; i++)
        if (!g->state.files[i].aside)
            consider_gone(g, g->state.files[i].path, &found);
    if (found.len)
        found = ARENA_JOIN(g->arena, found, STR(" was read before, and is not there: the sign of a tree that was not "
                                                "synced to its end"));
    return found;
}

static struct str job_key_of(struct arena *a, const struct delta_job *j)
{
    return ARENA_JOIN(a, str_c(job_kind_name(j->kind)), STR(" "), j->repo, STR(" "), j->name);
}

/* The jobs of AFTER by kind, repo and name. */
static void index_jobs(struct map *jobs, struct arena *a, const struct delta_side *s)
{
    map_init(jobs, a);
    for (size_t i = 0; i < s->job_count; i++)
        *map_at(jobs, job_key_of(a, &s->jobs[i])) = jobs;
}

/* A job file of BEFORE that is gone with a job that stands nowhere else now, and that nobody says is meant to go. */
static struct str lost_job_file(struct gating *g)
{
    const struct delta_side *was = g->decision.before.side;
    struct str found = STR("");
    struct map now;

    index_jobs(&now, g->arena, g->decision.after.side);
    for (size_t i = 0; i < was->job_count; i++) {
        const struct delta_job *j = &was->jobs[i];
        if (j->at.file.len && !j->inrepo && comes_first(j->at.file, found) &&
            !fs_ledger_find(&g->ledgers[GATING_AFTER], j->at.file) && !map_get(&now, job_key_of(g->arena, j)) &&
            !ack_means_gone(&g->acks, j))
            found = j->at.file;
    }
    if (found.len)
        found = ARENA_JOIN(g->arena, found, STR(" was read before, and is gone with its jobs; whether somebody removed "
                                                "it or a sync did not bring it can't be told here: seal the tree "
                                                "(prowgate seal), give a commit (git:REV), or acknowledge it by files: "
                                                "in prowgate.ack.yaml"));
    return found;
}

void gating_look_for_half(struct gating *g)
{
    struct gate_decision *d = &g->decision;

    if (!g->compared || d->seal == GATE_SEAL_MATCHES || g->trees[GATING_AFTER].kind == SOURCE_GIT)
        return;
    d->half_synced = cut_file(g);
    if (d->half_synced.len == 0)
        d->half_synced = gone_file(g);
    if (d->half_synced.len == 0 && !g->projects[GATING_BEFORE].resolved && !g->projects[GATING_AFTER].resolved &&
        !g->sides[GATING_AFTER].one_file)
        d->half_synced = lost_job_file(g);
}
