#include "report/report.h"

#include "rule/rule.h"

size_t report_count(const struct report *r, enum severity s)
{
    size_t n = 0;

    for (size_t i = 0; i < r->findings->count; i++)
        n += r->findings->items[i]->severity == s && !r->findings->items[i]->suppressed;
    return n;
}

size_t report_suppressed(const struct report *r)
{
    size_t n = 0;

    for (size_t i = 0; i < r->findings->count; i++)
        n += r->findings->items[i]->suppressed;
    return n;
}

enum verdict verdict_of(const struct findings *findings, bool strict)
{
    enum severity rejects = strict ? SEVERITY_WARNING : SEVERITY_ERROR;
    enum verdict v = VERDICT_PASS;

    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = findings->items[i];
        if (f->rule->undecided)
            return VERDICT_UNDECIDED;
        if (!f->suppressed && f->severity >= rejects)
            v = VERDICT_REJECT;
    }
    return v;
}

const char *verdict_name(enum verdict v)
{
    static const char *const names[] = { "pass", "reject", "undecided" };

    return names[v];
}
