#include "prow/files/file.h"

#include "base/gzip.h"
#include "base/path.h"
#include "prow/files/jobtree.h"
#include "schema/behaviour.h"

/* Real job files end at 10 MB; what is larger is not configuration. The YAML reader's own limit is the same. */
enum { LARGEST_FILE = 64 << 20 };

void prow_buffers_free(struct prow_buffers *b)
{
    buf_free(&b->content);
    buf_free(&b->spare);
}

/* In-repo and plugin files are taken as they are, gzip or not (fact sheet 1.6, 1.7). */
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
    if (role == ROLE_INREPO || role == ROLE_PLUGINS || role == ROLE_SUPPLEMENTAL_PLUGINS)
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
    return (struct place){ f->path, tape_span(&f->tape, n), false };
}

struct place prow_place_in(const struct prow_file *f, const struct node *n, size_t start, size_t end)
{
    struct str source = f->tape.source;
    uintptr_t text = (uintptr_t)n->text, begin = (uintptr_t)source.p;
    size_t at;

    if (text < begin || text + n->len > begin + source.len || n->style == STYLE_LITERAL || end > n->len)
        return prow_place(f, n);
    at = text - begin;
    return (struct place){ f->path,
                           tape_span_of_bytes(&f->tape, n->line, at + start, at + (end > start ? end : start + 1)),
                           false };
}

/* The walk that led to the file: errors are worded by what it was. */
static struct jobtree tree_of(const struct prow_file *f)
{
    static const struct str name = STR_INIT(".prow.yaml");
    struct jobtree t = { .kind = JOBTREE_JOBS };

    if (f->role == ROLE_SUPPLEMENTAL_PLUGINS)
        t.kind = JOBTREE_PLUGINS;
    if (f->role != ROLE_INREPO)
        return t;
    t.kind = JOBTREE_IN_REPO;
    t.single = str_eq(path_base(f->path), name) && !str_ends(f->path, STR(".prow/.prow.yaml"));
    t.root = path_dir_part(f->path);
    while (str_ends(t.root, STR("/")))
        t.root.len--;
    return t;
}

static struct str unmarshalling(const struct window *w)
{
    return behaviour_may_hold(w, BEHAVIOUR_UNMARSHALLING_TWO_L) ? STR("error unmarshalling ")
                                                                : STR("error unmarshaling ");
}

static struct str envelope(struct arena *a, const struct window *w, const struct prow_file *f, struct str step,
                           struct str what)
{
    struct jobtree t = tree_of(f);
    struct str text = ARENA_JOIN(a, step, what);

    /* Words of checkconfig's, which looked at the file alone for a year longer than hook did. */
    t.file_alone = t.single && !behaviour_may_hold(w, BEHAVIOUR_CHECK_INREPO_FOLDER);
    if (f->role == ROLE_PLUGINS)
        return text; /* Prow names no file here */
    if (t.kind == JOBTREE_JOBS)
        return ARENA_JOIN(a, unmarshalling(w), f->path, STR(": "), text);
    return jobtree_decode_error(&t, a, f->path, text);
}

struct str prow_read_envelope(struct arena *a, const struct prow_file *f)
{
    struct jobtree t = tree_of(f);

    return f->role == ROLE_PLUGINS ? f->read_error : jobtree_read_error(&t, a, f->path, f->read_error);
}

struct str prow_error_envelope(struct arena *a, const struct window *w, const struct prow_file *f, struct str what)
{
    return envelope(a, w, f, STR("error converting YAML to JSON: "), what);
}

struct str prow_json_envelope(struct arena *a, const struct window *w, const struct prow_file *f, struct str what)
{
    return envelope(a, w, f, STR("error unmarshaling JSON: while decoding JSON: "), what);
}
