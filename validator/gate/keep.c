/* The folder with the last known good: opened first and locked until the end, so that no two gates decide at once. */
#include "gate/evaluation.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Without --before the last known good is compared with. */
static void before_from_state(struct evaluation *e)
{
    struct gate_decision *d = &e->decision;

    switch (d->state) {
    case GATE_STATE_INTACT:
        d->before.name = arena_printf(e->arena, "generation %llu of %.*s", (unsigned long long)e->kept.generation,
                                      STR_ARG(e->dir.path));
        break;
    case GATE_STATE_EMPTY:
        d->before.name = e->dir.path;
        d->bootstrap = e->options->bootstrap;
        d->before.error = STR("nothing was saved yet; give what runs now as --before, or say --bootstrap if this is "
                              "the first run");
        break;
    case GATE_STATE_DAMAGED:
        d->before.name = e->options->state;
        d->before.error = STR("the last known good can't be read: see state-intact");
        break;
    case GATE_STATE_NONE:
        d->before.name = STR("nothing");
        d->before.error = STR("give what runs now as --before, or the folder with the last known good as --state");
        break;
    }
}

/* One that can't be read is none: it never was what anything is compared with. */
static void find_pending(struct evaluation *e)
{
    struct gate_decision *d = &e->decision;
    uint64_t candidate = d->state == GATE_STATE_DAMAGED ? 0 : state_dir_candidate(&e->dir);
    struct str why;

    if (!candidate)
        return;
    e->pending_loaded = state_dir_load_candidate(&e->dir, candidate, &e->pending, &why);
    if (e->pending_loaded)
        why = ARENA_JOIN(e->arena, STR("saved "), audit_time(e->arena, e->pending.time), STR(", is not confirmed yet"));
    d->state_detail = arena_printf(e->arena, "%.*s; candidate generation %llu: %.*s", STR_ARG(d->state_detail),
                                   (unsigned long long)candidate, STR_ARG(why));
}

static void open_folder(struct evaluation *e)
{
    struct gate_decision *d = &e->decision;

    e->dir_open = true;
    if (!state_dir_open(&e->dir, e->options->state, !d->dry_run, e->options->lock_wait, &d->state_detail))
        d->state = GATE_STATE_DAMAGED;
    else
        d->state = state_dir_load(&e->dir, &e->kept, &d->state_detail);
    e->kept_loaded = d->state == GATE_STATE_INTACT;
    find_pending(e);
    if (e->kept_loaded) {
        d->generation = e->kept.generation;
        d->last_good = e->kept.time;
    }
}

void evaluation_begin(struct evaluation *e, const struct gate_options *options, struct arena *arena)
{
    struct gate_decision *d = &e->decision;

    e->options = options;
    e->arena = arena;
    d->state = GATE_STATE_NONE;
    d->state_detail = STR("no --state is given: nothing is kept");
    if (options->state.len)
        open_folder(e);
    if (!options->before_given)
        before_from_state(e);
}

/* What was to be done and was not: nobody may act as if it had been. */
static void undo_pass(struct evaluation *e, struct str why)
{
    struct gate_decision *d = &e->decision;
    struct guard *guard = &d->guards[GUARD_STATE_INTACT];

    if (d->verdict == VERDICT_UNDECIDED && guard->state == GUARD_UNDECIDED)
        why = ARENA_JOIN(&d->arena, guard->detail, STR("; "), why);
    guard->state = GUARD_UNDECIDED;
    guard->skipped = false;
    guard->detail = why;
    d->verdict = guards_verdict(d->guards, GUARD_COUNT);
}

static void fill(const struct evaluation *e, struct state *s)
{
    const struct gate_decision *d = &e->decision;

    *s = (struct state){
        .generation = state_dir_next(&e->dir),
        .time = d->time,
        .tool = str_c(e->options->tool),
        .name = d->after.name,
        .bootstrap = d->bootstrap,
        .seal = d->seal == GATE_SEAL_MATCHES ? e->manifest.seal.digest : STR(""),
        .deployed = e->deployed,
        .deployed_count = e->own_versions,
        .files = e->now.files,
        .file_count = e->now.count,
        .project = e->project,
        .side = *e->after->jobs,
    };
    if (d->delta) {
        s->totals.added = d->delta->totals.added;
        s->totals.retired = d->delta->totals.retired;
        s->totals.migrated = d->delta->totals.migrated;
    }
}

/* What somebody meant of it has to hold as long as it is compared with what was before it. */
static void keep_acks(const struct evaluation *e, struct state *s)
{
    size_t all = e->acks ? e->acks->count : 0;

    s->acks = ARENA_ARRAY(e->arena, struct ack, all);
    for (size_t i = 0; i < all; i++)
        if (e->acks->items[i].covered && !e->acks->items[i].expired && !e->acks->items[i].exceeded)
            s->acks[s->ack_count++] = e->acks->items[i];
}

/* Saving the same again would push older generations out, until there is nothing left to go back to. */
static bool is_kept_already(const struct state *was, const struct state *s)
{
    if (was->file_count != s->file_count || was->deployed_count != s->deployed_count || !str_eq(was->seal, s->seal))
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

/* What there is if nothing is saved. */
static void as_before(struct evaluation *e)
{
    struct gate_decision *d = &e->decision;

    d->saved = false;
    d->candidate = 0;
    d->generation = e->kept_loaded ? e->kept.generation : 0;
    d->last_good = e->kept_loaded ? e->kept.time : 0;
}

static void stage(struct evaluation *e, struct state *s)
{
    struct gate_decision *d = &e->decision;
    bool candidate = e->options->confirm;
    struct str why;

    if (candidate)
        keep_acks(e, s);
    if (!state_dir_stage(&e->dir, s, candidate, &why)) {
        evaluation_withdraw(e, ARENA_JOIN(&d->arena, STR("it could not be saved: "), why));
        return;
    }
    e->staged = d->saved = true;
    *(candidate ? &d->candidate : &d->generation) = s->generation;
}

void evaluation_prepare(struct evaluation *e)
{
    struct gate_decision *d = &e->decision;
    struct state s;

    if (d->verdict != VERDICT_PASS || d->dry_run || !e->dir_open)
        return;
    if (!e->now_known || e->dir.lock < 0) {
        evaluation_withdraw(e, STR("it could not be saved: the folder is not locked, or the files of the tree are not "
                                   "known"));
        return;
    }
    fill(e, &s);
    if (e->kept_loaded && is_kept_already(&e->kept, &s)) {
        d->last_good = d->time;
    } else if (e->options->confirm && e->pending_loaded && is_kept_already(&e->pending, &s)) {
        d->candidate = e->pending.generation;
    } else {
        d->last_good = e->options->confirm ? d->last_good : d->time;
        stage(e, &s);
    }
}

void evaluation_withdraw(struct evaluation *e, struct str why)
{
    if (e->dir_open && e->dir.fd >= 0)
        state_dir_take_back(&e->dir);
    e->staged = false;
    as_before(e);
    undo_pass(e, why);
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
static const struct str *acknowledged(struct evaluation *e, size_t *count)
{
    size_t all = e->acks ? e->acks->count : 0;
    struct str *list = ARENA_ARRAY(e->arena, struct str, all);

    *count = 0;
    for (size_t i = 0; i < all; i++) {
        const struct ack *k = &e->acks->items[i];
        if (k->covered)
            list[(*count)++] = arena_printf(e->arena, "%.*s: %zu of at most %zu, by %.*s: %.*s", STR_ARG(k->rule),
                                            k->covered, k->at_most, STR_ARG(k->by), STR_ARG(k->reason));
    }
    return list;
}

static void line_of(struct evaluation *e, struct buf *line)
{
    const struct state *was = evaluation_state(e);
    struct audit_more more = {
        .tool = e->options->tool,
        .seal = e->decision.seal == GATE_SEAL_NONE ? STR("") : e->manifest.seal.digest,
        .before_digest = was ? files_digest(e->arena, was->files, was->file_count) : STR(""),
        .after_digest = files_digest(e->arena, e->now.files, e->now.count),
    };

    more.acknowledged = acknowledged(e, &more.acknowledged_count);
    audit_line(&e->decision, &more, line);
}

/* Appends the decision to the open log. */
static bool record(struct evaluation *e, int fd)
{
    struct gate_decision *d = &e->decision;
    struct buf line = { 0 };
    bool repaired = false, ok;

    line_of(e, &line);
    ok = audit_append(fd, buf_str(&line), &repaired);
    e->log_repaired = e->log_repaired || repaired;
    if (!ok)
        evaluation_withdraw(e, ARENA_JOIN(&d->arena, STR("the decision could not be recorded: " AUDIT_NAME ": "),
                                          str_c(strerror(errno))));
    buf_free(&line);
    return ok;
}

/* Nothing came of it, and that is recorded. */
static bool give_up(struct evaluation *e, int fd, struct str why)
{
    evaluation_withdraw(e, ARENA_JOIN(&e->decision.arena, STR("it could not be saved: "), why));
    record(e, fd);
    return false;
}

/* It counts once it has its name and its record; what can't have both has neither. */
static bool count_it(struct evaluation *e, int fd)
{
    off_t end = lseek(fd, 0, SEEK_END);
    struct str why;

    if (!state_dir_place(&e->dir, &why))
        return give_up(e, fd, why);
    if (!record(e, fd))
        return false;
    if (state_dir_settle(&e->dir, e->options->keep, &why))
        return true;
    audit_cut(fd, end);
    return give_up(e, fd, why);
}

bool evaluation_end(struct evaluation *e)
{
    struct gate_decision *d = &e->decision;
    struct str why;
    bool ok;
    int fd;

    if (d->dry_run || !e->dir_open || e->dir.fd < 0)
        return true;
    fd = state_dir_audit(&e->dir, &why);
    if (fd < 0) {
        evaluation_withdraw(e, ARENA_JOIN(&d->arena, STR("the decision could not be recorded: "), why));
        return false;
    }
    ok = e->staged ? count_it(e, fd) : record(e, fd);
    close(fd);
    return ok;
}
