#include "pipeline/config_schema.h"

#include "base/buf.h"
#include "base/embedded.h"
#include "base/quote.h"
#include "pipeline/schema_rules.h"
#include "syntax/json/json.h"
#include "syntax/regex/regex.h"
#include "syntax/yaml/yaml.h"

enum { MOST_BYTES = 16 << 20 };

/* The first line, then the tree. */
static void add_causes(struct words *words, struct arena *a, struct str first, struct str schema,
                       const struct schema_cause *cause)
{
    size_t count;
    struct str *lines = schema_cause_lines(cause, a, &count);

    words_add(words, a, ARENA_JOIN(a, first, STR("jsonschema validation failed with "), schema_cause_quote(a, schema)));
    for (size_t i = 0; i < count; i++)
        words_add(words, a, lines[i]);
}

static struct schema *compile_own(struct str name, struct arena *a)
{
    struct tape *tape = ARENA_NEW(a, struct tape);
    struct yaml_error e;
    struct schema_error why;

    return yaml_read(tape, a, embedded_find(embedded_schemas, name), NULL, &e) ? schema_compile(tape, NULL, a, &why)
                                                                               : NULL;
}

bool config_meta_check(const struct node *root, struct arena *a, struct words *words)
{
    static const struct node empty = { .span = 1, .line = 1, .kind = NODE_MAPPING };
    struct schema *meta = compile_own(STR("pipeline/config"), a);
    const struct schema_cause *cause;
    bool undecided = false;

    if (!meta) {
        words_add(words, a, STR("failed to load pipeline schema"));
        return false;
    }
    cause = schema_causes(meta, node_kind(root) == NODE_NULL ? &empty : root, NULL, a, &undecided);
    if (cause)
        add_causes(words, a, STR("config is not compliant with meta schema config.meta.schema.v1.json: "),
                   STR("config.meta.schema.v1.json#"), cause);
    schema_free(meta);
    return !cause;
}

static bool is_regex(struct str value, struct arena *a, struct str *why)
{
    struct regex_error e;

    if (regex_check(a, value, REGEX_GO_NEWEST, &e))
        return true;
    *why = e.message;
    return false;
}

/* The meta-schema as the library asks it: with a vocabulary of ARO-Tools' own beside the draft's, all of them. */
static const char wrapped_meta[] = "{\"$schema\": \"http://json-schema.org/draft-07/schema#\","
                                   " \"allOf\": [{\"$ref\": \"http://json-schema.org/draft-07/schema#\"}]}";
static const char plain_meta[] = "{\"$schema\": \"http://json-schema.org/draft-07/schema#\","
                                 " \"$ref\": \"http://json-schema.org/draft-07/schema#\"}";
static const char newer_meta[] = "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\","
                                 " \"$ref\": \"https://json-schema.org/draft/2020-12/schema\"}";

static bool is_newer(const struct node *root)
{
    return str_has(node_text(node_get(root, STR("$schema"))), STR("2020-12"));
}

static void judge_schema(struct config_schema *s, struct arena *a)
{
    static const struct schema_format formats[] = { { STR_INIT("regex"), is_regex } };
    struct schema_options options = { .formats = formats, .format_count = 1, .assert_formats = true };
    bool newer = is_newer(s->tape.root), undecided = false;
    struct tape meta_tape;
    struct json_error e;
    struct schema_error why;
    const struct schema_cause *cause;
    struct schema *meta;
    struct buf first = { 0 };

    json_read(&meta_tape, a, str_c(newer ? newer_meta : s->rules ? wrapped_meta : plain_meta), &e);
    meta = schema_compile(&meta_tape, &options, a, &why);
    cause = meta ? schema_causes(meta, s->tape.root, NULL, a, &undecided) : NULL;
    if (cause) {
        buf_put(&first, STR("failed to compile schema: "));
        buf_put(&first, arena_quote(a, ARENA_JOIN(a, s->path, STR("#"))));
        buf_put(&first, STR(" is not valid against metaschema: "));
        while (cause->kind == CAUSE_REFERENCE && cause->first && !cause->first->next)
            cause = cause->first;
        add_causes(&s->words, a, arena_copy(a, buf_str(&first)),
                   s->rules || newer ? STR("urn:mem:metaschema") : STR("http://json-schema.org/draft-07/schema#"),
                   cause);
        buf_free(&first);
    }
    schema_free(meta);
}

static void say(struct config_schema *s, struct arena *a, struct str what)
{
    words_add_lines(&s->words, a, ARENA_JOIN(a, STR("failed to compile schema: "), what));
}

static bool read_schema(struct config_schema *s, const struct fs *fs, struct arena *a)
{
    struct buf bytes = { 0 };
    struct fs_error e;
    struct json_error why;
    struct str text, before = ARENA_JOIN(a, STR("failing loading "), arena_quote(a, s->path), STR(": "));
    bool ok = fs_read(fs, s->path, MOST_BYTES, &bytes, &e);

    text = ok ? arena_copy(a, buf_str(&bytes)) : (struct str){ "", 0 };
    buf_free(&bytes);
    if (!ok) {
        say(s, a, ARENA_JOIN(a, before, fs_error_text(&e, a)));
        return false;
    }
    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_from(text, 3);
    if (json_read(&s->tape, a, text, &why))
        return true;
    s->undecided = true;
    say(s, a, ARENA_JOIN(a, before, why.message));
    return false;
}

void config_schema_load(struct config_schema *s, const struct fs *fs, struct str path, bool rules, struct arena *a)
{
    static const struct str rule_keyword[] = { STR_INIT("x-cel-validations") };
    struct schema_options options = { .draft = SCHEMA_DRAFT_2020_12,
                                      .annotations = rule_keyword,
                                      .annotation_count = 1 };
    struct schema_error why;

    *s = (struct config_schema){ .path = path, .rules = rules };
    if (!read_schema(s, fs, a))
        return;
    judge_schema(s, a);
    if (s->words.count)
        return;
    s->schema = schema_compile(&s->tape, &options, a, &why);
    if (!s->schema) {
        struct str ref = schema_rules_missing_ref(&s->tape, a);

        if (ref.len)
            say(s, a,
                ARENA_JOIN(a, STR("json-pointer in "), arena_quote(a, ARENA_JOIN(a, s->path, ref)), STR(" not found")));
        else
            say(s, a, why.message);
        s->undecided = !ref.len;
    } else if (rules) {
        struct str error = schema_rules_compile(&s->set, s->tape.root, a);

        if (error.len) {
            words_add(&s->words, a, ARENA_JOIN(a, STR("failed to compile schema: "), error));
            schema_free(s->schema);
            s->schema = NULL;
        }
    }
}

void config_schema_free(struct config_schema *s)
{
    schema_free(s->schema);
    s->schema = NULL;
    schema_rules_free(&s->set);
}

bool config_schema_validate(const struct config_schema *s, const struct node *config, struct arena *a,
                            struct words *words, const struct schema_cause **cause, bool *undecided)
{
    struct schema_judging judging = { .set = &s->set };
    struct schema_extension rules = schema_rules(&judging);
    struct schema_scratch scratch = { 0 };
    struct str error;

    *cause = NULL;
    if (!s->schema) {
        for (size_t i = 0; i < s->words.count; i++)
            words_add(words, a, s->words.at[i]);
        return false;
    }
    if (!s->rules && schema_validate(s->schema, config, &scratch, NULL, &error) == SCHEMA_VALID) {
        schema_scratch_free(&scratch);
        return true;
    }
    schema_scratch_free(&scratch);
    *cause = schema_causes(s->schema, config, s->rules ? &rules : NULL, a, undecided);
    *undecided = *undecided || judging.undecided;
    cel_machine_free(&judging.machine);
    if (*cause)
        add_causes(words, a, STR("failed to validate schema: "), ARENA_JOIN(a, s->path, STR("#")), *cause);
    return !*cause;
}
