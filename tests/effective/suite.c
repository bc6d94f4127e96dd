/* effective: every job of real trees as the real loader holds it, at each version, to the byte; that each value stands
 * where its origin says, or is a default that the schemas state; and that what the loader refused is refused.
 *
 *   effective [TREE [SUBSTRING]]   prints the JSON of jobs that differ and whose id has SUBSTRING */
#include "effective/archive.h"
#include "effective/origins.h"

#include "base/sha256.h"
#include "command/checkconfig.h"
#include "harness/suite.h"
#include "prow/jobs/effective_tree.h"

#include <stdio.h>
#include <string.h>

static const char *const trees[] = { "istio-aws",     "istio-gcp", "k8s-2023", "kubernetes",
                                     "kubevirt-2021", "kyma-2021", "oss-2021" };

struct tree {
    const struct fs *fs;
    struct prow_paths paths;
};

/* One tree at one version. */
struct run {
    struct suite *suite;
    const char *version;
    struct map recorded; /* "presubmit/org/repo/0" -> its record */
    struct effective effective;
    struct arena arena; /* of one job */
    const char *show;
};

static struct str text_of(const json_t *record, const char *name)
{
    const char *text = json_string_value(json_object_get(record, name));

    return text ? str_c(text) : STR("");
}

/* What the version answered for the record, or NULL. */
static const json_t *answer_of(const json_t *record, const char *version)
{
    size_t i, k;
    json_t *answer, *v;

    json_array_foreach(json_object_get(record, "answers"), i, answer)
        json_array_foreach(json_object_get(answer, "versions"), k,
                           v) if (strcmp(json_string_value(v), version) == 0) return answer;
    return NULL;
}

static struct str hash_of(struct arena *a, struct str text)
{
    struct sha256 digest;

    return sha256_of(text, &digest) ? sha256_hex(a, &digest) : STR("");
}

static void check_job(void *context, const struct effective_place *p)
{
    struct run *r = context;
    const char *kind = job_kind_name(p->job->kind);
    struct str key = arena_printf(&r->arena, "%s/%.*s/%zu", kind, STR_ARG(p->job->repo), p->index);
    struct str id = arena_printf(&r->arena, "%.*s %s", STR_ARG(key), r->version), why = STR("");
    const json_t *record = map_get(&r->recorded, key), *answer = record ? answer_of(record, r->version) : NULL;
    struct effective_job job;
    struct buf json = { 0 };
    bool stands, same = answer && effective_tree_read(&r->effective, &r->arena, p, &job);

    if (same) {
        effective_json(&r->effective, &job, &r->arena, &json);
        same = str_eq(hash_of(&r->arena, buf_str(&json)), text_of(answer, "sha256")) &&
               str_eq(p->job->file->path, text_of(record, "source"));
        stands = origins_hold(&r->effective, &job, &r->arena, &why);
        suite_case(r->suite, arena_printf(&r->arena, "origins of %.*s", STR_ARG(id)).p, stands, "%.*s", STR_ARG(why));
    }
    suite_case(r->suite, id.p, same, "%s", answer ? "another job than the recorded one" : "no such job was recorded");
    if (!same && r->show && str_has(id, str_c(r->show)))
        printf("%.*s\n", STR_ARG(buf_str(&json)));
    if (record)
        *map_at(&r->recorded, key) = NULL; /* each job once */
    buf_free(&json);
    arena_reset(&r->arena);
}

/* Recorded jobs by their place in the loaded list. */
static void index_records(struct run *r, struct arena *a, const json_t *all)
{
    size_t i;
    json_t *record;

    map_init(&r->recorded, a);
    json_array_foreach(json_object_get(all, "jobs"), i, record)
    {
        struct str repo = text_of(record, "repo");
        struct str key = arena_printf(a, "%.*s/%.*s/%lld", STR_ARG(text_of(record, "type")), STR_ARG(repo),
                                      (long long)json_integer_value(json_object_get(record, "index")));
        if (answer_of(record, r->version))
            *map_at(&r->recorded, key) = record;
    }
}

static void check_missing(struct run *r)
{
    for (size_t i = 0; i < r->recorded.count; i++)
        if (r->recorded.entries[i].value)
            suite_case(r->suite, arena_printf(&r->arena, "%.*s %s", STR_ARG(r->recorded.entries[i].key), r->version).p,
                       false, "the recorded job is not found");
}

static void check_version(struct suite *s, const struct tree *tree, const json_t *all, const char *version,
                          const char *show)
{
    const struct effective_wish wish = { 0 };
    struct run r = { .suite = s, .version = version, .show = show };
    struct effective_tree jobs;
    struct version which;
    struct arena a = { 0 };
    struct str error;

    if (version_parse(str_c(version), &which, &a, &error)) {
        index_records(&r, &a, all);
        effective_tree_open(&jobs, tree->fs, &tree->paths, &(struct window){ &which, 1 }, &wish);
        effective_tree_init(&jobs, &r.effective, &which);
        effective_tree_each(&jobs, check_job, &r);
        check_missing(&r);
        effective_tree_free(&jobs);
    } else {
        suite_case(s, version, false, "%.*s", STR_ARG(error));
    }
    arena_free(&r.arena);
    arena_free(&a);
}

/* Why this version does not load the tree, in its words, in a; empty where it does. Plugins play no part. */
static struct str load_refusal(const struct tree *tree, struct str version, struct arena *a)
{
    struct checkconfig_options o = { .paths = tree->paths, .threads = 1 };
    struct checkconfig_result result;
    struct findings findings = { 0 };
    struct prow_tree loaded;
    struct str error;

    if (!deployed_window_of(&o.deployed, a, &version, 1, &error))
        return error;
    checkconfig_evaluate(&o, tree->fs, &loaded, &findings, &result);
    error = arena_copy(a, str_trim_prefix(result.error, STR("error loading prow config: ")));
    prow_tree_free(&loaded);
    findings_free(&findings);
    return error;
}

/* A version that loads the tree must be said to, and one that does not, in its own words. */
static void check_loads(struct suite *s, const struct tree *tree, const char *name, const char *version,
                        const char *refusal)
{
    struct arena a = { 0 };
    struct str said = load_refusal(tree, str_c(version), &a);

    suite_case(s, arena_printf(&a, "%s loads at %s", name, version).p, str_eq(said, str_c(refusal)),
               "got: %.*s\n  want: %s", STR_ARG(said), refusal);
    arena_free(&a);
}

static void check_tree(struct suite *s, const char *name, const json_t *all, const char *show)
{
    const json_t *about = json_object_get(all, "tree");
    struct archive archive;
    struct tree tree;
    const char *version;
    json_t *v, *why;
    size_t i;

    if (!archive_open(&archive, s, text_of(about, "archive")))
        return;
    tree.fs = archive.fs;
    tree.paths = (struct prow_paths){ .config = text_of(about, "config"), .jobs = text_of(about, "jobs") };
    json_array_foreach(json_object_get(all, "versions"), i, v)
    {
        check_loads(s, &tree, name, json_string_value(v), "");
        check_version(s, &tree, all, json_string_value(v), show);
    }
    json_object_foreach(json_object_get(all, "not_loaded"), version, why)
        check_loads(s, &tree, name, version, json_string_value(why));
    archive_close(&archive);
}

int main(int argc, char **argv)
{
    struct suite s;

    suite_begin(&s, "effective", NULL);
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) {
        json_t *all;
        if (argc > 1 && strcmp(argv[1], trees[i]) != 0)
            continue;
        all = suite_json(&s, arena_printf(&s.arena, "suites/effective/%s.json", trees[i]).p);
        if (all)
            check_tree(&s, trees[i], all, argc > 2 ? argv[2] : NULL);
        json_decref(all);
    }
    return suite_end(&s);
}
