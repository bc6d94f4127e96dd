#include "base/limits.h"
#include "prow/files/load.h"

#include <inttypes.h>

static void report_searches(const struct rule_settings *settings, struct findings *out, struct str path)
{
    report_rule(settings, out, STR("search-unfinished"), (struct place){ path, { 0 }, false },
                "a search with a regular expression is too large to finish: one may take %" PRIu64
                " million steps, and all of one file or rule may look at %" PRIu64
                " MiB of patterns and texts; what it would find is not known",
                LIMIT_SEARCH_STEPS / 1000000, LIMIT_SEARCH_COST >> 20);
}

static void report_share(const struct rule_settings *settings, struct findings *out, const struct file_summary *s)
{
    report_rule(settings, out, STR("presets-unmerged"), (struct place){ s->path, { 0 }, false },
                "presets give more to the jobs of this file than is merged: its limit is %zu presets and entries of "
                "their lists, %zu and one more for each %zu bytes; what the other jobs get is not known",
                LIMIT_GIVEN_LEAST + s->size / LIMIT_GIVEN_BYTES, LIMIT_GIVEN_LEAST, LIMIT_GIVEN_BYTES);
}

void searches_report(const struct rule_settings *settings, struct findings *out)
{
    report_searches(settings, out, STR(""));
}

void load_report_limits(const struct load *l, struct findings *out)
{
    size_t of_files = 0;

    for (size_t i = 0; i < l->count; i++) {
        const struct file_summary *s = l->items[i].same ? NULL : l->items[i].summary;
        if (s && s->gave_up)
            report_searches(l->settings, out, s->path);
        if (s && s->share_spent)
            report_share(l->settings, out, s);
        of_files += s ? s->gave_up : 0;
    }
    if (l->tree->patterns->gave_up > of_files)
        searches_report(l->settings, out);
}
