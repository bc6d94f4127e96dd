#include "pipeline/validate.h"

#include "base/path.h"
#include "pipeline/behaviour.h"
#include "pipeline/bicepparam.h"
#include "pipeline/config.h"
#include "pipeline/config_schema.h"
#include "pipeline/pipeline.h"
#include "pipeline/refs.h"

#include <stdlib.h>

struct validation {
    const struct validate_question *q;
    struct arena *arena;
    struct words *lines;
    struct topology topology;
    struct config_source source;
    struct config_schema config_schema;
    struct schema *schema;
    struct pipeline_file *files; /* one a service, in their order */
    size_t file_count;
};

static struct str trimmed(struct str s)
{
    while (s.len && (s.p[0] == ' ' || s.p[0] == '\t'))
        s = str_from(s, 1);
    return s;
}

/* What its logger prints of an error: the lines without their indentation, schemas as URLs. */
static bool refuse(struct validation *v, struct str before, const struct words *words)
{
    static const struct str quoted = STR_INIT("validation failed with '"), pointer = STR_INIT("json-pointer in \""),
                            compile = STR_INIT("failed to compile schema: \""),
                            loading = STR_INIT("failing loading \"");
    static const struct str *const marks[] = { &quoted, &pointer, &compile, &loading };
    struct arena *a = v->arena;

    for (size_t i = 0; i < words->count; i++) {
        struct str line = i ? trimmed(words->at[i]) : ARENA_JOIN(a, before, words->at[0]);

        for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
            for (size_t k = 0; k + marks[m]->len <= line.len; k++) {
                struct str rest = str_from(line, k + marks[m]->len);

                if (!str_starts(str_from(line, k), *marks[m]) || str_starts(rest, STR("urn:")) ||
                    str_starts(rest, STR("file:")) || str_starts(rest, STR("http")))
                    continue;
                line = ARENA_JOIN(a, str_slice(line, 0, k + marks[m]->len),
                                  marks[m] == &loading || str_starts(rest, STR("config.meta.")) ? STR("file://")
                                                                                                : STR("file:///"),
                                  rest);
                break;
            }
        words_add(v->lines, a, line);
    }
    return false;
}

static bool refuse_text(struct validation *v, struct str before, struct str text)
{
    struct words w = { 0 };

    words_add_lines(&w, v->arena, text);
    return refuse(v, before, &w);
}

static bool check_topology(struct validation *v)
{
    struct topology_fault f;
    const struct validate_question *q = v->q;

    if (!topology_load(&v->topology, q->fs, q->topologies, q->topology_count, v->arena, &f))
        return refuse_text(v, STR("failed to load topology: "), f.words);
    return topology_validate(&v->topology, v->arena, &f) ||
           refuse_text(v, STR("failed to validate topology: "), f.words);
}

static struct str read_text(struct validation *v, struct str path, struct str *error)
{
    struct buf bytes = { 0 };
    struct fs_error e;
    struct str text = { NULL, 0 };

    if (fs_read(v->q->fs, path, 16 << 20, &bytes, &e))
        text = arena_copy(v->arena, buf_str(&bytes));
    else
        *error = fs_error_text(&e, v->arena);
    buf_free(&bytes);
    return text;
}

static bool check_bicepparams(struct validation *v)
{
    struct words files = { 0 }, said = { 0 };
    struct str error = { "", 0 }, pipeline, none = { "", 0 };
    uint32_t offset;

    if (!bicepparam_collect(&v->topology, v->q->fs, v->arena, &files, &error, &pipeline, &offset))
        return refuse_text(v, none, error);
    words_add(&said, v->arena, STR("bicepparam template validation failed:"));
    for (size_t i = 0; i < files.count; i++) {
        struct str text;

        error = none;
        text = read_text(v, files.at[i], &error);
        error = text.p ? bicepparam_words(text, v->arena) : error;
        if (error.len)
            words_add_lines(&said, v->arena, ARENA_JOIN(v->arena, files.at[i], STR(": "), error));
    }
    return said.count == 1 || refuse(v, none, &said);
}

static bool check_pipeline(struct validation *v, const struct service *s, const struct pipeline_file *f,
                           const struct node *config, const struct template_value *data, struct str place)
{
    struct pipeline p;
    const struct node *at;
    struct arena *a = v->arena;
    struct str error;
    bool ok = true;

    if (!pipeline_load(&p, f, data, v->schema, v->q->pin, a)) {
        ok = refuse(v,
                    ARENA_JOIN(a, place, STR(":: "), s->group, STR(": failed to parse pipeline "), s->file, STR(": ")),
                    &p.words);
    } else {
        error = refs_validate(&p, config, a, &at);
        ok = !error.len || refuse_text(v, ARENA_JOIN(a, place, STR(":: ")), error);
    }
    pipeline_free(&p);
    return ok;
}

/* As upstream compares: by the beginning of the path, so that a change below foobar counts for foo, too. */
static bool is_wanted(const struct validation *v, const struct service *s)
{
    struct str dir = path_dir_part(s->file);

    if (!v->q->only_changed)
        return true;
    for (size_t i = 0; i < v->q->changed_count; i++)
        if (str_starts(v->q->changed[i], dir))
            return true;
    return false;
}

static bool check_context(struct validation *v, const struct pipeline_context *c)
{
    struct arena *a = v->arena;
    struct str place = ARENA_JOIN(a, STR("config["), c->cloud, STR("]["), c->env, STR("]["), c->region, STR("]"));
    const struct schema_cause *cause;
    struct config_resolved r;
    struct template_value data;
    struct words words = { 0 };
    size_t i = 0;
    bool undecided = false, ok;

    if (!config_resolve(&v->source, c, a, &r)) {
        config_resolved_free(&r);
        return refuse_text(v,
                           ARENA_JOIN(a, place, STR(": "),
                                      r.failed == CONFIG_EV2 ? STR("failed to get ev2 config: ") : STR("")),
                           r.error);
    }
    config_resolved_free(&r);
    if (!config_schema_validate(&v->config_schema, r.root, a, &words, &cause, &undecided))
        return refuse(v, ARENA_JOIN(a, place, STR(": resolved region config was invalid: ")), &words);
    data = page_value(a, r.root, v->source.numbers);
    ok = true;
    for (const struct service *s = v->topology.first; s && ok; s = service_next(s, NULL), i++)
        ok = !is_wanted(v, s) || check_pipeline(v, s, &v->files[i], r.root, &data, place);
    return ok;
}

static bool check_environment(struct validation *v, struct str cloud, struct str env)
{
    struct pipeline_context c = { .cloud = cloud,
                                  .env = env,
                                  .region = v->q->dev_region,
                                  .stamp = STR("1"),
                                  .ev2 = v->q->dev_mode ? STR("public") : cloud };
    const struct node *regions = node_get(node_get(node_get(v->source.ev2, STR("clouds")), cloud), STR("regions"));

    if (v->q->dev_mode)
        return check_context(v, &c);
    for (const struct node *k = node_first_key(regions); k; k = node_next_key(regions, k)) {
        c.region = node_text(k);
        if (!check_context(v, &c))
            return false;
    }
    return true;
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(node_text(*(const struct node *const *)a), node_text(*(const struct node *const *)b));
}

static const struct node **sorted_keys(struct arena *a, const struct node *map)
{
    const struct node **keys = ARENA_ARRAY(a, const struct node *, node_count(map) + 1);
    size_t n = 0;

    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k))
        keys[n++] = k;
    if (n)
        qsort(keys, n, sizeof *keys, by_text);
    return keys;
}

static bool check_environments(struct validation *v)
{
    for (const struct node **c = sorted_keys(v->arena, v->source.contexts); *c; c++) {
        const struct node *envs = node_field(node_pair_value(*c), STR("environments"));

        for (const struct node **e = sorted_keys(v->arena, envs); *e; e++)
            if (!check_environment(v, node_text(*c), node_text(*e)))
                return false;
    }
    return true;
}

static void read_files(struct validation *v)
{
    for (const struct service *s = v->topology.first; s; s = service_next(s, NULL))
        v->file_count++;
    v->files = ARENA_ARRAY(v->arena, struct pipeline_file, v->file_count + 1);
    v->file_count = 0;
    for (const struct service *s = v->topology.first; s; s = service_next(s, NULL))
        pipeline_file_read(&v->files[v->file_count++], v->q->fs, s->file, v->arena);
}

bool pipelines_validate(const struct validate_question *q, struct arena *a, struct words *lines)
{
    struct validation v = { .q = q, .arena = a, .lines = lines };
    bool ok;

    if (!check_topology(&v))
        return false;
    if (!config_load(&v.source, q->fs, &q->config, 1,
                     pipeline_behaves(PIPELINE_NUMBERS_STAY_WHOLE, q->pin) ? PAGE_INT64 : PAGE_FLOAT64, a)) {
        const struct words *w = v.source.merge.count ? &v.source.merge : &v.source.provider;

        return refuse(&v, STR("failed to load config file: "), w);
    }
    if (pipeline_behaves(PIPELINE_BICEPPARAM_CHECKED, q->pin) && !check_bicepparams(&v))
        return false;
    v.schema = pipeline_schema(q->pin, a);
    config_schema_load(&v.config_schema, q->fs, v.source.schema, pipeline_behaves(PIPELINE_CONFIG_CEL_RULES, q->pin),
                       a);
    read_files(&v);
    ok = v.schema && check_environments(&v);
    config_schema_free(&v.config_schema);
    schema_free(v.schema);
    return ok;
}
