#include "prow/index/names.h"

#include "rule/rule.h"

#include <assert.h>
#include <stdlib.h>

/* A name with what is said of it. Its uses of one file stand together. */
struct entry {
    struct name name; /* first: callers hold a pointer to it */
    struct name_use *first, *last;
};

/* All names of one kind. */
struct kind_table {
    struct map by_key; /* "of", NUL, text: to struct entry */
    const struct name **sorted;
    size_t count;
    bool filled;
};

struct name_index {
    const struct prow_tree *tree;
    struct arena arena;
    struct kind_table kinds[NAME_KINDS];
    struct buf key;
    size_t work;
};

/* What a file says of every kind, as bytes to take fingerprints of. A use is complete when the next one comes. */
struct name_bytes {
    struct buf kinds[NAME_KINDS];
    enum name_kind kind; /* of the use that is being filled in */
    struct str of, text;
    struct name_use use;
    bool open;
    const struct job_summary *job; /* whose print this is: its uses follow each other */
    struct fingerprint job_print;
    struct arena arena;
};

/* Uses go to an index, all of one kind; or of all kinds to bytes. */
struct name_sink {
    struct name_index *index;
    enum name_kind kind;
    struct name_bytes *bytes; /* NULL with an index */
};

struct name_index *name_index_new(struct arena *a, const struct prow_tree *t)
{
    struct name_index *ix = ARENA_NEW(a, struct name_index);

    ix->tree = t;
    return ix;
}

void name_index_free(struct name_index *ix)
{
    buf_free(&ix->key);
    arena_free(&ix->arena);
}

size_t name_index_work(const struct name_index *ix)
{
    return ix->work;
}

struct names names_all_of(const struct prow_tree *t)
{
    return (struct names){ t->names, 0 };
}

struct names names_seen(const struct check *c, const struct prow_tree *t)
{
    const struct rule *r = check_rule(c);

    /* No kind at all would read as all of them. */
    return (struct names){ t->names, r->reads ? r->reads : 1u << NAME_KINDS };
}

static struct str key_of(struct name_index *ix, struct str of, struct str text)
{
    buf_reset(&ix->key);
    buf_put(&ix->key, of);
    buf_char(&ix->key, '\0');
    buf_put(&ix->key, text);
    return buf_str(&ix->key);
}

bool sink_wants(const struct name_sink *s, enum name_kind kind)
{
    return s->bytes || s->kind == kind;
}

struct arena *sink_arena(struct name_sink *s)
{
    return s->bytes ? &s->bytes->arena : &s->index->arena;
}

static struct entry *entry_at(struct name_index *ix, struct kind_table *k, struct str of, struct str text)
{
    struct str key = key_of(ix, of, text);
    struct entry *e = map_get(&k->by_key, key);

    ix->work++;
    if (e)
        return e;
    e = ARENA_NEW(&ix->arena, struct entry);
    key = arena_copy(&ix->arena, key);
    e->name.of = str_slice(key, 0, of.len);
    e->name.text = str_from(key, of.len + 1);
    *map_at(&k->by_key, key) = e;
    return e;
}

static struct str bytes_of(const void *p, size_t size)
{
    return (struct str){ p, size };
}

static void put_list(struct buf *b, const struct str *list, size_t count)
{
    buf_put(b, bytes_of(&count, sizeof count));
    for (size_t i = 0; i < count; i++) {
        buf_put(b, bytes_of(&list[i].len, sizeof list[i].len));
        buf_put(b, list[i]);
    }
}

/* Which job it is, and what else rules ask of who uses a name: on which branches it runs. */
static struct fingerprint print_of_job(const struct job_summary *j)
{
    const size_t numbers[] = { j->kind, j->index, j->inrepo, j->always_run, j->optional, j->skip_report };
    const struct str texts[] = { j->repo, j->name, j->list };
    struct buf b = { 0 };
    struct fingerprint print;

    buf_put(&b, bytes_of(numbers, sizeof numbers));
    buf_put(&b, bytes_of(&j->name_span, sizeof j->name_span));
    put_list(&b, texts, COUNT_OF(texts));
    put_list(&b, j->branches.only, j->branches.only_count);
    put_list(&b, j->branches.skip, j->branches.skip_count);
    print = fingerprint_of(buf_str(&b));
    buf_free(&b);
    return print;
}

static void close_use(struct name_bytes *n)
{
    const struct name_use *u = &n->use;
    const struct str texts[] = { n->of, n->text, u->value, u->path, u->at.file };
    struct {
        size_t lengths[COUNT_OF(texts)], by;
        struct span span;
        struct fingerprint job;
    } head = { .by = u->by, .span = u->at.span };

    if (!n->open)
        return;
    n->open = false;
    if (u->job && u->job != n->job) {
        n->job = u->job;
        n->job_print = print_of_job(u->job);
    }
    head.job = u->job ? n->job_print : (struct fingerprint){ 0 };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        head.lengths[i] = texts[i].len;
    buf_put(&n->kinds[n->kind], bytes_of(&head, sizeof head));
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (texts[i].len)
            buf_put(&n->kinds[n->kind], texts[i]);
}

static struct name_use *open_use(struct name_bytes *n, enum name_kind kind, struct str of, struct str text)
{
    close_use(n);
    n->kind = kind;
    n->of = of;
    n->text = text;
    n->use = (struct name_use){ 0 };
    n->open = true;
    return &n->use;
}

void name_prints_read(struct fingerprint *prints, const struct tree_input *in)
{
    struct name_bytes bytes = { 0 };
    struct name_sink sink = { .bytes = &bytes };

    names_of_settings(&sink, in);
    names_of_jobs(&sink, in);
    close_use(&bytes);
    for (size_t i = 0; i < NAME_KINDS; i++) {
        prints[i] = fingerprint_of(buf_str(&bytes.kinds[i]));
        buf_free(&bytes.kinds[i]);
    }
    arena_free(&bytes.arena);
}

struct name_use *sink_use(struct name_sink *s, enum name_kind kind, struct str of, struct str text)
{
    struct name_index *ix = s->index;
    struct name_use *u;
    struct entry *e;

    if (s->bytes)
        return open_use(s->bytes, kind, of, text);
    if (s->kind != kind)
        return NULL;
    e = entry_at(ix, &ix->kinds[kind], of, text);
    u = ARENA_NEW(&ix->arena, struct name_use);
    if (e->last)
        e->last->next = u;
    else
        e->first = u;
    e->last = u;
    e->name.uses++;
    return u;
}

static int by_of_and_text(const void *pa, const void *pb)
{
    const struct name *a = *(const struct name *const *)pa, *b = *(const struct name *const *)pb;
    int of = str_cmp(a->of, b->of);

    return of ? of : str_cmp(a->text, b->text);
}

/* How many of the uses are jobs', which is known once their makers have filled them in. */
static void count_jobs(struct entry *e)
{
    for (const struct name_use *u = e->first; u; u = u->next)
        e->name.jobs += u->job != NULL;
}

static void fill(struct name_index *ix, enum name_kind kind)
{
    struct kind_table *k = &ix->kinds[kind];
    struct name_sink sink = { .index = ix, .kind = kind };

    k->filled = true;
    map_init(&k->by_key, &ix->arena);
    for (size_t i = 0; i < prow_tree_inputs(ix->tree); i++) {
        struct tree_input in = prow_tree_input(ix->tree, i);
        names_of_settings(&sink, &in);
        names_of_jobs(&sink, &in);
    }
    k->count = k->by_key.count;
    k->sorted = ARENA_ARRAY(&ix->arena, const struct name *, k->count);
    for (size_t i = 0; i < k->count; i++) {
        struct entry *e = k->by_key.entries[i].value;
        count_jobs(e);
        k->sorted[i] = &e->name;
    }
    if (k->count)
        qsort(k->sorted, k->count, sizeof *k->sorted, by_of_and_text);
}

/* Tables are filled when they are first wanted: rules that are off cost nothing. */
static struct kind_table *table(const struct names *n, enum name_kind kind)
{
    /* A rule that reads what it did not declare would not run again when that changes. */
    assert(n->may == 0 || n->may & READS(kind));
    if (!n->index->kinds[kind].filled)
        fill(n->index, kind);
    return &n->index->kinds[kind];
}

const struct name *names_find(const struct names *n, enum name_kind kind, struct str of, struct str text)
{
    const struct kind_table *k = table(n, kind); /* first: filling it uses the buffer of keys, too */
    const struct entry *e = map_get(&k->by_key, key_of(n->index, of, text));

    return e ? &e->name : NULL;
}

const struct name_use *name_first(const struct names *n, const struct name *name)
{
    (void)n;
    return name ? ((const struct entry *)(const void *)name)->first : NULL;
}

const struct name_use *names_first(const struct names *n, enum name_kind kind, struct str of, struct str text)
{
    return name_first(n, names_find(n, kind, of, text));
}

struct name_range names_of_kind(const struct names *n, enum name_kind kind)
{
    const struct kind_table *k = table(n, kind);

    return (struct name_range){ k->sorted, k->count };
}

/* The first name of the table whose of does not come before this one, or that comes behind all of it. */
static size_t bound(const struct kind_table *k, struct str of, bool behind)
{
    size_t low = 0, high = k->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(k->sorted[middle]->of, of);
        if (order < 0 || (behind && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct name_range names_below(const struct names *n, enum name_kind kind, struct str of)
{
    const struct kind_table *k = table(n, kind);
    size_t first = bound(k, of, false);

    return (struct name_range){ k->sorted + first, bound(k, of, true) - first };
}
