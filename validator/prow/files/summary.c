#include "prow/files/summary.h"

#include <stdlib.h>

/* Loads for which something stays that nobody asks for: an edit is often undone. */
enum { STAYS = 4 };

struct stored {
    enum stored_kind kind;
    struct fingerprint key;
    void *object;
    size_t used; /* the last load that asked for it */
};

struct summary_store {
    struct arena path_arena, table_arena;
    struct map paths;
    struct map by_key; /* the bytes of a key and kind to struct stored; NULL for what went */
    size_t live, loads;
    size_t paths_used; /* in the last load */
};

/* What a key of the table is made of. */
struct table_key {
    struct fingerprint key;
    uint64_t kind;
};

static void *must(void *p)
{
    if (!p)
        abort();
    return p;
}

struct file_summary *file_summary_new(void)
{
    struct file_summary *s = must(calloc(1, sizeof *s));

    s->users = 1;
    return s;
}

void file_summary_release(struct file_summary *s)
{
    if (!s || --s->users)
        return;
    findings_free(&s->findings);
    arena_free(&s->arena);
    free(s);
}

struct kept_file *kept_file_new(void)
{
    struct kept_file *k = must(calloc(1, sizeof *k));

    k->users = 1;
    return k;
}

static void put_text(struct buf *b, struct str s)
{
    buf_put(b, (struct str){ (const char *)&s.len, sizeof s.len });
    buf_put(b, s);
}

static void put_list(struct buf *b, const struct str *list, size_t count)
{
    put_text(b, (struct str){ (const char *)&count, sizeof count });
    for (size_t i = 0; i < count; i++)
        put_text(b, list[i]);
}

static void put_job(struct buf *b, const struct job_summary *j)
{
    const struct str texts[] = { j->repo, j->name, j->context, j->cluster, j->trigger, j->rerun_command, j->list };
    const struct span spans[] = { j->name_span, j->context_span, j->trigger_span };
    const uint64_t numbers[] = { j->kind,        j->always_run, j->optional, j->skip_report, j->has_change_regex,
                                 j->decorate,    j->runs_never, j->inrepo,   j->has_spec,    j->label_bits,
                                 (uint64_t)j->index };

    put_list(b, texts, COUNT_OF(texts));
    put_text(b, (struct str){ (const char *)spans, sizeof spans });
    put_text(b, (struct str){ (const char *)numbers, sizeof numbers });
    put_list(b, j->branches.only, j->branches.only_count);
    put_list(b, j->branches.skip, j->branches.skip_count);
}

struct fingerprint file_summary_jobs_print(const struct file_summary *s)
{
    const uint64_t numbers[] = { s->job_count, s->bare_count, s->broken, (uint64_t)s->gave_up };
    struct buf b = { 0 };
    struct fingerprint print;

    put_text(&b, s->path);
    put_text(&b, s->generated);
    put_text(&b, (struct str){ (const char *)numbers, sizeof numbers });
    for (size_t i = 0; i < s->job_count; i++)
        put_job(&b, &s->jobs[i]);
    for (size_t i = 0; i < s->bare_count; i++) {
        const uint64_t kind = s->bare[i].kind;
        put_text(&b, (struct str){ (const char *)&kind, sizeof kind });
        put_text(&b, s->bare[i].repo);
        put_text(&b, (struct str){ (const char *)&s->bare[i].at.span, sizeof s->bare[i].at.span });
    }
    print = fingerprint_of(buf_str(&b));
    buf_free(&b);
    return print;
}

void kept_file_release(struct kept_file *k)
{
    if (!k || --k->users)
        return;
    buf_free(&k->bytes);
    arena_free(&k->arena);
    free(k);
}

struct rule_findings *rule_findings_new(const struct findings *f, size_t gave_up)
{
    struct rule_findings *r = must(calloc(1, sizeof *r));

    findings_copy_whole(&r->findings, f);
    r->gave_up = gave_up;
    return r;
}

struct summary_store *summary_store_new(void)
{
    struct summary_store *s = must(calloc(1, sizeof *s));

    map_init(&s->paths, &s->path_arena);
    map_init(&s->by_key, &s->table_arena);
    return s;
}

static void let_go(struct stored *e)
{
    if (e->kind == STORED_SUMMARY)
        file_summary_release(e->object);
    if (e->kind == STORED_KEPT)
        kept_file_release(e->object);
    if (e->kind == STORED_RULE) {
        findings_free(&((struct rule_findings *)e->object)->findings);
        free(e->object);
    }
    if (e->kind == STORED_NUMBER)
        free(e->object);
    free(e);
}

/* Lets go of all that was not asked for since that load. */
static void drop(struct summary_store *s, size_t since)
{
    for (size_t i = 0; i < s->by_key.count; i++) {
        struct stored *e = s->by_key.entries[i].value;
        if (!e || e->used >= since)
            continue;
        let_go(e);
        s->by_key.entries[i].value = NULL;
        s->live--;
    }
}

static struct table_key table_key_of(const struct stored *e)
{
    return (struct table_key){ e->key, (uint64_t)e->kind };
}

/* A table of what is left: a map never forgets a key. */
static void tidy(struct summary_store *s)
{
    struct arena fresh = { 0 };
    struct map by_key;

    map_init(&by_key, &fresh);
    for (size_t i = 0; i < s->by_key.count; i++) {
        struct stored *e = s->by_key.entries[i].value;
        struct table_key *key;
        if (!e)
            continue;
        key = ARENA_NEW(&fresh, struct table_key);
        *key = table_key_of(e);
        *map_at(&by_key, (struct str){ (const char *)key, sizeof *key }) = e;
    }
    arena_free(&s->table_arena);
    s->table_arena = fresh;
    s->by_key = by_key;
    s->by_key.arena = &s->table_arena;
}

void summary_store_free(struct summary_store *s)
{
    if (!s)
        return;
    drop(s, SIZE_MAX);
    arena_free(&s->table_arena);
    arena_free(&s->path_arena);
    free(s);
}

/* Paths stay, because places point at them: where many more are known than there are files, all begins anew. */
static void forget_paths(struct summary_store *s)
{
    drop(s, SIZE_MAX);
    tidy(s);
    arena_free(&s->path_arena);
    map_init(&s->paths, &s->path_arena);
}

void store_begin(struct summary_store *s)
{
    if (s->paths.count > 2 * s->paths_used + 1024)
        forget_paths(s);
    s->paths_used = 0;
    s->loads++;
}

void store_end(struct summary_store *s)
{
    if (s->loads > STAYS)
        drop(s, s->loads - STAYS);
    if (s->by_key.count > 2 * s->live + 64)
        tidy(s);
}

struct str store_path(struct summary_store *s, struct str path)
{
    struct str *known = map_get(&s->paths, path);

    s->paths_used++;
    if (!known) {
        known = ARENA_NEW(&s->path_arena, struct str);
        *known = arena_copy(&s->path_arena, path);
        *map_at(&s->paths, *known) = known;
    }
    return *known;
}

static struct stored *find(struct summary_store *s, enum stored_kind kind, struct fingerprint key)
{
    struct table_key wanted = { key, (uint64_t)kind };

    return map_get(&s->by_key, (struct str){ (const char *)&wanted, sizeof wanted });
}

void *store_find(struct summary_store *s, enum stored_kind kind, struct fingerprint key)
{
    struct stored *e = find(s, kind, key);

    if (!e)
        return NULL;
    e->used = s->loads;
    return kind == STORED_PLAIN ? e : e->object;
}

void store_put(struct summary_store *s, enum stored_kind kind, struct fingerprint key, void *object)
{
    struct stored *e = must(calloc(1, sizeof *e));
    struct table_key *bytes = ARENA_NEW(&s->table_arena, struct table_key);
    void **at;

    *e = (struct stored){ kind, key, object, s->loads };
    *bytes = table_key_of(e);
    at = map_at(&s->by_key, (struct str){ (const char *)bytes, sizeof *bytes });
    if (*at)
        let_go(*at);
    else
        s->live++;
    *at = e;
    if (kind == STORED_SUMMARY)
        ((struct file_summary *)object)->users++;
    if (kind == STORED_KEPT)
        ((struct kept_file *)object)->users++;
}

bool store_number(struct summary_store *s, struct fingerprint key, uint64_t *number)
{
    const uint64_t *n = store_find(s, STORED_NUMBER, key);

    if (n)
        *number = *n;
    return n != NULL;
}

void store_put_number(struct summary_store *s, struct fingerprint key, uint64_t number)
{
    uint64_t *n = must(malloc(sizeof *n));

    *n = number;
    store_put(s, STORED_NUMBER, key, n);
}

size_t store_count(const struct summary_store *s)
{
    return s->live;
}
