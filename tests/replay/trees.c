/* Real trees from history, before and after real mistakes, judged by the version deployed at their day.
 *
 *   before, fix   nothing that Prow refuses to load, except what confirmed.txt says was really refused; no wrong types
 *   bad           the mistakes of named.txt are named at their file and line; others too, it is hoped
 *
 *   replay-trees       checks, and prints a summary
 *   replay-trees -v    ... and every load error, unknown field and mistake that it saw */
#include "harness/suite.h"
#include "base/path.h"
#include "prow/deployed.h"
#include "prow/discover.h"
#include "replay/bundle.h"
#include "rule/silence.h"
#include "schema/version.h"

#include <stdio.h>
#include <string.h>

enum variant { BEFORE, BAD, FIX, VARIANTS };
static const char *const variant_names[] = { "before", "bad", "fix" };

struct replay {
    struct suite suite;
    struct map floor;   /* ids of mistakes that have to be named, as long as they were once */
    size_t named, kept;
    struct bundle bundle;
    const char *bundle_name; /* of the open one; NULL when none is */
    struct map done;         /* tree and version -> judged already */
    size_t trees, load_errors, unknown_fields, too_new;
    bool verbose;
};

/* One tree of a case while it is at hand. */
struct tree {
    struct arena arena;
    struct fs_memory files;
    struct prow_paths paths;
    struct window window;
    struct str versions; /* for people */
    struct prow_tree loaded; /* findings point into it */
    struct findings findings;
};

static const char *text_of(const json_t *record, const char *name)
{
    const char *text = json_string_value(json_object_get(record, name));

    return text ? text : "";
}

/* Trees in which no known layout is found: jobs whose main file is in another repository, so that the least that makes
 * them load stands in for it; a copy by date to which a link pointed that the bundle lacks. */
static const struct {
    const char *repo;
    struct prow_paths paths;
    struct str config; /* stands in where the tree has none */
} elsewhere[] = {
    { "knative/infra",
      { .config = STR_INIT("config.yaml"), .jobs = STR_INIT("config/prod/prow/jobs") },
      STR_INIT("plank:\n"
               "  default_decoration_configs:\n"
               "    '*':\n"
               "      timeout: 2h\n"
               "      grace_period: 15s\n"
               "      utility_images: {clonerefs: c, initupload: i, entrypoint: e, sidecar: s}\n"
               "      gcs_configuration: {bucket: b, path_strategy: explicit}\n"
               "      gcs_credentials_secret: s\n") },
    { "kubevirt/project-infra",
      { .config = STR_INIT("github/ci/prow-deploy/kustom/base/configs/20201021/config/config.yaml"),
        .jobs = STR_INIT("github/ci/prow/files/jobs"),
        .plugins = STR_INIT("github/ci/prow-deploy/kustom/base/configs/20201021/plugins/plugins.yaml") },
      { NULL, 0 } },
};

static struct str first_there(const struct fs *fs, struct arena *a, struct str dir, const char *const *names)
{
    struct fs_error error;
    struct fs_info info;

    for (; *names; names++) {
        struct str path = ARENA_JOIN(a, dir, str_c(*names));
        if (fs_stat(fs, path, &info, &error))
            return path;
    }
    return STR("");
}

/* The control plane that the file of the mistake belongs to, where several stand side by side. */
static void choose_plane(struct tree *t, const struct discovery *d, struct str file)
{
    static const char *const jobs[] = { "cluster/jobs", "jobs", NULL }, *const plugins[] = { "plugins.yaml", NULL };

    t->paths = d->paths;
    for (size_t i = 0; i < d->other_count; i++) {
        struct str dir = path_dir_part(d->others[i]);
        if (!str_starts(file, dir))
            continue;
        t->paths.config = d->others[i];
        t->paths.jobs = first_there(&t->files.fs, &t->arena, dir, jobs);
        t->paths.plugins = first_there(&t->files.fs, &t->arena, dir, plugins);
    }
}

static bool find_paths(struct tree *t, const json_t *record)
{
    struct str file = str_c(text_of(json_object_get(record, "expected"), "file"));
    struct str repo = str_c(text_of(record, "repo"));
    struct discovery d;
    struct fs_error error;
    struct fs_info info;

    prow_discover(&d, &t->files.fs, &t->arena);
    if (d.found) {
        choose_plane(t, &d, file);
        return true;
    }
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
        if (str_eq(repo, str_c(elsewhere[i].repo)) &&
            fs_stat(&t->files.fs, elsewhere[i].paths.jobs, &info, &error)) {
            t->paths = elsewhere[i].paths;
            if (elsewhere[i].config.len)
                fs_memory_put(&t->files, t->paths.config, elsewhere[i].config);
            return true;
        }
    return false;
}

static bool add_version(struct tree *t, struct str component, struct str text)
{
    struct version *versions = ARENA_ARRAY(&t->arena, struct version, t->window.count + 1);
    struct str error;

    if (t->window.count)
        memcpy(versions, t->window.versions, t->window.count * sizeof *versions);
    if (!version_parse(text, &versions[t->window.count], &t->arena, &error)) {
        fprintf(stderr, "%.*s\n", STR_ARG(error));
        return false;
    }
    versions[t->window.count].component = component;
    t->window.versions = versions;
    for (size_t i = 0; i < t->window.count; i++)
        if (str_eq(versions[i].text, text))
            return true;
    t->window.count++;
    t->versions = ARENA_JOIN(&t->arena, t->versions, t->versions.len ? STR(",") : STR(""), text);
    return true;
}

/* What the tree's own manifests say; false when they say nothing of the control plane. */
static bool versions_of_manifests(struct tree *t)
{
    struct deployed d = { 0 };

    deployed_discover(&d, &t->arena, &t->files.fs, t->paths.config);
    deployed_reduce(&d);
    if (!deployed_has_control_plane(&d))
        return false;
    for (size_t i = 0; i < d.count; i++)
        add_version(t, d.images[i].component, d.images[i].version);
    return true;
}

/* The last commit of the main line by this day, for the time before versions had names. */
static struct str commit_by(struct arena *a, struct str date)
{
    struct version newest = version_newest();
    uint32_t position = newest.latest;
    struct str tag, day, commit;

    while (position > 0 && str_cmp(version_date(version_day_of(position), a), str_slice(date, 0, 10)) > 0)
        position--;
    tag = version_tag(position, a);
    str_cut(tag, '-', &day, &commit);
    return commit;
}

/* What ran on the day of this tree. The record knows it of the day before the mistake; the repair came days to months
 * later, and its own manifests know better. Without either, the day of the mistake. */
static void find_versions(struct tree *t, const json_t *record, enum variant v)
{
    const json_t *deployed = json_object_get(record, "deployed");
    struct str component = str_c(text_of(deployed, "component")), date = str_c(text_of(record, "date"));
    struct str version = str_c(text_of(deployed, "version"));

    if (v != FIX && str_eq(component, STR("hook")) && add_version(t, component, version))
        return;
    if (versions_of_manifests(t) || (version.len && add_version(t, component, version)))
        return;
    if (str_cmp(date, STR("2018-01-25")) < 0)
        add_version(t, STR(""), commit_by(&t->arena, date));
    else
        add_version(t, STR(""), arena_printf(&t->arena, "v%.4s%.2s%.2s-0000000", date.p, date.p + 5, date.p + 8));
}

/* False when there is no such tree, or nothing in it to check. */
static bool tree_open(struct tree *t, struct replay *r, const json_t *record, struct str id, enum variant v)
{
    *t = (struct tree){ 0 };
    if (!bundle_files(&r->bundle, id, &t->arena, &t->files) || !find_paths(t, record))
        return false;
    find_versions(t, record, v);
    return true;
}

static void tree_check(struct tree *t)
{
    struct rule_settings settings;

    rule_settings_init(&settings, &t->arena, &t->window);
    prow_tree_load(&t->loaded, &t->files.fs, &t->paths, &settings, 1, &t->findings);
    silences_apply(&t->loaded.silences, &settings, &t->findings);
    findings_sort(&t->findings);
}

static void tree_close(struct tree *t)
{
    if (t->loaded.scratch)
        prow_tree_free(&t->loaded);
    findings_free(&t->findings);
    arena_free(&t->arena);
}

static bool is_load_error(const struct finding *f)
{
    return f->severity == SEVERITY_ERROR && f->rule->fact && !f->suppressed;
}

static void show(const struct replay *r, const struct tree *t, const char *name, const struct finding *f)
{
    if (r->verbose)
        printf("%s (%.*s): %.*s:%u: %s: %.*s [%s]\n", name, STR_ARG(t->versions), STR_ARG(f->at.file),
               f->at.span.line, severity_name(f->severity), STR_ARG(f->message), f->rule->id);
}

/* A good tree: each load error is a case of its own, so that the list of confirmed ones says which. */
static void judge_good(struct replay *r, struct tree *t, const char *name)
{
    bool clean = true;

    for (size_t i = 0; i < t->findings.count; i++) {
        const struct finding *f = t->findings.items[i];
        struct str id = str_c(f->rule->id);
        r->unknown_fields += str_eq(id, STR("unknown-field"));
        r->too_new += str_eq(id, STR("field-too-new"));
        if (str_eq(id, STR("unknown-field")) || str_eq(id, STR("field-too-new")))
            show(r, t, name, f);
        if (!is_load_error(f) && !f->rule->undecided && !str_eq(id, STR("wrong-type")))
            continue;
        clean = false;
        r->load_errors++;
        show(r, t, name, f);
        suite_case(&r->suite,
                   arena_printf(&r->suite.arena, "%s %s %.*s:%u", name, f->rule->id, STR_ARG(f->at.file),
                                f->at.span.line).p,
                   false, "deployed %.*s: %.*s", STR_ARG(t->versions), STR_ARG(f->message));
    }
    if (clean)
        suite_case(&r->suite, name, true, "%s", "");
}

static size_t same_findings(const struct findings *list, const struct finding *f)
{
    size_t n = 0;

    for (size_t i = 0; i < list->count; i++) {
        const struct finding *x = list->items[i];
        n += x->rule == f->rule && str_eq(x->at.file, f->at.file) && str_eq(x->message, f->message);
    }
    return n;
}

/* The finding that names the mistake: at its file and line (with no line: anywhere in the file), of more weight than a
 * note, and gone with the repair, unless it is a fact that the repair did not change. */
static const struct finding *naming(const struct tree *bad, const struct tree *fix, const json_t *expected)
{
    struct str file = str_c(text_of(expected, "file"));
    uint32_t line = (uint32_t)json_integer_value(json_object_get(expected, "line"));

    for (size_t i = 0; i < bad->findings.count; i++) {
        const struct finding *f = bad->findings.items[i];
        bool here = str_eq(f->at.file, file) && (line == 0 || f->at.span.line == line);
        for (const struct related *o = f->related; o; o = o->next)
            here = here || (str_eq(o->at.file, file) && (line == 0 || o->at.span.line == line));
        if (here && f->severity >= SEVERITY_WARNING && !f->suppressed &&
            (is_load_error(f) || same_findings(&bad->findings, f) > same_findings(&fix->findings, f)))
            return f;
    }
    return NULL;
}

static void judge_bad(struct replay *r, const struct tree *bad, const struct tree *fix, const json_t *record)
{
    const json_t *expected = json_object_get(record, "expected");
    const char *id = text_of(record, "id"), *file = text_of(expected, "file");
    const struct finding *f = naming(bad, fix, expected);
    int line = (int)json_integer_value(json_object_get(expected, "line"));

    r->named += f != NULL;
    if (map_get(&r->floor, str_c(id))) {
        r->kept++;
        suite_case(&r->suite, arena_printf(&r->suite.arena, "%s/bad", id).p, f != NULL, "%s:%d is not named (%s)", file,
                   line, text_of(record, "rule"));
    }
    if (r->verbose)
        printf("%-6s %-40s %-30s %s:%d%s%s\n", f ? "named" : "-", id, text_of(record, "rule"), file, line,
               f ? " by " : "", f ? f->rule->id : "");
}

static bool open_bundle(struct replay *r, const char *name)
{
    if (r->bundle_name && strcmp(r->bundle_name, name) == 0)
        return true;
    if (r->bundle_name)
        bundle_close(&r->bundle);
    r->bundle_name = name;
    return bundle_open(&r->bundle, suite_shared(&r->suite, arena_printf(&r->suite.arena, "replays/%s", name).p));
}

static void replay_case(struct replay *r, const json_t *record)
{
    const char *id = text_of(record, "id");
    struct tree trees[VARIANTS];
    bool there[VARIANTS];

    for (int v = 0; v < VARIANTS; v++) {
        const char *name = arena_printf(&r->suite.arena, "%s/%s", id, variant_names[v]).p;
        struct str tree = bundle_tree(&r->bundle, str_c(name)), key;
        there[v] = tree_open(&trees[v], r, record, tree, (enum variant)v);
        if (!there[v]) {
            suite_case(&r->suite, name, false, "%s", "has no configuration that is found");
            continue;
        }
        tree_check(&trees[v]);
        key = arena_printf(&r->suite.arena, "%.*s %.*s %.*s", STR_ARG(tree), STR_ARG(trees[v].versions),
                           STR_ARG(trees[v].paths.config));
        if (v == BAD || map_get(&r->done, key))
            continue;
        *map_at(&r->done, key) = r;
        r->trees++;
        judge_good(r, &trees[v], name);
    }
    if (there[BAD] && there[FIX])
        judge_bad(r, &trees[BAD], &trees[FIX], record);
    for (int v = 0; v < VARIANTS; v++)
        tree_close(&trees[v]);
}

/* The ids of a file with lines "ID<TAB>what names it". */
static void read_floor(struct replay *r)
{
    FILE *f = fopen(suite_source(&r->suite, "tests/replay/named.txt"), "r");
    char line[256];
    struct str id, by;

    map_init(&r->floor, &r->suite.arena);
    while (f && fgets(line, sizeof line, f))
        if (line[0] != '#' && str_cut(str_c(line), '\t', &id, &by))
            *map_at(&r->floor, arena_copy(&r->suite.arena, id)) = r;
    if (f)
        fclose(f);
}

int main(int argc, char **argv)
{
    struct replay r = { .verbose = argc > 1 && strcmp(argv[1], "-v") == 0 };
    json_t *cases, *record;
    size_t i;

    suite_begin(&r.suite, "replay-trees", "tests/replay/confirmed.txt");
    map_init(&r.done, &r.suite.arena);
    read_floor(&r);
    cases = suite_json(&r.suite, "replays/replays.json");
    json_array_foreach(cases, i, record)
    {
        if (open_bundle(&r, text_of(record, "bundle")))
            replay_case(&r, record);
        else
            suite_case(&r.suite, text_of(record, "id"), false, "%s", "no bundle");
    }
    if (r.bundle_name)
        bundle_close(&r.bundle);
    if (cases) {
        suite_case(&r.suite, "named.txt", r.floor.count > 0 && r.kept == r.floor.count, "%zu mistakes, %zu of them cases",
                   r.floor.count, r.kept);
        printf("%zu good trees: %zu load errors, %zu fields unknown, %zu too new; %zu of %zu mistakes named at their "
               "line\n",
               r.trees, r.load_errors, r.unknown_fields, r.too_new, r.named, json_array_size(cases));
    }
    json_decref(cases);
    return suite_end(&r.suite);
}
