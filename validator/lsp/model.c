#include "lsp/model.h"

#include <stdlib.h>

static void compare(struct model *m, struct str now)
{
    struct str was = m->tape.source;
    size_t most = was.len < now.len ? was.len : now.len;

    m->same_head = m->same_tail = 0;
    while (m->same_head < most && was.p[m->same_head] == now.p[m->same_head])
        m->same_head++;
    while (m->same_tail < most - m->same_head && was.p[was.len - 1 - m->same_tail] == now.p[now.len - 1 - m->same_tail])
        m->same_tail++;
}

/* Whether a line holds nothing but one action. */
static bool is_action(struct str line)
{
    line = str_trim(line);
    return str_starts(line, STR("{{")) && str_find(line, STR("}}")) == line.len - 2;
}

/* Files of pipelines are templates. So that what stands around their actions can be read as YAML before anything is put
 * in for them, each action counts as a word of its length, and one that has its line for itself as a comment. */
static bool mask_templates(char *text, size_t len)
{
    bool any = false;
    struct str line;

    for (size_t start = 0, next; start < len; start = next) {
        const char *nl = memchr(text + start, '\n', len - start);
        next = nl ? (size_t)(nl - text) + 1 : len;
        line = str_slice((struct str){ text, len }, start, next);
        if (is_action(line)) {
            memset(text + start, ' ', line.len - (nl != NULL));
            text[start] = '#';
            any = true;
            continue;
        }
        for (size_t at, end; (at = str_find(line, STR("{{"))) != SIZE_MAX; any = true) {
            end = str_find(str_from(line, at), STR("}}"));
            end = end == SIZE_MAX ? line.len - (nl != NULL) : at + end + 2;
            memset(text + start + at, 'x', end - at);
        }
    }
    return any;
}

/* As it is, or else with its templates masked: places are the same. */
static bool parse(struct tape *t, struct arena *a, struct str text)
{
    struct str copy = arena_copy(a, text);
    struct yaml_error error;

    if (yaml_read(t, a, copy, NULL, &error))
        return true;
    return mask_templates((char *)(uintptr_t)copy.p, copy.len) && yaml_read(t, a, copy, NULL, &error);
}

const struct model *model_of(struct document *d)
{
    struct model *m = d->model;
    struct arena fresh = { 0 };
    struct tape tape;

    if (!m)
        m = d->model = calloc(1, sizeof *m);
    if (!m)
        abort();
    if (m->edits == d->edits)
        return m;
    m->edits = d->edits;
    arena_free(&m->now_arena);
    lines_init(&m->now, &m->now_arena, buf_str(&d->text));
    m->fits = parse(&tape, &fresh, buf_str(&d->text));
    if (m->fits) {
        tape_mark(&tape, &fresh);
        arena_free(&m->arena);
        m->arena = fresh;
        m->tape = tape;
    } else {
        arena_free(&fresh);
        compare(m, buf_str(&d->text));
    }
    return m;
}

void model_free(struct model *m)
{
    if (m) {
        arena_free(&m->now_arena);
        arena_free(&m->arena);
    }
    free(m);
}

static size_t moved(size_t offset, size_t from, size_t to, const struct model *m)
{
    if (m->fits || offset <= m->same_head)
        return offset;
    if (offset + m->same_tail >= from)
        return offset - from + to;
    return m->same_head;
}

size_t model_offset(const struct model *m, const struct document *d, size_t offset)
{
    return moved(offset, d->text.len, m->tape.source.len, m);
}

size_t model_offset_now(const struct model *m, const struct document *d, size_t offset)
{
    return moved(offset, m->tape.source.len, d->text.len, m);
}

static bool stands_at(const struct node *n, size_t offset)
{
    return offset >= n->start && offset <= n->end;
}

/* The last pair of a mapping that begins before the byte. What "<<" brought in stands elsewhere. */
static bool step_mapping(const struct node *map, size_t offset, struct chain_link *link)
{
    bool found = false;

    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k)) {
        if (k->flags & FLAG_MERGED || k->start > offset || (found && k->start < link->key->start))
            continue;
        *link = (struct chain_link){ .key = k, .value = k + k->span };
        found = true;
    }
    return found;
}

static bool step_sequence(const struct node *seq, size_t offset, struct chain_link *link)
{
    size_t index = 0;
    bool found = false;

    for (const struct node *e = node_first(seq); e && e->start <= offset; e = node_next(seq, e)) {
        *link = (struct chain_link){ .index = index++, .value = e };
        found = true;
    }
    return found;
}

bool model_chain(const struct tape *t, size_t offset, struct chain *c)
{
    const struct node *n = t->root;

    c->count = 0;
    c->on_key = c->on_value = false;
    while (n && c->count < CHAIN_MOST) {
        struct chain_link *link = &c->links[c->count];
        if (n->kind == NODE_MAPPING ? !step_mapping(n, offset, link)
                                    : n->kind != NODE_SEQUENCE || !step_sequence(n, offset, link))
            break;
        c->count++;
        if (link->key && stands_at(link->key, offset)) {
            c->on_key = true;
            return true;
        }
        n = link->value;
    }
    c->on_value = c->count && n && n->kind != NODE_MAPPING && n->kind != NODE_SEQUENCE && stands_at(n, offset);
    return c->count > 0;
}

const struct node *chain_value(const struct tape *t, const struct chain *c, size_t count)
{
    return count ? node_value(c->links[count - 1].value) : t->root;
}
