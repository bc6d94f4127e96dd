#include "rules/prow/job/spec_containers.h"

/* What a shell would cut: a blank between two words. Blanks at the ends belong to a name that is wrong otherwise. */
static bool has_words(struct str command)
{
    struct str word, rest;

    return str_cut(str_trim(command), ' ', &word, &rest);
}

/* The first of command is the program: the kernel looks for a file of exactly this name, and no shell cuts it. A "$("
 * would be replaced before that (Kubernetes expands $(NAME)), with text that is not known here. */
static void look(struct check *c, const struct spec_container *k)
{
    const struct node *first = node_value(node_first(node_field(k->node, STR("command"))));
    struct str text = text_or_empty(first), program, rest;

    if (!has_words(text) || str_find(text, STR("$(")) != SIZE_MAX)
        return;
    str_cut(str_trim(text), ' ', &program, &rest);
    spec_container_report(c, k, first, ".command[0]",
                          "%.*s runs a program called \"%.*s\", blanks and all, because no shell reads it: each word "
                          "is an "
                          "element of its own, or the program is [sh, -c]",
                          STR_ARG(spec_container_name(k)), STR_ARG(text));
}

static void check_job(struct check *c, const struct job *j)
{
    spec_containers(c, j, look);
}

const struct rule rule_command_with_blanks = {
    .id = "command-with-blanks",
    .summary = "The program of a container is one word; each of its arguments is an element of its own.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .job = check_job,
};
