#include "prow/files/config.h"

#include "prow/versions/library.h"
#include "schema/behaviour.h"

#include <stdlib.h>

static bool is_empty(const struct node *n)
{
    return node_count(n) == 0;
}

static struct str text_or(const struct node *n, struct str otherwise)
{
    struct str s = node_text(n);

    return s.len && node_kind(n) == NODE_STRING ? s : otherwise;
}

static void add_entry(struct default_entry *e, const struct node *n)
{
    e->repo = node_text(node_field(n, STR("repo")));
    e->cluster = node_text(node_field(n, STR("cluster")));
    e->config = node_field(n, STR("config"));
}

static struct default_entry *read_entries(struct arena *a, const struct node *list, size_t *count)
{
    struct default_entry *entries = ARENA_ARRAY(a, struct default_entry, node_count(list));
    size_t n = 0;

    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        add_entry(&entries[n++], node_value(e));
    *count = n;
    return entries;
}

/* "*" first, then orgs, then repos: from general to special. */
static int rank(struct str key)
{
    if (str_eq(key, STR("*")))
        return 0;
    return str_find_char(key, '/') == SIZE_MAX ? 1 : 2;
}

static int by_rank(const void *pa, const void *pb)
{
    const struct default_entry *a = pa, *b = pb;
    int order = rank(a->repo) - rank(b->repo);

    return order ? order : str_cmp(a->repo, b->repo);
}

/* FinalizeDefaultDecorationConfigs: the older map form becomes a list. */
static struct default_entry *read_map(struct arena *a, const struct node *map, size_t *count)
{
    struct default_entry *entries = ARENA_ARRAY(a, struct default_entry, node_count(map));
    size_t n = 0;

    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k))
        entries[n++] = (struct default_entry){ .repo = node_text(k), .config = node_pair_value(k) };
    if (n)
        qsort(entries, n, sizeof *entries, by_rank);
    *count = n;
    return entries;
}

static bool map_is_known(const struct window *w)
{
    return behaviour_may_hold(w, BEHAVIOUR_DECORATION_DEFAULT_MAP) ||
           behaviour_may_hold(w, BEHAVIOUR_DECORATION_DEFAULT_MAP_REQUIRED) ||
           behaviour_may_hold(w, BEHAVIOUR_DECORATION_DEFAULT_ENTRIES);
}

static void read_decoration(struct prow_config *c, struct arena *a, const struct window *w, const struct node *plank)
{
    const struct node *single = node_field(plank, STR("default_decoration_config"));
    const struct node *map = node_field(plank, STR("default_decoration_configs"));
    const struct node *list = node_field(plank, STR("default_decoration_config_entries"));

    if (map_is_known(w) && !is_empty(map)) {
        c->decoration = read_map(a, map, &c->decoration_count);
        c->decoration_form = DECORATION_MAP;
        c->decoration_of_one = !behaviour_may_hold(w, BEHAVIOUR_DECORATION_DEFAULT_ENTRIES);
    } else if (behaviour_may_hold(w, BEHAVIOUR_DECORATION_DEFAULT_ENTRIES) && !is_empty(list)) {
        c->decoration = read_entries(a, list, &c->decoration_count);
        c->decoration_form = DECORATION_ENTRIES;
    } else if (behaviour_may_hold(w, BEHAVIOUR_DECORATION_DEFAULT_SINGLE) && node_kind(single) == NODE_MAPPING) {
        c->decoration = ARENA_NEW(a, struct default_entry);
        *c->decoration = (struct default_entry){ .config = single };
        c->decoration_count = 1;
        c->decoration_form = DECORATION_SINGLE;
    }
}

static void read_names(struct default_entry *entries, size_t count, const struct window *w)
{
    bool plain = !behaviour_may_hold(w, BEHAVIOUR_DEFAULT_ENTRIES_KNOW_GERRIT);

    for (size_t i = 0; i < count; i++)
        entries[i].plain = plain;
}

static bool matches_all(struct str s)
{
    return s.len == 0 || str_eq(s, STR("*"));
}

static void read_common(struct prow_config *c, struct arena *a)
{
    c->common.layers = ARENA_ARRAY(a, const struct node *, c->decoration_count);
    for (size_t i = 0; i < c->decoration_count; i++) {
        const struct default_entry *e = &c->decoration[i];
        if (matches_all(e->repo) && matches_all(e->cluster) && node_kind(e->config) == NODE_MAPPING)
            c->common.layers[c->common.count++] = e->config;
    }
}

void prow_config_init(struct prow_config *c, const struct prow_file *f, struct arena *a, const struct window *w)
{
    const struct node *root = f ? f->tape.root : NULL;

    *c = (struct prow_config){ .file = f, .root = root, .window = w, .known = root != NULL || (f && !f->broken) };
    c->plank_known = c->known;
    c->prowjob_namespace = text_or(node_field(root, STR("prowjob_namespace")), STR("default"));
    c->pod_namespace = text_or(node_field(root, STR("pod_namespace")), STR("default"));
    c->decorate_all_jobs =
        behaviour_holds(w, BEHAVIOUR_DECORATE_ALL_JOBS) && node_true(node_field(root, STR("decorate_all_jobs")));
    c->knows_skip_if = field_may_be_known(w, "prow/jobs", "RegexpChangeMatcher", STR("skip_if_only_changed"));
    c->knows_postsubmit_always_run = field_may_be_known(w, "prow/jobs", "Postsubmit", STR("always_run"));
    read_decoration(c, a, w, node_field(root, STR("plank")));
    read_common(c, a);
    c->prowjob = read_entries(a, node_field(root, STR("prowjob_default_entries")), &c->prowjob_count);
    read_names(c->decoration, c->decoration_count, w);
    read_names(c->prowjob, c->prowjob_count, w);
}

/* The repo without its URL scheme. */
static struct str without_scheme(struct str repo)
{
    return str_starts(repo, STR("https://")) ? str_from(repo, 8) : str_trim_prefix(repo, STR("http://"));
}

/* Upstream drops a Gerrit "-review" suffix from the host's first label, then the scheme, and compares what is left
 * with the entry: so "https://foo-review.example.com/r" is found under "foo.example.com" too. */
static bool same_repo(struct str entry, struct str repo)
{
    size_t dot = str_find_char(repo, '.');
    struct str host = str_slice(repo, 0, dot), rest = dot == SIZE_MAX ? STR("") : str_from(repo, dot);
    struct str bare = str_trim_suffix(host, STR("-review")), org, tail;
    char joined[512];

    if (bare.len + rest.len >= sizeof joined)
        return false;
    for (size_t i = 0; i < bare.len; i++)
        joined[i] = bare.p[i];
    for (size_t i = 0; i < rest.len; i++)
        joined[bare.len + i] = rest.p[i];
    repo = without_scheme((struct str){ joined, bare.len + rest.len });
    str_cut(repo, '/', &org, &tail);
    return str_eq(entry, repo) || str_eq(entry, org);
}

bool default_entry_matches(const struct default_entry *e, struct str repo, struct str cluster)
{
    if (!matches_all(e->cluster) && !str_eq(e->cluster, cluster))
        return false;
    if (matches_all(e->repo) || str_eq(e->repo, repo))
        return true;
    return e->plain ? str_eq(e->repo, str_slice(repo, 0, str_find_char(repo, '/'))) : same_repo(e->repo, repo);
}

/* Until 2021-03, GetDefaultDecorationConfigs: the repo's entry or else the org's, on top of that for "*". */
struct str decoration_one(const struct prow_config *c, struct str repo)
{
    if (!c->decoration_of_one)
        return STR("");
    for (size_t i = 0; i < c->decoration_count; i++)
        if (str_eq(c->decoration[i].repo, repo))
            return repo;
    return str_slice(repo, 0, str_find_char(repo, '/'));
}

bool decoration_applies(const struct prow_config *c, const struct default_entry *e, struct str one, struct str repo,
                        struct str cluster)
{
    return c->decoration_of_one ? str_eq(e->repo, STR("*")) || str_eq(e->repo, one)
                                : default_entry_matches(e, repo, cluster);
}

static bool lists(const struct node *list, struct str cluster)
{
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        if (node_is(e, cluster))
            return true;
    return false;
}

/* Text before the first "/"; for a URL, scheme and host. */
static struct str org_of(struct str repo)
{
    size_t skip = repo.len - without_scheme(repo).len, slash = str_find_char(str_from(repo, skip), '/');

    return slash == SIZE_MAX ? repo : str_slice(repo, 0, skip + slash);
}

/* How a version looks a repository up in in_repo_config.allowed_clusters. */
enum lookup { LOOKUP_AS_WRITTEN, LOOKUP_BY_HOST, LOOKUP_BOTH };

static bool allows(const struct node *all, struct str repo, struct str cluster)
{
    return lists(node_get(all, repo), cluster) || lists(node_get(all, org_of(repo)), cluster);
}

/* At first org/repo was cut at its only slash; a URL, or a repo below a host, was just a name. */
static bool allows_as_written(const struct node *all, struct str repo, struct str cluster)
{
    struct str org, rest;

    if (lists(node_get(all, repo), cluster))
        return true;
    return str_cut(repo, '/', &org, &rest) && str_find_char(rest, '/') == SIZE_MAX &&
           lists(node_get(all, org), cluster);
}

static bool allows_by(const struct node *all, struct str repo, struct str cluster, enum lookup how)
{
    struct str bare = without_scheme(repo);

    while (str_ends(bare, STR("/")))
        bare.len--;
    if (how == LOOKUP_AS_WRITTEN)
        return allows_as_written(all, repo, cluster);
    return allows(all, bare, cluster) || (how == LOOKUP_BOTH && allows(all, repo, cluster));
}

/* What holds where nothing is said of the repository: an empty list for "*" was not honoured at first. */
static bool allowed_to_all(const struct prow_config *c, const struct node *star, struct str cluster)
{
    bool honoured = behaviour_may_hold(c->window, BEHAVIOUR_INREPO_NO_CLUSTERS_HONOURED);

    if (!star || star->kind == NODE_NULL || (!honoured && !node_first(star)))
        return str_eq(cluster, STR("default"));
    return lists(star, cluster);
}

bool prow_config_allows_cluster(const struct prow_config *c, struct str repo, struct str cluster)
{
    const struct node *all = node_field(node_field(c->root, STR("in_repo_config")), STR("allowed_clusters"));
    bool by_host = behaviour_holds(c->window, BEHAVIOUR_INREPO_CLUSTERS_BY_HOST);
    bool by_url = behaviour_holds(c->window, BEHAVIOUR_INREPO_CLUSTERS_BY_URL);

    return allows_by(all, repo, cluster,
                     by_url    ? LOOKUP_BOTH
                     : by_host ? LOOKUP_BY_HOST
                               : LOOKUP_AS_WRITTEN) ||
           allowed_to_all(c, node_get(all, STR("*")), cluster);
}

static const struct node *in_repo_entry(const struct prow_config *c, struct str key)
{
    const struct node *enabled = node_field(node_field(c->root, STR("in_repo_config")), STR("enabled"));
    const struct node *n = node_get(enabled, key);

    return n && n->kind != NODE_NULL ? n : NULL;
}

bool prow_config_in_repo(const struct prow_config *c, struct str repo)
{
    const struct str keys[] = { repo, without_scheme(repo), org_of(repo), without_scheme(org_of(repo)), STR("*") };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct node *n = in_repo_entry(c, keys[i]);
        if (n)
            return node_true(n);
    }
    return false;
}

bool prow_config_in_repo_for_all(const struct prow_config *c)
{
    return node_true(in_repo_entry(c, STR("*")));
}
