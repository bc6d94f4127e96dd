#include "pipeline/history.h"

#include "base/embedded.h"

#include <stdio.h>

enum { MOST_KEY = 512 };

static uint64_t number(struct str s)
{
    uint64_t n = 0;

    for (size_t i = 0; i < s.len && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        n = n * 10 + (uint64_t)(s.p[i] - '0');
    return n;
}

/* What has a name of its own below another's: fields of actions and of types. */
static bool has_field(struct str kind)
{
    return str_eq(kind, STR("step.cond")) || str_eq(kind, STR("step.field")) || str_eq(kind, STR("step.required")) ||
           str_eq(kind, STR("def.field")) || str_eq(kind, STR("def.required")) || str_eq(kind, STR("vstep.field")) ||
           str_eq(kind, STR("vstep.required"));
}

static struct history_row row_of(struct str line)
{
    enum { COLUMNS = 8 };
    struct str c[COLUMNS] = { { "", 0 } };

    for (size_t i = 0; i < COLUMNS; i++)
        str_cut(line, '\t', &c[i], &line);
    if (!has_field(c[0])) {
        c[3] = c[2];
        c[2] = (struct str){ "", 0 };
    }
    return (struct history_row){ .kind = c[0],
                                 .name = c[1],
                                 .field = c[2],
                                 .type = c[3],
                                 .since = number(c[4]),
                                 .since_commit = c[5],
                                 .until = number(c[6]),
                                 .until_commit = c[7] };
}

static struct str key_of(char *to, size_t room, struct str kind, struct str name, struct str field)
{
    int n = snprintf(to, room, "%.*s\t%.*s\t%.*s", STR_ARG(kind), STR_ARG(name), STR_ARG(field));

    return (struct str){ to, n < 0 || (size_t)n >= room ? 0 : (size_t)n };
}

static void index_rows(struct history *h, struct arena *a)
{
    char key[MOST_KEY];

    map_init(&h->first, a);
    for (size_t i = 0; i < h->count; i++) {
        struct history_row *r = &h->rows[i], *known;
        struct str k = key_of(key, sizeof key, r->kind, r->name, r->field);

        known = map_get(&h->first, k);
        if (!known)
            *map_at(&h->first, arena_copy(a, k)) = r;
        else if (r->since < known->since)
            *map_at(&h->first, k) = r;
    }
}

void history_read(struct history *h, struct arena *a)
{
    struct str text = embedded_find(embedded_schemas, STR("pipeline/history")), rest, line;
    size_t cap = 0;

    *h = (struct history){ 0 };
    str_cut(text, '\n', &line, &rest); /* the head */
    while (rest.len) {
        str_cut(rest, '\n', &line, &rest);
        if (!line.len)
            continue;
        h->rows = arena_grow(a, h->rows, h->count, &cap, sizeof *h->rows);
        h->rows[h->count++] = row_of(line);
    }
    index_rows(h, a);
}

static const struct history_row *first(const struct history *h, const char *kind, struct str name, struct str field)
{
    char key[MOST_KEY];

    return map_get(&h->first, key_of(key, sizeof key, str_c(kind), name, field));
}

const struct history_row *history_of_step(const struct history *h, struct str action, struct str field)
{
    return first(h, field.len ? "step.field" : "step", action, field);
}

const struct history_row *history_of_key(const struct history *h, const char *kind, struct str key)
{
    return first(h, kind, key, (struct str){ "", 0 });
}

struct str history_day(uint64_t time, struct arena *a)
{
    unsigned long long day = time / 1000000;

    return arena_printf(a, "%04llu-%02llu-%02llu", day / 10000, day / 100 % 100, day % 100);
}

struct str history_when(const struct history_row *row, struct arena *a)
{
    return ARENA_JOIN(a, history_day(row->since, a), STR(" ("), row->since_commit, STR(")"));
}
