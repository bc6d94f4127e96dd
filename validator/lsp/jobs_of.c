#include "lsp/jobs_of.h"

static void visit_list(const struct job_spot *of, const struct node *list, const struct node *key, visit_job *visit,
                       void *context)
{
    struct job_spot j = *of;

    if (node_kind(list) != NODE_SEQUENCE)
        return;
    for (const struct node *e = node_first(list); e; e = node_next(list, e), j.index++) {
        j.node = node_value(e);
        if (node_kind(e) == NODE_MAPPING)
            visit(context, &j, key);
    }
}

static bool has_jobs(struct document_kind k)
{
    return k.kind == KIND_PROW && k.role != ROLE_PLUGINS && k.role != ROLE_SUPPLEMENTAL_PLUGINS;
}

void jobs_of(struct document_kind k, const struct tape *t, visit_job *visit, void *context)
{
    static const char *const names[] = { "presubmits", "postsubmits", "periodics" };

    for (size_t i = 0; has_jobs(k) && t->root && i < COUNT_OF(names); i++) {
        const struct node *list = node_get(t->root, str_c(names[i]));
        struct job_spot j = { .kind = (enum job_kind)i, .repo = k.repo };
        if (i == PERIODIC || k.role == ROLE_INREPO) {
            visit_list(&j, list, NULL, visit, context);
            continue;
        }
        for (const struct node *key = node_first_key(list); key; key = node_next_key(list, key)) {
            j.repo = (struct str){ key->text, key->len };
            visit_list(&j, node_pair_value(key), key, visit, context);
        }
    }
}

void presets_of(struct document_kind k, const struct tape *t, void (*visit)(void *context, const struct node *preset),
                void *context)
{
    const struct node *list = has_jobs(k) && t->root ? node_get(t->root, STR("presets")) : NULL;

    if (node_kind(list) != NODE_SEQUENCE)
        return;
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        if (node_kind(e) == NODE_MAPPING)
            visit(context, node_value(e));
}
