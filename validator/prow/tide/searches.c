#include "prow/tide/searches.h"

#include "prow/tide/tide_joined.h"
#include "schema/behaviour.h"
#include "syntax/json/value.h"

#include <stdlib.h>

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static struct name_list read_list(struct arena *a, const struct joined_query *q, const char *field, bool sorted)
{
    struct str *texts = NULL;
    size_t count = 0, cap = 0;

    for (struct joined_walk w = { 0 }; joined_query_next(a, q, field, &w);) {
        texts = arena_grow(a, texts, count, &cap, sizeof *texts);
        texts[count++] = setting_text(&w.entry);
    }
    if (sorted && count)
        qsort(texts, count, sizeof *texts, by_text);
    return (struct name_list){ texts, count, count != 0 };
}

/* What all parts of a joined query have in common is read from the first. */
static struct name_list read_shared(struct arena *a, const struct joined_query *q, const char *field, bool sorted)
{
    struct joined_query first = { .parts = q->parts, .part_count = 1 };

    return read_list(a, &first, field, sorted);
}

static struct str read_text(struct arena *a, const struct joined_query *q, const char *field)
{
    struct setting s = setting_get(a, &q->parts[0], field);

    return setting_text(&s);
}

static void put_list(json_t *o, const char *key, const struct name_list *l)
{
    if (l->count)
        json_put_texts(o, key, l->texts, l->count);
}

static struct str json_text_of(const struct tide_search *q, struct arena *a)
{
    json_t *o = json_object();
    struct buf b = { 0 };
    struct str s;

    json_put_text(o, "author", q->author);
    put_list(o, "excludedBranches", &q->excluded_branches);
    put_list(o, "excludedRepos", &q->excluded_repos);
    put_list(o, "includedBranches", &q->included_branches);
    put_list(o, "labels", &q->labels);
    json_put_text(o, "milestone", q->milestone);
    put_list(o, "missingLabels", &q->missing);
    put_list(o, "orgs", &q->orgs);
    put_list(o, "repos", &q->repos);
    json_put_flag(o, "reviewApprovedRequired", q->reviewed);
    json_print(o, 0, &b);
    s = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

static void read_search(struct tide_search *s, struct arena *a, const struct joined_query *q, bool sorted)
{
    struct setting reviewed = setting_get(a, &q->parts[0], "reviewApprovedRequired");

    *s = (struct tide_search){
        .author = read_text(a, q, "author"),
        .milestone = read_text(a, q, "milestone"),
        .reviewed = node_true(reviewed.value),
        .labels = read_shared(a, q, "labels", sorted),
        .missing = read_shared(a, q, "missingLabels", sorted),
        .excluded_branches = read_shared(a, q, "excludedBranches", sorted),
        .included_branches = read_shared(a, q, "includedBranches", sorted),
        .orgs = read_list(a, q, "orgs", false),
        .repos = read_list(a, q, "repos", false),
        .excluded_repos = read_list(a, q, "excludedRepos", false),
    };
    s->json = json_text_of(s, a);
}

static int by_json(const void *pa, const void *pb)
{
    const struct tide_search *a = *(const struct tide_search *const *)pa;
    const struct tide_search *b = *(const struct tide_search *const *)pb;
    int order = str_cmp(a->json, b->json);

    return order ? order : a < b ? -1 : a > b;
}

static void number(struct tide_searches *s, struct arena *a)
{
    struct tide_search **all = ARENA_ARRAY(a, struct tide_search *, s->count);

    for (size_t i = 0; i < s->count; i++)
        all[i] = &s->items[i];
    if (s->count)
        qsort(all, s->count, sizeof *all, by_json);
    for (size_t i = 0; i < s->count; i++)
        all[i]->number = i && str_eq(all[i]->json, all[i - 1]->json) ? all[i - 1]->number : i;
    s->sorted = all;
}

void tide_searches_of(struct tide_searches *s, struct arena *a, const struct joined_queries *joined,
                      const struct window *w)
{
    *s = (struct tide_searches){ ARENA_ARRAY(a, struct tide_search, joined->count), joined->count, NULL, w };
    for (size_t i = 0; i < joined->count; i++)
        read_search(&s->items[i], a, joined->items[i], joined->sorted);
    number(s, a);
}

void tide_searches_read(struct tide_searches *s, struct arena *a, const struct prow_tree *t, const struct window *w)
{
    struct joined_queries joined;

    joined_queries_read(&joined, t, w);
    tide_searches_of(s, a, &joined, w);
}

static bool contains(const struct name_list *l, struct str text)
{
    for (size_t i = 0; i < l->count; i++)
        if (str_eq(l->texts[i], text))
            return true;
    return false;
}

bool tide_search_is_for(const struct tide_search *q, struct arena *a, struct str org, struct str repo)
{
    struct str full = ARENA_JOIN(a, org, STR("/"), repo);

    return contains(&q->orgs, org) ? !contains(&q->excluded_repos, full) : contains(&q->repos, full);
}

bool tide_search_takes(const struct tide_search *q, struct str branch)
{
    return !contains(&q->excluded_branches, branch) &&
           (q->included_branches.count == 0 || contains(&q->included_branches, branch));
}

/* github.NormLogin */
static struct str login(struct arena *a, struct str name)
{
    struct str copy = arena_copy(a, str_trim_prefix(name, STR("@")));
    char *bytes = ARENA_ARRAY(a, char, copy.len);

    for (size_t i = 0; i < copy.len; i++)
        bytes[i] = copy.p[i] >= 'A' && copy.p[i] <= 'Z' ? (char)(copy.p[i] | 0x20) : copy.p[i];
    return (struct str){ bytes, copy.len };
}

/* "a,b,c" for people: "a or b or c". */
static struct str alternatives(struct arena *a, struct str label)
{
    struct str *parts = NULL, rest = label;
    size_t count = 0, cap = 0;

    for (bool more = true; more;) {
        struct str one;
        more = str_cut(rest, ',', &one, &rest);
        parts = arena_grow(a, parts, count, &cap, sizeof *parts);
        parts[count++] = one;
    }
    return arena_list(a, STR(" or "), parts, count);
}

/* As many of the sorted labels as fit into a status, at least one. */
static struct str needed(struct arena *a, struct str *labels, size_t count)
{
    enum { MOST_CHARS = 50 };
    size_t shown = 1, chars = labels[0].len;

    while (shown < count && chars + labels[shown].len <= MOST_CHARS)
        chars += labels[shown++].len + 2;
    return ARENA_JOIN(a, STR(" Needs "), arena_list(a, STR(", "), labels, shown),
                      shown == 1 ? STR(" label.") : STR(" labels."));
}

static void lack(struct tide_lack *l, unsigned difference, struct str description)
{
    l->difference += difference;
    if (l->description.len == 0)
        l->description = description;
}

static void lack_labels(struct tide_lack *l, const struct tide_search *q, struct arena *a, const struct window *w)
{
    bool split = behaviour_may_hold(w, BEHAVIOUR_TIDE_LABEL_ALTERNATIVES);
    struct str *labels = ARENA_ARRAY(a, struct str, q->labels.count);

    for (size_t i = 0; i < q->labels.count; i++)
        labels[i] = split ? alternatives(a, q->labels.texts[i]) : q->labels.texts[i];
    if (q->labels.count == 0)
        return;
    qsort(labels, q->labels.count, sizeof *labels, by_text);
    lack(l, (unsigned)q->labels.count, needed(a, labels, q->labels.count));
}

struct tide_lack tide_search_lack(const struct tide_search *q, struct arena *a, const struct window *w,
                                  struct str branch)
{
    bool reviews = behaviour_may_hold(w, BEHAVIOUR_TIDE_STATUS_TELLS_REVIEWS);
    struct tide_lack l = { .description = STR("") };

    if (!tide_search_takes(q, branch))
        lack(&l, behaviour_may_hold(w, BEHAVIOUR_TIDE_STATUS_BRANCH_FIRST) ? 2000 : 1000,
             ARENA_JOIN(a, STR(" Merging to branch "), branch, STR(" is forbidden.")));
    if (q->author.len && !str_eq(login(a, q->author), STR("someone")))
        lack(&l, 1000, ARENA_JOIN(a, STR(" Must be by author "), login(a, q->author), STR(".")));
    if (q->milestone.len)
        lack(&l, 100, ARENA_JOIN(a, STR(" Must be in milestone "), q->milestone, STR(".")));
    lack_labels(&l, q, a, w);
    if (q->reviewed && reviews)
        lack(&l, 50, STR(" PullRequest is missing sufficient approving GitHub review(s)"));
    return l;
}

static void put_labels(struct buf *b, const struct tide_search *q, const struct window *w)
{
    bool split = behaviour_may_hold(w, BEHAVIOUR_TIDE_LABEL_ALTERNATIVES_SEARCHED);

    for (size_t i = 0; i < q->labels.count; i++) {
        struct str one, rest = q->labels.texts[i];
        buf_put(b, STR(" label:\""));
        while (split && str_cut(rest, ',', &one, &rest)) {
            buf_put(b, one);
            buf_put(b, STR("\",\""));
        }
        buf_put(b, split ? one : rest);
        buf_char(b, '"');
    }
}

static void put_each(struct buf *b, const char *key, const struct name_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        buf_printf(b, " %s\"%.*s\"", key, STR_ARG(l->texts[i]));
}

struct str tide_search_text(const struct tide_search *q, struct arena *a, const struct window *w)
{
    struct buf b = { 0 };
    struct str s;

    buf_put(&b, STR("is:pr state:open archived:false"));
    if (q->author.len)
        put_each(&b, "author:", &(struct name_list){ &q->author, 1, true });
    put_each(&b, "-base:", &q->excluded_branches);
    put_each(&b, "base:", &q->included_branches);
    put_labels(&b, q, w);
    put_each(&b, "-label:", &q->missing);
    if (q->milestone.len)
        put_each(&b, "milestone:", &(struct name_list){ &q->milestone, 1, true });
    if (q->reviewed)
        buf_put(&b, STR(" review:approved"));
    s = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

static struct buf *of_org(struct arena *a, struct map *by_org, struct str org)
{
    void **at = map_at(by_org, org);

    if (!*at)
        *at = ARENA_NEW(a, struct buf);
    return *at;
}

static void put_repos(struct arena *a, struct map *by_org, const char *key, const struct name_list *l)
{
    for (size_t i = 0; i < l->count; i++) {
        struct str org, repo;
        if (str_cut(l->texts[i], '/', &org, &repo) && str_find_char(repo, '/') == SIZE_MAX)
            put_each(of_org(a, by_org, org), key, &(struct name_list){ &l->texts[i], 1, true });
    }
}

void tide_search_orgs(const struct tide_search *q, struct arena *a, struct map *by_org)
{
    map_init(by_org, a);
    for (size_t i = 0; i < q->orgs.count; i++)
        if (!map_get(by_org, q->orgs.texts[i]))
            put_each(of_org(a, by_org, q->orgs.texts[i]), "org:", &(struct name_list){ &q->orgs.texts[i], 1, true });
    put_repos(a, by_org, "repo:", &q->repos);
    put_repos(a, by_org, "-repo:", &q->excluded_repos);
}
