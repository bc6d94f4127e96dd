#include "base/nearest.h"
#include "prow/plugins/plugins.h"
#include "rule/version_note.h"
#include "schema/gowindow.h"

/* Programs of Prow's own that run as external plugins; people list them here by mistake. */
static const struct str external[] = { STR_INIT("cherrypicker"), STR_INIT("needs-rebase"), STR_INIT("refresh") };

static bool is_external(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(external); i++)
        if (str_eq(external[i], name))
            return true;
    return false;
}

static const struct go_value *known(const struct go_type *names, struct str name)
{
    for (uint16_t i = 0; i < names->value_count; i++)
        if (str_eq(names->values[i].text, name))
            return &names->values[i];
    return NULL;
}

static struct str hint(struct check *c, const struct go_type *names, struct str name)
{
    size_t least = SIZE_MAX, best = SIZE_MAX;

    if (is_external(name))
        return STR("; it is an external plugin and belongs under external_plugins");
    for (uint16_t i = 0; i < names->value_count; i++)
        if (names->values[i].until == 0 && nearest_better(name, names->values[i].text, &least))
            best = i;
    if (best == SIZE_MAX)
        return STR("");
    return ARENA_JOIN(check_arena(c), STR("; did you mean \""), names->values[best].text, STR("\"?"));
}

/* A plugin that some deployed versions do not have, or not any more. */
static void tell_versions(struct check *c, struct str name, const struct go_value *v, struct place at)
{
    uint32_t since = go_version_position(v->since, 0), until = go_version_position(v->until, VERSION_NEVER);
    bool gone = window_has(check_window(c), 0, until) != SHARE_ALL;
    struct str names;
    size_t n;

    report(c, at,
           gone ? "plugin \"%.*s\" is gone: nothing happens for it"
                : "plugin \"%.*s\" is newer than what is deployed, where nothing happens for it",
           STR_ARG(name));
    names = versions_lacking(c, since, until, &n);
    detail(c, "deployed %.*s do%s %s it; %s since %.*s", STR_ARG(names), n == 1 ? "es" : "",
           gone ? "not have" : "not know", gone ? "gone" : "known",
           STR_ARG(version_tag(gone ? until : since, check_arena(c))));
}

static void check_name(struct check *c, const struct go_type *names, const struct plugin_list *l,
                       const struct plugin_element *e)
{
    struct str name = plugin_name(check_arena(c), e);
    const struct go_value *v = known(names, name);

    if (node_kind(e->node) >= NODE_SEQUENCE)
        return;
    if (v && window_has(check_window(c), go_version_position(v->since, 0),
                        go_version_position(v->until, VERSION_NEVER)) == SHARE_ALL)
        return;
    if (v)
        tell_versions(c, name, v, plugin_place(l, e));
    else
        report(c, plugin_place(l, e), "Prow has no plugin \"%.*s\"%.*s", STR_ARG(name), STR_ARG(hint(c, names, name)));
    at_path(c, "%.*s", STR_ARG(plugin_path(check_arena(c), l, e)));
    prow_says(c, "unknown plugin: %.*s", STR_ARG(name));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    const struct go_type *names = go_type_find("prow/plugins", "PluginName");
    struct plugin_lists lists;

    plugin_lists_read(&lists, t, PLUGINS_BUILT_IN);
    for (size_t i = 0; names && i < lists.count; i++)
        for (struct plugin_element e = { 0 }; plugin_next(&lists.items[i], &e);)
            check_name(c, names, &lists.items[i], &e);
}

const struct rule rule_plug_unknown = {
    .id = "plug-unknown",
    .summary = "Every plugin that is listed exists in the deployed versions.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
