/* What stands above a job, a preset and a whole file, in words: when the job runs and who waits for it, how many jobs
 * the preset reaches, what the change to the tree does. */
#include "lsp/answers.h"

#include "lsp/jobs_of.h"
#include "rule/rule.h"

/* Longer lists and expressions are cut: a lens is one line. */
enum { MOST_BRANCHES = 3, LONGEST_TEXT = 60 };

/* The lenses of one file. */
struct lenses {
    struct connection *connection;
    struct spot at;
    struct names names;
    bool judged; /* names can be asked */
    struct arena arena;
    json_t *list;
};

static struct str shortened(struct arena *a, struct str text)
{
    size_t end = LONGEST_TEXT;

    if (text.len <= LONGEST_TEXT)
        return text;
    while (end && ((unsigned char)text.p[end] & 0xC0) == 0x80)
        end--;
    return ARENA_JOIN(a, str_slice(text, 0, end), STR("..."));
}

static struct str list_words(struct arena *a, const struct node *list)
{
    struct str words = STR("");
    size_t n = 0;

    for (const struct node *e = node_kind(list) == NODE_SEQUENCE ? node_first(list) : NULL; e; e = node_next(list, e)) {
        if (n++ < MOST_BRANCHES)
            words = ARENA_JOIN(a, words, n > 1 ? STR(", ") : STR(""), shortened(a, node_text(e)));
    }
    return n > MOST_BRANCHES ? arena_printf(a, "%.*s and %zu more", STR_ARG(words), n - MOST_BRANCHES) : words;
}

static struct str branch_words(struct arena *a, const struct job_spot *j)
{
    struct str only = list_words(a, node_get(j->node, STR("branches")));
    struct str skip = list_words(a, node_get(j->node, STR("skip_branches")));
    struct str words = only.len ? ARENA_JOIN(a, STR(" to "), only) : STR("");

    return skip.len ? ARENA_JOIN(a, words, STR(" except to "), skip) : words;
}

static struct str text_at(const struct job_spot *j, const char *field)
{
    return node_text(node_get(j->node, str_c(field)));
}

static struct str periodic_words(struct arena *a, const struct job_spot *j)
{
    static const struct {
        const char *field, *words;
    } when[] = { { "cron", "runs at " }, { "interval", "runs every " }, { "minimum_interval", "runs again after " } };

    for (size_t i = 0; i < COUNT_OF(when); i++)
        if (text_at(j, when[i].field).len)
            return ARENA_JOIN(a, str_c(when[i].words), text_at(j, when[i].field));
    return STR("runs never: neither cron nor interval is given");
}

static struct str condition_words(struct arena *a, const struct job_spot *j)
{
    struct str changed = text_at(j, "run_if_changed"), skipped = text_at(j, "skip_if_only_changed");
    const char *what = j->kind == PRESUBMIT ? "pull requests" : "pushes";
    const struct node *always = node_get(j->node, STR("always_run"));
    struct str words;

    if (j->kind == PERIODIC)
        return periodic_words(a, j);
    if (changed.len)
        words = ARENA_JOIN(a, STR("runs on "), str_c(what), STR(" that change "), shortened(a, changed));
    else if (skipped.len)
        words = ARENA_JOIN(a, STR("runs on "), str_c(what), STR(" that change more than "), shortened(a, skipped));
    else if (j->kind == POSTSUBMIT ? always && !node_true(always) : !node_true(always))
        words = j->kind == PRESUBMIT ? ARENA_JOIN(a, STR("runs when asked for: /test "), text_at(j, "name"))
                                     : STR("runs when somebody starts it");
    else
        words = ARENA_JOIN(a, STR("runs on all "), str_c(what));
    return ARENA_JOIN(a, words, branch_words(a, j));
}

/* Where a policy or tide names the context, at the repository, its organization, or for all. */
static const struct name_use *demand(const struct names *n, struct str repo, struct str context)
{
    struct str org, rest;
    struct str of[3];

    str_cut(repo, '/', &org, &rest);
    of[0] = repo;
    of[1] = org;
    of[2] = STR("");
    for (size_t i = 0; i < COUNT_OF(of); i++)
        for (const struct name_use *u = names_first(n, NAME_CONTEXT, of[i], context); u; u = u->next)
            if (!u->job && (u->by == BY_PROTECTION || str_eq(u->value, STR("required-contexts"))))
                return u;
    return NULL;
}

/* Who waits for the status of a presubmit, and where that is decided (ContextRequired; fact sheet 4.5). */
static struct str merge_words(struct lenses *l, const struct job_spot *j)
{
    struct str context = text_at(j, "context").len ? text_at(j, "context") : text_at(j, "name");
    bool optional = node_true(node_get(j->node, STR("optional")));
    const struct name_use *u = l->judged ? demand(&l->names, j->repo, context) : NULL;
    const char *by = u && u->by == BY_PROTECTION ? "branch protection" : "tide";

    if (node_true(node_get(j->node, STR("skip_report"))))
        return STR("; reports no status");
    if (u)
        return arena_printf(&l->arena, "; %s merging: %s requires it at %.*s:%u",
                            optional ? "optional, and yet blocks" : "blocks", by, STR_ARG(u->at.file), u->at.span.line);
    return optional ? STR("; blocks no merge: it is optional") : STR("; blocks merging: it is not optional");
}

static void put(struct lenses *l, const struct node *n, struct str title)
{
    json_array_append_new(l->list, json_pack("{s:o,s:{s:o,s:s}}", "range", spot_node_range(l->connection, &l->at, n),
                                             "command", "title", text_json(title), "command", ""));
}

static void put_job(void *context, const struct job_spot *j, const struct node *key)
{
    struct lenses *l = context;
    const struct node *name = node_get(j->node, STR("name"));
    struct str words = condition_words(&l->arena, j);

    (void)key;
    if (j->kind == PRESUBMIT)
        words = ARENA_JOIN(&l->arena, words, merge_words(l, j));
    if (name)
        put(l, name, words);
}

static void put_preset(void *context, const struct node *node)
{
    struct lenses *l = context;
    struct preset p = { .labels = node_get(node, STR("labels")) };
    const struct name *n;
    size_t jobs;

    if (!l->judged || node_kind(p.labels) != NODE_MAPPING)
        return;
    n = names_find(&l->names, NAME_PRESET, STR(""), preset_name(&l->arena, &p));
    jobs = n ? n->jobs : 0;
    put(l, node_key(node, STR("labels")), arena_printf(&l->arena, "reaches %zu job%s", jobs, str_plural(jobs)));
}

json_t *answer_code_lenses(struct connection *s, const json_t *params)
{
    struct lenses l = { .connection = s };
    const struct workspace *w;

    if (!spot_read_document(s, params, &l.at) || l.at.kind.kind == KIND_OTHER)
        return json_array();
    w = l.at.folder->folder.workspace;
    l.list = json_array();
    l.judged = w->judged;
    if (l.judged)
        l.names = names_all_of(&w->tree);
    json_array_append_new(l.list,
                          json_pack("{s:o,s:{s:O}}", "range", range_of_bytes(STR(""), s->client.encoding, 0, 0), "data",
                                    "uri", json_object_get(json_object_get(params, "textDocument"), "uri")));
    jobs_of(l.at.kind, &l.at.model->tape, put_job, &l);
    presets_of(l.at.kind, &l.at.model->tape, put_preset, &l);
    arena_free(&l.arena);
    return l.list;
}

/* The first thing in the file that what is deployed would not load. */
static struct str refusal(struct arena *a, const struct served *f, struct str relative)
{
    struct file_findings of = workspace_findings(f->folder.workspace, relative);
    const struct deployed_component *c = f->folder.components;

    for (size_t i = 0; i < of.count; i++) {
        const struct finding *x = of.items[i];
        if (x->severity != SEVERITY_ERROR || x->suppressed)
            continue;
        if (x->rule->fact && f->folder.component_count)
            return arena_printf(a, "; deployed %.*s%s%.*s refuses line %u", STR_ARG(c->component),
                                c->component.len ? " " : "", STR_ARG(c->version), x->at.span.line);
        return arena_printf(a, "; rejected at line %u (%s)", x->at.span.line, x->rule->id);
    }
    return STR("");
}

json_t *answer_resolve_lens(struct connection *s, const json_t *params)
{
    struct document *d = connection_document(s, json_object_get(params, "data"));
    json_t *out = json_deep_copy(params);
    struct buf words = { 0 };
    struct arena a = { 0 };
    struct str relative;
    struct served *f = d ? connection_served(s, d->path, &relative) : NULL;

    if (f) {
        if (!s->host->change(s->host->context, &f->folder, &words))
            buf_printf(&words, "nothing to compare with: no commit has this tree");
        buf_put(&words, refusal(&a, f, relative));
        json_object_set_new(out, "command", json_pack("{s:o,s:s}", "title", text_json(buf_str(&words)), "command", ""));
    }
    buf_free(&words);
    arena_free(&a);
    return out;
}
