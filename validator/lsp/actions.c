/* What can be done about a finding: the repair that it carries, all safe repairs of a file at once, a comment that
 * silences it, an entry in the baseline. */
#include "lsp/answers.h"

#include "lsp/edits.h"
#include "lsp/named.h"
#include "lsp/publish.h"
#include "rule/rule.h"

static const char quick_fix[] = "quickfix", fix_all[] = "source.fixAll.prowgate";
static const char to_baseline[] = "prowgate.addToBaseline", choose_version[] = "prowgate.chooseVersion";

enum { INVALID_PARAMS = -32602 };

/* One request for actions. */
struct asked {
    struct connection *connection;
    struct spot at;
    struct texts texts;
    size_t first, last;    /* lines of the range, from 1 */
    const json_t *context; /* with the diagnostics that the client shows there, and the kinds it wants */
    json_t *list;
};

/* Kinds are wanted by what they begin with: "source" asks for "source.fixAll.prowgate". */
static bool wants(const struct asked *q, const char *kind)
{
    const json_t *only = json_object_get(q->context, "only"), *one;
    size_t i;

    if (!json_array_size(only))
        return true;
    json_array_foreach(only, i, one)
    {
        struct str word = str_c(json_string_value(one)), of = str_c(kind);
        if (str_starts(of, word) && (of.len == word.len || of.p[word.len] == '.' || word.len == 0))
            return true;
    }
    return false;
}

static void put_edits(struct edits *e, const struct fix *fix)
{
    for (size_t i = 0; i < fix->count; i++)
        edits_put(e, &fix->edits[i].at, fix->edits[i].text);
}

static json_t *action(struct asked *q, struct str title, const char *kind, const struct finding *x)
{
    json_t *o = json_pack("{s:o,s:s}", "title", text_json(title), "kind", kind);

    if (x)
        json_object_set_new(o, "diagnostics",
                            json_pack("[o]", diagnostic_json(q->connection, q->at.folder, &q->texts, x)));
    return o;
}

static void put_fix(struct asked *q, const struct finding *x)
{
    struct edits e;
    json_t *o;

    if (!x->fix || x->fix->count == 0)
        return;
    o = action(q, x->fix->title, quick_fix, x);
    edits_init(&e, q->connection, q->at.folder, &q->texts);
    put_edits(&e, x->fix);
    json_object_set_new(o, "edit", edits_take(&e));
    if (x->fix->safe)
        json_object_set_new(o, "isPreferred", json_true());
    json_array_append_new(q->list, o);
}

/* Whether a line of its own can stand above the finding's: not inside of a scalar of several lines. */
static bool takes_comment(struct asked *q, const struct finding *x)
{
    const struct lines *l = texts_lines(&q->texts, x->at.file);
    const struct tape *t = &q->at.model->tape;
    size_t start = lines_offset(l, x->at.span.line, 1);

    if (!q->at.model->fits || x->at.span.line == 0)
        return false;
    for (size_t i = 0; i < t->count; i++) {
        const struct node *n = &t->nodes[i];
        if (n->kind < NODE_SEQUENCE && n->start < start && n->end > start)
            return false;
    }
    return true;
}

static void put_silence(struct asked *q, const struct finding *x)
{
    struct arena *a = &q->texts.arena;
    const struct lines *l = texts_lines(&q->texts, x->at.file);
    struct place above = { x->at.file, { x->at.span.line, 1, x->at.span.line, 1 }, false };
    struct str line = lines_text(l, x->at.span.line);
    struct edits e;
    size_t indent = 0;
    json_t *o;

    if (x->rule->fact || x->rule->undecided || !takes_comment(q, x))
        return;
    while (indent < line.len && line.p[indent] == ' ')
        indent++;
    o = action(q, arena_printf(a, "Silence %s on this line", x->rule->id), quick_fix, x);
    edits_init(&e, q->connection, q->at.folder, &q->texts);
    edits_put(&e, &above,
              ARENA_JOIN(a, str_slice(line, 0, indent), STR("# prowgate: allow "), str_c(x->rule->id),
                         STR(" -- it is meant; say here why\n")));
    json_object_set_new(o, "edit", edits_take(&e));
    json_array_append_new(q->list, o);
}

static void put_baseline(struct asked *q, const struct finding *x)
{
    struct arena *a = &q->texts.arena;
    struct str uri;
    json_t *o;

    if (q->at.folder->folder.baseline.len == 0 || x->rule->fact || x->rule->undecided)
        return;
    uri = connection_uri(q->connection, a, &q->at.folder->folder, q->at.relative);
    o = action(q, arena_printf(a, "Add %s to the baseline", x->rule->id), quick_fix, x);
    json_object_set_new(o, "command",
                        json_pack("{s:s,s:s,s:[o,o]}", "title", "Add to the baseline", "command", to_baseline,
                                  "arguments", text_json(uri), text_json(diagnostic_id(a, x))));
    json_array_append_new(q->list, o);
}

static bool overlap(const struct place *a, const struct place *b)
{
    const struct span *x = &a->span, *y = &b->span;

    if (!str_eq(a->file, b->file))
        return false;
    return !(x->end_line < y->line || (x->end_line == y->line && x->end_column <= y->column) || y->end_line < x->line ||
             (y->end_line == x->line && y->end_column <= x->column));
}

static bool is_safe(const struct finding *x)
{
    return !x->suppressed && x->fix && x->fix->safe && x->fix->count;
}

/* Repairs are whole or not at all: one that would touch what an earlier one does waits for the next time. Findings are
 * sorted, so only the repair before can be in the way, but for those that reach far. */
static bool in_the_way(const struct fix *fix, const struct edit *const *put, size_t count)
{
    for (size_t i = 0; i < fix->count; i++)
        for (size_t k = count > 64 ? count - 64 : 0; k < count; k++)
            if (overlap(&fix->edits[i].at, &put[k]->at))
                return true;
    return false;
}

static void put_all(struct asked *q, struct file_findings of)
{
    struct arena *a = &q->texts.arena;
    const struct edit **put = NULL;
    size_t count = 0, cap = 0, fixes = 0;
    struct edits e;
    json_t *o;

    edits_init(&e, q->connection, q->at.folder, &q->texts);
    for (size_t i = 0; i < of.count; i++) {
        const struct fix *fix = of.items[i]->fix;
        if (!is_safe(of.items[i]) || in_the_way(fix, put, count))
            continue;
        put_edits(&e, fix);
        for (size_t k = 0; k < fix->count; k++)
            *ARENA_PUSH(a, put, count, cap) = &fix->edits[k];
        fixes++;
    }
    if (!fixes) {
        edits_drop(&e);
        return;
    }
    o = action(q, arena_printf(a, "Fix all that is safe to fix in this file (%zu)", fixes), fix_all, NULL);
    json_object_set_new(o, "edit", edits_take(&e));
    json_array_append_new(q->list, o);
}

static bool lies_in(const struct asked *q, const struct finding *x)
{
    size_t first = x->at.span.line ? x->at.span.line : 1, last = x->at.span.end_line ? x->at.span.end_line : 1;

    return first <= q->last && last >= q->first && x->severity != SEVERITY_OFF && !x->suppressed;
}

json_t *answer_code_actions(struct connection *s, const json_t *params)
{
    const json_t *range = json_object_get(params, "range");
    struct asked q = { .connection = s, .context = json_object_get(params, "context") };
    struct file_findings of;

    if (!s->client.literal_actions || !spot_read_document(s, params, &q.at))
        return json_array();
    q.list = json_array();
    q.first = position_read(json_object_get(range, "start")).line + 1;
    q.last = position_read(json_object_get(range, "end")).line + 1;
    texts_init(&q.texts, &q.at.folder->folder.workspace->files.fs, s->client.encoding);
    of = workspace_findings(q.at.folder->folder.workspace, q.at.relative);
    for (size_t i = 0; i < of.count && wants(&q, quick_fix); i++)
        if (lies_in(&q, of.items[i]))
            put_fix(&q, of.items[i]);
    if (wants(&q, fix_all))
        put_all(&q, of);
    for (size_t i = 0; i < of.count && wants(&q, quick_fix); i++)
        if (lies_in(&q, of.items[i])) {
            put_silence(&q, of.items[i]);
            put_baseline(&q, of.items[i]);
        }
    texts_free(&q.texts);
    return q.list;
}

json_t *commands_known(void)
{
    return json_pack("[s,s]", to_baseline, choose_version);
}

/* The finding that an action spoke of, by the file's URI and its fingerprint. */
static const struct finding *find(struct connection *s, const json_t *arguments, struct served **f)
{
    const char *id = json_string_value(json_array_get(arguments, 1));
    const struct finding *found = NULL;
    struct arena a = { 0 };
    struct str path, relative;

    *f = NULL;
    if (id && connection_path(s, &a, json_string_value(json_array_get(arguments, 0)), &path))
        *f = connection_served(s, path, &relative);
    if (*f) {
        struct file_findings of = workspace_findings((*f)->folder.workspace, relative);
        for (size_t i = 0; i < of.count && !found; i++)
            if (!of.items[i]->suppressed && str_eq(diagnostic_id(&a, of.items[i]), str_c(id)))
                found = of.items[i];
    }
    arena_free(&a);
    return found;
}

static json_t *add_to_baseline(struct connection *s, const json_t *arguments)
{
    struct buf why = { 0 };
    struct served *f;
    const struct finding *x = find(s, arguments, &f);

    if (!x)
        return connection_refuse(s, INVALID_PARAMS, "there is no such finding any more");
    if (s->host->add_to_baseline(s->host->context, &f->folder, x, &why))
        f->again = true;
    else
        connection_refuse(s, INVALID_PARAMS, "%.*s", STR_ARG(buf_str(&why)));
    buf_free(&why);
    return NULL;
}

/* An empty one is the version that is found again. */
static json_t *choose(struct connection *s, const json_t *arguments)
{
    const char *version = json_string_value(json_array_get(arguments, 0));

    s->settings.deployed = arena_copy(&s->arena, str_c(version));
    connection_reopen(s);
    return NULL;
}

json_t *answer_execute_command(struct connection *s, const json_t *params)
{
    const char *command = json_string_value(json_object_get(params, "command"));
    const json_t *arguments = json_object_get(params, "arguments");

    if (command && !strcmp(command, to_baseline))
        return add_to_baseline(s, arguments);
    if (command && !strcmp(command, choose_version))
        return choose(s, arguments);
    return connection_refuse(s, INVALID_PARAMS, "there is no such command");
}
