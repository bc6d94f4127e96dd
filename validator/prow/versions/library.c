#include "prow/versions/library.h"

#include "schema/gowindow.h"

enum apimachinery prow_apimachinery(const struct window *w)
{
    uint32_t pinned;

    if (!version_position(STR("292d6d1c147b"), &pinned))
        return APIMACHINERY_0_33;
    return window_has(w, pinned, VERSION_NEVER) == SHARE_ALL ? APIMACHINERY_0_36 : APIMACHINERY_0_33;
}

const struct go_field *field_known(const struct window *w, const struct go_struct *of, struct str name)
{
    const struct go_field *f = go_field_find(of, name);

    while (f &&
           window_has(w, go_version_position(f->since, 0), go_version_position(f->until, VERSION_NEVER)) == SHARE_NONE)
        f = go_field_next(of, f);
    return f;
}

bool field_may_be_known(const struct window *w, const char *file, const char *type, struct str name)
{
    const struct go_type *of = go_type_find(file, type);

    return of && field_known(w, of->fields, name);
}
