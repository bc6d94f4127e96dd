/* Loading goes over the job files twice. First every worker reads its files and parses those that may hold presets,
 * because a preset may change jobs of any other file. Then each file is parsed, its jobs are completed with defaults
 * and presets, rules look at them, and the file is forgotten but for its job summaries. */
#include "prow/files/load_main.h"

#include "base/map.h"
#include "base/pool.h"
#include "prow/files/generated.h"
#include "prow/files/inputs.h"
#include "prow/files/strict.h"
#include "prow/index/names.h"
#include "prow/jobs/decoration_soundness.h"
#include "prow/jobs/job_detail.h"
#include "prow/jobs/repeats.h"
#include "prow/plugins/synced.h"

#include <stdlib.h>

struct visiting {
    struct load *load;
    struct worker *worker;
    struct item *item;
    struct refusals refused;
    struct map words; /* for job_asks_read */
};

static const struct job_detail *detail_of(const struct visiting *v, struct arena *a, const struct job *j)
{
    struct job_detail *d = ARENA_NEW(a, struct job_detail);
    const struct load_wish *wish = v->load->wish;
    bool prints = v->item->use == FILE_JUDGED || !wish->wants_prints || wish->wants_prints(wish->context, j);

    job_detail_read(d, a, j, v->load->tree->presets, v->load->tree->preset_count, prints);
    return d;
}

static void visit_job(void *context, const struct job *j)
{
    struct visiting *v = context;
    struct file_summary *s = v->item->summary;
    struct job_summary *job;

    /* A value of the wrong type is reported as such; what else rules would say of the job follows from it. */
    if (v->item->use == FILE_JUDGED && !j->presets_unknown && !refusals_inside(&v->refused, j->node))
        run_job_rules(&v->load->runs, &s->findings, j);
    job = ARENA_PUSH(&s->arena, s->jobs, s->job_count, s->job_cap);
    job_summarize(job, &s->arena, j);
    job_asks_read(job, &s->arena, &v->words, j);
    if (v->load->wish->detail)
        job->detail = detail_of(v, &s->arena, j);
    s->counts[j->kind]++;
}

/* The central presets, then those of the repo's own files: both apply to its jobs, and only to them. */
static struct preset_index inrepo_presets(struct load *l, struct worker *w, struct str repo)
{
    struct prow_tree *t = l->tree;
    size_t cap = t->preset_count, count;
    struct preset *all = ARENA_ARRAY(&w->file_arena, struct preset, cap);

    for (count = 0; count < t->preset_count; count++)
        all[count] = t->presets[count];
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].role == ROLE_INREPO && l->items[i].kept && str_eq(l->items[i].repo, repo))
            presets_read(&w->file_arena, &l->items[i].kept->file, &all, &count, &cap);
    return preset_index_of(&w->file_arena, all, count);
}

static void note_bare(struct file_summary *s, const struct prow_file *f, enum job_kind kind)
{
    const struct node *map = node_field(f->tape.root, kind == PRESUBMIT ? STR("presubmits") : STR("postsubmits"));

    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k)) {
        if (node_count(node_pair_value(k)))
            continue;
        *ARENA_PUSH(&s->arena, s->bare, s->bare_count, s->bare_cap) =
            (struct bare_repo){ kind, arena_copy(&s->arena, node_text(k)), prow_place(f, k) };
    }
}

static void judge_file(struct load *l, struct worker *w, struct file_summary *s, struct prow_file *f,
                       struct refusals *refused)
{
    if (f->role == ROLE_JOBS)
        s->generated = arena_copy(&s->arena, generated_by(f->tape.source));
    run_file_rules(&l->runs, &s->findings, f);
    if (f->broken || f->read_error.len)
        return;
    silences_read(&s->silences, &s->arena, f->path, &f->tape);
    typed_check(&l->typed, l->settings, &s->findings, f, &w->file_arena, refused);
    strict_check(&l->typed, l->settings, &s->findings, f, &w->file_arena);
}

static void check_file(struct load *l, struct worker *w, struct item *item, struct prow_file *f)
{
    struct prow_tree *t = l->tree;
    struct preset_share share = { LIMIT_GIVEN_LEAST + f->tape.source.len / LIMIT_GIVEN_BYTES, false };
    struct preset_index own;
    struct job_reader reader = {
        .config = &t->config,
        .presets = &l->presets,
        .share = &share,
        .patterns = &w->patterns,
        .arena = &w->file_arena,
        .run_after_success = load_follows_success(l),
    };
    struct visiting v = { .load = l, .worker = w, .item = item };
    struct file_summary *s = item->summary;
    size_t gave_up = w->patterns.gave_up;

    patterns_begin(&w->patterns);
    map_init(&v.words, &w->file_arena);
    if (item->use == FILE_JUDGED)
        judge_file(l, w, s, f, &v.refused);
    s->broken = f->broken || f->read_error.len || v.refused.count;
    if (f->broken || f->read_error.len)
        return;
    if (f->role == ROLE_INREPO) {
        own = inrepo_presets(l, w, item->repo);
        reader.presets = &own;
    }
    if (f->role == ROLE_CONFIG || f->role == ROLE_JOBS || f->role == ROLE_INREPO)
        jobs_read(&reader, f, item->repo, visit_job, &v);
    if (f->role == ROLE_CONFIG || f->role == ROLE_JOBS) {
        note_bare(s, f, PRESUBMIT);
        note_bare(s, f, POSTSUBMIT);
    }
    s->gave_up = w->patterns.gave_up - gave_up;
    s->share_spent = share.spent;
}

/* A file that does not stay: read and parsed, or parsed where its bytes are held. */
static void check_passing(struct load *l, struct worker *w, struct item *item)
{
    struct prow_file f;

    if (item->held.p) {
        f = (struct prow_file){ .path = item->path, .role = item->role };
        prow_file_parse(&f, buf_str(&item->held), &w->file_arena);
    } else if (prow_file_read(&f, l->tree->fs, item->path, item->role, &w->buffers, &w->file_arena)) {
        item->size = w->buffers.content.len;
        prow_file_parse(&f, buf_str(&w->buffers.content), &w->file_arena);
    }
    item->summary->presets_missed = (f.role == ROLE_JOBS || f.role == ROLE_INREPO) && load_holds_presets(&f);
    item->summary->size = item->size;
    if (!item->summary->presets_missed)
        check_file(l, w, item, &f);
}

static void check_item(void *context, unsigned worker, size_t i)
{
    struct load *l = context;
    struct worker *w = &l->workers[worker];
    struct item *item = l->order[i];

    if (item->same || item->outline || load_recall_summary(l, item))
        return;
    item->summary = file_summary_new();
    item->summary->path = item->path;
    if (item->kept) {
        item->summary->size = item->kept->bytes.len;
        check_file(l, w, item, &item->kept->file);
    } else {
        check_passing(l, w, item);
    }
    load_print(l, (size_t)(item - l->items));
    arena_reset(&w->file_arena);
}

/* All presets in Prow's order: main file, then job files in walk order. */
static void collect_presets(struct load *l)
{
    struct prow_tree *t = l->tree;

    t->preset_count = 0;
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].kept && (l->items[i].role == ROLE_CONFIG || l->items[i].role == ROLE_JOBS))
            presets_read(&t->arena, &l->items[i].kept->file, &t->presets, &t->preset_count, &t->preset_cap);
    l->presets = preset_index_of(&t->arena, t->presets, t->preset_count);
}

static int by_size(const void *pa, const void *pb)
{
    const struct item *a = *(struct item *const *)pa, *b = *(struct item *const *)pb;

    if (a->size != b->size)
        return a->size > b->size ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void forget_round(struct load *l)
{
    for (size_t i = 0; i < l->count; i++) {
        file_summary_release(l->items[i].summary);
        l->items[i].summary = NULL;
        l->items[i].recalled = false;
    }
}

/* Keeps the files whose presets came as a surprise; false when there were none. */
static bool keep_missed(struct load *l)
{
    bool any = false;

    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].summary && l->items[i].summary->presets_missed) {
            l->items[i].kept = load_keep(l, &l->items[i]);
            any = true;
        }
    return any;
}

/* Wants files whole after all that have jobs of a repo on which Prow acts whatever changes. */
static void read_repeats(struct load *l)
{
    struct arena a = { 0 };
    struct repeats r;

    repeats_init(&r, &a);
    for (size_t i = 0; i < l->count; i++) {
        const struct item *item = &l->items[i];
        struct outline *o;
        if (item->seen) {
            repeats_add(&r, item->seen);
        } else if (item->role == ROLE_CONFIG && item->kept) {
            o = ARENA_NEW(&a, struct outline);
            outline_of_tape(o, &a, &item->kept->file.tape);
            repeats_add(&r, o);
        }
    }
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].outline && repeats_touch(&r, l->items[i].outline))
            l->items[i].outline = NULL;
    arena_free(&a);
}

static void check_items(struct load *l)
{
    pool_run(l->threads, l->count, load_look_into, l);
    load_keep_learnt(l);
    if (l->wish->wants)
        read_repeats(l);
    l->order = ARENA_ARRAY(&l->tree->arena, struct item *, l->count);
    for (size_t i = 0; i < l->count; i++)
        l->order[i] = &l->items[i];
    if (l->count)
        qsort(l->order, l->count, sizeof *l->order, by_size);
    do {
        collect_presets(l);
        forget_round(l);
        load_judged_by(l);
        pool_run(l->threads, l->count, check_item, l);
    } while (keep_missed(l));
}

/* One item for each of the inputs. What is no job file stays in memory from the start: those are few, and rules look
 * across them. */
static void add_items(struct load *l, const struct prow_inputs *in)
{
    struct prow_tree *t = l->tree;

    l->items = t->items = ARENA_ARRAY(&t->arena, struct item, in->count);
    l->count = in->count;
    for (size_t i = 0; i < in->count; i++) {
        struct item *item = &l->items[i];
        *item = (struct item){ .path = in->files[i].path, .role = in->files[i].role, .repo = in->files[i].repo };
        if (l->store)
            item->path = store_path(l->store, item->path);
        if (l->wish->use)
            item->use = l->wish->use[i];
        if (l->wish->lent && l->wish->lent[i] != SIZE_MAX) {
            item->same = &l->wish->lender->items[l->wish->lent[i]];
            item->kept = item->same->kept;
            item->size = item->same->size;
        } else if (item->role != ROLE_JOBS && item->role != ROLE_INREPO) {
            load_identify(l, item);
            item->kept = load_recall_kept(l, item);
            if (!item->kept)
                item->kept = load_keep(l, item);
        }
    }
}

static void find_items(struct load *l)
{
    struct prow_tree *t = l->tree;
    struct prow_inputs found;
    const struct prow_inputs *in = l->wish->inputs;

    if (!in) {
        prow_inputs_find(&found, &t->arena, t->fs, &t->paths, l->settings->window);
        in = &found;
    }
    t->walks = in->walks;
    t->walk_count = in->walk_count;
    add_items(l, in);
}

/* by_repo: a map for each kind. The repo is a summary's or an outline's, and lasts. */
static struct job_group *group_at(struct prow_tree *t, struct map *by_repo, enum job_kind kind, struct str repo)
{
    void **at = map_at(&by_repo[kind], repo);
    struct job_group *g = *at;

    if (!g) {
        *at = g = ARENA_NEW(&t->arena, struct job_group);
        *g = (struct job_group){ .kind = kind, .repo = repo, .print = fingerprint_of(str_c(job_kind_name(kind))) };
        *ARENA_PUSH(&t->arena, t->groups, t->group_count, t->group_cap) = g;
    }
    return g;
}

/* What is known of the file goes to the groups of its jobs. */
static void add_to_groups(struct load *l, struct map *by_repo, const struct item *item)
{
    struct prow_tree *t = l->tree;
    const struct item *from = item->same ? item->same : item;
    const struct file_summary *s = from->summary;
    struct job_group *last = NULL;

    for (size_t i = 0; s && i < s->job_count; i++) {
        struct job_group *g = group_at(t, by_repo, s->jobs[i].kind, s->jobs[i].repo);
        *ARENA_PUSH(&t->arena, g->jobs, g->count, g->cap) = &s->jobs[i];
        if (s->job_prints && !l->wish->detail)
            g->print = fingerprint_then(g->print, s->job_prints[i]);
        else if (g != last)
            g->print = fingerprint_then(g->print, load_jobs_print(l, item));
        last = g;
    }
    for (size_t i = 0; from->outline && i < from->outline->count; i++) {
        const struct outline_repo *r = &from->outline->repos[i];
        if (r->jobs)
            group_at(t, by_repo, r->kind, r->repo)->outlined += r->jobs;
    }
}

/* A repo's own jobs stand before the central ones: Prow validates them together in that order. */
static void build_groups(struct load *l)
{
    struct map by_repo[PERIODIC + 1];

    for (int kind = PRESUBMIT; kind <= PERIODIC; kind++)
        map_init(&by_repo[kind], &l->tree->arena);
    for (int inrepo = 1; inrepo >= 0; inrepo--)
        for (size_t i = 0; i < l->count; i++)
            if ((l->items[i].role == ROLE_INREPO) == (inrepo == 1))
                add_to_groups(l, by_repo, &l->items[i]);
}

static void count_outline(struct prow_tree *t, const struct outline *o)
{
    t->jobs[PERIODIC] += o->periodics;
    for (size_t i = 0; i < o->count; i++)
        t->jobs[o->repos[i].kind] += o->repos[i].jobs;
}

/* What a file's summary adds to the tree. Findings that are kept for later loads are copied: whoever reports them marks
 * and completes them. */
static void add_summary(struct load *l, const struct item *item, struct file_summary *s, struct findings *out)
{
    struct prow_tree *t = l->tree;

    for (size_t i = 0; i < s->bare_count; i++)
        *ARENA_PUSH(&t->arena, t->bare, t->bare_count, t->bare_cap) = s->bare[i];
    t->bytes += s->size;
    t->broken += s->broken;
    for (int kind = 0; kind < 3; kind++)
        *(item->role == ROLE_INREPO ? &t->own_jobs[kind] : &t->jobs[kind]) += s->counts[kind];
    if (item->same)
        return;
    t->patterns->gave_up += s->gave_up;
    silences_join(&t->silences, &s->silences);
    if (l->store)
        findings_copy(out, &s->findings);
    else
        findings_join(out, &s->findings);
}

static void add_up(struct load *l, struct findings *out)
{
    struct prow_tree *t = l->tree;

    t->silences.arena = &t->arena;
    t->files = l->count;
    for (size_t i = 0; i < l->count; i++) {
        const struct item *item = &l->items[i], *from = item->same ? item->same : item;
        if (from->summary)
            add_summary(l, item, from->summary, out);
        else
            t->bytes += from->kept ? from->kept->bytes.len : from->size;
        if (from->outline)
            count_outline(t, from->outline);
    }
}

/* What lasts moves into the tree; the rest goes. */
static void end(struct load *l)
{
    struct prow_tree *t = l->tree;

    load_remember(l);
    for (size_t i = 0; i < l->count; i++)
        buf_free(&l->items[i].held);
    t->kept = ARENA_ARRAY(&t->arena, struct kept_file *, l->count);
    t->borrowed = ARENA_ARRAY(&t->arena, bool, l->count);
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].kept) {
            t->borrowed[t->kept_count] = l->items[i].same != NULL;
            t->kept[t->kept_count++] = l->items[i].kept;
        }
    for (unsigned i = 0; i < l->threads; i++) {
        arena_free(&l->workers[i].file_arena);
        arena_adopt(&t->arena, &l->workers[i].lasting);
        prow_buffers_free(&l->workers[i].buffers);
        patterns_free(&l->workers[i].patterns);
    }
}

/* What all jobs are judged with. */
static void begin(struct load *l, struct findings *out)
{
    struct prow_tree *t = l->tree;

    load_main_begin(l, out);
    rule_runs_init(&l->runs, &t->arena, l->settings);
    facts_read(t);
    t->config.facts = &t->facts;
    t->config.required_annotations = t->paths.required_annotations;
    t->config.required_annotation_count = t->paths.required_annotation_count;
    decoration_check_common(&t->config, &t->arena, l->settings->window);
}

static void note_generated(const struct load *l, struct findings *out, size_t first)
{
    struct map words;

    map_init(&words, l->tree->scratch);
    for (size_t i = 0; i < l->count; i++) {
        struct file_summary *s = l->items[i].summary;
        if (s && s->generated.len)
            *map_at(&words, l->items[i].path) = &s->generated;
    }
    generated_note(&words, out, first);
}

void prow_tree_load(struct prow_tree *t, const struct fs *fs, const struct prow_paths *paths,
                    const struct rule_settings *settings, unsigned threads, struct findings *out)
{
    prow_tree_load_for(t, fs, paths, settings, threads, &(struct load_wish){ 0 }, out);
}

void prow_tree_load_for(struct prow_tree *t, const struct fs *fs, const struct prow_paths *paths,
                        const struct rule_settings *settings, unsigned threads, const struct load_wish *wish,
                        struct findings *out)
{
    struct load l = { .tree = t, .settings = settings, .wish = wish, .threads = threads ? threads : 1 };
    size_t before = out->count;

    *t = (struct prow_tree){ .fs = fs, .paths = *paths };
    if (wish->store && fs->operations->identify)
        store_begin(t->store = l.store = wish->store);
    t->scratch = ARENA_NEW(&t->arena, struct arena);
    t->patterns = ARENA_NEW(&t->arena, struct patterns);
    t->on_branch = ARENA_NEW(&t->arena, struct map);
    map_init(t->on_branch, t->scratch);
    t->names = name_index_new(&t->arena, t);
    t->kept_for_rules = ARENA_NEW(&t->arena, struct kept_for_rules);
    t->whole = t;
    l.workers = ARENA_ARRAY(&t->arena, struct worker, l.threads);
    typed_window_init(&l.typed, &t->arena, settings->window);
    l.typed.short_paths = l.typed.short_paths && !wish->words_of_today;
    find_items(&l);
    begin(&l, out);
    check_items(&l);
    build_groups(&l);
    add_up(&l, out);
    end(&l);
    load_run_tree_rules(&l, out);
    if (t->paths.for_people) {
        note_generated(&l, out, before);
        synced_weigh(t, l.settings, out);
        load_main_first(&l, out);
    }
    load_report_limits(&l, out);
}

size_t prow_tree_inputs(const struct prow_tree *t)
{
    return t->files;
}

struct tree_input prow_tree_input(const struct prow_tree *t, size_t i)
{
    const struct item *item = t->items[i].same ? t->items[i].same : &t->items[i];
    struct tree_input in = { .path = item->path, .role = item->role, .file = item->kept ? &item->kept->file : NULL };

    if (item->summary) {
        in.jobs = item->summary->jobs;
        in.job_count = item->summary->job_count;
        in.bare = item->summary->bare;
        in.bare_count = item->summary->bare_count;
    }
    if (t->store && !t->items[i].same) {
        in.summary_serial = item->summary ? item->summary->serial : 0;
        in.kept_serial = item->kept ? item->kept->serial : 0;
    }
    return in;
}

const struct prow_file *prow_tree_file(const struct prow_tree *t, enum prow_role role, size_t n)
{
    for (size_t i = 0; i < t->kept_count; i++)
        if (t->kept[i]->file.role == role && n-- == 0)
            return &t->kept[i]->file;
    return NULL;
}

void prow_tree_free(struct prow_tree *t)
{
    for (size_t i = 0; i < t->kept_count; i++)
        if (!t->borrowed[i])
            kept_file_release(t->kept[i]);
    for (size_t i = 0; i < t->files; i++)
        file_summary_release(t->items[i].summary);
    name_index_free(t->names);
    patterns_free(t->patterns);
    arena_free(t->scratch);
    arena_free(&t->arena);
}

size_t *job_group_chain(struct arena *a, const struct job_group *g, job_key *key)
{
    size_t *chain = ARENA_ARRAY(a, size_t, g->count);
    struct map last; /* key to place plus one of its last job */

    map_init(&last, a);
    for (size_t i = 0; i < g->count; i++) {
        void **at = map_at(&last, key(g->jobs[i]));
        chain[i] = *at ? (size_t)(uintptr_t)*at - 1 : SIZE_MAX;
        *at = (void *)(uintptr_t)(i + 1);
    }
    return chain;
}
