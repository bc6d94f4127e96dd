#include "command/schema_tools.h"

#include "base/embedded.h"
#include "command/version.h"
#include "pipeline/consumers.h"
#include "pipeline/pipeline.h"
#include "schema/export.h"
#include "syntax/json/value.h"
#include "syntax/yaml/yaml.h"

static const struct str newest = STR_INIT("v0.0.0-20260820091216-04a8968085a8");

static bool is_config(struct str kind)
{
    return str_eq(kind, STR("config")) || str_eq(kind, STR("pipeline-config"));
}

static bool is_file(const struct fs *fs, const char *path)
{
    struct fs_info info;
    struct fs_error e;

    return fs_stat(fs, str_c(path), &info, &e) && info.kind == FS_FILE;
}

/* A tree whose configuration is that of pipelines: config.yaml of Prow's is elsewhere, or nowhere. */
static bool is_pipeline_tree(const struct args *args)
{
    struct str root = args->word_count > 1 ? args->words[1] : STR(".");
    struct fs_disk disk;
    struct fs_error e;
    bool is;

    if (!fs_disk_open(&disk, root.p, &e))
        return false;
    is = is_file(&disk.fs, "topology.yaml") && !is_file(&disk.fs, "config/prow/config.yaml") &&
         !is_file(&disk.fs, "prow/config.yaml");
    fs_disk_close(&disk);
    return is;
}

bool schema_tools_meant(const struct args *args)
{
    struct str kind = args->word_count ? args->words[0] : STR(""), version = args_text(args, "deployed", STR(""));

    if (str_eq(kind, STR("pipeline")) || str_eq(kind, STR("topology")) || str_eq(kind, STR("pipeline-config")))
        return true;
    return str_eq(kind, STR("config")) && (str_starts(version, STR("v0.0.0-")) ||
                                           (!version.len && !args_has(args, "config") && is_pipeline_tree(args)));
}

/* What was given, what the tree pins, or the newest. */
static struct str version_of(struct arena *a, const struct args *args)
{
    struct str given = args_text(args, "deployed", STR("")), root = args->word_count > 1 ? args->words[1] : STR("."),
               found;
    struct pipeline_paths paths = { .pin_from = STR("tooling/templatize/go.mod") };
    struct faults sources;
    struct consumers c;
    struct fs_disk disk;
    struct fs_error e;

    if (given.len && !str_eq(given, STR("latest")))
        return given;
    if (given.len || !fs_disk_open(&disk, root.p, &e))
        return newest;
    faults_init(&sources, &disk.fs, a);
    consumers_find(&c, &paths, &sources, a);
    found = c.each[CONSUMER_TEMPLATIZE].version;
    fs_disk_close(&disk);
    return found.len ? found : newest;
}

static json_t *from_node(const struct node *root, struct arena *a)
{
    struct buf text = { 0 };
    json_t *o;

    (void)a;
    yaml_write_json(&text, root);
    o = json_loadb(text.p, text.len, 0, NULL);
    buf_free(&text);
    return o;
}

static json_t *pipeline_json(uint64_t pin, struct arena *a)
{
    struct tape *t = pipeline_schema_tape(pin, a);

    return t ? from_node(t->root, a) : NULL;
}

static json_t *config_json(struct arena *a)
{
    struct yaml_error e;
    struct tape t;

    if (!yaml_read(&t, a, embedded_find(embedded_schemas, STR("pipeline/config")), NULL, &e))
        return NULL;
    return from_node(t.root, a);
}

/* Keys that the version drops without a word are no keys for it. */
static void drop_unread(json_t *schema, uint64_t pin, struct arena *a)
{
    static const struct {
        const char *type, *key, *name;
    } keys[] = {
        { "Service", "externalParent", "service.externalParent" },
        { "Service", "stamped", "service.stamped" },
        { "Entrypoint", "safeFly", "entrypoint.safeFly" },
    };
    struct consumers c;

    consumers_read(&c, a);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_t *types = json_object_get(schema, "definitions"),
               *properties = json_object_get(json_object_get(types, keys[i].type), "properties");
        struct honoured h = consumer_honours_at(&c, CONSUMER_EV2, STR("topology"), str_c(keys[i].name), pin);

        if (h.known && !h.is && properties)
            json_object_del(properties, keys[i].key);
    }
}

static json_t *topology_json(uint64_t pin, struct arena *a)
{
    struct go_window window;
    struct buf text = { 0 };
    json_t *o;

    go_window_newest(&window, a);
    schema_export(&text, &(struct schema_export){ .root = go_type_find("pipeline/types", "Topology"),
                                                  .window = &window,
                                                  .versions = window.all });
    o = json_loadb(text.p, text.len, 0, NULL);
    buf_free(&text);
    if (o)
        drop_unread(o, pin, a);
    return o;
}

static void print(json_t *o, const char *what, struct str version, struct arena *a)
{
    json_t *head = json_object();
    struct buf out = { 0 };

    json_put_text(head, "$schema", str_c(json_string_value(json_object_get(o, "$schema"))));
    json_put_text(head, "$comment",
                  arena_printf(a, "prowgate %s: schema %s --deployed %.*s", PROWGATE_VERSION, what, STR_ARG(version)));
    json_put_text(head, "title", arena_printf(a, "%s, ARO-Tools %.*s", what, STR_ARG(version)));
    json_object_del(o, "$comment");
    json_object_del(o, "title");
    json_object_update_missing(head, o);
    json_decref(o);
    json_print(head, 2, &out);
    buf_char(&out, '\n');
    fwrite(out.p, 1, out.len, stdout);
    buf_free(&out);
}

enum exit_status schema_tools_print(struct arena *arena, const struct args *args)
{
    struct str kind = args->words[0], version = version_of(arena, args);
    uint64_t pin = version_time(version);
    const char *what = is_config(kind) ? "pipeline-config" : kind.p;
    json_t *o;

    if (!pin)
        return command_fail(args, "schema: \"%.*s\" is no version of ARO-Tools: v0.0.0-TIME-COMMIT, or latest",
                            STR_ARG(version));
    o = is_config(kind)                 ? config_json(arena)
        : str_eq(kind, STR("topology")) ? topology_json(pin, arena)
                                        : pipeline_json(pin, arena);
    if (!o)
        return command_fail(args, "schema: the schema of %s can't be read", what);
    print(o, what, version, arena);
    return EXIT_PASS;
}
