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
