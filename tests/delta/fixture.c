#include "tests/delta/fixture.h"

#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void load(struct delta_side *s, const char *config, const char *jobs, const char *inrepo)
{
    struct inrepo_source source = { STR("o/r"), STR("checkout") };
    struct prow_paths paths = {
        .config = STR("config.yaml"),
        .jobs = STR("jobs"),
        .inrepo = &source,
        .inrepo_count = inrepo != NULL,
    };
    struct findings findings = { 0 };
    struct rule_settings settings;
    struct arena a = { 0 };
    struct version newest;
    struct window w = { &newest, 1 };
    struct fs_memory m;
    struct prow_tree tree;
    struct str error;

    assert_true(version_parse(STR("latest"), &newest, &a, &error));
    fs_memory_init(&m, &a);
    fs_memory_put(&m, STR("config.yaml"), str_c(config));
    fs_memory_put(&m, STR("jobs/a.yaml"), str_c(jobs));
    if (inrepo)
        fs_memory_put(&m, STR("checkout/.prow.yaml"), str_c(inrepo));
    rule_settings_init(&settings, &a, &w);
    prow_tree_load_for(&tree, &m.fs, &paths, &settings, 1, &(struct load_wish){ .detail = true }, &findings);
    delta_side_from_tree(s, STR("a side"), &tree);
    prow_tree_free(&tree);
    findings_free(&findings);
    arena_free(&a);
}

void pair_init_with(struct pair *p, const char *config_before, const char *config_after, const char *before,
                    const char *after, const char *inrepo)
{
    load(&p->before, config_before, before, NULL);
    load(&p->after, config_after, after, inrepo);
    delta_init(&p->delta, &p->before, &p->after, &(struct delta_wish){ 0 });
}

void pair_init(struct pair *p, const char *before, const char *after)
{
    pair_init_with(p, "{}", "{}", before, after, NULL);
}

void pair_free(struct pair *p)
{
    delta_free(&p->delta);
    delta_side_free(&p->before);
    delta_side_free(&p->after);
}

const struct delta_repo_change *pair_repo(const struct pair *p, const char *repo)
{
    for (size_t i = 0; i < p->delta.repo_count; i++)
        if (str_eq(p->delta.repos[i].repo, str_c(repo)))
            return &p->delta.repos[i];
    return NULL;
}
