/* What sigs.k8s.io/yaml refuses once yaml.v2 has decoded: keys that have no string form, then, when the JSON
 * is written, floats that have no JSON form. */
#include "syntax/yaml/build.h"

struct level {
    const struct node *map; /* or sequence */
    const struct node *at;
};

static bool refuse(struct builder *b, const struct node *n, struct str message)
{
    b->error->message = message;
    b->error->offset = n->start;
    b->error->end = n->end;
    return false;
}

static bool bad_key(struct builder *b, const struct node *key)
{
    struct buf text = { 0 };

    buf_put(&text, STR("unsupported map key of type: "));
    buf_put(&text, key->kind == NODE_NULL ? STR("%!s(<nil>)") : STR("uint64"));
    buf_put(&text, STR(", key: "));
    gosyntax_put(&text, key);
    buf_put(&text, STR(", value: "));
    gosyntax_put(&text, node_pair_value(key));
    refuse(b, key, arena_copy(b->arena, buf_str(&text)));
    buf_free(&text);
    return false;
}

/* The first live key without a string form, in the order of the document; Go takes any. */
static const struct node *find_unfit(struct builder *b)
{
    struct level *levels = NULL;
    size_t depth = 0, cap = 0;
    const struct node *n = b->tape->root;

    for (;;) {
        n = node_value(n);
        if (n->kind == NODE_SEQUENCE || n->kind == NODE_MAPPING) {
            *ARENA_PUSH(b->arena, levels, depth, cap) =
                (struct level){ n, n->kind == NODE_MAPPING ? node_first_key(n) : node_first(n) };
        }
        while (depth && !levels[depth - 1].at)
            depth--;
        if (depth == 0)
            return NULL;
        n = levels[depth - 1].at;
        if (levels[depth - 1].map->kind == NODE_SEQUENCE) {
            levels[depth - 1].at = node_next(levels[depth - 1].map, n);
        } else {
            if (n->spare & KEY_UNFIT)
                return n;
            levels[depth - 1].at = node_next_key(levels[depth - 1].map, n);
            n = node_pair_value(n);
        }
    }
}

bool convert_check(struct builder *b)
{
    const struct node *n = b->unfit ? find_unfit(b) : NULL;

    if (n)
        return bad_key(b, n);
    n = b->infinities && !b->limits->typed ? json_find_infinite(b->tape->root) : NULL;
    if (n)
        return refuse(b, n, arena_printf(b->arena, "json: unsupported value: %.*s", STR_ARG(node_text(n))));
    return true;
}
