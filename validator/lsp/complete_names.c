/* Candidates that are names: what the tree calls its presets, clusters, jobs, repositories, contexts, plugins, and so
 * on. */
#include "lsp/complete.h"

/* The last key on the way, n steps up; empty for an element, or past the top. */
static struct str key_up(const struct completion *c, size_t n)
{
    return n < c->cursor.count ? c->cursor.steps[c->cursor.count - 1 - n].key : STR("");
}

static struct str described(struct completion *c, const struct name *n)
{
    return arena_printf(&c->arena, "%zu use%s", n->uses, str_plural(n->uses));
}

/* All names of a kind; of: those of one repository, or empty for all. */
static void put_all(struct completion *c, enum name_kind kind, struct str of, bool as_key)
{
    struct names names = names_all_of(&c->folder->folder.workspace->tree);
    struct name_range range = of.len ? names_below(&names, kind, of) : names_of_kind(&names, kind);
    struct str last = STR("");

    for (size_t i = 0; i < range.count; i++) {
        const struct name *n = range.items[i];
        if (n->text.len == 0 || str_eq(n->text, last))
            continue;
        last = n->text;
        complete_put(c, &(struct candidate){ .text = n->text,
                                             .detail = described(c, n),
                                             .insert = as_key ? ARENA_JOIN(&c->arena, n->text, STR(":")).p : NULL,
                                             .kind = ITEM_REFERENCE });
    }
}

/* Labels that presets answer to, with the value that they want. */
static void put_labels(struct completion *c)
{
    struct names names = names_all_of(&c->folder->folder.workspace->tree);
    struct name_range range = names_of_kind(&names, NAME_LABEL);

    for (size_t i = 0; i < range.count; i++)
        for (const struct name_use *u = name_first(&names, range.items[i]); u; u = u->next) {
            struct str text = range.items[i]->text;
            if (u->by != BY_PRESET)
                continue;
            complete_put(c,
                         &(struct candidate){ .text = text,
                                              .detail = arena_printf(&c->arena, "preset at %.*s:%u",
                                                                     STR_ARG(u->at.file), u->at.span.line),
                                              .insert = ARENA_JOIN(&c->arena, text, STR(": \""), u->value, STR("\"")).p,
                                              .kind = ITEM_REFERENCE });
            break;
        }
}

static void put_label_values(struct completion *c, struct str label)
{
    struct names names = names_all_of(&c->folder->folder.workspace->tree);

    for (const struct name_use *u = names_first(&names, NAME_LABEL, STR(""), label); u; u = u->next)
        if (u->by == BY_PRESET)
            complete_put(c, &(struct candidate){ .text = ARENA_JOIN(&c->arena, STR("\""), u->value, STR("\"")),
                                                 .detail = STR("as the preset wants it"),
                                                 .kind = ITEM_VALUE });
}

/* Values of fields that are names, wherever they stand. */
static bool value_kind(struct str field, struct str parent, enum name_kind *kind)
{
    static const struct {
        struct str field, parent; /* an empty parent: any */
        enum name_kind kind;
    } known[] = {
        { STR_INIT("cluster"), STR_INIT(""), NAME_CLUSTER },
        { STR_INIT("image"), STR_INIT(""), NAME_IMAGE },
        { STR_INIT("secretName"), STR_INIT(""), NAME_SECRET },
        { STR_INIT("name"), STR_INIT("secretKeyRef"), NAME_SECRET },
        { STR_INIT("name"), STR_INIT("secretRef"), NAME_SECRET },
        { STR_INIT("name"), STR_INIT("configMap"), NAME_CONFIG_MAP },
        { STR_INIT("name"), STR_INIT("configMapKeyRef"), NAME_CONFIG_MAP },
        { STR_INIT("context"), STR_INIT(""), NAME_CONTEXT },
        { STR_INIT("repos"), STR_INIT(""), NAME_REPO },
        { STR_INIT("excludedRepos"), STR_INIT(""), NAME_REPO },
        { STR_INIT("orgs"), STR_INIT(""), NAME_ORG },
        { STR_INIT("contexts"), STR_INIT(""), NAME_CONTEXT },
        { STR_INIT("required-contexts"), STR_INIT(""), NAME_CONTEXT },
        { STR_INIT("required-if-present-contexts"), STR_INIT(""), NAME_CONTEXT },
        { STR_INIT("optional-contexts"), STR_INIT(""), NAME_CONTEXT },
        { STR_INIT("skip_branches"), STR_INIT(""), NAME_BRANCH },
        { STR_INIT("branches"), STR_INIT(""), NAME_BRANCH },
        { STR_INIT("includedBranches"), STR_INIT(""), NAME_BRANCH },
        { STR_INIT("excludedBranches"), STR_INIT(""), NAME_BRANCH },
        { STR_INIT("plugins"), STR_INIT(""), NAME_PLUGIN },
        { STR_INIT("org"), STR_INIT(""), NAME_ORG },
    };

    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq(known[i].field, field) && (known[i].parent.len == 0 || str_eq(known[i].parent, parent))) {
            *kind = known[i].kind;
            return true;
        }
    return false;
}

/* Keys of mappings that are names. */
static bool key_kind(struct str parent, enum name_kind *kind)
{
    static const struct {
        struct str parent;
        enum name_kind kind;
    } known[] = {
        { STR_INIT("presubmits"), NAME_REPO },
        { STR_INIT("postsubmits"), NAME_REPO },
        { STR_INIT("plugins"), NAME_REPO },
        { STR_INIT("external_plugins"), NAME_REPO },
        { STR_INIT("merge_method"), NAME_REPO },
        { STR_INIT("enabled"), NAME_REPO },
        { STR_INIT("orgs"), NAME_ORG },
        { STR_INIT("allowed_clusters"), NAME_REPO },
        { STR_INIT("default_decoration_configs"), NAME_REPO },
    };

    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq(known[i].parent, parent)) {
            *kind = known[i].kind;
            return true;
        }
    return false;
}

static void put_once(struct completion *c, struct str text, const char *insert)
{
    if (text.len && !complete_has(c, text))
        complete_put(c, &(struct candidate){
                            .text = text, .detail = STR("in this file"), .insert = insert, .kind = ITEM_REFERENCE });
}

/* What stands below a key: a value, elements of a list; keys of labels. */
static void put_below(struct completion *c, const struct node *key, bool labels)
{
    const struct node *value = node_pair_value(key);

    if (labels)
        for (const struct node *k = node_first_key(value); k; k = node_next_key(value, k))
            put_once(c, (struct str){ k->text, k->len },
                     ARENA_JOIN(&c->arena, (struct str){ k->text, k->len }, STR(": ")).p);
    else if (node_kind(value) == NODE_SEQUENCE)
        for (const struct node *e = node_first(value); e; e = node_next(value, e))
            put_once(c, node_text(e), NULL);
    else if (node_kind(value) == NODE_STRING)
        put_once(c, node_text(value), NULL);
}

/* A file that is no YAML just now is no part of the tree: what it said under the same key while it was one is offered
 * still. */
static void put_remembered(struct completion *c)
{
    const struct model *m = model_of(c->document);
    bool element = c->cursor.count && c->cursor.steps[c->cursor.count - 1].element;
    struct str field = key_up(c, element);
    bool labels = c->cursor.at == CURSOR_KEY && str_eq(field, STR("labels"));

    if (m->fits || field.len == 0 || (c->cursor.at == CURSOR_KEY && !labels && !element))
        return;
    for (size_t i = 0; i < m->tape.count; i++)
        if ((m->tape.nodes[i].flags & (FLAG_KEY | FLAG_DEAD | FLAG_MERGED)) == FLAG_KEY &&
            node_is(&m->tape.nodes[i], field))
            put_below(c, &m->tape.nodes[i], labels);
}

/* Of branches those of the job's repository. */
static struct str repo_of(const struct completion *c, enum name_kind kind)
{
    const struct path_step *s = c->cursor.steps;

    if (kind != NAME_BRANCH || c->cursor.count < 2)
        return STR("");
    return c->kind.role == ROLE_INREPO ? c->kind.repo : str_has(s[1].key, STR("/")) ? s[1].key : STR("");
}

void complete_names(struct completion *c)
{
    bool is_map = c->spot.type && c->spot.type->kind == GO_MAP;
    struct str parent = key_up(c, 0);
    enum name_kind kind;

    if (c->cursor.at == CURSOR_KEY && is_map && str_eq(parent, STR("labels")))
        put_labels(c);
    else if (c->cursor.at == CURSOR_KEY && is_map && key_kind(parent, &kind))
        put_all(c, kind, STR(""), true);
    else if (c->cursor.at == CURSOR_VALUE && str_eq(key_up(c, 1), STR("labels")))
        put_label_values(c, parent);
    else if (c->cursor.at == CURSOR_VALUE && value_kind(parent, key_up(c, 1), &kind))
        put_all(c, kind, repo_of(c, kind), false);
    else if (c->cursor.count && c->cursor.steps[c->cursor.count - 1].element &&
             (value_kind(key_up(c, 1), STR(""), &kind) ||
              (str_eq(key_up(c, 2), STR("plugins")) && (kind = NAME_PLUGIN, true))))
        put_all(c, kind, repo_of(c, kind), false);
    put_remembered(c);
}
