#include "rule/silence.h"

#include <stdlib.h>

static const struct str mark = STR_INIT("prowgate:");

/* Whether the byte belongs to a scalar: then a "#" before it is text. */
static bool inside_scalar(const struct tape *t, size_t at)
{
    size_t low = 0, high = t->count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (t->nodes[mid].start <= at)
            low = mid + 1;
        else
            high = mid;
    }
    for (size_t i = low; i > 0; i--) {
        const struct node *n = &t->nodes[i - 1];
        if (n->kind < NODE_SEQUENCE && !(n->flags & FLAG_MERGED) && n->end > n->start)
            return at < n->end;
    }
    return false;
}

/* Where the comment that holds the mark begins ("#" at the line's start or after white space), or SIZE_MAX. */
static size_t comment_start(struct str source, size_t at)
{
    size_t i = at;

    while (i > 0 && (source.p[i - 1] == ' ' || source.p[i - 1] == '\t'))
        i--;
    if (i == 0 || source.p[i - 1] != '#')
        return SIZE_MAX;
    i--;
    return i == 0 || source.p[i - 1] == ' ' || source.p[i - 1] == '\t' || source.p[i - 1] == '\n' ? i : SIZE_MAX;
}

static void add(struct silences *list, struct place at, struct str rule, struct str reason)
{
    *ARENA_PUSH(list->arena, list->items, list->count, list->cap) = (struct silence){
        .at = at,
        .rule = arena_copy(list->arena, rule),
        .known = rule_find(rule),
        .reason = arena_copy(list->arena, reason),
    };
}

/* "allow RULE -- reason", where RULE may be several with commas or blanks between. */
static void read_comment(struct silences *list, struct place at, struct str text)
{
    struct str rest = str_trim(str_from(text, mark.len)), names, reason = STR("");
    size_t dashes = str_find(rest, STR("--"));

    if (!str_starts(rest, STR("allow ")) || str_trim(str_slice(rest, 6, dashes)).len == 0) {
        add(list, at, STR(""), reason);
        return;
    }
    names = str_slice(rest, 6, dashes);
    if (dashes != SIZE_MAX)
        reason = str_trim(str_from(rest, dashes + 2));
    while (names.len) {
        size_t n = 0;
        while (n < names.len && names.p[n] != ' ' && names.p[n] != ',')
            n++;
        if (n)
            add(list, at, str_slice(names, 0, n), reason);
        names = str_from(names, n + 1);
    }
}

void silences_read(struct silences *list, struct arena *arena, struct str file, const struct tape *tape)
{
    struct str source = tape->source, rest = source;
    uint32_t line = 1;
    size_t done = 0;

    list->arena = arena;
    for (size_t found; (found = str_find(rest, mark)) != SIZE_MAX; rest = str_from(rest, found + mark.len)) {
        size_t at = (size_t)(rest.p - source.p) + found, end = at;
        if (comment_start(source, at) == SIZE_MAX || inside_scalar(tape, at))
            continue;
        for (; done < at; done++)
            line += source.p[done] == '\n';
        while (end < source.len && source.p[end] != '\n' && source.p[end] != '\r')
            end++;
        read_comment(list, (struct place){ file, tape_span_of_bytes(tape, line, at, end), false },
                     str_slice(source, at, end));
    }
}

void silences_join(struct silences *list, const struct silences *from)
{
    for (size_t i = 0; i < from->count; i++) {
        *ARENA_PUSH(list->arena, list->items, list->count, list->cap) = from->items[i];
    }
}

static bool covers(const struct silence *s, const struct finding *f)
{
    uint32_t line = s->at.span.line;

    return str_eq(s->at.file, f->at.file) && (f->at.span.line == line || f->at.span.line == line + 1) &&
           s->known == f->rule;
}

static bool can_silence(const struct rule *r)
{
    return !r->fact && !r->undecided;
}

static void apply_one(struct silence *s, struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (can_silence(findings->items[i]->rule) && covers(s, findings->items[i]))
            s->used = findings->items[i]->suppressed = true;
}

/* The findings about comments are rules like any other: they have pages, and a severity to choose. */
static void complain(const struct silence *s, const struct rule_settings *settings, struct findings *findings)
{
    const struct rule *r = s->known, *near = r ? NULL : rule_nearest(s->rule);

    if (r && rule_is_renamed(r, s->rule))
        report_rule(settings, findings, STR("silence-renamed"), s->at, "%s is called %s now", r->formerly, r->id);
    if (!r && !settings->own_read && str_has(s->rule, STR("/")))
        return; /* of an own rule, which this run does not know */
    if (s->rule.len == 0)
        report_rule(settings, findings, STR("silence-unknown-rule"), s->at,
                    "this comment says nothing: write # prowgate: allow RULE -- reason");
    else if (!r)
        report_rule(settings, findings, STR("silence-unknown-rule"), s->at, "no rule is called \"%.*s\"%s%s%s",
                    STR_ARG(s->rule), near ? "; did you mean " : "", near ? near->id : "", near ? "?" : "");
    else if (!can_silence(r))
        report_rule(settings, findings, STR("silence-of-fact"), s->at,
                    "%s is about what deployed Prow refuses to load; a comment can't change that, only rules: in "
                    "prowgate.yaml can switch it off",
                    r->id);
    else if (!s->used)
        report_rule(settings, findings, STR("silence-unused"), s->at, "%s has no finding here: the comment can go",
                    r->id);
    else if (s->reason.len == 0)
        report_rule(settings, findings, STR("silence-without-reason"), s->at,
                    "say why %s is allowed here: # prowgate: allow %s -- reason", r->id, r->id);
}

static int by_place(const void *pa, const void *pb)
{
    const struct silence *a = pa, *b = pb;
    int order = str_cmp(a->at.file, b->at.file);

    if (order == 0)
        order = a->at.span.line < b->at.span.line ? -1 : a->at.span.line > b->at.span.line;
    return order ? order : str_cmp(a->rule, b->rule);
}

void silences_apply(struct silences *list, const struct rule_settings *s, struct findings *findings)
{
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, by_place);
    for (size_t i = 0; i < list->count; i++)
        if (!list->items[i].known)
            list->items[i].known = rule_settings_find(s, list->items[i].rule);
    for (size_t i = 0; i < list->count; i++)
        apply_one(&list->items[i], findings);
    for (size_t i = 0; i < list->count; i++)
        complain(&list->items[i], s, findings);
}
