#include "names_text.h"

static void put_use(struct buf *out, const struct name_use *u)
{
    buf_printf(out, "  %d %.*s:%u:%u+%u %.*s", (int)u->by, STR_ARG(u->at.file), u->at.span.line, u->at.span.column,
               u->at.span.end_column, STR_ARG(u->path));
    buf_printf(out, " =%.*s", STR_ARG(u->value));
    if (u->job)
        buf_printf(out, " of %d %.*s %.*s", (int)u->job->kind, STR_ARG(u->job->repo), STR_ARG(u->job->name));
    buf_char(out, '\n');
}

static void put_name(struct buf *out, const struct names *n, enum name_kind kind, const struct name *x)
{
    const struct name_range below = names_below(n, kind, x->of);
    bool there = false;

    for (size_t i = 0; i < below.count; i++)
        there |= below.items[i] == x;
    buf_printf(out, "%d %.*s %.*s: %zu, %zu jobs%s%s\n", (int)kind, STR_ARG(x->of), STR_ARG(x->text), x->uses, x->jobs,
               there ? "" : ", not below", names_find(n, kind, x->of, x->text) == x ? "" : ", not found");
    for (const struct name_use *u = name_first(n, x); u; u = u->next)
        put_use(out, u);
}

void names_text(const struct prow_tree *t, struct buf *out)
{
    struct names n = names_all_of(t);

    for (int kind = 0; kind < NAME_KINDS; kind++) {
        struct name_range all = names_of_kind(&n, (enum name_kind)kind);
        for (size_t i = 0; i < all.count; i++)
            put_name(out, &n, (enum name_kind)kind, all.items[i]);
    }
}
