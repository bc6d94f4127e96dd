#include "suites.h"

#include "syntax/scalar/goquote.h"

const char *case_id(struct suite *s, const char *file, const json_t *record, size_t place, const char *what)
{
    const char *id = json_string_value(json_object_get(record, "id"));
    struct str head = id ? arena_printf(&s->arena, "%s/%s", file, id) : arena_printf(&s->arena, "%s/%zu", file, place);

    return what ? arena_printf(&s->arena, "%s %s", head.p, what).p : head.p;
}

void compare(struct suite *s, const char *id, bool ok, struct str text, bool want_ok, struct str want)
{
    bool same = ok == want_ok && str_eq(text, want);

    if (same) {
        suite_case(s, id, true, "same");
        return;
    }
    text = go_quote(&s->arena, text);
    want = go_quote(&s->arena, want);
    suite_case(s, id, false, "%s %.*s, want %s %.*s", ok ? "ok" : "refused", STR_ARG(text), want_ok ? "ok" : "refused",
               STR_ARG(want));
}

struct str member(struct suite *s, const json_t *record, const char *name)
{
    struct str text = STR("");

    suite_text(s, record, name, &text);
    return text;
}

int main(void)
{
    struct suite s;

    suite_begin(&s, "scalar suites", NULL);
    duration_suite(&s);
    quantity_suite(&s);
    selector_suite(&s);
    names_suite(&s);
    url_suite(&s);
    time_suite(&s);
    mime_suite(&s);
    return suite_end(&s);
}
