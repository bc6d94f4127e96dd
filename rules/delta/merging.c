#include "rules/delta/merging.h"
#include "delta/retirements.h"

static enum severity severity_of(enum merging_weight w)
{
    static const enum severity severities[] = {
        [WEIGHT_TOLD] = SEVERITY_INFO,
        [WEIGHT_WARNS] = SEVERITY_WARNING,
        [WEIGHT_REJECTS] = SEVERITY_ERROR,
    };

    return severities[w];
}

static void report_change(struct check *c, const struct delta *d, const struct delta_merge_change *m, struct str where)
{
    bool gone = m->after.file.len == 0;

    report(c, gone ? whole_file(m->before.file) : m->after, "%.*s: %.*s", STR_ARG(where), STR_ARG(m->words));
    if (m->before.file.len)
        also(c, m->before, "before, it was written here");
    no_more_than(c, severity_of(m->weight));
    if (m->weight == WEIGHT_REJECTS)
        ack_offer(c, d, (struct ack){ .repos = m->repos, .repo_count = m->count, .at_most = m->count });
}

void merging_report(struct check *c, const struct delta *d)
{
    const struct merging_rule *rule = check_with(c);

    for (size_t i = 0; i < d->merging.count; i++) {
        const struct delta_merge_change *m = &d->merging.items[i];
        struct str where;
        if (!(rule->kinds & 1u << m->kind))
            continue;
        where = merging_uncovered(c, d, m, rule->id);
        if (where.len)
            report_change(c, d, m, where);
    }
}
