/* Another name for a preset's label, a job or a cluster, everywhere at once; and files that are about to be renamed. */
#include "lsp/answers.h"

#include "base/path.h"
#include "lsp/edits.h"
#include "lsp/named.h"

enum { INVALID_PARAMS = -32602 };

static bool can_rename(const struct named *n)
{
    return n->kind == NAME_LABEL || n->kind == NAME_JOB || n->kind == NAME_CLUSTER || n->kind == NAME_CONTEXT;
}

/* Letters, digits and what joins them: it needs no quotes in YAML and no escapes in a regular expression's place. */
static bool is_plain_name(struct str name)
{
    if (name.len == 0 || name.len > 317 || name.p[0] == '-' || name.p[0] == '.' || name.p[0] == '/')
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.p[i];
        if (!((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c && strchr("-_./", c))))
            return false;
    }
    return true;
}

json_t *answer_prepare_rename(struct connection *s, const json_t *params)
{
    struct arena a = { 0 };
    json_t *out = NULL;
    struct named n;
    struct spot at;

    if (spot_read(s, params, &at) && named_at(at.kind, &at.chain, &a, &n) && can_rename(&n)) {
        struct str text = str_slice(at.model->tape.source, n.node->start, n.node->end);
        size_t quote = text.len >= 2 && (text.p[0] == '"' || text.p[0] == '\'');
        out = json_pack("{s:o,s:o}", "range", spot_range(s, &at, n.node->start + quote, n.node->end - quote),
                        "placeholder", text_json(n.text));
    }
    arena_free(&a);
    return out;
}

static void rename_uses(struct edits *e, const struct prow_tree *t, const struct named *n, struct str is)
{
    struct named_uses uses;

    named_uses(t, n, &e->texts->arena, &uses);
    for (size_t i = 0; i < uses.count; i++)
        edits_rename(e, &uses.items[i]->at, n->text, is);
}

/* What waits for the job's status by its name waits for the new one, where the job names no other context and no other
 * job reports that one. */
static void rename_default_context(struct edits *e, const struct prow_tree *t, const struct named *n, struct str is)
{
    struct named context = { NAME_CONTEXT, n->of, n->text, STR(""), NULL };
    struct named_uses uses;

    named_uses(t, &context, &e->texts->arena, &uses);
    for (size_t i = 0; i < uses.count; i++) {
        const struct job_summary *j = uses.items[i]->job;
        if (j && (!str_eq(j->name, n->text) || memcmp(&j->context_span, &j->name_span, sizeof j->name_span)))
            return;
    }
    for (size_t i = 0; i < uses.count; i++)
        if (!uses.items[i]->job)
            edits_rename(e, &uses.items[i]->at, n->text, is);
}

static void rename_scalars(struct edits *e, const struct prow_file *f, const struct node *from, struct str was,
                           struct str is)
{
    for (const struct node *n = from; n < from + from->span; n++) {
        struct place at = prow_place(f, n);
        if (n->kind == NODE_STRING && !(n->flags & FLAG_KEY) && node_is(n, was))
            edits_rename(e, &at, was, is);
    }
}

/* Settings name clusters too: which of them a repository's own jobs may use, whose defaults are whose. */
static void rename_cluster_settings(struct edits *e, const struct prow_tree *t, struct str was, struct str is)
{
    static const enum prow_role roles[] = { ROLE_CONFIG, ROLE_SUPPLEMENTAL_CONFIG };
    const struct prow_file *f;

    for (size_t r = 0; r < COUNT_OF(roles); r++)
        for (size_t i = 0; (f = prow_tree_file(t, roles[r], i)); i++)
            for (size_t k = 0; f->tape.root && k < f->tape.count; k++) {
                const struct node *n = &f->tape.nodes[k];
                if ((n->flags & (FLAG_KEY | FLAG_DEAD | FLAG_MERGED)) != FLAG_KEY)
                    continue;
                if (node_is(n, STR("allowed_clusters")) || node_is(n, STR("cluster")))
                    rename_scalars(e, f, n + n->span, was, is);
            }
}

json_t *answer_rename(struct connection *s, const json_t *params)
{
    const char *given = json_string_value(json_object_get(params, "newName"));
    struct str is = str_c(given);
    const struct prow_tree *tree;
    struct edits e;
    struct named n;
    struct spot at;
    struct texts t;
    json_t *out;

    if (!is_plain_name(is))
        return connection_refuse(s, INVALID_PARAMS, "a name is made of letters, digits, '-', '_', '.' and '/'");
    if (!spot_read(s, params, &at))
        return NULL;
    texts_init(&t, &at.folder->folder.workspace->files.fs, s->client.encoding);
    if (!named_at(at.kind, &at.chain, &t.arena, &n) || !can_rename(&n)) {
        texts_free(&t);
        return connection_refuse(s, INVALID_PARAMS, "this is not the name of a preset, a job, a context or a cluster");
    }
    tree = &at.folder->folder.workspace->tree;
    edits_init(&e, s, at.folder, &t);
    rename_uses(&e, tree, &n, is);
    if (n.kind == NAME_JOB)
        rename_default_context(&e, tree, &n, is);
    if (n.kind == NAME_CLUSTER)
        rename_cluster_settings(&e, tree, n.text, is);
    out = edits_take(&e);
    texts_free(&t);
    return out;
}

/* Prow puts job files into one ConfigMap by their names alone: two of one name can't be told apart (fact sheet 1.2). */
static void warn_of_twin(struct connection *s, const struct served *f, struct str was, struct str is)
{
    const struct prow_inputs *in = &f->folder.workspace->inputs;
    struct str base = path_base(is);

    for (size_t i = 0; i < in->count; i++) {
        const struct prow_input *one = &in->files[i];
        struct arena a = { 0 };
        struct str words;
        if (one->role != ROLE_JOBS || str_eq(one->path, was) || !str_eq(path_base(one->path), base))
            continue;
        words = ARENA_JOIN(&a, STR("Prow knows job files by their last name alone, and "), one->path,
                           STR(" is called "), base, STR(" already: it would refuse both"));
        connection_tell(s, "window/showMessage", json_pack("{s:i,s:o}", "type", 2, "message", text_json(words)));
        arena_free(&a);
    }
}

/* Settings that name the file by its path go with it. */
static void follow_file(struct edits *e, const struct prow_tree *t, struct str was, struct str is)
{
    const struct prow_file *f;

    for (size_t i = 0; (f = prow_tree_file(t, ROLE_PLUGINS, i)); i++)
        for (size_t k = 0; f->tape.root && k < f->tape.count; k++) {
            struct place at = prow_place(f, &f->tape.nodes[k]);
            if (node_is(&f->tape.nodes[k], was))
                edits_rename(e, &at, was, is);
        }
}

json_t *answer_will_rename_files(struct connection *s, const json_t *params)
{
    json_t *out = NULL;
    const json_t *one;
    size_t i;

    json_array_foreach(json_object_get(params, "files"), i, one)
    {
        struct str was, is, from, to;
        struct served *f;
        struct edits e;
        struct texts t;
        struct arena a = { 0 };
        if (connection_path(s, &a, json_string_value(json_object_get(one, "oldUri")), &was) &&
            connection_path(s, &a, json_string_value(json_object_get(one, "newUri")), &is) &&
            (f = connection_served(s, was, &from)) && connection_served(s, is, &to) == f &&
            f->folder.workspace->judged) {
            warn_of_twin(s, f, from, to);
            texts_init(&t, &f->folder.workspace->files.fs, s->client.encoding);
            edits_init(&e, s, f, &t);
            follow_file(&e, &f->folder.workspace->tree, from, to);
            if (e.count && !out)
                out = edits_take(&e);
            else
                edits_drop(&e);
            texts_free(&t);
        }
        arena_free(&a);
    }
    return out;
}
