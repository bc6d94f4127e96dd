#include "command/noted.h"

#include "gate/deciding.h"

#include <stdlib.h>

/* As those who read them allow, or more. */
enum { LARGEST = 64 << 20 };

/* From the root of the tree where it lies in it, so that it is found there on another machine, too; else from /. A
 * baseline that can't be found is complained of by whoever reads it. */
static struct str baseline_path(struct arena *arena, const struct args *args, const struct project *p)
{
    struct str given = args_text(args, "baseline", STR("")), path = STR(""), below;
    char *file = given.len ? realpath(given.p, NULL) : NULL;
    char *root = p->root && *p->root ? realpath(p->root, NULL) : NULL;

    if (file)
        path = arena_copy(arena, str_c(file));
    if (file && root && str_starts(path, str_c(root))) {
        below = str_from(path, str_c(root).len);
        if (str_starts(below, STR("/")))
            path = str_from(below, 1);
    }
    free(file);
    free(root);
    return path;
}

/* What flags and the project file name beyond the usual places. A file of acknowledgements that is not there is
 * complained of by whoever reads it, too. */
static void add_named(struct deciding *d, struct arena *arena, const struct fs *fs, const struct args *args,
                      const struct project *p)
{
    struct str acks = args_text(args, "ack", STR(""));
    struct fs_error error;
    struct fs_info info;
    bool several = p->own_rules && node_kind(p->own_rules) == NODE_SEQUENCE;

    if (acks.len && fs_lstat(fs, acks, &info, &error))
        deciding_add(d, arena, acks);
    deciding_add(d, arena, baseline_path(arena, args, p));
    for (const struct node *e = several ? node_first(p->own_rules) : p->own_rules; e;
         e = several ? node_next(p->own_rules, e) : NULL)
        if (node_kind(e) == NODE_STRING)
            deciding_add(d, arena, node_text(e));
}

/* Through the ledger; of the project file, which was read before it was there, the bytes have to be those. */
static bool note(struct fs_ledger *ledger, struct arena *arena, const struct project *p, struct str path,
                 struct buf *bytes, struct str *why)
{
    struct fs_error error;

    if (!fs_read(&ledger->fs, path, LARGEST, bytes, &error)) {
        *why = fs_error_text(&error, arena);
        return false;
    }
    if (str_eq(path, p->file) && !str_eq(buf_str(bytes), p->text)) {
        *why = ARENA_JOIN(arena, path, STR(" changed while it was read"));
        return false;
    }
    return true;
}

bool noted(struct fs_ledger *ledger, struct arena *arena, const struct args *args, const struct project *p,
           const struct deployed_window *d, size_t count, struct str *why)
{
    struct deciding deciding;
    struct buf bytes = { 0 };
    bool ok = true;

    deciding_find(&deciding, arena, ledger->inner);
    add_named(&deciding, arena, ledger->inner, args, p);
    for (size_t i = 0; i < count; i++)
        deciding_add(&deciding, arena, d->components[i].at.file);
    for (size_t i = 0; i < deciding.count && ok; i++)
        ok = note(ledger, arena, p, deciding.paths[i], &bytes, why);
    buf_free(&bytes);
    return ok;
}
