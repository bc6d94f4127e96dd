#include "pipeline/config.h"

#include "base/path.h"
#include "base/quote.h"
#include "pipeline/config_schema.h"
#include "pipeline/ev2.h"
#include "pipeline/layers.h"
#include "pipeline/yamlwrap.h"
#include "syntax/yaml/marshal.h"
#include "syntax/yaml/yaml.h"

#include <stdlib.h>

enum { MOST_BYTES = 16 << 20 };

static bool say(struct words *w, struct arena *a, struct str what)
{
    words_add(w, a, what);
    return false;
}

static struct str read_text(const struct fs *fs, struct str path, struct arena *a, struct str *error)
{
    struct buf bytes = { 0 };
    struct fs_error e;
    struct str text = { NULL, 0 };

    if (fs_read(fs, path, MOST_BYTES, &bytes, &e))
        text = arena_copy(a, buf_str(&bytes));
    else
        *error = fs_error_text(&e, a);
    buf_free(&bytes);
    return text;
}

static struct str yaml_words(struct arena *a, const struct yaml_error *e)
{
    return ARENA_JOIN(a, STR("error converting YAML to JSON: "), e->message);
}

static const char *json_kind(const struct node *n)
{
    static const char *const names[] = { "null", "bool", "number", "number", "string", "array", "object" };

    return names[node_kind(n)];
}

static bool bad_file(struct config_source *c, struct arena *a, struct str path, struct str inner, struct str why)
{
    struct buf b = { 0 };

    buf_put(&b, STR("failed to read configuration file "));
    buf_put(&b, arena_quote(a, path));
    buf_put(&b, STR(": "));
    buf_put(&b, inner);
    buf_put(&b, why);
    words_add_lines(&c->merge, a, arena_copy(a, buf_str(&b)));
    buf_free(&b);
    return false;
}

static struct str named(struct arena *a, const char *before, struct str path, const char *after)
{
    return ARENA_JOIN(a, str_c(before), arena_quote(a, path), str_c(after));
}

/* One file in its wrapped form, parsed. */
static bool read_wrapped(struct config_source *c, struct arena *a, size_t i, const struct node **root)
{
    struct str path = c->paths[i];
    struct yaml_error e;
    struct tape t;

    if (!yaml_read(&t, a, yaml_wrap(a, c->texts[i]), NULL, &e))
        return bad_file(c, a, path, named(a, "failed to wrap configuration file ", path, ": "),
                        ARENA_JOIN(a, STR("wrapped result is not valid YAML: "), yaml_words(a, &e)));
    *root = t.root;
    if (node_kind(t.root) != NODE_MAPPING && node_kind(t.root) != NODE_NULL)
        return bad_file(c, a, path, named(a, "failed to unmarshal configuration file ", path, ": "),
                        ARENA_JOIN(a, STR("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "),
                                   str_c(json_kind(t.root)), STR(" into Go value of type map[string]interface {}")));
    return true;
}

/* The text that several files make together, with their templates still in it. */
static bool merge_files(struct config_source *c, struct arena *a, struct str *text)
{
    const struct node **layers = ARENA_ARRAY(a, const struct node *, c->count);
    const struct node *merged;
    struct buf out = { 0 };

    for (size_t i = 0; i < c->count; i++) {
        const struct node *schema;

        if (!read_wrapped(c, a, i, &layers[i]))
            return false;
        schema = node_get(layers[i], STR("$schema"));
        if (schema && node_kind(schema) != NODE_STRING)
            return say(&c->merge, a, named(a, "$schema in configuration file ", c->paths[i], " is not a string"));
    }
    merged = layers_merge(a, layers, c->count);
    if (!merged || !yaml_marshal(&out, merged)) {
        buf_free(&out);
        return say(&c->merge, a, STR("the configuration nests too deeply"));
    }
    *text = yaml_unwrap(a, arena_copy(a, buf_str(&out)));
    buf_free(&out);
    return true;
}

/* {ctx: {...}, ev2: {...}} */
static struct template_value data_of(const struct config_source *c, const struct pipeline_context *context,
                                     struct str region_short, const struct node *ev2, struct arena *a)
{
    struct template_entry *ctx = ARENA_ARRAY(a, struct template_entry, 5),
                          *top = ARENA_ARRAY(a, struct template_entry, 2);

    ctx[0] = (struct template_entry){ STR("region"), template_string(context->region) };
    ctx[1] = (struct template_entry){ STR("regionShort"), template_string(region_short) };
    ctx[2] = (struct template_entry){ STR("stamp"), template_string(context->stamp) };
    ctx[3] = (struct template_entry){ STR("cloud"), template_string(context->cloud) };
    ctx[4] = (struct template_entry){ STR("environment"), template_string(context->env) };
    top[0] = (struct template_entry){ STR("ctx"), template_map(a, &template_type_map, ctx, 5) };
    top[1] = (struct template_entry){ STR("ev2"), page_value(a, ev2, c->numbers) };
    return template_map(a, &template_type_map, top, 2);
}

static struct str template_words(struct arena *a, const struct page_failure *f)
{
    return ARENA_JOIN(a, STR("failed to execute template: "), f->message);
}

static bool render(const struct config_source *c, const struct template_value *data, struct arena *a,
                   struct config_resolved *out, struct tape *tape)
{
    struct buf text = { 0 };
    struct yaml_error e;
    bool ok = page_render(&c->page, a, data, &text, &out->trace, &out->failure);

    if (!ok) {
        out->error = template_words(a, &out->failure);
        buf_free(&text);
        return false;
    }
    out->rendered = arena_copy(a, buf_str(&text));
    buf_free(&text);
    if (!yaml_read(tape, a, out->rendered, NULL, &e)) {
        out->error = yaml_words(a, &e);
        out->failure = (struct page_failure){ .offset = page_origin(&out->trace, e.offset).offset };
        return false;
    }
    if (node_kind(tape->root) != NODE_MAPPING && node_kind(tape->root) != NODE_NULL) {
        out->error =
            ARENA_JOIN(a, STR("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "),
                       str_c(json_kind(tape->root)), STR(" into Go value of type config.configurationOverrides"));
        return false;
    }
    return true;
}

/* Rendered with the stand-ins that ARO-Tools takes to list contexts; judged by the schema of configuration files. */
static bool list_contexts(struct config_source *c, struct arena *a)
{
    const struct pipeline_context stand_in = {
        .cloud = STR("public"), .env = STR("int"), .region = STR("uksouth"), .stamp = STR("1"), .ev2 = STR("public")
    };
    struct config_resolved r = { 0 };
    struct str error = { "", 0 };
    struct tape tape = { 0 };
    const struct node *ev2 = ev2_resolve(c->ev2, stand_in.ev2, stand_in.region, a, &error);
    struct template_value data;
    bool ok;

    if (!c->page.template)
        return say(&c->provider, a, ARENA_JOIN(a, STR("failed to parse template: "), c->page.error));
    data = data_of(c, &stand_in, STR("ln"), ev2, a);
    ok = render(c, &data, a, &r, &tape);
    config_resolved_free(&r);
    if (!ok)
        return say(&c->provider, a, r.error);
    c->schema = node_text(node_field(tape.root, STR("$schema")));
    c->schema = path_join(a, c->dir, c->schema);
    if (!config_meta_check(tape.root, a, &c->provider))
        return false;
    c->contexts = node_field(tape.root, STR("clouds"));
    return true;
}

bool config_load(struct config_source *c, const struct fs *fs, const struct str *paths, size_t count,
                 enum page_numbers numbers, const struct node *ev2, struct arena *a)
{
    struct str text = { "", 0 }, error = { "", 0 };

    *c = (struct config_source){ .count = count, .numbers = numbers, .ev2 = ev2 };
    c->paths = ARENA_ARRAY(a, struct str, count + 1);
    c->texts = ARENA_ARRAY(a, struct str, count + 1);
    if (count == 0)
        return say(&c->merge, a, STR("no configuration files provided"));
    for (size_t i = 0; i < count; i++) {
        c->paths[i] = paths[i];
        c->texts[i] = read_text(fs, paths[i], a, &error);
        if (!c->texts[i].p && count == 1)
            return say(&c->provider, a, error);
        if (!c->texts[i].p)
            return bad_file(c, a, paths[i], named(a, "failed to read configuration file ", paths[i], ": "), error);
    }
    c->dir = path_dir_part(paths[0]);
    if (count == 1)
        text = c->texts[0];
    else if (!merge_files(c, a, &text))
        return false;
    page_parse(&c->page, a, text);
    return list_contexts(c, a);
}

const struct node *config_regions(const struct config_source *c, struct str cloud, struct str env)
{
    const struct node *e = node_get(node_field(node_get(c->contexts, cloud), STR("environments")), env);

    return node_field(e, STR("regions"));
}

static bool fail(struct config_resolved *out, enum config_failed where, struct str error)
{
    out->failed = where;
    out->error = error;
    return false;
}

static bool merge_layers(const struct node *root, const struct pipeline_context *context, struct arena *a,
                         struct config_resolved *out)
{
    const struct node *layers[4], *cloud = node_get(node_field(root, STR("clouds")), context->cloud), *env;

    if (!cloud)
        return fail(out, CONFIG_REGION,
                    ARENA_JOIN(a, STR("the cloud "), context->cloud, STR(" is not found in the config")));
    env = node_get(node_field(cloud, STR("environments")), context->env);
    if (!env)
        return fail(out, CONFIG_REGION,
                    ARENA_JOIN(a, STR("the deployment env "), context->env, STR(" is not found under cloud "),
                               context->cloud));
    layers[0] = node_field(root, STR("defaults"));
    layers[1] = node_field(cloud, STR("defaults"));
    layers[2] = node_field(env, STR("defaults"));
    layers[3] = node_get(node_field(env, STR("regions")), context->region);
    out->root = layers_merge(a, layers, 4);
    return out->root || fail(out, CONFIG_UNDECIDED, STR("the configuration nests too deeply"));
}

bool config_resolve(const struct config_source *c, const struct pipeline_context *context, struct arena *a,
                    struct config_resolved *out)
{
    struct str error = { "", 0 }, region_short = context->region_short;
    const struct node *ev2;
    struct template_value data;
    struct tape tape;

    *out = (struct config_resolved){ 0 };
    ev2 = ev2_resolve(c->ev2, context->ev2, context->region, a, &error);
    if (!ev2)
        return fail(out, CONFIG_EV2, error);
    if (!region_short.len)
        region_short = node_text(node_get(ev2, STR("regionShortName")));
    data = data_of(c, context, region_short, ev2, a);
    if (!render(c, &data, a, out, &tape)) {
        out->failed = out->failure.undecided ? CONFIG_UNDECIDED : CONFIG_RESOLVER;
        return false;
    }
    return merge_layers(tape.root, context, a, out);
}

void config_resolved_free(struct config_resolved *r)
{
    free(r->trace.pieces);
    r->trace = (struct template_trace){ 0 };
}
