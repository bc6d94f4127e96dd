#include "command/project_file.h"

#include "base/nearest.h"
#include "base/path.h"
#include "command/command.h"
#include "gate/guard.h"
#include "syntax/scalar/duration.h"
#include "syntax/yaml/yaml.h"

#include <stdarg.h>

struct reader {
    struct project *project;
    struct arena *arena;
    const char *name;
    struct str source;
    bool ok;
};

/* One key of a mapping: what it may hold and what is done with it. */
struct entry {
    const char *key;
    void (*read)(struct reader *r, const struct node *value);
};

static void complain(struct reader *r, const struct node *at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void complain(struct reader *r, const struct node *at, const char *fmt, ...)
{
    struct span s = span_of(r->source, at);
    struct arena a = { 0 };
    va_list ap;

    va_start(ap, fmt);
    command_fail_at(r->project->args, str_c(r->name), s.line, s.column, arena_vprintf(&a, fmt, ap));
    va_end(ap);
    arena_free(&a);
    r->ok = false;
}

static const struct entry *find(const struct entry *entries, struct str key, const char **near)
{
    size_t least = SIZE_MAX;

    *near = NULL;
    for (; entries->key; entries++) {
        if (str_eq(str_c(entries->key), key))
            return entries;
        if (nearest_better(key, str_c(entries->key), &least))
            *near = entries->key;
    }
    return NULL;
}

static void read_mapping(struct reader *r, const struct node *n, const struct entry *entries)
{
    if (node_kind(n) == NODE_NULL)
        return;
    if (node_kind(n) != NODE_MAPPING) {
        complain(r, n, "a mapping belongs here");
        return;
    }
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        const char *near;
        const struct entry *e = find(entries, node_text(k), &near);
        if (e)
            e->read(r, node_pair_value(k));
        else
            complain(r, k, "unknown key \"%.*s\"%s%s%s", STR_ARG(node_text(k)), near ? "; did you mean " : "",
                     near ? near : "", near ? "?" : "");
    }
}

static struct str text(struct reader *r, const struct node *n)
{
    if (node_kind(n) != NODE_STRING)
        complain(r, n, "a text belongs here");
    return arena_copy(r->arena, node_text(n));
}

/* What the judged tree brings with it names nothing outside of it that would be read. */
static struct str inside(struct reader *r, const struct node *n, struct str path)
{
    if (!r->project->named && path.len && !path_stays_below(path_clean(r->arena, path)))
        complain(r, n,
                 "%.*s lies outside of the tree: only a project file that is named by --project, or a flag, may say so",
                 STR_ARG(path));
    return path;
}

static struct str path(struct reader *r, const struct node *n)
{
    return inside(r, n, text(r, n));
}

/* A text or a list of texts. */
static void texts(struct reader *r, const struct node *n, struct str **list, size_t *count)
{
    *list = ARENA_ARRAY(r->arena, struct str, node_kind(n) == NODE_SEQUENCE ? node_count(n) : 1);
    *count = 0;
    if (node_kind(n) != NODE_SEQUENCE) {
        (*list)[(*count)++] = text(r, n);
        return;
    }
    for (const struct node *e = node_first(n); e; e = node_next(n, e))
        (*list)[(*count)++] = text(r, node_value(e));
}

static void paths(struct reader *r, const struct node *n, struct str **list, size_t *count)
{
    texts(r, n, list, count);
    for (size_t i = 0; i < *count; i++)
        inside(r, n, (*list)[i]);
}

static void read_config(struct reader *r, const struct node *n)
{
    r->project->paths.config = path(r, n);
}

static void read_jobs(struct reader *r, const struct node *n)
{
    struct str jobs = path(r, n);

    r->project->no_jobs = str_eq(jobs, STR("none"));
    r->project->paths.jobs = r->project->no_jobs ? STR("") : jobs;
}

static void read_plugins(struct reader *r, const struct node *n)
{
    r->project->paths.plugins = path(r, n);
}

static void read_supplemental_config(struct reader *r, const struct node *n)
{
    paths(r, n, &r->project->paths.supplemental_config, &r->project->paths.supplemental_config_count);
}

static void read_supplemental_plugins(struct reader *r, const struct node *n)
{
    paths(r, n, &r->project->paths.supplemental_plugins, &r->project->paths.supplemental_plugins_count);
}

static void read_repos(struct reader *r, const struct node *n, struct inrepo_source **repos, size_t *count)
{
    if (node_kind(n) != NODE_MAPPING) {
        complain(r, n, "a mapping of ORG/REPO to a path belongs here");
        return;
    }
    *repos = ARENA_ARRAY(r->arena, struct inrepo_source, node_count(n));
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k))
        (*repos)[(*count)++] =
            (struct inrepo_source){ arena_copy(r->arena, node_text(k)), path(r, node_pair_value(k)) };
}

static void read_inrepo(struct reader *r, const struct node *n)
{
    read_repos(r, n, &r->project->paths.inrepo, &r->project->paths.inrepo_count);
}

static void read_clusters(struct reader *r, const struct node *n)
{
    r->project->paths.facts.clusters = path(r, n);
}

static void read_github_app_orgs(struct reader *r, const struct node *n)
{
    r->project->paths.facts.github_app_orgs = path(r, n);
}

static void read_checkouts(struct reader *r, const struct node *n)
{
    read_repos(r, n, &r->project->paths.facts.checkouts, &r->project->paths.facts.checkout_count);
}

/* What stands in no configuration, and where it is written down. */
static void read_facts(struct reader *r, const struct node *n)
{
    static const struct entry entries[] = {
        { "clusters", read_clusters },
        { "github-app-orgs", read_github_app_orgs },
        { "checkouts", read_checkouts },
        { NULL, NULL },
    };

    read_mapping(r, n, entries);
}

static void read_required_annotations(struct reader *r, const struct node *n)
{
    texts(r, n, &r->project->paths.required_annotations, &r->project->paths.required_annotation_count);
}

static void read_from(struct reader *r, const struct node *n)
{
    paths(r, n, &r->project->deployed_from, &r->project->deployed_from_count);
}

static void read_deployed(struct reader *r, const struct node *n)
{
    static const struct entry entries[] = { { "from", read_from }, { NULL, NULL } };

    if (node_kind(n) == NODE_MAPPING)
        read_mapping(r, n, entries);
    else
        texts(r, n, &r->project->versions, &r->project->version_count);
}

/* A tree does not say what else is read. */
static struct str other_tree(struct reader *r, const struct node *n)
{
    if (!r->project->named)
        complain(r, n, "another tree counts only in a project file that is named by --project, or as a flag");
    return text(r, n);
}

static void read_linked_pipelines(struct reader *r, const struct node *n)
{
    r->project->linked_pipelines = other_tree(r, n);
}

static void read_linked_prow(struct reader *r, const struct node *n)
{
    r->project->linked_prow = other_tree(r, n);
}

static void read_prow(struct reader *r, const struct node *n)
{
    static const struct entry entries[] = {
        { "config", read_config },
        { "jobs", read_jobs },
        { "plugins", read_plugins },
        { "deployed", read_deployed },
        { "supplemental-config", read_supplemental_config },
        { "supplemental-plugins", read_supplemental_plugins },
        { "inrepo", read_inrepo },
        { "facts", read_facts },
        { "required-job-annotations", read_required_annotations },
        { "pipelines", read_linked_pipelines },
        { NULL, NULL },
    };

    read_mapping(r, n, entries);
}

/* A file, or a file with who deploys it: {file: topology.yaml, consumer: ev2}. */
static void read_one_topology(struct reader *r, const struct node *n)
{
    struct pipeline_paths *p = &r->project->pipelines;
    const struct node *consumer = node_kind(n) == NODE_MAPPING ? node_get(n, STR("consumer")) : NULL;
    struct str file = path(r, node_kind(n) == NODE_MAPPING ? node_get(n, STR("file")) : n);

    p->topologies[p->topology_count++] = file;
    if (!consumer)
        return;
    p->consumers_said = true;
    if (node_is(consumer, STR("ev2")))
        p->ev2_topologies[p->ev2_topology_count++] = file;
    else if (!node_is(consumer, STR("templatize")))
        complain(r, consumer, "a topology's consumer is ev2 or templatize");
}

static void read_topology(struct reader *r, const struct node *n)
{
    struct pipeline_paths *p = &r->project->pipelines;
    size_t count = node_kind(n) == NODE_SEQUENCE ? node_count(n) : 1;

    p->topologies = ARENA_ARRAY(r->arena, struct str, count);
    p->ev2_topologies = ARENA_ARRAY(r->arena, struct str, count);
    if (node_kind(n) != NODE_SEQUENCE)
        read_one_topology(r, n);
    for (const struct node *e = node_first(n); e; e = node_next(n, e))
        read_one_topology(r, node_value(e));
}

static void read_pipeline_config(struct reader *r, const struct node *n)
{
    r->project->pipelines.config = path(r, n);
}

static void read_overlays(struct reader *r, const struct node *n)
{
    paths(r, n, &r->project->pipelines.overlays, &r->project->pipelines.overlay_count);
}

/* A version, or the go.mod that pins it. */
static void read_version(struct reader *r, const struct node *n, struct str *version, struct str *from)
{
    if (node_kind(n) == NODE_MAPPING && node_get(n, STR("from")))
        *from = path(r, node_get(n, STR("from")));
    else
        *version = text(r, n);
    if (version->len && !version_time(*version) && !str_eq(*version, STR("unknown")) && !str_has(*version, STR("/")))
        complain(r, n, "a version of ARO-Tools is v0.0.0-TIME-COMMIT, an image, or unknown");
}

static void read_templatize(struct reader *r, const struct node *n)
{
    struct pipeline_paths *p = &r->project->pipelines;

    read_version(r, n, &p->pin, &p->pin_from);
    if (str_eq(p->pin, STR("unknown")))
        p->pin = (struct str){ "", 0 };
}

static void read_ev2(struct reader *r, const struct node *n)
{
    read_version(r, n, &r->project->pipelines.ev2, &r->project->pipelines.ev2_from);
}

static void read_executor(struct reader *r, const struct node *n)
{
    read_version(r, n, &r->project->pipelines.executor, &r->project->pipelines.executor_from);
}

static void read_consumers(struct reader *r, const struct node *n)
{
    static const struct entry entries[] = {
        { "templatize", read_templatize },
        { "ev2", read_ev2 },
        { "prow-job-executor", read_executor },
        { NULL, NULL },
    };

    read_mapping(r, n, entries);
}

static void read_pipelines(struct reader *r, const struct node *n)
{
    static const struct entry entries[] = {
        { "topology", read_topology },  { "config", read_pipeline_config }, { "overlays", read_overlays },
        { "deployed", read_consumers }, { "prow", read_linked_prow },       { NULL, NULL },
    };

    read_mapping(r, n, entries);
}

static void read_skippable(struct reader *r, const struct node *n)
{
    struct project *p = r->project;
    enum guard_id id;

    texts(r, n, &p->skippable, &p->skippable_count);
    for (size_t i = 0; i < p->skippable_count; i++)
        if (!guard_parse(p->skippable[i], &id))
            complain(r, n, "no guard is called \"%.*s\"; prowgate gate --help lists them", STR_ARG(p->skippable[i]));
}

static void read_confirm_url(struct reader *r, const struct node *n)
{
    r->project->confirm.url = text(r, n);
}

static void read_confirm_file(struct reader *r, const struct node *n)
{
    r->project->confirm.file = text(r, n);
}

static void read_confirm_command(struct reader *r, const struct node *n)
{
    r->project->confirm.command = text(r, n);
}

static void read_soak(struct reader *r, const struct node *n)
{
    struct str error;

    if (!duration_parse(text(r, n), &r->project->confirm.soak, r->arena, &error))
        complain(r, n, "%.*s", STR_ARG(error));
}

/* How a candidate proves itself. */
static void read_confirm(struct reader *r, const struct node *n)
{
    static const struct entry entries[] = {
        { "url", read_confirm_url },
        { "file", read_confirm_file },
        { "command", read_confirm_command },
        { "soak", read_soak },
        { NULL, NULL },
    };

    r->project->confirm.given = r->project->confirm.given || !r->project->named;
    read_mapping(r, n, entries);
}

static void read_gate(struct reader *r, const struct node *n)
{
    static const struct entry entries[] = { { "skippable", read_skippable },
                                            { "confirm", read_confirm },
                                            { NULL, NULL } };

    read_mapping(r, n, entries);
}

bool project_severity(struct str text, enum severity *severity)
{
    if (str_eq(text, STR("false")))
        return *severity = SEVERITY_OFF, true;
    return severity_parse(text, severity);
}

static void complain_of_parameter(void *context, const struct node *at, struct str text)
{
    complain(context, at, "%.*s", STR_ARG(text));
}

/* Severity and parameters in one mapping. Without a severity, the rule's own, or error where that is off: who writes
 * parameters wants the rule. */
static void read_use(struct reader *r, const struct rule *rule, const struct node *n, struct rule_override *o)
{
    const struct node *severity = node_get(n, STR("severity"));

    o->is_use = true;
    o->parameters = n;
    o->severity = rule->severity == SEVERITY_OFF ? SEVERITY_ERROR : rule->severity;
    if (severity && !project_severity(node_text(severity), &o->severity))
        complain(r, severity, "severity of %s is off, info, warning or error", rule->id);
    parameters_check(rule->parameters, rule->id, n, n, r->arena, complain_of_parameter, r);
}

static void read_rule(struct reader *r, const struct rule *rule, const struct node *n)
{
    struct project *p = r->project;
    struct rule_override *o;

    p->rules = arena_grow(r->arena, p->rules, p->rule_count, &p->rule_cap, sizeof *p->rules);
    o = &p->rules[p->rule_count++];
    *o = (struct rule_override){ .id = str_c(rule->id) };
    if (node_kind(n) == NODE_MAPPING && rule->undecided)
        complain(r, n, "%s says what could not be looked at: it stays an error", rule->id);
    else if (node_kind(n) == NODE_MAPPING)
        read_use(r, rule, node_value(n), o);
    else if (!project_severity(node_text(n), &o->severity))
        complain(r, n, "%s is off, info, warning or error%s", rule->id,
                 rule->parameters ? ", or a mapping of its parameters, or a list of such mappings" : "");
    else if (o->severity != SEVERITY_OFF)
        parameters_check(rule->parameters, rule->id, NULL, n, r->arena, complain_of_parameter, r);
}

static void read_entries(struct reader *r, const struct rule *rule, const struct node *list)
{
    if (node_count(list) == 0)
        complain(r, list, "the list of %s is empty", rule->id);
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        if (node_kind(e) == NODE_MAPPING)
            read_rule(r, rule, node_value(e));
        else
            complain(r, e, "an entry of %s is a mapping of its severity and its parameters", rule->id);
}

/* Of an own rule, which is not known yet: whether there is one of this id is asked when all are read. */
static void read_own_severity(struct reader *r, const struct node *key)
{
    struct project *p = r->project;
    const struct node *n = node_pair_value(key);
    struct rule_override o = { .id = node_text(key) };

    if (!project_severity(node_text(n), &o.severity)) {
        complain(r, n, "%.*s is off, info, warning or error", STR_ARG(o.id));
        return;
    }
    p->rules = arena_grow(r->arena, p->rules, p->rule_count, &p->rule_cap, sizeof *p->rules);
    p->rules[p->rule_count++] = o;
}

static void read_rules(struct reader *r, const struct node *n)
{
    if (node_kind(n) != NODE_MAPPING) {
        complain(r, n, "a mapping of rule ids to off, info, warning or error belongs here");
        return;
    }
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        const struct rule *rule = rule_find(node_text(k)), *near = rule ? NULL : rule_nearest(node_text(k));
        const struct node *value = node_pair_value(k);
        if (!rule && str_has(node_text(k), STR("/")))
            read_own_severity(r, k);
        else if (!rule)
            complain(r, k, "no rule is called \"%.*s\"%s%s%s", STR_ARG(node_text(k)), near ? "; did you mean " : "",
                     near ? near->id : "", near ? "?" : "");
        else if (rule->parameters && node_kind(value) == NODE_SEQUENCE)
            read_entries(r, rule, value);
        else
            read_rule(r, rule, value);
    }
}

/* The limits of rules about comparisons, by rule; the same as under rules. */
static void read_delta(struct reader *r, const struct node *n)
{
    if (node_kind(n) != NODE_MAPPING) {
        complain(r, n, "a mapping of rules about comparisons to their limits belongs here");
        return;
    }
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        const struct rule *rule = rule_find(node_text(k));
        if (rule && rule->delta)
            read_rule(r, rule, node_pair_value(k));
        else
            complain(r, k, "no rule about comparisons is called \"%.*s\"", STR_ARG(node_text(k)));
    }
}

/* Read with the files that it names, once the tree is open. */
static void read_own_rules(struct reader *r, const struct node *n)
{
    r->project->own_rules = n;
    r->project->own_source = r->source;
}

bool project_file_read(struct project *p, struct arena *arena, const char *name, struct str source)
{
    static const struct entry entries[] = {
        { "prow", read_prow },   { "pipelines", read_pipelines }, { "delta", read_delta }, { "gate", read_gate },
        { "rules", read_rules }, { "own-rules", read_own_rules }, { NULL, NULL },
    };
    struct reader r = { .project = p, .arena = arena, .name = name, .ok = true };
    struct yaml_error e;
    struct tape t;

    if (!yaml_read(&t, arena, source, NULL, &e)) {
        command_fail_at(p->args, str_c(name), e.line, e.column, e.message);
        return false;
    }
    p->text = source;
    r.source = t.source;
    if (t.second_document_line) {
        command_fail_at(p->args, str_c(name), t.second_document_line, 1,
                        STR("a second document stands here; the project file is one"));
        r.ok = false;
    }
    for (size_t i = 0; i < t.duplicate_count; i++)
        complain(&r, t.duplicates[i].key, "\"%.*s\" stands here for the second time",
                 STR_ARG(node_text(t.duplicates[i].key)));
    read_mapping(&r, t.root, entries);
    return r.ok;
}
