#include "prow/branches/branch_contexts.h"

#include "prow/branches/branch_index.h"

#include <stdlib.h>

struct jobs_on_branch {
    const struct job_summary **jobs;
    size_t count;
};

void context_set_init(struct context_set *s, struct arena *a)
{
    map_init(&s->by_name, a);
}

void context_set_add(struct context_set *s, const struct status_context *c)
{
    void **at = map_at(&s->by_name, c->name);

    if (*at)
        return;
    *at = ARENA_NEW(s->by_name.arena, struct status_context);
    *(struct status_context *)*at = *c;
}

void context_set_add_all(struct context_set *s, const struct context_set *from)
{
    for (size_t i = 0; i < from->by_name.count; i++)
        context_set_add(s, from->by_name.entries[i].value);
}

void context_set_add_list(struct context_set *s, const struct setting *list, enum context_from from)
{
    struct arena *a = s->by_name.arena;

    if (node_kind(list->value) != NODE_SEQUENCE)
        return;
    for (struct setting e = { 0 }; setting_next(a, list, &e);)
        context_set_add(s, &(struct status_context){ .name = preset_label_value(a, e.value),
                                                     .from = from,
                                                     .at = setting_place(&e),
                                                     .path = e.path });
}

const struct status_context *context_set_find(const struct context_set *s, struct str name)
{
    return map_get(&s->by_name, name);
}

size_t context_set_count(const struct context_set *s)
{
    return s->by_name.count;
}

static int by_name(const void *pa, const void *pb)
{
    const struct status_context *a = *(const struct status_context *const *)pa;
    const struct status_context *b = *(const struct status_context *const *)pb;

    return str_cmp(a->name, b->name);
}

const struct status_context **context_set_sorted(const struct context_set *s, struct arena *a)
{
    const struct status_context **all = ARENA_ARRAY(a, const struct status_context *, s->by_name.count);

    for (size_t i = 0; i < s->by_name.count; i++)
        all[i] = s->by_name.entries[i].value;
    if (s->by_name.count)
        qsort(all, s->by_name.count, sizeof *all, by_name);
    return all;
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

void name_list_join(struct arena *a, struct name_list *outer, const struct name_list *inner)
{
    struct str *all;
    size_t count = 0, kept = 0;

    if (!inner->given)
        return;
    if (!outer->given) {
        *outer = *inner;
        return;
    }
    all = ARENA_ARRAY(a, struct str, outer->count + inner->count);
    for (size_t i = 0; i < outer->count; i++)
        all[count++] = outer->texts[i];
    for (size_t i = 0; i < inner->count; i++)
        all[count++] = inner->texts[i];
    if (count)
        qsort(all, count, sizeof *all, by_text);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !str_eq(all[i], all[kept - 1]))
            all[kept++] = all[i];
    *outer = (struct name_list){ all, kept, true };
}

bool name_list_matches(const struct name_list *l, struct arena *a, struct patterns *patterns, struct str branch)
{
    return patterns_match(patterns, branches_joined(a, l->texts, l->count), branch);
}

/* Where the context of this job belongs. A job that is triggered by what changed, or by hand, may leave no status
 * behind, so a merge can't always wait for one. */
static struct context_set *class_of(struct branch_contexts *b, const struct job_summary *j, bool manual,
                                    struct name_list **names)
{
    bool by_hand = !j->always_run && !j->has_change_regex;

    if (j->optional || j->skip_report)
        return *names = &b->optional_names, &b->optional;
    if (by_hand ? !manual : j->has_change_regex)
        return *names = &b->if_present_names, &b->if_present;
    return *names = &b->required_names, &b->required;
}

/* The list has room for the names of all jobs. */
static void put_name(struct name_list *l, struct str *room, struct str name)
{
    room[l->count++] = name;
    *l = (struct name_list){ room, l->count, true };
}

struct group_branches {
    struct branch_index index;
    struct map by_name; /* branches to struct jobs_on_branch */
};

static struct group_branches *branches_of(const struct prow_tree *t, const struct job_group *group)
{
    void **at = map_at(t->on_branch, arena_copy(t->scratch, (struct str){ (const char *)&group, sizeof group }));
    struct group_branches *g = *at;

    if (g)
        return g;
    *at = g = ARENA_NEW(t->scratch, struct group_branches);
    branch_index_init(&g->index, t->scratch);
    map_init(&g->by_name, t->scratch);
    for (size_t i = 0; i < group->count; i++)
        branch_index_add(&g->index, &group->jobs[i]->branches, i);
    return g;
}

/* The jobs of the group that could run on the branch, kept for the next rule that asks: their patterns are what takes
 * long. */
static const struct jobs_on_branch *jobs_on(const struct prow_tree *t, const struct job_group *group, struct str branch)
{
    struct group_branches *g = branches_of(t, group);
    struct jobs_on_branch *on = map_get(&g->by_name, branch);
    struct arena scratch = { 0 }; /* candidates may be all jobs, for every branch, and few of them run on it */
    size_t *places, count, found = 0;

    if (on)
        return on;
    on = ARENA_NEW(t->scratch, struct jobs_on_branch);
    *map_at(&g->by_name, arena_copy(t->scratch, branch)) = on;
    count = branch_index_candidates(&g->index, &scratch, branch, &places);
    for (size_t i = 0; i < count; i++)
        if (branches_include(t->scratch, &group->jobs[places[i]]->branches, t->patterns, branch))
            places[found++] = places[i];
    on->jobs = ARENA_ARRAY(t->scratch, const struct job_summary *, found);
    while (on->count < found) {
        on->jobs[on->count] = group->jobs[places[on->count]];
        on->count++;
    }
    arena_free(&scratch);
    return on;
}

void branch_contexts_read(struct branch_contexts *b, struct arena *a, const struct prow_tree *t,
                          const struct job_group *group, struct str branch, bool manual, bool inrepo)
{
    const struct jobs_on_branch *on = group ? jobs_on(t, group, branch) : NULL;
    size_t room = on ? on->count : 0;
    struct str *texts = ARENA_ARRAY(a, struct str, 3 * room);

    *b = (struct branch_contexts){ 0 };
    context_set_init(&b->required, a);
    context_set_init(&b->if_present, a);
    context_set_init(&b->optional, a);
    for (size_t i = 0; on && i < on->count; i++) {
        const struct job_summary *j = on->jobs[i];
        struct name_list *names;
        struct context_set *set;
        if (j->inrepo && !inrepo)
            continue;
        set = class_of(b, j, manual, &names);
        put_name(names,
                 texts + (names == &b->required_names     ? 0
                          : names == &b->if_present_names ? room
                                                          : 2 * room),
                 j->context);
        context_set_add(set, &(struct status_context){ .name = j->context,
                                                       .from = CONTEXT_FROM_PRESUBMIT,
                                                       .at = { j->file, j->context_span, false },
                                                       .job = j });
    }
}
