#include "prow/plugins/plugins.h"
#include "schema/behaviour.h"

struct labels {
    struct check *check;
    const struct prow_tree *tree;
    struct setting additional; /* label.additional_labels */
};

static struct setting same_additional(const struct labels *l, struct str label)
{
    struct setting e = { 0 };

    while (node_kind(l->additional.value) == NODE_SEQUENCE && setting_next(l->tree->scratch, &l->additional, &e))
        if (str_eq(setting_text(&e), label))
            return e;
    return (struct setting){ 0 };
}

/* verifyLabelPlugin lists the organizations and repos of one label together; here is one (fact sheet 5.2). */
static void check_label(const struct labels *l, struct str where, const struct setting *entry)
{
    struct setting label = setting_get(l->tree->scratch, entry, "label");
    struct setting twin = same_additional(l, setting_text(&label));
    struct check *c = l->check;

    if (twin.at && behaviour_may_hold(check_window(c), BEHAVIOUR_CHECK_VALIDATE_LABEL_BOTH)) {
        setting_report(c, &label, setting_place(&label),
                       "label \"%.*s\" is restricted here, and an additional label, too: it is one or the other",
                       STR_ARG(setting_text(&label)));
        also(c, setting_place(&twin), "the additional label stands here");
        prow_says(c,
                  "the following orgs or repos have configuration of label plugin using the restricted label %.*s "
                  "which is also configured as an additional label: %.*s",
                  STR_ARG(setting_text(&label)), STR_ARG(where));
    }
    if (setting_is_blank(&label) && behaviour_may_hold(check_window(c), BEHAVIOUR_CHECK_VALIDATE_LABEL)) {
        setting_report(c, &label, label.at ? setting_place(&label) : setting_place(entry),
                       "this restricts a label without a name");
        prow_says(c,
                  "the following orgs or repos have configuration of label plugin using the empty string as label name "
                  "in restricted labels: %.*s",
                  STR_ARG(where));
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct labels l = { c, t, plugin_find(t, "label.additional_labels") };
    struct setting file;

    for (size_t n = 0; plugin_file(t, n, &file); n++) {
        struct setting map = setting_get(t->scratch, &file, "label.restricted_labels"), list = { 0 };
        while (node_kind(map.value) == NODE_MAPPING && setting_next(t->scratch, &map, &list)) {
            struct setting entry = { 0 };
            while (node_kind(list.value) == NODE_SEQUENCE && setting_next(t->scratch, &list, &entry))
                check_label(&l, setting_key(&list), &entry);
        }
    }
}

const struct rule rule_validate_label = {
    .id = "validate-label",
    .summary = "A restricted label has a name, and is no additional label.",
    .severity = SEVERITY_WARNING,
    .warning = "validate-label",
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
