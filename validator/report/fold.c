#include "report/fold.h"

#include "base/map.h"
#include "rule/rule.h"

/* A message of more words is like no other: nobody sees one word among so many. */
enum { MOST_WORDS = 64 };

struct words {
    uint64_t hashes[MOST_WORDS], sum;
    size_t count;
};

/* One word at one position of the message. */
static uint64_t placed(uint64_t word, size_t position)
{
    return (word ^ (word >> 29)) * (2 * (uint64_t)position + 0x9e3779b97f4a7c15u);
}

static bool split(struct str message, struct words *w)
{
    struct str word;

    *w = (struct words){ 0 };
    while (message.len) {
        str_cut(message, ' ', &word, &message);
        if (w->count == MOST_WORDS)
            return false;
        w->hashes[w->count] = str_hash(word);
        w->sum += placed(w->hashes[w->count], w->count);
        w->count++;
    }
    return true;
}

/* What the message is without this word here, or wherever it stands: the same for two that differ in it alone. */
static uint64_t without(const struct words *w, size_t word, bool everywhere)
{
    uint64_t sum = w->sum, places = 0;

    for (size_t i = word; i < (everywhere ? w->count : word + 1); i++)
        if (w->hashes[i] == w->hashes[word]) {
            sum -= placed(w->hashes[i], i);
            places += placed(~(uint64_t)0, i);
        }
    return sum ^ (places * 31 + w->count);
}

static struct str key_of(struct arena *a, const struct finding *f, uint64_t rest)
{
    const uint64_t parts[] = { (uintptr_t)f->rule, (uint64_t)f->severity, rest };

    return arena_copy(a, (struct str){ (const char *)parts, sizeof parts });
}

/* What it is without each of its words, at most two each; how many. */
static size_t list_keys(struct arena *a, const struct finding *f, struct str *keys)
{
    struct words w;
    size_t n = 0;

    if (!split(f->message, &w))
        return 0;
    for (size_t word = 0; word < w.count; word++) {
        uint64_t here = without(&w, word, false), everywhere = without(&w, word, true);
        keys[n++] = key_of(a, f, here);
        if (everywhere != here)
            keys[n++] = key_of(a, f, everywhere);
    }
    return n;
}

static void follow(struct told *told, size_t leader, size_t i)
{
    struct told *l = &told[leader];

    told[i].leader = leader;
    told[l->last].next = i;
    l->last = i;
    l->like++;
}

/* Finds the leader of one, or makes it one. by_words keeps the places in told. */
static void lead(struct arena *a, struct map *by_words, struct told *told, size_t i)
{
    struct str keys[2 * MOST_WORDS];
    size_t n = list_keys(a, told[i].finding, keys);

    told[i].leader = told[i].last = i;
    told[i].like = 1;
    for (size_t k = 0; k < n; k++) {
        const struct told *l = map_get(by_words, keys[k]);
        if (l) {
            follow(told, l->leader, i);
            return;
        }
    }
    for (size_t k = 0; k < n; k++)
        *map_at(by_words, keys[k]) = &told[i];
}

static void fold_file(struct told *told, size_t first, size_t end)
{
    struct arena scratch = { 0 };
    struct map by_words;

    map_init(&by_words, &scratch);
    for (size_t i = first; i < end; i++)
        lead(&scratch, &by_words, told, i);
    arena_free(&scratch);
    for (size_t i = first; i < end; i++)
        told[i].hidden = told[i].leader != i && told[told[i].leader].like >= FOLD_FROM;
}

void fold_alike(struct told *told, size_t count)
{
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first; end < count && str_eq(told[end].finding->at.file, told[first].finding->at.file);)
            end++;
        fold_file(told, first, end);
    }
}

struct blocks {
    size_t shown;
    struct fold_rest *rest;
};

static void count_rest(struct fold_rest *r, const struct told *t)
{
    r->files += r->files == 0 || !str_eq(r->file, t->finding->at.file);
    r->file = t->finding->at.file;
    r->count += t->like >= FOLD_FROM ? t->like : 1;
}

size_t fold_rests(struct arena *a, struct told *told, size_t count, struct fold_rest **rests)
{
    struct fold_rest *all = ARENA_ARRAY(a, struct fold_rest, rule_count);
    size_t n = 0;
    struct map by_rule;

    map_init(&by_rule, a);
    for (size_t i = 0; i < count; i++) {
        void **slot = told[i].hidden ? NULL : map_at(&by_rule, str_c(told[i].finding->rule->id));
        struct blocks *b;
        if (!slot)
            continue;
        if (!*slot)
            *slot = ARENA_NEW(a, struct blocks);
        b = *slot;
        if (b->shown++ < FOLD_BLOCKS)
            continue;
        if (!b->rest) {
            b->rest = &all[n++];
            b->rest->rule = told[i].finding->rule;
        }
        told[i].hidden = true;
        count_rest(b->rest, &told[i]);
    }
    *rests = all;
    return n;
}
