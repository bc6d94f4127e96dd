/* checkconfig: real checkconfig binaries of fourteen versions on thousands of small configurations, held against the
 * drop-in: the exit code, the words of what keeps Prow from loading, and the warnings.
 *
 *   checkconfig [VERSION [SUBSTRING]]   with a version, prints every record that differs (whose error, id or flags have
 *                                       SUBSTRING) */
#include "checkconfig/record.h"
#include "checkconfig/said.h"

#include <stdio.h>
#include <string.h>

struct score {
    size_t records, same, refused, worded;
    size_t exact; /* refusals whose whole error is the recorded one */
    struct said_score said;
};

/* The words without embedded structs in the path of a Go struct field: components after the first that begin with a
 * capital. */
static struct str without_embedded(struct arena *a, struct str words)
{
    struct str before = STR("Go struct field "), type = STR(" of type ");
    size_t start = str_find(words, before), end;
    struct str path, head, part, kept;

    if (start == SIZE_MAX)
        return words;
    start += before.len;
    end = str_find(str_from(words, start), type);
    if (end == SIZE_MAX)
        return words;
    path = str_slice(words, start, start + end);
    str_cut(path, '.', &kept, &path);
    while (path.len) {
        str_cut(path, '.', &part, &path);
        if (part.len == 0 || part.p[0] < 'A' || part.p[0] > 'Z')
            kept = ARENA_JOIN(a, kept, STR("."), part);
    }
    head = str_slice(words, 0, start);
    return ARENA_JOIN(a, head, kept, str_from(words, start + end));
}

/* The recorded binaries were all built with Go 1.26, whose errors name embedded structs on the way to a field. What was
 * deployed before 2024-04 was built with an older Go, which left them out, and so do we. */
static bool is_same_error(struct trial *t, struct str ours, struct str error, int version)
{
    if (str_eq(ours, error))
        return true;
    return version >= RECORD_FIRST_OF_OLD_GO &&
           str_eq(without_embedded(&t->arena, ours), without_embedded(&t->arena, error));
}

static bool says(struct trial *t, struct str words, struct str error, int version)
{
    if (words.len && version >= RECORD_FIRST_OF_OLD_GO) {
        words = without_embedded(&t->arena, words);
        error = without_embedded(&t->arena, error);
    }
    return words.len && str_has(error, words);
}

/* Whether one of the words that we say Prow prints is in what it printed. */
static bool said_refusal(struct trial *t, struct str error, int version)
{
    struct str options = STR("Error parsing options - ");

    if (t->refused.len) /* long records were cut */
        return str_starts(error, options) && str_starts(t->refused, str_from(error, options.len));
    if (is_same_error(t, t->result.error, error, version))
        return true;
    for (size_t i = 0; i < t->findings.count; i++)
        if (says(t, t->findings.items[i]->prow_message, error, version))
            return true;
    return false;
}

static bool is_wanted(const json_t *record, const struct answer *a, const char *only)
{
    size_t i;
    json_t *arg;

    if (!only || str_has(a->error, str_c(only)) || str_has(record_text(json_object_get(record, "id")), str_c(only)))
        return true;
    json_array_foreach(json_object_get(record, "args"), i, arg) if (str_has(record_text(arg), str_c(only))) return true;
    return false;
}

static void show_difference(const json_t *record, const struct trial *t, const struct answer *a)
{
    const char *id = json_string_value(json_object_get(record, "id"));

    printf("%s %s: real %d %.*s\n    ours %d %.*s%.*s\n", id, t->status == a->status ? "words" : "VERDICT", a->status,
           STR_ARG(a->error), t->status, STR_ARG(t->refused), STR_ARG(t->result.error));
}

static void judge(const json_t *record, int version, struct score *score, bool show, const char *only)
{
    struct said_score before = score->said;
    struct answer a;
    struct trial t;
    bool worded;

    if (!record_answer(record, version, &a))
        return;
    show = show && is_wanted(record, &a, only);
    trial_run(&t, record, version);
    worded = a.error.len == 0 || said_refusal(&t, a.error, version);
    score->records++;
    score->same += t.status == a.status;
    score->refused += a.error.len > 0;
    score->worded += a.error.len > 0 && worded;
    score->exact += a.error.len > 0 && str_eq(t.result.error, a.error);
    if (show && (t.status != a.status || !worded || (only && !str_eq(t.result.error, a.error))))
        show_difference(record, &t, &a);
    /* Without a load, no warning is computed upstream. */
    if (version == RECORD_NEWEST && a.error.len == 0 && t.result.error.len == 0)
        said_compare(record, &t, &score->said, show);
    if (show && score->said.words_right - before.words_right != score->said.lines - before.lines)
        printf("  ^ %s\n", json_string_value(json_object_get(record, "id")));
    trial_free(&t);
}

/* What is reached must not be lost again. Verdicts are at 99.92 % where pipelines were tekton's v1alpha1, whose tasks are
 * not read as types: three records of a wrong type in a task. */
static const struct floor {
    double verdicts, words;
} load_floor = { 99.9, 99 }, warnings_floor = { 99.5, 99 };

static double percent(size_t part, size_t of)
{
    return of ? 100.0 * (double)part / (double)of : 100.0;
}

static void judge_all(struct suite *s, const json_t *all, int version, const char *shown, const char *only)
{
    bool show = shown && strcmp(shown, record_versions[version]) == 0;
    struct score score = { 0 };
    double verdicts, words;
    size_t i;
    json_t *record;

    json_array_foreach(all, i, record) judge(record, version, &score, show, only);
    verdicts = percent(score.same, score.records);
    words = percent(score.worded, score.refused);
    printf("%s: %zu records, verdict right on %.2f %%; %zu refused, words right on %.2f %%, to the letter on "
           "%.2f %%\n",
           record_versions[version], score.records, verdicts, score.refused, words,
           percent(score.exact, score.refused));
    suite_case(s, record_versions[version], verdicts >= load_floor.verdicts && words >= load_floor.words,
               "verdicts %.2f %%, words %.2f %%: fallen below %.2f %% and %.2f %%", verdicts, words,
               load_floor.verdicts, load_floor.words);
    if (score.said.lines == 0)
        return;
    verdicts = percent(score.said.kinds_right, score.said.lines);
    words = percent(score.said.words_right, score.said.lines);
    printf("%s: %zu warnings, kind right on %.2f %%, words right on %.2f %%\n", record_versions[version],
           score.said.lines, verdicts, words);
    suite_case(s, "warnings", verdicts >= warnings_floor.verdicts && words >= warnings_floor.words,
               "kinds %.2f %%, words %.2f %%: fallen below %.2f %% and %.2f %%", verdicts, words,
               warnings_floor.verdicts, warnings_floor.words);
}

int main(int argc, char **argv)
{
    struct suite s;
    json_t *all;

    suite_begin(&s, "checkconfig", NULL);
    all = suite_json(&s, "suites/checkconfig/mutations.json");
    for (int v = 0; all && v < RECORD_VERSIONS; v++)
        judge_all(&s, all, v, argc > 1 ? argv[1] : NULL, argc > 2 ? argv[2] : NULL);
    json_decref(all);
    return suite_end(&s);
}
