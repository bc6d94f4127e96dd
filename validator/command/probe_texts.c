#include "command/probe_kinds.h"

#include "pipeline/rendering.h"
#include "syntax/ignore/ignore.h"
#include "syntax/regex/regex.h"
#include "syntax/template/template.h"
#include "syntax/template/value_data.h"
#include "syntax/yaml/yaml.h"

void probe_yaml(struct probe *p)
{
    struct buf json = { 0 };
    struct yaml_error e;
    struct tape t;
    struct str text;

    if (!probe_text(p, "yaml", &text)) {
        probe_refuse(p, STR("probe yaml wants \"yaml\" or \"yaml_b64\""));
    } else if (!yaml_read(&t, p->arena, text, NULL, &e)) {
        probe_refuse(p, e.message);
    } else {
        yaml_write_json(&json, t.root);
        probe_ok(p);
        p->json = arena_copy(p->arena, buf_str(&json));
    }
    buf_free(&json);
}

/* "1.22" gives 22; anything else the newest. */
static int go_minor(struct str version)
{
    int minor = 0;

    if (!str_starts(version, STR("1.")))
        return REGEX_GO_NEWEST;
    for (size_t i = 2; i < version.len && version.p[i] >= '0' && version.p[i] <= '9' && minor < 1000; i++)
        minor = minor * 10 + (version.p[i] - '0');
    return minor;
}

static json_int_t offset(size_t at)
{
    return at == REGEX_UNSET ? -1 : (json_int_t)at;
}

static void match(struct probe *p, const struct regex *re, struct str text)
{
    size_t n = regex_group_count(re) + 1;
    struct regex_span *spans = ARENA_ARRAY(p->arena, struct regex_span, n);
    struct regex_scratch scratch = { 0 };
    enum regex_result result = regex_match(re, &scratch, text, spans, n);
    json_t *list;

    regex_scratch_free(&scratch);
    if (result == REGEX_GAVE_UP) {
        probe_refuse(p, STR("pattern and text are too large together; gave up"));
        return;
    }
    probe_ok(p);
    json_put_bool(p->answer, "match", result == REGEX_MATCH);
    if (result != REGEX_MATCH)
        return;
    list = json_put_array(p->answer, "spans");
    for (size_t i = 0; i < n; i++)
        json_add(list, json_pack("[II]", offset(spans[i].start), offset(spans[i].end)));
}

void probe_regex(struct probe *p)
{
    struct str pattern, text;
    struct regex_error e;
    struct regex *re;

    if (!probe_text(p, "regexp", &pattern)) {
        probe_refuse(p, STR("probe regex wants \"regexp\""));
        return;
    }
    if (!regex_compile(&re, p->arena, pattern, go_minor(node_text(node_get(p->question, STR("go")))), &e)) {
        probe_refuse(p, e.message);
        return;
    }
    if (probe_text(p, "text", &text))
        match(p, re, text);
    else
        probe_ok(p);
    regex_free(re);
}

void probe_ignore(struct probe *p)
{
    struct str patterns, path;
    struct ignore_file file;
    struct ignore_answer a;

    if (!probe_text(p, "patterns", &patterns) || !probe_text(p, "path", &path)) {
        probe_refuse(p, STR("probe ignore wants \"patterns\" and \"path\""));
        return;
    }
    ignore_parse(&file, p->arena, patterns);
    a = ignore_match(&file, p->arena, path, node_true(node_get(p->question, STR("dir"))));
    if (a.verdict == IGNORE_PANICS || a.verdict == IGNORE_HANGS) {
        probe_refuse(p, a.verdict == IGNORE_PANICS ? a.panic : STR("the library never returns"));
        return;
    }
    probe_ok(p);
    json_put_bool(p->answer, "ignored", a.verdict == IGNORE_IGNORED);
}

/* Further functions by name: replace is Prow's own, others the parser only knows. */
static struct template_funcs funcs_of(struct probe *p)
{
    const struct node *list = node_get(p->question, STR("funcs"));
    struct template_func *items = ARENA_ARRAY(p->arena, struct template_func, node_count(list));
    size_t n = 0;

    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        items[n++] = node_is(e, STR("replace")) ? template_funcs_jenkins.items[0]
                                                : (struct template_func){ .name = node_text(e) };
    return (struct template_funcs){ items, n };
}

/* As YAML text, with numbers as ARO-Tools holds them: whole ones as int64 unless "numbers" says float64. */
static bool data_of_yaml(struct probe *p, struct template_value *value)
{
    struct str text = node_text(node_get(p->question, STR("data_yaml")));
    bool floats = node_is(node_get(p->question, STR("numbers")), STR("float64"));
    struct yaml_error e;
    struct tape t;

    if (!yaml_read(&t, p->arena, text, NULL, &e))
        return false;
    *value = page_value(p->arena, t.root, floats ? PAGE_FLOAT64 : PAGE_INT64);
    return true;
}

static void execute(struct probe *p, const struct template *t, const struct node *data)
{
    struct str missing = node_text(node_get(p->question, STR("missingkey")));
    struct template_options options = { 0 };
    struct template_value value = template_value_tape(p->arena, data);
    struct template_error e;
    struct buf out = { 0 };

    if (str_eq(missing, STR("error")))
        options.missing_key = TEMPLATE_MISSING_ERROR;
    else if (str_eq(missing, STR("zero")))
        options.missing_key = TEMPLATE_MISSING_ZERO;
    if (node_is(data, STR("prowjob")))
        value = template_empty_prowjob();
    if (node_key(p->question, STR("data_yaml")) && !data_of_yaml(p, &value)) {
        probe_refuse(p, STR("\"data_yaml\" is no YAML"));
        return;
    }
    if (template_execute(t, p->arena, &value, &options, &out, &e)) {
        probe_ok(p);
        json_put_string(p->answer, "output", buf_str(&out));
    } else {
        probe_refuse(p, e.message);
        json_put_string(p->answer, "partial", buf_str(&out));
    }
    buf_free(&out);
}

void probe_template(struct probe *p)
{
    const struct node *data = node_get(p->question, STR("data"));
    struct template_funcs funcs = funcs_of(p);
    struct template_error e;
    struct template *t;
    struct str text;

    if (!probe_text(p, "text", &text))
        probe_refuse(p, STR("probe template wants \"text\""));
    else if (!template_parse(&t, p->arena, node_text(node_get(p->question, STR("name"))), text, &funcs, &e))
        probe_refuse(p, e.message);
    else if (node_key(p->question, STR("data")) || node_key(p->question, STR("data_yaml")))
        execute(p, t, data);
    else
        probe_ok(p);
}
