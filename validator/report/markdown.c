#include "report/report.h"

#include "report/delta_lines.h"
#include "report/delta_pipelines.h"
#include "report/safe.h"
#include "rule/rule.h"

#include <string.h>

/* What GitHub takes as a comment, in characters; bytes are never fewer. */
enum { LARGEST_COMMENT = 65536, LONGEST_TEXT = 200 };

/* How much is told; less until the comment is short enough. The last always is. */
struct limits {
    size_t lines, repos, findings, names;
};

static const struct limits limits[] = { { 100, 500, 50, 20 }, { 20, 200, 20, 8 }, { 5, 60, 10, 4 }, { 0, 10, 3, 2 } };

struct writer {
    struct buf *out;
    const struct limits *limits;
};

/* Text from files within backticks: there nothing is markup, nobody is mentioned, and no issue is linked. What would
 * end it, or the line, is replaced. */
static void code(struct buf *out, struct str s)
{
    uint32_t cp;

    buf_char(out, '`');
    for (size_t i = 0, width; i < s.len; i += width) {
        bool shown = safe_is_shown(str_from(s, i), &width, &cp);
        /* Not in the middle of a character. */
        if (i + width > LONGEST_TEXT)
            break;
        if (shown && cp != '`')
            buf_put(out, str_slice(s, i, i + width));
        else
            buf_char(out, shown ? '\'' : ' ');
    }
    buf_put(out, s.len > LONGEST_TEXT ? STR("...`") : s.len ? STR("`") : STR(" `"));
}

/* The same where HTML is read: in a summary. */
static void html(struct buf *out, struct str s)
{
    uint32_t cp;

    buf_put(out, STR("<code>"));
    for (size_t i = 0, width; i < s.len; i += width) {
        bool shown = safe_is_shown(str_from(s, i), &width, &cp);
        if (i + width > LONGEST_TEXT)
            break;
        if (!shown)
            buf_char(out, ' ');
        else if (cp < 0x80 && strchr("<>&@`#", (int)cp))
            buf_printf(out, "&#%u;", (unsigned)cp);
        else
            buf_put(out, str_slice(s, i, i + width));
    }
    buf_put(out, STR("</code>"));
}

static void put_line(void *context, const struct delta_line *line)
{
    struct writer *w = context;

    buf_put(w->out, STR("- "));
    code(w->out, line->name);
    if (line->words.len) {
        buf_put(w->out, STR(": "));
        code(w->out, line->words);
    }
    if (line->at.file.len) {
        buf_put(w->out, STR(" ("));
        code(w->out, line->at.file);
        buf_printf(w->out, " line %u)", line->at.span.line);
    }
    if (line->pulls != SIZE_MAX)
        buf_printf(w->out, ", %zu pull request%s", line->pulls, str_plural(line->pulls));
    buf_char(w->out, '\n');
}

static void put_more(struct buf *out, size_t count, size_t most)
{
    if (count > most)
        buf_printf(out, "- and %zu more\n", count - most);
}

static void put_repo(struct writer *w, const struct delta *d, const struct delta_repo_change *r)
{
    buf_put(w->out, STR("<details><summary>"));
    html(w->out, r->repo);
    buf_printf(w->out, ": %zu presubmit%s before, %zu after", r->before, str_plural(r->before), r->after);
    if (delta_repo_actions(r)) {
        buf_put(w->out, STR("; "));
        delta_repo_headline(w->out, r);
    }
    buf_put(w->out, STR("</summary>\n\n"));
    for (int s = 0; s < SECTION_COUNT; s++) {
        size_t count = delta_section_count(r, (enum delta_section)s);
        if (count == 0)
            continue;
        buf_printf(w->out, "**%s**\n\n", delta_section_title((enum delta_section)s));
        delta_section_each(d, r, (enum delta_section)s, w->limits->lines, put_line, w);
        put_more(w->out, count, w->limits->lines);
        buf_char(w->out, '\n');
    }
    buf_put(w->out, STR("</details>\n\n"));
}

static void put_others(struct writer *w, const char *what, const struct delta_others *o)
{
    size_t start = w->out->len, text;

    buf_printf(w->out, "- %s: ", what);
    text = w->out->len;
    delta_others_words(w->out, o, w->limits->names, code);
    if (w->out->len == text)
        w->out->len = start;
    else
        buf_char(w->out, '\n');
}

static void put_demands(struct writer *w, const struct delta *d)
{
    if (d->lost.count + d->gained.count == 0)
        return;
    buf_put(w->out, STR("- statuses that merging waits for by name: "));
    delta_demand_words(w->out, d, w->limits->names, code);
    buf_char(w->out, '\n');
}

static void put_sum(struct writer *w, size_t n, const char *words)
{
    if (n)
        buf_printf(w->out, "- %zu job%s %s\n", n, str_plural(n), words);
}

static void put_merging(struct writer *w, const struct delta *d)
{
    struct buf words = { 0 };

    if (d->merging.count)
        buf_put(w->out, STR("**merging**\n\n"));
    for (size_t i = 0; i < d->merging.count && i < w->limits->lines; i++) {
        buf_reset(&words);
        delta_merging_words(&words, &d->merging.items[i], w->limits->names);
        buf_put(w->out, STR("- "));
        code(w->out, buf_str(&words));
        buf_char(w->out, '\n');
    }
    put_more(w->out, d->merging.count, w->limits->lines);
    if (d->merging.count)
        buf_char(w->out, '\n');
    buf_free(&words);
}

static void put_jobs(struct writer *w, const struct delta *d)
{
    struct delta_sums sums = delta_sums_of(d);
    struct arena a = { 0 };
    size_t count;
    const struct delta_repo_change **repos = delta_repos_ranked(d, &a, &count);

    buf_put(w->out, STR("On open pull requests: "));
    delta_headline(w->out, d);
    buf_put(w->out, STR(".\n\n"));
    if (d->reconciler.flags.dry_run) {
        delta_reconciler_words(w->out, d);
        buf_put(w->out, STR(".\n\n"));
    }
    for (size_t i = 0; i < count && i < w->limits->repos; i++)
        put_repo(w, d, repos[i]);
    put_more(w->out, count, w->limits->repos);
    put_merging(w, d);
    put_demands(w, d);
    put_others(w, "postsubmits", &d->postsubmits);
    put_others(w, "periodics", &d->periodics);
    put_sum(w, sums.work, "with another image, command or arguments");
    put_sum(w, sums.own, "written differently in what nothing above names");
    put_sum(w, sums.given, "changed only through a preset");
    put_sum(w, sums.defaults, "changed only through defaults of the main file");
    buf_char(w->out, '\n');
    arena_free(&a);
}

static void put_pipelines(struct writer *w, const struct pipelines_delta *d)
{
    struct arena a = { 0 };
    struct buf words = { 0 };

    buf_put(w->out, STR("Deployments: "));
    delta_pipelines_headline(w->out, d);
    pipelines_delta_reach(&words, d);
    if (words.len) {
        buf_put(w->out, STR("; reaches "));
        code(w->out, buf_str(&words));
    }
    buf_put(w->out, STR(".\n\n"));
    for (size_t i = 0, n; i < d->count; i += n) {
        for (n = 1; i + n < d->count && d->changes[i + n].kind == d->changes[i].kind;)
            n++;
        buf_printf(w->out, "**%s**\n\n", delta_pipelines_title(d->changes[i].kind));
        for (size_t k = 0; k < n && k < w->limits->lines; k++) {
            buf_put(w->out, STR("- "));
            code(w->out, delta_pipelines_words(&d->changes[i + k], &a));
            buf_put(w->out, STR(" in "));
            code(w->out, pipeline_change_where(d, &d->changes[i + k], &a));
            buf_char(w->out, '\n');
        }
        put_more(w->out, n, w->limits->lines);
        buf_char(w->out, '\n');
        arena_reset(&a);
    }
    buf_free(&words);
    arena_free(&a);
}

static void put_delta(struct writer *w, const struct delta *d)
{
    bool deployments = delta_pipelines_told(&d->pipelines);

    if (!deployments || delta_has_jobs(d))
        put_jobs(w, d);
    if (deployments)
        put_pipelines(w, &d->pipelines);
}

static void put_finding(struct writer *w, const struct finding *f)
{
    buf_printf(w->out, "- **%s** `%s` ", severity_name(f->severity), f->rule->id);
    if (f->at.file.len) {
        code(w->out, f->at.file);
        if (f->at.span.line)
            buf_printf(w->out, " line %u", f->at.span.line);
        buf_put(w->out, STR(": "));
    }
    code(w->out, f->message);
    buf_char(w->out, '\n');
}

static void put_findings(struct writer *w, const struct report *r)
{
    size_t told = 0, count = 0;

    for (int severity = SEVERITY_ERROR; severity >= SEVERITY_INFO; severity--)
        for (size_t i = 0; i < r->findings->count; i++) {
            const struct finding *f = r->findings->items[i];
            if (f->suppressed || f->severity != (enum severity)severity)
                continue;
            count++;
            if (told < w->limits->findings) {
                put_finding(w, f);
                told++;
            }
        }
    put_more(w->out, count, told);
    buf_put(w->out, count ? STR("\n") : STR(""));
}

static void put_guards(struct writer *w, const struct report *r)
{
    for (size_t i = 0; i < r->guard_count; i++) {
        const struct guard *g = &r->guards[i];
        if (guard_is_silent(g))
            continue;
        buf_printf(w->out, "- guard `%s` %s", g->name,
                   g->skipped                     ? "was skipped"
                   : g->state == GUARD_HOLDS      ? "holds"
                   : g->state == GUARD_NOT_PROVEN ? "is not proven"
                                                  : "does not hold");
        if (g->detail.len) {
            buf_put(w->out, STR(": "));
            code(w->out, g->detail);
        }
        buf_char(w->out, '\n');
    }
    buf_put(w->out, r->guard_count ? STR("\n") : STR(""));
}

static void put_not_evaluated(struct writer *w, const struct findings *list)
{
    for (size_t i = 0; i < list->not_evaluated_count; i++) {
        buf_printf(w->out, "- not evaluated: `%s` (", list->not_evaluated[i].rule->id);
        code(w->out, list->not_evaluated[i].reason);
        buf_put(w->out, STR(")\n"));
    }
    buf_put(w->out, list->not_evaluated_count ? STR("\n") : STR(""));
}

static void put_all(struct writer *w, const struct report *r)
{
    buf_printf(w->out, "### prowgate: %s\n\n", verdict_name(r->verdict));
    put_guards(w, r);
    put_findings(w, r);
    if (r->delta)
        put_delta(w, r->delta);
    put_not_evaluated(w, r->findings);
    report_numbers(r, w->out);
    buf_char(w->out, '\n');
}

void report_markdown(const struct report *r, struct buf *out)
{
    size_t start = out->len;

    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        struct writer w = { out, &limits[i] };
        out->len = start;
        put_all(&w, r);
        if (out->len - start <= LARGEST_COMMENT)
            return;
    }
}
