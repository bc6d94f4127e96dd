#include "report/report.h"

#include "base/gzip.h"
#include "base/lines.h"
#include "base/map.h"
#include "report/delta_text.h"
#include "report/fold.h"
#include "report/safe.h"
#include "report/statistics.h"
#include "rule/rule.h"

#include <stdlib.h>

/* A line longer than this is shown cut: generated files hold lines of many kilobytes. */
enum { WIDEST_LINE = 200, LONGEST_SAID = 1000, LARGEST_SHOWN = 64 << 20 };

/* Of the places of one finding, and of the lines of those like it, so many are shown. */
enum { MOST_PLACES = 8, MOST_LINES = 6 };

struct printer {
    const struct report *r;
    struct buf *out;
    struct buf source; /* of the file whose findings are printed */
    struct lines lines;
    struct arena arena, paths;
    struct str shown; /* that file; empty when its lines can't be shown */
    struct map acks;  /* that were offered */
};

static const char *paint(const struct printer *p, const char *code)
{
    return p->r->color ? code : "";
}

static const char *severity_paint(const struct printer *p, enum severity s)
{
    return paint(p, s == SEVERITY_ERROR ? "\033[1;31m" : s == SEVERITY_WARNING ? "\033[1;33m" : "\033[1;36m");
}

/* As compilers do: so that an editor, or a copied path, finds the file. */
static void put_place(struct printer *p, struct place at)
{
    struct str file = report_file_seen(&p->paths, &p->r->seen, at);

    put_safe(p->out, file.len ? file : STR("."));
    arena_reset(&p->paths);
    if (at.span.line)
        buf_printf(p->out, ":%u:%u", at.span.line, at.span.column);
}

/* Places are those of the text, not of such bytes. */
static bool is_converted(struct str bytes)
{
    return gzip_is(bytes) || str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff"));
}

/* What lies elsewhere (a list of facts, what an absolute path leads to) may be nobody's to show. */
static bool is_of_tree(struct printer *p, struct str file)
{
    return path_stays_below(path_clean(&p->arena, file));
}

static void load_source(struct printer *p, struct str file)
{
    struct fs_error error;

    if (str_eq(p->shown, file))
        return;
    arena_reset(&p->arena);
    p->shown = STR("");
    if (!p->r->fs || file.len == 0 || !is_of_tree(p, file) ||
        !fs_read(p->r->fs, file, LARGEST_SHOWN, &p->source, &error) || is_converted(buf_str(&p->source)))
        return;
    lines_init(&p->lines, &p->arena, buf_str(&p->source));
    p->shown = file;
}

static void put_snippet(struct printer *p, const struct finding *f)
{
    uint32_t width = 1;
    struct str line;

    load_source(p, f->at.file);
    if (p->shown.len == 0 || f->at.span.line == 0 || f->at.span.line > p->lines.count)
        return;
    line = lines_text(&p->lines, f->at.span.line);
    buf_printf(p->out, "%5u | ", f->at.span.line);
    put_safe(p->out, str_slice(line, 0, WIDEST_LINE));
    buf_put(p->out, line.len > WIDEST_LINE ? STR("...\n") : STR("\n"));
    if (f->at.span.column > WIDEST_LINE)
        return;
    if (f->at.span.end_line == f->at.span.line && f->at.span.end_column > f->at.span.column)
        width = f->at.span.end_column - f->at.span.column;
    if (width > WIDEST_LINE)
        width = WIDEST_LINE;
    buf_printf(p->out, "      | %*s%s^", (int)f->at.span.column - 1, "", severity_paint(p, f->severity));
    while (--width)
        buf_char(p->out, '~');
    buf_printf(p->out, "%s\n", paint(p, "\033[0m"));
}

/* "first used here" reads better as "first used at FILE:LINE:COLUMN". */
static void put_related(struct printer *p, const struct related *r)
{
    struct str message = r->message;

    buf_put(p->out, STR("  "));
    if (str_ends(message, STR(" here"))) {
        put_safe(p->out, str_slice(message, 0, message.len - 5));
        buf_put(p->out, STR(" at "));
    } else {
        put_safe(p->out, message);
        buf_put(p->out, STR(": "));
    }
    put_place(p, r->at);
    buf_char(p->out, '\n');
}

/* A few by name: a fault of a region has as many as there are regions. */
static void put_contexts(struct printer *p, const struct finding *f)
{
    enum { SHOWN = 4 };

    if (f->context_count == 0)
        return;
    buf_put(p->out, STR("  in "));
    for (size_t i = 0; i < f->context_count && i < SHOWN; i++) {
        buf_put(p->out, i ? STR(", ") : STR(""));
        put_safe(p->out, f->contexts[i]);
    }
    if (f->context_count > SHOWN)
        buf_printf(p->out, " and %zu more", f->context_count - SHOWN);
    buf_char(p->out, '\n');
}

static void put_all_related(struct printer *p, const struct finding *f)
{
    size_t n = 0, shown = 0;

    for (const struct related *r = f->related; r; r = r->next)
        n++;
    for (const struct related *r = f->related; r; r = r->next, shown++) {
        if (shown == MOST_PLACES && n > MOST_PLACES + 1 && !p->r->all) {
            buf_printf(p->out, "  and %zu more places (--all shows them)\n", n - shown);
            return;
        }
        put_related(p, r);
    }
}

/* "and 40 more like this, at lines 12, 15 and others (--all shows them)" */
static void put_like(struct printer *p, const struct told *told, const struct told *t)
{
    size_t more = t->like - 1, shown = 0;
    uint32_t line = t->finding->at.span.line;

    if (p->r->all || t->like < FOLD_FROM)
        return;
    buf_printf(p->out, "  and %zu more like this", more);
    for (size_t i = t->next; i && shown < MOST_LINES; i = told[i].next)
        if (told[i].finding->at.span.line != line) {
            line = told[i].finding->at.span.line;
            buf_printf(p->out, "%s%u", shown++ ? ", " : ", at lines ", line);
        }
    buf_put(p->out,
            shown == MOST_LINES && more > shown ? STR(", ... (--all shows them)\n") : STR(" (--all shows them)\n"));
}

/* Prow may list every repository there is. */
static void put_prow_message(struct printer *p, const struct finding *f)
{
    struct str message = f->prow_message;
    bool cut = message.len > LONGEST_SAID && !p->r->all;

    if (message.len == 0)
        return;
    buf_put(p->out, f->rule->pipelines ? STR("  upstream says: ") : STR("  prow says: "));
    put_safe(p->out, cut ? str_slice(message, 0, LONGEST_SAID) : message);
    buf_put(p->out, cut ? STR(" ...\n") : STR("\n"));
}

/* Only what stops somebody is worth an acknowledgement; one for several findings is pasted once. */
static void put_ack(struct printer *p, const struct finding *f)
{
    void **told;

    if (f->ack.len == 0 || f->severity < SEVERITY_WARNING)
        return;
    told = map_at(&p->acks, f->ack);
    if (*told) {
        buf_put(p->out, STR("  if it is meant, the acknowledgement above covers it as well\n"));
        return;
    }
    *told = p;
    buf_put(p->out, STR("  if it is meant, in prowgate.ack.yaml below \"acknowledged:\":\n    - "));
    put_safe(p->out, f->ack);
    buf_char(p->out, '\n');
}

static void put_fix(struct printer *p, const struct fix *fix)
{
    if (!fix)
        return;
    buf_put(p->out, STR("  fix: "));
    put_safe(p->out, fix->title);
    buf_char(p->out, '\n');
}

static void put_finding(struct printer *p, const struct told *told, const struct told *t)
{
    const struct finding *f = t->finding;

    buf_put(p->out, str_c(paint(p, "\033[1m")));
    put_place(p, f->at);
    buf_printf(p->out, "%s: %s%s%s: ", paint(p, "\033[0m"), severity_paint(p, f->severity), severity_name(f->severity),
               paint(p, "\033[0m"));
    put_safe(p->out, f->message);
    buf_printf(p->out, " [%s]\n", f->rule->id);
    put_snippet(p, f);
    if (f->detail.len) {
        buf_put(p->out, STR("  "));
        put_safe(p->out, f->detail);
        buf_char(p->out, '\n');
    }
    put_contexts(p, f);
    put_all_related(p, f);
    put_prow_message(p, f);
    put_ack(p, f);
    put_fix(p, f->fix);
    put_like(p, told, t);
    buf_printf(p->out, "  help: prowgate explain %s\n\n", f->rule->id);
}

/* Findings of one file together; the file with the worst finding first, and in a file the worst first. */
static int by_rank(const void *pa, const void *pb)
{
    const struct told *a = pa, *b = pb;
    int order = (int)b->finding->first - (int)a->finding->first;

    if (order == 0)
        order = (int)b->worst - (int)a->worst;
    if (order == 0)
        order = str_cmp(a->finding->at.file, b->finding->at.file);
    if (order == 0)
        order = (int)b->finding->severity - (int)a->finding->severity;
    if (order == 0 && a->finding->at.span.line != b->finding->at.span.line)
        order = a->finding->at.span.line < b->finding->at.span.line ? -1 : 1;
    if (order == 0 && a->finding->at.span.column != b->finding->at.span.column)
        order = a->finding->at.span.column < b->finding->at.span.column ? -1 : 1;
    if (order == 0)
        order = str_cmp(str_c(a->finding->rule->id), str_c(b->finding->rule->id));
    return order ? order : str_cmp(a->finding->message, b->finding->message);
}

/* The findings are sorted by file: each run of one file gets its worst severity. */
static size_t rank(const struct findings *list, struct told *ranked)
{
    size_t n = 0;

    for (size_t i = 0; i < list->count; i++)
        if (!list->items[i]->suppressed)
            ranked[n++] = (struct told){ .finding = list->items[i], .worst = list->items[i]->severity };
    for (size_t first = 0, end; first < n; first = end) {
        enum severity worst = SEVERITY_OFF;
        for (end = first; end < n && str_eq(ranked[end].finding->at.file, ranked[first].finding->at.file); end++)
            if (ranked[end].worst > worst)
                worst = ranked[end].worst;
        for (size_t i = first; i < end; i++)
            ranked[i].worst = worst;
    }
    if (n)
        qsort(ranked, n, sizeof *ranked, by_rank);
    return n;
}

static void put_findings(struct printer *p)
{
    struct arena order = { 0 };
    struct told *told = ARENA_ARRAY(&order, struct told, p->r->findings->count);
    size_t n = rank(p->r->findings, told), rest_count = 0;
    struct fold_rest *rests;

    map_init(&p->acks, &order);
    fold_alike(told, n);
    if (!p->r->all)
        rest_count = fold_rests(&order, told, n, &rests);
    for (size_t i = 0; i < n; i++)
        if (p->r->all || !told[i].hidden)
            put_finding(p, told, &told[i]);
    for (size_t i = 0; i < rest_count; i++)
        buf_printf(p->out, "and %zu more of %s in %zu file%s (--all shows them)\n", rests[i].count, rests[i].rule->id,
                   rests[i].files, str_plural(rests[i].files));
    if (rest_count)
        buf_char(p->out, '\n');
    arena_free(&order);
}

/* What was left out on purpose stands first: nobody may read the rest without knowing. */
static void put_skipped(struct printer *p)
{
    for (size_t i = 0; i < p->r->guard_count; i++) {
        const struct guard *g = &p->r->guards[i];
        if (!g->skipped)
            continue;
        buf_printf(p->out, "%sskipped guard %s%s: ", paint(p, "\033[1;33m"), g->name, paint(p, "\033[0m"));
        put_safe(p->out, g->reason);
        buf_char(p->out, '\n');
    }
}

static void put_guards(struct printer *p)
{
    static const char *const paints[] = { "\033[1;32m", "\033[1;31m", "\033[1;33m", "\033[1;36m" };

    for (size_t i = 0; i < p->r->guard_count; i++) {
        const struct guard *g = &p->r->guards[i];
        if (guard_is_silent(g))
            continue;
        buf_printf(p->out, "  %s%-10s%s  %-18s  ", paint(p, paints[g->state]), guard_state_name(g->state),
                   paint(p, "\033[0m"), g->name);
        put_safe(p->out, g->detail);
        buf_put(p->out, g->skipped ? STR(" (skipped)\n") : STR("\n"));
    }
}

static bool told_before(const struct findings *list, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (str_eq(list->not_evaluated[k].reason, list->not_evaluated[i].reason))
            return true;
    return false;
}

/* A reason is told once, after all rules that it holds for. It holds names from files, so it is printed as those are. */
static void put_not_evaluated(struct printer *p)
{
    const struct findings *list = p->r->findings;

    for (size_t i = 0; i < list->not_evaluated_count; i++) {
        const struct unevaluated *u = &list->not_evaluated[i];
        if (told_before(list, i))
            continue;
        buf_printf(p->out, "not evaluated: %s", u->rule->id);
        for (size_t k = i + 1; k < list->not_evaluated_count; k++)
            if (str_eq(list->not_evaluated[k].reason, u->reason))
                buf_printf(p->out, ", %s", list->not_evaluated[k].rule->id);
        buf_put(p->out, STR(" ("));
        put_safe(p->out, u->reason);
        buf_put(p->out, STR(")\n"));
    }
}

static void put_notes(struct printer *p)
{
    for (size_t i = 0; i < p->r->note_count; i++) {
        buf_put(p->out, STR("note: "));
        put_safe(p->out, p->r->notes[i]);
        buf_char(p->out, '\n');
    }
}

void report_text(const struct report *r, struct buf *out)
{
    struct printer p = { .r = r, .out = out };

    put_skipped(&p);
    if (r->delta)
        report_delta_text(out, r->delta, &r->seen, r->color);
    if (r->statistics)
        report_statistics(r, out);
    else
        put_findings(&p);
    put_guards(&p);
    if (!r->quiet) {
        buf_printf(out, "%s: ", verdict_name(r->verdict));
        report_numbers(r, out);
        buf_char(out, '\n');
        put_notes(&p);
        put_not_evaluated(&p);
    }
    buf_free(&p.source);
    arena_free(&p.arena);
    arena_free(&p.paths);
}
