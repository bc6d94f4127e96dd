/* What loading takes from the store instead of reading, parsing and judging again, and what it leaves there. A file is
 * known by the id of its bytes, its path and its role; its summary also by all that it was judged by. */
#include "prow/files/load.h"

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

static struct fingerprint file_key(const struct item *item)
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
    item->plain = item->known && store_find(l->store, STORED_PLAIN, file_key(item));
}

struct kept_file *load_recall_kept(struct load *l, struct item *item)
{
    struct kept_file *k = item->known ? store_find(l->store, STORED_KEPT, file_key(item)) : NULL;

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
    f = then_number(then_number(f, p->inrepo_by_checkconfig), t->config.known);
    for (size_t i = 0; i < p->required_annotation_count; i++)
        f = then_text(f, p->required_annotations[i]);
    return f;
}

/* The main file gives defaults to every job, and presets change jobs of any file. */
void load_judged_by(struct load *l)
{
    struct fingerprint f;

    if (!l->store)
        return;
    f = print_of_paths(print_of_settings(l->settings), l->tree);
    f = then_number(then_number(f, l->wish->detail), l->wish->words_of_today);
    f = fingerprint_then(f, print_of_facts(&l->tree->facts.clusters));
    f = fingerprint_then(f, print_of_facts(&l->tree->facts.github_app_orgs));
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].kept &&
            (l->items[i].role == ROLE_CONFIG || l->items[i].role == ROLE_JOBS || l->items[i].role == ROLE_INREPO))
            f = fingerprint_then(f, l->items[i].known ? file_key(&l->items[i]) : fingerprint_of(l->items[i].path));
    l->judged_by = f;
}

bool load_recall_summary(struct load *l, struct item *item)
{
    if (!item->known)
        return false;
    item->key = fingerprint_then(file_key(item), l->judged_by);
    item->summary = store_find(l->store, STORED_SUMMARY, item->key);
    if (!item->summary)
        return false;
    item->summary->users++;
    item->recalled = true;
    return true;
}

void load_remember(struct load *l)
{
    for (size_t i = 0; l->store && i < l->count; i++) {
        struct item *item = &l->items[i];
        if (!item->known)
            continue;
        if (item->kept && !item->from_store)
            store_put(l->store, STORED_KEPT, file_key(item), item->kept);
        if (!item->kept && !item->plain)
            store_put(l->store, STORED_PLAIN, file_key(item), NULL);
        if (item->summary && !item->recalled)
            store_put(l->store, STORED_SUMMARY, item->key, item->summary);
    }
    if (l->store)
        store_end(l->store);
}
