#include "pipeline/survey/survey.h"

#include "base/path.h"
#include "pipeline/survey/build.h"
#include "pipeline/survey/unloaded.h"
#include "rule/runner.h"

#include <stdarg.h>

void surveys_init(struct surveys *all, struct pipelines_run *run, const struct rule_settings *settings, struct arena *a)
{
    *all = (struct surveys){ .run = run, .arena = a, .settings = settings };
    all->files = (struct survey_files){ .arena = a, .sources = &run->faults };
    map_init(&all->files.biceps, a);
    map_init(&all->files.scripts, a);
    map_init(&all->files.exists, a);
    map_init(&all->seen, a);
}

static bool runs(const struct surveys *all, size_t rule, bool partial)
{
    const struct survey_rule *s = rules[rule]->survey;

    return s && (s->partial || !partial) && all->settings->severity[rule] != SEVERITY_OFF;
}

/* A rule with parameters runs once for each of its entries in the project file, and not at all without one. */
static void run_rule(struct survey *s, size_t rule)
{
    const struct rule_uses *uses = &s->all->settings->uses[rule];

    s->rule = rules[rule];
    s->use = NULL;
    if (!s->rule->parameters) {
        s->rule->survey->context(s);
        return;
    }
    for (size_t i = 0; i < uses->count; i++) {
        s->use = &uses->items[i];
        s->rule->survey->context(s);
    }
}

void survey_context(struct surveys *all, struct judging *j)
{
    struct survey s = { .judging = j,
                        .arena = j->arena,
                        .partial = j->context->partial,
                        .context = j->context->name,
                        .pin = all->run->pin,
                        .values = j->config.root,
                        .files = &all->files,
                        .all = all };

    const struct pipeline_look *look = all->run->paths->look;

    survey_build(&s);
    survey_unloaded(&s);
    if (look && look->survey)
        look->survey(look->who, &s);
    for (size_t i = 0; i < rule_count; i++)
        if (runs(all, i, s.partial) && rules[i]->survey->context)
            run_rule(&s, i);
    survey_close(&s);
}

void surveys_end(struct surveys *all)
{
    for (size_t i = 0; i < rule_count; i++)
        if (runs(all, i, false) && rules[i]->survey->all) {
            all->rule = rules[i];
            rules[i]->survey->all(all);
        }
}

__attribute__((format(printf, 3, 0))) static struct fault *say(struct survey *s, struct fault_place at, const char *fmt,
                                                               va_list ap)
{
    struct str none = { "", 0 };

    return faults_add(&s->all->run->faults, s->rule->id, at, s->context, arena_vprintf(s->arena, fmt, ap), none);
}

struct fault *survey_say(struct survey *s, const struct survey_pipeline *p, const struct node *at, const char *fmt, ...)
{
    struct fault *f;
    va_list ap;

    va_start(ap, fmt);
    f = say(s, place_in_pipeline(s->judging, p->pipeline, at), fmt, ap);
    va_end(ap);
    return f;
}

struct fault *survey_say_at(struct survey *s, struct fault_place at, const char *fmt, ...)
{
    struct fault *f;
    va_list ap;

    va_start(ap, fmt);
    f = say(s, at, fmt, ap);
    va_end(ap);
    return f;
}

void fault_no_more_than(struct fault *f, enum severity most)
{
    if (!f->capped || most > f->most)
        f->most = most;
    f->capped = true;
}

void survey_also(struct survey *s, struct fault *f, const struct survey_pipeline *p, const struct node *at,
                 const char *message)
{
    fault_also(&s->all->run->faults, f, place_in_pipeline(s->judging, p->pipeline, at), message);
}

void survey_ev2_only(struct survey *s, const struct survey_pipeline *p, struct fault *f)
{
    fault_no_more_than(f, survey_is_ev2(s, p) ? SEVERITY_ERROR : SEVERITY_WARNING);
}

bool survey_is_ev2(const struct survey *s, const struct survey_pipeline *p)
{
    return (p->service && s->ev2) || s->all->run->paths->topology_count == 0;
}

const struct survey_step *survey_next(const struct survey *s, const struct survey_step *e)
{
    size_t i = e ? (size_t)(e->in - s->pipelines) : 0;

    if (e && (size_t)(e - e->in->steps) + 1 < e->in->count)
        return e + 1;
    for (i += e != NULL; i < s->count; i++)
        if (s->pipelines[i].count)
            return s->pipelines[i].steps;
    return NULL;
}

const struct node *step_field(const struct survey_step *s, const char *name)
{
    return node_field(s->step->node, str_c(name));
}

struct str step_text(const struct survey_step *s, const char *name)
{
    return node_text(step_field(s, name));
}

static bool gives(const struct node *list, struct str name)
{
    for (const struct node *v = node_first(list); v; v = node_next(list, v))
        if (str_eq(node_text(node_field(node_value(v), STR("name"))), name))
            return true;
    return false;
}

bool step_variable_given(const struct survey_step *s, struct str name)
{
    return gives(step_field(s, "variables"), name) ||
           gives(node_field(step_field(s, "dryRun"), STR("variables")), name);
}

bool step_is(const struct survey_step *s, const char *action)
{
    return str_eq(s->step->action, str_c(action));
}

void step_mark_upstream(const struct survey_step *a)
{
    const struct survey_pipeline *p = a->in;
    struct survey_walk *w = p->walk;
    size_t top = 0;

    if (w->from == a)
        return;
    w->from = a;
    w->number++;
    w->stack[top++] = (uint32_t)(a - p->steps);
    w->marks[a - p->steps] = w->number;
    while (top) {
        uint32_t at = w->stack[--top];

        for (size_t i = 0; i < p->steps[at].parent_count; i++) {
            uint32_t parent = p->steps[at].parents[i];

            if (w->marks[parent] != w->number) {
                w->marks[parent] = w->number;
                w->stack[top++] = parent;
            }
        }
    }
}

bool step_is_marked(const struct survey_step *s)
{
    return s->in->walk->marks[s - s->in->steps] == s->in->walk->number;
}

bool step_waits_for(const struct survey_step *a, const struct survey_step *b)
{
    if (b->in != a->in)
        return false;
    step_mark_upstream(a);
    return step_is_marked(b);
}

bool text_is_open(struct str text)
{
    return str_has(text, STR("__")) || str_has(text, STR("{{")) || str_has(text, STR("<no value>"));
}

struct str survey_value_path(const struct survey *s, const struct survey_pipeline *p, const struct node *n)
{
    for (size_t at = n ? n->start : 1; n && at < n->end; at++) {
        struct page_origin o = page_origin(&p->pipeline->trace, at);
        struct str path = page_action_path(s->arena, o.print);

        if (path.len)
            return path;
    }
    return (struct str){ "", 0 };
}

const struct node *survey_value(const struct survey *s, struct str path)
{
    const struct node *n = s->values;
    struct str one;

    while (n && path.len) {
        str_cut(path, '.', &one, &path);
        n = node_get(n, one);
    }
    return n;
}

struct str survey_path(const struct survey *s, const struct survey_pipeline *p, struct str path)
{
    return path_join(s->arena, p->dir, path);
}

static const struct fs_info *look(struct survey *s, struct str path)
{
    struct survey_files *f = s->files;
    struct fs_info *known = map_get(&f->exists, path);
    struct fs_error e;

    if (known)
        return known;
    known = ARENA_NEW(f->arena, struct fs_info);
    if (path.len == 0)
        known->kind = FS_DIRECTORY;
    else if (!fs_stat(s->all->run->fs, path, known, &e))
        known->kind = FS_OTHER;
    *map_at(&f->exists, arena_copy(f->arena, path)) = known;
    return known;
}

bool survey_exists(struct survey *s, struct str path)
{
    enum fs_kind kind = look(s, path)->kind;

    return kind == FS_FILE || kind == FS_DIRECTORY;
}

bool survey_is_folder(struct survey *s, struct str path)
{
    return look(s, path)->kind == FS_DIRECTORY;
}

struct str survey_text(struct survey *s, struct str path)
{
    return look(s, path)->kind == FS_FILE ? faults_source(s->files->sources, path) : (struct str){ "", 0 };
}

const struct bicep *survey_bicep(struct survey *s, struct str path)
{
    struct survey_files *f = s->files;
    struct bicep *b = map_get(&f->biceps, path);
    struct str text;

    if (b)
        return b;
    b = ARENA_NEW(f->arena, struct bicep);
    text = survey_text(s, path);
    if (text.len)
        bicep_read(b, f->arena, text);
    *map_at(&f->biceps, arena_copy(f->arena, path)) = b;
    return b;
}

const struct script *survey_script(struct survey *s, struct str path)
{
    struct survey_files *f = s->files;
    struct script *known = map_get(&f->scripts, path);
    struct str text;

    if (known)
        return known;
    known = ARENA_NEW(f->arena, struct script);
    *known = (struct script){ 0 };
    text = survey_text(s, path);
    if (text.len && script_is_shell(path, text))
        script_read(known, f->arena, text);
    known->text = text;
    known->there = look(s, path)->kind == FS_FILE;
    *map_at(&f->scripts, arena_copy(f->arena, path)) = known;
    return known;
}

struct str step_bicep(struct survey *s, const struct survey_step *e)
{
    struct str parameters = step_text(e, "parameters"), path;
    const struct bicep *b;

    if (!parameters.len || text_is_open(parameters))
        return (struct str){ "", 0 };
    path = survey_path(s, e->in, parameters);
    b = survey_bicep(s, path);
    for (size_t i = 0; i < b->count; i++)
        if (b->decls[i].kind == BICEP_USING && !text_is_open(b->decls[i].path))
            return path_join(s->arena, path_dir_part(path), b->decls[i].path);
    return (struct str){ "", 0 };
}
