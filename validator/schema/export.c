#include "schema/export.h"

#include "schema/export_type.h"

/* Forms that print the same are one definition: first every form of a type is thought to be, then they are told apart
 * by what they print, until nothing changes. Printing the first time also finds every form. */
static void find_classes(struct exporter *x)
{
    size_t classes = 0, before;

    do {
        struct arena scratch = { 0 };
        struct map seen;

        before = classes;
        map_init(&seen, &scratch);
        for (size_t i = 0; i < x->count; i++) {
            struct buf body = { 0 };
            void **first;

            export_form(x, i, &body);
            first = map_at(&seen, arena_printf(&scratch, "%zu %.*s", x->forms[i].class, STR_ARG(buf_str(&body))));
            if (!*first)
                *first = ARENA_NEW(&scratch, size_t), *(size_t *)*first = i;
            x->forms[i].next_class = *(size_t *)*first;
            buf_free(&body);
        }
        for (size_t i = 0; i < x->count; i++)
            x->forms[i].class = x->forms[i].next_class;
        classes = seen.count;
        arena_free(&scratch);
    } while (classes != before);
}

/* "Duration" for v1.Duration; the next one of that name is "Duration-2". */
static void name_definitions(struct exporter *x)
{
    struct map taken;

    map_init(&taken, x->arena);
    for (size_t i = 1; i < x->count; i++) {
        struct str full = str_c(x->forms[i].type->name), name;
        size_t dot = str_rfind_char(full, '.');

        if (x->forms[i].class != i)
            continue;
        full = name = str_from(full, dot == SIZE_MAX ? 0 : dot + 1);
        for (unsigned n = 2; map_get(&taken, name); n++)
            name = arena_printf(x->arena, "%.*s-%u", STR_ARG(full), n);
        *map_at(&taken, name) = x;
        x->forms[i].name = name;
    }
}

static void write_document(struct exporter *x, struct buf *out)
{
    json_t *o = json_object(), *definitions;

    json_put_string(o, "$schema", STR("http://json-schema.org/draft-07/schema#"));
    json_put_string(o, "$comment", x->e->comment);
    json_put_string(o, "title", x->e->title);
    x->o = o;
    export_members(x, 0);
    definitions = json_put_object(o, "definitions");
    for (size_t i = 1; i < x->count; i++) {
        if (x->forms[i].class != i)
            continue;
        x->o = json_object();
        json_put_named(definitions, x->forms[i].name, x->o);
        export_members(x, i);
    }
    json_print(o, 2, out);
    buf_char(out, '\n');
}

void schema_export(struct buf *out, const struct schema_export *e)
{
    struct arena arena = { 0 };
    struct exporter x = { .e = e, .arena = &arena };

    export_form_of(&x, (struct target){ e->root, { e->as_it_is ? NULL : e->root, true }, e->versions });
    find_classes(&x);
    name_definitions(&x);
    write_document(&x, out);
    arena_free(&arena);
}
