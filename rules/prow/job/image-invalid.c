#include "base/ascii.h"
#include "rules/prow/job/image_reference.h"
#include "rules/prow/job/spec_containers.h"

enum { PLAIN_LENGTH = 128 };

static bool is_alnum(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z');
}

/* reg.example.com/team/app:v1-2, as nearly all are: words of small letters and digits with one separator between them, and a
 * tag. */
static bool is_plain(struct str image)
{
    size_t colon = str_find_char(image, ':'), i = 0;
    struct str tag = colon == SIZE_MAX ? STR("") : str_from(image, colon + 1);

    if (colon == SIZE_MAX || colon == 0 || image.len > PLAIN_LENGTH || tag.len == 0 || !is_alnum(tag.p[0]))
        return false;
    for (i = 0; i < colon; i++)
        if (!is_alnum(image.p[i]) && (i == 0 || !is_alnum(image.p[i - 1]) || !strchr("./_-", image.p[i])))
            return false;
    for (i = 1; i < tag.len; i++)
        if (!is_alnum(tag.p[i]) && tag.p[i] != '.' && tag.p[i] != '-' && tag.p[i] != '_')
            return false;
    return is_alnum(image.p[colon - 1]);
}

static void check_container(struct check *c, const struct spec_container *k)
{
    const struct node *node = node_field(k->node, STR("image"));
    struct str image = text_or_empty(node);
    struct image_reference parts;
    const char *fault;

    if (image.len == 0 || is_plain(image) || image_reference_parse(image, &parts, &fault))
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
