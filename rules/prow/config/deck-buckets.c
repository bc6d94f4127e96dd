#include "rules/prow/setting_check.h"

/* Between 2021-04-14 and 2022-08-24 a setting left out counted as false. */
static bool refused(const struct window *w, const struct setting *skip)
{
    if (!behaviour_may_hold(w, BEHAVIOUR_DECK_BUCKETS_NEED_VALIDATION) &&
        !behaviour_may_hold(w, BEHAVIOUR_DECK_BUCKETS_FREE) &&
        !behaviour_may_hold(w, BEHAVIOUR_DECK_BUCKETS_NEED_EXPLICIT_VALIDATION))
        return false;
    if (skip->value)
        return node_true(skip->value);
    return behaviour_may_hold(w, BEHAVIOUR_DECK_BUCKETS_NEED_VALIDATION) ||
           behaviour_may_hold(w, BEHAVIOUR_DECK_BUCKETS_NEED_EXPLICIT_VALIDATION);
}

/* A []string as %v prints it. */
static struct str as_go_prints(struct arena *a, const struct setting *list)
{
    struct buf b = { 0 };
    struct str s;

    for (struct setting e = { 0 }; setting_next(a, list, &e);) {
        buf_put(&b, e.index ? STR(" ") : STR(""));
        buf_put(&b, setting_text(&e));
    }
    s = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting buckets = setting_find(t, "deck.additional_allowed_buckets");
    struct setting skip = setting_find(t, "deck.skip_storage_path_validation");

    if (!setting_is_set(&buckets) || !refused(check_window(c), &skip))
        return;
    setting_report(c, &buckets, setting_key_place(&buckets),
                   "buckets are checked only with deck.skip_storage_path_validation: false; without it this list "
                   "allows nothing");
    if (skip.value)
        also(c, setting_place(&skip), "the check is switched off here");
    prow_says(c,
              "deck.skip_storage_path_validation is enabled despite deck.additional_allowed_buckets being "
              "configured: [%.*s]",
              STR_ARG(as_go_prints(t->scratch, &buckets)));
    if (!skip.value && behaviour_may_hold(check_window(c), BEHAVIOUR_DECK_BUCKETS_NEED_EXPLICIT_VALIDATION))
        refused_by_some(c, BEHAVIOUR_DECK_BUCKETS_NEED_EXPLICIT_VALIDATION);
}

const struct rule rule_deck_buckets = {
    .id = "deck-buckets",
    .summary = "With additional_allowed_buckets, deck.skip_storage_path_validation is false.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
