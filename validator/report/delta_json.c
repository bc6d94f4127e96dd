#include "report/delta_json.h"

#include "report/delta_words.h"

static void list(struct json_writer *w, const char *key, const struct str *items, size_t count)
{
    if (count == 0)
        return;
    json_key(w, str_c(key));
    json_begin_array(w);
    for (size_t i = 0; i < count; i++)
        json_string(w, items[i]);
    json_end_array(w);
}

/* The members that INTERFACE.md gives every job. */
static void job_members(struct json_writer *w, const struct delta_job *j)
{
    json_text(w, "job", j->name);
    json_text(w, "context", j->context);
    list(w, "branches", j->branches.only, j->branches.only_count);
    list(w, "skip_branches", j->branches.skip, j->branches.skip_count);
    if (j->kind == PRESUBMIT)
        json_member_bool(w, STR("required"), delta_job_required(j));
    json_text(w, "file", j->at.file);
    if (j->at.span.line)
        json_number(w, "line", j->at.span.line);
}

static void begin_array(struct json_writer *w, const char *key)
{
    json_key(w, str_c(key));
    json_begin_array(w);
}

static void pulls(struct json_writer *w, const struct delta *d, size_t n)
{
    if (d->pulls.known)
        json_number(w, "pulls", n);
}

static void write_added(struct json_writer *w, const struct delta *d, const struct delta_repo_change *r)
{
    begin_array(w, "added");
    for (size_t i = 0; i < r->added_count; i++) {
        json_begin_object(w);
        job_members(w, r->added[i].job);
        json_text(w, "cause", str_c(delta_cause_name(r->added[i].cause)));
        pulls(w, d, r->added[i].pulls);
        json_end_object(w);
    }
    json_end_array(w);
}

static void write_retired(struct json_writer *w, const struct delta *d, const struct delta_repo_change *r)
{
    begin_array(w, "retired");
    for (size_t i = 0; i < r->retired_count; i++) {
        const struct delta_retired *x = &r->retired[i];
        json_begin_object(w);
        job_members(w, x->job);
        json_text(w, "fate", str_c(delta_fate_name(x->fate)));
        if (x->now)
            json_text(w, "now", x->now->name);
        pulls(w, d, x->pulls);
        json_end_object(w);
    }
    json_end_array(w);
}

static void write_migrated(struct json_writer *w, const struct delta *d, const struct delta_repo_change *r)
{
    begin_array(w, "migrated");
    for (size_t i = 0; i < r->migrated_count; i++) {
        json_begin_object(w);
        json_text(w, "from", r->migrated[i].before->context);
        json_text(w, "to", r->migrated[i].after->context);
        job_members(w, r->migrated[i].after);
        pulls(w, d, r->migrated[i].pulls);
        json_end_object(w);
    }
    json_end_array(w);
}

static void write_change(struct json_writer *w, const struct delta *d, const struct delta_change *c)
{
    struct buf words = { 0 };

    json_begin_object(w);
    json_text(w, "repo", c->after->kind == PRESUBMIT ? STR("") : c->after->repo);
    job_members(w, c->after);
    begin_array(w, "what");
    for (unsigned i = 0; i < DELTA_FIELDS; i++)
        if (c->fields & 1u << i)
            json_string(w, str_c(delta_field_name((enum delta_field)(1u << i))));
    json_end_array(w);
    delta_change_words(&words, d, c);
    json_text(w, "words", buf_str(&words));
    list(w, "branches_lost", c->branches_lost, c->lost_count);
    list(w, "branches_gained", c->branches_gained, c->gained_count);
    json_end_object(w);
    buf_free(&words);
}

static void write_changes(struct json_writer *w, const struct delta *d, const struct delta_change *changes,
                          size_t count)
{
    if (count == 0)
        return;
    begin_array(w, "changed");
    for (size_t i = 0; i < count; i++)
        write_change(w, d, &changes[i]);
    json_end_array(w);
}

static void write_jobs(struct json_writer *w, const char *key, const struct delta_job *const *jobs, size_t count)
{
    if (count == 0)
        return;
    begin_array(w, key);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(w);
        json_text(w, "repo", jobs[i]->kind == PRESUBMIT ? STR("") : jobs[i]->repo);
        job_members(w, jobs[i]);
        json_end_object(w);
    }
    json_end_array(w);
}

static void write_repo(struct json_writer *w, const struct delta *d, const struct delta_repo_change *r)
{
    json_begin_object(w);
    json_member_string(w, STR("repo"), r->repo);
    json_number(w, "before", r->before);
    json_number(w, "after", r->after);
    write_added(w, d, r);
    write_retired(w, d, r);
    write_migrated(w, d, r);
    write_jobs(w, "new", r->fresh, r->fresh_count);
    write_changes(w, d, r->changes, r->change_count);
    json_end_object(w);
}

static void write_others(struct json_writer *w, const char *key, const struct delta *d, const struct delta_others *o)
{
    if (o->gone_count + o->fresh_count + o->change_count == 0)
        return;
    json_key(w, str_c(key));
    json_begin_object(w);
    write_jobs(w, "gone", o->gone, o->gone_count);
    write_jobs(w, "new", o->fresh, o->fresh_count);
    write_changes(w, d, o->changes, o->change_count);
    json_end_object(w);
}

static void write_demands(struct json_writer *w, const char *key, const struct delta_demands *list)
{
    if (list->count == 0)
        return;
    begin_array(w, key);
    for (size_t i = 0; i < list->count; i++) {
        const struct delta_required *r = list->list[i];
        json_begin_object(w);
        json_text(w, "context", r->context);
        json_text(w, "by", str_c(r->why));
        json_text(w, "repo", r->repo);
        json_text(w, "branch", r->branch);
        json_text(w, "file", r->at.file);
        if (r->at.span.line)
            json_number(w, "line", r->at.span.line);
        json_end_object(w);
    }
    json_end_array(w);
}

/* What branch protection and tide name. */
static void write_required(struct json_writer *w, const struct delta *d)
{
    if (d->lost.count + d->gained.count == 0)
        return;
    json_key(w, STR("required"));
    json_begin_object(w);
    write_demands(w, "gone", &d->lost);
    write_demands(w, "new", &d->gained);
    json_end_object(w);
}

static void write_pulls(struct json_writer *w, const struct delta_pulls *p)
{
    if (!p->known)
        return;
    json_key(w, STR("pulls"));
    json_begin_object(w);
    json_number(w, "open", p->open);
    json_number(w, "touched", p->touched);
    json_number(w, "added", p->added);
    json_number(w, "retired", p->retired);
    json_number(w, "migrated", p->migrated);
    json_end_object(w);
}

static void write_totals(struct json_writer *w, const struct delta *d)
{
    const struct delta_totals *t = &d->totals;

    json_key(w, STR("totals"));
    json_begin_object(w);
    json_number(w, "before", t->before);
    json_number(w, "after", t->after);
    json_number(w, "added", t->added);
    json_number(w, "retired", t->retired);
    json_number(w, "migrated", t->migrated);
    json_key(w, STR("retired_names"));
    json_begin_object(w);
    for (int f = FATE_PLAIN; f <= FATE_IN_REPO; f++)
        json_number(w, delta_fate_name((enum delta_fate)f), t->names[f]);
    json_end_object(w);
    write_pulls(w, &d->pulls);
    json_end_object(w);
}

void report_delta_json(struct json_writer *w, const struct delta *d)
{
    json_key(w, STR("delta"));
    json_begin_object(w);
    begin_array(w, "repos");
    for (size_t i = 0; i < d->repo_count; i++)
        write_repo(w, d, &d->repos[i]);
    json_end_array(w);
    write_others(w, "postsubmits", d, &d->postsubmits);
    write_others(w, "periodics", d, &d->periodics);
    write_required(w, d);
    write_totals(w, d);
    json_end_object(w);
}
