#include "command/own_commands.h"
#include "gate/guard.h"
#include "rule/rule.h"

static const struct flag flags[] = {
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

static enum exit_status list_rules(struct arena *arena, const struct args *args)
{
    for (size_t i = 0; i < rule_count; i++)
        printf("%-32s %-8s %s\n", rules[i]->id, severity_name(rules[i]->severity), rules[i]->summary);
    return own_list(arena, args) ? EXIT_PASS : EXIT_UNDECIDED;
}

static void print_parameters(struct arena *arena, const struct parameter *table, int indent)
{
    static const char *const needs[] = {
        [NEED_NOT] = "", [NEED_ALWAYS] = ", required", [NEED_ONE_OF] = ", at least one of these"
    };

    for (const struct parameter *p = table; p->name; p++) {
        printf("%*s%s: %s (%.*s%s)\n", indent, "", p->name, p->help, STR_ARG(parameter_form(arena, p)), needs[p->need]);
        if (p->members)
            print_parameters(arena, p->members, indent + 2);
    }
}

/* The table itself, so that what is printed is what is accepted. */
static void print_use(struct arena *arena, const struct rule *r)
{
    printf("\n## Parameters\n\nIn prowgate.yaml, under rules: and %s:, a mapping or a list of such mappings:\n\n"
           "    severity: off, info, warning or error; %s without it\n",
           r->id, severity_name(r->severity == SEVERITY_OFF ? SEVERITY_ERROR : r->severity));
    print_parameters(arena, r->parameters, 4);
}

static void print_rule(struct arena *arena, const struct rule *r)
{
    struct str page = r ? rule_page(r) : STR("");

    fwrite(page.p, 1, page.len, stdout);
    if (r && r->parameters)
        print_use(arena, r);
}

static enum exit_status explain(struct arena *arena, const struct args *args)
{
    const struct rule *r, *near;
    enum guard_id guard;
    struct str page;
    bool found;

    if (args->word_count == 0)
        return list_rules(arena, args);
    r = rule_find(args->words[0]);
    if (!r && str_has(args->words[0], STR("/"))) {
        if (!own_explain(arena, args, args->words[0], &found))
            return EXIT_UNDECIDED;
        if (found)
            return EXIT_PASS;
    }
    if (guard_parse(args->words[0], &guard)) {
        print_rule(arena, r);
        page = guard_page(guard);
        printf("%s", r ? "\nThe guard of that name:\n\n" : "");
        fwrite(page.p, 1, page.len, stdout);
        return EXIT_PASS;
    }
    if (!r) {
        near = rule_nearest(args->words[0]);
        return command_fail(args, "no rule is called \"%.*s\"%s%s%s; prowgate rules lists them",
                            STR_ARG(args->words[0]), near ? "; did you mean " : "", near ? near->id : "",
                            near ? "?" : "");
    }
    print_rule(arena, r);
    return EXIT_PASS;
}

const struct command command_explain = {
    .name = "explain",
    .words = "[RULE|GUARD]",
    .summary = "Show the page of a rule, or of a guard of the gate: what must hold, why, what to do",
    .flags = flags,
    .most_words = 1,
    .run = explain,
};

static enum exit_status print_rules(struct arena *arena, const struct args *args)
{
    if (args->word_count && str_eq(args->words[0], STR("test")))
        return own_test(arena, args);
    if (args->word_count && str_eq(args->words[0], STR("fetch")))
        return own_fetch(arena, args);
    if (args->word_count)
        return command_fail(args, "rules takes test, fetch, or nothing to list all rules, not \"%.*s\"",
                            STR_ARG(args->words[0]));
    return list_rules(arena, args);
}

const struct command command_rules = {
    .name = "rules",
    .words = "[test|fetch [ROOT]]",
    .summary = "List every rule, run the examples of own rules, or fetch bundles of them",
    .flags = flags,
    .most_words = 2,
    .run = print_rules,
};
