/* What proves that AFTER is one tree and the right one: what was read is compared with itself a moment later, and with
 * the manifest. */
#include "gate/evaluation.h"

static struct str told(struct evaluation *e, const struct seal_differences *list)
{
    const struct seal_difference *d = &list->items[0];
    struct str more = list->count > 1 ? arena_printf(e->arena, ", and %zu more", list->count - 1) : STR("");

    return ARENA_JOIN(e->arena, str_c(seal_difference_name(d->kind)), STR(": "), d->path,
                      d->detail.len ? STR(": ") : STR(""), d->detail, more);
}

/* The files as they were read, and whether they are still the same. */
static void look_again(struct evaluation *e)
{
    struct gate_decision *d = &e->decision;
    struct seal_differences meanwhile;
    struct str error;

    e->now = (struct seal){
        .paths = e->paths,
        .deployed = e->deployed,
        .deployed_count = e->deployed_count,
    };
    if (!seal_take_files(&e->now, e->arena, &e->after->ledger, e->after->tree, &error)) {
        d->changing = error;
        return;
    }
    if (!seal_compare(&e->now, e->fs, e->options->threads, e->arena, &meanwhile, &error))
        d->changing = error;
    else if (meanwhile.count)
        d->changing = told(e, &meanwhile);
    else
        e->now_known = true;
}

static void undecided(struct evaluation *e, struct str why)
{
    e->decision.seal = GATE_SEAL_UNDECIDED;
    e->decision.seal_detail = why;
}

/* The manifest that was given, or the one beside the tree. False when there is none to compare with. */
static bool read_manifest(struct evaluation *e)
{
    const struct gate_options *o = e->options;
    const struct state *was = evaluation_state(e);
    struct str why;

    if (!o->manifest.len && !e->fs)
        undecided(e, STR("the tree is not open, so no manifest was looked for"));
    else if (seal_find_manifest(&e->manifest, e->arena, e->fs, o->manifest, &why) &&
             seal_check_found(&e->manifest, e->arena, o->verify_command, o->verify_timeout, &why))
        return true;
    else if (!e->manifest.missing)
        undecided(e, why);
    else if (o->verify_command.len) /* who takes the manifest away would take the signature with it */
        undecided(e,
                  STR("a signature is demanded (--verify-command), and there is no " SEAL_NAME " that could have one"));
    else if (was && was->seal.len)
        undecided(e, STR("the last known good was sealed, and this one has no " SEAL_NAME));
    else
        e->decision.seal_detail = STR("there is no manifest: whether this is the tree that was checked is not proven");
    return false;
}

static void compare(struct evaluation *e)
{
    struct gate_decision *d = &e->decision;
    const struct seal *m = &e->manifest.seal;
    struct seal_differences list;
    struct str why;

    seal_compare_ledger(m, &e->after->ledger, e->arena, &list);
    if (list.count == 0 && !seal_compare(m, e->fs, e->options->threads, e->arena, &list, &why)) {
        undecided(e, why);
        return;
    }
    if (list.count) {
        d->seal = seal_verdict(&list) == VERDICT_UNDECIDED ? GATE_SEAL_UNDECIDED : GATE_SEAL_DIFFERS;
        d->seal_detail = told(e, &list);
        return;
    }
    d->seal = GATE_SEAL_MATCHES;
    d->seal_detail = arena_printf(e->arena, "the %zu sealed files, byte for byte, and no others (sha256:%.*s)",
                                  m->count, STR_ARG(str_slice(m->digest, 0, 12)));
    if (m->verdict != VERDICT_PASS)
        d->seal_detail = ARENA_JOIN(e->arena, d->seal_detail, STR("; sealed despite the verdict "),
                                    str_c(verdict_name(m->verdict)), STR(": "), m->despite);
}

void evaluation_prove(struct evaluation *e)
{
    e->decision.seal = GATE_SEAL_NONE;
    if (e->after)
        look_again(e);
    if (!read_manifest(e))
        return;
    if (e->after)
        compare(e);
    else
        undecided(e, STR("the tree was not loaded, so it was not compared with its manifest"));
}
