/* Whether two services mean the same by a resource group, and how cmp.Diff shows that they don't. */
#include "pipeline/graph_parts.h"

#include "base/buf.h"
#include "base/quote.h"

static bool subset(const struct words *a, const struct words *b)
{
    for (size_t i = 0; i < a->count; i++) {
        bool found = false;

        for (size_t k = 0; k < b->count && !found; k++)
            found = str_eq(a->at[i], b->at[k]);
        if (!found)
            return false;
    }
    return true;
}

static bool same_set(const struct words *a, const struct words *b)
{
    return subset(a, b) && subset(b, a);
}

static bool same_constraint(const struct constraint *a, const struct constraint *b)
{
    return a->singleton == b->singleton && same_set(&a->clouds, &b->clouds) &&
           same_set(&a->environments, &b->environments) && same_set(&a->regions, &b->regions);
}

bool graph_groups_equal(const struct group *a, const struct group *b)
{
    if (!str_eq(a->name, b->name) || !str_eq(a->resource_group, b->resource_group) ||
        !str_eq(a->subscription, b->subscription) || a->constraint_count != b->constraint_count)
        return false;
    for (size_t i = 0; i < a->constraint_count; i++)
        if (!same_constraint(&a->constraints[i], &b->constraints[i]))
            return false;
    return true;
}

static void put_field(struct buf *out, char mark, const char *name, size_t width, struct str value)
{
    size_t n = strlen(name) + 1;

    buf_char(out, mark);
    buf_printf(out, " \t%s:", name);
    for (size_t i = n; i <= width; i++)
        buf_char(out, ' ');
    buf_put(out, value);
    buf_put(out, STR(",\n"));
}

static struct str quoted_texts(struct arena *a, const struct words *w)
{
    struct str *q = ARENA_ARRAY(a, struct str, w->count + 1);

    for (size_t i = 0; i < w->count; i++)
        q[i] = arena_quote(a, w->at[i]);
    return arena_list(a, STR(", "), q, w->count);
}

static struct str one_line(struct arena *a, const struct constraint *c)
{
    struct words parts = { 0 };

    if (c->singleton)
        words_add(&parts, a, STR("Singleton: true"));
    if (c->clouds.count)
        words_add(&parts, a, ARENA_JOIN(a, STR("Clouds: {"), quoted_texts(a, &c->clouds), STR("}")));
    if (c->environments.count)
        words_add(&parts, a, ARENA_JOIN(a, STR("Environments: {"), quoted_texts(a, &c->environments), STR("}")));
    if (c->regions.count)
        words_add(&parts, a, ARENA_JOIN(a, STR("Regions: {"), quoted_texts(a, &c->regions), STR("}")));
    return ARENA_JOIN(a, STR("{"), arena_list(a, STR(", "), parts.at, parts.count), STR("}"));
}

/* Constraints that do not differ: on one line, as far as they are shown. */
static struct str equal_constraints(struct arena *a, const struct group *g)
{
    struct str *parts = ARENA_ARRAY(a, struct str, g->constraint_count + 1);

    for (size_t i = 0; i < g->constraint_count; i++)
        parts[i] = one_line(a, &g->constraints[i]);
    return ARENA_JOIN(a, STR("{"), arena_list(a, STR(", "), parts, g->constraint_count), STR("}"));
}

static void put_marked(struct buf *out, struct arena *a, char mark, const struct constraint *c)
{
    const struct {
        const char *name;
        const struct words *w;
    } lists[] = { { "Clouds", &c->clouds }, { "Environments", &c->environments }, { "Regions", &c->regions } };
    size_t width = c->environments.count ? 13 : c->regions.count ? 8 : 7;

    buf_printf(out, "%c \t\t{\n", mark);
    if (c->singleton)
        buf_printf(out, "%c \t\t\tSingleton:%*s true,\n", mark, width > 10 ? (int)(width - 10) : 0, "");
    for (size_t i = 0; i < 3; i++)
        if (lists[i].w->count) {
            buf_printf(out, "%c \t\t\t%s:", mark, lists[i].name);
            for (size_t n = strlen(lists[i].name) + 1; n <= width; n++)
                buf_char(out, ' ');
            buf_put(out, ARENA_JOIN(a, STR("[]string{"), quoted_texts(a, lists[i].w), STR("},\n")));
        }
    buf_printf(out, "%c \t\t},\n", mark);
}

/* A diff of two short lists by their longest common part. */
static void put_constraints(struct buf *out, struct arena *a, const struct group *x, const struct group *y)
{
    size_t n = x->constraint_count, m = y->constraint_count, i = 0, k = 0;
    size_t *common = ARENA_ARRAY(a, size_t, (n + 1) * (m + 1));

    for (size_t p = n; p-- > 0;)
        for (size_t q = m; q-- > 0;) {
            size_t down = common[(p + 1) * (m + 1) + q], right = common[p * (m + 1) + q + 1];

            common[p * (m + 1) + q] = same_constraint(&x->constraints[p], &y->constraints[q])
                                          ? common[(p + 1) * (m + 1) + q + 1] + 1
                                          : (down > right ? down : right);
        }
    buf_put(out, STR("  \tExecutionConstraints: []types.ExecutionConstraint{\n"));
    while (i < n || k < m) {
        if (i < n && k < m && same_constraint(&x->constraints[i], &y->constraints[k])) {
            buf_put(out, ARENA_JOIN(a, STR("  \t\t"), one_line(a, &x->constraints[i]), STR(",\n")));
            i++;
            k++;
        } else if (i < n && (k == m || common[(i + 1) * (m + 1) + k] >= common[i * (m + 1) + k + 1])) {
            put_marked(out, a, '-', &x->constraints[i++]);
        } else {
            put_marked(out, a, '+', &y->constraints[k++]);
        }
    }
    buf_put(out, STR("  \t},\n"));
}

static bool same_constraints(const struct group *x, const struct group *y)
{
    if (x->constraint_count != y->constraint_count)
        return false;
    for (size_t i = 0; i < x->constraint_count; i++)
        if (!same_constraint(&x->constraints[i], &y->constraints[i]))
            return false;
    return true;
}

enum { LONG_TEXT = 32, SHOWN_TEXT = 256, CHUNK = 64, CONTEXT = 2 * CHUNK };

/* Whether cmp.Diff shows two texts piece by piece. */
static bool in_pieces(struct str x, struct str y)
{
    return !str_eq(x, y) && x.len >= LONG_TEXT && y.len >= LONG_TEXT;
}

static struct str shown(struct arena *a, struct str s)
{
    if (s.len > SHOWN_TEXT + 3)
        return ARENA_JOIN(a, arena_quote(a, str_slice(s, 0, SHOWN_TEXT)), STR("..."));
    return arena_quote(a, s);
}

static void put_chunks(struct buf *out, struct arena *a, char mark, struct str s)
{
    for (size_t i = 0; i < s.len; i += CHUNK)
        buf_put(out, ARENA_JOIN(a, (struct str){ &mark, 1 }, STR(" \t\t"), arena_quote(a, str_slice(s, i, i + CHUNK)),
                                STR(",\n")));
}

/* Equal text beside what differs: what is far from it is left out. */
static void put_equal(struct buf *out, struct arena *a, struct str s, bool before)
{
    size_t most = s.len <= CONTEXT + CHUNK ? s.len : CONTEXT;

    if (!before)
        put_chunks(out, a, ' ', str_slice(s, 0, most));
    if (most < s.len)
        buf_printf(out, "  \t\t... // %zu identical bytes\n", s.len - most);
    if (before)
        put_chunks(out, a, ' ', str_from(s, s.len - most));
}

static void put_pieces(struct buf *out, struct arena *a, const char *name, struct str x, struct str y)
{
    size_t before = 0, after = 0;

    while (before < x.len && before < y.len && x.p[before] == y.p[before])
        before++;
    while (after + before < x.len && after + before < y.len && x.p[x.len - 1 - after] == y.p[y.len - 1 - after])
        after++;
    buf_printf(out, "  \t%s: strings.Join({\n", name);
    put_equal(out, a, str_slice(x, 0, before), true);
    put_chunks(out, a, '-', str_slice(x, before, x.len - after));
    put_chunks(out, a, '+', str_slice(y, before, y.len - after));
    put_equal(out, a, str_from(x, x.len - after), false);
    buf_put(out, STR("  \t}, \"\"),\n"));
}

/* One field of the struct: several lines by itself, or a line or two that stand in columns with their neighbours. */
struct shown_field {
    const char *name;
    struct str x, y; /* y only where they differ */
    bool several;
};

static void put_fields(struct buf *out, struct arena *a, const struct shown_field *f, size_t count,
                       const struct group *fresh, const struct group *old)
{
    for (size_t i = 0; i < count; i++) {
        size_t width = 0;

        for (size_t k = i; k < count && !f[k].several; k++)
            width = strlen(f[k].name) + 1 > width ? strlen(f[k].name) + 1 : width;
        for (size_t k = i; k-- > 0 && !f[k].several && !f[i].several;)
            width = strlen(f[k].name) + 1 > width ? strlen(f[k].name) + 1 : width;
        if (f[i].several && f[i].x.p)
            put_pieces(out, a, f[i].name, f[i].x, f[i].y);
        else if (f[i].several)
            put_constraints(out, a, fresh, old);
        else if (!f[i].y.p)
            put_field(out, ' ', f[i].name, width, f[i].x);
        else {
            put_field(out, '-', f[i].name, width, f[i].x);
            put_field(out, '+', f[i].name, width, f[i].y);
        }
    }
}

static struct shown_field text_field(struct arena *a, const char *name, struct str x, struct str y)
{
    if (in_pieces(x, y))
        return (struct shown_field){ name, x, y, true };
    if (str_eq(x, y))
        return (struct shown_field){ .name = name, .x = shown(a, x) };
    return (struct shown_field){ name, shown(a, x), shown(a, y), false };
}

struct str graph_groups_diff(const struct group *fresh, const struct group *old, bool stamped, struct arena *a)
{
    struct shown_field f[5];
    struct buf out = { 0 };
    size_t n = 0;
    struct str s;

    f[n++] = text_field(a, "Name", fresh->name, old->name);
    f[n++] = text_field(a, "ResourceGroup", fresh->resource_group, old->resource_group);
    f[n++] = text_field(a, "Subscription", fresh->subscription, old->subscription);
    if (stamped)
        f[n++] = (struct shown_field){ .name = "Stamped", .x = fresh->stamped ? STR("true") : STR("false") };
    if (!same_constraints(fresh, old))
        f[n++] = (struct shown_field){ .name = "ExecutionConstraints", .several = true };
    else if (fresh->constraint_count)
        f[n++] = (struct shown_field){ .name = "ExecutionConstraints", .x = equal_constraints(a, fresh) };
    else
        f[n++] = (struct shown_field){ .name = "ExecutionConstraints", .x = STR("nil") };
    buf_put(&out, STR("  &types.ResourceGroupMeta{\n"));
    put_fields(&out, a, f, n, fresh, old);
    buf_put(&out, STR("  }\n"));
    s = arena_copy(a, buf_str(&out));
    buf_free(&out);
    return s;
}
