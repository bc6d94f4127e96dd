/* What loading takes from the store instead of reading, parsing and judging again, and what it leaves there. A file is
 * known by the id of its bytes, its path and its role; its summary also by all that it was judged by. */
#include "prow/files/load.h"

#include "prow/index/asks.h"
#include "prow/jobs/job_detail.h"

static struct fingerprint then_text(struct fingerprint f, struct str text)
{
    return fingerprint_then(f, fingerprint_of(text));
}

static struct fingerprint then_number(struct fingerprint f, uint64_t n)
{
    return then_text(f, (struct str){ (const char *)&n, sizeof n });
}

static struct fingerprint then_id(struct fingerprint f, const struct blob_id *id)
{
    return then_text(f, (struct str){ (const char *)id->bytes, sizeof id->bytes });
}

static struct fingerprint file_print(const struct item *item)
{
    struct fingerprint f = fingerprint_of(item->path);

    f = then_text(f, item->repo);
    return then_id(then_number(f, (uint64_t)item->role), &item->id);
}

void load_identify(struct load *l, struct item *item)
{
    struct fs_error error;
    struct buf none = { 0 };

    if (!l->store || item->use != FILE_JUDGED)
        return;
    item->known = fs_identify(l->tree->fs, item->path, 0, &none, &item->id, &error);
    buf_free(&none);
    if (item->known)
        item->print = file_print(item);
    item->plain = item->known && store_find(l->store, STORED_PLAIN, item->print);
}

struct kept_file *load_recall_kept(struct load *l, struct item *item)
{
    struct kept_file *k = item->known ? store_find(l->store, STORED_KEPT, item->print) : NULL;

    if (k)
        k->users++;
    item->from_store = k != NULL;
    return k;
}

static struct fingerprint print_of_settings(const struct rule_settings *s)
{
    struct fingerprint f = fingerprint_of(STR("settings"));

    f = then_text(f, (struct str){ (const char *)s->severity, rule_count * sizeof *s->severity });
    for (size_t i = 0; i < rule_count; i++)
        for (size_t n = 0; n < s->uses[i].count; n++) {
            f = then_number(then_number(f, i), (uint64_t)s->uses[i].items[n].severity);
            f = fingerprint_then(f, node_fingerprint(s->uses[i].items[n].parameters));
        }
    for (size_t i = 0; i < s->window->count; i++)
        f = then_text(then_text(f, s->window->versions[i].text), s->window->versions[i].component);
    return f;
}

static struct fingerprint print_of_facts(const struct fact_list *list)
{
    struct fingerprint f = then_number(fingerprint_of(list->error.reason), list->known);

    f = then_number(f, list->empty);
    for (size_t i = 0; i < list->count; i++) {
        const struct fact *fact = &list->items[i];
        f = then_text(then_text(then_text(f, fact->name), fact->status), fact->at.file);
        f = then_number(f, fact->at.span.line);
    }
    return f;
}

static struct fingerprint print_of_paths(struct fingerprint f, const struct prow_tree *t)
{
    const struct prow_paths *p = &t->paths;

    f = then_number(then_text(then_text(then_text(f, p->config), p->jobs), p->plugins), p->for_people);
    f = then_number(then_number(f, p->inrepo_by_checkconfig), t->config.known * 2u + t->config.plank_known);
    for (size_t i = 0; i < p->required_annotation_count; i++)
        f = then_text(f, p->required_annotations[i]);
    return f;
}

/* Whether what it says may change jobs of other files. */
static bool gives(const struct item *item)
{
    bool jobs = item->role == ROLE_JOBS || item->role == ROLE_INREPO;

    return item->kept && (item->role == ROLE_CONFIG || (jobs && load_holds_presets(&item->kept->file)));
}

/* What no job and no rule about one job or one file reads of the main file. */
static bool is_apart(struct str key)
{
    static const struct str names[] = {
        STR_INIT("tide"),       STR_INIT("branch-protection"), STR_INIT("presets"),
        STR_INIT("presubmits"), STR_INIT("postsubmits"),       STR_INIT("periodics"),
    };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (fold_equal(key, names[i]))
            return true;
    return false;
}

/* What the main file gives to jobs, wherever it stands there. */
static struct fingerprint print_of_main(const struct prow_tree *t)
{
    const struct prow_file *main = t->config.file;
    const struct node *root = t->config.root;
    struct fingerprint f = fingerprint_of(STR("main"));

    if (main)
        f = then_number(then_number(f, main->broken), main->read_error.len);
    f = then_number(f, (uint64_t)node_kind(root));
    for (const struct node *k = node_first_key(root); k; k = node_next_key(root, k))
        if (!is_apart(node_text(k)))
            f = fingerprint_then(then_text(f, node_text(k)), node_fingerprint(node_pair_value(k)));
    return f;
}

/* What presets give, in order, wherever they stand. */
static struct fingerprint print_of_presets(const struct prow_tree *t)
{
    struct fingerprint f = fingerprint_of(STR("presets"));

    for (size_t i = 0; i < t->preset_count; i++)
        f = fingerprint_then(then_text(f, t->presets[i].name), t->presets[i].given);
    return f;
}

/* Of all files that may change jobs of others: where what they say stands. */
static struct fingerprint print_of_givers(const struct load *l)
{
    struct fingerprint f = fingerprint_of(STR("givers"));

    for (size_t i = 0; i < l->count; i++)
        if (gives(&l->items[i]))
            f = fingerprint_then(f, l->items[i].known ? l->items[i].print : fingerprint_of(l->items[i].path));
    return f;
}

/* The main file gives defaults to every job; presets change jobs of any file, but only those that ask for them. */
void load_judged_by(struct load *l)
{
    struct fingerprint f;

    if (!l->store)
        return;
    l->rules_print = print_of_paths(print_of_settings(l->settings), l->tree);
    f = then_number(then_number(l->rules_print, l->wish->detail), l->wish->words_of_today);
    l->facts_print = fingerprint_then(print_of_facts(&l->tree->facts.clusters),
                                      print_of_facts(&l->tree->facts.github_app_orgs));
    f = fingerprint_then(f, l->facts_print);
    l->judged_by = fingerprint_then(f, print_of_main(l->tree));
    l->presets_print = print_of_presets(l->tree);
    l->givers_print = print_of_givers(l);
}

/* Details count in the presets of the tree, and those of a repository's own files are not in it. */
static bool by_all_presets(const struct load *l, const struct item *item)
{
    return l->wish->detail || item->role == ROLE_INREPO;
}

static bool asks_for(const struct job_summary *s, const struct preset *p)
{
    struct arena scratch = { 0 };
    bool all = true;

    if (!s->has_spec || p->label_bits & ~s->label_bits)
        return false;
    for (const struct node *k = node_first_key(p->labels); k && all; k = node_next_key(p->labels, k)) {
        struct str value = preset_label_value(&scratch, node_pair_value(k));
        bool found = false;
        for (size_t i = 0; i < s->ask_count && !found; i++)
            found = s->asks[i].kind == NAME_LABEL && str_eq(s->asks[i].name, node_text(k)) &&
                    str_eq(s->asks[i].value, value);
        all = found;
    }
    arena_free(&scratch);
    return all;
}

/* What the presets of the tree give to the jobs of a file. */
static struct fingerprint print_of_given(const struct load *l, const struct file_summary *s)
{
    const struct prow_tree *t = l->tree;
    struct fingerprint f = fingerprint_of(STR("given"));

    for (size_t i = 0; i < s->job_count; i++) {
        f = then_number(f, i);
        for (size_t k = 0; k < t->preset_count; k++)
            if (asks_for(&s->jobs[i], &t->presets[k]))
                f = fingerprint_then(then_text(f, t->presets[k].name), t->presets[k].given);
    }
    return f;
}

/* Whether a finding names a place in another file: then it is only as true as that place. */
static bool names_others(const struct file_summary *s)
{
    for (size_t i = 0; i < s->findings.count; i++) {
        const struct finding *f = s->findings.items[i];
        if (!str_eq(f->at.file, s->path))
            return true;
        for (const struct related *r = f->related; r; r = r->next)
            if (!str_eq(r->at.file, s->path))
                return true;
    }
    return false;
}

/* Whether what was made under other presets, or with them elsewhere, is what would be made now. */
static bool still_holds(const struct load *l, struct file_summary *s)
{
    if (!fingerprint_eq(s->givers_print, l->givers_print) && names_others(s))
        return false;
    if (!fingerprint_eq(s->presets_print, l->presets_print) && !fingerprint_eq(s->given_print, print_of_given(l, s)))
        return false;
    s->givers_print = l->givers_print;
    s->presets_print = l->presets_print;
    return true;
}

bool load_recall_summary(struct load *l, struct item *item)
{
    struct file_summary *s;

    if (!item->known)
        return false;
    item->key = fingerprint_then(item->print, l->judged_by);
    if (by_all_presets(l, item))
        item->key = fingerprint_then(fingerprint_then(item->key, l->presets_print), l->givers_print);
    s = store_find(l->store, STORED_SUMMARY, item->key);
    if (!s || !still_holds(l, s))
        return false;
    item->summary = s;
    s->users++;
    item->recalled = true;
    return true;
}

static void remember_summary(struct load *l, struct item *item)
{
    struct file_summary *s = item->summary;

    s->givers_print = l->givers_print;
    s->presets_print = l->presets_print;
    s->given_print = print_of_given(l, s);
    store_put(l->store, STORED_SUMMARY, item->key, s);
}

void load_remember(struct load *l)
{
    for (size_t i = 0; l->store && i < l->count; i++) {
        struct item *item = &l->items[i];
        if (!item->known)
            continue;
        if (item->kept && !item->from_store)
            store_put(l->store, STORED_KEPT, item->print, item->kept);
        if (!item->kept && !item->plain)
            store_put(l->store, STORED_PLAIN, item->print, NULL);
        if (item->summary && !item->recalled)
            remember_summary(l, item);
    }
}
