#include "shapes.h"

#include <stdio.h>
#include <string.h>

static struct go_type *parse_type(struct shapes *s, struct str text);

/* Where the parenthesis or bracket at text[open] closes. */
static size_t closing(struct str text, size_t open)
{
    int depth = 0;

    for (size_t i = open; i < text.len; i++) {
        depth += (text.p[i] == '(' || text.p[i] == '[') - (text.p[i] == ')' || text.p[i] == ']');
        if (depth == 0)
            return i;
    }
    return text.len;
}

/* As Go prints the type: without what stands in parentheses and without "!". */
static struct str printed(struct arena *a, struct str text)
{
    char *out = arena_take(a, text.len + 1);
    size_t n = 0;
    int depth = 0;

    for (size_t i = 0; i < text.len; i++) {
        depth += text.p[i] == '(';
        if (depth == 0 && text.p[i] != '!')
            out[n++] = text.p[i];
        depth -= text.p[i] == ')';
    }
    return (struct str){ out, n };
}

static const struct {
    const char *name;
    enum go_decoder decoder;
} LEAVES[] = {
    { "v1.Duration", GO_DURATION },
    { "shapes.Duration", GO_NANOSECONDS_OR_DURATION },
    { "resource.Quantity", GO_QUANTITY },
    { "intstr.IntOrString", GO_INT_OR_STRING },
    { "time.Time", GO_TIME },
    { "v1.Time", GO_META_TIME },
    { "json.RawMessage", GO_RAW },
};

static const struct {
    const char *name;
    enum go_kind kind;
    uint8_t bits;
} BASIC[] = {
    { "string", GO_STRING, 0 }, { "bool", GO_BOOL, 0 },      { "int", GO_INT, 64 },         { "int32", GO_INT, 32 },
    { "int64", GO_INT, 64 },    { "float64", GO_FLOAT, 64 }, { "interface {}", GO_ANY, 0 },
};

static struct go_type *named_struct(struct shapes *s, struct str name)
{
    void **slot = map_at(&s->by_name, name);

    if (!*slot) {
        struct go_type *t = builder_type(&s->builder, GO_STRUCT, name);

        for (size_t i = 0; i < sizeof LEAVES / sizeof *LEAVES; i++) {
            if (str_eq(name, str_c(LEAVES[i].name)))
                t->decoder = (uint8_t)LEAVES[i].decoder;
        }
        t->kind = t->decoder ? GO_ANY : GO_STRUCT;
        *slot = t;
    }
    return *slot;
}

static struct go_type *parse_named(struct shapes *s, struct str text)
{
    struct str name = printed(s->builder.arena, text);
    size_t open = str_find_char(text, '(');

    for (size_t i = 0; i < sizeof BASIC / sizeof *BASIC; i++) {
        if (str_eq(name, str_c(BASIC[i].name)))
            return builder_shared(&s->builder, BASIC[i].kind, BASIC[i].bits, name, NULL);
    }
    if (open != SIZE_MAX && !str_starts(text, STR("map["))) {
        struct go_type *under = parse_type(s, str_slice(text, open + 1, closing(text, open)));

        return builder_shared(&s->builder, (enum go_kind)under->kind, under->bits, name,
                              (struct go_type *)(uintptr_t)under->elem);
    }
    return named_struct(s, name);
}

static struct go_type *parse_type(struct shapes *s, struct str text)
{
    struct str name = printed(s->builder.arena, text);
    size_t close;

    if (str_starts(text, STR("*")))
        return builder_shared(&s->builder, GO_POINTER, 0, name, parse_type(s, str_from(text, 1)));
    if (str_starts(text, STR("[]")))
        return builder_shared(&s->builder, GO_SLICE, 0, name, parse_type(s, str_from(text, 2)));
    if (str_starts(text, STR("map["))) {
        close = closing(text, 3);
        return builder_shared(&s->builder, GO_MAP, 0, name, parse_type(s, str_from(text, close + 1)));
    }
    return parse_named(s, text);
}

static void add_fields(struct shapes *s, struct go_type *t, struct str list)
{
    builder_struct(&s->builder, t);
    while (list.len) {
        size_t end = str_find(list, STR(", "));
        struct str item = str_slice(list, 0, end), name, type;
        struct member m = { 0 };

        list = end == SIZE_MAX ? (struct str){ 0 } : str_from(list, end + 2);
        if (str_starts(item, STR("EMBED "))) {
            m.type = parse_type(s, str_from(item, 6));
        } else {
            str_cut(item, ':', &name, &type);
            m.name = name;
            m.type = parse_type(s, type);
        }
        builder_member(&s->builder, t, &m);
    }
}

static void set_tries(struct shapes *s, const char *name, enum go_decoder decoder, struct go_type *first,
                      struct go_type *second)
{
    struct go_type *t = named_struct(s, str_c(name));
    const struct go_type **tries = ARENA_ARRAY(s->builder.arena, const struct go_type *, 2);

    tries[0] = first;
    tries[1] = second;
    t->kind = GO_ANY;
    t->decoder = (uint8_t)decoder;
    t->tries = tries;
    t->try_count = second ? 2 : 1;
}

static struct go_type *map_of(struct shapes *s, const char *name, const char *elem)
{
    return builder_shared(&s->builder, GO_MAP, 0, str_c(name), parse_type(s, str_c(elem)));
}

/* What the structs' own decoders do (src/shapes/shapes.go mirrors Prow's). */
static void add_decoders(struct shapes *s)
{
    struct go_type *method = parse_type(s, STR("shapes.NamedString(string)"));
    struct go_type *plain = named_struct(s, STR("shapes.configUpdaterPlain"));

    set_tries(s, "shapes.TideOrgMergeType", GO_FIRST_JSON, method,
              map_of(s, "map[string]shapes.TideRepoMergeType", "shapes.TideRepoMergeType!"));
    set_tries(s, "shapes.TideRepoMergeType", GO_FIRST_JSON, method,
              map_of(s, "map[string]shapes.TideBranchMergeType", "shapes.TideBranchMergeType!"));
    set_tries(s, "shapes.TideBranchMergeType", GO_FIRST_JSON, method, NULL);
    set_tries(s, "shapes.PluginMap", GO_FIRST_YAML, map_of(s, "map[string][]string", "[]string"),
              map_of(s, "shapes.pluginMapPlain", "shapes.OrgPlugins"));
    set_tries(s, "shapes.ConfigUpdater", GO_FIRST_JSON, plain, NULL);
}

bool shapes_load(struct shapes *s, struct arena *a, const json_t *lines)
{
    size_t i;
    const json_t *line;

    builder_init(&s->builder, a);
    map_init(&s->by_name, a);
    json_array_foreach(lines, i, line)
    {
        struct str text = str_c(json_string_value(line)), head, tail;

        if (str_starts(text, STR("shape ")) && str_cut(str_from(text, 6), ' ', &head, &tail)) {
            *map_at(&s->by_name, head) = named_struct(s, str_trim_prefix(tail, STR("= ")));
            continue;
        }
        if (!str_cut(text, '\t', &head, &tail))
            return false;
        if (str_eq(head, STR("shapes.Duration!")))
            continue;
        if (str_eq(head, STR("shapes.ConfigUpdater!")))
            head = STR("shapes.configUpdaterPlain");
        add_fields(s, named_struct(s, printed(a, head)), tail);
    }
    add_decoders(s);
    builder_finish(&s->builder);
    return true;
}

const struct go_type *shapes_find(const struct shapes *s, const char *name)
{
    return map_get(&s->by_name, str_c(name));
}
