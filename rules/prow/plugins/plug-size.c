#include "prow/plugins/plugins.h"
#include "rules/prow/setting_check.h"

static const char *const fields[] = { "s", "m", "l", "xl", "xxl" };

static int64_t threshold(const struct prow_tree *t, const struct setting *size, size_t i, struct setting *s)
{
    int64_t n = 0;

    *s = setting_get(t->scratch, size, fields[i]);
    return setting_int(s, &n) ? n : 0;
}

static void tell(struct check *c, const struct setting *small, const struct setting *large, int64_t at_least)
{
    if (large->value)
        setting_report(c, large, setting_place(large), "%.*s begins at fewer lines than %.*s, at %lld",
                       STR_ARG(large->path), STR_ARG(small->path), (long long)at_least);
    else
        setting_report(c, small, setting_place(small),
                       "%.*s is not given and counts as 0, below %.*s; give all five "
                       "or none",
                       STR_ARG(large->path), STR_ARG(small->path));
    if (large->value && small->value)
        also(c, setting_place(small), "%.*s stands here", STR_ARG(small->path));
    prow_says(c, "invalid size plugin configuration - one of the smaller sizes is bigger than a larger one");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting size = plugin_find(t, "size"), small, large;
    int64_t least, next;

    for (size_t i = 0; i + 1 < COUNT_OF(fields); i++) {
        least = threshold(t, &size, i, &small);
        next = threshold(t, &size, i + 1, &large);
        if (least > next)
            tell(c, &small, &large, least);
    }
}

const struct rule rule_plug_size = {
    .id = "plug-size",
    .summary = "The thresholds of the size plugin do not fall from s to xxl.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SIZE_THRESHOLDS_ASCEND],
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
