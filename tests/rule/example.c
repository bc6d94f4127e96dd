#include "command/judge.h"
#include "command/project_file.h"
#include "delta/link.h"
#include "gate/comparison.h"
#include "pipeline/check.h"
#include "prow/files/tree.h"
#include "prow/versions/deployed.h"
#include "rule/page.h"
#include "rule/silence.h"
#include "schema/version.h"

#include <stdio.h>

static void write_place(struct buf *out, struct place at, bool with_end)
{
    buf_put(out, at.file.len ? at.file : STR("."));
    if (at.span.line)
        buf_printf(out, ":%u:%u", at.span.line, at.span.column);
    if (at.span.line && with_end)
        buf_printf(out, "-%u:%u", at.span.end_line, at.span.end_column);
}

static void write_finding(struct buf *out, const struct finding *f)
{
    write_place(out, f->at, true);
    buf_printf(out, ": %s: %.*s [%s]\n", severity_name(f->severity), STR_ARG(f->message), f->rule->id);
    if (f->detail.len)
        buf_printf(out, "  %.*s\n", STR_ARG(f->detail));
    for (const struct related *r = f->related; r; r = r->next) {
        buf_put(out, STR("  "));
        write_place(out, r->at, false);
        buf_printf(out, ": %.*s\n", STR_ARG(r->message));
    }
    if (f->prow_message.len)
        buf_printf(out, "  %s says: %.*s\n", f->rule->pipelines ? "upstream" : "prow", STR_ARG(f->prow_message));
}

static void read_window(struct window *w, struct arena *a, struct str list)
{
    struct version *versions = ARENA_ARRAY(a, struct version, list.len + 1);
    struct str one, error;

    *w = (struct window){ versions, 0 };
    if (list.len == 0)
        list = STR("latest");
    while (list.len) {
        str_cut(list, ',', &one, &list);
        if (version_parse(one, &versions[w->count], a, &error))
            w->count++;
        else
            fprintf(stderr, "%.*s\n", STR_ARG(error));
    }
}

static void read_annotations(struct prow_paths *paths, struct arena *a, struct str list)
{
    struct str one;

    paths->required_annotations = ARENA_ARRAY(a, struct str, list.len);
    while (list.len) {
        str_cut(list, ',', &one, &list);
        paths->required_annotations[paths->required_annotation_count++] = one;
    }
}

static void write_not_evaluated(struct buf *out, const struct findings *findings, const struct rule *r)
{
    for (size_t i = 0; i < findings->not_evaluated_count; i++)
        if (findings->not_evaluated[i].rule == r)
            buf_printf(out, "not evaluated: %.*s [%s]\n", STR_ARG(findings->not_evaluated[i].reason), r->id);
}

/* What the example's prowgate.yaml says of rules; without one, a rule that is off is on as a warning. */
static bool read_settings(struct rule_settings *s, struct arena *a, const struct window *window,
                          const struct example *e, const struct rule *r)
{
    struct project project = { 0 };

    if (e->project.len && !project_file_read(&project, a, "prowgate.yaml", e->project))
        return false;
    if (!project_rule_settings(&project, s, a, window, NULL))
        return false;
    if (r->severity == SEVERITY_OFF && e->project.len == 0)
        rule_settings_set(s, str_c(r->id), SEVERITY_WARNING);
    if (r->unless)
        rule_settings_set(s, str_c(r->unless), SEVERITY_OFF);
    return true;
}

static void write_findings(struct buf *out, struct findings *findings, const struct rule *r)
{
    findings_sort(findings);
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i]->rule == r && !findings->items[i]->suppressed)
            write_finding(out, findings->items[i]);
    write_not_evaluated(out, findings, r);
}

static struct prow_paths paths_of(const struct fs *fs)
{
    struct prow_paths paths = { .jobs = STR("") };
    struct fs_error error;
    struct fs_info info;

    if (fs_stat(fs, STR("jobs"), &info, &error))
        paths.jobs = STR("jobs");
    if (fs_stat(fs, STR("config.yaml"), &info, &error))
        paths.config = STR("config.yaml");
    if (fs_stat(fs, STR("plugins.yaml"), &info, &error))
        paths.plugins = STR("plugins.yaml");
    return paths;
}

/* 2026-06-01, in days since 1970-01-01. */
enum { TODAY = 20605 };

/* Both project files, where an example has them: what one loosens of the other. */
static void compare_judges(const struct example *e, struct comparison *c, struct arena *a, const struct window *w)
{
    struct opened_side before = { .open = false }, after = { .open = false };
    struct buf was = { 0 };
    struct fs_error error;

    if (fs_read(&e->before.fs, STR("prowgate.yaml"), 1 << 20, &was, &error) && e->project.len &&
        project_file_read(&before.project, a, "prowgate.yaml", arena_copy(a, buf_str(&was))) &&
        project_file_read(&after.project, a, "prowgate.yaml", e->project))
        judge_compare(c, a, &before, &after, w);
    buf_free(&was);
}

static void compare(const struct example *e, const struct rule *r, const struct rule_settings *settings,
                    struct arena *a, struct buf *out)
{
    struct pipeline_paths deployed[2] = { 0 };
    struct side before = { .name = STR("before"), .fs = &e->before.fs, .paths = paths_of(&e->before.fs) };
    struct side after = { .name = STR("after"), .fs = &e->tree.fs, .paths = paths_of(&e->tree.fs) };
    struct comparison c = { .before = &before, .after = &after };
    struct acks acks;

    before.pipelines = pipelines_discover(&deployed[0], before.fs, a) ? &deployed[0] : NULL;
    after.pipelines = pipelines_discover(&deployed[1], after.fs, a) ? &deployed[1] : NULL;
    side_load(&before, settings, 1);
    side_load(&after, settings, 1);
    acks_init(&acks, a, TODAY);
    if (e->acks.p)
        acks_read_file(&acks, settings, &c.findings, STR("prowgate.ack.yaml"), e->acks);
    compare_judges(e, &c, a, settings->window);
    comparison_judge(&c, &after.findings, settings, &acks, true);
    write_findings(out, &c.findings, r);
    comparison_free(&c);
    side_free(&before);
    side_free(&after);
}

static void check(const struct example *e, const struct rule *r, const struct rule_settings *settings, struct arena *a,
                  struct buf *out)
{
    struct inrepo_source inrepo = { STR("org/repo"), STR("checkout") };
    struct inrepo_source checkout = { STR("org/other"), STR("other-checkout") };
    struct str supplemental_config = STR("supplemental-config"), supplemental_plugins = STR("supplemental-plugins");
    struct fs_memory files = e->tree; /* with an empty main file, where the example has none: rules may rest on it */
    struct prow_paths paths = {
        .config = STR("config.yaml"),
        .jobs = e->jobs,
        .plugins = e->has_plugins ? STR("plugins.yaml") : STR(""),
        .supplemental_config = &supplemental_config,
        .supplemental_config_count = e->has_supplemental_config,
        .supplemental_plugins = &supplemental_plugins,
        .supplemental_plugins_count = e->has_supplemental_plugins,
        .inrepo = &inrepo,
        .inrepo_count = e->has_inrepo,
        .for_people = true,
        .facts = { e->clusters, e->github_app_orgs, &checkout, e->has_checkout },
    };
    struct findings findings = { 0 };
    struct prow_tree tree;

    read_annotations(&paths, a, e->annotations);
    if (!e->has_config)
        fs_memory_put(&files, paths.config, STR("log_level: info\n"));
    prow_tree_load(&tree, &files.fs, &paths, settings, 1, &findings);
    deployed_report(settings->window, settings, &findings);
    silences_apply(&tree.silences, settings, &findings);
    write_findings(out, &findings, r);
    prow_tree_free(&tree);
    findings_free(&findings);
}

/* What its gates wait for. */
static void check_links(const struct example *e, const struct pipeline_paths *paths,
                        const struct rule_settings *settings, struct findings *out)
{
    struct prow_paths prow = paths_of(&e->prow.fs);
    struct pipeline_counts counts = { 0 };
    struct rollout rollout;
    struct link_waits waits;
    struct link_jobs jobs;
    struct findings found = { 0 };

    rollout_check(&rollout, &e->tree.fs, paths, false, settings, out, &counts);
    link_waits_find(&waits, &rollout);
    link_jobs_read(&jobs, &waits, &e->prow.fs, &prow, settings->window, STR("prow:/"));
    link_check(&waits, &jobs, LINK_OF_PIPELINES, settings, &found);
    findings_copy_whole(out, &found);
    findings_free(&found);
    link_jobs_free(&jobs);
    link_waits_free(&waits);
    rollout_free(&rollout);
}

/* A tree with a topology: its pipelines. */
static void check_pipelines(const struct example *e, const struct rule *r, const struct rule_settings *settings,
                            struct arena *a, struct buf *out)
{
    struct project project = { 0 };
    struct pipeline_paths paths;
    struct findings findings = { 0 };
    struct pipeline_counts counts = { 0 };

    if (e->project.len)
        project_file_read(&project, a, "prowgate.yaml", e->project);
    paths = project.pipelines;
    paths.user = STR("test");
    paths.build_id = STR("1234567890987654321");
    if (pipelines_discover(&paths, &e->tree.fs, a) && e->links)
        check_links(e, &paths, settings, &findings);
    else if (paths.topology_count || paths.config.len)
        pipelines_check(&e->tree.fs, &paths, settings, &findings, &counts);
    write_findings(out, &findings, r);
    findings_free(&findings);
}

void example_run(const struct example *e, const struct rule *r, struct buf *out)
{
    struct rule_settings settings;
    struct arena a = { 0 };
    struct window window;

    read_window(&window, &a, e->deployed);
    if (!read_settings(&settings, &a, &window, e, r))
        buf_put(out, STR("prowgate.yaml is not understood\n"));
    else if (e->compares)
        compare(e, r, &settings, &a, out);
    else if (r->pipelines)
        check_pipelines(e, r, &settings, &a, out);
    else
        check(e, r, &settings, &a, out);
    arena_free(&a);
}
