/* What a file says by names, as bytes to take fingerprints of. */
#include "prow/index/names_tables.h"

/* A use is complete when the next one comes. */
struct name_bytes {
    struct buf kinds[NAME_KINDS];
    enum name_kind kind; /* of the use that is being filled in */
    struct name_use use;
    bool open;
    struct arena arena;
};

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

/* Which job it is, and what else rules ask of who uses a name: on which branches it runs. */
static void put_job(struct buf *b, const struct job_summary *j)
{
    const size_t numbers[] = { j->kind, j->index, j->inrepo, j->always_run, j->optional, j->skip_report };

    put_text(b, (struct str){ (const char *)numbers, sizeof numbers });
    put_text(b, j->repo);
    put_text(b, j->name);
    put_text(b, j->list);
    put_text(b, (struct str){ (const char *)&j->name_span, sizeof j->name_span });
    put_list(b, j->branches.only, j->branches.only_count);
    put_list(b, j->branches.skip, j->branches.skip_count);
}

static void close_use(struct name_bytes *n)
{
    struct buf *b = &n->kinds[n->kind];
    const struct name_use *u = &n->use;

    if (!n->open)
        return;
    n->open = false;
    buf_char(b, (char)u->by);
    put_text(b, u->value);
    put_text(b, u->path);
    put_text(b, u->at.file);
    put_text(b, (struct str){ (const char *)&u->at.span, sizeof u->at.span });
    if (u->job)
        put_job(b, u->job);
}

struct name_use *name_bytes_use(struct name_bytes *n, enum name_kind kind, struct str of, struct str text)
{
    close_use(n);
    n->kind = kind;
    n->use = (struct name_use){ 0 };
    n->open = true;
    put_text(&n->kinds[kind], of);
    put_text(&n->kinds[kind], text);
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

struct arena *name_bytes_arena(struct name_bytes *n)
{
    return &n->arena;
}
