#include "delta/open_prs.h"

#include "syntax/json/json.h"
#include "syntax/span.h"

struct reader {
    struct arena *arena;
    struct str source, *error;
};

static bool refuse(const struct reader *r, const struct node *at, const char *what)
{
    struct span s = span_of(r->source, at);

    *r->error = arena_printf(r->arena, "%u:%u: %s", s.line, s.column, what);
    return false;
}

static bool read_text(const struct reader *r, const struct node *n, struct str *to)
{
    if (node_kind(n) != NODE_STRING || n->len == 0)
        return refuse(r, n, "a text belongs here");
    *to = node_text(n);
    return true;
}

static bool read_number(const struct reader *r, const struct node *n, int64_t *to)
{
    return (node_kind(n) == NODE_INT && node_int(n, to) && *to > 0) ||
           refuse(r, n, "the number of a pull request belongs here");
}

static bool read_bool(const struct reader *r, const struct node *n, bool *to)
{
    *to = node_true(n);
    return node_kind(n) == NODE_BOOL || refuse(r, n, "true or false belongs here");
}

static bool read_files(const struct reader *r, const struct node *n, struct open_pr *p)
{
    if (node_kind(n) != NODE_SEQUENCE)
        return refuse(r, n, "a list of the changed files belongs here");
    p->files = ARENA_ARRAY(r->arena, struct str, node_count(n));
    for (const struct node *e = node_first(n); e; e = node_next(n, e))
        if (!read_text(r, e, &p->files[p->file_count++]))
            return false;
    return true;
}

static bool read_member(const struct reader *r, const struct node *key, struct open_pr *p)
{
    const struct node *value = node_pair_value(key);
    bool mergeable;

    if (node_is(key, STR("repo")))
        return read_text(r, value, &p->repo) &&
               (str_has(p->repo, STR("/")) || refuse(r, value, "a repository is written as org/repo"));
    if (node_is(key, STR("number")))
        return read_number(r, value, &p->number);
    if (node_is(key, STR("base_branch")))
        return read_text(r, value, &p->base_branch);
    if (node_is(key, STR("changed_files")))
        return read_files(r, value, p);
    if (node_is(key, STR("draft")))
        return read_bool(r, value, &p->draft);
    if (node_is(key, STR("mergeable"))) {
        if (node_kind(value) == NODE_NULL)
            return true;
        if (!read_bool(r, value, &mergeable))
            return false;
        p->unmergeable = !mergeable;
        return true;
    }
    return refuse(r, key, "a pull request has repo, number, base_branch, changed_files, draft and mergeable");
}

static bool read_pr(const struct reader *r, const struct node *n, struct open_pr *p)
{
    static const struct str needed[] = { STR_INIT("repo"), STR_INIT("number"), STR_INIT("base_branch"),
                                         STR_INIT("changed_files") };

    if (node_kind(n) != NODE_MAPPING)
        return refuse(r, n, "a pull request belongs here, as an object");
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k))
        if (!read_member(r, k, p))
            return false;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!node_get(n, needed[i]))
            return refuse(r, n, arena_printf(r->arena, "this pull request has no %.*s", STR_ARG(needed[i])).p);
    return true;
}

bool open_prs_read(struct open_prs *p, struct arena *a, struct str json, struct str *error)
{
    struct reader r = { a, json, error };
    struct json_error e;
    struct tape t;

    *p = (struct open_prs){ 0 };
    if (!json_read(&t, a, json, &e)) {
        *error = arena_printf(a, "%u:%u: %.*s", e.line, e.column, STR_ARG(e.message));
        return false;
    }
    if (node_kind(t.root) != NODE_SEQUENCE)
        return refuse(&r, t.root, "a list of pull requests belongs here");
    p->list = ARENA_ARRAY(a, struct open_pr, node_count(t.root));
    for (const struct node *n = node_first(t.root); n; n = node_next(t.root, n))
        if (!read_pr(&r, n, &p->list[p->count++]))
            return false;
    return true;
}

struct counting {
    struct delta *delta;
    const struct open_prs *prs;
    size_t *next;  /* of each pull request the next one of its repo, SIZE_MAX past the last */
    bool *touched; /* of each, by anything */
};

static bool runs_on(struct counting *c, const struct delta_job *j, const struct open_pr *p)
{
    bool runs = branches_include(&c->delta->scratch, &j->branches, &c->delta->patterns, p->base_branch);

    arena_reset(&c->delta->scratch);
    return runs;
}

/* CouldRun and the change regexes: any file that matches, or any that does not. */
static bool should_run(struct counting *c, const struct delta_job *j, const struct open_pr *p)
{
    bool wants = j->run_if_changed.len != 0;
    struct str pattern = wants ? j->run_if_changed : j->skip_if_only_changed;

    if (!runs_on(c, j, p))
        return false;
    if (j->always_run || pattern.len == 0)
        return j->always_run;
    for (size_t i = 0; i < p->file_count; i++)
        if (patterns_match(&c->delta->patterns, pattern, p->files[i]) == wants)
            return true;
    return false;
}

/* Triggering leaves drafts alone, and what can't be merged; retiring and moving do not look at either. */
static size_t count_job(struct counting *c, size_t first, const struct delta_job *j, bool triggers)
{
    size_t n = 0;

    for (size_t i = first; i != SIZE_MAX; i = c->next[i]) {
        const struct open_pr *p = &c->prs->list[i];
        if (triggers ? p->draft || p->unmergeable || !should_run(c, j, p) : !runs_on(c, j, p))
            continue;
        c->touched[i] = true;
        n++;
    }
    return n;
}

static void count_repo(struct counting *c, struct delta_repo_change *r, size_t first)
{
    struct delta_pulls *sum = &c->delta->pulls;

    for (size_t i = 0; i < r->added_count; i++)
        sum->added += r->added[i].pulls = count_job(c, first, r->added[i].job, true);
    for (size_t i = 0; i < r->retired_count; i++)
        sum->retired += r->retired[i].pulls = count_job(c, first, r->retired[i].job, false);
    for (size_t i = 0; i < r->migrated_count; i++)
        sum->migrated += r->migrated[i].pulls = count_job(c, first, r->migrated[i].before, false);
}

void open_prs_count(struct delta *d, const struct open_prs *p)
{
    struct counting c = { d, p, ARENA_ARRAY(&d->arena, size_t, p->count), ARENA_ARRAY(&d->arena, bool, p->count) };
    struct map first; /* repo to its first pull request plus one */

    map_init(&first, &d->arena);
    for (size_t i = p->count; i-- > 0;) {
        void **at = map_at(&first, p->list[i].repo);
        c.next[i] = *at ? (size_t)(uintptr_t)*at - 1 : SIZE_MAX;
        *at = (void *)(uintptr_t)(i + 1);
    }
    d->pulls = (struct delta_pulls){ .known = true, .open = p->count };
    for (size_t i = 0; i < d->repo_count; i++) {
        void *at = map_get(&first, d->repos[i].repo);
        count_repo(&c, &d->repos[i], at ? (size_t)(uintptr_t)at - 1 : SIZE_MAX);
    }
    for (size_t i = 0; i < p->count; i++)
        d->pulls.touched += c.touched[i];
}
