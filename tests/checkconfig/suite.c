/* checkconfig: the verdicts of real checkconfig binaries of three versions on thousands of small configurations, held
 * against ours. Only loading is compared here: what a warning under --strict does belongs to the drop-in.
 *
 *   checkconfig [VERSION [SUBSTRING]]   with a version, prints every record that differs (whose error has SUBSTRING) */
#include "base/fs_memory.h"
#include "harness/suite.h"
#include "prow/tree.h"
#include "schema/version.h"

#include <stdio.h>
#include <string.h>

static const char *const versions[] = { "v20260821-a61940897", "v20241224-8e8a5cfe7", "v20190122-e707848" };

struct run {
    struct suite *suite;
    struct arena arena; /* of one record */
    struct fs_memory tree;
    struct prow_paths paths;
    struct findings findings;
};

static struct str text_of(const json_t *j)
{
    return (struct str){ json_string_value(j), json_string_length(j) };
}

static void add_text(struct arena *a, struct str **list, size_t *n, struct str text)
{
    size_t cap = *n;

    *list = arena_grow(a, *list, *n, &cap, sizeof **list);
    (*list)[(*n)++] = text;
}

static struct str dir_of(struct str path)
{
    size_t slash = str_rfind_char(path, '/');

    return slash == SIZE_MAX ? STR(".") : str_slice(path, 0, slash);
}

/* The old binary was run with the path flags alone. */
static void read_args(struct run *r, const json_t *args, bool paths_only)
{
    struct str repo = STR(""), dir = STR("."), flag, value;
    size_t i;
    json_t *arg;

    json_array_foreach(args, i, arg) {
        str_cut(text_of(arg), '=', &flag, &value);
        if (str_eq(flag, STR("--config-path")))
            r->paths.config = value;
        else if (str_eq(flag, STR("--job-config-path")))
            r->paths.jobs = value;
        else if (str_eq(flag, STR("--plugin-config")))
            r->paths.plugins = value;
        else if (!paths_only && str_eq(flag, STR("--supplemental-prow-config-dir")))
            add_text(&r->arena, &r->paths.supplemental_config, &r->paths.supplemental_config_count, value);
        else if (!paths_only && str_eq(flag, STR("--supplemental-plugin-config-dir")))
            add_text(&r->arena, &r->paths.supplemental_plugins, &r->paths.supplemental_plugins_count, value);
        else if (!paths_only && str_eq(flag, STR("--supplemental-prow-configs-filename-suffix")))
            r->paths.config_suffix = value;
        else if (!paths_only && str_eq(flag, STR("--supplemental-plugin-configs-filename-suffix")))
            r->paths.plugins_suffix = value;
        else if (!paths_only && str_eq(flag, STR("--prow-yaml-repo-name")))
            repo = value;
        else if (!paths_only && str_eq(flag, STR("--prow-yaml-path")))
            dir = dir_of(value);
    }
    if (repo.len == 0)
        return;
    r->paths.inrepo = ARENA_NEW(&r->arena, struct inrepo_source);
    *r->paths.inrepo = (struct inrepo_source){ repo, dir };
    r->paths.inrepo_count = 1;
}

static void load(struct run *r, const json_t *record, const char *version)
{
    struct version v;
    struct window window = { &v, 1 };
    struct rule_settings settings;
    struct prow_tree tree;
    struct str error;
    const char *path;
    json_t *text;

    fs_memory_init(&r->tree, &r->arena);
    json_object_foreach(json_object_get(record, "files"), path, text)
        fs_memory_put(&r->tree, str_c(path), text_of(text));
    if (!version_parse(str_c(version), &v, &r->arena, &error))
        fprintf(stderr, "%.*s\n", STR_ARG(error));
    read_args(r, json_object_get(record, "args"), strcmp(version, versions[2]) == 0);
    rule_settings_init(&settings, &r->arena, &window);
    prow_tree_load(&tree, &r->tree.fs, &r->paths, &settings, 1, &r->findings);
    prow_tree_free(&tree);
}

/* A finding that keeps Prow from loading. */
static const struct finding *refusal(const struct run *r)
{
    for (size_t i = 0; i < r->findings.count; i++)
        if (r->findings.items[i]->rule->fact || r->findings.items[i]->rule->undecided)
            return r->findings.items[i];
    return NULL;
}

/* Whether one of the words that we say Prow prints is what it printed. */
static bool said(const struct run *r, struct str error)
{
    for (size_t i = 0; i < r->findings.count; i++)
        if (r->findings.items[i]->prow_message.len && str_has(error, r->findings.items[i]->prow_message))
            return true;
    return false;
}

/* What the real binary said about loading: NULL error text when it loaded. */
static bool recorded_at(const json_t *record, const char *version, struct str *error, bool *refused)
{
    const json_t *at = json_object_get(json_object_get(record, "expect_at"), version), *last = NULL;
    size_t i;
    json_t *line;

    if (strcmp(version, versions[0]) == 0) {
        json_array_foreach(json_object_get(record, "log"), i, line)
            if (strcmp(json_string_value(json_object_get(line, "level")), "fatal") == 0)
                last = line;
        *error = last ? text_of(json_object_get(last, "error")) : STR("");
        *refused = error->len > 0; /* without an error text it was only strict about warnings */
        return true;
    }
    if (!at)
        return false;
    *error = text_of(json_object_get(at, "error"));
    *refused = strcmp(json_string_value(json_object_get(at, "expect")), "fail") == 0 &&
               !str_starts(*error, STR("Strict is set")) && !str_starts(*error, STR("Error parsing options"));
    return !str_starts(*error, STR("Error parsing options"));
}

/* False where there is nothing to compare: with --strict, an unknown key of a repo's own jobs is a load error, too. */
static bool recorded(const json_t *record, const char *version, struct str *error, bool *refused)
{
    return recorded_at(record, version, error, refused) && !str_has(*error, STR("json: unknown field"));
}

struct score {
    size_t records, same, refused, worded;
};

static void judge(struct suite *s, const json_t *record, const char *version, struct score *score, const char *show,
                  const char *only)
{
    struct run r = { .suite = s };
    struct str error;
    const struct finding *f;
    bool refused, same;

    if (!recorded(record, version, &error, &refused))
        return;
    load(&r, record, version);
    f = refusal(&r);
    same = refused == (f != NULL);
    score->records++;
    score->same += same;
    score->refused += refused;
    score->worded += refused && said(&r, error);
    if (show && (!same || (refused && !said(&r, error))) && (!only || str_has(error, str_c(only))))
        printf("%s %s: real %s%.*s\n    ours %s %.*s\n", text_of(json_object_get(record, "id")).p,
               same ? "words" : "VERDICT", refused ? "" : "passes", STR_ARG(error), f ? f->rule->id : "passes",
               STR_ARG(f ? f->prow_message : STR("")));
    findings_free(&r.findings);
    arena_free(&r.arena);
}

/* What is reached must not be lost again; what is aimed at is 99.5 % of the verdicts and 95 % of the words. */
static const struct floor {
    double verdicts, words;
} floors[] = { { 99.5, 95 }, { 99.5, 95 }, { 99.5, 95 } };

int main(int argc, char **argv)
{
    struct suite s;
    json_t *all;
    size_t i;
    json_t *record;

    suite_begin(&s, "checkconfig", NULL);
    all = suite_json(&s, "suites/checkconfig/mutations.json");
    for (size_t v = 0; all && v < 3; v++) {
        struct score score = { 0 };
        double verdicts, words;
        bool shown = argc > 1 && strcmp(argv[1], versions[v]) == 0;
        json_array_foreach(all, i, record)
            judge(&s, record, versions[v], &score, shown ? versions[v] : NULL, argc > 2 ? argv[2] : NULL);
        verdicts = 100.0 * (double)score.same / (double)score.records;
        words = 100.0 * (double)score.worded / (double)score.refused;
        printf("%s: %zu records, verdict right on %.2f %%; %zu refused, words right on %.2f %%\n", versions[v],
               score.records, verdicts, score.refused, words);
        suite_case(&s, versions[v], verdicts >= floors[v].verdicts && words >= floors[v].words,
                   "verdicts %.2f %%, words %.2f %%: fallen below %.2f %% and %.2f %%", verdicts, words,
                   floors[v].verdicts, floors[v].words);
    }
    json_decref(all);
    return suite_end(&s);
}
