#include "prow/plugins/plugins.h"
#include "rule/rule.h"

/* Options that are lists of entries with "repos", and the plugin that reads them where it is on. */
static const struct {
    const char *list, *plugin;
} options[] = {
    { "approve", "approve" },  { "blockades", "blockade" }, { "lgtm", "lgtm" },
    { "triggers", "trigger" }, { "welcome", "welcome" },
};

struct question {
    const struct plugin_lists *lists;
    struct str plugin;
};

/* Whether the plugin is on for some repository of the organization. */
static bool is_on_below(const struct question *q, struct str org)
{
    struct plugin_element e;

    for (size_t i = 0; i < q->lists->count; i++) {
        const struct plugin_list *l = &q->lists->items[i];
        struct str of, repo;
        plugin_split(l->name, &of, &repo);
        if (repo.len && str_eq(of, org) && plugin_named(l, q->plugin, &e))
            return true;
    }
    return false;
}

static bool is_on(const struct question *q, struct str name)
{
    struct plugin_element e;

    return plugin_lists_enabling(q->lists, name, q->plugin, &e) ||
           (str_find_char(name, '/') == SIZE_MAX && is_on_below(q, name));
}

/* A repository of this short name that has the plugin: then its organization was left out. */
static struct str with_org(const struct question *q, struct str name)
{
    for (size_t i = 0; i < q->lists->count; i++) {
        struct str org, repo;
        plugin_split(q->lists->items[i].name, &org, &repo);
        if (str_eq(repo, name) && is_on(q, q->lists->items[i].name))
            return q->lists->items[i].name;
    }
    return STR("");
}

/* One finding an entry: at the first name that nobody reads them for. Where others have the plugin on, it is what was
 * left behind. */
static void check_entry(struct check *c, const struct prow_tree *t, const struct question *q,
                        const struct setting *entry)
{
    struct setting repos = setting_get(t->scratch, entry, "repos"), first = { 0 };
    struct str name, meant, others = STR("");
    size_t off = 0, all = 0;

    for (struct setting r = { 0 }; setting_next(t->scratch, &repos, &r); all++)
        if (setting_text(&r).len && !is_on(q, setting_text(&r)) && off++ == 0)
            first = r;
    if (off == 0)
        return;
    name = setting_text(&first);
    meant = with_org(q, name);
    if (off > 1)
        others = arena_printf(t->scratch, " and %zu other%s", off - 1, str_plural(off - 1));
    setting_report(c, &first, setting_place(&first),
                   "these options are for %.*s%.*s, where the plugin %.*s is not on, so nobody reads them%s%.*s%s",
                   STR_ARG(name), STR_ARG(others), STR_ARG(q->plugin), meant.len ? "; did you mean " : "",
                   STR_ARG(meant), meant.len ? "?" : "");
    if (off < all)
        no_more_than(c, SEVERITY_INFO);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct plugin_lists lists;
    struct setting root;

    if (!plugin_files_read(t))
        return;
    plugin_lists_read(&lists, t, PLUGINS_BUILT_IN);
    for (size_t n = 0; plugin_file(t, n, &root); n++)
        for (size_t i = 0; i < COUNT_OF(options); i++) {
            struct question q = { &lists, str_c(options[i].plugin) };
            struct setting entries = setting_get(t->scratch, &root, options[i].list);
            for (struct setting e = { 0 }; setting_next(t->scratch, &entries, &e);)
                check_entry(c, t, &q, &e);
        }
}

const struct rule rule_plug_options_nowhere = {
    .id = "plug-options-nowhere",
    .summary = "Options of a plugin are for repositories that have it on.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
