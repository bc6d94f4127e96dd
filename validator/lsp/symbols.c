/* What a file holds, and what the whole workspace does: jobs, presets, contexts. */
#include "lsp/answers.h"

#include "base/nearest.h"
#include "lsp/jobs_of.h"

/* SymbolKind. */
enum { SYMBOL_NAMESPACE = 3, SYMBOL_FUNCTION = 12, SYMBOL_EVENT = 24, SYMBOL_OBJECT = 19, SYMBOL_KEY = 20 };

/* More names than that answer no question. */
enum { MOST_SYMBOLS = 1000 };

struct symbols {
    const struct connection *connection;
    const struct spot *at;
    struct arena arena;
    json_t *list;           /* of the file */
    const struct node *key; /* the repository whose jobs are being put, and where they go */
    json_t *children;
};

static json_t *range_of(const struct symbols *y, const struct node *from, const struct node *to)
{
    return spot_range(y->connection, y->at, from->start, to->end);
}

/* One symbol; a flat list where the client knows no tree. */
static json_t *symbol(struct symbols *y, json_t *list, struct str name, const char *detail, int kind,
                      const struct node *from, const struct node *to)
{
    json_t *o = json_pack("{s:o,s:i,s:s}", "name", text_json(name.len ? name : STR("(no name)")), "kind", kind,
                          "detail", detail);

    if (y->connection->client.tree_symbols) {
        json_object_set_new(o, "range", range_of(y, from, to));
        json_object_set_new(o, "selectionRange", range_of(y, from, from));
        json_array_append_new(list, o);
        return o;
    }
    json_object_set_new(o, "location",
                        json_pack("{s:o,s:o}", "uri",
                                  text_json(connection_uri(y->connection, &y->arena, &y->at->folder->folder,
                                                           y->at->relative)),
                                  "range", range_of(y, from, to)));
    json_array_append_new(y->list, o);
    return o;
}

static void put_job(void *context, const struct job_spot *j, const struct node *key)
{
    struct symbols *y = context;

    if (key && key != y->key) {
        json_t *of = symbol(y, y->list, j->repo, job_kind_name(j->kind), SYMBOL_NAMESPACE, key, key + key->span);
        y->key = key;
        y->children = json_array();
        json_object_set_new(of, "children", y->children);
    }
    symbol(y, key ? y->children : y->list, node_text(node_get(j->node, STR("name"))), job_kind_name(j->kind),
           j->kind == PERIODIC ? SYMBOL_EVENT : SYMBOL_FUNCTION, j->node, j->node);
}

static void put_preset(void *context, const struct node *node)
{
    struct symbols *y = context;
    struct preset p = { .labels = node_get(node, STR("labels")) };

    symbol(y, y->list, node_kind(p.labels) == NODE_MAPPING ? preset_name(&y->arena, &p) : STR("preset without labels"),
           "preset", SYMBOL_OBJECT, node, node);
}

static void put_keys(struct symbols *y, const struct node *root)
{
    for (const struct node *k = node_first_key(root); k; k = node_next_key(root, k))
        if (!(k->flags & FLAG_MERGED))
            symbol(y, y->list, (struct str){ k->text, k->len }, "", SYMBOL_KEY, k, k + k->span);
}

/* Steps of a pipeline below their resource groups. */
static void put_groups(struct symbols *y, const struct node *root)
{
    const struct node *groups = node_get(root, STR("resourceGroups"));

    for (const struct node *g = node_kind(groups) == NODE_SEQUENCE ? node_first(groups) : NULL; g;
         g = node_next(groups, g)) {
        const struct node *group = node_value(g), *steps = node_get(group, STR("steps"));
        json_t *of = symbol(y, y->list, node_text(node_get(group, STR("name"))), "resource group", SYMBOL_NAMESPACE,
                            group, group);
        json_t *children = json_array();
        json_object_set_new(of, "children", children);
        for (const struct node *e = node_kind(steps) == NODE_SEQUENCE ? node_first(steps) : NULL; e;
             e = node_next(steps, e))
            symbol(y, children, node_text(node_get(e, STR("name"))), "step", SYMBOL_FUNCTION, node_value(e),
                   node_value(e));
    }
}

static bool has_jobs(struct document_kind k)
{
    return k.kind == KIND_PROW && (k.role == ROLE_JOBS || k.role == ROLE_INREPO);
}

json_t *answer_document_symbols(struct connection *s, const json_t *params)
{
    struct spot at;
    struct symbols y = { .connection = s, .at = &at };

    if (!spot_read_document(s, params, &at) || !at.model->tape.root || at.kind.kind == KIND_OTHER)
        return json_array();
    y.list = json_array();
    if (at.kind.kind == KIND_PIPELINE)
        put_groups(&y, at.model->tape.root);
    else if (!has_jobs(at.kind))
        put_keys(&y, at.model->tape.root);
    presets_of(at.kind, &at.model->tape, put_preset, &y);
    jobs_of(at.kind, &at.model->tape, put_job, &y);
    arena_free(&y.arena);
    return y.list;
}

/* The letters of the query in this order, whatever stands between them. */
static bool matches(struct str name, struct str query)
{
    size_t k = 0;

    for (size_t i = 0; i < name.len && k < query.len; i++) {
        char a = name.p[i], b = query.p[k];
        k += (a >= 'A' && a <= 'Z' ? a | 0x20 : a) == (b >= 'A' && b <= 'Z' ? b | 0x20 : b);
    }
    return k == query.len;
}

static void put_names(struct connection *s, const struct served *f, struct str query, struct texts *t, json_t *list)
{
    static const struct {
        enum name_kind kind;
        int symbol;
    } kinds[] = { { NAME_JOB, SYMBOL_FUNCTION }, { NAME_PRESET, SYMBOL_OBJECT } };
    struct names names = names_all_of(&f->folder.workspace->tree);

    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        struct name_range range = names_of_kind(&names, kinds[k].kind);
        for (size_t i = 0; i < range.count && json_array_size(list) < MOST_SYMBOLS; i++) {
            const struct name_use *u = name_first(&names, range.items[i]);
            if (!matches(range.items[i]->text, query))
                continue;
            while (u && kinds[k].kind == NAME_PRESET && u->by != BY_PRESET)
                u = u->next;
            if (u)
                json_array_append_new(list,
                                      json_pack("{s:o,s:i,s:o,s:{s:o,s:o}}", "name", text_json(range.items[i]->text),
                                                "kind", kinds[k].symbol, "containerName",
                                                text_json(range.items[i]->of.len ? range.items[i]->of : u->at.file),
                                                "location", "uri",
                                                text_json(connection_uri(s, &t->arena, &f->folder, u->at.file)),
                                                "range", place_range(t, &u->at)));
        }
    }
}

json_t *answer_workspace_symbols(struct connection *s, const json_t *params)
{
    struct str query = str_c(json_string_value(json_object_get(params, "query")));
    json_t *list = json_array();

    for (const struct served *f = s->folders; f; f = f->next) {
        struct texts t;
        if (!f->open || !f->folder.workspace->judged)
            continue;
        texts_init(&t, &f->folder.workspace->files.fs, s->client.encoding);
        put_names(s, f, query, &t, list);
        texts_free(&t);
    }
    return list;
}
