/* Fields, methods and functions (state.evalField, evalFunction, evalCall). */
#include "syntax/template/exec.h"

/* Arguments that need no memory of their own. */
enum { FEW_ARGS = 6 };

/* What a function or method takes, whoever declares it. */
struct signature {
    const struct template_type *const *in;
    size_t in_count;
    bool variadic;
};

/* Arguments being made. */
struct arguments {
    struct template_value few[FEW_ARGS];
    struct template_value *at;
    size_t count;
};

static bool wrong_number(struct exec *x, const struct eval_call *c, const struct signature *s)
{
    size_t given = c->count + (c->final != NULL);

    if (s->variadic) {
        if (given + 1 >= s->in_count)
            return false;
        exec_fail(x, "wrong number of args for %s: want at least %d got %d",
                  EXEC_ARGS(template_string(c->name), template_int((int64_t)s->in_count - 1),
                            template_int((int64_t)c->count)));
        return true;
    }
    if (given == s->in_count)
        return false;
    exec_fail(x, "wrong number of args for %s: want %d got %d",
              EXEC_ARGS(template_string(c->name), template_int((int64_t)s->in_count), template_int((int64_t)given)));
    return true;
}

static const struct template_type *parameter(const struct signature *s, size_t i)
{
    return s->in[i < s->in_count ? i : s->in_count - 1];
}

static bool evaluate(struct exec *x, const struct eval_call *c, const struct signature *s, struct arguments *args)
{
    args->count = c->count + (c->final != NULL);
    args->at = args->count > FEW_ARGS ? ARENA_ARRAY(x->arena, struct template_value, args->count) : args->few;
    for (size_t i = 0; i < c->count; i++)
        if (!eval_arg(x, c->dot, parameter(s, i), c->args[i], &args->at[i]))
            return false;
    if (!c->final)
        return true;
    return eval_validate(x, *c->final, parameter(s, c->count), &args->at[c->count]);
}

static bool call_fails(struct exec *x, const struct eval_call *c, struct str error)
{
    struct template_value text = { .type = &template_type_error, .string = error };

    x->at = c->node;
    return exec_fail(x, "error calling %s: %w", EXEC_ARGS(template_string(c->name), text));
}

static bool not_known(struct exec *x, const struct eval_call *c)
{
    x->at = c->node;
    return exec_undecided(x, ARENA_JOIN(x->arena, STR("what "), c->name, STR(" answers is not known here")));
}

/* A method that a template can not call, by what it returns (goodFunc). */
static bool bad_results(struct exec *x, const struct eval_call *c, const struct template_method *m)
{
    if (m->outs == 1 || (m->outs == 2 && (m->flags & METHOD_FAILS)))
        return false;
    if (m->outs == 2)
        exec_fail(x, "invalid function signature for %s: second return value should be error; is %s",
                  EXEC_ARGS(template_string(c->name), template_string(m->second->name)));
    else
        exec_fail(x, "function %s has %d return values; should be 1 or 2",
                  EXEC_ARGS(template_string(c->name), template_int(m->outs)));
    return true;
}

static bool call_method(struct exec *x, const struct eval_call *c, struct template_value receiver,
                        const struct reflect_path *path, struct template_value *out)
{
    const struct template_method *m = path->method;
    struct signature s = { m->in, m->in_count, false };
    struct template_call call = { .arena = x->arena, .room = exec_room(x) };
    struct arguments args;

    if (wrong_number(x, c, &s) || bad_results(x, c, m) || !evaluate(x, c, &s, &args))
        return false;
    call.args = args.at;
    call.count = args.count;
    if (reflect_call(receiver, path, &call)) {
        *out = call.result;
        return true;
    }
    return call.undecided ? not_known(x, c) : call_fails(x, c, call.error);
}

static bool has_args(const struct eval_call *c)
{
    return c->count > 0 || c->final;
}

static bool struct_field(struct exec *x, const struct eval_call *c, const struct template_type *type,
                         struct template_value receiver, const struct reflect_path *path, struct template_value *out)
{
    if (path->owner->fields[path->field].hidden)
        return exec_fail(x, "%s is an unexported field of struct type %s",
                         EXEC_ARGS(template_string(c->name), template_string(type->name)));
    if (has_args(c))
        return exec_fail(x, "%s has arguments but cannot be invoked as function", EXEC_ARGS(template_string(c->name)));
    *out = reflect_walk(receiver, path);
    return true;
}

static bool map_key(struct exec *x, const struct eval_call *c, struct template_value map, struct template_value *out)
{
    if (has_args(c))
        return exec_fail(x, "%s is not a method but has arguments", EXEC_ARGS(template_string(c->name)));
    *out = reflect_map_get(map, c->name);
    if (out->type)
        return true;
    if (x->missing_key == TEMPLATE_MISSING_ERROR)
        return exec_fail(x, "map has no entry for key %q", EXEC_ARGS(template_string(c->name)));
    if (x->missing_key == TEMPLATE_MISSING_ZERO)
        *out = reflect_zero(map.type->elem);
    return true;
}

static bool nil_pointer(struct exec *x, const struct eval_call *c, const struct template_type *type)
{
    return exec_fail(x, "nil pointer evaluating %s.%s",
                     EXEC_ARGS(template_string(type->name), template_string(c->name)));
}

/* A receiver without such a method. type is what the receiver was before it was followed. */
static bool no_method(struct exec *x, const struct eval_call *c, const struct template_type *type,
                      struct template_value receiver, bool nil, struct template_value *out)
{
    enum template_kind kind = reflect_kind(receiver);
    struct reflect_path path;

    if (kind == TEMPLATE_STRUCT && reflect_find_field(receiver.type, c->name, &path))
        return struct_field(x, c, type, receiver, &path, out);
    if (kind == TEMPLATE_MAP && reflect_assignable(&template_type_string, receiver.type->key))
        return map_key(x, c, receiver, out);
    if (kind == TEMPLATE_POINTER && nil &&
        (receiver.type->elem->kind != TEMPLATE_STRUCT || reflect_find_field(receiver.type->elem, c->name, &path)))
        return nil_pointer(x, c, type);
    return exec_fail(x, "can't evaluate field %s in type %s",
                     EXEC_ARGS(template_string(c->name), template_string(type->name)));
}

bool eval_field(struct exec *x, const struct eval_call *c, struct template_value receiver, struct template_value *out)
{
    const struct template_type *type = receiver.type;
    struct reflect_path path;
    bool nil, pointer;

    *out = template_nil();
    if (!type) {
        if (x->missing_key == TEMPLATE_MISSING_ERROR)
            return exec_fail(x, "nil data; no entry for key %q", EXEC_ARGS(template_string(c->name)));
        return true;
    }
    receiver = reflect_indirect(receiver, &nil);
    if (nil && reflect_kind(receiver) == TEMPLATE_INTERFACE)
        return nil_pointer(x, c, type);
    pointer = reflect_kind(receiver) == TEMPLATE_POINTER;
    if (reflect_find_method(pointer ? receiver.type->elem : receiver.type, c->name, pointer || receiver.addressable,
                            &path))
        return call_method(x, c, receiver, &path, out);
    return no_method(x, c, type, receiver, nil, out);
}

static bool truth_function(struct exec *x, const struct eval_call *c, bool is_or, struct template_value *out)
{
    for (size_t i = 0; i < c->count; i++) {
        if (!eval_arg(x, c->dot, &exec_type_value, c->args[i], out))
            return false;
        if (reflect_truth(*out) == is_or)
            return true;
    }
    if (c->final)
        *out = *c->final;
    return true;
}

/* reflect.Value.String, by which call names a function that comes from the pipeline. */
static struct str value_string(struct exec *x, struct template_value v)
{
    if (reflect_kind(v) == TEMPLATE_STRING)
        return v.string;
    if (!v.type)
        return STR("<invalid Value>");
    return arena_printf(x->arena, "<%.*s Value>", STR_ARG(v.type->name));
}

/* The builtin call: there are no functions among the values here. */
static bool call_value(struct exec *x, const struct eval_call *c, struct template_value callee)
{
    struct str name;

    callee = reflect_open(callee);
    if (!callee.type)
        return call_fails(x, c, STR("call of nil"));
    name = c->count > 0 ? tree_show(x->arena, c->args[0]) : value_string(x, *c->final);
    return call_fails(x, c, ARENA_JOIN(x->arena, STR("non-function "), name, STR(" of type "), callee.type->name));
}

static bool call_builtin(struct exec *x, const struct eval_call *c, const struct builtin *b, struct template_value *out)
{
    struct signature s = { b->in, b->in_count, b->variadic };
    struct arguments args;
    struct str error = { 0 };

    if (wrong_number(x, c, &s))
        return false;
    if (str_eq(b->name, STR("and")) || str_eq(b->name, STR("or")))
        return truth_function(x, c, str_eq(b->name, STR("or")), out);
    if (!evaluate(x, c, &s, &args))
        return false;
    if (!b->run)
        return call_value(x, c, args.at[0]);
    if (b->run(x, args.at, args.count, out, &error))
        return true;
    return x->error->message.p ? false : call_fails(x, c, error);
}

static bool call_func(struct exec *x, const struct eval_call *c, const struct template_func *f,
                      struct template_value *out)
{
    struct signature s = { f->in, f->in_count, f->variadic };
    struct template_call call = { .arena = x->arena, .room = exec_room(x) };
    struct arguments args;

    if (!f->run)
        return not_known(x, c);
    if (wrong_number(x, c, &s) || !evaluate(x, c, &s, &args))
        return false;
    call.args = args.at;
    call.count = args.count;
    if (f->run(&call)) {
        *out = call.result;
        return true;
    }
    return call.undecided ? not_known(x, c) : call_fails(x, c, call.error);
}

static const struct template_func *find_func(const struct template_funcs *funcs, struct str name)
{
    for (size_t i = 0; funcs && i < funcs->count; i++)
        if (str_eq(funcs->items[i].name, name))
            return &funcs->items[i];
    return NULL;
}

bool template_has_func(const struct template_funcs *funcs, struct str name)
{
    return find_func(funcs, name) || builtin_find(name);
}

bool eval_function(struct exec *x, const struct template_node *identifier, struct eval_call c,
                   struct template_value *out)
{
    const struct template_func *f = find_func(x->t->funcs, identifier->text);

    x->at = identifier;
    c.name = identifier->text;
    if (f)
        return call_func(x, &c, f, out);
    return call_builtin(x, &c, builtin_find(identifier->text), out);
}
