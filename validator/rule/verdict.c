#include "rule/verdict.h"

#include "rule/rule.h"

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

static const char *const names[] = { "pass", "reject", "undecided" };

const char *verdict_name(enum verdict v)
{
    return names[v];
}

bool verdict_parse(struct str name, enum verdict *v)
{
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq(name, str_c(names[i])))
            return *v = (enum verdict)i, true;
    return false;
}
