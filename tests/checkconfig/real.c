/* checkconfig-real: what real checkconfig binaries of twelve versions said of whole real trees, and of such trees with one
 * edit each, held against the drop-in.
 *
 *   checkconfig-real [SUBSTRING]   prints every record that differs (whose tree or id has SUBSTRING) */
#include "checkconfig/record.h"
#include "effective/archive.h"
#include "source/fs_patch.h"

#include <stdio.h>
#include <string.h>

struct score {
    size_t records, same, refused, worded;
};

static const char *text_of(const json_t *o, const char *key)
{
    const char *text = json_string_value(json_object_get(o, key));

    return text ? text : "";
}

/* "istio-aws" and "istio-gcp" are one archive. */
static const char *folder_of(const char *tree)
{
    return str_starts(str_c(tree), STR("istio-")) ? "istio-test-infra" : "kubernetes-test-infra";
}

/* The file with some of its lines replaced, as the recording says. */
static struct str edited(struct arena *a, struct str text, const json_t *edit)
{
    size_t line = (size_t)json_integer_value(json_object_get(edit, "line"));
    const json_t *old = json_object_get(edit, "old"), *fresh = json_object_get(edit, "new");
    size_t at = 0, end, i;
    struct buf out = { 0 };
    struct str result;
    json_t *one;

    for (size_t n = 1; n < line && at < text.len; n++)
        at += str_find_char(str_from(text, at), '\n') + 1;
    end = at;
    for (size_t n = 0; n < json_array_size(old) && end < text.len; n++) {
        size_t length = str_find_char(str_from(text, end), '\n');
        end = length == SIZE_MAX ? text.len : end + length + 1;
    }
    buf_put(&out, str_slice(text, 0, at));
    json_array_foreach(fresh, i, one)
    {
        buf_put(&out, record_text(one));
        buf_char(&out, '\n');
    }
    buf_put(&out, str_from(text, end));
    result = arena_copy(a, buf_str(&out));
    buf_free(&out);
    return result;
}

static void apply_edits(struct fs_patch *p, struct arena *a, const json_t *edits)
{
    struct buf bytes = { 0 };
    struct fs_error error;
    size_t i;
    json_t *edit;

    json_array_foreach(edits, i, edit)
    {
        struct str path = record_text(json_object_get(edit, "path"));
        if (fs_read(&p->fs, path, SIZE_MAX, &bytes, &error))
            fs_patch_put(p, path, edited(a, buf_str(&bytes), edit));
    }
    buf_free(&bytes);
}

/* Why the real one failed: of a whole tree it stands in the log. */
static struct str error_of(const json_t *record)
{
    const json_t *log = json_object_get(record, "log");
    struct str error = str_c(text_of(record, "error"));
    size_t i;
    json_t *line;

    json_array_foreach(log, i, line) if (strcmp(text_of(line, "level"), "fatal") == 0) error =
        str_c(text_of(line, "error"));
    return str_starts(error, STR("Strict is set")) ? STR("") : error;
}

static void judge(const json_t *record, const struct fs *fs, struct score *score, const char *shown)
{
    const char *version = text_of(record, "version"), *id = text_of(record, "id");
    int status = strcmp(text_of(record, "expect"), "fail") == 0;
    struct str error = error_of(record);
    struct fs_patch patch;
    struct trial t = { .refused = STR("") };
    bool worded = false;

    fs_patch_init(&patch, fs, &t.arena);
    apply_edits(&patch, &t.arena, json_object_get(record, "edits"));
    if (trial_options(&t, json_object_get(record, "args"), version))
        trial_judge(&t, &patch.fs);
    for (size_t i = 0; i < t.findings.count; i++)
        worded = worded || (t.findings.items[i]->prow_message.len && str_has(error, t.findings.items[i]->prow_message));
    worded = worded || str_eq(t.result.error, error);
    score->records++;
    score->same += t.status == status;
    score->refused += error.len > 0;
    score->worded += error.len > 0 && worded;
    if (shown && (str_has(str_c(text_of(record, "tree")), str_c(shown)) || str_has(str_c(id), str_c(shown))) &&
        (t.status != status || (error.len && !worded)))
        printf("%s %s %s: real %d %.*s\n    ours %d %.*s\n", text_of(record, "tree"), id, version, status,
               STR_ARG(str_slice(error, 0, 400)), t.status, STR_ARG(str_slice(t.result.error, 0, 400)));
    trial_free(&t);
}

static void judge_all(struct suite *s, const char *name, const char *shown)
{
    json_t *all = suite_json(s, arena_printf(&s->arena, "suites/checkconfig/%s", name).p), *record;
    static const char *const folders[] = { "kubernetes-test-infra", "istio-test-infra" };
    struct score score = { 0 };
    size_t i;

    for (size_t f = 0; all && f < COUNT_OF(folders); f++) {
        struct archive tree;
        if (!archive_open(&tree, s, arena_printf(&s->arena, "corpora/%s.tar.zst", folders[f])))
            continue;
        json_array_foreach(all, i, record) if (strcmp(folder_of(text_of(record, "tree")), folders[f]) == 0)
            judge(record, tree.fs, &score, shown);
        archive_close(&tree);
    }
    json_decref(all);
    if (score.records == 0)
        return;
    printf("%s: %zu of %zu verdicts right; %zu of %zu refusals in the words\n", name, score.same, score.records,
           score.worded, score.refused);
    suite_case(s, name, score.same * 1000 >= score.records * 999 && score.worded * 100 >= score.refused * 99,
               "%zu verdicts and %zu refusals are wrong", score.records - score.same, score.refused - score.worded);
}

int main(int argc, char **argv)
{
    struct suite s;

    suite_begin(&s, "checkconfig-real", NULL);
    judge_all(&s, "real-trees.json", argc > 1 ? argv[1] : NULL);
    judge_all(&s, "real-mutations.json", argc > 1 ? argv[1] : NULL);
    return suite_end(&s);
}
