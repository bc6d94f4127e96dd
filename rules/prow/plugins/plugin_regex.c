#include "rules/prow/plugins/plugin_regex.h"

#include "base/quote.h"
#include "prow/plugins/plugins.h"

void plugin_check_regex(struct check *c, const struct prow_tree *t, const struct setting *s, const char *what,
                        enum behaviour compiled)
{
    struct arena *a = check_arena(c);
    struct str says = STR("");
    struct regex_error e;

    if (setting_text(s).len == 0 || !behaviour_may_hold(check_window(c), compiled) ||
        patterns_valid(t->patterns, setting_text(s), &e))
        return;
    if (what)
        says = ARENA_JOIN(a, STR("failed to compile "), str_c(what), STR(": "),
                          arena_quote(a, setting_text(s)), STR(", error: "));
    setting_check_regex(c, t, s, s->value, says, true);
    refused_by_some(c, compiled);
}

void plugin_check_regexes(struct check *c, const struct prow_tree *t, const char *list, const char *field,
                          const char *what, enum behaviour compiled)
{
    struct setting entries = plugin_find(t, list), pattern;

    for (struct setting e = { 0 }; setting_next(t->scratch, &entries, &e);) {
        pattern = setting_get(t->scratch, &e, field);
        plugin_check_regex(c, t, &pattern, what, compiled);
    }
}
