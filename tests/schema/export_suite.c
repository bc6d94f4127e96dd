/* The files of the recorded mutations: the printed schema refuses a file exactly where decoding finds something wrong
 * with it, for old versions, new ones and both at once. Decoding itself is held against the recorded answers. */
#include "base/buf.h"
#include "harness/suite.h"
#include "jsonschema/jsonschema.h"
#include "prow/files/typed.h"
#include "schema/decode.h"
#include "schema/export.h"
#include "schema/version.h"
#include "syntax/json/json.h"
#include "syntax/yaml/yaml.h"

#include <string.h>

enum { KINDS = 3 };

static const struct {
    const char *file, *type;
} ROOTS[KINDS] = {
    { "prow/config", "Config" },
    { "prow/jobs", "JobConfig" },
    { "prow/plugins", "Configuration" },
};

struct run {
    struct suite *suite;
    struct arena kept, arena; /* of the window, of one file */
    const char *window;
    struct typed_window typed;
    struct schema *schemas[KINDS];
    struct schema_scratch scratch;
};

struct finding_of_decode {
    uint64_t deployed;
    struct str path, message;
    bool any;
};

/* What a schema can't see: keys that stand twice, what is never read, and numbers that Prow takes. */
static void note(void *context, const struct decode_problem *p)
{
    struct finding_of_decode *f = context;

    if (!(p->versions & f->deployed) || p->kind == DECODE_DUPLICATE_KEY || p->kind == DECODE_SECOND_DOCUMENT ||
        p->kind == DECODE_TOO_DEEP || p->kind == DECODE_TINY_DURATION)
        return;
    f->any = true;
    f->path = p->path;
    f->message = p->message;
}

struct violation_of_schema {
    struct arena *arena;
    struct str text;
    bool only_values; /* every violation is of a value that is not on a list */
};

static void note_violation(void *context, const struct schema_violation *v)
{
    struct violation_of_schema *first = context;

    first->only_values = first->only_values && (str_eq(v->keyword, STR("enum")) || str_eq(v->keyword, STR("anyOf")));
    if (!first->text.len)
        first->text = arena_printf(first->arena, "line %u: %.*s", v->at->line, STR_ARG(v->message));
}

/* Whether the recorded checkconfig refused the configuration. */
static bool is_refused(const json_t *record)
{
    return strcmp(json_string_value(json_object_get(record, "expect")), "pass") != 0;
}

static void check_file(struct run *r, const json_t *record, const char *path, int kind, struct str text)
{
    const char *id = json_string_value(json_object_get(record, "id"));
    struct finding_of_decode found = { .deployed = r->typed.deployed };
    struct go_window deployed = { r->typed.deployed, r->typed.go.from };
    struct decode_options options = { .window = &deployed };
    struct violation_of_schema violation = { .arena = &r->arena, .only_values = true };
    struct schema_report report = { .context = &violation, .violation = note_violation };
    struct yaml_limits limits = YAML_LIMITS;
    struct decode_result result;
    struct tape tape = { 0 };
    struct yaml_error e;
    struct str error = STR("");
    enum schema_verdict verdict;

    limits.typed = true;
    if (!yaml_read(&tape, &r->arena, text, &limits, &e) || !tape.root)
        return;
    decode(&tape, go_type_find(ROOTS[kind].file, ROOTS[kind].type), &options, &r->arena, note, &found, &result);
    verdict = schema_validate(r->schemas[kind], tape.root, &r->scratch, &report, &error);
    /* Values that a rule judges are no affair of the decoder, but Prow refuses them. */
    found.any = found.any || (verdict == SCHEMA_INVALID && violation.only_values && is_refused(record));
    suite_case(r->suite, arena_printf(&r->arena, "%s/%s@%s", id, path, r->window).p,
               verdict == (found.any ? SCHEMA_INVALID : SCHEMA_VALID), "decoding: %s %.*s %.*s; schema: %.*s%.*s",
               found.any ? "finds" : "takes", STR_ARG(found.path), STR_ARG(found.message), STR_ARG(violation.text),
               STR_ARG(error));
    arena_reset(&r->scratch.arena);
}

/* The kind of a file by its place, or -1. */
static int kind_of(const json_t *record, const char *path)
{
    static const char *const FLAGS[KINDS] = { "--config-path=", "--job-config-path=", "--plugin-config=" };
    const json_t *arg;
    size_t i;

    json_array_foreach(json_object_get(record, "args"), i, arg)
    {
        struct str text = str_c(json_string_value(arg));

        for (int k = 0; k < KINDS; k++) {
            struct str value = str_from(text, strlen(FLAGS[k]));

            if (str_starts(text, str_c(FLAGS[k])) && value.len &&
                (k == 1 ? str_starts(str_c(path), value) && str_ends(str_c(path), STR(".yaml"))
                        : str_eq(str_c(path), value)))
                return k;
        }
    }
    return -1;
}

static void open_window(struct run *r, const char *a, const char *b)
{
    static const struct schema_options options;
    struct version *versions = ARENA_ARRAY(&r->kept, struct version, 2);
    struct window window = { versions, b ? 2 : 1 };
    struct str error;

    if (!version_parse(str_c(a), &versions[0], &r->kept, &error) ||
        (b && !version_parse(str_c(b), &versions[1], &r->kept, &error)))
        return;
    r->window = b ? arena_printf(&r->kept, "%s+%s", a, b).p : a;
    typed_window_init(&r->typed, &r->kept, &window);
    for (int k = 0; k < KINDS; k++) {
        struct tape *tape = ARENA_NEW(&r->kept, struct tape);
        struct buf out = { 0 };
        struct json_error bad;
        struct schema_error e;

        schema_export(&out, &(struct schema_export){ .root = go_type_find(ROOTS[k].file, ROOTS[k].type),
                                                     .window = &r->typed.go,
                                                     .versions = r->typed.deployed });
        if (json_read(tape, &r->kept, arena_copy(&r->kept, buf_str(&out)), &bad))
            r->schemas[k] = schema_compile(tape, &options, &r->kept, &e);
        buf_free(&out);
    }
}

static void run_window(struct suite *s, const json_t *file, const char *a, const char *b)
{
    struct run r = { .suite = s };
    json_t *record, *text;
    const char *path;
    size_t i;
    int kind;

    open_window(&r, a, b);
    json_array_foreach(file, i, record)
    {
        json_object_foreach(json_object_get(record, "files"), path, text)
        {
            kind = kind_of(record, path);
            if (kind >= 0 && json_is_string(text) && r.schemas[kind])
                check_file(&r, record, path, kind, str_c(json_string_value(text)));
            arena_reset(&r.arena);
        }
    }
    for (int k = 0; k < KINDS; k++)
        schema_free(r.schemas[k]);
    schema_scratch_free(&r.scratch);
    arena_free(&r.arena);
    arena_free(&r.kept);
}

int main(void)
{
    struct suite s;
    json_t *file;

    suite_begin(&s, "schema export", NULL);
    file = suite_json(&s, "suites/checkconfig/mutations.json");
    run_window(&s, file, "latest", NULL);
    run_window(&s, file, "v20190122-e707848", NULL);
    run_window(&s, file, "v20190122-e707848", "latest");
    json_decref(file);
    return suite_end(&s);
}
