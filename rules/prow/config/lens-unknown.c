#include "base/nearest.h"
#include "prow/files/setting.h"
#include "rule/rule.h"
#include "schema/behaviour.h"

/* Lenses that deck is built with; others are remote and say where they are. */
static const char *const lenses[] = { "buildlog", "coverage", "html",    "junit",
                                      "links",    "metadata", "podinfo", "restcoverage" };

static bool is_known(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(lenses); i++)
        if (str_eq(name, str_c(lenses[i])))
            return true;
    return false;
}

static struct str nearest(struct arena *a, struct str name)
{
    struct str bare = str_trim_suffix(name, STR("-viewer")), found = STR("");
    size_t least = SIZE_MAX;

    if (str_eq(bare, STR("build-log")))
        return STR("; did you mean buildlog?");
    for (size_t i = 0; i < COUNT_OF(lenses); i++)
        if (nearest_better(bare, str_c(lenses[i]), &least))
            found = str_c(lenses[i]);
    return found.len ? arena_printf(a, "; did you mean %.*s?", STR_ARG(found)) : found;
}

static void check_name(struct check *c, const struct prow_tree *t, const struct setting *name)
{
    struct str text = setting_text(name);

    /* Until there were lenses there were viewers, which were called otherwise at first. */
    if (text.len == 0 || is_known(text) ||
        (str_ends(text, STR("-viewer")) && !behaviour_holds(check_window(c), BEHAVIOUR_SPYGLASS_LENSES)))
        return;
    setting_report(c, name, setting_place(name),
                   "deck has no lens %.*s, so this part of the page of a job stays empty%.*s", STR_ARG(text),
                   STR_ARG(nearest(t->scratch, text)));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting list = setting_find(t, "deck.spyglass.lenses"), viewers = setting_find(t, "deck.spyglass.viewers");

    for (struct setting e = { 0 }; setting_next(t->scratch, &list, &e);) {
        struct setting name = setting_get(t->scratch, &e, "lens.name");
        struct setting remote = setting_get(t->scratch, &e, "remote_config");
        if (!remote.value)
            check_name(c, t, &name);
    }
    for (struct setting v = { 0 }; setting_next(t->scratch, &viewers, &v);)
        for (struct setting e = { 0 }; setting_next(t->scratch, &v, &e);)
            check_name(c, t, &e);
}

const struct rule rule_lens_unknown = {
    .id = "lens-unknown",
    .summary = "The lenses of deck are lenses that it has.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
