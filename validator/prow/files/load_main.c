#include "prow/files/load_main.h"

/* So many warnings stand beside the errors of a main file that does not load: what is wrong there is still in sight. */
enum { MOST_BESIDE = 10 };

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

void load_main_first(const struct prow_tree *t, struct findings *out)
{
    size_t stopping = 0, near = 0, far = 0, kept = 0;

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
