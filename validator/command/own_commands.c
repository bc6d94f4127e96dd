/* rules: the list of all rules, a team's own among them, and the examples of those. */
#include "command/own_commands.h"

#include "command/project.h"

/* The own rules of the tree at root, and what they were read from. */
struct opened {
    struct source source;
    struct own_rules own;
};

static bool open_rules(struct opened *o, struct arena *arena, const struct args *args, struct str root)
{
    struct project p;
    bool ok;

    *o = (struct opened){ .own = { .arena = arena } };
    if (!source_open(&o->source, arena, args, root))
        return false;
    ok = project_file_find(&p, &o->source, arena) && project_own_rules(&p, &o->own, arena, o->source.fs);
    source_close(&o->source);
    if (!ok)
        own_rules_free(&o->own);
    return ok;
}

bool own_list(struct arena *arena, const struct args *args)
{
    struct opened o;

    if (!open_rules(&o, arena, args, STR(".")))
        return false;
    for (size_t i = 0; i < o.own.count; i++)
        printf("%-32s %-8s %s\n", o.own.rules[i]->id, severity_name(o.own.rules[i]->severity), o.own.rules[i]->summary);
    own_rules_free(&o.own);
    return true;
}

static void explain_text(const char *name, struct str text)
{
    if (!text.len)
        return;
    printf("\n%s:\n\n", name);
    for (struct str rest = text; rest.len;) {
        size_t end = str_find_char(rest, '\n');
        printf("    %.*s\n", STR_ARG(str_slice(rest, 0, end)));
        rest = end == SIZE_MAX ? STR("") : str_from(rest, end + 1);
    }
}

/* As it is written, from the line of its first key. */
static struct str policy_text(const struct own_rule *r)
{
    const struct node *n = node_get(r->node, STR("policy"));
    size_t begin = n->start;

    while (begin > 0 && r->source.p[begin - 1] == ' ')
        begin--;
    return str_slice(r->source, begin, n->end);
}

bool own_explain(struct arena *arena, const struct args *args, struct str id, bool *found)
{
    struct opened o;

    *found = false;
    if (!open_rules(&o, arena, args, STR(".")))
        return false;
    for (size_t i = 0; i < o.own.count; i++) {
        const struct own_rule *r = o.own.items[i];
        if (!str_eq(str_c(r->rule.id), id))
            continue;
        *found = true;
        printf("# %s\n\n%s\n", r->rule.id, r->rule.summary);
        if (r->why.len)
            printf("\n%.*s\n", STR_ARG(str_trim(r->why)));
        explain_text("Asked when", r->when.text);
        explain_text("Must hold", r->require.text);
        if (r->policy)
            explain_text("Judged by the policy", policy_text(r));
        printf("\nWritten at %.*s:%u. Switch it off with %s: off under rules: in prowgate.yaml.\n", STR_ARG(r->file),
               r->node->line, r->rule.id);
    }
    own_rules_free(&o.own);
    return true;
}

/* What went wrong and what was covered, of one rule or of all. */
struct tally {
    size_t passed, failed, undecided;
};

/* Which ways through a rule its examples took. */
struct covered {
    bool not_asked, holds, broken;
    struct cel_coverage decisions;
};

static void try_example(const struct own_rule *r, const struct own_example *e, struct arena *arena, struct tally *t,
                        struct covered *c)
{
    struct own_tried tried = own_try(r, e, &c->decisions, arena);
    struct span s = span_of(r->source, e->node);

    c->not_asked |= !tried.asked && tried.trouble.len == 0;
    c->holds |= tried.asked && !tried.finds && tried.trouble.len == 0;
    c->broken |= tried.finds;
    if (tried.trouble.len == 0 && tried.finds == e->fails) {
        t->passed++;
        return;
    }
    printf("%.*s:%u:%u: %s: ", STR_ARG(r->file), s.line, s.column, r->rule.id);
    if (tried.trouble.len) {
        t->undecided++;
        printf("this example could not be evaluated: %.*s\n", STR_ARG(tried.trouble));
        return;
    }
    t->failed++;
    if (tried.finds)
        printf("this example should pass, and fails: %.*s\n", STR_ARG(tried.message));
    else
        printf("this example should fail, and %s\n", tried.asked ? "passes" : "is not asked: when is false");
}

/* A part of an expression that every example takes the same way. */
static void tell_gaps(const struct own_rule *r, const struct covered *c, struct arena *arena)
{
    struct own_gap *gaps;
    size_t count = own_gaps(r, &c->decisions, arena, &gaps);

    for (size_t i = 0; i < count; i++) {
        uint32_t line = 1;
        for (size_t k = 0; k < gaps[i].at && k < r->source.len; k++)
            line += r->source.p[k] == '\n';
        printf("%.*s:%u:%u: %s: in no example is this %s\n", STR_ARG(r->file), line,
               span_of_bytes(r->source, line, gaps[i].at, gaps[i].at).column, r->rule.id, gaps[i].way);
    }
}

static void test_rule(const struct own_rule *r, struct arena *arena, struct tally *t)
{
    struct covered c = { 0 };

    cel_coverage_init(&c.decisions, arena);
    for (size_t i = 0; i < r->example_count; i++)
        try_example(r, &r->examples[i], arena, t, &c);
    if (!c.broken || !c.holds || (r->when.text.len && !c.not_asked))
        printf("%s: no example shows %s%s%s%s%s\n", r->rule.id, c.broken ? "" : "require false",
               !c.broken && !c.holds ? ", " : "", c.holds ? "" : "require true",
               (!c.broken || !c.holds) && r->when.text.len && !c.not_asked ? ", " : "",
               r->when.text.len && !c.not_asked ? "when false" : "");
    if (r->example_count)
        tell_gaps(r, &c, arena);
}

enum exit_status own_test(struct arena *arena, const struct args *args)
{
    struct tally t = { 0 };
    struct opened o;

    if (!open_rules(&o, arena, args, args->word_count > 1 ? args->words[1] : STR(".")))
        return EXIT_UNDECIDED;
    for (size_t i = 0; i < o.own.count; i++)
        test_rule(o.own.items[i], arena, &t);
    printf("%zu rule%s; examples: %zu as they should be, %zu not, %zu undecided\n", o.own.count,
           str_plural(o.own.count), t.passed, t.failed, t.undecided);
    own_rules_free(&o.own);
    if (!o.own.items)
        return command_fail(args, "there is no own rule here: write one under .prowgate/rules, or own-rules: in "
                                  "prowgate.yaml");
    return t.undecided ? EXIT_UNDECIDED : t.failed ? EXIT_REJECT : EXIT_PASS;
}
