/* probe pipeline: a tree with edits in one context, answered as the recordings of ARO-Tools' libraries are. */
#include "command/probe_kinds.h"

#include "base/fs.h"
#include "pipeline/answer.h"
#include "source/fs_memory.h"
#include "source/fs_patch.h"

#include <stdlib.h>

enum { MOST_BYTES = 64 << 20 };

/* One edit of a file: lines [line, line + count) become others. Lines count from 1 and end at "\n" only. */
struct edit {
    int64_t line, count;
    const struct node *lines;
    bool crlf;
};

struct edited {
    struct str path;
    struct edit *edits;
    size_t count, cap;
};

static int last_first(const void *a, const void *b)
{
    const struct edit *x = a, *y = b;

    return x->line > y->line ? -1 : x->line < y->line;
}

static void put_lines(struct buf *out, const struct edit *e, bool *first)
{
    for (const struct node *l = node_first(e->lines); l; l = node_next(e->lines, l)) {
        if (!*first)
            buf_char(out, '\n');
        *first = false;
        buf_put(out, node_text(l));
    }
}

/* The text with its edits, which are sorted by line. */
static void put_edited(struct buf *out, struct str text, const struct edit *edits, size_t count)
{
    bool first = true, more = true;
    size_t i = 0;
    int64_t number = 1, skip = 0;
    struct str line;

    while (more) {
        more = str_cut(text, '\n', &line, &text);
        for (; i < count && edits[i].line == number; i++) {
            put_lines(out, &edits[i], &first);
            if (skip < edits[i].count)
                skip = edits[i].count;
        }
        number++;
        if (skip > 0) {
            skip--;
            continue;
        }
        if (!first)
            buf_char(out, '\n');
        first = false;
        buf_put(out, line);
    }
    for (; i < count; i++)
        put_lines(out, &edits[i], &first);
}

static struct str crlf(struct arena *a, struct str text)
{
    struct buf out = { 0 };
    struct str s;

    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] == '\n')
            buf_char(&out, '\r');
        buf_char(&out, text.p[i]);
    }
    s = arena_copy(a, buf_str(&out));
    buf_free(&out);
    return s;
}

static void edit_file(struct fs_patch *patch, struct edited *f, struct arena *a)
{
    struct buf bytes = { 0 }, out = { 0 };
    struct fs_error e;
    struct str text;
    bool all = false;

    if (!fs_read(patch->below, f->path, MOST_BYTES, &bytes, &e))
        buf_reset(&bytes);
    qsort(f->edits, f->count, sizeof *f->edits, last_first);
    for (size_t i = 0; i < f->count / 2; i++) {
        struct edit x = f->edits[i];

        f->edits[i] = f->edits[f->count - 1 - i];
        f->edits[f->count - 1 - i] = x;
    }
    put_edited(&out, buf_str(&bytes), f->edits, f->count);
    for (size_t i = 0; i < f->count; i++)
        all |= f->edits[i].crlf;
    text = arena_copy(a, buf_str(&out));
    fs_patch_put(patch, f->path, all ? crlf(a, text) : text);
    buf_free(&bytes);
    buf_free(&out);
}

static void apply_edits(struct fs_patch *patch, const struct node *edits, struct arena *a)
{
    struct map files;

    map_init(&files, a);
    for (const struct node *e = node_first(edits); e; e = node_next(edits, e)) {
        struct str path = node_text(node_get(e, STR("path")));
        struct edited **f = (struct edited **)map_at(&files, path);
        const struct node *old = node_get(e, STR("old"));
        struct edit edit = { .lines = node_get(e, STR("new")),
                             .count = (int64_t)node_count(old),
                             .crlf = node_true(node_get(e, STR("crlf"))) };

        node_int(node_get(e, STR("line")), &edit.line);
        node_int(node_get(e, STR("old_count")), &edit.count);
        if (!*f) {
            *f = ARENA_NEW(a, struct edited);
            (*f)->path = path;
        }
        (*f)->edits = arena_grow(a, (*f)->edits, (*f)->count, &(*f)->cap, sizeof edit);
        (*f)->edits[(*f)->count++] = edit;
    }
    for (size_t i = 0; i < files.count; i++)
        edit_file(patch, files.entries[i].value, a);
}

static struct str *texts_of(const struct node *list, struct arena *a)
{
    struct str *texts = ARENA_ARRAY(a, struct str, node_count(list) + 1);
    size_t n = 0;

    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        texts[n++] = node_text(e);
    return texts;
}

/* Known by their first digits; the newest where none is given. A pin may be a time, too. */
static uint64_t pin_time(struct str pin)
{
    static const struct {
        struct str commit;
        uint64_t time;
    } pins[] = {
        { STR_INIT("984d33853a5e"), 20260316000000 },
        { STR_INIT("2277df76598b"), 20260617000000 },
        { STR_INIT("4612291d5420"), 20260703120000 },
        { STR_INIT("4a463f5d83c7"), 20260807054659 },
    };

    for (size_t i = 0; i < sizeof pins / sizeof *pins; i++)
        if (pin.len >= 7 && str_starts(pins[i].commit, str_slice(pin, 0, 12)))
            return pins[i].time;
    return 20260820999999;
}

/* The tree of the last question, whose files are not looked for again. */
struct remembered {
    struct arena arena;
    struct discovered discovered;
};

static void forget(void *value)
{
    struct remembered *r = value;

    arena_free(&r->arena);
    free(r);
}

static const struct discovered *discovered_in(struct probe *p, const struct fs *below, struct str root)
{
    struct str key = ARENA_JOIN(p->arena, STR("pipeline "), root);
    struct remembered *r = root.len ? probe_recall(p, key) : NULL;
    struct discovered *once;

    if (r)
        return &r->discovered;
    r = root.len ? calloc(1, sizeof *r) : NULL;
    if (!r) {
        once = ARENA_NEW(p->arena, struct discovered);
        discover_files(once, below, p->arena);
        return once;
    }
    discover_files(&r->discovered, below, &r->arena);
    probe_keep(p, key, r, forget);
    return &r->discovered;
}

static void ask(struct probe *p, const struct fs *fs, const struct discovered *discovered)
{
    const struct node *context = node_get(p->question, STR("context"));
    const struct node *config = node_get(context, STR("config")), *topology = node_get(context, STR("topology"));
    struct answer_writer w = { .stack = { p->answer } };
    struct answer_question q = {
        .fs = fs,
        .config = texts_of(config, p->arena),
        .config_count = node_count(config),
        .topology = texts_of(topology, p->arena),
        .topology_count = node_count(topology),
        .discovered = discovered,
        .placeholders = node_true(node_get(context, STR("dunder"))),
        .pin = pin_time(node_text(node_get(p->question, STR("pin")))),
        .context = { .cloud = node_text(node_get(context, STR("cloud"))),
                     .env = node_text(node_get(context, STR("env"))),
                     .region = node_text(node_get(context, STR("region"))),
                     .stamp = node_text(node_get(context, STR("stamp"))),
                     .ev2 = node_text(node_get(context, STR("ev2"))),
                     .region_short = node_text(node_get(context, STR("region_short"))) },
    };

    probe_ok(p);
    answer_key(&w, STR("answer"));
    answer_write(&q, &w, p->arena);
}

static void ask_edited(struct probe *p, const struct fs *below, struct str root)
{
    struct fs_patch patch;

    fs_patch_init(&patch, below, p->arena);
    apply_edits(&patch, node_get(p->question, STR("edits")), p->arena);
    ask(p, &patch.fs, discovered_in(p, below, root));
}

void probe_pipeline(struct probe *p)
{
    const struct node *files = node_get(p->question, STR("files"));
    struct str root = node_text(node_get(node_get(p->question, STR("tree")), STR("root")));
    struct fs_memory memory;
    struct fs_disk disk;
    struct fs_error e;

    if (node_kind(files) == NODE_MAPPING) {
        fs_memory_init(&memory, p->arena);
        for (const struct node *k = node_first_key(files); k; k = node_next_key(files, k))
            fs_memory_put(&memory, node_text(k), node_text(node_pair_value(k)));
        ask_edited(p, &memory.fs, (struct str){ "", 0 });
    } else if (root.len == 0) {
        probe_refuse(p, STR("probe pipeline wants \"tree\" or \"files\", and \"context\""));
    } else if (!fs_disk_open(&disk, arena_copy(p->arena, root).p, &e)) {
        probe_refuse(p, fs_error_text(&e, p->arena));
    } else {
        ask_edited(p, &disk.fs, root);
        fs_disk_close(&disk);
    }
}
