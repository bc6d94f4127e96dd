#include "rule/finding.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/nearest.h"
#include "base/quote.h"
#include "rule/rule.h"

#include <inttypes.h>
#include <stdlib.h>

static const char *const names[] = {
    [SEVERITY_OFF] = "off",
    [SEVERITY_INFO] = "info",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

const char *severity_name(enum severity s)
{
    return names[s];
}

bool severity_parse(struct str name, enum severity *s)
{
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq(name, str_c(names[i])))
            return *s = (enum severity)i, true;
    return false;
}

static void push(struct findings *list, struct finding *f)
{
    *ARENA_PUSH(&list->arena, list->items, list->count, list->cap) = f;
}

struct finding *findings_add(struct findings *list)
{
    struct finding *f = ARENA_NEW(&list->arena, struct finding);

    push(list, f);
    return f;
}

void findings_not_evaluated(struct findings *list, const struct rule *rule, struct str reason)
{
    list->not_evaluated = arena_grow(&list->arena, list->not_evaluated, list->not_evaluated_count,
                                     &list->not_evaluated_cap, sizeof *list->not_evaluated);
    list->not_evaluated[list->not_evaluated_count++] = (struct unevaluated){ rule, reason };
}

void findings_join(struct findings *list, struct findings *from)
{
    for (size_t i = 0; i < from->count; i++)
        push(list, from->items[i]);
    for (size_t i = 0; i < from->not_evaluated_count; i++)
        findings_not_evaluated(list, from->not_evaluated[i].rule, from->not_evaluated[i].reason);
    arena_adopt(&list->arena, &from->arena);
    *from = (struct findings){ 0 };
}

void findings_copy(struct findings *list, const struct findings *from)
{
    for (size_t i = 0; i < from->count; i++) {
        struct finding *f = findings_add(list);
        *f = *from->items[i];
        f->related = f->last_related = NULL;
        for (const struct related *r = from->items[i]->related; r; r = r->next)
            finding_relate(list, f, r->at, r->message);
    }
    for (size_t i = 0; i < from->not_evaluated_count; i++)
        findings_not_evaluated(list, from->not_evaluated[i].rule, from->not_evaluated[i].reason);
}

static struct str *copy_texts(struct arena *a, const struct str *texts, size_t count)
{
    struct str *copy = ARENA_ARRAY(a, struct str, count);

    for (size_t i = 0; i < count; i++)
        copy[i] = arena_copy(a, texts[i]);
    return copy;
}

static void copy_finding(struct findings *list, const struct finding *from)
{
    struct finding *f = findings_add(list);
    struct arena *a = &list->arena;

    *f = *from;
    f->at.file = arena_copy(a, from->at.file);
    f->message = arena_copy(a, from->message);
    f->prow_message = arena_copy(a, from->prow_message);
    f->path = arena_copy(a, from->path);
    f->detail = arena_copy(a, from->detail);
    f->versions = copy_texts(a, from->versions, from->version_count);
    f->contexts = copy_texts(a, from->contexts, from->context_count);
    f->related = f->last_related = NULL;
    for (const struct related *r = from->related; r; r = r->next)
        finding_relate(list, f, (struct place){ arena_copy(a, r->at.file), r->at.span }, arena_copy(a, r->message));
}

void findings_copy_whole(struct findings *list, const struct findings *from)
{
    for (size_t i = 0; i < from->count; i++)
        copy_finding(list, from->items[i]);
    for (size_t i = 0; i < from->not_evaluated_count; i++)
        findings_not_evaluated(list, from->not_evaluated[i].rule,
                               arena_copy(&list->arena, from->not_evaluated[i].reason));
}

static int order_numbers(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

static int order(const void *pa, const void *pb)
{
    const struct finding *a = *(struct finding *const *)pa, *b = *(struct finding *const *)pb;
    int o = (int)b->first - (int)a->first;

    if (o == 0)
        o = str_cmp(a->at.file, b->at.file);
    if (o == 0)
        o = order_numbers(a->at.span.line, b->at.span.line);
    if (o == 0)
        o = order_numbers(a->at.span.column, b->at.span.column);
    if (o == 0)
        o = order_numbers(b->severity, a->severity);
    if (o == 0)
        o = str_cmp(str_c(a->rule->id), str_c(b->rule->id));
    if (o == 0)
        o = str_cmp(a->message, b->message);
    if (o == 0)
        o = str_cmp(a->path, b->path);
    return o == 0 ? str_cmp(a->prow_message, b->prow_message) : o;
}

static int order_unevaluated(const void *pa, const void *pb)
{
    const struct unevaluated *a = pa, *b = pb;
    int o = str_cmp(str_c(a->rule->id), str_c(b->rule->id));

    return o == 0 ? str_cmp(a->reason, b->reason) : o;
}

static void sort_unevaluated(struct findings *list)
{
    struct unevaluated *all = list->not_evaluated;
    size_t kept = 0;

    if (list->not_evaluated_count < 2)
        return;
    qsort(all, list->not_evaluated_count, sizeof *all, order_unevaluated);
    for (size_t i = 0; i < list->not_evaluated_count; i++)
        if (kept == 0 || order_unevaluated(&all[kept - 1], &all[i]) != 0)
            all[kept++] = all[i];
    list->not_evaluated_count = kept;
}

void findings_sort(struct findings *list)
{
    size_t kept = 0;

    sort_unevaluated(list);
    if (list->count < 2)
        return;
    qsort(list->items, list->count, sizeof *list->items, order);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || order(&list->items[kept - 1], &list->items[i]) != 0)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

void findings_free(struct findings *list)
{
    arena_free(&list->arena);
    *list = (struct findings){ 0 };
}

void finding_relate(struct findings *list, struct finding *f, struct place at, struct str message)
{
    struct related **end = f->last_related ? &f->last_related->next : &f->related;

    *end = ARENA_NEW(&list->arena, struct related);
    **end = (struct related){ .at = at, .message = message };
    f->last_related = *end;
}

/* Whether YAML reads a text as itself: it begins with a letter, no word of YAML's, and holds nothing that ends it. */
static bool is_plain(struct str s)
{
    static const char *const words[] = { "true", "false", "yes", "no", "on", "off", "null", "y", "n" };
    bool letter = false;

    for (size_t i = 0; i < s.len; i++) {
        bool mark = s.p[i] == '.' || s.p[i] == '_' || s.p[i] == '-' || s.p[i] == '/' || s.p[i] == '@' || s.p[i] == ':';
        letter = letter || is_letter(s.p[i]);
        if (!is_letter(s.p[i]) && !is_digit(s.p[i]) && !(mark && i > 0 && i + 1 < s.len))
            return false;
    }
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (nearest_distance(s, str_c(words[i])) == 0)
            return false;
    /* 1e3 and 0x1f are numbers. */
    return letter && !(s.len && is_digit(s.p[0]) && (is_hex(s.p[s.len - 1]) || is_digit(s.p[s.len - 1])));
}

void finding_repair(struct findings *list, struct finding *f, enum repair kind, struct place at, struct str value)
{
    static const char *const why[] = { ": Prow loads the same", ": nothing else can be meant", "" };
    struct arena *a = &list->arena;

    f->fix = ARENA_NEW(a, struct fix);
    f->fix->safe = kind != REPAIR_LIKELY;
    f->fix->title = arena_printf(a, "write %.*s%s", STR_ARG(value), why[kind]);
    f->fix->edits = ARENA_NEW(a, struct edit);
    f->fix->count = 1;
    f->fix->edits[0].at = at;
    /* What Go quotes YAML reads between double quotes. */
    f->fix->edits[0].text = is_plain(value) ? arena_copy(a, value) : arena_quote(a, value);
}

void finding_for_version(struct findings *list, struct finding *f, struct str version)
{
    struct str *more = ARENA_ARRAY(&list->arena, struct str, f->version_count + 1);

    for (size_t i = 0; i < f->version_count; i++)
        more[i] = f->versions[i];
    more[f->version_count++] = arena_copy(&list->arena, version);
    f->versions = more;
}

/* "periodics[12].foo" as "periodics[].foo": an entry put in above changes the numbers of all below it. */
static struct str without_numbers(struct arena *a, struct str path)
{
    struct buf b = { 0 };
    bool inside = false;
    struct str kept;

    for (size_t i = 0; i < path.len; i++) {
        if (inside && path.p[i] >= '0' && path.p[i] <= '9')
            continue;
        inside = path.p[i] == '[';
        buf_char(&b, path.p[i]);
    }
    kept = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return kept;
}

static struct str fingerprint_under(struct arena *a, const struct finding *f, const char *id)
{
    struct str path = without_numbers(a, f->path);
    struct str all =
        arena_printf(a, "%s\n%.*s\n%.*s\n%.*s", id, STR_ARG(f->at.file), STR_ARG(path), STR_ARG(f->message));

    return arena_printf(a, "%016" PRIx64, str_hash(all));
}

struct str finding_fingerprint(struct arena *a, const struct finding *f)
{
    return fingerprint_under(a, f, f->rule->id);
}

struct str finding_former_fingerprint(struct arena *a, const struct finding *f)
{
    return f->rule->formerly ? fingerprint_under(a, f, f->rule->formerly) : STR("");
}
