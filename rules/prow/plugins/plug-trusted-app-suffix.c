#include "prow/plugins/plugins.h"
#include "rule/rule.h"

static void check_apps(struct check *c, const struct prow_tree *t, const struct setting *entry)
{
    struct setting apps = setting_get(t->scratch, entry, "trusted_apps");

    for (struct setting e = { 0 }; setting_next(t->scratch, &apps, &e);) {
        struct str name = setting_text(&e), plain = str_trim_suffix(name, STR("[bot]"));
        if (plain.len == name.len)
            continue;
        setting_report(c, &e, setting_place(&e),
                       "\"%.*s\" trusts nobody: Prow cuts the suffix [bot] off the author's name before it looks here; "
                       "write %.*s",
                       STR_ARG(name), STR_ARG(plain));
        repair(c, REPAIR_MEANT, setting_place(&e), plain);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    static const char *const holders[] = { "triggers", "dco" };
    struct setting root;

    for (size_t n = 0; plugin_file(t, n, &root); n++)
        for (size_t i = 0; i < COUNT_OF(holders); i++) {
            struct setting entries = setting_get(t->scratch, &root, holders[i]);
            for (struct setting e = { 0 }; setting_next(t->scratch, &entries, &e);)
                check_apps(c, t, &e);
        }
}

const struct rule rule_plug_trusted_app_suffix = {
    .id = "plug-trusted-app-suffix",
    .summary = "Apps are trusted by their name without [bot].",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
