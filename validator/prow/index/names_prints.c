/* What a file says by names, as bytes to take fingerprints of. */
#include "prow/index/names_tables.h"

/* A use is complete when the next one comes. */
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

struct name_use *name_bytes_use(struct name_bytes *n, enum name_kind kind, struct str of, struct str text)
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

struct arena *name_bytes_arena(struct name_bytes *n)
{
    return &n->arena;
}
