#include "prow/jobs/patterns.h"

#include "base/limits.h"

bool patterns_match(struct patterns *p, struct str pattern, struct str text)
{
    struct regex_error e;
    const struct regex *re = regex_set_get(&p->set, pattern, REGEX_GO_NEWEST, &e);
    enum regex_result result = REGEX_NO_MATCH;

    p->searches++;
    p->cost += re ? regex_cost(re, pattern.len, text.len) : 0;
    if (p->cost > LIMIT_SEARCH_COST)
        result = REGEX_GAVE_UP;
    else if (re)
        result = regex_match(re, &p->scratch, text, NULL, 0);
    p->gave_up += result == REGEX_GAVE_UP;
    return result == REGEX_MATCH;
}

bool patterns_valid(struct patterns *p, struct str pattern, struct regex_error *e)
{
    if (!p->valid.arena)
        map_init(&p->valid, &p->set.arena);
    if (map_get(&p->valid, pattern))
        return true;
    if (!regex_check(&p->set.arena, pattern, REGEX_GO_NEWEST, e))
        return false;
    *map_at(&p->valid, arena_copy(&p->set.arena, pattern)) = p;
    return true;
}

void patterns_begin(struct patterns *p)
{
    p->cost = 0;
}

void patterns_free(struct patterns *p)
{
    regex_set_free(&p->set);
    regex_scratch_free(&p->scratch);
}
