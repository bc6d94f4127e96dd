#include "report/delta_json.h"

#include "report/delta_lines.h"
#include "report/delta_pipelines.h"
#include "report/delta_words.h"

static void texts(json_t *o, const char *key, const struct str *items, size_t count)
{
    if (count)
        json_put_texts(o, key, items, count);
}

/* The members that INTERFACE.md gives every job. */
static void job_members(json_t *o, const struct delta_job *j)
{
    json_put_text(o, "job", j->name);
    json_put_text(o, "context", j->context);
    texts(o, "branches", j->branches.only, j->branches.only_count);
    texts(o, "skip_branches", j->branches.skip, j->branches.skip_count);
    if (j->kind == PRESUBMIT)
        json_put_bool(o, "required", delta_job_required(j));
    json_put_text(o, "file", j->at.file);
    if (j->at.span.line)
        json_put_int(o, "line", j->at.span.line);
}

static void pulls(json_t *o, const struct delta *d, size_t n)
{
    if (d->pulls.known)
        json_put_int(o, "pulls", n);
}

static void write_added(json_t *o, const struct delta *d, const struct delta_repo_change *r)
{
    json_t *list = json_put_array(o, "added");

    for (size_t i = 0; i < r->added_count; i++) {
        json_t *one = json_add_object(list);
        job_members(one, r->added[i].job);
        json_put_text(one, "cause", str_c(delta_cause_name(r->added[i].cause)));
        pulls(one, d, r->added[i].pulls);
    }
}

static void write_retired(json_t *o, const struct delta *d, const struct delta_repo_change *r)
{
    json_t *list = json_put_array(o, "retired");

    for (size_t i = 0; i < r->retired_count; i++) {
        const struct delta_retired *x = &r->retired[i];
        json_t *one = json_add_object(list);
        job_members(one, x->job);
        json_put_text(one, "fate", str_c(delta_fate_name(x->fate)));
        if (x->now)
            json_put_text(one, "now", x->now->name);
        pulls(one, d, x->pulls);
    }
}

static void write_migrated(json_t *o, const struct delta *d, const struct delta_repo_change *r)
{
    json_t *list = json_put_array(o, "migrated");

    for (size_t i = 0; i < r->migrated_count; i++) {
        json_t *one = json_add_object(list);
        json_put_text(one, "from", r->migrated[i].before->context);
        json_put_text(one, "to", r->migrated[i].after->context);
        job_members(one, r->migrated[i].after);
        pulls(one, d, r->migrated[i].pulls);
    }
}

static void write_change(json_t *list, const struct delta *d, const struct delta_change *c)
{
    json_t *o = json_add_object(list), *what;
    struct buf words = { 0 };

    json_put_text(o, "repo", c->after->kind == PRESUBMIT ? STR("") : c->after->repo);
    job_members(o, c->after);
    what = json_put_array(o, "what");
    for (unsigned i = 0; i < DELTA_FIELDS; i++)
        if (c->fields & 1u << i)
            json_add_text(what, str_c(delta_field_name((enum delta_field)(1u << i))));
    delta_change_words(&words, d, c);
    json_put_text(o, "words", buf_str(&words));
    texts(o, "branches_lost", c->branches_lost, c->lost_count);
    texts(o, "branches_gained", c->branches_gained, c->gained_count);
    buf_free(&words);
}

static void write_changes(json_t *o, const struct delta *d, const struct delta_change *changes, size_t count)
{
    json_t *list = count ? json_put_array(o, "changed") : NULL;

    for (size_t i = 0; i < count; i++)
        write_change(list, d, &changes[i]);
}

static void write_jobs(json_t *o, const char *key, const struct delta_job *const *jobs, size_t count)
{
    json_t *list = count ? json_put_array(o, key) : NULL;

    for (size_t i = 0; i < count; i++) {
        json_t *one = json_add_object(list);
        json_put_text(one, "repo", jobs[i]->kind == PRESUBMIT ? STR("") : jobs[i]->repo);
        job_members(one, jobs[i]);
    }
}

static void write_repo(json_t *list, const struct delta *d, const struct delta_repo_change *r)
{
    json_t *o = json_add_object(list);

    json_put_string(o, "repo", r->repo);
    json_put_int(o, "before", r->before);
    json_put_int(o, "after", r->after);
    write_added(o, d, r);
    write_retired(o, d, r);
    write_migrated(o, d, r);
    write_jobs(o, "new", r->fresh, r->fresh_count);
    write_jobs(o, "left_alone", r->spared, r->spared_count);
    if (r->denied != DENIED_NOTHING)
        json_put_string(o, "told", r->denied == DENIED_ALL ? STR("--denylist-all") : STR("--denylist"));
    write_changes(o, d, r->changes, r->change_count);
}

static void write_others(json_t *delta, const char *key, const struct delta *d, const struct delta_others *o)
{
    json_t *others;

    if (o->gone_count + o->fresh_count + o->change_count == 0)
        return;
    others = json_put_object(delta, key);
    write_jobs(others, "gone", o->gone, o->gone_count);
    write_jobs(others, "new", o->fresh, o->fresh_count);
    write_changes(others, d, o->changes, o->change_count);
}

static void write_demands(json_t *o, const char *key, const struct delta_demands *demands)
{
    json_t *list = demands->count ? json_put_array(o, key) : NULL;

    for (size_t i = 0; i < demands->count; i++) {
        const struct delta_required *r = demands->list[i];
        json_t *one = json_add_object(list);
        json_put_text(one, "context", r->context);
        json_put_text(one, "by", str_c(r->why));
        json_put_text(one, "repo", r->repo);
        json_put_text(one, "branch", r->branch);
        json_put_text(one, "file", r->at.file);
        if (r->at.span.line)
            json_put_int(one, "line", r->at.span.line);
    }
}

/* What branch protection and tide name. */
static void write_required(json_t *o, const struct delta *d)
{
    json_t *required = d->lost.count + d->gained.count ? json_put_object(o, "required") : NULL;

    write_demands(required, "gone", &d->lost);
    write_demands(required, "new", &d->gained);
}

static void write_pulls(json_t *o, const struct delta_pulls *p)
{
    json_t *pulls = p->known ? json_put_object(o, "pulls") : NULL;

    if (!p->known)
        return;
    json_put_int(pulls, "open", p->open);
    json_put_int(pulls, "touched", p->touched);
    json_put_int(pulls, "added", p->added);
    json_put_int(pulls, "retired", p->retired);
    json_put_int(pulls, "migrated", p->migrated);
}

static void write_totals(json_t *o, const struct delta *d)
{
    const struct delta_totals *t = &d->totals;
    json_t *totals = json_put_object(o, "totals"), *names;

    json_put_int(totals, "before", t->before);
    json_put_int(totals, "after", t->after);
    json_put_int(totals, "added", t->added);
    json_put_int(totals, "retired", t->retired);
    json_put_int(totals, "migrated", t->migrated);
    names = json_put_object(totals, "retired_names");
    for (int f = FATE_PLAIN; f <= FATE_IN_REPO; f++)
        json_put_int(names, delta_fate_name((enum delta_fate)f), t->names[f]);
    write_pulls(totals, &d->pulls);
}

static void write_place(json_t *o, const char *file, const char *line, struct place at)
{
    if (at.file.len == 0)
        return;
    json_put_text(o, file, at.file);
    if (at.span.line)
        json_put_int(o, line, at.span.line);
}

/* What it does to merging. */
static void write_merging(json_t *delta, const struct delta *d)
{
    json_t *list = d->merging.count ? json_put_array(delta, "merging") : NULL;

    for (size_t i = 0; i < d->merging.count; i++) {
        const struct delta_merge_change *m = &d->merging.items[i];
        json_t *o = json_add_object(list);
        json_put_text(o, "what", str_c(merging_kind_name(m->kind)));
        json_put_text(o, "words", m->words);
        texts(o, "where", m->where, m->count);
        write_place(o, "file", "line", m->after);
        write_place(o, "before_file", "before_line", m->before);
    }
}

/* How the status-reconciler that acts was started, where that is known. */
static void write_reconciler(json_t *delta, const struct delta *d)
{
    const struct reconciler_flags *f = &d->reconciler.flags;
    struct buf words = { 0 };
    json_t *o;

    if (!f->found)
        return;
    o = json_put_object(delta, "status_reconciler");
    json_put_text(o, "file", f->file);
    json_put_int(o, "line", f->line);
    json_put_bool(o, "dry_run", f->dry_run);
    json_put_bool(o, "continue_on_error", f->continue_on_error);
    texts(o, "denylist", f->denylist.names, f->denylist.count);
    texts(o, "denylist_all", f->denylist_all.names, f->denylist_all.count);
    delta_reconciler_words(&words, d);
    json_put_text(o, "words", buf_str(&words));
    buf_free(&words);
}

void report_delta_json(json_t *o, const struct delta *d)
{
    json_t *delta = json_put_object(o, "delta"), *list = json_put_array(delta, "repos");

    for (size_t i = 0; i < d->repo_count; i++)
        write_repo(list, d, &d->repos[i]);
    write_others(delta, "postsubmits", d, &d->postsubmits);
    write_others(delta, "periodics", d, &d->periodics);
    write_required(delta, d);
    write_merging(delta, d);
    write_totals(delta, d);
    write_reconciler(delta, d);
    delta_pipelines_json(delta, &d->pipelines);
}
