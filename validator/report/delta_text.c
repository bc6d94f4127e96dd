#include "report/delta_text.h"

#include "report/delta_lines.h"
#include "report/delta_pipelines.h"
#include "report/report.h"
#include "report/safe.h"

/* Longer lists are for --format json. */
enum { MOST_LINES = 20, MOST_REPOS = 20, MOST_NAMES = 8 };

struct printer {
    struct buf *out;
    const struct report_seen *seen;
    struct arena paths;
    bool color;
};

static void bold(struct printer *p, struct str s)
{
    buf_put(p->out, str_c(p->color ? "\033[1m" : ""));
    put_safe(p->out, s);
    buf_put(p->out, str_c(p->color ? "\033[0m" : ""));
}

static void put_line(void *context, const struct delta_line *line)
{
    struct printer *p = context;

    buf_put(p->out, STR("    "));
    put_safe(p->out, line->name);
    if (line->words.len) {
        buf_put(p->out, STR(": "));
        put_safe(p->out, line->words);
    }
    if (line->at.file.len) {
        buf_put(p->out, STR(" ("));
        put_safe(p->out, report_file_seen(&p->paths, p->seen, line->at));
        buf_printf(p->out, ":%u)", line->at.span.line);
        arena_reset(&p->paths);
    }
    if (line->pulls != SIZE_MAX)
        buf_printf(p->out, " [%zu pull request%s]", line->pulls, str_plural(line->pulls));
    buf_char(p->out, '\n');
}

static void put_more(struct printer *p, size_t count, size_t most, const char *indent)
{
    if (count > most)
        buf_printf(p->out, "%sand %zu more; --format json lists all\n", indent, count - most);
}

static void put_repo(struct printer *p, const struct delta *d, const struct delta_repo_change *r)
{
    buf_char(p->out, '\n');
    bold(p, r->repo);
    buf_printf(p->out, ": %zu presubmit%s before, %zu after\n", r->before, str_plural(r->before), r->after);
    for (int s = 0; s < SECTION_COUNT; s++) {
        size_t count = delta_section_count(r, (enum delta_section)s);
        if (count == 0)
            continue;
        buf_printf(p->out, "  %s\n", delta_section_title((enum delta_section)s));
        delta_section_each(d, r, (enum delta_section)s, MOST_LINES, put_line, p);
        put_more(p, count, MOST_LINES, "    ");
    }
}

/* Which repos feel it, largest first. */
static void put_ranking(struct printer *p, const struct delta_repo_change **repos, size_t count)
{
    size_t acting = 0;

    while (acting < count && delta_repo_actions(repos[acting]))
        acting++;
    for (size_t i = 0; i < acting && i < MOST_REPOS; i++) {
        buf_put(p->out, STR("  "));
        put_safe(p->out, repos[i]->repo);
        buf_put(p->out, STR(": "));
        delta_repo_headline(p->out, repos[i]);
        buf_char(p->out, '\n');
    }
    put_more(p, acting, MOST_REPOS, "  ");
}

static void put_others(struct printer *p, const char *what, const struct delta_others *o)
{
    size_t start = p->out->len, text;

    buf_printf(p->out, "%s: ", what);
    text = p->out->len;
    delta_others_words(p->out, o, MOST_NAMES, put_safe);
    if (p->out->len == text)
        p->out->len = start;
    else
        buf_char(p->out, '\n');
}

static void put_demands(struct printer *p, const struct delta *d)
{
    if (d->lost.count + d->gained.count == 0)
        return;
    buf_put(p->out, STR("statuses that merging waits for by name: "));
    delta_demand_words(p->out, d, MOST_NAMES, put_safe);
    buf_char(p->out, '\n');
}

static void put_merging(struct printer *p, const struct delta *d)
{
    struct buf words = { 0 };

    if (d->merging.count)
        buf_put(p->out, STR("merging:\n"));
    for (size_t i = 0; i < d->merging.count && i < MOST_LINES; i++) {
        buf_reset(&words);
        delta_merging_words(&words, &d->merging.items[i], MOST_NAMES);
        buf_put(p->out, STR("  "));
        put_safe(p->out, buf_str(&words));
        buf_char(p->out, '\n');
    }
    put_more(p, d->merging.count, MOST_LINES, "  ");
    buf_free(&words);
}

static void put_sum(struct printer *p, size_t n, const char *words)
{
    if (n)
        buf_printf(p->out, "%zu job%s %s\n", n, str_plural(n), words);
}

static void put_sums(struct printer *p, const struct delta *d)
{
    struct delta_sums sums = delta_sums_of(d);

    put_merging(p, d);
    put_demands(p, d);
    put_others(p, "postsubmits", &d->postsubmits);
    put_others(p, "periodics", &d->periodics);
    put_sum(p, sums.work, "with another image, command or arguments");
    put_sum(p, sums.own, "written differently in what nothing above names");
    put_sum(p, sums.given, "changed only through a preset");
    put_sum(p, sums.defaults, "changed only through defaults of the main file");
}

/* What is peculiar of the one that acts. */
static void put_reconciler(struct printer *p, const struct delta *d)
{
    const struct reconciler_flags *f = &d->reconciler.flags;
    struct buf words = { 0 };

    delta_reconciler_words(&words, d);
    if (words.len == 0)
        return;
    buf_put(p->out, STR("  "));
    put_safe(p->out, buf_str(&words));
    buf_free(&words);
    buf_put(p->out, STR(" ("));
    put_safe(p->out, report_file_seen(&p->paths, p->seen, (struct place){ .file = f->file, .before = f->before }));
    buf_printf(p->out, ":%u)\n", f->line);
    arena_reset(&p->paths);
}

/* A step is found by its place, a value by that of its newest layer. */
static void put_change(struct printer *p, const struct pipelines_delta *d, const struct pipeline_change *c,
                       struct arena *a)
{
    struct place at = c->is.file.len ? c->is : c->was;

    buf_put(p->out, STR("    "));
    put_safe(p->out, delta_pipelines_words(c, a));
    if (at.file.len) {
        buf_put(p->out, STR(" ("));
        put_safe(p->out, report_file_seen(&p->paths, p->seen, at));
        buf_printf(p->out, at.span.line ? ":%u)" : ")", at.span.line);
    }
    if (c->kind != CHANGE_CONTEXT_GONE && c->kind != CHANGE_CONTEXT_NEW) {
        buf_put(p->out, STR(" in "));
        put_safe(p->out, pipeline_change_where(d, c, a));
    }
    buf_char(p->out, '\n');
}

static void put_pipelines(struct printer *p, const struct pipelines_delta *d)
{
    struct arena a = { 0 };
    struct buf words = { 0 };

    bold(p, STR("deployments: "));
    delta_pipelines_headline(p->out, d);
    pipelines_delta_reach(&words, d);
    if (words.len) {
        buf_put(p->out, STR("\n  reaches "));
        put_safe(p->out, buf_str(&words));
    }
    buf_char(p->out, '\n');
    for (size_t i = 0, n; i < d->count; i += n) {
        for (n = 1; i + n < d->count && d->changes[i + n].kind == d->changes[i].kind;)
            n++;
        buf_printf(p->out, "  %s\n", delta_pipelines_title(d->changes[i].kind));
        for (size_t k = 0; k < n && k < MOST_LINES; k++)
            put_change(p, d, &d->changes[i + k], &a);
        put_more(p, n, MOST_LINES, "    ");
        arena_reset(&a);
    }
    buf_free(&words);
    arena_free(&a);
}

static void put_jobs(struct printer *p, const struct delta *d)
{
    struct arena a = { 0 };
    size_t count, start;
    const struct delta_repo_change **repos = delta_repos_ranked(d, &a, &count);

    bold(p, STR("on open pull requests: "));
    delta_headline(p->out, d);
    buf_char(p->out, '\n');
    put_reconciler(p, d);
    put_ranking(p, repos, count);
    for (size_t i = 0; i < count; i++)
        put_repo(p, d, repos[i]);
    buf_char(p->out, '\n');
    start = p->out->len;
    put_sums(p, d);
    if (p->out->len > start)
        buf_char(p->out, '\n');
    arena_free(&a);
}

void report_delta_text(struct buf *out, const struct delta *d, const struct report_seen *seen, bool color)
{
    struct printer p = { .out = out, .seen = seen, .color = color };
    bool deployments = delta_pipelines_told(&d->pipelines);

    if (!deployments || delta_has_jobs(d))
        put_jobs(&p, d);
    if (deployments) {
        put_pipelines(&p, &d->pipelines);
        buf_char(out, '\n');
    }
    arena_free(&p.paths);
}
