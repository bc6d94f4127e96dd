/* Where a name is made, and who else uses it. */
#include "lsp/answers.h"

#include "lsp/named.h"
#include "lsp/steps.h"

static json_t *location(const struct connection *s, const struct served *f, struct texts *t, const struct place *at)
{
    return json_pack("{s:o,s:o}", "uri", text_json(connection_uri(s, &t->arena, &f->folder, at->file)), "range",
                     place_range(t, at));
}

/* An alias leads to its anchor. */
static json_t *anchor(struct connection *s, const struct spot *at)
{
    const struct chain *c = &at->chain;
    const struct node *n = c->count ? c->links[c->count - 1].value : NULL, *target = node_value(n);
    struct arena a = { 0 };
    json_t *out;

    if (!n || n->kind != NODE_ALIAS || !c->on_value)
        return NULL;
    out = json_pack("{s:o,s:o}", "uri", text_json(connection_uri(s, &a, &at->folder->folder, at->relative)), "range",
                    spot_node_range(s, at, target));
    arena_free(&a);
    return out;
}

/* The uses of the name at a position: all, or only those that make it, or only the others. */
enum wanted_uses { USES_ALL, USES_DEFINE, USES_REFER };

/* Steps of a pipeline are named in its own file alone. */
struct step_list {
    struct connection *connection;
    const struct spot *at;
    enum wanted_uses wanted;
    struct str uri;
    json_t *list;
};

static void put_step(void *context, const struct node *where, bool definition)
{
    struct step_list *l = context;

    if (l->wanted == USES_ALL || definition == (l->wanted == USES_DEFINE))
        json_array_append_new(l->list, json_pack("{s:o,s:o}", "uri", text_json(l->uri), "range",
                                                 spot_node_range(l->connection, l->at, where)));
}

static json_t *step_locations(struct connection *s, const struct spot *at, enum wanted_uses wanted)
{
    struct step_list l = { s, at, wanted, STR(""), json_array() };
    struct step_name name;
    struct arena a = { 0 };

    l.uri = connection_uri(s, &a, &at->folder->folder, at->relative);
    if (step_at(at, &name))
        steps_named(at, &name, put_step, &l);
    arena_free(&a);
    return l.list;
}

static json_t *locations(struct connection *s, const struct spot *at, enum wanted_uses wanted)
{
    json_t *list = json_array();
    struct named_uses uses;
    struct named n;
    struct texts t;

    if (at->kind.kind == KIND_PIPELINE) {
        json_decref(list);
        return step_locations(s, at, wanted);
    }
    texts_init(&t, &at->folder->folder.workspace->files.fs, s->client.encoding);
    if (at->folder->folder.workspace->judged && named_at(at->kind, &at->chain, &t.arena, &n)) {
        named_uses(&at->folder->folder.workspace->tree, &n, &t.arena, &uses);
        for (size_t i = 0; i < uses.count; i++)
            if (wanted == USES_ALL || named_is_definition(&n, uses.items[i]) == (wanted == USES_DEFINE))
                json_array_append_new(list, location(s, at->folder, &t, &uses.items[i]->at));
    }
    texts_free(&t);
    return list;
}

json_t *answer_definition(struct connection *s, const json_t *params)
{
    struct spot at;
    json_t *one;

    if (!spot_read(s, params, &at))
        return NULL;
    one = anchor(s, &at);
    return one ? one : locations(s, &at, USES_DEFINE);
}

json_t *answer_references(struct connection *s, const json_t *params)
{
    const json_t *context = json_object_get(params, "context");
    struct spot at;

    if (!spot_read(s, params, &at))
        return NULL;
    return locations(s, &at, json_is_true(json_object_get(context, "includeDeclaration")) ? USES_ALL : USES_REFER);
}

json_t *answer_highlight(struct connection *s, const json_t *params)
{
    struct arena a = { 0 };
    json_t *all, *list, *one;
    struct str uri;
    struct spot at;
    size_t i;

    if (!spot_read(s, params, &at))
        return NULL;
    all = locations(s, &at, USES_ALL);
    list = json_array();
    uri = connection_uri(s, &a, &at.folder->folder, at.relative);
    json_array_foreach(all, i, one)
    {
        if (str_eq(str_c(json_string_value(json_object_get(one, "uri"))), uri))
            json_array_append_new(list, json_pack("{s:O,s:i}", "range", json_object_get(one, "range"), "kind", 1));
    }
    json_decref(all);
    arena_free(&a);
    return list;
}
