#include "schema/behaviour.h"

bool behaviour_holds(const struct window *w, enum behaviour b)
{
    return window_has(w, behaviours[b].since, behaviours[b].until) == SHARE_ALL;
}

bool behaviour_may_hold(const struct window *w, enum behaviour b)
{
    return window_has(w, behaviours[b].since, behaviours[b].until) != SHARE_NONE;
}

bool behaviour_find(struct str id, enum behaviour *b)
{
    for (int i = 0; i < BEHAVIOUR_COUNT; i++)
        if (str_eq(behaviours[i].id, id)) {
            *b = (enum behaviour)i;
            return true;
        }
    return false;
}
