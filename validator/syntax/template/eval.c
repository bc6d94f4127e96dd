/* Pipelines, commands and arguments (state.evalPipeline and below). */
#include "syntax/template/exec.h"

#include <string.h>

/* Pipelines in parentheses that are arguments of one another: deeper ones are left undecided, because C's
 * stack is short. Parentheses around nothing else do not count. */
enum { MOST_NESTING = 400 };

const struct template_type exec_type_value = { .name = STR_INIT("reflect.Value"), .kind = TEMPLATE_STRUCT };

bool eval_can_be_nil(const struct template_type *type)
{
    switch (type->kind) {
    case TEMPLATE_INTERFACE:
    case TEMPLATE_MAP:
    case TEMPLATE_POINTER:
    case TEMPLATE_SLICE:
        return true;
    default:
        return type == &exec_type_value;
    }
}

static struct template_value nil_of(const struct template_type *type)
{
    return type == &exec_type_value ? template_nil() : reflect_zero(type);
}

static bool fits(struct template_value v, const struct template_type *type)
{
    return reflect_assignable(v.type, type);
}

/* One step towards a type that the value does not have: out of a pointer, or to its address. */
static bool convert(struct exec *x, struct template_value v, const struct template_type *type,
                    struct template_value *out)
{
    if (reflect_kind(v) == TEMPLATE_INTERFACE && !reflect_is_nil(v)) {
        v = reflect_elem(v);
        *out = v;
        if (fits(v, type))
            return true;
    }
    if (reflect_kind(v) == TEMPLATE_POINTER && reflect_assignable(v.type->elem, type)) {
        *out = reflect_elem(v);
        return out->type ||
               exec_fail(x, "dereference of nil pointer of type %s", EXEC_ARGS(template_string(type->name)));
    }
    if (v.addressable && v.type->pointer && reflect_assignable(v.type->pointer, type)) {
        *out = reflect_address(x->arena, v);
        return true;
    }
    return exec_fail(x, "wrong type for value; expected %s; got %s",
                     EXEC_ARGS(template_string(type->name), template_string(v.type->name)));
}

bool eval_validate(struct exec *x, struct template_value value, const struct template_type *type,
                   struct template_value *out)
{
    *out = value;
    if (!type || type == &exec_type_value)
        return true;
    if (value.type)
        return fits(value, type) || convert(x, value, type, out);
    if (!eval_can_be_nil(type))
        return exec_fail(x, "invalid value; expected %s", EXEC_ARGS(template_string(type->name)));
    *out = nil_of(type);
    return true;
}

static bool not_a_function(struct exec *x, const struct eval_call *c, const struct template_node *first)
{
    if (c->count == 0 && !c->final)
        return true;
    return exec_fail(x, "can't give argument to non-function %s",
                     EXEC_ARGS(template_string(tree_show(x->arena, first))));
}

static bool is_hex_int(struct str s)
{
    return s.len > 2 && s.p[0] == '0' && (s.p[1] == 'x' || s.p[1] == 'X') && !str_has(s, STR("p")) &&
           !str_has(s, STR("P"));
}

static bool looks_like_float(struct str s)
{
    if (is_hex_int(s) || s.p[0] == '\'')
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (strchr(".eEpP", s.p[i]))
            return true;
    return false;
}

/* A number where nothing says which type it should have. */
static bool ideal_constant(struct exec *x, const struct template_node *n, struct template_value *out)
{
    const struct template_number *number = n->number;

    x->at = n;
    if (number->is_complex)
        *out = (struct template_value){ .type = &template_type_complex128, .complex = number->complex };
    else if (number->is_float && looks_like_float(n->text))
        *out = template_float(number->real);
    else if (number->is_int)
        *out = template_int(number->integer);
    else
        return exec_fail(x, "%s overflows int", EXEC_ARGS(template_string(n->text)));
    return true;
}

/* A constant, or dot. */
static bool plain_value(struct exec *x, struct template_value dot, const struct template_node *n,
                        struct template_value *out)
{
    switch (n->type) {
    case TREE_BOOL_CONSTANT:
        *out = template_bool(n->flag);
        return true;
    case TREE_STRING_CONSTANT:
        *out = template_string(n->value);
        return true;
    case TREE_NUMBER:
        return ideal_constant(x, n, out);
    case TREE_NIL_CONSTANT:
        return exec_fail(x, "nil is not a command", NULL, 0);
    default:
        *out = dot;
        return true;
    }
}

/* names after the first skip of them, from a receiver on; only the last may be a method with arguments. */
static bool field_chain(struct exec *x, struct eval_call c, size_t skip, struct template_value receiver,
                        struct template_value *out)
{
    const struct template_names *names = &c.node->names;
    struct eval_call inner = { .dot = c.dot, .node = c.node };

    for (size_t i = skip; i + 1 < names->count; i++) {
        inner.name = names->at[i];
        if (!exec_step(x) || !eval_field(x, &inner, receiver, &receiver))
            return false;
    }
    c.name = names->at[names->count - 1];
    return eval_field(x, &c, receiver, out);
}

static bool variable_value(struct exec *x, struct str name, struct template_value *out)
{
    for (size_t i = x->variable_count; i > x->base; i--)
        if (str_eq(x->variables[i - 1].name, name)) {
            *out = x->variables[i - 1].value;
            return true;
        }
    return exec_fail(x, "undefined variable: %s", EXEC_ARGS(template_string(name)));
}

static bool eval_variable(struct exec *x, struct eval_call c, struct template_value *out)
{
    const struct template_names *names = &c.node->names;

    x->at = c.node;
    if (!variable_value(x, names->at[0], out))
        return false;
    if (names->count == 1)
        return not_a_function(x, &c, c.node);
    return field_chain(x, c, 1, *out, out);
}

static bool eval_chain(struct exec *x, struct eval_call c, struct template_value *out)
{
    struct template_value receiver;

    x->at = c.node;
    if (!eval_arg(x, c.dot, NULL, c.node->pipe, &receiver))
        return false;
    return field_chain(x, c, 0, receiver, out);
}

/* A node that is a call or looks a value up; c.node is that node. */
static bool eval_operand(struct exec *x, struct eval_call c, struct template_value *out)
{
    switch (c.node->type) {
    case TREE_FIELD:
        x->at = c.node;
        return field_chain(x, c, 0, c.dot, out);
    case TREE_CHAIN:
        return eval_chain(x, c, out);
    case TREE_VARIABLE:
        return eval_variable(x, c, out);
    default: /* TREE_PIPE */
        return not_a_function(x, &c, c.node) && eval_pipeline(x, c.dot, c.node, out);
    }
}

static bool eval_command(struct exec *x, struct template_value dot, const struct template_node *command,
                         const struct template_value *final, struct template_value *out)
{
    const struct template_node *first = command->nodes.at[0];
    struct eval_call c = { .dot = dot, .node = first, .final = final };

    c.args = command->nodes.at + 1;
    c.count = command->nodes.count - 1;
    switch (first->type) {
    case TREE_IDENTIFIER:
        c.node = command;
        return eval_function(x, first, c, out);
    case TREE_FIELD:
    case TREE_CHAIN:
    case TREE_VARIABLE:
    case TREE_PIPE:
        return eval_operand(x, c, out);
    default:
        x->at = first;
        return not_a_function(x, &c, first) && plain_value(x, dot, first, out);
    }
}

/* The innermost of parentheses around nothing but parentheses. */
static const struct template_node *innermost(struct exec *x, const struct template_node *pipe)
{
    for (;;) {
        const struct template_node *command = pipe->nodes.at[0];
        x->at = pipe;
        if (pipe->nodes.count > 1 || pipe->variables.count > 0 || command->nodes.count > 1 ||
            command->nodes.at[0]->type != TREE_PIPE)
            return pipe;
        pipe = command->nodes.at[0];
    }
}

static bool assign(struct exec *x, const struct template_node *pipe, struct template_value value)
{
    for (size_t i = 0; i < pipe->variables.count; i++) {
        struct str name = pipe->variables.at[i]->names.at[0];
        if (!(pipe->flag ? exec_set : exec_push)(x, name, value))
            return false;
    }
    return true;
}

bool eval_pipeline(struct exec *x, struct template_value dot, const struct template_node *pipe,
                   struct template_value *out)
{
    struct template_value value = { 0 }, before;

    pipe = innermost(x, pipe);
    if (++x->nesting > MOST_NESTING)
        return exec_undecided(x, STR("nests too deeply"));
    for (size_t i = 0; i < pipe->nodes.count; i++) {
        before = value;
        if (!exec_step(x) || !eval_command(x, dot, pipe->nodes.at[i], i ? &before : NULL, &value))
            return false;
        if (value.type == &template_type_any)
            value = reflect_elem(value);
    }
    x->nesting--;
    *out = value;
    return assign(x, pipe, value);
}

static bool expected(struct exec *x, const char *what, const struct template_node *n)
{
    return exec_fail(x, "expected %s; found %s",
                     EXEC_ARGS(template_string(str_c(what)), template_string(tree_show(x->arena, n))));
}

/* A constant as an argument of a type that wants one. */
static bool typed_constant(struct exec *x, const struct template_type *type, const struct template_node *n,
                           struct template_value *out)
{
    const struct template_number *number = n->type == TREE_NUMBER ? n->number : NULL;

    *out = reflect_zero(type);
    switch (type->kind) {
    case TEMPLATE_BOOL:
        out->truth = n->flag;
        return n->type == TREE_BOOL_CONSTANT || expected(x, "bool", n);
    case TEMPLATE_STRING:
        out->string = n->value;
        return n->type == TREE_STRING_CONSTANT || expected(x, "string", n);
    case TEMPLATE_INT:
        out->integer = number ? number->integer : 0;
        return (number && number->is_int) || expected(x, "integer", n);
    case TEMPLATE_UINT:
        out->natural = number ? number->natural : 0;
        return (number && number->is_uint) || expected(x, "unsigned integer", n);
    case TEMPLATE_FLOAT:
        out->real = number ? number->real : 0;
        return (number && number->is_float) || expected(x, "float", n);
    case TEMPLATE_COMPLEX:
        out->complex = number ? number->complex : (struct template_complex){ 0 };
        return (number && number->is_complex) || expected(x, "complex", n);
    default:
        return exec_fail(x, "can't handle %s for arg of type %s",
                         EXEC_ARGS(template_string(tree_show(x->arena, n)), template_string(type->name)));
    }
}

bool eval_arg(struct exec *x, struct template_value dot, const struct template_type *type,
              const struct template_node *n, struct template_value *out)
{
    struct eval_call c = { .dot = dot, .node = n };
    struct template_value value = dot;

    x->at = n;
    switch (n->type) {
    case TREE_DOT:
        break;
    case TREE_NIL_CONSTANT:
        if (!eval_can_be_nil(type))
            return exec_fail(x, "cannot assign nil to %s", EXEC_ARGS(template_string(type->name)));
        *out = nil_of(type);
        return true;
    case TREE_FIELD:
    case TREE_VARIABLE:
    case TREE_CHAIN:
    case TREE_PIPE:
        if (!eval_operand(x, c, &value))
            return false;
        break;
    case TREE_IDENTIFIER:
        if (!eval_function(x, n, c, &value))
            return false;
        break;
    default:
        if (type == &template_type_any || type == &exec_type_value)
            return plain_value(x, dot, n, out);
        return typed_constant(x, type, n, out);
    }
    return eval_validate(x, value, type, out);
}
