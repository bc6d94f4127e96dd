/* Rows of upstream's own test tables, and what the executor of Prow jobs takes, held against the functions behind the
 * checks of pipelines. Functions that only run pipelines have no counterpart here. */
#include "harness/suite.h"
#include "pipeline/bicepparam.h"
#include "pipeline/config_schema.h"
#include "pipeline/consumers.h"
#include "pipeline/ev2.h"
#include "pipeline/layers.h"
#include "pipeline/pipeline.h"
#include "pipeline/steps.h"
#include "pipeline/topology.h"
#include "pipeline/yamlwrap.h"
#include "source/fs_memory.h"
#include "syntax/json/json.h"
#include "syntax/yaml/marshal.h"
#include "syntax/yaml/yaml.h"

#include <stdio.h>
#include <string.h>

static const uint64_t PIN = 20260820999999;
static const struct str none = { "", 0 };

struct row {
    struct suite *suite;
    struct arena *arena;
    const struct node *all, *input, *output;
    struct str error; /* wanted; empty: none */
};

static struct str input_text(const struct row *r, const char *key)
{
    return node_text(node_get(r->input, str_c(key)));
}

static struct str json_of(const struct row *r, const struct node *n)
{
    struct buf b = { 0 };
    struct str text;

    yaml_write_json(&b, n);
    text = arena_copy(r->arena, buf_str(&b));
    buf_free(&b);
    return text;
}

static struct str joined(const struct row *r, const struct words *w)
{
    return arena_list(r->arena, STR("\n"), w->at, w->count);
}

/* Paths of files are the recorder's own, and so is the order of siblings in a tree of causes. */
static struct str comparable(const struct row *r, struct str words)
{
    static const struct str file = STR_INIT("failed with '"), from = STR_INIT("topology from ");
    struct str line, rest = words;
    struct words lines = { 0 };

    while (rest.len) {
        size_t at;

        str_cut(rest, '\n', &line, &rest);
        at = str_find(line, file);
        if (at != SIZE_MAX)
            line = ARENA_JOIN(r->arena, str_slice(line, 0, at), STR("failed"));
        at = str_find(line, from);
        if (at != SIZE_MAX)
            line = ARENA_JOIN(r->arena, str_slice(line, 0, at), STR("a topology"),
                              str_from(line, at + from.len + str_find(str_from(line, at + from.len), STR(":"))));
        words_add(&lines, r->arena, line);
    }
    words_sort(&lines);
    return arena_list(r->arena, STR("\n"), lines.at, lines.count);
}

static void expect(const struct row *r, struct str got, struct str want)
{
    struct str id = node_text(node_get(r->all, STR("id")));
    char name[512];

    snprintf(name, sizeof name, "%.*s", STR_ARG(id));
    suite_case(r->suite, name, str_eq(got, want), "wanted %.*s, got %.*s", STR_ARG(want), STR_ARG(got));
}

static void expect_error(const struct row *r, struct str got)
{
    expect(r, comparable(r, got), comparable(r, r->error));
}

static void bicepparam(const struct row *r)
{
    expect(r, bicepparam_words(input_text(r, "content"), r->arena), r->error);
}

static void get_by_path(const struct row *r)
{
    struct str error = none;
    const struct node *n =
        config_get(node_value(node_get(r->input, STR("configuration"))), input_text(r, "path"), r->arena, &error);

    if (r->error.len)
        expect(r, error, r->error);
    else
        expect(r, json_of(r, n), json_of(r, r->output));
}

static void merge(const struct row *r)
{
    const struct node *layers[2] = { node_get(r->input, STR("base")), node_get(r->input, STR("override")) };

    expect(r, json_of(r, layers_merge(r->arena, layers, 2)), json_of(r, r->output));
}

static void render(const struct row *r, struct str text, const struct node *vars)
{
    struct template_value data = page_value(r->arena, vars, PAGE_INT64);
    struct page_failure why = { 0 };
    struct buf out = { 0 };
    struct page page;
    struct str words = none;

    page_parse(&page, r->arena, text);
    if (!page.template)
        words = ARENA_JOIN(r->arena, STR("failed to parse template: "), page.error);
    else if (!page_render(&page, r->arena, &data, &out, NULL, &why))
        words = ARENA_JOIN(r->arena, STR("failed to execute template: "), why.message);
    if (r->error.len)
        expect(r, words, r->error);
    else
        expect(r, words.len ? words : buf_str(&out), node_text(r->output));
    buf_free(&out);
}

static void preprocess(const struct row *r)
{
    render(r, input_text(r, "content"), node_value(node_get(r->input, STR("vars"))));
}

static void execute(const struct row *r)
{
    struct yaml_error e;
    struct tape t = { 0 };

    yaml_read(&t, r->arena, input_text(r, "yaml"), NULL, &e);
    render(r, input_text(r, "template"), t.root);
}

static void region_short(const struct row *r)
{
    struct str error = none;
    const struct node *values =
        ev2_resolve(ev2_read(r->arena), input_text(r, "cloud"), input_text(r, "region"), r->arena, &error);

    expect(r, values ? node_text(node_get(values, STR("regionShortName"))) : error, node_text(r->output));
}

static void wrap(const struct row *r)
{
    struct str wrapped = yaml_wrap(r->arena, input_text(r, "data")), words = none;
    struct yaml_error e;
    struct tape t;

    if (node_true(node_get(r->input, STR("validateResult"))) && !yaml_read(&t, r->arena, wrapped, NULL, &e))
        words =
            ARENA_JOIN(r->arena, STR("wrapped result is not valid YAML: error converting YAML to JSON: "), e.message);
    expect(r, words.len ? words : wrapped, r->error.len ? r->error : node_text(r->output));
}

static void unwrap(const struct row *r)
{
    expect(r, yaml_unwrap(r->arena, input_text(r, "data")), r->error.len ? r->error : node_text(r->output));
}

static bool load(const struct row *r, struct topology *t, const struct str *texts, size_t count, struct str *words)
{
    struct str *names = ARENA_ARRAY(r->arena, struct str, count + 1);
    struct topology_fault f = { 0 };
    struct fs_memory fs;
    bool ok;

    fs_memory_init(&fs, r->arena);
    for (size_t i = 0; i < count; i++) {
        names[i] = arena_printf(r->arena, "t%zu/topology.yaml", i);
        fs_memory_put(&fs, names[i], texts[i]);
    }
    ok = topology_load(t, &fs.fs, names, count, r->arena, &f);
    *words = f.words;
    return ok;
}

/* Folders of duplicates are named in another way than by the recorder. */
static struct str without_folders(const struct row *r, struct str words)
{
    size_t at = str_find(words, STR(" found in topology in "));

    return at == SIZE_MAX ? words : ARENA_JOIN(r->arena, str_slice(words, 0, at), STR(" twice"));
}

static void load_combined(const struct row *r)
{
    const struct node *files = node_value(node_get(r->input, STR("files")));
    struct str *texts = ARENA_ARRAY(r->arena, struct str, node_count(files) + 1), words;
    struct topology t;
    size_t n = 0;

    for (const struct node *e = node_first(files); e; e = node_next(files, e)) {
        const struct node *v = node_value(e);

        texts[n++] = node_kind(v) == NODE_STRING ? node_text(v) : node_text(node_get(v, STR("content")));
    }
    load(r, &t, texts, n, &words);
    expect(r, comparable(r, without_folders(r, words)), comparable(r, without_folders(r, r->error)));
}

static void validate(const struct row *r)
{
    struct topology_fault f = { 0 };
    struct str text = json_of(r, r->input), words;
    struct topology t;

    if (load(r, &t, &text, 1, &words) && !topology_validate(&t, r->arena, &f))
        words = f.words;
    expect_error(r, words);
}

static void lookup(const struct row *r)
{
    struct str text = json_of(r, node_get(r->input, STR("topology"))), words, group = input_text(r, "serviceGroup");
    struct topology t;

    if (load(r, &t, &text, 1, &words) && !topology_find(&t, group))
        words = ARENA_JOIN(r->arena, STR("service group "), group, STR(" not found in service tree"));
    expect_error(r, words);
}

static void judge_pipeline(const struct row *r, struct str content, const struct node *config, const char *before)
{
    struct schema *schema = pipeline_schema(PIN, r->arena);
    struct template_value data = page_value(r->arena, config, PAGE_INT64);
    struct pipeline_file file;
    struct pipeline p;
    struct fs_memory fs;
    struct str words;

    fs_memory_init(&fs, r->arena);
    fs_memory_put(&fs, STR("p.yaml"), content);
    pipeline_file_read(&file, &fs.fs, STR("p.yaml"), r->arena);
    pipeline_load(&p, &file, &data, schema, PIN, r->arena);
    words = p.stage > STAGE_SCHEMA && *before ? none : joined(r, &p.words); /* only the schema was asked */
    if (str_starts(words, str_c(before)))
        words = str_from(words, strlen(before));
    expect_error(r, words);
    pipeline_free(&p);
    schema_free(schema);
}

static void new_pipeline(const struct row *r)
{
    judge_pipeline(r, input_text(r, "content"), node_value(node_get(r->input, STR("config"))), "");
}

static void pipeline_schema_row(const struct row *r)
{
    judge_pipeline(r, input_text(r, "content"), NULL, "failed to validate pipeline schema: ");
}

/* The step's type by its name: the action is left empty in the tables. */
static const char *action_of(struct str type)
{
    static const char *const names[][2] = {
        { "types.ARMStep", "ARM" },
        { "types.ARMStackStep", "ARMStack" },
        { "types.ShellStep", "Shell" },
        { "types.HelmStep", "Helm" },
        { "types.DelegateChildZoneStep", "DelegateChildZone" },
        { "types.SetCertificateIssuerStep", "SetCertificateIssuer" },
        { "types.CreateCertificateStep", "CreateCertificate" },
        { "types.ResourceProviderRegistrationStep", "ResourceProviderRegistration" },
        { "types.ImageMirrorStep", "ImageMirror" },
        { "types.LogsStep", "RPLogsAccount" },
        { "types.KustoStep", "Kusto" },
        { "types.Pav2Step", "Pav2" },
        { "types.FeatureRegistrationStep", "FeatureRegistration" },
        { "types.ProviderFeatureRegistrationStep", "ProviderFeatureRegistration" },
        { "types.SecretSyncStep", "SecretSync" },
        { "types.Ev2RegistrationStep", "Ev2Registration" },
        { "types.ProwJobStep", "ProwJob" },
        { "types.GrafanaManageStep", "GrafanaManage" },
        { "types.GrafanaDashboardsStep", "GrafanaDashboards" },
        { "types.GrafanaDatasourcesStep", "GrafanaDatasources" },
        { "types.IstioUpgradeStep", "IstioUpgrade" },
        { "types.KustoEntityGroupsStep", "KustoEntityGroups" },
        { "types.GenevaHealthStep", "GenevaHealth" },
        { "types.PublishGenevaActionStep", "PublishGenevaAction" },
        { "types.RunGenevaActionStep", "RunGenevaAction" },
        { "types.PublishGenevaAutomationStep", "PublishGenevaAutomation" },
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(type, str_c(names[i][0])) || str_eq(type, str_from(str_c(names[i][0]), 6)))
            return names[i][1];
    return NULL;
}

/* A pipeline of one step, read as steps are. */
static const struct step *read_step(const struct row *r, struct pipeline *p)
{
    const char *action = action_of(str_starts(input_text(r, "type"), STR("*")) ? str_from(input_text(r, "type"), 1)
                                                                               : input_text(r, "type"));
    struct str step = json_of(r, node_get(r->input, STR("step")));
    struct yaml_error e;
    struct tape t;
    size_t at = str_find(step, STR("\"action\":\"\""));

    if (!action)
        return NULL;
    if (at != SIZE_MAX)
        step = ARENA_JOIN(r->arena, str_slice(step, 0, at + 10), str_c(action), str_from(step, at + 10));
    if (!yaml_read(&t, r->arena, ARENA_JOIN(r->arena, STR("{resourceGroups: [{name: g, steps: ["), step, STR("]}]}")),
                   NULL, &e))
        return NULL;
    *p = (struct pipeline){ .tape = t };
    steps_read(p, r->arena);
    return &p->groups[0].steps[0];
}

static void required_inputs(const struct row *r)
{
    struct pipeline p;
    const struct step *s = read_step(r, &p);
    struct words got = { 0 }, want = { 0 };

    if (!s)
        return;
    for (size_t i = 0; i < s->input_count; i++)
        words_add(&got, r->arena, ARENA_JOIN(r->arena, s->inputs[i].group, STR("/"), s->inputs[i].step));
    for (const struct node *e = node_first(r->output); e; e = node_next(r->output, e))
        words_add(&want, r->arena,
                  ARENA_JOIN(r->arena, node_text(node_get(node_value(e), STR("resourceGroup"))), STR("/"),
                             node_text(node_get(node_value(e), STR("step")))));
    words_sort(&got);
    words_sort(&want);
    expect(r, joined(r, &got), joined(r, &want));
}

static void well_formed(const struct row *r)
{
    struct pipeline p;
    const struct step *s = read_step(r, &p);

    if (s)
        expect(r, s->well_formed ? STR("true") : STR("false"), json_of(r, r->output));
}

static void ask_rules(const struct row *r, bool compile)
{
    const struct node *value = node_value(node_get(r->input, STR("value")));
    const struct schema_cause *cause;
    struct config_schema schema;
    struct words words = { 0 };
    struct fs_memory fs;
    bool undecided = false;
    struct str got = none;
    const struct str before = STR("failed to compile schema: ");

    fs_memory_init(&fs, r->arena);
    fs_memory_put(&fs, STR("schema.json"), input_text(r, "schema"));
    config_schema_load(&schema, &fs.fs, STR("schema.json"), true, r->arena);
    if (compile)
        got = joined(r, &schema.words);
    else if (!config_schema_validate(&schema, value, r->arena, &words, &cause, &undecided))
        got = joined(r, &words);
    if (str_starts(got, before))
        got = str_from(got, before.len);
    if (str_starts(got, STR("failed to validate schema: ")))
        got = str_from(got, 27);
    expect_error(r, got);
    config_schema_free(&schema);
}

static void rules_compile(const struct row *r)
{
    ask_rules(r, true);
}

static void rules_validate(const struct row *r)
{
    ask_rules(r, false);
}

static const struct {
    const char *function;
    void (*ask)(const struct row *r);
} functions[] = {
    { "config.ValidateSimpleFieldAccess", bicepparam },
    { "config/types.GetByPath", get_by_path },
    { "config/types.MergeConfiguration", merge },
    { "config.PreprocessContent", preprocess },
    { "text/template.Execute", execute },
    { "ev2config.regionShortName", region_short },
    { "yamlwrap.WrapYAML", wrap },
    { "yamlwrap.UnwrapYAML", unwrap },
    { "topology.LoadCombined", load_combined },
    { "topology.Validate", validate },
    { "topology.Lookup", lookup },
    { "types.NewPipelineFromBytes", new_pipeline },
    { "types.ValidatePipelineSchema", pipeline_schema_row },
    { "types.RequiredInputs", required_inputs },
    { "types.IsWellFormedOverInputs", well_formed },
    { "config.cel.Compile", rules_compile },
    { "config.cel.Validate", rules_validate },
};

static void ask(struct suite *s, const struct node *n)
{
    const struct node *answers = node_value(node_get(n, STR("answers"))), *answer = n;
    struct arena a = { 0 };
    struct row r = { .suite = s, .arena = &a, .all = n, .input = node_value(node_get(n, STR("input"))) };

    if (node_first(answers)) /* the order of siblings differed */
        answer = node_value(node_first(answers));
    r.output = node_value(node_get(answer, STR("output")));
    r.error = node_text(node_get(answer, STR("error")));
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (node_is(node_get(n, STR("function")), str_c(functions[i].function)))
            functions[i].ask(&r);
    arena_free(&a);
}

/* The executor's flag that a ProwJob step fills. */
static void ask_executor(struct suite *s, const struct node *n)
{
    const struct node *input = node_value(node_get(n, STR("input")));
    struct str id = node_text(node_get(n, STR("id"))), error = node_text(node_get(n, STR("error")));
    static const struct str flag = STR_INIT("--gate-promotion=");
    char name[256];

    snprintf(name, sizeof name, "%.*s", STR_ARG(id));
    for (const struct node *e = node_first(input); e; e = node_next(input, e)) {
        struct str word = node_text(node_value(e));

        if (str_starts(word, flag))
            suite_case(s, name,
                       executor_takes_bool(str_from(word, flag.len)) == !str_has(error, STR("invalid argument")),
                       "%.*s", STR_ARG(error));
    }
}

static void each_row(struct suite *s, const char *path, void (*ask_row)(struct suite *, const struct node *))
{
    struct json_error e;
    struct str bytes;
    struct tape t;
    const struct node *rows;

    if (!suite_read(s, suite_shared(s, path), &bytes) || !json_read(&t, &s->arena, bytes, &e)) {
        suite_skip(s, path);
        return;
    }
    rows = node_value(node_get(t.root, STR("rows")));
    for (const struct node *r = node_first(rows); r; r = node_next(rows, r))
        ask_row(s, node_value(r));
}

int main(void)
{
    struct suite s;

    suite_begin(&s, "pipeline tables", "tests/pipeline/tables.txt");
    each_row(&s, "suites/pipelines/upstream-tables.json", ask);
    each_row(&s, "suites/pipelines/executor.json", ask_executor);
    return suite_end(&s);
}
