#include "prow/files/facts.h"

#include "prow/files/summary.h"
#include "syntax/json/json.h"
#include "syntax/yaml/yaml.h"

enum { LARGEST_FACT_FILE = 16 << 20 };

static void add(struct fact_list *list, struct str path, const struct tape *tape, const struct node *name,
                struct str status)
{
    struct fact *fact = &list->items[list->count++];
    void **at;

    *fact = (struct fact){ node_text(name), status, { path, tape_span(tape, name), false } };
    at = map_at(&list->by_name, fact->name);
    if (!*at)
        *at = fact;
}

/* Where something else than a text stands among the names or the statuses; NULL when all are texts. */
static const struct node *misfit(const struct node *root)
{
    for (const struct node *k = node_first_key(root); k; k = node_next_key(root, k))
        if (node_kind(node_pair_value(k)) != NODE_STRING)
            return node_pair_value(k);
    for (const struct node *e = node_first(root); e; e = node_next(root, e))
        if (node_kind(e) != NODE_STRING)
            return e;
    return NULL;
}

static void fill(struct prow_tree *t, struct fact_list *list, struct str path, const struct tape *tape)
{
    const struct node *root = tape->root;

    list->items = ARENA_ARRAY(&t->arena, struct fact, node_count(root));
    map_init(&list->by_name, &t->arena);
    for (const struct node *k = node_first_key(root); k; k = node_next_key(root, k))
        add(list, path, tape, k, node_text(node_pair_value(k)));
    for (const struct node *e = node_first(root); e; e = node_next(root, e))
        add(list, path, tape, node_value(e), STR(""));
    list->known = true;
}

/* The text of the file in the tree's memory. */
static bool read_text(struct prow_tree *t, struct str path, struct str *text, struct fact_error *e)
{
    struct fs_error error;
    struct buf bytes = { 0 };
    bool ok = fs_read(t->fs, path, LARGEST_FACT_FILE, &bytes, &error);

    if (ok)
        *text = arena_copy(&t->arena, buf_str(&bytes));
    else
        *e = (struct fact_error){ { .file = path }, fs_error_text(&error, &t->arena) };
    buf_free(&bytes);
    return ok;
}

/* Prow reads its status file as JSON; for prowgate's own a list in YAML is as good. Both go onto a tape: findings point at
 * where a name stands. */
static bool parse(struct prow_tree *t, bool json, struct str text, struct tape *tape, struct fact_error *e)
{
    struct json_error je;
    struct yaml_error ye;

    if (json) {
        if (json_read(tape, &t->arena, text, &je))
            return true;
        e->at.span = (struct span){ je.line, je.column, je.line, je.column + 1 };
        e->reason = je.message;
        return false;
    }
    if (yaml_read(tape, &t->arena, text, NULL, &ye))
        return true;
    e->at.span = (struct span){ ye.line, ye.column, ye.line, ye.column + (ye.line != 0) };
    e->reason = ye.message;
    return false;
}

static void read_list(struct prow_tree *t, struct fact_list *list, struct str path, bool json, bool statuses)
{
    const char *wanted = json       ? "a JSON object of cluster names and statuses belongs here"
                         : statuses ? "a list of names, or a mapping of names to statuses, belongs here"
                                    : "a list of names belongs here";
    const struct node *wrong;
    struct tape tape;
    struct str text;

    list->error.at.file = path;
    if (!read_text(t, path, &text, &list->error) || !parse(t, json, text, &tape, &list->error))
        return;
    list->empty = json && node_kind(tape.root) == NODE_NULL;
    if (list->empty)
        return;
    if (json ? node_kind(tape.root) == NODE_MAPPING
             : node_kind(tape.root) == NODE_SEQUENCE || (statuses && node_kind(tape.root) == NODE_MAPPING))
        wrong = misfit(tape.root);
    else
        wrong = tape.root;
    if (tape.root && !wrong) {
        fill(t, list, path, &tape);
        return;
    }
    if (wrong)
        list->error.at.span = span_of(tape.source, wrong);
    list->error.reason = str_c(wanted);
}

static void read_clusters(struct prow_tree *t)
{
    struct facts *f = &t->facts;
    const struct node *plank = node_field(t->config.root, STR("plank"));
    const struct node *named = node_field(plank, STR("build_cluster_status_file"));
    struct fs_info info;
    struct fs_error error;
    bool own = t->paths.facts.clusters.len > 0;

    f->cluster_file = own ? t->paths.facts.clusters : node_kind(named) == NODE_STRING ? node_text(named) : STR("");
    if (t->store) /* findings about jobs name it */
        f->cluster_file = store_path(t->store, f->cluster_file);
    if (own || (f->cluster_file.len && fs_stat(t->fs, f->cluster_file, &info, &error)))
        read_list(t, &f->clusters, f->cluster_file, !own, true);
    f->cluster_file_is_prows = !own && f->cluster_file.len;
}

static void look_for_checkouts(struct prow_tree *t)
{
    struct facts *f = &t->facts;
    const struct fact_paths *p = &t->paths.facts;

    f->checkout_errors = ARENA_ARRAY(&t->arena, struct fact_error, p->checkout_count);
    for (size_t i = 0; i < p->checkout_count; i++) {
        struct fs_info info;
        struct fs_error error;
        struct place at = { p->checkouts[i].path, { 0 }, false };
        if (!fs_stat(t->fs, at.file, &info, &error))
            f->checkout_errors[f->checkout_error_count++] = (struct fact_error){ at, fs_error_text(&error, &t->arena) };
        else if (info.kind != FS_DIRECTORY)
            f->checkout_errors[f->checkout_error_count++] =
                (struct fact_error){ at, STR("a checkout is a folder, and this is none") };
    }
}

void facts_read(struct prow_tree *t)
{
    t->facts = (struct facts){ 0 };
    read_clusters(t);
    if (t->paths.facts.github_app_orgs.len)
        read_list(t, &t->facts.github_app_orgs, t->paths.facts.github_app_orgs, false, false);
    look_for_checkouts(t);
}

const struct fact *fact_find(const struct fact_list *list, struct str name)
{
    return list->known ? map_get(&list->by_name, name) : NULL;
}

bool fact_checkout(const struct prow_tree *t, struct str repo, struct str *path)
{
    const struct fact_paths *p = &t->paths.facts;

    for (size_t i = 0; i < p->checkout_count; i++)
        if (str_eq(p->checkouts[i].repo, repo))
            return *path = p->checkouts[i].path, true;
    for (size_t i = 0; i < t->paths.inrepo_count; i++)
        if (str_eq(t->paths.inrepo[i].repo, repo))
            return *path = t->paths.inrepo[i].path, true;
    return false;
}

bool facts_given(const struct fact_paths *p, enum fact_kind kind)
{
    return (kind == FACT_CLUSTERS && p->clusters.len) || (kind == FACT_GITHUB_APP_ORGS && p->github_app_orgs.len) ||
           (kind == FACT_CHECKOUTS && p->checkout_count);
}
