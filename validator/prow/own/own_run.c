/* Rules of a team over a tree: its jobs, presets and files; repositories and branches are in own_repos.c. */
#include "prow/own/own_tree.h"

#include "prow/files/typed.h"

/* Names that every subject of a tree has. */
static void add_common(struct own_tree *t, struct own_subject *s, struct str file)
{
    own_subject_add(s, STR("file"), cel_string(file));
    own_subject_add(s, STR("deployed"), t->deployed);
    own_subject_add(s, STR("jobs"), t->jobs);
    own_subject_add(s, STR("files"), own_files_value(&t->files));
    own_subject_add(s, STR("names"), own_names_value(&t->names, &t->run.arena));
}

void own_subject_begin(struct own_tree *t, struct own_subject *s, enum own_kind kind, const char *what,
                       const struct prow_file *f, const struct node *n)
{
    *s = (struct own_subject){ .kind = kind, .what = what, .file = f };
    if (f)
        s->at = (struct place){ arena_copy(&t->run.out->arena, f->path), tape_span(&f->tape, n), false };
    add_common(t, s, f ? f->path : STR(""));
}

void own_subject_repo(struct own_subject *s, struct str repo)
{
    struct str org, rest;

    str_cut(repo, '/', &org, &rest);
    own_subject_add(s, STR("repo"), cel_string(repo));
    own_subject_add(s, STR("org"), cel_string(org));
}

static void visit_job(void *context, const struct effective_place *p)
{
    static const enum own_kind kinds[] = {
        [PRESUBMIT] = OWN_PRESUBMIT, [POSTSUBMIT] = OWN_POSTSUBMIT, [PERIODIC] = OWN_PERIODIC
    };
    struct own_tree *t = context;
    struct arena *a = &t->run.arena;
    struct effective_job job;
    struct own_subject s;

    if (t->collects)
        own_repos_collect(t, p);
    if (!own_asks(&t->run, kinds[p->job->kind]))
        return;
    own_subject_begin(t, &s, kinds[p->job->kind], "job", &p->file->file, p->job->node);
    if (!effective_tree_read(&t->effective, a, p, &job))
        s.refused = job.error;
    s.path = job_path(a, p->job, STR(""));
    own_subject_add(&s, STR("job"), job.value ? own_value(a, job.value, &t->effective.go) : cel_null());
    own_subject_add(&s, STR("source"), cel_tape_value(job.node));
    own_subject_add(&s, STR("kind"), cel_string(str_c(job_kind_name(job.kind))));
    own_subject_add(&s, STR("branches"), own_branches_value(t, p->job));
    own_subject_repo(&s, job.repo);
    own_run_subject(&t->run, &s);
    arena_reset(a);
}

/* Something that Go decodes, asked about as it decodes it. */
static void run_decoded(struct own_tree *t, enum own_kind kind, const char *name, const struct prow_file *f,
                        const struct node *n, const struct go_type *type)
{
    struct arena *a = &t->run.arena;
    struct origin origin = { ORIGIN_JOB, f, STR("") };
    const struct node *at;
    struct govalue *v;
    struct own_subject s;

    own_subject_begin(t, &s, kind, name, f, n);
    v = effective_decode(&t->effective, a, f, n, type, &origin, &s.refused, &at);
    own_subject_add(&s, str_c(name), own_value(a, v, &t->effective.go));
    own_subject_add(&s, STR("source"), cel_tape_value(n));
    own_run_subject(&t->run, &s);
    arena_reset(a);
}

static void run_presets(struct own_tree *t)
{
    const struct go_type *type = go_type_find("prow/jobs", "Preset");

    if (!own_asks(&t->run, OWN_PRESET))
        return;
    for (size_t i = 0; i < t->jobs_tree.preset_count; i++)
        run_decoded(t, OWN_PRESET, "preset", t->jobs_tree.presets[i].file, t->jobs_tree.presets[i].node, type);
    for (size_t i = 0; i < t->jobs_tree.count; i++) {
        const struct effective_file *f = &t->jobs_tree.files[i];
        for (size_t k = 0; f->file.role == ROLE_INREPO && k < f->preset_count; k++)
            if (f->presets[k].file == &f->file)
                run_decoded(t, OWN_PRESET, "preset", f->presets[k].file, f->presets[k].node, type);
    }
}

static void run_files(struct own_tree *t, enum own_kind kind, const char *name, enum prow_role role)
{
    const struct prow_file *f;

    if (own_asks(&t->run, kind))
        for (size_t i = 0; (f = prow_tree_file(t->tree, role, i)); i++)
            if (f->tape.root)
                run_decoded(t, kind, name, f, node_value(f->tape.root), typed_root(role));
}

static void run_version(struct own_tree *t, const struct version *v)
{
    effective_tree_init(&t->jobs_tree, &t->effective, v);
    if (own_asks(&t->run, OWN_JOB) || t->collects)
        effective_tree_each(&t->jobs_tree, visit_job, t);
    run_presets(t);
    run_files(t, OWN_CONFIG, "config", ROLE_CONFIG);
    run_files(t, OWN_CONFIG, "config", ROLE_SUPPLEMENTAL_CONFIG);
    run_files(t, OWN_PLUGINS, "plugins", ROLE_PLUGINS);
    run_files(t, OWN_PLUGINS, "plugins", ROLE_SUPPLEMENTAL_PLUGINS);
    own_repos_run(t);
}

uint64_t own_run(const struct own_rules *own, const struct rule_settings *s, const struct prow_tree *tree,
                 struct findings *out)
{
    const struct effective_wish all = { 0 };
    struct own_tree t = { .run = { .rules = own, .settings = s, .out = out }, .tree = tree };
    size_t gave_up = tree->patterns->gave_up;

    if (!own_asks(&t.run, ~(unsigned)(OWN_PAIR | OWN_PIPELINES)))
        return 0;
    effective_tree_open(&t.jobs_tree, tree->fs, &tree->paths, s->window, &all);
    t.deployed = own_deployed(s->window, &t.arena);
    t.jobs = own_index_value(tree, &t.arena);
    t.names = (struct own_names){ .tree = tree, .arena = &t.arena };
    own_files_init(&t.files, tree->fs, &t.run.asking, &t.arena);
    t.collects = own_asks(&t.run, OWN_REPO | OWN_BRANCH);
    own_branches_init(&t);
    for (size_t i = 0; i < s->window->count; i++)
        run_version(&t, &s->window->versions[i]);
    if (t.patterns.gave_up || tree->patterns->gave_up > gave_up)
        searches_report(s, out);
    own_repos_free(&t);
    own_run_end(&t.run);
    effective_tree_free(&t.jobs_tree);
    arena_free(&t.arena);
    return t.run.asking.cost;
}
