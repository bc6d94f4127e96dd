#include "prow/file.h"

#include "base/gzip.h"
#include "schema/behaviour.h"

/* Real job files end at 10 MB; what is larger is not configuration. The YAML reader's own limit is the same. */
enum { LARGEST_FILE = 64 << 20 };

void prow_buffers_free(struct prow_buffers *b)
{
    buf_free(&b->content);
    buf_free(&b->spare);
}

/* Plugin files are taken as they are, gzip or not. */
static bool read_plain(struct prow_file *f, const struct fs *fs, struct prow_buffers *b, struct arena *arena)
{
    struct fs_error error;

    if (fs_read(fs, f->path, LARGEST_FILE, &b->content, &error))
        return true;
    f->read_error = fs_error_text(&error, arena);
    return false;
}

bool prow_file_read(struct prow_file *f, const struct fs *fs, struct str path, enum prow_role role,
                    struct prow_buffers *b, struct arena *arena)
{
    *f = (struct prow_file){ .path = path, .role = role };
    if (role == ROLE_PLUGINS || role == ROLE_SUPPLEMENTAL_PLUGINS)
        return read_plain(f, fs, b, arena);
    return gzip_read_file(fs, path, LARGEST_FILE, &b->content, &b->spare, arena, &f->read_error);
}

bool prow_file_parse(struct prow_file *f, struct str bytes, struct arena *arena)
{
    struct yaml_limits limits = YAML_LIMITS;

    limits.typed = true; /* what is NaN is for the decoder to refuse */
    f->broken = !yaml_read(&f->tape, arena, bytes, &limits, &f->error);
    return !f->broken;
}

struct place prow_place(const struct prow_file *f, const struct node *n)
{
    return (struct place){ f->path, span_of(f->tape.source, n) };
}

struct place prow_place_in(const struct prow_file *f, const struct node *n, size_t start, size_t end)
{
    struct str source = f->tape.source;
    uintptr_t text = (uintptr_t)n->text, begin = (uintptr_t)source.p;
    size_t at;

    if (text < begin || text + n->len > begin + source.len || n->style == STYLE_LITERAL || end > n->len)
        return prow_place(f, n);
    at = text - begin;
    return (struct place){ f->path, span_of_bytes(source, n->line, at + start, at + (end > start ? end : start + 1)) };
}

static struct str unmarshalling(const struct window *w)
{
    return behaviour_may_hold(w, BEHAVIOUR_UNMARSHALLING_TWO_L) ? STR("error unmarshalling ")
                                                                : STR("error unmarshaling ");
}

static struct str envelope(struct arena *a, const struct window *w, const struct prow_file *f, struct str step,
                           struct str what)
{
    switch (f->role) {
    case ROLE_CONFIG:
    case ROLE_SUPPLEMENTAL_CONFIG:
    case ROLE_JOBS:
        return ARENA_JOIN(a, unmarshalling(w), f->path, STR(": "), step, what);
    case ROLE_INREPO:
    case ROLE_SUPPLEMENTAL_PLUGINS:
        return ARENA_JOIN(a, STR("failed to unmarshal "), f->path, STR(": "), step, what);
    case ROLE_PLUGINS:
        break;
    }
    return ARENA_JOIN(a, step, what); /* Prow names no file here */
}

struct str prow_error_envelope(struct arena *a, const struct window *w, const struct prow_file *f, struct str what)
{
    return envelope(a, w, f, STR("error converting YAML to JSON: "), what);
}

struct str prow_json_envelope(struct arena *a, const struct window *w, const struct prow_file *f, struct str what)
{
    return envelope(a, w, f, STR("error unmarshaling JSON: while decoding JSON: "), what);
}
