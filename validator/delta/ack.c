#include "delta/ack.h"

#include "base/glob.h"
#include "base/quote.h"
#include "delta/delta.h"
#include "schema/version.h"

void acks_init(struct acks *a, struct arena *arena, int32_t today)
{
    *a = (struct acks){ .arena = arena, .today = today };
}

void acks_add_kept(struct acks *a, const struct ack *k, struct str by)
{
    struct ack *to;

    a->items = arena_grow(a->arena, a->items, a->count, &a->cap, sizeof *a->items);
    to = &a->items[a->count++];
    *to = *k;
    to->by = by;
    to->at = (struct place){ STR(""), { 0 }, false };
    to->kept = true;
    to->expires = INT32_MAX;
    to->covered = 0;
    to->expired = to->exceeded = false;
}

static bool matches(const struct str *patterns, size_t count, struct str s)
{
    for (size_t i = 0; i < count; i++)
        if (glob_match(patterns[i], s))
            return true;
    return count == 0;
}

/* What a change is about; empty is what it is not about. */
struct matter {
    struct str repo, context, preset, file, step;
};

static bool covers(const struct ack *k, struct matter m)
{
    return matches(k->repos, k->repo_count, m.repo) && matches(k->contexts, k->context_count, m.context) &&
           matches(k->presets, k->preset_count, m.preset) && matches(k->files, k->file_count, m.file) &&
           matches(k->steps, k->step_count, m.step);
}

static struct matter matter_of(const struct delta_job *j)
{
    return (struct matter){ j->repo, j->kind == PRESUBMIT ? j->context : j->name, STR(""), j->at.file, STR("") };
}

/* Rules about retirements look at the same thing from several sides: who means a retirement means it for all. */
static bool is_about_retirements(struct str rule)
{
    const struct rule *r = rule_find(rule);

    return r && r->retires;
}

/* Who names a file means all that goes with it; else only what limits count. */
static bool covers_retired(const struct ack *k, const struct delta_retired *x)
{
    return (x->fate == FATE_PLAIN || k->file_count) && covers(k, matter_of(x->job));
}

static size_t count_others(const struct ack *k, const struct delta_others *o)
{
    size_t n = 0;

    for (size_t i = 0; k->file_count && i < o->gone_count; i++)
        n += covers(k, matter_of(o->gone[i]));
    return n;
}

/* Names are counted, as limits count them. */
static size_t count_retired(const struct ack *k, const struct delta *d)
{
    size_t n = count_others(k, &d->postsubmits) + count_others(k, &d->periodics);

    for (size_t i = 0; i < d->repo_count; i++)
        for (size_t j = 0; j < d->repos[i].retired_count; j++)
            n += d->repos[i].retired[j].first_of_name && covers_retired(k, &d->repos[i].retired[j]);
    return n;
}

static void mark_retired(const struct ack *k, struct delta *d)
{
    for (size_t i = 0; i < d->repo_count; i++)
        for (size_t j = 0; j < d->repos[i].retired_count; j++) {
            struct delta_retired *x = &d->repos[i].retired[j];
            if (!x->ack && covers_retired(k, x))
                x->ack = k;
        }
}

void acks_apply(struct acks *a, struct delta *d)
{
    d->acks = a;
    for (size_t i = 0; i < a->count; i++) {
        struct ack *k = &a->items[i];
        k->expired = a->today > k->expires;
        if (!is_about_retirements(k->rule))
            continue;
        k->covered = count_retired(k, d);
        k->exceeded = k->covered > k->at_most;
        if (!k->expired && !k->exceeded)
            mark_retired(k, d);
    }
}

static bool is_about_judge(struct str rule)
{
    const struct rule *r = rule_find(rule);

    return r && r->about == SUBJECT_JUDGE;
}

static bool covers_one_more(struct acks *a, const char *rule, struct matter m)
{
    for (size_t i = 0; a && i < a->count; i++) {
        struct ack *k = &a->items[i];
        if (!str_eq(k->rule, str_c(rule)) || (is_about_judge(k->rule) && !k->outside) || !covers(k, m))
            continue;
        k->covered++;
        k->exceeded = k->covered > k->at_most;
        if (!k->expired && !k->exceeded)
            return true;
    }
    return false;
}

bool ack_covers(struct acks *a, const char *rule, struct str repo, struct str context, struct str preset)
{
    return covers_one_more(a, rule, (struct matter){ repo, context, preset, STR(""), STR("") });
}

bool ack_covers_step(struct acks *a, const char *rule, struct str file, struct str step)
{
    return covers_one_more(a, rule, (struct matter){ STR(""), STR(""), STR(""), file, step });
}

static void put_patterns(struct buf *out, const char *key, const struct str *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i == 0)
            buf_printf(out, ", %s: [", key);
        buf_put(out, i ? STR(", ") : STR(""));
        buf_quote(out, list[i], QUOTE_UNICODE);
        buf_put(out, i + 1 == count ? STR("]") : STR(""));
    }
}

struct str ack_entry(struct arena *a, const struct delta *d, const struct ack *want)
{
    bool retires = is_about_retirements(want->rule);
    struct buf out = { 0 };
    struct str entry;

    if (!d->acks)
        return STR("");
    buf_printf(&out, "{rule: %.*s", STR_ARG(want->rule));
    put_patterns(&out, "repos", want->repos, want->repo_count);
    put_patterns(&out, "contexts", want->contexts, want->context_count);
    put_patterns(&out, "presets", want->presets, want->preset_count);
    put_patterns(&out, "files", want->files, want->file_count);
    put_patterns(&out, "steps", want->steps, want->step_count);
    buf_printf(&out, ", at-most: %zu, expires: %.*s, reason: say why}",
               retires ? count_retired(want, d) : want->at_most, STR_ARG(version_date(d->acks->today + ACK_DAYS, a)));
    entry = arena_copy(a, buf_str(&out));
    buf_free(&out);
    return entry;
}

void ack_offer(struct check *c, const struct delta *d, struct ack want)
{
    want.rule = str_c(check_rule(c)->id);
    acknowledge_by(c, ack_entry(check_arena(c), d, &want));
}

static const struct str at_most_one = STR_INIT(", at-most: 1, expires: ");

/* Where the number stands in an entry for one change; what comes before it may quote anything. */
static size_t one_of(const struct finding *f)
{
    size_t at = f->ack.len;

    if (f->rule->retires)
        return SIZE_MAX;
    while (at && !str_starts(str_from(f->ack, at), at_most_one))
        at--;
    return at ? at : SIZE_MAX;
}

void acks_offer_together(struct findings *out)
{
    struct arena scratch = { 0 };
    struct map offered; /* entry to the number of findings */

    map_init(&offered, &scratch);
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i]->ack.len) {
            void **n = map_at(&offered, out->items[i]->ack);
            *n = (void *)((uintptr_t)*n + 1);
        }
    for (size_t i = 0; i < out->count; i++) {
        struct finding *f = out->items[i];
        size_t n = (size_t)(uintptr_t)map_get(&offered, f->ack), at = n > 1 ? one_of(f) : SIZE_MAX;
        if (at != SIZE_MAX)
            f->ack = arena_printf(&out->arena, "%.*s, at-most: %zu, expires: %.*s", STR_ARG(str_slice(f->ack, 0, at)),
                                  n, STR_ARG(str_from(f->ack, at + at_most_one.len)));
    }
    arena_free(&scratch);
}

bool ack_means_gone(const struct acks *a, const struct delta_job *gone)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct ack *k = &a->items[i];
        if (is_about_retirements(k->rule) && !k->expired && !k->exceeded && covers(k, matter_of(gone)))
            return true;
    }
    return false;
}

static bool has_name(struct str pattern)
{
    for (size_t i = 0; i < pattern.len; i++)
        if (pattern.p[i] != '*' && pattern.p[i] != '?' && pattern.p[i] != '/')
            return true;
    return false;
}

/* A list that has a pattern which says nothing, or no list. */
static bool takes_anything(const struct str *patterns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!has_name(patterns[i]))
            return true;
    return count == 0;
}

/* Rules about the whole tree, of which nothing narrower can be named. */
static bool is_about_tree(struct str rule)
{
    const struct rule *r = rule_find(rule);

    return r && (r->about == SUBJECT_TREE || r->about == SUBJECT_LOAD || r->about == SUBJECT_JUDGE);
}

static bool is_too_wide(const struct ack *k)
{
    return !is_about_tree(k->rule) && takes_anything(k->repos, k->repo_count) &&
           takes_anything(k->contexts, k->context_count) && takes_anything(k->presets, k->preset_count) &&
           takes_anything(k->files, k->file_count) && takes_anything(k->steps, k->step_count);
}

enum { DAYS_A_YEAR = 366 };

/* Room for so many more than there were is room for an accident. */
static bool leaves_room(const struct ack *k)
{
    return k->at_most > 10 && k->at_most > 2 * k->covered;
}

/* A leave that nobody has to think of again for a year is a rule that was switched off. */
static bool lasts_too_long(const struct acks *a, const struct ack *k)
{
    return k->expires - a->today > DAYS_A_YEAR;
}

static void report_one(const struct acks *a, const struct ack *k, const struct rule_settings *s, struct findings *out)
{
    struct str day = k->kept ? STR("") : version_date(k->expires, a->arena);

    if (k->kept)
        return;
    if (k->expired)
        report_rule(s, out, STR("ack-expired"), k->at,
                    "this acknowledgement of %.*s expired on %.*s and covers nothing any more", STR_ARG(k->rule),
                    STR_ARG(day));
    else if (k->covered == 0)
        report_rule(s, out, STR("ack-unused"), k->at,
                    "nothing here is what this acknowledgement of %.*s covers: it can go", STR_ARG(k->rule));
    else if (k->exceeded)
        report_rule(s, out, STR("ack-exceeded"), k->at,
                    "this acknowledgement of %.*s covers at most %zu, but %zu match, so it covers none",
                    STR_ARG(k->rule), k->at_most, k->covered);
    else if (is_too_wide(k))
        report_rule(s, out, STR("ack-too-wide"), k->at,
                    "this acknowledgement of %.*s takes in any repo and anything in it; name what you mean",
                    STR_ARG(k->rule));
    else if (leaves_room(k))
        report_rule(s, out, STR("ack-too-wide"), k->at,
                    "this acknowledgement of %.*s leaves room for %zu where there are %zu; say at-most: %zu",
                    STR_ARG(k->rule), k->at_most, k->covered, k->covered);
    else if (lasts_too_long(a, k))
        report_rule(s, out, STR("ack-too-wide"), k->at,
                    "this acknowledgement of %.*s holds until %.*s, for more than a year: what it covers then is not "
                    "what "
                    "it is about; let it expire sooner",
                    STR_ARG(k->rule), STR_ARG(day));
}

void acks_report(const struct acks *a, const struct rule_settings *s, struct findings *out)
{
    for (size_t i = 0; i < a->count; i++)
        report_one(a, &a->items[i], s, out);
}
