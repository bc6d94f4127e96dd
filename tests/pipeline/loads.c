/* Twice as long a topology, configuration or pipeline is twice the work to load. The measure is the memory that loading
 * takes. */
#include "pipeline/config.h"
#include "pipeline/ev2.h"
#include "pipeline/pipeline.h"
#include "pipeline/topology.h"
#include "source/fs_memory.h"
#include "syntax/yaml/yaml.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct str path = STR_INIT("a.yaml");
static const uint64_t pin = 20260820000000;

static void keep(struct fs_memory *fs, struct buf *text, struct arena *a)
{
    fs_memory_init(fs, a);
    fs_memory_put(fs, path, arena_copy(a, buf_str(text)));
    buf_free(text);
}

static size_t topologies(size_t n)
{
    struct arena files = { 0 }, a = { 0 };
    struct topology_fault f;
    struct buf text = { 0 };
    struct fs_memory fs;
    struct topology t;
    size_t held;

    buf_put(&text, STR("services:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&text, "- {serviceGroup: A.B.C.D.S%zu, pipelinePath: p%zu.yaml, purpose: x}\n", i, i);
    buf_put(&text, STR("entrypoints:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&text, "- identifier: A.B.C.D.S%zu\n", i);
    keep(&fs, &text, &files);
    assert_true(topology_load(&t, &fs.fs, &path, 1, &a, &f));
    held = a.held;
    arena_free(&a);
    arena_free(&files);
    return held;
}

static size_t configurations(size_t n)
{
    static const struct pipeline_context context = { STR_INIT("dev"), STR_INIT("dev"),    STR_INIT("westus3"),
                                                     STR_INIT("1"),   STR_INIT("public"), { "", 0 } };
    struct arena files = { 0 }, a = { 0 };
    struct config_resolved resolved;
    struct config_source source;
    struct buf text = { 0 };
    struct fs_memory fs;
    size_t held;

    buf_put(&text, STR("$schema: s.json\ndefaults:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&text, "  k%zu: {a: '{{ .ctx.region }}', b: [1, 2]}\n", i);
    buf_put(&text, STR("clouds: {dev: {environments: {dev: {regions: {westus3: {}}}}}}\n"));
    keep(&fs, &text, &files);
    assert_true(config_load(&source, &fs.fs, &path, 1, PAGE_INT64, ev2_read(&files), &a));
    assert_true(config_resolve(&source, &context, &a, &resolved));
    config_resolved_free(&resolved);
    held = a.held;
    arena_free(&a);
    arena_free(&files);
    return held;
}

static size_t pipelines(size_t n)
{
    struct arena files = { 0 }, a = { 0 };
    struct schema *schema = pipeline_schema(pin, &files);
    struct pipeline_file file = { 0 };
    struct pipeline p = { 0 };
    struct yaml_error error;
    struct buf text = { 0 };
    struct fs_memory fs;
    struct template_value values;
    struct tape tape;
    size_t held;

    buf_put(&text, STR("$schema: pipeline.schema.v1\nserviceGroup: A.B.C.D.E\nrolloutName: r\nresourceGroups:\n"
                       "- name: g\n  resourceGroup: '{{ .rg }}'\n  subscription: s\n  steps:\n"));
    for (size_t i = 0; i < n; i++) {
        buf_printf(&text, "  - {name: s%zu, action: Shell, command: make, shellIdentity: {value: me}", i);
        if (i)
            buf_printf(&text, ", dependsOn: [{resourceGroup: g, step: s%zu}]", i - 1);
        buf_put(&text, STR("}\n"));
    }
    keep(&fs, &text, &files);
    assert_true(yaml_read(&tape, &files, STR("{rg: x}"), NULL, &error));
    values = page_value(&files, tape.root, PAGE_INT64);
    pipeline_file_read(&file, &fs.fs, path, &a);
    assert_true(pipeline_load(&p, &file, &values, schema, pin, &a));
    held = a.held;
    pipeline_free(&p);
    schema_free(schema);
    arena_free(&a);
    arena_free(&files);
    return held;
}

static void grow_as_the_input(void **state)
{
    (void)state;
    assert_in_range(topologies(2000), topologies(1000), 5 * topologies(1000) / 2);
    assert_in_range(configurations(2000), configurations(1000), 5 * configurations(1000) / 2);
    assert_in_range(pipelines(2000), pipelines(1000), 5 * pipelines(1000) / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(grow_as_the_input) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
