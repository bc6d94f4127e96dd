#include "rule/verdict.h"

#include "rule/rule.h"

bool finding_undecided(const struct finding *f)
{
    return f->rule->undecided || (f->rule->about == SUBJECT_TREE && f->severity == SEVERITY_ERROR && !f->suppressed);
}

enum verdict verdict_from(size_t undecided, size_t rejecting)
{
    return undecided ? VERDICT_UNDECIDED : rejecting ? VERDICT_REJECT : VERDICT_PASS;
}

enum verdict verdict_of(const struct findings *findings, bool strict)
{
    enum severity rejects = strict ? SEVERITY_WARNING : SEVERITY_ERROR;
    size_t undecided = 0, rejecting = 0;

    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = findings->items[i];
        undecided += finding_undecided(f);
        rejecting += !f->suppressed && f->severity >= rejects;
    }
    return verdict_from(undecided, rejecting);
}

static const char *const names[] = { "undecided", "pass", "reject" };

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
