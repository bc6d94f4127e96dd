#include "command/probe.h"

#include "syntax/regex/regex.h"
#include "syntax/yaml/yaml.h"

static void ask_yaml(struct probe *p)
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
        json_key(p->answer, STR("json"));
        json_raw(p->answer, buf_str(&json));
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

static void write_span(struct json_writer *w, struct regex_span s)
{
    json_begin_array(w);
    json_int(w, s.start == REGEX_UNSET ? -1 : (int64_t)s.start);
    json_int(w, s.end == REGEX_UNSET ? -1 : (int64_t)s.end);
    json_end_array(w);
}

static void match(struct probe *p, const struct regex *re, struct str text)
{
    size_t n = regex_group_count(re) + 1;
    struct regex_span *spans = ARENA_ARRAY(p->arena, struct regex_span, n);
    struct regex_scratch scratch = { 0 };
    enum regex_result result = regex_match(re, &scratch, text, spans, n);

    regex_scratch_free(&scratch);
    if (result == REGEX_GAVE_UP) {
        probe_refuse(p, STR("pattern and text are too large together; gave up"));
        return;
    }
    probe_ok(p);
    json_member_bool(p->answer, STR("match"), result == REGEX_MATCH);
    if (result != REGEX_MATCH)
        return;
    json_key(p->answer, STR("spans"));
    json_begin_array(p->answer);
    for (size_t i = 0; i < n; i++)
        write_span(p->answer, spans[i]);
    json_end_array(p->answer);
}

static void ask_regex(struct probe *p)
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

const struct probe_kind probe_kinds[] = {
    { "yaml", ask_yaml },
    { "regex", ask_regex },
    { NULL, NULL },
};
