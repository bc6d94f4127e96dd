#include "prow/decorated.h"

const struct job_summary *first_decorated_job(const struct prow_tree *t)
{
    for (size_t g = 0; g < t->group_count; g++)
        for (size_t i = 0; i < t->groups[g]->count; i++)
            if (t->groups[g]->jobs[i]->decorate)
                return t->groups[g]->jobs[i];
    return NULL;
}
