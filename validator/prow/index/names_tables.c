/* Tables that follow a tree: a file whose summary is another one is taken out and put in, all others stay as they are. */
#include "prow/index/names_tables.h"

#include <stdlib.h>
#include <string.h>

struct str name_tables_key(struct name_tables *t, struct str of, struct str text)
{
    buf_reset(&t->key);
    buf_put(&t->key, of);
    buf_char(&t->key, '\0');
    buf_put(&t->key, text);
    return buf_str(&t->key);
}

bool sink_wants(const struct name_sink *s, enum name_kind kind)
{
    return s->bytes || s->wanted & 1u << kind;
}

struct arena *sink_arena(struct name_sink *s)
{
    return s->bytes ? name_bytes_arena(s->bytes) : &s->file->texts;
}

static struct entry *entry_at(struct name_tables *t, struct kind_table *k, struct str of, struct str text)
{
    struct str key = name_tables_key(t, of, text);
    struct entry *e = map_get(&k->by_key, key);

    if (e)
        return e;
    e = ARENA_NEW(&t->arena, struct entry);
    key = arena_copy(&t->arena, key);
    e->name.of = str_slice(key, 0, of.len);
    e->name.text = str_from(key, of.len + 1);
    *map_at(&k->by_key, key) = e;
    return e;
}

/* Where the file stands, or would stand, among those that use the name. */
static size_t place_of(struct name_tables *t, const struct entry *e, const struct indexed_file *f)
{
    size_t low = 0, high = e->count;

    if (high && e->files[high - 1]->file->rank < f->rank)
        return high;
    for (; low < high; t->work++) {
        size_t middle = low + (high - low) / 2;
        if (e->files[middle]->file->rank < f->rank)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* One place more in the list of an entry's files: most have one file. */
static void widen(struct name_tables *t, struct entry *e)
{
    size_t cap = e->cap ? e->cap * 2 : 1;
    struct file_uses **files;

    if (e->count < e->cap)
        return;
    files = ARENA_ARRAY(&t->arena, struct file_uses *, cap);
    if (e->count)
        memcpy(files, e->files, e->count * sizeof *files);
    e->files = files;
    e->cap = cap;
    t->room += cap;
}

static struct file_uses *new_list(struct name_tables *t)
{
    struct file_uses *u = t->free_lists;

    if (!u)
        return ARENA_NEW(&t->arena, struct file_uses);
    t->free_lists = u->next;
    *u = (struct file_uses){ 0 };
    return u;
}

static struct name_use *new_use(struct name_tables *t)
{
    struct name_use *u = t->free_uses;

    t->live++;
    if (!u) {
        t->made++;
        return ARENA_NEW(&t->arena, struct name_use);
    }
    t->free_uses = (struct name_use *)(uintptr_t)u->next;
    *u = (struct name_use){ 0 };
    return u;
}

static struct file_uses *list_at(struct name_sink *s, enum name_kind kind, struct entry *e)
{
    struct name_tables *t = s->tables;
    size_t i = place_of(t, e, s->file);
    struct file_uses *u;

    if (i < e->count && e->files[i]->file == s->file)
        return e->files[i];
    widen(t, e);
    if (i < e->count)
        memmove(&e->files[i + 1], &e->files[i], (e->count - i) * sizeof *e->files);
    e->count++;
    e->files[i] = u = new_list(t);
    u->entry = e;
    u->file = s->file;
    u->next = s->file->said[kind];
    s->file->said[kind] = u;
    return u;
}

struct name_use *sink_use(struct name_sink *s, enum name_kind kind, struct str of, struct str text)
{
    struct name_tables *t = s->tables;
    struct file_uses *list;
    struct name_use *u;

    if (s->bytes)
        return name_bytes_use(s->bytes, kind, of, text);
    if (!sink_wants(s, kind))
        return NULL;
    t->work++;
    list = list_at(s, kind, entry_at(t, &t->kinds[kind], of, text));
    u = new_use(t);
    if (list->last)
        list->last->next = u;
    else
        list->first = u;
    list->last = u;
    list->uses++;
    return u;
}

/* What is said of a name before the file at this place leads to what is said there. */
static void join(struct entry *e, size_t i)
{
    const struct name_use *next = i < e->count ? e->files[i]->first : NULL;

    if (i)
        e->files[i - 1]->last->next = next;
    else
        e->first = next;
}

/* What a file says of a name is whole now: its makers filled it in. */
static void settle(struct name_tables *t, enum name_kind kind, struct file_uses *u)
{
    struct entry *e = u->entry;
    size_t i = place_of(t, e, u->file), n = 0;

    for (const struct name_use *x = u->first; n < u->uses; x = x->next, n++)
        u->jobs += x->job != NULL;
    e->name.uses += u->uses;
    e->name.jobs += u->jobs;
    if (u->uses)
        join(e, i + 1);
    else
        memmove(&e->files[i], &e->files[i + 1], (--e->count - i) * sizeof *e->files);
    join(e, i);
    kind_table_note(&t->kinds[kind], e);
}

static void settle_file(struct name_tables *t, struct indexed_file *f, enum name_kind kind)
{
    for (struct file_uses **at = &f->said[kind]; *at; t->work++) {
        struct file_uses *u = *at;
        settle(t, kind, u);
        if (u->uses) {
            at = &u->next;
            continue;
        }
        *at = u->next;
        u->next = t->free_lists;
        t->free_lists = u;
    }
}

/* Takes back what a file said of a name, which keeps its place: most files say it again. */
static void take_back(struct name_tables *t, struct file_uses *u)
{
    t->work += u->uses;
    t->live -= u->uses;
    u->entry->name.uses -= u->uses;
    u->entry->name.jobs -= u->jobs;
    u->last->next = t->free_uses;
    t->free_uses = u->first;
    u->first = u->last = NULL;
    u->uses = u->jobs = 0;
}

static void take_out(struct name_tables *t, struct indexed_file *f)
{
    for (size_t kind = 0; kind < NAME_KINDS; kind++)
        for (struct file_uses *u = f->said[kind]; u; u = u->next)
            take_back(t, u);
    arena_free(&f->texts);
}

static void put_in(struct name_tables *t, struct indexed_file *f, const struct tree_input *in, unsigned kinds)
{
    struct name_sink sink = { .tables = t, .file = f, .wanted = kinds };

    names_of_settings(&sink, in);
    names_of_jobs(&sink, in);
}

static void settle_all(struct name_tables *t, struct indexed_file *f)
{
    for (size_t kind = 0; kind < NAME_KINDS; kind++)
        settle_file(t, f, (enum name_kind)kind);
}

static struct indexed_file *new_file(struct name_tables *t, struct str path)
{
    struct indexed_file *f = t->free_files;

    if (f)
        t->free_files = f->next;
    else
        f = ARENA_NEW(&t->arena, struct indexed_file);
    *f = (struct indexed_file){ .path = path };
    return f;
}

static void remove_file(struct name_tables *t, struct indexed_file *f)
{
    take_out(t, f);
    settle_all(t, f);
    f->next = t->free_files;
    t->free_files = f;
}

/* A store has each path once, so that it is the same where it is the same memory. */
static bool is_at(const struct name_tables *t, size_t i, const struct prow_tree *tree, size_t n)
{
    return t->files[i]->path.p == prow_tree_input(tree, n).path.p;
}

/* Finds the files of the tree from first to end among those of the tables there, in the same order, and takes all others
 * of these out. */
static void match(struct name_tables *t, const struct prow_tree *tree, struct indexed_file **files, size_t first,
                  size_t end, size_t old_end)
{
    struct arena scratch = { 0 };
    size_t next = first;
    struct map by_path;

    map_init(&by_path, &scratch);
    for (size_t i = first; first < end && i < old_end; i++)
        *map_at(&by_path, t->files[i]->path) = (void *)(uintptr_t)(i + 1);
    for (size_t i = first; i < end; i++) {
        size_t old = (size_t)(uintptr_t)map_get(&by_path, prow_tree_input(tree, i).path);
        if (old <= next)
            continue;
        while (next < old - 1)
            remove_file(t, t->files[next++]);
        files[i] = t->files[next++];
    }
    while (next < old_end)
        remove_file(t, t->files[next++]);
    arena_free(&scratch);
}

/* The files of the tree, those that the tables know as they are. */
static void find_files(struct name_tables *t, const struct prow_tree *tree)
{
    struct arena order = { 0 };
    size_t count = prow_tree_inputs(tree), first = 0, end = count, old_end = t->count;
    struct indexed_file **files = ARENA_ARRAY(&order, struct indexed_file *, count);

    for (; first < end && first < old_end && is_at(t, first, tree, first); first++)
        files[first] = t->files[first];
    for (; end > first && old_end > first && is_at(t, old_end - 1, tree, end - 1); end--, old_end--)
        files[end - 1] = t->files[old_end - 1];
    match(t, tree, files, first, end, old_end);
    for (size_t i = 0; i < count; i++) {
        if (!files[i])
            files[i] = new_file(t, prow_tree_input(tree, i).path);
        files[i]->rank = i;
    }
    arena_free(&t->order);
    t->order = order;
    t->files = files;
    t->count = count;
}

static void begin_anew(struct name_tables *t)
{
    const uint64_t stamp = t->stamp;
    const size_t work = t->work;
    struct buf key = t->key;

    for (size_t i = 0; i < t->count; i++)
        arena_free(&t->files[i]->texts);
    for (size_t kind = 0; kind < NAME_KINDS; kind++)
        arena_free(&t->kinds[kind].arena);
    arena_free(&t->order);
    arena_free(&t->arena);
    *t = (struct name_tables){ .stamp = stamp, .work = work, .key = key };
}

/* Whether what was left behind is as much as what lives. */
static bool is_mostly_old(const struct name_tables *t)
{
    if (t->made > 2 * t->live + 1024 || t->room > 8 * t->live + 4096)
        return true;
    for (size_t kind = 0; kind < NAME_KINDS; kind++)
        if (t->kinds[kind].by_key.count > 2 * t->kinds[kind].live + 64)
            return true;
    return false;
}

static unsigned filled(const struct name_tables *t)
{
    unsigned kinds = 0;

    for (size_t kind = 0; kind < NAME_KINDS; kind++)
        kinds |= t->kinds[kind].filled ? 1u << kind : 0;
    return kinds;
}

void name_tables_follow(struct name_tables *t, const struct prow_tree *tree)
{
    if (is_mostly_old(t))
        begin_anew(t);
    find_files(t, tree);
    for (size_t i = 0; i < t->count; i++) {
        struct indexed_file *f = t->files[i];
        struct tree_input in = prow_tree_input(tree, i);
        if (f->summary == in.summary_serial && f->kept == in.kept_serial && f->summary)
            continue;
        take_out(t, f);
        put_in(t, f, &in, filled(t));
        settle_all(t, f);
        f->summary = in.summary_serial;
        f->kept = in.kept_serial;
    }
}

struct kind_table *name_tables_kind(struct name_tables *t, enum name_kind kind, const struct prow_tree *tree)
{
    struct kind_table *k = &t->kinds[kind];

    if (k->filled)
        return k;
    k->filled = true;
    map_init(&k->by_key, &t->arena);
    for (size_t i = 0; i < t->count; i++) {
        struct tree_input in = prow_tree_input(tree, i);
        put_in(t, t->files[i], &in, 1u << kind);
        settle_file(t, t->files[i], kind);
    }
    return k;
}

struct name_tables *name_tables_new(void)
{
    struct name_tables *t = calloc(1, sizeof *t);

    if (!t)
        abort();
    return t;
}

void name_tables_free(struct name_tables *t)
{
    if (!t)
        return;
    begin_anew(t);
    buf_free(&t->key);
    free(t);
}
