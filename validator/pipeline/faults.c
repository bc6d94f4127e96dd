#include "pipeline/faults.h"

#include "base/buf.h"
#include "base/lines.h"

enum { MOST_BYTES = 16 << 20 };

void faults_init(struct faults *f, const struct fs *fs, struct arena *a)
{
    *f = (struct faults){ .arena = a, .fs = fs };
    map_init(&f->known, a);
    map_init(&f->sources, a);
}

/* A file's text, and where its lines begin: made when the first is asked for. */
struct source {
    struct str text;
    uint32_t *starts;
    size_t count;
};

static struct source *source_of(struct faults *f, struct str file)
{
    struct source *known = map_get(&f->sources, file);
    struct buf bytes = { 0 };
    struct fs_error e;

    if (known)
        return known;
    known = ARENA_NEW(f->arena, struct source);
    *known = (struct source){ .text = { "", 0 } };
    if (fs_read(f->fs, file, MOST_BYTES, &bytes, &e))
        known->text = arena_copy(f->arena, buf_str(&bytes));
    buf_free(&bytes);
    *map_at(&f->sources, arena_copy(f->arena, file)) = known;
    return known;
}

struct str faults_source(struct faults *f, struct str file)
{
    return source_of(f, file)->text;
}

static uint32_t line_of(struct source *s, size_t offset, struct arena *a)
{
    size_t low = 0, high, cap = 0;

    if (!s->count) {
        *ARENA_PUSH(a, s->starts, s->count, cap) = 0;
        for (size_t i = 0; i < s->text.len; i++)
            if (s->text.p[i] == '\n')
                *ARENA_PUSH(a, s->starts, s->count, cap) = (uint32_t)i + 1;
    }
    for (high = s->count; high - low > 1;) {
        size_t middle = low + (high - low) / 2;

        if (s->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low + 1;
}

struct fault_place faults_bytes(struct faults *f, struct str file, size_t start, size_t end)
{
    struct source *source = source_of(f, file);
    struct str text = source->text;

    if ((start == 0 && end == 0) || text.len == 0)
        return (struct fault_place){ file, { 0 } };
    start = start > text.len ? text.len : start;
    end = end > text.len ? text.len : end < start ? start : end;
    return (struct fault_place){ file, span_of_bytes(text, line_of(source, start, f->arena), start, end) };
}

struct fault_place faults_line(struct faults *f, struct str file, size_t offset)
{
    struct str text = faults_source(f, file);
    size_t start = offset > text.len ? text.len : offset, end;

    while (start > 0 && text.p[start - 1] != '\n')
        start--;
    end = start;
    while (end < text.len && text.p[end] != '\n')
        end++;
    while (start < end && (text.p[start] == ' ' || text.p[start] == '-'))
        start++;
    while (end > start && (text.p[end - 1] == ' ' || text.p[end - 1] == '\r'))
        end--;
    return faults_bytes(f, file, start, end);
}

struct fault *faults_add(struct faults *f, const char *rule, struct fault_place at, struct str context,
                         struct str message, struct str upstream)
{
    struct str key, zero = { "", 1 };
    struct fault **known, *fault;
    struct arena *a = f->arena;

    f->said++;
    key = ARENA_JOIN(a, str_c(rule), zero, at.file, arena_printf(a, ":%u:%u:", at.span.line, at.span.column), message);
    known = (struct fault **)map_at(&f->known, key);
    if (!*known) {
        fault = ARENA_NEW(a, struct fault);
        *fault = (struct fault){
            .rule = rule, .at = at, .message = arena_copy(a, message), .upstream = arena_copy(a, upstream)
        };
        fault->at.file = arena_copy(a, at.file);
        f->list = arena_grow(a, f->list, f->count, &f->cap, sizeof *f->list);
        f->list[f->count++] = fault;
        *known = fault;
    }
    fault = *known;
    if (context.len && (fault->contexts.count == 0 || !str_eq(fault->contexts.at[fault->contexts.count - 1], context)))
        words_add(&fault->contexts, a, context);
    return fault;
}

void fault_also(struct faults *f, struct fault *fault, struct fault_place at, const char *message)
{
    if (fault->also.file.len)
        return;
    fault->also = at;
    fault->also.file = arena_copy(f->arena, at.file);
    fault->also_message = str_c(message);
}

static struct place place_of(struct findings *out, const struct fault_place *at)
{
    return (struct place){ arena_copy(&out->arena, at->file), at->span, false };
}

static void add_contexts(struct findings *out, struct finding *to, struct words *contexts, size_t total)
{
    words_sort(contexts);
    if (contexts->count == 0 || contexts->count == total)
        return;
    to->contexts = ARENA_ARRAY(&out->arena, struct str, contexts->count);
    to->context_count = contexts->count;
    for (size_t i = 0; i < contexts->count; i++)
        to->contexts[i] = arena_copy(&out->arena, contexts->at[i]);
}

void faults_report(const struct faults *f, const struct rule_settings *settings, struct findings *out, size_t total)
{
    for (size_t i = 0; i < f->count; i++) {
        struct fault *fault = f->list[i];
        struct finding *to =
            report_rule(settings, out, str_c(fault->rule), place_of(out, &fault->at), "%.*s", STR_ARG(fault->message));

        if (!to)
            continue;
        if (fault->capped && to->severity > fault->most)
            to->severity = fault->most;
        to->prow_message = arena_copy(&out->arena, fault->upstream);
        add_contexts(out, to, &fault->contexts, total);
        if (fault->also.file.len)
            finding_relate(out, to, place_of(out, &fault->also), fault->also_message);
    }
}
