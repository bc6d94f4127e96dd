/* Rules with tree: each sees the parts of the tree that it declares and nothing else, so that one which reads what it
 * does not declare fails in its own page; and where these parts are those of an earlier load, it does not run. */
#include "prow/files/load.h"

#include "prow/index/names.h"

#include <errno.h>

/* Parts, by the bits of struct rule.reads above the kinds of names. */
enum { SETTINGS, PLUGINS, PRESETS, JOBS, FOLDERS, FACTS, FILES, BYTES, PARTS, FIRST_PART = 16, NAMES_BITS = (1 << NAME_KINDS) - 1 };

struct tree_rules {
    struct load *load;
    struct prow_tree seen;
    struct kept_file **kept; /* those that a rule may see: room for all */
    bool *borrowed;
    bool unknown[PARTS]; /* some of it is not known to the store */
    struct fingerprint part[PARTS];
    struct fingerprint names[NAME_KINDS]; /* what all files say of names of each kind, in order */
    bool names_unknown;
    size_t gave_up, part_gave_up; /* searches before the rule that runs, before its part */
};

static bool in_part(const struct item *item, int part)
{
    switch (item->role) {
    case ROLE_CONFIG:
        return part == SETTINGS || part == PRESETS || part == JOBS;
    case ROLE_SUPPLEMENTAL_CONFIG:
        return part == SETTINGS;
    case ROLE_PLUGINS:
    case ROLE_SUPPLEMENTAL_PLUGINS:
        return part == PLUGINS;
    case ROLE_JOBS:
    case ROLE_INREPO:
        return part == JOBS || (part == PRESETS && item->kept);
    }
    return true;
}

struct fingerprint load_jobs_print(const struct load *l, const struct item *item)
{
    return l->wish->detail || !item->summary ? item->key : item->summary->jobs_print;
}

static void print_files(struct tree_rules *r)
{
    const struct load *l = r->load;

    for (size_t i = 0; i < l->count; i++)
        for (int part = SETTINGS; part <= JOBS; part++) {
            const struct item *item = &l->items[i];
            if (!in_part(item, part))
                continue;
            r->unknown[part] |= !item->known;
            if (item->known)
                r->part[part] = fingerprint_then(r->part[part], part == JOBS ? load_jobs_print(l, item) : item->print);
            if (item->known && part == JOBS)
                r->part[BYTES] = fingerprint_then(r->part[BYTES], item->print);
        }
}

void load_print(struct load *l, size_t i)
{
    struct file_summary *s = l->items[i].summary;
    struct tree_input in = prow_tree_input(l->tree, i);

    if (!l->store || !s)
        return;
    s->jobs_print = file_summary_jobs_print(s);
    s->name_prints = ARENA_ARRAY(&s->arena, struct fingerprint, NAME_KINDS);
    name_prints_read(s->name_prints, &in);
}

static void print_names(struct tree_rules *r)
{
    const struct load *l = r->load;

    for (size_t i = 0; i < l->count; i++) {
        const struct file_summary *s = l->items[i].summary;
        const struct fingerprint *of = l->items[i].known && s ? s->name_prints : NULL;
        r->names_unknown = r->names_unknown || !of;
        for (size_t kind = 0; of && kind < NAME_KINDS; kind++)
            r->names[kind] = fingerprint_then(r->names[kind], of[kind]);
    }
}

static void then_text(struct fingerprint *f, struct str text)
{
    *f = fingerprint_then(*f, fingerprint_of(text));
}

static void then_numbers(struct fingerprint *f, size_t a, size_t b)
{
    const size_t numbers[] = { a, b };

    then_text(f, (struct str){ (const char *)numbers, sizeof numbers });
}

static void print_walk(struct fingerprint *f, const struct jobtree *w)
{
    then_text(f, w->root);
    then_numbers(f, (size_t)w->kind * 8 + w->single * 4u + w->file_alone * 2u + w->stopped, w->ignored);
    for (size_t i = 0; i < w->count; i++)
        then_text(f, w->files[i].path);
    for (size_t i = 0; i < w->notice_count; i++) {
        const struct jobtree_notice *n = &w->notices[i];
        then_text(f, n->path);
        then_text(f, n->related);
        then_text(f, n->error);
        then_numbers(f, (size_t)n->kind * 2 + n->refuses, n->line);
        then_numbers(f, n->before, 0);
    }
}

static void begin(struct tree_rules *r)
{
    struct prow_tree *t = r->load->tree;

    r->kept = ARENA_ARRAY(&t->arena, struct kept_file *, t->kept_count);
    r->borrowed = ARENA_ARRAY(&t->arena, bool, t->kept_count);
    if (!r->load->store)
        return;
    for (int part = 0; part < PARTS; part++)
        r->part[part] = r->load->rules_print;
    r->part[JOBS] = fingerprint_then(r->part[JOBS], r->load->presets_print);
    for (size_t kind = 0; kind < NAME_KINDS; kind++)
        r->names[kind] = r->load->rules_print;
    r->part[FACTS] = fingerprint_then(r->part[FACTS], r->load->facts_print);
    then_numbers(&r->part[FILES], (size_t)r->load->wish->outside, 0);
    r->unknown[FILES] = !r->load->wish->outside;
    print_files(r);
    r->unknown[BYTES] = r->unknown[JOBS];
    print_names(r);
    for (size_t i = 0; i < t->walk_count; i++)
        print_walk(&r->part[FOLDERS], &t->walks[i]);
}

static bool reads(const struct rule *r, int part)
{
    return !(r->reads & (READS_PARTS | NAMES_BITS)) || r->reads & (1u << (FIRST_PART + part));
}

static bool may_see(const struct rule *r, const struct prow_file *f)
{
    switch (f->role) {
    case ROLE_CONFIG:
        return reads(r, SETTINGS) || reads(r, PRESETS);
    case ROLE_SUPPLEMENTAL_CONFIG:
        return reads(r, SETTINGS);
    case ROLE_PLUGINS:
    case ROLE_SUPPLEMENTAL_PLUGINS:
        return reads(r, PLUGINS);
    case ROLE_JOBS:
    case ROLE_INREPO:
        return reads(r, PRESETS);
    }
    return true;
}

static void hide_jobs(struct prow_tree *t)
{
    t->groups = NULL;
    t->bare = NULL;
    t->group_count = t->bare_count = t->broken = t->bytes = 0;
    for (int kind = 0; kind < 3; kind++)
        t->jobs[kind] = t->own_jobs[kind] = 0;
}

/* What a rule sees of files that it does not declare to look at: none is there. */
static bool none_there(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    (void)fs;
    (void)info;
    *error = (struct fs_error){ "stat", path, ENOENT };
    return false;
}

static bool none_listed(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                        struct fs_error *error)
{
    (void)fs;
    (void)a;
    (void)listing;
    *error = (struct fs_error){ "open", path, ENOENT };
    return false;
}

static bool none_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error)
{
    (void)fs;
    (void)most;
    buf_reset(bytes);
    *error = (struct fs_error){ "open", path, ENOENT };
    return false;
}

static const struct fs_operations no_operations = {
    .lstat = none_there, .stat = none_there, .list = none_listed, .read = none_read
};
static const struct fs no_files = { &no_operations };

static const struct prow_tree *seen(void *context, const struct rule *rule)
{
    struct tree_rules *r = context;
    const struct prow_tree *t = r->load->tree;

    patterns_begin(t->patterns);
    r->gave_up = t->patterns->gave_up;
    if (!(rule->reads & (READS_PARTS | NAMES_BITS)))
        return t;
    r->seen = *t;
    r->seen.kept = r->kept;
    r->seen.borrowed = r->borrowed;
    r->seen.kept_count = 0;
    for (size_t i = 0; i < t->kept_count; i++)
        if (may_see(rule, &t->kept[i]->file))
            r->kept[r->seen.kept_count++] = t->kept[i];
    if (!reads(rule, JOBS))
        hide_jobs(&r->seen);
    if (!reads(rule, PRESETS))
        r->seen.preset_count = 0;
    if (!reads(rule, FOLDERS))
        r->seen.walk_count = 0;
    if (!reads(rule, FACTS))
        r->seen.facts = (struct facts){ 0 };
    if (!reads(rule, FILES))
        r->seen.fs = &no_files;
    if (!reads(rule, SETTINGS))
        r->seen.config = (struct prow_config){ .known = t->config.known };
    return &r->seen;
}

/* Of these parts, as far as the rule declares them, and of what is said by names of its kinds; false where something is
 * not known to the store. */
static bool print_of_parts(const struct tree_rules *r, const struct rule *rule, unsigned but, struct fingerprint *key)
{
    unsigned parts = rule->reads >> FIRST_PART;

    if (!r->load->store || !(rule->reads & (READS_PARTS | NAMES_BITS)))
        return false;
    if (rule->reads & NAMES_BITS && r->names_unknown)
        return false;
    for (size_t kind = 0; kind < NAME_KINDS; kind++)
        if (rule->reads & READS(kind))
            *key = fingerprint_then(*key, r->names[kind]);
    for (int part = 0; part < PARTS; part++) {
        if (!(parts & ~but & 1u << part))
            continue;
        if (r->unknown[part])
            return false;
        *key = fingerprint_then(*key, r->part[part]);
    }
    return true;
}

/* The key of what this run of the rule finds; false where it may find something else next time. */
static bool key_of(const struct tree_rules *r, const struct rule *rule, size_t n, struct fingerprint *key)
{
    *key = fingerprint_of(str_c(rule->id));
    then_numbers(key, n, rule->reads);
    return print_of_parts(r, rule, 0, key);
}

/* The same of a part of its work, which stands for its own jobs. */
static bool part_key_of(const struct tree_rules *r, const struct rule *rule, size_t n, struct fingerprint part,
                        struct fingerprint *key)
{
    if (!r->load->store || r->unknown[JOBS] || rule->reads & NAMES_BITS)
        return false;
    *key = fingerprint_then(part, fingerprint_of(str_c(rule->id)));
    then_numbers(key, n, rule->reads);
    *key = fingerprint_then(*key, r->load->presets_print);
    return print_of_parts(r, rule, 1u << JOBS, key);
}

static const struct findings *recall(struct tree_rules *r, struct fingerprint key)
{
    const struct rule_findings *f = store_find(r->load->store, STORED_RULE, key);

    if (!f)
        return NULL;
    r->load->tree->patterns->gave_up += f->gave_up;
    return &f->findings;
}

static void keep(struct tree_rules *r, struct fingerprint key, const struct findings *f, size_t gave_up)
{
    store_put(r->load->store, STORED_RULE, key, rule_findings_new(f, r->load->tree->patterns->gave_up - gave_up));
}

static const struct findings *known(void *context, const struct rule *rule, size_t n)
{
    struct fingerprint key;

    return key_of(context, rule, n, &key) ? recall(context, key) : NULL;
}

static void found(void *context, const struct rule *rule, size_t n, const struct findings *f)
{
    struct tree_rules *r = context;
    struct fingerprint key;

    if (key_of(r, rule, n, &key))
        keep(r, key, f, r->gave_up);
}

static const struct findings *part_known(void *context, const struct rule *rule, size_t n, struct fingerprint part)
{
    struct tree_rules *r = context;
    struct fingerprint key;

    r->part_gave_up = r->load->tree->patterns->gave_up;
    return part_key_of(r, rule, n, part, &key) ? recall(r, key) : NULL;
}

static void part_found(void *context, const struct rule *rule, size_t n, struct fingerprint part,
                       const struct findings *f)
{
    struct tree_rules *r = context;
    struct fingerprint key;

    if (part_key_of(r, rule, n, part, &key))
        keep(r, key, f, r->part_gave_up);
}

bool tree_part(struct check *c, const struct job_group *jobs, struct str name)
{
    return begin_part(c, name, jobs ? jobs->print : (struct fingerprint){ 0 });
}

void load_run_tree_rules(struct load *l, struct findings *out)
{
    struct tree_rules r = { .load = l };
    const struct tree_runner how = { &r, known, seen, found, part_known, part_found };

    begin(&r);
    run_tree_rules(l->settings, out, &how);
    if (l->store)
        store_end(l->store);
}
