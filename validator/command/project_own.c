/* A team's own rules: where they are found, and what is said of those that are not understood. */
#include "command/command.h"
#include "command/own_bundle.h"
#include "command/project.h"

static void complain(void *context, struct str file, uint32_t line, uint32_t column, struct str text)
{
    const struct project *p = context;

    command_fail_at(p->args, file, line, column, text);
}

/* A file of the tree that the project file names. */
static void read_named(struct own_reader *r, const struct project *p, const struct fs *fs, const struct node *n)
{
    struct str path = node_text(n);
    struct span s = span_of(p->own_source, n);

    if (str_starts(path, STR("/")) || str_has(path, STR("..")) || path.len == 0) {
        complain((void *)(uintptr_t)p, p->file, s.line, s.column, STR("a file with own rules lies in the tree, below its root"));
        r->ok = false;
        return;
    }
    own_read_file(r, fs, path);
}

static void read_entry(struct own_reader *r, const struct project *p, const struct fs *fs, const struct node *n)
{
    struct bundle b;

    if (bundle_is(n))
        r->ok = bundle_parse(&b, p, n, r->rules->arena) && bundle_read_rules(r, p, fs, &b) && r->ok;
    else if (node_kind(n) == NODE_STRING)
        read_named(r, p, fs, node_value(n));
    else
        own_read(r, p->file, p->own_source, n);
}

bool project_own_rules(const struct project *p, struct own_rules *own, struct arena *arena, const struct fs *fs)
{
    struct own_reader r = { .rules = own, .complain = complain, .context = (void *)(uintptr_t)p, .ok = true };

    *own = (struct own_rules){ .arena = arena };
    if (p->own_rules && node_kind(p->own_rules) == NODE_SEQUENCE)
        for (const struct node *e = node_first(p->own_rules); e; e = node_next(p->own_rules, e))
            read_entry(&r, p, fs, e);
    else if (p->own_rules)
        read_entry(&r, p, fs, p->own_rules);
    own_read_folder(&r, fs, STR(".prowgate/rules"));
    return r.ok;
}
