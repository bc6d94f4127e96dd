/* The structs are visited breadth first, so that each gets its shortest path. One that is reached again, in
 * other versions, has its range widened, and what it holds is visited again. */
#include "schema/history.h"

#include "base/map.h"
#include "schema/gowindow.h"
#include "schema/version.h"

#include <string.h>

struct range {
    uint32_t since, until;
};

struct holder {
    const struct go_struct *type;
    const char *file;
    struct str path;
    struct range range;
    bool waiting;
};

struct walk {
    struct arena *arena;
    struct map by_type; /* to struct holder */
    struct holder **list;
    size_t count, cap;
};

static struct range range_of(const struct go_field *f)
{
    return (struct range){ go_version_position(f->since, 0), go_version_position(f->until, VERSION_NEVER) };
}

static struct range within(struct range a, struct range b)
{
    if (a.since < b.since)
        a.since = b.since;
    if (a.until > b.until)
        a.until = b.until;
    return a;
}

static struct holder *holder_of(struct walk *w, const struct go_struct *type)
{
    struct str key = arena_copy(w->arena, (struct str){ (const char *)&type, sizeof type });
    void **at = map_at(&w->by_type, key);
    struct holder *h = *at;

    if (h)
        return h;
    *at = h = ARENA_NEW(w->arena, struct holder);
    *h = (struct holder){ .type = type, .range = { VERSION_NEVER, 0 } };
    w->list = arena_grow(w->arena, w->list, w->count, &w->cap, sizeof(struct holder *));
    w->list[w->count++] = h;
    return h;
}

static void reach_struct(struct walk *w, const struct go_struct *type, const char *file, struct str path,
                         struct range range)
{
    struct holder *h = holder_of(w, type);

    if (range.since >= range.until || (h->range.since <= range.since && h->range.until >= range.until))
        return;
    /* A path that is still there is better than one that went. */
    if (!h->file || (h->range.until != VERSION_NEVER && range.until == VERSION_NEVER)) {
        h->file = file;
        h->path = path;
    }
    if (range.since < h->range.since)
        h->range.since = range.since;
    if (range.until > h->range.until)
        h->range.until = range.until;
    h->waiting = true;
}

static void reach(struct walk *w, const struct go_type *t, const char *file, struct str path, struct range range)
{
    t = go_type_target(t);
    for (uint8_t i = 0; i < t->try_count; i++)
        reach(w, t->tries[i], file, path, range);
    if (t->kind == GO_STRUCT && t->decoder == GO_PLAIN)
        reach_struct(w, t->fields, file, path, range);
    else if (t->kind == GO_SLICE)
        reach(w, t->elem, file, ARENA_JOIN(w->arena, path, STR("[]")), range);
    else if (t->kind == GO_MAP)
        reach(w, t->elem, file, ARENA_JOIN(w->arena, path, path.len ? STR(".*") : STR("*")), range);
}

static struct str below(struct arena *a, struct str path, struct str name)
{
    return path.len ? ARENA_JOIN(a, path, STR("."), name) : name;
}

static void visit(struct walk *w, struct holder *h)
{
    for (uint16_t i = 0; i < h->type->count; i++) {
        const struct go_field *f = &h->type->fields[i];

        reach(w, f->type, h->file, below(w->arena, h->path, f->name), within(range_of(f), h->range));
    }
    h->waiting = false;
}

/* Visits until nothing waits: ranges only grow, so that ends. */
static void visit_all(struct walk *w)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < w->count; i++)
            if (w->list[i]->waiting) {
                visit(w, w->list[i]);
                again = true;
            }
    }
}

static void list_field(struct field_history *h, struct arena *a, const struct holder *of, const struct go_field *f,
                       size_t chain)
{
    struct range r = range_of(f);

    *ARENA_PUSH(a, h->items, h->count, h->cap) = (struct known_field){
        .field = f,
        .file = of->file,
        .path = below(a, of->path, f->name),
        .chain = chain,
        .since = r.since,
        .until = r.until,
        .holder_since = of->range.since,
        .holder_until = of->range.until,
    };
}

/* The main file holds jobs too; they are listed as those of job files. */
static bool is_job_setting(const struct holder *of, const struct go_field *f)
{
    const struct go_type *jobs = go_type_find("prow/jobs", "JobConfig");

    return strcmp(of->file, "config") == 0 && of->path.len == 0 && jobs && go_field_find(jobs->fields, f->name);
}

static void list_holder(struct field_history *h, struct arena *a, const struct holder *of)
{
    for (uint16_t i = 0; i < of->type->count; i++) {
        const struct go_field *f = &of->type->fields[i];
        size_t chain = h->count;
        if (!f->head || is_job_setting(of, f))
            continue;
        for (; f; f = go_field_next(of->type, f))
            list_field(h, a, of, f, chain);
    }
}

void field_history_read(struct field_history *h, struct arena *a)
{
    static const struct {
        const char *name, *schema, *type;
    } files[] = {
        { "jobs", "prow/jobs", "JobConfig" },
        { "config", "prow/config", "Config" },
        { "plugins", "prow/plugins", "Configuration" },
        { ".prow.yaml", "prow/prow_yaml", "ProwYAML" },
    };
    struct walk w = { .arena = a };

    *h = (struct field_history){ 0 };
    map_init(&w.by_type, a);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        const struct go_type *t = go_type_find(files[i].schema, files[i].type);
        if (t)
            reach(&w, t, files[i].name, STR(""), (struct range){ 0, VERSION_NEVER });
        visit_all(&w);
    }
    for (size_t i = 0; i < w.count; i++)
        if (w.list[i]->file)
            list_holder(h, a, w.list[i]);
}
