/* What proves that AFTER is one tree and the right one: what was read is compared with itself a moment later, and with
 * the manifest. */
#include "command/gating.h"

#include "gate/seal_sign.h"

enum { VERIFY_SECONDS = 30 };

static struct str told(struct gating *g, const struct seal_differences *list)
{
    const struct seal_difference *d = &list->items[0];
    struct str more = list->count > 1 ? arena_printf(g->arena, ", and %zu more", list->count - 1) : STR("");

    return ARENA_JOIN(g->arena, str_c(seal_difference_name(d->kind)), STR(": "), d->path,
                      d->detail.len ? STR(": ") : STR(""), d->detail, more);
}

/* The files as they were read, and whether they are still the same. */
static void look_again(struct gating *g)
{
    struct gate_decision *d = &g->decision;
    struct seal_differences meanwhile;
    struct str error;

    g->now = (struct seal){
        .paths = g->projects[GATING_AFTER].paths,
        .deployed = g->after.deployed.components,
        .deployed_count = g->after.deployed.count,
    };
    if (!seal_take_files(&g->now, g->arena, &g->ledgers[GATING_AFTER], &g->after.tree, &error)) {
        d->changing = error;
        return;
    }
    if (!seal_compare(&g->now, g->trees[GATING_AFTER].fs, judged_threads(g->args), g->arena, &meanwhile, &error))
        d->changing = error;
    else if (meanwhile.count)
        d->changing = told(g, &meanwhile);
    else
        g->now_known = true;
}

static void undecided(struct gating *g, struct str why)
{
    g->decision.seal = GATE_SEAL_UNDECIDED;
    g->decision.seal_detail = why;
}

/* The manifest that was given, or the one beside the tree. False when there is none to compare with. */
static bool read_manifest(struct gating *g)
{
    struct str given = args_text(g->args, "manifest", STR("")), name = given.len ? given : STR(SEAL_NAME), why;
    const struct fs *tree = g->opened[GATING_AFTER] ? g->trees[GATING_AFTER].fs : NULL;
    struct gate_decision *d = &g->decision;
    struct fs_error error;
    struct fs_disk here;

    fs_disk_open(&here, NULL, &error);
    if (!given.len && !tree) {
        undecided(g, STR("the tree is not open, so no manifest was looked for"));
        return false;
    }
    if (!fs_read(given.len ? &here.fs : tree, name, SEAL_LARGEST, &g->manifest_bytes, &error)) {
        if (given.len || !fs_error_not_exist(&error))
            undecided(g, ARENA_JOIN(g->arena, STR("the manifest can't be read: "), fs_error_text(&error, g->arena)));
        else if (g->state_loaded && g->state.seal.len)
            undecided(g, STR("the last known good was sealed, and this one has no " SEAL_NAME));
        else
            d->seal_detail = STR("there is no manifest: whether this is the tree that was checked is not proven");
        return false;
    }
    if (seal_read(&g->manifest, g->arena, buf_str(&g->manifest_bytes), &why))
        return true;
    undecided(g, ARENA_JOIN(g->arena, STR("the manifest "), name, STR(" can't be trusted: "), why));
    return false;
}

static bool check_signature(struct gating *g)
{
    struct str command = args_text(g->args, "verify-command", STR("")), why;
    unsigned seconds = args_number(g->args, "verify-timeout", VERIFY_SECONDS);

    if (command.len == 0)
        return true;
    if (g->manifest.signature.len == 0)
        undecided(g, STR("the manifest is not signed"));
    else if (!seal_check_signature(g->arena, command, g->manifest.body, g->manifest.signature, seconds * 1000, &why))
        undecided(g, ARENA_JOIN(g->arena, STR("the signature does not hold: "), why));
    else
        return true;
    return false;
}

static void compare(struct gating *g)
{
    struct gate_decision *d = &g->decision;
    const struct seal *m = &g->manifest;
    struct seal_differences list;
    struct str why;

    seal_compare_ledger(m, &g->ledgers[GATING_AFTER], g->arena, &list);
    if (list.count == 0 &&
        !seal_compare(m, g->trees[GATING_AFTER].fs, judged_threads(g->args), g->arena, &list, &why)) {
        undecided(g, why);
        return;
    }
    if (list.count) {
        d->seal = seal_verdict(&list) == VERDICT_UNDECIDED ? GATE_SEAL_UNDECIDED : GATE_SEAL_DIFFERS;
        d->seal_detail = told(g, &list);
        return;
    }
    d->seal = GATE_SEAL_MATCHES;
    d->seal_detail = arena_printf(g->arena, "the %zu sealed files, byte for byte, and no others (sha256:%.*s)",
                                  m->count, STR_ARG(str_slice(m->digest, 0, 12)));
    if (m->verdict != VERDICT_PASS)
        d->seal_detail = ARENA_JOIN(g->arena, d->seal_detail, STR("; sealed despite the verdict "),
                                    str_c(verdict_name(m->verdict)), STR(": "), m->despite);
}

void gating_check_seal(struct gating *g)
{
    g->decision.seal = GATE_SEAL_NONE;
    if (g->after.loaded)
        look_again(g);
    if (!read_manifest(g) || !check_signature(g))
        return;
    if (g->after.loaded)
        compare(g);
    else
        undecided(g, STR("the tree was not loaded, so it was not compared with its manifest"));
}
