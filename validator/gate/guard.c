#include "gate/guard.h"

static const char *const names[GUARD_COUNT] = {
    [GUARD_BEFORE_LOADED] = "before-loaded",
    [GUARD_AFTER_LOADED] = "after-loaded",
    [GUARD_AFTER_ACCEPTED] = "after-accepted",
    [GUARD_SEAL] = "seal",
    [GUARD_TREE_SIZE] = "tree-size",
    [GUARD_RETIREMENTS] = "retirements",
    [GUARD_PRESETS_COMPATIBLE] = "presets-compatible",
    [GUARD_DEPLOYED_KNOWN] = "deployed-known",
    [GUARD_STATE_INTACT] = "state-intact",
};

const char *guard_name(enum guard_id id)
{
    return names[id];
}

bool guard_parse(struct str name, enum guard_id *id)
{
    for (size_t i = 0; i < GUARD_COUNT; i++)
        if (str_eq(name, str_c(names[i])))
            return *id = (enum guard_id)i, true;
    return false;
}

enum verdict guards_verdict(const struct guard *guards, size_t count)
{
    enum verdict v = VERDICT_PASS;

    for (size_t i = 0; i < count; i++) {
        if (guards[i].skipped)
            continue;
        if (guards[i].state == GUARD_UNDECIDED)
            return VERDICT_UNDECIDED;
        if (guards[i].state == GUARD_REJECTS)
            v = VERDICT_REJECT;
    }
    return v;
}

void guards_json(json_t *o, const struct guard *guards, size_t count)
{
    json_t *list = json_put_array(o, "guards");

    for (const struct guard *g = guards; g < guards + count; g++) {
        json_t *one = json_add_object(list);
        json_put_text(one, "name", str_c(g->name));
        json_put_bool(one, "holds", g->state == GUARD_HOLDS);
        json_put_text(one, "detail", g->detail);
        if (g->skipped) {
            json_put_bool(one, "skipped", true);
            json_put_text(one, "reason", g->reason);
        }
    }
}
