#include "gate/guard.h"

#include "syntax/json/write.h"

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
    size_t undecided = 0, rejecting = 0;

    for (const struct guard *g = guards; g < guards + count; g++) {
        undecided += !g->skipped && g->state == GUARD_UNDECIDED;
        rejecting += !g->skipped && g->state == GUARD_REJECTS;
    }
    return verdict_from(undecided, rejecting);
}

void guards_json(struct json_writer *w, const struct guard *guards, size_t count)
{
    json_key(w, STR("guards"));
    json_begin_array(w);
    for (const struct guard *g = guards; g < guards + count; g++) {
        json_begin_object(w);
        json_text(w, "name", str_c(g->name));
        json_member_bool(w, STR("holds"), g->state == GUARD_HOLDS);
        json_text(w, "detail", g->detail);
        if (g->skipped) {
            json_member_bool(w, STR("skipped"), true);
            json_text(w, "reason", g->reason);
        }
        json_end_object(w);
    }
    json_end_array(w);
}
