#include "pipeline/answer.h"

#include "base/path.h"
#include "base/sha256.h"
#include "pipeline/answer_parts.h"
#include "pipeline/behaviour.h"
#include "pipeline/bicepparam.h"
#include "pipeline/config_schema.h"
#include "pipeline/layers.h"
#include "syntax/yaml/marshal.h"
#include "syntax/yaml/yaml.h"

#include <stdlib.h>

static struct str hash(struct arena *a, struct str bytes)
{
    struct sha256 digest;

    sha256_of(bytes, &digest);
    return sha256_hex(a, &digest);
}

struct str answer_hash(struct arena *a, struct str bytes)
{
    return str_slice(hash(a, bytes), 0, 16);
}

void answer_words(struct answer_writer *w, const char *key, const struct words *words)
{
    answer_key(w, str_c(key));
    answer_begin_array(w);
    for (size_t i = 0; i < words->count; i++)
        answer_string(w, words->at[i]);
    answer_end_array(w);
}

static void write_one(struct answer_writer *w, struct arena *a, const char *key, struct str error)
{
    struct words words = { 0 };

    words_add_lines(&words, a, error);
    answer_words(w, key, &words);
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

static void write_contexts(struct answer_writer *w, struct arena *a, const struct node *clouds)
{
    answer_key(w, STR("contexts"));
    answer_begin_object(w);
    for (const struct node **c = sorted_keys(a, clouds); *c; c++) {
        const struct node *envs = node_field(node_pair_value(*c), STR("environments"));

        answer_key(w, node_text(*c));
        answer_begin_object(w);
        for (const struct node **e = sorted_keys(a, envs); *e; e++) {
            answer_key(w, node_text(*e));
            answer_begin_array(w);
            for (const struct node **r = sorted_keys(a, node_field(node_pair_value(*e), STR("regions"))); *r; r++)
                answer_string(w, node_text(*r));
            answer_end_array(w);
        }
        answer_end_object(w);
    }
    answer_end_object(w);
}

static void write_hashes(struct answer_writer *w, struct arena *a, const struct node *root)
{
    struct buf text = { 0 };

    yaml_write_json(&text, root);
    answer_member_string(w, STR("sha256_json"), hash(a, buf_str(&text)));
    answer_member_string(w, STR("sha"), answer_hash(a, buf_str(&text)));
    buf_reset(&text);
    yaml_marshal(&text, root);
    answer_member_string(w, STR("sha256_yaml"), hash(a, buf_str(&text)));
    buf_free(&text);
}

static const char *failed_key(enum config_failed failed)
{
    return failed == CONFIG_EV2 ? "ev2" : failed == CONFIG_REGION ? "region" : "resolver";
}

static void write_config(struct answer *x)
{
    struct answer_writer *w = x->w;
    const struct schema_cause *cause;
    struct words words = { 0 };
    bool undecided = false;

    answer_key(w, STR("config"));
    answer_begin_object(w);
    if (!config_load(&x->source, x->q->fs, x->q->config, x->q->config_count, answer_numbers(x->q->pin), x->arena)) {
        if (x->source.merge.count)
            answer_words(w, "merge", &x->source.merge);
        else
            answer_words(w, "provider", &x->source.provider);
        answer_end_object(w);
        return;
    }
    write_contexts(w, x->arena, x->source.contexts);
    if (!config_resolve(&x->source, &x->q->context, x->arena, &x->resolved)) {
        write_one(w, x->arena, failed_key(x->resolved.failed), x->resolved.error);
    } else {
        x->config = x->resolved.root;
        write_hashes(w, x->arena, x->config);
        config_schema_load(&x->schema, x->q->fs, x->source.schema,
                           pipeline_behaves(PIPELINE_CONFIG_CEL_RULES, x->q->pin), x->arena);
        if (!config_schema_validate(&x->schema, x->config, x->arena, &words, &cause, &undecided))
            answer_words(w, "schema", &words);
        config_schema_free(&x->schema);
    }
    config_resolved_free(&x->resolved);
    answer_end_object(w);
}

static void write_error(struct answer_writer *w, struct arena *a, const char *key, struct str before, struct str path,
                        struct str error)
{
    struct words words = { 0 };

    words_add_lines(&words, a, error);
    answer_key(w, ARENA_JOIN(a, str_c(key), before, path));
    answer_begin_array(w);
    for (size_t i = 0; i < words.count; i++)
        answer_string(w, words.at[i]);
    answer_end_array(w);
}

static void write_services(struct answer *x)
{
    struct words lines = { 0 };
    struct str text;

    for (const struct service *s = x->topology.first; s; s = service_next(s, NULL)) {
        struct str dir = path_clean(x->arena, path_dir_part(x->topology.paths[s->topology]));

        words_add(&lines, x->arena,
                  ARENA_JOIN(x->arena, s->group, STR(" parent="), s->parent ? s->parent->group : STR("-"),
                             s->stamped && pipeline_behaves(PIPELINE_GROUPS_STAMPED, x->q->pin)
                                 ? STR(" stamped=true dir=")
                                 : STR(" stamped=false dir="),
                             dir, STR(" path="), s->path));
    }
    text = words_join(&lines, x->arena);
    answer_member_string(x->w, STR("services"),
                         ARENA_JOIN(x->arena, arena_printf(x->arena, "%zu:", lines.count),
                                    answer_hash(x->arena, text)));
}

static void write_topology(struct answer *x)
{
    struct topology_fault f;
    struct answer_writer *w = x->w;
    const struct str none = { "", 0 };

    answer_key(w, STR("topology"));
    answer_begin_object(w);
    for (size_t i = 0; i < x->q->topology_count; i++) {
        struct topology one;

        if (!topology_load_one(&one, x->q->fs, x->q->topology[i], x->arena, &f))
            write_error(w, x->arena, "single load ", none, x->q->topology[i], f.words);
        else if (!topology_validate(&one, x->arena, &f))
            write_error(w, x->arena, "single validate ", none, x->q->topology[i], f.words);
    }
    x->loaded = topology_load(&x->topology, x->q->fs, x->q->topology, x->q->topology_count, x->arena, &f);
    if (!x->loaded) {
        write_error(w, x->arena, "load", none, none, f.words);
    } else {
        if (!topology_validate(&x->topology, x->arena, &f))
            write_error(w, x->arena, "validate", none, none, f.words);
        write_services(x);
    }
    answer_end_object(w);
}

static struct str read_text(const struct fs *fs, struct str path, struct arena *a, struct str *error)
{
    struct buf bytes = { 0 };
    struct fs_error e;
    struct str text = { NULL, 0 };

    if (fs_read(fs, path, 16 << 20, &bytes, &e))
        text = arena_copy(a, buf_str(&bytes));
    else
        *error = fs_error_text(&e, a);
    buf_free(&bytes);
    return text;
}

static void write_bicepparam(struct answer *x)
{
    struct words files = { 0 };
    struct str error = { "", 0 }, pipeline, text;
    uint32_t offset;

    answer_key(x->w, STR("bicepparam"));
    answer_begin_object(x->w);
    if (!bicepparam_collect(&x->topology, x->q->fs, x->arena, &files, &error, &pipeline, &offset)) {
        write_one(x->w, x->arena, "collect", error);
    } else {
        answer_member_string(x->w, STR("files"),
                             ARENA_JOIN(x->arena, arena_printf(x->arena, "%zu:", files.count),
                                        answer_hash(x->arena, words_join(&files, x->arena))));
        for (size_t i = 0; i < files.count; i++) {
            text = read_text(x->q->fs, files.at[i], x->arena, &error);
            error = text.p ? bicepparam_words(text, x->arena) : error;
            if (error.len) {
                answer_key(x->w, files.at[i]);
                answer_begin_array(x->w);
                answer_string(x->w, error);
                answer_end_array(x->w);
            }
        }
    }
    answer_end_object(x->w);
}

static void write_file(struct answer *x, struct str path, const struct template_value *data)
{
    struct str error = { "", 0 }, text = read_text(x->q->fs, path, x->arena, &error);
    struct page_failure why;
    struct buf out = { 0 };
    struct page page;

    answer_key(x->w, path);
    if (text.p) {
        page_parse(&page, x->arena, text);
        if (!page.template)
            error = ARENA_JOIN(x->arena, STR("failed to parse template: "), page.error);
        else if (!page_render(&page, x->arena, data, &out, NULL, &why))
            error = ARENA_JOIN(x->arena, STR("failed to execute template: "), why.message);
    }
    if (error.len) {
        answer_begin_object(x->w);
        write_one(x->w, x->arena, "errors", error);
        answer_end_object(x->w);
    } else {
        answer_string(x->w, answer_hash(x->arena, buf_str(&out)));
    }
    buf_free(&out);
}

static void write_files(struct answer *x, const struct template_value *data)
{
    answer_key(x->w, STR("files"));
    answer_begin_object(x->w);
    for (size_t i = 0; i < x->q->discovered->rendered.count; i++)
        write_file(x, x->q->discovered->rendered.at[i], data);
    answer_end_object(x->w);
}

void answer_write(const struct answer_question *q, struct answer_writer *w, struct arena *a)
{
    struct answer x = { .q = q, .w = w, .arena = a };
    struct template_value data;

    answer_begin_object(w);
    write_config(&x);
    write_topology(&x);
    if (x.loaded && pipeline_behaves(PIPELINE_BICEPPARAM_CHECKED, q->pin))
        write_bicepparam(&x);
    if (x.config) {
        if (q->placeholders)
            x.config = config_placeholders(a, x.config);
        data = page_value(a, x.config, answer_numbers(q->pin));
        answer_pipelines(&x, &data);
        write_files(&x, &data);
    }
    answer_end_object(w);
}
