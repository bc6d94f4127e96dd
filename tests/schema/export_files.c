/* Files against a schema that prowgate schema printed:
 *
 *   test-export-files SCHEMA.json FILE...
 *
 * The schema has to be one by its meta-schema. Every violation is printed; the last line counts the files. */
#include "base/buf.h"
#include "jsonschema/jsonschema.h"
#include "syntax/json/json.h"
#include "syntax/yaml/yaml.h"

#include <stdio.h>

struct run {
    struct arena arena; /* of one file */
    struct schema_scratch scratch;
    const char *file;
    size_t violations;
};

static bool read_file(const char *path, struct arena *a, struct str *text)
{
    FILE *in = fopen(path, "rb");
    struct buf bytes = { 0 };
    size_t n = 1;

    if (!in)
        return false;
    while (n) {
        n = fread(buf_room(&bytes, 1 << 16), 1, 1 << 16, in);
        bytes.len += n;
    }
    fclose(in);
    *text = arena_copy(a, buf_str(&bytes));
    buf_free(&bytes);
    return true;
}

static void print_violation(void *context, const struct schema_violation *v)
{
    struct run *r = context;

    r->violations++;
    printf("%s:%u: %.*s: %.*s\n", r->file, v->at->line, STR_ARG(v->pointer), STR_ARG(v->message));
}

static bool check_file(struct run *r, const struct schema *s)
{
    struct schema_report report = { .context = r, .violation = print_violation };
    struct yaml_limits limits = YAML_LIMITS;
    struct yaml_error e;
    struct tape tape = { 0 };
    struct str text, error;
    bool ok;

    limits.typed = true;
    ok = read_file(r->file, &r->arena, &text) && yaml_read(&tape, &r->arena, text, &limits, &e) &&
         schema_validate(s, tape.root, &r->scratch, &report, &error) == SCHEMA_VALID;
    arena_reset(&r->arena);
    arena_reset(&r->scratch.arena);
    if (!ok)
        printf("failed: %s\n", r->file);
    return ok;
}

static struct schema *load(const char *path, struct arena *a)
{
    static const struct schema_options options;
    struct tape *tape = ARENA_NEW(a, struct tape);
    struct schema_scratch scratch = { 0 };
    struct schema_error e = { 0 };
    struct json_error bad;
    struct schema *meta = schema_compile_meta(SCHEMA_DRAFT_7, a, &e), *s = NULL;
    struct str text, error;

    if (meta && read_file(path, a, &text) && json_read(tape, a, text, &bad) &&
        schema_validate(meta, tape->root, &scratch, NULL, &error) == SCHEMA_VALID)
        s = schema_compile(tape, &options, a, &e);
    schema_free(meta);
    schema_scratch_free(&scratch);
    return s;
}

int main(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct run r = { 0 };
    struct schema *s = argc > 2 ? load(argv[1], &arena) : NULL;
    int failed = 0;

    if (!s) {
        printf("%s is no schema, or there is nothing to check\n", argc > 1 ? argv[1] : "nothing");
        failed = 1;
    }
    for (int i = 2; s && i < argc; i++) {
        r.file = argv[i];
        failed += !check_file(&r, s);
    }
    printf("%d files, %d failed, %zu violations\n", argc > 2 ? argc - 2 : 0, failed, r.violations);
    schema_free(s);
    schema_scratch_free(&r.scratch);
    arena_free(&r.arena);
    arena_free(&arena);
    return failed != 0;
}
