#include "gate/guard.h"

#include "base/embedded.h"

static const char *const names[GUARD_COUNT] = {
    [GUARD_BEFORE_LOADED] = "before-loaded",
    [GUARD_AFTER_LOADED] = "after-loaded",
    [GUARD_READ_TWICE] = "read-twice",
    [GUARD_AFTER_ACCEPTED] = "after-accepted",
    [GUARD_SEAL] = "seal",
    [GUARD_TREE_SIZE] = "tree-size",
    [GUARD_RETIREMENTS] = "retirements",
    [GUARD_PRESETS_COMPATIBLE] = "presets-compatible",
    [GUARD_MERGING] = "merging",
    [GUARD_LOAD] = "load",
    [GUARD_PIPELINES_LOADED] = "pipelines-loaded",
    [GUARD_CONTEXTS_COMPLETE] = "contexts-complete",
    [GUARD_LINK_HOLDS] = "link-holds",
    [GUARD_ORDER_CONTRACTS] = "order-contracts",
    [GUARD_STAGED_ORDER] = "staged-order",
    [GUARD_JUDGE] = "judge",
    [GUARD_DEPLOYED_KNOWN] = "deployed-known",
    [GUARD_STATE_INTACT] = "state-intact",
};

const char *guard_name(enum guard_id id)
{
    return names[id];
}

static const char *const states[] = {
    [GUARD_HOLDS] = "holds",
    [GUARD_REJECTS] = "fails",
    [GUARD_UNDECIDED] = "undecided",
    [GUARD_NOT_PROVEN] = "not proven",
};

const char *guard_state_name(enum guard_state s)
{
    return states[s];
}

bool guard_is_silent(const struct guard *g)
{
    return g->state == GUARD_NOT_PROVEN && g->detail.len == 0 && !g->skipped;
}

bool guard_stops(const struct guard *g)
{
    return !g->skipped && (g->state == GUARD_REJECTS || g->state == GUARD_UNDECIDED);
}

bool guard_parse(struct str name, enum guard_id *id)
{
    for (size_t i = 0; i < GUARD_COUNT; i++)
        if (str_eq(name, str_c(names[i])))
            return *id = (enum guard_id)i, true;
    return false;
}

struct str guard_page(enum guard_id id)
{
    return embedded_find(embedded_guards, str_c(names[id]));
}

enum verdict guards_verdict(const struct guard *guards, size_t count)
{
    size_t undecided = 0, rejecting = 0;

    for (const struct guard *g = guards; g < guards + count; g++) {
        undecided += !g->skipped && g->state == GUARD_UNDECIDED;
        rejecting += !g->skipped && g->state == GUARD_REJECTS;
    }
    return verdict_from(undecided, rejecting);
}

void guards_json(json_t *o, const struct guard *guards, size_t count)
{
    json_t *list = json_put_array(o, "guards");

    for (const struct guard *g = guards; g < guards + count; g++) {
        json_t *one = guard_is_silent(g) ? NULL : json_add_object(list);
        if (!one)
            continue;
        json_put_text(one, "name", str_c(g->name));
        json_put_text(one, "state", str_c(guard_state_name(g->state)));
        json_put_text(one, "detail", g->detail);
        if (g->skipped) {
            json_put_bool(one, "skipped", true);
            json_put_text(one, "reason", g->reason);
        }
    }
}
