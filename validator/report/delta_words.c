#include "report/delta_words.h"

const char *delta_cause_name(enum delta_cause c)
{
    static const char *const names[] = { "new", "reports", "files" };

    return names[c];
}

const char *delta_fate_name(enum delta_fate f)
{
    static const char *const names[] = { "plain", "renamed", "branch-end", "in-repo" };

    return names[f];
}

const char *delta_field_name(enum delta_field f)
{
    static const char *const names[DELTA_FIELDS] = {
        "branches", "optional", "skip_report", "always_run",     "changed-files", "context", "cluster",
        "presets",  "work",     "spec",        "preset-content", "defaults",      "trigger",
    };

    for (unsigned i = 0; i < DELTA_FIELDS; i++)
        if ((unsigned)f == 1u << i)
            return names[i];
    return "";
}

const char *delta_cause_words(enum delta_cause c)
{
    static const char *const words[] = { "new", "reports from now on", "other changed files start it" };

    return words[c];
}

static void put_list(struct buf *out, const struct str *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_put(out, i ? STR(", ") : STR(""));
        buf_put(out, list[i]);
    }
}

void delta_branch_words(struct buf *out, const struct branches *b)
{
    buf_put(out, b->only_count ? STR("on ") : STR("on all branches"));
    put_list(out, b->only, b->only_count);
    buf_put(out, b->skip_count ? STR(" but ") : STR(""));
    put_list(out, b->skip, b->skip_count);
}

void delta_fate_words(struct buf *out, const struct delta_retired *x)
{
    switch (x->fate) {
    case FATE_RENAMED:
        buf_put(out, STR("is now called "));
        buf_put(out, x->now->name);
        break;
    case FATE_IN_REPO:
        buf_put(out, STR("moved to the repository's own configuration"));
        break;
    case FATE_BRANCH_END:
        buf_put(out, STR("nothing runs any more on "));
        put_list(out, x->job->branches.only, x->job->branches.only_count);
        break;
    case FATE_PLAIN:
        if (x->lost.file.len) {
            buf_put(out, STR("still written, but a second key of the same name replaces its list, at "));
            buf_put(out, x->lost.file);
            buf_printf(out, ":%u; ", x->lost.span.line);
        }
        buf_put(out, delta_job_required(x->job) ? STR("was required, ") : STR("was not required, "));
        delta_branch_words(out, &x->job->branches);
        break;
    }
}

/* One more thing that differs, after a separator where it is not the first. */
static void next(struct buf *out, size_t start)
{
    if (out->len > start)
        buf_put(out, STR("; "));
}

/* Of the branches that its jobs name, those that one runs on now, and of how many it did. */
static void put_count(struct buf *out, const struct delta_change *c, size_t start)
{
    if (c->named < 2 || c->on_before == c->on_after)
        return;
    next(out, start);
    buf_printf(out, "now runs on %zu of %zu named branches, where it ran on %zu", c->on_after, c->named, c->on_before);
}

static void put_branches(struct buf *out, const struct delta_change *c, size_t start)
{
    size_t before = out->len;

    put_count(out, c, start);

    if (c->lost_count) {
        next(out, start);
        buf_put(out, STR("no longer on "));
        put_list(out, c->branches_lost, c->lost_count);
    }
    if (c->others_lost) {
        next(out, start);
        buf_put(out, STR("no longer on branches that it does not name"));
    }
    if (c->gained_count) {
        next(out, start);
        buf_put(out, STR("now on "));
        put_list(out, c->branches_gained, c->gained_count);
    }
    if (c->others_gained) {
        next(out, start);
        buf_put(out, STR("now on branches that it does not name"));
    }
    if (out->len == before) {
        next(out, start);
        buf_put(out, STR("branches are written in another way"));
    }
}

static void put_pair(struct buf *out, const char *what, struct str was, struct str is)
{
    buf_put(out, str_c(what));
    buf_put(out, STR(" \""));
    buf_put(out, was);
    buf_put(out, STR("\", now \""));
    buf_put(out, is);
    buf_char(out, '"');
}

static bool gets(const struct delta_side *s, const struct delta_job *j, struct str preset)
{
    for (size_t i = 0; i < j->preset_count; i++)
        if (str_eq(s->presets[j->presets[i]].name, preset))
            return true;
    return false;
}

/* The presets of one job that the other does not get. */
static void put_presets(struct buf *out, const char *what, const struct delta_side *s, const struct delta_job *j,
                        const struct delta_side *other_side, const struct delta_job *other, size_t start)
{
    for (size_t i = 0; i < j->preset_count; i++) {
        struct str name = s->presets[j->presets[i]].name;
        if (gets(other_side, other, name))
            continue;
        next(out, start);
        buf_printf(out, "%s preset ", what);
        buf_put(out, name);
    }
}

static void put_files(struct buf *out, const struct delta_change *c, size_t start)
{
    const struct delta_job *o = c->before, *n = c->after;

    if (!str_eq(o->run_if_changed, n->run_if_changed)) {
        next(out, start);
        put_pair(out, "run_if_changed", o->run_if_changed, n->run_if_changed);
    }
    if (!str_eq(o->skip_if_only_changed, n->skip_if_only_changed)) {
        next(out, start);
        put_pair(out, "skip_if_only_changed", o->skip_if_only_changed, n->skip_if_only_changed);
    }
}

static void put_switch(struct buf *out, const struct delta_change *c, enum delta_field f, size_t start, bool on,
                       const char *words_on, const char *words_off)
{
    if (!(c->fields & f))
        return;
    next(out, start);
    buf_put(out, str_c(on ? words_on : words_off));
}

enum start_mode { START_BY_HAND, START_ALWAYS, START_WHERE_CHANGED, START_UNLESS_ONLY };

static enum start_mode mode_of(const struct delta_job *j)
{
    if (j->always_run)
        return START_ALWAYS;
    if (j->run_if_changed.len)
        return START_WHERE_CHANGED;
    return j->skip_if_only_changed.len ? START_UNLESS_ONLY : START_BY_HAND;
}

/* How it starts, where that is of another sort now; a postsubmit waits for nobody. */
static void put_start(struct buf *out, const struct delta_change *c, size_t start)
{
    static const char *const was[] = { "ran by hand only", "ran by itself on every change", "ran where files matched",
                                       "ran unless only some files changed" };
    static const char *const is[] = { "runs by hand only, when a comment asks for it", "runs by itself on every change",
                                      "runs by itself where changed files match",
                                      "runs by itself unless only some files change" };
    enum start_mode before = mode_of(c->before), after = mode_of(c->after);

    if (c->after->kind == PERIODIC || before == after)
        return;
    next(out, start);
    if (c->after->kind == PRESUBMIT &&
        (before == START_BY_HAND || before == START_ALWAYS || after == START_BY_HAND || after == START_ALWAYS))
        buf_printf(out, "%s, now %s", was[before], is[after]);
    else
        buf_put(out, STR("starts on other files"));
}

void delta_change_words(struct buf *out, const struct delta *d, const struct delta_change *c)
{
    const struct delta_job *n = c->after;
    size_t start = out->len;

    put_switch(out, c, FIELD_OPTIONAL, start, n->optional, "was not optional, now is", "was optional, now is not");
    put_switch(out, c, FIELD_SKIP_REPORT, start, n->skip_report, "reports no more", "did not report, now does");
    if (c->fields & (FIELD_ALWAYS_RUN | FIELD_FILES))
        put_start(out, c, start);
    if (c->fields & FIELD_BRANCHES)
        put_branches(out, c, start);
    if (c->fields & FIELD_FILES)
        put_files(out, c, start);
    if (c->fields & FIELD_CONTEXT) {
        next(out, start);
        put_pair(out, "context", c->before->context, n->context);
    }
    if (c->fields & FIELD_CLUSTER) {
        next(out, start);
        put_pair(out, "cluster", c->before->cluster, n->cluster);
    }
    put_switch(out, c, FIELD_TRIGGER, start, true, "another comment starts it", "");
    if (c->fields & FIELD_PRESETS) {
        put_presets(out, "loses", d->before, c->before, d->after, n, start);
        put_presets(out, "gains", d->after, n, d->before, c->before, start);
    }
}
