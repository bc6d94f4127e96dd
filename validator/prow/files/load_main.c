#include "prow/files/load_main.h"

/* So many warnings stand beside the errors of a main file that does not load: what is wrong there is still in sight. */
enum { MOST_BESIDE = 10 };

/* So many refusals for want of a part of the main file are told one by one. */
enum { MOST_FOLLOWING = 20 };

/* The main file and what of it is refused. */
struct main_parts {
    struct load *load;
    const struct prow_file *file; /* NULL where none is given */
    bool whole;                   /* it is a mapping, of which parts may be refused */
    struct refusals refused;
    struct findings *out;
};

/* A wrong type is looked for before any job is judged; it is reported with the rest of the file. */
static struct main_parts parts_of(struct load *l, struct findings *out)
{
    const struct item *main = l->count && l->items[0].role == ROLE_CONFIG ? &l->items[0] : NULL;
    struct main_parts p = { .load = l, .file = main ? &main->kept->file : NULL, .out = out };
    struct findings seen = { 0 };

    p.whole = p.file && !p.file->broken && p.file->read_error.len == 0;
    if (!p.whole)
        return p;
    typed_check(&l->typed, l->settings, &seen, p.file, &l->tree->arena, &p.refused);
    findings_free(&seen);
    for (size_t i = 0; i < p.refused.count; i++)
        p.whole = p.whole && p.refused.at[i] != p.file->tape.root;
    return p;
}

static bool part_loads(const struct main_parts *p, struct str key)
{
    const struct node *value = p->whole ? node_field(p->file->tape.root, key) : NULL;

    return p->whole && !(value && refusals_inside(&p->refused, value));
}

/* Why nothing can be said that follows from these keys of the main file; empty where they loaded. */
static struct str why_not(void *context, struct str keys)
{
    const struct main_parts *p = context;
    struct str path = p->load->tree->paths.config, key;

    if (path.len == 0)
        return STR("the main file, which says what holds for all jobs, is not given");
    if (!p->whole)
        return ARENA_JOIN(&p->out->arena, STR("it follows from the main file, and "), path, STR(" did not load"));
    while (keys.len) {
        str_cut(keys, ' ', &key, &keys);
        if (!part_loads(p, key))
            return ARENA_JOIN(&p->out->arena, STR("it follows from "), key, STR(" of "), path,
                              STR(", which did not load"));
    }
    return STR("");
}

void load_main_begin(struct load *l, struct findings *out)
{
    struct prow_tree *t = l->tree;
    struct main_parts p = parts_of(l, out);
    struct rule_settings *limited = ARENA_NEW(&t->arena, struct rule_settings);

    prow_config_init(&t->config, p.file, &t->arena, l->settings->window);
    /* The drop-in says what checkconfig says, which ends at a main file that does not load. */
    t->config.known = !t->paths.for_people || (p.whole && p.refused.count == 0);
    t->config.plank_known = t->config.known || part_loads(&p, STR("plank"));
    if (t->config.known || !(t->paths.config.len || t->paths.jobs.len || t->paths.inrepo_count))
        return;
    *limited = rule_settings_without_main(&t->arena, l->settings, out, why_not, &p);
    l->settings = limited;
}

/* What keeps Prow from loading the main file. */
static bool stops_main(const struct prow_tree *t, const struct finding *f)
{
    return f->severity == SEVERITY_ERROR && str_eq(f->at.file, t->paths.config) &&
           (!t->config.known || (f->rule->fact && !t->paths.central));
}

static bool is_warning(const struct finding *f)
{
    return f->severity < SEVERITY_ERROR && f->at.file.len;
}

/* What the main file itself says wrong often belongs to its error. */
static bool is_near(const struct prow_tree *t, const struct finding *f)
{
    return str_eq(f->at.file, t->paths.config) && !f->rule->needs_main;
}

/* The main file's mapping; NULL where it has none, being empty. False where it is not given, or did not load. */
static bool main_mapping(const struct load *l, const struct node **root)
{
    const struct prow_file *main = l->count && l->items[0].role == ROLE_CONFIG ? &l->items[0].kept->file : NULL;
    const struct node *top = main ? main->tape.root : NULL;

    *root = top && node_kind(top) == NODE_MAPPING && node_count(top) ? top : NULL;
    return main && !main->broken && main->read_error.len == 0;
}

/* Whether the main file has none of these keys. */
static bool lacks(const struct node *root, struct str keys)
{
    struct str key;

    while (keys.len) {
        str_cut(keys, ' ', &key, &keys);
        if (root && node_field(root, key))
            return false;
    }
    return true;
}

static bool follows(const struct node *root, const struct finding *f)
{
    return f->severity == SEVERITY_ERROR && f->rule->fact && f->rule->needs_main &&
           lacks(root, str_c(f->rule->needs_main));
}

static bool stands_before(const struct finding *a, const struct finding *b)
{
    int order = str_cmp(a->at.file, b->at.file);

    return order < 0 || (order == 0 && a->at.span.line < b->at.span.line);
}

/* Moves the refusals that follow from what the main file lacks out of the list: how many, and the first by its place. */
static size_t take_following(const struct node *root, struct findings *out, const struct finding **first)
{
    size_t kept = 0, taken;

    for (size_t i = 0; i < out->count; i++)
        if (!follows(root, out->items[i]))
            out->items[kept++] = out->items[i];
        else if (!*first || stands_before(out->items[i], *first))
            *first = out->items[i];
    taken = out->count - kept;
    out->count = kept;
    return taken;
}

/* A main file that is empty, or ends early, loads, and then every job lacks what follows from it: told once. */
static void fold_following(const struct load *l, struct findings *out)
{
    const struct node *root;
    const struct finding *first = NULL;
    struct str lacking, rest;
    bool loaded = main_mapping(l, &root);
    size_t count = 0;
    struct finding *f;

    for (size_t i = 0; loaded && i < out->count; i++)
        count += follows(root, out->items[i]);
    if (!rule_is_on(l->settings, STR("main-file-lacks")) || count == 0 || (root && count <= MOST_FOLLOWING))
        return;
    count = take_following(root, out, &first);
    str_cut(str_c(first->rule->needs_main), ' ', &lacking, &rest);
    f = report_rule(l->settings, out, STR("main-file-lacks"), (struct place){ .file = l->tree->paths.config },
                    "this file %s%.*s: Prow loads it, and then refuses what follows from that %zu time%s, for the "
                    "first "
                    "at %.*s:%u: %.*s",
                    root ? "lacks " : "is empty", STR_ARG(root ? lacking : STR("")), count, str_plural(count),
                    STR_ARG(first->at.file), first->at.span.line, STR_ARG(first->message));
    if (!f)
        return;
    f->prow_message = first->prow_message;
    finding_relate(out, f, first->at, first->message);
}

void load_main_first(const struct load *l, struct findings *out)
{
    const struct prow_tree *t = l->tree;
    size_t stopping = 0, near = 0, far = 0, kept = 0;

    fold_following(l, out);
    for (size_t i = 0; i < out->count; i++) {
        struct finding *f = out->items[i];
        f->first = stops_main(t, f);
        stopping += f->first;
        near += is_warning(f) && is_near(t, f);
        far += is_warning(f) && !is_near(t, f);
    }
    if (stopping == 0)
        return;
    for (size_t i = 0; i < out->count; i++) {
        struct finding *f = out->items[i];
        if (is_warning(f) && (is_near(t, f) ? near : near + far) > MOST_BESIDE)
            findings_not_evaluated(out, f->rule,
                                   ARENA_JOIN(&out->arena, STR("its warnings are told once "), t->paths.config,
                                              STR(" loads")));
        else
            out->items[kept++] = f;
    }
    out->count = kept;
}
