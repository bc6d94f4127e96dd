/* pipeline: any text as a pipeline's file is rendered, read, judged by the schema and decoded within limits; what loads has
 * a graph, or there is a reason why not. The schema is made once. */
#include "pipeline/pipeline.h"
#include "pipeline/graph.h"
#include "source/fs_memory.h"
#include "syntax/yaml/yaml.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint64_t pin = 20260820000000;
static const char values[] = "{widget: {rg: a, subscription: b, name: c, list: [1, 2], on: true}, x: \"\"}\n";

static const struct schema *schema_once(void)
{
    static struct arena kept;
    static struct schema *schema;

    if (!schema)
        schema = pipeline_schema(pin, &kept);
    return schema;
}

static void draw(struct pipeline *p, struct arena *a)
{
    struct service service = { .group = p->service, .file = p->path };
    const struct service *root = &service;
    struct graph_pipeline gp = { .service = &service, .pipeline = p };
    struct graph_fault f;
    struct graph g;

    if (!graph_build(&g, &root, 1, false, &gp, 1, pin, a, &f) && !f.words.len)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct str path = STR_INIT("widget.yaml");
    struct template_value given;
    struct pipeline_file file = { 0 };
    struct pipeline p = { 0 };
    struct arena a = { 0 };
    struct yaml_error error;
    struct fs_memory fs;
    struct tape tape;

    fs_memory_init(&fs, &a);
    fs_memory_put(&fs, path, (struct str){ (const char *)data, size });
    if (!yaml_read(&tape, &a, STR(values), NULL, &error))
        abort();
    given = page_value(&a, tape.root, PAGE_INT64);
    pipeline_file_read(&file, &fs.fs, path, &a);
    if (pipeline_load(&p, &file, &given, schema_once(), pin, &a))
        draw(&p, &a);
    else if (!p.words.count && !p.undecided)
        abort();
    pipeline_free(&p);
    arena_free(&a);
    return 0;
}
