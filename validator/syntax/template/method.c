#include "syntax/template/method.h"

bool method_zero(struct template_call *call)
{
    call->result = reflect_zero(call->method->out);
    return true;
}

bool method_text(struct template_call *call)
{
    call->result = (struct template_value){ .type = call->method->out, .string = call->method->detail };
    return true;
}

static struct template_value pointed_to(const struct template_call *call)
{
    return reflect_kind(call->receiver) == TEMPLATE_POINTER ? reflect_elem(call->receiver) : call->receiver;
}

bool method_field(struct template_call *call)
{
    struct template_value v = pointed_to(call);
    struct reflect_path path;

    if (!reflect_find_field(v.type, call->method->detail, &path)) {
        call->undecided = true;
        return false;
    }
    call->result = reflect_walk(v, &path);
    call->result.addressable = false;
    return true;
}

bool method_copy(struct template_call *call)
{
    call->result = call->receiver.target ? reflect_address(call->arena, reflect_elem(call->receiver)) : call->receiver;
    return true;
}
