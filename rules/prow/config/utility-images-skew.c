#include "base/path.h"
#include "prow/files/tree.h"
#include "prow/versions/deployed.h"

/* Since 415a45e9e (test-infra#25305) the control plane starts the entrypoint image with --copy-mode-only, which older
 * images do not know, and newer images do nothing else without. */
static bool is_past(const struct version *v, uint32_t since, bool *known)
{
    enum share s = version_has(v, since, VERSION_NEVER);

    *known = s != SHARE_SOME;
    return s == SHARE_ALL;
}

/* Whoever makes the pods of jobs. */
static bool makes_pods(const struct version *v)
{
    return v->component.len == 0 || str_eq(v->component, STR("prow-controller-manager")) ||
           str_eq(v->component, STR("plank"));
}

static const struct version *driver(const struct window *w)
{
    for (size_t i = 0; i < w->count; i++)
        if (makes_pods(&w->versions[i]))
            return &w->versions[i];
    return w->count == 1 ? &w->versions[0] : NULL;
}

static void check_entry(struct check *c, const struct prow_tree *t, const struct default_entry *e,
                        const struct version *control, uint32_t since)
{
    const struct node *image = node_field(node_field(e->config, STR("utility_images")), STR("entrypoint"));
    struct str text = node_text(image), error, rest;
    struct version v;
    bool known, new_control = is_past(control, since, &known), new_image;

    if (!known || node_kind(image) != NODE_STRING || !str_cut(path_base(text), ':', &rest, &text) ||
        !version_parse(text, &v, t->scratch, &error))
        return;
    new_image = is_past(&v, since, &known);
    if (!known || new_image == new_control)
        return;
    report(c, prow_place(t->config.file, image),
           "every decorated pod fails: %.*s%s%.*s starts the entrypoint image %s --copy-mode-only, which entrypoint "
           "%.*s does not expect",
           STR_ARG(control->component), control->component.len ? " " : "", STR_ARG(control->text),
           new_control ? "with" : "without", STR_ARG(v.text));
    detail(c, "update utility images and control plane over %.*s together",
           STR_ARG(version_tag(since, check_arena(c))));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    const struct version *control = driver(check_window(c));
    uint32_t since = behaviours[BEHAVIOUR_ENTRYPOINT_COPY_MODE].since;

    for (size_t i = 0; t->paths.for_people && control && i < t->config.decoration_count; i++)
        check_entry(c, t, &t->config.decoration[i], control, since);
}

const struct rule rule_utility_images_skew = {
    .id = "utility-images-skew",
    .summary = "Utility images are ones that the deployed control plane can start.",
    .severity = SEVERITY_WARNING,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
