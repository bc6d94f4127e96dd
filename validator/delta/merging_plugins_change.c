/* What people can do about merging, and whether anybody starts jobs: plugins that are switched on or off, and their
 * options. */
#include "delta/delta.h"

/* Plugins without which a pull request gets no label, and the label that it gets by them. */
static const struct {
    const char *plugin, *label;
} labellers[] = {
    { "lgtm", "lgtm" },
    { "approve", "approved" },
    { "cla", "cncf-cla: yes" },
    { "dco", "dco-signoff: yes" },
};

/* Plugins that only amuse. */
static const char *const toys[] = { "cat", "dog", "pony", "goose", "yuks", "shrug", "heart", "buzz", "joke", "honk" };

/* Plugins that keep pull requests from merging, or say who may do what: without them something is lost. */
static const char *const guards[] = {
    "lgtm",
    "approve",
    "hold",
    "wip",
    "blockade",
    "verify-owners",
    "owners-label",
    "blunderbuss",
    "dco",
    "cla",
    "label",
    "mergecommitblocker",
    "override",
    "invalidcommitmsg",
    "skip",
    "milestone",
    "trigger",
    "require-matching-label",
    "release-note",
    "do-not-merge",
    "assign",
    "merge-method-comment",
    "pipeline-controller",
    "cherry-pick-unapproved",
    "cherry-pick-approved",
    "config-updater",
    "branchcleaner",
    "lifecycle",
    "retitle",
};

struct comparing {
    struct delta *delta;
    struct delta_merge_changes *out;
    struct arena *a;
    const struct delta_merging *was, *is;
    struct map known; /* org to struct known_repos */
    struct map seen;  /* repos that are in one of them */
};

static bool is_among(struct str name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(name, str_c(list[i])))
            return true;
    return false;
}

static void note(struct comparing *x, enum merging_kind kind, enum merging_weight weight, struct str words,
                 struct place before, struct place after, struct str repo)
{
    struct delta_merge_change m = {
        .kind = kind,
        .weight = weight,
        .words = arena_copy(&x->delta->arena, words),
        .before = before,
        .after = after,
    };

    merging_note(x->out, &m, repo, STR(""));
}

/* Whether tide asks for the label there, and never merges without. */
static const struct delta_query *asks_for(struct comparing *x, struct str repo, struct str label)
{
    struct delta_places l = delta_queries_of(x->is, x->a, repo);
    const struct delta_query *first = NULL;

    for (size_t i = 0; i < l.count; i++) {
        const struct delta_query *q = &x->is->queries[l.items[i]];
        if (!delta_texts_have(&q->labels, label))
            return NULL;
        first = first ? first : q;
    }
    return first;
}

/* Repos that anything is known of, by org. */
struct known_repos {
    struct str *items;
    size_t count, cap;
};

static void add_known(struct comparing *x, struct str repo)
{
    struct str org, name;
    struct known_repos *k;
    void **at = map_at(&x->seen, repo);

    if (*at || !str_cut(repo, '/', &org, &name))
        return;
    *at = x;
    at = map_at(&x->known, org);
    if (!*at)
        *at = ARENA_NEW(x->a, struct known_repos);
    k = *at;
    k->items = arena_grow(x->a, k->items, k->count, &k->cap, sizeof *k->items);
    k->items[k->count++] = repo;
}

static void find_known(struct comparing *x)
{
    map_init(&x->known, x->a);
    map_init(&x->seen, x->a);
    for (size_t i = 0; i < x->delta->after->repo_count; i++)
        add_known(x, x->delta->after->repos[i].repo);
    for (size_t i = 0; i < x->is->query_count; i++)
        for (size_t k = 0; k < x->is->queries[i].repos.count; k++)
            add_known(x, x->is->queries[i].repos.items[k]);
    for (size_t i = 0; i < x->is->plugin_count; i++)
        add_known(x, x->is->plugins[i].where);
}

/* Whether a repo loses it that anything is known of: where an org gives up what each of its repos has by itself, nobody
 * does. */
static bool anybody_loses(struct comparing *x, const struct delta_plugin *p, struct str repo)
{
    struct str org, name;
    const struct known_repos *k;

    if (!str_cut(repo, '/', &org, &name) || !str_eq(name, ANY_OTHER_REPO) || !(k = map_get(&x->known, org)))
        return true;
    for (size_t i = 0; i < k->count; i++)
        if (!delta_plugin_of(x->is, k->items[i], p->name))
            return true;
    return false;
}

static void note_blocked_at(struct comparing *x, const struct delta_plugin *p, struct str label, struct str repo)
{
    const struct delta_query *q = asks_for(x, repo, label);

    if (q)
        note(x, MERGING_BLOCKED, WEIGHT_REJECTS,
             ARENA_JOIN(x->a, STR("tide asks for label "), label, STR(", and plugin "), p->name,
                        STR(", which gives it, is off now: nothing merges unless somebody sets the label by hand")),
             p->at, q->at, repo);
}

/* Of an org, every repo that loses it with it. */
static void note_blocked(struct comparing *x, const struct delta_plugin *p, struct str repo)
{
    const struct known_repos *k = map_get(&x->known, delta_org_of(repo));
    struct str label = STR("");
    bool whole = str_eq(repo, ARENA_JOIN(x->a, delta_org_of(repo), STR("/"), ANY_OTHER_REPO));

    for (size_t i = 0; i < COUNT_OF(labellers); i++)
        if (str_eq(p->name, str_c(labellers[i].plugin)))
            label = str_c(labellers[i].label);
    if (label.len == 0)
        return;
    note_blocked_at(x, p, label, repo);
    for (size_t i = 0; whole && k && i < k->count; i++)
        if (!delta_plugin_of(x->is, k->items[i], p->name))
            note_blocked_at(x, p, label, k->items[i]);
}

static void note_off(struct comparing *x, const struct delta_plugin *p, struct str repo)
{
    if (is_among(p->name, toys, COUNT_OF(toys)))
        return;
    note(x, MERGING_PLUGIN_OFF,
         is_among(p->name, guards, COUNT_OF(guards)) && anybody_loses(x, p, repo) ? WEIGHT_WARNS : WEIGHT_TOLD,
         ARENA_JOIN(x->a, STR("plugin "), p->name, STR(" is off now")), p->at, (struct place){ 0 }, repo);
    note_blocked(x, p, repo);
}

static void note_on(struct comparing *x, const struct delta_plugin *p, struct str repo)
{
    if (!is_among(p->name, toys, COUNT_OF(toys)))
        note(x, MERGING_PLUGIN_ON, WEIGHT_TOLD, ARENA_JOIN(x->a, STR("plugin "), p->name, STR(" is on now")),
             (struct place){ 0 }, p->at, repo);
}

/* The plugins of m that are listed for this repo or its org, and are on there, but not on the other side. */
static void compare_listed(struct comparing *x, const struct delta_merging *m, const struct delta_merging *other,
                           struct str where, struct str repo,
                           void (*tell)(struct comparing *, const struct delta_plugin *, struct str))
{
    const struct delta_places *all = delta_plugins_at(m, where);

    for (size_t i = 0; i < all->count; i++) {
        const struct delta_plugin *p = &m->plugins[all->items[i]];
        if (delta_plugin_of(m, repo, p->name) == p && !delta_plugin_of(other, repo, p->name))
            tell(x, p, repo);
    }
}

/* What an org's list does to all its repos is told of the org; of a repo what its own list does, or its being left out. */
static void compare_at(struct comparing *x, struct str repo)
{
    struct str org = delta_org_of(repo), other = ARENA_JOIN(x->a, org, STR("/"), ANY_OTHER_REPO);
    bool whole = str_eq(repo, other);
    const struct delta_places *all = delta_plugins_at(x->was, org);

    compare_listed(x, x->was, x->is, whole ? org : repo, repo, note_off);
    compare_listed(x, x->is, x->was, whole ? org : repo, repo, note_on);
    for (size_t i = 0; !whole && i < all->count; i++) {
        const struct delta_plugin *p = &x->was->plugins[all->items[i]];
        if (delta_plugin_of(x->was, repo, p->name) == p && !delta_plugin_of(x->is, repo, p->name) &&
            delta_plugin_of(x->is, other, p->name))
            note_off(x, p, repo);
    }
}

static void add_where(struct map *names, struct arena *a, struct str where)
{
    map_at(names, str_find_char(where, '/') == SIZE_MAX ? ARENA_JOIN(a, where, STR("/"), ANY_OTHER_REPO) : where);
}

static void add_side(struct map *names, struct arena *a, const struct delta_merging *m)
{
    for (size_t i = 0; i < m->plugin_count; i++)
        add_where(names, a, m->plugins[i].where);
    for (size_t i = 0; i < m->org_count; i++)
        for (size_t k = 0; k < m->orgs[i].excluded.count; k++)
            map_at(names, ARENA_JOIN(a, m->orgs[i].org, STR("/"), m->orgs[i].excluded.items[k]));
}

/* Repos with jobs that nobody starts any more. */
static void compare_trigger(struct comparing *x)
{
    const struct delta_side *after = x->delta->after;

    for (size_t i = 0; i < after->repo_count; i++) {
        const struct delta_plugin *was;
        struct str repo = after->repos[i].repo;
        if (!after->repos[i].presubmits || delta_plugin_of(x->is, repo, STR("trigger")) ||
            !(was = delta_plugin_of(x->was, repo, STR("trigger"))))
            continue;
        note(x, MERGING_TRIGGER, WEIGHT_REJECTS,
             STR("plugin trigger is off now, and there are presubmits: nobody starts them any more"), was->at,
             (struct place){ 0 }, repo);
    }
}

static struct str value_of(const struct delta_option_entry *e, struct str name)
{
    for (size_t i = 0; e && i < e->option_count; i++)
        if (str_eq(e->options[i].name, name))
            return e->options[i].value;
    return STR("");
}

/* An option that an entry for the org still sets, but an entry for the repo now hides, was hardly meant to go. */
static bool is_hidden(struct comparing *x, const struct delta_option_entry *now, struct str plugin, struct str repo,
                      struct str name)
{
    struct str other = ARENA_JOIN(x->a, delta_org_of(repo), STR("/"), ANY_OTHER_REPO);
    const struct delta_option_entry *of_org = delta_option_entry_of(x->is, x->a, other, plugin);

    return now && of_org && of_org != now && value_of(of_org, name).len;
}

static void compare_option(struct comparing *x, struct str plugin, struct str repo, struct str name,
                           const struct delta_option_entry *was, const struct delta_option_entry *is)
{
    struct str then = value_of(was, name), now = value_of(is, name), words;
    bool hidden = !now.len && is_hidden(x, is, plugin, repo, name);

    if (str_eq(then, now))
        return;
    words = ARENA_JOIN(x->a, name, STR(" of plugin "), plugin, STR(" was "), then.len ? then : STR("not set"),
                       STR(", and is "), now.len ? now : STR("not set"), STR(" now"));
    if (hidden)
        words = ARENA_JOIN(x->a, words, STR(": entries are not joined, and the repo has one of its own now"));
    note(x, MERGING_OPTION, hidden ? WEIGHT_WARNS : WEIGHT_TOLD, words, was ? was->at : (struct place){ 0 },
         is ? is->at : (struct place){ 0 }, repo);
}

static void compare_entries(struct comparing *x, struct str plugin, struct str repo)
{
    const struct delta_option_entry *was = delta_option_entry_of(x->was, x->a, repo, plugin);
    const struct delta_option_entry *is = delta_option_entry_of(x->is, x->a, repo, plugin);

    for (size_t i = 0; was && i < was->option_count; i++)
        compare_option(x, plugin, repo, was->options[i].name, was, is);
    for (size_t i = 0; is && i < is->option_count; i++)
        if (!value_of(was, is->options[i].name).len)
            compare_option(x, plugin, repo, is->options[i].name, was, is);
}

static void compare_options(struct comparing *x)
{
    static const char *const plugins[] = { "lgtm", "approve", "trigger" };
    const struct delta_merging *sides[] = { x->was, x->is };
    struct map names;

    map_init(&names, x->a);
    for (size_t s = 0; s < COUNT_OF(sides); s++)
        for (size_t i = 0; i < sides[s]->entry_count; i++)
            for (size_t k = 0; k < sides[s]->entries[i].repos.count; k++)
                add_where(&names, x->a, sides[s]->entries[i].repos.items[k]);
    for (size_t i = 0; i < names.count; i++)
        for (size_t k = 0; k < COUNT_OF(plugins); k++)
            compare_entries(x, str_c(plugins[k]), names.entries[i].key);
}

void merging_plugins_compare(struct delta_merge_changes *out, struct delta *d)
{
    struct comparing x = {
        .delta = d, .out = out, .a = &d->scratch, .was = &d->before->merging, .is = &d->after->merging
    };
    struct map names;

    map_init(&names, x.a);
    add_side(&names, x.a, x.was);
    add_side(&names, x.a, x.is);
    find_known(&x);
    compare_trigger(&x);
    for (size_t i = 0; i < names.count; i++)
        compare_at(&x, names.entries[i].key);
    compare_options(&x);
}
