#include "delta/side.h"

#include "prow/jobs/job_detail.h"

static struct place copy_place(struct arena *a, struct place p)
{
    p.file = arena_copy(a, p.file);
    return p;
}

static void copy_job(struct delta_job *to, struct arena *a, const struct job_summary *s)
{
    const struct job_detail *d = s->detail;

    *to = (struct delta_job){
        .kind = s->kind,
        .repo = arena_copy(a, s->repo),
        .name = arena_copy(a, s->name),
        .context = arena_copy(a, s->context),
        .cluster = arena_copy(a, s->cluster),
        .branches = branches_copy(a, &s->branches),
        .always_run = s->always_run,
        .optional = s->optional,
        .skip_report = s->skip_report,
        .inrepo = s->inrepo,
        .agent = arena_copy(a, d->agent),
        .trigger = arena_copy(a, d->trigger),
        .run_if_changed = arena_copy(a, d->run_if_changed),
        .skip_if_only_changed = arena_copy(a, d->skip_if_only_changed),
        .work = d->work,
        .own = d->own,
        .given = d->given,
        .defaults = d->defaults,
        .presets = ARENA_ARRAY(a, uint32_t, d->preset_count),
        .preset_count = d->preset_count,
        .labels = ARENA_ARRAY(a, struct fingerprint, d->label_count),
        .label_count = d->label_count,
        .parts = ARENA_ARRAY(a, struct fingerprint, d->part_count),
        .part_count = d->part_count,
        .spec = d->spec,
        .cpu = d->cpu,
        .memory = d->memory,
        .cron = arena_copy(a, d->cron),
        .interval = arena_copy(a, d->interval),
        .at = copy_place(a, job_summary_place(s)),
    };
    for (size_t i = 0; i < d->label_count; i++)
        to->labels[i] = d->labels[i];
    for (size_t i = 0; i < d->preset_count; i++)
        to->presets[i] = d->presets[i];
    for (size_t i = 0; i < d->part_count; i++)
        to->parts[i] = d->parts[i];
}

/* Groups are in the order in which Prow first reads their repo; the jobs of one repo stay together. */
static void copy_jobs(struct delta_side *s, const struct prow_tree *t)
{
    size_t most = 0;

    for (size_t i = 0; i < t->group_count; i++)
        most += t->groups[i]->count;
    s->jobs = ARENA_ARRAY(&s->arena, struct delta_job, most);
    for (int kind = PRESUBMIT; kind <= PERIODIC; kind++)
        for (size_t i = 0; i < t->group_count; i++)
            for (size_t k = 0; k < t->groups[i]->count; k++)
                if (t->groups[i]->jobs[k]->kind == (enum job_kind)kind)
                    copy_job(&s->jobs[s->job_count++], &s->arena, t->groups[i]->jobs[k]);
}

static void copy_labels(struct delta_preset *to, struct arena *a, const struct preset *p)
{
    to->labels = ARENA_ARRAY(a, struct delta_label, node_count(p->labels));
    for (const struct node *k = node_first_key(p->labels); k; k = node_next_key(p->labels, k))
        to->labels[to->label_count++] = (struct delta_label){
            arena_copy(a, node_text(k)),
            arena_copy(a, preset_label_value(a, node_pair_value(k))),
        };
}

static void copy_part(struct delta_preset_part *to, struct arena *a, const struct preset *p, enum pod_part part,
                      const struct node *entry)
{
    struct str name = part == POD_TOLERATIONS ? STR("key") : STR("name");

    *to = (struct delta_preset_part){
        .part = part,
        .name = arena_copy(a, node_text(node_field(entry, name))),
        .value = node_fingerprint(entry),
        .at = copy_place(a, prow_place(p->file, entry)),
    };
}

static void copy_preset(struct delta_preset *to, struct arena *a, const struct preset *p)
{
    size_t most = 0;

    to->name = arena_copy(a, preset_name(a, p));
    to->at = copy_place(a, prow_place(p->file, p->labels ? p->labels : p->node));
    copy_labels(to, a, p);
    for (int part = POD_ENV; part <= POD_TOLERATIONS; part++)
        most += node_count(p->parts[part]);
    to->parts = ARENA_ARRAY(a, struct delta_preset_part, most);
    for (int part = POD_ENV; part <= POD_TOLERATIONS; part++)
        for (const struct node *e = node_first(p->parts[part]); e; e = node_next(p->parts[part], e))
            copy_part(&to->parts[to->part_count++], a, p, (enum pod_part)part, node_value(e));
}

/* The entry of a repo, made when it is new. Entries move as their array grows, so the map holds places. */
static struct delta_repo *repo_at(struct delta_side *s, struct str repo)
{
    void **at = map_at(&s->by_repo, repo);

    if (!*at) {
        s->repos = arena_grow(&s->arena, s->repos, s->repo_count, &s->repo_cap, sizeof *s->repos);
        s->repos[s->repo_count++] = (struct delta_repo){ .repo = repo };
        *at = (void *)(uintptr_t)s->repo_count;
    }
    return &s->repos[(uintptr_t)*at - 1];
}

/* Jobs that are known by their number only count too. */
static void count_outlined(struct delta_side *s, const struct prow_tree *t)
{
    for (size_t i = 0; i < t->group_count; i++)
        if (t->groups[i]->kind == PRESUBMIT && t->groups[i]->outlined)
            repo_at(s, arena_copy(&s->arena, t->groups[i]->repo))->presubmits += t->groups[i]->outlined;
}

/* A repo key without jobs is one that Prow knows all the same: what is added to it is triggered. */
static void add_bare(struct delta_side *s, const struct prow_tree *t)
{
    for (size_t i = 0; i < t->bare_count; i++)
        if (t->bare[i].kind == PRESUBMIT && !delta_side_repo(s, t->bare[i].repo))
            repo_at(s, arena_copy(&s->arena, t->bare[i].repo));
}

void delta_side_from_tree(struct delta_side *s, struct str name, const struct prow_tree *t)
{
    *s = (struct delta_side){ .name = name, .files = t->files, .bytes = t->bytes, .labels_known = true };
    for (int kind = PRESUBMIT; kind <= PERIODIC; kind++)
        s->counts[kind] = t->jobs[kind];
    copy_jobs(s, t);
    s->presets = ARENA_ARRAY(&s->arena, struct delta_preset, t->preset_count);
    for (; s->preset_count < t->preset_count; s->preset_count++)
        copy_preset(&s->presets[s->preset_count], &s->arena, &t->presets[s->preset_count]);
    delta_side_index(s);
    count_outlined(s, t);
    add_bare(s, t);
}

static void merging_is_before(struct delta_merging *m)
{
    for (size_t i = 0; i < m->query_count; i++)
        m->queries[i].at.before = true;
    for (size_t i = 0; i < m->point_count; i++)
        m->points[i].protection_at.before = m->points[i].options_at.before = true;
    for (size_t i = 0; i < m->plugin_count; i++)
        m->plugins[i].at.before = true;
    for (size_t i = 0; i < m->entry_count; i++)
        m->entries[i].at.before = true;
}

void delta_side_is_before(struct delta_side *s)
{
    for (size_t i = 0; i < s->job_count; i++)
        s->jobs[i].at.before = true;
    for (size_t i = 0; i < s->preset_count; i++) {
        s->presets[i].at.before = true;
        for (size_t k = 0; k < s->presets[i].part_count; k++)
            s->presets[i].parts[k].at.before = true;
    }
    for (size_t i = 0; i < s->required_count; i++)
        s->required[i].at.before = true;
    merging_is_before(&s->merging);
}

void delta_side_index(struct delta_side *s)
{
    map_init(&s->by_repo, &s->arena);
    s->repos = NULL;
    s->repo_count = s->repo_cap = 0;
    for (size_t i = 0; i < s->job_count; i++) {
        struct delta_repo *r;
        if (s->jobs[i].kind != PRESUBMIT || s->jobs[i].inrepo)
            continue;
        r = repo_at(s, s->jobs[i].repo);
        r->jobs = arena_grow(&s->arena, r->jobs, r->count, &r->cap, sizeof *r->jobs);
        r->jobs[r->count++] = &s->jobs[i];
        r->presubmits++;
    }
}

const struct delta_repo *delta_side_repo(const struct delta_side *s, struct str repo)
{
    void *at = map_get(&s->by_repo, repo);

    return at ? &s->repos[(uintptr_t)at - 1] : NULL;
}

void delta_side_free(struct delta_side *s)
{
    rollout_free(&s->pipelines);
    arena_free(&s->arena);
}
