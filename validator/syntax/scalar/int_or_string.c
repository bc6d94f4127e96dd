#include "syntax/scalar/int_or_string.h"

#include "syntax/scalar/goquote.h"

bool int_or_string_decode(const struct scalar *in, struct str field, struct int_or_string *out, struct arena *a,
                          struct str *error)
{
    struct str met = STR("");
    int64_t n = 0;

    *out = (struct int_or_string){ .is_string = in->kind == SCALAR_STRING };
    if (out->is_string)
        out->text = in->text;
    if (out->is_string || in->kind == SCALAR_NULL)
        return true;
    if (in->kind == SCALAR_NUMBER && go_parse_int(in->text, &n) == GO_INT_OK && n >= INT32_MIN && n <= INT32_MAX) {
        out->number = (int32_t)n;
        return true;
    }
    if (in->kind == SCALAR_NUMBER)
        met = ARENA_JOIN(a, STR("number "), in->text);
    *error = scalar_type_error(in, met, field, STR("int32"), a);
    return false;
}

struct str int_or_string_text(const struct int_or_string *v, struct arena *a)
{
    return v->is_string ? v->text : go_itoa(a, v->number);
}
