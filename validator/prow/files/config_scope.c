#include "prow/files/config_scope.h"

#include "prow/protection/branch_protection.h"
#include "prow/versions/library.h"

#include <stdlib.h>

struct reading {
    struct config_scope *scope;
    const struct prow_tree *tree;
    const struct window *window;
};

static void add(const struct reading *r, struct scope_list *list, struct str name, const struct setting *where)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_eq(list->items[i].name, name))
            return;
    *ARENA_PUSH(r->tree->scratch, list->items, list->count, list->cap) = (struct scope_item){ name, *where };
}

static void set_global(const struct reading *r, const struct setting *where)
{
    if (!r->scope->global.at)
        r->scope->global = *where;
}

/* Anything with a slash counts as a repository, "org/repo@branch" too. */
static void add_name(const struct reading *r, struct str name, const struct setting *where)
{
    add(r, str_has(name, STR("/")) ? &r->scope->repos : &r->scope->orgs, name, where);
}

/* The keys of a map; where star is set, "*" stands for everybody. */
static void add_keys(const struct reading *r, const struct setting *of, const char *field, bool star)
{
    struct setting map = setting_get(r->tree->scratch, of, field), e = { 0 };

    while (node_kind(map.value) == NODE_MAPPING && setting_next(r->tree->scratch, &map, &e)) {
        if (star && str_eq(setting_key(&e), STR("*")))
            set_global(r, &e);
        else
            add_name(r, setting_key(&e), &e);
    }
}

static void add_texts(const struct reading *r, const struct setting *of, const char *field, struct scope_list *to)
{
    struct setting list = setting_get(r->tree->scratch, of, field), e = { 0 };

    while (node_kind(list.value) == NODE_SEQUENCE && setting_next(r->tree->scratch, &list, &e)) {
        if (to)
            add(r, to, setting_text(&e), &e);
        else
            add_name(r, setting_text(&e), &e);
    }
}

/* A list of entries that each name the repos they are for. */
static void add_entries(const struct reading *r, const struct setting *file, const char *field)
{
    struct setting list = setting_get(r->tree->scratch, file, field), e = { 0 };

    while (node_kind(list.value) == NODE_SEQUENCE && setting_next(r->tree->scratch, &list, &e))
        add_texts(r, &e, "repos", NULL);
}

/* Below one organization: its own setting, when it has one, and its repositories. */
static void add_org(const struct reading *r, const struct setting *org, const struct setting *own)
{
    struct setting repos = setting_get(r->tree->scratch, org, "repos"), e = { 0 };

    if (own->at)
        add(r, &r->scope->orgs, setting_key(org), own);
    while (node_kind(repos.value) == NODE_MAPPING && setting_next(r->tree->scratch, &repos, &e))
        add(r, &r->scope->repos, ARENA_JOIN(r->tree->scratch, setting_key(org), STR("/"), setting_key(&e)), &e);
}

static void read_protection(const struct reading *r, const struct setting *file)
{
    static const char *const pointers[] = { "protect-tested-repos", "allow_disabled_policies",
                                            "allow_disabled_job_policies", "protect_repos_with_optional_jobs" };
    struct arena *a = r->tree->scratch;
    struct setting bp = setting_get(a, file, "branch-protection");
    struct setting first = policy_first_field(r->window, r->tree, &bp), orgs = setting_get(a, &bp, "orgs"), e = { 0 };

    if (first.at)
        set_global(r, &first);
    for (size_t i = 0; i < COUNT_OF(pointers); i++) {
        struct setting s = setting_get(a, &bp, pointers[i]);
        if (s.value)
            set_global(r, &s);
    }
    while (node_kind(orgs.value) == NODE_MAPPING && setting_next(a, &orgs, &e)) {
        struct setting own = policy_first_field(r->window, r->tree, &e);
        add_org(r, &e, &own);
    }
}

static void read_config(const struct reading *r, const struct setting *file)
{
    struct arena *a = r->tree->scratch;
    struct setting queries = setting_get(a, file, "tide.queries"), e = { 0 };

    read_protection(r, file);
    add_keys(r, file, "tide.merge_method", false);
    while (node_kind(queries.value) == NODE_SEQUENCE && setting_next(a, &queries, &e)) {
        add_texts(r, &e, "orgs", &r->scope->orgs);
        add_texts(r, &e, "repos", &r->scope->repos);
    }
    add_keys(r, file, "slack_reporter_configs", true);
}

/* What has no place in a supplemental plugin file, where nobody else says so. */
static void read_unmergeable(const struct reading *r, const struct setting *file)
{
    static const char *const mergeable[] = { "approve", "bugzilla", "external_plugins", "label",
                                             "lgtm",    "plugins",  "triggers",         "welcome" };
    const struct go_struct *fields = go_type_find("prow/plugins", "Configuration")->fields;
    struct setting e = { 0 }, additional = setting_get(r->tree->scratch, file, "label.additional_labels");

    if (setting_count(&additional))
        set_global(r, &additional);
    while (node_kind(file->value) == NODE_MAPPING && setting_next(r->tree->scratch, file, &e)) {
        const struct go_field *f = field_known(r->window, fields, setting_key(&e));
        bool joined = !f;
        for (size_t i = 0; f && i < COUNT_OF(mergeable); i++)
            joined |= str_eq(f->name, str_c(mergeable[i]));
        if (!joined && setting_is_set(&e))
            set_global(r, &e);
    }
}

static void read_plugins(const struct reading *r, const struct setting *file)
{
    static const char *const lists[] = { "approve", "lgtm", "triggers", "welcome" };
    struct arena *a = r->tree->scratch;
    struct setting everybody = setting_get(a, file, "bugzilla.default"), e = { 0 };
    struct setting orgs = setting_get(a, file, "bugzilla.orgs");

    if (everybody.value)
        set_global(r, &everybody);
    if (r->tree->paths.plugins.len == 0)
        read_unmergeable(r, file);
    add_keys(r, file, "plugins", false);
    while (node_kind(orgs.value) == NODE_MAPPING && setting_next(a, &orgs, &e)) {
        struct setting own = setting_get(a, &e, "default");
        if (!own.value)
            own.at = NULL;
        add_org(r, &e, &own);
    }
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        add_entries(r, file, lists[i]);
    add_keys(r, file, "external_plugins", false);
    add_keys(r, file, "label.restricted_labels", true);
}

static int by_name(const void *pa, const void *pb)
{
    const struct scope_item *a = pa, *b = pb;

    return str_cmp(a->name, b->name);
}

static void sort(struct scope_list *list)
{
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, by_name);
}

void config_scope_read(struct config_scope *s, const struct prow_tree *t, const struct window *w,
                       const struct prow_file *file)
{
    const struct reading r = { s, t, w };
    struct setting whole = setting_whole(file);

    *s = (struct config_scope){ 0 };
    if (file->role == ROLE_SUPPLEMENTAL_CONFIG)
        read_config(&r, &whole);
    else
        read_plugins(&r, &whole);
    sort(&s->orgs);
    sort(&s->repos);
}
