#include "rules/prow/pattern/pattern_places.h"

#include "prow/plugins/plugins.h"

static void look_at(struct check *c, struct pattern_at *p, const struct pattern_search *search)
{
    if (node_kind(p->node) != NODE_STRING)
        return;
    p->text = node_text(p->node);
    if (p->text.len && search->may(p->text) && regex_pieces(&p->pieces, p->arena, p->text))
        search->look(c, p);
}

static void of_field(struct check *c, const struct job *j, const char *field, bool of_paths,
                     const struct pattern_search *search)
{
    const struct node *n = job_get(j, str_c(field));
    struct pattern_at p;

    if (!n)
        return;
    p = (struct pattern_at){
        .of_paths = of_paths, .field = field, .patterns = j->patterns, .arena = j->arena, .job = j, .file = j->file
    };
    if (node_kind(n) == NODE_STRING && of_paths) {
        p.node = n;
        look_at(c, &p, search);
    }
    if (node_kind(n) == NODE_SEQUENCE && !of_paths)
        for (const struct node *e = node_first(n); e; e = node_next(n, e)) {
            p.node = node_value(e);
            look_at(c, &p, search);
        }
}

void pattern_of_job(struct check *c, const struct job *j, const struct pattern_search *search)
{
    if (j->kind == PERIODIC)
        return;
    of_field(c, j, "run_if_changed", true, search);
    of_field(c, j, "skip_if_only_changed", true, search);
    of_field(c, j, "branches", false, search);
    of_field(c, j, "skip_branches", false, search);
}

struct settings_walk {
    struct check *check;
    const struct prow_tree *tree;
    const struct pattern_search *search;
};

static void of_list(const struct settings_walk *w, const struct setting *at, const char *field, bool of_paths)
{
    struct setting list = setting_get(w->tree->scratch, at, field), e = { 0 };

    while (node_kind(list.value) == NODE_SEQUENCE && setting_next(w->tree->scratch, &list, &e)) {
        struct pattern_at p = { .of_paths = of_paths,
                                .field = field,
                                .patterns = w->tree->patterns,
                                .arena = w->tree->scratch,
                                .file = e.file,
                                .node = e.value,
                                .path = e.path };
        look_at(w->check, &p, w->search);
    }
}

/* levels: how many are below this one. */
static void of_protection(const struct settings_walk *w, const struct setting *at, unsigned levels)
{
    static const char *const below[] = { NULL, "branches", "repos", "orgs" };
    struct setting map = { 0 }, e = { 0 };

    of_list(w, at, "include", false);
    of_list(w, at, "exclude", false);
    if (levels)
        map = setting_get(w->tree->scratch, at, below[levels]);
    while (node_kind(map.value) == NODE_MAPPING && setting_next(w->tree->scratch, &map, &e))
        of_protection(w, &e, levels - 1);
}

void pattern_of_settings(struct check *c, const struct prow_tree *t, const struct pattern_search *search)
{
    struct settings_walk w = { c, t, search };
    struct setting file;

    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting protection = setting_get(t->scratch, &file, "branch-protection");
        of_protection(&w, &protection, 3);
    }
    for (size_t n = 0; plugin_file(t, n, &file); n++) {
        struct setting blockades = setting_get(t->scratch, &file, "blockades"), e = { 0 };
        while (node_kind(blockades.value) == NODE_SEQUENCE && setting_next(t->scratch, &blockades, &e)) {
            of_list(&w, &e, "blockregexps", true);
            of_list(&w, &e, "exceptionregexps", true);
        }
    }
}

void pattern_report(struct check *c, const struct pattern_at *p, size_t start, size_t end, struct str message)
{
    struct place at = prow_place_in(p->file, p->node, start, end);

    if (p->job)
        report(c, at, "%s of job %.*s: %.*s", p->field, STR_ARG(p->job->name), STR_ARG(message));
    else
        report(c, at, "%s: %.*s", p->field, STR_ARG(message));
    at_path(c, "%.*s", STR_ARG(p->job ? job_path(p->arena, p->job, str_c(p->field)) : p->path));
}
