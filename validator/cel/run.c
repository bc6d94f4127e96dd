#include "cel/run.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "cel/check.h"
#include "cel/opaque.h"
#include "cel/program.h"
#include "syntax/yaml/number.h"

#include <stdatomic.h>

enum {
    USUAL_COST = 1000000,
    USUAL_WORK = 3000000,
    USUAL_MEMORY = 64 << 20,
    MOST_TEXT = 16 << 20,       /* bytes of one text */
    MOST_PATTERN_BYTES = 65536, /* of patterns that a machine keeps */
};

void cel_fail(struct cel_run *run, struct cel_value *out, struct str message)
{
    struct cel_failure *f = ARENA_NEW(run->arena, struct cel_failure);

    *f = (struct cel_failure){ .message = message, .offset = run->offset };
    *out = (struct cel_value){ .kind = CEL_ERROR, .failure = f };
}

void cel_failf(struct cel_run *run, struct cel_value *out, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    cel_fail(run, out, arena_vprintf(run->arena, fmt, ap));
    va_end(ap);
}

void cel_no_overload(struct cel_run *run, struct cel_value *out)
{
    cel_fail(run, out, STR("no such overload"));
}

void cel_stop(struct cel_run *run, const char *words)
{
    if (!run->stopped)
        run->stopped = words;
}

struct cel_value *cel_values(struct cel_run *run, size_t n)
{
    if (n > SIZE_MAX / sizeof(struct cel_value) || !cel_room(run, n * sizeof(struct cel_value)))
        return NULL;
    return ARENA_ARRAY(run->arena, struct cel_value, n ? n : 1);
}

void cel_text_of(struct cel_run *run, struct buf *b, struct cel_value *out)
{
    *out = cel_null();
    if (b->len > MOST_TEXT)
        cel_stop(run, "a text grows too long");
    else if (cel_room(run, b->len))
        *out = cel_string(arena_copy(run->arena, buf_str(b)));
    buf_free(b);
}

bool cel_same(struct cel_run *run, const struct cel_value *a, const struct cel_value *b)
{
    struct cel_budget budget = { .arena = run->arena, .steps = run->work };
    bool same;

    if (a->kind == b->kind && a->kind == CEL_STRING)
        return str_eq(cel_text(a), cel_text(b));
    same = cel_equal(&budget, a, b);
    run->work = budget.steps;
    if (budget.steps == 0)
        cel_stop(run, "the expression takes too many steps");
    return same;
}

const struct regex *cel_pattern(struct cel_run *run, struct str pattern, struct cel_value *out)
{
    struct cel_machine *m = run->machine;
    const struct regex *re;
    struct regex_error e;

    if (m->pattern_bytes > MOST_PATTERN_BYTES) {
        regex_set_free(&m->patterns);
        m->patterns = (struct regex_set){ 0 };
        m->pattern_bytes = 0;
    }
    if (!m->patterns.entries.arena || !map_get(&m->patterns.entries, pattern))
        m->pattern_bytes += pattern.len + 256;
    re = regex_set_get(&m->patterns, pattern, REGEX_GO_NEWEST, &e);
    if (!re)
        cel_fail(run, out, arena_copy(run->arena, e.message));
    return re;
}

enum regex_result cel_search(struct cel_run *run, const struct regex *re, struct str text, size_t from,
                             struct regex_span *spans, size_t n)
{
    enum regex_result result;

    if (!cel_work(run, 1 + text.len / 16))
        return REGEX_GAVE_UP;
    result = regex_match_from(re, &run->machine->regex, text, from, spans, n);
    if (result == REGEX_GAVE_UP)
        cel_stop(run, "a pattern and its text are too large together");
    return result;
}

uint64_t cel_size(const struct cel_value *v)
{
    switch (v->kind) {
    case CEL_STRING:
        return utf8_count(cel_text(v));
    case CEL_BYTES:
        return v->n;
    case CEL_LIST:
    case CEL_MAP:
        return cel_count(v);
    case CEL_OPTIONAL:
        return v->some ? cel_size(v->some) : 1;
    case CEL_OPAQUE:
        if (v->opaque == CEL_OPAQUE_IP)
            return ((const struct cel_ip *)v->object)->v4 ? 4 : 16;
        if (v->opaque == CEL_OPAQUE_CIDR)
            return (uint64_t)(((const struct cel_ip *)v->object)->bits + 7) / 8;
        return 1;
    default:
        return 1;
    }
}

struct str cel_show(struct arena *a, const struct cel_value *v)
{
    char out[NUMBER_ROOM];

    switch (v->kind) {
    case CEL_NULL:
        return STR("null");
    case CEL_BOOL:
        return v->b ? STR("true") : STR("false");
    case CEL_INT:
        return arena_printf(a, "%lld", (long long)v->i);
    case CEL_UINT:
        return arena_printf(a, "%llu", (unsigned long long)v->u);
    case CEL_DOUBLE:
        return arena_copy(a, number_general(v->d, false, out));
    case CEL_STRING:
    case CEL_BYTES:
        return cel_text(v);
    default:
        return cel_type_of(v)->name;
    }
}

struct cel_program *cel_compile(const struct cel_env *env, struct arena *a, struct str text, unsigned flags,
                                struct cel_issues *issues)
{
    const struct cel_type *type = &cel_type_dyn;
    struct cel_expr *root;

    *issues = (struct cel_issues){ 0 };
    root = cel_parse(a, text, &env->syntax, issues);
    if (!root || (!(flags & CEL_UNCHECKED) && !cel_check(a, env, text, root, &type, issues)))
        return NULL;
    return cel_plan(env, a, text, root, type, issues);
}

void cel_program_free(struct cel_program *p)
{
    for (struct cel_constant_pattern *k = p ? p->patterns : NULL; k; k = k->next)
        regex_free(atomic_exchange(&k->compiled, NULL));
}

const struct cel_type *cel_program_type(const struct cel_program *p)
{
    return p->type;
}

struct str cel_program_text(const struct cel_program *p)
{
    return p->text;
}

bool cel_program_literal(const struct cel_program *p, struct cel_value *value)
{
    if (p->tree->kind != CEL_EXPR_LITERAL)
        return false;
    *value = p->tree->value;
    return true;
}

/* Variables that fit without asking the arena. */
enum { FEW = 16 };

static void stop_value(struct cel_run *run, struct cel_value *out)
{
    cel_fail(run, out, str_c(run->stopped));
    ((struct cel_failure *)(uintptr_t)out->failure)->stopped = true;
}

enum cel_outcome cel_evaluate(const struct cel_program *p, struct cel_machine *m, const struct cel_bindings *b,
                              struct cel_value *out)
{
    struct cel_value locals[FEW];
    struct cel_slot slots[FEW];
    struct cel_run run = { .arena = &m->arena,
                           .machine = m,
                           .program = p,
                           .bindings = b,
                           .slots = slots,
                           .locals = locals,
                           .kubernetes = p->env->kubernetes };

    if (!m->keep)
        arena_reset(&m->arena);
    if (m->reads)
        *m->reads = (struct cel_reads){ 0 };
    run.cost_limit = m->unlimited ? UINT64_MAX : m->limits.cost ? m->limits.cost : USUAL_COST;
    run.work = m->limits.work ? m->limits.work : USUAL_WORK;
    run.memory = m->limits.memory ? m->limits.memory : USUAL_MEMORY;
    if (p->variable_count > FEW)
        run.slots = ARENA_ARRAY(run.arena, struct cel_slot, p->variable_count);
    if (p->local_count > FEW)
        run.locals = ARENA_ARRAY(run.arena, struct cel_value, p->local_count);
    for (size_t i = 0; i < p->variable_count; i++)
        run.slots[i].known = false;
    cel_do(&run, p->root, out);
    m->cost = run.cost;
    if (run.stopped) {
        stop_value(&run, out);
        return CEL_STOPPED;
    }
    return out->kind == CEL_ERROR ? CEL_FAILED : CEL_VALUE;
}

void cel_machine_free(struct cel_machine *m)
{
    arena_free(&m->arena);
    regex_scratch_free(&m->regex);
    regex_set_free(&m->patterns);
}
