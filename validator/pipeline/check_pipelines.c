/* What is wrong with the pipelines of one context: each by itself, then together. */
#include "base/path.h"
#include "pipeline/check_parts.h"
#include "pipeline/graph.h"
#include "pipeline/refs.h"
#include "pipeline/steps.h"

const struct service *service_of_file(const struct unit *u, struct str path)
{
    for (const struct service *s = u->loaded ? u->topology.first : NULL; s; s = service_next(s, NULL))
        if (str_eq(s->file, path))
            return s;
    return NULL;
}

static const char *rule_of(const struct judging *j, const struct pipeline *p)
{
    if (j->placeholders)
        return "placeholder-refused";
    switch (p->stage) {
    case STAGE_READ:
        return "pipeline-unreadable";
    case STAGE_PARSE:
        return "pipeline-template-syntax";
    case STAGE_RENDER:
        return "pipeline-template-key";
    case STAGE_YAML:
        return "pipeline-yaml";
    case STAGE_SCHEMA_REF:
    case STAGE_SCHEMA:
        return "pipeline-schema";
    case STAGE_DECODE:
        return "pipeline-decode";
    default:
        return str_ends(p->words.at[0], STR("duplicated")) || str_ends(p->words.at[0], STR("with a regular step"))
                   ? "pipeline-duplicate-name"
                   : "pipeline-dependency-unknown";
    }
}

/* Upstream's words without what says where in its program it stopped. */
static struct str plain(struct str words)
{
    static const char *const before[] = { "failed to preprocess pipeline file: ",
                                          "failed to validate pipeline schema: ", "pipeline file failed validation: ",
                                          "failed to unmarshal pipeline file: " };

    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (str_starts(words, str_c(before[i])))
            words = str_from(words, strlen(before[i]));
    return words;
}

static struct str placeholder_note(struct judging *j, struct str message)
{
    if (!j->placeholders)
        return message;
    return ARENA_JOIN(j->arena, message, STR(" (EV2 sees a placeholder here instead of the value)"));
}

static void note_value(struct judging *j, const struct pipeline *p, struct fault *fault, const struct node *n)
{
    struct fault_place value = place_of_value(j, p, n);

    if (value.file.len && value.span.line)
        fault_also(&j->unit->run->faults, fault, value, "the value comes from here");
}

static const struct node *element(const struct node *list, size_t index)
{
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        if (index-- == 0)
            return node_value(e);
    return NULL;
}

/* The action of the step that a pointer leads into: /resourceGroups/0/steps/1/... */
static struct str action_at(const struct pipeline *p, struct str pointer)
{
    const struct node *n = p->tape.root;
    struct str one, rest = str_from(pointer, 1), action = { "", 0 };

    while (n && rest.len) {
        size_t index = 0;

        str_cut(rest, '/', &one, &rest);
        if (node_kind(n) != NODE_SEQUENCE) {
            n = node_value(node_get(n, one));
        } else {
            for (size_t i = 0; i < one.len && index < UINT32_MAX; i++)
                index = index * 10 + (size_t)(one.p[i] - '0');
            n = element(n, index);
        }
        if (node_kind(n) == NODE_MAPPING && node_get(n, STR("action")))
            action = node_text(node_get(n, STR("action")));
    }
    return action;
}

/* ", which ARO-Tools knows since ..." of a key that came after the pinned version. */
static struct str known_since(const struct judging *j, const struct pipeline *p, const struct schema_cause *c)
{
    const struct pipelines_run *r = j->unit->run;
    struct str key = c->key ? node_text(c->key) : (struct str){ "", 0 }, action;
    const struct history_row *row = NULL;

    if (j->placeholders || !key.len || (c->kind != CAUSE_FALSE && !str_eq(c->keyword, STR("additionalProperties"))))
        return (struct str){ "", 0 };
    action = c->pointer.len ? action_at(p, c->pointer) : (struct str){ "", 0 };
    if (action.len)
        row = history_of_step(&r->history, action, key);
    if (!row)
        row = history_of_key(&r->history, action.len ? "step.common" : c->pointer.len ? "rg" : "top", key);
    if (!row || row->since <= r->schema_pin)
        return (struct str){ "", 0 };
    return ARENA_JOIN(j->arena, STR("; ARO-Tools has it since "), history_when(row, j->arena),
                      STR(", and the version that is pinned is older"));
}

static struct str cause_words(const struct schema_cause *c)
{
    if (c->kind == CAUSE_FALSE)
        return STR("the schema does not allow this key");
    if (str_eq(c->keyword, STR("not")))
        return STR("a step can't be SafeFly: an entrypoint asks for it, with safeFly: true");
    return c->text;
}

static void say_cause(struct judging *j, const struct pipeline *p, const struct schema_cause *c)
{
    const struct node *at = c->key ? c->key : c->instance;
    struct str where = c->pointer, shown = { "", 0 };
    struct arena *a = j->arena;
    struct fault *fault;
    const struct node *n = node_value(c->instance);

    if (node_kind(n) == NODE_STRING)
        shown = node_text(n);
    if (c->kind != CAUSE_FALSE && c->instance && node_kind(n) != NODE_MAPPING)
        at = c->instance;
    if (str_eq(c->keyword, STR("not")) && node_get(n, STR("action"))) /* the one thing that the schema forbids */
        at = node_get(n, STR("action"));
    fault =
        faults_add(&j->unit->run->faults, rule_of(j, p), place_in_pipeline(j, p, at ? at : p->tape.root),
                   j->context->name,
                   placeholder_note(j,
                                    ARENA_JOIN(a, where.len ? str_from(where, 1) : STR("the pipeline"), STR(": "),
                                               cause_words(c),
                                               shown.len && !j->placeholders ? STR(", where the value is ") : STR(""),
                                               shown.len && !j->placeholders ? shown : STR(""), known_since(j, p, c))),
                   ARENA_JOIN(a, p->words.at[0], STR(" - at '"), where, STR("': "), c->text));
    note_value(j, p, fault, c->instance ? c->instance : at);
}

static void say_schema(struct judging *j, const struct pipeline *p)
{
    struct causes causes = { 0 };

    causes_collect(&causes, p->cause, j->arena);
    for (size_t i = 0; i < causes.count; i++)
        say_cause(j, p, causes.at[i]);
}

static void say_failure(struct judging *j, const struct pipeline *p)
{
    struct faults *f = &j->unit->run->faults;
    const struct service *s = service_of_file(j->unit, p->path);
    struct str words = words_line(&p->words, j->arena);
    struct fault_place at = { p->path, { 0 } };
    struct fault *fault;

    if (p->cause) {
        say_schema(j, p);
        return;
    }
    if (p->stage == STAGE_READ && s)
        at = faults_line(f, j->unit->topology.paths[s->topology],
                         (node_field(s->node, STR("pipelinePath")) ? node_field(s->node, STR("pipelinePath")) : s->node)
                             ->start);
    else if (p->stage == STAGE_PARSE || p->stage == STAGE_RENDER)
        at = faults_line(f, p->path, p->offset);
    else if (p->stage == STAGE_YAML)
        at = place_in_template(j, p, p->offset);
    else if (p->at)
        at = place_in_pipeline(j, p, p->at);
    fault = faults_add(f, rule_of(j, p), at, j->context->name, placeholder_note(j, plain(words)), words);
    if (p->also)
        fault_also(f, fault, place_in_pipeline(j, p, p->also),
                   p->stage == STAGE_VALIDATE ? "the other is here" : "see here");
}

static void check_refs(struct judging *j, const struct pipeline *p)
{
    size_t count;
    struct config_ref *refs = refs_read(p, j->config.root, j->arena, &count);
    struct arena *a = j->arena;

    for (size_t i = 0; i < count; i++)
        if (refs[i].error.len)
            faults_add(&j->unit->run->faults, "pipeline-configref-missing", place_in_pipeline(j, p, refs[i].at),
                       j->context->name, ARENA_JOIN(a, STR("the configuration has no "), refs[i].path),
                       ARENA_JOIN(a, refs[i].pointer, STR(": "), refs[i].error));
}

/* An action that the pinned version does not have yet is accepted as any name is. */
static struct str unknown_action(const struct judging *j, const struct step *s)
{
    const struct pipelines_run *r = j->unit->run;
    const struct history_row *row = history_of_step(&r->history, s->action, (struct str){ "", 0 });
    struct arena *a = j->arena;

    if (!s->known)
        return ARENA_JOIN(a, STR("no action is known by the name "), s->action,
                          STR(": the step is accepted, and does nothing"));
    if (!row || row->since <= r->schema_pin || steps_decoded(s->action, r->pin))
        return (struct str){ "", 0 };
    return ARENA_JOIN(a, STR("the ARO-Tools that is pinned has no action "), s->action,
                      STR(": the step is accepted, and does nothing; the action is known since "),
                      history_when(row, a));
}

static void check_actions(struct judging *j, const struct pipeline *p)
{
    for (size_t i = 0; i < p->group_count; i++)
        for (size_t k = 0; k < p->groups[i].step_count; k++) {
            const struct step *s = &p->groups[i].steps[k];
            const struct node *at = node_field(s->node, STR("action"));
            struct str message = unknown_action(j, s);

            if (message.len)
                faults_add(&j->unit->run->faults, "step-action-unknown", place_in_pipeline(j, p, at ? at : s->node),
                           j->context->name, message, (struct str){ "", 0 });
        }
}

static void check_service(struct judging *j, const struct pipeline *p)
{
    struct faults *f = &j->unit->run->faults;
    struct arena *a = j->arena;

    for (const struct service *s = j->unit->loaded ? j->unit->topology.first : NULL; s; s = service_next(s, NULL)) {
        struct str words;

        if (!str_eq(s->file, p->path) || str_eq(s->group, p->service))
            continue;
        words =
            ARENA_JOIN(a, STR("pipeline loaded from "), p->path, STR(" is for "), p->service, STR(", not "), s->group);
        fault_also(f,
                   faults_add(f, "topology-service-mismatch",
                              place_in_pipeline(j, p, node_field(p->tape.root, STR("serviceGroup"))), j->context->name,
                              words, words),
                   faults_line(f, j->unit->topology.paths[s->topology], s->node->start), "the topology says so here");
    }
}

static void count(struct judging *j, const struct pipeline *p)
{
    struct pipelines_run *r = j->unit->run;
    void **at = map_at(&r->counted, p->path);

    if (*at)
        return;
    *at = r;
    for (size_t i = 0; i < p->group_count; i++)
        r->counts->steps += p->groups[i].step_count;
}

/* What a partial context leaves open: a layer that is elsewhere may give what is missing. */
static bool repairable(const struct judging *j, const struct pipeline *p)
{
    return j->context->partial && (p->stage == STAGE_RENDER || p->stage == STAGE_SCHEMA);
}

void check_pipeline(struct judging *j, struct pipeline *p)
{
    if (repairable(j, p))
        note_missing(j->unit->run, p->path, words_line(&p->words, j->arena));
    else if (p->stage != STAGE_NONE)
        say_failure(j, p);
    if (p->stage != STAGE_NONE || j->placeholders)
        return;
    count(j, p);
    if (!j->context->partial)
        check_refs(j, p);
    check_actions(j, p);
    check_service(j, p);
}

static bool gather(struct judging *j, const struct service *root, bool deep, struct graph_pipeline **out, size_t *count)
{
    struct pipelines_run *r = j->unit->run;
    size_t cap = 0;

    *out = NULL;
    *count = 0;
    for (const struct service *s = root; s; s = deep ? service_next(s, root) : NULL) {
        size_t file = (size_t)(uintptr_t)map_get(&r->by_path, s->file);
        const struct pipeline *p = file ? &j->pipelines[file - 1] : NULL;

        if (!p || p->stage != STAGE_NONE || !str_eq(p->service, s->group))
            return false;
        *out = arena_grow(j->arena, *out, *count, &cap, sizeof **out);
        (*out)[(*count)++] = (struct graph_pipeline){ { "", 0 }, s, p };
    }
    return true;
}

static void say_graph(struct judging *j, const struct graph_fault *f, struct fault_place instead)
{
    struct faults *all = &j->unit->run->faults;
    struct fault *fault;

    if (f->pipeline && f->at)
        instead = place_in_pipeline(j, f->pipeline, f->at);
    fault = faults_add(all, "graph-invalid", instead, j->context->name, f->words, f->words);
    if (f->also_pipeline && f->also)
        fault_also(all, fault, place_in_pipeline(j, f->also_pipeline, f->also), "the other half is here");
}

static struct fault_place service_place(struct judging *j, const struct service *s)
{
    return faults_line(&j->unit->run->faults, j->unit->topology.paths[s->topology], s->node->start);
}

void check_graphs(struct judging *j)
{
    struct topology *t = &j->unit->topology;
    struct graph_pipeline *pipelines;
    struct graph_fault f;
    struct graph g;
    size_t count;
    bool alone = true;

    if (!j->unit->loaded || j->context->partial)
        return;
    for (const struct service *s = t->first; s; s = service_next(s, NULL))
        if (gather(j, s, false, &pipelines, &count) &&
            !graph_build(&g, &s, 1, false, pipelines, count, j->unit->run->pin, j->arena, &f)) {
            say_graph(j, &f, service_place(j, s));
            alone = false;
        }
    for (size_t i = 0; alone && !j->unit->joined && i < t->entrypoint_count; i++) {
        const struct service *root = topology_find(t, t->entrypoints[i].identifier);

        if (root && gather(j, root, true, &pipelines, &count) &&
            !graph_build(&g, &root, 1, true, pipelines, count, j->unit->run->pin, j->arena, &f))
            say_graph(j, &f, service_place(j, root));
    }
}

static const struct page *page_of(struct pipelines_run *r, struct str path)
{
    struct page *page = map_get(&r->pages, path);

    if (page)
        return page;
    page = ARENA_NEW(r->arena, struct page);
    page_parse(page, r->arena, faults_source(&r->faults, path));
    *map_at(&r->pages, arena_copy(r->arena, path)) = page;
    return page;
}

static void check_file(struct judging *j, struct str path, const struct template_value *data)
{
    struct faults *f = &j->unit->run->faults;
    const struct page *page = page_of(j->unit->run, path);
    const char *rule = j->placeholders ? "placeholder-refused" : "values-template";
    struct page_failure why;
    struct buf out = { 0 };

    if (!page->template)
        faults_add(f, rule, faults_line(f, path, page->error_offset), j->context->name, page->error,
                   ARENA_JOIN(j->arena, STR("failed to parse template: "), page->error));
    else if (!page_render(page, j->arena, data, &out, NULL, &why))
        faults_add(f, rule, faults_line(f, path, why.offset), j->context->name, placeholder_note(j, why.message),
                   ARENA_JOIN(j->arena, STR("failed to execute template: "), why.message));
    buf_free(&out);
}

struct file_check {
    struct judging *judging;
    struct template_value data;
    struct map been;
};

/* What a step names, where it is a file of the tree under a name that does not depend on the configuration. */
static void check_named(struct file_check *k, const struct pipeline *p, const struct node *name)
{
    struct judging *j = k->judging;
    struct str path = node_text(name);
    struct fs_info info;
    struct fs_error e;
    void **at;

    if (node_kind(name) != NODE_STRING || !path.len || str_has(path, STR("__")))
        return;
    path = path_join(j->arena, path_dir_part(p->path), path);
    at = map_at(&k->been, path);
    if (*at || !fs_stat(j->unit->run->fs, path, &info, &e) || info.kind != FS_FILE)
        return;
    *at = k;
    check_file(j, path, &k->data);
}

static void check_step_files(struct file_check *k, const struct pipeline *p, const struct step *s)
{
    const struct node *files = node_field(s->node, STR("namespaceFiles")),
                      *parameters = node_field(s->node, STR("parameters"));

    if (str_eq(s->action, STR("Helm"))) {
        check_named(k, p, node_field(s->node, STR("valuesFile")));
        for (const struct node *e = node_first(files); e; e = node_next(files, e))
            check_named(k, p, node_value(e));
    } else if (node_kind(parameters) == NODE_STRING && str_ends(node_text(parameters), STR(".tmpl.bicepparam"))) {
        check_named(k, p, parameters);
    }
}

void check_files(struct judging *j)
{
    struct file_check k = { j, page_value(j->arena, j->values, j->unit->source.numbers), { 0 } };

    map_init(&k.been, j->arena);
    for (size_t i = 0; i < j->unit->run->file_count; i++) {
        const struct pipeline *p = &j->pipelines[i];

        for (size_t g = 0; p->stage == STAGE_NONE && g < p->group_count; g++)
            for (size_t s = 0; s < p->groups[g].step_count; s++)
                check_step_files(&k, p, &p->groups[g].steps[s]);
    }
}
