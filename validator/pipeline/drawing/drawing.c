#include "pipeline/drawing/drawing.h"

#include "base/path.h"
#include "pipeline/check_parts.h"
#include "pipeline/graph.h"
#include "pipeline/survey/retry.h"

/* One run: what is asked for, and what came of it. Texts that stay are copied into arena. */
struct making {
    const struct drawing_question *q;
    struct drawing *d;
    struct arena *arena;
    const struct unit *seen; /* the last that was looked at: one context of each is enough */
    bool unlisted;           /* no topology has it: it is looked for among all pipelines */
    bool drawn;
    struct str error;
    struct words contexts; /* those that were passed over, for who named another */
};

/* What a step's attempts may take, by its own words; templatize gives all of them its budget. */
static int64_t time_of(const struct step *step, struct arena *a)
{
    struct survey_step e = { .step = step };
    int64_t attempt = retry_attempt(&e, a), budget = retry_budget(&e, a), all;
    struct retry r;

    retry_read(&r, &e, a);
    if (!attempt)
        return budget;
    if (r.count < 2 || r.count > 1000 || r.pause > 10000 * RETRY_MINUTE || attempt > 10000 * RETRY_MINUTE)
        return attempt;
    all = r.count * attempt + (r.count - 1) * r.pause;
    return all < budget || attempt > budget ? all : budget;
}

static uint32_t line_of(const struct judging *j, const struct pipeline *p, size_t rendered)
{
    struct page_origin o = page_origin(&p->trace, rendered);

    return faults_line(&j->unit->run->faults, p->path, o.offset).span.line;
}

static struct drawing_step *add_step(struct making *m, const struct judging *j, const struct pipeline *p,
                                     const struct group *g, const struct step *s)
{
    struct drawing_step *d = ARENA_PUSH(m->arena, m->d->steps, m->d->count, m->d->cap);
    struct arena *a = m->arena;

    *d = (struct drawing_step){ .service = arena_copy(a, p->service),
                                .group = arena_copy(a, g->name),
                                .name = arena_copy(a, s->name),
                                .action = arena_copy(a, s->action),
                                .file = arena_copy(a, p->path),
                                .time = time_of(s, j->arena) };
    d->id = ARENA_JOIN(a, d->service, STR("/"), d->group, STR("/"), d->name);
    if (s->node) {
        d->line = line_of(j, p, s->node->start);
        d->last_line = line_of(j, p, s->node->end > s->node->start ? s->node->end - 1 : s->node->start);
    }
    return d;
}

static const struct group *group_of(const struct pipeline *p, struct str name)
{
    for (size_t i = 0; i < p->group_count; i++)
        if (str_eq(p->groups[i].name, name))
            return &p->groups[i];
    return NULL;
}

static void add_graph(struct making *m, const struct judging *j, const struct graph *g)
{
    uint32_t first = (uint32_t)m->d->count;

    for (size_t i = 0; i < g->count; i++) {
        const struct graph_node *n = &g->nodes[i];
        struct drawing_step *d = add_step(m, j, n->pipeline, group_of(n->pipeline, n->group), n->what);

        for (size_t k = 0; k < n->parent_count; k++)
            *ARENA_PUSH(m->arena, d->waits, d->wait_count, d->wait_cap) =
                (struct drawing_edge){ .from = first + n->parents[k] };
    }
}

static void add_validations(struct making *m, const struct judging *j, const struct graph_pipeline *pipelines,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct pipeline *p = pipelines[i].pipeline;

        for (size_t k = 0; k < p->group_count; k++)
            for (size_t v = 0; v < p->groups[k].validation_count; v++)
                add_step(m, j, p, &p->groups[k], &p->groups[k].validations[v])->validation = true;
    }
}

/* What is drawn: these services, with all below them where deep. */
struct choice {
    const struct service **roots;
    size_t count;
    bool deep;
};

static bool is_root_entry(const struct topology *t, const struct service *s)
{
    for (; s; s = s->parent)
        for (size_t i = 0; i < t->entrypoint_count; i++)
            if (str_eq(t->entrypoints[i].identifier, s->group))
                return true;
    return false;
}

/* Every entrypoint, and what stands below none: each service once. */
static void choose_all(struct choice *c, const struct topology *t, struct arena *a)
{
    size_t most = t->entrypoint_count;

    for (const struct service *s = t->first; s; s = s->next)
        most++;
    c->roots = ARENA_ARRAY(a, const struct service *, most + 1);
    c->deep = true;
    for (const struct service *s = t->first; s; s = service_next(s, NULL))
        if ((!s->parent && !is_root_entry(t, s)) || (is_root_entry(t, s) && !is_root_entry(t, s->parent)))
            if (c->count < most)
                c->roots[c->count++] = s;
}

static bool choose(struct choice *c, const struct unit *u, struct str what, struct arena *a)
{
    if (!u->loaded)
        return false;
    if (!what.len) {
        choose_all(c, &u->topology, a);
        return c->count > 0;
    }
    c->roots = ARENA_ARRAY(a, const struct service *, 1);
    for (const struct service *s = u->topology.first; s; s = service_next(s, NULL)) {
        bool file = str_eq(s->file, what);

        if (!file && !str_eq(s->group, what) && !(str_ends(s->group, ARENA_JOIN(a, STR("."), what))))
            continue;
        c->roots[0] = s;
        c->count = 1;
        c->deep = !file;
        return true;
    }
    return false;
}

static bool is_context(struct str name, struct str wanted)
{
    return str_eq(name, wanted) || (str_starts(name, wanted) && name.len > wanted.len && name.p[wanted.len] == '/');
}

static bool wants(void *who, const struct unit *u, const struct check_context *c)
{
    struct making *m = who;
    struct choice choice = { 0 };

    if (m->drawn || u->combined || m->seen == u)
        return false;
    if (m->unlisted ? !u->main : !choose(&choice, u, m->q->what, m->arena))
        return false;
    if (m->q->context.len ? is_context(c->name, m->q->context) : !c->partial)
        return true;
    words_add(&m->contexts, m->arena, arena_copy(m->arena, c->name));
    return false;
}

/* The pipelines below one root; one that is refused is named. */
static bool gather(struct making *m, struct judging *j, const struct service *root, bool deep,
                   struct graph_pipeline **out, size_t *count)
{
    struct pipelines_run *r = j->unit->run;
    size_t cap = 0;

    for (const struct service *s = root; s; s = deep ? service_next(s, root) : NULL) {
        size_t file = (size_t)(uintptr_t)map_get(&r->by_path, s->file);
        const struct pipeline *p = file ? &j->pipelines[file - 1] : NULL;

        if (!p || p->stage != STAGE_NONE || !str_eq(p->service, s->group)) {
            m->error = ARENA_JOIN(m->arena, s->file, STR(" is refused in "), j->context->name,
                                  STR(": prowgate check says why; what would not be deployed is not drawn"));
            return false;
        }
        *ARENA_PUSH(j->arena, *out, *count, cap) = (struct graph_pipeline){ { "", 0 }, s, p };
    }
    return true;
}

/* Each root by itself, as it is deployed. */
static bool draw_root(struct making *m, struct judging *j, const struct service *root, bool deep)
{
    struct graph_pipeline *pipelines = NULL;
    struct graph_fault f;
    struct graph g;
    size_t count = 0;

    if (!gather(m, j, root, deep, &pipelines, &count))
        return false;
    if (!graph_build(&g, &root, 1, deep, pipelines, count, j->unit->run->pin, j->arena, &f)) {
        m->error = arena_copy(m->arena, f.words);
        return false;
    }
    add_graph(m, j, &g);
    add_validations(m, j, pipelines, count);
    return true;
}

/* A pipeline that no topology lists. */
static void draw_unlisted(struct making *m, struct judging *j)
{
    size_t file = (size_t)(uintptr_t)map_get(&j->unit->run->by_path, m->q->what);
    struct service alone = { .file = m->q->what };

    if (!file)
        return;
    alone.group = j->pipelines[file - 1].service;
    m->drawn = true;
    draw_root(m, j, &alone, false);
}

static void look(void *who, struct judging *j)
{
    struct making *m = who;
    struct choice c = { 0 };

    m->seen = j->unit;
    m->d->context = arena_copy(m->arena, j->context->name);
    if (m->unlisted) {
        draw_unlisted(m, j);
        return;
    }
    m->drawn = choose(&c, j->unit, m->q->what, j->arena);
    for (size_t i = 0; i < c.count && draw_root(m, j, c.roots[i], c.deep); i++)
        ;
}

static struct str line_key(struct arena *a, struct str file, uint32_t line)
{
    return ARENA_JOIN(a, file, arena_printf(a, ":%u", line));
}

/* A finding belongs to the step in whose lines it stands. */
static void add_notes(struct drawing *d, const struct findings *findings, struct arena *a)
{
    struct arena scratch = { 0 };
    struct map by_line;

    map_init(&by_line, &scratch);
    for (size_t i = 0; i < d->count; i++)
        for (uint32_t line = d->steps[i].line; line && line <= d->steps[i].last_line; line++)
            *map_at(&by_line, line_key(&scratch, d->steps[i].file, line)) = &d->steps[i];
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = findings->items[i];
        struct drawing_step *in = map_get(&by_line, line_key(&scratch, f->at.file, f->at.span.line));

        if (in && !f->suppressed)
            *ARENA_PUSH(a, in->notes, in->note_count, in->note_cap) =
                (struct drawing_note){ f->severity, ARENA_JOIN(a, str_c(f->rule->id), STR(": "), f->message) };
    }
    arena_free(&scratch);
}

static struct str why_nothing(struct making *m)
{
    struct arena *a = m->arena;

    if (m->q->what.len && !m->contexts.count)
        return ARENA_JOIN(a, STR("no pipeline, service group or entrypoint is called \""), m->q->what, STR("\""));
    if (!m->contexts.count)
        return STR("no topology here can be read, or its configuration names no environment");
    words_sort(&m->contexts);
    return ARENA_JOIN(a,
                      m->q->context.len ? STR("no context is called so: ")
                                        : STR("the configuration is whole in no context; name one with --context: "),
                      arena_list(a, STR(", "), m->contexts.at, m->contexts.count < 20 ? m->contexts.count : 20),
                      m->contexts.count > 20 ? STR(", ...") : STR(""));
}

/* Of several topologies, where nothing was asked for, the one that everything is deployed with. */
static void choose_topology(struct pipeline_paths *paths)
{
    struct str *main = paths->topologies;

    for (size_t i = 0; i < paths->topology_count; i++)
        if (str_eq(path_base(paths->topologies[i]), STR("topology.yaml")))
            main = &paths->topologies[i];
    paths->topologies = main;
    paths->topology_count = paths->topology_count > 0;
}

bool drawing_make(struct drawing *d, const struct drawing_question *q, const struct fs *fs,
                  const struct pipeline_paths *paths, const struct rule_settings *settings, struct arena *a,
                  struct str *error)
{
    struct making m = { .q = q, .d = d, .arena = a };
    struct pipeline_look watch = { .wants = wants, .context = look, .who = &m };
    struct pipeline_paths watched = *paths;
    struct pipeline_counts counts = { 0 };
    struct findings findings = { 0 };

    watched.look = &watch;
    if (!q->what.len)
        choose_topology(&watched);
    *d = (struct drawing){ .title = arena_copy(a, q->what.len              ? q->what
                                                  : watched.topology_count ? watched.topologies[0]
                                                                           : STR("pipelines")) };
    pipelines_check(fs, &watched, settings, &findings, &counts);
    if (q->what.len && !m.drawn && !m.contexts.count) {
        m.unlisted = true;
        findings_free(&findings);
        findings = (struct findings){ 0 };
        pipelines_check(fs, &watched, settings, &findings, &counts);
    }
    *error = m.error.len ? m.error : m.drawn ? (struct str){ "", 0 } : why_nothing(&m);
    add_notes(d, &findings, a);
    findings_free(&findings);
    return m.drawn && !m.error.len;
}

struct str drawing_time(int64_t ns, struct arena *a)
{
    int64_t minutes = (ns + RETRY_MINUTE - 1) / RETRY_MINUTE;

    if (minutes < 60)
        return arena_printf(a, "%lld m", (long long)minutes);
    return minutes % 60 ? arena_printf(a, "%lld h %lld m", (long long)(minutes / 60), (long long)(minutes % 60))
                        : arena_printf(a, "%lld h", (long long)(minutes / 60));
}

const char *drawing_mark_name(enum drawing_mark m)
{
    return m == DRAWN_ADDED ? "added" : m == DRAWN_REMOVED ? "removed" : m == DRAWN_MOVED ? "moved" : "";
}
