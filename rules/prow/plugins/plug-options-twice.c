#include "base/map.h"
#include "prow/plugins/plugins.h"
#include "rule/rule.h"

struct seen {
    const char *list;
    struct map first; /* name to struct setting */
};

static void check_name(struct check *c, struct arena *a, struct seen *seen, const struct setting *name)
{
    struct str text = setting_text(name);
    void **at = text.len ? map_at(&seen->first, text) : NULL;

    if (at && !*at)
        *at = setting_keep(a, name);
    else if (at) {
        setting_report(c, name, setting_place(name),
                       "%.*s stands in an earlier entry of %s already: Prow takes the first one, and this one never "
                       "counts for it",
                       STR_ARG(text), seen->list);
        also(c, setting_place(*at), "the first one");
    }
}

static void check_list(struct check *c, const struct prow_tree *t, const char *list)
{
    struct arena *a = t->scratch;
    struct seen seen = { .list = list };
    struct setting root;

    map_init(&seen.first, a);
    for (size_t n = 0; plugin_file(t, n, &root); n++) {
        struct setting entries = setting_get(a, &root, list);
        for (struct setting e = { 0 }; setting_next(a, &entries, &e);) {
            struct setting repos = setting_get(a, &e, "repos");
            for (struct setting r = { 0 }; setting_next(a, &repos, &r);)
                check_name(c, a, &seen, &r);
        }
    }
}

/* Lists of which the first entry counts (LgtmFor, TriggerFor); that approve and welcome name none twice Prow checks
 * itself. */
static void check_tree(struct check *c, const struct prow_tree *t)
{
    check_list(c, t, "triggers");
    check_list(c, t, "lgtm");
}

const struct rule rule_plug_options_twice = {
    .id = "plug-options-twice",
    .summary = "No organization or repository has two entries under lgtm or triggers.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
