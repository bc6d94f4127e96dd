/* probe trigger: what the trigger plugin of one version does about an event, in the form in which its answers were recorded
 * (suites/trigger). */
#include "command/probe_kinds.h"
#include "command/probe_loaded.h"
#include "simulate/trigger.h"

#include <string.h>

struct asked {
    struct probe *probe;
    const struct node *question;
    struct simulation s;
    struct pull_request pr;
};

static struct str word(const struct node *question, const char *key, struct str otherwise)
{
    const struct node *n = node_get(question, str_c(key));

    return node_kind(n) == NODE_STRING ? node_text(n) : otherwise;
}

static struct str *texts(struct arena *a, const struct node *list, size_t *count)
{
    struct str *all = ARENA_ARRAY(a, struct str, node_count(list));

    *count = 0;
    if (node_kind(list) == NODE_SEQUENCE)
        for (const struct node *e = node_first(list); e; e = node_next(list, e))
            all[(*count)++] = node_text(e);
    return all;
}

/* The new name of a renamed file, "old => new". */
static struct changed_files files(struct arena *a, const struct node *list)
{
    struct changed_files f = { .error = STR("") };
    struct str *names = texts(a, list, &f.count);

    for (size_t i = 0; i < f.count; i++) {
        struct str old, new;
        size_t at = str_find(names[i], STR(" => "));
        if (at == SIZE_MAX)
            continue;
        old = str_slice(names[i], 0, at);
        new = str_from(names[i], at + 4);
        names[i] = old.len ? new : names[i];
    }
    f.names = names;
    return f;
}

/* The people of the recording. */
static struct person somebody(struct str name)
{
    return (struct person){ .name = name,
                            .bot = str_eq(name, STR("k8s-ci-robot")),
                            .member = str_eq(name, STR("member")),
                            .collaborator = str_eq(name, STR("collaborator")) };
}

static void read_pull(struct asked *q)
{
    const struct node *x = q->question, *statuses = node_get(x, STR("statuses"));
    const struct node *mergeable = node_get(x, STR("mergeable"));
    struct arena *a = q->probe->arena;
    struct str error = word(x, "changes_error", STR(""));
    struct pull_request *pr = &q->pr;
    struct commit_status *list = ARENA_ARRAY(a, struct commit_status, node_count(statuses));

    *pr = (struct pull_request){
        .branch = word(x, "branch", STR("")),
        .files = files(a, node_get(x, STR("files"))),
        .draft = node_true(node_get(x, STR("draft"))),
        .unmergeable = node_kind(mergeable) == NODE_BOOL && !node_true(mergeable),
        .author = somebody(word(x, "author", STR("member"))),
        .sender = somebody(word(x, "commenter", STR("member"))),
        .action = word(x, "action", STR("")),
        .label = word(x, "label", STR("")),
        .base_changed = word(x, "base_from", STR("")).len != 0,
        .comment = word(x, "body", STR("")),
        .statuses = list,
    };
    pr->labels = texts(a, node_get(x, STR("labels")), &pr->label_count);
    if (node_kind(statuses) == NODE_SEQUENCE)
        for (const struct node *e = node_first(statuses); e; e = node_next(statuses, e))
            list[pr->status_count++] = (struct commit_status){ word(node_value(e), "context", STR("")),
                                                               word(node_value(e), "state", STR("")) };
    if (error.len || node_true(node_get(x, STR("changes_error"))))
        pr->files.error =
            ARENA_JOIN(a, STR("error getting pull request changes: "), error.len ? error : STR("cannot list changes"));
}

static void put_jobs(json_t *o, const struct started *jobs)
{
    json_t *names = json_put_array(o, "jobs"), *quiet = json_array(), *contexts = json_array();
    bool other = false;

    for (size_t i = 0; i < jobs->count; i++) {
        const struct job_summary *j = jobs->jobs[i];
        json_add_text(names, j->name);
        json_add_text(contexts, j->context);
        other |= !str_eq(j->name, j->context);
        if (j->skip_report)
            json_add_text(quiet, j->name);
    }
    if (other)
        json_put(o, "contexts", json_incref(contexts));
    if (json_array_size(quiet))
        json_put(o, "not_reported", json_incref(quiet));
    json_decref(contexts);
    json_decref(quiet);
    if (jobs->error.len)
        json_put_string(o, "error", jobs->error);
}

static json_t *event(struct asked *q, bool comment)
{
    struct trigger_answer t;
    json_t *o = json_object();

    read_pull(q);
    if (comment)
        trigger_comment(&t, &q->s, &q->pr);
    else
        trigger_pull_request(&t, &q->s, &q->pr);
    put_jobs(o, &t.started);
    if (t.comment.len)
        json_add_text(json_put_array(o, "comments"), t.comment);
    if (t.added_count)
        json_put_texts(o, "labels_added", t.labels_added, t.added_count);
    if (t.removed_count)
        json_put_texts(o, "labels_removed", t.labels_removed, t.removed_count);
    return o;
}

/* PushEvent.Branch: what stands behind refs/heads/ or refs/tags/. */
static json_t *push(struct asked *q)
{
    struct str ref = word(q->question, "ref", STR("")), branch = word(q->question, "branch", STR(""));
    struct changed_files f = files(q->probe->arena, node_get(q->question, STR("files")));
    struct started jobs;
    json_t *o = json_object();

    if (ref.len)
        branch = str_trim_prefix(str_trim_prefix(ref, STR("refs/heads/")), STR("refs/tags/"));
    trigger_push(&jobs, &q->s, branch, &f);
    put_jobs(o, &jobs);
    return o;
}

static void put_texts(json_t *o, const char *key, struct name_list l)
{
    json_put_texts(o, key, l.texts, l.count);
}

static json_t *available(struct asked *q)
{
    struct available x;
    json_t *o = json_object();

    read_pull(q);
    trigger_available(&x, &q->s, q->pr.branch, &q->pr.files);
    put_texts(o, "test_all", trigger_texts(&q->s, &x.test_all, true, true, true));
    if (trigger_sorts_commands(&q->s)) {
        put_texts(o, "optional_commands", trigger_texts(&q->s, &x.by_command, false, true, false));
        put_texts(o, "required_commands", trigger_texts(&q->s, &x.by_command, false, false, true));
    } else {
        put_texts(o, "commands", trigger_texts(&q->s, &x.by_command, false, true, true));
    }
    return o;
}

struct matrix {
    struct str *branches;
    size_t branch_count;
    struct changed_files *lists;
    size_t list_count;
};

static struct str could_run(const struct simulation *s, const struct matrix *m, const struct job_summary *j)
{
    char *digits = ARENA_ARRAY(s->arena, char, m->branch_count + 1);

    for (size_t i = 0; i < m->branch_count; i++)
        digits[i] = job_could_run(s, j, m->branches[i]) ? '1' : '0';
    return (struct str){ digits, m->branch_count };
}

static struct str runs_against(const struct simulation *s, const struct matrix *m, const struct job_summary *j)
{
    char *digits = ARENA_ARRAY(s->arena, char, m->list_count + 1);

    for (size_t i = 0; i < m->list_count; i++)
        digits[i] = job_runs_against(s, j, &m->lists[i]) ? '1' : '0';
    return (struct str){ digits, m->list_count };
}

/* regexp.QuoteMeta */
static struct str quoted(struct arena *a, struct str text)
{
    struct buf b = { 0 };
    struct str s;

    for (size_t i = 0; i < text.len; i++) {
        if (strchr("\\.+*?()|[]{}^$", text.p[i]) && text.p[i])
            buf_char(&b, '\\');
        buf_char(&b, text.p[i]);
    }
    s = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

static void put_presubmit(json_t *o, const struct simulation *s, const struct matrix *m, const struct job_summary *j)
{
    struct str rerun = job_rerun_command(s, j);

    json_put_string(o, "name", j->name);
    json_put_string(o, "could_run", could_run(s, m, j));
    json_put_bool(o, "context_required", job_is_required(j));
    if (j->has_change_regex)
        json_put_string(o, "runs_against_changes", runs_against(s, m, j));
    json_put_flag(o, "needs_explicit_trigger", job_needs_trigger(j));
    json_put_flag(o, "triggers_conditionally", job_is_conditional(j));
    if (!str_eq(j->context, j->name))
        json_put_string(o, "context", j->context);
    if (!str_eq(rerun, job_default_rerun_command(s->arena, j->name)))
        json_put_string(o, "rerun_command", rerun);
    if (!str_eq(j->detail->trigger, job_default_trigger(s->arena, quoted(s->arena, j->name))))
        json_put_string(o, "trigger", j->detail->trigger);
}

static void put_postsubmit(json_t *o, const struct simulation *s, const struct matrix *m, const struct job_summary *j)
{
    json_t *runs = json_put_array(o, "should_run");

    json_put_string(o, "name", j->name);
    json_put_string(o, "could_run", could_run(s, m, j));
    if (!str_eq(j->context, j->name))
        json_put_string(o, "context", j->context);
    for (size_t i = 0; i < m->list_count; i++) {
        char *digits = ARENA_ARRAY(s->arena, char, m->branch_count + 1);
        for (size_t k = 0; k < m->branch_count; k++)
            digits[k] = postsubmit_should_run(s, j, m->branches[k], &m->lists[i]) ? '1' : '0';
        json_add_text(runs, (struct str){ digits, m->branch_count });
    }
}

static json_t *matrix(struct asked *q)
{
    const struct node *lists = node_get(q->question, STR("file_lists"));
    struct arena *a = q->probe->arena;
    struct matrix m = { .lists = ARENA_ARRAY(a, struct changed_files, node_count(lists)) };
    json_t *o = json_object(), *pre = json_put_array(o, "presubmits"), *post = json_put_array(o, "postsubmits");

    m.branches = texts(a, node_get(q->question, STR("branches")), &m.branch_count);
    if (node_kind(lists) == NODE_SEQUENCE)
        for (const struct node *e = node_first(lists); e; e = node_next(lists, e))
            m.lists[m.list_count++] = files(a, node_value(e));
    for (size_t i = 0; q->s.presubmits && i < q->s.presubmits->count; i++)
        put_presubmit(json_add_object(pre), &q->s, &m, q->s.presubmits->jobs[i]);
    for (size_t i = 0; q->s.postsubmits && i < q->s.postsubmits->count; i++)
        put_postsubmit(json_add_object(post), &q->s, &m, q->s.postsubmits->jobs[i]);
    return o;
}

static json_t *answer(struct asked *q)
{
    struct str kind = word(q->question, "kind", STR(""));

    if (str_eq(kind, STR("pr")))
        return event(q, false);
    if (str_eq(kind, STR("comment")))
        return event(q, true);
    if (str_eq(kind, STR("push")))
        return push(q);
    if (str_eq(kind, STR("available")))
        return available(q);
    return str_eq(kind, STR("matrix")) ? matrix(q) : NULL;
}

void probe_trigger(struct probe *p)
{
    struct probe_loaded *t = probe_loaded(p, NULL);
    struct asked q = { .probe = p, .question = node_get(p->question, STR("question")) };
    json_t *o;

    if (!t || probe_loaded_refused(p, t))
        return;
    simulation_init(&q.s, p->arena, &t->tree, &t->window, word(q.question, "org", STR("")),
                    word(q.question, "repo", STR("")));
    o = answer(&q);
    if (!o) {
        probe_refuse(p,
                     STR("probe trigger wants a \"question\" with \"kind\": pr, comment, push, available or matrix"));
        return;
    }
    probe_ok(p);
    json_put(p->answer, "answer", o);
}
