/* probe merge against what the real tide and branchprotector compute (suites/merge). */
#include "harness/asking.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static struct suite suite;
static struct asking asking;

/* Whether every recorded key is answered so, and, where loading fails, in the same words. */
static bool answers(const json_t *got, const json_t *want)
{
    const json_t *error = json_object_get(want, "error"), *answer = json_object_get(got, "answer");
    const char *key;
    json_t *value;

    if (error && json_object_size(want) == 1)
        return json_is_false(json_object_get(got, "ok")) && json_equal(json_object_get(got, "error"), error);
    if (!json_is_true(json_object_get(got, "ok")))
        return false;
    json_object_foreach((json_t *)(uintptr_t)want, key,
                        value) if (!json_equal(json_object_get(answer, key), value)) return false;
    return true;
}

static void check(json_t *question, const char *id, const json_t *version, const json_t *want)
{
    const char *name = arena_printf(&suite.arena, "%s@%s", id, json_string_value(version)).p;
    json_t *got;

    json_object_set(question, "version", (json_t *)(uintptr_t)version);
    got = ask(&asking, question);
    if (!answers(got, want)) {
        char *g = json_dumps(got, JSON_COMPACT), *w = json_dumps(want, JSON_COMPACT);
        suite_case(&suite, name, false, "got  %.3000s\nwant %.3000s", g, w);
        free(g);
        free(w);
    } else {
        suite_case(&suite, name, true, " ");
    }
    json_decref(got);
}

/* All recorded answers to one question about a tree. */
static void check_all(const json_t *tree, const json_t *more, const char *id, const json_t *list)
{
    size_t i, k;
    json_t *answer, *version;

    json_array_foreach(list, i, answer) json_array_foreach(json_object_get(answer, "versions"), k, version)
    {
        json_t *question = json_copy((json_t *)(uintptr_t)tree);
        if (more)
            json_object_update(question, (json_t *)(uintptr_t)more);
        check(question, id, version, json_object_get(answer, "answer"));
        json_decref(question);
    }
}

static const json_t *answers_of(const json_t *questions, const json_t *question)
{
    const json_t *list = json_object_get(question, "answers"), *same = json_object_get(list, "same_as");
    size_t i;
    json_t *other;

    if (!same)
        return list;
    json_array_foreach(questions, i, other) if (json_equal(json_object_get(other, "id"),
                                                           same)) return json_object_get(other, "answers");
    return NULL;
}

static void check_branches(const json_t *tree, const json_t *questions)
{
    size_t i;
    json_t *q;

    json_array_foreach(questions, i, q)
    {
        json_t *more = json_pack("{s:O, s:O, s:O}", "org", json_object_get(q, "org"), "repo",
                                 json_object_get(q, "repo"), "branch", json_object_get(q, "branch"));
        check_all(tree, more, json_string_value(json_object_get(q, "id")), answers_of(questions, q));
        json_decref(more);
    }
}

static void check_synthetic(const json_t *file)
{
    size_t i;
    json_t *c;

    json_array_foreach(json_object_get(file, "cases"), i, c)
    {
        const char *id = json_string_value(json_object_get(c, "id"));
        const json_t *run = json_object_get(c, "branchprotector");
        json_t *tree = json_pack("{s:O, s:O, s:O, s:O}", "files", json_object_get(c, "files"), "config",
                                 json_object_get(file, "config"), "jobs", json_object_get(file, "jobs"), "plugins",
                                 json_object_get(file, "plugins"));
        check_all(tree, NULL, arena_printf(&suite.arena, "%s/loads", id).p, json_object_get(c, "loads"));
        check_branches(tree, json_object_get(c, "questions"));
        if (run) {
            json_t *more = json_pack("{s:O, s:O}", "repos", json_object_get(run, "repos"), "protected",
                                     json_object_get(run, "protected"));
            check_all(tree, more, arena_printf(&suite.arena, "%s/branchprotector", id).p,
                      json_object_get(run, "answers"));
            json_decref(more);
        }
        json_decref(tree);
    }
}

static void check_tree(const json_t *file, const char *name)
{
    json_t *described = asking_describe(&asking, json_object_get(file, "tree")), *tree, *error;
    const char *version;

    if (!described)
        return;
    tree = json_pack("{s:o}", "tree", described);
    check_all(tree, NULL, arena_printf(&suite.arena, "merge/%s/loads", name).p, json_object_get(file, "loads"));
    check_branches(tree, json_object_get(file, "questions"));
    json_object_foreach(json_object_get(file, "not_loaded"), version, error)
    {
        json_t *want = json_pack("{s:O}", "error", error), *v = json_string(version);
        check(tree, arena_printf(&suite.arena, "merge/%s/not loaded", name).p, v, want);
        json_decref(v);
        json_decref(want);
    }
    json_decref(tree);
}

int main(void)
{
    static const char *const names[] = { "synthetic",  "istio-aws",     "istio-gcp", "k8s-2023",
                                         "kubernetes", "kubevirt-2021", "kyma-2021", "oss-2021" };

    suite_begin(&suite, "merge", NULL);
    asking_begin(&asking, &suite, "merge");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_t *file = suite_json(&suite, arena_printf(&suite.arena, "suites/merge/%s.json", names[i]).p);
        if (file && json_object_get(file, "cases"))
            check_synthetic(file);
        else if (file)
            check_tree(file, names[i]);
        json_decref(file);
    }
    asking_end(&asking);
    return suite_end(&suite);
}
