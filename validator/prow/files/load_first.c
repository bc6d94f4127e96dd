/* The first round of loading: it reads every job file, keeps those that may hold presets, and settles of which an
 * outline is enough. */
#include "prow/files/load.h"

#include "schema/behaviour.h"

/* Bytes of one tree that are held between the rounds at most. */
enum { HELD_MOST = 16 << 20 };

bool load_follows_success(const struct load *l)
{
    return !behaviour_holds(l->settings->window, BEHAVIOUR_RUN_AFTER_SUCCESS_GONE);
}

bool load_holds_presets(const struct prow_file *f)
{
    return node_count(node_field(f->tape.root, STR("presets"))) > 0;
}

struct kept_file *load_keep(struct load *l, const struct item *item)
{
    struct kept_file *k = kept_file_new();
    struct prow_buffers b = { 0 };

    if (prow_file_read(&k->file, l->tree->fs, item->path, item->role, &b, &k->arena)) {
        k->bytes = b.content;
        b.content = (struct buf){ 0 };
        prow_file_parse(&k->file, buf_str(&k->bytes), &k->arena);
    }
    prow_buffers_free(&b);
    return k;
}

/* The file that was just read stays, and with it the worker's buffer. */
static struct kept_file *keep_read(struct worker *w, const struct prow_file *f)
{
    struct kept_file *k = kept_file_new();

    k->file = *f;
    k->bytes = w->buffers.content;
    w->buffers.content = (struct buf){ 0 };
    prow_file_parse(&k->file, buf_str(&k->bytes), &k->arena);
    return k;
}

/* Git inflates and hashes whatever it reads, so the bytes are held for the second round; no more than HELD_MOST of a
 * whole tree, however large it is. */
static void hold(const struct load *l, struct worker *w, struct item *item)
{
    struct buf *b = &w->buffers.content;

    if (!l->tree->fs->operations->identify || item->kept || item->outline || b->len == 0 ||
        w->held + b->cap > HELD_MOST / l->threads)
        return;
    w->held += b->cap;
    item->held = *b;
    *b = (struct buf){ 0 };
}

/* The outline of the file; false where it can't be parsed. */
static bool outline_of(struct outline *o, struct worker *w, const struct item *item, const struct prow_file *f,
                       struct str bytes, bool *presets)
{
    struct prow_file parsed = *f;
    const struct prow_file *file = item->kept ? &item->kept->file : &parsed;

    *presets = item->kept != NULL;
    if (!item->kept) {
        if (!prow_file_parse(&parsed, bytes, &w->file_arena))
            return false;
        *presets = load_holds_presets(&parsed);
    }
    outline_of_tape(o, &w->file_arena, &file->tape);
    return true;
}

/* Leaves it at the outline where no more is wanted of the file. */
static void settle_outline(struct load *l, struct worker *w, struct item *item, const struct outline *o, bool whole)
{
    struct outline *own = ARENA_NEW(&w->lasting, struct outline);

    *own = outline_copy(&w->lasting, o);
    item->seen = own;
    item->outline = whole || l->wish->wants(l->wish->context, own) ? NULL : own;
}

/* Whether git has an id for the file's bytes, and whoever wants the tree looks for it. */
static bool has_id(const struct load *l, const struct item *item, struct blob_id *id)
{
    struct fs_error error;
    struct buf none = { 0 };

    return l->wish->outlines && l->tree->fs->operations->identify &&
           fs_identify(l->tree->fs, item->path, 0, &none, id, &error);
}

/* Whether an earlier run left the outline: then the file is not parsed, unless it is wanted whole. */
static bool recall(struct load *l, struct worker *w, struct item *item, const struct blob_id *id)
{
    const struct outline_entry *e = outline_cache_find(l->wish->outlines, id);

    if (!e)
        return false;
    item->size = e->size;
    item->use = FILE_READ;
    settle_outline(l, w, item, &e->outline, e->follows && load_follows_success(l));
    return true;
}

/* The same without reading it. */
static bool recall_unread(struct load *l, struct worker *w, struct item *item)
{
    struct blob_id id;

    return item->use == FILE_OUTLINED && has_id(l, item, &id) && recall(l, w, item, &id);
}

/* What git has no id for has one by its bytes. */
static bool identify(const struct load *l, const struct item *item, struct str bytes, struct blob_id *id)
{
    return has_id(l, item, id) || (l->wish->outlines && !l->tree->fs->operations->identify && blob_id_of(bytes, id));
}

static void outline_item(struct load *l, struct worker *w, struct item *item, const struct prow_file *f,
                         struct str bytes)
{
    bool follows = (l->wish->outlines || load_follows_success(l)) && str_has(bytes, STR("run_after_success"));
    struct outline found;
    struct blob_id id;
    bool presets, known = !item->kept && identify(l, item, bytes, &id);

    if ((known && recall(l, w, item, &id)) || !outline_of(&found, w, item, f, bytes, &presets))
        return;
    settle_outline(l, w, item, &found, (presets && !item->kept) || (follows && load_follows_success(l)));
    if (presets || !known)
        return;
    item->learnt = ARENA_NEW(&w->lasting, struct outline_entry);
    *item->learnt = (struct outline_entry){ id, item->size, follows, *item->seen };
}

/* The first round: which files may hold presets, and which are wanted whole. A key spelt in an unusual way ("Presets",
 * an escape) is not seen here; the second round notices it and starts again. */
void load_look_into(void *context, unsigned worker, size_t i)
{
    struct load *l = context;
    struct worker *w = &l->workers[worker];
    struct item *item = &l->items[i];
    struct prow_file f;

    if (item->kept || item->same || (item->role != ROLE_JOBS && item->role != ROLE_INREPO))
        return;
    load_identify(l, item);
    if (item->plain || (item->kept = load_recall_kept(l, item)) || recall_unread(l, w, item))
        return;
    if (prow_file_read(&f, l->tree->fs, item->path, item->role, &w->buffers, &w->file_arena)) {
        struct str bytes = buf_str(&w->buffers.content);
        item->size = bytes.len;
        if (str_has(bytes, STR("presets")))
            item->kept = keep_read(w, &f);
        if (item->use == FILE_OUTLINED)
            outline_item(l, w, item, &f, bytes);
        hold(l, w, item);
    }
    if (item->use == FILE_OUTLINED)
        item->use = FILE_READ;
    arena_reset(&w->file_arena);
}

void load_keep_learnt(struct load *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].learnt)
            outline_cache_add(l->wish->outlines, l->items[i].learnt);
}
