#include "rules/prow/plugins/plugin_regex.h"

#include "base/quote.h"
#include "prow/plugins/plugins.h"

static void check_pattern(struct check *c, const struct prow_tree *t, const struct setting *s, const char *what)
{
    struct arena *a = check_arena(c);
    struct str says = STR("");
    struct regex_error e;

    if (setting_text(s).len == 0 || patterns_valid(t->patterns, setting_text(s), &e))
        return;
    if (what)
        says = ARENA_JOIN(a, STR("failed to compile "), str_c(what), STR(": "), arena_quote(a, setting_text(s)),
                          STR(", error: "));
    setting_check_regex(c, t, s, s->value, says, true);
}

void plugin_regexes_check(struct check *c, const struct prow_tree *t)
{
    const struct plugin_regex *r = check_with(c);
    struct setting entries = plugin_find(t, r->list ? r->list : r->field), pattern;

    if (!r->list)
        check_pattern(c, t, &entries, r->what);
    for (struct setting e = { 0 }; r->list && setting_next(t->scratch, &entries, &e);) {
        pattern = setting_get(t->scratch, &e, r->field);
        check_pattern(c, t, &pattern, r->what);
    }
}
