#include "command/show.h"

#include "base/glob.h"
#include "base/nearest.h"
#include "command/output.h"
#include "command/version.h"
#include "prow/jobs/effective_tree.h"
#include "report/show_job.h"

#include <string.h>

/* Suggestions for a name that nobody has. */
enum { MOST_SUGGESTIONS = 5 };

/* A walk over the jobs. */
struct search {
    const struct show *show;
    struct effective *versions; /* one for each version of the window */
    struct str repo, file;      /* of --repo and --at; empty without */
    uint32_t line;              /* of --at */
    bool json, failed;
    struct show_style style;
    struct arena arena; /* of one job */
    struct buf out;
    size_t shown, refused;
};

/* The longest part of the pattern that a name has to have in it as it stands. */
static struct str literal_of(struct str pattern)
{
    struct str best = STR("");

    for (size_t i = 0; i < pattern.len;) {
        size_t start = i;
        while (i < pattern.len && pattern.p[i] != '*' && pattern.p[i] != '?' && pattern.p[i] != ' ')
            i++;
        if (i - start > best.len)
            best = str_slice(pattern, start, i);
        i += i == start;
    }
    return best;
}

/* The repository whose defaults a job goes by; of a periodic that of its first extra ref. */
static struct str repo_of(struct search *s, const struct job *j)
{
    return job_defaults_repo(j, &s->arena);
}

static bool is_wanted(struct search *s, const struct effective_place *p)
{
    const struct job *j = p->job;
    struct span span;

    if (s->show->name.len && !glob_match(s->show->name, j->name))
        return false;
    if (s->repo.len && !str_eq(s->repo, repo_of(s, j)))
        return false;
    if (s->file.len == 0)
        return true;
    span = prow_place(j->file, j->node).span;
    return str_eq(s->file, j->file->path) && s->line >= span.line && s->line <= span.end_line;
}

/* "hook, tide v20190122-e707848": who runs it, where that is known. */
static struct str version_name(const struct deployed_window *d, const struct version *v, struct arena *a)
{
    struct str who = STR("");

    for (size_t i = 0; i < d->count; i++)
        if (str_eq(d->components[i].version, v->text) && d->components[i].component.len)
            who = ARENA_JOIN(a, who, str_c(who.len ? ", " : ""), d->components[i].component);
    return ARENA_JOIN(a, who, str_c(who.len ? " " : ""), v->text);
}

/* Puts what version i makes of the job with the form it is equal to. */
static void add_form(struct search *s, struct show_form *forms, size_t *count, size_t i,
                     const struct effective_place *p)
{
    bool compared = s->json || s->show->deployed->window.count > 1;
    struct show_form f = { .effective = &s->versions[i] };
    struct str name = version_name(s->show->deployed, s->versions[i].version, &s->arena);
    struct buf json = { 0 };
    size_t k = 0;

    if (effective_tree_read(&s->versions[i], &s->arena, p, &f.job) && compared)
        effective_json(&s->versions[i], &f.job, &s->arena, &json);
    f.json = arena_copy(&s->arena, buf_str(&json));
    buf_free(&json);
    while (k < *count && !(str_eq(forms[k].json, f.json) && str_eq(forms[k].job.error, f.job.error)))
        k++;
    if (k == *count) {
        f.texts = ARENA_ARRAY(&s->arena, struct str, s->show->deployed->window.count);
        forms[(*count)++] = f;
    }
    forms[k].versions = forms[k].versions.len ? ARENA_JOIN(&s->arena, forms[k].versions, STR(", "), name) : name;
    forms[k].texts[forms[k].text_count++] = s->versions[i].version->text;
}

/* A line of the list "jobs", which is never whole in memory. */
static void write_json(struct search *s, const struct show_job *j)
{
    buf_put(&s->out, s->shown ? STR(",\n    ") : STR("\n    "));
    show_job_json(j, &s->style, &s->arena, &s->out);
}

static void write_job(struct search *s, const struct show_job *j)
{
    if (s->json) {
        write_json(s, j);
        return;
    }
    if (s->shown)
        buf_put(&s->out, STR("---\n"));
    s->failed = !show_job_yaml(j, &s->style, &s->arena, &s->out) || s->failed;
}

/* What is written is gone from memory: a tree may have thousands of jobs. */
static void flush(struct search *s)
{
    if (s->out.len)
        fwrite(s->out.p, 1, s->out.len, stdout);
    buf_reset(&s->out);
}

static void complain(const struct search *s, const struct show_job *j, const struct show_form *f)
{
    struct place at = f->job.error_at ? prow_place(f->job.error_file, f->job.error_at) : j->at;

    (void)s;
    command_fail(NULL, "%.*s:%u:%u: %.*s does not load this job: %.*s", STR_ARG(at.file), at.span.line, at.span.column,
                 STR_ARG(f->versions), STR_ARG(f->job.error));
}

static void show_one(void *context, const struct effective_place *p)
{
    struct search *s = context;
    size_t versions = s->show->deployed->window.count, count = 0;
    struct show_form *forms;
    struct show_job job;

    if (is_wanted(s, p)) {
        forms = ARENA_ARRAY(&s->arena, struct show_form, versions);
        for (size_t i = 0; i < versions; i++)
            add_form(s, forms, &count, i, p);
        job = (struct show_job){
            .name = p->job->name,
            .repo = p->job->repo,
            .kind = p->job->kind,
            .forms = forms,
            .form_count = count,
            .path = job_path(&s->arena, p->job, STR("")),
            .at = job_place(p->job, STR("name")),
            .extra = p->job->kind == PERIODIC ? repo_of(s, p->job) : STR(""),
        };
        write_job(s, &job);
        flush(s);
        s->shown++;
        for (size_t i = 0; i < count; i++)
            if (!forms[i].job.value) {
                s->refused++;
                complain(s, &job, &forms[i]);
            }
    }
    arena_reset(&s->arena);
}

/* Names that are close to the one that nobody has. */
struct closest {
    struct arena arena;
    struct str name;
    struct str best[MOST_SUGGESTIONS];
    size_t count, least;
};

static void look_closer(void *context, const struct effective_place *p)
{
    struct closest *c = context;
    size_t least = c->least;

    if (!nearest_better(c->name, p->job->name, &least))
        return;
    c->least = least;
    c->best[c->count++ % MOST_SUGGESTIONS] = arena_copy(&c->arena, p->job->name);
}

static enum exit_status no_such_job(const struct search *s)
{
    const struct show *show = s->show;
    const struct effective_wish all = { 0 };
    struct closest c = { .name = show->name, .least = SIZE_MAX };
    struct effective_tree t;

    if (s->file.len)
        return command_fail(NULL, "show: no job is written at %.*s:%u", STR_ARG(s->file), s->line);
    effective_tree_open(&t, show->fs, &show->project->paths, &show->deployed->window, &all);
    effective_tree_each(&t, look_closer, &c);
    effective_tree_free(&t);
    if (c.count)
        command_fail(NULL, "show: no job is named \"%.*s\"; did you mean %.*s?", STR_ARG(show->name),
                     STR_ARG(c.best[(c.count - 1) % MOST_SUGGESTIONS]));
    else
        command_fail(NULL, "show: no job matches \"%.*s\"%s%.*s", STR_ARG(show->name), s->repo.len ? " in " : "",
                     STR_ARG(s->repo));
    arena_free(&c.arena);
    return EXIT_UNDECIDED;
}

/* Files that could not be looked at may hold what is asked for, or change it: a preset, a default. */
static bool tell_unread(const struct effective_tree *t)
{
    bool all = true;

    for (size_t i = 0; i < t->count; i++) {
        const struct prow_file *f = &t->files[i].file;
        if (t->files[i].read && !f->broken)
            continue;
        all = false;
        if (f->broken)
            command_fail(NULL, "%.*s:%u:%u: can't be read: %.*s", STR_ARG(f->path), f->error.line, f->error.column,
                         STR_ARG(f->error.message));
        else
            command_fail(NULL, "%.*s: can't be read: %.*s", STR_ARG(f->path), STR_ARG(f->read_error));
    }
    return all;
}

static bool read_at(struct search *s, struct str at)
{
    size_t colon = str_rfind_char(at, ':');
    struct str line = colon == SIZE_MAX ? STR("") : str_from(at, colon + 1);

    for (size_t i = 0; i < line.len && i < 9; i++) {
        if (line.p[i] < '0' || line.p[i] > '9')
            line.len = 0;
        else
            s->line = s->line * 10 + (uint32_t)(line.p[i] - '0');
    }
    if (line.len == 0 || line.len > 9 || colon == 0) {
        command_fail(NULL, "show: --at wants FILE:LINE, not \"%.*s\"", STR_ARG(at));
        return false;
    }
    s->file = str_trim_prefix(str_slice(at, 0, colon), STR("./"));
    return true;
}

static void write_all(struct search *s, struct effective_tree *t)
{
    if (s->json)
        buf_put(&s->out, STR("{\n  \"tool\": {\"name\": \"prowgate\", \"version\": \"" PROWGATE_VERSION "\"},\n"
                             "  \"jobs\": ["));
    effective_tree_each(t, show_one, s);
    if (s->json)
        buf_put(&s->out, s->shown ? STR("\n  ]\n}\n") : STR("]\n}\n"));
    flush(s);
}

static enum exit_status search(struct search *s, struct effective_tree *t)
{
    const struct window *w = &s->show->deployed->window;
    bool whole = tell_unread(t);

    s->versions = ARENA_ARRAY(s->show->arena, struct effective, w->count);
    for (size_t i = 0; i < w->count; i++)
        effective_tree_init(t, &s->versions[i], &w->versions[i]);
    write_all(s, t);
    buf_free(&s->out);
    arena_free(&s->arena);
    if (s->failed)
        return command_fail(NULL, "show: the YAML could not be made");
    if (s->shown == 0)
        return no_such_job(s);
    return whole && s->refused == 0 ? EXIT_PASS : EXIT_UNDECIDED;
}

enum exit_status show_jobs(const struct show *s)
{
    struct search k = {
        .show = s,
        .repo = args_text(s->args, "repo", STR("")),
        .json = str_eq(args_text(s->args, "format", STR("yaml")), STR("json")),
        .style = { args_has(s->args, "origin"), output_color(s->args) },
    };
    struct effective_wish wish = { .word = literal_of(s->name) };
    struct effective_tree t;
    enum exit_status status;

    if (args_has(s->args, "at") && !read_at(&k, args_text(s->args, "at", STR(""))))
        return EXIT_UNDECIDED;
    if (s->name.len == 0 && k.file.len == 0 && k.repo.len == 0)
        return command_fail(NULL, "show: name a job, or a pattern such as 'pull-*' or '*', or say --repo or --at");
    wish.file = k.file;
    effective_tree_open(&t, s->fs, &s->project->paths, &s->deployed->window, &wish);
    status = search(&k, &t);
    effective_tree_free(&t);
    return status;
}
