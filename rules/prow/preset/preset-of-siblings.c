#include "base/fingerprint.h"
#include "base/map.h"
#include "prow/files/file.h"
#include "prow/presets/preset.h"
#include "rule/rule.h"

/* Jobs of one program, the words of its command, and those of its jobs that are compared with one. */
enum { LEAST_TWINS = 4, LEAST_WITH = 3, FEWEST_WORDS = 2, MOST_WORDS = 4, MOST_COMPARED = 32 };

/* A job of a list, beside those with the same image and command but for the last argument. */
struct twin {
    const struct node *job, *name, *labels;
    struct twin *next;
};

struct group {
    struct twin *first;
    size_t count;
};

struct looking {
    struct check *check;
    const struct prow_file *file;
    struct arena *arena;
};

/* The words of a list of arguments, no more than there is room for; false where one is no plain word. */
static bool add_words(const struct node *list, struct str *words, size_t *count)
{
    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        struct str word = node_text(node_value(e));
        if (*count == MOST_WORDS || str_find_char(word, ' ') != SIZE_MAX || str_find_char(word, '\n') != SIZE_MAX)
            return false;
        words[(*count)++] = word;
    }
    return true;
}

/* Image and command but for the last word, as a fingerprint of its bytes in the arena; empty where the job is none that has
 * twins: where no path is left, the last word is the program. */
static struct str key_of(const struct looking *l, const struct node *job)
{
    const struct node *containers = node_field(node_field(job, STR("spec")), STR("containers"));
    const struct node *container = node_value(node_first(containers));
    struct str words[MOST_WORDS];
    struct fingerprint *f;
    size_t count = 0;
    bool path = false;

    if (!container || !add_words(node_field(container, STR("command")), words, &count) ||
        !add_words(node_field(container, STR("args")), words, &count) || count < FEWEST_WORDS ||
        node_count(containers) != 1)
        return STR("");
    for (size_t i = 0; i + 1 < count; i++)
        path = path || str_find_char(words[i], '/') != SIZE_MAX;
    if (!path)
        return STR("");
    f = ARENA_NEW(l->arena, struct fingerprint);
    *f = fingerprint_of(node_text(node_field(container, STR("image"))));
    for (size_t i = 0; i + 1 < count; i++)
        *f = fingerprint_then(*f, fingerprint_of(words[i]));
    return (struct str){ (const char *)f, sizeof *f };
}

/* The command but for its last word, for people. */
static struct str program_of(const struct looking *l, const struct node *job)
{
    const struct node *container = node_value(node_first(node_field(node_field(job, STR("spec")), STR("containers"))));
    struct str words[MOST_WORDS], all = STR("");
    size_t count = 0;

    add_words(node_field(container, STR("command")), words, &count);
    add_words(node_field(container, STR("args")), words, &count);
    for (size_t i = 0; i + 1 < count; i++)
        all = all.len ? ARENA_JOIN(l->arena, all, STR(" "), words[i]) : words[i];
    return all;
}

static bool is_preset_label(const struct node *key)
{
    return str_starts(node_text(key), STR("preset-"));
}

static bool has(const struct twin *t, struct str label)
{
    return node_field(t->labels, label) != NULL;
}

/* The only label for a preset that some of them have and some have not; empty without one, or with more. */
static struct str mixed_label(struct arena *a, const struct group *g, size_t *with)
{
    struct str found = STR("");
    struct map counts;
    size_t mixed = 0;

    map_init(&counts, a);
    for (const struct twin *t = g->first; t; t = t->next)
        for (const struct node *k = node_first_key(t->labels); k; k = node_next_key(t->labels, k))
            if (is_preset_label(k)) {
                void **at = map_at(&counts, node_text(k));
                *at = (void *)((uintptr_t)*at + 1);
            }
    for (size_t i = 0; i < counts.count; i++)
        if ((uintptr_t)counts.entries[i].value < g->count) {
            mixed++;
            found = counts.entries[i].key;
            *with = (uintptr_t)counts.entries[i].value;
        }
    return mixed == 1 ? found : STR("");
}

/* Whether the names have as many words between dashes, of which one differs. */
static bool differ_in_one_word(struct str a, struct str b)
{
    size_t differ = 0;
    bool more_a = true, more_b = true;

    while (more_a && more_b) {
        struct str x, y;
        more_a = str_cut(a, '-', &x, &a);
        more_b = str_cut(b, '-', &y, &b);
        differ += !str_eq(x, y);
    }
    return more_a == more_b && differ == 1;
}

static const struct twin *sibling_of(const struct group *g, const struct twin *one, struct str label)
{
    const struct twin *found = NULL;
    size_t like = 0, compared = 0;

    for (const struct twin *t = g->first; t && compared < MOST_COMPARED; t = t->next)
        if (has(t, label)) {
            compared++;
            if (differ_in_one_word(node_text(one->name), node_text(t->name))) {
                like++;
                found = t;
            }
        }
    return like >= LEAST_WITH ? found : NULL;
}

static void compare(const struct looking *l, const struct group *g)
{
    size_t with = 0;
    struct str label = g->count >= LEAST_TWINS ? mixed_label(l->arena, g, &with) : STR("");

    if (with < LEAST_WITH || label.len == 0)
        return;
    for (const struct twin *t = g->first; t; t = t->next) {
        const struct twin *sibling = has(t, label) ? NULL : sibling_of(g, t, label);
        if (!sibling)
            continue;
        report(l->check, prow_place(l->file, t->name),
               "job %.*s has no label %.*s, which %zu of the %zu jobs have that run %.*s with another last argument; "
               "their "
               "names differ in one word",
               STR_ARG(node_text(t->name)), STR_ARG(label), with, g->count, STR_ARG(program_of(l, t->job)));
        also(l->check, prow_place(l->file, sibling->name), "one that has it");
    }
}

static void look_at_list(const struct looking *l, const struct node *list)
{
    struct map groups;

    map_init(&groups, l->arena);
    for (const struct node *e = node_count(list) < LEAST_TWINS ? NULL : node_first(list); e; e = node_next(list, e)) {
        const struct node *job = node_value(e), *name = node_field(job, STR("name"));
        struct str key = name ? key_of(l, job) : STR("");
        void **at = key.len ? map_at(&groups, key) : NULL;
        struct group *g;
        struct twin *t;
        if (!at)
            continue;
        g = *at ? *at : (*at = ARENA_NEW(l->arena, struct group));
        t = ARENA_NEW(l->arena, struct twin);
        *t = (struct twin){ job, name, node_field(job, STR("labels")), g->first };
        g->first = t;
        g->count++;
    }
    for (size_t i = 0; i < groups.count; i++)
        compare(l, groups.entries[i].value);
}

static void check_file(struct check *c, const struct prow_file *f)
{
    static const struct str kinds[] = { STR_INIT("presubmits"), STR_INIT("postsubmits") };
    struct arena scratch = { 0 };
    struct looking l = { c, f, &scratch };

    if (f->broken || !f->tape.root || (f->role != ROLE_JOBS && f->role != ROLE_CONFIG))
        return;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        const struct node *repos = node_field(f->tape.root, kinds[i]);
        for (const struct node *k = node_first_key(repos); k; k = node_next_key(repos, k))
            look_at_list(&l, node_pair_value(k));
    }
    look_at_list(&l, node_field(f->tape.root, STR("periodics")));
    arena_free(&scratch);
}

const struct rule rule_preset_of_siblings = {
    .id = "preset-of-siblings",
    .summary = "Jobs that run one program with another argument ask for the same presets.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .file = check_file,
};
