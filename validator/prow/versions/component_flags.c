#include "prow/versions/component_flags.h"

#include "base/map.h"
#include "base/path.h"
#include "prow/versions/deployed.h"
#include "syntax/yaml/yaml.h"

enum { LARGEST_MANIFEST = 16 << 20, MOST_LEVELS = 64 };

struct reading {
    struct components *out;
    struct arena *arena;
    struct str file, component;
    uint32_t lines_before; /* of the documents before this one */
    struct str source;
};

static void add_flag(struct reading *r, struct component *c, struct str name, struct str value)
{
    *ARENA_PUSH(r->arena, c->flags, c->count, c->cap) =
        (struct component_flag){ arena_copy(r->arena, name), arena_copy(r->arena, value) };
}

static void take_arguments(struct reading *r, struct component *c, const struct node *list)
{
    const struct node *e = node_kind(list) == NODE_SEQUENCE ? node_first(list) : NULL;

    while (e) {
        struct str s = node_text(node_value(e)), name, value;
        const struct node *next = node_next(list, e);
        bool waits;
        e = next;
        if (!str_starts(s, STR("-")))
            continue;
        s = str_from(s, str_starts(s, STR("--")) ? 2 : 1);
        if (str_cut(s, '=', &name, &value)) {
            add_flag(r, c, name, value);
            continue;
        }
        waits = next && !str_starts(node_text(node_value(next)), STR("-"));
        add_flag(r, c, s, waits ? node_text(node_value(next)) : STR("true"));
        e = waits ? node_next(list, next) : next;
    }
}

static bool runs_it(const struct reading *r, const struct node *image)
{
    struct str name = path_base(node_text(image));
    size_t end = 0;

    while (end < name.len && name.p[end] != ':' && name.p[end] != '@')
        end++;
    return str_eq(deployed_component_name(str_slice(name, 0, end)), r->component);
}

static void take_container(struct reading *r, const struct node *container, const struct node *image)
{
    struct component c = { .file = r->file, .at = span_of(r->source, image) };

    c.at.line += r->lines_before;
    c.at.end_line += r->lines_before;
    take_arguments(r, &c, node_get(container, STR("command")));
    take_arguments(r, &c, node_get(container, STR("args")));
    *ARENA_PUSH(r->arena, r->out->items, r->out->count, r->out->cap) = c;
}

/* Containers stand at different depths in what runs pods. */
static void look(struct reading *r, const struct node *n, unsigned level)
{
    const struct node *image = node_kind(n) == NODE_MAPPING ? node_get(n, STR("image")) : NULL;

    if (level > MOST_LEVELS)
        return;
    if (node_kind(image) == NODE_STRING && runs_it(r, image)) {
        take_container(r, n, image);
        return;
    }
    if (node_kind(n) == NODE_MAPPING)
        for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k))
            look(r, node_pair_value(k), level + 1);
    else if (node_kind(n) == NODE_SEQUENCE)
        for (const struct node *e = node_first(n); e; e = node_next(n, e))
            look(r, node_value(e), level + 1);
}

/* Where the next document begins, after the line of three dashes; SIZE_MAX past the last. */
static size_t next_document(struct str text, size_t from)
{
    size_t at = str_find(str_from(text, from), STR("\n---"));

    return at == SIZE_MAX ? SIZE_MAX : from + at + 1;
}

static uint32_t lines_in(struct str text)
{
    uint32_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += text.p[i] == '\n';
    return n;
}

void components_read(struct components *c, struct arena *a, struct str file, struct str text, struct str component)
{
    struct reading r = { .out = c, .arena = a, .file = file, .component = component };
    struct arena scratch = { 0 };
    struct yaml_error error;
    struct tape t;

    if (!str_has(text, component))
        return;
    for (size_t from = 0, end; from < text.len; from = end) {
        end = next_document(text, from);
        end = end == SIZE_MAX ? text.len : end;
        if (yaml_read(&t, &scratch, str_slice(text, from, end), &YAML_LIMITS, &error)) {
            r.source = t.source;
            look(&r, t.root, 0);
        }
        r.lines_before += lines_in(str_slice(text, from, end));
        arena_reset(&scratch);
    }
    arena_free(&scratch);
}

void components_find(struct components *c, struct arena *a, const struct fs *fs, struct str config, struct str jobs,
                     struct str component)
{
    struct deployed d = { 0 };
    struct buf bytes = { 0 };
    struct fs_error error;
    struct map seen;

    map_init(&seen, a);
    deployed_discover(&d, a, fs, config, jobs);
    for (size_t i = 0; i < d.count + d.untagged_count; i++) {
        const struct deployed_image *x = i < d.count ? &d.images[i] : &d.untagged[i - d.count];
        if (!str_eq(x->component, component) || map_get(&seen, x->at.file))
            continue;
        *map_at(&seen, x->at.file) = c;
        if (fs_read(fs, x->at.file, LARGEST_MANIFEST, &bytes, &error))
            components_read(c, a, x->at.file, buf_str(&bytes), component);
    }
    buf_free(&bytes);
}

struct str component_flag_value(const struct component *c, struct str name)
{
    for (size_t i = c->count; i-- > 0;)
        if (str_eq(c->flags[i].name, name))
            return c->flags[i].value;
    return STR("");
}
