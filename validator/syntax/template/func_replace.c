#include "syntax/template/reflect.h"
#include "syntax/template/template.h"

#include "base/utf8.h"

static bool too_long(struct template_call *call, struct buf *b)
{
    buf_free(b);
    call->undecided = true;
    call->error = STR("output is too long");
    return false;
}

/* strings.ReplaceAll: an empty old text matches before every character and at the end. */
static bool run_replace(struct template_call *call)
{
    struct str old = call->args[0].string, new = call->args[1].string, rest = call->args[2].string;
    struct buf b = { 0 };
    size_t at, width;

    while (rest.len > 0 || old.len == 0) {
        at = str_find(rest, old);
        if (at == SIZE_MAX)
            break;
        buf_put(&b, str_slice(rest, 0, at));
        buf_put(&b, new);
        rest = str_from(rest, at + old.len);
        if (b.len > call->room)
            return too_long(call, &b);
        if (old.len > 0)
            continue;
        utf8_decode(rest, &width);
        buf_put(&b, str_slice(rest, 0, width));
        rest = str_from(rest, width);
        if (width == 0)
            break;
    }
    buf_put(&b, rest);
    call->result = template_string(arena_copy(call->arena, buf_str(&b)));
    buf_free(&b);
    return true;
}

static const struct template_type *const three_strings[] = { &template_type_string, &template_type_string,
                                                             &template_type_string };
static const struct template_func jenkins[] = {
    { .name = STR_INIT("replace"), .in = three_strings, .in_count = 3, .run = run_replace },
};

const struct template_funcs template_funcs_jenkins = { jenkins, 1 };
