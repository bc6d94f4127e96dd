#include "pipeline/survey/build.h"

#include "base/path.h"
#include "pipeline/layers.h"
#include "pipeline/steps.h"
#include "syntax/yaml/yaml.h"

static const struct service *listed_in(const struct unit *u, struct str path)
{
    for (const struct service *x = u->loaded ? u->topology.first : NULL; x; x = service_next(x, NULL))
        if (str_eq(x->file, path))
            return x;
    return NULL;
}

static bool listed_elsewhere(const struct pipelines_run *r, const struct unit *u, struct str path)
{
    for (size_t i = 0; i < r->unit_count; i++)
        if (&r->units[i] != u && listed_in(&r->units[i], path))
            return true;
    return false;
}

/* ---- what templates ask for and the configuration lacks ---- */

static bool is_path_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

static void missing_paths(struct words *out, struct arena *a, struct str text, const struct survey *s)
{
    bool inside = false;

    for (size_t i = 0; i + 1 < text.len; i++) {
        size_t end = i + 1;

        if (text.p[i] == '{' && text.p[i + 1] == '{')
            inside = true;
        if (text.p[i] == '}' && text.p[i + 1] == '}')
            inside = false;
        if (!inside || text.p[i] != '.' ||
            (i && (is_path_char(text.p[i - 1]) || text.p[i - 1] == '$' || text.p[i - 1] == ')')))
            continue;
        while (end < text.len && is_path_char(text.p[end]))
            end++;
        if (end > i + 1 && !survey_value(s, str_slice(text, i + 1, end)))
            words_add(out, a, str_slice(text, i + 1, end));
        i = end - 1;
    }
    words_sort(out);
}

static struct str component(struct str path, size_t depth)
{
    struct str one = { "", 0 };

    for (size_t i = 0; i <= depth; i++)
        str_cut(path, '.', &one, &path);
    return one;
}

static bool ends_at(struct str path, size_t depth)
{
    size_t dots = 0;

    for (size_t i = 0; i < path.len; i++)
        dots += path.p[i] == '.';
    return dots == depth;
}

enum { DEEPEST = 32 };

/* Sorted paths [from, to), equal in their first depth components, as a JSON object of stand-ins. */
static void put_object(struct buf *out, const struct words *w, size_t from, size_t to, size_t depth)
{
    bool first = true;

    buf_char(out, '{');
    while (from < to && depth < DEEPEST) {
        struct str key = component(w->at[from], depth);
        size_t end = from, deeper = from;

        while (end < to && str_eq(component(w->at[end], depth), key))
            end++;
        while (deeper < end && ends_at(w->at[deeper], depth))
            deeper++;
        buf_printf(out, "%s\"%.*s\":", first ? "" : ",", STR_ARG(key));
        first = false;
        if (deeper < end)
            put_object(out, w, deeper, end, depth + 1);
        else {
            buf_put(out, STR("\"__"));
            buf_put(out, w->at[from]);
            buf_put(out, STR("__\""));
        }
        from = end;
    }
    buf_char(out, '}');
}

static const struct node *filled(struct survey *s, struct str text, bool *complete)
{
    const struct node *layers[2] = { NULL, s->values };
    struct words missing = { 0 };
    struct yaml_error e;
    struct buf json = { 0 };
    struct tape t;

    missing_paths(&missing, s->arena, text, s);
    *complete = missing.count == 0 && s->values;
    if (*complete)
        return s->values;
    put_object(&json, &missing, 0, missing.count, 0);
    if (yaml_read(&t, s->arena, arena_copy(s->arena, buf_str(&json)), NULL, &e))
        layers[0] = t.root;
    buf_free(&json);
    return layers_merge(s->arena, layers, 2);
}

/* The document of a file that upstream refuses; false where none can be made of it. */
static bool read_anyway(struct survey *s, const struct pipeline_file *f, struct pipeline *p, bool *complete)
{
    const struct node *values;
    struct template_value data;
    struct page_failure why;
    struct buf out = { 0 };
    struct yaml_error e;
    bool ok;

    *p = (struct pipeline){ .path = f->path };
    if (f->read_error.len || !f->page.template)
        return false;
    values = filled(s, f->page.text, complete);
    if (!values)
        return false;
    data = page_value(s->arena, values, s->judging->unit->source.numbers);
    ok = page_render(&f->page, s->arena, &data, &out, &p->trace, &why);
    p->rendered = arena_copy(s->arena, buf_str(&out));
    buf_free(&out);
    if (!ok || !yaml_read(&p->tape, s->arena, p->rendered, NULL, &e) || node_kind(p->tape.root) != NODE_MAPPING)
        return false;
    p->service = node_text(node_field(p->tape.root, STR("serviceGroup")));
    steps_read(p, s->arena);
    return true;
}

/* ---- steps and what they wait for ---- */

static void add_parent(struct survey_step *e, struct arena *a, size_t *cap, size_t index)
{
    for (size_t i = 0; i < e->parent_count; i++)
        if (e->parents[i] == index)
            return;
    e->parents = arena_grow(a, e->parents, e->parent_count, cap, sizeof *e->parents);
    e->parents[e->parent_count++] = (uint32_t)index;
}

/* By name; before 2025-08-06 a dependency was the name of a step alone. */
static void resolve(struct survey_pipeline *p, const struct map *by_name, struct survey_step *e,
                    const struct step_ref *ref, struct arena *a, size_t *cap)
{
    struct str step = node_kind(ref->at) == NODE_STRING ? node_text(ref->at) : ref->step;
    uintptr_t at = (uintptr_t)map_get(by_name, ref->group.len ? ARENA_JOIN(a, ref->group, STR("/"), step)
                                                              : ARENA_JOIN(a, STR("/"), step));

    if (at && &p->steps[at - 1] != e)
        add_parent(e, a, cap, at - 1);
}

static void name_steps(struct survey_pipeline *p, struct map *by_name, struct arena *a)
{
    map_init(by_name, a);
    for (size_t i = 0; i < p->count; i++) {
        const struct survey_step *e = &p->steps[i];
        void **at;

        if (e->validation)
            continue;
        at = map_at(by_name, ARENA_JOIN(a, e->group->name, STR("/"), e->step->name));
        *at = *at ? *at : (void *)(uintptr_t)(i + 1);
        at = map_at(by_name, ARENA_JOIN(a, STR("/"), e->step->name));
        *at = *at ? *at : (void *)(uintptr_t)(i + 1);
    }
}

static void read_steps(struct survey *s, struct survey_pipeline *p)
{
    const struct pipeline *from = p->pipeline;
    struct arena *a = s->arena;
    struct map by_name;
    size_t total = 0;

    for (size_t g = 0; g < from->group_count; g++)
        total += from->groups[g].step_count + from->groups[g].validation_count;
    p->steps = ARENA_ARRAY(a, struct survey_step, total + 1);
    p->walk = ARENA_NEW(a, struct survey_walk);
    *p->walk = (struct survey_walk){ .marks = ARENA_ARRAY(a, uint32_t, total + 1),
                                     .stack = ARENA_ARRAY(a, uint32_t, total + 1) };
    for (size_t i = 0; i < total; i++)
        p->walk->marks[i] = 0;
    for (size_t g = 0; g < from->group_count; g++) {
        const struct group *group = &from->groups[g];

        for (size_t i = 0; i < group->step_count + group->validation_count; i++) {
            bool validation = i >= group->step_count;

            p->steps[p->count++] = (struct survey_step){ .in = p,
                                                         .group = group,
                                                         .validation = validation,
                                                         .step = validation ? &group->validations[i - group->step_count]
                                                                            : &group->steps[i] };
        }
    }
    name_steps(p, &by_name, a);
    for (size_t i = 0; i < p->count; i++) {
        const struct step *step = p->steps[i].step;
        size_t cap = 0;

        for (size_t k = 0; k < step->depend_count; k++)
            resolve(p, &by_name, &p->steps[i], &step->depends[k], a, &cap);
        for (size_t k = 0; k < step->input_count; k++)
            resolve(p, &by_name, &p->steps[i], &step->inputs[k], a, &cap);
        for (size_t k = 0; k < p->steps[i].parent_count; k++)
            p->steps[p->steps[i].parents[k]].awaited = true;
    }
}

static void add_pipeline(struct survey *s, size_t file, const struct service *service)
{
    struct pipelines_run *r = s->all->run;
    struct survey_pipeline *p = &s->pipelines[s->count];
    const struct pipeline *judged = s->judging->pipelines ? &s->judging->pipelines[file] : NULL;

    *p = (struct survey_pipeline){
        .judged = service ? judged : NULL, .service = service, .loaded = true, .complete = true
    };
    if (judged && judged->stage == STAGE_NONE && judged->tape.root && service)
        p->pipeline = judged;
    else {
        struct pipeline *own = ARENA_NEW(s->arena, struct pipeline);

        /* where a partial context has a text that was clean before, it was not read again */
        p->loaded = judged && judged->stage == STAGE_NONE && service;
        if (!read_anyway(s, &r->files[file], own, &p->complete)) {
            pipeline_free(own);
            return;
        }
        p->pipeline = p->own = own;
    }
    p->dir = path_dir_part(p->pipeline->path);
    p->build = node_field(p->pipeline->tape.root, STR("buildStep"));
    read_steps(s, p);
    s->count++;
}

void survey_build(struct survey *s)
{
    struct pipelines_run *r = s->all->run;
    struct unit *u = s->judging->unit;
    bool main = u->main || u->overlaid;

    s->ev2 = u->ev2;
    s->pipelines = ARENA_ARRAY(s->arena, struct survey_pipeline, r->file_count + 1);
    for (size_t i = 0; i < r->file_count; i++) {
        const struct service *service = listed_in(u, r->files[i].path);

        if (service || (main && !listed_elsewhere(r, u, r->files[i].path)))
            add_pipeline(s, i, service);
    }
}

void survey_close(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->pipelines[i].own)
            pipeline_free(s->pipelines[i].own);
}
