/* Where things come from: rendered byte to template, value to layer; violation to its cause. */
#include "pipeline/check_parts.h"

struct str words_line(const struct words *w, struct arena *a)
{
    return arena_list(a, STR(" "), w->at, w->count);
}

static struct str template_of(const struct judging *j, const struct pipeline *p)
{
    return faults_source(&j->unit->run->faults, p->path);
}

/* The whole action that begins before an offset in it. */
static struct fault_place action_at(const struct judging *j, const struct pipeline *p, size_t offset)
{
    struct str text = template_of(j, p);
    size_t start = offset > text.len ? text.len : offset, end = start;

    while (start > 0 && !str_starts(str_from(text, start), STR("{{")) && text.p[start - 1] != '\n')
        start--;
    while (end < text.len && text.p[end] != '\n' && !str_starts(str_from(text, end), STR("}}")))
        end++;
    if (!str_starts(str_from(text, start), STR("{{")) || !str_starts(str_from(text, end), STR("}}")))
        return faults_line(&j->unit->run->faults, p->path, offset);
    return faults_bytes(&j->unit->run->faults, p->path, start, end + 2);
}

struct fault_place place_in_template(const struct judging *j, const struct pipeline *p, size_t rendered)
{
    struct page_origin o = page_origin(&p->trace, rendered);

    if (o.print)
        return action_at(j, p, o.offset);
    return faults_line(&j->unit->run->faults, p->path, o.offset);
}

struct fault_place place_in_pipeline(const struct judging *j, const struct pipeline *p, const struct node *n)
{
    struct page_origin start, end;

    if (!n)
        return (struct fault_place){ p->path, { 0 } };
    start = page_origin(&p->trace, n->start);
    if (start.print)
        return action_at(j, p, start.offset);
    end = page_origin(&p->trace, n->end > n->start ? n->end - 1 : n->start);
    if (end.print || node_kind(n) == NODE_MAPPING || node_kind(n) == NODE_SEQUENCE || end.offset < start.offset)
        return faults_line(&j->unit->run->faults, p->path, start.offset);
    return faults_bytes(&j->unit->run->faults, p->path, start.offset, end.offset + 1);
}

static struct str pointer_of(struct arena *a, struct str path)
{
    struct str one, all = { "", 0 };

    while (path.len) {
        str_cut(path, '.', &one, &path);
        all = ARENA_JOIN(a, all, STR("/"), one);
    }
    return all;
}

struct fault_place place_of_value(const struct judging *j, const struct pipeline *p, const struct node *n)
{
    for (size_t at = n ? n->start : 1; n && at < n->end; at++) {
        struct page_origin o = page_origin(&p->trace, at);
        struct str path = page_action_path(j->arena, o.print);

        if (path.len)
            return place_in_config(j, pointer_of(j->arena, path));
    }
    return (struct fault_place){ 0 };
}

static struct str token(struct arena *a, struct str raw)
{
    char *out = arena_take(a, raw.len + 1);
    size_t n = 0;

    for (size_t i = 0; i < raw.len; i++)
        if (raw.p[i] == '~' && i + 1 < raw.len && (raw.p[i + 1] == '0' || raw.p[i + 1] == '1'))
            out[n++] = raw.p[++i] == '0' ? '~' : '/';
        else
            out[n++] = raw.p[i];
    return (struct str){ out, n };
}

static const struct node *element(struct arena *a, const struct node *list, struct str index)
{
    size_t i = 0;

    for (const struct node *e = node_first(list); e; e = node_next(list, e), i++) {
        if (str_eq(index, arena_printf(a, "%zu", i)))
            return node_value(e);
    }
    return NULL;
}

/* How far a layer goes along a pointer; the node whose line tells (a key, or an element). */
static size_t follow(struct arena *a, const struct node *layer, struct str pointer, const struct node **at)
{
    const struct node *n = node_value(layer);
    size_t depth = 0;
    struct str one, rest = str_from(pointer, pointer.len ? 1 : 0);

    *at = NULL;
    while (n && rest.len) {
        const struct node *next = NULL;

        str_cut(rest, '/', &one, &rest);
        one = token(a, one);
        if (node_kind(n) == NODE_SEQUENCE) {
            next = element(a, n, one);
            *at = next ? next : *at;
        } else {
            for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k))
                if (str_eq(node_text(k), one)) {
                    next = node_pair_value(k);
                    *at = k;
                }
        }
        if (!next)
            break;
        depth++;
        n = next;
    }
    return depth;
}

static size_t offset_of_line(struct str text, uint32_t line)
{
    size_t i = 0;

    for (uint32_t n = 1; n < line && i < text.len; i++)
        n += text.p[i] == '\n';
    return i;
}

struct fault_place place_in_layer(const struct unit *u, size_t layer, const struct node *at)
{
    return faults_line(&u->run->faults, u->source.paths[layer], offset_of_line(u->source.texts[layer], at->line));
}

struct fault_place place_in_config(const struct judging *j, struct str pointer)
{
    const struct unit *u = j->unit;
    const struct pipeline_context *c = &j->context->is;
    const struct node *best = NULL;
    size_t depth = 0, file = 0;

    /* innermost layer first, of each the last file: what was laid over the others */
    for (int layer = 3; layer >= 0; layer--)
        for (size_t i = u->source.count; i-- > 0;) {
            const struct node *cloud = node_get(node_get(u->layers[i].root, STR("clouds")), c->cloud);
            const struct node *env = node_get(node_get(cloud, STR("environments")), c->env), *at;
            const struct node *roots[4] = { node_get(u->layers[i].root, STR("defaults")),
                                            node_get(cloud, STR("defaults")), node_get(env, STR("defaults")),
                                            node_get(node_get(env, STR("regions")), c->region) };
            size_t far = follow(j->arena, roots[layer], pointer, &at);

            if (at && far > depth) {
                best = at;
                depth = far;
                file = i;
            }
        }
    if (!best)
        return (struct fault_place){ u->source.count ? u->source.paths[0] : STR(""), { 0 } };
    return place_in_layer(u, file, best);
}

static void add(struct causes *list, const struct schema_cause *c, struct arena *a)
{
    list->at = arena_grow(a, list->at, list->count, &list->cap, sizeof *list->at);
    list->at[list->count++] = c;
}

static bool is_choice(const struct schema_cause *c)
{
    return c->kind == CAUSE_BRANCHES && !str_eq(c->keyword, STR("allOf"));
}

/* A branch that does not fit by the type of the value already was not meant. */
static bool was_meant(const struct schema_cause *branch, const struct node *instance)
{
    while (branch->kind != CAUSE_LEAF && branch->kind != CAUSE_FALSE && branch->first && !branch->first->next)
        branch = branch->first;
    return branch->instance != instance ||
           !(str_eq(branch->keyword, STR("type")) || str_eq(branch->keyword, STR("const")));
}

static void collect(struct causes *list, const struct schema_cause *c, struct arena *a)
{
    const struct schema_cause *meant = NULL;
    size_t count = 0;

    if (!c->first) {
        add(list, c, a);
        return;
    }
    for (const struct schema_cause *b = c->first; b && is_choice(c); b = b->next)
        if (was_meant(b, c->instance)) {
            meant = b;
            count++;
        }
    if (is_choice(c) && count == 1) {
        collect(list, meant, a);
        return;
    }
    if (is_choice(c) && str_eq(c->keyword, STR("contains"))) {
        add(list, c, a);
        return;
    }
    for (const struct schema_cause *b = c->first; b; b = b->next)
        collect(list, b, a);
}

static bool follows(const struct schema_cause *c, const struct causes *all)
{
    for (size_t i = 0; c->kind == CAUSE_FALSE && c->from_unevaluated && i < all->count; i++)
        if (!(all->at[i]->kind == CAUSE_FALSE && all->at[i]->from_unevaluated))
            return true;
    return false;
}

void causes_collect(struct causes *list, const struct schema_cause *top, struct arena *a)
{
    struct causes all = { 0 };

    collect(&all, top, a);
    for (size_t i = 0; i < all.count; i++)
        if (!follows(all.at[i], &all))
            add(list, all.at[i], a);
}
