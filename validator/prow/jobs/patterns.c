#include "prow/jobs/patterns.h"

bool patterns_match(struct patterns *p, struct str pattern, struct str text)
{
    struct regex_error e;
    const struct regex *re = regex_set_get(&p->set, pattern, REGEX_GO_NEWEST, &e);
    enum regex_result result = re ? regex_match(re, &p->scratch, text, NULL, 0) : REGEX_NO_MATCH;

    p->searches++;
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

void patterns_free(struct patterns *p)
{
    regex_set_free(&p->set);
    regex_scratch_free(&p->scratch);
}
