#include "checkconfig/record.h"

#include <stdio.h>
#include <string.h>

const char *const record_versions[] = {
    "v20260821-a61940897", "v20260212-1ec988801", "v20250709-d01b8af18", "v20241224-8e8a5cfe7", "v20240614-e4ae242d1",
    "v20231015-d38ebb23a", "v20230215-cad573141", "v20220615-af6117692", "v20211015-ed5bdc5c2", "v20210315-786971a8d",
    "v20200915-21b729217", "v20200315-05821564b", "v20190914-e1cbc3ccd", "v20190122-e707848",
};

struct str record_text(const json_t *string)
{
    return (struct str){ json_string_value(string), json_string_length(string) };
}

static bool newest_answer(const json_t *record, struct answer *answer)
{
    size_t i;
    json_t *line;

    *answer = (struct answer){ (int)json_integer_value(json_object_get(record, "rc")), STR("") };
    json_array_foreach(json_object_get(record, "log"), i,
                       line) if (strcmp(json_string_value(json_object_get(line, "level")), "fatal") == 0)
        answer->error = record_text(json_object_get(line, "error"));
    return true;
}

bool record_answer(const json_t *record, int version, struct answer *answer)
{
    const json_t *at = json_object_get(json_object_get(record, "expect_at"), record_versions[version]);

    if (version == RECORD_NEWEST)
        return newest_answer(record, answer);
    if (!at)
        return false;
    answer->status = strcmp(json_string_value(json_object_get(at, "expect")), "fail") == 0;
    answer->error = record_text(json_object_get(at, "error"));
    if (str_starts(answer->error, STR("Strict is set")))
        answer->error = STR("");
    return true;
}

/* The oldest binary was run with the path flags alone. */
static bool was_given(struct str arg, const char *version)
{
    struct str flag, value;

    str_cut(arg, '=', &flag, &value);
    return strcmp(version, record_versions[RECORD_OLDEST]) != 0 || str_eq(flag, STR("--config-path")) ||
           str_eq(flag, STR("--job-config-path")) || str_eq(flag, STR("--plugin-config"));
}

/* A word of argv, which is not constant in C. */
static char *word(struct trial *t, struct str text)
{
    char *copy = arena_take(&t->arena, text.len + 1);

    memcpy(copy, text.p, text.len);
    return copy;
}

/* The flags that this version was run with: those of the record, or fewer where it knew fewer. */
static const json_t *args_of(const json_t *record, int version)
{
    const json_t *at = json_object_get(json_object_get(record, "expect_at"), record_versions[version]);
    const json_t *own = json_object_get(at, "args");

    return own ? own : json_object_get(record, "args");
}

bool trial_options(struct trial *t, const json_t *list, const char *version)
{
    char **argv = ARENA_ARRAY(&t->arena, char *, json_array_size(list) + 2);
    struct args args;
    bool undecided;
    int argc = 0;
    size_t i;
    json_t *arg;

    json_array_foreach(list, i, arg) if (was_given(record_text(arg), version)) argv[argc++] = word(t, record_text(arg));
    argv[argc++] = word(t, STR("--jobs=1"));
    argv[argc++] = word(t, arena_printf(&t->arena, "--deployed=%s", version));
    if (goflag_parse(&args, &t->arena, checkconfig_flags, argc, argv, &t->refused) != GOFLAG_OK)
        t->status = 2;
    else if (!checkconfig_options_read(&t->options, &t->arena, &args, &t->refused, &undecided))
        t->status = undecided ? 2 : 1;
    return t->refused.len == 0;
}

void trial_judge(struct trial *t, const struct fs *fs)
{
    checkconfig_evaluate(&t->options, fs, &t->tree, &t->findings, &t->result);
    t->status = t->result.verdict == VERDICT_PASS ? 0 : t->result.verdict == VERDICT_REJECT ? 1 : 2;
}

void trial_run(struct trial *t, const json_t *record, int version)
{
    const char *path;
    json_t *text;

    *t = (struct trial){ .refused = STR("") };
    fs_memory_init(&t->files, &t->arena);
    json_object_foreach(json_object_get(record, "files"), path, text)
        fs_memory_put(&t->files, str_c(path), record_text(text));
    if (trial_options(t, args_of(record, version), record_versions[version]))
        trial_judge(t, &t->files.fs);
}

void trial_free(struct trial *t)
{
    if (t->refused.len == 0)
        prow_tree_free(&t->tree);
    findings_free(&t->findings);
    arena_free(&t->arena);
}
