/* The examples of a rule, as they are read; own_try.c runs them. */
#include "prow/own/own_reading.h"

#include "schema/decode.h"

/* An example that gives variables by their names gives those that there are. */
static void check_named(struct own_reader *r, const struct own_rule *o, const struct node *example)
{
    if (!own_types_example_is_named(o->on, example))
        return;
    for (const struct node *k = node_first_key(example); k; k = node_next_key(example, k)) {
        struct str near = own_types_nearest(o->on, node_text(k));
        if (!own_types_has(o->on, node_text(k)))
            own_complain_at(r, k, SIZE_MAX, "a rule about this has no variable \"%.*s\"%s%.*s%s", STR_ARG(node_text(k)),
                            near.len ? "; did you mean " : "", STR_ARG(near), near.len ? "?" : "");
    }
}

struct looking {
    struct own_reader *reader;
};

static void tell_unknown(void *context, const struct decode_problem *p)
{
    const struct looking *k = context;
    bool near = p->suggestion.len > 0;

    /* What jobs of other kinds have is shared by an anchor, most of the time. */
    if (p->kind == DECODE_UNKNOWN_FIELD && p->kinds.len == 0)
        own_complain_at(k->reader, p->at, SIZE_MAX,
                        "Prow knows no field \"%.*s\" here, so the example says less than it seems to%s%.*s%s",
                        STR_ARG(node_text(p->at)), near ? "; did you mean " : "", STR_ARG(p->suggestion),
                        near ? "?" : "");
}

/* The type of what an example gives under this name; NULL for what has none of Prow's. */
static const struct go_type *type_called(const struct own_rule *o, struct str name, const struct node *kind)
{
    bool post = o->on & OWN_POSTSUBMIT, pre = o->on & OWN_PRESUBMIT;

    if (o->on & OWN_PIPELINES)
        return NULL;
    if (str_eq(name, STR("preset")))
        return go_type_find("prow/jobs", "Preset");
    if (str_eq(name, STR("config")))
        return go_type_find("prow/config", "Config");
    if (str_eq(name, STR("plugins")) && (o->on & OWN_PLUGINS))
        return go_type_find("prow/plugins", "Configuration");
    if (!str_eq(name, STR("job")) || !(o->on & OWN_JOB))
        return NULL;
    if (kind) {
        pre = node_is(kind, STR("presubmit"));
        post = node_is(kind, STR("postsubmit"));
    }
    return go_type_find("prow/jobs", pre ? "Presubmit" : post ? "Postsubmit" : "Periodic");
}

/* A field that no version of Prow has is dropped, and then the example is another one than it looks like. */
static void check_fields_of(struct own_reader *r, const struct node *n, const struct go_type *type)
{
    struct tape t = { .source = r->source, .root = node_value(n) };
    struct looking k = { r };
    struct decode_result result;
    struct arena a = { 0 };
    struct go_window newest;

    if (!n || !type)
        return;
    go_window_newest(&newest, &a);
    decode(&t, type, &(struct decode_options){ .window = &newest }, &a, tell_unknown, &k, &result);
    arena_free(&a);
}

static void check_example(struct own_reader *r, const struct own_rule *o, const struct node *example)
{
    static const char *const things[] = { "job", "preset", "config", "plugins" };
    bool named = own_types_example_is_named(o->on, example);

    for (size_t i = 0; i < COUNT_OF(things); i++) {
        const struct node *n = named ? node_get(example, str_c(things[i])) : example;
        if (named || str_eq(str_c(things[i]), own_types_thing(o->on)))
            check_fields_of(r, n, type_called(o, str_c(things[i]), named ? node_get(example, STR("kind")) : NULL));
    }
}

static void read_examples_of(struct own_reader *r, struct own_rule *o, const struct node *list, bool fails)
{
    if (list && node_kind(list) != NODE_SEQUENCE)
        own_complain_at(r, list, SIZE_MAX, "fails: and passes: are lists of examples");
    for (const struct node *e = node_kind(list) == NODE_SEQUENCE ? node_first(list) : NULL; e; e = node_next(list, e)) {
        check_named(r, o, node_value(e));
        if (node_kind(e) != NODE_MAPPING)
            own_complain_at(r, e, SIZE_MAX, "an example is a mapping: a job, or what else the rule is about");
        else {
            check_example(r, o, node_value(e));
            o->examples[o->example_count++] = (struct own_example){ node_value(e), fails };
        }
    }
}

void own_read_examples(struct own_reader *r, struct own_rule *o)
{
    static const char *const known[] = { "fails", "passes", NULL };
    const struct node *n = node_get(o->node, STR("examples"));
    const struct node *fails = node_get(n, STR("fails")), *passes = node_get(n, STR("passes"));

    own_check_fields(r, n, known, "examples:");
    o->examples = ARENA_ARRAY(r->rules->arena, struct own_example, node_count(fails) + node_count(passes));
    read_examples_of(r, o, fails, true);
    read_examples_of(r, o, passes, false);
}
