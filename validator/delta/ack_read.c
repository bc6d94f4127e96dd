/* Reading acknowledgements: the file and the trailers of commits. */
#include "delta/ack.h"

#include "rule/parameter.h"
#include "syntax/scalar/calendar.h"
#include "syntax/yaml/yaml.h"

static const struct parameter table[] = {
    { .name = "rule", .kind = PARAMETER_TEXT, .need = NEED_ALWAYS, .help = "id of the rule" },
    { .name = "repos", .kind = PARAMETER_GLOB, .shape = SHAPE_LIST, .help = "org/repo" },
    { .name = "contexts", .kind = PARAMETER_GLOB, .shape = SHAPE_LIST, .help = "of retired presubmits" },
    { .name = "files", .kind = PARAMETER_GLOB, .shape = SHAPE_LIST, .help = "that held the jobs which are gone" },
    { .name = "presets", .kind = PARAMETER_GLOB, .shape = SHAPE_LIST, .help = "by their labels" },
    { .name = "steps",
      .kind = PARAMETER_GLOB,
      .shape = SHAPE_LIST,
      .help = "of deployment pipelines, SERVICE/GROUP/STEP" },
    { .name = "at-most", .kind = PARAMETER_NUMBER, .need = NEED_ALWAYS, .help = "how many it covers" },
    { .name = "reason", .kind = PARAMETER_TEXT, .need = NEED_ALWAYS, .help = "why" },
    { .name = "expires", .kind = PARAMETER_SCALAR, .need = NEED_ALWAYS, .help = "the last day, YYYY-MM-DD" },
    { .name = NULL },
};

struct reading {
    struct acks *acks;
    const struct rule_settings *settings;
    struct findings *out;
    struct str file, by; /* or the commit, and who made it */
    struct str source;
    bool is_commit; /* lines and columns mean nothing there */
};

static struct place place_of(const struct reading *r, const struct node *n)
{
    return (struct place){ r->file, r->is_commit ? (struct span){ 0 } : span_of(r->source, n), false };
}

static void complain(void *context, const struct node *at, struct str text)
{
    struct reading *r = context;

    report_rule(r->settings, r->out, STR("ack-invalid"), place_of(r, at), "%.*s", STR_ARG(text));
}

static int digits(struct str s)
{
    int n = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return -1;
        n = n * 10 + (s.p[i] - '0');
    }
    return n;
}

/* "2026-12-31" as days since 1970-01-01. */
static bool read_day(struct str s, int32_t *day)
{
    struct date d;

    if (s.len != 10 || s.p[4] != '-' || s.p[7] != '-')
        return false;
    d = (struct date){ digits(str_slice(s, 0, 4)), digits(str_slice(s, 5, 7)), digits(str_slice(s, 8, 10)) };
    if (d.year < 1 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > calendar_days_in(d.year, d.month))
        return false;
    *day = (int32_t)calendar_day(d);
    return true;
}

static bool is_about_comparisons(struct str id)
{
    const struct rule *r = rule_find(id);

    return r && (r->delta || r->about == SUBJECT_JUDGE);
}

static struct ack *add(struct acks *a)
{
    a->items = arena_grow(a->arena, a->items, a->count, &a->cap, sizeof *a->items);
    return &a->items[a->count++];
}

static struct str *copy_list(struct arena *a, const struct node *list, size_t *count)
{
    struct str *items = ARENA_ARRAY(a, struct str, list ? node_count(list) + 1 : 0);

    *count = 0;
    for (const struct node *n = list ? parameter_next(list, NULL) : NULL; n; n = parameter_next(list, n))
        items[(*count)++] = arena_copy(a, node_text(n));
    return items;
}

/* An entry whose form is right. */
static void read_entry(struct reading *r, const struct node *n)
{
    struct arena *a = r->acks->arena;
    const struct node *rule = node_get(n, STR("rule")), *expires = node_get(n, STR("expires"));
    struct ack k = { .reason = arena_copy(a, node_text(node_get(n, STR("reason")))), .by = r->by };
    int64_t most = 0;

    if (!is_about_comparisons(node_text(rule))) {
        complain(r, rule, ARENA_JOIN(a, STR("no rule about comparisons is called \""), node_text(rule), STR("\"")));
        return;
    }
    if (!read_day(node_text(expires), &k.expires)) {
        complain(r, expires,
                 ARENA_JOIN(a, STR("expires is a day such as 2026-12-31, not \""), node_text(expires), STR("\"")));
        return;
    }
    if (str_trim(k.reason).len == 0) {
        complain(r, node_get(n, STR("reason")), STR("say why: the reason is empty"));
        return;
    }
    node_int(node_get(n, STR("at-most")), &most);
    k.at_most = (size_t)most;
    k.rule = arena_copy(a, node_text(rule));
    k.repos = copy_list(a, node_get(n, STR("repos")), &k.repo_count);
    k.contexts = copy_list(a, node_get(n, STR("contexts")), &k.context_count);
    k.files = copy_list(a, node_get(n, STR("files")), &k.file_count);
    k.presets = copy_list(a, node_get(n, STR("presets")), &k.preset_count);
    k.steps = copy_list(a, node_get(n, STR("steps")), &k.step_count);
    k.at = place_of(r, rule);
    *add(r->acks) = k;
}

static void read_one(struct reading *r, const struct node *e)
{
    if (node_kind(e) != NODE_MAPPING)
        complain(r, e,
                 STR("an acknowledgement is a mapping: rule, repos, contexts, files, presets, steps, at-most, reason, "
                     "expires"));
    else if (parameters_check(table, "an acknowledgement", node_value(e), e, r->acks->arena, complain, r))
        read_entry(r, node_value(e));
}

static void read_list(struct reading *r, const struct node *list)
{
    if (node_kind(list) != NODE_SEQUENCE) {
        complain(r, list, STR("a list of acknowledgements belongs here"));
        return;
    }
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        read_one(r, e);
}

static void read_root(struct reading *r, const struct tape *t)
{
    const struct node *list = node_get(t->root, STR("acknowledged"));

    for (size_t i = 0; i < t->duplicate_count; i++)
        complain(r, t->duplicates[i].key, STR("this key stands here for the second time"));
    if (t->second_document_line)
        complain(r, t->root, STR("only one document belongs into this file"));
    if (node_kind(t->root) != NODE_MAPPING || !list) {
        complain(r, t->root, STR("the file holds one key, acknowledged, with a list"));
        return;
    }
    for (const struct node *k = node_first_key(t->root); k; k = node_next_key(t->root, k))
        if (!str_eq(node_text(k), STR("acknowledged")))
            complain(r, k,
                     ARENA_JOIN(r->acks->arena, STR("unknown key \""), node_text(k),
                                STR("\"; the file holds one "
                                    "key, acknowledged")));
    read_list(r, list);
}

void acks_read_file(struct acks *a, const struct rule_settings *s, struct findings *out, struct str name,
                    struct str bytes)
{
    struct reading r = { .acks = a, .settings = s, .out = out, .file = name, .by = name };
    struct yaml_error e;
    struct tape t;

    if (yaml_read(&t, a->arena, arena_copy(a->arena, bytes), NULL, &e)) {
        r.source = t.source;
        read_root(&r, &t);
        return;
    }
    report_rule(s, out, STR("ack-invalid"), (struct place){ name, { e.line, e.column, e.line, e.column }, false },
                "%.*s", STR_ARG(e.message));
}

/* The text after "Prowgate-Ack:" on one line; false where the line is none. */
static bool is_trailer(struct str line, struct str *value)
{
    struct str key = STR("Prowgate-Ack:");

    if (!str_starts(line, key))
        return false;
    *value = str_trim(str_from(line, key.len));
    return true;
}

/* The message of a commit that takes another one back often holds that one's, with its trailers. */
static bool is_revert(struct str message)
{
    struct str line;

    while (message.len) {
        str_cut(message, '\n', &line, &message);
        if (str_starts(line, STR("This reverts commit ")) || str_starts(line, STR("Revert \"")))
            return true;
    }
    return false;
}

void acks_read_message(struct acks *a, const struct rule_settings *s, struct findings *out, struct str commit,
                       struct str author, struct str message)
{
    struct reading r = { .acks = a, .settings = s, .out = out, .file = commit, .is_commit = true };
    struct str line, value;
    bool quotes;
    struct yaml_error e;
    struct tape t;

    r.by = ARENA_JOIN(a->arena, commit, STR(" by "), author);
    quotes = is_revert(message);
    while (message.len) {
        str_cut(message, '\n', &line, &message);
        if (!is_trailer(line, &value))
            continue;
        if (quotes) {
            report_rule(s, out, STR("ack-unused"), (struct place){ commit, { 0 }, false },
                        "this commit takes another one back, whose trailers its message may quote: none of them is "
                        "heeded; acknowledge what is meant in prowgate.ack.yaml");
            return;
        }
        if (yaml_read(&t, a->arena, arena_copy(a->arena, value), NULL, &e)) {
            r.source = t.source;
            read_one(&r, t.root);
        } else {
            report_rule(s, out, STR("ack-invalid"), (struct place){ commit, { 0 }, false }, "Prowgate-Ack: %.*s",
                        STR_ARG(e.message));
        }
    }
}
