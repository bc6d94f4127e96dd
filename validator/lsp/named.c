#include "lsp/named.h"

static struct str key_of(const struct chain *c, size_t link)
{
    const struct node *key = link < c->count ? c->links[link].key : NULL;

    return key ? (struct str){ key->text, key->len } : STR("");
}

static bool key_is(const struct chain *c, size_t link, const char *name)
{
    return str_eq(key_of(c, link), str_c(name));
}

bool job_spot_at(struct document_kind k, const struct chain *c, struct job_spot *out)
{
    static const char *const lists[] = { "presubmits", "postsubmits", "periodics" };
    bool own = k.role == ROLE_INREPO;

    if (k.kind != KIND_PROW || k.role == ROLE_PLUGINS || k.role == ROLE_SUPPLEMENTAL_PLUGINS)
        return false;
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        size_t at = own || i == PERIODIC ? 1 : 2;
        if (!key_is(c, 0, lists[i]) || c->count <= at || c->links[at].key)
            continue;
        *out = (struct job_spot){ (enum job_kind)i,
                                  i == PERIODIC ? STR("")
                                  : own         ? k.repo
                                                : key_of(c, 1),
                                  c->links[at].index, node_value(c->links[at].value), at + 1 };
        return true;
    }
    return false;
}

static bool has(const char *const *words, size_t count, struct str word)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(str_c(words[i]), word))
            return true;
    return false;
}

static bool say(struct named *n, enum name_kind kind, struct str of, struct str text)
{
    n->kind = kind;
    n->of = of;
    n->text = text;
    return text.len != 0;
}

/* "org", or "org/repo". */
static bool say_owner(struct named *n, struct str text)
{
    return say(n, str_find_char(text, '/') == SIZE_MAX ? NAME_ORG : NAME_REPO, STR(""), text);
}

/* A label's key, or its value. */
static bool label(const struct chain *c, struct arena *a, struct named *n)
{
    const struct node *key = c->links[c->count - 1].key;

    if (!key || c->count < 2 || !key_is(c, c->count - 2, "labels"))
        return false;
    n->node = key;
    n->value = preset_label_value(a, node_value(c->links[c->count - 1].value));
    return say(n, NAME_LABEL, STR(""), (struct str){ key->text, key->len });
}

/* A repository in refs is written as its two parts. */
static bool refs(const struct chain *c, struct arena *a, struct named *n)
{
    struct str field = key_of(c, c->count - 1);
    const struct node *map = c->count > 1 ? node_value(c->links[c->count - 2].value) : NULL;
    struct str org = node_text(node_field(map, STR("org"))), repo = node_text(node_field(map, STR("repo")));

    if (c->count < 3 || !key_is(c, c->count - 3, "extra_refs") || org.len == 0 || repo.len == 0)
        return false;
    if (str_eq(field, STR("repo")) || str_eq(field, STR("org")))
        return say(n, NAME_REPO, STR(""), ARENA_JOIN(a, org, STR("/"), repo));
    return str_eq(field, STR("base_ref")) &&
           say(n, NAME_BRANCH, ARENA_JOIN(a, org, STR("/"), repo), node_text(n->node));
}

static bool in_pod(const struct chain *c, struct named *n)
{
    struct str field = key_of(c, c->count - 1), parent = key_of(c, c->count > 1 ? c->count - 2 : c->count), name, tag;
    static const char *const secrets[] = { "secretKeyRef", "secretRef", "oauth_token_secret" };
    static const char *const maps[] = { "configMapKeyRef", "configMapRef", "configMap" };

    if (str_eq(field, STR("image"))) {
        image_split(node_text(n->node), &name, &tag);
        return say(n, NAME_IMAGE, STR(""), name);
    }
    if (str_eq(field, STR("secretName")) || (str_eq(field, STR("name")) && has(secrets, COUNT_OF(secrets), parent)))
        return say(n, NAME_SECRET, STR(""), node_text(n->node));
    return str_eq(field, STR("name")) && has(maps, COUNT_OF(maps), parent) &&
           say(n, NAME_CONFIG_MAP, STR(""), node_text(n->node));
}

static bool in_job(const struct job_spot *j, const struct chain *c, struct arena *a, struct named *n)
{
    struct str field = key_of(c, c->count - 1), list = key_of(c, j->depth);
    struct str text = node_text(n->node);

    if (label(c, a, n))
        return true;
    if (c->count == j->depth + 1 && str_eq(field, STR("name")))
        return say(n, NAME_JOB, j->repo, text);
    if (c->count == j->depth + 1 && str_eq(field, STR("context")))
        return say(n, NAME_CONTEXT, j->repo, text);
    if (c->count == j->depth + 1 && str_eq(field, STR("cluster")))
        return say(n, NAME_CLUSTER, STR(""), text);
    if (c->count == j->depth + 2 && (str_eq(list, STR("branches")) || str_eq(list, STR("skip_branches"))))
        return say(n, NAME_BRANCH, j->repo, text);
    return refs(c, a, n) || in_pod(c, n);
}

/* orgs, repos, branches: what the levels of branch protection and context options that lead to the last link name. */
static bool level(const struct chain *c, size_t top, struct arena *a, struct named *n)
{
    static const char *const lists[] = { "contexts", "required-contexts", "required-if-present-contexts",
                                         "optional-contexts" };
    size_t last = c->count - 1;
    struct str org = key_of(c, top + 1), repo = STR("");
    bool of_org = key_is(c, top, "orgs") && last >= top + 1;

    if (of_org && key_is(c, top + 2, "repos") && last >= top + 3)
        repo = ARENA_JOIN(a, org, STR("/"), key_of(c, top + 3));
    if (of_org && last == top + 1)
        return say(n, NAME_ORG, STR(""), org);
    if (repo.len && last == top + 3)
        return say(n, NAME_REPO, STR(""), repo);
    if (repo.len && key_is(c, top + 4, "branches") && last == top + 5)
        return say(n, NAME_BRANCH, repo, key_of(c, last));
    return !c->links[last].key && last > top && has(lists, COUNT_OF(lists), key_of(c, last - 1)) &&
           say(n, NAME_CONTEXT,
               repo.len ? repo
               : of_org ? org
                        : STR(""),
               node_text(n->node));
}

static bool in_plugins(const struct chain *c, struct named *n)
{
    bool of = key_is(c, 0, "plugins") || key_is(c, 0, "external_plugins");

    if (of && c->count == 2)
        return say_owner(n, key_of(c, 1));
    return of && c->on_value && say(n, NAME_PLUGIN, key_of(c, 1), node_text(n->node));
}

static bool in_settings(const struct chain *c, struct arena *a, struct named *n)
{
    static const char *const owned[] = { "merge_method",          "enabled",
                                         "allowed_clusters",      "default_decoration_configs",
                                         "job_url_prefix_config", "org_repo_config" };
    size_t last = c->count - 1;

    if (key_is(c, 0, "presets") && (label(c, a, n) || in_pod(c, n)))
        return true;
    if (key_is(c, 0, "branch-protection") || (key_is(c, 0, "tide") && key_is(c, 1, "context_options")))
        return level(c, key_is(c, 0, "tide") ? 2 : 1, a, n);
    if ((key_is(c, 0, "presubmits") || key_is(c, 0, "postsubmits")) && last == 1 && c->links[1].key)
        return say(n, NAME_REPO, STR(""), key_of(c, 1));
    return c->on_key && last && has(owned, COUNT_OF(owned), key_of(c, last - 1)) && say_owner(n, key_of(c, last));
}

bool named_at(struct document_kind k, const struct chain *c, struct arena *a, struct named *out)
{
    static const char *const owners[] = { "repos", "orgs", "excludedRepos" };
    const struct chain_link *last = c->count ? &c->links[c->count - 1] : NULL;
    struct job_spot j;

    *out = (struct named){ 0 };
    if (k.kind != KIND_PROW || !last || (!c->on_key && !c->on_value))
        return false;
    out->node = c->on_key ? last->key : node_value(last->value);
    if (job_spot_at(k, c, &j) && c->count > j.depth)
        return in_job(&j, c, a, out);
    if (!last->key && c->on_value && c->count > 1 && has(owners, COUNT_OF(owners), key_of(c, c->count - 2)))
        return say_owner(out, node_text(out->node));
    if (k.role == ROLE_PLUGINS || k.role == ROLE_SUPPLEMENTAL_PLUGINS)
        return in_plugins(c, out);
    return in_settings(c, a, out);
}

/* A context that a policy of an organization or of all names is that of each of its repositories. */
static bool is_of(const struct named *n, struct str of)
{
    struct str shorter = of.len < n->of.len ? of : n->of, longer = of.len < n->of.len ? n->of : of;

    if (n->kind != NAME_CONTEXT)
        return str_eq(of, n->of);
    return shorter.len == 0 || str_eq(shorter, longer) || (str_starts(longer, shorter) && longer.p[shorter.len] == '/');
}

void named_uses(const struct prow_tree *t, const struct named *n, struct arena *a, struct named_uses *out)
{
    struct names names = names_all_of(t);
    struct name_range range;

    *out = (struct named_uses){ 0 };
    if (n->kind != NAME_CONTEXT) {
        for (const struct name_use *u = names_first(&names, n->kind, n->of, n->text); u; u = u->next)
            *ARENA_PUSH(a, out->items, out->count, out->cap) = u;
        return;
    }
    range = names_of_kind(&names, n->kind);
    for (size_t i = 0; i < range.count; i++)
        if (str_eq(range.items[i]->text, n->text) && is_of(n, range.items[i]->of))
            for (const struct name_use *u = name_first(&names, range.items[i]); u; u = u->next)
                *ARENA_PUSH(a, out->items, out->count, out->cap) = u;
}

bool named_is_definition(const struct named *n, const struct name_use *u)
{
    switch (n->kind) {
    case NAME_JOB:
        return true;
    case NAME_CONTEXT:
        return u->job != NULL;
    case NAME_LABEL:
        return u->by == BY_PRESET && str_eq(u->value, n->value);
    case NAME_REPO:
        return u->by == BY_PLUGINS || u->by == BY_PRESUBMIT;
    default:
        return false;
    }
}

bool spot_read_document(struct connection *s, const json_t *params, struct spot *out)
{
    *out = (struct spot){ .document = connection_document(s, json_object_get(params, "textDocument")) };
    if (!out->document)
        return false;
    out->folder = connection_served(s, out->document->path, &out->relative);
    if (!out->folder)
        return false;
    out->model = model_of(out->document);
    out->kind = kind_of(out->folder, out->relative, out->model);
    return true;
}

bool spot_read(struct connection *s, const json_t *params, struct spot *out)
{
    struct lsp_position p = position_read(json_object_get(params, "position"));

    if (!spot_read_document(s, params, out) || !out->model->tape.root)
        return false;
    out->offset =
        model_offset(out->model, out->document, position_offset(buf_str(&out->document->text), s->client.encoding, p));
    return model_chain(&out->model->tape, out->offset, &out->chain);
}

/* By the table of lines: files have many places, and none is counted from the start of the text. */
static json_t *place(const struct connection *s, const struct spot *at, size_t offset)
{
    const struct lines *l = &at->model->now;
    size_t now = model_offset_now(at->model, at->document, offset), line, start;

    if (now > l->text.len)
        now = l->text.len;
    line = lines_position(l, now).line;
    start = l->starts[line - 1];
    return json_pack("{s:I,s:I}", "line", (json_int_t)line - 1, "character",
                     (json_int_t)position_of(str_slice(l->text, start, now), s->client.encoding, now).character);
}

json_t *spot_range(const struct connection *s, const struct spot *at, size_t start, size_t end)
{
    return json_pack("{s:o,s:o}", "start", place(s, at, start), "end", place(s, at, end));
}

json_t *spot_node_range(const struct connection *s, const struct spot *at, const struct node *n)
{
    return spot_range(s, at, n->start, n->end);
}
