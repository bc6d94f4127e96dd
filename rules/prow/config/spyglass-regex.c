#include "base/quote.h"
#include "rules/prow/setting_check.h"

static void check_one(struct check *c, const struct prow_tree *t, const struct setting *s, const struct node *n)
{
    bool quoted = behaviour_may_hold(check_window(c), BEHAVIOUR_SPYGLASS_LENSES);
    struct str text = node_text(n);

    setting_check_regex(c, t, s, n,
                        ARENA_JOIN(t->scratch, STR("cannot compile regexp "),
                                   quoted ? arena_quote(t->scratch, text) : text, STR(", err: ")),
                        true);
}

static void check_files(struct check *c, const struct prow_tree *t, const struct setting *lens, const char *field)
{
    struct setting files = setting_get(t->scratch, lens, field);

    for (struct setting e = { 0 }; setting_next(t->scratch, &files, &e);)
        if (setting_text(&e).len)
            check_one(c, t, &e, e.value);
}

static void check_lenses(struct check *c, const struct prow_tree *t)
{
    struct setting lenses = setting_find(t, "deck.spyglass.lenses");

    for (struct setting e = { 0 }; setting_next(t->scratch, &lenses, &e);) {
        check_files(c, t, &e, "optional_files");
        check_files(c, t, &e, "required_files");
    }
}

/* Since there are lenses, a pattern without viewers makes none and is not compiled. */
static void check_viewers(struct check *c, const struct prow_tree *t)
{
    bool empty_ones = !behaviour_holds(check_window(c), BEHAVIOUR_SPYGLASS_LENSES);
    struct setting viewers = setting_find(t, "deck.spyglass.viewers");

    for (struct setting e = { 0 }; setting_next(t->scratch, &viewers, &e);)
        if (empty_ones || setting_count(&e))
            check_one(c, t, &e, e.at);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (behaviour_may_hold(check_window(c), BEHAVIOUR_SPYGLASS_LENSES))
        check_lenses(c, t);
    if (behaviour_may_hold(check_window(c), BEHAVIOUR_SPYGLASS_VIEWERS))
        check_viewers(c, t);
}

const struct rule rule_spyglass_regex = {
    .id = "spyglass-regex",
    .summary = "The file patterns of Spyglass lenses are regular expressions.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
