/* probe reconcile against what the real status-reconciler does (suites/reconciler). */
#include "harness/asking.h"

#include <stdlib.h>
#include <string.h>

static struct suite suite;
static struct asking asking;

/* Every recorded key is answered so, and nothing is done that was not recorded. */
static bool same(const json_t *got, const json_t *want)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)want, key,
                        value) if (strcmp(key, "prs") != 0 &&
                                   !json_equal(json_object_get(got, key), value)) return false;
    json_object_foreach((json_t *)(uintptr_t)got, key, value) if (!json_object_get(want, key) &&
                                                                  strcmp(key, "added") != 0 &&
                                                                  strcmp(key, "removed") != 0) return false;
    return true;
}

/* Of outcomes that depend on the order of a Go map, any one is right. */
static bool is_right(const json_t *got, const json_t *want)
{
    json_t *outcomes = json_object_get(want, "outcomes"), *one, *whole;
    bool right = false;
    size_t i;

    if (!outcomes)
        return same(got, want);
    json_array_foreach(outcomes, i, one)
    {
        whole = json_copy((json_t *)(uintptr_t)want);
        json_object_del(whole, "outcomes");
        json_object_update(whole, one);
        right = right || same(got, whole);
        json_decref(whole);
    }
    return right;
}

static json_t *side(const json_t *record, const char *key)
{
    const json_t *s = json_object_get(record, key);
    const char *root;

    if (!json_object_get(record, "bundle"))
        return json_pack("{s:O, s:s}", "files", s, "config", "config.yaml");
    root =
        asking_tree(&asking, arena_printf(&suite.arena, "%s@%s", json_string_value(json_object_get(record, "bundle")),
                                          json_string_value(json_object_get(s, "branch")))
                                 .p);
    return root ? json_pack("{s:s, s:O, s:O}", "root", root, "config", json_object_get(s, "config"), "jobs",
                            json_object_get(s, "jobs"))
                : NULL;
}

static json_t *prs_of(const json_t *record, const char *version)
{
    json_t *answer, *v, *found = NULL;
    size_t i, k;

    json_array_foreach(json_object_get(record, "answers"), i, answer)
    {
        json_t *prs = json_object_get(json_object_get(answer, "answer"), "prs");
        found = found ? found : prs;
        json_array_foreach(json_object_get(answer, "versions"), k,
                           v) if (prs && strcmp(json_string_value(v), version) == 0) return prs;
    }
    return found;
}

/* A record with flags is about the pull requests of the one without. */
static json_t *pulls(const json_t *file, const json_t *record, const char *version)
{
    const char *id = json_string_value(json_object_get(record, "id")), *end = strrchr(id, '/');
    json_t *prs = json_object_get(record, "prs"), *other;
    size_t i;

    if (prs)
        return json_is_string(prs) ? json_object_get(file, "default_prs") : prs;
    prs = prs_of(record, version);
    json_array_foreach(json_object_get(file, "records"), i, other)
    {
        const char *name = json_string_value(json_object_get(other, "id"));
        if (!prs && strlen(name) == (size_t)(end - id) && strncmp(name, id, strlen(name)) == 0)
            prs = prs_of(other, version);
    }
    return prs;
}

static void check(const json_t *file, const json_t *record, const json_t *version, const json_t *want)
{
    json_t *before = side(record, "before"), *after = side(record, "after"), *question, *got, *prs;
    const char *v = json_string_value(version);
    const char *id = arena_printf(&suite.arena, "%s@%s", json_string_value(json_object_get(record, "id")), v).p;
    char *g, *w;

    if (!before || !after) {
        json_decref(before);
        json_decref(after);
        return;
    }
    question = json_pack("{s:o, s:o, s:O, s:O}", "before", before, "after", after, "version", version, "options",
                         json_object_get(record, "options"));
    prs = pulls(file, record, v);
    if (prs)
        json_object_set(question, "prs", prs);
    if (json_object_get(record, "untrusted"))
        json_object_set(question, "untrusted", json_object_get(record, "untrusted"));
    got = ask(&asking, question);
    g = json_dumps(got, JSON_COMPACT);
    w = json_dumps(want, JSON_COMPACT);
    suite_case(&suite, id, is_right(json_object_get(got, "answer"), want), "got  %.3000s\nwant %.3000s", g, w);
    free(g);
    free(w);
    json_decref(got);
    json_decref(question);
}

int main(void)
{
    json_t *file, *record, *answer, *version;
    size_t i, j, k;

    suite_begin(&suite, "reconciler", NULL);
    asking_begin(&asking, &suite, "reconcile");
    file = suite_json(&suite, "suites/reconciler/pairs.json");
    json_array_foreach(json_object_get(file, "records"), i, record)
        json_array_foreach(json_object_get(record, "answers"), j, answer)
            json_array_foreach(json_object_get(answer, "versions"), k, version)
                check(file, record, version, json_object_get(answer, "answer"));
    json_decref(file);
    asking_end(&asking);
    return suite_end(&suite);
}
