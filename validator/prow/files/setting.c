#include "prow/files/setting.h"

#include "rule/rule.h"

#include <stdarg.h>

static const struct node *not_null(const struct node *n)
{
    return n && n->kind != NODE_NULL ? n : NULL;
}

struct setting setting_whole(const struct prow_file *f)
{
    return (struct setting){ .file = f, .value = f ? not_null(node_value(f->tape.root)) : NULL, .path = STR("") };
}

struct setting setting_main(const struct prow_tree *t)
{
    return setting_whole(prow_tree_file(t, ROLE_CONFIG, 0));
}

bool setting_file(const struct prow_tree *t, size_t n, struct setting *s)
{
    const struct prow_file *f = prow_tree_file(t, ROLE_CONFIG, 0);

    if (!f || n)
        f = prow_tree_file(t, ROLE_SUPPLEMENTAL_CONFIG, n - (f != NULL));
    *s = setting_whole(f);
    return f != NULL;
}

static struct str below(struct arena *a, const struct setting *s, struct str name)
{
    return s->path.len ? ARENA_JOIN(a, s->path, STR("."), name) : arena_copy(a, name);
}

static struct setting child(struct arena *a, const struct setting *of, const struct node *key, struct str name)
{
    return (struct setting){ of->file, key, not_null(node_pair_value(key)), below(a, of, name), 0 };
}

struct setting setting_get(struct arena *a, const struct setting *s, const char *fields)
{
    struct str rest = str_c(fields), name;
    struct setting at = *s;

    while (rest.len) {
        str_cut(rest, '.', &name, &rest);
        at = child(a, &at, node_field_key(at.value, name), name);
    }
    return at;
}

struct setting setting_find(const struct prow_tree *t, const char *fields)
{
    struct setting s = setting_main(t);

    return setting_get(t->scratch, &s, fields);
}

struct setting setting_entry(struct arena *a, const struct setting *map, struct str key)
{
    return child(a, map, node_key(map->value, key), key);
}

static const struct node *step(const struct setting *of, const struct setting *e)
{
    bool map = node_kind(of->value) == NODE_MAPPING;

    if (!e->at)
        return map ? node_first_key(of->value) : node_first(of->value);
    return map ? node_next_key(of->value, e->at) : node_next(of->value, e->at);
}

bool setting_next(struct arena *a, const struct setting *of, struct setting *e)
{
    size_t index = e->at ? e->index + 1 : 0;
    const struct node *at = step(of, e);

    if (!at)
        return false;
    if (node_kind(of->value) == NODE_MAPPING)
        *e = child(a, of, at, node_text(at));
    else
        *e = (struct setting){ of->file, at, not_null(node_value(at)), arena_element(a, of->path, index), 0 };
    e->index = index;
    return true;
}

struct setting *setting_keep(struct arena *a, const struct setting *s)
{
    struct setting *kept = ARENA_NEW(a, struct setting);

    *kept = *s;
    return kept;
}

struct str setting_text(const struct setting *s)
{
    return node_kind(s->value) == NODE_STRING ? node_text(s->value) : STR("");
}

struct str setting_key(const struct setting *s)
{
    return node_text(s->at);
}

/* Whether the number is written without a fraction in the JSON that Go decodes: 1.0 and 1e3 come as 1 and
 * 1000. */
static bool is_whole(const struct node *n)
{
    if (n->kind != NODE_FLOAT || n->len == 0)
        return n->kind == NODE_INT;
    for (size_t i = n->text[0] == '-'; i < n->len; i++)
        if (n->text[i] < '0' || n->text[i] > '9')
            return false;
    return true;
}

bool setting_int(const struct setting *s, int64_t *value)
{
    struct node n;

    if (!s->value || !is_whole(s->value))
        return false;
    n = *s->value;
    n.kind = NODE_INT;
    return node_int(&n, value);
}

size_t setting_count(const struct setting *s)
{
    return node_count(s->value);
}

bool setting_is_set(const struct setting *s)
{
    return setting_text(s).len > 0 || setting_count(s) > 0;
}

bool setting_is_blank(const struct setting *s)
{
    return !s->value || (s->value->kind == NODE_STRING && s->value->len == 0);
}

struct place setting_place(const struct setting *s)
{
    return prow_place(s->file, s->value ? s->value : s->at);
}

struct place setting_key_place(const struct setting *s)
{
    return prow_place(s->file, s->at);
}

struct place setting_place_in(const struct setting *s, size_t start, size_t end)
{
    return prow_place_in(s->file, s->value, start, end);
}

void setting_report(struct check *c, const struct setting *s, struct place at, const char *fmt, ...)
{
    struct str message;
    va_list ap;

    va_start(ap, fmt);
    message = arena_vprintf(check_arena(c), fmt, ap);
    va_end(ap);
    report(c, at, "%.*s", STR_ARG(message));
    at_path(c, "%.*s", STR_ARG(s->path));
}
