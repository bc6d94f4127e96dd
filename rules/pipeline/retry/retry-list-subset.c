#include "pipeline/survey/retry.h"

/* What the steps of one action are retried for. */
struct action {
    struct str name;
    size_t steps, with_list;
    struct map texts; /* text -> count */
};

enum { FEWEST = 5 };

static struct action *action_of(struct survey *s, struct map *actions, struct str name)
{
    void **at = map_at(actions, name);

    if (!*at) {
        struct action *a = ARENA_NEW(s->arena, struct action);

        *a = (struct action){ .name = name };
        map_init(&a->texts, s->arena);
        *at = a;
    }
    return *at;
}

static void count(struct survey *s, struct map *actions)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct action *a = action_of(s, actions, e->step->action);
        struct retry r;

        retry_read(&r, e, s->arena);
        a->steps++;
        a->with_list += node_count(r.texts) > 0;
        for (const struct node *t = node_first(r.texts); t; t = node_next(r.texts, t)) {
            void **n = map_at(&a->texts, node_text(t));

            *n = (void *)((uintptr_t)*n + 1);
        }
    }
}

static bool has_text(const struct retry *r, struct str text)
{
    for (const struct node *t = node_first(r->texts); t; t = node_next(r->texts, t))
        if (str_has(text, node_text(t)))
            return true;
    return false;
}

/* One failure, as Azure's services spell it. */
static bool is_server_error(struct str text)
{
    static const char *const spellings[] = { "Internal error", "Internal server error", "Internal Server Error",
                                             "InternalServerError" };

    for (size_t i = 0; i < COUNT_OF(spellings); i++)
        if (str_has(text, str_c(spellings[i])))
            return true;
    return false;
}

/* A list whose spelling of a failure no other one of its action has, and that lacks one that at least two of them have. */
static void judge_spelling(struct survey *s, const struct survey_step *e, const struct action *a, const struct retry *r)
{
    const struct node *own = NULL;

    for (const struct node *t = node_first(r->texts); t && !own; t = node_next(r->texts, t))
        own = is_server_error(node_text(t)) ? t : NULL;
    if (own && (uintptr_t)map_get(&a->texts, node_text(own)) > 1)
        return;
    for (size_t i = 0; own && i < a->texts.count; i++) {
        struct str text = a->texts.entries[i].key;
        size_t n = (size_t)(uintptr_t)a->texts.entries[i].value;

        if (n < 2 || !is_server_error(text) || has_text(r, text))
            continue;
        survey_say(s, e->in, own,
                   "\"%.*s\" is one spelling of this failure, and %zu other %.*s steps are retried for \"%.*s\", "
                   "too, which is another one",
                   STR_ARG(node_text(own)), n, STR_ARG(a->name), STR_ARG(text));
        return;
    }
}

/* A text that nine in ten of the lists have; a list, where eight in ten of the steps have one. */
static void judge(struct survey *s, const struct survey_step *e, const struct action *a)
{
    struct retry r;

    retry_read(&r, e, s->arena);
    if (node_count(r.texts) == 0) {
        if (!r.node && a->with_list >= FEWEST && a->with_list * 10 >= a->steps * 8)
            survey_say(s, e->in, e->step->node, "%zu of %zu %.*s steps have an automatedRetry, this one has none",
                       a->with_list, a->steps, STR_ARG(a->name));
        return;
    }
    judge_spelling(s, e, a, &r);
    for (size_t i = 0; a->with_list >= FEWEST && i < a->texts.count; i++) {
        struct str text = a->texts.entries[i].key;
        size_t n = (size_t)(uintptr_t)a->texts.entries[i].value;

        if (n * 10 < a->with_list * 9 || has_text(&r, text))
            continue;
        survey_say(s, e->in, node_first(r.texts),
                   "%zu of %zu retry lists of %.*s steps have \"%.*s\", this one lacks it", n, a->with_list,
                   STR_ARG(a->name), STR_ARG(text));
    }
}

/* texts come one at a time into lists that are copied by hand, and one copy is missed. */
static void check(struct survey *s)
{
    struct map actions;

    map_init(&actions, s->arena);
    count(s, &actions);
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct action *a = map_get(&actions, e->step->action);

        judge(s, e, a);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_retry_list_subset = {
    .id = "retry-list-subset",
    .summary = "The retries of a step know the failures that its siblings are retried for.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};
