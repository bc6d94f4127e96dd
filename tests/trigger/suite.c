/* probe trigger against what the real trigger plugin does (suites/trigger). */
#include "harness/asking.h"

#include <stdlib.h>

static struct suite suite;
static struct asking asking;

static json_t *question_about(const json_t *source)
{
    json_t *tree;

    if (json_object_get(source, "files"))
        return json_pack("{s:O, s:O, s:O, s:O}", "files", json_object_get(source, "files"), "config",
                         json_object_get(source, "config"), "jobs", json_object_get(source, "jobs"), "plugins",
                         json_object_get(source, "plugins"));
    tree = asking_describe(&asking, source);
    return tree ? json_pack("{s:o}", "tree", tree) : NULL;
}

static void check(const json_t *source, const char *id, json_t *event, const json_t *version, const json_t *want)
{
    const json_t *error = json_object_get(want, "load_error");
    json_t *question = question_about(source), *got;
    const char *name = arena_printf(&suite.arena, "%s@%s", id, json_string_value(version)).p;
    char *g, *w;

    if (!question)
        return;
    json_object_set(question, "version", (json_t *)(uintptr_t)version);
    json_object_set(question, "question", event);
    got = ask(&asking, question);
    g = json_dumps(got, JSON_COMPACT);
    w = json_dumps(want, JSON_COMPACT);
    suite_case(&suite, name,
               error ? json_is_false(json_object_get(got, "ok")) && json_equal(json_object_get(got, "error"), error)
                     : json_equal(json_object_get(got, "answer"), want),
               "got  %.3000s\nwant %.3000s", g, w);
    free(g);
    free(w);
    json_decref(got);
    json_decref(question);
}

static void check_all(const json_t *source, const char *id, json_t *event, const json_t *answers)
{
    size_t i, k;
    json_t *answer, *version;

    json_array_foreach(answers, i, answer) json_array_foreach(json_object_get(answer, "versions"), k, version)
        check(source, id, event, version, json_object_get(answer, "answer"));
}

int main(void)
{
    json_t *file, *e, *source, *nothing = json_pack("{s:s}", "kind", "matrix");
    const char *name;
    size_t i;

    suite_begin(&suite, "trigger", NULL);
    asking_begin(&asking, &suite, "trigger");
    file = suite_json(&suite, "suites/trigger/events.json");
    json_array_foreach(json_object_get(file, "events"), i, e)
        check_all(json_object_get(json_object_get(file, "sources"), json_string_value(json_object_get(e, "source"))),
                  json_string_value(json_object_get(e, "id")), json_object_get(e, "question"),
                  json_object_get(e, "answers"));
    json_object_foreach(json_object_get(file, "sources"), name, source)
        check_all(source, arena_printf(&suite.arena, "trigger/%s/loads", name).p, nothing,
                  json_object_get(source, "loads"));
    json_decref(file);
    json_decref(nothing);
    asking_end(&asking);
    return suite_end(&suite);
}
