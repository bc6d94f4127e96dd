/* Execution: walks the nodes of a template. Lists inside lists, and templates that call templates, wait in
 * frames instead of on C's stack. */
#include "syntax/template/exec.h"

#include "base/quote.h"

#include <stdlib.h>

enum {
    MOST_CALLS = 100000, /* maxExecDepth */
    MOST_FRAMES = 4 * MOST_CALLS,
    MOST_VARIABLES = 10 * MOST_CALLS,
    MOST_MESSAGE = 1 << 20,
};

static void put_doubled(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '%')
            buf_char(b, '%');
        buf_char(b, s.p[i]);
    }
}

static uint32_t line_of(struct str text, uint32_t pos, uint32_t *column)
{
    uint32_t line = 1, start = 0;

    for (uint32_t i = 0; i < pos; i++)
        if (text.p[i] == '\n') {
            line++;
            start = i + 1;
        }
    *column = pos - start;
    return line;
}

/* The format of an error: where it happened, by the source of the node. */
static void put_context(struct exec *x, struct buf *b, uint32_t line, uint32_t column, struct str format)
{
    struct buf name = { 0 };

    put_doubled(&name, x->tree->name);
    buf_put(b, STR("template: "));
    buf_put(b, x->t->name);
    buf_printf(b, ":%u:%u: executing ", (unsigned)line, (unsigned)column);
    buf_quote(b, buf_str(&name), QUOTE_UNICODE);
    buf_put(b, STR(" at <"));
    put_doubled(b, tree_show(x->arena, x->at));
    buf_put(b, STR(">: "));
    buf_put(b, format);
    buf_free(&name);
}

static bool fail(struct exec *x, bool undecided, struct str format, const struct template_value *args, size_t n)
{
    struct buf whole = { 0 }, message = { 0 };
    uint32_t column, line = line_of(x->t->text, x->at->pos, &column);

    put_context(x, &whole, line, column, format);
    fmt_errorf(&message, x->arena, MOST_MESSAGE + whole.len, buf_str(&whole), args, n);
    *x->error = (struct template_error){
        .message = arena_copy(x->keeper, buf_str(&message)), .offset = x->at->pos, .line = line, .undecided = undecided
    };
    buf_free(&whole);
    buf_free(&message);
    return false;
}

bool exec_fail(struct exec *x, const char *format, const struct template_value *args, size_t n)
{
    return fail(x, false, str_c(format), args, n);
}

bool exec_undecided(struct exec *x, struct str what)
{
    struct template_value text = template_string(what);

    return fail(x, true, STR("%s"), &text, 1);
}

size_t exec_room(const struct exec *x)
{
    size_t taken = x->arena->held, written = x->out->len - x->out_start;

    if (taken < written)
        taken = written;
    return taken < x->most_bytes ? x->most_bytes - taken : 0;
}

bool exec_step(struct exec *x)
{
    if (++x->steps > x->most_steps)
        return exec_undecided(x, STR("takes too many steps"));
    return exec_room(x) > 0 || exec_undecided(x, STR("takes too much memory"));
}

/* Room for one more of at most most elements in a stack, which moves; false when it is full. */
static bool grow(struct exec *x, void **stack, size_t count, size_t *cap, size_t most, size_t size)
{
    if (count < *cap)
        return true;
    if (count >= most)
        return exec_undecided(x, STR("nests too deeply"));
    *cap = *cap ? 2 * *cap : 16;
    *stack = realloc(*stack, *cap * size); /* at most twice most */
    if (!*stack)
        abort();
    return true;
}

bool exec_push(struct exec *x, struct str name, struct template_value value)
{
    void *stack = x->variables;
    bool ok = grow(x, &stack, x->variable_count, &x->variable_cap, MOST_VARIABLES, sizeof *x->variables);

    x->variables = stack;
    if (ok)
        x->variables[x->variable_count++] = (struct exec_variable){ name, value };
    return ok;
}

bool exec_set(struct exec *x, struct str name, struct template_value value)
{
    for (size_t i = x->variable_count; i > x->base; i--)
        if (str_eq(x->variables[i - 1].name, name)) {
            x->variables[i - 1].value = value;
            return true;
        }
    return exec_fail(x, "undefined variable: %s", EXEC_ARGS(template_string(name)));
}

static bool push_frame(struct exec *x, struct exec_frame f)
{
    void *stack = x->frames;
    bool ok = grow(x, &stack, x->frame_count, &x->frame_cap, MOST_FRAMES, sizeof *x->frames);

    x->frames = stack;
    if (ok)
        x->frames[x->frame_count++] = f;
    return ok;
}

bool exec_formatted(struct exec *x, struct fmt_result result)
{
    if (result.unknown.p) {
        struct str what = arena_printf(x->arena, "what method %.*s answers is not known here", STR_ARG(result.unknown));
        return exec_undecided(x, what);
    }
    return !result.full || exec_undecided(x, STR("output is too long"));
}

static void note_piece(struct exec *x, const struct template_node *n)
{
    struct template_trace *t = x->trace;

    if (!t)
        return;
    if (t->count == t->cap) {
        t->cap = t->cap ? 2 * t->cap : 64;
        t->pieces = realloc(t->pieces, t->cap * sizeof *t->pieces); /* at most one a step */
        if (!t->pieces)
            abort();
    }
    t->pieces[t->count++] = (struct template_piece){ .out = (uint32_t)(x->out->len - x->out_start),
                                                     .pos = n->pos,
                                                     .print = n->type == TREE_TEXT ? NULL : n };
}

/* state.printValue */
static bool print(struct exec *x, const struct template_node *n, struct template_value v)
{
    x->at = n;
    note_piece(x, n);
    v = exec_printable(x, v);
    return exec_formatted(x, fmt_sprint(x->out, x->arena, x->out->len + exec_room(x), &v, 1));
}

static bool walk_action(struct exec *x, struct template_value dot, const struct template_node *n)
{
    struct template_value v;

    if (!eval_pipeline(x, dot, n->pipe, &v))
        return false;
    return n->pipe->variables.count > 0 || print(x, n, v);
}

static bool walk_list(struct exec *x, enum exec_frame_kind kind, const struct template_node *list,
                      struct template_value dot, size_t mark)
{
    if (list)
        return push_frame(x, (struct exec_frame){ .kind = kind, .list = list, .dot = dot, .mark = mark });
    x->variable_count = mark;
    return true;
}

static bool walk_if_or_with(struct exec *x, struct template_value dot, const struct template_node *n)
{
    size_t mark = x->variable_count;
    struct template_value v;

    if (!eval_pipeline(x, dot, n->pipe, &v))
        return false;
    if (reflect_truth(v))
        return walk_list(x, FRAME_LIST, n->list, n->type == TREE_WITH ? v : dot, mark);
    return walk_list(x, FRAME_LIST, n->other, dot, mark);
}

/* How often a range goes round; false with an error for what it can not go over. */
static bool iterations(struct exec *x, const struct template_node *n, struct template_value over, uint64_t *count)
{
    switch (reflect_kind(over)) {
    case TEMPLATE_SLICE:
    case TEMPLATE_MAP:
        *count = reflect_length(over);
        return true;
    case TEMPLATE_INT:
    case TEMPLATE_UINT:
        if (n->pipe->variables.count > 1)
            return exec_fail(x, "can't use %v to iterate over more than one variable", &over, 1);
        *count = reflect_kind(over) == TEMPLATE_UINT ? over.natural : over.integer > 0 ? (uint64_t)over.integer : 0;
        return true;
    case TEMPLATE_NIL:
        *count = 0;
        return true;
    default:
        return exec_fail(x, "range can't iterate over %v", &over, 1);
    }
}

static void element(const struct exec_frame *f, struct template_value *key, struct template_value *value)
{
    size_t i = (size_t)f->index;

    *key = template_nil();
    if (reflect_kind(f->over) == TEMPLATE_MAP) {
        *key = reflect_map_key(f->over, i);
        *value = reflect_map_value(f->over, i);
    } else if (reflect_kind(f->over) == TEMPLATE_SLICE) {
        *key = template_int((int64_t)i);
        *value = reflect_item(f->over, i);
    } else {
        *value = (struct template_value){ .type = f->over.type, .natural = f->index };
    }
}

/* Begins the iteration of the innermost frame's index. */
static bool iterate(struct exec *x)
{
    struct exec_frame *f = &x->frames[x->frame_count - 1];
    const struct template_nodes *names = &f->range->pipe->variables;
    struct template_value key, value;

    if (!exec_step(x))
        return false;
    element(f, &key, &value);
    f->dot = value;
    f->next = 0;
    x->variable_count = f->body_mark;
    if (f->range->pipe->flag) {
        if (names->count > 1 && !exec_set(x, names->at[0]->names.at[0], key))
            return false;
        return names->count == 0 || exec_set(x, names->at[names->count - 1]->names.at[0], value);
    }
    if (names->count > 0)
        x->variables[x->variable_count - 1].value = value;
    if (names->count > 1)
        x->variables[x->variable_count - 2].value = key;
    return true;
}

static bool walk_range(struct exec *x, struct template_value dot, const struct template_node *n)
{
    struct exec_frame f = { .kind = FRAME_RANGE, .list = n->list, .range = n, .mark = x->variable_count };
    bool nil;

    if (!eval_pipeline(x, dot, n->pipe, &f.over))
        return false;
    f.over = reflect_indirect(f.over, &nil);
    if (!iterations(x, n, f.over, &f.count))
        return false;
    if (f.count == 0)
        return walk_list(x, FRAME_RANGE_ELSE, n->other, dot, f.mark);
    f.body_mark = x->variable_count;
    return push_frame(x, f) && iterate(x);
}

static bool walk_call(struct exec *x, struct template_value dot, const struct template_node *n)
{
    const struct template_tree *tree = map_get(&x->t->trees, n->text);
    struct exec_frame f = { .kind = FRAME_CALL, .caller = x->tree, .caller_at = n, .caller_base = x->base };

    if (!tree)
        return exec_fail(x, "template %q not defined", EXEC_ARGS(template_string(n->text)));
    if (x->calls == MOST_CALLS)
        return exec_fail(x, "exceeded maximum template depth (%v)", EXEC_ARGS(template_int(MOST_CALLS)));
    f.dot = template_nil();
    if (n->pipe && !eval_pipeline(x, dot, n->pipe, &f.dot))
        return false;
    f.list = tree->root;
    f.mark = x->variable_count;
    if (!push_frame(x, f))
        return false;
    x->calls++;
    x->tree = tree;
    x->base = x->variable_count;
    return exec_push(x, STR("$"), f.dot);
}

/* Ends the innermost frame. */
static void leave(struct exec *x)
{
    const struct exec_frame *f = &x->frames[--x->frame_count];

    x->variable_count = f->mark;
    if (f->kind != FRAME_CALL)
        return;
    x->calls--;
    x->tree = f->caller;
    x->at = f->caller_at;
    x->base = f->caller_base;
}

/* After the last node of the innermost list. */
static bool next_round(struct exec *x)
{
    struct exec_frame *f = &x->frames[x->frame_count - 1];

    if (f->kind == FRAME_RANGE && ++f->index < f->count)
        return iterate(x);
    leave(x);
    return true;
}

/* Leaves what is inside the innermost range, which the parser made sure there is. In Go a {{break}} in the
 * {{else}} of a range ends that range, although it belongs to the one around it. */
static bool walk_jump(struct exec *x, bool again)
{
    for (;; leave(x)) {
        enum exec_frame_kind kind = x->frames[x->frame_count - 1].kind;
        if (kind == FRAME_RANGE || (kind == FRAME_RANGE_ELSE && !again))
            break;
    }
    if (again)
        return next_round(x);
    leave(x);
    return true;
}

static bool walk(struct exec *x, struct template_value dot, const struct template_node *n)
{
    x->at = n;
    switch (n->type) {
    case TREE_TEXT:
        if (n->text.len > exec_room(x))
            return exec_undecided(x, STR("output is too long"));
        note_piece(x, n);
        buf_put(x->out, n->text);
        return true;
    case TREE_IF:
    case TREE_WITH:
        return walk_if_or_with(x, dot, n);
    case TREE_RANGE:
        return walk_range(x, dot, n);
    case TREE_CALL:
        return walk_call(x, dot, n);
    case TREE_BREAK:
    case TREE_CONTINUE:
        return walk_jump(x, n->type == TREE_CONTINUE);
    default:
        return walk_action(x, dot, n);
    }
}

static bool run(struct exec *x)
{
    while (x->frame_count > 0) {
        struct exec_frame *f = &x->frames[x->frame_count - 1];
        if (f->next == f->list->nodes.count) {
            if (!next_round(x))
                return false;
            continue;
        }
        if (!exec_step(x) || !walk(x, f->dot, f->list->nodes.at[f->next++]))
            return false;
    }
    return true;
}

static size_t limit(size_t given, size_t standard)
{
    return given ? given : standard;
}

bool template_execute(const struct template *t, struct arena *a, const struct template_value *data,
                      const struct template_options *options, struct buf *out, struct template_error *e)
{
    static const struct template_options standard;
    struct arena arena = { 0 };
    struct exec x = { .t = t, .arena = &arena, .keeper = a, .out = out, .out_start = out->len, .error = e };
    struct template_value dot = data ? *data : template_nil();
    bool ok;

    if (!options)
        options = &standard;
    *e = (struct template_error){ 0 };
    x.missing_key = options->missing_key;
    x.trace = options->trace;
    x.most_steps = limit(options->most_steps, TEMPLATE_STEPS);
    x.most_bytes = limit(options->most_bytes, TEMPLATE_BYTES);
    x.tree = map_get(&t->trees, t->name);
    x.at = x.tree->root;
    ok = exec_push(&x, STR("$"), dot) &&
         push_frame(&x, (struct exec_frame){ .kind = FRAME_LIST, .list = x.tree->root, .dot = dot }) && run(&x);
    free(x.frames);
    free(x.variables);
    arena_free(&arena);
    return ok;
}
