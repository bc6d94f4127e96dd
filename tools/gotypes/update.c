/* update: what Go sources have that the schemas do not.
 *
 * gotypes-update SCHEMADIR CHECKOUT OUTDIR FILE...
 *
 * Compares the structs and string constants of a checkout of Prow with the schemas, writes the schemas
 * that have to change into OUTDIR (schemas/update makes a patch of them), and says on standard output what
 * it did and what a person has to look at. FILE is a path below SCHEMADIR without extension. */
#include "edit.h"
#include "golang.h"
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_LINES = 512, MOST_NESTED = 20 };

struct schema_file {
    struct str name;
    struct schema_text text;
};

struct update {
    struct arena *arena;
    struct loader *loader;
    struct golang go;
    const char *checkout, *outdir;
    struct schema_file *files;
    size_t file_count;
    struct str *added; /* definitions appended in this run */
    size_t added_count, added_cap;
};

/* Lines of schema being written. */
struct lines {
    struct arena *arena;
    struct str items[MOST_LINES];
    size_t count;
};

static void put_line(struct lines *l, struct str line)
{
    if (l->count < MOST_LINES)
        l->items[l->count++] = line;
}

static struct schema_text *text_of(struct update *u, struct str file)
{
    for (size_t i = 0; i < u->file_count; i++) {
        if (str_eq(u->files[i].name, file))
            return &u->files[i].text;
    }
    return NULL;
}

/* Names that are safe in a shell command; nothing else occurs in Prow. */
static bool is_safe(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./", s.p[i]))
            return false;
    }
    return true;
}

/* The last commit of the main line that changed how often text (with a quote before and behind) is in the
 * file: "2019-05-06 1f2e3d4c5b6a". */
static struct str commit_of(struct update *u, struct str before, struct str text, struct str file)
{
    char line[128] = "";
    FILE *git;

    if (!is_safe(text) || !is_safe(file))
        return STR("unknown");
    git = popen(arena_printf(u->arena,
                             "TZ=UTC git -C '%s' log --first-parent -1 --abbrev=12 --date=format-local:%%Y-%%m-%%d "
                             "--format='%%cd %%h' -S'%.*s%.*s' -- '%.*s'",
                             u->checkout, STR_ARG(before), STR_ARG(text), STR_ARG(file))
                    .p,
                "r");
    if (git && !fgets(line, sizeof line, git))
        line[0] = '\0';
    if (git)
        pclose(git);
    return line[0] ? arena_copy(u->arena, str_trim(str_c(line))) : STR("unknown");
}

static struct str element(struct str type)
{
    size_t close = str_find_char(type, ']');

    return str_starts(type, STR("[]")) || str_starts(type, STR("map[")) ? str_from(type, close + 1) : STR("");
}

static struct str without_pointer(struct str type)
{
    return str_trim_prefix(type, STR("*"));
}

static bool is_foreign(struct str source)
{
    return str_has(source, STR("metav1.")) || str_has(source, STR("corev1.")) || str_has(source, STR("pipelinev1.")) ||
           str_starts(source, STR("v1."));
}

/* Definitions of this printed name: those of Prow and those of Kubernetes and Tekton may be called the
 * same. */
static const struct root *find_definition(struct update *u, struct str printed, struct str source)
{
    for (size_t i = 0; i < u->loader->count; i++) {
        const struct root *r = &u->loader->roots[i];

        if (str_eq(str_c(r->type->name), printed) && str_starts(r->file, STR("prow/")) == !is_foreign(source) &&
            !str_eq(r->file, STR("prow/former")))
            return r;
    }
    return NULL;
}

static struct str reference(struct update *u, struct str file, const struct root *to)
{
    struct str from_folder = str_slice(file, 0, str_find_char(file, '/'));
    struct str to_folder = str_slice(to->file, 0, str_find_char(to->file, '/'));

    if (str_eq(file, to->file))
        return arena_printf(u->arena, "'#/$defs/%.*s'", STR_ARG(to->name));
    if (str_eq(from_folder, to_folder))
        return arena_printf(u->arena, "%.*s.yaml#/$defs/%.*s", STR_ARG(str_from(to->file, to_folder.len + 1)),
                            STR_ARG(to->name));
    return arena_printf(u->arena, "../%.*s.yaml#/$defs/%.*s", STR_ARG(to->file), STR_ARG(to->name));
}

static struct str schema_of(struct update *u, struct str file, struct str type, struct str source, unsigned depth,
                            bool *derived);

/* A name: a type of Go's own, one that has a definition, or a struct that gets one now. */
static struct str schema_of_name(struct update *u, struct str file, struct str type, struct str source, unsigned depth,
                                 bool *derived)
{
    static const char *const BASIC[][2] = {
        { "string", "string" }, { "bool", "boolean" }, { "int", "integer" },    { "int32", "integer" },
        { "int64", "integer" }, { "uint", "integer" }, { "float64", "number" },
    };
    const struct root *r = find_definition(u, type, source);
    const struct golang_named *named = golang_named_find(&u->go, type);
    size_t dot = str_rfind_char(type, '.');
    struct str inner;
    bool ignored;

    for (size_t i = 0; i < sizeof BASIC / sizeof *BASIC; i++) {
        if (!str_eq(type, str_c(BASIC[i][0])))
            continue;
        *derived = !strpbrk(BASIC[i][0], "236") || i == 6;
        *derived = *derived && !str_eq(type, STR("uint"));
        return arena_printf(u->arena, "type: %s", BASIC[i][1]);
    }
    if (r)
        return arena_printf(u->arena, "$ref: %.*s", STR_ARG(reference(u, file, r)));
    if (golang_struct_find(&u->go, type) && !is_foreign(source)) {
        u->added = arena_grow(u->arena, u->added, u->added_count, &u->added_cap, sizeof *u->added);
        u->added[u->added_count++] = type;
        return arena_printf(u->arena, "$ref: '#/$defs/%.*s'", STR_ARG(str_from(type, dot + 1)));
    }
    *derived = false;
    if (!named || is_foreign(source))
        return STR("");
    inner = schema_of(u, file, named->type, named->source, depth + 1, &ignored);
    return inner;
}

/* The keywords for a Go type, separated by newlines; derived: x-go-type need not be said. */
static struct str schema_of(struct update *u, struct str file, struct str type, struct str source, unsigned depth,
                            bool *derived)
{
    struct str pointed = without_pointer(type), inner = element(pointed), schema;
    bool plain = true;

    *derived = pointed.len == type.len;
    source = without_pointer(source);
    if (inner.len == 0 || depth > MOST_NESTED) {
        schema = schema_of_name(u, file, pointed, source, depth, &plain);
        *derived = *derived && plain;
        return schema;
    }
    schema = schema_of(u, file, inner, element(source), depth + 1, &plain);
    for (size_t i = 0; i < schema.len; i++) {
        if (schema.p[i] == '\n') /* flow style inside */
            schema = arena_printf(u->arena, "%.*s, %.*s", (int)i, schema.p, STR_ARG(str_from(schema, i + 1)));
    }
    *derived = *derived && plain && (pointed.p[0] == '[' || str_starts(pointed, STR("map[string]")));
    return arena_printf(u->arena, "type: %s\n%s: {%.*s}", pointed.p[0] == '[' ? "array" : "object",
                        pointed.p[0] == '[' ? "items" : "additionalProperties", STR_ARG(schema));
}

static void put_property(struct update *u, struct lines *l, struct str file, const struct golang_field *f,
                         struct str since)
{
    bool derived;
    struct str schema = schema_of(u, file, f->type, f->source, 0, &derived), line;

    put_line(l, arena_printf(u->arena, "      %.*s:", STR_ARG(f->json)));
    while (schema.len) {
        str_cut(schema, '\n', &line, &schema);
        put_line(l, arena_printf(u->arena, "        %.*s", STR_ARG(line)));
    }
    if (!derived)
        put_line(l, arena_printf(u->arena,
                                 strchr("*[", f->type.p[0]) ? "        x-go-type: '%.*s'" : "        x-go-type: %.*s",
                                 STR_ARG(f->type)));
    if (since.len)
        put_line(l, arena_printf(u->arena, "        x-since: %.*s", STR_ARG(since)));
}

static const struct declared *declared_of(const struct update *u, const struct root *r)
{
    const struct builder *b = u->loader->builder;

    for (size_t i = 0; i < b->struct_count; i++) {
        if (b->structs[i].type == r->type)
            return &b->structs[i];
    }
    return NULL;
}

/* The member that is still read: by its name, or an embedded struct by its type. */
static const struct member *member_of(const struct declared *d, const struct golang_field *f)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct member *m = &d->members[i];

        if (m->until.len == 0 &&
            (m->name.p ? str_eq(m->name, f->json)
                       : f->json.len == 0 && str_eq(without_pointer(f->type), str_c(m->type->name))))
            return m;
    }
    return NULL;
}

static bool has_field(const struct golang_struct *s, struct str json)
{
    for (size_t i = 0; i < s->count; i++) {
        if (str_eq(s->fields[i].json, json))
            return true;
    }
    return false;
}

static void add_missing(struct update *u, const struct root *r, const struct golang_struct *s,
                        const struct golang_field *f)
{
    struct lines l = { .arena = u->arena };
    struct str since = commit_of(u, STR("json:\""), f->json, s->file);

    if (f->json.len == 0) {
        printf("%.*s: embeds %.*s now: add it under allOf\n", STR_ARG(s->name), STR_ARG(f->type));
        return;
    }
    put_property(u, &l, r->file, f, since);
    if (schema_text_add(text_of(u, r->file), r->name, l.items, l.count))
        printf("%.*s.%.*s: new since %.*s: write its description\n", STR_ARG(s->name), STR_ARG(f->json),
               STR_ARG(since));
}

static void compare_struct(struct update *u, const struct root *r, const struct golang_struct *s)
{
    const struct declared *d = declared_of(u, r);

    for (size_t i = 0; i < s->count; i++) {
        const struct golang_field *f = &s->fields[i];
        const struct member *m = member_of(d, f);

        if (!m)
            add_missing(u, r, s, f);
        else if (m->name.p && !str_eq(str_c(m->type->name), f->type))
            printf("%.*s.%.*s: is %.*s now, was %s: a new form if other values are read\n", STR_ARG(s->name),
                   STR_ARG(f->json), STR_ARG(f->type), m->type->name);
    }
    for (size_t i = 0; i < d->count; i++) {
        const struct member *m = &d->members[i];
        struct str until;

        if (!m->name.p || m->until.len || has_field(s, m->name))
            continue;
        until = commit_of(u, STR("json:\""), m->name, s->file);
        if (schema_text_retire(text_of(u, r->file), r->name, m->name, until))
            printf("%.*s.%.*s: gone since %.*s\n", STR_ARG(s->name), STR_ARG(m->name), STR_ARG(until));
    }
}

static void compare_values(struct update *u)
{
    for (size_t i = 0; i < u->go.value_count; i++) {
        const struct golang_value *v = &u->go.values[i];
        const struct root *r = find_definition(u, v->type, STR(""));
        struct str since;
        bool known = false;

        if (!r || r->type->kind != GO_STRING || v->value.len == 0)
            continue;
        for (uint16_t k = 0; k < r->type->value_count; k++)
            known = known || str_eq(r->type->values[k].text, v->value);
        if (known)
            continue;
        since = commit_of(u, STR("\""), v->value, v->file);
        if (schema_text_add_value(text_of(u, r->file), r->name, v->value, since))
            printf("%.*s: new value %.*s since %.*s\n", STR_ARG(v->type), STR_ARG(v->value), STR_ARG(since));
    }
}

/* Definitions for structs that fields refer to; their own fields may refer to more. */
static void append_definitions(struct update *u, struct str file)
{
    for (size_t i = 0; i < u->added_count; i++) {
        const struct golang_struct *s = golang_struct_find(&u->go, u->added[i]);
        struct lines l = { .arena = u->arena };
        bool again = false;

        for (size_t k = 0; k < i; k++)
            again = again || str_eq(u->added[k], u->added[i]);
        if (again || !s)
            continue;
        put_line(&l, arena_printf(u->arena,
                                  "  %.*s:", STR_ARG(str_from(u->added[i], str_rfind_char(u->added[i], '.') + 1))));
        put_line(&l, arena_printf(u->arena, "    x-go-type: %.*s", STR_ARG(u->added[i])));
        put_line(&l, STR("    type: object"));
        put_line(&l, STR("    properties:"));
        for (size_t k = 0; k < s->count; k++) {
            if (s->fields[k].json.len)
                put_property(u, &l, file, &s->fields[k], STR(""));
            else
                printf("%.*s: embeds %.*s: add it under allOf\n", STR_ARG(s->name), STR_ARG(s->fields[k].type));
        }
        put_line(&l, STR("    additionalProperties: false"));
        schema_text_append(text_of(u, file), l.items, l.count);
        printf("%.*s: new type: write its description\n", STR_ARG(s->name));
    }
    u->added_count = 0;
}

static void compare_all(struct update *u)
{
    for (size_t i = 0; i < u->loader->count; i++) {
        const struct root *r = &u->loader->roots[i];
        const struct golang_struct *s;

        if (r->type->kind != GO_STRUCT || !str_starts(r->file, STR("prow/")) || str_eq(r->file, STR("prow/former")))
            continue;
        s = golang_struct_find(&u->go, str_c(r->type->name));
        if (s)
            compare_struct(u, r, s);
        else
            printf("%s: no such struct in the checkout\n", r->type->name);
        append_definitions(u, r->file);
    }
    compare_values(u);
}

static const char *const PACKAGES[][2] = {
    { "pkg/config", "config" },   { "pkg/apis/prowjobs/v1", "v1" },
    { "pkg/plugins", "plugins" }, { "pkg/plugins/ownersconfig", "ownersconfig" },
    { "pkg/git/types", "types" },
};

static bool write_changed(struct update *u)
{
    bool ok = true;

    for (size_t i = 0; i < u->file_count && ok; i++) {
        struct str folder = str_slice(u->files[i].name, 0, str_find_char(u->files[i].name, '/'));

        if (!u->files[i].text.changed)
            continue;
        mkdir(arena_printf(u->arena, "%s/%.*s", u->outdir, STR_ARG(folder)).p, 0777);
        ok = schema_text_write(&u->files[i].text,
                               arena_printf(u->arena, "%s/%.*s.yaml", u->outdir, STR_ARG(u->files[i].name)).p);
    }
    return ok;
}

static bool open_all(struct update *u, const char *dir, char **names, int count)
{
    bool found = false;

    u->files = ARENA_ARRAY(u->arena, struct schema_file, (size_t)count);
    for (int i = 0; i < count; i++) {
        u->files[i].name = str_c(names[i]);
        if (!schema_text_read(&u->files[i].text, u->arena, arena_printf(u->arena, "%s/%s.yaml", dir, names[i]).p))
            return false;
    }
    u->file_count = (size_t)count;
    for (size_t i = 0; i < sizeof PACKAGES / sizeof *PACKAGES; i++)
        found = golang_read_package(&u->go, u->checkout, PACKAGES[i][0], PACKAGES[i][1]) || found;
    if (!found)
        fprintf(stderr, "gotypes-update: %s is no checkout of kubernetes-sigs/prow\n", u->checkout);
    return found;
}

int main(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct builder b;
    struct loader l = { .builder = &b };
    struct update u = { .arena = &arena, .loader = &l, .go = { .arena = &arena } };
    bool ok;

    if (argc < 5) {
        fprintf(stderr, "usage: gotypes-update SCHEMADIR CHECKOUT OUTDIR FILE...\n");
        return EXIT_FAILURE;
    }
    builder_init(&b, &arena);
    l.dir = argv[1];
    u.checkout = argv[2];
    u.outdir = argv[3];
    ok = load_schemas(&l, argv + 4, argc - 4) && open_all(&u, argv[1], argv + 4, argc - 4);
    if (ok) {
        compare_all(&u);
        ok = write_changed(&u);
    }
    arena_free(&arena);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
