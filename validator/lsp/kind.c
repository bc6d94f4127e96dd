#include "lsp/kind.h"

#include "base/path.h"

static bool has_keys(const struct node *root, const char *one, const char *other)
{
    return node_key(root, str_c(one)) && node_key(root, str_c(other));
}

/* Templates are not named after what they are; what stands at the top tells. */
static enum file_kind of_pipelines(const struct tape *t)
{
    if (has_keys(t->root, "serviceGroup", "resourceGroups"))
        return KIND_PIPELINE;
    if (has_keys(t->root, "services", "entrypoints"))
        return KIND_TOPOLOGY;
    if (has_keys(t->root, "defaults", "clouds"))
        return KIND_PIPELINE_CONFIG;
    return KIND_OTHER;
}

struct document_kind kind_of(const struct served *f, struct str relative, const struct model *m)
{
    const struct prow_inputs *in = &f->folder.workspace->inputs;
    struct document_kind k = { 0 };
    struct str base = path_base(relative);

    for (size_t i = 0; i < in->count; i++)
        if (str_eq(in->files[i].path, relative))
            return (struct document_kind){ KIND_PROW, in->files[i].role, in->files[i].repo };
    if (str_eq(relative, f->folder.project_file) || str_eq(base, STR("prowgate.yaml")))
        k.kind = KIND_PROJECT;
    else if (str_eq(base, STR("prowgate.ack.yaml")))
        k.kind = KIND_ACKS;
    else if (str_starts(relative, STR(".prowgate/rules/")))
        k.kind = KIND_OWN_RULES;
    else if (f->folder.pipelines && m && m->tape.root)
        k.kind = of_pipelines(&m->tape);
    return k;
}

const struct go_type *kind_type(const struct served *f, struct document_kind k, const struct typed_window **w)
{
    *w = k.kind == KIND_PROW ? &f->typed : NULL;
    if (k.kind == KIND_PROW)
        return typed_root(k.role);
    return k.kind == KIND_TOPOLOGY ? go_type_find("pipeline/types", "Topology") : NULL;
}

const char *kind_words(struct document_kind k)
{
    static const char *const roles[] = {
        [ROLE_CONFIG] = "Prow's main configuration file",
        [ROLE_SUPPLEMENTAL_CONFIG] = "a supplemental part of Prow's configuration",
        [ROLE_JOBS] = "a job file of Prow",
        [ROLE_PLUGINS] = "Prow's plugin configuration",
        [ROLE_SUPPLEMENTAL_PLUGINS] = "a supplemental part of Prow's plugin configuration",
        [ROLE_INREPO] = "jobs of the repository itself",
    };
    static const char *const kinds[] = {
        [KIND_OTHER] = "no file of Prow's: left alone",
        [KIND_PROW] = "",
        [KIND_PROJECT] = "prowgate's project file",
        [KIND_ACKS] = "acknowledgements of changes",
        [KIND_OWN_RULES] = "own rules",
        [KIND_PIPELINE] = "a deployment pipeline",
        [KIND_TOPOLOGY] = "a topology of deployment pipelines",
        [KIND_PIPELINE_CONFIG] = "configuration of deployment pipelines",
    };

    return k.kind == KIND_PROW ? roles[k.role] : kinds[k.kind];
}
