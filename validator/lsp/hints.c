/* What a job has that is not written at it: its cluster and context where Prow fills them in, what its labels bring. */
#include "lsp/answers.h"

#include "lsp/jobs_of.h"

struct hints {
    struct connection *connection;
    struct spot at;
    struct names names;
    size_t first, last; /* lines from 1 */
    struct arena arena;
    json_t *list;
};

static void put(struct hints *h, const struct node *behind, struct str text)
{
    json_t *range = spot_range(h->connection, &h->at, behind->end, behind->end);

    json_array_append_new(h->list, json_pack("{s:O,s:o,s:b}", "position", json_object_get(range, "end"), "label",
                                             text_json(text), "paddingLeft", 1));
    json_decref(range);
}

/* The presets that a label brings, or that it brings none. */
static void put_label(struct hints *h, const struct node *key)
{
    struct str label = { key->text, key->len }, value = preset_label_value(&h->arena, node_pair_value(key));
    const struct name_use *u = names_first(&h->names, NAME_LABEL, STR(""), label);
    bool any = false;

    for (; u; u = u->next) {
        any = any || u->by == BY_PRESET;
        if (u->by == BY_PRESET && str_eq(u->value, value)) {
            put(h, key + key->span, arena_printf(&h->arena, "preset %.*s:%u", STR_ARG(u->at.file), u->at.span.line));
            return;
        }
    }
    if (any)
        put(h, key + key->span, STR("no preset has this value"));
}

static void put_job(void *context, const struct job_spot *j, const struct node *key)
{
    struct hints *h = context;
    const struct node *name = node_get(j->node, STR("name")), *labels = node_get(j->node, STR("labels"));

    (void)key;
    if (!name || name->line > h->last || j->node->line > h->last)
        return;
    if (name->line >= h->first && j->kind != PERIODIC && !node_get(j->node, STR("context")))
        put(h, name, ARENA_JOIN(&h->arena, STR("context: "), node_text(name)));
    for (const struct node *k = node_first_key(labels); k; k = node_next_key(labels, k))
        if (!(k->flags & FLAG_MERGED) && k->line >= h->first && k->line <= h->last)
            put_label(h, k);
}

json_t *answer_inlay_hints(struct connection *s, const json_t *params)
{
    const json_t *range = json_object_get(params, "range");
    struct hints h = { .connection = s };

    if (!spot_read_document(s, params, &h.at) || !h.at.folder->folder.workspace->judged || !h.at.model->fits)
        return json_array();
    h.list = json_array();
    h.first = position_read(json_object_get(range, "start")).line + 1;
    h.last = position_read(json_object_get(range, "end")).line + 1;
    h.names = names_all_of(&h.at.folder->folder.workspace->tree);
    jobs_of(h.at.kind, &h.at.model->tape, put_job, &h);
    arena_free(&h.arena);
    return h.list;
}
