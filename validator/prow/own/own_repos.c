/* Repositories and branches as subjects of own rules: what the whole configuration comes to for one of them. */
#include "prow/own/own_tree.h"

#include <string.h>

/* ---- jobs in effect, as a list that makes them when they are read ---- */

struct job_list {
    struct own_tree *tree;
    const struct own_kept_job **jobs;
    struct cel_value *made; /* kind CEL_ERROR without a failure: not yet */
    size_t count;
};

static struct cel_value make_job(struct job_list *l, size_t i)
{
    struct own_tree *t = l->tree;
    struct arena *a = &t->run.arena;
    struct effective_place place = { &l->jobs[i]->job, l->jobs[i]->file, l->jobs[i]->index };
    struct effective_job job;
    struct cel_failure *f;

    if (effective_tree_read(&t->effective, a, &place, &job))
        return own_value(a, job.value, &t->effective.go);
    f = ARENA_NEW(a, struct cel_failure);
    f->message = ARENA_JOIN(a, STR("Prow refuses one of its jobs: "), job.error);
    if (t->run.asking.trouble.len == 0)
        t->run.asking.trouble = f->message;
    return (struct cel_value){ .kind = CEL_ERROR, .failure = f };
}

static size_t list_count(const struct cel_value *of)
{
    return ((const struct job_list *)of->foreign)->count;
}

static void list_at(struct arena *a, const struct cel_value *of, size_t index, struct cel_value *out)
{
    struct job_list *l = (struct job_list *)(uintptr_t)of->foreign;

    (void)a;
    if (l->made[index].kind == CEL_ERROR && !l->made[index].failure)
        l->made[index] = make_job(l, index);
    *out = l->made[index];
}

static bool list_next(struct arena *a, const struct cel_value *of, struct cel_cursor *c, struct cel_value *key,
                      struct cel_value *value)
{
    (void)key;
    if (c->index >= list_count(of))
        return false;
    list_at(a, of, c->index, value);
    return true;
}

static const struct cel_class list_class = { .count = list_count, .at = list_at, .next = list_next };

/* The jobs of a kind; branch: only those that run on it, empty for all. In the run's arena. */
static struct cel_value jobs_value(struct own_tree *t, const struct own_kept_repo *r, enum job_kind kind,
                                   struct str branch)
{
    struct arena *a = &t->run.arena;
    struct job_list *l = ARENA_NEW(a, struct job_list);

    *l = (struct job_list){ .tree = t };
    l->jobs = ARENA_ARRAY(a, const struct own_kept_job *, r->count[kind]);
    l->made = ARENA_ARRAY(a, struct cel_value, r->count[kind]);
    for (size_t i = 0; i < r->count[kind]; i++)
        if (branch.len == 0 || branches_include(a, &r->jobs[kind][i].job.branches, &t->patterns, branch)) {
            l->made[l->count] = (struct cel_value){ .kind = CEL_ERROR };
            l->jobs[l->count++] = &r->jobs[kind][i];
        }
    return (struct cel_value){ .kind = CEL_LIST, .foreign = l, .class = &list_class };
}

/* ---- branches ---- */

void own_branches_init(struct own_tree *t)
{
    map_init(&t->named_by_repo, &t->arena);
}

/* Read when the first rule needs it. */
static void need_requirements(struct own_tree *t)
{
    if (t->requirements_known)
        return;
    t->requirements_known = true;
    requirements_read(&t->requirements, t->tree, t->run.settings->window);
    t->named_count = named_branches(&t->named, &t->arena, &t->requirements.protection, NAMED_BY_ALL);
    for (size_t i = 0; i < t->named_count; i++)
        *map_at(&t->named_by_repo, ARENA_JOIN(&t->arena, t->named[i].org, STR("/"), t->named[i].repo)) = &t->named[i];
}

/* A name, not a pattern: what a job lists may be either. */
static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (strchr("^$*+?()[]{}|\\", s.p[i]))
            return false;
    return s.len > 0;
}

/* Worked out when an expression reads it: there may be as many branches as jobs. */
struct branch_list {
    struct own_tree *tree;
    const struct job *job;
    struct cel_value names;
    bool known;
};

static struct cel_value *branches_of(const struct cel_value *of)
{
    struct branch_list *l = (struct branch_list *)(uintptr_t)of->foreign;
    struct arena *a = &l->tree->run.arena;
    const struct named_branches *named;
    struct str *names;
    size_t count = 0;

    if (l->known)
        return &l->names;
    need_requirements(l->tree);
    named = map_get(&l->tree->named_by_repo, l->job->repo);
    names = ARENA_ARRAY(a, struct str, named ? named->names.count : 0);
    for (size_t i = 0; named && i < named->names.count; i++)
        if (is_name(named->names.entries[i].key) &&
            branches_include(a, &l->job->branches, &l->tree->patterns, named->names.entries[i].key))
            names[count++] = named->names.entries[i].key;
    l->known = true;
    l->names = own_strings(a, names, count);
    return &l->names;
}

static size_t branches_count(const struct cel_value *of)
{
    return cel_count(branches_of(of));
}

static void branches_at(struct arena *a, const struct cel_value *of, size_t index, struct cel_value *out)
{
    cel_at(a, branches_of(of), index, out);
}

static bool branches_next(struct arena *a, const struct cel_value *of, struct cel_cursor *c, struct cel_value *key,
                          struct cel_value *value)
{
    (void)key;
    if (c->index >= branches_count(of))
        return false;
    cel_at(a, branches_of(of), c->index, value);
    return true;
}

static const struct cel_class branches_class = { .count = branches_count, .at = branches_at, .next = branches_next };

struct cel_value own_branches_value(struct own_tree *t, const struct job *j)
{
    struct branch_list *l = ARENA_NEW(&t->run.arena, struct branch_list);

    *l = (struct branch_list){ .tree = t, .job = j };
    return (struct cel_value){ .kind = CEL_LIST, .foreign = l, .class = &branches_class };
}

/* ---- what is kept ---- */

void own_repos_collect(struct own_tree *t, const struct effective_place *p)
{
    struct own_kept_repo *r;
    struct own_kept_job *k;
    enum job_kind kind = p->job->kind;
    void **at;

    if (kind == PERIODIC)
        return;
    if (!t->by_repo.arena)
        map_init(&t->by_repo, &t->kept);
    at = map_at(&t->by_repo, p->job->repo);
    if (!*at) {
        r = ARENA_PUSH(&t->kept, t->repos, t->repo_count, t->repo_cap);
        *r = (struct own_kept_repo){ .name = p->job->repo };
        *at = (void *)(uintptr_t)t->repo_count;
    }
    r = &t->repos[(uintptr_t)*at - 1];
    k = ARENA_PUSH(&t->kept, r->jobs[kind], r->count[kind], r->cap[kind]);
    *k = (struct own_kept_job){ .file = p->file, .index = p->index };
    k->job = (struct job){ .kind = kind, .repo = p->job->repo, .file = p->job->file, .node = p->job->node };
    k->job.branches = branches_copy(&t->kept, &p->job->branches);
}

/* ---- subjects ---- */

static const struct own_kept_job *first_job(const struct own_kept_repo *r)
{
    return r->count[PRESUBMIT] ? r->jobs[PRESUBMIT] : r->jobs[POSTSUBMIT];
}

static void begin(struct own_tree *t, struct own_subject *s, const struct own_kept_repo *r, enum own_kind kind,
                  const char *what, struct str branch)
{
    const struct own_kept_job *first = first_job(r);

    own_subject_begin(t, s, kind, what, first->job.file, first->job.node);
    own_subject_repo(s, r->name);
    own_subject_add(s, STR("presubmits"), jobs_value(t, r, PRESUBMIT, branch));
    own_subject_add(s, STR("postsubmits"), jobs_value(t, r, POSTSUBMIT, branch));
}

static void add_plugins(struct arena *a, const struct plugin_list *list, struct str repo, struct str **out,
                        size_t *count, size_t *cap)
{
    struct plugin_element e = { 0 };

    while (list && !(repo.len && plugin_excludes(list, repo)) && plugin_next(list, &e))
        *ARENA_PUSH(a, *out, *count, *cap) = plugin_name(a, &e);
}

/* The plugins that are on for a repository: its own and its organization's, external ones too. */
static struct cel_value plugins_of(struct own_tree *t, struct str name)
{
    struct arena *a = &t->run.arena;
    struct str org, repo, *out = NULL;
    size_t count = 0, cap = 0;

    if (!t->plugins_known) {
        plugin_lists_read(&t->plugins[0], t->tree, PLUGINS_BUILT_IN);
        plugin_lists_read(&t->plugins[1], t->tree, PLUGINS_EXTERNAL);
        t->plugins_known = true;
    }
    plugin_split(name, &org, &repo);
    for (size_t i = 0; i < COUNT_OF(t->plugins); i++) {
        add_plugins(a, plugin_lists_find(&t->plugins[i], org), repo, &out, &count, &cap);
        add_plugins(a, plugin_lists_find(&t->plugins[i], name), STR(""), &out, &count, &cap);
    }
    return own_strings(a, out, count);
}

static void run_repo(struct own_tree *t, const struct own_kept_repo *r)
{
    struct own_subject s;

    begin(t, &s, r, OWN_REPO, "repository", STR(""));
    own_subject_add(&s, STR("plugins"), plugins_of(t, r->name));
    own_run_subject(&t->run, &s);
    arena_reset(&t->run.arena);
}

static void add_contexts(struct arena *a, const struct context_set *set, struct map *seen)
{
    const struct status_context **sorted = context_set_sorted(set, a);

    for (size_t i = 0; i < context_set_count(set); i++)
        *map_at(seen, sorted[i]->name) = seen;
}

static struct cel_value names_value(struct arena *a, const struct map *seen)
{
    struct str *names = ARENA_ARRAY(a, struct str, seen->count);

    for (size_t i = 0; i < seen->count; i++)
        names[i] = seen->entries[i].key;
    return own_strings(a, names, seen->count);
}

static void run_branch(struct own_tree *t, const struct own_kept_repo *r, struct str branch)
{
    struct arena *a = &t->run.arena;
    struct required_contexts required;
    struct str org, repo;
    struct own_subject s;
    struct map seen;

    begin(t, &s, r, OWN_BRANCH, "branch", branch);
    str_cut(r->name, '/', &org, &repo);
    required_contexts(&required, a, &t->requirements, org, repo, branch);
    map_init(&seen, a);
    add_contexts(a, &required.protection, &seen);
    add_contexts(a, &required.tide, &seen);
    own_subject_add(&s, STR("branch"), cel_string(branch));
    own_subject_add(&s, STR("protected"), cel_bool(required.protected));
    own_subject_add(&s, STR("required"), names_value(a, &seen));
    own_run_subject(&t->run, &s);
    arena_reset(a);
}

static void run_branches(struct own_tree *t, const struct own_kept_repo *r)
{
    const struct named_branches *named;

    need_requirements(t);
    named = map_get(&t->named_by_repo, r->name);
    for (size_t i = 0; named && i < named->names.count; i++)
        if (is_name(named->names.entries[i].key))
            run_branch(t, r, named->names.entries[i].key);
}

void own_repos_run(struct own_tree *t)
{
    bool repos = own_asks(&t->run, OWN_REPO), branches = own_asks(&t->run, OWN_BRANCH);

    for (size_t i = 0; i < t->repo_count; i++) {
        if (repos)
            run_repo(t, &t->repos[i]);
        if (branches)
            run_branches(t, &t->repos[i]);
    }
    arena_free(&t->kept);
    t->kept = (struct arena){ 0 };
    t->by_repo = (struct map){ 0 };
    t->repos = NULL;
    t->repo_count = t->repo_cap = 0;
}

void own_repos_free(struct own_tree *t)
{
    arena_free(&t->kept);
    patterns_free(&t->patterns);
}
