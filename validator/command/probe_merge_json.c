#include "command/probe_merge_json.h"

#include "prow/versions/library.h"

#include <stdlib.h>

static void put_list(json_t *o, const char *key, const struct name_list *l)
{
    if (l->count)
        json_put_texts(o, key, l->texts, l->count);
}

void merge_json_query(json_t *o, struct arena *a, const struct tide_search *q, const struct window *w)
{
    json_t *search = json_put_object(o, "search"), *query = json_put_object(o, "query");
    struct str text = tide_search_text(q, a, w);
    struct map orgs;

    json_put_text(query, "author", q->author);
    put_list(query, "excludedBranches", &q->excluded_branches);
    put_list(query, "excludedRepos", &q->excluded_repos);
    put_list(query, "includedBranches", &q->included_branches);
    put_list(query, "labels", &q->labels);
    json_put_text(query, "milestone", q->milestone);
    put_list(query, "missingLabels", &q->missing);
    put_list(query, "orgs", &q->orgs);
    put_list(query, "repos", &q->repos);
    json_put_flag(query, "reviewApprovedRequired", q->reviewed);
    tide_search_orgs(q, a, &orgs);
    for (size_t i = 0; i < orgs.count; i++) {
        struct buf *more = orgs.entries[i].value;
        json_put_named(search, orgs.entries[i].key, json_of(ARENA_JOIN(a, text, buf_str(more))));
        buf_free(more);
    }
}

static void put_bool(json_t *o, const char *key, const struct setting *s)
{
    if (s->value)
        json_put_bool(o, key, node_true(s->value));
}

static void put_people(json_t *o, const char *key, const struct policy_people *p)
{
    json_t *inner;

    if (!p->given)
        return;
    inner = json_put_object(o, key);
    put_list(inner, "apps", &p->apps);
    put_list(inner, "users", &p->users);
    put_list(inner, "teams", &p->teams);
}

static void put_reviews(json_t *o, const struct policy_reviews *r)
{
    json_t *inner;
    int64_t approvals;

    if (!r->given)
        return;
    inner = json_put_object(o, "required_pull_request_reviews");
    put_people(inner, "dismissal_restrictions", &r->dismissal);
    put_bool(inner, "dismiss_stale_reviews", &r->dismiss_stale);
    put_bool(inner, "require_code_owner_reviews", &r->code_owners);
    if (setting_int(&r->approvals, &approvals))
        json_put_int(inner, "required_approving_review_count", approvals);
    put_people(inner, "bypass_pull_request_allowances", &r->bypass);
}

void merge_json_policy(json_t *o, const struct policy *p)
{
    put_bool(o, "unmanaged", &p->unmanaged);
    put_bool(o, "protect", &p->protect);
    if (p->checks) {
        json_t *checks = json_put_object(o, "required_status_checks");
        put_list(checks, "contexts", &p->names);
        put_bool(checks, "strict", &p->strict);
    }
    put_bool(o, "enforce_admins", &p->admins);
    put_people(o, "restrictions", &p->restrictions);
    put_bool(o, "require_manually_triggered_jobs", &p->manual);
    put_reviews(o, &p->reviews);
    put_bool(o, "required_linear_history", &p->linear_history);
    put_bool(o, "allow_force_pushes", &p->force_pushes);
    put_bool(o, "allow_deletions", &p->deletions);
    put_bool(o, "require_signed_commits", &p->signed_commits);
    put_list(o, "exclude", &p->exclude);
    put_list(o, "include", &p->include);
}

static void put_set(json_t *o, const char *key, struct arena *a, const struct context_set *s)
{
    const struct status_context **sorted = context_set_sorted(s, a);
    json_t *list;

    if (!context_set_count(s))
        return;
    list = json_put_array(o, key);
    for (size_t i = 0; i < context_set_count(s); i++)
        json_add_text(list, sorted[i]->name);
}

void merge_json_contexts(json_t *o, struct arena *a, const struct tide_contexts *t)
{
    put_set(o, "required-contexts", a, &t->required);
    put_set(o, "required-if-present-contexts", a, &t->if_present);
    put_set(o, "optional-contexts", a, &t->optional);
    if (t->regex_count) {
        json_t *list = json_put_array(o, "optional-regex-contexts");
        for (size_t i = 0; i < t->regex_count; i++)
            json_add_text(list, setting_text(&t->regexes[i]));
    }
    put_bool(o, "skip-unknown-contexts", &t->skip_unknown);
    put_bool(o, "overwrite-pending-contexts", &t->overwrite_pending);
}

/* sets.List of a list: sorted, each once, and never absent. */
static void put_sorted(json_t *o, const char *key, struct arena *a, const struct name_list *l)
{
    struct name_list all = { NULL, 0, true };

    name_list_join(a, &all, &(struct name_list){ l->texts, l->count, true });
    json_put_texts(o, key, all.texts, all.count);
}

static void put_asked_people(json_t *o, struct arena *a, const struct policy_people *p, bool apps)
{
    if (apps)
        put_sorted(o, "apps", a, &p->apps);
    put_sorted(o, "users", a, &p->users);
    put_sorted(o, "teams", a, &p->teams);
}

static json_t *asked_reviews(struct arena *a, const struct policy_reviews *r, const struct window *w)
{
    int64_t approvals;
    json_t *o, *people;

    if (!r->given || !setting_int(&r->approvals, &approvals))
        return json_null();
    o = json_object();
    people = json_put_object(o, "dismissal_restrictions");
    if (r->dismissal.given)
        put_asked_people(people, a, &r->dismissal, false);
    json_put_bool(o, "dismiss_stale_reviews", node_true(r->dismiss_stale.value));
    json_put_bool(o, "require_code_owner_reviews", node_true(r->code_owners.value));
    json_put_int(o, "required_approving_review_count", approvals);
    if (field_may_be_known(w, "prow/branch_protection", "ReviewPolicy", STR("bypass_pull_request_allowances"))) {
        people = json_put_object(o, "bypass_pull_request_allowances");
        if (r->bypass.given)
            put_asked_people(people, a, &r->bypass, false);
    }
    return o;
}

/* github.BranchProtectionRequest */
static json_t *request(struct arena *a, const struct policy *p, const struct window *w)
{
    bool apps = field_may_be_known(w, "prow/branch_protection", "Restrictions", STR("apps"));
    json_t *o = json_object(), *inner;

    if (p->checks) {
        inner = json_put_object(o, "required_status_checks");
        json_put_bool(inner, "strict", node_true(p->strict.value));
        put_sorted(inner, "contexts", a, &p->names);
    } else {
        json_put(o, "required_status_checks", json_null());
    }
    json_put_bool(o, "enforce_admins", node_true(p->admins.value));
    json_put(o, "required_pull_request_reviews", asked_reviews(a, &p->reviews, w));
    if (p->restrictions.given)
        put_asked_people(json_put_object(o, "restrictions"), a, &p->restrictions, apps);
    else
        json_put(o, "restrictions", json_null());
    json_put_bool(o, "required_linear_history", node_true(p->linear_history.value));
    json_put_bool(o, "allow_force_pushes", node_true(p->force_pushes.value));
    json_put_bool(o, "allow_deletions", node_true(p->deletions.value));
    return o;
}

static void put_branches(json_t *updates, json_t *signs, struct arena *a, const struct protector_repo *r,
                         const struct window *w)
{
    json_t *o = json_object();

    for (size_t i = 0; i < r->count; i++) {
        const struct protector_branch *b = &r->branches[i];
        if (b->act == PROTECTOR_REMOVES) {
            json_put_named(o, b->name, json_of(STR("removed")));
            continue;
        }
        json_put_named(o, b->name, request(a, &b->policy, w));
        if (b->policy.signed_commits.value)
            json_put_named(signs, ARENA_JOIN(a, r->full, STR("@"), b->name),
                           json_of(node_true(b->policy.signed_commits.value) ? STR("on") : STR("off")));
    }
    json_put_named(updates, r->full, o);
}

json_t *merge_json_protector(struct arena *a, const struct protector_run *run, const struct window *w)
{
    json_t *o = json_object(), *updates = json_put_object(o, "updates"), *signs = json_object();

    for (size_t i = 0; i < run->repo_count; i++)
        put_branches(updates, signs, a, &run->repos[i], w);
    if (run->error_count)
        json_put_texts(o, "errors", run->errors, run->error_count);
    if (json_object_size(signs))
        json_put(o, "signed_commits", signs);
    else
        json_decref(signs);
    return o;
}
