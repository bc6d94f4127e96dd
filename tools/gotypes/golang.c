#include "golang.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

/* One source file while it is read, line by line. */
struct source {
    struct golang *g;
    struct str package, file;
    FILE *in;
    char line[8192];
};

/* The next line without comment and surrounding blanks; false at the end. */
static bool next_line(struct source *s, struct str *line)
{
    struct str text;
    bool quoted = false;

    if (!fgets(s->line, sizeof s->line, s->in))
        return false;
    text = str_trim(str_c(s->line));
    for (size_t i = 0; i + 1 < text.len; i++) {
        quoted ^= text.p[i] == '"' || text.p[i] == '`';
        if (!quoted && text.p[i] == '/' && text.p[i + 1] == '/')
            text.len = i;
    }
    *line = str_trim(text);
    return true;
}

static struct str take_word(struct str *s)
{
    size_t n = 0;
    struct str word;

    while (n < s->len && s->p[n] != ' ' && s->p[n] != '\t')
        n++;
    word = str_slice(*s, 0, n);
    *s = str_trim(str_from(*s, n));
    return word;
}

static bool is_word(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Go prints the package's own name, not what an import calls it; all of these packages are called v1. */
static struct str printed_package(struct str alias)
{
    static const char *const V1[] = { "prowapi", "metav1", "corev1", "pipelinev1", "prowv1" };

    for (size_t i = 0; i < sizeof V1 / sizeof *V1; i++) {
        if (str_eq(alias, str_c(V1[i])))
            return STR("v1");
    }
    return alias;
}

/* A type as written in this package -> as Go prints it. */
static struct str printed_type(struct source *s, struct str type)
{
    static const char *const BUILTIN[] = { "string", "bool",  "int",     "int32", "int64",     "uint",
                                           "byte",   "uint8", "float64", "map",   "interface", "any" };
    struct arena *a = s->g->arena;
    struct str out = STR("");

    for (size_t i = 0; i < type.len;) {
        size_t n = 0;
        struct str word;
        bool plain = false;

        while (i + n < type.len && is_word(type.p[i + n]))
            n++;
        word = str_slice(type, i, i + n);
        for (size_t k = 0; k < sizeof BUILTIN / sizeof *BUILTIN; k++)
            plain = plain || str_eq(word, str_c(BUILTIN[k]));
        if (n == 0)
            out = arena_printf(a, "%.*s%c", STR_ARG(out), type.p[i++]);
        else if (plain)
            out = arena_printf(a, "%.*s%.*s", STR_ARG(out), STR_ARG(word));
        else if (i + n < type.len && type.p[i + n] == '.')
            out = arena_printf(a, "%.*s%.*s", STR_ARG(out), STR_ARG(printed_package(word)));
        else if (i && type.p[i - 1] == '.')
            out = arena_printf(a, "%.*s%.*s", STR_ARG(out), STR_ARG(word));
        else
            out = arena_printf(a, "%.*s%.*s.%.*s", STR_ARG(out), STR_ARG(s->package), STR_ARG(word));
        i += n;
    }
    return out;
}

/* `json:"name,omitempty"` -> name; p NULL without a json tag. */
static struct str json_name(struct str tag)
{
    size_t at = str_find(tag, STR("json:\""));
    struct str rest, name, options;

    if (at == SIZE_MAX)
        return (struct str){ 0 };
    rest = str_from(tag, at + strlen("json:\""));
    str_cut(rest, '"', &rest, &options);
    str_cut(rest, ',', &name, &options);
    return name.p ? name : STR("");
}

static void add_field(struct source *s, struct golang_struct *to, struct str line)
{
    struct arena *a = s->g->arena;
    size_t tick = str_find_char(line, '`');
    struct str tag = tick == SIZE_MAX ? STR("") : str_from(line, tick), name = json_name(tag), first, type;

    line = str_trim(str_slice(line, 0, tick));
    first = take_word(&line);
    type = line.len ? line : first;
    if (str_eq(name, STR("-")) || first.len == 0)
        return;
    if (line.len && (first.p[0] < 'A' || first.p[0] > 'Z'))
        return; /* not exported */
    if (line.len && name.len == 0)
        name = first;
    to->fields = arena_grow(a, to->fields, to->count, &to->cap, sizeof *to->fields);
    to->fields[to->count++] = (struct golang_field){
        .json = arena_copy(a, name),
        .type = printed_type(s, arena_copy(a, type)),
        .source = arena_copy(a, type),
    };
}

/* Name Type, or Name = Type */
static void read_named(struct source *s, struct str line)
{
    struct golang *g = s->g;
    struct str name = arena_copy(g->arena, take_word(&line));

    line = arena_copy(g->arena, str_trim(str_trim_prefix(line, STR("="))));
    if (line.len == 0 || str_ends(line, STR("{")) || str_ends(line, STR("(")))
        return;
    g->named = arena_grow(g->arena, g->named, g->named_count, &g->named_cap, sizeof *g->named);
    g->named[g->named_count++] = (struct golang_named){
        .name = arena_printf(g->arena, "%.*s.%.*s", STR_ARG(s->package), STR_ARG(name)),
        .type = printed_type(s, line),
        .source = line,
    };
}

static void read_struct(struct source *s, struct str name)
{
    struct golang *g = s->g;
    struct golang_struct made = {
        .name = arena_printf(g->arena, "%.*s.%.*s", STR_ARG(s->package), STR_ARG(name)),
        .file = s->file,
    };
    struct str line;

    while (next_line(s, &line) && !str_eq(line, STR("}"))) {
        if (line.len)
            add_field(s, &made, line);
    }
    g->structs = arena_grow(g->arena, g->structs, g->struct_count, &g->struct_cap, sizeof *g->structs);
    g->structs[g->struct_count++] = made;
}

/* Name Type = "value" */
static void read_value(struct source *s, struct str line)
{
    struct golang *g = s->g;
    struct str type, text;

    take_word(&line);
    type = take_word(&line);
    if (!str_eq(take_word(&line), STR("=")) || line.len < 2 || line.p[0] != '"' || !str_ends(line, STR("\"")))
        return;
    text = str_slice(line, 1, line.len - 1);
    g->values = arena_grow(g->arena, g->values, g->value_count, &g->value_cap, sizeof *g->values);
    g->values[g->value_count++] = (struct golang_value){
        .type = printed_type(s, arena_copy(g->arena, type)),
        .value = arena_copy(g->arena, text),
        .file = s->file,
    };
}

static void read_declarations(struct source *s)
{
    struct str line, word;
    bool constants = false;

    while (next_line(s, &line)) {
        if (constants && str_eq(line, STR(")")))
            constants = false;
        else if (constants)
            read_value(s, line);
        else if (str_eq(line, STR("const (")))
            constants = true;
        else if (str_starts(line, STR("const ")))
            read_value(s, str_from(line, 6));
        else if (str_starts(line, STR("type ")) && str_ends(line, STR("struct {"))) {
            line = str_from(line, 5);
            word = take_word(&line);
            read_struct(s, arena_copy(s->g->arena, word));
        } else if (str_starts(line, STR("type "))) {
            read_named(s, str_from(line, 5));
        }
    }
}

bool golang_read_package(struct golang *g, const char *checkout, const char *dir, const char *package)
{
    struct str folder = arena_printf(g->arena, "%s/%s", checkout, dir);
    DIR *list = opendir(folder.p);

    if (!list)
        return false;
    for (struct dirent *e; (e = readdir(list)) != NULL;) {
        struct source s = { .g = g, .package = str_c(package) };
        struct str name = str_c(e->d_name);

        if (!str_ends(name, STR(".go")) || str_ends(name, STR("_test.go")))
            continue;
        s.file = arena_printf(g->arena, "%s/%s", dir, e->d_name);
        s.in = fopen(arena_printf(g->arena, "%s/%s", folder.p, e->d_name).p, "r");
        if (!s.in)
            continue;
        read_declarations(&s);
        fclose(s.in);
    }
    closedir(list);
    return true;
}

const struct golang_struct *golang_struct_find(const struct golang *g, struct str name)
{
    for (size_t i = 0; i < g->struct_count; i++) {
        if (str_eq(g->structs[i].name, name))
            return &g->structs[i];
    }
    for (size_t i = 0; i < g->named_count; i++) {
        if (str_eq(g->named[i].name, name) && !str_eq(g->named[i].type, name))
            return golang_struct_find(g, g->named[i].type);
    }
    return NULL;
}

const struct golang_named *golang_named_find(const struct golang *g, struct str name)
{
    for (size_t i = 0; i < g->named_count; i++) {
        if (str_eq(g->named[i].name, name))
            return &g->named[i];
    }
    return NULL;
}
