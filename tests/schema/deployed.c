/* Old versions of Prow: the decoding errors that their checkconfig printed, and the configurations they
 * took, on the types as they were then. */
#include "harness/suite.h"
#include "schema/decode.h"
#include "schema/version.h"
#include "syntax/yaml/yaml.h"

#include <string.h>

struct run {
    struct suite *suite;
    struct arena arena; /* of one record */
    struct version version;
    struct go_window window;
    bool short_paths; /* the recorded binary was built by a Go before 1.24 */
};

static bool contains(void *context, unsigned i, const struct go_version *v)
{
    const struct run *r = context;
    struct version day;
    struct str error;
    uint32_t position;

    (void)i;
    if (version_position(str_c(v->commit), &position))
        return version_has(&r->version, position, VERSION_NEVER) == SHARE_ALL;
    /* A pin of a library: by its day. */
    return version_parse(arena_printf(&r->suite->arena, "v%.4s%.2s%.2s-0000000", v->date, v->date + 5, v->date + 8),
                         &day, &r->suite->arena, &error) &&
           version_compare(&day, &r->version) <= 0;
}

static struct str flag(const json_t *record, const char *name)
{
    const json_t *arg;
    size_t i;

    json_array_foreach(json_object_get(record, "args"), i, arg)
    {
        struct str text = str_c(json_string_value(arg));

        if (str_starts(text, str_c(name)))
            return str_from(text, strlen(name));
    }
    return (struct str){ 0 };
}

/* The type that the file is decoded into by its place, or NULL for a file that nobody reads. */
static const struct go_type *root_of(const json_t *record, struct str path)
{
    struct str jobs = flag(record, "--job-config-path=");

    if (str_eq(path, flag(record, "--config-path=")))
        return go_type_find("prow/config", "Config");
    if (str_eq(path, flag(record, "--plugin-config=")))
        return go_type_find("prow/plugins", "Configuration");
    if (jobs.len && str_starts(path, jobs) && (str_ends(path, STR(".yaml")) || str_ends(path, STR(".yml"))))
        return go_type_find("prow/jobs", "JobConfig");
    return NULL;
}

/* What decoding the file says; empty when it is taken. */
static struct str refusal(struct run *r, const struct go_type *root, bool strict, struct str text)
{
    struct tape tape = { 0 };
    struct yaml_error e;
    struct yaml_limits limits = YAML_LIMITS;
    struct decode_options options = { .window = &r->window, .strict = strict, .short_paths = r->short_paths };
    struct decode_result result;

    limits.typed = true;
    if (!yaml_read(&tape, &r->arena, text, &limits, &e))
        return STR("");
    decode(&tape, root, &options, &r->arena, NULL, NULL, &result);
    return result.refused ? result.error : STR("");
}

static const struct {
    const char *file, *name;
    bool strict;
} ROOTS[] = {
    { "prow/config", "Config", false },      { "prow/config", "ProwConfig", false },
    { "prow/jobs", "JobConfig", false },     { "prow/plugins", "Configuration", false },
    { "prow/prow_yaml", "ProwYAML", false }, { "prow/prow_yaml", "ProwYAML", true },
};

/* Whether the error is what decoding one of the files says. Which type a file is decoded into is the
 * loader's affair: the words of another one could hardly be the same. */
static bool explains(struct run *r, const json_t *record, struct str error)
{
    json_t *files = json_object_get(record, "files"), *text;
    const char *path;

    json_object_foreach(files, path, text)
    {
        for (size_t i = 0; json_is_string(text) && i < sizeof ROOTS / sizeof *ROOTS; i++) {
            struct str words =
                refusal(r, go_type_find(ROOTS[i].file, ROOTS[i].name), ROOTS[i].strict, str_c(json_string_value(text)));

            if (words.len && str_has(error, words))
                return true;
        }
    }
    return false;
}

/* What decoding wrongly refuses of a configuration that was taken; empty when nothing. */
static struct str wrong_refusal(struct run *r, const json_t *record)
{
    json_t *files = json_object_get(record, "files"), *text;
    const char *path;
    struct str words = STR("");

    json_object_foreach(files, path, text)
    {
        const struct go_type *root = root_of(record, str_c(path));

        if (strstr(path, ".prowignore"))
            return STR(""); /* some file is not read */
        if (root && json_is_string(text) && words.len == 0)
            words = refusal(r, root, false, str_c(json_string_value(text)));
    }
    return words;
}

static void check(struct run *r, const json_t *record, const json_t *answer)
{
    const char *id = json_string_value(json_object_get(record, "id"));
    struct str error = STR(""), words = STR("");
    bool ok = true;

    suite_text(r->suite, answer, "error", &error);
    if (strcmp(json_string_value(json_object_get(answer, "expect")), "pass") == 0)
        ok = (words = wrong_refusal(r, record)).len == 0;
    else if (str_has(error, STR("while decoding JSON")))
        ok = explains(r, record, error);
    suite_case(r->suite, arena_printf(&r->suite->arena, "%s@%.*s", id, STR_ARG(r->version.text)).p, ok, "%.*s%.*s",
               STR_ARG(error), STR_ARG(words));
    arena_reset(&r->arena);
}

static void run_version(struct suite *s, const json_t *file, const char *tag, bool short_paths)
{
    struct run r = { .suite = s, .short_paths = short_paths };
    struct str error;
    json_t *record, *answer;
    size_t i;

    if (!version_parse(str_c(tag), &r.version, &s->arena, &error))
        return;
    go_window_init(&r.window, &s->arena, 1, contains, &r);
    json_array_foreach(file, i, record)
    {
        answer = json_object_get(json_object_get(record, "expect_at"), tag);
        if (answer)
            check(&r, record, answer);
    }
    arena_free(&r.arena);
}

int main(void)
{
    struct suite s;
    json_t *file;

    suite_begin(&s, "deployed", "tests/schema/exceptions-deployed.txt");
    file = suite_json(&s, "suites/checkconfig/mutations.json");
    run_version(&s, file, "v20190122-e707848", true);
    run_version(&s, file, "v20241224-8e8a5cfe7", false);
    json_decref(file);
    return suite_end(&s);
}
