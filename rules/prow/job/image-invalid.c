#include "rules/prow/job/image_reference.h"
#include "rules/prow/job/spec_containers.h"

static void check_container(struct check *c, const struct spec_container *k)
{
    const struct node *node = node_field(k->node, STR("image"));
    struct str image = text_or_empty(node);
    struct image_reference parts;
    const char *fault;

    if (image.len == 0 || image_reference_parse(image, &parts, &fault))
        return;
    spec_container_report(c, k, node, ".image", "image \"%.*s\" of %.*s names no image: it %s", STR_ARG(image),
                          STR_ARG(spec_container_name(k)), fault);
}

static void check_job(struct check *c, const struct job *j)
{
    spec_containers(c, j, check_container);
}

const struct rule rule_image_invalid = {
    .id = "image-invalid",
    .summary = "The image of a container is the name of an image.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .ours = true,
    .job = check_job,
};
