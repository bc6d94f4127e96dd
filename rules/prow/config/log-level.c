#include "base/quote.h"
#include "prow/files/setting.h"
#include "rule/rule.h"

static bool known(struct str level)
{
    static const char *const levels[] = { "panic", "fatal", "error", "warn", "warning", "info", "debug", "trace" };

    for (size_t i = 0; i < COUNT_OF(levels); i++)
        if (fold_equal(level, str_c(levels[i])))
            return true;
    return level.len == 0;
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = setting_find(t, "log_level");

    if (known(setting_text(&s)))
        return;
    setting_report(c, &s, setting_place(&s),
                   "\"%.*s\" is no log level; panic, fatal, error, warn, warning, info, debug and trace are",
                   STR_ARG(setting_text(&s)));
    prow_says(c, "not a valid logrus Level: %.*s", STR_ARG(arena_quote(check_arena(c), setting_text(&s))));
}

const struct rule rule_log_level = {
    .id = "log-level",
    .summary = "log_level is one of the levels that Prow logs at.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
