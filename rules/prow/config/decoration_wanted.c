#include "rules/prow/config/decoration_wanted.h"

/* Neither jobs that run after others (decorationRequested) nor those of a repo itself make Prow ask. */
static bool asks_for_default(const struct job_summary *s)
{
    return s->decorate && s->list.len == 0 && !s->inrepo;
}

const struct job_summary *first_decorated_job(const struct prow_tree *t)
{
    for (size_t g = 0; g < t->group_count; g++)
        for (size_t i = 0; i < t->groups[g]->count; i++)
            if (asks_for_default(t->groups[g]->jobs[i]))
                return t->groups[g]->jobs[i];
    return NULL;
}
