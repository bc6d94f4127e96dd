/* Jobs in effect of a small tree: the input's parts, split at lines of "%%%", are the main file, a job file and a
 * .prow.yaml. Whatever stands in them, every version makes something of every job or says why not; the YAML that shows
 * it, comments and all, reads back as the JSON. */
#include "prow/jobs/effective_tree.h"
#include "report/show_job.h"
#include "schema/version.h"
#include "source/fs_memory.h"
#include "syntax/json/json.h"
#include "syntax/yaml/yaml.h"

#include <stdlib.h>

static const struct str names[] = { STR_INIT("config.yaml"), STR_INIT("jobs/a.yaml"), STR_INIT("own/.prow.yaml") };
static const char *const versions[] = { "latest", "v20190122-e707848", "v20210201-cc9840eb1", "v20230601-43eb1068e" };

enum { FILES = sizeof names / sizeof *names };

static void split(struct fs_memory *tree, struct str input)
{
    for (size_t i = 0; i < FILES; i++) {
        size_t at = str_find(input, STR("\n%%%\n"));
        fs_memory_put(tree, names[i], str_slice(input, 0, at));
        input = at == SIZE_MAX ? STR("") : str_from(input, at + 5);
    }
}

struct run {
    struct effective effective;
    struct arena arena;
};

static struct str canonical(struct arena *a, const struct node *n)
{
    struct buf out = { 0 };
    struct str text;

    yaml_write_json(&out, n);
    text = arena_copy(a, buf_str(&out));
    buf_free(&out);
    return text;
}

/* Both as our own readers see them, so that only what was written is compared. */
static void compare(struct run *r, struct str yaml, struct str json)
{
    struct tape shown, wanted;
    struct yaml_error bad;
    struct json_error error;

    if (!yaml_read(&shown, &r->arena, yaml, NULL, &bad) || !json_read(&wanted, &r->arena, json, &error))
        abort();
    if (!str_eq(canonical(&r->arena, shown.root), canonical(&r->arena, wanted.root)))
        abort();
}

static void look(void *context, const struct effective_place *p)
{
    struct run *r = context;
    struct show_form form = { .effective = &r->effective };
    struct show_job job = { .name = p->job->name,
                            .repo = p->job->repo,
                            .kind = p->job->kind,
                            .forms = &form,
                            .form_count = 1,
                            .at = job_place(p->job, STR("name")) };
    struct buf yaml = { 0 }, json = { 0 };

    if (effective_tree_read(&r->effective, &r->arena, p, &form.job)) {
        if (!show_job_yaml(&job, &(struct show_style){ true, false }, &r->arena, &yaml))
            abort();
        effective_json(&r->effective, &form.job, &r->arena, &json);
        compare(r, buf_str(&yaml), buf_str(&json));
    } else if (form.job.error.len == 0) {
        abort();
    }
    buf_free(&yaml);
    buf_free(&json);
    arena_reset(&r->arena);
}

static void run(const struct fs_memory *files, const char *text)
{
    struct inrepo_source own = { STR("org/own"), STR("own") };
    struct prow_paths paths = { .config = names[0], .jobs = STR("jobs"), .inrepo = &own, .inrepo_count = 1 };
    struct effective_wish all = { 0 };
    struct effective_tree tree;
    struct arena arena = { 0 };
    struct version v;
    struct str error;
    struct run r = { .arena = { 0 } };

    if (!version_parse(str_c(text), &v, &arena, &error))
        abort();
    effective_tree_open(&tree, &files->fs, &paths, &(struct window){ &v, 1 }, &all);
    effective_tree_init(&tree, &r.effective, &v);
    effective_tree_each(&tree, look, &r);
    effective_tree_free(&tree);
    arena_free(&r.arena);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct fs_memory files;

    fs_memory_init(&files, &arena);
    split(&files, arena_copy(&arena, (struct str){ (const char *)data, size }));
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        run(&files, versions[i]);
    arena_free(&arena);
    return 0;
}
