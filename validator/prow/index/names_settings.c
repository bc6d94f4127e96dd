/* What the main file, supplemental files, plugin files and presets say by name. Absent, null and wrongly typed values
 * name nothing. */
#include "prow/index/names.h"

#include "prow/files/setting.h"

/* Where names are read from: who says them, of what. */
struct saying {
    struct name_sink *sink;
    struct arena *arena;
    enum named_by by;
    struct str value;
};

static void say(const struct saying *w, enum name_kind kind, struct str of, struct str text, const struct setting *s,
                struct place at)
{
    struct name_use *u = text.len ? sink_use(w->sink, kind, of, text) : NULL;

    if (!u)
        return;
    u->by = w->by;
    u->value = w->value;
    u->at = at;
    u->path = s->path;
}

static bool next_key(const struct saying *w, const struct setting *map, struct setting *e)
{
    return node_kind(map->value) == NODE_MAPPING && setting_next(w->arena, map, e);
}

static bool next_element(const struct saying *w, const struct setting *list, struct setting *e)
{
    return node_kind(list->value) == NODE_SEQUENCE && setting_next(w->arena, list, e);
}

/* "org", or "org/repo", which names both. */
static void say_owner(const struct saying *w, struct str text, const struct setting *s, struct place at)
{
    struct str org, repo;

    if (!str_cut(text, '/', &org, &repo)) {
        say(w, NAME_ORG, STR(""), text, s, at);
        return;
    }
    say(w, NAME_REPO, STR(""), text, s, at);
    if (org.len && !str_has(repo, STR("/")))
        say(w, NAME_ORG, STR(""), org, s, at);
}

static void say_list(const struct saying *w, enum name_kind kind, struct str of, const struct setting *parent,
                     const char *field)
{
    struct setting list = setting_get(w->arena, parent, field);

    for (struct setting e = { 0 }; next_element(w, &list, &e);) {
        if (kind == NAME_REPO)
            say_owner(w, setting_text(&e), &e, setting_place(&e));
        else
            say(w, kind, of, setting_text(&e), &e, setting_place(&e));
    }
}

/* The branches of a query, of each of its repositories; of its organizations they are the organizations'. */
static void say_query_branches(const struct saying *w, const struct setting *query, const char *field)
{
    static const char *const owners[] = { "repos", "orgs" };

    for (size_t i = 0; sink_wants(w->sink, NAME_BRANCH) && i < COUNT_OF(owners); i++) {
        struct setting list = setting_get(w->arena, query, owners[i]);
        for (struct setting e = { 0 }; next_element(w, &list, &e);)
            say_list(w, NAME_BRANCH, setting_text(&e), query, field);
    }
}

static void of_query(struct saying w, const struct setting *query)
{
    static const char *const excluded[] = { "excludedRepos", "excludedBranches" };

    w.by = BY_TIDE_QUERY;
    say_list(&w, NAME_REPO, STR(""), query, "repos");
    say_list(&w, NAME_ORG, STR(""), query, "orgs");
    say_query_branches(&w, query, "includedBranches");
    w.by = BY_TIDE_EXCLUSION;
    w.value = str_c(excluded[0]);
    say_list(&w, NAME_REPO, STR(""), query, excluded[0]);
    w.value = str_c(excluded[1]);
    say_query_branches(&w, query, excluded[1]);
}

/* A policy of branch protection, or context options: both have levels below "orgs", "repos" and "branches", and contexts
 * at each. */
typedef void say_contexts(const struct saying *w, struct str of, const struct setting *level);

static void protected_contexts(const struct saying *w, struct str of, const struct setting *level)
{
    if (sink_wants(w->sink, NAME_CONTEXT))
        say_list(w, NAME_CONTEXT, of, level, "required_status_checks.contexts");
}

static void optional_contexts(const struct saying *w, struct str of, const struct setting *level)
{
    static const char *const lists[] = { "required-contexts", "required-if-present-contexts", "optional-contexts" };

    for (size_t i = 0; sink_wants(w->sink, NAME_CONTEXT) && i < COUNT_OF(lists); i++) {
        struct saying one = *w;
        one.value = str_c(lists[i]);
        say_list(&one, NAME_CONTEXT, of, level, lists[i]);
    }
}

static void of_repo(const struct saying *w, struct str repo, const struct setting *level, say_contexts *contexts)
{
    struct setting branches = setting_get(w->arena, level, "branches");

    contexts(w, repo, level);
    for (struct setting b = { 0 }; next_key(w, &branches, &b);) {
        say(w, NAME_BRANCH, repo, setting_key(&b), &b, setting_key_place(&b));
        contexts(w, repo, &b);
    }
}

static void of_levels(const struct saying *w, const struct setting *top, say_contexts *contexts)
{
    struct setting orgs = setting_get(w->arena, top, "orgs");

    contexts(w, STR(""), top);
    for (struct setting o = { 0 }; next_key(w, &orgs, &o);) {
        struct setting repos = setting_get(w->arena, &o, "repos");
        say(w, NAME_ORG, STR(""), setting_key(&o), &o, setting_key_place(&o));
        contexts(w, setting_key(&o), &o);
        for (struct setting r = { 0 }; next_key(w, &repos, &r);) {
            struct str full = ARENA_JOIN(w->arena, setting_key(&o), STR("/"), setting_key(&r));
            say(w, NAME_REPO, STR(""), full, &r, setting_key_place(&r));
            of_repo(w, full, &r, contexts);
        }
    }
}

/* Keys that are organizations, repositories, or "*" for all. */
static void of_owner_keys(struct saying w, enum named_by by, const struct setting *root, const char *field)
{
    struct setting map = setting_get(w.arena, root, field);

    w.by = by;
    for (struct setting e = { 0 }; next_key(&w, &map, &e);)
        if (!str_eq(setting_key(&e), STR("*")))
            say_owner(&w, setting_key(&e), &e, setting_key_place(&e));
}

static void of_main(struct saying w, const struct setting *root)
{
    struct setting queries = setting_get(w.arena, root, "tide.queries");
    struct setting options = setting_get(w.arena, root, "tide.context_options");
    struct setting protection = setting_get(w.arena, root, "branch-protection");
    struct setting entries = setting_get(w.arena, root, "plank.default_decoration_config_entries");

    for (struct setting q = { 0 }; next_element(&w, &queries, &q);)
        of_query(w, &q);
    w.by = BY_TIDE_CONTEXT_OPTIONS;
    of_levels(&w, &options, optional_contexts);
    w.by = BY_PROTECTION;
    of_levels(&w, &protection, protected_contexts);
    of_owner_keys(w, BY_MERGE_METHOD, root, "tide.merge_method");
    of_owner_keys(w, BY_IN_REPO_CONFIG, root, "in_repo_config.enabled");
    of_owner_keys(w, BY_IN_REPO_CONFIG, root, "in_repo_config.allowed_clusters");
    of_owner_keys(w, BY_DEFAULTS, root, "plank.default_decoration_configs");
    of_owner_keys(w, BY_ADDRESSES, root, "plank.job_url_prefix_config");
    of_owner_keys(w, BY_ADDRESSES, root, "managed_webhooks.org_repo_config");
    w.by = BY_DEFAULTS;
    for (struct setting e = { 0 }; next_element(&w, &entries, &e);) {
        struct setting repo = setting_get(w.arena, &e, "repo");
        if (!str_eq(setting_text(&repo), STR("*")))
            say_owner(&w, setting_text(&repo), &repo, setting_place(&repo));
    }
}

/* The name of a plugin stands as a text, or as the name of a mapping. */
static void say_plugin(const struct saying *w, struct str of, const struct setting *e)
{
    struct setting name = node_kind(e->value) == NODE_MAPPING ? setting_get(w->arena, e, "name") : *e;

    say(w, NAME_PLUGIN, of, preset_label_value(w->arena, name.value), &name, setting_place(&name));
}

static void of_plugin_map(struct saying w, enum named_by by, const struct setting *root, const char *field)
{
    struct setting map = setting_get(w.arena, root, field);

    for (struct setting e = { 0 }; next_key(&w, &map, &e);) {
        struct setting list = node_kind(e.value) == NODE_MAPPING ? setting_get(w.arena, &e, "plugins") : e;
        w.by = by;
        say_owner(&w, setting_key(&e), &e, setting_key_place(&e));
        for (struct setting p = { 0 }; next_element(&w, &list, &p);)
            say_plugin(&w, setting_key(&e), &p);
        if (node_kind(e.value) != NODE_MAPPING)
            continue;
        list = setting_get(w.arena, &e, "excluded_repos");
        w.by = BY_EXCLUDED_REPOS;
        for (struct setting r = { 0 }; next_element(&w, &list, &r);)
            if (setting_text(&r).len)
                say(&w, NAME_REPO, STR(""), ARENA_JOIN(w.arena, setting_key(&e), STR("/"), setting_text(&r)), &r,
                    setting_place(&r));
    }
}

/* Options of plugins that stand in a list have who they are for in "repos" or "orgs". */
static void of_plugin_options(struct saying w, const struct setting *root)
{
    w.by = BY_PLUGIN_OPTIONS;
    for (struct setting top = { 0 }; next_key(&w, root, &top);) {
        w.value = setting_key(&top);
        for (struct setting e = { 0 }; next_element(&w, &top, &e);) {
            say_list(&w, NAME_REPO, STR(""), &e, "repos");
            say_list(&w, NAME_ORG, STR(""), &e, "orgs");
        }
    }
}

/* A preset at hand, for what it mounts. */
struct presetting {
    struct saying w;
    struct setting at;
};

static void say_mounted(void *context, enum name_kind kind, const char *how, const struct node *name)
{
    struct presetting *p = context;

    p->w.value = str_c(how);
    say(&p->w, kind, STR(""), node_text(name), &p->at, prow_place(p->at.file, name));
}

static void of_preset(struct saying w, const struct setting *preset, struct str name)
{
    struct setting labels = setting_get(w.arena, preset, "labels");
    struct presetting p = { w, *preset };

    w.by = p.w.by = BY_PRESET;
    say(&w, NAME_PRESET, STR(""), name, preset, setting_place(labels.value ? &labels : preset));
    for (struct setting l = { 0 }; next_key(&w, &labels, &l);) {
        w.value = arena_copy(w.arena, preset_label_value(w.arena, l.value));
        say(&w, NAME_LABEL, STR(""), setting_key(&l), &l, setting_key_place(&l));
    }
    volumes_tell(preset->value ? node_field(preset->value, STR("volumes")) : NULL, say_mounted, &p);
    env_tells(preset->value ? node_field(preset->value, STR("env")) : NULL, say_mounted, &p);
}

static void of_presets(const struct saying *w, const struct setting *root)
{
    struct setting list = setting_get(w->arena, root, "presets");
    struct preset *presets = NULL;
    size_t count = 0, cap = 0;

    if (!sink_wants(w->sink, NAME_LABEL) && !sink_wants(w->sink, NAME_SECRET) &&
        !sink_wants(w->sink, NAME_CONFIG_MAP) && !sink_wants(w->sink, NAME_PRESET))
        return;
    presets_read(w->arena, root->file, &presets, &count, &cap);
    for (struct setting e = { 0 }; next_element(w, &list, &e) && e.index < count;)
        of_preset(*w, &e, presets[e.index].name);
}

static bool wants_of_main(const struct name_sink *s)
{
    return sink_wants(s, NAME_ORG) || sink_wants(s, NAME_REPO) || sink_wants(s, NAME_BRANCH) ||
           sink_wants(s, NAME_CONTEXT);
}

static bool wants_of_plugins(const struct name_sink *s)
{
    return sink_wants(s, NAME_ORG) || sink_wants(s, NAME_REPO) || sink_wants(s, NAME_PLUGIN);
}

void names_of_settings(struct name_sink *s, const struct tree_input *in)
{
    struct setting root = setting_whole(in->file);
    struct saying w = { .sink = s, .arena = sink_arena(s), .value = STR("") };

    if (!in->file)
        return;
    switch (in->role) {
    case ROLE_CONFIG:
    case ROLE_SUPPLEMENTAL_CONFIG:
        if (wants_of_main(s))
            of_main(w, &root);
        of_presets(&w, &root);
        break;
    case ROLE_JOBS:
    case ROLE_INREPO:
        of_presets(&w, &root);
        break;
    case ROLE_PLUGINS:
    case ROLE_SUPPLEMENTAL_PLUGINS:
        if (!wants_of_plugins(s))
            break;
        of_plugin_map(w, BY_PLUGINS, &root, "plugins");
        of_plugin_map(w, BY_EXTERNAL_PLUGINS, &root, "external_plugins");
        of_plugin_options(w, &root);
        break;
    }
}
