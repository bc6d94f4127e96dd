#include "prow/files/prow_state.h"

#include "base/gzip.h"
#include "schema/gotype.h"
#include "syntax/yaml/yaml.h"

static struct str why_not(struct str bytes, struct arena *a, const struct tape *t, const struct yaml_error *e)
{
    if (e)
        return arena_printf(a, "line %u: %.*s", e->line, STR_ARG(e->message));
    if (str_trim(bytes).len == 0)
        return STR("it is empty");
    if (node_kind(t->root) != NODE_MAPPING)
        return STR("it is no YAML mapping, as a configuration of Prow's is");
    if (!str_ends(bytes, STR("\n")))
        return STR("it ends in the middle of a line: only its beginning is there");
    if (!node_key(t->root, STR("tide")))
        return STR("it has no key \"tide\", which Prow always writes: it is no whole configuration that Prow saved");
    return STR("");
}

bool saved_is_whole(struct str bytes, struct arena *a, struct str *words)
{
    struct arena scratch = { 0 };
    struct yaml_error e;
    struct tape t;
    bool read = yaml_read(&t, &scratch, bytes, NULL, &e);

    *words = arena_copy(a, why_not(bytes, &scratch, &t, read ? NULL : &e));
    arena_free(&scratch);
    return words->len == 0;
}

static bool is_known_at_top(struct str key)
{
    static const char *const roots[][2] = { { "prow/config", "Config" }, { "prow/plugins", "Configuration" } };

    for (size_t i = 0; i < COUNT_OF(roots); i++)
        if (go_field_find(go_type_find(roots[i][0], roots[i][1])->fields, key))
            return true;
    return false;
}

bool saved_is_prows(struct str bytes, struct str *words)
{
    struct arena scratch = { 0 };
    struct yaml_error e;
    struct tape t;
    bool known =
        gzip_is(bytes) || !yaml_read(&t, &scratch, bytes, NULL, &e); /* where it can't be read, a rule says so */

    for (const struct node *k = known ? NULL : node_first_key(t.root); k && !known; k = node_next_key(t.root, k))
        known = is_known_at_top(node_text(k));
    arena_free(&scratch);
    if (!known)
        *words = STR("none of its keys is one of Prow's: it is no configuration");
    return known;
}
