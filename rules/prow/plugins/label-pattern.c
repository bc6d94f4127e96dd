#include "prow/plugins/plugins.h"
#include "rule/rule.h"

/* Labels may hold nearly anything; these are what nobody puts into one. */
static bool looks_like_pattern(struct str label)
{
    return str_find_char(label, '*') != SIZE_MAX || str_starts(label, STR("^")) || str_ends(label, STR("$"));
}

static void check_label(struct check *c, const struct setting *label)
{
    struct str text = setting_text(label);

    if (looks_like_pattern(text))
        setting_report(c, label, setting_place(label),
                       "the label plugin compares labels letter by letter: \"%.*s\" is no pattern here, only the one "
                       "label that is called so",
                       STR_ARG(text));
}

static void check_list(struct check *c, const struct prow_tree *t, const struct setting *list)
{
    for (struct setting e = { 0 }; setting_next(t->scratch, list, &e);) {
        struct setting label = node_kind(e.value) == NODE_MAPPING ? setting_get(t->scratch, &e, "label") : e;
        check_label(c, &label);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting root;

    for (size_t n = 0; plugin_file(t, n, &root); n++) {
        struct setting list = setting_get(t->scratch, &root, "label.additional_labels");
        struct setting restricted = setting_get(t->scratch, &root, "label.restricted_labels");
        check_list(c, t, &list);
        for (struct setting e = { 0 }; setting_next(t->scratch, &restricted, &e);)
            check_list(c, t, &e);
    }
}

const struct rule rule_label_pattern = {
    .id = "label-pattern",
    .summary = "The label plugin is given labels, not patterns.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
