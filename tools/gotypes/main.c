/* gotypes: the schemas as a constant C table, at build time.
 *
 *   gotypes OUT.c SCHEMADIR FILE...
 *
 * writes what schema/gotype.h declares. FILE is a path below SCHEMADIR without extension. */
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct printer {
    FILE *out;
    const struct builder *b;
};

static void print_text(FILE *out, const char *s)
{
    if (!s) {
        fputs("0", out);
        return;
    }
    fputc('"', out);
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            fputc('\\', out);
        if ((unsigned char)*s < ' ' || *s == '?')
            fprintf(out, "\\%03o", (unsigned char)*s);
        else
            fputc(*s, out);
    }
    fputc('"', out);
}

static size_t type_index(const struct printer *p, const struct go_type *t)
{
    size_t i = 0;

    while (p->b->types[i] != t)
        i++;
    return i;
}

static void print_type_ref(const struct printer *p, const struct go_type *t)
{
    if (t)
        fprintf(p->out, "&types[%zu]", type_index(p, t));
    else
        fputs("0", p->out);
}

static void print_struct_parts(const struct printer *p, size_t index)
{
    const struct go_struct *s = p->b->structs[index].made;

    fprintf(p->out, "static const struct go_field fields_%zu[] = {\n", index);
    for (uint16_t i = 0; i < s->count; i++) {
        const struct go_field *f = &s->fields[i];

        fputs("    { { ", p->out);
        print_text(p->out, f->name.p);
        fprintf(p->out, ", %zu }, ", f->name.len);
        print_type_ref(p, f->type);
        fputs(", ", p->out);
        print_type_ref(p, f->coerce);
        fputs(", ", p->out);
        print_text(p->out, f->embedded);
        fputs(", ", p->out);
        print_text(p->out, f->doc);
        fputs(", ", p->out);
        print_text(p->out, f->missing);
        fputs(", ", p->out);
        print_text(p->out, f->fill);
        fprintf(p->out, ", %u, %u, %u, %u, %d, %d, %d },\n", f->since, f->until, f->next, f->omit_zero, f->head,
                f->deprecated, f->always);
    }
    if (s->count == 0)
        fputs("    { { 0, 0 }, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 },\n", p->out);
    fprintf(p->out, "};\nstatic const uint16_t slots_%zu[] = {", index);
    for (uint32_t i = 0; i <= s->mask; i++)
        fprintf(p->out, "%u,", s->slots[i]);
    fputs("};\n", p->out);
}

static void print_structs(const struct printer *p)
{
    for (size_t i = 0; i < p->b->struct_count; i++)
        print_struct_parts(p, i);
    fputs("static const struct go_struct structs[] = {\n", p->out);
    for (size_t i = 0; i < p->b->struct_count; i++) {
        const struct go_struct *s = p->b->structs[i].made;

        fprintf(p->out, "    { \"%s\", fields_%zu, slots_%zu, %uu, %u },\n", s->name, i, i, s->mask, s->count);
    }
    fputs("};\n", p->out);
}

static void print_values_and_tries(const struct printer *p, size_t index)
{
    const struct go_type *t = p->b->types[index];

    if (t->value_count) {
        fprintf(p->out, "static const struct go_value values_%zu[] = {\n", index);
        for (uint16_t i = 0; i < t->value_count; i++) {
            fputs("    { { ", p->out);
            print_text(p->out, t->values[i].text.p);
            fprintf(p->out, ", %zu }, %u, %u },\n", t->values[i].text.len, t->values[i].since, t->values[i].until);
        }
        fputs("};\n", p->out);
    }
    if (t->try_count) {
        fprintf(p->out, "static const struct go_type *const tries_%zu[] = { ", index);
        for (uint8_t i = 0; i < t->try_count; i++) {
            print_type_ref(p, t->tries[i]);
            fputs(", ", p->out);
        }
        fputs("};\n", p->out);
    }
}

static void print_type(const struct printer *p, size_t index)
{
    const struct go_type *t = p->b->types[index];
    size_t s = 0;

    fputs("    { ", p->out);
    print_text(p->out, t->name);
    fputs(", ", p->out);
    print_type_ref(p, t->elem);
    while (t->fields && p->b->structs[s].made != t->fields)
        s++;
    fprintf(p->out, t->fields ? ", &structs[%zu]" : ", 0", s);
    fprintf(p->out, t->try_count ? ", tries_%zu" : ", 0", index);
    fprintf(p->out, t->value_count ? ", values_%zu, " : ", 0, ", index);
    print_text(p->out, t->format);
    fputs(", ", p->out);
    print_text(p->out, t->doc);
    fputs(", ", p->out);
    print_text(p->out, t->rule);
    fprintf(p->out, ", %u, %u, %u, %u, %u, %d },\n", t->value_count, t->kind, t->decoder, t->bits, t->try_count,
            t->closed);
}

static void print_types(const struct printer *p)
{
    for (size_t i = 0; i < p->b->type_count; i++)
        print_values_and_tries(p, i);
    fprintf(p->out, "static const struct go_type types[%zu] = {\n", p->b->type_count);
    for (size_t i = 0; i < p->b->type_count; i++)
        print_type(p, i);
    fputs("};\n", p->out);
}

static void print_versions(const struct printer *p)
{
    fputs("const struct go_version go_versions[] = {\n    { \"\", \"\" },\n", p->out);
    for (size_t i = 1; i < p->b->version_count; i++) {
        struct str date, commit;

        str_cut(p->b->versions[i], ' ', &date, &commit);
        fprintf(p->out, "    { \"%.*s\", \"%.*s\" },\n", STR_ARG(date), STR_ARG(commit));
    }
    fprintf(p->out, "};\nconst uint16_t go_version_count = %zu;\n", p->b->version_count);
}

/* By name, then by file: the order in which go_type_find searches. */
static int cmp_roots(const void *x, const void *y)
{
    const struct root *a = x, *b = y;
    int names = str_cmp(a->name, b->name);

    return names ? names : str_cmp(a->file, b->file);
}

static void print_all(const struct printer *p, const struct loader *l)
{
    fputs("/* Made by tools/gotypes from schemas/. */\n#include \"schema/gotype.h\"\n\n", p->out);
    fprintf(p->out, "static const struct go_type types[%zu];\n", p->b->type_count);
    print_structs(p);
    print_types(p);
    print_versions(p);
    qsort(l->roots, l->count, sizeof *l->roots, cmp_roots);
    fputs("const struct go_root go_roots[] = {\n", p->out);
    for (size_t i = 0; i < l->count; i++)
        fprintf(p->out, "    { \"%.*s\", \"%.*s\", &types[%zu] },\n", STR_ARG(l->roots[i].file),
                STR_ARG(l->roots[i].name), type_index(p, l->roots[i].type));
    fprintf(p->out, "};\nconst uint16_t go_root_count = %zu;\n", l->count);
}

int main(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct builder b;
    struct loader l = { .builder = &b };
    FILE *out;
    bool ok;

    if (argc < 4) {
        fprintf(stderr, "usage: gotypes OUT.c SCHEMADIR FILE...\n");
        return EXIT_FAILURE;
    }
    builder_init(&b, &arena);
    l.dir = argv[2];
    if (!load_schemas(&l, argv + 3, argc - 3))
        return EXIT_FAILURE;
    builder_finish(&b);
    out = fopen(argv[1], "w");
    if (!out) {
        fprintf(stderr, "gotypes: %s: %s\n", argv[1], strerror(errno));
        return EXIT_FAILURE;
    }
    print_all(&(struct printer){ out, &b }, &l);
    ok = !ferror(out);
    ok = fclose(out) == 0 && ok;
    arena_free(&arena);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
