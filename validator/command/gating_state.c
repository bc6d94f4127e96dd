/* The folder with the last known good: opened first and locked until the end, so that no two gates decide at once. */
#include "command/gating.h"

#include "command/version.h"

#include "gate/audit.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Without --before the last known good is compared with. */
static void before_from_state(struct gating *g)
{
    struct gate_decision *d = &g->decision;

    switch (d->state) {
    case GATE_STATE_INTACT:
        d->before.name = arena_printf(g->arena, "generation %llu of %.*s", (unsigned long long)g->state.generation,
                                      STR_ARG(g->dir.path));
        break;
    case GATE_STATE_EMPTY:
        d->before.name = g->dir.path;
        d->bootstrap = args_has(g->args, "bootstrap");
        d->before.error = STR("nothing was saved yet; give what runs now as --before, or say --bootstrap if this is "
                              "the first run");
        break;
    case GATE_STATE_DAMAGED:
        d->before.name = args_text(g->args, "state", STR(""));
        d->before.error = STR("the last known good can't be read: see state-intact");
        break;
    case GATE_STATE_NONE:
        d->before.name = STR("nothing");
        d->before.error = STR("give what runs now as --before, or the folder with the last known good as --state");
        break;
    }
}

void gating_open_state(struct gating *g)
{
    struct gate_decision *d = &g->decision;
    struct str path = args_text(g->args, "state", STR(""));
    unsigned wait = args_number(g->args, "lock-wait", 0);

    d->state = GATE_STATE_NONE;
    d->state_detail = STR("no --state is given: nothing is kept");
    if (path.len) {
        g->dir_open = true;
        if (!state_dir_open(&g->dir, path, !d->dry_run, wait * 1000, &d->state_detail))
            d->state = GATE_STATE_DAMAGED;
        else
            d->state = state_dir_load(&g->dir, &g->state, &d->state_detail);
        g->state_loaded = d->state == GATE_STATE_INTACT;
    }
    g->state_kept = g->state_loaded;
    if (g->state_loaded) {
        d->generation = g->state.generation;
        d->last_good = g->state.time;
    }
    if (!args_has(g->args, "before"))
        before_from_state(g);
}

/* What was to be done and was not: nobody may act as if it had been. */
static void undo_pass(struct gating *g, struct str why)
{
    struct guard *guard = &g->decision.guards[GUARD_STATE_INTACT];

    if (g->decision.verdict == VERDICT_UNDECIDED && guard->state == GUARD_UNDECIDED)
        why = ARENA_JOIN(&g->decision.arena, guard->detail, STR("; "), why);
    g->decision.verdict = VERDICT_UNDECIDED;
    guard->state = GUARD_UNDECIDED;
    guard->skipped = false;
    guard->detail = why;
}

static void fill(const struct gating *g, struct state *s)
{
    const struct gate_decision *d = &g->decision;

    *s = (struct state){
        .generation = state_dir_next(&g->dir),
        .time = d->time,
        .tool = STR("prowgate " PROWGATE_VERSION),
        .name = d->after.name,
        .bootstrap = d->bootstrap,
        .seal = d->seal == GATE_SEAL_MATCHES ? g->manifest.digest : STR(""),
        .deployed = g->after.deployed.components,
        .deployed_count = g->own_versions,
        .files = g->now.files,
        .file_count = g->now.count,
        .side = g->sides[GATING_AFTER],
    };
    if (d->delta) {
        s->totals.added = d->delta->totals.added;
        s->totals.retired = d->delta->totals.retired;
        s->totals.migrated = d->delta->totals.migrated;
    }
}

/* Saving the same again would push older generations out, until there is nothing left to go back to. */
static bool is_kept_already(const struct gating *g, const struct state *s)
{
    const struct state *was = &g->state;

    if (!g->state_kept || was->file_count != s->file_count || was->deployed_count != s->deployed_count ||
        !str_eq(was->seal, s->seal))
        return false;
    for (size_t i = 0; i < s->file_count; i++)
        if (!str_eq(was->files[i].path, s->files[i].path) || !sha256_eq(&was->files[i].sha256, &s->files[i].sha256))
            return false;
    for (size_t i = 0; i < s->deployed_count; i++)
        if (!str_eq(was->deployed[i].component, s->deployed[i].component) ||
            !str_eq(was->deployed[i].version, s->deployed[i].version))
            return false;
    return true;
}

void gating_save(struct gating *g)
{
    struct gate_decision *d = &g->decision;
    struct state s;
    struct str why;

    if (!g->dir_open)
        return;
    if (!g->now_known || g->dir.lock < 0) {
        undo_pass(g, STR("it could not be saved: the folder is not locked, or the files of the tree are not known"));
        return;
    }
    fill(g, &s);
    d->last_good = d->time;
    if (is_kept_already(g, &s))
        return;
    if (!state_dir_save(&g->dir, &s, args_number(g->args, "keep", STATE_KEEP), &why)) {
        undo_pass(g, ARENA_JOIN(&d->arena, STR("it could not be saved: "), why));
        d->last_good = g->state_kept ? g->state.time : 0;
        return;
    }
    d->saved = true;
    d->generation = s.generation;
}

/* The digest of a list of files, as sha256sum prints one. */
static struct str files_digest(struct arena *a, const struct seal_file *files, size_t count)
{
    struct buf list = { 0 };
    struct sha256 digest;

    if (count == 0)
        return STR("");
    for (size_t i = 0; i < count; i++) {
        buf_put(&list, sha256_hex(a, &files[i].sha256));
        buf_put(&list, STR("  "));
        buf_put(&list, files[i].path);
        buf_char(&list, '\n');
    }
    sha256_of(buf_str(&list), &digest);
    buf_free(&list);
    return sha256_hex(a, &digest);
}

/* Who said that what is meant, and how much of it there was. */
static const struct str *acknowledged(struct gating *g, size_t *count)
{
    struct str *list = ARENA_ARRAY(g->arena, struct str, g->acks.count);

    *count = 0;
    for (size_t i = 0; i < g->acks.count; i++) {
        const struct ack *k = &g->acks.items[i];
        if (k->covered)
            list[(*count)++] = arena_printf(g->arena, "%.*s: %zu of at most %zu, by %.*s: %.*s", STR_ARG(k->rule),
                                            k->covered, k->at_most, STR_ARG(k->by), STR_ARG(k->reason));
    }
    return list;
}

void gating_record(struct gating *g)
{
    struct audit_more more = {
        .tool = "prowgate " PROWGATE_VERSION,
        .seal = g->decision.seal == GATE_SEAL_NONE ? STR("") : g->manifest.digest,
        .before_digest = g->state_loaded ? files_digest(g->arena, g->state.files, g->state.file_count) : STR(""),
        .after_digest = files_digest(g->arena, g->now.files, g->now.count),
    };
    struct gate_decision *d = &g->decision;
    struct buf line = { 0 };
    bool repaired = false;
    struct str why;
    int fd;

    if (!g->dir_open || g->dir.fd < 0)
        return;
    more.acknowledged = acknowledged(g, &more.acknowledged_count);
    audit_line(d, &more, &line);
    fd = state_dir_audit(&g->dir, &why);
    if (fd < 0) {
        undo_pass(g, ARENA_JOIN(&d->arena, STR("the decision could not be recorded: "), why));
    } else if (!audit_append(fd, buf_str(&line), &repaired)) {
        undo_pass(g, ARENA_JOIN(&d->arena, STR("the decision could not be recorded: " AUDIT_NAME ": "),
                                str_c(strerror(errno))));
    }
    if (repaired)
        command_fail("%.*s/" AUDIT_NAME ": its last line was cut off, as by a crash; it was ended, and is no record",
                     STR_ARG(g->dir.path));
    if (fd >= 0)
        close(fd);
    buf_free(&line);
}
