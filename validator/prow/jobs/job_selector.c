#include "prow/jobs/job_selector.h"

#include "base/glob.h"

static const char *const types[] = { "presubmit", "postsubmit", "periodic", NULL };

/* What both kinds of selector know. */
#define COMMON                                                                                                         \
    { .name = "type", .kind = PARAMETER_CHOICE, .shape = SHAPE_LIST, .choices = types, .help = "kinds of jobs" },      \
        { .name = "repos",                                                                                             \
          .kind = PARAMETER_GLOB,                                                                                      \
          .shape = SHAPE_LIST,                                                                                         \
          .help = "org/repo of the job; of a periodic, that of its first extra_refs" },                                \
        { .name = "files",                                                                                             \
          .kind = PARAMETER_GLOB,                                                                                      \
          .shape = SHAPE_LIST,                                                                                         \
          .help = "the file that the job stands in, from the root of the tree" },                                      \
        { .name = "names", .kind = PARAMETER_REGEX, .shape = SHAPE_LIST, .help = "names of jobs" },                    \
    {                                                                                                                  \
        .name = "clusters", .kind = PARAMETER_GLOB, .shape = SHAPE_LIST,                                               \
        .help = "the cluster that the job runs on; without one, it is default"                                         \
    }

const struct parameter job_selector_parameters[] = {
    COMMON,
    { .name = "labels",
      .kind = PARAMETER_REGEX,
      .shape = SHAPE_MAP,
      .help = "labels that the job has, and their values" },
    { .name = "annotations",
      .kind = PARAMETER_REGEX,
      .shape = SHAPE_MAP,
      .help = "annotations that the job has, and their values" },
    { .name = "fields",
      .kind = PARAMETER_REGEX,
      .shape = SHAPE_MAP,
      .help = "fields of the job, with dots, and their values as written; one that is not there is empty: ^$" },
    { .name = NULL },
};

const struct parameter job_summary_selector_parameters[] = { COMMON, { .name = NULL } };

/* What a selector asks of a job; the job and its parts are NULL where they are forgotten. */
struct traits {
    enum job_kind kind;
    struct str repo, file, name, cluster;
    const struct node *job, *labels, *annotations;
    struct patterns *patterns;
    struct arena *arena;
};

bool globs_match(const struct node *list, struct str text)
{
    bool any = list == NULL, only_out = true;

    for (const struct node *e = parameter_next(list, NULL); e; e = parameter_next(list, e)) {
        struct str glob = node_text(e);
        bool out = str_starts(glob, STR("!"));
        if (out && glob_match(str_from(glob, 1), text))
            return false;
        only_out = only_out && out;
        any = any || (!out && glob_match(glob, text));
    }
    return any || only_out;
}

static bool type_matches(const struct node *list, enum job_kind kind)
{
    for (const struct node *e = parameter_next(list, NULL); e; e = parameter_next(list, e))
        if (node_is(e, str_c(job_kind_name(kind))))
            return true;
    return list == NULL;
}

static bool name_matches(const struct node *list, const struct traits *t)
{
    for (const struct node *e = parameter_next(list, NULL); e; e = parameter_next(list, e))
        if (patterns_match(t->patterns, node_text(e), t->name))
            return true;
    return false;
}

/* Each key is there, and its value matches. */
static bool map_matches(const struct node *wanted, const struct node *map, const struct traits *t)
{
    for (const struct node *k = node_first_key(wanted); k; k = node_next_key(wanted, k)) {
        const struct node *value = node_get(map, node_text(k));
        if (!value || !patterns_match(t->patterns, node_text(node_pair_value(k)), preset_label_value(t->arena, value)))
            return false;
    }
    return true;
}

static struct str field_text(const struct traits *t, struct str path)
{
    const struct node *n = t->job;
    struct str field;

    while (n && path.len) {
        str_cut(path, '.', &field, &path);
        n = node_field(n, field);
    }
    return preset_label_value(t->arena, n);
}

static bool fields_match(const struct node *wanted, const struct traits *t)
{
    for (const struct node *k = node_first_key(wanted); k; k = node_next_key(wanted, k))
        if (!patterns_match(t->patterns, node_text(node_pair_value(k)), field_text(t, node_text(k))))
            return false;
    return true;
}

static bool selected(const struct check *c, const struct traits *t)
{
    const struct node *jobs = check_parameter(c, "jobs"), *names = node_get(jobs, STR("names"));

    return type_matches(node_get(jobs, STR("type")), t->kind) && globs_match(node_get(jobs, STR("repos")), t->repo) &&
           globs_match(node_get(jobs, STR("files")), t->file) &&
           globs_match(node_get(jobs, STR("clusters")), t->cluster) && (!names || name_matches(names, t)) &&
           map_matches(node_get(jobs, STR("labels")), t->labels, t) &&
           map_matches(node_get(jobs, STR("annotations")), t->annotations, t) &&
           fields_match(node_get(jobs, STR("fields")), t) && !name_matches(check_parameter(c, "except"), t);
}

bool job_selected(const struct check *c, const struct job *j)
{
    const struct traits t = {
        .kind = j->kind,
        .repo = job_defaults_repo(j, j->arena),
        .file = j->file->path,
        .name = j->name,
        .cluster = j->cluster,
        .job = j->node,
        .labels = j->labels,
        .annotations = job_get(j, STR("annotations")),
        .patterns = j->patterns,
        .arena = j->arena,
    };

    return selected(c, &t);
}

bool job_summary_selected(const struct check *c, struct patterns *patterns, const struct job_summary *s)
{
    const struct traits t = {
        .kind = s->kind,
        .repo = s->repo,
        .file = s->file,
        .name = s->name,
        .cluster = s->cluster,
        .patterns = patterns,
    };

    return selected(c, &t);
}
