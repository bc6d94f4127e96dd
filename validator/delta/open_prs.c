#include "delta/open_prs.h"

#include "schema/behaviour.h"
#include "syntax/json/value.h"
#include "syntax/span.h"

/* Where something does not belong: jansson's values know no places, so the place is looked for when it is needed. */
struct spot {
    size_t pr, file; /* SIZE_MAX: the list itself; its value itself */
    const char *key; /* NULL: the whole pull request */
    bool at_key;
};

struct reader {
    struct arena *arena;
    struct str source, *error;
    struct spot spot;
};

static const struct node *element(const struct node *list, size_t i)
{
    const struct node *e = node_first(list);

    while (e && i-- > 0)
        e = node_next(list, e);
    return e;
}

static bool refuse(const struct reader *r, const char *what)
{
    const struct spot *at = &r->spot;
    const struct node *n;
    struct json_error e;
    struct tape t;
    struct span s;

    if (!json_read(&t, r->arena, r->source, &e))
        return false; /* it was read before */
    n = at->pr == SIZE_MAX ? t.root : element(t.root, at->pr);
    if (at->key)
        n = at->at_key ? node_key(n, str_c(at->key)) : node_get(n, str_c(at->key));
    if (at->file != SIZE_MAX)
        n = element(n, at->file);
    s = span_of(r->source, n);
    *r->error = arena_printf(r->arena, "%u:%u: %s", s.line, s.column, what);
    return false;
}

static bool read_text(const struct reader *r, const json_t *v, struct str *to)
{
    *to = arena_copy(r->arena, json_bytes(v));
    return to->len || refuse(r, "a text belongs here");
}

static bool read_number(const struct reader *r, const json_t *v, int64_t *to)
{
    *to = json_integer_value(v);
    return *to > 0 || refuse(r, "the number of a pull request belongs here");
}

static bool read_bool(const struct reader *r, const json_t *v, bool *to)
{
    *to = json_is_true(v);
    return json_is_boolean(v) || refuse(r, "true or false belongs here");
}

static bool read_files(struct reader *r, const json_t *v, struct open_pr *p)
{
    if (!json_is_array(v))
        return refuse(r, "a list of the changed files belongs here");
    p->files = ARENA_ARRAY(r->arena, struct str, json_array_size(v));
    for (size_t i = 0; i < json_array_size(v); i++) {
        r->spot.file = i;
        if (!read_text(r, json_array_get(v, i), &p->files[p->file_count++]))
            return false;
    }
    r->spot.file = SIZE_MAX;
    return true;
}

static bool read_repo(const struct reader *r, const json_t *v, struct str *to)
{
    return read_text(r, v, to) && (str_has(*to, STR("/")) || refuse(r, "a repository is written as org/repo"));
}

static bool read_mergeable(const struct reader *r, const json_t *v, struct open_pr *p)
{
    bool mergeable = true;

    if (!json_is_null(v) && !read_bool(r, v, &mergeable))
        return false;
    p->unmergeable = !mergeable;
    return true;
}

static bool read_member(struct reader *r, struct str key, const json_t *v, struct open_pr *p)
{
    if (str_eq(key, STR("repo")))
        return read_repo(r, v, &p->repo);
    if (str_eq(key, STR("number")))
        return read_number(r, v, &p->number);
    if (str_eq(key, STR("base_branch")))
        return read_text(r, v, &p->base_branch);
    if (str_eq(key, STR("changed_files")))
        return read_files(r, v, p);
    if (str_eq(key, STR("draft")))
        return read_bool(r, v, &p->draft);
    if (str_eq(key, STR("mergeable")))
        return read_mergeable(r, v, p);
    r->spot.at_key = true;
    return refuse(r, "a pull request has repo, number, base_branch, changed_files, draft and mergeable");
}

static bool read_pr(struct reader *r, json_t *v, struct open_pr *p)
{
    static const char *const needed[] = { "repo", "number", "base_branch", "changed_files" };
    const char *key;
    json_t *member;

    if (!json_is_object(v))
        return refuse(r, "a pull request belongs here, as an object");
    json_object_foreach(v, key, member)
    {
        r->spot.key = key;
        if (!read_member(r, str_c(key), member, p))
            return false;
    }
    r->spot.key = NULL;
    for (size_t i = 0; i < COUNT_OF(needed); i++)
        if (!json_object_get(v, needed[i]))
            return refuse(r, arena_printf(r->arena, "this pull request has no %s", needed[i]).p);
    return true;
}

bool open_prs_read(struct open_prs *p, struct arena *a, struct str json, struct str *error)
{
    struct reader r = { a, json, error, { SIZE_MAX, SIZE_MAX, NULL, false } };
    struct json_error e;
    json_t *list = json_parse(a, json, &e);
    bool ok = json_is_array(list);

    *p = (struct open_prs){ 0 };
    if (!list)
        *error = arena_printf(a, "%u:%u: %.*s", e.line, e.column, STR_ARG(e.message));
    else if (!ok)
        refuse(&r, "a list of pull requests belongs here");
    p->list = ARENA_ARRAY(a, struct open_pr, json_array_size(list));
    for (; ok && p->count < json_array_size(list); p->count += ok) {
        r.spot.pr = p->count;
        ok = read_pr(&r, json_array_get(list, p->count), &p->list[p->count]);
    }
    json_decref(list);
    return ok;
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

/* CouldRun and the change regexes: any file that matches, or any that does not. An old status-reconciler looks at no
 * file. */
static bool should_run(struct counting *c, const struct delta_job *j, const struct open_pr *p)
{
    bool wants = j->run_if_changed.len != 0;
    struct str pattern = wants ? j->run_if_changed : j->skip_if_only_changed;

    if (!runs_on(c, j, p))
        return false;
    if (j->always_run || !behaviour_holds(&c->delta->reconciler.window, BEHAVIOUR_RECONCILER_MINDS_CHANGED_FILES))
        return true;
    if (pattern.len == 0)
        return false;
    for (size_t i = 0; i < p->file_count; i++)
        if (patterns_match(&c->delta->patterns, pattern, p->files[i]) == wants)
            return true;
    return false;
}

/* Whether starting looks at the pull request at all: not where it can't be merged, nor, today, at drafts. */
static bool may_start(const struct counting *c, const struct open_pr *p)
{
    return !p->unmergeable &&
           !(p->draft && behaviour_holds(&c->delta->reconciler.window, BEHAVIOUR_RECONCILER_SKIPS_DRAFTS));
}

/* Retiring and moving look at the branch alone. */
static size_t count_job(struct counting *c, size_t first, const struct delta_job *j, bool triggers)
{
    size_t n = 0;

    for (size_t i = first; i != SIZE_MAX; i = c->next[i]) {
        const struct open_pr *p = &c->prs->list[i];
        if (triggers ? !may_start(c, p) || !should_run(c, j, p) : !runs_on(c, j, p))
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
