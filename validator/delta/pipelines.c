#include "delta/pipelines_parts.h"

#include "pipeline/guard.h"

struct str compared_name(const struct comparing *k, struct str id)
{
    const struct str *now = map_get(&k->renamed, id);

    return now ? *now : id;
}

uint64_t *pipelines_where(const struct comparing *k, const struct compared_key *key, int side)
{
    uint64_t *set = ARENA_ARRAY(k->a, uint64_t, k->words);

    for (size_t i = 0; i < key->counts[side]; i++)
        for (size_t c = 0; c < key->facts[side][i]->in_count; c++)
            SET_ADD(set, k->index[side][key->facts[side][i]->in[c]]);
    return set;
}

static struct str context_key(struct arena *a, const struct rollout_context *c)
{
    return ARENA_JOIN(a, c->topology, STR("\n"), c->name);
}

/* The contexts of BEFORE, then those that only AFTER has. */
static void join_contexts(struct comparing *k)
{
    struct pipelines_delta *d = k->d;
    struct map known;

    map_init(&known, k->a);
    for (int side = 0; side < 2; side++) {
        const struct rollout *o = k->sides[side];

        k->index[side] = ARENA_ARRAY(k->a, uint32_t, o->context_count + 1);
        for (size_t i = 0; i < o->context_count; i++) {
            void **at = map_at(&known, context_key(k->a, &o->contexts[i]));

            if (!*at) {
                *ARENA_PUSH(&d->arena, d->contexts, d->context_count, d->context_cap) = (struct compared_context){ 0 };
                *at = (void *)(uintptr_t)d->context_count;
            }
            k->index[side][i] = (uint32_t)((uintptr_t)*at - 1);
            if (side)
                d->contexts[k->index[side][i]].after = &o->contexts[i];
            else
                d->contexts[k->index[side][i]].before = &o->contexts[i];
        }
    }
}

static void note_unread(struct comparing *k, size_t context, const struct rollout_context *c)
{
    for (size_t i = 0; c && i < c->unread_count; i++) {
        uint64_t **set = (uint64_t **)map_at(&k->unread, c->unread[i]);

        if (!*set)
            *set = ARENA_ARRAY(k->a, uint64_t, k->words);
        SET_ADD(*set, context);
    }
}

static void find_contexts(struct comparing *k)
{
    struct pipelines_delta *d = k->d;

    join_contexts(k);
    k->words = d->context_count / 64 + 1;
    k->common = ARENA_ARRAY(k->a, uint64_t, k->words);
    k->valued = ARENA_ARRAY(k->a, uint64_t, k->words);
    for (size_t i = 0; i < d->context_count; i++) {
        const struct compared_context *c = &d->contexts[i];

        note_unread(k, i, c->before);
        note_unread(k, i, c->after);
        if (!c->before || !c->after)
            continue;
        SET_ADD(k->common, i);
        if (c->before->valued && c->after->valued)
            SET_ADD(k->valued, i);
    }
}

static struct compared_key *key_at(struct comparing *k, enum rollout_kind kind, struct str subject, struct str what)
{
    struct str text = ARENA_JOIN(k->a, arena_printf(k->a, "%d %zu ", kind, subject.len), subject, what);
    struct compared_key **at = (struct compared_key **)map_at(&k->keys, text);

    if (!*at) {
        *at = ARENA_NEW(k->a, struct compared_key);
        **at = (struct compared_key){ .kind = kind, .subject = subject, .what = what };
    }
    return *at;
}

struct place pipelines_step_place(struct comparing *k, struct str step)
{
    static const struct str whats[] = { STR_INIT(""), STR_INIT("validation") };

    for (size_t i = 0; i < COUNT_OF(whats); i++) {
        const struct compared_key *key = key_at(k, ROLLOUT_STEP, step, whats[i]);

        if (key->counts[1])
            return key->facts[1][0]->at;
    }
    return (struct place){ { "", 0 }, { 0 }, false };
}

static void collect(struct comparing *k, int side)
{
    const struct rollout *o = k->sides[side];

    for (size_t i = 0; i < o->fact_count; i++) {
        const struct rollout_fact *f = &o->facts[i];
        struct str subject = side ? f->subject : compared_name(k, f->subject);
        struct str what = side || f->kind != ROLLOUT_EDGE ? f->what : compared_name(k, f->what);
        struct compared_key *key = key_at(k, f->kind, subject, what);

        *ARENA_PUSH(k->a, key->facts[side], key->counts[side], key->caps[side]) = f;
    }
}

static void find_steps(struct comparing *k)
{
    for (size_t i = 0; i < k->keys.count; i++) {
        struct compared_key *key = k->keys.entries[i].value;
        uint64_t **sets, *of[2];

        if (key->kind != ROLLOUT_STEP && key->kind != ROLLOUT_GROUP && key->kind != ROLLOUT_SERVICE)
            continue;
        of[0] = pipelines_where(k, key, 0);
        of[1] = pipelines_where(k, key, 1);
        sets = map_get(&k->steps, key->subject);
        if (!sets) {
            sets = ARENA_ARRAY(k->a, uint64_t *, 2);
            *map_at(&k->steps, key->subject) = sets;
            memcpy(sets, of, sizeof of);
            continue;
        }
        /* What is a validation in one context and none in another is there in both. */
        for (size_t w = 0; w < 2 * k->words; w++)
            sets[w / k->words][w % k->words] |= of[w / k->words][w % k->words];
    }
}

struct pipeline_change *pipelines_change(struct comparing *k, struct map *made, const struct pipeline_change *c,
                                         uint32_t context)
{
    struct pipelines_delta *d = k->d;
    struct str key =
        ARENA_JOIN(k->a, arena_printf(k->a, "%d %zu %zu %zu ", c->kind, c->subject.len, c->what.len, c->before.len),
                   c->subject, c->what, c->before, c->after);
    void **at = map_at(made, key);
    struct pipeline_change *to;

    if (!*at) {
        *ARENA_PUSH(&d->arena, d->changes, d->count, d->cap) = *c;
        to = &d->changes[d->count - 1];
        to->subject = arena_copy(&d->arena, c->subject);
        to->what = arena_copy(&d->arena, c->what);
        to->before = arena_copy(&d->arena, c->before);
        to->after = arena_copy(&d->arena, c->after);
        to->was.before = true;
        *at = (void *)(uintptr_t)d->count;
    }
    to = &d->changes[(uintptr_t)*at - 1];
    if (!to->context_count || to->contexts[to->context_count - 1] != context)
        *ARENA_PUSH(&d->arena, to->contexts, to->context_count, to->context_cap) = context;
    d->contexts[context].touched = true;
    return to;
}

/* Where a thing can be compared at all: in contexts of both sides, where its file was read, and nothing of it is a
 * stand-in. */
static uint64_t *comparable(const struct comparing *k, const struct compared_key *key)
{
    uint64_t *mask = ARENA_ARRAY(k->a, uint64_t, k->words);

    memcpy(mask, key->kind == ROLLOUT_VALUE ? k->valued : k->common, k->words * sizeof *mask);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < key->counts[side]; i++) {
            const struct rollout_fact *f = key->facts[side][i];
            const uint64_t *unread = map_get(&k->unread, f->at.file);

            for (size_t w = 0; unread && w < k->words; w++)
                mask[w] &= ~unread[w];
            for (size_t c = 0; f->open && c < f->in_count; c++)
                mask[k->index[side][f->in[c]] / 64] &= ~(UINT64_C(1) << (k->index[side][f->in[c]] % 64));
        }
    return mask;
}

/* Of what belongs to a step or group: where both sides have that. */
static void limit_to_subject(const struct comparing *k, const struct compared_key *key, uint64_t *mask)
{
    uint64_t *const *sets = map_get(&k->steps, key->subject);

    if (key->kind == ROLLOUT_VALUE || key->kind == ROLLOUT_PIN || key->kind == ROLLOUT_STEP ||
        key->kind == ROLLOUT_GROUP)
        return;
    for (size_t w = 0; w < k->words; w++)
        mask[w] &= sets ? sets[0][w] & sets[1][w] : 0;
}

static bool same_words(const struct compared_key *key)
{
    if (key->counts[0] != 1 || key->counts[1] != 1)
        return false;
    return str_eq(key->facts[0][0]->text, key->facts[1][0]->text);
}

/* The texts of a side in one context that the other side lacks there, one a line; *at: the place of the first. */
static struct str texts_in(const struct comparing *k, const struct compared_key *key, int side, uint32_t context,
                           uint64_t *const *where[2], struct place *at)
{
    struct words out = { 0 };

    for (size_t i = 0; i < key->counts[side]; i++) {
        const struct rollout_fact *f = key->facts[side][i];
        bool both = false;

        if (!SET_HAS(where[side][i], context))
            continue;
        for (size_t o = 0; o < key->counts[!side] && !both; o++)
            both = str_eq(key->facts[!side][o]->text, f->text) && SET_HAS(where[!side][o], context);
        if (both)
            continue;
        if (!out.count)
            *at = f->at;
        words_add(&out, k->a, f->text);
    }
    words_sort(&out);
    return arena_list(k->a, STR("\n"), out.at, out.count);
}

static enum pipeline_change_kind field_kind(struct str what, struct str after)
{
    if (str_starts(what, STR("automatedRetry")))
        return str_eq(what, STR("automatedRetry.maximumRetryCount")) && !after.len ? CHANGE_RETRY_LOST : CHANGE_RETRY;
    if (str_eq(what, STR("timeout")))
        return CHANGE_TIMEOUT;
    if (str_starts(what, STR("dryRun")) && !after.len)
        return CHANGE_GUARD_GONE;
    return str_has(what, STR("dentity")) ? CHANGE_IDENTITY : CHANGE_FIELD;
}

static bool names_an_image(struct str path)
{
    static const struct str keys[] = { STR_INIT("digest"), STR_INIT("tag"),        STR_INIT("sha"),
                                       STR_INIT("image"),  STR_INIT("repository"), STR_INIT("registry") };
    size_t dot = str_rfind_char(path, '.');

    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (str_eq(str_from(path, dot == SIZE_MAX ? 0 : dot + 1), keys[i]))
            return true;
    return false;
}

static enum pipeline_change_kind kind_of(const struct compared_key *key, struct str before, struct str after)
{
    switch (key->kind) {
    case ROLLOUT_STEP:
        if (before.len && after.len)
            return CHANGE_ACTION;
        if (after.len)
            return CHANGE_STEP_NEW;
        return str_eq(key->what, STR("validation")) || guard_is_named(key->subject) ? CHANGE_GUARD_GONE
                                                                                    : CHANGE_STEP_GONE;
    case ROLLOUT_SCOPE:
        return CHANGE_SCOPE;
    case ROLLOUT_FIELD:
        return field_kind(key->what, after);
    case ROLLOUT_SERVICE:
        return CHANGE_SERVICE;
    case ROLLOUT_PIN:
        return CHANGE_PIN;
    default:
        return names_an_image(key->what) ? CHANGE_IMAGE : CHANGE_VALUE;
    }
}

/* A key whose texts differ in some context. */
static void compare_texts(struct comparing *k, struct map *made, const struct compared_key *key, const uint64_t *mask)
{
    uint64_t **sets[2];
    uint64_t *const *where[2];

    for (int side = 0; side < 2; side++) {
        sets[side] = ARENA_ARRAY(k->a, uint64_t *, key->counts[side] + 1);
        for (size_t i = 0; i < key->counts[side]; i++) {
            struct compared_key one = { .facts = { key->facts[side] + i, key->facts[side] + i }, .counts = { 1, 1 } };

            sets[side][i] = pipelines_where(k, &one, side);
        }
        where[side] = sets[side];
    }
    for (size_t c = 0; c < k->d->context_count; c++) {
        struct pipeline_change change = { .subject = key->subject, .what = key->what };

        if (!SET_HAS(mask, c))
            continue;
        change.before = texts_in(k, key, 0, (uint32_t)c, where, &change.was);
        change.after = texts_in(k, key, 1, (uint32_t)c, where, &change.is);
        if (!change.before.len && !change.after.len && !change.was.file.len == !change.is.file.len)
            continue;
        change.kind = kind_of(key, change.before, change.after);
        if (key->kind == ROLLOUT_FIELD && (change.kind == CHANGE_RETRY_LOST || change.kind == CHANGE_GUARD_GONE))
            change.is = pipelines_step_place(k, key->subject);
        pipelines_change(k, made, &change, (uint32_t)c);
    }
}

/* Where the sides can differ at all. */
static bool narrow(struct comparing *k, const struct compared_key *key, uint64_t *mask)
{
    uint64_t *before, *after, any = 0;

    if (!same_words(key)) {
        for (size_t w = 0; w < k->words; w++)
            any |= mask[w];
        return any;
    }
    before = pipelines_where(k, key, 0);
    after = pipelines_where(k, key, 1);
    for (size_t w = 0; w < k->words; w++)
        any |= mask[w] &= before[w] ^ after[w];
    return any;
}

static void compare_key(struct comparing *k, struct map *made, const struct compared_key *key)
{
    uint64_t *mask;

    if (key->kind == ROLLOUT_EDGE || key->kind == ROLLOUT_GROUP || key->kind == ROLLOUT_ORDER)
        return;
    mask = comparable(k, key);
    limit_to_subject(k, key, mask);
    if (narrow(k, key, mask))
        compare_texts(k, made, key, mask);
}

/* The names of a group's steps (or a service's groups) as AFTER calls them; with others, those that are there, too. */
static struct words names_of(struct comparing *k, const struct compared_key *key, struct str list, bool before,
                             const struct map *others)
{
    struct words out = { 0 };
    struct str name;

    while (list.len) {
        str_cut(list, '\n', &name, &list);
        if (before)
            name = id_name(compared_name(k, ARENA_JOIN(k->a, key->subject, STR("/"), name)));
        if (name.len && (!others || map_get(others, name)))
            words_add(&out, k->a, name);
    }
    return out;
}

/* The same names in another order. */
static void compare_lists(struct comparing *k, struct map *made, const struct compared_key *key,
                          const struct rollout_fact *was, const struct rollout_fact *is, uint32_t context)
{
    struct pipeline_change change = { .kind = CHANGE_ORDER, .subject = key->subject, .was = was->at, .is = is->at };
    struct words old = names_of(k, key, was->text, true, NULL), fresh = names_of(k, key, is->text, false, NULL);
    struct map in_old, in_fresh;

    map_init(&in_old, k->a);
    map_init(&in_fresh, k->a);
    for (size_t i = 0; i < old.count; i++)
        *map_at(&in_old, old.at[i]) = k;
    for (size_t i = 0; i < fresh.count; i++)
        *map_at(&in_fresh, fresh.at[i]) = k;
    old = names_of(k, key, was->text, true, &in_fresh);
    fresh = names_of(k, key, is->text, false, &in_old);
    change.before = arena_list(k->a, STR("\n"), old.at, old.count);
    change.after = arena_list(k->a, STR("\n"), fresh.at, fresh.count);
    if (!str_eq(change.before, change.after))
        pipelines_change(k, made, &change, context);
}

static void compare_order(struct comparing *k, struct map *made, const struct compared_key *key)
{
    const uint64_t *mask = comparable(k, key);
    const struct rollout_fact **there[2];

    for (int side = 0; side < 2; side++) {
        there[side] = ARENA_ARRAY(k->a, const struct rollout_fact *, k->d->context_count + 1);
        for (size_t i = 0; i < key->counts[side]; i++)
            for (size_t n = 0; n < key->facts[side][i]->in_count; n++)
                there[side][k->index[side][key->facts[side][i]->in[n]]] = key->facts[side][i];
    }
    for (size_t c = 0; c < k->d->context_count; c++) {
        const struct rollout_fact *was = there[0][c], *is = there[1][c];

        if (SET_HAS(mask, c) && was && is && !str_eq(was->text, is->text))
            compare_lists(k, made, key, was, is, (uint32_t)c);
    }
}

/* A resource group comes, or goes with its steps; a service with all of them. */
static void compare_whole(struct comparing *k, struct map *made, const struct compared_key *key,
                          enum pipeline_change_kind gone, enum pipeline_change_kind fresh)
{
    const uint64_t *mask = comparable(k, key);
    uint64_t *const *sets = map_get(&k->steps, key->subject);

    for (size_t c = 0; c < k->d->context_count; c++) {
        struct pipeline_change change = { .subject = key->subject };
        bool before = SET_HAS(sets[0], c), after = SET_HAS(sets[1], c);

        if (!SET_HAS(mask, c) || before == after)
            continue;
        change.kind = before ? gone : fresh;
        if (before)
            change.was = key->facts[0][0]->at;
        else
            change.is = key->facts[1][0]->at;
        pipelines_change(k, made, &change, (uint32_t)c);
    }
}

/* A group under another name, a step under another name, or in another group that is not the same one renamed. */
static bool name_change(struct comparing *k, struct str was, struct str is, struct pipeline_change *change,
                        const struct compared_key **key)
{
    struct str none = { "", 0 };
    bool moved = !str_eq(compared_name(k, id_parent(was)), id_parent(is));

    *change = (struct pipeline_change){ .kind = CHANGE_STEP_RENAMED,
                                        .subject = is,
                                        .before = moved ? id_name(id_parent(was)) : id_name(was),
                                        .after = moved ? id_name(id_parent(is)) : id_name(is),
                                        .what = moved ? STR("resourceGroup") : none };
    *key = key_at(k, ROLLOUT_STEP, is, none);
    if (!(*key)->counts[0] && !(*key)->counts[1]) {
        *key = key_at(k, ROLLOUT_GROUP, is, none);
        change->kind = CHANGE_GROUP_RENAMED;
    }
    return (*key)->counts[0] && (*key)->counts[1] && !str_eq(change->before, change->after);
}

static void compare_names(struct comparing *k, struct map *made)
{
    for (size_t i = 0; i < k->renamed.count; i++) {
        struct pipeline_change change;
        const struct compared_key *key;
        const uint64_t *mask;

        if (!name_change(k, k->renamed.entries[i].key, *(const struct str *)k->renamed.entries[i].value, &change, &key))
            continue;
        change.was = key->facts[0][0]->at;
        change.is = key->facts[1][0]->at;
        mask = comparable(k, key);
        for (size_t c = 0; c < k->d->context_count; c++)
            if (SET_HAS(mask, c))
                pipelines_change(k, made, &change, (uint32_t)c);
    }
}

static void compare_contexts(struct comparing *k, struct map *made)
{
    for (size_t c = 0; c < k->d->context_count; c++) {
        const struct compared_context *x = &k->d->contexts[c];

        if (!x->before == !x->after)
            continue;
        pipelines_change(k, made,
                         &(struct pipeline_change){ .kind = x->before ? CHANGE_CONTEXT_GONE : CHANGE_CONTEXT_NEW,
                                                    .subject = x->before ? x->before->name : x->after->name },
                         (uint32_t)c);
    }
}

void pipelines_delta_init(struct pipelines_delta *d, const struct rollout *before, const struct rollout *after)
{
    struct arena scratch = { 0 };
    struct comparing k = { .d = d, .sides = { before, after }, .a = &scratch };
    struct map made;

    *d = (struct pipelines_delta){ .before = before, .after = after };
    map_init(&k.unread, &scratch);
    map_init(&k.renamed, &scratch);
    map_init(&k.keys, &scratch);
    map_init(&k.steps, &scratch);
    map_init(&made, &scratch);
    find_contexts(&k);
    pipelines_find_renamed(&k);
    collect(&k, 0);
    collect(&k, 1);
    find_steps(&k);
    for (size_t i = 0; i < k.keys.count; i++) {
        const struct compared_key *key = k.keys.entries[i].value;

        compare_key(&k, &made, key);
        if (key->kind == ROLLOUT_ORDER)
            compare_order(&k, &made, key);
        else if (key->kind == ROLLOUT_GROUP)
            compare_whole(&k, &made, key, CHANGE_GROUP_GONE, CHANGE_GROUP_NEW);
        else if (key->kind == ROLLOUT_SERVICE)
            compare_whole(&k, &made, key, CHANGE_SERVICE_GONE, CHANGE_SERVICE_NEW);
    }
    pipelines_compare_edges(&k, &made);
    compare_names(&k, &made);
    compare_contexts(&k, &made);
    pipelines_drop_followers(d);
    pipelines_sort(d);
    pipelines_find_reach(d);
    d->scratch = scratch.held;
    arena_free(&scratch);
}

void pipelines_delta_free(struct pipelines_delta *d)
{
    arena_free(&d->arena);
    *d = (struct pipelines_delta){ 0 };
}
