#include "prow/plugins/plugins.h"
#include "schema/behaviour.h"

struct labels {
    struct check *check;
    const struct prow_tree *tree;
    struct map additional; /* struct setting, the first of each text in label.additional_labels */
};

static void read_additional(struct labels *l)
{
    struct setting list = plugin_find(l->tree, "label.additional_labels"), e = { 0 };

    map_init(&l->additional, l->tree->scratch);
    while (node_kind(list.value) == NODE_SEQUENCE && setting_next(l->tree->scratch, &list, &e)) {
        void **first = map_at(&l->additional, setting_text(&e));
        if (*first)
            continue;
        *first = ARENA_NEW(l->tree->scratch, struct setting);
        *(struct setting *)*first = e;
    }
}

/* verifyLabelPlugin lists the organizations and repos of one label together; here is one (fact sheet 5.2). */
static void check_label(const struct labels *l, struct str where, const struct setting *entry)
{
    struct setting label = setting_get(l->tree->scratch, entry, "label");
    const struct setting *twin = map_get(&l->additional, setting_text(&label));
    struct check *c = l->check;

    if (twin && behaviour_may_hold(check_window(c), BEHAVIOUR_CHECK_VALIDATE_LABEL_BOTH)) {
        setting_report(c, &label, setting_place(&label),
                       "label \"%.*s\" is restricted here, and an additional label, too: it is one or the other",
                       STR_ARG(setting_text(&label)));
        also(c, setting_place(twin), "the additional label stands here");
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
    struct labels l = { .check = c, .tree = t };
    struct setting file;

    read_additional(&l);
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
