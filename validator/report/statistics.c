#include "report/statistics.h"

#include "base/map.h"
#include "rule/rule.h"

#include <stdlib.h>

struct row {
    const struct rule *rule;
    enum severity severity;
    size_t count;
};

static int by_weight(const void *pa, const void *pb)
{
    const struct row *a = pa, *b = pb;

    if (a->severity != b->severity)
        return a->severity < b->severity ? 1 : -1;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return str_cmp(str_c(a->rule->id), str_c(b->rule->id));
}

/* One row a rule and severity, in the arena. */
static size_t count_rows(struct arena *a, const struct findings *list, struct row **rows)
{
    struct map by_rule;
    size_t n = 0, cap = 0;

    map_init(&by_rule, a);
    for (size_t i = 0; i < list->count; i++) {
        const struct finding *f = list->items[i];
        void **slot;
        if (f->suppressed)
            continue;
        slot = map_at(&by_rule, arena_printf(a, "%d %s", (int)f->severity, f->rule->id));
        if (!*slot) { /* its position plus one: rows move */
            *ARENA_PUSH(a, *rows, n, cap) = (struct row){ f->rule, f->severity, 0 };
            *slot = (void *)(uintptr_t)n;
        }
        (*rows)[(uintptr_t)*slot - 1].count++;
    }
    return n;
}

void report_statistics(const struct report *r, struct buf *out)
{
    struct arena a = { 0 };
    struct row *rows = NULL;
    size_t n = count_rows(&a, r->findings, &rows);

    if (n)
        qsort(rows, n, sizeof *rows, by_weight);
    if (n)
        buf_put(out, STR("  count  fixable  severity  rule\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "%7zu  %7d  %-8s  %s\n", rows[i].count, 0, severity_name(rows[i].severity), rows[i].rule->id);
    arena_free(&a);
}
