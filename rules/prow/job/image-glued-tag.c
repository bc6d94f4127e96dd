#include "base/ascii.h"
#include "prow/index/names.h"
#include "rule/rule.h"

enum { FEW = 2 };

/* Where a version may begin in a name: "make-dind20240308" after another letter. */
static bool may_begin_version(struct str name, size_t i)
{
    return is_digit(name.p[i]) || (name.p[i] == 'v' && i + 1 < name.len && is_digit(name.p[i + 1]));
}

static bool has_tags(const struct names *n, const struct name *image)
{
    for (const struct name_use *u = image ? name_first(n, image) : NULL; u; u = u->next)
        if (str_starts(u->value, STR(":")))
            return true;
    return false;
}

/* The image that others use with a tag, of which this name has both in one. */
static const struct name *meant(const struct names *n, struct str name)
{
    size_t slash = str_rfind_char(name, '/'), start = slash == SIZE_MAX ? 1 : slash + 2;

    for (size_t i = start; i < name.len; i++) {
        const struct name *image =
            may_begin_version(name, i) ? names_find(n, NAME_IMAGE, STR(""), str_slice(name, 0, i)) : NULL;
        if (has_tags(n, image))
            return image;
    }
    return NULL;
}

static void check_image(struct check *c, const struct names *n, const struct name *image)
{
    const struct name_use *u = name_first(n, image);
    const struct name *other;

    if (image->jobs > FEW || u->value.len || !(other = meant(n, image->text)))
        return;
    for (; u; u = u->next) {
        if (!u->job || u->value.len)
            continue;
        report(c, u->at, "image \"%.*s\" of job %.*s has no tag; did you mean %.*s:%.*s, an image that %zu jobs use?",
               STR_ARG(image->text), STR_ARG(u->job->name), STR_ARG(other->text),
               STR_ARG(str_from(image->text, other->text.len)), other->jobs);
        at_path(c, "%.*s", STR_ARG(job_summary_path(check_arena(c), u->job, STR("spec"))));
        repair(c, REPAIR_LIKELY, u->at,
               ARENA_JOIN(check_arena(c), other->text, STR(":"), str_from(image->text, other->text.len)));
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);
    struct name_range all = names_of_kind(&n, NAME_IMAGE);

    for (size_t i = 0; i < all.count; i++)
        check_image(c, &n, all.items[i]);
}

const struct rule rule_image_glued_tag = {
    .id = "image-glued-tag",
    .summary = "A colon stands between the name of an image and its tag.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS(NAME_IMAGE),
    .tree = check_tree,
};
