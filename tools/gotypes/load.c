#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* One file while it is read. */
struct file {
    struct loader *loader;
    struct str name;
    yaml_document_t doc;
};

static struct go_type *make_type(struct file *f, yaml_node_t *n, struct str hint);

static bool fail(const struct file *f, const yaml_node_t *n, const char *what, struct str name)
{
    fprintf(stderr, "schemas/%.*s.yaml:%zu: %s: %.*s\n", STR_ARG(f->name), n ? n->start_mark.line + 1 : 0, what,
            STR_ARG(name));
    return false;
}

static struct str scalar(const yaml_node_t *n)
{
    if (!n || n->type != YAML_SCALAR_NODE)
        return (struct str){ 0 };
    return (struct str){ (const char *)n->data.scalar.value, n->data.scalar.length };
}

static yaml_node_t *get(struct file *f, const yaml_node_t *map, const char *key)
{
    if (!map || map->type != YAML_MAPPING_NODE)
        return NULL;
    for (yaml_node_pair_t *p = map->data.mapping.pairs.start; p < map->data.mapping.pairs.top; p++) {
        if (str_eq(scalar(yaml_document_get_node(&f->doc, p->key)), str_c(key)))
            return yaml_document_get_node(&f->doc, p->value);
    }
    return NULL;
}

static struct str get_text(struct file *f, const yaml_node_t *map, const char *key)
{
    return scalar(get(f, map, key));
}

static size_t list_count(const yaml_node_t *n)
{
    return n && n->type == YAML_SEQUENCE_NODE ? (size_t)(n->data.sequence.items.top - n->data.sequence.items.start) : 0;
}

static yaml_node_t *list_item(struct file *f, const yaml_node_t *n, size_t i)
{
    return yaml_document_get_node(&f->doc, n->data.sequence.items.start[i]);
}

static struct root *root_find(struct loader *l, struct str file, struct str name)
{
    for (size_t i = 0; i < l->count; i++) {
        if (str_eq(l->roots[i].file, file) && str_eq(l->roots[i].name, name))
            return &l->roots[i];
    }
    return NULL;
}

/* "../kubernetes/pod.yaml#/$defs/PodSpec" seen from prow/jobs -> kubernetes/pod, PodSpec. */
static struct go_type *follow(struct file *f, const yaml_node_t *n, struct str ref)
{
    struct str path, name, folder = str_slice(f->name, 0, str_find_char(f->name, '/'));
    struct root *r;

    if (!str_cut(ref, '#', &path, &name) || !str_starts(name, STR("/$defs/"))) {
        fail(f, n, "not a reference to a definition", ref);
        return NULL;
    }
    name = str_trim_prefix(name, STR("/$defs/"));
    path = str_trim_suffix(path, STR(".yaml"));
    if (path.len == 0)
        path = f->name;
    else if (str_starts(path, STR("../")))
        path = str_trim_prefix(path, STR("../"));
    else
        path = arena_printf(f->loader->builder->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(path));
    r = root_find(f->loader, path, name);
    if (!r)
        fail(f, n, "no such definition", ref);
    return r ? r->type : NULL;
}

/* What follows "[]" or "map[K]" in the name of a type; empty when it is not written so. */
static struct str element_name(struct str name, bool map)
{
    size_t close = str_find_char(name, ']');

    if (!str_starts(name, map ? STR("map[") : STR("[]")) || close == SIZE_MAX)
        return (struct str){ 0 };
    return str_from(name, close + 1);
}

static struct go_type *make_container(struct file *f, yaml_node_t *n, struct str name, bool map)
{
    struct builder *b = f->loader->builder;
    yaml_node_t *items = get(f, n, map ? "additionalProperties" : "items");
    struct go_type *elem;

    if (!items) {
        fail(f, n, "what the elements are is not said", name);
        return NULL;
    }
    elem = make_type(f, items, element_name(name, map));
    if (!elem)
        return NULL;
    if (name.len == 0)
        name = arena_printf(b->arena, "%s%s", map ? "map[string]" : "[]", elem->name);
    return builder_shared(b, map ? GO_MAP : GO_SLICE, 0, name, elem);
}

static const struct {
    const char *json, *go;
    uint8_t kind, bits;
} BASIC[] = {
    { "string", "string", GO_STRING, 0 },  { "boolean", "bool", GO_BOOL, 0 },  { "integer", "int", GO_INT, 64 },
    { "integer", "int32", GO_INT, 32 },    { "integer", "int64", GO_INT, 64 }, { "integer", "uint", GO_UINT, 64 },
    { "number", "float64", GO_FLOAT, 64 },
};

/* The values of an enumeration: those that are read today, then those that are not any more. */
static void add_values(struct file *f, struct go_type *t, yaml_node_t *n)
{
    yaml_node_t *list = get(f, n, "enum"), *known = get(f, n, "x-values");
    struct builder *b = f->loader->builder;
    size_t count, total;
    struct go_value *values;

    t->closed = list != NULL;
    t->rule = builder_text(b, get_text(f, n, "x-rule"));
    list = list ? list : get(f, n, "examples");
    count = total = list_count(list);
    if (known)
        total += (size_t)(known->data.mapping.pairs.top - known->data.mapping.pairs.start);
    if (total == 0)
        return;
    values = ARENA_ARRAY(b->arena, struct go_value, total);
    for (size_t i = 0; i < count; i++)
        values[i].text = arena_copy(b->arena, scalar(list_item(f, list, i)));
    for (yaml_node_pair_t *p = known ? known->data.mapping.pairs.start : NULL;
         known && p < known->data.mapping.pairs.top; p++) {
        struct str text = scalar(yaml_document_get_node(&f->doc, p->key));
        yaml_node_t *life = yaml_document_get_node(&f->doc, p->value);
        size_t at = 0;

        while (at < count && !str_eq(values[at].text, text))
            at++;
        if (at == count)
            values[count++].text = arena_copy(b->arena, text);
        values[at].since = builder_version(b, get_text(f, life, "x-since"));
        values[at].until = builder_version(b, get_text(f, life, "x-until"));
    }
    t->values = values;
    t->value_count = (uint16_t)count;
}

static struct go_type *make_basic(struct file *f, yaml_node_t *n, struct str json, struct str name)
{
    struct builder *b = f->loader->builder;
    struct str format = get_text(f, n, "format");
    struct go_type *t;
    size_t at = SIZE_MAX;

    for (size_t i = 0; i < sizeof BASIC / sizeof *BASIC; i++) {
        bool exact = str_eq(name, str_c(BASIC[i].go)) || str_eq(format, str_c(BASIC[i].go));

        if (str_eq(json, str_c(BASIC[i].json)) && (at == SIZE_MAX || exact))
            at = i;
    }
    if (at == SIZE_MAX) {
        fail(f, n, "unknown type", json);
        return NULL;
    }
    if (name.len == 0)
        name = str_c(BASIC[at].go);
    if (json.p[0] == 'i')
        format = (struct str){ 0 };
    if (format.len == 0 && !get(f, n, "enum") && !get(f, n, "examples"))
        return builder_shared(b, (enum go_kind)BASIC[at].kind, BASIC[at].bits, name, NULL);
    t = builder_type(b, (enum go_kind)BASIC[at].kind, name);
    t->bits = BASIC[at].bits;
    t->format = builder_text(b, format);
    add_values(f, t, n);
    return t;
}

/* The Go type of a schema node. name is what Go prints for it as far as the place tells; x-go-type says it
 * exactly. */
static struct go_type *make_type(struct file *f, yaml_node_t *n, struct str name)
{
    struct builder *b = f->loader->builder;
    struct str said = get_text(f, n, "x-go-type"), ref = get_text(f, n, "$ref"), json = get_text(f, n, "type");
    struct go_type *t;

    if (said.len)
        name = said;
    if (str_starts(name, STR("*"))) {
        struct str full = name;

        name = str_from(name, 1);
        t = ref.len                       ? follow(f, n, ref)
            : str_eq(json, STR("array"))  ? make_container(f, n, name, false)
            : str_eq(json, STR("object")) ? make_container(f, n, name, true)
            : json.len                    ? make_basic(f, n, json, name)
                                          : builder_shared(b, GO_ANY, 0, name, NULL);
        return t ? builder_shared(b, GO_POINTER, 0, full, t) : NULL;
    }
    if (ref.len) {
        t = follow(f, n, ref);
        if (t && name.len && !str_eq(name, str_c(t->name))) {
            fail(f, n, "x-go-type is not the name of the referenced definition", name);
            return NULL;
        }
        return t;
    }
    if (str_eq(json, STR("array")) || str_eq(json, STR("object")))
        return make_container(f, n, name, str_eq(json, STR("object")));
    if (json.len)
        return make_basic(f, n, json, name);
    return builder_shared(b, GO_ANY, 0, name.len ? name : STR("interface {}"), NULL);
}

static bool add_member(struct file *f, struct go_type *owner, struct str name, yaml_node_t *n)
{
    struct member m = {
        .name = name,
        .since = get_text(f, n, "x-since"),
        .until = get_text(f, n, "x-until"),
        .doc = get_text(f, n, "description"),
        .missing = get_text(f, n, "default"),
        .fill = get_text(f, n, "x-fill"),
        .omit_zero = get_text(f, n, "x-omit-zero"),
        .deprecated = str_eq(get_text(f, n, "deprecated"), STR("true")),
        .always = str_eq(get_text(f, n, "x-always"), STR("true")),
    };

    m.since = arena_copy(f->loader->builder->arena, m.since);
    m.until = arena_copy(f->loader->builder->arena, m.until);
    m.name = name.p ? arena_copy(f->loader->builder->arena, name) : name;
    m.doc = arena_copy(f->loader->builder->arena, m.doc);
    m.missing = arena_copy(f->loader->builder->arena, m.missing);
    m.fill = arena_copy(f->loader->builder->arena, m.fill);
    m.omit_zero = arena_copy(f->loader->builder->arena, m.omit_zero);
    m.type = make_type(f, n, (struct str){ 0 });
    if (!m.type)
        return false;
    builder_member(f->loader->builder, owner, &m);
    return true;
}

static bool add_properties(struct file *f, struct go_type *t, yaml_node_t *map)
{
    for (yaml_node_pair_t *p = map ? map->data.mapping.pairs.start : NULL; map && p < map->data.mapping.pairs.top;
         p++) {
        if (!add_member(f, t, scalar(yaml_document_get_node(&f->doc, p->key)),
                        yaml_document_get_node(&f->doc, p->value)))
            return false;
    }
    return true;
}

static bool add_listed(struct file *f, struct go_type *t, yaml_node_t *list)
{
    for (size_t i = 0; i < list_count(list); i++) {
        yaml_node_t *n = list_item(f, list, i);

        if (!add_member(f, t, get_text(f, n, "name"), n))
            return false;
    }
    return true;
}

static const char *const DECODERS[] = {
    [GO_FIRST_JSON] = "json",   [GO_FIRST_YAML] = "yaml",
    [GO_DURATION] = "duration", [GO_NANOSECONDS_OR_DURATION] = "nanoseconds-or-duration",
    [GO_QUANTITY] = "quantity", [GO_INT_OR_STRING] = "int-or-string",
    [GO_TIME] = "time",         [GO_META_TIME] = "meta-time",
    [GO_RAW] = "raw",           [GO_PARAM_VALUE] = "param-value",
};

static bool set_decoder(struct file *f, struct go_type *t, yaml_node_t *n, struct str name)
{
    struct arena *a = f->loader->builder->arena;
    yaml_node_t *tries = get(f, n, "anyOf");
    const struct go_type **made = ARENA_ARRAY(a, const struct go_type *, list_count(tries) + 1);

    for (size_t i = GO_FIRST_JSON; i < sizeof DECODERS / sizeof *DECODERS; i++) {
        if (str_eq(name, str_c(DECODERS[i])))
            t->decoder = (uint8_t)i;
    }
    if (t->decoder == GO_PLAIN)
        return fail(f, n, "unknown x-go-decoder", name);
    for (size_t i = 0; i < list_count(tries); i++) {
        made[i] = make_type(f, list_item(f, tries, i), (struct str){ 0 });
        if (!made[i])
            return false;
    }
    t->tries = made;
    t->try_count = (uint8_t)list_count(tries);
    t->format = builder_text(f->loader->builder, get_text(f, n, "format"));
    return true;
}

/* Declares the definition; its members come when every definition of every file has its place. */
static void declare(struct file *f, struct str name, yaml_node_t *n)
{
    struct loader *l = f->loader;
    struct str json = get_text(f, n, "type"), said = get_text(f, n, "x-go-type");
    bool decoder = get(f, n, "x-go-decoder") != NULL;
    enum go_kind kind = decoder ? GO_ANY : str_eq(json, STR("object")) ? GO_STRUCT : GO_STRING;
    struct go_type *t = builder_type(l->builder, kind, said);

    t->doc = builder_text(l->builder, get_text(f, n, "description"));
    if (kind == GO_STRUCT || get(f, n, "x-go-fields"))
        builder_struct(l->builder, t);
    l->roots = arena_grow(l->builder->arena, l->roots, l->count, &l->cap, sizeof *l->roots);
    l->roots[l->count++] = (struct root){
        .file = f->name,
        .name = arena_copy(l->builder->arena, name),
        .type = t,
    };
}

static void note_versions(struct file *f)
{
    for (yaml_node_t *n = f->doc.nodes.start; n < f->doc.nodes.top; n++) {
        struct str since = get_text(f, n, "x-since"), until = get_text(f, n, "x-until");
        struct str zero = get_text(f, n, "x-omit-zero");

        builder_note_version(f->loader->builder, arena_copy(f->loader->builder->arena, zero));
        builder_note_version(f->loader->builder, arena_copy(f->loader->builder->arena, since));
        builder_note_version(f->loader->builder, arena_copy(f->loader->builder->arena, until));
    }
}

static bool fill(struct file *f, struct root *r, yaml_node_t *n)
{
    struct str decoder = get_text(f, n, "x-go-decoder");

    if (decoder.len)
        return set_decoder(f, r->type, n, decoder) && add_properties(f, r->type, get(f, n, "x-go-fields"));
    if (r->type->kind == GO_STRING) {
        r->type->format = builder_text(f->loader->builder, get_text(f, n, "format"));
        add_values(f, r->type, n);
        return true;
    }
    return add_listed(f, r->type, get(f, n, "allOf")) && add_properties(f, r->type, get(f, n, "properties")) &&
           add_listed(f, r->type, get(f, n, "x-former"));
}

static bool each_definition(struct file *f, bool declaring)
{
    yaml_node_t *defs = get(f, yaml_document_get_root_node(&f->doc), "$defs");

    if (!defs || defs->type != YAML_MAPPING_NODE)
        return fail(f, NULL, "no definitions", (struct str){ 0 });
    for (yaml_node_pair_t *p = defs->data.mapping.pairs.start; p < defs->data.mapping.pairs.top; p++) {
        struct str name = scalar(yaml_document_get_node(&f->doc, p->key));
        yaml_node_t *n = yaml_document_get_node(&f->doc, p->value);

        if (declaring)
            declare(f, name, n);
        else if (!fill(f, root_find(f->loader, f->name, name), n))
            return false;
    }
    return true;
}

static bool open_file(struct file *f)
{
    struct str path = arena_printf(f->loader->builder->arena, "%s/%.*s.yaml", f->loader->dir, STR_ARG(f->name));
    FILE *in = fopen(path.p, "rb");
    yaml_parser_t parser;
    bool ok;

    if (!in)
        return fail(f, NULL, "can't be read", path);
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_file(&parser, in);
    ok = yaml_parser_load(&parser, &f->doc) == 1;
    if (!ok)
        fprintf(stderr, "%s:%zu: %s\n", path.p, parser.problem_mark.line + 1, parser.problem);
    yaml_parser_delete(&parser);
    fclose(in);
    return ok;
}

bool load_schemas(struct loader *l, char **names, int count)
{
    struct file *files = ARENA_ARRAY(l->builder->arena, struct file, (size_t)count);
    bool ok = true;
    int opened = 0;

    for (; opened < count && ok; opened++) {
        files[opened] = (struct file){ .loader = l, .name = str_c(names[opened]) };
        ok = open_file(&files[opened]) && each_definition(&files[opened], true);
        if (ok)
            note_versions(&files[opened]);
    }
    builder_sort_versions(l->builder);
    for (int i = 0; i < opened && ok; i++)
        ok = each_definition(&files[i], false);
    for (int i = 0; i < opened; i++)
        yaml_document_delete(&files[i].doc);
    return ok;
}
