#include "base/glob.h"
#include "rules/policy/policy.h"

static const char *const pull_policies[] = { "Always", "IfNotPresent", "Never", NULL };

static const struct parameter parameters[] = {
    JOB_SELECTOR,
    POLICY_ALLOWED("images"),
    POLICY_FORBIDDEN("images"),
    { .name = "pull-policy",
      .kind = PARAMETER_CHOICE,
      .shape = SHAPE_MAP,
      .need = NEED_ONE_OF,
      .choices = pull_policies,
      .help = "for images by glob, the imagePullPolicy that they must have, written or by default" },
    { .name = NULL },
};

/* What Kubernetes takes where nothing is written: Always for the tag latest, which is also that of an image without tag
 * and digest. */
static struct str default_pull_policy(struct str image)
{
    struct str name = str_from(image, str_rfind_char(image, '/') == SIZE_MAX ? 0 : str_rfind_char(image, '/') + 1);

    if (str_has(name, STR("@")))
        return STR("IfNotPresent");
    return str_find_char(name, ':') == SIZE_MAX || str_ends(name, STR(":latest")) ? STR("Always") : STR("IfNotPresent");
}

static void check_pull_policy(struct check *c, const struct spec_container *k, struct str image)
{
    const struct node *wanted = check_parameter(c, "pull-policy");
    const struct node *written = node_field(k->node, STR("imagePullPolicy"));
    struct str given = text_or_empty(written), is = given.len ? given : default_pull_policy(image);

    for (const struct node *key = node_first_key(wanted); key; key = node_next_key(wanted, key)) {
        if (!glob_match(node_text(key), image) || node_is(node_pair_value(key), is))
            continue;
        spec_container_report(c, k, given.len ? written : node_field(k->node, STR("image")),
                              given.len ? ".imagePullPolicy" : ".image",
                              "imagePullPolicy of %.*s is %.*s%s; prowgate.yaml wants %.*s for images %.*s",
                              STR_ARG(spec_container_name(k)), STR_ARG(is), given.len ? "" : " by default",
                              STR_ARG(node_text(node_pair_value(key))), STR_ARG(node_text(key)));
        return;
    }
}

static void check_container(struct check *c, const struct spec_container *k)
{
    const struct node *node = node_field(k->node, STR("image"));
    struct str image = text_or_empty(node), why;

    if (image.len == 0)
        return;
    if (!policy_permits(c, k->job->arena, image, &why))
        spec_container_report(c, k, node, ".image", "%.*s may not use image %.*s; %.*s",
                              STR_ARG(spec_container_name(k)), STR_ARG(image), STR_ARG(why));
    check_pull_policy(c, k, image);
}

static void check_job(struct check *c, const struct job *j)
{
    if (job_selected(c, j))
        spec_containers(c, j, check_container);
}

const struct rule rule_policy_image = {
    .id = "policy-image",
    .summary = "Containers use images that prowgate.yaml allows, pulled as it asks for.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};
