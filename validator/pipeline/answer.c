#include "pipeline/answer.h"

#include "base/sha256.h"
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

static struct str short_hash(struct arena *a, struct str bytes)
{
    return str_slice(hash(a, bytes), 0, 16);
}

static void write_words(struct json_writer *w, const char *key, const struct words *words)
{
    json_key(w, str_c(key));
    json_begin_array(w);
    for (size_t i = 0; i < words->count; i++)
        json_string(w, words->at[i]);
    json_end_array(w);
}

static void write_one(struct json_writer *w, struct arena *a, const char *key, struct str error)
{
    struct words words = { 0 };

    words_add_lines(&words, a, error);
    write_words(w, key, &words);
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

static void write_contexts(struct json_writer *w, struct arena *a, const struct node *clouds)
{
    json_key(w, STR("contexts"));
    json_begin_object(w);
    for (const struct node **c = sorted_keys(a, clouds); *c; c++) {
        const struct node *envs = node_field(node_pair_value(*c), STR("environments"));

        json_key(w, node_text(*c));
        json_begin_object(w);
        for (const struct node **e = sorted_keys(a, envs); *e; e++) {
            json_key(w, node_text(*e));
            json_begin_array(w);
            for (const struct node **r = sorted_keys(a, node_field(node_pair_value(*e), STR("regions"))); *r; r++)
                json_string(w, node_text(*r));
            json_end_array(w);
        }
        json_end_object(w);
    }
    json_end_object(w);
}

static void write_hashes(struct json_writer *w, struct arena *a, const struct node *root)
{
    struct buf text = { 0 };

    yaml_write_json(&text, root);
    json_member_string(w, STR("sha256_json"), hash(a, buf_str(&text)));
    json_member_string(w, STR("sha"), short_hash(a, buf_str(&text)));
    buf_reset(&text);
    yaml_marshal(&text, root);
    json_member_string(w, STR("sha256_yaml"), hash(a, buf_str(&text)));
    buf_free(&text);
}

static const char *failed_key(enum config_failed failed)
{
    return failed == CONFIG_EV2 ? "ev2" : failed == CONFIG_REGION ? "region" : "resolver";
}

static const struct node *write_config(const struct answer_question *q, struct json_writer *w, struct arena *a)
{
    struct config_source source;
    struct config_resolved resolved;
    struct config_schema schema;
    struct words words = { 0 };
    const struct schema_cause *cause;
    const struct node *root = NULL;
    bool undecided = false;

    json_key(w, STR("config"));
    json_begin_object(w);
    if (!config_load(&source, q->fs, q->config, q->config_count,
                     q->pin < 20260814000000 ? PAGE_FLOAT64 : PAGE_INT64, a)) {
        if (source.merge.count)
            write_words(w, "merge", &source.merge);
        else
            write_words(w, "provider", &source.provider);
        json_end_object(w);
        return NULL;
    }
    write_contexts(w, a, source.contexts);
    if (!config_resolve(&source, &q->context, a, &resolved)) {
        write_one(w, a, failed_key(resolved.failed), resolved.error);
    } else {
        root = resolved.root;
        write_hashes(w, a, root);
        config_schema_load(&schema, q->fs, source.schema, q->pin >= 20260428000000, a);
        if (!config_schema_validate(&schema, root, a, &words, &cause, &undecided))
            write_words(w, "schema", &words);
        config_schema_free(&schema);
    }
    config_resolved_free(&resolved);
    json_end_object(w);
    return root;
}

void answer_write(const struct answer_question *q, struct json_writer *w, struct arena *a)
{
    json_begin_object(w);
    write_config(q, w, a);
    json_end_object(w);
}
